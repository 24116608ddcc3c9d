"""The trainer's presenter view."""
