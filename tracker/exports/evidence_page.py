"""The page of an evidence pack that a person reads: static HTML, without script, without anything from outside."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "h1{font-size:1.7rem;line-height:1.2}h2{font-size:1.3rem;margin-top:2.5rem;border-top:2px solid #1b1b1b;"
    "padding-top:.7rem}h3{font-size:1.05rem;margin-bottom:.3rem}table{border-collapse:collapse;width:100%;"
    "font-size:.93rem}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid "
    "#a9aeb1;overflow-wrap:anywhere}th{white-space:nowrap}code{font-size:.85em;overflow-wrap:anywhere}"
    ".wide{overflow-x:auto}@media print{body{margin:0;max-width:none}a{color:inherit}}"
)
HEAD: Final = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
)
Row = Sequence[Any]


def head(title: str, facts: Iterable[tuple[str, Any]]) -> str:
    """Return the beginning of the page: what it is about, and the facts of the pack."""
    return (
        f"{HEAD}<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{pairs(facts)}"
    )


def tail() -> str:
    """Return the end of the page."""
    return "</main>\n</body>\n</html>\n"


def contract(told: Mapping[str, Any]) -> str:
    """Return the part about a contract."""
    stood = told["stood"] or {}
    rows = [
        (line["name"], line["tier"], line["form"], line["purpose"], line["through_on"] or "open")
        for line in told["shared"]
    ]
    waivers = [(one["state"], one["from_on"], one["through_on"], one["reason"]) for one in told["waivers"]]
    return (
        f"<h2>Contract {escape(str(told['number']))}</h2>\n"
        + pairs(
            [
                ("Title", told["title"]),
                ("Vendor", told["vendor"]["name"]),
                ("Department", told["department"]),
                ("How it stood", stood.get("sentence", "not judged: it is archived, or was not known on that day")),
                ("Whole record", _link(told["file"])),
            ]
        )
        + table("Personal data that it lets go", ("Data", "Tier", "Form", "Purpose", "Through"), rows)
        + table("Waivers", ("State", "From", "Through", "Reason"), waivers)
    )


def attestation(told: Mapping[str, Any]) -> str:
    """Return the part about an attestation."""
    signer, decision = told["signer"], told["decision"] or {}
    unusual = [one for one in told["answers"] if one["answer"] != "agree"]
    return (
        f"<h2>Attestation {told['id']}: {escape(str(told['vendor']['name']))}</h2>\n"
        + pairs(
            [
                ("State on that day", told["state"]),
                ("Request", f"{told['request']['number'] or 'none'}, round {told['request']['round']}"),
                ("Requirements", _link(told["requirements"]["file"])),
                ("Signer", f"{signer['name']}, {signer['title']}"),
                ("Signed on", told["signed_on"]),
                ("Sent", _moment(told["submitted_at"])),
                ("Contracts", ", ".join(one["number"] for one in told["contracts"])),
                ("Decision", _decision(decision)),
                ("In force", f"{told['effective_on']} through {told['expires_on']}" if told["effective_on"] else "no"),
                ("Revoked", told["revoked_on"] or "no"),
                ("Answers", f"{len(told['answers'])}, of which {len(unusual)} are not plain agreement"),
                ("Whole record", _link(told["file"])),
            ]
        )
        + table("Answers that are not plain agreement", ("Clause", "Answer", "What the vendor says"),
                [(one["code"], one["answer"], one["said"]) for one in unusual])
        + table("Data elements named", ("Contract", "Data"),
                [(one["number"], ", ".join(e["name"] for e in one["elements"])) for one in told["contracts"]])
        + table("Documents", ("File", "Received", "What it proved when it arrived", "SHA-256"),
                [(_file(one), _moment(one["received_at"]), _verdict(one), one["sha256"]) for one in told["documents"]])
    )  # fmt: skip


def left_out(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the part about what is not in the pack."""
    told = [(one["kind"], one["count"], one["why"], one["source"]) for one in rows]
    said = "<p>Nothing was left out.</p>\n" if not told else ""
    return f"<h2>What was left out</h2>\n{said}" + table("Left out", ("What", "How often", "Why", "Source"), told)


def pairs(facts: Iterable[tuple[str, Any]]) -> str:
    """Return facts as a table of two columns; what is None is left out."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{_shown(value)}</td></tr>\n'
        for name, value in facts
        if value is not None
    )
    return f"<table>\n{rows}</table>\n"


def table(title: str, columns: Row, rows: Iterable[Row]) -> str:
    """Return a table with a heading, or nothing when there are no rows."""
    body = "".join("<tr>" + "".join(f"<td>{_shown(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    if not body:
        return ""
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in columns)
    return (
        f'<h3>{escape(title)}</h3>\n<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table></div>\n"
    )


class _Markup(str):
    """HTML of our own making, with everything in it escaped."""

    __slots__ = ()


def _link(path: str) -> _Markup:
    return _Markup(f'<a href="{escape(path)}">{escape(path)}</a>')


def _file(document: Mapping[str, Any]) -> str:
    if document["file"]:
        return _link(document["file"])
    return f"{document['name']} (left out: {document['left_out']})"


def _verdict(document: Mapping[str, Any]) -> str:
    frozen = next((one for one in document["verdicts"] if one["frozen"]), None)
    if frozen is None:
        return "not checked yet"
    later = len(document["verdicts"]) - 1
    return f"{frozen['verdict']}. {frozen['sentence']}" + (f" (Checked again: {later}.)" if later else "")


def _decision(told: Mapping[str, Any]) -> str:
    if not told:
        return "none yet"
    return f"{told['outcome']}, {_moment(told['decided_at'])}, by {told['reviewer']}"


def _moment(text: str | None) -> str | None:
    # Moments stand in the records to the microsecond, in UTC; people read minutes.
    return f"{text[:10]} {text[11:16]} UTC" if text else None


def _shown(value: Any) -> str:  # noqa: ANN401  # values of any kind
    return value if isinstance(value, _Markup) else escape("—" if value is None else str(value))
