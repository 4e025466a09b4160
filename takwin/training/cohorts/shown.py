"""Cohorts on their own page, on those of a person and a session, and on the desk."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting, most_pressing
from takwin.rights.queries import allowed, holds, permissions_on
from takwin.training.cohorts import queries
from takwin.training.cohorts.enums import CANDIDATE_LOOKS, CandidateState, CohortState
from takwin.training.cohorts.progress import Progress, observed_well, progress_of
from takwin.training.cohorts.supply import supply_for
from takwin.training.enums import SessionState
from takwin.training.models import Candidate, Cohort, TrainingSession
from takwin.ui.things import Act, Fact

VIEW, EDIT = Permission.SESSION_VIEW, Permission.SESSION_EDIT
FEW = 5
WRITE_BEFORE = dt.timedelta(days=7)


def to_readers(request: HttpRequest) -> bool:
    """Those who read the whole plan; what a trainer has to do of it stands on his desk."""
    return holds(request.user, Permission.PROGRAMME_VIEW)


def ready_of(rows: Sequence[Progress]) -> list[Progress]:
    return [row for row in rows if row.ready_in]


def progress(cohort: Cohort) -> list[Progress]:
    """Counted once a page."""
    kept: list[Progress] | None = cohort.__dict__.get("_progress")
    if kept is None:
        kept = cohort.__dict__["_progress"] = progress_of(cohort)
    return kept


def facts_of(cohort: Cohort) -> list[Fact]:
    rows = progress(cohort)
    taken = {"n": formats.number(len(rows)), "places": formats.number(cohort.places)}
    ready = len(ready_of(rows))
    said = ngettext("%(n)s ready for accreditation", "%(n)s ready for accreditation", ready)
    return [
        Fact(cohort.owner.name, "body"),
        Fact(f"{formats.day(cohort.starts_on)} – {formats.day(cohort.ends_on)}", "cal"),
        Fact(_("%(n)s chosen for %(places)s places") % taken, "people"),
        Fact(said % {"n": formats.number(ready)}, "award"),
    ]


def acts_of(cohort: Cohort, permissions: frozenset[Permission]) -> list[Act]:
    if EDIT not in permissions or cohort.state != CohortState.OPEN:
        return []
    ready = len(ready_of(progress(cohort)))
    said = ngettext("Accredit the %(n)s who is ready", "Accredit the %(n)s who are ready", ready)
    accredit = Act(said % {"n": ready}, reverse("training:accredit_cohort", args=[cohort.pk]), "award")
    waiting = cohort.candidates.filter(state__in=[CandidateState.PROPOSED, CandidateState.CHOSEN]).exists()
    return [
        *([accredit] if ready else []),
        Act(_("Propose a candidate"), reverse("training:propose_candidate", args=[cohort.pk]), "plus", quiet=True),
        Act(_("Correct the cohort"), reverse("training:correct_cohort", args=[cohort.pk]), "edit", quiet=True),
        *([] if waiting else [Act(_("End the cohort"), reverse("training:close_cohort", args=[cohort.pk]), post=True)]),
    ]


def matrix(cohort: Cohort, user: User) -> dict[str, Any]:
    """Candidates × modules: what each did, who is ready, what each still lacks."""
    rows = sorted(progress(cohort), key=lambda row: (not row.ready_in, len(row.missing), row.candidate.person.sort_ar))
    return {
        "cohort": cohort,
        "modules": list(cohort.modules.order_by("code", "pk")),
        "rows": [(row, CANDIDATE_LOOKS[CandidateState(row.candidate.state)]) for row in rows],
        "may_edit": EDIT in permissions_on(user, cohort) and cohort.state == CohortState.OPEN,
    }


def proposed(cohort: Cohort, user: User) -> dict[str, Any] | None:
    """Those who wait to be chosen."""
    waiting = cohort.candidates.filter(state=CandidateState.PROPOSED)
    rows = list(waiting.select_related("person", "body").prefetch_related("topics"))
    if not rows:
        return None
    may_edit = EDIT in permissions_on(user, cohort) and cohort.state == CohortState.OPEN
    return {"candidates": rows, "left": cohort.places - len(progress(cohort)), "may_edit": may_edit}


def gone(cohort: Cohort, user: User) -> dict[str, Any] | None:
    """Those who were not kept or left, with the reason, for those who keep the cohort."""
    if EDIT not in permissions_on(user, cohort):
        return None
    rows = cohort.candidates.filter(state__in=[CandidateState.REFUSED, CandidateState.WITHDRAWN])
    found = [(row, CANDIDATE_LOOKS[CandidateState(row.state)]) for row in rows.select_related("person", "body")]
    return {"candidates": found} if found else None


def path(cohort: Cohort, user: User) -> dict[str, Any]:
    """What the path asks for, with the next session of each module."""
    coming: dict[int, TrainingSession] = {}
    rows = allowed(TrainingSession.objects, user, VIEW).filter(topic__cohorts=cohort, starts_on__gte=clock.today())
    for session in rows.exclude(state=SessionState.CANCELLED).order_by("-starts_on", "-pk"):
        coming[session.topic_id] = session
    modules = [(topic, coming.get(topic.pk)) for topic in cohort.modules.order_by("code", "pk")]
    return {"cohort": cohort, "modules": modules}


def of_person(person: Person, user: User) -> dict[str, Any] | None:
    """On the page of a person: the path he follows, what is done, what is missing."""
    mine = allowed(Candidate.objects.filter(person=person), user, VIEW).select_related(
        "cohort__owner", "person", "body"
    )
    found = list(mine.prefetch_related("topics").order_by("-pk"))
    if not found:
        return None
    looks = CANDIDATE_LOOKS
    return {"rows": [(progress_of(row.cohort, [row])[0], looks[CandidateState(row.state)]) for row in found]}


def of_session(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """Who teaches beside the trainers of a session, and what they observed."""
    rows: dict[int, dict[str, Any]] = {}
    for one in queries.beside_in(session, user):
        row = rows.setdefault(one.candidate_id, {"candidate": one.candidate, "halves": [], "sealed": False})
        row["halves"].append(one)
        row["sealed"] = row["sealed"] or bool(one.slot.half_day.sealed_at)
    may_add = session.is_open and holds(user, EDIT) and queries.who_may_co_teach(session).exists()
    if not rows and not may_add:
        return None
    permissions, verdicts = permissions_on(user, session), observed_well(list(rows))
    for pk, row in rows.items():
        row["favourable"] = verdicts.get((pk, session.pk))
        on_the_way = row["candidate"].state == CandidateState.CHOSEN
        row["may_observe"] = row["sealed"] and on_the_way and Permission.PRESENCE_SEAL in permissions
    may_edit = EDIT in permissions and session.is_open
    return {"session": session, "rows": list(rows.values()), "may_add": may_add and may_edit, "may_edit": may_edit}


def ready(user: User) -> Iterator[Waiting]:
    """Cohorts some of whose candidates may be accredited."""
    on_the_way = Candidate.objects.filter(state=CandidateState.CHOSEN)
    rows = allowed(Cohort.objects.filter(pk__in=on_the_way.values("cohort")), user, EDIT).select_related("owner")
    for cohort in rows.order_by(*most_pressing("ends_on"), "pk")[:FEW]:
        n = len(ready_of(progress(cohort)))
        if n:
            said = ngettext("%(n)s candidate is ready", "%(n)s candidates are ready", n) % {"n": n}
            url = reverse("training:accredit_cohort", args=[cohort.pk])
            yield Waiting(said, cohort.name, cohort.ends_on, url, _("Accredit"))


def to_write(user: User) -> Iterator[Waiting]:
    """Candidates who taught beside a trainer, who has not written yet what he observed."""
    told: Counter[tuple[int, int]] = Counter()
    for row in queries.to_observe(user).order_by("-slot__half_day__day", "pk")[: FEW * 4]:
        key = (row.candidate_id, row.slot.session_id)
        told[key] += 1
        if told[key] == 1 and len(told) <= FEW:
            title = _("What did you observe of %(candidate)s?") % {"candidate": row.candidate}
            detail = joined([row.slot.session.topic.name, formats.short_day(row.slot.half_day.day)])
            url = reverse("training:observe", args=key)
            yield Waiting(title, detail, row.slot.half_day.day + WRITE_BEFORE, url, _("Write it"))


def without_accredited(user: User) -> Iterator[Waiting]:
    """Topics of sessions to come in which no act accredits anybody, asked of those who train trainers at all."""
    train = set(allowed(Cohort.objects, user, EDIT).values_list("owner", flat=True))
    orphans = [row for row in supply_for(user, EDIT) if row.is_orphan and row.topic.owner_id in train] if train else []
    for row in sorted(orphans, key=lambda one: one.first_on)[:FEW]:
        said = ngettext("%(n)s session is planned", "%(n)s sessions are planned", row.sessions) % {"n": row.sessions}
        url = f"{reverse('training:supply')}?topic={row.topic.pk}"
        title = _("Nobody is accredited in “%(topic)s”") % {"topic": row.topic.name}
        yield Waiting(title, said, row.first_on, url, _("See who is missing"))
