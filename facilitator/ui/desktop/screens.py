"""Which screen gets the stage: pure logic on plain values, tested with invented screens.

A screen is remembered by maker, model, serial and connector, never by its place in a list: after a
reconnect the list is another one. The saved choice is kept while its screen is away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

#: Connectors of built-in panels, as X11, Wayland and Windows name them (pympress uses the same rule).
BUILT_IN = ("edp", "lvds", "dsi", "idp", "lcd", "built-in", "color lcd")


@dataclass(frozen=True, slots=True)
class ScreenInfo:
    """What the system tells about a screen. ``geometry`` is logical (x, y, width, height)."""

    connector: str
    geometry: tuple[int, int, int, int]
    maker: str = ""
    model: str = ""
    serial: str = ""
    ratio: float = 1.0
    primary: bool = False

    @property
    def built_in(self) -> bool:
        """True for a laptop's own panel, as far as its connector's name tells."""
        return self.connector.casefold().startswith(BUILT_IN) or "built-in" in self.model.casefold()

    @property
    def label(self) -> str:
        """How a person knows it: ``EPSON PJ (HDMI-1), 1920 × 1080``."""
        name = " ".join(part for part in (self.maker, self.model) if part) or self.connector
        tail = f" ({self.connector})" if name != self.connector else ""
        _, _, w, h = self.geometry
        return f"{name}{tail}, {round(w * self.ratio)} × {round(h * self.ratio)}"


@dataclass(frozen=True, slots=True)
class ScreenId:
    """A screen as remembered between sessions."""

    maker: str = ""
    model: str = ""
    serial: str = ""
    connector: str = ""

    @classmethod
    def of(cls, screen: ScreenInfo) -> ScreenId:
        return cls(screen.maker, screen.model, screen.serial, screen.connector)

    @classmethod
    def read(cls, stored: object) -> ScreenId | None:
        """From settings; None when nothing usable is stored."""
        if not isinstance(stored, Mapping):
            return None
        made = cls(*(str(stored.get(key) or "") for key in ("maker", "model", "serial", "connector")))
        return made if any(asdict(made).values()) else None

    def score(self, screen: ScreenInfo) -> int:
        """How well a screen matches: 0 not at all; the serial number weighs most."""
        points = 0
        if self.serial and screen.serial:
            if self.serial != screen.serial:
                return 0
            points += 8
        if self.model and screen.model:
            if self.model != screen.model:
                return 0
            points += 4
        if self.maker and screen.maker:
            if self.maker != screen.maker:
                return 0
            points += 2
        if self.connector and self.connector == screen.connector:
            points += 1
        return points


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the windows go. ``stage`` None: one screen only, the stage is a window."""

    console: ScreenInfo | None
    stage: ScreenInfo | None
    mirrored: bool = False
    """The system tells of screens that repeat one another."""

    @property
    def one_screen(self) -> bool:
        return self.stage is None


def distinct(screens: Sequence[ScreenInfo]) -> tuple[list[ScreenInfo], bool]:
    """Screens without those that repeat another, and whether there were any.

    A mirrored output has the geometry of its twin, or lies wholly inside it from the same corner.
    """
    kept: list[ScreenInfo] = []
    mirrored = False
    for screen in sorted(screens, key=lambda s: -s.geometry[2] * s.geometry[3]):
        x, y, w, h = screen.geometry
        inside = any(
            kx <= x and ky <= y and x + w <= kx + kw and y + h <= ky + kh
            for kx, ky, kw, kh in (k.geometry for k in kept)
        )
        if inside:
            mirrored = True
        else:
            kept.append(screen)
    return [s for s in screens if s in kept], mirrored


def choose(
    screens: Sequence[ScreenInfo],
    saved: ScreenId | None = None,
    console_on: str = "",
    chosen: str = "",
) -> Placement:
    """Stage and console for these screens.

    ``chosen`` is the connector that the trainer picked in this session; ``saved`` the screen of an
    earlier one; ``console_on`` the connector of the screen on which the console is now. Without any of
    them: the console on the built-in panel (else the primary screen), the stage on another one, an
    external one first.
    """
    real, mirrored = distinct(screens)
    if not real:
        return Placement(None, None, mirrored)
    if len(real) == 1:
        return Placement(real[0], None, mirrored)
    stage = next((s for s in real if chosen and s.connector == chosen), None)
    if stage is None and saved is not None:
        best = max(real, key=saved.score)
        # A mere connector is not enough to put the stage on the laptop's own panel.
        if saved.score(best) > (1 if best.built_in else 0):
            stage = best
    console = next((s for s in real if s.connector == console_on and s is not stage), None)
    if console is None:
        console = _home(s for s in real if s is not stage)
    if stage is None:
        stage = _away(s for s in real if s is not console)
    return Placement(console, stage, mirrored)


def _home(screens: Iterable[ScreenInfo]) -> ScreenInfo:
    return min(
        screens,
        key=lambda s: (not s.built_in, not s.primary, s.geometry[0], s.geometry[1]),
    )


def _away(screens: Iterable[ScreenInfo]) -> ScreenInfo:
    return min(
        screens,
        key=lambda s: (s.built_in, s.primary, s.geometry[0], s.geometry[1]),
    )


def swapped(now: Placement) -> Placement:
    """Console and stage change places (only when there are two)."""
    if now.stage is None or now.console is None:
        return now
    return Placement(now.stage, now.console, now.mirrored)
