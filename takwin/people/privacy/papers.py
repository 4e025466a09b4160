"""A person's file: what is printed for someone who asks what is kept of him."""

from django.utils import translation
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.amounts import Language
from takwin.core.identifiers import UNPRINTED
from takwin.core.text import joined
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import engine, parts
from takwin.documents.papers.personal import Table, person_file
from takwin.people.models import FileRequest, Person
from takwin.people.privacy.figures import figure
from takwin.people.privacy.sections import Told, file_of, own_facts
from takwin.rights.enums import Permission
from takwin.rights.queries import granting


def issuer_of(officer: User) -> Body | None:
    """The institution that answers: the council of the officer's own territory, a region before all."""
    for appointment in granting(officer, Permission.PRIVACY_ANSWER):
        if appointment.body is not None:
            return appointment.body
        seats = Body.objects.filter(place=appointment.place, kind__in=[BodyKind.REGION, BodyKind.COMMUNE])
        if found := seats.order_by("pk").first():
            return found
    return Body.objects.filter(kind=BodyKind.REGION).order_by("pk").first()


def file_of_request(wanted: FileRequest, issuer: Body) -> bytes:
    """The PDF, in the language asked for; made anew each time and kept nowhere."""
    language: Language = "fr" if wanted.language == "fr" else "ar"
    with translation.override(language):
        return engine.render("person-file", _facts(wanted, wanted.person, issuer, language))


def _facts(wanted: FileRequest, person: Person, issuer: Body, language: Language) -> dict[str, object]:
    title, today = _("What is kept about a person"), clock.today()
    name = joined([person.name_ar, person.name_fr], " – ")
    law = _("Given on request under articles 7 and 8 of law 09-08 on the protection of personal data.")
    right = _(
        "Whoever finds an error here may ask for its correction, free of charge; the answer is due in %(days)s days."
    )
    own: Table = {
        "title": _("The person"),
        "purpose": "",
        "keep": "",
        "heads": [_("What"), _("Value"), _("Why it is kept"), _("Until when")],
        "rows": [[as_printed(part) for part in (f.label, f.value, f.purpose, f.keep)] for f in own_facts(person)],
    }
    return person_file(
        parts.paper(f"TKW-DP-{wanted.pk:05d}", title, author=issuer.name, made_at=clock.now(), language=language),
        letterhead_of(issuer),
        parts.reference(f"DP-{wanted.pk}", town_of(issuer, language), today, language=language),
        name=as_printed(name),
        preamble=[law],
        own=own,
        sections=[table_of(told) for told in file_of(person)],
        closing=[right % {"days": figure("rectification_days", on=today)}],
        signatures=[parts.signatory(_("The officer in charge of personal data"))],
    )


def table_of(told: Told) -> Table:
    return {
        "title": told.title,
        "purpose": told.purpose,
        "keep": told.keep,
        "heads": told.heads,
        "rows": [[as_printed(value) for value in row] for row in told.rows],
    }


def as_printed(text: str) -> str:
    """The text with what the papers' font lacks (an emoji in a note) shown as a question mark."""
    return UNPRINTED.sub("?", text.replace("\u00a0", " ").replace("\u202f", " "))
