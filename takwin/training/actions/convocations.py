"""Convene the enrolled, have the convocations delivered by the authority, tell that a session is given up.

These are long works: letters are written some at a time, each portion a transaction of its own under the locks of its
enrolments, so that doing them again, or twice at once, sends nothing twice.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.queries import in_paper_order
from takwin.core.amounts import Language
from takwin.core.later import progress
from takwin.core.refused import refused, worded
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.actions import Content, issue_paper, issue_papers
from takwin.documents.enums import KeyUse, PaperKind
from takwin.documents.keys import Signer, signer
from takwin.documents.models import Paper
from takwin.journal.actions import record, target_of
from takwin.letters.actions import Sending, next_number, next_numbers, open_personal_links, send_letter, send_letters
from takwin.training import papers
from takwin.training.actions.locks import locked_open
from takwin.training.actions.motives import motivated
from takwin.training.actions.telling import tell_by_the_same_channels
from takwin.training.enums import EnrolmentState, SessionState
from takwin.training.messages import Said, said_of
from takwin.training.models import Convocation, Enrolment, TrainingSession
from takwin.training.queries import unanswered_gaps

Head = tuple[papers.Sender, dict[str, Any]]
PORTION = 20  # letters written in one transaction
PERSON = ("person__user", "body", "office", "session__register")


@transaction.atomic
def allow_convening(session: TrainingSession, *, motive: str = "", by: User | None) -> TrainingSession:
    """Check that each half-day says where and what is taught; going on without needs a motive, kept and given once."""
    session = locked_open(session)
    gaps = unanswered_gaps(session)
    motivated(gaps, motive)
    if gaps:
        worded(session, programme_motive=motive)
        session.save(update_fields=["programme_motive"])
        record("session.gaps_answered", session, by=by, gaps=len(gaps))
    return session


def send_convocations(session: TrainingSession, *, by: User | None) -> int:
    """Convene each enrolled person who is not yet convened to the present days, then write to the authorities.

    The session must be confirmed, or postponed (the new days are told at once), and its programme whole unless a
    motive says why not. Returns how many were convened; the
    letter to each governor names those whom no such letter has named. Reports its progress.
    """
    session = TrainingSession.objects.select_related(
        "topic", "place", "owner__place", "host", "register", "action__programme"
    ).get(pk=session.pk)
    if session.state not in (SessionState.CONFIRMED, SessionState.POSTPONED):
        raise ValidationError(_("Convocations are sent once the session is confirmed, and before it is held."))
    if gaps := unanswered_gaps(session):
        raise ValidationError(
            [*gaps, _("Say it in the programme by half-day, or write why people are convened without.")]
        )
    waiting = list(_to_convene(session))
    progress(0, len(waiting) + 1)
    hand = signer(KeyUse.PRESENCE)
    sender, box, told = papers.sender_of(session), papers.session_facts(session), said_of(session)
    heads: dict[Language, Head] = {
        "ar": (sender, box),
        "fr": (papers.sender_of(session, "fr"), papers.session_facts(session, "fr")),
    }
    for done in range(0, len(waiting), PORTION):
        _convene(session, waiting[done : done + PORTION], heads, told, hand, by=by)
        progress(min(done + PORTION, len(waiting)), len(waiting) + 1)
    letters = _write_to_authorities(session, sender, box, by)
    progress(len(waiting) + 1, len(waiting) + 1)
    if waiting or letters:
        record("session.convened", session, by=by, people=len(waiting), letters=letters)
    if session.round:
        tell_by_the_same_channels(session, by=by)
    return len(waiting)


def _to_convene(session: TrainingSession) -> QuerySet[Enrolment]:
    """Not those who came uninvited: they are there."""
    lines = session.enrolments.filter(state=EnrolmentState.ENROLLED, walk_in=False)
    lines = lines.exclude(convocations__rank=session.round)
    return lines.select_related("person", "body", "session__register").order_by("body__sort_ar", "nominated_at", "pk")


@transaction.atomic
def _convene(
    session: TrainingSession,
    waiting: Sequence[Enrolment],
    heads: dict[Language, Head],
    told: dict[str, Said],
    hand: Signer,
    *,
    by: User | None,
) -> None:
    """A number, a link and a letter in his language for each. Of two works at once, the second finds them convened.

    Nobody is convened to days given up meanwhile: once a session is put off, another work tells its new days.
    """
    if locked_open(session).round != session.round:
        raise ValidationError(_("The days moved while people were being convened: the new days are told apart."))
    keys = [line.pk for line in waiting]
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related(*PERSON).filter(pk__in=keys)
    enrolled = [line for line in rows.order_by("pk") if line.state == EnrolmentState.ENROLLED]
    done = set(Convocation.objects.filter(enrolment__in=keys).values_list("enrolment", "rank"))  # once they are locked
    lines = [line for line in enrolled if (line.pk, line.session.round) not in done]
    lines.sort(key=lambda line: keys.index(line.pk))
    owner, contents = heads["ar"][0].owner, []
    links = open_personal_links([line.person for line in lines], by=by)
    for line, link, number in zip(lines, links, next_numbers(owner, len(lines)), strict=True):
        language = papers.language_of(line.person)
        sender, box = heads[language]
        facts = papers.convocation_facts(line, sender, number=number, box=box, link=link, hand=hand)
        contents.append(Content(number, "convocation", facts, line, language))
    issued = issue_papers(contents, owner=owner, kind=PaperKind.CONVOCATION, by=by)
    sent = (Sending(paper, line.person) for paper, line in zip(issued, lines, strict=True))
    letters = send_letters(sent, by=by)
    with refused(Convocation):
        Convocation.objects.bulk_create(
            Convocation(enrolment=line, letter=letter, rank=line.session.round, told=told)
            for line, letter in zip(lines, letters, strict=True)
        )


def _write_to_authorities(
    session: TrainingSession, sender: papers.Sender, box: dict[str, object], by: User | None
) -> int:
    """One letter to each governor concerned, naming whom no letter has named yet."""
    unlisted = Convocation.objects.filter(enrolment__session=session, rank=session.round, listed_in=None)
    concerned = set(unlisted.values_list("enrolment__body__place__province", "enrolment__body__place__region"))
    authorities = {authority_for(session, province or region) for province, region in concerned}
    in_order = sorted(authorities, key=lambda authority: authority.pk)
    return sum(_write_to(session, authority, sender, box, by=by) for authority in in_order)


def authority_for(session: TrainingSession, place_id: int | None) -> Body:
    """The State administration of a place; that of the session's own when the place has none."""
    found = Body.objects.filter(kind=BodyKind.STATE, place__in=[place_id, session.place_id])
    authority = min(found, key=lambda body: body.place_id != place_id, default=None)
    if authority is None:
        raise ValidationError(_("No State administration is recorded for %(place)s.") % {"place": session.place})
    return authority


@transaction.atomic
def _write_to(
    session: TrainingSession, authority: Body, sender: papers.Sender, box: dict[str, object], *, by: User | None
) -> int:
    """Under the session's lock, so that the same people are not listed twice."""
    locked_open(session)
    unlisted = Convocation.objects.filter(enrolment__session=session, rank=session.round, listed_in=None)
    named = [
        convocation
        for convocation in unlisted.select_related("letter__paper", "enrolment__person", "enrolment__body__place")
        if authority_for(session, place_key(convocation.enrolment.body)) == authority
    ]
    if not named:
        return 0
    order = {pk: n for n, pk in enumerate(in_paper_order(session.register).values_list("person", flat=True))}
    named.sort(key=lambda c: (order.get(c.enrolment.person_id, len(order)), c.pk))  # who left meanwhile comes last
    number = next_number(sender.owner)
    lines = [(convocation.enrolment, convocation.letter.paper.reference) for convocation in named]
    paper = issue_paper(
        owner=sender.owner,
        kind=PaperKind.GOVERNOR_LETTER,
        template="convocation",
        facts=papers.governor_facts(session, sender, authority, lines, number=number, box=box),
        subject=session,
        reference=number,
        by=by,
    )
    letter = send_letter(paper, body=authority, by=by)
    Convocation.objects.filter(pk__in=[convocation.pk for convocation in named]).update(listed_in=letter)
    return 1


def place_key(body: Body) -> int | None:
    return body.place.province_id or body.place.region_id


def tell_cancelled(session: TrainingSession, *, by: User | None) -> int:
    """Tell each person convened to the days given up, and each governor written to, that the session is cancelled.

    Whoever withdrew, or was withdrawn, had nothing left to come to: he is not written to.
    """
    session = TrainingSession.objects.select_related("topic", "place", "owner__place", "register").get(pk=session.pk)
    convened = Convocation.objects.filter(enrolment__session=session, rank=session.round)
    written = list(convened.select_related("enrolment__person", "listed_in__body").order_by("pk"))
    authorities = {line.listed_in.body for line in written if line.listed_in and line.listed_in.body}
    lines = [line for line in written if line.enrolment.state == EnrolmentState.ENROLLED]
    sender = papers.sender_of(session)
    for done, line in enumerate(lines):
        progress(done, len(lines) + len(authorities))
        _tell_person(session, line.enrolment, sender, by=by)
    for authority in authorities:
        _tell_authority(session, authority, sender, by=by)
    tell_by_the_same_channels(session, by=by)
    progress(len(lines) + len(authorities), len(lines) + len(authorities))
    return len(lines) + len(authorities)


def tell_left_out(session: TrainingSession, *, enrolments: Sequence[int], by: User | None) -> int:
    """Tell those who were convened to the days before, and are left out of the new ones, not to come.

    ``enrolments`` are theirs (primary keys): whoever withdrew before the session moved is not among them.
    """
    session = TrainingSession.objects.select_related("topic", "place", "owner__place", "register").get(pk=session.pk)
    lines = session.enrolments.filter(pk__in=enrolments, state=EnrolmentState.WITHDRAWN)
    sender = papers.sender_of(session)
    left_out = list(lines.select_related("person").order_by("pk"))
    for done, line in enumerate(left_out):
        progress(done, len(left_out))
        _tell_person(session, line, sender, by=by)
    return len(left_out)


@transaction.atomic
def _tell_person(session: TrainingSession, line: Enrolment, sender: papers.Sender, *, by: User | None) -> None:
    line = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=line.pk)
    told = Paper.objects.filter(kind=PaperKind.NOTICE, letters__person=line.person, subject=target_of(line))
    if told.exists():
        return
    recipient = papers.named(line.person)
    paper = _notice(session, sender, line, recipient=recipient, salutation=recipient.split(" ")[0], by=by)
    send_letter(paper, person=line.person, by=by)


@transaction.atomic
def _tell_authority(session: TrainingSession, authority: Body, sender: papers.Sender, *, by: User | None) -> None:
    TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    told = Paper.objects.filter(kind=PaperKind.NOTICE, letters__body=authority, subject=target_of(session))
    if told.exists():
        return
    recipient, salutation = papers.authority_addressee(authority)
    paper = _notice(session, sender, session, recipient=recipient, salutation=salutation, by=by)
    send_letter(paper, body=authority, by=by)


def _notice(
    session: TrainingSession,
    sender: papers.Sender,
    subject: TrainingSession | Enrolment,
    *,
    recipient: str,
    salutation: str,
    by: User | None,
) -> Paper:
    number = next_number(sender.owner)
    return issue_paper(
        owner=sender.owner,
        kind=PaperKind.NOTICE,
        template="notice",
        facts=papers.cancellation_facts(session, sender, number=number, recipient=recipient, salutation=salutation),
        subject=subject,
        reference=number,
        by=by,
    )
