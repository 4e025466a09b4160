"""Money is proposed neither on a promise that nobody voted nor signed, nor on a later year that the line does not
name; who knows better receives it by hand, warned."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment, Step
from takwin.directory.models import Body, Place
from takwin.treasury.actions import receive
from takwin.treasury.enums import BankVerdict
from takwin.treasury.matching import proposals
from takwin.treasury.models import BankLine, PaymentOrder, Receipt
from takwin.treasury.statements.actions import confirm_line, import_statement, propose
from tests.factories.agreements import make_agreement, make_instalment, make_party, make_vote
from tests.factories.treasury import make_line, make_statement

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
LATER = ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00")


@pytest.fixture
def bring(region: Body, accountant: User) -> Any:
    """The one credit of a statement of March 2026, from a commune for ``what``."""

    def act(payer: Body, amount: str = "10000.00", what: str = "FORMATION 2026") -> BankLine:
        row = ("02/03/2026", f"VIR RECU COMMUNE {payer.place.name_fr} {what}", amount)  # type: ignore[union-attr]
        data, name = make_statement(region, [row, LATER])
        return import_statement(data, name, owner=region, by=accountant).lines.get(amount__gt=0)

    return act


@pytest.fixture
def promise(instalment: Instalment) -> Instalment:
    """Ten thousand dirhams of 2026 that the commune has neither voted nor signed."""
    Step.objects.all().delete()
    return instalment


def codes(line: BankLine) -> list[str]:
    return [code for code, _facts in line.reasons]


def test_a_line_is_not_proposed_on_what_its_payer_has_neither_voted_nor_signed(promise: Instalment, bring: Any) -> None:
    line = bring(promise.payer)
    assert (line.verdict, line.proposal, line.payer) == (BankVerdict.UNMATCHED, [], promise.payer)
    assert codes(line) == ["name", "no_base"]
    make_vote(promise.commitment.party)
    propose(promise.beneficiary)
    line.refresh_from_db()
    assert line.proposal == [[promise.pk, "10000.00"]]


def test_an_announced_order_makes_no_proposal_of_a_promise(
    promise: Instalment, bring: Any, accountant: User, region: Body
) -> None:
    told = {"ordered_on": "2026-02-20", "amount": promise.amount, "declared_at": "2026-02-20T10:00Z"}
    PaymentOrder.objects.create(instalment=promise, number="77", declared_by=accountant, **told)
    data, name = make_statement(region, [("02/03/2026", "VIR MANDAT N° 77/2026", "10000.00"), LATER])
    line = import_statement(data, name, owner=region, by=accountant).lines.get(amount__gt=0)
    assert line.proposal == []


def test_what_is_due_is_proposed_beside_a_promise_of_the_very_amount(
    instalment: Instalment, province: Place, bring: Any
) -> None:
    draft = make_party(make_agreement(instalment.beneficiary, province), instalment.payer)
    make_instalment(draft, "4000.00", year=2025, due_on="2025-06-30")
    Step.objects.filter(party=draft).delete()
    line = bring(instalment.payer, "4000.00", what="FORMATION")
    assert (line.verdict, line.proposal) == (BankVerdict.PROPOSED, [[instalment.pk, "4000.00"]])
    assert codes(line) == ["name", "part", "no_base"]


@pytest.mark.parametrize(
    ("what", "is_proposed"), [("FORMATION", False), ("FORMATION 2026", False), ("FORMATION 2027", True)]
)
def test_a_later_year_is_proposed_only_when_the_label_names_it(
    what: str, is_proposed: bool, due: Any, commune: Body, bring: Any
) -> None:
    later = due(commune, year=2027, due_on="2027-06-30")
    line = bring(commune, what=what)
    assert line.proposal == ([[later.pk, "10000.00"]] if is_proposed else [])
    assert ("later_year" in codes(line)) != is_proposed


def test_a_proposal_whose_vote_was_withdrawn_since_is_not_confirmed(
    instalment: Instalment, bring: Any, accountant: User
) -> None:
    line = bring(instalment.payer)
    Step.objects.all().delete()
    with pytest.raises(ValidationError, match="neither voted nor signed"):
        confirm_line(line, by=accountant)
    line.refresh_from_db()
    assert (line.account_line, Receipt.objects.count()) == (None, 0)


def test_by_hand_a_promise_and_a_later_year_are_received_with_a_warning_and_are_never_filled_in(
    as_user: AsUser, promise: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    line = make_line(region, label=f"COMMUNE {commune.name_fr}")
    [found] = proposals(line)
    assert (found.same_amount, found.is_sure) == (True, False)
    page = as_user(accountant).get(reverse("treasury:receive", args=[line.pk])).content.decode()
    assert "Neither voted nor signed by its payer" in page
    receive(line, {promise: Decimal(10000)}, by=accountant)
    make_vote(promise.commitment.party)
    due(commune, "50.00", year=2027, due_on="2027-06-30")
    [later] = proposals(make_line(region, "50.00"))
    assert "later year" in later.warning
    [named] = proposals(make_line(region, "50.00", label="PART 2027"))
    assert named.warning == ""


def test_what_is_expected_comes_before_what_is_not(
    promise: Instalment, due: Any, region: Body, commune: Body, province: Any
) -> None:
    make_vote(promise.commitment.party)
    later = due(commune, year=2028, due_on="2028-06-30")
    expected = due(commune, "9000.00", year=2025, due_on="2026-12-31")
    found = [one.instalment for one in proposals(make_line(region, label=commune.name_fr))]
    assert found == [promise, expected, later]
