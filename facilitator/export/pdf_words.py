"""What can be copied out of a PDF: each glyph tells the letters that were written.

Qt tells the first character that a font draws with a glyph, and only where one character is one glyph. So 日
would be copied as the radical ⽇, which no search finds, Arabic in forms of one place in a word, and joined
letters of Hindi or letters beyond the first plane not at all. Here the painter is listened to instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject
    from PySide6.QtGui import QRawFont

    from facilitator.scene.painter.glyphs import Glyphs

_RANGES = re.compile(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*(\[[^\]]*\]|<[0-9A-Fa-f]+>)")
_HEX = re.compile(r"<([0-9A-Fa-f]+)>")
_COMPATIBLE = re.compile(r"[\u2F00-\u2FDF\uF900-\uFAFF\uFB00-\uFDFF\uFE70-\uFEFF]")
#: Radicals that Unicode's compatibility mapping leaves out -> the letters they look like (property
#: Equivalent_Unified_Ideograph of Unicode 15).
_RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
#: Two letters in one -> the one, which readers know how to turn.
_ARABIC_JOINED = {unicodedata.normalize("NFKC", char): char for char in "\ufef5\ufef7\ufef9\ufefb"}
_BLANKS = str.maketrans("\t\n\r\u00a0", "    ")


@dataclass
class _Face:
    """One font in the order in which its glyphs were first drawn: Qt numbers them so, from 1."""

    raw: QRawFont
    family: str
    glyphs: dict[int, int] = field(default_factory=dict)
    """Glyph -> its number in the file."""
    said: dict[int, Counter[str]] = field(default_factory=dict)
    """Number -> what it was drawn for."""
    known: set[int] = field(default_factory=set)
    """Glyphs that are the font's own for a character that was written: nothing more to learn of them."""

    chars: dict[str, int | None] = field(default_factory=dict)
    """Character -> its glyph, as far as it was asked for."""

    def draws(self, char: str) -> int | None:
        """The glyph that this font draws for one character; None for nothing, or for more than one."""
        if char not in self.chars:
            found = self.raw.glyphIndexesForString(char)
            self.chars[char] = found[0] if len(found) == 1 and found[0] else None
        return self.chars[char]

    def hear(self, piece: Glyphs) -> None:
        """Take down a run: what its glyphs say, cluster by cluster."""
        glyphs = piece.run.glyphIndexes()
        if self.known.issuperset(glyphs):
            return
        for glyph in glyphs:
            self.glyphs.setdefault(glyph, len(self.glyphs) + 1)
        source, words = piece.run.sourceString(), _said(piece)
        own = {one: char for char in dict.fromkeys(source) if (one := self.draws(char)) is not None}
        at = 0
        while at < len(glyphs):
            end = at + 1
            while end < len(glyphs) and end < len(words) and not words[end]:
                end += 1
            rest = words[at] if at < len(words) else ""
            joined = None
            for glyph in glyphs[at:end]:
                char = own.get(glyph)
                if char is None:
                    joined = glyph if joined is None else joined
                else:
                    rest = rest.replace(char, "", 1)
                    self.known.add(glyph)
                    self._say(glyph, char)
            if joined is not None and rest and self.draws(rest[0]) is not None:
                self._say(joined, _ARABIC_JOINED.get(rest, rest))
            at = end

    def _say(self, glyph: int, text: str) -> None:
        self.said.setdefault(self.glyphs[glyph], Counter())[text.translate(_BLANKS)] += 1


def _said(piece: Glyphs) -> list[str]:
    """What each glyph of a run says; nothing for the later glyphs of letters that are drawn by several."""
    starts = sorted({index for run in piece.mates for index in run.stringIndexes()})
    ends = dict(zip(starts, [*starts[1:], piece.end], strict=True))
    text = piece.run.sourceString().encode("utf-16-le", "surrogatepass")
    told: set[int] = set()
    words = []
    for index in piece.run.stringIndexes():
        part = b"" if index in told else text[2 * index : 2 * ends[index]]
        told.add(index)
        words.append(part.decode("utf-16-le", "replace"))
    return words


class Words:
    """Listens to a painter, and knows afterwards what each glyph of the file says."""

    def __init__(self) -> None:
        self.faces: dict[tuple[str, str, int], _Face] = {}

    def hear(self, piece: Glyphs) -> None:
        """Take down what is being drawn."""
        raw = piece.run.rawFont()
        key = (raw.familyName(), raw.styleName(), raw.weight())
        face = self.faces.get(key)
        if face is None:
            face = self.faces[key] = _Face(raw, key[0])
        face.hear(piece)

    def of(self, name: str, told: dict[int, str]) -> dict[int, str] | None:
        """What the glyphs of the file's font of this name say; None when it cannot be told for certain.

        ``told``: what Qt says. Where a font has that character it must be the very glyph.
        """
        plain = _letters(name)
        for key, face in self.faces.items():
            order = list(face.glyphs)
            if not plain.startswith(_letters(face.family)) or (told and max(told) > len(order)):
                continue
            known = {n: face.draws(text) for n, text in told.items()}
            if any(glyph != order[n - 1] for n, glyph in known.items() if glyph is not None):
                continue
            del self.faces[key]
            return dict(_choose(face, order, told))
        return None


def _choose(face: _Face, order: list[int], told: dict[int, str]) -> Iterator[tuple[int, str]]:
    """What was written, where that is what the glyph is for; else what Qt says, in plain letters."""
    for number, glyph in enumerate(order, 1):
        votes = face.said.get(number)
        written = votes.most_common(1)[0][0] if votes else ""
        by_qt = folded(told.get(number, ""))
        if written and (not by_qt or face.draws(written) == glyph or face.draws(told[number]) != glyph):
            yield number, written
        elif by_qt:
            yield number, by_qt


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def folded(text: str) -> str:
    """Plain letters for radicals and for letters in the form of one place in a word.

    Two letters in one stay as they are: readers turn a line from right to left, but not what is in one glyph.
    """
    text = text.translate(_RADICALS).translate(_BLANKS)
    return _COMPATIBLE.sub(lambda found: _plain(found[0]), text)


def _plain(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


# --- in the file --------------------------------------------------------------------------------------


def mend_fonts(writer: PdfWriter, words: Words | None = None) -> None:
    """Let text be copied as it was written (without ``words``: as well as can be guessed), and give each
    subset a name by its order, where Qt makes one up each time."""
    from pypdf.generic import DictionaryObject, StreamObject

    seen: set[int] = set()
    for page in writer.pages:
        fonts = page.get("/Resources", DictionaryObject()).get_object().get("/Font", DictionaryObject())
        for reference in fonts.get_object().values():
            font = reference.get_object()
            table = font.get("/ToUnicode")
            if table is None or id(font) in seen:
                continue
            seen.add(id(font))
            name = str(font["/BaseFont"]).rpartition("+")[2].lstrip("/")
            stream = table.get_object()
            if isinstance(stream, StreamObject):
                told, sure = _read(stream.get_data().decode("latin-1"))
                found = words.of(name, sure) if words else None
                stream.set_data(_table(found or {n: folded(text) for n, text in told.items()}))
            _named(font, name, len(seen))


def _read(table: str) -> tuple[dict[int, str], dict[int, str]]:
    """Qt's table: glyph number -> text. Twice: all of it, and without what it only continues."""
    told: dict[int, str] = {}
    sure: dict[int, str] = {}
    for first, last, values in _RANGES.findall(table):
        start = int(first, 16)
        texts = [bytes.fromhex(v).decode("utf-16-be", "replace") for v in _HEX.findall(values)]
        sure.update((start + n, text) for n, text in enumerate(texts))
        if not values.startswith("[") and len(texts[0]) == 1:
            count = int(last, 16) - start + 1
            texts = [chr(min(ord(texts[0]) + n, 0x10FFFF)) for n in range(count)]
        told.update((start + n, text) for n, text in enumerate(texts))
    return _real(told), _real(sure)


def _real(told: dict[int, str]) -> dict[int, str]:
    return {n: text for n, text in told.items() if n and text and text != "\0"}


def _table(texts: dict[int, str]) -> bytes:
    """A table from glyph number to text as PDF wants it."""
    rows = [f"<{n:04X}> <{t.encode('utf-16-be', 'replace').hex().upper()}>" for n, t in sorted(texts.items())]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(rows), 100):  # the format allows no more in one go
        part = rows[start : start + 100]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end", ""]
    return "\n".join(lines).encode("ascii")


def _named(font: DictionaryObject, name: str, number: int) -> None:
    """A subset's name with a tag by its order."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    below = font["/DescendantFonts"]
    assert isinstance(below, ArrayObject)
    inner = below[0].get_object()
    assert isinstance(inner, DictionaryObject)
    about = inner["/FontDescriptor"]
    assert isinstance(about, DictionaryObject)
    tag, rest = "", number
    for _ in range(6):
        rest, letter = divmod(rest, 26)
        tag = chr(65 + letter) + tag
    for holder, key in ((font, "/BaseFont"), (inner, "/BaseFont"), (about, "/FontName")):
        holder[NameObject(key)] = NameObject(f"/{tag}+{name}")
