"""What the treasury refuses of a body, and of a paper that came: open debts, words that belie figures, false keys."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.actions import write_off
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.core.amounts import in_words
from takwin.directory.actions import correct_body
from takwin.directory.models import Body
from takwin.treasury.actions import declare_order
from takwin.treasury.models import PaymentOrder
from takwin.treasury.queries import with_money
from takwin.treasury.shown import Contribution
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.rights import officer_of
from tests.factories.treasury import make_receipt

pytestmark = pytest.mark.django_db


def end(body: Body, by: User) -> Body:
    return correct_body(body, ends_on=clock.today(), by=by)


def test_a_body_that_owes_is_not_ended_until_it_has_paid(
    instalment: Instalment, commune: Body, accountant: User
) -> None:
    with pytest.raises(ValidationError, match="still owes") as refusal:
        end(commune, accountant)
    assert list(refusal.value.message_dict) == ["ends_on"]
    commune.refresh_from_db()
    assert commune.ends_on is None
    make_receipt(instalment)
    assert end(commune, accountant).ends_on == clock.today()


def test_the_screen_of_a_body_says_at_its_last_day_what_it_still_owes_and_keeps_nothing(
    as_user: Any, instalment: Instalment, commune: Body, region: Body
) -> None:
    client, address = as_user(officer_of(region.place)), reverse("territory:body_edit", args=[commune.pk])
    sent = {"name_ar": commune.name_ar, "name_fr": "Commune of another name", "starts_on": commune.starts_on or ""}
    answer = client.post(address, sent | {"ends_on": clock.today().isoformat()})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ends_on"])
    assert "still owes" in answer.content.decode()
    kept = Body.objects.get(pk=commune.pk)
    assert (kept.ends_on, kept.name_fr) == (None, commune.name_fr), "nothing half done"
    make_receipt(instalment)
    assert client.post(address, sent | {"ends_on": clock.today().isoformat()}).status_code == 302
    assert Body.objects.get(pk=commune.pk).ends_on == clock.today()


def test_a_body_that_is_owed_is_not_ended(instalment: Instalment, region: Body, accountant: User) -> None:
    with pytest.raises(ValidationError, match="is still owed"):
        end(region, accountant)


def test_what_was_written_off_keeps_no_body_from_ending(
    instalment: Instalment, commune: Body, accountant: User
) -> None:
    write_off(instalment, amount=instalment.amount, motive="dissoute", by=accountant)
    assert end(commune, accountant).ends_on == clock.today()


def test_a_neighbours_debt_keeps_no_body_from_ending(instalment: Instalment, accountant: User) -> None:
    other = make_party(make_agreement()).body
    assert end(other, accountant).ends_on == clock.today()


@pytest.mark.parametrize("language_of_words", ["ar", "fr"])
def test_an_order_whose_words_say_another_amount_is_refused(
    language_of_words: Any, instalment: Instalment, director: User
) -> None:
    told: dict[str, Any] = {"number": "M-7", "ordered_on": clock.today(), "amount": Decimal(4000), "by": director}
    with pytest.raises(ValidationError, match="The words do not say"):
        declare_order(instalment, words=in_words(Decimal(4500), language_of_words), **told)
    assert not PaymentOrder.objects.exists()
    declare_order(instalment, words=in_words(Decimal(4000), language_of_words), **told)


def test_the_screen_of_an_order_says_that_its_words_are_others(
    as_user: Any, instalment: Instalment, director: User
) -> None:
    sent = {"number": "M-7", "ordered_on": clock.today(), "amount": "4000", "words": "quatre mille cinq cents dirhams"}
    page = as_user(director).post(reverse("treasury:order", args=[instalment.pk]), sent)
    assert page.status_code == 422
    assert "The words do not say" in page.content.decode()


def test_a_rib_whose_key_is_false_is_refused_by_the_model_itself(commune: Body, accountant: User) -> None:
    with pytest.raises(ValidationError, match="does not fit the rest"):
        correct_body(commune, rib="350810000000000012345655", by=accountant)


def contribution(instalment: Instalment) -> Contribution:
    return Contribution.of(with_money(Instalment.objects.filter(pk=instalment.pk)).get(), clock.today())


def test_what_was_written_off_is_not_missing(instalment: Instalment, accountant: User) -> None:
    assert (contribution(instalment).missing, str(contribution(instalment).look.label)) == (10000, "overdue")
    write_off(instalment, amount=Decimal(4000), motive="dissoute", by=accountant)
    assert contribution(instalment).missing == 6000


def test_what_was_written_off_whole_is_neither_late_nor_received(instalment: Instalment, accountant: User) -> None:
    write_off(instalment, amount=instalment.amount, motive="dissoute", by=accountant)
    found = contribution(instalment)
    assert (found.missing, found.days_late, str(found.look.label)) == (0, 0, "written off")


def test_what_falls_due_within_the_month_is_due(commune: Body, region: Body) -> None:
    soon = make_instalment(make_party(make_agreement(region), commune), due_on=clock.today())
    assert str(contribution(soon).look.label) == "due"
