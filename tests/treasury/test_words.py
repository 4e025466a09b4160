"""Reminders and payment statements in the office's own words."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.serving import pdf_of
from takwin.documents.wording.actions import write_wording
from takwin.documents.wording.letters import LETTERS
from takwin.rights.enums import Role
from takwin.treasury import actions
from takwin.treasury.papers import payment_statement_facts
from tests.documents.reading import plain, seen_in, text_of
from tests.factories.directory import make_body
from tests.factories.rights import officer_of, user_as
from tests.factories.treasury import letters_went, make_line

pytestmark = pytest.mark.django_db
REMINDER = LETTERS["reminder"]


def say(region: Body, demand: str, by: User) -> None:
    texts = {part.name: part.ar for part in REMINDER.parts} | {"demand": demand}
    write_wording(region, REMINDER, "ar", texts=texts, by=by)


def test_a_reminder_says_what_the_office_writes_and_the_first_letter_does_not(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    say(region, "نلتمس أداء {amount} أي {amount_in_words}.", accountant)
    first = actions.request_funds(instalment, by=accountant)
    letters_went(1, instalment)
    again = actions.request_funds(instalment, by=accountant)
    assert first.paper is not None
    assert again.paper is not None
    assert (first.paper.template, again.paper.template) == ("funds-request", "reminder")
    assert again.paper.facts["words"]["demand"] == ["نلتمس أداء 10.000\xa0درهم أي عشرة آلاف درهم."]
    assert plain("عشرة آلاف درهم") in text_of(pdf_of(again.paper))


def test_a_reminder_issued_keeps_the_words_it_was_made_with(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    say(region, "الصيغة الأولى {amount}", accountant)
    actions.request_funds(instalment, by=accountant)
    letters_went(2, instalment)
    paper = actions.request_funds(instalment, by=accountant).paper
    assert paper is not None
    before = pdf_of(paper)
    say(region, "الصيغة الثانية {amount}", accountant)
    assert pdf_of(paper) == before
    letters_went(1, instalment)
    after = actions.request_funds(instalment, by=accountant).paper
    assert after is not None
    assert (paper.facts["words"]["version"], after.facts["words"]["version"]) == (1, 2)


def test_a_payment_statement_sums_what_was_paid_and_what_is_left(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    actions.receive(make_line(region, "4000.00"), {instalment: Decimal("4000.00")}, by=accountant)
    facts = payment_statement_facts(region, instalment.payer)
    assert facts["total"] == {"promised": "10000.00", "received": "4000.00", "owed": "6000.00"}
    assert "أربعة آلاف درهم" in str(facts["words"])


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_a_payer_prints_its_own_statement_and_a_neighbour_does_not(
    instalment: Instalment, as_user: Callable[..., Client], lang: str
) -> None:
    address = reverse("treasury:payment_statement", args=[instalment.payer.pk])
    mine = as_user(user_as(Role.COMMUNE, body=instalment.payer)).get(address, {"lang": lang})
    assert mine["Content-Type"] == "application/pdf"
    assert "10.000,00" in seen_in(mine.content) or "10000,00" in seen_in(mine.content)
    other = officer_of(make_body(BodyKind.REGION).place)
    assert as_user(other).get(address).status_code == 404
