"""The sheets behind the contract status, and the rows of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from tracker.domain.catalogue_words import Form
from tracker.domain.standings import MEANING, SEVERITY
from tracker.exports.sheet import Column, Kind, Row, Sheet
from tracker.queries.contract_row import ContractRow
from tracker.queries.status_details import Element, Gap
from tracker.queries.waivers import WaiverRow, WaiverState
from tracker.services.status_columns import Entry, StatusColumn

EXPIRING_KEYS = frozenset(
    {"vendor", "number", "title", "department", "owner", "end", "tier", "standing", "stage", "expires", "days_left",
     "next_action"}
)  # fmt: skip
CONTRACT = (
    Column("Contract no.", width=15),
    Column("Vendor", width=32),
    Column("Title", width=38),
    Column("Department", width=22),
)
GAPS = Sheet(
    "Gaps",
    (
        *CONTRACT,
        Column("Owner", width=20),
        Column("Standing", Kind.STANDING, 17),
        Column("Kind", width=12),
        Column("Missing", width=44),
        Column("Since", Kind.DAY, 12),
        Column("Waived until", Kind.DAY, 13),
        Column("Stage", width=17),
    ),
)
WAIVERS = Sheet(
    "Waivers",
    (
        *CONTRACT,
        Column("State", width=19),
        Column("From", Kind.DAY, 12),
        Column("Through", Kind.DAY, 12),
        Column("Elements", Kind.PROSE, 34),
        Column("Clauses", Kind.PROSE, 18),
        Column("Reason", Kind.PROSE, 48),
        Column("Asked by", width=20),
        Column("Approved by", width=20),
        Column("Ended on", Kind.DAY, 12),
    ),
)
DEFINITIONS = Sheet(
    "Definitions", (Column("Word", width=22), Column("Kind", width=12), Column("Meaning", Kind.PROSE, 90))
)

STAGES = {
    "city declares": "Procurement says which personal data the contract lets go.",
    "city requests": "Procurement asks the vendor for an attestation.",
    "vendor answers": "The vendor answers the request, or certifies that the data was returned or destroyed.",
    "city reviews": "A privacy officer accepts the answer or returns it.",
    "vendor corrects": "The vendor corrects an answer that was returned.",
    "nobody": "Nobody has to act.",
}
TIERS = {
    1: "Public.",
    2: "Internal.",
    3: "Confidential.",
    4: "Confidential, with special handling.",
}
FORMS = {
    Form.IDENTIFIABLE: "The element goes as it is. It counts as personal data.",
    Form.PSEUDONYMIZED: "Names are replaced, and can be put back. It counts as personal data.",
    Form.ANONYMIZED: "Nobody can be told from it any more. It needs no attestation.",
    Form.AGGREGATED: "Only sums and counts of many people go. It needs no attestation.",
}


def matrix(elements: Sequence[Element]) -> Sheet:
    """The sheet of contracts by elements."""
    return Sheet("Data matrix", (*CONTRACT, *(Column(element.name, Kind.MARK, 15) for element in elements)))


def gap_rows(entry: Entry, gaps: Iterable[Gap], names: Mapping[str, str]) -> Iterator[Row]:
    """One row per missing element or clause; when nothing was ever or is any more attested, one for everything."""
    row = entry.row
    head, stage = (*contract_cells(row), row.owner, str(entry.standing)), str(entry.stage)
    for gap in gaps:
        yield (*head, gap.kind, names.get(gap.subject, gap.subject), gap.since_on, gap.waived_through_on, stage)


def matrix_row(row: ContractRow, elements: Sequence[Element], forms: Mapping[int, Form]) -> Row:
    """A contract with the form in which each element goes."""
    return (*contract_cells(row), *(str(form) if (form := forms.get(one.id)) else None for one in elements))


def waiver_rows(row: ContractRow, waivers: Iterable[WaiverRow], on: date) -> Iterator[Row]:
    """One row per waiver of a contract that was asked for and not refused, in its state on the day."""
    for waiver in waivers:
        state = waiver.state(on)
        if state is not WaiverState.REFUSED:
            yield (
                *contract_cells(row),
                str(state),
                waiver.from_on,
                waiver.through_on,
                ", ".join(waiver.elements),
                ", ".join(waiver.clauses),
                waiver.reason,
                waiver.asked_by,
                waiver.approved_by,
                waiver.ended_on,
            )


def definition_rows(columns: Iterable[StatusColumn]) -> Iterator[Row]:
    """What each standing, stage, tier, form and column means."""
    for standing in reversed(SEVERITY):
        yield str(standing), "standing", MEANING[standing]
    yield from ((word, "stage", meaning) for word, meaning in STAGES.items())
    yield from ((f"tier {number}", "tier", meaning) for number, meaning in TIERS.items())
    yield from ((str(form), "form", meaning) for form, meaning in FORMS.items())
    yield from ((one.column.heading, "column", one.meaning) for one in columns)


def contract_cells(row: ContractRow) -> tuple[str, str, str, str]:
    """The cells of CONTRACT."""
    return row.number, row.vendor, row.title, row.department
