"""Send letters, note their delivery, and open the personal link by which a person answers."""

import datetime as dt
import re
import secrets
from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.identifiers import western
from takwin.core.refused import refused
from takwin.directory.models import Body
from takwin.documents.actions import take_numbers
from takwin.documents.models import Paper
from takwin.journal.actions import record, record_each
from takwin.letters.codes import HASHER, ITERATIONS, code_of, is_code_of
from takwin.letters.models import Channel, Letter, PersonalLink
from takwin.letters.queries import ATTEMPTS, is_open
from takwin.people.models import Person

CODE = re.compile(r"\d{6}")
LINK_LASTS = dt.timedelta(days=180)


def next_number(owner: Body) -> str:
    """The next number of a body's register of outgoing letters: ``412/26``."""
    return next_numbers(owner, 1)[0]


def next_numbers(owner: Body, count: int) -> list[str]:
    year = clock.today().year
    return [f"{number}/{year % 100:02d}" for number in take_numbers(owner, "letters", year, count)]


@transaction.atomic
def send_letter(
    paper: Paper,
    *,
    person: Person | None = None,
    body: Body | None = None,
    channel: Channel = Channel.AUTHORITY,
    by: User | None,
) -> Letter:
    """Record that a numbered paper leaves for one addressee. Sending it again is another letter."""
    return send_letters([Sending(paper, person, body)], channel=channel, by=by)[0]


class Sending(NamedTuple):
    """A paper and to whom it goes: a person or a body."""

    paper: Paper
    person: Person | None = None
    body: Body | None = None


@transaction.atomic
def send_letters(sendings: Iterable[Sending], *, channel: Channel = Channel.AUTHORITY, by: User | None) -> list[Letter]:
    """The same for several at once, in two queries, their entries in the journal included."""
    now, several = clock.now(), list(sendings)
    if any(one.paper.cancelled_at for one in several):
        raise ValidationError(_("A cancelled paper is not sent."))
    with refused(Letter):
        letters = Letter.objects.bulk_create(
            Letter(paper=one.paper, person=one.person, body=one.body, channel=channel, sent_at=now, sent_by=by)
            for one in several
        )
    told = ((letter, {"paper": letter.paper_id, "channel": channel}) for letter in letters)
    record_each("letter.sent", told, by=by)
    return letters


@transaction.atomic
def mark_delivered(letter: Letter, *, by: User) -> Letter:
    """Note that the addressee has the letter. The row is locked: two clicks note it once."""
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.delivered_at:
        raise ValidationError(_("This letter is already marked as delivered."))
    letter.delivered_at = clock.now()
    letter.save(update_fields=["delivered_at"])
    record("letter.delivered", letter, by=by)
    return letter


@transaction.atomic
def open_personal_link(person: Person, *, by: User | None) -> tuple[PersonalLink, str]:
    """One more link and its code of six digits, which no table holds; the links of former letters stay good."""
    (link,) = open_personal_links([person], by=by)
    return link, code_of(link.token)


@transaction.atomic
def open_personal_links(people: Iterable[Person], *, by: User | None) -> list[PersonalLink]:
    """One more link for each of several people, in two queries, their entries in the journal included."""
    now = clock.now()
    with refused(PersonalLink):
        links = PersonalLink.objects.bulk_create(_new_link(person, now) for person in people)
    record_each("link.opened", ((link.person, {"link": link.pk}) for link in links), by=by)
    return links


def _new_link(person: Person, now: dt.datetime) -> PersonalLink:
    token = secrets.token_urlsafe(16)
    digest = HASHER.encode(code_of(token), secrets.token_hex(8), ITERATIONS)
    return PersonalLink(person=person, token=token, code_digest=digest, made_at=now, expires_at=now + LINK_LASTS)


@transaction.atomic
def end_personal_links(person: Person, *, by: User) -> int:
    """Shut every link of the person at once, and say how many: an officer replaces what was lost or told to others.

    The rows are locked, so that each link is ended and journalled once.
    """
    links = person.links.select_for_update(of=("self",)).filter(ended_at=None)
    for link in links:
        link.ended_at = clock.now()
        link.save(update_fields=["ended_at"])
        record("link.ended", person, by=by, link=link.pk)
    return len(links)


def enter(link: PersonalLink, code: str) -> PersonalLink:
    """Let the person in with his code, or say how many tries are left. What is not six digits is no try.

    A wrong code is counted whatever follows, so it is committed before it is refused. The row is locked: codes tried
    side by side are counted one by one.
    """
    if not CODE.fullmatch("".join(western(code).split())):
        raise ValidationError(_("A code has six digits, as printed on your letter."))
    with transaction.atomic():
        link = PersonalLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        was_open = is_open(link)
        right = was_open and is_code_of(link, code)
        if was_open:
            _count(link, right=right)
    if right:
        return link
    if not is_open(link):
        raise ValidationError(_("This link is shut. Ask the office that wrote to you for a new one."))
    left = ATTEMPTS - link.failures
    raise ValidationError(
        ngettext(
            "This is not the code. %(left)s try left.", "This is not the code. %(left)s tries left.", left
        ) % {"left": left}
    )  # fmt: skip


def _count(link: PersonalLink, *, right: bool) -> None:
    """The right code forgives the wrong ones before it."""
    link.failures = 0 if right else link.failures + 1
    link.save(update_fields=["failures"])
    if right:
        record("link.entered", link.person, by=None, link=link.pk)
    elif link.failures >= ATTEMPTS:
        record("link.shut", link.person, by=None, link=link.pk)
