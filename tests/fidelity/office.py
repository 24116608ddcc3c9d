"""LibreOffice as a second pair of eyes: a presentation becomes a PDF, and its words are read with their
places."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from facilitator.system.resources import resource
from tests.tools import tool


def _fonts(profile: Path) -> Path:
    """A font configuration with the bundled fonts on top of the system's."""
    profile.mkdir(parents=True, exist_ok=True)
    path = profile / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{resource("fonts")}</dir>'
        f"<cachedir>{profile / 'fontcache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return path


def to_pdf(deck: Path, profile: Path) -> Path:
    """Convert with a profile of its own, so that tests can run beside each other."""
    soffice = tool("soffice", "libreoffice")
    command = [
        soffice, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to", "pdf", "--outdir", str(deck.parent), str(deck),
    ]  # fmt: skip
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    environment["FONTCONFIG_FILE"] = str(_fonts(profile))
    done = subprocess.run(command, capture_output=True, timeout=300, check=False, env=environment)
    out = deck.with_suffix(".pdf")
    assert out.is_file(), done.stderr.decode(errors="replace")
    return out


@dataclass(frozen=True)
class Char:
    """A character of a page: its origin (the pen's place on the baseline) from the top left corner, in
    points."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class PageText:
    width: float
    height: float
    chars: tuple[Char, ...]

    def text(self) -> str:
        return "".join(c.text for c in self.chars)


def pages(pdf: Path) -> Iterator[PageText]:
    """The pages' characters, spaces left out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            count = pdfium.FPDFText_CountChars(text)
            found = []
            x, y = ctypes.c_double(), ctypes.c_double()
            for index in range(count):
                value = chr(pdfium.FPDFText_GetUnicode(text, index))
                if value.isspace() or value in "\x00\ufffe\u00ad\x02":
                    continue
                pdfium.FPDFText_GetCharOrigin(text, index, x, y)
                found.append(Char(value, x.value, height - y.value))
            text.close()
            page.close()
            yield PageText(width, height, tuple(found))
    finally:
        document.close()
