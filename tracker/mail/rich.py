"""The HTML part of a letter: no tables, no pictures, no script, styles beside each element.

Many mail programs throw style sheets away, so this is the one place of the product with inline styles; the sheet adds
only what a reader can do without, dark colours. Nothing of it is ever shown inside our own pages' document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from tracker.mail.blocks import Block, Entry, Facts, Figures, Heading, Items, Link, Paragraph, Quote
from tracker.mail.wording import one_line, own_lines

INK: Final = "#1b1b1b"
QUIET: Final = "#565c65"
ACCENT: Final = "#005ea2"
LINE: Final = "#dfe1e2"
FONT: Final = "font-family:'Public Sans',-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
PAGE: Final = f"margin:0;padding:16px 8px;background-color:#f0f0f0;color:{INK};{FONT};font-size:16px;line-height:1.5"
SHEET: Final = (
    "max-width:600px;margin:0 auto;padding:24px 20px;background-color:#ffffff;"
    f"border:1px solid {LINE};border-top:4px solid {ACCENT};overflow-wrap:anywhere"
)
SIGN: Final = f"margin:0 0 20px;font-size:14px;font-weight:bold;color:{QUIET}"
GAP: Final = "margin:0 0 16px"
BUTTON: Final = (
    f"display:inline-block;padding:12px 20px;background-color:{ACCENT};color:#ffffff;font-weight:bold;"
    "text-decoration:none;border-radius:4px"
)
ADDRESS: Final = f"display:block;margin-top:8px;font-size:13px;color:{QUIET};word-break:break-all"
FIGURES: Final = (
    "margin:0 0 16px;padding:12px 0;font-size:32px;font-weight:bold;letter-spacing:6px;"
    "font-family:Consolas,Menlo,monospace"
)
QUOTED: Final = f"margin:0 0 16px;padding:0 0 0 12px;border-left:4px solid {LINE}"
HEADING: Final = "margin:24px 0 8px;font-size:18px;line-height:1.3"
FOOT: Final = f"max-width:600px;margin:16px auto 0;padding:0 20px;font-size:13px;color:{QUIET};overflow-wrap:anywhere"
DARK: Final = """@media (prefers-color-scheme:dark){
.page{background-color:#111!important;color:#f0f0f0!important}
.sheet{background-color:#1f1f1f!important;border-color:#3d4551!important}
.quiet{color:#c6cace!important}
.link{color:#73b3e7!important}
}"""


def rich(language: str, sign: str, subject: str, blocks: Iterable[Block], foot: Iterable[Block]) -> str:
    """Return a whole HTML document in a language; everything in the blocks is escaped."""
    body = "\n".join(_markup(block) for block in blocks)
    footer = "\n".join(_markup(block) for block in foot)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark">'
        f"<title>{_text(subject)}</title><style>{DARK}</style></head>\n"
        f'<body class="page" style="{PAGE}"><div class="sheet" style="{SHEET}">\n'
        f'<p class="quiet" style="{SIGN}">{_text(sign)}</p>\n{body}\n</div>\n'
        f'<div class="quiet" style="{FOOT}">{footer}</div></body></html>\n'
    )


def _markup(block: Block) -> str:  # noqa: PLR0911  # one case per kind of block
    match block:
        case Paragraph(words):
            return f'<p style="{GAP}">{_text(words)}</p>'
        case Quote(words):
            lines = "<br>".join(_text(line) for line in own_lines(words))
            return f'<blockquote style="{QUOTED}">{lines}</blockquote>'
        case Items(lines):
            return f'<ul style="{GAP};padding-left:20px">{"".join(_items(lines))}</ul>'
        case Facts(pairs):
            return f'<p style="{GAP}">{"<br>".join(_pairs(pairs))}</p>'
        case Heading(words):
            return f'<h2 style="{HEADING}">{_text(words)}</h2>'
        case Figures(words):
            return f'<p style="{FIGURES}">{_text(words)}</p>'
        case Link():
            return _link(block)
        case Entry():
            return _entry(block)


def _link(link: Link) -> str:
    href = escape(link.href)
    if not link.prominent:
        return f'<p style="{GAP}"><a class="link" href="{href}" style="color:{ACCENT}">{_text(link.label)}</a></p>'
    return (
        f'<p style="margin:20px 0"><a href="{href}" style="{BUTTON}">{_text(link.label)}</a>'
        f'<span class="quiet" style="{ADDRESS}">{href}</span></p>'
    )


def _entry(entry: Entry) -> str:
    return (
        f'<p style="{GAP}"><a class="link" href="{escape(entry.href)}" style="color:{ACCENT};font-weight:bold">'
        f"{_text(entry.title)}</a><br>{_text(entry.words)}</p>"
    )


def _items(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f'<li style="margin:0 0 6px">{_text(line)}</li>'


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, value in pairs:
        yield f'<b>{_text(term)}:</b> <span style="word-break:break-word">{_text(value)}</span>'


def _text(words: str) -> str:
    return escape(one_line(words))
