"""Diagrams from plain text, drawn like a textbook: thin lines, generous labels, one radius."""
