"""From a file or a text to a deck: everything put together, and reused where nothing changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain as chain_
from pathlib import Path
from typing import NamedTuple

from facilitator.deck import checks, comments, frontmatter, load, names, pictures, split
from facilitator.deck.body import Body, BodyReader
from facilitator.deck.directives import Reach, Type
from facilitator.deck.directives import minutes as minutes_of
from facilitator.deck.fill import fill
from facilitator.deck.host import Definitions, Options, SlideHost
from facilitator.deck.model import BLANK, Background, Deck, Problem, Slide, SlideSettings
from facilitator.deck.parser.blocks import BlockReader, Node
from facilitator.deck.parser.engine import engine
from facilitator.deck.parser.tree import TreeBuilder
from facilitator.deck.problems import Finding, place
from facilitator.deck.settings import DeckSettings, Inheritance, understand
from facilitator.deck.values import clock

DEEPEST_INCLUDE = 12
_HEAD = 60_000
"""Characters read for the first slide alone."""
_LABEL = re.compile(r"\[(\^?)((?:[^\[\]\\]|\\.)+)\]")
_FIELD = re.compile(r"\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}")
_MENTION = re.compile(r"\{line:(\d+)\}")


class _Defined(NamedTuple):
    """Definitions that stand on one slide."""

    links: Mapping[str, tuple[str, str]]
    footnotes: Mapping[str, tuple[str, int]]
    """Text and line of each."""


class _Source(NamedTuple):
    """One file of the deck."""

    file: str
    folder: Path | None
    text: str


class _Link(NamedTuple):
    """How settings went on over one slide. Holds the objects whose identities are its key."""

    before: SlideSettings
    read: comments.Read
    here: SlideSettings
    after: SlideSettings
    findings: list[Finding]
    deck_values: Mapping[str, str]


@dataclass(slots=True)
class Memory:
    """What one reading leaves for the next."""

    comments: dict[object, comments.Read] = field(default_factory=dict)
    bodies: dict[object, Body] = field(default_factory=dict)
    slides: dict[object, Slide] = field(default_factory=dict)
    defined: dict[str, _Defined] = field(default_factory=dict)
    chain: dict[tuple[int, int, Path | None], _Link] = field(default_factory=dict)
    one_lines: dict[str, str] = field(default_factory=dict)
    """Headers and footers as plain text."""
    start: SlideSettings | None = None
    """The settings before the first slide; kept as the same object while they are equal."""


class _Piece(NamedTuple):
    chunk: split.Chunk
    source: _Source


def read_deck(path: Path, previous: Deck | None = None, fields: Mapping[str, str] | None = None) -> Deck:
    """Read a deck file. Never raises: whatever is wrong is among the problems."""
    path = Path(path)
    loaded = load.load(path)
    if not loaded.readable:
        found = _problems_of(loaded.findings, str(path), "")
        return Deck(str(path), problems=tuple(found), folder=path.parent)
    return _Reader(str(path), path.parent, path, previous, fields).read(loaded)


def read_text(
    text: str, file: str = "deck.md", folder: Path | None = None, previous: Deck | None = None
) -> Deck:
    """Read a deck from a text. ``file`` is its name in problems, ``folder`` where relative paths start."""
    return _Reader(file, folder, (folder / file) if folder else None, previous).read(load.normalise(text))


def read_first(path: Path, fields: Mapping[str, str] | None = None) -> Deck:
    """The deck's settings and its first slide only, quickly; problems are left for the full reading."""
    path = Path(path)
    loaded = load.load(path)
    if not loaded.readable:
        return read_deck(path, None, fields)
    return _Reader(str(path), path.parent, path, None, fields).read_first(loaded)


def _problems_of(findings: Iterable[Finding], file: str, text: str) -> list[Problem]:
    lines = text.split("\n")
    return [place(f, file, 1, lines[f.line - 1] if 0 < f.line <= len(lines) else "") for f in findings]


class _Reader:
    """One reading of one deck."""

    def __init__(
        self,
        file: str,
        folder: Path | None,
        path: Path | None,
        previous: Deck | None,
        given: Mapping[str, str] | None = None,
    ) -> None:
        self.given = given or {}
        self.file = file
        self.folder = folder
        self.path = path
        memory = previous.memory if previous is not None else None
        self.old = memory if isinstance(memory, Memory) else Memory()
        self.new = Memory()
        self.problems: list[Problem] = []
        self.lines: dict[str, list[str]] = {}
        self.english = True
        self.noted: dict[str, tuple[str, int, int]] = {}
        self.engine = engine()

    # --- the whole --------------------------------------------------------------------------------

    def read(self, loaded: load.Text) -> Deck:
        text = loaded.text
        self._report(loaded.findings, self.file, text)
        front = frontmatter.find(text)
        settings = fill(understand(front), self.given)
        settings.take_divider(text, front.end)
        self._report(settings.findings, self.file, text)
        source = _Source(self.file, self.folder, text)
        chain = (self.path.resolve(),) if self.path is not None else ()
        pieces = list(self._pieces(source, front.end, settings, chain))
        deck = self._deck(settings, pieces)
        if not deck.slides and not any(p.severity == "error" for p in self.problems):
            self._report(
                [
                    Finding(
                        "empty-deck",
                        1,
                        1,
                        "There is nothing in this deck yet.",
                        "Write a line such as: # My first slide",
                    )
                ],
                self.file,
                text,
            )
        order = {piece.source.file: index for index, piece in reversed(list(enumerate(pieces)))}
        self.problems.sort(
            key=lambda p: (order.get(p.file, -1) if p.file != self.file else -1, p.line, p.column)
        )
        return replace(deck, problems=tuple(dict.fromkeys(self.problems)))

    def read_first(self, loaded: load.Text) -> Deck:
        text = loaded.text
        front = frontmatter.find(text)
        settings = fill(understand(front), self.given)
        settings.take_divider(text, front.end)
        head = text[: front.end + _HEAD]
        native = split.has_no_break(text, front.end)
        found, _ = split.chunks(head, front.end, settings.marp, settings.divider, native, limit=1)
        source = _Source(self.file, self.folder, text)
        pieces = [_Piece(chunk, source) for chunk in found[:1]]
        if pieces and pieces[0].chunk.include:
            chain = (self.path.resolve(),) if self.path is not None else ()
            pieces = list(self._pieces(source, front.end, settings, chain))
            pieces = pieces[:1]
        return self._deck(settings, pieces, check=False)

    def _report(self, findings: Iterable[Finding], file: str, text: str) -> None:
        found = list(findings)
        if found:
            self.problems += _problems_of(found, file, text)

    # --- pieces ------------------------------------------------------------------------------------

    def _pieces(
        self, source: _Source, start: int, settings: DeckSettings, chain: tuple[Path, ...]
    ) -> Iterator[_Piece]:
        """The chunks of a file, with the chunks of included files in their place."""
        found, findings = split.chunks(source.text, start, settings.marp, settings.divider)
        self._report(findings, source.file, source.text)
        for chunk in found:
            if not chunk.include:
                yield _Piece(chunk, source)
                continue
            yield from self._included(chunk, source, settings, chain)

    def _included(
        self, chunk: split.Chunk, source: _Source, settings: DeckSettings, chain: tuple[Path, ...]
    ) -> Iterator[_Piece]:
        name = chunk.include
        line = chunk.line
        base = source.folder or Path()
        target = base / name
        try:
            resolved = target.resolve()
        except (OSError, RuntimeError, ValueError):
            resolved = target
        if resolved in chain or len(chain) >= DEEPEST_INCLUDE:
            self._report(
                [
                    Finding(
                        "include-cycle",
                        line,
                        1,
                        f"“{name}” includes itself, directly or through other files.",
                        "Take one of the includes out.",
                    )
                ],
                source.file,
                source.text,
            )
            return
        loaded = load.load(target)
        if not loaded.readable:
            reason = loaded.findings[0]
            self._report(
                [
                    Finding(
                        "missing-include",
                        line,
                        1,
                        f"The included file “{name}” cannot be read: {reason.message}",
                        reason.fix,
                    )
                ],
                source.file,
                source.text,
            )
            return
        shown = str(Path(source.file).parent / name) if source.file else name
        inner = _Source(shown, target.parent, loaded.text)
        self._report(loaded.findings, shown, loaded.text)
        front = frontmatter.find(loaded.text)
        if front.settings:
            first = front.settings[0]
            self._report(
                [
                    Finding(
                        "include-setting",
                        first.line,
                        first.column,
                        "The front matter of an included file is not used.",
                        "Deck settings stand in the first file only.",
                    )
                ],
                shown,
                loaded.text,
            )
        yield from self._pieces(inner, front.end, settings, (*chain, resolved))

    # --- slides ------------------------------------------------------------------------------------

    def _deck(self, settings: DeckSettings, pieces: list[_Piece], check: bool = True) -> Deck:
        defined = self._definitions(pieces)
        self.english = settings.text("lang").lower()[:2] in ("", "en")
        fields = {f.name: f.value for f in settings.fields}
        options = Options(settings.marp, settings.marp, settings.star, settings.builds)
        inheritance = Inheritance(settings, self.folder)
        if self.old.start == inheritance.onward:
            inheritance.onward = self.old.start
        self.new.start = inheritance.onward
        slides: list[Slide] = []
        bodies: list[Body] = []
        sources: list[_Source] = []
        for chunk, source in pieces:
            key = (chunk.text, chunk.comments, chunk.fences)
            read = self.old.comments.get(key) or self.new.comments.get(key) or comments.read(chunk)
            self.new.comments[key] = read
            own, findings = self._inherit(inheritance, read, source.folder)
            if chunk.ghost:
                self._place(findings + read.findings, chunk, source)
                continue
            body = self._body(chunk, source, read, own, options, defined, fields)
            if body.backgrounds or body.classes or own.header or own.footer:
                own = self._finish(own, body, fields)
            slide = self._slide(chunk, source, own, body, len(slides) + 1)
            slides.append(slide)
            bodies.append(body)
            sources.append(source)
            if check:
                idle = comments.idle_reveal(read, body.steps) if options.builds and own.reveal else []
                self._place([*findings, *read.findings, *body.findings, *idle], chunk, source)
        linked, findings_by = names.link(slides, bodies)
        for index, found in findings_by:
            if check:
                self._place(found, split.Chunk("", slides[index].line), sources[index])
        told = {**settings.values, **inheritance.deck_values}
        minutes = minutes_of(told.get("minutes", "")) if told.get("minutes") else None
        title = told.get("title", "")
        deck = Deck(
            self.file,
            title,
            told.get("subtitle", ""),
            told.get("author", ""),
            told.get("date", ""),
            told.get("lang", ""),
            settings.rtl_with(told.get("lang", "")),
            told.get("theme", ""),
            told.get("size", "16:9"),
            minutes,
            clock(told.get("ends", "")),
            settings.categories,
            told.get("builds", "").lower(),
            told.get("template", ""),
            settings.fields,
            tuple(linked),
            (),
            self.folder,
            self.new,
        )
        if check:
            session = checks.parts(deck)
            said = (
                checks.slides(deck, bodies),
                checks.times(deck, session),
                checks.unused_footnotes(self.noted, bodies),
            )
            for slide_index, finding in chain_(*said):
                self._place([finding], split.Chunk("", slides[slide_index].line), sources[slide_index])
            main = next((s.text for s in sources if s.file == self.file), "")
            self._report(checks.deck(deck, settings, session), self.file, main)
        return deck

    def _inherit(
        self, inheritance: Inheritance, read: comments.Read, folder: Path | None
    ) -> tuple[SlideSettings, list[Finding]]:
        """Settings of the next slide, from memory when the slide before left the same ones."""
        before = inheritance.onward
        key = (id(before), id(read), folder)
        known = self.old.chain.get(key)
        if known is not None and not inheritance.pending:
            inheritance.onward = known.after
            inheritance.deck_values.update(known.deck_values)
            self.new.chain[key] = known
            return known.here, known.findings
        pending = inheritance.pending
        here, findings = inheritance.slide(read.given, folder)
        if not pending and not any(g.directive.type is Type.PICTURE for g in read.given):
            told = {g.directive.name: g.value for g in read.given if g.directive.reach is Reach.DECK}
            self.new.chain[key] = _Link(before, read, here, inheritance.onward, findings, told)
        return here, findings

    def _finish(self, own: SlideSettings, body: Body, fields: Mapping[str, str]) -> SlideSettings:
        """Add what the slide's own content says to its settings; header and footer become plain text."""
        backgrounds: tuple[Background, ...] = own.backgrounds
        if body.backgrounds:
            if any(b.picture is not None and not b.side for b in body.backgrounds):
                backgrounds = tuple(b for b in backgrounds if b.picture is None)
            backgrounds = (*backgrounds, *body.backgrounds)
        return replace(
            own,
            backgrounds=backgrounds,
            classes=(*own.classes, *body.classes),
            header=self._one_line(own.header, fields),
            footer=self._one_line(own.footer, fields),
        )

    def _one_line(self, text: str, fields: Mapping[str, str]) -> str:
        """A header or footer with its fields filled in and its marks taken off."""
        if not text:
            return ""
        if "{{" in text:
            text = _FIELD.sub(lambda m: fields[m[1]] or BLANK if m[1] in fields else m[0], text)
        known = self.old.one_lines.get(text) or self.new.one_lines.get(text)
        if known is None:
            known = SlideHost(self.engine, Options(), Definitions({}, {}, {}), None).line_text(text)
        self.new.one_lines[text] = known
        return known

    def _place(self, findings: list[Finding], chunk: split.Chunk, source: _Source) -> None:
        """Slide findings as problems of their file."""
        for finding in findings:
            line = chunk.line + finding.line - 1
            text = self._source_line(source, line)
            if "{line:" in finding.message:
                message = _MENTION.sub(lambda m: str(chunk.line + int(m[1]) - 1), finding.message)
                finding = finding._replace(message=message)
            self.problems.append(place(finding, source.file, chunk.line, text))

    def _source_line(self, source: _Source, line: int) -> str:
        lines = self.lines.get(source.file)
        if lines is None:
            lines = self.lines[source.file] = source.text.split("\n")
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def _definitions(self, pieces: list[_Piece]) -> _Defined:
        links: dict[str, tuple[str, str]] = {}
        footnotes: dict[str, tuple[str, int]] = {}
        self.noted = {}
        index = -1
        for chunk, _ in pieces:
            index += not chunk.ghost
            if "]:" not in chunk.text:
                continue
            found = self.old.defined.get(chunk.text) or _definitions_on(chunk)
            self.new.defined[chunk.text] = found
            for label, target in found.links.items():
                links.setdefault(label, target)
            for label, (text, line) in found.footnotes.items():
                footnotes.setdefault(label, (text, line))
                self.noted.setdefault(label, (text, max(0, index), line))
        return _Defined(links, footnotes)

    def _body(
        self,
        chunk: split.Chunk,
        source: _Source,
        read: comments.Read,
        own: SlideSettings,
        options: Options,
        defined: _Defined,
        fields: Mapping[str, str],
    ) -> Body:
        from facilitator.deck.parser.tree import link_key

        text = chunk.text
        links: tuple[tuple[str, tuple[str, str]], ...] = ()
        notes: tuple[tuple[str, str], ...] = ()
        if (defined.links or defined.footnotes) and "[" in text:
            labels = _LABEL.findall(text)
            keys = {link_key(label) for caret, label in labels if not caret}
            links = tuple((k, defined.links[k]) for k in sorted(keys) if k in defined.links)
            marks = {label for caret, label in labels if caret}
            notes = tuple((k, defined.footnotes[k][0]) for k in sorted(marks) if k in defined.footnotes)
        english = self.english
        used = tuple((n, fields.get(n)) for n in _FIELD.findall(text)) if "{{" in text else ()
        key = (id(read), source.folder, options, own.reveal, links, notes, used, english)
        body = self.old.bodies.get(key) or self.new.bodies.get(key)
        if body is not None and all(
            pictures.unchanged(found, name, source.folder) for name, found in body.probed
        ):
            self.new.bodies[key] = body
            return body
        known = Definitions(dict(links), dict(notes), fields)
        body = BodyReader(self.engine, options, known, source.folder).read(read, own.reveal, english)
        self.new.bodies[key] = body
        return body

    def _slide(
        self, chunk: split.Chunk, source: _Source, own: SlideSettings, body: Body, number: int
    ) -> Slide:
        key = (id(body), hash(own))
        slide = self.old.slides.get(key) or self.new.slides.get(key)
        if slide is None or slide.blocks is not body.blocks or slide.settings != own:
            digest = hashlib.blake2b(
                repr((chunk.text, own, body.blocks, body.notes, body.title, body.footnotes)).encode(
                    "utf-8", "replace"
                ),
                digest_size=12,
            ).hexdigest()
            slide = Slide(
                number,
                body.title,
                body.subtitle,
                body.blocks,
                body.notes,
                body.footnotes,
                own,
                source.file,
                chunk.line,
                body.steps,
                body.name,
                digest,
            )
        self.new.slides[key] = slide
        if slide.number != number or slide.line != chunk.line or slide.file != source.file:
            slide = _moved(slide, number, chunk.line, source.file)
        return slide


def _moved(s: Slide, number: int, line: int, file: str) -> Slide:
    """The same slide in another place (``dataclasses.replace`` takes four times as long)."""
    return Slide(
        number,
        s.title,
        s.subtitle,
        s.blocks,
        s.notes,
        s.footnotes,
        s.settings,
        file,
        line,
        s.steps,
        s.name,
        s.key,
    )


def _definitions_on(chunk: split.Chunk) -> _Defined:
    reader = BlockReader()
    reader.read(comments.read(chunk).lines)
    footnotes: dict[str, tuple[str, int]] = {}

    def walk(node: Node) -> None:
        for child in node.children:
            if child.kind == "footnote":
                texts = ["\n".join(p.text) for p in child.children if p.kind == "p"]
                footnotes.setdefault(child.info, ("\n".join(texts), child.line))
            else:
                walk(child)

    walk(reader.root)
    builder = TreeBuilder()
    from xml.etree.ElementTree import Element

    builder.build(Element("div"), reader.root.children)
    return _Defined(builder.references.links, footnotes)
