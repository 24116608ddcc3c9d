"""Facilitator: Markdown slides on the wall, a console for the trainer, an anonymous room, real PowerPoint."""

__version__ = "0.1.0"
