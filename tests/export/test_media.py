"""Pictures in the file: PowerPoint shows each of them, each once, and none tells where it was taken."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from facilitator.deck import read_text
from facilitator.deck.model import Picture
from facilitator.export import export
from facilitator.export.pptx.media import MediaStore, UnreadablePictureError, portable, stripped
from facilitator.export.pptx.package import Package
from facilitator.export.qt import ensure_application
from tests.export.invariants import problems, read
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


MARK = b"MARKED-Hauptstrasse-12"
TURNED = Image.Exif()
TURNED[0x0112] = 6
FILM = b"\x00\x00\x00\x18ftypmp42" + MARK + b"\xff\xd9" + MARK


def _cmyk() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 40), 80).convert("CMYK").save(out, "JPEG", comment=MARK)
    return out.getvalue()


def _many(kind: str) -> bytes:
    """A film of two pictures that says something, for ever."""
    out = io.BytesIO()
    one, two = (Image.effect_noise((64, 40), n).convert("P") for n in (60, 90))
    one.save(out, kind, save_all=True, append_images=[two], duration=120, loop=0, comment=MARK)
    return out.getvalue()


def _behind_the_head(data: bytes, *segments: bytes) -> bytes:
    return data[:2] + b"".join(segments) + data[2:]


def _app(number: int, payload: bytes) -> bytes:
    return bytes((0xFF, 0xE0 + number)) + (len(payload) + 2).to_bytes(2) + payload


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return len(payload).to_bytes(4) + kind + payload + zlib.crc32(kind + payload).to_bytes(4)


def _between_the_scans(data: bytes) -> bytes:
    at = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    return data[:at] + b"\xff\xfe" + (len(MARK) + 2).to_bytes(2) + MARK + data[at:]


def _gif_with(block: bytes) -> bytes:
    data = _many("GIF")
    at = data.index(b"!\xf9")
    return data[:at] + block + data[at:]


_XMP = b"!\xff\x0bXMP DataXMP" + bytes((len(MARK),)) + MARK + b"\0"
TELLING: dict[str, tuple[str, bytes]] = {
    "turned": ("jpg", encoded("JPEG", exif=TURNED, comment=MARK)),
    "cmyk": ("jpg", _cmyk()),
    "comment": ("jpg", encoded("JPEG", comment=MARK)),
    "film behind": ("jpg", encoded("JPEG") + FILM),
    "film behind, restarts": ("jpg", encoded("JPEG", restart_marker_blocks=1, quality=100) + FILM),
    "film behind, progressive": ("jpg", encoded("JPEG", progressive=True) + FILM),
    "film behind, turned": ("jpg", encoded("JPEG", exif=TURNED) + FILM),
    "between scans": ("jpg", _between_the_scans(encoded("JPEG", progressive=True))),
    "other segments": ("jpg", _behind_the_head(encoded("JPEG"), _app(2, b"FPXR\0" + MARK),
                                               _app(0, b"JFXX\0" + MARK))),
    "gif": ("gif", _many("GIF")),
    "gif xmp": ("gif", _gif_with(_XMP)),
    "gif tail": ("gif", _many("GIF") + MARK),
    "png tail": ("png", encoded("PNG") + MARK),
    "png note": ("png", encoded("PNG")[:33] + _chunk(b"prVt", MARK) + encoded("PNG")[33:]),
    "webp": ("webp", encoded("WEBP", xmp=MARK)),
}  # fmt: skip


@pytest.mark.parametrize("name", TELLING)
def test_nothing_that_a_picture_says_is_in_a_presentation(name: str, tmp_path: Path) -> None:
    """The whole way, for every place where a camera, a phone or a program notes something."""
    ending, data = TELLING[name]
    assert MARK in data
    (tmp_path / f"a.{ending}").write_bytes(data)
    (tmp_path / "deck.md").write_text(f"# One\n\n![A view](a.{ending})\n", encoding="utf-8")
    out = tmp_path / "out.pptx"
    export(tmp_path / "deck.md", out)
    assert problems(out) == []
    parts = read(out).parts
    assert not [part for part, content in parts.items() if MARK in content]
    (shown,) = (content for part, content in parts.items() if part.startswith("ppt/media/"))
    with Image.open(io.BytesIO(shown)) as image:
        image.load()
        assert set(image.size) == {64, 40}


@pytest.mark.parametrize("name", [n for n, (e, _) in TELLING.items() if e in ("jpg", "gif") and n not in (
    "turned", "cmyk", "film behind, turned")])  # fmt: skip
def test_what_is_taken_out_of_a_picture_is_not_the_picture(name: str) -> None:
    data = TELLING[name][1]
    _, out, copied = portable(data)
    assert copied
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(out)) as after:
        frames = getattr(before, "n_frames", 1)
        assert getattr(after, "n_frames", 1) == frames
        assert {k: after.info.get(k) for k in ("loop", "duration", "jfif_version", "dpi")} == {
            k: before.info.get(k) for k in ("loop", "duration", "jfif_version", "dpi")
        }
        for number in range(frames):
            before.seek(number)
            after.seek(number)
            assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def test_a_picture_that_is_turned_keeps_its_colour_profile() -> None:
    """Phones write Display P3: without it, upright portraits would be paler than the others."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _, data, _ = portable(encoded("JPEG", exif=TURNED, icc_profile=profile))
    with Image.open(io.BytesIO(data)) as image:
        assert image.info["icc_profile"] == profile


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_picture_that_breaks_off_anywhere_is_read_to_its_end(kind: str) -> None:
    data = _many("GIF") if kind == "GIF" else encoded(kind, comment=MARK)
    for end in range(0, len(data), 7):
        assert MARK not in stripped(data[:end], kind)
