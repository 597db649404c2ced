"""The forms of a vendor and of its contacts, used by their own room and by onboarding."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, EmailInput, ListWidget, TelInput, URLInput

from tracker.domain.catalogue_words import ContactRole
from tracker.mail.tongue import ENGLISH, LANGUAGES
from tracker.models.contact import Contact
from tracker.models.vendor import Vendor
from tracker.services.contacts import NewContact
from tracker.services.vendors import NewVendor
from tracker.web.forms import Form, clean, clean_lines, options

ROLE_LABELS = {
    ContactRole.PRIMARY: _("Primary contact: gets reminders"),
    ContactRole.SIGNER: _("Signer: answers and signs attestations"),
    ContactRole.PRIVACY: _("Privacy"),
    ContactRole.SECURITY: _("Security"),
}


class VendorForm(Form):
    """A vendor; `seen` keeps for which name likely duplicates were shown, `version` that nobody was faster."""

    name = StringField(
        _("Name of the company"), [InputRequired(_("Give the name of the company.")), Length(max=300)], filters=[clean]
    )
    number = StringField(
        _("Vendor number"),
        [Length(max=64)],
        filters=[clean],
        description=_("As it stands in the finance system. Leave it empty if there is none yet."),
    )
    website = StringField(_("Website"), [Length(max=300)], filters=[clean], widget=URLInput())
    note = TextAreaField(
        _("Note for staff"), [Length(max=10_000)], filters=[clean_lines], description=_("The vendor never sees it.")
    )
    seen = HiddenField(filters=[clean])
    version = HiddenField(filters=[clean])

    def new(self) -> NewVendor:
        """What was typed, as the services take it."""
        return NewVendor(self.name.data, self.number.data, self.website.data, self.note.data)

    def show(self, vendor: Vendor) -> None:
        """Fill in what is known of a vendor."""
        self.name.data, self.number.data = vendor.name, vendor.number or ""
        self.website.data, self.note.data = vendor.website, vendor.note
        self.version.data = str(vendor.version)

    @property
    def typed_names(self) -> str:
        """What likely duplicates were looked for by."""
        return f"{self.number.data} {self.name.data}"

    @property
    def duplicates_were_shown(self) -> bool:
        """Whether whoever typed this saw its likely duplicates and saves it all the same."""
        return bool(self.seen.data) and self.seen.data == clean(self.typed_names)


class ContactForm(Form):
    """A person at a vendor, with its roles there."""

    name = StringField(_("Name"), [InputRequired(_("Give the name of the person.")), Length(max=200)], filters=[clean])
    email = StringField(
        _("E-mail address"),
        [InputRequired(_("Give one e-mail address, like name@company.com.")), Length(max=254)],
        filters=[clean],
        widget=EmailInput(),
        description=_("Somebody known by this address already is added with what is known."),
    )
    title = StringField(_("Title"), [Length(max=200)], filters=[clean], description=_("For example: Privacy Counsel"))
    phone = StringField(_("Phone"), [Length(max=50)], filters=[clean], widget=TelInput())
    roles = SelectMultipleField(
        _("Roles"),
        [InputRequired(_("Choose at least one role."))],
        choices=[SelectChoice(str(role), label) for role, label in ROLE_LABELS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    language = SelectField(
        _("Language of letters"),
        choices=options(LANGUAGES.items()),
        default=ENGLISH.code,
        description=_("The person can choose another one on the vendors' pages."),
    )
    version = HiddenField(filters=[clean])

    def new(self) -> NewContact:
        """What was typed, as the services take it."""
        roles = frozenset(ContactRole(role) for role in self.roles.data or ())
        return NewContact(self.name.data, self.email.data, self.title.data, self.phone.data, roles, self.language.data)

    def show(self, contact: Contact, roles: tuple[ContactRole, ...]) -> None:
        """Fill in what is known of a contact."""
        self.name.data, self.email.data = contact.name, contact.email
        self.title.data, self.phone.data = contact.title, contact.phone
        self.roles.data, self.language.data = [str(role) for role in roles], contact.language
        self.version.data = str(contact.version)
