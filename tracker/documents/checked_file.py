"""A received file judged as a whole: what its signatures prove, and which text it carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tracker.documents import carried, child
from tracker.documents.attestation_form import attestation_form
from tracker.documents.carried import Found
from tracker.documents.intake import PDF
from tracker.documents.signatures import bundle, checking
from tracker.documents.signatures.checking import Ask, Checked, Means
from tracker.documents.store import Store, spooled
from tracker.domain.agreed_text import AgreedText
from tracker.domain.carried import Carried, Mark
from tracker.domain.carried import judge as judge_mark
from tracker.domain.signature_verdict import Verdict

LARGEST = 200 * 1024 * 1024
PICTURE = "This is a picture of a paper; there is no digital signature in it."
GONE = "The file could not be opened, which says nothing about the document. It will be tried again."


@dataclass(frozen=True, slots=True)
class Paper:
    """A file in the store with what it is judged against; `text` is None when it cannot be put together any more."""

    digest: str
    media_type: str
    received_on: date
    request_number: str
    text_digest: str | None
    text: AgreedText | None
    city_name: str
    certificates: str
    revocations: str
    city: tuple[str, ...]
    trust_number: int | None
    moment: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, which text the file carries (None: not looked at), and how many bytes each signature covers."""

    checked: Checked
    carried: Carried | None
    lengths: dict[str, int]

    def facts(self, paper: Paper) -> dict[str, Any]:
        """Return all of it with what it was checked against, as JSON values."""
        held = bundle.read_certificates(paper.certificates.encode()) if paper.certificates else []
        return {
            **self.checked.as_json(),
            "against": {
                "trust_list": paper.trust_number,
                "certificates": [one.fingerprint for one in held],
                "revocation_lists": paper.revocations.count("-----BEGIN X509 CRL-----"),
                "city": list(paper.city),
                "moment": paper.moment.isoformat(),
            },
            "carried": self.carried._asdict() if self.carried else None,
            "lengths": self.lengths,
        }


Judge = Callable[[Paper, Store], Finding]


def judge(paper: Paper, store: Store, ask: Ask = checking.in_child, ask_carried: Ask = carried.in_child) -> Finding:
    """Judge a file of the store in confined processes; what goes wrong there is COULD NOT CHECK."""
    if paper.media_type != PDF:
        return Finding(_without(Verdict.UNSIGNED, PICTURE), None, {})
    try:
        with _files(paper, store) as (file, form), _means(paper) as means:
            checked = checking.check(file, means, ask)
            found = _read(file, form, ask_carried)
    except OSError:
        return Finding(_without(Verdict.COULD_NOT_CHECK, GONE), None, {})
    return Finding(checked, _carried(paper, found), dict(found.lengths) if found else {})


def _without(verdict: Verdict, sentence: str) -> Checked:
    return Checked(verdict, sentence, (), f"{checking.READER} {version(checking.READER)}")


def _read(file: Path, form: Path | None, ask: Ask) -> Found | None:
    try:
        return carried.read(file, form, ask)
    except child.CouldNotCheck:
        return None


def _means(paper: Paper) -> AbstractContextManager[Means]:
    return bundle.means(paper.certificates, paper.revocations, paper.moment, paper.city)


def _carried(paper: Paper, found: Found | None) -> Carried | None:
    if found is None or not paper.request_number:
        return None
    return judge_mark(Mark(paper.request_number, paper.text_digest or ""), found.mark, found.words)


@contextmanager
def _files(paper: Paper, store: Store) -> Iterator[tuple[Path, Path | None]]:
    with ExitStack() as stack:
        stream = stack.enter_context(store.open(paper.digest))
        file = stack.enter_context(spooled(stream, LARGEST)).path
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="form-")))
        form = None
        if paper.text is not None:
            form = folder / "form.pdf"
            form.write_bytes(attestation_form(paper.city_name, paper.text, paper.received_on))
        yield file, form
