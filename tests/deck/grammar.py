"""Decks made at random by a grammar that knows which words must be seen, and on which slide."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

SCRIPTS = ("alpha", "wort", "слово", "λόγος", "كلمة", "واژه")


@dataclass
class Made:
    """A deck's text, all its words, and the words that each slide must show."""

    text: str
    words: list[str]
    slides: list[list[str]]


@dataclass
class _Writer:
    """Makes words that occur once, and remembers them."""

    draw: st.DrawFn
    count: int = 0
    shown: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def word(self, note: bool = False) -> str:
        stem = self.draw(st.sampled_from(SCRIPTS))
        self.count += 1
        made = f"{stem}{self.count}x"
        (self.noted if note else self.shown).append(made)
        return made

    def text(self, note: bool = False, most: int = 3) -> str:
        return " ".join(self.word(note) for _ in range(self.draw(st.integers(1, most))))

    def inline(self, note: bool = False) -> str:
        kind = self.draw(
            st.sampled_from(
                (
                    "plain",
                    "bold",
                    "italic",
                    "both",
                    "strike",
                    "code",
                    "link",
                    "mark",
                    "html",
                    "span",
                    "sub",
                    "url",
                    "break",
                    "entity",
                    "escape",
                    "nested",
                    "ref",
                    "cjk",
                    "price",
                )
            )
        )
        w = self.text(note, 2)
        return {
            "plain": lambda: w,
            "bold": lambda: f"**{w}** {self.word(note)}",
            "italic": lambda: f"{self.word(note)} *{w}*",
            "both": lambda: f"***{w}***",
            "strike": lambda: f"~~{w}~~",
            "code": lambda: f"`{w}`",
            "link": lambda: f"[{w}](https://example.org/a_(b))",
            "mark": lambda: f"=={w}==",
            "html": lambda: f"<u>{w}</u> and <kbd>{self.word(note)}</kbd>",
            "span": lambda: f'<span style="color: red">{w}</span>',
            "sub": lambda: f"H~2~O {w} m^3^ {self.word(note)}",
            "url": lambda: f"{w} (https://example.org/{self.count}).",
            "break": lambda: f"{w}  \n{self.word(note)}\\\n{self.word(note)}",
            "entity": lambda: f"{w} &amp; &eacute; < 5 & > 3",
            "escape": lambda: f"\\*{w}\\* \\# \\[{self.word(note)}\\]",
            "nested": lambda: f"**{w} *{self.word(note)}* `{self.word(note)}`**",
            "ref": lambda: f"[{w}][nowhere] [{self.word(note)}]",
            "cjk": lambda: f"**注意：**{w}",
            "price": lambda: f"$5 to $10 {w} 2*3*4 snake_case_{self.count}",
        }[kind]()

    def items(self, depth: int = 0, indent: str = "") -> list[str]:
        marker = self.draw(st.sampled_from(("-", "*", "+", "1.", "1)", "•", "- [x]")))
        step = self.draw(st.sampled_from(("  ", "   ", "    ", "\t")))
        lines = []
        for number in range(self.draw(st.integers(1, 3))):
            sign = marker.replace("1", str(number + 1)) if marker[0] == "1" else marker
            lines.append(f"{indent}{sign} {self.inline()}".replace("\n", f"\n{indent}{step}"))
            extra = self.draw(st.sampled_from(("", "", "list", "code", "text", "table")))
            if extra == "list" and depth < 3:
                lines += self.items(depth + 1, indent + step)
            elif extra == "code":
                lines += [
                    f"{indent}{step}```py {{1}}",
                    f"{indent}{step}{self.word()} = 1",
                    f"{indent}{step}```",
                ]
            elif extra == "text":
                lines += ["", f"{indent}{step}{self.inline()}".replace("\n", f"\n{indent}{step}"), ""]
            elif extra == "table":
                lines += ["", f"{indent}{step}| {self.word()} | {self.word()} |", f"{indent}{step}|---|---|"]
                lines += [f"{indent}{step}| {self.word()} | {self.word()} |", ""]
        return lines

    def block(self, depth: int = 0) -> list[str]:
        kind = self.draw(
            st.sampled_from(
                (
                    "text",
                    "text",
                    "list",
                    "list",
                    "table",
                    "code",
                    "quote",
                    "heading",
                    "columns",
                    "definition",
                    "diagram",
                    "comparison",
                    "chart",
                    "poll",
                    "incremental",
                    "div",
                    "unknown",
                    "pause",
                    "htmltable",
                    "footnote",
                    "indented",
                    "setext",
                    "unclosed",
                )
            )
        )
        match kind:
            case "text":
                return [*(self.inline() for _ in range(self.draw(st.integers(1, 3)))), ""]
            case "list":
                blank = [""] if self.draw(st.booleans()) else [self.inline()]
                return [*blank, *self.items(), ""]
            case "table":
                lead = [self.inline()] if self.draw(st.booleans()) else []
                rows = [
                    f"| {self.word()} | {self.inline()} |".replace("\n", " ").replace("\\ ", " ")
                    for _ in range(2)
                ]
                return [*lead, f"{self.word()} | {self.word()}", "--|:-:", *rows, ""]
            case "code":
                marks = self.draw(st.sampled_from(("```", "~~~", "````")))
                return [
                    "",
                    f"{marks}js {{1}}",
                    f"{self.word()}();",
                    "---",
                    "# " + self.word(),
                    "<!-- x -->",
                    marks,
                    "",
                ]
            case "quote":
                return [
                    f"> {self.inline()}".replace("\n", "\n> "),
                    f"> - {self.word()}",
                    "> ",
                    f"> {self.word()}",
                    "",
                ]
            case "heading":
                return [f"### {self.inline()}".replace("  \n", " ").replace("\\\n", " "), ""]
            case "setext":
                return ["", self.text(), "===", ""]
            case "columns":
                return [
                    "::: columns",
                    "::: column {width=40%}",
                    self.inline(),
                    ":::",
                    "::: column",
                    *self.items(),
                    ":::",
                    ":::",
                    "",
                ]
            case "definition":
                return ["", self.text(), f": {self.text()}", f": {self.text()}", ""]
            case "diagram":
                return [
                    "```diagram cycle",
                    self.text(),
                    f"- {self.text()} | {self.text()}",
                    f"- {self.text()}",
                    "```",
                ]
            case "comparison":
                return [
                    "```diagram comparison",
                    f"left: {self.word()}",
                    f"right: {self.word()}",
                    f"+ {self.text()}",
                    f"- {self.text()}",
                    "```",
                ]
            case "chart":
                return [
                    "```chart bar",
                    self.text(),
                    f"series: {self.word()}, {self.word()}",
                    f"{self.word()}: 1, 2",
                    f"source: {self.text()}",
                    "```",
                ]
            case "poll":
                return ["```poll", self.text(), f"- {self.text()}", f"- {self.text()}", "```"]
            case "incremental":
                return ["::: incremental", *self.items(), ":::", ""]
            case "div":
                return ["<div class='box'>", "", self.inline(), "", "</div>", ""]
            case "unknown":
                return ["::: warning", self.inline(), ":::", ""]
            case "pause":
                return ["", ". . .", "", self.inline(), ""]
            case "htmltable":
                return [
                    f"<table><tr><th>{self.word()}</th></tr>",
                    f"<tr><td>{self.word()}</td></tr></table>",
                    "",
                ]
            case "footnote":
                label = f"n{self.count}"
                return ["", f"{self.word()}[^{label}]", "", f"[^{label}]: {self.text()}", ""]
            case "indented":
                return ["", f"    {self.text()}", ""]
            case "unclosed":
                return ["", "::: incremental {.x}", f"- {self.word()}", ":::", ""]
        return []

    def notes(self) -> list[str]:
        kind = self.draw(st.sampled_from(("", "div", "comment", "long")))
        if kind == "div":
            return ["", "::: notes", self.text(True), "", f"- {self.text(True)}", ":::"]
        if kind == "comment":
            return ["", f"<!-- {self.text(True)} -->"]
        if kind == "long":
            return ["", "<!--", self.text(True), "", f"* {self.text(True)}", "-->"]
        return []


@st.composite
def decks(draw: st.DrawFn) -> Made:
    """A deck of one to four slides."""
    writer = _Writer(draw)
    pieces, slides, words = [], [], []
    for _ in range(draw(st.integers(1, 4))):
        lines = [f"{draw(st.sampled_from(('#', '##')))} {writer.text()}"] if draw(st.booleans()) else []
        for _ in range(draw(st.integers(1, 4))):
            lines += writer.block()
        lines += writer.notes()
        pieces.append("\n".join(lines))
        words += writer.shown + writer.noted
        slides.append(writer.shown)
        writer.shown, writer.noted = [], []
    rule = draw(st.sampled_from(("---", "***", "___", "- - -")))
    head = "---\ntitle: Made\nlang: en\n---\n"
    text = head + f"\n\n{rule}\n\n".join(pieces) + "\n"
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if len(pieces) == 1:
        slides = []
    return Made(text, words, slides)
