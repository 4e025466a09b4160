"""The head of a session's page: where it is, what is known of it, which steps are open to the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from takwin.attendance.models import RegisterHalfDay
from takwin.core import clock, formats
from takwin.core.later import last_refusal
from takwin.core.moves import may_move
from takwin.letters.models import Channel
from takwin.rights.enums import Permission
from takwin.training.actions.convocations import send_convocations
from takwin.training.actions.telling import channels_offered
from takwin.training.enums import EnrolmentState, Reply, SessionState
from takwin.training.messages import Message, whatsapp_link
from takwin.training.models import TrainingSession
from takwin.training.queries import Lacking, days_of, lacking
from takwin.ui.things import Act, Call, Fact, Step

Permissions = frozenset[Permission]
LEADING = [SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.HELD, SessionState.CLOSED]

Css = Literal["done", "here", "", "off"]


def door_for_walk_ins(half_day: RegisterHalfDay) -> str:
    """Where the roll of a session leads to add someone uninvited, as long as the half-day is not sealed."""
    session = TrainingSession.objects.filter(register=half_day.register_id).first()
    if session is None or half_day.sealed_at or clock.today() < session.starts_on:
        return ""
    return reverse("training:walk_in", args=[session.pk, half_day.pk])


@dataclass(frozen=True)
class Brief:
    """The figures of a session's head, in two queries; who came uninvited is among the enrolled, not to be convened."""

    enrolled: int
    uninvited: int
    waiting: int
    convened: int
    excused: int
    halves: int
    sealed: int
    today: object
    lacking: Lacking
    gaps: tuple[str, ...]

    @property
    def to_convene(self) -> int:
        return self.enrolled - self.uninvited - self.convened


def brief_of(session: TrainingSession) -> Brief:
    """Asked once for the head of the page and for its panels, which are given the same session."""
    kept: Brief | None = session.__dict__.get("_brief")
    if kept is None:
        kept = session.__dict__["_brief"] = _brief_of(session)
    return kept


def _brief_of(session: TrainingSession) -> Brief:
    enrolled = Q(state=EnrolmentState.ENROLLED)
    people = session.enrolments.aggregate(
        enrolled=Count("pk", filter=enrolled, distinct=True),
        uninvited=Count("pk", filter=enrolled & Q(walk_in=True), distinct=True),
        waiting=Count("pk", filter=Q(state=EnrolmentState.WAITING), distinct=True),
        convened=Count("pk", filter=enrolled & Q(walk_in=False, convocations__rank=session.round), distinct=True),
        excused=Count("pk", filter=enrolled & Q(reply=Reply.EXCUSED), distinct=True),
    )
    halves = session.register.half_days.aggregate(halves=Count("pk"), sealed=Count("sealed_at"))
    asked = session.state in (SessionState.TENTATIVE, SessionState.CONFIRMED)
    told = lacking(session) if asked else Lacking("", "", "")
    gaps = () if session.programme_motive else tuple(filter(None, told[:2]))
    return Brief(**people, **halves, today=clock.today(), lacking=told, gaps=gaps)


def facts_of(session: TrainingSession, brief: Brief) -> list[Fact]:
    seats = {"enrolled": formats.number(brief.enrolled), "seats": formats.number(session.seats)}
    return [
        Fact(formats.days(days_of(session)), "cal"),
        Fact(session.place.name, "pin"),
        Fact(_("%(enrolled)s enrolled of %(seats)s") % seats, "people"),
    ]


def path_of(session: TrainingSession, brief: Brief) -> list[Step]:
    """Planned, confirmed, convened, held, closed; a session put off or given up says so in place of what follows."""
    confirmed, begun = session.state in LEADING[1:], session.state in LEADING[2:]
    reached = {SessionState.TENTATIVE: 0, SessionState.CONFIRMED: 1, SessionState.HELD: 3, SessionState.CLOSED: 4}
    here = reached.get(SessionState(session.state), 0)
    if session.state == SessionState.CONFIRMED and brief.enrolled and not brief.to_convene:
        here = 2
    convened_note = _("%(n)s of %(all)s") % {"n": brief.convened, "all": brief.enrolled - brief.uninvited}
    notes = [
        "",
        formats.short_day(session.confirmed_at.astimezone(clock.CASABLANCA).date()) if session.confirmed_at else "",
        convened_note if confirmed else "",
        formats.short_days(days_of(session)),
        "",
    ]
    labels = [
        pgettext("step of a session", "Tentative"),
        pgettext("step of a session", "Confirmed"),
        pgettext("step of a session", "Convened"),
        pgettext("step of a session", "Held"),
        pgettext("step of a session", "Closed"),
    ]
    if session.state in (SessionState.POSTPONED, SessionState.CANCELLED):
        return [Step(labels[0], "", "done"), Step(session.get_state_display(), session.reason, "off")]
    marks: list[Css] = [_mark(n, here) for n in range(len(labels))]
    if session.state == SessionState.CLOSED:
        marks[here] = "done"
    if begun and not brief.convened:
        marks[2] = "off"
    return [Step(label, note, mark) for label, note, mark in zip(labels, notes, marks, strict=True)]


def _mark(n: int, here: int) -> Css:
    return "done" if n < here else "here" if n == here else ""


def acts_of(session: TrainingSession, brief: Brief, may: Permissions) -> list[Act]:
    """The steps open to the reader, the next one first."""
    acts = _next(session, brief, may) if Permission.SESSION_CONFIRM in may else []
    begun = session.starts_on <= clock.today()
    standing = session.state in (SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.POSTPONED)
    if Permission.PRESENCE_MARK in may and session.state in (SessionState.CONFIRMED, SessionState.HELD):
        roll = Act(_("Record presence"), session.register.get_absolute_url(), "roll")
        if begun:
            acts = [roll, *acts] if brief.sealed < brief.halves else [*acts, roll]
        acts.append(Act(_("Print the attendance sheet"), _url("sheet", session), "print"))
    if Permission.SESSION_NOMINATE in may and (standing or (session.is_open and Permission.SESSION_CONFIRM in may)):
        acts.append(Act(_("Nominate people"), _url("nominate", session), "people"))
    if Permission.SESSION_NOMINATE in may and brief.convened:
        acts += [
            Act(_("Follow the convocations"), _url("route", session), "pin"),
            Act(_("Messages to those convened"), _url("tell", session), "send"),
        ]
    if Permission.SESSION_EDIT in may and session.is_open:
        acts += [
            Act(_("Programme by half-day"), _url("programme", session), "cal"),
            Act(_("Seats by council"), _url("seats", session), "body"),
            Act(_("Correct the session"), _url("correct", session), "edit"),
        ]
    if Permission.SESSION_CONFIRM in may:
        if may_move(session, "postpone"):
            acts.append(Act(_("Postpone…"), _url("postpone", session), "clock"))
        if may_move(session, "cancel"):
            acts.append(Act(_("Cancel the session…"), _url("cancel", session), "no", danger=True))
    return acts


def _url(name: str, session: TrainingSession) -> str:
    return reverse(f"training:{name}", args=[session.pk])


def _next(session: TrainingSession, brief: Brief, may: Permissions) -> list[Act]:
    """What moves the session on, for whoever answers for it."""
    acts = []
    if may_move(session, "confirm"):
        acts.append(Act(_("Confirm the session"), _url("confirm", session), "check"))
    if session.state == SessionState.CONFIRMED:
        if brief.to_convene and not _is_over(session, brief):
            said = ngettext("Send %(n)s convocation", "Send %(n)s convocations", brief.to_convene)
            acts.append(Act(said % {"n": brief.to_convene}, _url("convene", session), "send", post=not brief.gaps))
        if session.starts_on <= clock.today():
            acts.append(Act(_("Note that it is being held"), _url("hold", session), "flag", post=True))
    if session.state == SessionState.HELD:
        left = brief.halves - brief.sealed
        said = ngettext("%(n)s half-day is not sealed yet", "%(n)s half-days are not sealed yet", left) % {"n": left}
        refused = said if left else ""
        close = Act(_("Close the session"), _url("close", session), "seal", post=not left, refused=refused)
        acts.append(close)
    return acts


def _is_over(session: TrainingSession, brief: Brief) -> bool:
    """Whether nobody can be convened any more: its days are past, or all its half-days sealed."""
    return session.ends_on < clock.today() or 0 < brief.halves == brief.sealed


def calls_of(session: TrainingSession, brief: Brief, may: Permissions) -> list[Call]:
    """The one thing to know before anything else."""
    if session.state in (SessionState.POSTPONED, SessionState.CANCELLED):
        tone = "bad" if session.state == SessionState.CANCELLED else "warn"
        return [Call(_("This session is %(state)s.") % {"state": session.get_state_display()}, session.reason, tone)]  # type: ignore[arg-type]
    if brief.excused and session.starts_on > clock.today() and Permission.SESSION_NOMINATE in may:
        said = ngettext("%(n)s person is excused.", "%(n)s people are excused.", brief.excused) % {"n": brief.excused}
        act = Act(_("Nominate people"), _url("nominate", session))
        return [Call(said, _("Withdraw them to give their seats to others."), "warn", act)]
    if brief.to_convene and Permission.SESSION_CONFIRM in may and (unsent := _unsent(session, brief)):
        return [unsent]
    if session.state == SessionState.TENTATIVE and brief.enrolled < session.minimum:
        told = {"enrolled": brief.enrolled, "minimum": session.minimum}
        return [Call(_("The minimum is not reached."), _("%(enrolled)s enrolled of at least %(minimum)s.") % told)]
    return []


def _unsent(session: TrainingSession, brief: Brief) -> Call | None:
    """People who were to be convened and are not: the sending failed, or the day came before it."""
    if session.state == SessionState.CONFIRMED and (why := last_refusal(send_convocations, session=session)):
        return Call(_("The convocations did not leave."), why, "bad")
    if session.state not in (SessionState.CONFIRMED, SessionState.HELD) or session.starts_on > clock.today():
        return None
    said = ngettext("%(n)s person is not convened.", "%(n)s people are not convened.", brief.to_convene)
    if session.state == SessionState.HELD or _is_over(session, brief):
        return Call(said % {"n": brief.to_convene}, "", "warn")
    text = _("Send the convocations before noting that it is being held: they leave no more afterwards.")
    return Call(said % {"n": brief.to_convene}, text, "warn")


@dataclass(frozen=True)
class ChannelCount:
    """How many people a channel reaches, how many were told by it what now holds, and what the gateway refused."""

    channel: Channel
    reached: int
    told: int
    failed: int

    @property
    def left(self) -> int:
        return self.reached - self.told


def channels_of(messages: Sequence[Message]) -> list[ChannelCount]:
    """The channels that send by themselves."""
    return [_count(channel, messages) for channel in channels_offered()]


def _count(channel: Channel, messages: Sequence[Message]) -> ChannelCount:
    reached = [one for one in messages if one.address(channel)]
    told = [one for one in reached if one.is_current and one.is_told(channel)]
    failed = [one for one in reached if one.is_refused(channel)]
    return ChannelCount(channel, len(reached), len(told), len(failed))


@dataclass(frozen=True)
class ReadyMessage:
    """The text for one person, ready to paste; the address that opens WhatsApp with it, and that which notes it."""

    message: Message
    url: str
    paste_url: str
    is_sent: bool


def ready_messages(messages: Sequence[Message], paste_urls: Sequence[str]) -> list[ReadyMessage]:
    """Those whose phone is not known have theirs to be read out."""
    return [
        ReadyMessage(
            one, whatsapp_link(one.person.phone, one.text) if one.person.phone else "", paste_url,
            one.is_told(Channel.WHATSAPP),
        )
        for one, paste_url in zip(messages, paste_urls, strict=True)
    ]  # fmt: skip
