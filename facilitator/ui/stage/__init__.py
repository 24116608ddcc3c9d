"""The audience window."""
