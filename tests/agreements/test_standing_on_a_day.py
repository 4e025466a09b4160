"""What binds whom on any day, from the tables to the page: the reader chooses the day, and what it is compared with."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.models import Agreement
from takwin.agreements.queries.standing import instruments, standing_on
from takwin.directory.enums import BodyKind
from tests.agreements.slow_fold import slow
from tests.agreements.test_chains import SIGNED, YEAR, amended, drafted, sign
from tests.agreements.test_folding import told
from tests.factories.agreements import make_clause
from tests.factories.directory import make_body, make_province
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
BEFORE = dt.date(YEAR - 1, 3, 1)
FIRST, SECOND = "المادة كما وقعت أولا", "المادة كما عدلها الملحق"


@pytest.fixture
def officer() -> User:
    return officer_of(make_province().region)


@pytest.fixture
def agreement(officer: User) -> Agreement:
    """Signed a year ago; an amendment signed on the first of January replaces its article, and a party leaves by it."""
    found = drafted(officer, make_body(BodyKind.UNIVERSITY), make_body(BodyKind.ASSOCIATION))
    make_clause(found, key="1", text_ar=FIRST)
    amendment = amended(sign(found, officer, BEFORE), officer)
    make_clause(amendment, key="1", text_ar=SECOND)
    leaves = amendment.parties.get(body__kind=BodyKind.ASSOCIATION)
    actions.let_leave(leaves, by=officer)
    sign(amendment, officer)
    return found


def test_the_tables_say_what_a_clerk_would_on_each_day_around_each_signature(agreement: Agreement) -> None:
    base, *amendments = instruments([agreement])[agreement.pk]
    for turn in (BEFORE, SIGNED, dt.date(YEAR + 3, 12, 31)):
        for day in (turn - dt.timedelta(days=1), turn, turn + dt.timedelta(days=1)):
            assert told(standing_on(agreement, day)) == slow(base, amendments, day)


def test_the_page_says_what_bound_on_the_day_one_asks_about_and_what_changed_since_another(
    as_user: Any, agreement: Agreement
) -> None:
    browser, url = as_user(officer_of(agreement.owner.place)), reverse("agreements:standing", args=[agreement.pk])
    body = agreement.parties.get(body__kind=BodyKind.ASSOCIATION).body

    def page(**asked: object) -> str:
        answer = browser.get(url, asked)
        assert answer.status_code == 200
        return str(answer.content.decode())

    then, now = page(on=SIGNED - dt.timedelta(days=1)), page(on=SIGNED)
    assert (FIRST in then, SECOND in then) == (True, False)
    assert (FIRST in now, SECOND in now) == (False, True)
    assert FIRST not in page(on=BEFORE - dt.timedelta(days=1)), "nobody was bound yet"
    both = page(on=SIGNED, since=BEFORE)
    assert FIRST in both
    assert SECOND in both
    assert both.count(body.name_ar) + both.count(body.name_fr) >= 2, "who left is told, and that he was a party"
    assert SECOND in page(on="no day"), "today, when the day cannot be read"
