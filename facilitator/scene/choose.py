"""Which layout a slide gets when its author does not say."""

from __future__ import annotations

from facilitator.deck import model as deck
from facilitator.scene.blocks.flow import TEXT_BLOCKS
from facilitator.scene.blocks.picture import natural_size
from facilitator.scene.theme import Theme

#: Marp's classes that people use for the same purpose.
_CLASSES = {"lead": "Section Header", "title": "Title Slide", "cover": "Title Slide", "quote": "Quote",
            "statement": "Statement", "section": "Section Header"}  # fmt: skip

_ALIASES = {"title": "Title Slide", "section": "Section Header", "content": "Title and Content",
            "title, content": "Title and Content", "two columns": "Two Content",
            "picture": "Picture with Caption",
            "full": "Full Picture", "fullpicture": "Full Picture", "two": "Two Content"}  # fmt: skip


def _words(blocks: tuple[deck.Block, ...]) -> int:
    total = 0
    for block in blocks:
        if isinstance(block, deck.Paragraph | deck.Heading):
            total += len(deck.plain(block.spans).split())
        elif isinstance(block, deck.ListBlock):
            total += sum(_words(item.blocks) for item in block.items)
        else:
            total += 20
    return total


def named_layout(slide: deck.Slide, theme: Theme) -> str:
    """The layout that the author asked for by ``layout:`` or a class, or nothing."""
    asked = slide.settings.layout.strip()
    if asked:
        asked = _ALIASES.get(asked.casefold(), asked)
        spaced = asked.replace("-", " ").replace("_", " ")
        for name in (asked, spaced):
            if theme.has_layout(name):
                return theme.layout(name).name
    return next((_CLASSES[c] for c in slide.settings.classes if c in _CLASSES), "")


def choose_layout(slide: deck.Slide, theme: Theme) -> str:
    """The layout's name, from ``layout:``, a class, or what is on the slide."""
    return _possible(named_layout(slide, theme) or _by_content(slide), slide)


def _possible(name: str, slide: deck.Slide) -> str:
    """The layout, or the ordinary one when the slide has what it has no place for or lacks what it shows."""
    kinds = [type(block) for block in slide.blocks]
    lacks = {"Full Picture": deck.Picture, "Quote": deck.Quote}.get(name)
    heavy = name in ("Section Header", "Statement") and not all(issubclass(k, TEXT_BLOCKS) for k in kinds)
    if (lacks is not None and lacks not in kinds) or heavy:
        return "Title and Content" if slide.title else "Blank"
    return name


def _by_content(slide: deck.Slide) -> str:
    blocks, title = slide.blocks, bool(slide.title)
    paragraphs = all(isinstance(b, deck.Paragraph) for b in blocks)
    pictures = [b for b in blocks if isinstance(b, deck.Picture)]
    rest = tuple(b for b in blocks if not isinstance(b, deck.Picture))
    if slide.number == 1 and title and paragraphs and _words(blocks) <= 60:
        return "Title Slide"
    if title and not blocks:
        return "Section Header" if slide.settings.section_starts or slide.subtitle else "Statement"
    if not blocks:
        return "Blank"
    if len(blocks) == 1 and isinstance(blocks[0], deck.Quote):
        return "Quote"
    if len(blocks) == 1 and isinstance(blocks[0], deck.Columns) and len(blocks[0].columns) == 2:
        heads = [c.blocks and isinstance(c.blocks[0], deck.Heading) for c in blocks[0].columns]
        return "Comparison" if all(heads) else "Two Content"
    if len(pictures) == 1 and not rest and not title:
        return "Full Picture"
    if len(pictures) == 1 and rest and all(isinstance(b, TEXT_BLOCKS) for b in rest):
        picture = pictures[0]
        width, height = natural_size(picture)
        if picture.width is None and picture.height is None and width / height < 2.2:
            return "Picture with Caption" if _words(rest) <= 25 else "Two Content"
    return "Title and Content" if title else "Blank"
