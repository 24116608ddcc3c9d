"""Text: where lines may break, how wide they are, and paragraphs laid into boxes."""
