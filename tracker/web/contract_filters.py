"""What an address asks of the contracts: the same words for the grid, the export and deeds on many contracts."""

from dataclasses import replace
from datetime import date

from werkzeug.datastructures import MultiDict

from tracker.queries import list_questions
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.list_questions import DEFAULT_SORT
from tracker.web import grid


def contracts_asked(args: MultiDict[str, str], today: date) -> GridQuery:
    """Read the query of an address; what is not understood is ignored, `on` defaults to the city's today."""
    offset = (grid.read_page(args) - 1) * grid.ROWS_PER_PAGE
    return replace(list_questions.contracts_asked(args, today), offset=offset)


def contract_pairs(query: GridQuery, today: date) -> grid.Pairs:
    """Write a query as pairs of an address, in a fixed order; the page is left out."""
    pairs = [("q", query.text)] if query.text else []
    many = {
        "standing": [str(word) for word in query.standings],
        "stage": [str(word) for word in query.stages],
        "department": [str(number) for number in query.departments],
        "tier": [str(number) for number in query.tiers],
        "owner": [str(number) for number in query.owners],
        "contract": [str(number) for number in query.contract_ids],
    }
    pairs += [(name, value) for name, values in many.items() for value in values]
    single = {
        "runs_out": "" if query.runs_out_days is None else str(query.runs_out_days),
        "vendor": "" if query.vendor_id is None else str(query.vendor_id),
        "mine": "1" if query.mine else "",
        "sensitive": "1" if query.sensitive else "",
        "hold": "1" if query.hold else "",
        "sort": "" if query.sort == DEFAULT_SORT else query.sort,
        "on": "" if query.on == today else query.on.isoformat(),
    }
    return (*pairs, *((name, value) for name, value in single.items() if value))
