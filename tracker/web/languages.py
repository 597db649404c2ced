"""The words of a page in the reader's language, looked up quickly: a page asks for a hundred and more.

Flask-Babel asks who reads, in which language and from which catalogue, for every single word; that was a tenth of a
page. Here it is asked once per request.
"""

from functools import lru_cache

from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Domain, get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

Catalogue = Translations | NullTranslations
ENGLISH = "en"


class OncePerRequest(Domain):
    """The catalogue of a request, found once."""

    def get_translations(self) -> Catalogue:
        """The catalogue of the reader's language."""
        found: Catalogue | None = g.get("catalogue")
        if found is None:
            found = g.catalogue = super().get_translations()
        return found


def language() -> str:
    """The reader's language, as "en" or "es_US"."""
    found: str | None = g.get("language")
    if found is None:
        found = g.language = str(get_locale())
    return found


@pass_eval_context
def _gettext(context: EvalContext, text: str, /, **variables: object) -> str:
    # As jinja2.ext.i18n does it: always a format, and what is put into it is escaped.
    found: Catalogue = g.get("catalogue") or get_translations()
    if not variables:
        return _plain(found, text)
    words = found.ugettext(text)
    return (Markup(words) if context.autoescape else words) % variables  # noqa: S704  # our own words


@lru_cache(maxsize=5000)
def _plain(catalogue: Catalogue, text: str) -> Markup:
    return Markup(catalogue.ugettext(text)) % {}  # noqa: S704  # our own words


def register(app: Flask) -> None:
    """Give templates and views the quick look-up."""
    app.extensions["babel"].instance.domain_instance = OncePerRequest()
    app.jinja_env.globals.update(gettext=_gettext, _=_gettext)
