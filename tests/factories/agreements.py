"""Agreements, parties and instalments for tests."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from takwin.agreements.enums import StepKind
from takwin.agreements.models import Agreement, Clause, Commitment, Instalment, Party, Step
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.documents.enums import ActKind
from takwin.documents.models import Act
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_province

_numbers = count(1)


def make_agreement(owner: Body | None = None, place: Place | None = None, **facts: Any) -> Agreement:
    """An agreement from 2023 to the present year, without parties yet."""
    place = place or make_province()
    owner = owner or make_body(kind=BodyKind.REGION, place=place.region)
    defaults = {
        "reference": f"CV-23-{next(_numbers):03}",
        "name_ar": "اتفاقية تمويل برامج التكوين",
        "name_fr": "Convention de financement des formations",
        "first_year": 2023,
        "last_year": clock.today().year,
    }
    return Agreement.objects.create(owner=owner, place=place, **defaults | facts)


def make_party(agreement: Agreement | None = None, body: Body | None = None, **facts: Any) -> Party:
    agreement = agreement or make_agreement()
    return Party.objects.create(agreement=agreement, body=body or make_body(kind=BodyKind.COMMUNE), **facts)


def make_clause(agreement: Agreement | None = None, **facts: Any) -> Clause:
    """An article of text, by which an agreement says something."""
    facts = {"key": "1", "text_ar": "يلتزم الأطراف بتنفيذ هذه الاتفاقية"} | facts
    return Clause.objects.create(agreement=agreement or make_agreement(), **facts)


def make_instalment(party: Party | None = None, amount: str = "10000.00", **facts: Any) -> Instalment:
    """One instalment that is the whole of its commitment, due on 30 June 2026, which its payer has voted."""
    party = party or make_party()
    if not party.steps.exists():
        make_vote(party)
    facts = {"year": 2026, "due_on": dt.date(2026, 6, 30)} | facts
    commitment = Commitment.objects.create(party=party, year=facts["year"], amount=Decimal(amount))
    return Instalment.objects.create(
        commitment=commitment,
        payer=party.body,
        beneficiary=party.agreement.owner,
        amount=commitment.amount,
        **facts,
    )


def make_vote(party: Party, day: dt.date = dt.date(2023, 2, 7)) -> Step:
    """The deliberation by which a party promised, the base on which it is asked."""
    act, _made = Act.objects.get_or_create(
        body=party.body, kind=ActKind.DELIBERATION, number=f"{next(_numbers)}", taken_on=day
    )
    now = clock.now()
    return Step.objects.create(
        party=party,
        kind=StepKind.VOTE,
        done_on=day,
        act=act,
        declared_at=now,
        confirmed_at=now,
        confirmed_by=make_user(),
    )


def make_promise(party: Party | None = None, **facts: Any) -> Commitment:
    """Land, unless told otherwise: half a hectare, to be delivered by 30 June 2026."""
    facts = {
        "kind": "land", "what_ar": "قطعة أرضية", "quantity": Decimal(5000), "unit": "متر مربع", "year": 2026,
        "due_on": dt.date(2026, 6, 30),
    } | facts  # fmt: skip
    return Commitment.objects.create(party=party or make_party(), **facts)


def make_amendment(base: Agreement | None = None, **facts: Any) -> Agreement:
    """The first amendment of an agreement, without parties yet."""
    base = base or make_agreement()
    return make_agreement(base.owner, base.place, **{"kind": "amendment", "base": base, "rank": 1} | facts)
