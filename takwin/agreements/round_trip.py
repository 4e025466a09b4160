"""Agreements and projects as forms: the title of what nobody has voted, the day of each milestone that is to come."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements import tables
from takwin.agreements.actions import correct_draft
from takwin.agreements.enums import CARRYING, StepKind
from takwin.agreements.forms.contents import TERMS, TermsForm
from takwin.agreements.models import Agreement, Milestone, Project, Step
from takwin.agreements.projects import tables as projects
from takwin.agreements.projects.actions import plan_milestone
from takwin.agreements.projects.enums import MilestoneKind
from takwin.agreements.projects.forms import out_of_turn
from takwin.core import formats
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.documents.forms.lists import ListForm
from takwin.documents.forms.reading import a_day, day_said, rule
from takwin.documents.forms.spec import FormField
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

EDIT = Permission.AGREEMENT_EDIT


# ── Agreements ──────────────────────────────────────────────────────────────


def prepared_by(user: User) -> QuerySet[Agreement]:
    """Those carried by a body for which the user prepares them: a party's right over it is not enough."""
    owners = allowed(Body.objects.filter(kind__in=CARRYING), user, EDIT)
    return allowed(Agreement.objects, user, EDIT).filter(owner__in=owners)


def with_votes(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Whether somebody has voted or signed the text as it is."""
    steps = Step.objects.filter(kind__in=[StepKind.VOTE, StepKind.SIGNATURE], withdrawn_at=None)
    return agreements.annotate(is_voted=Exists(steps.filter(party__agreement=OuterRef("pk"))))


def _is_being_written(agreement: Any, _language: str) -> bool:
    return not agreement.cancelled_on and not agreement.is_voted


def retitled(agreement: Agreement, values: dict[str, Any], *, by: User) -> None:
    correct_draft(agreement, by=by, **{name: getattr(agreement, name) for name in TERMS} | values)


# ── Projects ────────────────────────────────────────────────────────────────


def _milestone(project: Project, kind: MilestoneKind) -> Milestone | None:
    return next((one for one in project.milestones.all() if one.kind == kind), None)


def _day_of(kind: MilestoneKind) -> Callable[[Project], str]:
    """The day it was done on, else that for which it is planned."""

    def day(project: Project) -> str:
        found = _milestone(project, kind)
        return day_said(found.done_on or found.planned_on) if found else ""

    return day


def _is_to_come(kind: MilestoneKind) -> Callable[[Project, str], bool]:
    def is_open(project: Project, _language: str) -> bool:
        found = _milestone(project, kind)
        return project.stopped_on is None and (found is None or found.done_on is None)

    return is_open


def agreements_of(keys: Collection[int]) -> QuerySet[Agreement]:
    """Held before their projects, as whoever plans a milestone does."""
    return Agreement.objects.filter(pk__in=Project.objects.filter(pk__in=keys).values("agreement"))


def planned(project: Project, values: dict[str, Any], *, by: User) -> None:
    """Days are judged once all of a row are written: two that move together stay in their order."""
    days = {kind: values[kind.value] for kind in MilestoneKind if kind.value in values}
    for kind, day in days.items():
        plan_milestone(project, kind, planned_on=day, by=by)
    for kind, day in days.items():
        if said := out_of_turn(project, kind, day):
            raise ValidationError(f"{capfirst(kind.label)}{formats.colon()} {said}")


def planned_before(project: Project, values: dict[str, Any], *, by: User) -> None:
    """The days as they were, in whatever order they were."""
    for name, day in values.items():
        if not day:
            raise ValidationError(gettext("A milestone that a form added is not taken off again: move its day."))
        plan_milestone(project, MilestoneKind(name), planned_on=day, by=by)


FORMS = (
    ListForm(
        "agreements", Agreement, EDIT, tables.listing, "agreements:agreements",
        fields=(
            FormField(
                "name_ar", _("Title in Arabic"), lambda agreement: agreement.name_ar,
                rule(TermsForm.base_fields["name_ar"]), is_open=_is_being_written, width=40,
            ),
            FormField(
                "name_fr", _("Title in French"), lambda agreement: agreement.name_fr,
                rule(TermsForm.base_fields["name_fr"]), is_open=_is_being_written, width=40,
            ),
        ),
        write=retitled,
        with_facts=with_votes,
        named=lambda agreement: joined([agreement.name, agreement.reference]),
        mine=prepared_by,
    ),
    ListForm(
        "projects", Project, EDIT, projects.listing, "agreements:projects",
        fields=tuple(
            FormField(kind.value, capfirst(kind.label), _day_of(kind), a_day, is_open=_is_to_come(kind), width=16)
            for kind in MilestoneKind
        ),
        write=planned,
        restore=planned_before,
        with_facts=lambda rows: rows.prefetch_related("milestones"),
        above=agreements_of,
        named=lambda project: joined([project.name, project.reference]),
    ),
)  # fmt: skip
