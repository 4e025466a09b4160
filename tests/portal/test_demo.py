"""The demo at a small scale: it holds together, and tells nothing of the days after its own."""

import datetime as dt
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from takwin.accounts.models import User
from takwin.agreements.models import Commitment, Step
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.certificates.models import Certificate
from takwin.core import clock, identifiers
from takwin.journal.models import Entry
from takwin.journal.queries import findings
from takwin.people.models import IdentityDocument, Person
from takwin.portal.demo import accounts, checks
from takwin.portal.demo.calendar import days_of_today
from takwin.portal.demo.institutions import made_up_rib
from takwin.portal.demo.story import tell
from takwin.programmes.models import Programme
from takwin.training.models import TrainerInvitation, TrainerMission, TrainingSession
from takwin.treasury.models import PaymentOrder, Receipt
from tests.factories.accounts import make_user

SCALE = 0.12
DAY = dt.date(2024, 5, 21)


def made(*options: str) -> str:
    out = StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def places() -> None:
    call_command("places", "load", stdout=StringIO())


@pytest.mark.slow
@pytest.mark.django_db
def test_the_story_holds_together_and_stops_at_its_day(places: None) -> None:
    tell(DAY, scale=SCALE)
    checks.check()
    facts = {
        Receipt: "received_on", PaymentOrder: "ordered_on", Step: "done_on", Presence: "day", Certificate: "issued_on",
    }  # fmt: skip
    for model, day in facts.items():
        assert model.objects.exists(), model
        assert not model.objects.filter(**{f"{day}__gt": DAY}).exists(), model
    foundation = Programme.objects.exclude(plan=None).filter(shares_cost=False)
    assert all(one.adopted_at.year == one.year for one in foundation)
    assert max(Programme.objects.values_list("year", flat=True)) == DAY.year
    assert not Commitment.objects.filter(year__gt=DAY.year).exists()
    assert max(Entry.objects.exclude(by=None).values_list("at", flat=True)).astimezone(clock.CASABLANCA).date() <= DAY
    assert list(Entry.objects.order_by("pk").values_list("at", flat=True)) == sorted(
        Entry.objects.values_list("at", flat=True)
    )
    assert not list(findings())
    assert TrainerInvitation.objects.filter(state="waiting").count() == TrainerMission.objects.count() == 1
    held = TrainingSession.objects.get(starts_on__lte=DAY, ends_on__gte=DAY, state="held")
    assert RegisterHalfDay.objects.filter(register=held.register, day=DAY, sealed_at=None).count() == 2
    waiting = RegisterHalfDay.objects.filter(sealed_at__isnull=False, validated_at=None)
    assert RegisterHalfDay.objects.filter(validated_at__isnull=False).exists()
    assert not waiting.filter(day__lt=DAY - dt.timedelta(weeks=6)).exists()
    assert all(identifiers.phone(person.phone) == person.phone for person in Person.objects.exclude(phone=""))
    assert all(identifiers.cin(document.number) == document.number for document in IdentityDocument.objects.all())


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("day", [dt.date(2023, 1, 24), dt.date(2027, 1, 1), dt.date(2027, 4, 19)])
def test_the_story_may_stop_at_the_turn_of_a_year_or_after_its_agreements(places: None, day: dt.date) -> None:
    tell(day, scale=0.1)
    checks.check()
    assert max(Entry.objects.exclude(by=None).values_list("at", flat=True)).astimezone(clock.CASABLANCA).date() <= day


@pytest.mark.slow
@pytest.mark.django_db
def test_the_command_makes_it_once_and_prints_the_logins(places: None) -> None:
    said = made("--scale", str(SCALE))
    assert accounts.KEY in said
    assert all(login.username in said for login in accounts.LOGINS)
    assert "إفران" in said
    assert "Ifrane" in said
    assert "/p/" in said
    people = Person.objects.count()
    assert made("--if-new") == ""
    assert made("--logins") in said
    with pytest.raises(CommandError, match="already in this database"):
        made()
    assert Person.objects.count() == people
    for user in User.objects.filter(username__in=[login.username for login in accounts.LOGINS]):
        assert user.check_password(accounts.KEY), user


@pytest.mark.django_db
def test_nobody_who_works_finds_invented_people_in_his_database() -> None:
    make_user()
    with pytest.raises(CommandError, match="in a new one only"):
        made()
    assert made("--if-new") == made("--logins") == ""
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "day"), [(("--as-of", "2024-05-21"), DAY), ((), None)])
def test_the_story_is_told_at_the_day_asked_for_else_today(
    monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], day: dt.date | None
) -> None:
    told: list[dt.date] = []
    monkeypatch.setattr("takwin.portal.management.commands.demo.has_places", lambda: True)
    monkeypatch.setattr("takwin.portal.management.commands.demo.tell", lambda on, **_more: told.append(on))
    made(*asked)
    assert told == [day or clock.today()]


def test_the_logins_of_a_database_without_tables_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking() -> bool:
        raise OperationalError("no such table: journal_entry")

    monkeypatch.setattr("takwin.portal.management.commands.demo.is_told", lacking)
    with pytest.raises(CommandError, match="takwin migrate"):
        made("--logins")


def test_an_account_of_nobody_has_a_right_key() -> None:
    assert identifiers.rib(made_up_rib("310", 1_002_003_004))


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (dt.date(2026, 11, 23), (dt.date(2026, 11, 23), dt.date(2026, 11, 24))),
        (dt.date(2026, 11, 27), (dt.date(2026, 11, 26), dt.date(2026, 11, 27))),
        (dt.date(2026, 11, 22), (dt.date(2026, 11, 21), dt.date(2026, 11, 22))),
    ],
)
def test_the_session_of_the_day_has_that_day_among_its_own(day: dt.date, days: tuple[dt.date, dt.date]) -> None:
    assert days_of_today(day) == days


@pytest.mark.django_db
def test_a_story_that_contradicts_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def a_rule() -> list[str]:
        return ["a fault"]

    rules: tuple[Callable[[], object], ...] = (a_rule,)
    monkeypatch.setattr(checks, "RULES", rules)
    with pytest.raises(checks.DemoIsWrong, match="a_rule: a fault"):
        checks.check()
