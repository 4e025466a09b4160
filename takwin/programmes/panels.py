"""What programmes bring to pages: their own panels, days owed to a person and a council, the desk, the search."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Min, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.halfdays import in_days
from takwin.core.money import ZERO
from takwin.core.search import answering
from takwin.core.text import joined
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body
from takwin.people.models import Person
from takwin.programmes.enums import ClaimState, ProgrammeState
from takwin.programmes.models import CostShare, Plan, Programme
from takwin.programmes.queries.elsewhere import awaiting
from takwin.programmes.queries.entitlement import (
    Entitlement,
    entitlement_of_body,
    entitlement_of_person,
    ledger,
    members_with_days,
    tally,
)
from takwin.programmes.queries.programmes import cost_of, cost_papers, current_cost_paper, with_budget
from takwin.programmes.queries.shares import shares_of, table_of
from takwin.programmes.tables import CLAIM_LOOKS, days_look, programme_look
from takwin.rights.enums import Permission
from takwin.rights.panels import Figure, Found, Waiting
from takwin.rights.queries import allowed, holds, may, permissions_on

SHOWN = 8


# ── Plans and programmes ─────────────────────────────────────────────────────


def axes(plan: Plan, user: User) -> dict[str, Any]:
    return {"axes": list(plan.axes.all()), "plan": plan}


def versions(plan: Plan, user: User) -> dict[str, Any]:
    """Each version with its text and the act that approved it, the latest first."""
    may_approve = Permission.PROGRAMME_ADOPT in permissions_on(user, plan)
    return {"versions": plan.versions.select_related("act__body", "file"), "may_approve": may_approve}


def programmes_of_plan(plan: Plan, user: User) -> dict[str, Any]:
    rows = with_budget(allowed(plan.programmes, user, Permission.PROGRAMME_VIEW)).order_by("year")
    return {"programmes": [{"programme": row, "look": programme_look(row)} for row in rows]}


def actions_of(programme: Programme, user: User) -> dict[str, Any]:
    """The lines of the programme and their sums; in a draft each leads to its form."""
    rows = list(programme.actions.select_related("axis", "topic"))
    draft = programme.state == ProgrammeState.DRAFT
    return {
        "programme": programme,
        "actions": rows,
        "sessions": sum(row.planned_sessions for row in rows),
        "seats": sum(row.planned_seats for row in rows),
        "budget": sum((row.budget for row in rows), ZERO),
        "may_edit": draft and Permission.PROGRAMME_EDIT in permissions_on(user, programme),
    }


def cost(programme: Programme, user: User) -> dict[str, Any] | None:
    """Who bears the cost, in a few figures; nothing where it is not shared."""
    if not programme.shares_cost:
        return None
    shared = cost_of(programme)
    table = table_of(shares_of(programme), programme.owner) if shared else None
    others = table.total.base - (table.region.base if table.region else ZERO) if table else ZERO
    mine = list(allowed(programme.shares, user, Permission.PROGRAMME_VIEW).select_related("body")[:2]) if shared else []
    return {
        "programme": programme,
        "cost": shared,
        "table": table,
        "others": others,
        "mine": mine[0] if len(mine) == 1 else None,
        "sees_scenarios": may(user, Permission.PROGRAMME_VIEW, programme.owner),
    }


def papers(programme: Programme, user: User) -> dict[str, Any] | None:
    """The official table: as a draft until it is numbered, then as it was issued."""
    shared = cost_of(programme)
    if shared is None or not allowed(CostShare.objects.filter(pk=shared.pk), user, Permission.PROGRAMME_VIEW).exists():
        return None
    may_issue = programme.state != ProgrammeState.DRAFT and Permission.PROGRAMME_ADOPT in permissions_on(
        user, programme
    )
    return {
        "programme": programme,
        "papers": cost_papers(programme),
        "may_issue": may_issue and current_cost_paper(programme) is None,
    }


# ── Days owed ────────────────────────────────────────────────────────────────


def _told(owed: Entitlement) -> dict[str, Any]:
    """An entitlement in days, as its tiles show it."""
    return {
        "owed": owed,
        "days": owed.owed // 2,
        "received": in_days(owed.received),
        "remaining": in_days(owed.remaining),
        "look": days_look(owed),
    }


def days_of_body(body: Body, user: User) -> dict[str, Any] | None:
    """The members of a council, those who lack most first."""
    if body.kind not in COLLECTIVITIES:
        return None
    rows = entitlement_of_body(body, clock.today())
    if not rows:
        return None
    return {
        "body": body,
        "rows": [_told(row) for row in rows[:SHOWN]],
        "members": len(rows),
        "complete": sum(row.is_met for row in rows),
        "late": sum(row.late_since is not None for row in rows),
    }


def days_of_person(person: Person, user: User) -> dict[str, Any] | None:
    """The person's ledger, mandate by mandate: owed, received, waiting, remaining."""
    rows = _mandates(person)
    may_record = holds(user, Permission.ENTITLEMENT_RECORD)
    return {"mandates": rows, "may_record": may_record} if rows else None


def personal(person: Person) -> dict[str, Any] | None:
    """The same, on the person's own page."""
    rows = _mandates(person)
    return {"mandates": rows, "may_record": False} if rows else None


def _mandates(person: Person) -> list[dict[str, Any]]:
    return [
        _told(owed)
        | {
            "lines": [
                {"line": line, "days": in_days(line.half_days), "look": CLAIM_LOOKS[line.state] if line.state else None}
                for line in ledger(owed)
            ]
        }
        for owed in entitlement_of_person(person, clock.today())
    ]


# ── Desk, search, navigation ─────────────────────────────────────────────────


def stays_to_decide(user: User) -> Iterable[Waiting]:
    """All the stays elsewhere that await a second person in one line: each has its own in the list it leads to."""
    rows = awaiting(user)
    found = rows.aggregate(count=Count("pk"), oldest=Min("recorded_at"), latest=Max("recorded_at"))
    count = found["count"]
    if not count:
        return
    since = _("the longest waiting since %(day)s")
    told = ngettext("%(count)s stay to accept or refuse", "%(count)s stays to accept or refuse", count)
    yield Waiting(
        _("Days received elsewhere await acceptance"),
        joined([told % {"count": formats.number(count)}, since % {"day": formats.day(_day_of(found["oldest"]))}]),
        _day_of(found["latest"]),
        f"{reverse('programmes:elsewhere')}?tab=mine",
        _("Decide"),
    )


def _day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(clock.CASABLANCA).date()


def programmes_to_settle(user: User) -> Iterable[Waiting]:
    """Drafts of this year to adopt, and past years to close."""
    today = clock.today()
    drafts = Q(state=ProgrammeState.DRAFT, year__lte=today.year)
    past = Q(state=ProgrammeState.ADOPTED, year__lt=today.year)
    rows = allowed(Programme.objects.filter(drafts | past), user, Permission.PROGRAMME_ADOPT)
    for row in rows.order_by("-year", "pk")[:SHOWN]:
        is_draft = row.state == ProgrammeState.DRAFT
        yield Waiting(
            _("A programme is not adopted") if is_draft else _("A year is not closed"),
            row.name,
            today.replace(year=row.year, month=1, day=1)
            if is_draft
            else today.replace(year=row.year, month=12, day=31),
            row.get_absolute_url(),
            _("Adopt") if is_draft else _("Close the year"),
        )


def members_served(user: User) -> Figure | None:
    """How many members of the reader's councils have all the days the law owes them.

    While no value says how many days that is, a dash and the sentence that tells which figure to set.
    """
    today, label = clock.today(), _("Members who have their days")
    try:
        counts = tally(allowed(members_with_days(today), user, Permission.PERSON_VIEW), today)
    except ValidationError as missing:
        return Figure(label, "–", " ".join(missing.messages), "warn")
    if not counts.members:
        return None
    late = _("%(late)s late") % {"late": formats.number(counts.late)} if counts.late else ""
    return Figure(
        label,
        _("%(done)s of %(all)s") % {"done": formats.number(counts.complete), "all": formats.number(counts.members)},
        late,
        "warn" if counts.late else "",
        reverse("programmes:days"),
    )


def shared_this_year(user: User) -> Figure | None:
    """What is shared this year, over the programmes whose body the reader sees."""
    year = clock.today().year
    rows = allowed(CostShare.objects.filter(programme__year=year), user, Permission.PROGRAMME_VIEW)
    total = rows.aggregate(total=Sum("total"))["total"]
    if total is None:
        return None
    label = _("Cost shared in %(year)s") % {"year": year}
    return Figure(label, formats.number(total), _("dirhams"), "", reverse("programmes:programmes"))


def found_programmes(terms: list[str], user: User) -> list[Found]:
    rows = answering(allowed(Programme.objects, user, Permission.PROGRAMME_VIEW), terms).select_related("owner")
    return [
        Found(row.name, joined([str(row.year), row.owner.name]), row.get_absolute_url())
        for row in rows.order_by("-year", "pk")[:SHOWN]
    ]


def found_plans(terms: list[str], user: User) -> list[Found]:
    rows = answering(allowed(Plan.objects, user, Permission.PROGRAMME_VIEW), terms).select_related("owner")
    return [
        Found(row.name, joined([formats.years(row.first_year, row.last_year), row.owner.name]), row.get_absolute_url())
        for row in rows.order_by("-first_year", "pk")[:SHOWN]
    ]


def sees_programmes(request: HttpRequest) -> bool:
    return holds(request.user, Permission.PROGRAMME_VIEW)


def sees_days(request: HttpRequest) -> bool:
    return holds(request.user, Permission.PERSON_VIEW)


def records_or_accepts(request: HttpRequest) -> bool:
    return holds(request.user, Permission.ENTITLEMENT_RECORD) or holds(request.user, Permission.ENTITLEMENT_ACCEPT)


def stays_waiting(request: HttpRequest) -> int:
    """How many stays the reader may decide."""
    return awaiting(request.user).filter(state=ClaimState.PROPOSED).count() if request.user.is_authenticated else 0
