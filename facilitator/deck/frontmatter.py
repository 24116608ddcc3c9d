"""The front matter: YAML whose values are all read as text, in the forms that people really write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from facilitator.deck import directives
from facilitator.deck.problems import Finding

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, ScalarNode, SequenceNode

    Node = MappingNode | ScalarNode | SequenceNode

_KEY = re.compile(r"[ \t]*(_?[A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*?)|[ \t]*)[ \t]*$")
_FENCE = re.compile(r"---[ \t]*$")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_LONGEST = 400
"""Lines; a front matter is not longer."""


class Setting(NamedTuple):
    """A key and its value as text, and where they stand in the file (from 1)."""

    key: str
    value: str
    line: int
    column: int
    pairs: tuple[tuple[str, str, int, int], ...] = ()
    """For a mapping: name, value, line, column."""
    items: tuple[str, ...] | None = None
    """For a list."""


class FrontMatter(NamedTuple):
    settings: tuple[Setting, ...]
    end: int
    """Offset of the first character after it."""
    findings: list[Finding]


def _looks_like(lines: list[str]) -> tuple[bool, bool]:
    """Are all these lines such as YAML has them, and is one key among them known?"""
    known = False
    for line in lines:
        text = line.strip()
        if not text or text.startswith(("#", "<!--", "- ")) or line[0] in " \t":
            continue
        match = _KEY.match(line)
        if match is None:
            return False, known
        known = known or directives.find(match[1].lstrip("_")) is not None
    return True, known


def _leading_keys(lines: list[str]) -> int:
    """How many lines at the top are keys (with what is indented under them)."""
    count = 0
    for index, line in enumerate(lines):
        if _KEY.match(line) and line[0] not in " \t":
            count = index + 1
        elif not (count and line[:1] in (" ", "\t", "-") and line.strip()) or _FENCE.match(line):
            break
        else:
            count = index + 1
    return count


def find(text: str) -> FrontMatter:
    """Find and read the front matter at the top of a text (``\\n`` line ends)."""
    findings: list[Finding] = []
    start, line_number, lead = _skip_to(text)
    if start < 0:
        return FrontMatter((), 0, findings)
    lines = text[start:].split("\n", _LONGEST + 2)[1 : _LONGEST + 2]
    head_length = text.find("\n", start) + 1 or len(text)
    skipped = 0
    # "---" twice: the second opens the real block.
    blanks = 0
    while blanks < len(lines) and not lines[blanks].strip():
        blanks += 1
    if blanks < len(lines) and _FENCE.match(lines[blanks]):
        inner = _block(lines[blanks + 1 :])
        if inner is not None and all(_looks_like(inner)):
            skipped = blanks + 1
            findings.append(
                Finding(
                    "front-matter-place",
                    line_number + skipped,
                    1,
                    "The line --- stands twice before the front matter.",
                    "Delete one of them.",
                )
            )
            lines = lines[skipped:]
    block = _block(lines)
    like, known = _looks_like(block) if block is not None else (False, False)
    has_keys = block is not None and any(_KEY.match(line) for line in block)
    titled = block is not None and any(re.match(r"#{1,6}[ \t]+\S", line) for line in block)
    if block and (not has_keys or (titled and not known)):
        return FrontMatter((), 0, [])  # two rules round a slide
    if block is None or (not like and not (has_keys and _mostly_keys(block))):
        count = _leading_keys(lines)
        if not count or not _looks_like(lines[:count])[1]:
            return FrontMatter((), 0, [])
        block = lines[:count]
        findings.append(
            Finding(
                "front-matter-open",
                line_number,
                1,
                "The front matter is not closed.",
                f"Put --- on a line of its own after “{block[-1].strip()}”.",
            )
        )
        closed = 0
    else:
        if not block and not lead:
            # "---" directly followed by "---": an empty front matter
            pass
        elif lead and not known:
            return FrontMatter((), 0, [])
        closed = 1
        if lines[len(block)].startswith("..."):
            findings.append(
                Finding(
                    "front-matter-place",
                    line_number + skipped + len(block) + 1,
                    1,
                    "The front matter is closed by three dots.",
                    "That works here; other programs want --- instead.",
                )
            )
    if lead:
        findings.append(
            Finding(
                "front-matter-place",
                line_number,
                1,
                f"The front matter starts after {lead}.",
                "Move it to the very top of the file, so that other programs find it too.",
            )
        )
    settings = list(_parse(block, line_number + skipped + 1, findings))
    consumed = skipped + len(block) + closed
    consumed = _second_block(text, start, head_length, consumed, line_number, settings, findings)
    end = _offset(text, start, consumed + 1)
    return FrontMatter(tuple(_unique(settings, findings)), end, findings)


def _mostly_keys(block: list[str]) -> bool:
    """A block with a slip or two in it, rather than a slide."""
    written = [x for x in block if x.strip()]
    keys = sum(1 for x in written if _KEY.match(x) or x[0] in " \t" or x.startswith("- "))
    heading = any(re.match(r"#{1,6} ", x) for x in written)
    return keys * 2 >= len(written) and not (heading and keys < len(written) - 1)


def _skip_to(text: str) -> tuple[int, int, str]:
    """Offset and line of the opening ``---``, and what stands before it; offset -1 when there is none."""
    position, line, lead = 0, 1, ""
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        here = text[position:end]
        if _FENCE.match(here):
            return position, line, lead
        if here.lstrip().startswith("<!--"):
            close = text.find("-->", position)
            if close < 0:
                return -1, 1, ""
            end = text.find("\n", close)
            end = len(text) if end < 0 else end
            if text[close + 3 : end].strip():
                return -1, 1, ""
            lead = "a comment"
        elif not here.strip():
            lead = lead or "a blank line"
        else:
            return -1, 1, ""
        line += text.count("\n", position, end + 1)
        position = end + 1
    return -1, 1, ""


def _block(lines: list[str]) -> list[str] | None:
    """The lines before the closing one; None when there is no closing line."""
    for index, line in enumerate(lines[:_LONGEST]):
        if _CLOSE.match(line):
            return lines[:index]
    return None


def _offset(text: str, start: int, count: int) -> int:
    """Offset after so many lines from ``start`` on."""
    position = start
    for _ in range(count):
        end = text.find("\n", position)
        if end < 0:
            return len(text)
        position = end + 1
    return position


def _second_block(
    text: str,
    start: int,
    head: int,
    consumed: int,
    line: int,
    settings: list[Setting],
    findings: list[Finding],
) -> int:
    """A second block right after the first is front matter too; a doubled closing line is just that."""
    del head
    after = _offset(text, start, consumed + 1)
    rest = text[after:].split("\n", _LONGEST + 2)
    blank = 0
    while blank < len(rest) and not rest[blank].strip():
        blank += 1
    rest = rest[blank:]
    if not settings or not rest or not _FENCE.match(rest[0]):
        return consumed
    inner = _block(rest[1:])
    number = line + consumed + blank + 1
    if blank and not (inner and all(_looks_like(inner))):
        return consumed  # an ordinary break
    if inner and all(_looks_like(inner)):
        findings.append(
            Finding(
                "front-matter-place",
                number,
                1,
                "There are two front matters; both were read.",
                "Make one of them.",
            )
        )
        settings += _parse(inner, number + 1, findings)
        return consumed + blank + len(inner) + 2
    findings.append(
        Finding(
            "front-matter-place",
            number,
            1,
            "The line that closes the front matter stands twice.",
            "Delete one of them.",
        )
    )
    return consumed + 1


def _unique(settings: list[Setting], findings: list[Finding]) -> list[Setting]:
    """Each key once: the last one counts, and it is said."""
    seen: dict[str, Setting] = {}
    for setting in settings:
        key = directives.canonical(setting.key)
        if key in seen:
            findings.append(
                Finding(
                    "duplicate-key",
                    setting.line,
                    setting.column,
                    f"“{setting.key}” stands twice in the front matter (first in line {seen[key].line}).",
                    "Keep one. The last one counts.",
                )
            )
            del seen[key]
        seen[key] = setting
    return list(seen.values())


def _parse(block: list[str], first: int, findings: list[Finding]) -> list[Setting]:
    """Read the lines of a block; ``first`` is the line of the first of them."""
    simple = _simple(block, first)
    if simple is not None:
        return simple
    import yaml  # late: most front matters do not need it

    source = "\n".join(block)
    if len(source) > 20_000 or source.count("[") + source.count("{") > 200 or source.count("*") > 100:
        return _by_line(block, first)  # nested or aliased without end: not what people write
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(source.replace("\t", "    "), Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError) as reason:
        marks = [getattr(reason, name, None) for name in ("problem_mark", "context_mark")]
        if "end of stream" in str(reason) or "expected ',' or" in str(reason):
            marks.reverse()  # where the quotation mark or bracket was opened
        mark = marks[0] or marks[1]
        row = min(mark.line, max(0, len(block) - 1)) if mark else 0
        settings = _by_line(block, first)
        bad = _guilty(block, row)
        findings.append(
            Finding(
                "bad-yaml",
                first + bad,
                (mark.column + 1) if mark and bad == mark.line else 1,
                f"The front matter is not valid YAML here ({_why(reason)}).",
                "What could be read is used. Put quotes round a value that holds a colon or starts with a "
                'sign: title: "Part 1: the start".',
            )
        )
        return settings
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        return _by_line(block, first)
    return [s for key, value in node.value if (s := _setting(key, value, first)) is not None]


_PLAINLY = (
    ("mapping values are not allowed", "a second colon in one line"),
    ("could not find expected ':'", "a line without “key: value”"),
    ("cannot start any token", "a sign that YAML keeps for itself, such as a tab, @, ` or %"),
    ("expected ',' or", "a bracket that is not closed"),
    ("unexpected end of stream", "a quotation mark that is not closed"),
    ("found unexpected ':'", "a colon where none can be"),
    ("expected <block end>", "an indent that does not fit"),
    ("did not find expected key", "an indent that does not fit, or a line without “key: value”"),
    ("found undefined alias", "a word that begins with *"),
    ("found duplicate anchor", "a word that begins with &"),
)


def _why(reason: Exception) -> str:
    """The parser's reason in words of every day, as far as we know them."""
    said = str(reason)
    for theirs, ours in _PLAINLY:
        if theirs in said:
            return ours
    text = getattr(reason, "problem", None) or str(reason) or "not understood"
    return re.sub(r"\s+", " ", str(text)).strip().rstrip(".")


def _guilty(block: list[str], row: int) -> int:
    """The line to point at: the one YAML names, or the last odd one above it."""
    for index in range(row, -1, -1):
        line = block[index] if index < len(block) else ""
        if line.strip() and (line.startswith("<!--") or not _KEY.match(line) or line.count(":") > 1):
            return index
    return row


_PLAIN = re.compile(r"[^\W_](?:[^#:\[\]{}\"'|>&*!%@`,]|:(?=\S))*$")


def _simple(block: list[str], first: int) -> list[Setting] | None:
    """Plain ``key: value`` lines without anything special, read without YAML; None when there is more."""
    found: list[Setting] = []
    for offset, line in enumerate(block):
        if not line.strip():
            continue
        match = _KEY.match(line)
        if match is None or line[0] in " \t":
            return None
        value = match[2] or ""
        if value and not _PLAIN.match(value):
            quoted = re.fullmatch(r"\"([^\"\\]*)\"|'([^']*)'", value)
            if quoted is None:
                return None
            value = quoted[1] or quoted[2] or ""
        elif not value and offset + 1 < len(block) and block[offset + 1][:1] in (" ", "\t", "-"):
            return None
        found.append(Setting(match[1], value, first + offset, line.index(match[1]) + 1))
    return found


def _by_line(block: list[str], first: int) -> list[Setting]:
    """What can be read of a broken block: its ``key: value`` lines, indented ones as a mapping or list."""
    found: list[Setting] = []
    for offset, line in enumerate(block):
        match = _KEY.match(line)
        if match is None:
            item = re.match(r"[ \t]*-[ \t]+(.*)$", line)
            if item and found:
                last = found[-1]
                found[-1] = last._replace(items=(*(last.items or ()), _unquote(item[1])))
            elif found and line[:1] in (" ", "\t") and line.strip():
                found[-1] = found[-1]._replace(value=f"{found[-1].value} {line.strip()}".strip())
            continue
        value = _unquote(match[2] or "")
        if line[0] in " \t" and found:
            last = found[-1]
            place = (match[1], value, first + offset, line.index(match[1]) + 1)
            found[-1] = last._replace(pairs=(*last.pairs, place))
        else:
            found.append(Setting(match[1], value, first + offset, line.index(match[1]) + 1))
    return found


def _unquote(value: str) -> str:
    text = value.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _scalar(node: Node) -> str:
    value = node.value
    if node.id == "scalar" and isinstance(value, str):
        return "" if value in ("null", "~") and not getattr(node, "style", None) else value
    if node.id == "sequence":
        return ", ".join(_scalar(item) for item in value)
    return ", ".join(f"{_scalar(k)}: {_scalar(v)}" for k, v in value)


def _setting(key: Node, value: Node, first: int) -> Setting | None:
    line = first + key.start_mark.line
    column = key.start_mark.column + 1
    name = _scalar(key)
    if value.id == "mapping":
        pairs = tuple(
            (_scalar(k), _scalar(v), first + k.start_mark.line, k.start_mark.column + 1)
            for k, v in value.value
        )
        return Setting(name, _scalar(value), line, column, pairs=pairs)
    if value.id == "sequence":
        items = tuple(_scalar(item) for item in value.value)
        return Setting(name, "[" + ", ".join(items) + "]", line, column, items=items)
    return Setting(name, re.sub(r"\s*\n\s*", " ", _scalar(value)).strip(), line, column)
