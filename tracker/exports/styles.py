"""How the workbook looks: one accent colour, real number formats, each standing with its word and a tint."""

from collections.abc import Iterable

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook

from tracker.domain.standings import Standing
from tracker.exports.cells import ILLEGAL
from tracker.exports.sheet import WRAPPED, Kind

ACCENT, INK, LINE, LINK = "1A4480", "1B2430", "D9DEE5", "005EA2"
FACE = "Calibri"
LONGEST_HEADING = 200
HEADER, NUMBER_HEADER = "Header", "Header of numbers"
RIGHT = frozenset({Kind.NUMBER, Kind.MONEY})

FORMATS = {
    Kind.TEXT: "@",
    Kind.LINKED: "@",
    Kind.PROSE: "@",
    Kind.LIST: "@",
    Kind.YES_NO: "@",
    Kind.STANDING: "@",
    Kind.MARK: "@",
    Kind.NUMBER: "#,##0;[Red]-#,##0",
    Kind.MONEY: '"$"#,##0.00;[Red]-"$"#,##0.00',
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}

TINTS = {
    Standing.CURRENT: "DDF1E4",
    Standing.EXPIRING: "FFF1CC",
    Standing.WAIVED: "E8EAED",
    Standing.OUTDATED: "FCE3CC",
    Standing.GAP: "FCE3CC",
    Standing.EXPIRED: "F9D9D6",
    Standing.MISSING: "F9D9D6",
    Standing.UNDECLARED: "E6DFF3",
    Standing.DISPOSAL_DUE: "FFF1CC",
    Standing.DISPOSAL_OVERDUE: "F9D9D6",
}


def register(book: Workbook) -> dict[Kind, str]:
    """Add a named style per kind of cell, and one for headers; return the names of the former."""
    line = Side(style="thin", color=LINE)
    for name, horizontal in ((HEADER, "left"), (NUMBER_HEADER, "right")):
        header = NamedStyle(name)
        header.font = Font(name=FACE, bold=True, color="FFFFFF")
        header.fill = PatternFill("solid", start_color=ACCENT)
        indent = int(horizontal == "right")
        header.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True, indent=indent)
        header.border = Border(bottom=line)
        book.add_named_style(header)
    return {kind: _cell_style(book, kind, line) for kind in Kind}


def tint(first_cell: str) -> list[Rule]:
    """Rules that tint a column of standings; the word stands in the cell, the colour only helps."""
    return [
        Rule(
            type="expression",
            formula=[f'${first_cell}="{word}"'],
            dxf=DifferentialStyle(fill=PatternFill("solid", bgColor=colour)),
        )
        for word, colour in TINTS.items()
    ]


def header(kind: Kind) -> str:
    """The named style of the header of a column of this kind."""
    return NUMBER_HEADER if kind in RIGHT else HEADER


def unlike(headings: Iterable[str]) -> list[str]:
    """Headings in one line each of which no two are alike, as a table asks, whatever people named their elements."""
    found: dict[str, str] = {}
    for heading in headings:
        line = " ".join(typed(heading).split())[:LONGEST_HEADING] or "Column"
        other, number = line, 1
        while other.casefold() in found:
            number += 1
            other = f"{line} ({number})"
        found[other.casefold()] = other
    return list(found.values())


def typed(value: str) -> str:
    """Text that openpyxl takes as it is: without the characters that it refuses."""
    return ILLEGAL.sub("\ufffd", value)


def _cell_style(book: Workbook, kind: Kind, line: Side) -> str:
    style = NamedStyle(f"Tracker {kind}")
    linked = kind is Kind.LINKED
    style.font = Font(name=FACE, color=LINK if linked else INK, underline="single" if linked else None)
    style.number_format = FORMATS[kind]
    # Numbers keep a little away from the text to their right.
    right = kind in RIGHT
    horizontal = "right" if right else "left"
    style.alignment = Alignment(horizontal=horizontal, vertical="top", wrap_text=kind in WRAPPED, indent=int(right))
    style.border = Border(bottom=line)
    book.add_named_style(style)
    return style.name
