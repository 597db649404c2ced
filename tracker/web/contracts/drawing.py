"""The drawing of a contract's timeline: where each bar stands, in units of the drawing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from tracker.domain.days import LAST_DAY, day_after
from tracker.domain.facts import Facts
from tracker.queries.contract_timeline import ContractTimeline

WIDTH, LEFT, TOP = 1000, 84, 26
LANE, GAP = 22, 8
BACK, AHEAD, MARGIN = 3 * 366, 2 * 366, 60
NARROWEST_TEXT = 7
MOST_LANES = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it begins, how wide it is, what stands in it and what a pointer is told."""

    x: float
    width: float
    text: str
    title: str
    kind: str
    standing: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of bars under a label (empty when it goes on from the row above)."""

    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis and its words."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The days that are drawn, from the first to before the last."""

    first: date
    until: date
    today: date

    def x(self, day: date) -> float:
        """Where a day begins."""
        whole = (self.until - self.first).days
        inside = min(max((day - self.first).days, 0), whole)
        return round(LEFT + (WIDTH - LEFT) * inside / whole, 1)

    def bar(self, from_on: date | None, until_on: date | None, text: str, kind: str, standing: str = "") -> Bar | None:
        """A bar over half-open days, None where nothing of it is in sight."""
        first, until = from_on or date.min, until_on or LAST_DAY
        if until <= self.first or first >= self.until:
            return None
        x, end = self.x(first), self.x(until)
        room = int((end - x) / NARROWEST_TEXT)
        shown = text if len(text) <= room else (text[: room - 1] + "…" if room > 6 else "")  # noqa: PLR2004  # a few letters
        width = max(round(end - x, 1), 1)
        return Bar(x, width, shown, _title(text, from_on, until_on), kind, standing, first > self.today)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the template draws."""

    height: int
    today_x: float
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    width: int = WIDTH
    left: int = LEFT
    lane_height: int = field(default=LANE)


def draw(timeline: ContractTimeline, today: date) -> Drawing:
    """Lay out standing, term, attestations and data of a contract around a day."""
    scale = _scale(timeline.facts, today)
    rows = [(_("Standing"), list(_standing(timeline, scale))), (_("Term"), list(_terms(timeline.facts, scale)))]
    for label, bars in ((_("Attested"), _attested(timeline, scale)), (_("Data"), _data(timeline, scale))):
        rows += [(label if at == 0 else "", row) for at, row in enumerate(_stacked(bars))]
    lanes = tuple(Lane(label, TOP + at * (LANE + GAP), tuple(bars)) for at, (label, bars) in enumerate(rows))
    return Drawing(TOP + len(rows) * (LANE + GAP) + 4, scale.x(today), tuple(_ticks(scale)), lanes)


def _scale(facts: Facts, today: date) -> Scale:
    starts = [term.starts_on for term in facts.terms if term.starts_on]
    ends = [term.through_on for term in facts.terms if term.through_on] + [a.expires_on for a in facts.attestations]
    first = max(min([*starts, today - timedelta(days=180)]), today - timedelta(days=BACK))
    last = min(max([*ends, today + timedelta(days=180)]), today + timedelta(days=AHEAD))
    margin = timedelta(days=MARGIN)
    return Scale(first - margin, last + margin, today)


def _standing(timeline: ContractTimeline, scale: Scale) -> Iterator[Bar]:
    runs: list[tuple[date, date, str]] = []
    for span in timeline.spans:
        if runs and runs[-1][2] == span.standing:
            runs[-1] = (runs[-1][0], span.until_on, runs[-1][2])
        else:
            runs.append((span.from_on, span.until_on, str(span.standing)))
    for from_on, until_on, standing in runs:
        # What is still to come is drawn apart, so a run is cut at the present day.
        cut = day_after(scale.today)
        pieces = [(from_on, min(until_on, cut)), (max(from_on, cut), until_on)]
        bars = (scale.bar(first, last, standing, "span", standing) for first, last in pieces if first < last)
        yield from _present(bars)


def _terms(facts: Facts, scale: Scale) -> Iterator[Bar]:
    for term in facts.terms:
        until = day_after(term.through_on) if term.through_on else None
        yield from _present([scale.bar(term.starts_on, until, "", "term")])


def _attested(timeline: ContractTimeline, scale: Scale) -> Iterator[Bar]:
    for item in timeline.facts.attestations:
        until = min(day_after(item.expires_on), item.revoked_on or LAST_DAY)
        signer = timeline.signers.get(item.attestation_id, "")
        text = _("v%(version)s, %(signer)s", version=item.version, signer=signer) if signer else f"v{item.version}"
        yield from _present([scale.bar(item.effective_on, until, text, "attested")])


def _data(timeline: ContractTimeline, scale: Scale) -> Iterator[Bar]:
    groups: dict[tuple[date | None, date | None], list[str]] = {}
    for line in timeline.facts.lines:
        name = timeline.elements.get(line.element, line.element)
        names = groups.setdefault((line.from_on, line.through_on), [])
        if name not in names:
            names.append(name)
    for (from_on, through_on), names in groups.items():
        last = min((day for day in (through_on, _end(timeline.facts)) if day), default=None)
        until = day_after(last) if last else None
        yield from _present([scale.bar(from_on or _start(timeline.facts), until, ", ".join(names), "data")])


def _start(facts: Facts) -> date | None:
    return min((term.starts_on for term in facts.terms if term.starts_on), default=None)


def _end(facts: Facts) -> date | None:
    ends = [term.through_on for term in facts.terms]
    return max((day for day in ends if day), default=None) if None not in ends else None


def _present(bars: Iterable[Bar | None]) -> Iterator[Bar]:
    return (bar for bar in bars if bar is not None)


def _stacked(bars: Iterator[Bar]) -> list[list[Bar]]:
    """Put bars into as few rows as they need not to cover each other."""
    rows: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: bar.x):
        free = next((row for row in rows if row[-1].x + row[-1].width <= bar.x), None)
        if free is not None:
            free.append(bar)
        elif len(rows) < MOST_LANES:
            rows.append([bar])
    return rows or [[]]


def _ticks(scale: Scale) -> Iterator[Tick]:
    for year in range(scale.first.year, scale.until.year + 1):
        for month in (1, 7):
            day = date(year, month, 1)
            if scale.first < day < scale.until:
                yield Tick(scale.x(day), str(year) if month == 1 else str(format_date(day, "MMM")))


def _title(text: str, from_on: date | None, until_on: date | None) -> str:
    start = format_date(from_on, "long") if from_on and from_on > date.min else _("the start")
    open_end = until_on is None or until_on == LAST_DAY
    end = _("no end") if open_end else format_date(until_on - timedelta(days=1), "long")  # type: ignore[operator]  # not None
    return str(_("%(text)s: %(start)s to %(end)s", text=text or _("Term"), start=start, end=end))
