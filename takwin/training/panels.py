"""What sessions bring to pages: their own panels, and a panel on the page of a place, a body, a person, a trainer."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.models import RegisterHalfDay
from takwin.attendance.queries import marks_of
from takwin.catalogue.models import Topic, Trainer
from takwin.core import clock
from takwin.core.halfdays import Part
from takwin.core.search import answering
from takwin.directory.enums import Level
from takwin.directory.models import Body, Place
from takwin.documents.enums import PaperKind
from takwin.journal.actions import target_of
from takwin.people.models import Person
from takwin.programmes.queries.entitlement import members_with_days
from takwin.rights.enums import Permission
from takwin.rights.panels import Found
from takwin.rights.queries import allowed, permissions_on
from takwin.training.enums import ENROLMENT_LOOKS, REPLY_LOOKS, SESSION_LOOKS, EnrolmentState, Reply, SessionState
from takwin.training.models import Convocation, Enrolment, Slot, TrainingSession
from takwin.training.queries import PORTION, days_of, letters_read_by, seats_of, sessions_for, timetable_of
from takwin.training.shown import Brief, brief_of

SHOWN = 8
VIEW = Permission.SESSION_VIEW


def participants(session: TrainingSession, user: User) -> dict[str, Any]:
    """Those enrolled, those who wait and those who withdrew with their reason, as far as the reader sees them; their
    presence once there is some, else the days each has received of those the law owes."""
    mine = allowed(session.enrolments, user, VIEW).select_related("person", "body", "office", "replaced_by__person")
    everyone = list(mine.order_by("body__sort_ar", "nominated_at", "pk"))
    lines = [line for line in everyone if line.state != EnrolmentState.WITHDRAWN]
    may = _may(session, user)
    marks = marks_of(session.register)
    received = {} if marks else _received([line.person_id for line in lines])
    convened = _convened(session, user)
    rows: list[dict[str, Any]] = [
        {
            "line": line,
            "marks": marks.get(line.person_id) or ([""] * session.register.half_days.count() if marks else []),
            "days": received.get(line.person_id, 0) / 2,
            "reply": REPLY_LOOKS[Reply(line.reply)] if line.reply != Reply.NONE else None,
            "convocation": convened.get(line.pk),
        }
        for line in lines
    ]
    return {
        "session": session,
        "enrolled": [row for row in rows if row["line"].state == EnrolmentState.ENROLLED],
        "queue": sorted(
            (row for row in rows if row["line"].state == EnrolmentState.WAITING),
            key=lambda row: (row["line"].nominated_at, row["line"].pk),
        ),
        "left": [line for line in everyone if line not in lines] if Permission.PERSON_VIEW in may else [],
        "has_marks": bool(marks),
        "may_withdraw": Permission.SESSION_NOMINATE in may and session.is_open,
        "may_nominate": Permission.SESSION_NOMINATE in may and session.is_open,
        "may_answer": Permission.SESSION_NOMINATE in may and clock.today() <= session.starts_on,
    }


def _received(persons: list[int]) -> dict[int, int]:
    rows = members_with_days(clock.today()).filter(person__in=persons)
    return {row.person_id: row.days_here + row.days_elsewhere for row in rows}  # type: ignore[attr-defined]


def _convened(session: TrainingSession, user: User) -> dict[int, Convocation]:
    rows = Convocation.objects.filter(
        enrolment__session=session, rank=session.round, enrolment__state=EnrolmentState.ENROLLED
    )
    kept: dict[int, dict[int, Convocation]] = session.__dict__.setdefault("_convened", {})
    if user.pk not in kept:
        mine = allowed(rows, user, Permission.SESSION_NOMINATE).select_related("letter__paper")
        kept[user.pk] = {convocation.enrolment_id: convocation for convocation in mine}
    return kept[user.pk]


def councils(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """Council by council: seats kept, enrolled, waiting, and those kept and free; then the common ones."""
    seen = allowed(session.seats_by_body, user, VIEW).select_related("body").order_by("body__kind", "body__sort_ar")
    kept = {seats.body: seats.seats for seats in seen}
    lines = allowed(session.enrolments, user, VIEW).select_related("body").order_by("body__sort_ar")
    counts: dict[str, Counter[Body]] = {state: Counter() for state in EnrolmentState.values}
    for line in lines:
        counts[line.state][line.body] += 1
    bodies = [*kept, *(body for body in {line.body: None for line in lines} if body not in kept)]
    seats = seats_of(session)
    rows = [
        (body, kept.get(body), counts["enrolled"][body], counts["waiting"][body], seats.own_left(body.pk))
        for body in bodies
    ]
    return {"rows": rows, "seats": seats} if rows else None


def programme(session: TrainingSession, user: User) -> dict[str, Any]:
    """The grid of half-days: a row for the morning, one for the afternoon, a column a day."""
    slots = session.slots.select_related("room", "trainer__person", "trainer__body").order_by("pk")
    by_half: dict[int, list[Slot]] = {}
    for slot in slots:
        by_half.setdefault(slot.half_day_id, []).append(slot)
    halves = {(half.day, half.part): half for half in session.register.half_days.all()}
    days = sorted({day for day, _part in halves})
    rows = [
        {"part": part.label, "cells": [(day, *_cell(halves.get((day, part)), by_half)) for day in days]}
        for part in Part
    ]
    return {
        "days": days,
        "grid": rows,
        "session": session,
        "may_edit": Permission.SESSION_EDIT in _may(session, user),
    }


@dataclass(frozen=True)
class Missing:
    """One thing that is not there yet, and the page where it is set, for who may; ``holds`` when people are convened
    without it only for a motive."""

    said: str
    url: str
    label: str
    holds: bool = False


def before_convening(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """What is missing before people are convened, while some are still to be: said here, and not only by the page that
    sends the convocations. What a motive has answered is still missing, and holds nothing back any more."""
    may = _may(session, user)
    standing = session.state in (SessionState.TENTATIVE, SessionState.CONFIRMED) and session.ends_on >= clock.today()
    if not standing or not {Permission.SESSION_EDIT, Permission.SESSION_CONFIRM} & may:
        return None
    brief = brief_of(session)
    if brief.convened and not brief.to_convene:
        return None
    missing = _missing(session, brief)
    edits = Permission.SESSION_EDIT in may
    holds = any(one.holds for one in missing)
    return {"session": session, "missing": missing, "edits": edits, "holds": holds} if missing else None


def _missing(session: TrainingSession, brief: Brief) -> list[Missing]:
    told = brief.lacking
    programme = reverse("training:programme", args=[session.pk]), _("Complete the programme by half-day")
    invite = reverse("training:invite_trainer", args=[session.pk]), _("Invite a trainer")
    nominate = reverse("training:nominate", args=[session.pk]), _("Nominate people")
    holds = not session.programme_motive
    found = [Missing(said, *programme, holds=holds) for said in (told.rooms, told.subjects) if said]
    if told.trainers:
        found.append(Missing(told.trainers, *invite))
    if not brief.enrolled:
        found.append(Missing(_("Nobody is enrolled yet."), *nominate))
    return found


def _cell(half: RegisterHalfDay | None, slots: dict[int, list[Slot]]) -> tuple[RegisterHalfDay | None, list[Slot]]:
    """A half-day of the grid with its workshops; neither when the session does not use it."""
    return half, slots.get(half.pk, []) if half else []


def _may(session: TrainingSession, user: User) -> frozenset[Permission]:
    """What the reader may do on the session, asked once for all its panels."""
    kept: dict[int, frozenset[Permission]] = session.__dict__.setdefault("_may", {})
    if user.pk not in kept:
        kept[user.pk] = permissions_on(user, session)
    return kept[user.pk]


def card(session: TrainingSession, user: User) -> dict[str, Any]:
    """What the session belongs to, its rule and its cost."""
    return {"session": session, "sees_cost": Permission.TREASURY_VIEW in _may(session, user)}


def _convened_to(session: TrainingSession) -> QuerySet[Convocation]:
    """The convocations to the present days; those of the days before are replaced by them."""
    return Convocation.objects.filter(enrolment__session=session, rank=session.round)


def papers(session: TrainingSession, user: User) -> dict[str, Any]:
    """The letters to the authorities and the sheet; convocations stand beside each participant."""
    may = _may(session, user)
    written = letters_read_by(user).filter(body__isnull=False, paper__subject=target_of(session))
    written = written.select_related("paper")
    standing = set(_convened_to(session).values_list("listed_in", flat=True))
    letters = [
        (letter, letter.paper.kind == PaperKind.GOVERNOR_LETTER, letter.pk in standing)
        for letter in (written.order_by("-sent_at", "-pk") if Permission.DOCUMENT_VIEW in may else ())
        if letter.paper.kind in (PaperKind.GOVERNOR_LETTER, PaperKind.NOTICE)
    ]
    convened = len(_convened(session, user))
    return {
        "session": session,
        "letters": letters,
        "convened": convened,
        "portions": range(1, -(-convened // PORTION) + 1),
        "may_print": Permission.PRESENCE_MARK in may,
    }


def _listed(sessions: Any) -> dict[str, Any]:
    rows = list(sessions.order_by("-starts_on", "-pk")[: SHOWN + 1])
    return {
        "sessions": [(s, days_of(s), SESSION_LOOKS[SessionState(s.state)]) for s in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
    }


def sessions_of_place(place: Place, user: User) -> dict[str, Any] | None:
    """The latest sessions of a region or a province."""
    if place.level not in (Level.REGION, Level.PROVINCE):
        return None
    where = Q(place__region=place.pk) if place.level == Level.REGION else Q(place__province=place.pk)
    return _listed(sessions_for(user).filter(where)) | {
        "all_query": f"?place={place.pk}" if place.level == Level.PROVINCE else ""
    }


def sessions_of_body(body: Body, user: User) -> dict[str, Any] | None:
    """Those in which people of this body are, or are asked for."""
    own = Enrolment.objects.filter(body=body).exclude(state=EnrolmentState.WITHDRAWN).values("session")
    facts = _listed(sessions_for(user).filter(Q(pk__in=own) | Q(seats_by_body__body=body) | Q(owner=body)).distinct())
    return facts if facts["sessions"] else None


def sessions_of_person(person: Person, user: User) -> dict[str, Any] | None:
    """What the person was enrolled in, as far as the reader sees it, with the half-days of presence."""
    mine = allowed(person.enrolments.exclude(state=EnrolmentState.WITHDRAWN), user, VIEW)
    lines = list(
        mine.select_related("session__topic", "session__place", "body").order_by("-session__starts_on")[: SHOWN * 2]
    )
    if not lines:
        return None
    return {"lines": [(line, days_of(line.session), _look(line)) for line in lines]}


def _look(line: Enrolment) -> Any:
    if line.state == EnrolmentState.WAITING:
        return ENROLMENT_LOOKS[EnrolmentState.WAITING]
    return SESSION_LOOKS[SessionState(line.session.state)]


def sessions_of_trainer(trainer: Trainer, user: User) -> dict[str, Any]:
    return _listed(sessions_for(user).filter(slots__trainer=trainer).distinct())


def sessions_of_topic(topic: Topic, user: User) -> dict[str, Any]:
    return _listed(sessions_for(user).filter(topic=topic))


def convoked(person: Person) -> dict[str, Any] | None:
    """On the person's own page: the sessions he is convened to, with their hours and rooms,
    his answer and the way there."""
    since = clock.today() - dt.timedelta(days=1)
    told = [SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.HELD, SessionState.CANCELLED]
    lines = person.enrolments.filter(
        state=EnrolmentState.ENROLLED,
        session__ends_on__gt=since,
        session__state__in=told,
        convocations__isnull=False,
    )
    rows = lines.select_related("session__topic", "session__place", "body").order_by("session__starts_on").distinct()
    said = [
        (
            line,
            days_of(line.session),
            list({slot.room: 0 for slot in line.session.slots.all() if slot.room and slot.room.point}),
            timetable_of(line.session),
        )
        for line in rows.prefetch_related("session__slots__room", "session__register__half_days")
    ]
    return {"convoked": said, "today": clock.today()} if said else None


def found(terms: list[str], user: User) -> Iterator[Found]:
    """The first sessions that answer to every word."""
    rows = answering(sessions_for(user), terms)
    for session in rows.order_by("-starts_on", "-pk")[:5]:
        yield Found(session.topic.name, f"{session.reference} · {session.place.name}", session.get_absolute_url())
