"""The language: Markdown text to a frozen Deck. No Qt, no network, no clock."""
