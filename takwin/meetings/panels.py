"""The panels of a meeting, of a promise, of a series, and what meetings show on the page of a body."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from takwin.accounts.models import User
from takwin.agreements.models import Agreement
from takwin.attendance.enums import COUNTED
from takwin.core import clock
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.meetings.enums import OF_AGREEMENTS, STANDING, MeetingState, Origin, SeriesKind
from takwin.meetings.models import AgendaItem, Invitation, Meeting, Obligation, Series
from takwin.meetings.papers import with_older_letters
from takwin.meetings.queries.meetings import lines_of
from takwin.meetings.queries.obligations import FIRST_DUE, awaited, binding, covered, rate
from takwin.meetings.tables import look_of_meeting, look_of_promise
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may, permissions_on

SHOWN = 8
VIEW = Permission.MEETING_VIEW


def _may_edit(meeting: Meeting, user: User) -> bool:
    kept: dict[int, bool] = meeting.__dict__.setdefault("_may_edit", {})
    if user.pk not in kept:
        kept[user.pk] = Permission.MEETING_EDIT in permissions_on(user, meeting)
    return kept[user.pk]


def agenda(meeting: Meeting, user: User) -> dict[str, Any]:
    """The points in their order, a promise with where it stands now."""
    items = meeting.agenda.select_related("obligation__meeting", "obligation__debtor")
    seen = set(
        allowed(Obligation.objects, user, VIEW).filter(followed_in__meeting=meeting).values_list("pk", flat=True)
    )
    return {
        "meeting": meeting,
        "items": [(item, _look(item), item.obligation_id in seen) for item in items],
        "edits": meeting.is_open and _may_edit(meeting, user),
    }


def _look(item: AgendaItem) -> Any:
    return look_of_promise(item.obligation) if item.origin == Origin.OBLIGATION and item.obligation else None


def people(meeting: Meeting, user: User) -> dict[str, Any]:
    """Who is invited and who came, in the order of precedence."""
    statuses = dict(meeting.register.presences.values_list("person", "status"))
    edits = meeting.is_open and _may_edit(meeting, user)
    groups: dict[Body, list[tuple[Invitation, str]]] = {}
    for line in lines_of(meeting):
        said = statuses.get(line.person_id, "") if line.person_id else line.came
        groups.setdefault(line.body, []).append((line, said))
    lines = [row for rows in groups.values() for row in rows]
    older = {line.pk for line in with_older_letters(meeting)} if edits else set()
    return {
        "older": older,
        "meeting": meeting,
        "groups": list(groups.items()),
        "count": len(lines),
        "came": sum(said in COUNTED for _line, said in lines),
        "edits": edits,
        "silent": not all(said for _line, said in lines),
        "past": meeting.day <= clock.today(),
    }


def promises(meeting: Meeting, user: User) -> dict[str, Any] | None:
    """What was promised there; of draft minutes, shown to those who write them only."""
    standing = meeting.state in STANDING
    if not standing and not (meeting.state == MeetingState.HELD and _may_edit(meeting, user)):
        return None
    rows = allowed(meeting.obligations, user, VIEW).select_related("debtor", "meeting").order_by("pk")
    return {"rows": [(row, look_of_promise(row)) for row in rows], "all_url": ""}


def of_promise(found: Obligation, user: User) -> dict[str, Any]:
    """Its sentence, its meeting, its commitment, what settled it, and the meetings that followed it."""
    followed = allowed(Meeting.objects, user, VIEW).filter(agenda__obligation=found).select_related("series")
    facts = {"obligation": found, "followed": list(followed.order_by("day")), "settled_by": found.settled_by}
    if article := found.clause:
        mine = allowed(Agreement.objects, user, Permission.AGREEMENT_VIEW).filter(pk=article.agreement_id)
        facts |= {"article": article, "sees_article": mine.exists()}
    return facts


def of_series(found: Series, user: User) -> dict[str, Any]:
    rows = allowed(Meeting.objects.filter(series=found), user, VIEW).select_related("series", "place")
    return {"rows": [(row, look_of_meeting(row)) for row in rows.order_by("-number")[: SHOWN * 3]]}


def members(found: Series, user: User) -> dict[str, Any] | None:
    rows = list(found.members.filter(ends_on=None).select_related("body", "person"))
    edits = Permission.MEETING_EDIT in permissions_on(user, found)
    return {"members": rows, "edits": edits, "reports": list(found.reports.all())} if rows or found.agreement else None


@dataclass(frozen=True)
class Committee:
    """A committee of an agreement: the last meeting it held, and the next one."""

    series: Series
    held: Meeting | None
    coming: Meeting | None


def committees(agreement: Agreement, user: User) -> dict[str, Any] | None:
    """The steering and monitoring committees of an agreement, and the way to open those it has not."""
    rows = list(allowed(Series.objects.filter(agreement=agreement), user, VIEW))
    edits = agreement.cancelled_on is None and may(user, Permission.MEETING_EDIT, agreement.owner)
    opened = {row.kind for row in Series.objects.filter(agreement=agreement)}
    missing = [kind for kind in OF_AGREEMENTS if kind not in opened] if edits else []
    if not rows and not missing:
        return None
    meetings = Meeting.objects.filter(series__in=rows).exclude(state=MeetingState.CANCELLED).order_by("day", "pk")
    before = {one.series_id: one for one in meetings if one.day < clock.today()}
    after = {one.series_id: one for one in reversed(meetings) if one.day >= clock.today()}
    return {
        "committees": [Committee(row, before.get(row.pk), after.get(row.pk)) for row in rows],
        "missing": [(kind.label, _opening(agreement, kind)) for kind in missing],
    }


def _opening(agreement: Agreement, kind: SeriesKind) -> str:
    """The form of a new committee, with all that the agreement tells of it."""
    french = {SeriesKind.STEERING: "Comité de pilotage", SeriesKind.MONITORING: "Comité de suivi"}
    arabic = {SeriesKind.STEERING: "لجنة قيادة", SeriesKind.MONITORING: "لجنة تتبع"}
    told: dict[str, str | int] = {
        "kind": kind.value,
        "agreement": agreement.pk,
        "owner": agreement.owner_id,
        "place": agreement.place_id,
        "name_ar": f"{arabic[kind]} {agreement.name_ar}"[:200],
        "name_fr": f"{french[kind]} : {agreement.name_fr}"[:200],
    }
    return f"{reverse('meetings:new_series')}?{urlencode(told)}"


def promises_of_body(body: Body, user: User) -> dict[str, Any] | None:
    """What a body promised: its rate, and what is awaited of it."""
    mine = allowed(Obligation.objects.filter(debtor=body), user, VIEW)
    if not binding(mine).exists():
        return None
    today = clock.today()
    rows = list(awaited(mine).select_related("debtor", "meeting").order_by(*FIRST_DUE)[:SHOWN])
    return {
        "rows": [(row, look_of_promise(row)) for row in rows],
        "rate": rate(mine, today),
        "grace": parameter("promise_grace_days", on=today),
        "proved": covered(rows),
        "all_url": f"{reverse('meetings:obligations')}?q={body.name}",
    }
