"""Draws the pictures of docs/comparison.md and docs/powerpoint.md: what our file and others' look like.

Each construct of scripts/comparison.md by three programs, and the sample on the stage and in the file.

    .venv/bin/python scripts/compare_exports.py --pandoc PATH --marp PATH [--work FOLDER] [KEY …]

Needs LibreOffice and pdftoppm, which draw all three files alike, and a Chromium for Marp. Pandoc comes with
`pip install pypandoc_binary`, Marp with `npm install @marp-team/marp-cli`; both belong into a folder of their
own, not into this project's environment. Prints what each file holds, for the page's tables.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageDraw, ImageFont  # noqa: E402  (the path and the platform come first)
from pptx import Presentation  # noqa: E402

from facilitator.export import ExportOptions, export  # noqa: E402
from facilitator.system.resources import resource, sample_deck  # noqa: E402

DECK = ROOT / "scripts" / "comparison.md"
PICTURES = ROOT / "docs" / "pictures" / "comparison"
CELL, GAP, HEAD, TALL = 400, 8, 22, 225
_MARK = re.compile(r"^<!-- compare: ([a-z-]+) \| (.+) -->$", re.MULTILINE)
_NOTES = re.compile(r"^::: notes\n(.*?)^:::$", re.MULTILINE | re.DOTALL)
_BACKGROUND = re.compile(r"^!\[bg\]\((.+)\)\n\n?", re.MULTILINE)


@dataclass(frozen=True)
class Construct:
    """One row of the comparison."""

    key: str
    name: str
    text: str


@dataclass(frozen=True)
class Program:
    """One column: how it wants things written, and how it is called."""

    name: str
    folder: str
    written: Callable[[str], str]


def constructs(text: str) -> list[Construct]:
    """The constructs of the deck, in order."""
    pieces = _MARK.split(text)[1:]
    return [Construct(k, n, t.strip() + "\n") for k, n, t in zip(*[iter(pieces)] * 3, strict=True)]


# --- how each program wants things written ----------------------------------------------------------


def for_facilitator(text: str) -> str:
    """As it stands."""
    return text


def for_pandoc(text: str) -> str:
    """Widths and backgrounds are attributes there."""
    text = re.sub(r"^::: column \{width=(\d+%)\}", r"::: {.column width=\1}", text, flags=re.MULTILINE)
    if found := _BACKGROUND.search(text):
        text = _BACKGROUND.sub("", text)
        text = re.sub(
            r"^(# .+)$", rf'\1 {{background-image="{found[1]}"}}', text, count=1, flags=re.MULTILINE
        )
    return text


def for_marp(text: str) -> str:
    """Notes are comments there; columns and lists that come one by one are not known."""
    text = _NOTES.sub(lambda found: f"<!--\n{found[1]}-->", text)
    text = re.sub(r"^:::.*\n", "", text, flags=re.MULTILINE)
    return f"---\nmarp: true\n---\n\n{text}"


PROGRAMS = (
    Program("Facilitator", "facilitator", for_facilitator),
    Program("Pandoc", "pandoc", for_pandoc),
    Program("Marp", "marp", for_marp),
)


# --- making the files -------------------------------------------------------------------------------


def material(folder: Path) -> None:
    """The pictures that the deck shows."""
    photo = Image.new("RGB", (1200, 800), "#BCD3DE")
    draw = ImageDraw.Draw(photo)
    draw.polygon([(0, 800), (420, 280), (840, 800)], fill="#5F7A2E")
    draw.polygon([(480, 800), (900, 400), (1200, 800)], fill="#3E5A1E")
    draw.ellipse([936, 80, 1080, 224], fill="#F2C14E")
    draw.rectangle([380, 560, 560, 700], fill="#F6EFE0")
    draw.polygon([(360, 560), (470, 480), (580, 560)], fill="#A5402D")
    photo.save(folder / "photo.jpg", quality=90)
    plan = Image.new("RGB", (800, 480), "#E8F0EC")
    ImageDraw.Draw(plan).ellipse([240, 80, 560, 400], fill="#12706E")
    plan.save(folder / "drawing.png")
    (folder / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="240" viewBox="0 0 400 240">'
        '<rect width="400" height="240" fill="#E8F0EC"/><circle cx="200" cy="120" r="80" fill="#12706E"/>'
        '<text x="200" y="128" font-size="24" font-family="Carlito, Calibri" fill="#FFFFFF" '
        'text-anchor="middle">Here</text></svg>',
        encoding="utf-8",
    )


def decks(all_: list[Construct], work: Path) -> None:
    """Each construct as each program wants it, beside the pictures."""
    for program in PROGRAMS:
        folder = work / program.folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        material(folder)
        for one in all_:
            (folder / f"{one.key}.md").write_text(program.written(one.text), encoding="utf-8")


def make(all_: list[Construct], work: Path, pandoc: str, marp: str) -> None:
    """The PowerPoint files."""
    for one in all_:
        file = work / "facilitator" / f"{one.key}.md"
        export(file, file.with_suffix(".pptx"), ExportOptions(builds=one.key == "builds"))
        command = [pandoc, f"{one.key}.md", "-o", f"{one.key}.pptx", "--slide-level=1", "-f", "markdown+mark"]
        subprocess.run(command, cwd=work / "pandoc", check=True)
    command = [marp, "--pptx", "--allow-local-files", "--no-stdin", *(f"{one.key}.md" for one in all_)]
    environment = os.environ | {"CHROME_NO_SANDBOX": "1"}
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        environment.setdefault("CHROME_PATH", chromium)
    subprocess.run(command, cwd=work / "marp", check=True, env=environment)


def draw(all_: list[Construct], work: Path) -> None:
    """Every file by LibreOffice."""
    for program in PROGRAMS:
        office([work / program.folder / f"{one.key}.pptx" for one in all_], work, CELL * 2)


def office(files: list[Path], work: Path, width: int) -> None:
    """PowerPoint files of one folder as PDF and as pictures, with the fonts that stand in for Office's."""
    fonts = work / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{resource("fonts")}</dir>'
        f"<cachedir>{work / 'fontcache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    environment["FONTCONFIG_FILE"] = str(fonts)
    command = [
        "soffice", "--headless", "--norestore", f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--convert-to", "pdf", *(file.name for file in files),
    ]  # fmt: skip
    folder = files[0].parent
    subprocess.run(command, cwd=folder, check=True, env=environment, stdout=subprocess.DEVNULL)
    for file in files:
        size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
        subprocess.run(
            ["pdftoppm", *size, "-png", file.with_suffix(".pdf").name, file.stem], cwd=folder, check=True
        )


# --- pictures and facts -----------------------------------------------------------------------------


def pages(folder: Path, key: str) -> list[Image.Image]:
    """The drawn slides of one file, at twice the cell's width."""
    files = sorted(folder.glob(f"{key}-*.png"))
    return [Image.open(f).convert("RGB") for f in files if re.fullmatch(rf"{key}-\d+\.png", f.name)]


def cell(slides: list[Image.Image]) -> Image.Image:
    """One slide whole; several in quarters."""
    out = Image.new("RGB", (CELL, TALL), "#FFFFFF")
    across = 1 if len(slides) == 1 else 2
    width = (CELL - GAP * (across - 1)) // across
    for number, slide in enumerate(slides[:4]):
        height = round(slide.height * width / slide.width)
        small = slide.resize((width, height), Image.Resampling.LANCZOS)
        x, y = number % across * (width + GAP), number // across * (height + GAP)
        out.paste(small, (x, y))
        ImageDraw.Draw(out).rectangle(
            [x, y, x + width - 1, min(TALL, y + height) - 1], outline="#C8C8C8", width=1
        )
    return out


def row(one: Construct, work: Path, names: list[str]) -> Image.Image:
    """The three outputs beside each other, each under its program's name."""
    out = Image.new("RGB", (3 * CELL + 2 * GAP, HEAD + TALL), "#FFFFFF")
    font = ImageFont.truetype(str(resource("fonts") / "carlito" / "Carlito-Bold.ttf"), 15)
    pen = ImageDraw.Draw(out)
    for number, (program, name) in enumerate(zip(PROGRAMS, names, strict=True)):
        x = number * (CELL + GAP)
        slides = pages(work / program.folder, one.key)
        pen.text((x + 1, 1), name, "#404040", font)
        if len(slides) > 1:
            pen.text((x + CELL, 1), f"{len(slides)} slides", "#404040", font, anchor="ra")
        out.paste(cell(slides), (x, HEAD))
    return out


def same(work: Path) -> Image.Image:
    """The sample's first slides twice: from the stage, and from the exported file by LibreOffice."""
    folder = work / "same"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    width, across, down, head = 179, 5, 3, 30
    export(sample_deck(), folder / "stage.png", ExportOptions(width=width * 2))
    export(sample_deck(), folder / "file.pptx")
    office([folder / "file.pptx"], work, width * 2)
    high = round(width * 9 / 16)
    block = head + down * (high + 2)
    out = Image.new("RGB", (across * (width + 1), 2 * block), "#808080")
    pen = ImageDraw.Draw(out)
    font = ImageFont.truetype(str(resource("fonts") / "carlito" / "Carlito-Regular.ttf"), 18)
    said = ("The stage", "The exported file, drawn by LibreOffice")
    for number, (name, kind) in enumerate(zip(said, ("stage", "file"), strict=True)):
        top = number * block
        pen.rectangle([0, top, out.width, top + head - 1], "#F4F4F4")
        pen.text((8, top + 5), name, "#202020", font)
        for n, slide in enumerate(pages(folder, kind)[: across * down]):
            small = slide.resize((width, high), Image.Resampling.LANCZOS)
            out.paste(small, (n % across * (width + 1), top + head + n // across * (high + 2)))
    return out


def holds(file: Path) -> str:
    """What a file is made of, as python-pptx finds it."""
    counts: dict[str, int] = {}
    slides = list(Presentation(str(file)).slides)

    def count(name: str, more: int = 1) -> None:
        counts[name] = counts.get(name, 0) + more

    for slide in slides:
        if slide._element.find("{*}cSld/{*}bg//{*}blip") is not None:
            count("background picture")
        title = slide.shapes.title
        if title is not None and title.text_frame.text.strip():
            count("title")
        for shape in slide.shapes:
            if shape == title:
                continue
            if shape.has_chart:
                count("chart")
            elif getattr(shape, "has_table", False) and shape.has_table:
                count("table")
            elif shape.shape_type is not None and "GROUP" in str(shape.shape_type):
                count("group")
            elif shape._element.tag.endswith("}pic"):
                count("picture")
                about = shape._element.nvPicPr.cNvPr
                if about.get("descr") and not re.search(r"\.\w{3,4}$", about.get("descr")):
                    count("alt text")
            elif shape.has_text_frame and shape.text_frame.text.strip():
                number = shape._element.find(".//{*}fld[@type='slidenum']") is not None
                if not number:
                    count("text" if shape.is_placeholder else "text box")
        notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        if notes is not None and notes.text.strip():
            count("notes")
        if slide._element.find(".//{*}timing//{*}bldLst") is not None:
            count("animation")
        links = len(slide._element.findall(".//{*}hlinkClick"))
        if links:
            count("link", links)
        if slide._element.find(".//{*}oMath") is not None:
            count("equation")
    made = ", ".join(f"{n} {name}" if n > 1 else name for name, n in counts.items())
    return f"{len(slides)} slides: {made}" if len(slides) > 1 else made


def version(command: list[str]) -> str:
    """The first number of what a program says of itself."""
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else ""


def main(arguments: list[str]) -> int:
    """Make the files, the pictures and the facts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pandoc", default="pandoc")
    parser.add_argument("--marp", default="marp")
    parser.add_argument("--work", type=Path, default=Path("comparison"), help="where files are made")
    parser.add_argument("keys", nargs="*", metavar="KEY", help="only these constructs")
    chosen = parser.parse_args(arguments)
    all_ = constructs(DECK.read_text(encoding="utf-8"))
    if unknown := set(chosen.keys) - {one.key for one in all_}:
        parser.error(f"there is no construct {', '.join(sorted(unknown))}")
    all_ = [one for one in all_ if not chosen.keys or one.key in chosen.keys]
    work = chosen.work.absolute()
    names = [
        "Facilitator",
        f"Pandoc {version([chosen.pandoc, '--version'])}",
        f"Marp {version([chosen.marp, '--version'])}",
    ]
    decks(all_, work)
    make(all_, work, chosen.pandoc, chosen.marp)
    draw(all_, work)
    PICTURES.mkdir(parents=True, exist_ok=True)
    if not chosen.keys:
        same(work).save(PICTURES.parent / "powerpoint-same.jpg", quality=85, optimize=True, progressive=True)
    for one in all_:
        row(one, work, names).save(PICTURES / f"{one.key}.jpg", quality=78, optimize=True, progressive=True)
        print(f"{one.key}: {one.name}")
        for program in PROGRAMS:
            print(f"    {program.name:12} {holds(work / program.folder / f'{one.key}.pptx')}")
    print(" · ".join(names))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
