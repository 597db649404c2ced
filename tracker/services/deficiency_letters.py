"""The letter about a returned answer as a PDF, made anew from the record each time it is asked for."""

from dataclasses import dataclass
from email.utils import parseaddr

from tracker.documents.deficiency_letter import DeficiencyLetter, deficiency_letter
from tracker.documents.names import clean_name
from tracker.domain.deficiencies import remedy
from tracker.queries.deficiency_letter import returned_answer
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A PDF and the name under which it is given out."""

    name: str
    data: bytes


def letter(work: Work, attestation_id: int) -> MadeLetter | None:
    """Return the letter about a returned answer; None when it was not returned.

    Holds what the vendor may read and nothing else: neither the reviewer nor their note.
    """
    told = returned_answer(work.session, attestation_id)
    if told is None:
        return None
    made = deficiency_letter(
        DeficiencyLetter(
            city=work.settings.city_name,
            vendor=told.vendor,
            request_number=told.request_number,
            requirements=told.requirements,
            contracts=told.contracts,
            returned_on=work.clock.day_of(told.returned_at),
            due_on=told.due_on,
            reasons=[(text, remedy(code)) for code, text in told.reasons],
            address=parseaddr(work.settings.mail_from)[1],
            portal=f"{work.settings.base_url}/portal/",
        )
    )
    return MadeLetter(clean_name(f"to correct {told.request_number or attestation_id}"), made)
