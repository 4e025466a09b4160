"""Sessions, cohorts, actions of improvement and rates of presence as forms; participants have a file of their own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import formats
from takwin.directory.models import Body, Place
from takwin.documents.forms import FormField
from takwin.documents.forms.lists import ListForm
from takwin.documents.forms.reading import a_day, day_said, rule
from takwin.programmes.models import Programme
from takwin.rights.enums import Permission
from takwin.training.actions import correct_session
from takwin.training.cohorts.actions import correct_cohort
from takwin.training.cohorts.enums import CohortState
from takwin.training.cohorts.forms import CohortForm
from takwin.training.cohorts.tables import cohorts_listing
from takwin.training.forms import CorrectForm
from takwin.training.improvements.actions import finish_improvement
from takwin.training.improvements.forms import DoneForm
from takwin.training.improvements.tables import improvements_listing
from takwin.training.models import Cohort, Improvement, TrainingSession
from takwin.training.participants_form import PARTICIPANTS
from takwin.training.rates.tables import WAYS
from takwin.training.tables import sessions_listing
from takwin.ui.lists import Listing

EDIT, CORRECT = Permission.SESSION_EDIT, Permission.PRESENCE_CORRECT


def _is_open(session: TrainingSession, language: str) -> bool:
    return session.is_open


def _is_under_way(cohort: Cohort, language: str) -> bool:
    return cohort.state == CohortState.OPEN


def _cost(session: TrainingSession) -> str:
    return "" if session.cost is None else formats.money(session.cost)


def write_cohort(cohort: Cohort, values: dict[str, Any], *, by: User) -> None:
    correct_cohort(cohort, modules=list(cohort.modules.all()), by=by, **values)


def finish(improvement: Improvement, values: dict[str, Any], *, by: User) -> None:
    finish_improvement(improvement, note=values["note"], by=by)


def take_back(improvement: Improvement, values: dict[str, Any], *, by: User) -> None:
    raise ValidationError(gettext("An action that is done stays so: a form does not take it back."))


def _of_session(name: str, value: Any, *, width: int = 12) -> FormField:
    field = CorrectForm.base_fields[name]
    return FormField(name, field.label or "", value, rule(field), is_open=_is_open, width=width)


def _of_cohort(name: str, *, width: int) -> FormField:
    field = CohortForm.base_fields[name]
    return FormField(
        name,
        field.label or "",
        lambda cohort: getattr(cohort, name),
        rule(field),
        is_open=_is_under_way,
        width=width,
    )


def _day_of_cohort(name: str) -> FormField:
    label = CohortForm.base_fields[name].label or ""
    return FormField(
        name, label, lambda cohort: day_said(getattr(cohort, name)), a_day, is_open=_is_under_way, width=14
    )


def _rates(model: type[Model], way: str) -> ListForm:
    """Nobody writes a rate: what may be said of one is for whoever corrects presence."""

    def listing() -> Listing:
        return WAYS[way].listing

    return ListForm(listing().export_name, model, CORRECT, listing, f"training:rates_{way}")


FORMS = (
    ListForm(
        "sessions", TrainingSession, EDIT, lambda: sessions_listing(None), "training:sessions",
        fields=(
            _of_session("seats", lambda session: session.seats),
            _of_session("minimum", lambda session: session.minimum),
            _of_session("certificate_half_days", lambda session: session.certificate_half_days),
            _of_session("cost", _cost, width=18),
        ),
        write=lambda session, values, *, by: correct_session(session, by=by, **values),
        related=("topic",),
        named=lambda session: f"{session.reference} · {session.topic.name}",
    ),
    ListForm(
        "cohorts", Cohort, EDIT, lambda: cohorts_listing(None), "training:cohorts",
        fields=(
            _of_cohort("name_ar", width=30),
            _of_cohort("name_fr", width=30),
            _day_of_cohort("starts_on"),
            _day_of_cohort("ends_on"),
            _of_cohort("places", width=10),
        ),
        write=write_cohort,
        related=("owner",),
        named=lambda cohort: f"{cohort.name} · {cohort.owner.name}",
    ),
    ListForm(
        "improvements", Improvement, Permission.SURVEY_EDIT, improvements_listing, "training:improvements",
        fields=(
            FormField(
                "note", _("How it was done"), lambda improvement: improvement.note, rule(DoneForm.base_fields["note"]),
                is_open=lambda improvement, language: improvement.done_at is None, width=40,
            ),
        ),
        write=finish,
        restore=take_back,
        related=("session",),
        named=lambda improvement: f"{improvement.what} · {improvement.session.reference}",
        lead=_("An action that is done stays so: a form does not take it back."),
        is_final=True,
    ),
    PARTICIPANTS,
    _rates(Body, "body"),
    _rates(Place, "province"),
    _rates(TrainingSession, "session"),
    _rates(Programme, "programme"),
)  # fmt: skip
