"""Draws the contact sheets of docs/themes.md: every theme with every layout, diagram and state.

    .venv/bin/python scripts/contact_sheet.py [FOLDER]      (default docs/pictures/themes)

One sheet a theme, and one of slides with little, much and too much on them.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QRectF, Qt  # noqa: E402  (the path and the platform come first)
from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: E402

from facilitator.deck.model import Deck, Slide  # noqa: E402
from facilitator.deck.reader import read_text  # noqa: E402
from facilitator.scene import (  # noqa: E402
    CardContent,
    Live,
    compose,
    compose_card,
    ensure_fonts,
    load_theme,
    render,
    theme_names,
)  # fmt: skip
from tests.scene import samples  # noqa: E402

WIDTH, GAP, ABREAST = 480, 10, 4
LIVE = Live(
    number=7, total=20, address="192.168.1.20:8080", url="http://192.168.1.20:8080/", wifi="Wi-Fi “Clinic”",
    countdown="04:59", clock="10:41",
)  # fmt: skip

CARDS = (
    CardContent(
        "break", "Short break", "Stretch, breathe, drink some water.", "We go on at 10:45", countdown=True
    ),
    CardContent("exercise", "Talk with your neighbour", "Which stage, for which behaviour?", countdown=True),
    CardContent("join", "Ask anything", "No name, no sign-in. Questions are read at the end.", qr=True),
    CardContent(
        "entry",
        text="How do I answer a colleague who says we are “just enabling” people?",
        category="Question",
    ),
    CardContent("resources", "Where help is", lines=(("Emergency", "112"), ("Crisis line", "day and night"))),
)

_LINE = "A line of words about something that matters to the people in the room."
_STATES = [
    "# Short\n\n- One\n- Two",
    "# A title that is a good deal longer than one line of this page holds\n\n" + f"- {_LINE}\n" * 5,
    "# Much\n\n" + f"- {_LINE}\n  - and a word below it\n" * 6,
    "# Too much\n\n" + f"{_LINE} {_LINE}\n\n" * 14,
    "# العربية من اليمين\n\n- الحد من الضرر يبدأ من حيث يوجد الشخص\n- خطوات صغيرة مهمة",
    "# 日本語と中文\n\n- 害を減らすことは、その人がいるところから始まる。\n- 减少危害从人所在之处开始",
    "# Long words\n\n- Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen\n"
    "- https://example.org/a/very/long/address/that/does/not/end/soon?with=query&and=more",
    "# A missing picture\n\n- Some text\n- and some more\n\n![The harbour at dawn](gone.png)",
]  # fmt: skip


def sheet(images: list[QImage], target: Path) -> None:
    """Pictures side by side on one sheet."""
    height = max(image.height() for image in images)
    rows = -(-len(images) // ABREAST)
    out = QImage(ABREAST * (WIDTH + GAP) + GAP, rows * (height + GAP) + GAP, QImage.Format.Format_RGB32)
    out.fill(Qt.GlobalColor.gray)
    painter = QPainter(out)
    for number, image in enumerate(images):
        x = GAP + number % ABREAST * (WIDTH + GAP)
        y = GAP + number // ABREAST * (height + GAP)
        painter.drawImage(QRectF(x, y, image.width(), image.height()), image)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    out.save(str(target))
    print(target)


def slides() -> list[tuple[Slide, Deck]]:
    """Every sample with a footer, numbered."""
    book = read_text(samples.TEXT.lstrip(), "samples.md")
    return [
        (dataclasses.replace(s, settings=dataclasses.replace(s.settings, footer="A deck")), book)
        for s in book.slides
    ]


def main(folder: Path) -> None:
    """Draw all sheets into a folder."""
    app = QGuiApplication.instance() or QGuiApplication([])
    ensure_fonts()
    for name in theme_names():
        theme = load_theme(name)
        images = [render(compose(s, theme, book), WIDTH, live=LIVE) for s, book in slides()]
        images += [render(compose_card(card, theme), WIDTH, live=LIVE) for card in CARDS]
        sheet(images, folder / f"{name}.png")
    states = []
    for name in ("calm", "paper"):
        theme = load_theme(name)
        for text in _STATES:
            book = read_text("---\ntitle: x\n---\n\n<!-- footer: A deck -->\n" + text, "states.md")
            states.append(
                render(compose(dataclasses.replace(book.slides[0], number=2), theme, book), WIDTH, live=LIVE)
            )
    sheet(states, folder / "states.png")
    del app


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures" / "themes")
