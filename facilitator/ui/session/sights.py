"""What the show says, as sights: for the stage, and for the console's view of what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from facilitator.room.records import Entry
from facilitator.scene.model import CardContent
from facilitator.show import moves
from facilitator.show.commands import Countdown
from facilitator.show.show import Show
from facilitator.show.state import Card, CardKind, Overlay, Position
from facilitator.ui.scenes import DeckScenes
from facilitator.ui.stage.sight import Margin, Sight, SightKind


def clock_text(moment: datetime) -> str:
    """``10:45``, rounded to the nearest minute: the room is told a time, not a second."""
    return f"{moment + timedelta(seconds=30):%H:%M}"


@dataclass
class CardTexts:
    """What cards say beyond what the show knows: the room's words stay out of the show."""

    resources: tuple[tuple[str, str], ...] = ()
    entry: Callable[[str], Entry | None] = lambda _: None
    category: Callable[[str], str] = lambda c: c
    exercise_title: str = "Exercise"

    def content(self, card: Card, show: Show) -> CardContent:
        """The card as the scene knows it."""
        if card.kind is CardKind.BREAK:
            back = show.back_at()
            coming = card.text or show.coming()
            return CardContent(
                "break",
                title=card.title or "Break",
                text=f"Back at {clock_text(back)}" if back is not None else "",
                detail=f"Then: {coming}" if coming else "",
                countdown=True,
            )
        if card.kind is CardKind.EXERCISE:
            running = show.countdown()
            detail = "Two minutes left" if running is not None and running.two_minutes else ""
            if running is not None and running.left <= 0:
                detail = "Time to come back together"
            return CardContent(
                "exercise",
                title=card.title or self.exercise_title,
                text=card.text,
                detail=detail,
                countdown=True,
            )
        if card.kind is CardKind.JOIN:
            return CardContent(
                "join",
                title="Ask without your name",
                text="Scan the code, or type this address into your browser:",
                detail="Stay on this Wi-Fi, even if your phone says that it has no internet.",
                qr=True,
            )
        if card.kind is CardKind.ROUND:
            return round_content(show.countdown())
        if card.kind is CardKind.RESOURCES:
            return CardContent("resources", title="Help and information", lines=self.resources)
        entry = self.entry(card.entry)
        if entry is None:
            return CardContent("entry", text="")
        return CardContent("entry", text=entry.text, category=self.category(entry.category))


def round_content(running: Countdown | None) -> CardContent:
    """The card of a round: open with a countdown, or over. Nobody is counted on it."""
    if running is None:
        return CardContent(
            "round",
            title="The round is closed",
            text="Thank you. All of it comes out together, in mixed order.",
        )
    return CardContent(
        "round",
        title="A round: everybody writes",
        text="Send what you think, or tap “Nothing to add”. When everybody does one of the two, "
        "nobody stands out."
        if running.left > 0
        else "Time is up. Send what you have, or tap “Nothing to add”.",
        qr=True,
        countdown=True,
    )


class Sights:
    """Makes sights; when one cannot be made, the last good one stays (the stage never shows an error)."""

    def __init__(self, show: Show, scenes: DeckScenes, cards: CardTexts) -> None:
        self._show = show
        self._scenes = scenes
        self.cards = cards
        self._last = Sight()
        self.address_below = False
        """The room's address small on every slide."""

    def stage(self) -> Sight:
        """What the room must see now."""
        visible = self._show.visible()
        if self._show.state.ended or visible.overlay is Overlay.BLACK:
            return Sight(SightKind.BLACK)
        if visible.overlay is Overlay.WHITE:
            return Sight(SightKind.WHITE)
        card = self._show.state.card
        made = self._card(card) if card is not None else self._slide(visible.position)
        if made is None:
            return self._last
        self._last = made
        return made

    def _card(self, card: Card) -> Sight | None:
        content = self.cards.content(card, self._show)
        if content.kind == "join" and self._scenes.live.wifi_qr:
            content = replace(
                content, wifi_qr=True, detail="Join the Wi-Fi with this code first, then scan the large one."
            )
        scene = self._scenes.card(content)
        if scene is None:
            return None
        live = replace(self._scenes.live, countdown=_text(self._show.countdown()))
        return Sight(SightKind.CARD, scene, scene.steps, live)

    def _slide(self, position: Position) -> Sight | None:
        made = self._scenes.sight(position.slide, position.step)
        running = self._show.countdown()
        countdown = running.text if running is not None and not running.card else ""
        address = self._scenes.live.address if self.address_below else ""
        if made is None or not (countdown or address):
            return made
        theme = self._scenes.theme
        margin = Margin(
            countdown, address, theme.color("deep").hex, theme.color("on-deep").hex, theme.color("text").hex
        )
        return replace(made, margin=margin)

    def at(self, position: Position | None) -> Sight:
        """A slide as it would look, without cards and covers."""
        made = self._scenes.sight(position.slide, position.step) if position is not None else None
        return made or Sight()

    def coming(self) -> Iterable[Sight]:
        """What the next key presses will probably show: next, what the console then announces as next, the
        next slide, the one before."""
        show = self._show
        here = show.state.position
        ahead = show.next_view().position
        outline = show.outline
        after = outline.after(here.slide)
        before = outline.before(here.slide)
        places = [
            ahead,
            moves.ahead(outline, ahead) if ahead is not None else None,
            Position(after) if after else None,
            Position(here.slide, here.step - 1) if here.step else None,
            Position(before, outline.slide(before).steps) if before else None,
            here,
        ]
        seen: list[Position] = []
        for place in places:
            if place is not None and place not in seen:
                seen.append(place)
                yield self.at(place)


def _text(running: Countdown | None) -> str:
    return running.text if running is not None else ""
