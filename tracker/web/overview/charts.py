"""Charts of the overview, drawn on the server as SVG; the same figures stand in a table beside each."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import vl_convert
from flask_babel import format_date
from flask_babel import gettext as _

from tracker.domain.standings import Standing
from tracker.queries.overview import Month, Week

FONT = "Helvetica, Arial, sans-serif"
INK, LINE = "#3d4551", "#dfe1e2"
TIER_COLOURS = ["#a9aeb1", "#8fb3dd", "#5b8bc4", "#2e6097", "#112f4e"]

# The colours of tracker/static/standing.css: a standing looks the same on every page and in every chart.
COLOURS: dict[Standing, str] = {
    Standing.CURRENT: "#2e8b57",
    Standing.EXPIRING: "#e0a100",
    Standing.WAIVED: "#8b929b",
    Standing.OUTDATED: "#8a65b8",
    Standing.GAP: "#e0701b",
    Standing.EXPIRED: "#c93832",
    Standing.MISSING: "#9c2f5b",
    Standing.UNDECLARED: "#3f87b0",
}


def trend(months: Sequence[Month], day: date) -> str:
    """An area chart of contracts in force that share data, by standing and month; a line marks the day."""
    values = [
        {"month": month.begins_on.isoformat(), "standing": word, "order": at, "contracts": month.counts.get(word, 0)}
        for month in months
        for at, word in enumerate(COLOURS)
    ]
    colour = _scale([str(word) for word in COLOURS], list(COLOURS.values()))
    area = {
        "data": {"values": values},
        "mark": {"type": "area", "interpolate": "monotone", "opacity": 0.9},
        "encoding": {
            "x": _days("month"),
            "y": {"field": "contracts", "type": "quantitative", "stack": "zero", "title": _("contracts")},
            "color": {"field": "standing", "type": "nominal", "scale": colour, "title": None},
            "order": {"field": "order"},
        },
    }
    today = {
        "data": {"values": [{"day": day.isoformat()}]},
        "mark": {"type": "rule", "strokeWidth": 2, "color": INK},
        "encoding": {"x": _days("day")},
    }
    return _draw(json.dumps({"width": 720, "height": 230, "layer": [area, today]}, sort_keys=True))


def running_out(weeks: Sequence[Week]) -> str:
    """A bar chart of contracts whose coverage ends, by week and tier."""
    values = [
        {"week": _week(week), "tier": _("tier %(number)s", number=tier), "contracts": number}
        for week in weeks
        for tier, number in sorted(week.by_tier.items())
    ]
    tiers = [_("tier %(number)s", number=tier) for tier in range(5)]
    used = [tier for tier in tiers if any(value["tier"] == tier for value in values)]
    colours = [TIER_COLOURS[tiers.index(tier)] for tier in used]
    empty = [{"week": _week(week), "tier": used[0] if used else "", "contracts": 0} for week in weeks]
    chart = {
        "width": 380,
        "height": 200,
        "data": {"values": values + empty},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {
                "field": "week",
                "type": "ordinal",
                "sort": [_week(week) for week in weeks],
                "axis": {"title": None, "labelAngle": -45},
            },
            "y": {
                "field": "contracts",
                "type": "quantitative",
                "title": _("contracts"),
                "axis": {"tickMinStep": 1, "format": "d"},
            },
            "color": {"field": "tier", "type": "nominal", "scale": _scale(used, colours), "title": None},
        },
    }
    return _draw(json.dumps(chart, sort_keys=True))


def _week(week: Week) -> str:
    return str(format_date(week.begins_on, "MMM d"))


def _days(field: str) -> dict[str, Any]:
    axis = {"format": "%b %Y", "title": None, "labelAngle": 0, "grid": False, "tickCount": 8}
    return {"field": field, "type": "temporal", "axis": axis}


def _scale(names: list[str], colours: list[str]) -> dict[str, list[str]]:
    return {"domain": names, "range": colours}


@lru_cache(maxsize=200)
def _draw(chart: str) -> str:
    """Draw a Vega-Lite chart; the same figures are drawn once."""
    look = {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {"labelColor": INK, "titleColor": INK, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE,
                 "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
        "legend": {"orient": "bottom", "labelColor": INK, "labelFontSize": 12, "symbolType": "square",
                   "columnPadding": 22},
    }  # fmt: skip
    return vl_convert.vegalite_to_svg({**json.loads(chart), "config": look})
