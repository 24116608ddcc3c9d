"""Builds as click animations, and the transition between slides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TRANSITION = '<p:transition spd="med"><p:fade/></p:transition>'


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that appears at a click."""

    step: int
    shape: int
    """The shape's id on its slide."""
    paragraph: int | None = None
    """Index of the paragraph; None: the whole shape."""
    kind: str = ""
    """What ``p:bldLst`` says of it: ``text`` (words without a ground), ``shape`` (a ground, with or without
    words), ``chart``; nothing for pictures, tables, groups and connectors."""


def timing_xml(targets: Iterable[Target]) -> str:
    """``p:timing`` for a slide; empty when nothing is built.

    Click N shows what has step N. PowerPoint wants each time node to have its own id, and three nested
    ``p:par`` for a click.
    """
    clicks: dict[int, list[Target]] = {}
    for target in targets:
        clicks.setdefault(target.step, []).append(target)
    if not clicks:
        return ""
    ids = iter(range(3, 10_000_000))
    sequence = "".join(_click(clicks[step], ids) for step in sorted(clicks))
    builds: dict[int, str] = {}
    for step in sorted(clicks):
        for t in clicks[step]:
            ground = ' animBg="1"' if t.kind == "shape" else ""
            if t.paragraph is not None:
                builds[t.shape] = f'<p:bldP spid="{t.shape}" grpId="0" build="p"{ground}/>'
            elif t.kind == "chart":
                builds[t.shape] = f'<p:bldGraphic spid="{t.shape}" grpId="0"><p:bldAsOne/></p:bldGraphic>'
            elif t.kind:
                builds[t.shape] = f'<p:bldP spid="{t.shape}" grpId="0"{ground}/>'
    built = f"<p:bldLst>{''.join(builds.values())}</p:bldLst>" if builds else ""
    slide = "<p:tgtEl><p:sldTgt/></p:tgtEl>"
    return (
        '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot">'
        "<p:childTnLst>"
        '<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
        f"{sequence}</p:childTnLst></p:cTn>"
        f'<p:prevCondLst><p:cond evt="onPrev" delay="0">{slide}</p:cond></p:prevCondLst>'
        f'<p:nextCondLst><p:cond evt="onNext" delay="0">{slide}</p:cond></p:nextCondLst></p:seq>'
        f"</p:childTnLst></p:cTn></p:par></p:tnLst>{built}</p:timing>"
    )


def _click(targets: list[Target], ids: Iterable[int]) -> str:
    each = iter(ids)
    outer, inner = next(each), next(each)
    effects = "".join(
        _appear(target, next(each), next(each), "clickEffect" if n == 0 else "withEffect")
        for n, target in enumerate(targets)
    )
    return (
        f'<p:par><p:cTn id="{outer}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>'
        f'<p:childTnLst><p:par><p:cTn id="{inner}" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst>'
        f"<p:childTnLst>{effects}</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>"
    )


def _appear(target: Target, node: int, behaviour: int, kind: str) -> str:
    part = ""
    if target.paragraph is not None:
        part = f'<p:txEl><p:pRg st="{target.paragraph}" end="{target.paragraph}"/></p:txEl>'
    group = ' grpId="0"' if target.kind else ""
    aim = f'<p:spTgt spid="{target.shape}">{part}</p:spTgt>' if part else f'<p:spTgt spid="{target.shape}"/>'
    return (
        f'<p:par><p:cTn id="{node}" presetID="1" presetClass="entr" presetSubtype="0" fill="hold"{group} '
        f'nodeType="{kind}"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst><p:set><p:cBhvr>'
        f'<p:cTn id="{behaviour}" dur="1" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn>'
        f"<p:tgtEl>{aim}</p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst>"
        f"</p:cBhvr>"
        '<p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par>'
    )
