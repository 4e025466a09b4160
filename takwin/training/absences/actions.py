"""Write to the councils about their absent, and again when presence was corrected since."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.refused import refused
from takwin.documents.actions import cancel_paper, issue_paper
from takwin.documents.enums import PaperKind
from takwin.journal.actions import record
from takwin.letters.actions import next_number, send_letter
from takwin.programmes.queries.entitlement import entitlements, members_with_days
from takwin.training.absences.papers import absence_facts
from takwin.training.absences.queries import CouncilAbsent, absences_of, sessions_to_come, still_open_to
from takwin.training.actions.convocations import authority_for, place_key
from takwin.training.actions.locks import locked
from takwin.training.at_risk.queries import Offer
from takwin.training.enums import SessionState
from takwin.training.models import AbsenceLetter, TrainingSession
from takwin.training.papers import Sender, sender_of


@transaction.atomic
def write_to_absent(session: TrainingSession, *, by: User) -> int:
    """Write a numbered letter to the president of each council that had people absent without excuse; how many left.

    A council already told what the ledger says is not written to again. Where presence was corrected since, the letter
    is cancelled and another replaces it, or takes it back when nobody is absent any more. The session is locked: two
    officers at once write once.
    """
    session = locked(session)
    if session.state != SessionState.CLOSED:
        raise ValidationError(_("The absent are written to once the session is closed."))
    councils = [council for council in absences_of([session])[session.pk] if council.is_to_write]
    if not councils:
        raise ValidationError(_("There is nobody left to write to: each council knows its absent."))
    sender, sessions, today = sender_of(session), sessions_to_come(by), clock.today()
    absent = [one.line.person for council in councils for one in council.absent]
    members = members_with_days(today).filter(person__in=absent, body__in=[council.body for council in councils])
    remaining = {(owed.office.body_id, owed.person.pk): owed.remaining for owed in entitlements(members, today)}
    for council in councils:
        _write(council, sender, sessions, remaining, by=by)
    people = sum(len(council.absent) for council in councils)
    replaced = sum(council.is_corrected for council in councils)
    record("session.absent_told", session, by=by, letters=len(councils), people=people, replaced=replaced)
    return len(councils)


def _write(
    council: CouncilAbsent,
    sender: Sender,
    sessions: Sequence[Offer],
    remaining: Mapping[tuple[int, int], int],
    *,
    by: User,
) -> AbsenceLetter:
    session, body = council.session, council.body
    if council.letter:
        cancel_paper(council.letter.letter.paper, by=by)
    number = next_number(sender.owner)
    paper = issue_paper(
        owner=sender.owner,
        kind=PaperKind.ABSENCE_LETTER,
        template="notice",
        facts=absence_facts(
            council,
            sender,
            number=number,
            authority=authority_for(session, place_key(body)),
            offers=still_open_to(body, session, sessions),
            remaining={person: owed for (council_id, person), owed in remaining.items() if council_id == body.pk},
        ),
        subject=session,
        reference=number,
        by=by,
    )
    letter = send_letter(paper, body=body, by=by)
    rank = council.letter.rank + 1 if council.letter else 1
    with refused(AbsenceLetter):
        return AbsenceLetter.objects.create(session=session, body=body, letter=letter, rank=rank, told=council.told)
