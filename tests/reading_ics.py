"""A strict reader of iCalendar, written from RFC 5545 and not with the library that writes the feeds."""

import re
from dataclasses import dataclass, field

LONGEST_LINE = 75
LINE = re.compile(r"([A-Z0-9-]+)((?:;[A-Z0-9-]+=[^;:,\"]+)*):(.*)", re.DOTALL)
ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "UID"}


@dataclass
class Component:
    """A component with its properties (name to value; parameters stay with the name) and the components inside."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    inside: list["Component"] = field(default_factory=list)


def read(data: bytes) -> Component:
    """Read one calendar; fail on anything that the standard forbids."""
    lines = data.split(b"\r\n")
    assert lines.pop() == b"", "the last line has no end"
    for line in lines:
        assert len(line) <= LONGEST_LINE, line
        assert b"\r" not in line
        assert b"\n" not in line
    unfolded = b"\r\n".join(lines).replace(b"\r\n ", b"").decode("utf-8")
    root = Component("")
    open_ones = [root]
    for told in unfolded.split("\r\n"):
        _take(told, open_ones)
    assert open_ones == [root]
    assert [one.name for one in root.inside] == ["VCALENDAR"]
    return root.inside[0]


def _take(line: str, open_ones: list[Component]) -> None:
    match = LINE.fullmatch(line)
    assert match is not None, line
    name, parameters, value = match.groups()
    if name == "BEGIN":
        component = Component(value)
        open_ones[-1].inside.append(component)
        open_ones.append(component)
    elif name == "END":
        assert open_ones.pop().name == value
    else:
        values = open_ones[-1].values
        assert name + parameters not in values, f"{name} comes twice"
        values[name + parameters] = _unescaped(value) if name in TEXTS else value


def _unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"not escaped: {value}"
    return re.sub(r"\\[nN,;\\]", lambda hit: ESCAPED[hit.group()], value)
