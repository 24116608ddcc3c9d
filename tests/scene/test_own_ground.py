"""A ground that the author chose: everything on it is still seen, on its own and on cards."""

from __future__ import annotations

import pytest

from facilitator.scene import Theme, compose, load_theme
from facilitator.scene.color import apart, contrast
from facilitator.scene.grounds import texts
from facilitator.scene.model import ConnectorItem, Scene, ShapeItem, TableItem
from tests.scene import build

GROUNDS = ["#123456", "#000000", "#FFFFFF", "#FFE680", "#777777", "#B00020", "#0E6B5C"]
SLIDES = {
    "text": "- one\n  - two\n\n1. first\n\n> Quoted words\n\n[a link](https://example.org), ==marked==",
    "table": "| Arm | Deaths |\n|---|---|\n| in | 4 |\n| out | 9 |",
    "code": "```python\nif x:  # why\n    return 'y' + 1\n```\n\n![not there](gone.png)",
    "bar": "```chart bar\nDeaths\nseries: in, out\nA: 3, 4\nB: 5, 2\nhighlight: in\nsource: S\n```",
    "column": "```chart column\nseries: in, out, no\nA: 3, 4, 6\nB: 5, 2, 1\nnote: N\n```",
    "line": "```chart line\nseries: a, b, c, d, e, f\nA: 3, 4, 5, 6, 7, 8\nB: 5, 2, 1, 3, 4, 8\n```",
    "pie": "```chart pie\nA: 10\nB: 20\nC: 30\nD: 10\nE: 20\nF: 10\n```",
    "cycle": "```diagram cycle\nRound\n- A | a gloss\n- B\n- C\nside: Back -> A\nnote: N\n```",
    "steps": "```diagram steps\n- One | first\n- Two | then\n```\n\n```diagram timeline\n- 1983 | x\n```",
    "continuum": "```diagram continuum\nends: less <-> more\n- A | a\n- B | b\nunder: a band\n```",
    "comparison": "```diagram comparison\nIS | IS NOT\n+ one\n- two\n```",
    "balance": "```diagram balance\nleft: Stay\n+ good\n- bad\nright: Go\n+ good\n- bad\n```",
    "grid": "```diagram balance\nlayout: grid\nleft: Stay\n+ good\n- bad\nright: Go\n+ good\n- bad\n```",
    "tiles": "```diagram tiles\ngroup: Home\n- Sleep | eight hours\n- Food | daily\n- Work\n```",
    "ruler": "```diagram ruler\nHow sure?\nends: not <-> very\nvalue: 6\nask: Why not less?\n```",
    "umbrella": "```diagram umbrella\nHarm reduction\n- A | a\n- B | b\nanchor: the alliance | of two\n```",
}  # fmt: skip
#: Quiet fields that carry words or stand for nothing: what is in them is looked at instead.
QUIET = ("Code ground", "Marked line", "Pan", "Band", "Anchor", "Missing picture", "Ground", "Field")


def made(name: str, ground: str, theme: Theme, layout: str = "") -> Scene:
    head = f"<!-- _backgroundColor: '{ground}' -->\n"
    head += f"<!-- _layout: {layout} -->\n" if layout else ""
    read = build.from_markdown(f"{head}# A title\n\n{SLIDES[name]}\n")
    return compose(read.slides[0], theme, read)


def faint(scene: Scene) -> list[str]:
    """Texts under 4.5 to 1, lines and unworded shapes under 3 to 1."""
    page = scene.backdrop.color.hex
    out = [
        f"{run.text!r} {run.color.hex} on {ground}"
        for run, ground in texts(scene)
        if contrast(run.color.hex, ground) < 4.5
    ]
    for item in build.items(scene):
        inks = []
        if isinstance(item, ConnectorItem):
            inks = [item.color]
        elif isinstance(item, TableItem):
            inks = [item.border]
        elif isinstance(item, ShapeItem) and not item.paras and item.name not in QUIET:
            inks = (
                [item.stroke or item.fill]
                if item.fill == scene.backdrop.color
                else [item.fill or item.stroke]
            )
        out += [
            f"{type(item).__name__} {getattr(item, 'name', '')} {ink.hex} on {page}"
            for ink in inks
            if ink is not None and contrast(ink.hex, page) < 3
        ]
    return out


@pytest.mark.parametrize("theme", ["calm", "night"])
@pytest.mark.parametrize("name", SLIDES)
def test_nothing_is_faint_on_a_ground_of_the_authors_own(name: str, theme: str) -> None:
    look = load_theme(theme)
    for ground in GROUNDS:
        scene = made(name, ground, look)
        assert scene.backdrop.color.hex == ground
        assert faint(scene) == [], ground


def test_a_colour_keeps_its_hue_and_comes_apart() -> None:
    assert apart("#12706E", "#FFFFFF", 4.5) == "#12706E"
    for ground in GROUNDS:
        for color in ("#12706E", "#A65413", "#D3DAD5", "#000000", "#FFFFFF"):
            assert contrast(apart(color, ground, 4.5), ground) >= 4.5
