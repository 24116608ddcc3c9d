"""The one configured Python-Markdown instance, and the two things asked of it: a tree, or a line's spans."""

from __future__ import annotations

import re
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from typing import Any

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, Registry

from facilitator.deck.parser import inline
from facilitator.deck.parser.blocks import BlockReader
from facilitator.deck.parser.tree import References, TreeBuilder, inline_text, link_key

Element = ElementTree.Element
CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]"
)


class _Links(dict[str, tuple[str, str]]):
    """Definitions by label, compared as CommonMark compares them."""

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and super().__contains__(link_key(key))

    def __getitem__(self, key: str) -> tuple[str, str]:
        return super().__getitem__(link_key(key))


class _Blocks(BlockProcessor):
    """Takes the whole text at once and reads its blocks by our rules."""

    def __init__(self, parser: BlockParser, md: Markdown) -> None:
        super().__init__(parser)
        self.md = md

    def test(self, parent: Element, block: str) -> bool:
        return True

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        text = "\n\n".join(blocks).rstrip("\n")  # Python-Markdown adds blank lines at the end
        blocks.clear()
        builder = TreeBuilder()
        builder.build(parent, BlockReader().read(enumerate(text.split("\n"), 1)).children)
        for label, target in builder.references.links.items():
            self.md.references.setdefault(label, target)
        return None


class _Html(Treeprocessor):
    """Before serialising: the tree as ordinary HTML, as ``Markdown.convert`` is asked for it."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if element.tag == "x-tag":
                element.tag = "x-text"
                element.text = AtomicString(self.md.htmlStash.store(element.get("raw", "")))
            elif element.tag in ("x-tags", "x-raw"):
                element.tag = "p"
                element.text = AtomicString(self.md.htmlStash.store(str(element.text)))
        for element in list(root.iter()):
            for key in ("line", "column", "marker", "info", "fence", "align", "bare", "attributes"):
                element.attrib.pop(key, None)
            if element.tag in ("li", "dd"):
                _unwrap_tight(element)
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "x-text":
                    _dissolve(parent, child)


def _dissolve(parent: Element, child: Element) -> None:
    index = list(parent).index(child)
    text = str(child.text or "") + str(child.tail or "")
    parent.remove(child)
    if index:
        before = parent[index - 1]
        before.tail = (before.tail or "") + text
    else:
        parent.text = str(parent.text or "") + text


def _unwrap_tight(item: Element) -> None:
    """A tight item's paragraphs lose their ``p``."""
    for child in list(item):
        if child.tag != "p" or child.attrib.pop("tight", None) is None:
            continue
        index = list(item).index(child)
        text = (child.text or "") + ("" if len(child) else "\n" if index + 1 < len(item) else "")
        if index:
            item[index - 1].tail = (item[index - 1].tail or "") + "\n" + text
        else:
            item.text = text
        item.remove(child)
        for offset, grandchild in enumerate(list(child)):
            item.insert(index + offset, grandchild)


class SlideExtension(Extension):
    """Everything that makes Python-Markdown read slides."""

    delimiters: Any

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.parser.blockprocessors = Registry()
        md.parser.blockprocessors.register(_Blocks(md.parser, md), "slide_blocks", 200)
        self.delimiters = inline.register(md)
        md.treeprocessors.register(_Html(md), "slide_html", 15)
        md.treeprocessors.deregister("prettify")


def new_instance() -> tuple[Markdown, SlideExtension]:
    """A configured instance; ``convert`` on it gives HTML (used for the CommonMark examples)."""
    extension = SlideExtension()
    md = Markdown(extensions=[extension])
    md.references = _Links()
    return md, extension


class Engine:
    """Parses slides with one instance. Python-Markdown keeps state, so one at a time."""

    def __init__(self) -> None:
        self.md, self._extension = new_instance()
        self._inline = self.md.treeprocessors["inline"]
        self._unescape = self.md.treeprocessors["unescape"]
        self._eastern = False
        self._other_delimiters: Any = None
        self.lock = threading.RLock()

    def blocks(
        self,
        lines: Iterable[tuple[int, str]],
        underline: bool = True,
        fences: Mapping[int, tuple[int, bool]] | None = None,
    ) -> tuple[Element, References, list[tuple[int, int]]]:
        """The tree of numbered lines, inline text still unread; the definitions met; stray ``:::``."""
        reader = BlockReader(underline, fences)
        reader.read(lines)
        builder = TreeBuilder()
        root = Element("div")
        builder.build(root, reader.root.children)
        return root, builder.references, reader.stray

    def spans(self, root: Element, links: Mapping[str, tuple[str, str]], cjk: bool = False) -> Element:
        """Read the inline text of a tree."""
        with self.lock:
            self.md.references.clear()
            self.md.references.update(links)
            delimiters = self._extension.delimiters
            delimiters.reset()
            if cjk != self._eastern:
                if self._other_delimiters is None:
                    self._other_delimiters = inline.eastern()
                delimiters.delimiters, self._other_delimiters = self._other_delimiters, delimiters.delimiters
                self._eastern = cjk
            self._inline.run(root)
            self._unescape.run(root)
        return root

    def line(self, text: str, links: Mapping[str, tuple[str, str]]) -> Element:
        """One line of text as a tree with one paragraph."""
        root = Element("div")
        paragraph = ElementTree.SubElement(root, "p")
        paragraph.text = inline_text(text)
        return self.spans(root, links, bool(CJK.search(text)))


def has_cjk(text: str) -> bool:
    """Does this text hold Chinese, Japanese or Korean letters?"""
    return bool(CJK.search(text))


_engine: Engine | None = None
_making = threading.Lock()


def engine() -> Engine:
    """The one instance (made at the first use)."""
    global _engine
    with _making:
        if _engine is None:
            _engine = Engine()
        return _engine
