"""Forms of the trust list: add by file or by paste, remove."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.services.trust_lists import LARGEST, LONGEST_NOTE
from tracker.web.forms import Form, clean_lines

SUFFIXES = {"accept": ".pem,.crt,.cer,.der,.crl"}


class _WithReason(Form):
    """What each change of the list needs."""

    seen = HiddenField()
    note = TextAreaField(
        _l("Why"),
        [InputRequired(_l("Say why; the history of the list keeps it.")), Length(max=LONGEST_NOTE)],
        filters=[clean_lines],
        render_kw={"rows": 2},
    )

    def number(self) -> int:
        """The number of the version that was shown; one that nobody has counts as another."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1  # noqa: PLR2004  # digits


class AddTrustForm(_WithReason):
    """Certificates and revocation lists to be added."""

    file = FileField(_l("File of certificates (PEM or DER)"), render_kw=SUFFIXES)
    certificates = TextAreaField(
        _l("Or paste certificates (PEM)"), [Length(max=LARGEST)], filters=[clean_lines], render_kw={"rows": 4}
    )
    revocations = FileField(_l("File of revocation lists (PEM or DER)"), render_kw=SUFFIXES)

    def certificates_given(self) -> bytes:
        """The file, or else what was pasted."""
        return _bytes(self.file.data) or (self.certificates.data or "").encode()

    def revocations_given(self) -> bytes:
        """The file of revocation lists, empty for none."""
        return _bytes(self.revocations.data)


class RemoveTrustForm(_WithReason):
    """Why one is taken out."""


def _bytes(file: object) -> bytes:
    return file.read(LARGEST) if isinstance(file, FileStorage) and file.filename else b""
