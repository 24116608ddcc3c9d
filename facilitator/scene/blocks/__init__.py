"""Blocks of a slide as pieces: each can say how high it must be, and draw itself into a rect."""
