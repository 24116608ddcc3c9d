"""What the room tells the trainer when something does not work: one sentence, fit to show."""

from __future__ import annotations


class RoomError(Exception):
    """The message is a sentence: what happened, what to do. ``code`` is for programs (room-api.md)."""

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code
