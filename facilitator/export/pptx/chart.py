"""Native charts: the chart part and the workbook behind it, so that "Edit Data" opens the numbers."""

from __future__ import annotations

import io
from datetime import datetime

from facilitator.export.pptx.styles import Names, face_xml
from facilitator.export.pptx.xml import DECLARATION, A, C, R, attr, clean, fill, hundredths, text
from facilitator.scene.model import ChartData, Color, FontRole

_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  (XlsxWriter wants a naive time; it is the same for every file)
_CATEGORY_AXIS, _VALUE_AXIS = 111_111_111, 222_222_222
_GRID = Color("#D9D9D9")


def cell_text(value: str) -> str:
    """Text for a workbook cell or chart cache, where ``_x0041_`` would be read as an escape."""
    return clean(value).replace("_x", "_x005F_x")[:32_767]


def workbook(data: ChartData) -> bytes:
    """The chart's numbers as an ``.xlsx``: categories down, series across. Nothing is ever a formula."""
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
        sheet.write_string(0, column, clean(name)[:32_767])
    for row, category in enumerate(data.categories, 1):
        sheet.write_string(row, 0, clean(category)[:32_767])
        for column, (_, values) in enumerate(data.series, 1):
            value = values[row - 1] if row - 1 < len(values) else None
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return out.getvalue()


def _column(index: int) -> str:
    """Spreadsheet letters of a column, 0 = A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _format(data: ChartData) -> str:
    """A number format that says the unit."""
    values = [v for _, row in data.series for v in row if v is not None]
    whole = all(float(v).is_integer() for v in values)
    digits = "#,##0" if whole else "#,##0.0#" if any(round(v * 10) != v * 10 for v in values) else "#,##0.0"
    unit = data.unit.strip()
    if not unit:
        return digits
    quoted = unit.replace('"', "")
    before = len(unit) == 1 and unit in "$£€¥"
    return f'"{quoted}"{digits}' if before else f'{digits}"{"" if unit == "%" else " "}{quoted}"'


def _text_style(data: ChartData, names: Names, size: float, bold: bool = False) -> str:
    tint = fill(data.text, names.swap) if data.text else '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{hundredths(size)}" b="{int(bold)}">{tint}{face_xml(names.face(FontRole.BODY))}'
        f"</a:defRPr>"
        '</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
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


def _labels(data: ChartData, names: Names, position: str, percent: bool = False) -> str:
    where = f'<c:dLblPos val="{position}"/>' if position else ""
    return (
        f'<c:dLbls><c:numFmt formatCode="{attr(_format(data))}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln>'
        f"<a:noFill/></a:ln>"
        f'</c:spPr>{_text_style(data, names, data.size)}{where}<c:showLegendKey val="0"/><c:showVal val="1"/>'
        f'<c:showCatName val="{int(percent)}"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        f'<c:showBubbleSize val="0"/>'
        "</c:dLbls>"
    )


def _series(data: ChartData, index: int, names: Names) -> str:
    name, values = data.series[index]
    rows = len(data.categories)
    column = _column(index + 1)
    tint = _color(data, index)
    head = (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{_strings(f'Sheet1!${column}$1', (name or data.title or 'Series',))}</c:tx>"
    )
    if data.kind == "line":
        look = (
            f'<c:spPr><a:ln w="31750" cap="rnd">{fill(tint, names.swap)}<a:round/></a:ln></c:spPr>'
            f'<c:marker><c:symbol val="circle"/><c:size val="8"/><c:spPr>{fill(tint, names.swap)}'
            "<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        )
        labels, tail = _labels(data, names, "t"), '<c:smooth val="0"/>'
    elif data.kind == "pie":
        look = "".join(
            f'<c:dPt><c:idx val="{n}"/><c:bubble3D val="0"/><c:spPr>{fill(_color(data, n), names.swap)}'
            '<a:ln w="19050"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln></c:spPr></c:dPt>'
            for n in range(rows)
        )
        labels, tail = _labels(data, names, "outEnd", percent=True), ""
    else:
        look = f'<c:spPr>{fill(tint, names.swap)}</c:spPr><c:invertIfNegative val="0"/>'
        labels, tail = _labels(data, names, "outEnd"), ""
    padded = tuple(values[:rows]) + (None,) * (rows - len(values))
    return (
        f"{head}{look}{labels}<c:cat>{_strings(f'Sheet1!$A$2:$A${rows + 1}', data.categories)}</c:cat>"
        f"<c:val>{_numbers(f'Sheet1!${column}$2:${column}${rows + 1}', padded, _format(data))}</c:val>"
        f"{tail}</c:ser>"
    )


def _axes(data: ChartData, names: Names) -> str:
    across = data.kind == "bar"
    rule = f'<c:spPr><a:ln w="9525">{fill(_GRID)}</a:ln></c:spPr>'
    none = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
    style = _text_style(data, names, data.size)
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation '
        f'val="{"maxMin" if across else "minMax"}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if across else "b"}"/><c:numFmt '
        f'formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos '
        'val="low"/>'
        f'{rule}{style}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{_minimum(data)}'
        f"</c:scaling>"
        f'<c:delete val="1"/><c:axPos val="{"b" if across else "l"}"/>'
        f'<c:numFmt formatCode="{attr(_format(data))}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{none}{style}<c:crossAx '
        f'val="{_CATEGORY_AXIS}"/>'
        f'<c:crosses val="{"max" if across else "autoZero"}"/><c:crossBetween val="between"/></c:valAx>'
    )


def _minimum(data: ChartData) -> str:
    """Bars start at zero: a cut-off axis lies."""
    values = [v for _, row in data.series for v in row if v is not None]
    return '<c:min val="0"/>' if values and min(values) >= 0 else ""


def chart_xml(data: ChartData, names: Names, book: str, lang: str) -> str:
    """``chartN.xml``. ``book``: relationship id of the workbook."""
    series = "".join(
        _series(data, n, names)
        for n in range(len(data.series) if data.kind != "pie" else min(1, len(data.series)))
    )
    ids = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
    if data.kind == "pie":
        plot = f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'
    elif data.kind == "line":
        plot = (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker '
            f'val="1"/>{ids}</c:lineChart>'
        )
    else:
        direction = "bar" if data.kind == "bar" else "col"
        plot = (
            f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
            f"{series}"
            f'<c:gapWidth val="60"/>{ids}</c:barChart>'
        )
    axes = "" if data.kind == "pie" else _axes(data, names)
    legend = ""
    if data.kind != "pie" and len(data.series) > 1:
        legend = (
            f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>'
            f"{_text_style(data, names, data.size)}</c:legend>"
        )
    title = '<c:autoTitleDeleted val="1"/>'
    language = f'<c:lang val="{attr(lang)}"/>' if lang else ""
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/>'
        f"{language}"
        f'<c:roundedCorners val="0"/><c:chart>{title}<c:plotArea><c:layout/>{plot}{axes}'
        "<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        "<a:defRPr/></a:pPr>"
        f'<a:endParaRPr lang="en-US"/></a:p></c:txPr><c:externalData r:id="{book}"><c:autoUpdate val="0"/>'
        f"</c:externalData>"
        "</c:chartSpace>"
    )
