"""Drop-down lists: the words that a column may hold, kept in a hidden sheet of the workbook."""

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports.styles import typed

SHEET = "Lists"


class Choices:
    """The lists of one workbook, each kept once; the sheet is made with the first."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._page: Worksheet | None = None
        self._ranges: dict[tuple[str, ...], str] = {}

    def offered(self, words: tuple[str, ...], cells: str) -> DataValidation:
        """Return the rule that offers these words in these cells; others are asked about, not refused."""
        rule = DataValidation(type="list", formula1=self._range(words), allow_blank=True, sqref=cells)
        rule.errorStyle, rule.showErrorMessage = "warning", True
        rule.errorTitle, rule.error = "Not one of the words", "The tracker uses other words here. Keep it anyway?"
        return rule

    def _range(self, words: tuple[str, ...]) -> str:
        if words not in self._ranges:
            self._ranges[words] = self._write(words)
        return self._ranges[words]

    def _write(self, words: tuple[str, ...]) -> str:
        if self._page is None:
            self._page = self._book.create_sheet(SHEET)
            self._page.sheet_state = "hidden"
        column = len(self._ranges) + 1
        for at, word in enumerate(words, start=1):
            cell = self._page.cell(at, column)
            cell.value, cell.data_type = typed(word), "s"
        letter = get_column_letter(column)
        return f"{SHEET}!${letter}$1:${letter}${len(words)}"
