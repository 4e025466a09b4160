"""A statement imported by mistake is taken back as a whole, as long as nothing was said of its lines."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from takwin.treasury.models import BankLine, BankStatement
from takwin.treasury.statements.actions import import_statement, put_aside
from takwin.treasury.statements.taking_back import take_back_import
from tests.factories.directory import make_region
from tests.factories.rights import officer_of
from tests.factories.treasury import make_statement
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
FIRST, SECOND, THIRD = (
    ("05/03/2026", "VERSEMENT ESPECES GUICHET 8", "700.00"),
    ("06/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00"),
    ("09/03/2026", "ANNULATION VERSEMENT ESPECES GUICHET 8", "-700.00"),
)


@pytest.fixture
def bring(instalment: Instalment, region: Body, accountant: User) -> Any:
    def act(*rows: tuple[str, str, str]) -> BankStatement:
        data, name = make_statement(region, list(rows))
        return import_statement(data, name, owner=region, by=accountant)

    return act


def test_an_import_is_taken_back_whole_told_in_the_journal_and_imported_again(
    as_user: AsUser, bring: Any, accountant: User
) -> None:
    client, statement = as_user(accountant), bring(FIRST, SECOND)
    url = reverse("treasury:take_back_import", args=[statement.pk])
    assert reverse("treasury:bank_statements") in client.get(reverse("treasury:bank")).content.decode()
    assert url in client.get(reverse("treasury:bank_statements")).content.decode()
    assert "2 lines of the statement" in client.get(url).content.decode()
    assert "The import is taken back" in client.post(url, follow=True).content.decode()
    assert not BankStatement.objects.exists()
    assert not BankLine.objects.exists()
    assert Entry.objects.filter(verb="account.import_taken_back").count() == 1
    assert client.post(url).status_code == 404
    assert bring(FIRST, SECOND).lines.count() == 2


def test_once_a_line_is_settled_it_is_not_taken_back_and_nothing_is_removed(
    as_user: AsUser, bring: Any, accountant: User
) -> None:
    statement = bring(FIRST, SECOND)
    put_aside(statement.lines.get(amount__lt=0), motive="charges", by=accountant)
    url = reverse("treasury:take_back_import", args=[statement.pk])
    assert url not in as_user(accountant).get(reverse("treasury:bank_statements")).content.decode()
    answer = as_user(accountant).post(url)
    assert (answer.status_code, BankLine.objects.count()) == (422, 2)
    assert "1 of its lines is already settled" in answer.content.decode()


def test_what_a_later_statement_counts_on_is_taken_back_after_it(bring: Any, accountant: User) -> None:
    first, later = bring(FIRST, SECOND), bring(FIRST, SECOND, THIRD)
    with pytest.raises(ValidationError, match="take that one back first"):
        take_back_import(first, by=accountant)
    take_back_import(later, by=accountant)
    take_back_import(first, by=accountant)
    assert not BankLine.objects.exists()


def test_a_line_that_was_proposed_to_be_undone_by_it_is_proposed_anew(bring: Any, accountant: User) -> None:
    credit = bring(FIRST).lines.get()
    debit = bring(THIRD)
    credit.refresh_from_db()
    assert credit.proposed_pair_id
    take_back_import(debit, by=accountant)
    credit.refresh_from_db()
    assert credit.proposed_pair_id is None


def test_a_neighbour_neither_sees_nor_takes_back_the_import(as_user: AsUser, bring: Any) -> None:
    statement, stranger = bring(FIRST), officer_of(make_region(), Role.FINANCE_OFFICER)
    assert as_user(stranger).post(reverse("treasury:take_back_import", args=[statement.pk])).status_code == 404
    assert "releve.csv" not in as_user(stranger).get(reverse("treasury:bank_statements")).content.decode()
    assert BankStatement.objects.exists()


def test_the_list_asks_the_same_queries_for_one_statement_and_for_three(
    as_user: AsUser, bring: Any, accountant: User
) -> None:
    client, url = as_user(accountant), reverse("treasury:bank_statements")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    bring(FIRST)
    asked()
    one = asked()
    bring(SECOND)
    bring(THIRD)
    assert asked() == one


@pytest.mark.django_db(transaction=True)
def test_an_import_taken_back_by_several_at_once_is_taken_back_once(bring: Any, accountant: User) -> None:
    statement = bring(FIRST)
    said = at_once(*[lambda: take_back_import(statement, by=accountant)] * 4)
    assert sorted(map(str, refusals(said))) == ["This import is already taken back."] * 3
    assert Entry.objects.filter(verb="account.import_taken_back").count() == 1
