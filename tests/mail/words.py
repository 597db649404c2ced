"""The sentences of letters: those that the code says and those that translators wrote.

Run as `python -m tests.mail.words` (`make words`) it adds new sentences to each language, without a translation, and
takes out those that nobody says any more.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tracker.mail.tongue import FOLDER, LANGUAGES

PACKAGE = Path(__file__).resolve().parents[2] / "tracker"
FLOORS = ("mail", "queries", "services")
KEYWORDS = {"say": None, "say_many": (1, 2)}
KEPT = ("Project-Id-Version", "Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
TRANSLATED = sorted(set(LANGUAGES) - {"en"})


def said() -> Catalog:
    """Every sentence in the code, with the file that says it."""
    found = Catalog()
    for floor in FLOORS:
        for name, _line, message, _comments, _context in extract_from_dir(PACKAGE / floor, keywords=KEYWORDS):
            found.add(message, locations=[(f"tracker/{floor}/{name}", 0)])
    return found


def translated(language: str) -> Catalog:
    """The file of a language as its translators left it."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def update(language: str) -> None:
    """Write the file of a language anew with the sentences of today."""
    catalog = translated(language)
    catalog.update(said(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for message in catalog:
        message.locations = sorted({(file, 1) for file, _line in message.locations})
    path = FOLDER / f"{language}.po"
    with path.open("wb") as file:
        write_po(file, catalog, width=0, include_lineno=False, sort_by_file=True)
    head, _blank, rest = path.read_text(encoding="utf-8").partition("\n\n")
    lines = [line for line in head.splitlines() if line[0] != '"' or line[1:].startswith(KEPT)]
    path.write_text("\n".join([*(line for line in lines if "Language-Team" not in line), "", rest]), encoding="utf-8")


if __name__ == "__main__":
    for code in TRANSLATED:
        update(code)
