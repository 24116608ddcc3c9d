"""Cards: posters for the stage. One big thing in the middle, one small line under it."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.scene.context import Context
from facilitator.scene.fonts import ensure_fonts
from facilitator.scene.model import (
    Backdrop,
    CardContent,
    Color,
    FontRole,
    Item,
    Para,
    QrItem,
    Rect,
    Role,
    Run,
    Scene,
    ShapeItem,
    TextItem,
)  # fmt: skip
from facilitator.scene.shapes import radius_adjust
from facilitator.scene.text.lay import Laid, Setting, pitch_of
from facilitator.scene.text.shape import RTL
from facilitator.scene.theme import Theme

EDGE = 64.0


def compose_card(content: CardContent, theme: Theme, *, seat: str = "screen") -> Scene:
    """The scene of a card: break, exercise, join, resources, entry or round. Works in any thread.

    Text from participants is plain text: it is laid out, never read as anything else.
    """
    ensure_fonts()
    role = "deep" if content.kind in ("break", "exercise", "round") else "background"
    deep = role == "deep"
    ink = theme.color("on-deep" if deep else "text")
    title = theme.color("on-deep" if deep else "title")
    background = theme.color("deep" if deep else "background")
    ctx = Context(Setting(theme, seat), ink, title, background, on_deep=deep)
    drawers = {"join": _join, "resources": _resources, "entry": _entry, "round": _round}
    items = drawers.get(content.kind, _poster)(content, ctx)
    return Scene(
        width=theme.width, height=theme.height, backdrop=Backdrop(background), items=tuple(items),
        layout="Blank", title=content.title, missing_scripts=tuple(ctx.missing), theme=theme.name, seat=seat,
        families=theme.families,
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    return [line for line in text.replace("\r", "").split("\n") if line.strip()] or ([""] if text else [])


def _para(
    text: str, size: float, color: Color, *, bold: bool = False, align: str = "center", live: str = "",
    heading: bool = False, before: float = 0.0,
) -> Para:  # fmt: skip
    rtl = bool(RTL.search(text))
    side = {"start": "right" if rtl else "left"}.get(align, align)
    run = Run(text, size, color, FontRole.HEADING if heading else FontRole.BODY, bold, live=live or None)
    return Para((run,), size, pitch_of(size), align=side, rtl=rtl, space_before=before)


def _largest(
    text: str, sizes: Sequence[float], width: float, height: float, ctx: Context, color: Color, *,
    bold: bool = True, align: str = "center", heading: bool = True, balance: bool = True,
) -> Laid:  # fmt: skip
    """The text at the largest of these sizes that fits; smaller still when none does."""
    ladder = [*sizes]
    while ladder[-1] > 8:
        ladder.append(ladder[-1] * 0.9)
    laid: Laid | None = None
    for size in ladder:
        paras = [
            _para(t, size, color, bold=bold, align=align, heading=heading, before=size * 0.4 if n else 0.0)
            for n, t in enumerate(_lines(text) or [""])
        ]
        laid = ctx.lay(paras, width, balance=balance and len(paras) == 1)
        if laid.height <= height and not laid.has_cuts:
            break
    assert laid is not None
    return laid


def _item(
    laid: Laid, rect: Rect, *, anchor: str = "middle", role: Role = Role.BODY, name: str = ""
) -> TextItem:
    return TextItem(
        rect, laid.anchored(rect.h, anchor), role, 0, anchor, laid.cut, name=name, from_layout=False
    )


def _live(
    name: str, size: float, rect: Rect, color: Color, ctx: Context, *, bold: bool = True,
    align: str = "center",
) -> TextItem:  # fmt: skip
    sample = {"countdown": "00:00", "clock": "00:00"}.get(name, name)
    para = _para(sample, size, color, bold=bold, live=name, heading=True, align=align)
    laid = ctx.lay([para], rect.w, robust=False)
    return _item(laid, rect, role=Role.LABEL, name=name.title())


def _poster(content: CardContent, ctx: Context) -> list[Item]:
    """Break and exercise: what is going on, the countdown, one quiet line."""
    theme, width = ctx.theme, ctx.theme.width - 2 * EDGE
    quiet = ctx.color("on-deep-muted" if ctx.on_deep else "muted")
    items: list[Item] = []
    if content.countdown:
        text_high = 120.0 if content.text else 0.0
        title = _largest(content.title, (44, 40, 36, 32, 28), width, 110, ctx, ctx.title)
        top = 54.0 if content.text else 84.0
        items.append(_item(title, Rect(EDGE, top, width, 110), role=Role.TITLE, name="Title"))
        middle = Rect(EDGE, top + 112, width, 170)
        size = 150.0 if not content.text else 120.0
        items.append(_live("countdown", size, middle, ctx.title, ctx))
        y = middle.bottom + 4
        if content.text:
            body = _largest(
                content.text,
                (28, 26, 24, 22, 20, 18),
                width,
                text_high,
                ctx,
                ctx.text,
                bold=False,
                heading=False,
            )
            items.append(_item(body, Rect(EDGE, y, width, text_high), anchor="top", name="Text"))
        if content.detail:
            small = _largest(content.detail, (22, 20, 18), width, 44, ctx, quiet, bold=False, heading=False)
            items.append(_item(small, Rect(EDGE, theme.height - 76, width, 44), name="Detail"))
        return items
    big = content.title or content.text
    under = content.text if content.title else ""
    title = _largest(big, (72, 64, 56, 48, 42, 36), width, 230, ctx, ctx.title)
    items.append(_item(title, Rect(EDGE, 90, width, 230), anchor="bottom", role=Role.TITLE, name="Title"))
    if under:
        body = _largest(under, (28, 26, 24, 22, 20, 18), width, 100, ctx, ctx.text, bold=False, heading=False)
        items.append(_item(body, Rect(EDGE, 340, width, 100), anchor="top", name="Text"))
    if content.detail:
        small = _largest(content.detail, (22, 20, 18), width, 44, ctx, quiet, bold=False, heading=False)
        items.append(_item(small, Rect(EDGE, theme.height - 76, width, 44), name="Detail"))
    return items


WIFI_SIDE = 124.0
"""Side of the Wi-Fi's QR on the join card, with its quiet zone, in points."""


def _join(content: CardContent, ctx: Context) -> list[Item]:
    """How to come in: a QR code of more than half the page's height, the address in large type."""
    theme = ctx.theme
    side = 328.0
    qr = Rect(theme.width - EDGE - side, (theme.height - side) / 2, side, side)
    left = Rect(EDGE, 0, qr.x - 2 * EDGE + 16, theme.height)
    title = _largest(
        content.title or "Join in", (56, 52, 48, 42, 36, 30), left.w, 150, ctx, ctx.title, align="start"
    )
    items: list[Item] = [
        _item(title, Rect(left.x, 70, left.w, 150), anchor="bottom", role=Role.TITLE, name="Title")
    ]
    y = 236.0
    if content.text:
        body = _largest(
            content.text, (26, 24, 22, 20, 18), left.w, 100, ctx, ctx.text, bold=False, align="start",
            heading=False, balance=False,
        )  # fmt: skip
        items.append(_item(body, Rect(left.x, y, left.w, 100), anchor="top", name="Text"))
        y += min(100.0, body.height) + 24
    para = _para("address", 34.0, ctx.color("accent"), bold=True, live="address", align="start", heading=True)
    address = Rect(left.x, y, left.w, 44)
    items.append(_item(ctx.lay([para], address.w, robust=False), address, role=Role.LABEL, name="Address"))
    wifi = Rect(left.x, y + 48, left.w, 30)
    detail = Rect(left.x, theme.height - 110, left.w, 56)
    if content.wifi_qr:
        # The Wi-Fi's code, its name and the small line go side by side under the address.
        top = y + 58
        small_side = max(72.0, min(WIFI_SIDE, theme.height - 32 - top))
        beside = left.x + small_side + 20
        items.append(
            QrItem(Rect(left.x, top, small_side, small_side), "wifi", "QR code for joining the Wi-Fi",
                   name="QR code of the Wi-Fi")
        )  # fmt: skip
        wifi = Rect(beside, top, left.x + left.w - beside, 30)
        detail = Rect(beside, top + 36, wifi.w, small_side - 36)
    para = _para("wifi", 22.0, ctx.color("muted"), live="wifi", align="start")
    items.append(_item(ctx.lay([para], wifi.w, robust=False), wifi, role=Role.LABEL, name="Wi-Fi"))
    if content.detail:
        small = _largest(
            content.detail, (20, 18, 16), detail.w, detail.h, ctx, ctx.color("muted"), bold=False,
            align="start", heading=False, balance=False,
        )  # fmt: skip
        anchor = "top" if content.wifi_qr else "bottom"
        items.append(_item(small, detail, anchor=anchor, name="Detail"))
    frame = Rect(qr.x - 14, qr.y - 14, qr.w + 28, qr.h + 28)
    items.append(
        ShapeItem(
            frame, "roundRect", Color("#FFFFFF"), ctx.color("line"), theme.stroke,
            adjust=radius_adjust(frame.w, frame.h, theme.radius + 4), name="QR ground",
        )
    )  # fmt: skip
    items.append(QrItem(qr, "address", "QR code of the page for anonymous entries", name="QR code"))
    return items


ROUND_SIDE = 256.0
"""Side of the QR on the card of a round, in points."""


def _round(content: CardContent, ctx: Context) -> list[Item]:
    """A round of the room: what to do and the time left at the left, the way in at the right. A round that
    is over has neither."""
    if not content.countdown:
        return _poster(content, ctx)
    theme, side = ctx.theme, ROUND_SIDE
    qr = Rect(theme.width - EDGE - side, 96.0, side, side)
    left = Rect(EDGE, 0, qr.x - 14 - 36 - EDGE, theme.height)
    quiet = ctx.color("on-deep-muted")
    title = _largest(content.title, (48, 44, 40, 36, 32, 28), left.w, 112, ctx, ctx.title, align="start")
    items: list[Item] = [
        _item(title, Rect(left.x, 48, left.w, 112), anchor="bottom", role=Role.TITLE, name="Title")
    ]
    time = _live("countdown", 104.0, Rect(left.x, 170, left.w, 136), ctx.title, ctx, align="start")
    items.append(time)
    text = _largest(
        content.text, (26, 24, 22, 20, 18), left.w, 104, ctx, ctx.text, bold=False, align="start",
        heading=False, balance=False,
    )  # fmt: skip
    items.append(_item(text, Rect(left.x, 314, left.w, 104), anchor="top", name="Text"))
    if content.detail:
        small = _largest(
            content.detail, (20, 18, 16), left.w, 60, ctx, quiet, bold=False, align="start", heading=False,
            balance=False,
        )  # fmt: skip
        items.append(
            _item(small, Rect(left.x, theme.height - 104, left.w, 60), anchor="bottom", name="Detail")
        )
    frame = Rect(qr.x - 14, qr.y - 14, qr.w + 28, qr.h + 28)
    items.append(
        ShapeItem(
            frame, "roundRect", Color("#FFFFFF"), ctx.color("line"), theme.stroke,
            adjust=radius_adjust(frame.w, frame.h, theme.radius + 4), name="QR ground",
        )
    )  # fmt: skip
    items.append(QrItem(qr, "address", "QR code of the page for anonymous entries", name="QR code"))
    address = _live("address", 30.0, Rect(frame.x - 36, frame.bottom + 10, frame.w + 72, 40), ctx.title, ctx)
    wifi = _live("wifi", 20.0, Rect(frame.x, frame.bottom + 50, frame.w, 28), quiet, ctx, bold=False)
    return [*items, address, wifi]


def _resources(content: CardContent, ctx: Context) -> list[Item]:
    """Where help is: labels and values in large type."""
    theme, width = ctx.theme, ctx.theme.width - 2 * EDGE
    title = _largest(content.title or "Resources", (44, 40, 36, 32), width, 60, ctx, ctx.title, align="start")
    items: list[Item] = [_item(title, Rect(EDGE, 44, width, 60), role=Role.TITLE, name="Title")]
    top, bottom = 124.0, theme.height - (96.0 if content.detail or content.text else 56.0)
    rows = [(label, value) for label, value in content.lines if value] or (
        [("", content.text)] if content.text else []
    )
    for size in (30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0):
        laid = [_resource(label, value, size, width, ctx) for label, value in rows]
        gap = size * 0.7
        high = sum(max(a.height, b.height) for a, b in laid) + gap * max(0, len(laid) - 1)
        if high <= bottom - top:
            break
    y = top
    split = width * 0.36
    for name, value in laid if rows else []:
        row = max(name.height, value.height)
        items.append(_item(name, Rect(EDGE, y, split - 20, row), anchor="top", name="Label"))
        items.append(_item(value, Rect(EDGE + split, y, width - split, row), anchor="top", name="Value"))
        y += row + gap
    foot = content.detail or (content.text if content.lines else "")
    if foot:
        small = _largest(
            foot, (20, 18, 16), width, 52, ctx, ctx.color("muted"), bold=False, align="start", heading=False,
            balance=False,
        )  # fmt: skip
        items.append(_item(small, Rect(EDGE, theme.height - 84, width, 52), anchor="bottom", name="Detail"))
    return items


def _resource(label: str, value: str, size: float, width: float, ctx: Context) -> tuple[Laid, Laid]:
    split = width * 0.36
    name = ctx.lay([_para(label, size, ctx.color("muted"), align="start")], split - 20)
    text = ctx.lay([_para(value, size, ctx.text, bold=True, align="start")], width - split)
    return name, text


ENTRY_SIZES = (52, 48, 44, 40, 36, 32, 30, 28, 26, 24, 22, 20, 18)
WHOLE_WORDS = 24
"""Down to this size an entry is made smaller so that no word is cut; below it, over-long words are cut."""
CUT_FROM = 32
"""The largest size at which words may be cut."""


def _said(text: str, width: float, height: float, ctx: Context, *, balance: bool) -> Laid:
    """What somebody wrote, to be read from the last row: endless words are cut and many short lines run on
    (with strokes between them) before the letters get too small."""
    tries: list[tuple[str, Sequence[float], bool]] = []
    for said in dict.fromkeys((text, " / ".join(line.strip() for line in _lines(text)))):
        tries.append((said, [s for s in ENTRY_SIZES if s >= WHOLE_WORDS], False))
        tries.append((said, [s for s in ENTRY_SIZES if s <= CUT_FROM], True))
    for said, sizes, cuts in tries:
        for size in sizes:
            laid = _plain(said, size, width, ctx, balance)
            if laid.height <= height and (cuts or not laid.has_cuts):
                return laid
    size = float(ENTRY_SIZES[-1])
    while laid.height > height and size > 1:
        size *= 0.9
        laid = _plain(said, size, width, ctx, balance)
    return laid


def _plain(text: str, size: float, width: float, ctx: Context, balance: bool) -> Laid:
    paras = [
        _para(line, size, ctx.text, align="start", before=size * 0.4 if n else 0.0)
        for n, line in enumerate(_lines(text) or [""])
    ]
    return ctx.lay(paras, width, balance=balance and len(paras) == 1)


def _entry(content: CardContent, ctx: Context) -> list[Item]:
    """Something that somebody in the room wrote, as large as it can be, and what kind of thing it is."""
    theme, width = ctx.theme, ctx.theme.width - 2 * EDGE
    items: list[Item] = []
    ground = Rect(EDGE - 24, 44, width + 48, theme.height - 44 - 64)
    items.append(
        ShapeItem(
            ground, "roundRect", ctx.color("surface"), ctx.color("line"), theme.stroke,
            adjust=radius_adjust(ground.w, ground.h, theme.radius + 6), name="Card",
        )
    )  # fmt: skip
    y = ground.y + 26
    kind = content.category or content.title
    if kind:
        name = _largest(kind, (24, 22, 20, 18), width, 34, ctx, ctx.color("accent"), align="start")
        items.append(_item(name, Rect(EDGE, y, width, 34), role=Role.TITLE, name="Category"))
        y += 44
    room = ground.bottom - 26 - y
    long = len(content.text) > 90
    body = _said(content.text, width, room, ctx, balance=not long)
    items.append(_item(body, Rect(EDGE, y, width, room), anchor="top" if long else "middle", name="Entry"))
    if content.detail:
        small = _largest(
            content.detail,
            (18, 16),
            width,
            36,
            ctx,
            ctx.color("muted"),
            bold=False,
            align="start",
            heading=False,
        )
        items.append(_item(small, Rect(EDGE, theme.height - 52, width, 36), name="Detail"))
    return items
