"""Text bodies: laid-out paragraphs as native paragraphs with levels, bullets, runs, links and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from facilitator.export.pptx.language import language, spoken
from facilitator.export.pptx.styles import (
    LEVELS,
    LevelStyle,
    Names,
    RunStyle,
    bullet_xml,
    common_levels,
    face_xml,
    level_attributes,
    level_spacing,
    level_style,
    list_style,
    run_attributes,
    run_style,
)
from facilitator.export.pptx.tablestyle import PLAIN_TABLES, TableLook
from facilitator.export.pptx.xml import attr, color, emu, fill, guid, text
from facilitator.scene.model import Bullet, BulletKind, Color, FontRole, Para, Run

_LINK_COLOR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext>'
    "</a:extLst>"
)
ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}


@dataclass(frozen=True, slots=True)
class Writing:
    """What the text of one slide needs to know."""

    names: Names
    lang: str
    """BCP 47 tag for runs that have none of their own; empty: left out."""
    link: Callable[[str], str]
    """From a link (``https:…``, ``slide:N``) to the attributes of ``a:hlinkClick``; empty: no link."""
    hyperlink: str
    """The theme's link colour, which PowerPoint gives to links whatever their run says."""
    number: int
    total: int
    table: TableLook = PLAIN_TABLES
    """How tables look without a word of their own."""
    rtl: bool = False
    """The deck runs from right to left."""


def body(
    tag: str,
    paras: tuple[Para, ...],
    writing: Writing,
    base: Mapping[int, LevelStyle] | None = None,
    properties: str = "<a:bodyPr/>",
) -> str:
    """A whole ``p:txBody`` or ``a:txBody``. ``base``: what each level inherits from the layout."""
    inherited = base or {}
    levels = common_levels(paras, inherited)
    inner = paragraphs(paras, levels, writing)
    return f"<{tag}>{properties}{list_style(levels, inherited, writing.names)}{inner}</{tag}>"


def paragraphs(paras: tuple[Para, ...], levels: Mapping[int, LevelStyle], writing: Writing) -> str:
    """All ``a:p``; a body needs at least one."""
    if not paras:
        return "<a:p/>"
    counter = _Numbers()
    return "".join(
        _paragraph(para, index, levels.get(min(para.level, LEVELS - 1)), writing, counter)
        for index, para in enumerate(paras)
    )


class _Numbers:
    """Tells when a numbered paragraph needs ``startAt`` for PowerPoint to count as we do.

    PowerPoint counts on within a level as long as the numbering is the same, over deeper levels; a paragraph
    of the same or a higher level that is not numbered that way starts it again.
    """

    def __init__(self) -> None:
        self._running: dict[int, tuple[str, int, int]] = {}

    def start(self, level: int, kind: str, bullet: Bullet | None) -> int:
        """The ``startAt`` for this paragraph, 1 when it follows by itself."""
        for deeper in [n for n in self._running if n > level]:
            del self._running[deeper]
        if bullet is None or bullet.kind is not BulletKind.NUMBER:
            self._running.pop(level, None)
            return 1
        before = self._running.get(level)
        if before and before[0] == kind and before[1] + 1 == bullet.number:
            self._running[level] = (kind, bullet.number, before[2])
            return before[2]
        self._running[level] = (kind, bullet.number, bullet.number)
        return bullet.number


def _paragraph(para: Para, index: int, base: LevelStyle | None, writing: Writing, counter: _Numbers) -> str:
    style = level_style(para)
    level = min(para.level, LEVELS - 1)
    start = counter.start(level, style.bullet, para.bullet)
    if base is not None:
        if index == 0:  # programs drop it there, and ours is 0 already
            style = replace(style, before=base.before)
        elif not style.before and base.before:
            pass
        style = replace(style, run=base.run)
    attributes = f' lvl="{level}"' if level else ""
    if para.right_cut:
        attributes += f' marR="{emu(para.right_cut)}"'
    properties = level_attributes(style, base)
    # the schema wants marL marR lvl indent algn rtl in any order: attributes have none
    inner = level_spacing(style, base)
    if base is None or (style.bullet, style.bullet_color) != (base.bullet, base.bullet_color) or start != 1:
        inner += bullet_xml(style, writing.names, start)
    attributes += properties
    head = f"<a:pPr{attributes}>{inner}</a:pPr>" if inner else (f"<a:pPr{attributes}/>" if attributes else "")
    return f"<a:p>{head}{_runs(para, base.run if base else None, writing)}</a:p>"


def _runs(para: Para, base: RunStyle | None, writing: Writing) -> str:
    cuts = [line.end for line in para.lines if line.cut]
    out = []
    position = 0
    last: Run | None = None
    for run in para.runs:
        last = run
        if run.text == "\n":
            out.append(_break(run, base, writing))
            position += 1
            continue
        if run.live:
            out.append(_live(run, base, writing))
            position += len(run.text)
            continue
        start = 0
        for cut in cuts:
            local = cut - position
            if 0 < local < len(run.text) or (local == len(run.text) and run is not para.runs[-1]):
                out.append(_text(run, run.text[start:local], base, writing))
                out.append(_break(run, base, writing))
                start = local
        out.append(_text(run, run.text[start:], base, writing))
        position += len(run.text)
    if last is None or last.text == "\n":
        size = last.size if last else para.size
        out.append(f'<a:endParaRPr{_lang(None, writing)} sz="{round(size * 100)}"/>')
    return "".join(out)


def _lang(run: Run | None, writing: Writing) -> str:
    lang = language(run.lang) if run and run.lang else writing.lang
    if run is None:
        return f' lang="{attr(lang)}"' if lang else ""
    lang = spoken(run.text, lang)
    # program text is in no language: a spelling check has nothing to say about it
    proof = ' noProof="1"' if run.font is FontRole.MONO else ""
    return f' lang="{attr(lang)}"{proof}' if lang else proof


def run_properties(
    run: Run, base: RunStyle | None, writing: Writing, tag: str = "a:rPr", link: bool = True
) -> str:
    """``a:rPr``: what differs from the level's own run style."""
    style = run_style(run)
    attributes = _lang(run, writing) + run_attributes(style, base)
    if run.underline and not run.link:
        attributes += ' u="sng"'
    if run.strike:
        attributes += ' strike="sngStrike"'
    if run.baseline:
        attributes += f' baseline="{run.baseline * 1000}"'
    inner = ""
    if base is None or style.color != base.color:
        inner += fill(style.color, writing.names.swap)
    if run.highlight:
        inner += f"<a:highlight>{color(Color(run.highlight.hex))}</a:highlight>"  # plain RGB, as its own
    if base is None or style.font != base.font:
        inner += face_xml(writing.names.face(style.font))
    if link and run.link:
        target = writing.link(run.link)
        if target:
            plain = _is_link_color(style.color, writing.hyperlink)
            if not plain and base is not None and style.color == base.color:
                inner = fill(style.color, writing.names.swap) + inner
            inner += (
                f"<a:hlinkClick{target}/>" if plain else f"<a:hlinkClick{target}>{_LINK_COLOR}</a:hlinkClick>"
            )
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else f"<{tag}{attributes}/>"


def _is_link_color(value: Color, hyperlink: str) -> bool:
    return (value.scheme == "hlink" and not value.mods) or value.hex.lower() == hyperlink.lower()


def _text(run: Run, value: str, base: RunStyle | None, writing: Writing) -> str:
    if not value:
        return ""
    properties = run_properties(run, base, writing)
    if "\n" not in value:
        return f"<a:r>{properties}<a:t>{text(value)}</a:t></a:r>"
    return _break(run, base, writing).join(
        f"<a:r>{properties}<a:t>{text(piece)}</a:t></a:r>" for piece in value.split("\n")
    )


def _break(run: Run, base: RunStyle | None, writing: Writing) -> str:
    """A line break; it carries the size too, or the line would take the default's height."""
    style = run_style(run)
    return f"<a:br><a:rPr{_lang(run, writing)}{run_attributes(style, base)}/></a:br>"


def _live(run: Run, base: RunStyle | None, writing: Writing) -> str:
    """What is filled in at paint time: a real field for the number, text for the total; the rest is
    unknown."""
    if run.live == "number":
        properties = run_properties(run, base, writing, link=False)
        return (
            f'<a:fld id="{guid("slide number")}" type="slidenum">{properties}'
            f"<a:t>{writing.number}</a:t></a:fld>"
        )
    if run.live == "total":
        return _text(run, str(writing.total), base, writing)
    return _text(run, run.text, base, writing)


def body_properties(
    *,
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
    anchor: str = "top",
    turn: float = 0.0,
    fit: str = "<a:noAutofit/>",
) -> str:
    """``a:bodyPr`` with explicit insets (points: left, top, right, bottom) and anchor. ``turn``: degrees."""
    left, top, right, bottom = map(emu, insets)
    rotated = f' rot="{round(turn * 60_000)}"' if turn else ""
    return (
        f'<a:bodyPr{rotated} wrap="square" lIns="{left}" tIns="{top}" rIns="{right}" '
        f'bIns="{bottom}" '
        f'rtlCol="0" anchor="{ANCHORS.get(anchor, "t")}">{fit}</a:bodyPr>'
    )


def cut_insets(paras: tuple[Para, ...], cut: float) -> tuple[float, float]:
    """Left and right inset that make lines break where ours do (robust width), by the first align."""
    if not cut or not paras:
        return (0.0, 0.0)
    return {"right": (cut, 0.0), "center": (cut / 2, cut / 2)}.get(paras[0].align, (0.0, cut))
