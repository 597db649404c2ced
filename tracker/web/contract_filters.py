"""What an address asks of the contracts: the same words for the grid, the export and deeds on many contracts."""

from datetime import date

from werkzeug.datastructures import MultiDict

from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.queries.contract_columns import SORTS
from tracker.queries.contracts_grid import GridQuery
from tracker.web import grid

HIGHEST_TIER = 4
FARTHEST_DAYS = 3660
DEFAULT_SORT = "number"


def contracts_asked(args: MultiDict[str, str], today: date) -> GridQuery:
    """Read the query of an address; what is not understood is ignored, `on` defaults to the city's today."""
    runs_out = grid.read_number(args.get("runs_out"))
    return GridQuery(
        on=grid.read_day(args, "on", today),
        text=grid.read_text(args, "q"),
        standings=grid.read_words(args, "standing", Standing),
        stages=grid.read_words(args, "stage", Stage),
        departments=grid.read_numbers(args, "department"),
        tiers=tuple(tier for tier in grid.read_numbers(args, "tier") if 1 <= tier <= HIGHEST_TIER),
        owners=grid.read_numbers(args, "owner"),
        runs_out_days=runs_out if runs_out is not None and runs_out <= FARTHEST_DAYS else None,
        vendor_id=grid.read_number(args.get("vendor")),
        contract_ids=grid.read_numbers(args, "contract"),
        mine=args.get("mine") == "1",
        sensitive=args.get("sensitive") == "1",
        hold=args.get("hold") == "1",
        sort=grid.read_sort(args, SORTS, DEFAULT_SORT),
        offset=(grid.read_page(args) - 1) * grid.ROWS_PER_PAGE,
    )


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
