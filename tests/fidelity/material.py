"""The deck of all constructs with its pictures, laid out and written for a comparison with LibreOffice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw

from facilitator.deck import read_deck
from facilitator.deck.model import Deck, Slide
from facilitator.export.look import look_of
from facilitator.export.options import ExportOptions
from facilitator.export.pptx import write
from facilitator.export.qt import ensure_application
from facilitator.scene import Scene, compose, load_theme

DECKS = Path(__file__).parent / "decks"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="240" viewBox="0 0 400 240">'
    '<rect width="400" height="240" fill="#E8F0EC"/><circle cx="200" cy="120" r="80" fill="#12706E"/></svg>'
)


def photo(path: Path, size: tuple[int, int] = (1200, 800)) -> None:
    """A picture that is told apart from its mirror image and from its neighbours."""
    image = Image.new("RGB", size, "#BCD3DE")
    draw = ImageDraw.Draw(image)
    w, h = size
    draw.polygon([(0, h), (w * 0.35, h * 0.35), (w * 0.7, h)], fill="#5F7A2E")
    draw.polygon([(w * 0.4, h), (w * 0.75, h * 0.5), (w, h)], fill="#3E5A1E")
    draw.ellipse([w * 0.78, h * 0.1, w * 0.9, h * 0.28], fill="#F2C14E")
    image.save(path, quality=90)


def constructs(folder: Path) -> Path:
    """A copy of the deck of all constructs beside its pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "constructs.md"
    shutil.copy(DECKS / "constructs.md", target)
    photo(folder / "photo.jpg")
    (folder / "drawing.svg").write_text(SVG, encoding="utf-8")
    return target


def hostile(folder: Path) -> Path:
    """A copy of the deck of everything that is hard, beside its pictures: turned, transparent, in other
    formats and colour spaces, very wide, very tall, broken."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "hostile.md"
    shutil.copy(DECKS / "hostile.md", target)
    photo(folder / "photo.jpg")
    (folder / "drawing.svg").write_text(SVG, encoding="utf-8")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing of use")
    with Image.open(folder / "photo.jpg") as image:
        exif = Image.Exif()
        exif[0x0112] = 6
        image.rotate(90, expand=True).save(folder / "turned.jpg", exif=exif, quality=90)
        image.resize((600, 400)).save(folder / "pic.webp", quality=80)
        image.resize((200, 100)).convert("P").save(folder / "pic.gif")
        image.resize((400, 300)).convert("CMYK").save(folder / "cmyk.jpg")
        image.resize((2000, 120)).save(folder / "wide.jpg")
        image.resize((120, 900)).save(folder / "tall.jpg")
    flat = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    ImageDraw.Draw(flat).ellipse([20, 20, 380, 280], fill="#C0392B")
    flat.save(folder / "flat.webp", lossless=True)
    return target


ALL = (constructs, hostile)


@dataclass(frozen=True)
class Material:
    deck: Deck
    scenes: list[Scene]
    file: Path


def office_face(name: str) -> str:
    """The bundled twin by its own name, for a machine without Office's fonts. LibreOffice draws ligatures
    unless the face says not to; PowerPoint draws none."""
    return f"{name}:-liga&-clig"


def material(path: Path, theme_name: str, out: Path) -> Material:
    """Lay the deck out with LibreOffice's seat of lines, and write it with faces without ligatures."""
    ensure_application()
    deck = read_deck(path)
    theme = load_theme(theme_name, deck.folder).for_size(deck.size)

    def laid(slide: Slide) -> Scene:
        return compose(slide, theme, deck, seat="libreoffice", room=False)

    compose_: Callable[[Slide], Scene] = laid
    look = look_of(theme, compose_)
    look = replace(
        look,
        heading=office_face(theme.heading.screen),
        body=office_face(theme.body.screen),
        mono=theme.mono.screen,
    )
    scenes = [compose_(slide) for slide in deck.slides]
    write(deck, zip(deck.slides, scenes, strict=True), look, out, ExportOptions())
    return Material(deck, scenes, out)
