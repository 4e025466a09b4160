"""Open plans, their axes and versions; record the acts that approve them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core.refused import checked
from takwin.directory.models import Body
from takwin.documents.models import Act, StoredFile
from takwin.journal.actions import record
from takwin.programmes.enums import PlanKind
from takwin.programmes.models import Axis, Plan, PlanVersion


@transaction.atomic
def make_plan(
    *,
    owner: Body,
    name_ar: str,
    name_fr: str,
    first_year: int,
    last_year: int,
    kind: PlanKind = PlanKind.MASTER,
    by: User,
) -> Plan:
    """Open a plan over several years, with its first version, not yet approved by any act."""
    plan = checked(
        Plan(owner=owner, kind=kind, name_ar=name_ar, name_fr=name_fr, first_year=first_year, last_year=last_year)
    )
    PlanVersion.objects.create(plan=plan, number=1)
    record("plan.made", plan, by=by, years=f"{first_year}-{last_year}")
    return plan


@transaction.atomic
def add_axis(plan: Plan, *, name_ar: str, name_fr: str, by: User) -> Axis:
    """Add the next axis of a plan."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    last = plan.axes.aggregate(last=Max("number"))["last"] or 0
    axis = checked(Axis(plan=plan, number=last + 1, name_ar=name_ar, name_fr=name_fr))
    record("plan.axis_added", plan, by=by, axis=axis.number)
    return axis


@transaction.atomic
def new_version(plan: Plan, *, note: str, file: StoredFile | None = None, by: User) -> PlanVersion:
    """Open the next version of a plan; the approved ones stay as they were."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    version = checked(PlanVersion(plan=plan, number=last + 1, note=note, file=file))
    record("plan.version_opened", plan, by=by, version=version.number)
    return version


@transaction.atomic
def approve_version(version: PlanVersion, *, act: Act, file: StoredFile | None = None, by: User) -> PlanVersion:
    """Record the act that approved a version, with the text approved; an approved version never changes its act."""
    version = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.act_id:
        raise ValidationError(_("This version is already approved."))
    version.act, version.file = act, file or version.file
    version.save(update_fields=["act", "file"])
    record("plan.approved", version.plan, by=by, version=version.number, act=act.pk)
    return version
