"""The deck as scenes: laid out when first looked at, kept by reuse key, the rest in the idle worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from facilitator.deck.model import Deck, Problem, Slide
from facilitator.scene import compose, compose_card
from facilitator.scene.checking import slide_problems
from facilitator.scene.model import CardContent, Live, Scene
from facilitator.scene.theme import Theme, ThemeError, load_theme
from facilitator.system import log
from facilitator.ui.stage.sight import Sight, SightKind
from facilitator.ui.tasks import Stop, Tasks

GROUP = "layout"


def _setting(deck: Deck) -> tuple[object, ...]:
    """What of the deck, beside the slides, the layout depends on."""
    return deck.size, deck.lang, deck.rtl, deck.categories


class DeckScenes:
    """Scenes of one deck in one theme. A slide's scene is found by its reuse key, so a reload re-lays only
    what changed. GUI thread, but for the composing itself."""

    def __init__(self, *, room: bool = True) -> None:
        self.room = room
        """This session has a room: the questions slide keeps a place for its address."""
        self.deck = Deck(file="")
        self.theme: Theme = load_theme("")
        self.live = Live()
        """Address and Wi-Fi, the same for all slides."""
        self.theme_problem = ""
        self._scenes: dict[str, Scene] = {}
        self._cards: dict[CardContent, Scene] = {}
        self._failed: set[str] = set()

    def use(self, deck: Deck) -> bool:
        """Take another version of the deck. True when the theme changed, so that pictures are stale."""
        before = self.theme, _setting(self.deck)
        self.deck = deck
        self._failed.clear()
        self.theme_problem = ""
        try:
            self.theme = load_theme(deck.theme, deck.folder).for_size(deck.size)
        except ThemeError as error:
            self.theme_problem = str(error)
            self.theme = load_theme("").for_size(deck.size)
        changed = (self.theme, _setting(deck)) != before
        if changed:
            self._scenes.clear()
            self._cards.clear()
        else:
            alive = {self._key(s) for s in deck.slides}
            self._scenes = {k: v for k, v in self._scenes.items() if k in alive}
        return changed

    @staticmethod
    def _key(slide: Slide) -> str:
        return slide.key or f"#{slide.number}"

    def __len__(self) -> int:
        return len(self.deck.slides)

    def slide(self, number: int) -> Slide | None:
        """The slide of that number, None when there is none."""
        return self.deck.slides[number - 1] if 1 <= number <= len(self.deck.slides) else None

    def ready(self, number: int) -> bool:
        """Is it laid out already?"""
        slide = self.slide(number)
        return slide is not None and self._key(slide) in self._scenes

    def scene(self, number: int) -> Scene | None:
        """The slide's scene, laid out now if need be. None when there is no such slide or it cannot be
        laid out at all (which is logged): the caller keeps what it shows."""
        slide = self.slide(number)
        if slide is None:
            return None
        key = self._key(slide)
        found = self._scenes.get(key)
        if found is None and key not in self._failed:
            try:
                found = compose(slide, self.theme, self.deck, room=self.room)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong, the stage keeps its last good slide
                log.fault(__name__, error, f"laying out slide {number}")
                self._failed.add(key)
                return None
            self._scenes[key] = found
        return found

    def card(self, content: CardContent) -> Scene | None:
        """A card's scene."""
        found = self._cards.get(content)
        if found is None:
            try:
                found = compose_card(content, self.theme)
            except Exception as error:  # noqa: BLE001 - as above
                log.fault(__name__, error, "laying out a card")
                return None
            if len(self._cards) > 40:
                self._cards.clear()
            self._cards[content] = found
        return found

    def live_for(self, number: int) -> Live:
        """What is filled in at paint time on this slide."""
        return replace(self.live, number=number, total=len(self.deck.slides))

    def sight(self, number: int, step: int) -> Sight | None:
        """A slide as it looks on the stage; None when it cannot be shown."""
        scene = self.scene(number)
        if scene is None:
            return None
        return Sight(SightKind.SLIDE, scene, step, self.live_for(number), number)

    def layout_problems(self) -> list[Problem]:
        """What will look wrong on the slides that are laid out."""
        found: list[Problem] = []
        for slide in self.deck.slides:
            scene = self._scenes.get(self._key(slide))
            if scene is not None:
                found.extend(slide_problems(slide, scene, self.theme))
        return found

    def lay_out_rest(self, tasks: Tasks, done: Callable[[], None] | None = None) -> None:
        """Lay out what is left, slide by slide, in the idle worker."""
        tasks.stop(GROUP)
        theme, deck, room = self.theme, self.deck, self.room
        waiting = [s for s in self.deck.slides if self._key(s) not in self._scenes]
        if not waiting:
            if done is not None:
                done()
            return
        last = waiting[-1]
        for slide in waiting:

            def work(stop: Stop, slide: Slide = slide) -> Scene | None:
                return None if stop else compose(slide, theme, deck, room=room)

            def take(scene: Scene | None, slide: Slide = slide) -> None:
                if scene is not None and theme is self.theme:
                    self._scenes.setdefault(self._key(slide), scene)
                if slide is last and done is not None:
                    done()

            def fail(error: BaseException, slide: Slide = slide) -> None:
                log.fault(__name__, error, f"laying out slide {slide.number}")
                self._failed.add(self._key(slide))
                if slide is last and done is not None:
                    done()

            tasks.run(work, take, fail, group=GROUP, priority=6)
