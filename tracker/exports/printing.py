"""How sheets print: paper, pages side by side, repeated rows, and above and below each page what it is."""

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports.about import About
from tracker.exports.styles import FACE, typed

LETTER = "1"
PORTRAIT_WIDTH, PAGE_WIDTH, LONGEST = 110, 165, 80
BOLD, PLAIN = f"{FACE},Bold", FACE


def print_sheet(page: Worksheet, about: About, *, width: int, last: str, named: str) -> None:
    """Set up a sheet of rows: its print area; the header row and the columns through `named` on each page."""
    page.print_area = f"A1:{last}"
    page.print_title_rows = "1:1"
    page.print_title_cols = f"A:{named}"
    set_up(page, about, landscape=width > PORTRAIT_WIDTH, pages_wide=max(round(width / PAGE_WIDTH), 1))


def set_up(page: Worksheet, about: About, *, landscape: bool, pages_wide: int = 1) -> None:
    """Fit a sheet to so many pages side by side; title, day and filters stand above each page, its number below."""
    page.page_setup.paperSize = LETTER
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = pages_wide, 0
    page.page_setup.pageOrder = "overThenDown"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.95, bottom=0.7, header=0.35, footer=0.35)
    head, foot = page.oddHeader, page.oddFooter
    if head is not None and foot is not None:
        _say(head, _quiet(_title_of(page, about)), _quiet(f"{about.as_of_line}. {about.printed_filters}"))
        _say(foot, _quiet(about.city[:LONGEST]), "Page &P of &N")


def _title_of(page: Worksheet, about: About) -> str:
    return (about.title if page.title in about.title else f"{about.title}: {page.title}")[:LONGEST]


def _say(line: HeaderFooterItem, left: str, right: str) -> None:
    line.left.text, line.right.text = left, right
    line.left.size = line.right.size = 9
    line.left.font, line.right.font = BOLD, PLAIN


def _quiet(text: str) -> str:
    # In the head of a page "&" begins an order; doubled it is a sign like any other.
    return typed(text).replace("&", "&&")
