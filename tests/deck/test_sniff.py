"""A look into pictures' files: real ones of every kind, cut at every place, and others under a wrong name."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from facilitator.deck import read_deck, sniff
from facilitator.deck.sniff import fault, unpacked
from tests.conftest import ROOT

SVG = (
    b'<?xml version="1.0"?>\n<!-- made by hand -->\n'
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'
)


def picture(kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(out, kind, **more)  # type: ignore[arg-type]  # save's own
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_whole_pictures_are_whole_whatever_follows_them(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "x"
    for data in (picture(kind), picture(kind) + b"trailing words of some camera" * 9):
        file.write_bytes(data)
        assert fault(file) == ""


@pytest.mark.parametrize(
    "more", [{"progressive": True}, {"exif": b"Exif\0\0" + b"x" * 3000}, {"comment": "hi"}]
)
def test_jpegs_of_every_make(more: dict[str, object], tmp_path: Path) -> None:
    file = tmp_path / "x.jpg"
    file.write_bytes(picture("JPEG", **more))
    assert fault(file) == ""


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.6, 0.9, 0.995])
def test_a_jpeg_that_was_cut_is_told_whatever_its_thumbnail_says(
    share: float, progressive: bool, tmp_path: Path
) -> None:
    data = picture("JPEG", exif=b"Exif\0\0" + b"a thumbnail's end \xff\xd9", progressive=progressive)
    file = tmp_path / "x.jpg"
    file.write_bytes(data[: int(len(data) * share)])
    assert "cut off" in fault(file)
    file.write_bytes(data + b"a film " * 30_000)
    assert fault(file) == ""


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_picture_of_too_many_pixels_is_told(kind: str, tmp_path: Path) -> None:
    data = bytearray(picture(kind))
    at, much = {
        "PNG": (16, struct.pack(">II", 30_000, 30_000)),
        "JPEG": (data.find(b"\xff\xc0") + 5, struct.pack(">HH", 30_000, 30_000)),
        "GIF": (6, struct.pack("<HH", 30_000, 30_000)),
    }[kind]
    data[at : at + len(much)] = much
    file = tmp_path / "x"
    file.write_bytes(data)
    assert "megapixels" in fault(file)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.995])
def test_a_png_that_was_cut_is_told(share: float, tmp_path: Path) -> None:
    data = picture("PNG")
    file = tmp_path / "x.png"
    file.write_bytes(data[: int(len(data) * share)])
    assert fault(file)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "no picture"),
        (b"<html><body>Not found</body></html>", "no picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 300, "damaged"),
        (b"\xff\xd8\xff", "damaged"),
        (picture("JPEG")[:300], "damaged"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC under another name"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, "cut off"),
        (picture("WEBP")[:-400], "cut off"),
        (SVG[:-8], "damaged"),
        (gzip.compress(SVG)[:20] + b"x" * 30, "damaged"),
        (gzip.compress(SVG)[:-1], "cut off"),
        (gzip.compress(SVG)[:-12], "cut off"),
        (gzip.compress(SVG[:-6] + b" " * 70_000_000 + SVG[-6:], 1), "64 megabytes"),
        (b"<html><svg/></html>", "no picture"),
        (b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><x>&c;</x>', "no picture"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "x.jpg"
    file.write_bytes(data)
    assert words in fault(file)
    assert fault(tmp_path / "nowhere.png") == "cannot be read"


@pytest.mark.parametrize(
    "data", [SVG, gzip.compress(SVG), SVG[22:].decode().encode("utf-16"), b" \n" * 2000 + SVG]
)
def test_drawings_are_known_packed_or_not(data: bytes, tmp_path: Path) -> None:
    assert b"svg" in unpacked(data).replace(b"\0", b"")
    file = tmp_path / "x.svg"
    file.write_bytes(data)
    assert fault(file) == ""


@pytest.mark.parametrize("lost", [1, 4, 8, 12, 30])
def test_a_packed_drawing_without_its_last_bytes_is_none(lost: int) -> None:
    assert unpacked(gzip.compress(SVG)[:-lost]) == b""


def test_a_packed_drawing_larger_than_the_look_comes_out_whole() -> None:
    drawing = SVG[:-6] + b"<g/>" * 1_500_000 + SVG[-6:]
    assert unpacked(gzip.compress(drawing, 1)) == drawing


def test_a_png_whose_pixels_are_none_is_damaged(tmp_path: Path) -> None:
    """Its chunks are all there, and what they hold is not packed: a decoder would tell the terminal."""
    data = picture("PNG")
    at = data.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", data[at - 8 : at - 4])
    file = tmp_path / "x.png"
    file.write_bytes(data[:at] + b"x" * length + data[at + length :])
    assert fault(file) == "is damaged"
    file.write_bytes(data[: at - 8] + data[at + length + 4 :])
    assert fault(file) == "is damaged", "no pixels at all"


def test_pixels_may_begin_in_pieces(tmp_path: Path) -> None:
    data = picture("PNG")
    at = data.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", data[at - 8 : at - 4])
    pixels = data[at : at + length]
    pieces = b"".join(
        struct.pack(">I", len(p)) + b"IDAT" + p + struct.pack(">I", zlib.crc32(b"IDAT" + p))
        for p in (b"", pixels[:1], pixels[1:])
    )
    file = tmp_path / "x.png"
    file.write_bytes(data[: at - 8] + pieces + data[at + length + 4 :])
    with Image.open(file) as image:
        image.load()
    assert fault(file) == ""


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\x01", b"\xff\xfe\0\2"])
def test_a_jpeg_of_filling_alone_is_given_up_soon(filling: bytes) -> None:
    """No matter how long it is: the look takes a bounded number of steps."""

    class Counted(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.reads += 1
            return super().read(size)

    data = b"\xff\xd8" + filling * 500_000
    file = Counted(data)
    assert sniff._jpeg(file, len(data)) == "is damaged"
    assert file.reads <= 10_000


def test_some_filling_is_fine(tmp_path: Path) -> None:
    data = picture("JPEG")
    file = tmp_path / "x.jpg"
    file.write_bytes(data[:2] + b"\xff" * 900 + data[2:])
    assert fault(file) == ""


def test_every_picture_that_ships_is_whole() -> None:
    kinds = {".png", ".jpg", ".svg", ".gif", ".webp"}
    files = [
        p
        for folder in ("docs", "slides", "resources")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in kinds
    ]
    assert len(files) > 50
    assert [p.name for p in files if fault(p)] == []


def test_a_deck_says_which_picture_and_where_and_a_frame_stands_in(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    deck = tmp_path / "deck.md"
    deck.write_text("# T\n\n![A boat](a.jpg)\n", encoding="utf-8")
    read = read_deck(deck)
    (found,) = [p for p in read.problems if p.code == "unreadable-picture"]
    assert (found.line, found.severity) == (3, "warning")
    assert found.message == (
        "The picture “a.jpg” is HEIC under another name, which cannot be shown: a frame stands in."
    )
    assert read.slides[0].blocks[0].path is None  # type: ignore[union-attr]  # a picture
