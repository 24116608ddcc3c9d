"""The whole file: template, slides, notes, charts, sections, properties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from facilitator.deck.model import Deck, Slide, plain
from facilitator.export.options import ExportOptions
from facilitator.export.pptx.base import Base, own_base, template_base
from facilitator.export.pptx.canvas import Canvas
from facilitator.export.pptx.chart import chart_xml, workbook
from facilitator.export.pptx.language import language
from facilitator.export.pptx.links import address, slide_number
from facilitator.export.pptx.look import Look
from facilitator.export.pptx.media import MediaStore
from facilitator.export.pptx.notes import notes_master_xml, notes_xml
from facilitator.export.pptx.package import DEFAULTS, Package, Relations
from facilitator.export.pptx.parts import presentation_properties, theme_xml, view_properties
from facilitator.export.pptx.plot import plot_of
from facilitator.export.pptx.properties import core_xml, extended_xml
from facilitator.export.pptx.slide import LayoutPart, runs_on, slide_xml
from facilitator.export.pptx.tablestyle import table_styles
from facilitator.export.pptx.template import Template, TemplateLayout
from facilitator.export.pptx.text import Writing
from facilitator.export.pptx.xml import DECLARATION, NAMESPACES, P14, attr, emu, guid
from facilitator.scene.model import ChartItem, Role, Scene

_OFFICE = "application/vnd.openxmlformats-officedocument."
_PRES = _OFFICE + "presentationml."
NOTES_MASTER = "ppt/notesMasters/notesMaster1.xml"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Written:
    """What the writer has to tell."""

    slides: int
    unreadable: tuple[tuple[int, str], ...]
    """(slide number, name of the picture) of pictures that no program could show; a frame stands in."""


def write(
    deck: Deck,
    scenes: Iterable[tuple[Slide, Scene]],
    look: Look,
    out: Path,
    options: ExportOptions,
    progress: Progress | None = None,
    template: Foundation | None = None,
) -> Written:
    """Write the presentation to ``out`` (a temporary path of the caller). ``scenes`` may be a generator:
    each is taken, written and let go.

    Raises OSError when the disk is full.
    """
    return _Writer(deck, look, options, template).run(scenes, out, progress)


@dataclass(frozen=True)
class Foundation:
    """An organisation's template to stand on."""

    template: Template
    layouts: Mapping[str, TemplateLayout]
    """Ours by name -> theirs."""


class _Writer:
    def __init__(
        self, deck: Deck, look: Look, options: ExportOptions, foundation: Foundation | None = None
    ) -> None:
        self.foundation = foundation
        self.deck = deck
        self.look = look
        self.options = options
        self.lang = language(deck.lang)
        self.package = Package()
        self.media = MediaStore(self.package)
        self.relations = (
            foundation.template.main_relations() if foundation else Relations("ppt/presentation.xml")
        )
        self.notes = 0
        self.titles: dict[str, int] = {}
        self.unreadable: list[tuple[int, str]] = []
        self.total = len(deck.slides)

    def run(self, scenes: Iterable[tuple[Slide, Scene]], out: Path, progress: Progress | None) -> Written:
        package = self.package
        package.relations.add("officeDocument", "ppt/presentation.xml")
        package.relations.add(
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        )
        package.relations.add("extended-properties", "docProps/app.xml")
        package.add(
            "ppt/presentation.xml", _PRES + "presentation.main+xml", self._presentation, self.relations
        )
        if self.foundation:
            f = self.foundation
            base = template_base(f.template, self.look, f.layouts, package)
        else:
            base = own_base(self.look, package, self.relations, self.media)
        self.base: Base = base
        self.slide_rows: list[tuple[int, str]] = []
        hidden = 0
        written: list[Slide] = []
        for count, (slide, scene) in enumerate(scenes, 1):
            self._slide(count, slide, scene)
            written.append(slide)
            hidden += slide.settings.hidden
            if progress:
                progress(count, self.total)
        self.written: Sequence[Slide] = written
        self.notes_master = base.notes_master[0] or (self._notes_master() if self.notes else "")
        self._rest(hidden)
        package.save(out)
        return Written(len(written), tuple(self.unreadable))

    # --- slides -------------------------------------------------------------------------------------

    def _link(self, relations: Relations, *, jumps: bool = True) -> Callable[[str], str]:
        """``jumps``: links to slides are followed, too. A notes page may know no slide but its own."""

        def link(value: str) -> str:
            number = slide_number(value)
            if number is not None:
                if not jumps or not 1 <= number <= self.total:
                    return ""
                rid = relations.add("slide", f"ppt/slides/slide{number}.xml")
                return f' r:id="{rid}" action="ppaction://hlinksldjump"'
            found = address(value)
            return f' r:id="{relations.add("hyperlink", found, external=True)}"' if found else ""

        return link

    def _slide(self, number: int, slide: Slide, scene: Scene) -> None:
        part = f"ppt/slides/slide{number}.xml"
        relations = Relations(part)
        layout: LayoutPart = self.base.layout(_layout_name(slide, scene))
        relations.add("slideLayout", layout.part)
        lang = language(scene.lang) or self.lang
        writing = Writing(
            self.look.names, lang, self._link(relations), self.look.palette["hlink"], number, self.total,
            self.look.table,
        )  # fmt: skip
        canvas = Canvas(writing, relations, self.media, self._chart, builds=self.options.builds)
        title, suffix = self._title(number, slide, scene)
        xml = slide_xml(scene, layout, canvas, title, suffix, slide.settings.hidden)
        self.unreadable += [(number, name) for name in canvas.unreadable]
        if self.options.notes and slide.notes:
            self._notes(number, slide, part, relations, lang)
        self.package.add(part, _PRES + "slide+xml", xml, relations)
        self.slide_rows.append((255 + number, self.relations.add("slide", part)))

    def _title(self, number: int, slide: Slide, scene: Scene) -> tuple[str, str]:
        """A slide's title and what makes it differ from the same title before."""
        title = " ".join(
            (scene.title or plain(slide.title) or _first_words(scene) or f"Slide {number}").split()
        )
        key = title.casefold()
        count = self.titles.get(key, 0) + 1
        while count > 1 and f"{key} ({count})" in self.titles:
            count += 1
        self.titles[key] = count
        if count > 1:
            self.titles[f"{key} ({count})"] = 1
        return title, f" ({count})" if count > 1 else ""

    def _notes(self, number: int, slide: Slide, part: str, relations: Relations, lang: str) -> None:
        name = f"ppt/notesSlides/notesSlide{self.notes + 1}.xml"
        own = Relations(name)
        own.add("notesMaster", self.base.notes_master[1] or NOTES_MASTER)
        own.add("slide", part)
        writing = Writing(
            self.look.names, lang, self._link(own, jumps=False), self.look.palette["hlink"], number,
            self.total, rtl=self.deck.rtl,
        )  # fmt: skip
        xml = notes_xml(slide.notes, writing)
        if not xml:
            return
        self.notes += 1
        relations.add("notesSlide", name)
        self.package.add(name, _PRES + "notesSlide+xml", xml, own)

    def _chart(self, item: ChartItem) -> str:
        part = self.package.free("ppt/charts/chart", ".xml")
        book = self.package.free("ppt/embeddings/Microsoft_Excel_Sheet", ".xlsx")
        relations = Relations(part)
        rid = relations.add("package", book)
        data = item.data
        self.package.add(
            part, _OFFICE + "drawingml.chart+xml", chart_xml(item, self.look.names, rid, self.lang), relations
        )
        entries = plot_of(item).entries
        self.package.add(book, DEFAULTS["xlsx"], lambda: workbook(data, entries))
        return part

    # --- around them --------------------------------------------------------------------------------

    def _notes_master(self) -> str:
        part, theme = NOTES_MASTER, self.package.free("ppt/theme/theme", ".xml")
        relations = Relations(part)
        relations.add("theme", theme)
        look = self.look
        palette = dict(look.palette)
        if look.names.swap:  # paper is white, whatever the slides are
            palette.update(dk1="#000000", lt1="#FFFFFF", dk2="#333333", lt2="#EEEEEE")
        self.package.add(
            part, _PRES + "notesMaster+xml", notes_master_xml(look.width, look.height), relations
        )
        self.package.add(theme, _OFFICE + "theme+xml", theme_xml(look.name, palette, look.heading, look.body))
        return self.relations.add("notesMaster", part)

    def _rest(self, hidden: int) -> None:
        package, relations = self.package, self.relations
        for name, kind, content, xml in (
            ("presProps", "presProps", "presProps", presentation_properties()),
            ("viewProps", "viewProps", "viewProps", view_properties()),
            ("tableStyles", "tableStyles", "tableStyles", self._table_styles()),
        ):
            part = f"ppt/{name}.xml"
            if not relations.has(kind):
                package.add(part, f"{_PRES}{content}+xml", xml)
                relations.add(kind, part)
        title = self.deck.title or (plain(self.written[0].title) if self.written else "")
        package.add(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            core_xml(self.deck, title, self.lang),
        )
        wide = self.look.width / self.look.height > 1.5
        package.add(
            "docProps/app.xml",
            _OFFICE + "extended-properties+xml",
            extended_xml(len(self.written), hidden, self.notes, wide),
        )

    def _table_styles(self) -> str:
        return table_styles(self.look.table, self.look.name, self.look.names.swap)

    def _presentation(self) -> bytes:
        masters = "".join(f'<p:sldMasterId id="{n}" r:id="{rid}"/>' for n, rid in self.base.masters)
        notes = (
            f'<p:notesMasterIdLst><p:notesMasterId r:id="{self.notes_master}"/></p:notesMasterIdLst>'
            if self.notes_master
            else ""
        )
        slides = "".join(f'<p:sldId id="{n}" r:id="{rid}"/>' for n, rid in self.slide_rows)
        listed = f"<p:sldIdLst>{slides}</p:sldIdLst>" if slides else ""
        size = self.base.size or (emu(self.look.width), emu(self.look.height))
        sheet = self.base.notes_size
        rtl = ' rtl="1"' if self.deck.rtl else ""
        xml = (
            f'{DECLARATION}<p:presentation {NAMESPACES}{rtl} saveSubsetFonts="1" autoCompressPictures="0">'
            f"<p:sldMasterIdLst>{masters}</p:sldMasterIdLst>{notes}{self.base.kept}{listed}"
            f'<p:sldSz cx="{size[0]}" cy="{size[1]}"{self.base.size_kind}/>'
            f'<p:notesSz cx="{sheet[0]}" cy="{sheet[1]}"/>{self.base.embedded_fonts}'
            f"<p:defaultTextStyle>{self.base.default_style}</p:defaultTextStyle>{self._sections()}"
            f"</p:presentation>"
        )
        return xml.encode()

    def _sections(self) -> str:
        groups: list[tuple[str, list[int]]] = []
        names: dict[str, int] = {}
        for slide, (number, _) in zip(self.written, self.slide_rows, strict=True):
            name = slide.settings.section
            if not groups or slide.settings.section_starts:
                groups.append((name, []))
            groups[-1][1].append(number)
        if not any(name for name, _ in groups):
            return ""
        rows = ""
        for index, (name, members) in enumerate(groups):
            shown = name or self.deck.title or "Opening"
            names[shown] = names.get(shown, 0) + 1
            if names[shown] > 1:
                shown = f"{shown} ({names[shown]})"
            ids = "".join(f'<p14:sldId id="{n}"/>' for n in members)
            rows += (
                f'<p14:section name="{attr(shown)}" id="{guid("section", index, shown)}"><p14:sldIdLst>{ids}'
                "</p14:sldIdLst></p14:section>"
            )
        return (
            '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
            f'<p14:sectionLst xmlns:p14="{P14}">{rows}</p14:sectionLst></p:ext></p:extLst>'
        )


def _layout_name(slide: Slide, scene: Scene) -> str:
    """The layout in the file. A slide without a title is laid out on an empty page; unless its author asked
    for one, its words are a body all the same, and stand in a placeholder."""
    blank = scene.layout.casefold() == "blank"
    if blank and not slide.settings.layout and any(runs_on(item) for item in scene.items):
        return "Title and Content"
    return scene.layout


_AROUND = (Role.FOOTER, Role.HEADER, Role.NUMBER, Role.FOOTNOTE)


def _first_words(scene: Scene, count: int = 8) -> str:
    """The slide's first words, or what its picture shows, as a title for a slide that has none."""
    for item in scene.items:
        if getattr(item, "role", None) in _AROUND:
            continue
        said = " ".join(p.text for p in getattr(item, "paras", ())) or getattr(item, "alt", "")
        words = said.split()
        if words:
            return " ".join(words[:count]) + (" …" if len(words) > count else "")
    return ""
