"""Open projects, plan and do their milestones, say what waits for what, record their money, keep their files."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.models import Agreement, Milestone, Project, ProjectFile, ProjectMoney, Waits
from takwin.agreements.projects.enums import FileKind, MilestoneKind, MoneyKind, ProjectKind
from takwin.agreements.projects.order import cycle
from takwin.agreements.projects.queries import after, before, money_of, waits_among
from takwin.agreements.queries import last_signature
from takwin.core import clock, formats
from takwin.core.money import dirhams
from takwin.core.refused import checked, refused
from takwin.core.uploads import Scan
from takwin.directory.models import Body, Place
from takwin.documents.actions import store_file, take_number
from takwin.documents.models import StoredFile
from takwin.journal.actions import record


@transaction.atomic
def open_project(
    agreement: Agreement,
    *,
    kind: ProjectKind,
    owner: Body,
    place: Place,
    name_ar: str,
    name_fr: str,
    planned: Mapping[MilestoneKind, dt.date],
    by: User,
) -> Project:
    """Open a project under an agreement that stands, with the milestones it promises and their days."""
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("owner").get(pk=agreement.pk)
    if agreement.cancelled_on:
        raise ValidationError(_("This agreement is cancelled: nothing is added to it any more."))
    year = clock.today().year
    number = take_number(agreement.owner, "project", year)
    names = {"name_ar": name_ar, "name_fr": name_fr}
    reference = f"PJ-{year % 100:02}-{number:02}"
    project = checked(Project(agreement=agreement, reference=reference, kind=kind, owner=owner, place=place, **names))
    Milestone.objects.bulk_create(
        [Milestone(project=project, kind=one, first_planned_on=day, planned_on=day) for one, day in planned.items()]
    )
    record("project.opened", project, by=by, agreement=agreement.pk, milestones=len(planned))
    follow_signatures(agreement, by=by)
    return project


def follow_signatures(agreement: Agreement, *, by: User) -> None:
    """Do the milestone *agreement signed* of its projects on the day its last party signed, the agreement being its
    proof; take it back when a signature is withdrawn. What was recorded by hand stays.

    Whoever calls holds the agreement's row, so that no signature comes between.
    """
    signed_on = last_signature(agreement)
    rows = Milestone.objects.select_for_update(of=("self",)).filter(
        project__agreement=agreement, project__stopped_on=None, kind=MilestoneKind.SIGNED
    )
    own = rows.filter(done_on=None) if signed_on else rows.filter(followed=True)
    for milestone in own.select_related("project").order_by("pk"):
        was, milestone.done_on, milestone.followed = milestone.done_on, signed_on, bool(signed_on)
        milestone.reference, milestone.recorded_by = (agreement.reference, by) if signed_on else ("", None)
        checked(milestone)
        if signed_on:
            record("project.milestone_done", milestone.project, by=by, milestone=milestone.kind, done_on=signed_on)
        else:
            record("project.milestone_reopened", milestone.project, by=by, milestone=milestone.kind, was=was)


def _open(project_id: int) -> Project:
    """The project, its row locked until the transaction ends, if it is not given up."""
    project = Project.objects.select_for_update(of=("self",)).select_related("agreement__owner").get(pk=project_id)
    if project.stopped_on:
        raise ValidationError(_("This project is given up: nothing is added to it any more."))
    return project


@transaction.atomic
def plan_milestone(project: Project, kind: MilestoneKind, *, planned_on: dt.date, by: User) -> Milestone:
    """Expect a milestone on a day, or move its day. The day promised at first stays known; what is done has its day,
    and so has at once the signature of an agreement that all have signed."""
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=project.agreement_id)
    project = _open(project.pk)
    milestone = project.milestones.filter(kind=kind).first()
    if milestone is None:
        milestone = checked(Milestone(project=project, kind=kind, first_planned_on=planned_on, planned_on=planned_on))
        record("project.milestone_planned", project, by=by, milestone=kind, planned_on=planned_on)
        follow_signatures(agreement, by=by)
        return Milestone.objects.get(pk=milestone.pk)
    if milestone.done_on:
        raise ValidationError(_("This milestone is done: it is planned no more."))
    was, milestone.planned_on = milestone.planned_on, planned_on
    milestone.save(update_fields=["planned_on"])
    record("project.milestone_moved", project, by=by, milestone=kind, was=was, planned_on=planned_on)
    follow_signatures(agreement, by=by)
    return Milestone.objects.get(pk=milestone.pk)


@transaction.atomic
def do_milestone(
    milestone: Milestone, *, done_on: dt.date, reference: str = "", scan: Scan | None = None, by: User
) -> Milestone:
    """Record that a milestone is done, with its proof; never in the future, nor before what it waits for."""
    project = _lock_chain(milestone)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if milestone.done_on:
        raise ValidationError(_("This is already settled."))
    if done_on > clock.today():
        raise ValidationError({"done_on": _("This date is in the future: record what has happened.")})
    for one in before(milestone):
        if one.done_on is None:
            raise ValidationError(_("It waits for: %(one)s. Record that first."), params={"one": told(one)})
        if one.done_on > done_on:
            day = formats.day(one.done_on)
            sentence = _("This comes before what it waits for: %(one)s, on %(day)s.")
            raise ValidationError({"done_on": sentence % {"one": told(one), "day": day}})
    milestone.done_on, milestone.reference, milestone.recorded_by = done_on, reference, by
    milestone.proof = _kept(project, scan, by)
    checked(milestone)
    record("project.milestone_done", project, by=by, milestone=milestone.kind, done_on=done_on)
    return milestone


def told(milestone: Milestone) -> str:
    """A milestone with its project, in the reader's language."""
    return f"{milestone} ({milestone.project.name})"


def _lock_chain(milestone: Milestone) -> Project:
    """The project of a milestone, locked, and before it the body that carries its agreement.

    Chains reach several projects of one carrier: holding it, what is read of them stays so until the end.
    """
    owner = Agreement.objects.values_list("owner", flat=True).get(projects=milestone.project_id)
    Body.objects.select_for_update(of=("self",), no_key=True).get(pk=owner)  # a letter names it meanwhile
    return _open(milestone.project_id)


def _kept(project: Project, scan: Scan | None, by: User) -> StoredFile | None:
    owner = project.agreement.owner
    return store_file(scan.data, name=scan.name, content_type=scan.content_type, owner=owner, by=by) if scan else None


@transaction.atomic
def reopen_milestone(milestone: Milestone, *, by: User) -> Milestone:
    """Take back a milestone recorded by mistake: it is to be done again, unless what waits for it is done already."""
    project = _lock_chain(milestone)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if milestone.done_on is None:
        raise ValidationError(_("This is already settled."))
    for one in after(milestone):
        if one.done_on:
            raise ValidationError(_("Take back first what came after it: %(one)s."), params={"one": told(one)})
    was = milestone.done_on
    milestone.done_on, milestone.reference, milestone.proof, milestone.recorded_by = None, "", None, None
    milestone.followed = False
    checked(milestone)
    record("project.milestone_reopened", project, by=by, milestone=milestone.kind, was=was)
    return milestone


@transaction.atomic
def wait_for(milestone: Milestone, *, on: Milestone, by: User) -> Waits:
    """Say that a milestone cannot be done before another, under agreements of one same carrier; no circle."""
    project = _lock_chain(milestone)
    owner = project.agreement.owner_id
    rows = list(Milestone.objects.filter(project__agreement__owner=owner).select_related("project"))
    known = {row.pk: row for row in rows}
    if on.pk not in known:
        raise ValidationError({"on": _("This milestone belongs to the agreements of another body.")})
    waiting, awaited = known[milestone.pk], known[on.pk]
    circle = cycle(waiting.pk, awaited.pk, waits_among(rows, Waits.objects.filter(milestone__in=known)))
    if circle:
        chain = " ← ".join(told(known[one]) for one in circle)
        raise ValidationError({"on": _("This would go round in a circle: %(chain)s.") % {"chain": chain}})
    if waiting.done_on and (awaited.done_on is None or awaited.done_on > waiting.done_on):
        raise ValidationError({"on": _("It is done already, and did not wait for this.")})
    link = checked(Waits(milestone=waiting, on=awaited))
    record("project.waits", project, by=by, milestone=waiting.pk, on=awaited.pk)
    return link


@transaction.atomic
def wait_no_more(link: Waits, *, by: User) -> None:
    """Take a link away: nothing waits there any more."""
    project = _lock_chain(link.milestone)
    link = Waits.objects.select_for_update(of=("self",)).get(pk=link.pk)
    record("project.waits_no_more", project, by=by, milestone=link.milestone_id, on=link.on_id)
    link.delete()


@transaction.atomic
def record_money(
    project: Project,
    kind: MoneyKind,
    *,
    on: dt.date,
    amount: Decimal,
    label: str,
    reference: str = "",
    scan: Scan | None = None,
    by: User,
) -> ProjectMoney:
    """Add a dated line to the budget. What is spent was engaged first; beyond what is planned is said, not refused."""
    project = _open(project.pk)
    if kind != MoneyKind.PLANNED and on > clock.today():
        raise ValidationError({"on": _("This date is in the future: record what has happened.")})
    now = money_of(project)
    if kind == MoneyKind.SPENT and now[MoneyKind.SPENT] + amount > now[MoneyKind.ENGAGED]:
        left = formats.dirhams(now[MoneyKind.ENGAGED] - now[MoneyKind.SPENT])
        raise ValidationError({"amount": _("Only %(left)s is engaged and not spent.") % {"left": left}})
    facts = {"label": label, "reference": reference, "proof": _kept(project, scan, by), "recorded_by": by}
    line = checked(ProjectMoney(project=project, kind=kind, on=on, amount=dirhams(amount), **facts))
    record("project.money_recorded", project, by=by, kind=kind, amount=line.amount)
    return line


@transaction.atomic
def withdraw_money(line: ProjectMoney, *, motive: str, by: User) -> ProjectMoney:
    """Take back a line recorded by mistake; it stays in the story. What is engaged never falls below what is spent."""
    project = _open(line.project_id)
    line = ProjectMoney.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.withdrawn_at:
        raise ValidationError(_("This is already settled."))
    if not motive:
        raise ValidationError({"motive": _("Say why this line is withdrawn.")})
    now = money_of(project)
    if line.kind == MoneyKind.ENGAGED and now[MoneyKind.ENGAGED] - line.amount < now[MoneyKind.SPENT]:
        raise ValidationError(_("What was spent of it would be engaged no more: withdraw that first."))
    line.withdrawn_at, line.motive = clock.now(), motive
    line.save(update_fields=["withdrawn_at", "motive"])
    record("project.money_withdrawn", project, by=by, kind=line.kind, amount=line.amount)
    return line


@transaction.atomic
def keep_file(project: Project, scan: Scan, *, kind: FileKind, title: str, taken_on: dt.date, by: User) -> ProjectFile:
    """Keep a photo of the site or a paper; a photo is an image, so that it can be shown."""
    project = _open(project.pk)
    if kind == FileKind.PHOTO and not scan.content_type.startswith("image/"):
        raise ValidationError({"file": _("A photo is a JPEG or PNG image.")})
    stored = store_file(scan.data, name=scan.name, content_type=scan.content_type, owner=project.agreement.owner, by=by)
    with refused(ProjectFile):
        kept = ProjectFile.objects.create(project=project, kind=kind, file=stored, title=title, taken_on=taken_on)
    record("project.file_kept", project, by=by, kind=kind, file=stored.pk)
    return kept


@transaction.atomic
def remove_file(kept: ProjectFile, *, by: User) -> None:
    """Take a photo or paper off the project; its bytes stay stored under their digest, as all that was received."""
    project = _open(kept.project_id)
    kept = ProjectFile.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    record("project.file_removed", project, by=by, kind=kept.kind, file=kept.file_id)
    kept.delete()


@transaction.atomic
def stop_project(project: Project, *, motive: str, by: User) -> Project:
    """Give a project up, with its motive; what was spent stays told, and nothing is added any more."""
    project = _open(project.pk)
    if not motive:
        raise ValidationError({"motive": _("Say why the project is given up.")})
    project.stopped_on, project.motive = clock.today(), motive
    project.save(update_fields=["stopped_on", "motive"])
    record("project.stopped", project, by=by)
    return project
