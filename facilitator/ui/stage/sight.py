"""What the room sees at one moment, as a frozen value: stage and console draw the same sight."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from facilitator.scene.model import Live, Scene


class SightKind(StrEnum):
    SLIDE = "slide"
    CARD = "card"
    BLACK = "black"
    WHITE = "white"
    NOTHING = "nothing"
    """Nothing has been shown yet, or there is no stage."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What is written over a slide's edge: a countdown at the upper right, the address below."""

    countdown: str = ""
    address: str = ""
    fill: str = "#0E4A4C"
    ink: str = "#FFFFFF"
    quiet: str = "#50605E"


NO_MARGIN = Margin()


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """``scene`` is None for black, white and nothing."""

    kind: SightKind = SightKind.NOTHING
    scene: Scene | None = None
    step: int = 0
    live: Live = field(default_factory=Live)
    slide: int = 0
    """Number of the slide, 0 for cards."""
    margin: Margin = NO_MARGIN

    def same(self, other: Sight) -> bool:
        """True when both look alike. Scenes are compared by identity: comparing them deeply would cost
        more than painting."""
        return (
            self.kind is other.kind
            and self.scene is other.scene
            and self.step == other.step
            and self.live == other.live
            and self.margin == other.margin
        )
