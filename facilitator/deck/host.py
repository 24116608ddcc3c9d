"""A slide while it is being read: what its spans ask for, where things stand, what was found wrong."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from facilitator.deck import attributes, pictures, values
from facilitator.deck.model import BLANK, Background, Picture, Span, Spans, plain
from facilitator.deck.parser.engine import Engine
from facilitator.deck.problems import Finding
from facilitator.deck.spans import SpanReader, active

Element = ElementTree.Element
_FIELD = re.compile(r"\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}")
_INLINE_SIGNS = re.compile(r"[\\`*_\[\]<>&~^={]")


class Options(NamedTuple):
    """What of the deck's settings changes how a slide is read."""

    breaks: bool = False
    underline: bool = False
    star: bool = False
    builds: bool = True


class Definitions(NamedTuple):
    """What the deck defines for all its slides."""

    links: Mapping[str, tuple[str, str]]
    footnotes: Mapping[str, str]
    fields: Mapping[str, str]


class SlideHost:
    """Everything about one slide that its spans and blocks share (``spans.Host``)."""

    def __init__(self, engine: Engine, options: Options, known: Definitions, folder: Path | None) -> None:
        self.engine = engine
        self.options = options
        self.known = known
        self.folder = folder
        self.breaks = options.breaks
        self.findings: list[Finding] = []
        self.source: dict[int, str] = {}
        self.line = 1
        """The line that is being read."""
        self.base = 0
        """The build step of what is being read."""
        self.found_pictures: list[Picture] = []
        """Pictures met in the spans read last; whoever reads spans takes them."""
        self.backgrounds: list[Background] = []
        self.links: list[tuple[str, int, int]] = []
        self.numbers: dict[str, int] = {}
        """Footnotes by label, in the order met."""
        self.local_notes: dict[str, Element] = {}
        self.told: set[tuple[str, str]] = set()
        """What was said already: once a slide is enough."""
        self.probed: dict[str, pictures.Place] = {}

    # --- what spans ask for -----------------------------------------------------------------------

    def picture(
        self, source: str, alt: str, title: str, braces: str, link: str | None, decorative: bool
    ) -> None:
        wanted = pictures.words(alt)
        given = attributes.parse(braces)
        line, column = self.locate(source or alt or "![", self.line)
        place = self._probe(source, line, column)
        width = values.length(given.get("width") or "") or wanted.width
        height = values.length(given.get("height") or "") or wanted.height
        told = given.get("alt")
        text = told or wanted.alt
        quiet = decorative or told == "" or wanted.background
        caption = (Span(title),) if title and not wanted.background else ()
        picture = Picture(
            source,
            place.path,
            html.unescape(text),
            quiet and not text,
            caption,
            width,
            height,
            place.stamp,
            link,
            line,
            self.base,
        )
        if wanted.background:
            if not (source.strip() and place.code == "missing-picture" and values.color(source)):
                self.backgrounds.append(Background(None, picture, wanted.fit, wanted.side, wanted.share))
            else:
                self.backgrounds.append(Background(color=values.color(source)))
            return
        if not text and not quiet:
            self.find(
                "missing-alt",
                line,
                column,
                "This picture has no description for people who do not see it.",
                'Write one between the square brackets, or add {alt=""} behind it if it only decorates.',
            )
        self.found_pictures.append(picture)

    def html(self, name: str, raw: str) -> None:
        if not self._first("<", name):
            return
        line, column = self.locate(raw.split("\n")[0], self.line)
        if active(name):
            self.find(
                "active-html",
                line,
                column,
                f"<{name}> is never shown and never run.",
                "Take it out; for a picture or a link use Markdown.",
            )
        else:
            self.find(
                "unsupported-html",
                line,
                column,
                f"<{name}> means nothing here; the text in it is kept.",
                "Use Markdown, or take the tag out.",
            )

    def footnote(self, label: str) -> int | None:
        if label not in self.known.footnotes and label not in self.local_notes:
            if not self._first("[^", label):
                return None
            line, column = self.locate(f"[^{label}]", self.line)
            self.find(
                "missing-footnote",
                line,
                column,
                f"The footnote “{label}” has no text.",
                f"Write it at the end of the slide: [^{label}]: the text",
            )
            return None
        return self.numbers.setdefault(label, len(self.numbers) + 1)

    def field(self, name: str) -> str | None:
        value = self.known.fields.get(name)
        if value is None and self._first("{{", name):
            line, column = self.locate(name, self.line)
            close = values.nearest(name, self.known.fields)
            self.find(
                "unknown-field",
                line,
                column,
                f"The front matter has no field “{name}”.",
                f"Did you mean “{close}”?" if close else f'Add it there: fields: {{{name}: "…"}}',
            )
        return value

    def local_link(self, target: str) -> None:
        if not self._first("](", target):
            return
        line, column = self.locate(target, self.line)
        self.find(
            "local-link",
            line,
            column,
            f"The link to “{target[:60]}” does not work from a slide; its text is kept.",
            "Link to a web address (https://…) or to a slide (#its-title).",
        )

    def _first(self, kind: str, name: str) -> bool:
        """Is this the first of its kind and name on the slide?"""
        new = (kind, name) not in self.told
        self.told.add((kind, name))
        return new

    # --- helpers ----------------------------------------------------------------------------------

    def find(self, code: str, line: int, column: int, message: str, fix: str) -> None:
        self.findings.append(Finding(code, line, column, message, fix))

    def locate(self, needle: str, start: int) -> tuple[int, int]:
        """Line and column of a piece of source, from a line on."""
        needle = needle.strip()
        if needle:
            for number in range(start, start + 200):
                text = self.source.get(number)
                if text is None and number > start + 40:
                    break
                if text and (at := text.find(needle)) >= 0:
                    return number, at + 1
        return start, 1

    def _probe(self, source: str, line: int, column: int) -> pictures.Place:
        seen = source in self.probed
        place = self.probed[source] if seen else pictures.probe(source, self.folder)
        self.probed[source] = place
        if place.code and not (values.color(source) and place.code == "missing-picture") and not seen:
            self.find(place.code, line, column, place.message, place.fix)
        return place

    def spans(self, element: Element) -> Spans:
        spans = SpanReader(self).read(element)
        for span in spans:
            if span.link and span.link.startswith("#"):
                self.links.append((span.link, *self.locate(span.link, self.line)))
        return spans

    def line_text(self, text: str) -> str:
        """A line of a live block as plain text: fields filled in, marks taken off."""
        if "{{" in text:
            text = _FIELD.sub(lambda m: self._filled(m[1], m[0]), text)
        if not _INLINE_SIGNS.search(text):
            return text
        arrows = text.replace("<->", "\u0001").replace("->", "\u0004")
        spans = SpanReader(self).read(self.engine.line(arrows, self.known.links)[0])
        return plain(spans).replace("\u0001", "<->").replace("\u0004", "->")

    def _filled(self, name: str, raw: str) -> str:
        value = self.field(name)
        return raw if value is None else value or BLANK


def line_of(element: Element) -> int:
    """The line of a block's element."""
    return int(element.get("line", "1"))
