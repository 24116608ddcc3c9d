"""Screens and sleep: what the desktop decides."""
