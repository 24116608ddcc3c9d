"""What holds for the deck and for each slide: front matter values, and inheritance from slide to slide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from facilitator.deck import directives, pictures, values
from facilitator.deck.comments import Given
from facilitator.deck.directives import Directive, Reach, Type
from facilitator.deck.frontmatter import FrontMatter, Setting
from facilitator.deck.model import Background, Field, PartKind, Picture, SlideSettings
from facilitator.deck.problems import Finding

_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"))
_DIVIDER = re.compile(r"<!--(?:(?!-->)[\s\S]){0,2000}?\bheadingDivider[ \t]*:[ \t]*(\[[\d, \t]*\]|\d)")
_URL = re.compile(r"url\(\s*['\"]?(.*?)['\"]?\s*\)$", re.IGNORECASE)


@dataclass(slots=True)
class DeckSettings:
    """The front matter, understood."""

    values: dict[str, str] = field(default_factory=dict)
    """Deck settings by their table name."""
    first: list[Given] = field(default_factory=list)
    """Slide settings of the front matter: the first values."""
    fields: tuple[Field, ...] = ()
    categories: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    """Line of each key in the file."""
    findings: list[Finding] = field(default_factory=list)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    @property
    def marp(self) -> bool:
        return values.boolean(self.text("marp")) is True

    @property
    def star(self) -> bool:
        builds = self.text("builds").lower()
        return builds == "star" or (self.marp and builds != "none")

    @property
    def builds(self) -> bool:
        return self.text("builds").lower() != "none"

    @property
    def divider(self) -> frozenset[int]:
        return directives.levels(self.text("headingDivider")) or frozenset()

    def take_divider(self, text: str, start: int) -> None:
        """Marp lets ``headingDivider`` stand in a comment anywhere; the last one counts."""
        if "headingDivider" in text[start:]:
            for found in _DIVIDER.finditer(text, start):
                if directives.levels(found[1]) is not None:
                    self.values["headingDivider"] = found[1]

    def rtl_with(self, lang: str) -> bool:
        """Is the deck written from right to left, when its language is this?"""
        said = self.text("dir").lower()
        return said == "rtl" if said in ("rtl", "ltr") else rtl_language(lang)


def rtl_language(tag: str) -> bool:
    """Is this language written from right to left?"""
    primary, *rest = re.split(r"[-_]", tag.lower())
    return primary in _RTL or "arab" in rest or "hebr" in rest


def understand(front: FrontMatter) -> DeckSettings:
    """Check the front matter against the table."""
    deck = DeckSettings(findings=list(front.findings))
    unknown: list[tuple[Setting, str | None]] = []
    unused: list[Setting] = []
    for setting in front.settings:
        known = directives.find(setting.key.lstrip("_"))
        if known is None:
            unknown.append((setting, values.nearest(setting.key, directives.names(front=True))))
            continue
        if known.reach is Reach.IGNORED:
            unused.append(setting)
            continue
        if not known.front:
            deck.findings.append(
                Finding(
                    "wrong-place",
                    setting.line,
                    setting.column,
                    f"“{known.name}” belongs to a slide: in the front matter it does nothing.",
                    f"Write <!-- {known.name}: {setting.value} --> on the slide.",
                )
            )
            continue
        _keep(deck, known, setting)
    if unknown:
        _tell_unknown(deck, unknown)
    if unused:
        names = ", ".join(s.key for s in unused)
        deck.findings.append(
            Finding(
                "unused-key",
                unused[0].line,
                unused[0].column,
                f"Settings of another program, not used here: {names}.",
                "They can stay.",
            )
        )
    return deck


def _tell_unknown(deck: DeckSettings, unknown: list[tuple[Setting, str | None]]) -> None:
    """Unknown keys are listed once, each with the nearest known one."""
    named = [f"“{s.key}”" + (f" (did you mean “{close}”?)" if close else "") for s, close in unknown]
    first = unknown[0][0]
    many = len(unknown) > 1
    deck.findings.append(
        Finding(
            "unknown-key",
            first.line,
            first.column,
            f"{'Settings that do not' if many else 'A setting that does not'} exist: {', '.join(named)}.",
            "Correct or delete them; the page deck-format lists all there are."
            if many
            else "Correct or delete it; the page deck-format lists all there are.",
        )
    )


def _keep(deck: DeckSettings, known: Directive, setting: Setting) -> None:
    value = setting.value
    if setting.items is not None and known.type in (Type.TEXT, Type.NAME):
        value = ", ".join(setting.items)
    deck.lines[known.name] = setting.line
    if known.type is Type.FIELDS:
        _keep_fields(deck, setting)
        return
    if known.type is Type.LIST:
        deck.categories = setting.items if setting.items is not None else directives.listed(value)
        deck.categories = tuple(c for c in deck.categories if c)
        return
    why = directives.complaint(known, value)
    if why:
        deck.findings.append(
            Finding(
                "bad-value", setting.line, setting.column, f"“{known.name}: {value}” means nothing here.", why
            )
        )
        return
    if known.reach is Reach.ONWARD:
        here_only = setting.key.startswith("_")
        deck.first.append(Given(known, value, here_only, setting.line, setting.column))
    else:
        deck.values[known.name] = value


def _keep_fields(deck: DeckSettings, setting: Setting) -> None:
    if not setting.pairs:
        if setting.value:
            deck.findings.append(
                Finding(
                    "bad-value",
                    setting.line,
                    setting.column,
                    "“fields” holds names and values.",
                    'Write each below it, two spaces in: crisis_line: "0800 1234".',
                )
            )
        return
    deck.fields = tuple(Field(name, value.strip(), line) for name, value, line, _ in setting.pairs)
    for name, value, line, column in setting.pairs:
        if not value.strip():
            deck.findings.append(
                Finding(
                    "empty-field",
                    line,
                    column,
                    f"The field “{name}” is empty.",
                    "Fill it in for this place and day; where it is used, the slide shows a blank.",
                )
            )


class Inheritance:
    """Carries settings from slide to slide."""

    def __init__(self, deck: DeckSettings, folder: Path | None) -> None:
        start = SlideSettings(paginate=not deck.marp)
        self.onward = start
        self.seen_section = False
        self.deck_values: dict[str, str] = {}
        """Deck settings that comments made (Marp's global directives)."""
        self.pending: list[Given] = []
        """Settings of the front matter for the first slide only."""
        for given in deck.first:
            if given.here_only:
                self.pending.append(given)
            else:
                self.onward, _ = _apply(self.onward, given, folder)

    def slide(self, given: Iterable[Given], folder: Path | None) -> tuple[SlideSettings, list[Finding]]:
        """The settings of the next slide."""
        findings: list[Finding] = []
        everything = [*self.pending, *given]
        self.pending = []
        settings = self.onward
        named = next((g for g in everything if g.directive.name == "section"), None)
        if named is not None:
            settings = replace(
                settings,
                section=named.value,
                section_starts=True,
                section_seconds=None,
                kind=PartKind.TALK,
                starts=None,
            )
        here = settings
        for one in everything:
            reach = one.directive.reach
            if reach is Reach.DECK:
                self.deck_values[one.directive.name] = one.value
                continue
            if one.directive.name in ("section", "include"):
                continue
            here, problem = _apply(here, one, folder)
            findings += problem
            if (reach is Reach.ONWARD and not one.here_only) or reach is Reach.PART:
                settings, _ = _apply(settings, one, folder)
        self.onward = replace(settings, section_starts=False) if settings.section_starts else settings
        return here, findings


def _apply(settings: SlideSettings, given: Given, folder: Path | None) -> tuple[SlideSettings, list[Finding]]:
    name, value = given.directive.name, given.value
    match name:
        case "class":
            return replace(settings, classes=directives.words(value)), []
        case "color":
            return replace(settings, color=values.color(value)), []
        case "backgroundColor":
            shade = values.color(value)
            rest = tuple(b for b in settings.backgrounds if b.picture is not None)
            return replace(settings, backgrounds=(*((Background(color=shade),) if shade else ()), *rest)), []
        case "backgroundImage":
            return _background_picture(settings, given, folder)
        case "backgroundSize":
            fit = value if value in ("contain", "auto") or re.fullmatch(r"\d{1,4}%", value) else "cover"
            made = tuple(replace(b, fit=fit) if b.picture is not None else b for b in settings.backgrounds)
            return replace(settings, backgrounds=made), []
        case "paginate":
            shown = value.lower() in ("hold",) or values.boolean(value) is True
            return replace(settings, paginate=shown), []
        case "header":
            return replace(settings, header=value), []
        case "footer":
            return replace(settings, footer=value), []
        case "layout":
            return replace(settings, layout=value), []
        case "time":
            return replace(settings, seconds=values.duration(value)), []
        case "hidden":
            return replace(settings, hidden=values.boolean(value) is True), []
        case "cut-first":
            return replace(settings, cut_first=values.boolean(value) is True), []
        case "backup":
            return replace(settings, backup=values.boolean(value) is True), []
        case "covers":
            return replace(settings, covers=directives.words(value)), []
        case "reveal":
            return replace(settings, reveal="" if value.lower() == "none" else value.lower()), []
        case "section-time":
            return replace(settings, section_seconds=values.duration(value)), []
        case "kind":
            return replace(settings, kind=PartKind(value.lower()) if value else PartKind.TALK), []
        case "starts":
            return replace(settings, starts=values.clock(value)), []
    return settings, []


def _background_picture(
    settings: SlideSettings, given: Given, folder: Path | None
) -> tuple[SlideSettings, list[Finding]]:
    value = given.value.strip()
    colors = tuple(b for b in settings.backgrounds if b.picture is None)
    if value.lower() in ("", "none"):
        return replace(settings, backgrounds=colors), []
    url = _URL.match(value)
    if "gradient(" in value.lower():
        problem = Finding(
            "bad-value",
            given.line,
            given.column,
            "A gradient cannot be drawn behind a slide.",
            "Use backgroundColor, or a picture of the gradient.",
        )
        return settings, [problem]
    source = url[1] if url else value.strip("\"'")
    place = pictures.probe(source, folder)
    picture = Picture(source, place.path, decorative=True, stamp=place.stamp, line=given.line)
    findings = [Finding(place.code, given.line, given.column, place.message, place.fix)] if place.code else []
    return replace(settings, backgrounds=(*colors, Background(picture=picture))), findings
