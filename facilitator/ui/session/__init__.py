"""A running session: show, scenes, windows and room put together."""
