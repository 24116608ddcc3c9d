"""Native charts: the chart part and the workbook behind it, so that "Edit Data" opens the numbers."""

from __future__ import annotations

import io
from datetime import datetime

from facilitator.export.pptx.plot import Plot, plot_of
from facilitator.export.pptx.styles import Names, face_xml
from facilitator.export.pptx.xml import DECLARATION, A, C, R, attr, clean, fill, hundredths, text
from facilitator.scene.model import ChartData, ChartItem, Color, FontRole, Rect, Run

_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  (XlsxWriter wants a naive time; it is the same for every file)
_CATEGORY_AXIS, _VALUE_AXIS = 111_111_111, 222_222_222
CLOSE_UNITS, UNIT_SPACE = ("%", "°", "‰"), "\u202f"
"""Units that stand close to their number, and what is between them."""
_GRID = Color("#D9D9D9")
_ONE_LINE = (
    '<a:bodyPr rot="0" spcFirstLastPara="1" vertOverflow="overflow" horzOverflow="overflow" vert="horz" '
    'wrap="none" '
    'lIns="38100" tIns="19050" rIns="38100" bIns="19050" anchor="ctr"><a:spAutoFit/></a:bodyPr>'
)
"""Labels of values stay on one line, however long the name of their series."""


def cell_text(value: str) -> str:
    """Text for a workbook cell or chart cache, where ``_x0041_`` would be read as an escape."""
    return clean(value).replace("_x", "_x005F_x")[:32_767]


def workbook(data: ChartData, entries: tuple[str, ...] = ()) -> bytes:
    """The chart's numbers as an ``.xlsx``: categories down, series across.

    ``entries`` (a pie's legend) go into the next column, as formulas of our own that follow name and value
    when somebody edits them. Nothing that comes from the deck is ever a formula.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": _EPOCH})
    sheet = book.add_worksheet("Sheet1")
    for column, (name, _) in enumerate(data.series, 1):
        sheet.write_string(0, column, clean(_series_name(data, name))[:32_767])
    for row, category in enumerate(data.categories, 1):
        sheet.write_string(row, 0, clean(category)[:32_767])
        for column, (_, values) in enumerate(data.series, 1):
            value = values[row - 1] if row - 1 < len(values) else None
            if value is not None:
                sheet.write_number(row, column, value)
    if entries:
        sheet.write_string(0, 2, "In the key")
        for row, entry in enumerate(entries, 1):
            sheet.write_formula(row, 2, _entry_formula(data, row + 1, entry), None, clean(entry)[:32_767])
    book.close()
    return out.getvalue()


def _series_name(data: ChartData, name: str) -> str:
    """What a series is called, in the chart as in its workbook."""
    return name or data.title or "Series"


def _entry_formula(data: ChartData, row: int, entry: str) -> str:
    """Name, value with its unit and, where the drawn entry has it, the share of the whole."""
    unit = data.unit.strip().replace('"', "")
    after = f'&"{UNIT_SPACE if unit in CLOSE_UNITS else " "}{unit}"' if unit else ""
    share = f'&" ("&ROUND(100*B{row}/SUM(B$2:B${len(data.categories) + 1}),0)&"%)"'
    return f'=A{row}&"  "&B{row}{after}{share if entry.endswith(")") else ""}'


def _column(index: int) -> str:
    """Spreadsheet letters of a column, 0 = A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _format(data: ChartData) -> str:
    """A number format that says the unit, and writes numbers as the stage does: grouped from 10,000 on."""
    values = [v for _, row in data.series for v in row if v is not None]
    unit = data.unit.strip().replace('"', "")
    after = f'"{UNIT_SPACE if unit in CLOSE_UNITS else " "}{unit}"' if unit else ""
    large = [v for v in values if abs(v) >= 10_000]
    if not large:
        return f"General{after}"
    grouped = "#,##0" if all(float(v).is_integer() for v in large) else "#,##0.0#"
    return f"[>=10000]{grouped}{after};[<=-10000]-{grouped}{after};General{after}"


def _text_style(data: ChartData, names: Names, run: Run | None, wrap: bool = True) -> str:
    """Text as the scene draws it (``run``), else the chart's own size and colour."""
    shade = run.color if run else data.text
    tint = fill(shade, names.swap) if shade else '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    size, bold, font = (run.size, run.bold, run.font) if run else (data.size, False, FontRole.BODY)
    return (
        f"<c:txPr>{'<a:bodyPr/>' if wrap else _ONE_LINE}<a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{hundredths(size)}" b="{int(bold)}">{tint}{face_xml(names.face(font))}</a:defRPr>'
        "</a:pPr><a:endParaRPr/></a:p></c:txPr>"
    )


def _layout(area: Rect | None, inner: bool = False) -> str:
    """``c:layout`` from fractions of the chart."""
    if area is None:
        return "<c:layout/>"
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    sides = "".join(
        f'<c:{k} val="{v:.6g}"/>' for k, v in zip("xywh", (area.x, area.y, area.w, area.h), strict=True)
    )
    return (
        f'<c:layout><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>{sides}'
        "</c:manualLayout></c:layout>"
    )


def _strings(formula: str, values: tuple[str, ...]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{text(cell_text(v))}</c:v></c:pt>' for n, v in enumerate(values))
    return (
        f'<c:strRef><c:f>{formula}</c:f><c:strCache><c:ptCount val="{len(values)}"/>{points}'
        f"</c:strCache></c:strRef>"
    )


def _numbers(formula: str, values: tuple[float | None, ...], form: str) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{v!r}</c:v></c:pt>' for n, v in enumerate(values) if v is not None
    )
    return (
        f"<c:numRef><c:f>{formula}</c:f><c:numCache><c:formatCode>{text(form)}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _color(data: ChartData, index: int) -> Color:
    if data.colors:
        return data.colors[index % len(data.colors)]
    return Color("#000000", f"accent{index % 6 + 1}")


def _labels(data: ChartData, names: Names, plot: Plot, position: str) -> str:
    """Values on the bars; with several series side by side, their names too, so that no colour is looked
    up."""
    several = data.kind == "bar" and len(data.series) > 1
    between = "<c:separator>  </c:separator>" if several else ""
    return (
        f'<c:dLbls><c:numFmt formatCode="{attr(_format(data))}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln>'
        f"<a:noFill/></a:ln></c:spPr>{_text_style(data, names, plot.values, wrap=False)}"
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        f'<c:showSerName val="{int(several)}"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>{between}'
        f"</c:dLbls>"
    )


def _points(plot: Plot, series: int, names: Names) -> str:
    """Bars that have a colour of their own."""
    return "".join(
        f'<c:dPt><c:idx val="{c}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{fill(tint, names.swap)}</c:spPr></c:dPt>"
        for (s, c), tint in sorted(plot.points.items(), key=lambda pair: pair[0])
        if s == series
    )


def _series(data: ChartData, index: int, names: Names, plot: Plot) -> str:
    name, values = data.series[index]
    rows = len(data.categories)
    column = _column(index + 1)
    tint = _color(data, index)
    head = (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{_strings(f'Sheet1!${column}$1', (_series_name(data, name),))}</c:tx>"
    )
    if data.kind == "line":
        look = (
            f'<c:spPr><a:ln w="38100" cap="rnd">{fill(tint, names.swap)}<a:round/></a:ln></c:spPr>'
            f'<c:marker><c:symbol val="circle"/><c:size val="8"/><c:spPr>{fill(tint, names.swap)}'
            f"<a:ln>{fill(tint, names.swap)}</a:ln></c:spPr></c:marker>"
        )
        labels, tail = "" if plot.ruled else _labels(data, names, plot, "t"), '<c:smooth val="0"/>'
    elif data.kind == "pie":
        look = "".join(
            f'<c:dPt><c:idx val="{n}"/><c:bubble3D val="0"/><c:spPr>{fill(_color(data, n), names.swap)}'
            '<a:ln w="25400"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln></c:spPr></c:dPt>'
            for n in range(rows)
        )
        labels, tail = "" if plot.entries else _labels(data, names, plot, "outEnd"), ""
    else:
        look = f'<c:spPr>{fill(tint, names.swap)}</c:spPr><c:invertIfNegative val="0"/>'
        look += _points(plot, index, names)
        labels, tail = _labels(data, names, plot, "outEnd"), ""
    padded = tuple(values[:rows]) + (None,) * (rows - len(values))
    named, where = (plot.entries, "C") if plot.entries else (data.categories, "A")
    return (
        f"{head}{look}{labels}<c:cat>{_strings(f'Sheet1!${where}$2:${where}${rows + 1}', named)}</c:cat>"
        f"<c:val>{_numbers(f'Sheet1!${column}$2:${column}${rows + 1}', padded, _format(data))}</c:val>"
        f"{tail}</c:ser>"
    )


def _axes(data: ChartData, names: Names, plot: Plot) -> str:
    across = data.kind == "bar"
    ahead, back = "minMax", "maxMin"
    names_run = back if across or plot.mirrored else ahead
    values_run = back if across and plot.mirrored else ahead
    ruled = plot.ruled
    rule = f'<c:spPr><a:ln w="19050">{fill(plot.axis or _GRID, names.swap)}</a:ln></c:spPr>'
    none = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
    grid = ""
    if ruled:
        grid = (
            f'<c:majorGridlines><c:spPr><a:ln w="12700">{fill(plot.grid or _GRID, names.swap)}</a:ln>'
            f"</c:spPr></c:majorGridlines>"
        )
    ends = f'<c:max val="{plot.high!r}"/>' if plot.high is not None else ""
    ends += f'<c:min val="{plot.low!r}"/>' if plot.low is not None else "" if plot.step else _minimum(data)
    major = f'<c:majorUnit val="{plot.step!r}"/>' if plot.step else ""
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation '
        f'val="{names_run}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if across else "b"}"/><c:numFmt '
        f'formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos '
        'val="low"/>'
        f'{rule}{_text_style(data, names, plot.names)}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses '
        f'val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="{values_run}"/>{ends}'
        f"</c:scaling>"
        f'<c:delete val="{int(not ruled)}"/><c:axPos val="{"b" if across else "l"}"/>{grid}'
        f'<c:numFmt formatCode="{attr(_format(data))}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{none}'
        f"{_text_style(data, names, plot.values)}"
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="{"max" if across else "autoZero"}"/>'
        f'<c:crossBetween val="between"/>{major}</c:valAx>'
    )


def _minimum(data: ChartData) -> str:
    """Bars start at zero: a cut-off axis lies."""
    values = [v for _, row in data.series for v in row if v is not None]
    return '<c:min val="0"/>' if values and min(values) >= 0 else ""


def _legend(data: ChartData, names: Names, plot: Plot) -> str:
    """Beside a pie and under (or over) several series; bars carry their names themselves."""
    if data.kind == "bar" or (data.kind != "pie" and len(data.series) < 2):
        return ""
    where = "r" if data.kind == "pie" else "t"
    place = _layout(plot.legend) if plot.legend is not None else ""
    style = _text_style(data, names, plot.names if data.kind == "pie" else plot.keys)
    return f'<c:legend><c:legendPos val="{where}"/>{place}<c:overlay val="0"/>{style}</c:legend>'


def chart_xml(item: ChartItem, names: Names, book: str, lang: str) -> str:
    """``chartN.xml``. ``book``: relationship id of the workbook."""
    data, plot = item.data, plot_of(item)
    shown = min(1, len(data.series)) if data.kind == "pie" else len(data.series)
    series = "".join(_series(data, n, names, plot) for n in range(shown))
    ids = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
    if data.kind == "pie":
        drawn = f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'
    elif data.kind == "line":
        drawn = (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
            f"{ids}"
            "</c:lineChart>"
        )
    else:
        direction = "bar" if data.kind == "bar" else "col"
        overlap = f'<c:overlap val="{plot.overlap}"/>' if len(data.series) > 1 else ""
        drawn = (
            f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
            f"{series}"
            f'<c:gapWidth val="{plot.gap}"/>{overlap}{ids}</c:barChart>'
        )
    axes = "" if data.kind == "pie" else _axes(data, names, plot)
    language = f'<c:lang val="{attr(lang)}"/>' if lang else ""
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/>'
        f"{language}"
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{_layout(plot.area, inner=True)}{drawn}{axes}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f'{_legend(data, names, plot)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        "<a:defRPr/></a:pPr><a:endParaRPr/></a:p></c:txPr>"
        f'<c:externalData r:id="{book}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
