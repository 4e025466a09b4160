"""Lists of persons, as the engine of imports takes them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core.later import later
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import Importer
from takwin.people.imports import fields, proposals, roster, saving
from takwin.people.merging.names import NAMES
from takwin.people.models import Office
from takwin.people.rosters import ROSTER
from takwin.people.rosters.person import MESSAGES
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

SENTENCES: dict[str, str | Promise] = MESSAGES | {
    "place_needed": _("Write the commune: without it the office cannot be recorded."),
    "no_council": _("No council of this place is in the register."),
    "outside": _("This council is outside your territory."),
    "office_unsaid": _("No office is written: recorded as a member."),
    "mandate_over": _("The mandate has ended by that day."),
    "since_unreadable": _("This is not a day. Expected: day/month/year, as in 08/09/2021."),
    "since_absurd": _("This day is too far away to be right: check the year."),
    "card_of_another_row": _("Row %(row)s gives this card to another name."),
    "card_of_another_name": _("This card is already in the register under another name."),
    "exists_elsewhere": _(
        "This card belongs to someone of another territory: the region of that person is to record this office."
    ),
    "president_there": _("This council already has a president in office."),
    "president_since": _(
        "The president in office there began on that day or later: write the day from which this one presides."
    ),
    "president_ends": _("The office of the present president ends: its last day is the day before this one begins."),
    "president_twice": _("Row %(row)s already names the president of this council."),
}  # fmt: skip

# What a person of a list may be given later, in the way of undoing it.
GIVEN: dict[str, str | Promise] = {"accounts.User": _("Account"), "rights.Appointment": _("Role in Takwin")}


def say(why: str, row: int) -> str:
    said = str(SENTENCES[why])
    return said % {"row": row} if row else said


def called(label: str) -> str | Promise:
    return GIVEN[label] if label in GIVEN else NAMES.get(label, label)


def after(batch: ImportBatch, by: User) -> None:
    """Those who may be someone already known are proposed to whoever decides who is who."""
    later(proposals.propose_after, batch=batch, by=by)


def after_reading(batch: ImportBatch, by: User) -> None:
    """Count the pairs that the list would bring, for the page that says what will happen."""
    later(proposals.count_ahead, batch=batch, by=by)


def may_undo(batch: ImportBatch, by: User) -> bool:
    """Whether the user may write over every council in which the list gave an office or filled what was blank."""
    for trace in batch.traces.filter(model=Office._meta.label, is_created=True):
        bodies = Body.objects.filter(offices__in=trace.rows).distinct()
        if allowed(bodies, by, Permission.PERSON_EDIT).count() < bodies.count():
            return False
    return True


PERSONS = Importer(
    kind="people.roster",
    subject=ROSTER,
    fields=fields.FIELDS,
    understand=roster.understand,
    put=fields.put,
    judge=roster.judge,
    save=saving.save,
    foresee=saving.foresee,
    say=say,
    show=fields.show,
    called=called,
    ties=("place", "cin"),
    hold=roster.hold,
    corrections=frozenset({"person.corrected", "person.document_set", "person.name_confirmed"}),
    may_undo=may_undo,
    after=after,
    after_reading=after_reading,
    blankable=fields.BLANKABLE,
)
