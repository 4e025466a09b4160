"""The participants as a form: a council says of its own people who comes, who cannot and why, and whom it withdraws."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import ChoiceField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.documents.forms import FormField
from takwin.documents.forms.lists import ListForm
from takwin.documents.forms.reading import rule, words
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed_by_keys
from takwin.training.actions import reply, withdraw
from takwin.training.enums import EnrolmentState, Reply
from takwin.training.models import Convocation, Enrolment, TrainingSession
from takwin.training.tables import ENROLMENTS

NOMINATE = Permission.SESSION_NOMINATE
ANSWERS = ((Reply.COMING.value, _("Is coming")), (Reply.EXCUSED.value, _("Cannot come")))


def convened(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each with ``is_convened``: whether a convocation to the present days of the session has left."""
    sent = Convocation.objects.filter(enrolment=OuterRef("pk"), rank=OuterRef("session__round"))
    return rows.annotate(is_convened=Exists(sent))


def sessions_of(keys: Collection[int]) -> QuerySet[TrainingSession]:
    """Held before their participants, as whoever answers or withdraws does."""
    return TrainingSession.objects.filter(pk__in=Enrolment.objects.filter(pk__in=keys).values("session"))


def _may_answer(line: Any, language: str) -> bool:
    """As the page of the session offers it: of those convened, until the first day."""
    waited_for = line.is_convened and line.state == EnrolmentState.ENROLLED and line.session.is_open
    return bool(waited_for and clock.today() <= line.session.starts_on)


def _reason(line: Any) -> str:
    """Why he cannot come, while it may still be answered: excuses of sessions that were held go nowhere."""
    return line.reply_note if _may_answer(line, "") else ""


def _may_withdraw(line: Enrolment, language: str) -> bool:
    return line.session.is_open and line.state in (EnrolmentState.ENROLLED, EnrolmentState.WAITING)


def write_participant(line: Enrolment, values: dict[str, Any], *, by: User) -> None:
    """Answer for him, then withdraw him."""
    if "reply" in values or "reply_note" in values:
        answer = values.get("reply", line.reply)
        if answer == Reply.COMING and values.get("reply_note"):
            raise ValidationError(gettext("A reason is written of whoever cannot come."))
        reply(line, answer, note=values.get("reply_note", line.reply_note), by=by)
    if "state" in values:
        if values["state"] != EnrolmentState.WITHDRAWN:
            raise ValidationError(gettext("A form only withdraws: seats are given as they become free."))
        withdraw(line, by=by)


def restore_participant(line: Enrolment, values: dict[str, Any], *, by: User) -> None:
    if "state" in values:
        raise ValidationError(gettext("Whoever was withdrawn is nominated anew by his council: a form does not do it."))
    if not values.get("reply", line.reply):
        raise ValidationError(gettext("An answer stays until another is given: a form does not take it back."))
    write_participant(line, values, by=by)


PARTICIPANTS = ListForm(
    "participants", Enrolment, NOMINATE, lambda: ENROLMENTS, "training:enrolments",
    fields=(
        FormField(
            "state", _("State"), lambda line: line.state, rule(ChoiceField(choices=EnrolmentState.choices)),
            choices=EnrolmentState.choices, is_open=_may_withdraw, width=16,
            hint=_("The seat goes at once to the next who waits, of the same council first."),
        ),
        FormField(
            "reply", _("Will this person come?"), lambda line: line.reply, rule(ChoiceField(choices=ANSWERS)),
            choices=ANSWERS, is_open=_may_answer, width=18,
        ),
        FormField(
            "reply_note", _("Reason given"), _reason, words(200), is_open=_may_answer, width=30,
        ),
    ),
    write=write_participant,
    restore=restore_participant,
    related=("person", "session"),
    with_facts=convened,
    above=sessions_of,
    named=lambda line: f"{line.person.name} · {line.session.reference}",
    # A region has hundreds of thousands of them: asked by keys, as their page asks them.
    mine=lambda user: allowed_by_keys(Enrolment.objects, user, NOMINATE),
)  # fmt: skip
