"""Paints a scene with QPainter at any size: stage, previews, thumbnails, PDF and pictures."""
