"""The heads of the pages of meetings, promises and series: facts, steps, what to know, and what is proposed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.meetings import papers
from takwin.meetings.enums import OF_AGREEMENTS, STANDING, MeetingState, ObligationState, SeriesKind
from takwin.meetings.models import CHAIRS, Invitation, Meeting, Obligation, Series
from takwin.meetings.queries.meetings import (
    Guest,
    came,
    day_warnings,
    duties,
    excused,
    expected_elsewhere,
    lines_of,
    present_at,
    said_of,
)
from takwin.meetings.queries.namesakes import Listed
from takwin.meetings.queries.obligations import covered, rate, today_of
from takwin.meetings.reading import paragraphs
from takwin.people.enums import Title
from takwin.people.models import Office
from takwin.people.queries import in_office
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.things import Act, Call, Crumb, Fact, Step

Permissions = frozenset[Permission]
FEW = 8
PREPARED = (MeetingState.PLANNED, MeetingState.CONVENED)


def facts_of(meeting: Meeting) -> list[Fact]:
    when = joined(
        [formats.day(meeting.day, weekday=True), formats.time(meeting.starts_at) if meeting.starts_at else ""]
    )
    where = joined([meeting.room.name if meeting.room else "", meeting.venue, meeting.place.name])
    facts = [Fact(when, "cal"), Fact(where, "pin"), Fact(meeting.subject, "doc")]
    chairs = chairs_listed(meeting)
    return [*facts, Fact(_("Chair: %(who)s") % {"who": chairs}, "people")] if chairs else facts


def chairs_listed(meeting: Meeting) -> str:
    return joined(papers.chairs_of(meeting))


def path_of(meeting: Meeting) -> list[Step]:
    labels = [
        pgettext("step of a meeting", "Planned"),
        pgettext("step of a meeting", "Convened"),
        pgettext("step of a meeting", "Held"),
        pgettext("step of a meeting", "Validated"),
        pgettext("step of a meeting", "Published"),
    ]
    if meeting.state == MeetingState.CANCELLED:
        return [Step(labels[0], "", "done"), Step(meeting.get_state_display(), meeting.reason, "off")]
    order = [MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.HELD, *STANDING]
    here = order.index(MeetingState(meeting.state))
    last = meeting.state == MeetingState.PUBLISHED
    written_to = here < order.index(MeetingState.HELD) or meeting.invitations.filter(letter__isnull=False).exists()
    notes = ["", "" if written_to else _("not needed"), formats.short_day(meeting.day) if here > 1 else "", "", ""]
    if meeting.minutes.paper_id:
        notes[3] = meeting.minutes.paper.reference  # type: ignore[union-attr]
    steps = [
        Step(label, note, "done" if n < here or last else "here" if n == here else "")
        for n, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]
    return steps if written_to else [steps[0], steps[1]._replace(css=""), *steps[2:]]


def _url(name: str, pk: int) -> str:
    return reverse(f"meetings:{name}", args=[pk])


def acts_of(meeting: Meeting, may: Permissions) -> list[Act]:
    """The steps open to the reader, the next one first."""
    pk, acts = meeting.pk, []
    edits, validates = Permission.MEETING_EDIT in may, Permission.MEETING_VALIDATE in may
    if edits and meeting.state in PREPARED:
        acts = _preparing(meeting)
    if edits and meeting.state == MeetingState.HELD:
        acts += [Act(_("Write the minutes"), _url("write", pk), "edit")]
    if validates and meeting.state == MeetingState.HELD:
        acts += [Act(_("Validate the minutes"), _url("validate", pk), "seal")]
    if edits and meeting.state == MeetingState.HELD:
        acts += [Act(_("Print the draft"), _url("draft", pk), "print")]
        acts += [Act(_("Put right who chaired"), _url("chaired", pk), "people")]
    if validates and meeting.state == MeetingState.VALIDATED:
        acts += [Act(_("Publish with a press note"), _url("publish", pk), "send")]
    if meeting.minutes.paper_id:
        acts += [Act(_("Read the minutes"), _url("read", pk), "doc", quiet=True)]
        acts += [Act(_("Print the minutes"), _url("paper", pk), "print", quiet=True)]
    if meeting.minutes.press_paper_id:
        acts += [Act(_("Print the press note"), _url("press", pk), "doc", quiet=True)]
    if Permission.PRESENCE_MARK in may and meeting.is_open and meeting.day <= clock.today():
        roll = Act(_("Record presence"), meeting.register.get_absolute_url(), "roll")
        kept = meeting.state == MeetingState.HELD or meeting.register.half_days.filter(sealed_at__isnull=False).exists()
        acts = [*acts[:1], roll, *acts[1:]] if kept else [roll, *acts]
    return acts


def _preparing(meeting: Meeting) -> list[Act]:
    pk, acts = meeting.pk, []
    left = meeting.invitations.filter(letter=None, uninvited=False).count()
    if meeting.day <= clock.today():
        acts.append(Act(_("The meeting was held"), _url("hold", pk), "check"))
    elif left:
        said = ngettext("Send %(n)s invitation", "Send %(n)s invitations", left) % {"n": left}
        acts.append(Act(said, _url("send", pk), "send", post=True))
    if older := len(papers.with_older_letters(meeting)):
        said = ngettext("Tell %(n)s invited who chairs", "Tell %(n)s invited who chairs", older) % {"n": older}
        acts.append(Act(said, _url("tell", pk), "send", post=True))
    acts.append(Act(_("Choose who is invited"), _url("invite", pk), "people"))
    acts.append(Act(_("Who will chair"), _url("chairs", pk), "people"))
    acts.append(Act(_("Another day or place"), _url("move", pk), "clock"))
    acts.append(Act(_("Cancel the meeting…"), _url("cancel", pk), "no", danger=True))
    return acts


def calls_of(meeting: Meeting, may: Permissions) -> list[Call]:
    """What one should know: a meeting takes nobody, so those who have a session then are named."""
    if meeting.state == MeetingState.CANCELLED:
        return [Call(_("This meeting is cancelled."), meeting.reason, "bad")]
    if meeting.state not in PREPARED or Permission.MEETING_EDIT not in may:
        return []
    calls = []
    if older := papers.with_older_letters(meeting):
        names = formats.listed(str(line.person or line.guest_name or line.capacity) for line in older)
        said = names if len(older) <= FEW else _("Each is marked in the list below.")
        calls.append(Call(_older_said(len(older)), said, "warn"))
    if busy := expected_elsewhere(meeting):
        told = "؛ " if get_language() == "ar" else "; "
        names = told.join(f"{person} ({where})" for person, where in busy[:FEW])
        said = ngettext(
            "%(n)s person invited is expected elsewhere on that half-day.",
            "%(n)s people invited are expected elsewhere on that half-day.",
            len(busy),
        )
        calls.append(Call(said % {"n": len(busy)}, names, "warn"))
    if meeting.day >= clock.today() and (warnings := day_warnings(meeting)):
        calls.append(Call(_("Think again of this day."), " ".join(warnings), "warn"))
    return calls[:1]


def _older_said(count: int) -> str:
    said = ngettext(
        "The letter of %(n)s invited does not say who chairs now.",
        "The letters of %(n)s invited do not say who chairs now.",
        count,
    )
    return said % {"n": count}


def chairs_said(meeting: Meeting) -> str:
    """What is answered to whoever named the chair: the letters that have gone may say another, or none."""
    older = len(papers.with_older_letters(meeting))
    return (
        joined([_("It is recorded."), _older_said(older)], " ") if older else _("The invitations will say who chairs.")
    )


def chair_proposed(meeting: Meeting) -> dict[str, Any]:
    """The highest in rank of the organiser who came, else of the first body in precedence from which someone came; as
    long as nobody is said to have come, of those invited. Who was to chair, or is said to have, is proposed before
    them. The capacity is left empty: it is that of whoever is chosen."""
    if meeting.chair:
        return _chairs_recorded(meeting)
    lines = [line for line in lines_of(meeting) if line.person]
    came = present_at(meeting)
    there = [line for line in lines if line.person_id in came]
    own = [line for line in there if line.body_id == meeting.series.owner_id]
    among = own or [line for line in there if line.body_id == there[0].body_id]
    among = among or [line for line in lines if line.body_id == meeting.series.owner_id]
    held = Office.objects.filter(in_office(meeting.day), person__in=[line.person_id for line in among])
    ranks = {(one.person_id, one.body_id): list(Title).index(Title(one.title)) for one in held}
    among.sort(key=lambda line: (ranks.get((line.person_id or 0, line.body_id), len(Title)), line.pk))
    return {"chaired_by": among[0]} if among else {}


def _chairs_recorded(meeting: Meeting) -> dict[str, Any]:
    """Who is named already; one of the list as himself, so that another may be chosen in his stead."""
    lines = lines_of(meeting)
    told: dict[str, Any] = {name: getattr(meeting, name) for name in CHAIRS}
    for who in ("chair", "co_chair"):
        if line := _line_of(meeting, who, lines):
            is_his = told[f"{who}_capacity"] == said_of(line)[1]
            told |= {f"{who}ed_by": line, who: ""} | ({f"{who}_capacity": ""} if is_his else {})
    return told


def _line_of(meeting: Meeting, who: str, lines: Sequence[Invitation]) -> Invitation | None:
    """Who chairs, on the list: as he was chosen there, or by his name when he alone bears it."""
    chosen, name = getattr(meeting, f"{who}_line_id"), getattr(meeting, who)
    alike = [line for line in lines if (line.pk == chosen if chosen else said_of(line)[0] == name)]
    return alike[0] if len(alike) == 1 else None


def grouped(guests: Sequence[Guest], listed: Listed) -> list[tuple[Body, list[tuple[Guest, Invitation | None]]]]:
    """Body by body, each with the line of the list that may already be his."""
    groups: dict[int, tuple[Body, list[tuple[Guest, Invitation | None]]]] = {}
    for guest in guests:
        groups.setdefault(guest.body.pk, (guest.body, []))[1].append((guest, listed.twin(guest)))
    return list(groups.values())


# ── Minutes ─────────────────────────────────────────────────────────────────


def marked(meeting: Meeting) -> dict[str, Any]:
    """The sentences of the minutes, each with the promises marked on it; and all promises."""
    promises = list(meeting.obligations.select_related("debtor").order_by("pk"))
    by_quote: dict[str, list[int]] = {}
    for n, one in enumerate(promises, 1):
        by_quote.setdefault(" ".join(one.quote.split()), []).append(n)
    lines = [
        [(sentence, _numbers_on(sentence, by_quote)) for sentence in sentences]
        for sentences in paragraphs(meeting.minutes.text)
    ]
    return {"lines": lines, "promises": list(enumerate(promises, 1))}


def read(meeting: Meeting, user: User) -> dict[str, Any]:
    """Validated minutes: how the meeting was opened, who came, what was on the agenda, and what was said, where each
    sentence leads to the promises it bears that the reader may see."""
    told = marked(meeting)
    seen = set(allowed(meeting.obligations, user, Permission.MEETING_VIEW).values_list("pk", flat=True))
    links = {n: one.get_absolute_url() if one.pk in seen else "" for n, one in told["promises"]}
    lines = [
        [(sentence, [(n, links[n]) for n in numbers]) for sentence, numbers in sentences] for sentences in told["lines"]
    ]
    facts = {"opening": papers.opening_of(meeting), "came": came(meeting), "excused": excused(meeting)}
    return {"lines": lines, "agenda": list(meeting.agenda.all()), **facts}


def _numbers_on(sentence: str, by_quote: dict[str, list[int]]) -> list[int]:
    flat = " ".join(sentence.split())
    return [n for quote, numbers in by_quote.items() if quote in flat or flat in quote for n in numbers]


def frozen_by_validation(meeting: Meeting) -> list[tuple[str, list[str]]]:
    """What can no longer be put right once the minutes are validated: who chaired, how many came, what was promised."""
    promises = list(meeting.obligations.all())
    present = sum(len(people) for _body, people in came(meeting))
    return [
        (_("Chaired by"), _chairs_frozen(meeting)),
        (_("How many came"), [str(present)]),
        (_("Promises"), [str(len(promises))]),
        (_("of them without an amount"), [str(sum(one.amount is None for one in promises))]),
        (_("of them without a date"), [str(sum(one.due_on is None for one in promises))]),
    ]


def _chairs_frozen(meeting: Meeting) -> list[str]:
    """Who chaired, as the minutes open; of whom no capacity is said, but of an office, that is told."""
    lines, told = lines_of(meeting), []
    for said, who in zip(papers.chairs_of(meeting), ("chair", "co_chair"), strict=False):
        line = _line_of(meeting, who, lines)
        is_office = line is not None and not said_of(line)[1]
        is_bare = not getattr(meeting, f"{who}_capacity") and not is_office
        told.append(joined([said, _("no capacity is said") if is_bare else ""]))
    return told


def last_sentence(text: str) -> str:
    lines = paragraphs(text)
    return lines[-1][-1] if lines else ""


def marked_said(count: int) -> str:
    return ngettext("%(n)s promise is marked.", "%(n)s promises are marked.", count) % {"n": count}


# ── Promises ────────────────────────────────────────────────────────────────


def rate_said(rows: QuerySet[Obligation]) -> str:
    """The rate with its counts, so that it can be recounted."""
    kept = rate(rows, clock.today())
    if kept.share is None:
        return ""
    told = _("Kept in time: %(share)s. Of %(due)s that fell due in two years, %(in_time)s in time, %(after)s later.")
    return told % {
        "share": formats.percent(kept.share), "due": kept.due, "in_time": kept.in_time, "after": kept.after,
    }  # fmt: skip


def crumbs_of_promise(found: Obligation) -> list[Crumb]:
    return [
        Crumb(_("Promises"), reverse("meetings:obligations")),
        Crumb(found.meeting.reference, found.meeting.get_absolute_url()),
        Crumb(found.debtor.name),
    ]


def facts_of_promise(found: Obligation) -> list[Fact]:
    by = _("by %(day)s") % {"day": formats.day(found.due_on)} if found.due_on else _("without a date")
    facts = [Fact(found.debtor.name, "body"), Fact(by, "cal")]
    return [*facts, Fact(formats.dirhams(found.amount), "money")] if found.amount else facts


def acts_of_promise(found: Obligation, may: Permissions) -> list[Act]:
    if found.meeting.state == MeetingState.HELD and Permission.MEETING_EDIT in may:
        return [
            Act(_("Correct the promise"), _url("correct", found.pk), "edit"),
            Act(_("It is no promise"), _url("unmark", found.pk), "no", post=True, danger=True),
        ]
    settled = found.done_on or found.replaced_by_id
    if settled or found.meeting.state not in STANDING or Permission.OBLIGATION_SETTLE not in may:
        return []
    return [
        Act(_("The promise is kept"), _url("kept", found.pk), "check"),
        Act(_("Replaced by a later promise"), _url("replace", found.pk), "edit"),
    ]


def calls_of_promise(found: Obligation, may: Permissions) -> list[Call]:
    """What receipts prove waits for a person; a late promise says since when."""
    if found.meeting.state in STANDING and (cover := covered([found]).get(found.pk)):
        act = None
        if Permission.OBLIGATION_SETTLE in may:
            act = Act(_("Confirm that it is kept"), _url("kept", found.pk))
        told = _("%(amount)s received by %(day)s.")
        said = told % {"amount": formats.dirhams(cover.amount), "day": formats.day(cover.on)}
        return [Call(_("Receipts cover this promise."), said, "", act)]
    if found.due_on and today_of(found) == ObligationState.LATE:
        days = (clock.today() - found.due_on).days
        said = ngettext("Late since %(days)s day", "Late since %(days)s days", days) % {"days": days}
        return [Call(said, _("It stands on the agenda of the next meeting."), "bad")]
    return []


def proof_proposed(found: Obligation) -> dict[str, Any]:
    cover = covered([found]).get(found.pk)
    if cover is None:
        return {}
    return {"done_on": cover.on, "proof": _("Receipts: %(lines)s") % {"lines": formats.listed(cover.lines)}}


# ── Series ──────────────────────────────────────────────────────────────────


def facts_of_series(found: Series) -> list[Fact]:
    told = ngettext("%(n)s meeting", "%(n)s meetings", found.last) % {"n": found.last}
    facts = [Fact(found.get_kind_display(), "people"), Fact(found.place.name, "pin"), Fact(told, "cal")]
    return [*facts, Fact(found.agreement.name, "doc")] if found.agreement else facts


def acts_of_series(found: Series, may: Permissions) -> list[Act]:
    if Permission.MEETING_EDIT not in may:
        return []
    acts = [Act(_("Plan the next meeting"), f"{reverse('meetings:plan')}?series={found.pk}", "plus")]
    if found.kind in (*OF_AGREEMENTS, SeriesKind.COMMISSION):
        acts.append(Act(_("Seat a member"), _url("add_member", found.pk), "people"))
    if found.kind == SeriesKind.COMMISSION:
        acts.append(Act(_("Annual report adopted"), _url("report", found.pk), "check"))
    return acts


def calls_of_series(found: Series) -> list[Call]:
    """What the decree asks of a commission and is not there yet: a warning, nothing is blocked."""
    if found.kind != SeriesKind.COMMISSION:
        return []
    today = clock.today()
    wanted = parameter("commission_meetings", on=today, owner=found.owner)
    [duty] = duties(Series.objects.filter(pk=found.pk), today, wanted)
    missing = []
    if duty.held < duty.wanted:
        told = _("%(held)s of %(wanted)s meetings held in %(year)s.")
        missing.append(told % {"held": duty.held, "wanted": duty.wanted, "year": duty.year})
    if not duty.reported:
        told = _("The annual report of %(year)s is to be adopted before the end of November.")
        missing.append(told % {"year": duty.year})
    return [Call(_("What the decree asks of this year"), " ".join(missing), "warn")] if missing else []
