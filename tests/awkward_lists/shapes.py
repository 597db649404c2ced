"""What makes a workbook awkward: merged cells, hidden sheets, days from 1904, formulas, tables."""

from __future__ import annotations

from datetime import date

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet


def titles(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1, 4)
    sheet["A1"] = "City of Springfield: contracts"
    sheet.merge_cells("A1:F2")
    sheet["A3"], sheet["B3"] = "As of", date(2019, 9, 30)


def two_rows(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")


def down(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")


def hidden(workbook: openpyxl.Workbook, _sheet: Worksheet) -> None:
    workbook["Codes"].sheet_state = "hidden"
    workbook["Old"].sheet_state = "veryHidden"
    workbook.create_chartsheet("Chart")


def from_1904(workbook: openpyxl.Workbook, sheet: Worksheet) -> None:
    workbook.epoch = CALENDAR_MAC_1904
    sheet["E2"].number_format = "General"


def codes(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet["E2"].number_format = "m/d/yy"
    sheet["D2"].number_format = "0.00%"


def formula(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet["F2"] = "=10000*2"


def table(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:F2"
    sheet.row_dimensions[2].hidden = True
    sheet["B2"].hyperlink = "https://acme.example/"
