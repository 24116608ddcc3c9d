"""The block structure of a slide: lists, quotes, fences, tables, headings, divs, by CommonMark's rules.

Python-Markdown's own block rules lose a third of the list items of real decks, so these take their place:
one line at a time, following the columns of list items, each block knowing its line. They are kinder than
CommonMark where trainers write otherwise: a list nested by two spaces under ``1.``, a table right under a
paragraph, bullets pasted from Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from facilitator.deck import lines as is_

DEEPEST = 24
"""Containers within containers; what is deeper is read as text, so that recursion stays finite."""

PASTED = "•◦▪–·●○■‣"
"""Bullets as word processors put them on the clipboard; also ``o`` before a tab."""

_MARKER = re.compile(rf"([-+*{PASTED}]|o(?=\t)|\d{{1,9}}[.)])(?=[ \t]|$)")
_TASK = re.compile(r"\[([ xX])\](?:[ \t]+|$)")
_ATX = re.compile(r"(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"(=+|-+)[ \t]*$")
_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*?)[ \t]*$")
_DIV = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*$")
_DEFINITION = re.compile(r":[ \t]+(?=\S)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_HTML_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]*)?>(.*?)</h\1\s*>[ \t]*$", re.IGNORECASE)
_BLOCK_TAGS = (
    "address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|head|header|html|hgroup|li|main|menu|nav|ol|p|section|summary|tbody|td|tfoot|th|thead|title|tr|ul"
    "|slot|template|v-click|v-clicks"
)
_TAG_LINE = re.compile(rf"(?:</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?>[ \t]*)+$", re.IGNORECASE)
_TAG_START = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?>", re.IGNORECASE)
_RAW = re.compile(
    r"<(script|style|pre|textarea|table|svg|math|iframe|object|noscript|video|audio)(?=[\s>/]|$)",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Node:
    """One block. Containers (root, quote, list, item, div, dl, definition, footnote) have children."""

    kind: str
    line: int
    children: list[Node] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    column: int = 1
    """Where it starts in its line, from 1."""
    info: str = ""
    """A fence's info string, a div's words, a footnote's label, a raw block's tag."""
    marks: str = ""
    """The fence's, div's or item's own signs."""
    level: int = 0
    number: int = 1
    checked: bool | None = None
    closed: bool = False
    """Fences and divs: closed as they should be."""
    offset: int = 0
    """Items: spaces before the marker. Fences: spaces before the marks."""
    content: int = 0
    """Items: where the content begins, from the container's left edge."""
    blank: bool = False
    """The line before was blank."""
    terms: list[str] = field(default_factory=list)


def _expand(text: str) -> str:
    """Tabs of the indent as spaces to the next multiple of four."""
    if "\t" not in text:
        return text
    body = text.lstrip(" \t")
    return text[: len(text) - len(body)].expandtabs(4) + body


def _ordered(marker: str) -> bool:
    return marker[0].isdigit()


def _same_list(a: str, b: str) -> bool:
    return a[-1] == b[-1] if _ordered(a) and _ordered(b) else a == b


class BlockReader:
    """Reads numbered lines into a tree of nodes."""

    def __init__(self, underline: bool = True, fences: Mapping[int, tuple[int, bool]] | None = None) -> None:
        """``underline``: a line ``---`` right under text makes a heading of it. ``fences``: last line, and
        whether it closes, of fences whose end is known already, by their first line."""
        self.fences = fences or {}
        self.until = 0
        self.edge = 0
        self.root = Node("root", 1)
        self.stack: list[Node] = [self.root]
        self.leaf: Node | None = None
        self.underline = underline
        self.stray: list[tuple[int, int]] = []
        """Lines and columns of ``:::`` that close nothing."""

    def read(self, lines: Iterable[tuple[int, str]]) -> Node:
        """Read all lines and return the root."""
        for number, text in lines:
            self._line(number, _expand(text))
        return self.root

    # --- one line ---------------------------------------------------------------------------------

    def _line(self, number: int, text: str) -> None:
        if self.until:
            self._known_fence(number, text)
            return
        depth, rest = self._follow(text)
        whole = depth == len(self.stack) - 1
        leaf = self.leaf
        if leaf is not None and whole and self._continue(leaf, rest):
            return
        if leaf is not None and leaf.kind not in ("p", "table"):
            self.leaf = leaf = None
        depth, rest, opened, done = self._open(depth, rest, text, number)
        if done:
            return
        if not rest.strip():
            self._blank(depth)
            return
        if not opened and self.leaf is not None and self.leaf.kind == "p" and depth < len(self.stack) - 1:
            self.leaf.text.append(rest.lstrip(" "))  # lazy: the paragraph of a deeper container goes on
            return
        self._close(depth)
        if self.leaf is not None and not opened:
            self.leaf.text.append(rest.lstrip(" "))
            return
        self._add("p", number, text, rest).text.append(rest.lstrip(" "))

    def _known_fence(self, number: int, text: str) -> None:
        """A line of a fence whose end is known: its own, whatever the containers round it would say."""
        leaf = self.leaf
        assert leaf is not None
        if number < self.until or not leaf.closed:
            leaf.text.append(text)
        if number >= self.until:
            widths = [len(row) - len(row.lstrip(" ")) for row in leaf.text if row.strip()]
            edge = min([self.edge, *widths]) if widths else 0
            leaf.text = [row[min(edge, len(row) - len(row.lstrip(" "))) :] for row in leaf.text]
            self.until = 0
            self.leaf = None

    def _follow(self, text: str) -> tuple[int, str]:
        """How many open containers the line goes along with, and what is left of it."""
        depth, rest = 0, text
        for index in range(1, len(self.stack)):
            container = self.stack[index]
            kind = container.kind
            if kind == "div":
                depth = index
                continue
            body = rest.lstrip(" ")
            width = len(rest) - len(body)
            if kind == "quote":
                if width > 3 or not body.startswith(">"):
                    break
                rest = body[1:]
                rest = (
                    rest[1:]
                    if rest.startswith(" ")
                    else _expand("  " + rest[1:] if rest.startswith("\t") else rest)
                )
            elif not body:
                if kind == "item" and not container.children and container.blank:
                    break
                rest = ""
            elif width >= container.content:
                rest = rest[container.content :]
            elif self._kindly_inside(container, width, body):
                rest = body
            else:
                break
            depth = index
        return depth, rest

    def _kindly_inside(self, item: Node, width: int, body: str) -> bool:
        """Meant as the item's content, though CommonMark asks for more spaces?"""
        further = width - item.offset
        if further < 1:
            return False
        marker = _MARKER.match(body)
        if item.kind != "item":
            return further >= 2
        if marker is None or is_.RULE.match(body):
            return further >= 2
        if _ordered(marker[1]) != _ordered(item.marks):
            return True
        return further >= 2 and not _ordered(marker[1])

    def _continue(self, leaf: Node, rest: str) -> bool:
        """Give the line to an open fence, code block, raw block or table; False when it is not theirs."""
        kind = leaf.kind
        if kind == "fence":
            body = rest.lstrip(" ")
            width = len(rest) - len(body)
            if body and width <= leaf.offset + 3 and is_.closes(body, leaf.marks):
                leaf.closed = True
                self.leaf = None
            else:
                leaf.text.append(rest[min(width, leaf.offset) :])
            return True
        if kind == "raw":
            leaf.text.append(rest)
            if f"</{leaf.info}" in rest.lower():
                leaf.closed = True
                self.leaf = None
            return True
        if kind == "code":
            if rest.startswith("    ") or not rest.strip():
                leaf.text.append(rest[4:])
                return True
            return False
        if kind == "table" and "|" in rest and rest.strip():
            leaf.text.append(rest.strip())
            return True
        return False

    def _blank(self, depth: int) -> None:
        if self.leaf is not None and self.leaf.kind in ("p", "table"):
            self.leaf = None
        for index in range(depth + 1, len(self.stack)):
            if self.stack[index].kind == "quote":
                self._close(index - 1)
                break
        for container in self.stack:
            container.blank = True
        for child in self.stack[-1].children[-1:]:
            child.blank = True

    def _close(self, depth: int) -> None:
        """Close the containers deeper than this, and what was open in them."""
        if depth < len(self.stack) - 1:
            del self.stack[depth + 1 :]
            self.leaf = None

    def _add(self, kind: str, number: int, text: str, rest: str) -> Node:
        column = len(text) - len(rest.lstrip(" ")) + 1
        node = Node(kind, number, column=max(1, column))
        self.stack[-1].children.append(node)
        self.stack[-1].blank = False
        self.leaf = node if kind in ("p", "fence", "code", "raw", "table") else None
        return node

    def _push(self, node: Node) -> None:
        self.stack.append(node)
        self.leaf = None

    # --- what a line can open -----------------------------------------------------------------------

    def _open(self, depth: int, rest: str, text: str, number: int) -> tuple[int, str, bool, bool]:
        """Open whatever the line opens. Returns depth, rest, whether a container was opened, and whether
        the line is used up."""
        opened = False
        while True:
            body = rest.lstrip(" ")
            width = len(rest) - len(body)
            if not body:
                return depth, rest, opened, False
            leaf = self.leaf if not opened else None
            here = leaf if leaf is not None and depth == len(self.stack) - 1 else None
            container = self.stack[depth]
            marker = _MARKER.match(body)
            if width >= 4:
                listed = marker and container.kind == "item" and not is_.RULE.match(body)
                if not listed:
                    if leaf is not None and leaf.kind == "p":
                        return depth, rest, opened, False
                    self._close(depth)
                    self._add("code", number, text, rest).text.append(rest[4:])
                    return depth, rest, opened, True
            deep = len(self.stack) >= DEEPEST
            first = body[0]
            if first == ">" and not deep:
                self._close(depth)
                node = self._add("quote", number, text, rest)
                self._push(node)
                after = body[1:]
                rest = (
                    after[1:]
                    if after.startswith(" ")
                    else _expand("  " + after[1:] if after.startswith("\t") else after)
                )
                depth, opened = len(self.stack) - 1, True
                continue
            if self._leaf_start(depth, rest, body, width, text, number, here):
                return depth, rest, opened, True
            if marker and not (first == "*" and is_.RULE.match(body)) and not deep:
                if here is not None and here.kind == "table" and "|" in body:
                    return depth, rest, opened, False
                found = self._item(depth, body, width, text, number, marker, here)
                if found is None:
                    return depth, rest, opened, False
                depth, rest = found
                opened = True
                continue
            if first == ":" and self._definition(depth, body, width, text, number, here):
                match = _DEFINITION.match(body)
                assert match is not None
                rest = body[match.end() :]
                depth, opened = len(self.stack) - 1, True
                continue
            if first == "[" and (here is None or here.kind != "table"):
                note = _FOOTNOTE.match(body)
                if note:
                    self._close(depth)
                    node = self._add("footnote", number, text, rest)
                    node.info, node.content, node.offset = note[1], width + 4, width
                    self._push(node)
                    rest = body[note.end() :]
                    depth, opened = len(self.stack) - 1, True
                    continue
            return depth, rest, opened, False

    def _leaf_start(
        self, depth: int, rest: str, body: str, width: int, text: str, number: int, here: Node | None
    ) -> bool:
        """Headings, rules, fences, divs, tables and raw HTML; True when the line was one of them."""
        first = body[0]
        if first == "#":
            heading = _ATX.match(body)
            if heading:
                self._close(depth)
                node = self._add("heading", number, text, rest)
                node.level = len(heading[1])
                node.text.append(heading[2] or "")
                return True
        elif first in "`~":
            fence = _FENCE.match(body)
            if fence:
                self._close(depth)
                node = self._add("fence", number, text, rest)
                node.marks, node.info, node.offset = fence[1], fence[2], width
                last, node.closed = self.fences.get(number, (0, False))
                if last > number:
                    self.until, self.edge = last, len(text) - len(body)
                return True
        elif first == ":" and body.startswith(":::"):
            return self._div(depth, rest, body, text, number)
        elif first == "<":
            return self._html(depth, rest, body, text, number, here)
        if here is not None and here.kind == "p":
            if first in "=-":
                under = _SETEXT.match(body)
                if under and (first == "=" or self.underline) and len(here.text[0].strip()) > 0:
                    here.kind = "heading"
                    here.level = 1 if first == "=" else 2
                    self.leaf = None
                    return True
            if "-" in body and is_.DELIMITER_ROW.match(body) and self._table(here, body, number):
                return True
        if first in "-*_" and is_.RULE.match(body):
            self._close(depth)
            self._add("rule", number, text, rest)
            return True
        return False

    def _table(self, paragraph: Node, body: str, number: int) -> bool:
        """Make a table of the paragraph's last line, if this is the row under a table's header."""
        header = paragraph.text[-1]
        if "|" not in header and "|" not in body:
            return False
        if "|" not in header and len(body.strip().strip("|").split("|")) > 1:
            return False
        siblings = self.stack[-1].children
        if len(paragraph.text) == 1:
            siblings.pop()
        else:
            paragraph.text.pop()
        table = Node("table", number - 1, column=paragraph.column)
        table.text = [header.strip(), body.strip()]
        siblings.append(table)
        self.leaf = table
        return True

    def _div(self, depth: int, rest: str, body: str, text: str, number: int) -> bool:
        match = _DIV.match(body)
        if match is None:
            return False
        words = match[2].rstrip(":").strip()
        if words:
            if len(self.stack) >= DEEPEST:
                return False
            self._close(depth)
            node = self._add("div", number, text, rest)
            node.info, node.marks = words, match[1]
            self._push(node)
            return True
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].kind == "div":
                self.stack[index].closed = True
                self._close(index - 1)
                self.leaf = None
                return True
        self._close(depth)
        self.leaf = None
        self.stray.append((number, len(text) - len(body) + 1))
        return True

    def _html(self, depth: int, rest: str, body: str, text: str, number: int, here: Node | None) -> bool:
        heading = _HTML_HEADING.match(body)
        if heading:
            self._close(depth)
            node = self._add("heading", number, text, rest)
            node.level = int(heading[1])
            node.text.append(heading[2])
            return True
        raw = _RAW.match(body)
        if raw:
            self._close(depth)
            node = self._add("raw", number, text, rest)
            node.info = raw[1].lower()
            node.text.append(body)
            if f"</{node.info}" in body.lower() or (body.rstrip().endswith("/>") and body.count("<") == 1):
                node.closed = True
                self.leaf = None
            return True
        if _TAG_LINE.match(body):
            self._close(depth)
            node = self._add("tags", number, text, rest)
            node.text.append(body)
            self.leaf = None
            return True
        if _TAG_START.match(body) and here is not None:
            self.leaf = None  # a block tag ends the paragraph before it
        return False

    # --- lists --------------------------------------------------------------------------------------

    def _item(
        self,
        depth: int,
        body: str,
        width: int,
        text: str,
        number: int,
        marker: re.Match[str],
        here: Node | None,
    ) -> tuple[int, str] | None:
        """Open a list item; None when the marker is only text."""
        sign = marker[1]
        after = body[marker.end() :]
        content = _expand(after)
        ordered = _ordered(sign)
        if here is not None and here.kind in ("p", "table"):
            # Right under a paragraph: not an empty item, and not "1986. A great year".
            if not content.strip() or (ordered and int(sign[:-1]) != 1):
                return None
            if here.kind == "table" and "|" in body:
                return None
        if sign in PASTED or sign == "o":
            depth = self._pasted_depth(depth, sign)
        self._close(depth)
        container = self.stack[-1]
        last = container.children[-1] if container.children else None
        if last is None or last.kind != "list" or not _same_list(last.marks, sign):
            last = self._add("list", number, text, body)
            last.marks = sign
            last.number = int(sign[:-1]) if ordered else 1
        item = Node("item", number, column=len(text) - len(body) + 1)
        item.marks, item.offset = sign, width
        spaces = len(content) - len(content.lstrip(" "))
        if after.startswith("\t"):
            spaces = 4 - (width + len(sign)) % 4
            content = " " * spaces + after[1:].lstrip("\t")
        if not content.strip():
            item.content, rest = width + len(sign) + 1, ""
        elif spaces > 4:
            item.content, rest = width + len(sign) + 1, content[1:]
        else:
            item.content, rest = width + len(sign) + spaces, content[spaces:]
        task = _TASK.match(rest)
        if task:
            item.checked = task[1] in "xX"
            rest = rest[task.end() :]
        last.children.append(item)
        container.blank = False
        self._push(item)
        return len(self.stack) - 1, rest

    def _pasted_depth(self, depth: int, sign: str) -> int:
        """Word marks depth by the bullet's shape: a new shape is a level deeper, a known one goes back."""
        if depth + 1 >= len(self.stack) or self.stack[depth + 1].kind != "item":
            return depth
        deepest = depth
        for index in range(depth + 1, len(self.stack)):
            open_item = self.stack[index]
            if open_item.kind != "item" or not (open_item.marks in PASTED or open_item.marks == "o"):
                break
            if open_item.marks == sign:
                return index - 1
            deepest = index
        return deepest

    def _definition(
        self, depth: int, body: str, width: int, text: str, number: int, here: Node | None
    ) -> bool:
        """Open a definition (``: text`` under its term)."""
        if not _DEFINITION.match(body):
            return False
        container = self.stack[depth]
        last = container.children[-1] if container.children else None
        terms: list[str] = []
        if here is not None and here.kind == "p":
            terms = here.text
        elif last is not None and last.kind == "p" and len(last.text) == 1 and here is None:
            terms = last.text
        elif last is None or last.kind != "dl":
            return False
        line = last.line if last is not None else number
        self._close(depth)
        self.leaf = None
        if terms:
            container.children.pop()
            before = container.children[-1] if container.children else None
            if before is not None and before.kind == "dl":
                last = before
            else:
                last = Node("dl", line, column=1)
                container.children.append(last)
        assert last is not None
        match = _DEFINITION.match(body)
        assert match is not None
        node = Node("definition", number if not terms else line, column=len(text) - len(body) + 1)
        node.terms = list(terms)
        node.offset, node.content = width, width + match.end()
        last.children.append(node)
        self._push(node)
        return True
