"""Problems of the deck in the console: what is wrong now, and a save that is held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.deck import model as d
from facilitator.ui.messages import Level

if TYPE_CHECKING:
    from facilitator.ui.session.desk import ConsoleDesk


class ProblemDesk:
    """Fills the problems' tab; tells what was held back."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._layout: tuple[d.Problem, ...] = ()
        pane = desk.window.problems
        pane.accept_wanted.connect(self.accept)
        pane.edit_wanted.connect(lambda: desk.do("edit"))
        pane.chosen.connect(self._chosen)

    @property
    def _decks(self):  # type: ignore[no-untyped-def]  # DeckDesk, without importing the session
        return self._desk.s.deck_desk

    def deck_changed(self) -> None:
        self._layout = ()
        self._fill()

    def laid_out(self) -> None:
        """All scenes are there: what does not fit?"""
        self._layout = tuple(self._desk.s.scenes.layout_problems())
        self._fill()

    def _fill(self, held: str = "") -> None:
        deck = self._decks.waiting if held else self._decks.deck
        rank = {d.Severity.ERROR: 0, d.Severity.WARNING: 1, d.Severity.ADVICE: 2}
        found = sorted(
            (*deck.problems, *(() if held else self._layout)), key=lambda p: (rank[p.severity], p.line)
        )
        theme = self._desk.s.scenes.theme_problem
        self._desk.window.problems.show_problems(found, held or theme)
        self._desk.window.side.set_count("problems", len(found))

    def held(self, deck: d.Deck) -> None:
        """A save with errors, or an empty one."""
        if not deck.slides and not self._desk.s.path.exists():
            what = f"{self._desk.s.path.name} is not there any more. Put it back, and it is read again."
        elif not deck.slides:
            what = "The saved file has no slides."
        else:
            first = next(p for p in deck.problems if p.severity is d.Severity.ERROR)
            what = f"The saved file has an error in line {first.line}: {first.message}"
        sentence = f"{what} The room still sees the version before."
        self._fill(sentence)
        actions = [("Look", lambda: self._desk.window.side.open_page("problems"))]
        if deck.slides:
            actions.append(("Accept anyway", self.accept))
        self._desk.s.messages.tell(sentence, Level.WARNING, *actions, key="held")

    def cleared(self) -> None:
        self._desk.s.messages.put_away(key="held")
        self._fill()

    def accept(self) -> None:
        """Take the save over as it is."""
        if self._decks.accept_anyway():
            self._desk.s.messages.tell("Taken over as it is.", Level.DONE)
        else:
            self._desk.s.messages.tell("There is nothing in it that could be shown.")

    def empty(self, deck: d.Deck) -> None:
        """Nothing to present at all."""
        first = deck.problems[0] if deck.problems else None
        what = f"{first.message} {first.fix}" if first is not None else "This deck has no slides."
        self._desk.s.messages.tell(
            f"{self._desk.s.path.name}: {what}", Level.ERROR, ("Edit", lambda: self._desk.do("edit"))
        )
        self._desk.window.side.open_page("problems")

    def _chosen(self, problem: d.Problem) -> None:
        """Go to the slide in which the problem stands, in the finder: the stage does not move by itself."""
        slides = [s for s in self._decks.deck.slides if s.line <= problem.line and s.file == problem.file]
        if slides:
            self._desk.window.open_overview(slides[-1].number)
