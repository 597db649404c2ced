"""File names as they are kept: what a person wrote, without what could do harm in a header, a path or a page."""

import unicodedata

LONGEST = 120
NAMELESS = "document"
HARMFUL = frozenset('/\\:*?"<>|')
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_name(raw: str | None, suffix: str = ".pdf") -> str:
    """Return one visible line of at most 120 characters that ends with `suffix`; letters of any script stay.

    Paths, control and direction characters, quotes and lone surrogates go; an empty name becomes "document".
    """
    text = unicodedata.normalize("NFC", _encodable(raw or "")).replace("\\", "/")
    last = text.rstrip("/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(_kept(sign) for sign in last)
    stem = " ".join(kept.split()).strip()
    if stem.casefold().endswith(suffix):
        stem = stem[: -len(suffix)]
    stem = stem.strip(" .")[: LONGEST - len(suffix)].strip(" .")
    return (stem or NAMELESS) + suffix


def _kept(sign: str) -> str:
    if sign in HARMFUL or sign.isspace():
        return " "
    return "" if unicodedata.category(sign) in INVISIBLE else sign


def _encodable(text: str) -> str:
    return text.encode("utf-8", "ignore").decode("utf-8")
