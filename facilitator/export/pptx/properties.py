"""Core and extended properties, from the front matter alone: no user, machine, path or library in them."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from facilitator import __version__
from facilitator.deck.model import Deck
from facilitator.export.pptx.xml import DECLARATION, text


def moment(deck: Deck) -> str:
    """Creation time: ``SOURCE_DATE_EPOCH``, else the deck's own date when it is one, else nothing."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", deck.date)
    if found:
        try:
            year, month, day = map(int, found.groups())
            return datetime(year, month, day, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            return ""
    return ""


def core_xml(deck: Deck, title: str, lang: str) -> str:
    """``docProps/core.xml``."""
    rows = f"<dc:title>{text(title)}</dc:title>" if title else ""
    rows += f"<dc:subject>{text(deck.subtitle)}</dc:subject>" if deck.subtitle else ""
    if deck.author:
        rows += (
            f"<dc:creator>{text(deck.author)}</dc:creator><cp:lastModifiedBy>{text(deck.author)}"
            f"</cp:lastModifiedBy>"
        )
    when = moment(deck)
    if when:
        rows += f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        rows += f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>'
    rows += f"<dc:language>{text(lang)}</dc:language>" if lang else ""
    return (
        f"{DECLARATION}<cp:coreProperties "
        f'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{rows}</cp:coreProperties>"
    )


def extended_xml(slides: int, hidden: int, notes: int, wide: bool) -> str:
    """``docProps/app.xml``."""
    version = ".".join([*re.findall(r"\d+", __version__), "0", "0"][:2])
    shape = "Widescreen" if wide else "On-screen Show (4:3)"
    return (
        f"{DECLARATION}<Properties "
        f'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<TotalTime>0</TotalTime><Application>Facilitator</Application><PresentationFormat>{shape}"
        f"</PresentationFormat>"
        f"<Slides>{slides}</Slides><Notes>{notes}</Notes><HiddenSlides>{hidden}</HiddenSlides>"
        f"<AppVersion>{version.split('.')[0]}.{version.split('.')[1].zfill(4)}</AppVersion></Properties>"
    )
