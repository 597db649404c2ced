"""The language of a letter: its sentences and plural forms from the translators' files, its days and figures.

A language is a file languages/CODE.po; it is read where it lies, so nothing has to be compiled or can be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from tracker.domain.days import day_words

FOLDER: Final = Path(__file__).with_name("languages")
LANGUAGES: Final = {"en": "English", "es": "Español", "vi": "Tiếng Việt"}
"""Code and own name of each language that letters are written in; English stands in the code itself."""
LOCALES: Final = {"en": "en_US", "es": "es_US", "vi": "vi_VN"}
DAYS: Final = {"es": "d 'de' MMMM 'de' y", "vi": "'ngày' d 'tháng' M 'năm' y"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """One of LANGUAGES; writes what a letter says."""

    code: str = "en"

    def say(self, words: str, /, **filled: object) -> str:
        """Return a sentence in this language; `%(name)s` in it is filled in with what is given by that name."""
        said = _catalogue(self.code).gettext(words)
        return said % filled if filled else said

    def say_many(self, one: str, many: str, number: int, /, **filled: object) -> str:
        """Return the sentence that fits a number, which `%(number)s` stands for."""
        said = _catalogue(self.code).ngettext(one, many, number)
        return said % {"number": self.figure(number), **filled}

    def day(self, day: date) -> str:
        """Write a day as in a sentence: "May 31, 2027", "31 de mayo de 2027"."""
        return _day(self.code, day)

    def moment(self, local: datetime) -> str:
        """Write an aware moment in its own zone: "November 23, 2026, 9:30 AM PST"."""
        if self.code == "en":
            return f"{self.day(local.date())}, {local.hour % 12 or 12}:{local:%M %p %Z}"
        clock = format_time(local.time(), "short", locale=LOCALES[self.code])
        return f"{self.day(local.date())}, {clock} {local:%Z}"

    def figure(self, number: float, digits: int = 0) -> str:
        """Write a number with the separators of the language and so many digits after the point."""
        return _figure(self.code, number, digits)


ENGLISH: Final = Tongue()


def tongue(code: str | None) -> Tongue:
    """Return the language of a code such as "es" or "es-MX"; English where there is none."""
    known = (code or "").replace("_", "-").partition("-")[0].lower()
    return Tongue(known) if known in LANGUAGES else ENGLISH


# A run writes the same few days and figures into thousands of letters.
@lru_cache(maxsize=4096)
def _day(code: str, day: date) -> str:
    pattern = DAYS.get(code)
    return format_date(day, pattern, locale=LOCALES[code]) if pattern else day_words(day)


@lru_cache(maxsize=4096)
def _figure(code: str, number: float, digits: int) -> str:
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
    return format_decimal(number, pattern, locale=LOCALES[code])


@lru_cache
def _catalogue(code: str) -> NullTranslations:
    path = FOLDER / f"{code}.po"
    if code not in LANGUAGES or not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
