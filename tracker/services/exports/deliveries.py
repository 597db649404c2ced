"""What is told about a file made on a schedule: a letter with a link, or with the file where the city allows it."""

from typing import Final

from tracker.domain.export_words import ExportState
from tracker.mail.export_ready import Made, export_failed, export_ready
from tracker.models.export_run import ExportRun, ExportSchedule
from tracker.models.person import Person
from tracker.services import letters
from tracker.services.exports.views import VIEWS
from tracker.services.work import Work

LARGEST_ATTACHED: Final = 10 * 1024 * 1024
KIND: Final = "export"


def tell(work: Work, run: ExportRun) -> None:
    """Write to the person for whom a file was made on a schedule, and flush; nothing for files asked for by hand.

    The letter leads to the file after sign-in; the file travels in it only where the city allows it
    (TRACKER_EXPORTS_ATTACHED), the schedule asks for it and the file has at most 10 MB.
    """
    if run.schedule_id is None or run.place:
        return
    schedule = work.session.get_one(ExportSchedule, run.schedule_id)
    person = work.session.get_one(Person, run.person_id)
    if not person.active:
        return
    city = letters.city(work, person.language)
    if run.state != ExportState.READY:
        composed = export_failed(city, person.name, schedule.name, run.problem)
    else:
        link = f"{city.base_url}/exports/files/{run.id}"
        made = Made(schedule.name, VIEWS[run.view].title, run.as_of, run.done, link, _attached(work, schedule, run))
        composed = export_ready(city, person.name, made)
    to = letters.Recipient(person.email, person.name, person_id=person.id)
    letter = letters.write(work, composed, key=f"{KIND}:{run.id}", kind=KIND, to=to)
    if run.state == ExportState.READY and _attached(work, schedule, run):
        letter.attachment, letter.attachment_name = run.digest, run.file_name
        work.session.flush()


def _attached(work: Work, schedule: ExportSchedule, run: ExportRun) -> bool:
    return work.settings.exports_attached and schedule.attaches and run.size <= LARGEST_ATTACHED
