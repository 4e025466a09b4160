"""One transfer for several payers: proposed to each for its part, when their dues make its amount to the centime."""

from decimal import Decimal
from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body, Place
from takwin.treasury.enums import BankLineState, BankVerdict
from takwin.treasury.models import AccountLine, BankLine
from takwin.treasury.queries import received_of
from takwin.treasury.statements.actions import confirm_line, import_statement
from tests.factories.directory import make_body, make_commune
from tests.factories.treasury import make_line, make_receipt, make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(province: Place) -> Body:
    return make_body(place=make_commune(province, name_ar="أزرو", name_fr="Azrou"), name_ar="أزرو", name_fr="Azrou")


@pytest.fixture
def other(province: Place, due: Any, instalment: Instalment) -> Instalment:
    """Another commune that owes 11 670,66, beside the first that still owes 333,53."""
    place = make_commune(province, name_ar="تيكريكرة", name_fr="Tigrigra")
    line = make_line(instalment.beneficiary, "9666.47")
    make_receipt(instalment, line, amount=Decimal("9666.47"))
    return due(make_body(place=place, name_ar="تيكريكرة", name_fr="Tigrigra"), "11670.66")


@pytest.fixture
def bring(region: Body, accountant: User) -> Any:
    def act(label: str, amount: str = "12004.19") -> BankLine:
        data, name = make_statement(region, [("05/08/2026", label, amount), ("30/08/2026", "FRAIS", "-12.00")])
        return import_statement(data, name, owner=region, by=accountant).lines.get(amount__gt=0)

    return act


@pytest.mark.parametrize(
    "label",
    ["VIR COMMUNES AZROU ET TIGRIGRA 2026", "VIR CT TIGRIGRA / CT AZROU", "تحويل جماعتي أزرو وتيكريكرة برسم سنة 2026"],
)
def test_a_line_is_proposed_to_each_of_the_payers_it_names_whose_dues_make_its_amount(
    label: str, instalment: Instalment, other: Instalment, bring: Any, accountant: User
) -> None:
    line = bring(label)
    assert line.verdict == BankVerdict.PROPOSED
    assert sorted(line.proposal) == sorted([[instalment.pk, "333.53"], [other.pk, "11670.66"]])
    assert [code for code, _facts in line.reasons] == ["several_payers"]
    line = confirm_line(line, by=accountant)
    assert (line.state, received_of(instalment), received_of(other)) == (BankLineState.RECEIVED, 10000, other.amount)
    assert AccountLine.objects.get(bank_line=line).credit_of is None


def test_an_amount_that_they_do_not_make_together_is_not_shared(
    instalment: Instalment, other: Instalment, bring: Any
) -> None:
    line = bring("VIR COMMUNES AZROU ET TIGRIGRA 2026", "12004.20")
    assert "several_payers" not in [code for code, _facts in line.reasons]


def test_an_amount_that_is_all_of_one_of_them_is_its_own(instalment: Instalment, other: Instalment, bring: Any) -> None:
    line = bring("VIR COMMUNES AZROU ET TIGRIGRA 2026", "11670.66")
    assert line.proposal == [[other.pk, "11670.66"]]
