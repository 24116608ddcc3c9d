"""Themes: ours can be read by everybody; what others write is understood or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.deck.reader import read_deck
from facilitator.scene import CardContent, ThemeError, compose, compose_card, load_theme, theme_names
from facilitator.scene.color import changed, contrast, recipe, rgb, tinted
from facilitator.scene.fonts import TWINS, ensure_fonts
from facilitator.scene.grounds import texts
from facilitator.scene.theme import LAYOUT_NAMES, PALETTE_NAMES
from facilitator.system.resources import resource, sample_deck
from tests.scene import samples

OURS = ["calm", "paper", "night", "contrast", "plain"]


@pytest.mark.parametrize("name", OURS)
def test_every_text_can_be_read_on_what_is_behind_it(name: str) -> None:
    theme = load_theme(name)
    book = read_deck(sample_deck())
    scenes = [compose(s, theme, book) for s in (*book.slides, *samples.slides())]
    scenes += [
        compose_card(CardContent(k, "Title", "text", "detail", "Question", (("a", "b"),)), theme)
        for k in ("break", "exercise", "join", "resources", "entry", "round")
    ]
    scenes.append(
        compose_card(CardContent("round", "Title", "text", "detail", qr=True, countdown=True), theme)
    )
    needed = (
        7.0 if theme.enhanced else 4.5
    )  # AAA and AA for text of any size: stricter than WCAG for large text
    bad = {
        (run.color.hex, ground, round(contrast(run.color.hex, ground), 2))
        for scene in scenes
        for run, ground in texts(scene)
        if contrast(run.color.hex, ground) < needed
    }
    assert bad == set()


@pytest.mark.parametrize("name", OURS)
def test_lines_that_carry_meaning_stand_out(name: str) -> None:
    theme = load_theme(name)
    for role in ("accent", "warm", "shape-line", *(f"accent{i}" for i in range(1, 5))):
        assert contrast(theme.color(role).hex, theme.color("background").hex) >= 3, role


@pytest.mark.parametrize("name", OURS)
def test_a_shipped_theme_is_complete(name: str) -> None:
    theme = load_theme(name)
    assert tuple(key for key, _ in theme.palette) == PALETTE_NAMES
    assert tuple(one.name for one in theme.layouts) == LAYOUT_NAMES
    families = ensure_fonts()
    for pair in (theme.heading, theme.body, theme.mono):
        assert pair.screen in families
        assert TWINS[pair.screen] == pair.file
    assert theme.label
    assert theme.about


def test_every_bundled_font_has_its_licence_beside_it() -> None:
    folders = [path for path in resource("fonts").iterdir() if path.is_dir()]
    assert {f.name for f in folders} == {name.lower() for name in TWINS}
    for folder in folders:
        assert "SIL Open Font License" in (folder / "OFL.txt").read_text(encoding="utf-8")
        assert len(list(folder.glob("*.ttf"))) == 4


def test_the_high_contrast_theme_says_so() -> None:
    assert load_theme("contrast").enhanced
    assert load_theme("night").dark


def test_an_own_theme_beside_the_deck_may_be_three_lines(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text(
        'label = "Clinic"\n[palette]\naccent1 = "#AA0055"\n', encoding="utf-8"
    )
    theme = load_theme("clinic", tmp_path)
    assert theme.label == "Clinic"
    assert theme.color("accent").hex == "#AA0055"
    assert theme.layout("Quote").name == "Quote"
    assert "clinic" in theme_names(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[palette]\ndk1 = "blue"\n', "#12706E"),
        ("[layouts.Quote]\nquote = [1, 2]\n", "four numbers"),
        ("label = [\n", "cannot be read"),
        ('[colors]\ntext = "nothing"\n', "colour text"),
    ],
)
def test_a_broken_theme_is_explained(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ThemeError, match=said):
        load_theme("own", tmp_path)


def test_an_unknown_theme_and_a_path_give_the_default(tmp_path: Path) -> None:
    assert load_theme("no such thing").name == "calm"
    assert load_theme("../calm", tmp_path).name == "calm"


def test_a_narrow_page_squeezes_the_regions() -> None:
    theme = load_theme("calm").for_size("4:3")
    assert (theme.width, theme.height) == (720, 540)
    assert all(rect.right <= 720.01 for one in theme.layouts for _, rect in one.regions)


@given(st.sampled_from(["#12706E", "#A65413", "#3D6B9E"]), st.floats(0, 1))
def test_a_tint_is_lighter_and_ends_in_white(color: str, share: float) -> None:
    assert contrast(tinted(color, share), "#FFFFFF") <= contrast(color, "#FFFFFF") + 0.02
    assert tinted(color, 1.0) == "#FFFFFF"


@pytest.mark.parametrize("name", theme_names())
def test_every_colour_of_a_theme_follows_its_palette(name: str) -> None:
    """In PowerPoint each colour is one of the twelve with changes that give what the stage draws, within what
    an eye can tell; so a change of the theme's colours changes all of the deck."""
    theme = load_theme(name)
    palette = dict(theme.palette)
    for role, color in (*theme.colors, *theme.code_style):
        assert color.scheme in palette, role
        shown = tinted(changed(palette[color.scheme], color.mods), color.tint)
        far = max(abs(a - b) for a, b in zip(rgb(shown), rgb(color.hex), strict=True))
        assert far <= 12 / 255, f"{role}: {color.hex} is drawn, {shown} is written"


def test_a_recipe_never_ends_in_white_whatever_the_theme() -> None:
    """Pure white on a dark accent is nearly the paper: with another theme it is another paper."""
    scheme, mods = recipe("#FFFFFF", dict(load_theme("night").palette))
    assert scheme == "lt1"
    assert changed("#336699", mods) != "#FFFFFF"
