"""Dialogs and the start screen."""
