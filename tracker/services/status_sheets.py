"""The sheets behind the contract status, and the rows of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from tracker.domain.catalogue_words import Form
from tracker.domain.standings import MEANING, SEVERITY
from tracker.exports.sheet import Column, Kind, Row, Sheet
from tracker.queries.contract_row import ContractRow
from tracker.queries.status_details import Element, Gap
from tracker.queries.waivers import WaiverRow, WaiverState
from tracker.services.exports.field import Field, field
from tracker.services.status_columns import Entry

EXPIRING_KEYS = frozenset(
    {"vendor", "number", "title", "department", "owner", "end", "tier", "standing", "stage", "expires", "days_left",
     "next_action"}
)  # fmt: skip
CONTRACT = (
    Column("Contract no.", Kind.LINKED, 15, "number"),
    Column("Vendor", width=32, key="vendor"),
    Column("Title", width=38, key="title"),
    Column("Department", width=22, key="department"),
)
GAPS: tuple[Field[tuple[Entry, Gap]], ...] = (
    field("number", "Contract no.", lambda p: p[0].row.number, "The contract's number, a link.", Kind.LINKED, 15),
    field("vendor", "Vendor", lambda p: p[0].row.vendor, "The company that the contract is with.", width=32),
    field("title", "Title", lambda p: p[0].row.title, "What the contract is about.", width=38),
    field("department", "Department", lambda p: p[0].row.department, "The department that holds it.", width=22),
    field("owner", "Owner", lambda p: p[0].row.owner, "Who looks after it in procurement.", width=20),
    field("standing", "Standing", lambda p: str(p[0].standing), "How the contract stands.", Kind.STANDING, 17),
    field("kind", "Kind", lambda p: p[1].kind, "What is missing: element, clause, version or everything.", width=12),
    field("missing", "Missing", lambda p: p[1].subject, "The element, clause or version that is missing.", width=44),
    field("since", "Since", lambda p: p[1].since_on, "First day on which it was missing.", Kind.DAY, 12),
    field("waived", "Waived until", lambda p: p[1].waived_through_on, "Last day of a waiver of it.", Kind.DAY, 13),
    field("stage", "Stage", lambda p: str(p[0].stage), "Who must act next.", width=17),
)
WAIVERS = Sheet(
    "Waivers",
    (
        *CONTRACT,
        Column("State", width=19),
        Column("From", Kind.DAY, 12),
        Column("Through", Kind.DAY, 12),
        Column("Elements", Kind.LIST, 34),
        Column("Clauses", Kind.LIST, 18),
        Column("Reason", Kind.PROSE, 48),
        Column("Asked by", width=20),
        Column("Approved by", width=20),
        Column("Ended on", Kind.DAY, 12),
    ),
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
                waiver.elements,
                waiver.clauses,
                waiver.reason,
                waiver.asked_by,
                waiver.approved_by,
                waiver.ended_on,
            )


def definition_rows() -> Iterator[Row]:
    """What each standing, stage, tier and form means."""
    for standing in reversed(SEVERITY):
        yield str(standing), "standing", MEANING[standing]
    yield from ((word, "stage", meaning) for word, meaning in STAGES.items())
    yield from ((f"tier {number}", "tier", meaning) for number, meaning in TIERS.items())
    yield from ((str(form), "form", meaning) for form, meaning in FORMS.items())


def contract_cells(row: ContractRow) -> tuple[str, str, str, str]:
    """The cells of CONTRACT."""
    return row.number, row.vendor, row.title, row.department
