"""A list that was brought in and compared: a row of every fate, as the comparison would have left it."""

from io import BytesIO

from sqlalchemy.orm import Session

from tracker.documents.store import store_of
from tracker.domain.import_words import Fate
from tracker.models.list_import import ImportRow, ListImport
from tracker.services.work import Work

MAPPING = {"sheet": "List", "header_row": 1, "columns": {"contract_number": 0, "vendor": 1}}


def brought(work: Work, name: str, person_id: int, vendor_id: int) -> int:
    """Keep a list that names a vendor under another name; return the id of its import."""
    data = f"Contract no.,Vendor\nX-1,{name}\nX-2,{name} Co\n".encode()
    kept = store_of(work.settings).put(BytesIO(data), 10**6)
    run = ListImport(
        kind="contracts", state="checked", person_id=person_id, file_name=f"{name}.csv", digest=kept.digest,
        size=kept.size, mapping=MAPPING, counts=dict.fromkeys(Fate, 1), total=len(Fate), created_at=work.now,
        touched_at=work.now,
    )  # fmt: skip
    work.session.add(run)
    work.session.flush()
    _lines(work.session, run.id, name, vendor_id)
    return run.id


def _lines(session: Session, import_id: int, name: str, vendor_id: int) -> None:
    title = {"field": "Title", "old": f"Old {name}", "new": f"New {name}"}
    likely = {"field": "Vendor", "old": "", "new": f"{name} Co", "candidates": [[vendor_id, name, "V-1", "much alike"]]}
    changes = {
        Fate.CREATED: [{**title, "old": ""}],
        Fate.CHANGED: [title],
        Fate.CONFLICT: [{**title, "exported": f"As exported {name}"}],
        Fate.UNDECIDED: [likely],
    }
    for number, fate in enumerate(Fate, start=2):
        row = ImportRow(import_id=import_id, number=number, fate=fate, label=name, changes=changes.get(fate, []))
        row.reason = f"about {name}" if fate is Fate.REFUSED else ""
        session.add(row)
    session.flush()
