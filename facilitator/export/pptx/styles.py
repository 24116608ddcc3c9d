"""Paragraph and run styles: what PowerPoint keeps per list level, read off laid-out paragraphs.

A placeholder's text inherits master -> layout -> its own list style -> paragraph -> run. The writer takes the
most common style of each level in a box as that box's list style, and writes below only what differs, so that
the file is edited like one made by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from facilitator.export.pptx.xml import attr, emu, fill, hundredths
from facilitator.scene.model import Bullet, BulletKind, Color, FontRole, Para, Run

ALIGN = {"left": "l", "center": "ctr", "right": "r", "justify": "just"}
LEVELS = 9


@dataclass(frozen=True, slots=True)
class RunStyle:
    """What ``a:defRPr`` of a level says."""

    size: float
    color: Color
    font: FontRole
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """One list level. Lengths in points."""

    run: RunStyle
    pitch: float
    before: float = 0.0
    left: float = 0.0
    """Where the text starts, from the box's edge."""
    hanging: float = 0.0
    align: str = "left"
    rtl: bool = False
    bullet: str = ""
    """The bullet's character; ``1.`` and the like for numbers (see :func:`bullet_key`); empty for none."""
    bullet_color: Color | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """How roles of fonts are called in the file."""

    mono: str
    swap: bool = False
    """A dark theme's colour map: the background is ``dk1``."""
    bullets: bool = True
    """Bullets have the colour that was drawn; else that of the template."""

    def face(self, role: FontRole) -> str:
        """Theme references for heading and body, so that a change of theme fonts changes the deck."""
        return {FontRole.HEADING: "+mj-lt", FontRole.BODY: "+mn-lt"}.get(role, self.mono)


def run_style(run: Run) -> RunStyle:
    """The part of a run's look that a level can carry."""
    return RunStyle(run.size, run.color, run.font, run.bold, run.italic)


def dominant(runs: Sequence[Run], size: float) -> RunStyle:
    """The style of most characters, links apart (they have a colour of their own)."""
    if len(runs) == 1:
        return run_style(runs[0])
    count: Counter[RunStyle] = Counter()
    first: RunStyle | None = None
    for run in runs:
        style = run_style(run)
        first = first or style
        if not run.link and not run.baseline:
            count[style] += len(run.text)
    if count:
        return count.most_common(1)[0][0]
    return first or RunStyle(size, Color("#000000", "dk1"), FontRole.BODY)


def bullet_key(bullet: Bullet | None) -> str:
    """What tells two bullets apart: the glyph, or the kind of numbering."""
    if bullet is None or bullet.kind is BulletKind.NONE:
        return ""
    if bullet.kind is BulletKind.NUMBER:
        return "#" + numbering(bullet.text)
    return bullet.text


def numbering(shown: str) -> str:
    """PowerPoint's name for a numbering like ``3.``, ``3)``, ``b.`` or ``iv)``."""
    body, tail = shown[:-1], shown[-1:]
    suffix = {".": "Period", ")": "ParenR"}.get(tail)
    if suffix is None:
        body, suffix = shown, "Plain"
    if body.startswith("("):
        body, suffix = body[1:], "ParenBoth"
    if body.isdigit() or not body:
        return "arabic" + suffix
    if suffix == "Plain":
        suffix = "Period"
    return ("alphaUc" if body.isupper() else "alphaLc") + suffix


def level_style(para: Para) -> LevelStyle:
    """What a level would have to say for this paragraph to need nothing of its own."""
    return LevelStyle(
        run=dominant(para.runs, para.size),
        pitch=para.pitch,
        before=para.space_before,
        left=para.indent,
        hanging=para.hanging if para.bullet else 0.0,
        align=para.align,
        rtl=para.rtl,
        bullet=bullet_key(para.bullet),
        bullet_color=para.bullet.color if para.bullet else None,
    )


def common_levels(
    paras: Iterable[Para], inherited: Mapping[int, LevelStyle] | None = None
) -> dict[int, LevelStyle]:
    """The most common style of each level. A box's first paragraph has no space before: it does not vote on
    it when others do, nor where a box inherits some: the next paragraph that somebody types wants it."""
    votes: dict[int, Counter[LevelStyle]] = {}
    firsts: dict[int, LevelStyle] = {}
    for index, para in enumerate(paras):
        style = level_style(para)
        level = min(para.level, LEVELS - 1)
        if index == 0:
            firsts[level] = style
        else:
            votes.setdefault(level, Counter())[style] += 1
    for level, style in firsts.items():
        count = votes.get(level)
        if not count:
            known = inherited.get(level) if inherited else None
            votes[level] = Counter({replace(style, before=known.before) if known else style: 1})
            continue
        for other in count:
            if replace(other, before=style.before) == style:
                count[other] += 1
                break
        else:
            count[style] += 1
    return {level: count.most_common(1)[0][0] for level, count in votes.items()}


def bullet_xml(style: LevelStyle, names: Names, start: int = 1) -> str:
    """The bullet's elements, in the schema's order."""
    if not style.bullet:
        return "<a:buNone/>"
    color = style.bullet_color
    tint = (
        f"<a:buClr>{fill(color, names.swap)[len('<a:solidFill>') : -len('</a:solidFill>')]}</a:buClr>"
        if color and names.bullets
        else ""
    )
    if style.bullet.startswith("#"):
        begin = f' startAt="{start}"' if start != 1 else ""
        return (
            f'{tint}<a:buSzPct val="100000"/><a:buFont typeface="+mj-lt"/><a:buAutoNum '
            f'type="{style.bullet[1:]}"{begin}/>'
        )
    return (
        f'{tint}<a:buSzPct val="100000"/><a:buFont typeface="Arial"/><a:buChar char="{attr(style.bullet)}"/>'
    )


def level_attributes(style: LevelStyle, base: LevelStyle | None) -> str:
    """The attributes of ``a:lvlNpPr`` or ``a:pPr`` that differ from ``base``."""
    out = ""
    if base is None or style.left != base.left:
        out += f' marL="{emu(style.left)}"'
    if base is None or style.hanging != base.hanging:
        out += f' indent="{-emu(style.hanging)}"'
    if base is None or style.align != base.align:
        out += f' algn="{ALIGN.get(style.align, "l")}"'
    if base is None or style.rtl != base.rtl:
        out += f' rtl="{int(style.rtl)}"'
    return out


def level_spacing(style: LevelStyle, base: LevelStyle | None) -> str:
    """Exact line spacing and the space before, where they differ from ``base``."""
    out = ""
    if base is None or style.pitch != base.pitch:
        out += f'<a:lnSpc><a:spcPts val="{hundredths(style.pitch)}"/></a:lnSpc>'
    if base is None or style.before != base.before:
        out += f'<a:spcBef><a:spcPts val="{hundredths(style.before)}"/></a:spcBef>'
    if base is None:
        out += '<a:spcAft><a:spcPts val="0"/></a:spcAft>'
    return out


def run_attributes(style: RunStyle, base: RunStyle | None) -> str:
    """Size, weight and slant where they differ from ``base``."""
    out = ""
    if base is None or style.size != base.size:
        out += f' sz="{hundredths(style.size)}"'
    if base is None or style.bold != base.bold:
        out += f' b="{int(style.bold)}"'
    if base is None or style.italic != base.italic:
        out += f' i="{int(style.italic)}"'
    return out


def face_xml(face: str) -> str:
    """A typeface for Latin and, by theme reference, for East Asian and complex scripts."""
    if face.startswith("+"):
        stem = face[:3]
        return f'<a:latin typeface="{stem}-lt"/><a:ea typeface="{stem}-ea"/><a:cs typeface="{stem}-cs"/>'
    return f'<a:latin typeface="{attr(face)}"/><a:cs typeface="{attr(face)}"/>'


def default_run(style: RunStyle, base: RunStyle | None, names: Names) -> str:
    """``a:defRPr`` with what differs from ``base``."""
    attributes = run_attributes(style, base)
    if base is None:
        attributes += ' kern="1200"'
    inner = ""
    if base is None or style.color != base.color:
        inner += fill(style.color, names.swap)
    if base is None or style.font != base.font:
        inner += face_xml(names.face(style.font))
    if not attributes and not inner:
        return ""
    return f"<a:defRPr{attributes}>{inner}</a:defRPr>" if inner else f"<a:defRPr{attributes}/>"


def level_xml(tag: str, style: LevelStyle, base: LevelStyle | None, names: Names) -> str:
    """``a:lvlNpPr`` (``tag``) with what differs from ``base``; empty when nothing does."""
    attributes = level_attributes(style, base)
    inner = level_spacing(style, base)
    if base is None or (style.bullet, style.bullet_color) != (base.bullet, base.bullet_color):
        inner += bullet_xml(style, names)
    inner += default_run(style.run, base.run if base else None, names)
    if not attributes and not inner:
        return ""
    return f"<{tag}{attributes}>{inner}</{tag}>"


def list_style(levels: Mapping[int, LevelStyle], base: Mapping[int, LevelStyle], names: Names) -> str:
    """``a:lstStyle`` for a box whose placeholder inherits ``base`` (empty: nothing is inherited)."""
    inner = "".join(
        level_xml(f"a:lvl{n + 1}pPr", levels[n], base.get(n), names) for n in sorted(levels) if n < LEVELS
    )
    return f"<a:lstStyle>{inner}</a:lstStyle>" if inner else "<a:lstStyle/>"
