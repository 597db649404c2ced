"""Planning a list of contracts: one row is one term of one contract, all rows of a contract are one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

from tracker.domain.import_words import Fate, ImportKind
from tracker.domain.names import search_text
from tracker.queries.policy import newest
from tracker.services.list_imports.contract_events import tell
from tracker.services.list_imports.contract_head import Head, HeadPlanner, NotUsable, lead_of
from tracker.services.list_imports.contract_reads import KnownContract, known_contracts, known_terms
from tracker.services.list_imports.directory import Directory
from tracker.services.list_imports.drafts import Drafts
from tracker.services.list_imports.labels import erased, label, said, text
from tracker.services.list_imports.named_contacts import NamedContacts
from tracker.services.list_imports.row_plan import Change, Effect, Options, Row, RowPlan, Step
from tracker.services.list_imports.surroundings import Surroundings
from tracker.services.list_imports.terms import KnownTerm, Pairing, TermRow, pair
from tracker.services.work import Work

AT_ONCE: Final = 1000
FACTS: Final = frozenset({"vendor_id", "department_id"})
COMPARED: Final = ("vendor", "vendor_number", "department", "title", "amount", "owner")


class ContractPlanner:
    """Plans one list; contracts are read a thousand at a time, vendors once."""

    def __init__(self, work: Work, options: Options) -> None:
        self._work, self._options = work, options
        self._drafts = Drafts()
        self._directory = Directory(work, options, self._drafts)
        self._surroundings = Surroundings(work, self._drafts)
        self._heads = HeadPlanner(self._directory, self._surroundings, options)
        self._contacts = NamedContacts(work, self._drafts)
        self._rules = newest(work.session)

    def steps(self, records: Iterable[Row]) -> Iterator[Step]:
        """Give one step per contract, in the order in which the list names them first."""
        groups: dict[str, list[Row]] = {}
        for row in records:
            groups.setdefault(text(row, "contract_number"), []).append(row)
        self._directory.prepare(
            (text(row, "vendor"), text(row, "vendor_number")) for rows in groups.values() for row in rows
        )
        self._contacts.prepare(row for rows in groups.values() for row in rows)
        numbers = iter(groups)
        while some := list(islice(numbers, AT_ONCE)):
            known = known_contracts(self._work.session, some)
            self._directory.read(contract.vendor_id for contract in known.values())
            terms = known_terms(self._work.session, [contract.id for contract in known.values()])
            for number in some:
                contract = known.get(number)
                yield from self._contract(
                    number, contract, terms.get(contract.id, []) if contract else [], groups[number]
                )

    def _contract(
        self, number: str, contract: KnownContract | None, terms: list[KnownTerm], rows: list[Row]
    ) -> Iterator[Step]:
        kept, broken = _sorted_out(number, rows)
        if broken:
            yield Step(tuple(broken))
        if not kept:
            return
        pairings = pair(terms, [self._term_row(row) for row in kept])
        late = [item for item in pairings if not item.in_order]
        if late:
            numbers = {item.row.number for item in late}
            yield Step(tuple(_refusal(row, number, "through_on", _ORDER) for row in kept if row.number in numbers))
            kept = [row for row in kept if row.number not in numbers]
            pairings = pair(terms, [self._term_row(row) for row in kept])
        if kept:
            yield self._step(number, contract, terms, kept, pairings)

    def _step(
        self,
        number: str,
        contract: KnownContract | None,
        terms: list[KnownTerm],
        rows: list[Row],
        pairings: list[Pairing],
    ) -> Step:
        leading = lead_of(pairings, terms)
        lead = next((row for row in rows if leading and row.number == leading.row.number), None)
        try:
            head = self._heads.head(contract, rows, lead)
        except NotUsable as error:
            fate = Fate.UNDECIDED if error.candidates else Fate.REFUSED
            why = (number, error.column, error.reason, (), error.spelling, error.candidates)
            return Step(tuple(RowPlan(row.number, fate, *why) for row in rows))
        contract_id = contract.id if contract else self._drafts.new("contract")
        changes = self._heads.changes(head, contract)
        touched = bool(changes) or any(not item.same for item in pairings)
        effects = [*head.effects, *(self._contract_effects(number, contract_id, contract, changes) if touched else ())]
        for pairing in pairings:
            effects += self._term_effects(contract_id, pairing)
        company_id = head.company.id if head.company else (contract.vendor_id if contract else 0)
        contacts = self._contacts.effects(company_id, lead) if lead else ([], [])
        effects += contacts[0]
        plans = self._rows(number, contract, head, pairings, lead, changes, contacts[1])
        moved = contract is None or bool(FACTS & changes.keys()) or any(not item.same for item in pairings)
        return Step(
            rows=plans,
            effects=tuple(effects),
            told=tell(contract_id, contract, head, number, changes, plans),
            contracts=frozenset({contract_id}) if moved else frozenset(),
            held=frozenset() if contract else frozenset({contract_id}),
        )

    def _contract_effects(
        self, number: str, contract_id: int, contract: KnownContract | None, changes: dict[str, tuple[Any, Any]]
    ) -> list[Effect]:
        after = {name: new for name, (_old, new) in changes.items()}
        if contract is None:
            made = {
                "number": number,
                "owner_id": None,
                "amount": None,
                "renewal_terms": "",
                "note": "",
                "breach_notice_hours": self._rules.breach_notice_hours,
                "search_text": search_text(number, after["title"]),
                "created_at": self._work.now,
                "updated_at": self._work.now,
                "version": 1,
                **after,
            }
            return [Effect("contract", contract_id, None, made)]
        before = {name: old for name, (old, _new) in changes.items()}
        if "title" in after:
            before["search_text"], after["search_text"] = contract.search_text, search_text(number, after["title"])
        before |= {"updated_at": contract.updated_at, "version": contract.version}
        after |= {"updated_at": self._work.now, "version": contract.version + 1}
        return [Effect("contract", contract_id, before, after)]

    def _term_effects(self, contract_id: int, pairing: Pairing) -> list[Effect]:
        if pairing.same:
            return []
        term, row = pairing.term, pairing.row
        made = {
            "contract_id": contract_id,
            "item_number": row.item_number or (term.item_number if term else ""),
            "starts_on": pairing.starts_on,
            "through_on": pairing.through_on,
            "disposal_days": _days(row.disposal_days, term.disposal_days if term else self._rules.disposal_days),
            "recorded_at": self._work.now,
            "replaced_at": None,
        }
        new = Effect("contract_term", self._drafts.new("contract_term"), None, made)
        if term is None:
            return [new]
        gone = Effect("contract_term", term.id, {"replaced_at": None}, {"replaced_at": self._work.now})
        return [gone, new]

    def _rows(
        self,
        number: str,
        contract: KnownContract | None,
        head: Head,
        pairings: Sequence[Pairing],
        lead: Row | None,
        changes: dict[str, tuple[Any, Any]],
        contacts: list[Change],
    ) -> tuple[RowPlan, ...]:
        found = []
        former = self._directory.name_of(contract.vendor_id) if contract and "vendor_id" in changes else ""
        for pairing in pairings:
            told = _term_changes(pairing)
            sentence = [pairing.sentence] if pairing.sentence and contract else []
            if lead and pairing.row.number == lead.number:
                told += [*self._heads.words(changes, head, former), *contacts]
                sentence += head.learned
            fate = Fate.CREATED if contract is None else Fate.CHANGED if told or sentence else Fate.UNCHANGED
            found.append(RowPlan(pairing.row.number, fate, number, "", ", ".join(sentence), tuple(told)))
        return tuple(found)

    def _term_row(self, row: Row) -> TermRow:
        erases = {
            name for name in ("starts_on", "through_on") if erased(row, name, blank_erases=self._options.blank_erases)
        }
        values = row.values
        return TermRow(
            number=row.number,
            item_number=text(row, "item_number"),
            starts_on=values.get("starts_on"),
            through_on=values.get("through_on"),
            disposal_days=values.get("disposal_days"),
            unbounded=frozenset(erases),
        )


_ORDER: Final = "the last day lies before the first day"


def _sorted_out(number: str, rows: list[Row]) -> tuple[list[Row], list[RowPlan]]:
    """Part the rows that can be used from those that contradict themselves or another row."""
    broken: dict[int, RowPlan] = {}
    first: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        days = (row.values.get("starts_on"), row.values.get("through_on"))
        if isinstance(days[0], date) and isinstance(days[1], date) and days[1] < days[0]:
            broken[row.number] = _refusal(row, number, "through_on", _ORDER)
            continue
        other = first.setdefault((text(row, "item_number"), *days), row)
        field = next((name for name in COMPARED if _contradict(row, other, name)), None)
        if field is not None:
            for one, two in ((row, other), (other, row)):
                reason = f"row {two.number} says {said(two.values[field])} of the same term; one of them is wrong"
                broken.setdefault(one.number, _refusal(one, number, field, reason))
    return [row for row in rows if row.number not in broken], [broken[key] for key in sorted(broken)]


def _contradict(row: Row, other: Row, field: str) -> bool:
    one, two = row.values.get(field), other.values.get(field)
    if one is None or two is None or row is other:
        return False
    return bool(one.casefold() != two.casefold()) if isinstance(one, str) and isinstance(two, str) else bool(one != two)


def _refusal(row: Row, number: str, field: str, reason: str) -> RowPlan:
    return RowPlan(row.number, Fate.REFUSED, number, label(ImportKind.CONTRACTS, field), reason)


def _days(said_days: int | None, otherwise: int) -> int:
    return otherwise if said_days is None else said_days


def _term_changes(pairing: Pairing) -> list[Change]:
    if pairing.same:
        return []
    term, row = pairing.term, pairing.row
    pairs = [
        ("starts_on", term.starts_on if term else None, pairing.starts_on),
        ("through_on", term.through_on if term else None, pairing.through_on),
        ("disposal_days", term.disposal_days if term else None, row.disposal_days),
    ]
    return [
        Change(label(ImportKind.CONTRACTS, name), said(old), said(new))
        for name, old, new in pairs
        if new != old and not (name == "disposal_days" and new is None)
    ]
