"""From block nodes to Python-Markdown's element tree. Each block element carries its ``line``."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree

from markdown.util import AtomicString

from facilitator.deck.parser.blocks import Node

Element = ElementTree.Element
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~^={!@$\x02]|://|www\.|[ ]{2}\n")
_HEADING_ATTRIBUTES = re.compile(
    r"[ \t]*\{[ \t]*((?:[#.][\w-]+|[\w-]+=(?:\"[^\"]*\"|[^\s}]+))(?:[ \t]+[^{}]*)?)\}[ \t]*$"
)
_REFERENCE = re.compile(
    r"[ ]{0,3}\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*(?:<((?:[^<>\n\\]|\\.)*)>|([^\s<]\S*))"
    r"(?:(?:[ \t]+|[ \t]*\n[ \t]*)"
    r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))(?=[ \t]*(?:\n|$)))?[ \t]*(?:\n|$)"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ABBREVIATION = re.compile(r"[ ]{0,3}\*\[([^\[\]]+)\]:[ \t]*(.*)(?:\n|$)")


def inline_text(text: str) -> str:
    """Text that inline rules need not look at is marked as such: they are the slow part."""
    return text if _SPECIAL.search(text) else AtomicString(text)


class References:
    """Link and abbreviation definitions met while building."""

    def __init__(self) -> None:
        self.links: dict[str, tuple[str, str]] = {}
        self.abbreviations: dict[str, str] = {}


def link_key(label: str) -> str:
    """How a reference's label is compared: case and white space make no difference."""
    return re.sub(r"\s+", " ", label.strip()).casefold()


def _unescape(text: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", text))


def take_definitions(text: str, into: References) -> str:
    """Take link and abbreviation definitions off the start of a paragraph."""
    while text.lstrip(" ")[:1] in ("[", "*"):
        match = _REFERENCE.match(text)
        if match and not match[1].startswith("^"):
            url = match[2] if match[2] is not None else match[3]
            into.links.setdefault(
                link_key(match[1]), (_unescape(url or ""), _unescape((match[4] or "")[1:-1]))
            )
            text = text[match.end() :]
            continue
        short = _ABBREVIATION.match(text)
        if short is None:
            break
        into.abbreviations.setdefault(short[1].strip(), short[2].strip())
        text = text[short.end() :]
    return text


def split_row(row: str) -> list[str]:
    """The cells of a table row; pipes behind a backslash or within code do not divide."""
    text = row.strip()
    if text.startswith("|"):
        text = text[1:]
    cells: list[str] = []
    cell: list[str] = []
    index = 0
    while index < len(text):
        character = text[index]
        if character == "\\" and index + 1 < len(text):
            cell.append("|" if text[index + 1] == "|" else text[index : index + 2])
            index += 2
            continue
        if character == "`":
            run = len(text[index:]) - len(text[index:].lstrip("`"))
            close = re.compile(rf"(?<!`)`{{{run}}}(?!`)").search(text, index + run)
            stop = close.end() if close else index + run
            cell.append(text[index:stop].replace("\\|", "|"))
            index = stop
            continue
        if character == "|":
            cells.append("".join(cell).strip())
            cell = []
        else:
            cell.append(character)
        index += 1
    if "".join(cell).strip() or not cells or not text.endswith("|"):
        cells.append("".join(cell).strip())
    return cells


def _alignment(cell: str) -> str:
    left, right = cell.startswith(":"), cell.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""


def _sub(parent: Element, tag: str, node: Node) -> Element:
    return ElementTree.SubElement(parent, tag, {"line": str(node.line), "column": str(node.column)})


class TreeBuilder:
    """Builds elements from nodes; definitions it meets are collected in ``references``."""

    def __init__(self) -> None:
        self.references = References()

    def build(self, parent: Element, nodes: list[Node], tight: bool = False) -> None:
        """Append the nodes' elements to the parent. ``tight``: paragraphs of a tight list have no ``p``
        of their own when written as HTML; here they keep it, marked."""
        for node in nodes:
            self._node(parent, node, tight)

    def _node(self, parent: Element, node: Node, tight: bool) -> None:
        match node.kind:
            case "p":
                text = take_definitions("\n".join(node.text), self.references)
                if text.strip():
                    element = _sub(parent, "p", node)
                    if tight:
                        element.set("tight", "1")
                    element.text = inline_text(text.rstrip())
            case "heading":
                text = (
                    take_definitions("\n".join(node.text), self.references)
                    if len(node.text) > 1
                    else node.text[0]
                )
                element = _sub(parent, f"h{node.level}", node)
                attributes = _HEADING_ATTRIBUTES.search(text)
                if attributes:
                    element.set("attributes", attributes[1])
                    text = text[: attributes.start()]
                element.text = inline_text(text.strip())
            case "rule":
                _sub(parent, "hr", node)
            case "quote":
                self.build(_sub(parent, "blockquote", node), node.children)
            case "list":
                self._list(parent, node)
            case "fence" | "code":
                self._code(parent, node)
            case "table":
                self._table(parent, node)
            case "dl":
                self._definitions(parent, node)
            case "div":
                element = _sub(parent, "div", node)
                element.set("info", node.info)
                if not node.closed:
                    element.set("open", "1")
                self.build(element, node.children)
            case "footnote":
                element = _sub(parent, "x-footnote", node)
                element.set("label", node.info)
                self.build(element, node.children)
            case "tags":
                element = _sub(parent, "x-tags", node)
                element.text = AtomicString("\n".join(node.text))
            case "raw":
                element = _sub(parent, "x-raw", node)
                element.set("tag", node.info)
                element.text = AtomicString("\n".join(node.text))

    def _list(self, parent: Element, node: Node) -> None:
        ordered = node.marks[0].isdigit()
        element = _sub(parent, "ol" if ordered else "ul", node)
        element.set("marker", node.marks[-1] if ordered else node.marks)
        if ordered and node.number != 1:
            element.set("start", str(node.number))
        tight = not _loose(node)
        for item in node.children:
            child = _sub(element, "li", item)
            if item.checked is not None:
                child.set("checked", "1" if item.checked else "0")
            self.build(child, item.children, tight)

    def _code(self, parent: Element, node: Node) -> None:
        lines = node.text
        if node.kind == "code":
            while lines and not lines[-1].strip():
                lines = lines[:-1]
        pre = _sub(parent, "pre", node)
        code = ElementTree.SubElement(pre, "code")
        if node.kind == "fence":
            pre.set("fence", node.marks)
            pre.set("info", node.info)
            language = re.match(r"[^\s{]+", node.info)
            if language:
                code.set("class", f"language-{language[0]}")
        code.text = AtomicString("\n".join(lines) + ("\n" if lines else ""))

    def _table(self, parent: Element, node: Node) -> None:
        table = _sub(parent, "table", node)
        rows = [split_row(row) for row in [node.text[0], *node.text[2:]]]
        table.set("align", ",".join(_alignment(c) for c in split_row(node.text[1])))
        for index, cells in enumerate(rows):
            offset = index + 1 if index else 0
            row = ElementTree.SubElement(table, "tr", {"line": str(node.line + offset)})
            for cell in cells:
                element = ElementTree.SubElement(row, "td" if index else "th")
                element.text = inline_text(cell)

    def _definitions(self, parent: Element, node: Node) -> None:
        element = _sub(parent, "dl", node)
        for definition in node.children:
            for term in definition.terms:
                title = ElementTree.SubElement(element, "dt", {"line": str(definition.line)})
                title.text = inline_text(term.strip())
            self.build(_sub(element, "dd", definition), definition.children)


def _loose(node: Node) -> bool:
    """CommonMark: a list is loose when a blank line stands between its items or between their blocks."""
    for index, item in enumerate(node.children):
        if index + 1 < len(node.children) and item.blank:
            return True
        if any(child.blank for child in item.children[:-1]):
            return True
    return False
