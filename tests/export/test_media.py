"""Pictures in the file: PowerPoint shows each of them, each once, and none tells where it was taken."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from PIL import Image

from facilitator.deck import read_text
from facilitator.deck.model import Picture
from facilitator.export.pptx.media import MediaStore, UnreadablePictureError, portable, stripped
from facilitator.export.pptx.package import Package
from facilitator.export.qt import ensure_application
from tests.fidelity.material import SVG


def encoded(kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image = Image.effect_noise((64, 40), 80).convert("RGB")
    image.paste("#A65413", (0, 0, 32, 40))
    image.save(out, kind, **how)  # type: ignore[arg-type]  # Pillow's own options
    return out.getvalue()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif")])
def test_usual_kinds_keep_every_pixel(kind: str, ending: str) -> None:
    data = encoded(kind)
    found, out, copied = portable(data)
    assert (found, copied) == (ending, True)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(out)) as after:
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "TIFF"])
def test_other_kinds_are_encoded_anew(kind: str) -> None:
    ending, out, copied = portable(encoded(kind))
    assert not copied
    with Image.open(io.BytesIO(out)) as image:
        assert image.size == (64, 40)
        assert image.format in ("PNG", "JPEG")
        assert ending == {"PNG": "png", "JPEG": "jpg"}[image.format]


def test_a_picture_with_clear_parts_keeps_them() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (200, 0, 0, 0)).save(out, "WEBP", lossless=True)
    ending, data, _ = portable(out.getvalue())
    with Image.open(io.BytesIO(data)) as image:
        assert (ending, image.mode, image.getpixel((5, 5))[3]) == ("png", "RGBA", 0)  # type: ignore[index]  # a tuple


def test_a_picture_that_the_camera_turned_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _, data, copied = portable(encoded("JPEG", exif=exif))
    with Image.open(io.BytesIO(data)) as image:
        assert (copied, image.size) == (False, (40, 64))
        assert 0x0112 not in image.getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_a_camera_notes_is_taken_out(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    data = encoded(kind, exif=exif)
    assert b"SecretCamera" in data
    assert b"SecretCamera" not in stripped(data, kind)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<html>"])
def test_what_is_no_picture_is_said(data: bytes) -> None:
    with pytest.raises(UnreadablePictureError):
        portable(data)


def test_the_same_picture_is_stored_once_and_a_vector_has_a_twin(tmp_path: Path) -> None:
    ensure_application()
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(
            encoded("PNG") if name == "a.png" else (tmp_path / "a.png").read_bytes()
        )
    (tmp_path / "c.svg").write_text(SVG, encoding="utf-8")
    package = Package()
    store = MediaStore(package)
    one, two, vector = (store.add(tmp_path / n) for n in ("a.png", "b.png", "c.svg"))
    assert one == two
    assert vector is not None
    assert vector.part.endswith(".png")
    assert vector.svg.endswith(".svg")
    assert store.add(tmp_path / "absent.png") is None
    assert len(list(package.names())) == 3


@pytest.mark.parametrize("lost", [1, 12])
def test_a_packed_drawing_that_was_cut_is_listed_and_ends_nothing(lost: int, tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_bytes(gzip.compress(SVG.encode())[:-lost])
    store = MediaStore(Package())
    assert store.add(file) is None
    assert store.unreadable == [file]
    (block,) = read_text("![A boat](a.svg)\n", folder=tmp_path).slides[0].blocks
    assert isinstance(block, Picture)
    assert (block.path, block.alt) == (None, "A boat")  # a frame with its words


@pytest.mark.parametrize("late", [False, True])
def test_a_packed_drawing_or_a_late_one_is_a_drawing_in_the_file_too(late: bool, tmp_path: Path) -> None:
    """As on stage: PowerPoint knows no packed ones, so it is unpacked; a long licence does not matter."""
    drawing = f"<!--{'words ' * 2000}-->{SVG}".encode() if late else SVG.encode()
    (tmp_path / "a.svg").write_bytes(drawing if late else gzip.compress(drawing))
    package = Package()
    media = MediaStore(package).add(tmp_path / "a.svg")
    assert media is not None
    assert media.svg.endswith(".svg")
    assert media.part.endswith(".png")
