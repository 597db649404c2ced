"""How the workbook looks: one accent colour, real number formats, each standing with its word and a tint."""

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.workbook import Workbook

from tracker.domain.standings import Standing
from tracker.exports.sheet import Kind

ACCENT, INK, LINE = "1A4480", "1B2430", "D9DEE5"
FACE = "Calibri"

FORMATS = {
    Kind.TEXT: "@",
    Kind.STANDING: "@",
    Kind.NUMBER: "#,##0",
    Kind.MONEY: '"$"#,##0.00;[Red]-"$"#,##0.00',
    Kind.DAY: "yyyy-mm-dd",
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
    header = NamedStyle("Header")
    header.font = Font(name=FACE, bold=True, color="FFFFFF")
    header.fill = PatternFill("solid", start_color=ACCENT)
    header.alignment = Alignment(vertical="center", wrap_text=True)
    header.border = Border(bottom=line)
    book.add_named_style(header)
    return {kind: _cell_style(book, kind, line) for kind in Kind}


def tint(first_cell: str) -> list[FormulaRule]:
    """Rules that tint a column of standings; the word stands in the cell, the colour only helps."""
    relative = f"${first_cell}"
    return [
        FormulaRule(formula=[f'{relative}="{word}"'], fill=PatternFill("solid", bgColor=colour))
        for word, colour in TINTS.items()
    ]


def _cell_style(book: Workbook, kind: Kind, line: Side) -> str:
    style = NamedStyle(f"Tracker {kind}")
    style.font = Font(name=FACE, color=INK)
    style.number_format = FORMATS[kind]
    right = kind in {Kind.NUMBER, Kind.MONEY}
    style.alignment = Alignment(horizontal="right" if right else "left", vertical="top")
    style.border = Border(bottom=line)
    book.add_named_style(style)
    return style.name
