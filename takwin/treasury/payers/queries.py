"""What lies behind a contribution: the vote that promised it, the letters that asked for it, who keeps the account."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from takwin.accounts.models import User
from takwin.agreements.enums import StepKind
from takwin.agreements.models import Instalment, Step
from takwin.core import clock
from takwin.core.text import folded
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.rights.enums import GRANTS, Permission
from takwin.rights.models import Appointment
from takwin.rights.queries import allowed
from takwin.treasury.models import FundsRequest

HOMONYMS = (BodyKind.COMMUNE, BodyKind.BOROUGH)  # several bear one name: a label says which province


def own_payers(user: User) -> QuerySet[Body]:
    """The bodies in whose name ``user`` declares payment orders and that owe, or owed, something."""
    owing = Instalment.objects.order_by().values("payer")
    return allowed(Body.objects, user, Permission.AGREEMENT_DECLARE).filter(pk__in=owing)


def votes_of(parties: Iterable[int]) -> dict[int, Step]:
    """The vote that stands for each party, with its act."""
    votes = Step.objects.filter(party__in=set(parties), kind=StepKind.VOTE, withdrawn_at=None)
    return {vote.party_id: vote for vote in votes.select_related("act")}


def awaiting_visa(parties: Iterable[int]) -> set[int]:
    """The parties whose deliberation stands and has not had its visa yet: it is a base to ask on, and a letter says
    that it awaits it. Whoever has signed had it."""
    steps = Step.objects.filter(party__in=set(parties), withdrawn_at=None)
    seen = steps.filter(kind__in=[StepKind.VISA, StepKind.SIGNATURE], confirmed_at__isnull=False)
    return set(steps.filter(kind=StepKind.VOTE).exclude(party__in=seen.values("party")).values_list("party", flat=True))


def letters_of(instalments: Iterable[int]) -> dict[int, list[FundsRequest]]:
    """The letters that asked for each contribution, the first before its reminders."""
    found: dict[int, list[FundsRequest]] = defaultdict(list)
    written = FundsRequest.objects.filter(instalment__in=set(instalments)).select_related("paper")
    for letter in written.order_by("rank"):
        found[letter.instalment_id].append(letter)
    return found


def keepers_of(owner: Body, on: dt.date | None = None) -> list[User]:
    """Who requests and receives for a body on a day, by an appointment over it or over its region."""
    day = on or clock.today()
    roles = [role for role, granted in GRANTS.items() if Permission.TREASURY_REQUEST in granted]
    above = Place.objects.filter(Q(pk__in=[owner.place_id, owner.place.region_id or 0]) | Q(level=Level.KINGDOM))
    held = Appointment.objects.filter(Q(body=owner) | Q(place__in=above), role__in=roles, user__is_active=True)
    found = held.select_related("user", "delegated_from").order_by("user__sort_ar", "pk")
    return list({one.user_id: one.user for one in found if one.holds_on(day)}.values())


def label_of(instalment: Instalment) -> str:
    """What the payer writes on its payment order, in the letters banks carry: the statement's reader knows its payer
    by it, and its year, even among communes of one name."""
    payer = instalment.payer
    said = ["contribution", str(instalment.year), folded(payer.name_fr.replace("’", "'"))]
    if payer.kind in HOMONYMS and payer.place.province:
        said += ["province", folded(payer.place.province.name_fr.replace("’", "'"))]
    return " ".join(said).upper()
