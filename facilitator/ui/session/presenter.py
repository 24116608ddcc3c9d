"""Fills the console from the show, the scenes and the room: once at each change, a part of it each tick."""

from __future__ import annotations

from facilitator.deck.model import Slide, plain
from facilitator.room.records import Entry, ModeratorView, Release
from facilitator.show.commands import Bar
from facilitator.show.pace import Tone
from facilitator.show.show import Show
from facilitator.ui.console.overview import Tile
from facilitator.ui.console.runbar import RunPart
from facilitator.ui.console.window import ConsoleWindow
from facilitator.ui.scenes import DeckScenes
from facilitator.ui.session.sights import Sights
from facilitator.ui.session.texts import clock, pace_counts, pace_verdict, slide_text, span
from facilitator.ui.stage.sight import Sight, SightKind

_TONES = {Tone.LIVE: "live", Tone.AHEAD: "live", Tone.AMBER: "amber", Tone.RED: "red"}


class Presenter:
    """Holds no state of its own but what the windows tell it: is the stage up, what did the room say."""

    def __init__(self, show: Show, scenes: DeckScenes, sights: Sights, console: ConsoleWindow) -> None:
        self.show = show
        self.scenes = scenes
        self.sights = sights
        self.console = console
        self.stage_up = True
        """False while the stage's screen is away."""
        self.rehearsal = False
        self.moderated = True
        """False: everybody reads entries as they come out."""
        self.keys: dict[str, str] = {}
        """Command id to its key as shown."""
        self._announced = ""

    # --- everything ---

    def refresh(self, stage: Sight) -> None:
        """After a change: ``stage`` is what the stage shows."""
        self._wall(stage)
        self._next()
        self._notes()
        self._bar_tones()
        self._history()
        self.tick()
        self._announce()

    def tick(self) -> None:
        """What moves by itself: clocks, pace, run bar, the time on this slide."""
        show, top = self.show, self.console.topbar
        part = show.outline.plan.part(show.state.position.slide)
        title = show.outline.title or "Untitled"
        top.set_deck(title + ("  ·  REHEARSAL" if self.rehearsal else ""), part.name if part else "")
        left = show.remaining()
        top.set_times(
            clock(show.clock.now()),
            span(show.elapsed()),
            span(abs(left)) if left is not None else "",
            left is not None and left <= -1,
        )
        top.set_run(show.state.running, show.state.started, self.keys.get("toggle_timer", ""))
        pace = show.pace()
        if show.state.ended:
            top.set_pace("ended", "mute")
        elif not show.state.started:
            planned = show.outline.plan.total
            top.set_pace(f"ready, {round(planned / 60)} min planned" if planned else "ready", "mute")
        elif not show.state.running:
            top.set_pace("clock paused", "amber")
        else:
            top.set_pace(pace.words, _TONES.get(pace.tone, ""))
        self._words()
        self.console.runbar.set_parts(self._parts())

    # --- the wall ---

    def _wall(self, stage: Sight) -> None:
        bar, words = self.show.bar()
        tone = "red" if bar in (Bar.FROZEN, Bar.BLACK, Bar.WHITE) else "live"
        if not self.stage_up or bar is Bar.ENDED:
            tone = "mute"
        current = self.console.current
        current.show_sight(stage if self.stage_up else Sight(SightKind.NOTHING), tone)
        key = {Bar.FROZEN: "freeze", Bar.BLACK: "black", Bar.WHITE: "white"}.get(bar)
        if not self.stage_up:
            current.set_alarm(
                "The projector is gone: the room sees nothing. Plug it in again, or use a window.",
                "Use a window",
            )
        elif key is not None:
            label = "Catch up" if bar is Bar.FROZEN else "Back to the slide"
            shown = self.keys.get(key, "")
            current.set_alarm(words, f"{label} ({shown})" if shown else label)
        else:
            current.set_alarm("")

    def _words(self) -> None:
        show = self.show
        here = show.state.position
        outline = show.outline
        slide = outline.slide(here.slide)
        counted = outline.last
        where = f"{here.slide} of {counted}" if here.slide <= counted else f"{here.slide} (backup)"
        if slide.hidden:
            where += " (hidden)"
        if slide.steps:
            where += f" · step {here.step} of {slide.steps}"
        planned = show.slide_seconds()
        time = f"this slide {span(show.slide_elapsed())}" + (f" of {span(planned)}" if planned else "")
        bar, words = show.bar()
        truth, tone = "The room sees this slide", "live"
        if not self.stage_up:
            truth, tone = "Nothing is shown", "mute"
        elif bar is Bar.CARD:
            kind = show.state.card.kind.value if show.state.card else ""
            running = show.countdown()
            clock_left = f", {running.text} left" if running is not None and running.card else ""
            truth = f"The room sees the {kind} card{clock_left}"
        elif bar is Bar.ENDED:
            truth, tone = words, "mute"
        elif bar is not Bar.LIVE:
            truth, tone = words, "red"
        elif (running := show.countdown()) is not None:
            truth = f"The room sees this slide, {running.text} left"
        self.console.current.set_words(where, time, truth, tone)

    def _next(self) -> None:
        show, pane = self.show, self.console.next
        view = show.next_view()
        here = show.state.position
        if show.state.frozen is not None and show.state.frozen != here:
            title = show.outline.slide(here.slide).title
            pane.show_next(
                "ONLY YOU SEE THIS", f"{here.slide}  {title}", "Unfreeze to catch the room up.",
                self.sights.at(here), "red",
            )  # fmt: skip
            return
        if view.position is None:
            pane.show_next("NEXT", "Nothing more: this is the last slide.", "", Sight())
            return
        slide = show.outline.slide(view.position.slide)
        sight = self.sights.at(view.position)
        if view.returns:
            pane.show_next("NEXT BRINGS BACK", f"{slide.number}  {slide.title}", "", sight)
        elif view.build:
            pane.show_next("NEXT", f"step {view.position.step} of {slide.steps}", "on this slide", sight)
        else:
            seconds = show.outline.plan.slide_seconds(slide.number)
            more = [f"{span(seconds)} planned"] if seconds else []
            part, now = show.outline.plan.part(slide.number), show.outline.plan.part(here.slide)
            if part is not None and part is not now and part.name:
                more.insert(0, f"new part: {part.name}")
            pane.show_next("NEXT", f"{slide.number}  {slide.title}", ", ".join(more), sight)

    def _notes(self) -> None:
        self.console.notes.show_slide(self.scenes.slide(self.show.state.position.slide))

    def _bar_tones(self) -> None:
        state, bar = self.show.state, self.console.keybar
        bar.set_tone("freeze", "red" if state.frozen is not None else "")
        for name in ("black", "white"):
            bar.set_tone(name, "red" if state.overlay.value == name else "")
        kind = state.card.kind.value if state.card is not None else ""
        for name in ("break", "exercise", "join", "resources", "round"):
            bar.set_tone(f"{name}_card", "live" if kind == name else "")

    def _history(self) -> None:
        state, outline = self.show.state, self.show.outline
        places = [(p.slide, outline.slide(p.slide).title) for p in state.history]
        self.console.history.show_history(places, state.history_index)

    def _parts(self) -> list[RunPart]:
        show = self.show
        plan = show.outline.plan
        if not plan.exists:
            return []
        index = plan.part_index(show.state.position.slide)
        pace_part = show.pace().part
        made = []
        for number, part in enumerate(plan.parts):
            if part.seconds <= 0 and number != index:
                continue
            now = number == index
            done, text, tone = (1.0 if number < index else 0.0), "", "live"
            if now and part.seconds > 0 and show.state.started:
                done = min(1.0, pace_part.spent / part.seconds)
                left = pace_part.left
                text = f"{span(left)} left" if left >= 0 else f"{span(-left)} over"
                tone = _TONES.get(pace_part.tone, "live")
            minutes = f"{round(part.seconds / 60)} min"
            starts = f", starts {part.starts:%H:%M}" if part.starts else ""
            tip = f"{part.name or 'Before the first part'}: {part.kind.value}, {minutes}{starts}"
            made.append(RunPart(part.name, max(part.seconds, 30.0), done, now, text, tone, part.first, tip))
        return made

    def _announce(self) -> None:
        here = self.show.state.position
        slide = self.show.outline.slide(here.slide)
        bar, words = self.show.bar()
        step = f", step {here.step} of {slide.steps}" if slide.steps else ""
        text = f"Slide {here.slide}{step}: {slide.title or 'without a title'}"
        self.console.announce(text if bar is Bar.LIVE else f"{words}. {text}")

    # --- deck and room ---

    def deck_changed(self) -> None:
        """Another version of the deck: overview and finder."""
        plan = self.show.outline.plan
        self.console.overview.set_tiles(self.tiles(), self._ratio())
        self.console.runbar.setVisible(plan.exists)

    def _ratio(self) -> float:
        return self.scenes.theme.width / self.scenes.theme.height

    def tiles(self) -> list[Tile]:
        """Every slide as the overview knows it."""
        plan = self.show.outline.plan
        made = []
        for slide in self.scenes.deck.slides:
            seconds = plan.slide_seconds(slide.number)
            made.append(_tile(slide, None if seconds is None else round(seconds)))
        return made

    def room_changed(self, view: ModeratorView | None, state: str = "") -> None:
        """What the room holds now; ``state`` a word when it is not there (starting, stopped)."""
        console = self.console
        console.inbox.set_view(view, pace_counts(view.pace) if view is not None and view.pace else "")
        if view is None:
            console.topbar.set_room(state, "amber" if state else "")
        else:
            console.topbar.set_room(*room_words(view, self.moderated))
        self.parked_changed(view.entries if view else ())

    def parked_changed(self, entries: tuple[Entry, ...]) -> None:
        """The parking lot: the trainer's own lines and parked entries."""
        self.console.parking.show_parked(self.show.state.parked, entries)
        parked = sum(e.state.value == "parked" for e in entries)
        self.console.side.set_count("parking", len(self.show.state.parked) + parked)


def room_words(view: ModeratorView, moderated: bool = True) -> tuple[str, str, str]:
    """The room in a few words, their tone, and everything there is to say (for the tooltip). One fact has
    room beside the number of pages: the one that asks for the most attention."""
    verdict = pace_verdict(view.pace) if view.pace else ""
    facts = [
        ("paused", "amber", view.paused),
        (f"finds it {verdict}", "amber", bool(verdict)),
        ("round open", "live", view.round_open),
        ("help shown", "live", view.show_resources),
        ("unmoderated", "mute", not moderated),
        ("instant", "mute", view.release is Release.INSTANT),
        ("no round open", "mute", view.release is Release.ROUND and not view.round_open),
    ]
    said = [(words, tone) for words, tone, so in facts if so]
    seats = f"room about {view.seats}" if view.seats else "room open, nobody yet"
    first, tone = said[0] if said else ("", "mute")
    return (
        ", ".join(part for part in (seats, first) if part),
        tone,
        ", ".join([seats, *(words for words, _ in said)]),
    )


def _tile(slide: Slide, seconds: int | None) -> Tile:
    s = slide.settings
    return Tile(
        slide.number,
        plain(slide.title),
        s.section,
        s.section_starts,
        seconds,
        s.hidden,
        s.backup,
        s.cut_first,
        slide_text(slide.blocks),
        slide_text(slide.notes),
    )
