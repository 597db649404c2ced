"""The vendors that a list names: known by number, decision, name or alias, likely, or new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import select

from tracker.domain.names import name_key, search_text
from tracker.models.list_import import NameDecision
from tracker.models.vendor import Vendor, VendorAlias
from tracker.queries.vendor_likeness import LikenessIndex
from tracker.services.list_imports.companies import Company, Found, Name, spelling
from tracker.services.list_imports.drafts import Drafts
from tracker.services.list_imports.row_plan import Candidate, Effect, Options
from tracker.services.work import Work

AT_ONCE: Final = 400
key_of = lru_cache(maxsize=20_000)(name_key)
"""Lists name the same vendors again and again."""


class Directory:
    """Finds companies for names, and keeps in mind what it found and what is new."""

    def __init__(self, work: Work, options: Options, drafts: Drafts) -> None:
        self._work, self._options, self._drafts = work, options, drafts
        self._companies: dict[int, Company] = {}
        self._by_number: dict[str, Company] = {}
        self._by_key: dict[str, list[Company]] = {}
        self._decided: dict[str, int | None] = {}
        self._index: LikenessIndex | None = None
        self._aliases_read: set[int] = set()

    def prepare(self, names: Iterable[Name]) -> None:
        """Read what these names may mean, in a few queries."""
        wanted = set(names)
        keys = {key_of(name) for name, _number in wanted if name}
        numbers = {number for _name, number in wanted if number}
        decisions = {spelling(name) for name, _number in wanted if name}
        session = self._work.session
        for some in portions(decisions):
            found = select(NameDecision.spelling, NameDecision.vendor_id).where(NameDecision.spelling.in_(some))
            self._decided |= {row.spelling: row.vendor_id for row in session.execute(found)}
        self._read(Vendor.id, {number for number in self._decided.values() if number})
        self._read(Vendor.number, numbers)
        self._read(Vendor.name_key, keys)
        for some in portions(keys):
            aliases = select(VendorAlias.vendor_id).where(VendorAlias.name_key.in_(some))
            self._read(Vendor.id, set(session.scalars(aliases)) - self._companies.keys())
        self._read_aliases()

    def find(self, name: str, number: str = "") -> Found:
        """Say whom a name and a number mean; without a number the same name can be several, which is undecided."""
        asked = (name, number)
        if number and number in self._by_number:
            return Found(asked, self._by_number[number])
        if not name:
            return Found(asked)
        return self._by_name(asked)

    def _by_name(self, asked: Name) -> Found:
        name, number = asked
        mark = spelling(name)
        if self._decided.get(mark):
            return Found(asked, self._companies.get(self._decided[mark] or 0))
        named = self._named(name, number)
        if len(named) > 1 and not number and self._decided.get(mark, 0) == 0:
            return Found(asked, None, tuple(_candidate(each, "has this name") for each in named))
        if named:
            return Found(asked, named[0])
        if mark in self._decided:
            return Found(asked)
        return self._likely(asked)

    @property
    def known_ids(self) -> list[int]:
        """The vendors that were read so far."""
        return [number for number in self._companies if number > 0]

    def read(self, vendor_ids: Iterable[int]) -> None:
        """Read these vendors too, in a few queries."""
        self._read(Vendor.id, set(vendor_ids) - self._companies.keys())
        self._read_aliases()

    def name_of(self, vendor_id: int) -> str:
        """Return the name of a vendor that was read."""
        return self._companies[vendor_id].name

    def take(self, found: Found) -> tuple[Company, list[Effect], list[str]]:
        """Keep in mind what a row says; return its company, what that makes or changes, and phrases of what is new."""
        name, number = found.name
        company = found.company
        if company is None:
            company = self._new(name, number)
            return company, [self._made(company)], []
        effects: list[Effect] = []
        learned: list[str] = []
        if number and company.number is None:
            effects.append(self._changed(company, number=number))
            company.number = number
            self._by_number[number] = company
            learned.append(f"vendor number {number} recorded")
        if name and spelling(name) not in company.spellings:
            effects += self.add_alias(company, name)
            learned.append(f"vendor also written {name}")
        return company, effects, learned

    def add_alias(self, company: Company, name: str) -> list[Effect]:
        """Return what recording another name of a company makes; nothing when it has that name."""
        if spelling(name) in company.spellings or not name.strip():
            return []
        company.spellings.add(spelling(name))
        key = key_of(name)
        self._by_key.setdefault(key, []).append(company)
        made = {"vendor_id": company.id, "name": name, "name_key": key}
        alias = Effect("vendor_alias", self._drafts.new("vendor_alias"), None, made)
        changed = self._changed(company, search_text=search_text(*company.search.split("\n"), name))
        return [alias, changed]

    def change(self, company: Company, **columns: Any) -> Effect:  # noqa: ANN401  # values of any column
        """Return the change of these columns of a company, and keep it in mind."""
        effect = self._changed(company, **columns)
        for name in columns.keys() & {"name", "number", "website", "note"}:
            setattr(company, name, columns[name])
        return effect

    def _changed(self, company: Company, **columns: Any) -> Effect:  # noqa: ANN401  # values of any column
        before: dict[str, Any] = {
            name: getattr(company, "search" if name == "search_text" else name) for name in columns
        }
        if "number" in columns:
            before["search_text"] = company.search
            columns["search_text"] = search_text(*company.search.split("\n"), columns["number"])
        if "search_text" in columns:
            company.search = columns["search_text"]
        version = company.version
        company.version += 1
        return Effect("vendor", company.id, {**before, "version": version}, {**columns, "version": version + 1})

    def _made(self, company: Company) -> Effect:
        after = {
            "number": company.number,
            "name": company.name,
            "name_key": key_of(company.name),
            "search_text": company.search,
            "website": company.website,
            "note": company.note,
            "created_at": self._work.now,
            "version": 1,
        }
        return Effect("vendor", company.id, None, after)

    def _new(self, name: str, number: str) -> Company:
        company = Company(
            id=self._drafts.new("vendor"),
            number=number or None,
            name=name,
            version=1,
            search=search_text(name, number),
            spellings={spelling(name)},
        )
        self._keep(company, key_of(name))
        return company

    def _named(self, name: str, number: str) -> list[Company]:
        key = key_of(name)
        alike = [company for company in self._by_key.get(key, ()) if not number or company.number in {None, number}]
        exact = [company for company in alike if spelling(company.name) == spelling(name)]
        # A name of signs only has no key, and two such names have nothing in common.
        chosen = exact or (alike if key else [])
        open_ones = [company for company in chosen if not company.archived] or chosen[:1]
        return list(dict.fromkeys(open_ones))

    def _likely(self, asked: Name) -> Found:
        name, number = asked
        if self._index is None:
            self._index = LikenessIndex.of(self._work.session, self._options.departments)
        same = [one for one in self._index.same(name) if not number or one.number in {None, number}]
        if len(same) == 1:
            self._read(Vendor.id, {same[0].id} - self._companies.keys())
            self._read_aliases()
            return Found(asked, self._companies[same[0].id])
        if self._options.undecided_are_new:
            return Found(asked)
        likely = [(one, "has this name") for one in same] or [
            (one, why) for one, why in self._index.likely(name) if not number or one.number in {None, number}
        ]
        return Found(asked, None, tuple(Candidate(one.id, one.name, one.number or "", why) for one, why in likely))

    def _read(self, column: Any, wanted: set[Any]) -> None:  # noqa: ANN401  # a column of vendors
        columns = (Vendor.id, Vendor.number, Vendor.name, Vendor.version, Vendor.search_text, Vendor.archived_at)
        more = (Vendor.name_key, Vendor.website, Vendor.note)
        for some in portions(wanted):
            for row in self._work.session.execute(select(*columns, *more).where(column.in_(some)).order_by(Vendor.id)):
                if row.id in self._companies:
                    continue
                archived = row.archived_at is not None
                company = Company(row.id, row.number, row.name, row.version, row.search_text, archived)
                company.website, company.note = row.website, row.note
                company.spellings.add(spelling(row.name))
                self._keep(company, row.name_key)

    def _read_aliases(self) -> None:
        unread = {number for number, company in self._companies.items() if number > 0}
        for some in portions(unread - self._aliases_read):
            rows = select(VendorAlias.vendor_id, VendorAlias.name, VendorAlias.name_key).order_by(VendorAlias.id)
            for row in self._work.session.execute(rows.where(VendorAlias.vendor_id.in_(some))):
                company = self._companies[row.vendor_id]
                company.spellings.add(spelling(row.name))
                self._by_key.setdefault(row.name_key, []).append(company)
        self._aliases_read |= unread

    def _keep(self, company: Company, key: str) -> None:
        self._companies[company.id] = company
        self._by_key.setdefault(key, []).append(company)
        if company.number:
            self._by_number[company.number] = company


def _candidate(company: Company, why: str) -> Candidate:
    return Candidate(company.id, company.name, company.number or "", why)


def portions(wanted: Iterable[Any]) -> Iterator[list[Any]]:
    """Give what is asked for in portions that one query can take, sorted."""
    rest = iter(sorted(wanted))
    while some := list(islice(rest, AT_ONCE)):
        yield some
