"""An amount written in words is the one in figures: a text that says two is refused at the words, nothing is kept."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.enums import ClauseKind
from takwin.agreements.models import Agreement
from tests.factories.agreements import make_agreement
from tests.factories.directory import make_province
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    return make_agreement(place=make_province())


@pytest.fixture
def officer(agreement: Agreement) -> User:
    return officer_of(agreement.place.region)


@pytest.mark.parametrize("words", ["مائة وخمسون ألف درهم", "مئة وخمسين ألف درهم فقط", "cent cinquante mille dirhams"])
def test_an_amount_in_words_is_the_one_in_figures(agreement: Agreement, officer: User, words: str) -> None:
    terms = {"key": "3", "kind": ClauseKind.AMOUNT, "text_ar": "الكلفة", "amount_words": words, "by": officer}
    actions.write_clause(agreement, amount=Decimal(150_000), **terms)
    with pytest.raises(ValidationError, match="The words say"):
        actions.rewrite_clause(agreement, amount=Decimal(151_000), **terms)
    with pytest.raises(ValidationError, match="cannot be read"):
        actions.rewrite_clause(agreement, amount=Decimal(150_000), **terms | {"amount_words": "مبلغ كبير"})
    assert agreement.clauses.get().amount == 150_000


def test_the_screen_of_an_article_says_at_its_words_what_they_say_and_what_the_figures_say(
    as_user: Any, agreement: Agreement, officer: User
) -> None:
    url = reverse("agreements:clause", args=[agreement.pk])
    sent = {"key": "3", "kind": "amount", "text_ar": "الكلفة", "amount": "151000"}
    answer = as_user(officer).post(url, sent | {"amount_words": "مائة وخمسون ألف درهم"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["amount_words"])
    assert "The words say" in answer.content.decode()
    assert not agreement.clauses.exists()
    assert as_user(officer).post(url, sent | {"amount_words": "مائة وواحد وخمسون ألف درهم"}).status_code == 302
    assert agreement.clauses.get().amount == 151_000
