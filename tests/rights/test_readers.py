"""Who reads accounts without acting on them, who may be lent a role, and what an account is told of what others do."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from takwin.accounts import actions as accounts
from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.journal.actions import record
from takwin.rights import actions
from takwin.rights.enums import Role
from takwin.rights.models import Appointment
from takwin.rights.notices import notices
from takwin.rights.queries import colleagues
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
TODAY, DAY = clock.today(), dt.timedelta(days=1)
NUMBER = "+212661000077"


def test_the_auditor_reads_accounts_and_roles_and_is_offered_nothing_to_do(as_user: Browser) -> None:
    region = make_region()
    auditor, clerk = user_as(Role.AUDITOR, region), user_as(Role.COMMUNE, region, name="Naïma")
    browser = as_user(auditor)
    listed = browser.get(reverse("rights:users"))
    assert "Naïma" in listed.content.decode()
    assert reverse("rights:open") not in listed.content.decode()
    page = browser.get(reverse("rights:user", args=[clerk.pk])).content.decode()
    assert "commune (president or director of services)" in page
    for name in ("give", "link", "close", "forget_keys", "names"):
        assert reverse(f"rights:{name}", args=[clerk.pk]) not in page
    end = reverse("rights:end", args=[clerk.appointments.get().pk])
    assert end not in page
    assert browser.get(end).status_code == browser.post(end, {"on": TODAY}).status_code == 404


def test_a_number_that_opens_an_account_is_neither_shown_nor_guessed_by_a_reader(as_user: Browser) -> None:
    region = make_region()
    user_as(Role.COMMUNE, region, name="Naïma", username=NUMBER, phone=NUMBER)
    address = reverse("rights:users")
    reader, officer = as_user(user_as(Role.AUDITOR, region)), as_user(officer_of(region))
    assert NUMBER not in reader.get(address).content.decode()
    assert "Naïma" not in reader.get(address, {"q": "0077"}).content.decode()
    assert "Naïma" not in reader.get(reverse("portal:search"), {"q": "0077"}).content.decode()
    assert "Naïma" in reader.get(address, {"q": "naima"}).content.decode()
    assert "Naïma" in officer.get(address, {"q": "0077"}).content.decode()
    assert "Naïma" in officer.get(reverse("portal:search"), {"q": "0077"}).content.decode()


def test_a_role_is_lent_to_those_who_hold_one_where_the_lender_does() -> None:
    commune = make_commune()
    director = user_as(Role.COMMUNE, body=(body := make_body(BodyKind.COMMUNE, place=commune)))
    beside = user_as(Role.AUDITOR, body=body)
    past = user_as(Role.COMMUNE, body=body)
    Appointment.objects.filter(user=past).update(ends_on=TODAY)
    elsewhere, without, shut = user_as(Role.COMMUNE, make_commune()), make_user(), user_as(Role.AUDITOR, body=body)
    User.objects.filter(pk=shut.pk).update(is_active=False)
    assert list(colleagues(director)) == [beside]
    assert beside in colleagues(officer_of(commune.region))
    assert not {elsewhere, without} & set(colleagues(officer_of(commune.region)))


def test_nobody_learns_by_delegating_which_numbers_have_an_account(as_user: Browser) -> None:
    region = make_region()
    stranger = user_as(Role.COMMUNE, make_region(), name="Naïma", username=NUMBER, phone=NUMBER)
    auditor = user_as(Role.AUDITOR, region)
    browser = as_user(auditor)
    sent = {"source": auditor.appointments.get().pk, "starts_on": TODAY, "ends_on": TODAY + DAY}
    said = [
        browser.post(reverse("rights:delegate"), sent | {"to": to}) for to in (NUMBER, "+212661000078", stranger.pk)
    ]
    assert {answer.status_code for answer in said} == {422}
    assert len({str(answer.context["form"].errors["to"]) for answer in said}) == 1
    typed = browser.get(
        reverse("rights:colleagues"), {"to_words": "naima", "name": "to"}, headers={"hx-request": "true"}
    )
    assert "Naïma" not in typed.content.decode()


def test_a_trainer_s_role_is_not_lent_since_it_would_reach_nothing_of_his(as_user: Browser) -> None:
    trainer = user_as(Role.TRAINER)
    assert reverse("rights:delegate") not in as_user(trainer).get(reverse("rights:mine")).content.decode()


# ── What others do is told ──────────────────────────────────────────────────


def told(user: User) -> list[str]:
    return [notice.event.verb for notice in notices(User.objects.get(pk=user.pk))]


def test_the_owner_is_told_of_a_link_made_and_used_for_his_account(as_user: Browser) -> None:
    seed_parameters(by=None)  # the desk of a commune counts the days its members are owed
    region = make_region()
    officer, owner = officer_of(region), user_as(Role.COMMUNE, region)
    assert told(owner) == []
    _link, token = actions.hand_link(owner, by=officer)
    accounts.use_link(token, password="trois mulets de Bhalil")
    assert told(owner) == ["account.link_used", "account.link_made"]
    browser = as_user(User.objects.get(pk=owner.pk))
    assert "What others did to your account" in browser.get("/").content.decode()
    browser.post(reverse("rights:notices_read"))
    assert told(owner) == []
    assert "What others did to your account" not in browser.get("/").content.decode()


def test_what_opened_an_account_is_no_news_to_who_enters_it_first() -> None:
    commune = make_commune()
    officer = officer_of(commune.region)
    user, token = actions.open_account_with_role(
        by=officer, name_fr="N", username="n", role=Role.COMMUNE, place=commune
    )
    accounts.use_link(token, password="trois mulets de Bhalil")
    assert told(user) == []


def test_who_holds_a_role_over_a_commune_is_told_who_else_is_given_one() -> None:
    body = make_body(BodyKind.COMMUNE, place=make_commune())
    officer = officer_of(body.place.region)
    director, elsewhere = user_as(Role.COMMUNE, body=body), user_as(Role.COMMUNE, make_commune())
    newcomer = make_user(name="Omar")
    actions.appoint(newcomer, Role.COMMUNE, body=body, by=officer)
    assert [notice.event.verb for notice in notices(director)] == ["appointment.given"]
    assert "Omar" in notices(director)[0].about
    assert told(elsewhere) == []
    assert told(officer) == []


def test_the_desk_asks_for_notices_as_often_for_one_as_for_three(django_assert_num_queries: Browser) -> None:
    body = make_body(BodyKind.COMMUNE, place=make_commune())
    director = user_as(Role.COMMUNE, body=body)
    for _n in range(2):
        record("account.link_made", director, by=make_user())
        user = User.objects.get(pk=director.pk)
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            notices(user)
        for _m in range(3):
            actions.appoint(make_user(), Role.COMMUNE, body=body, by=officer_of(body.place.region))


# ── Names in both scripts ───────────────────────────────────────────────────


def test_a_name_is_shown_in_the_script_of_the_page_or_else_in_the_other() -> None:
    both = make_user(name_ar="فاطمة", name_fr="Fatima")
    arabic = make_user(name="نعيمة")
    for language, shown in (("ar", "فاطمة"), ("fr", "Fatima"), ("en", "Fatima")):
        with translation.override(language):
            assert (str(both), str(arabic)) == (shown, "نعيمة")


def test_an_officer_corrects_the_names_of_an_account(as_user: Browser) -> None:
    region = make_region()
    officer, clerk = officer_of(region), user_as(Role.COMMUNE, region, name="Naïma")
    browser, address = as_user(officer), reverse("rights:names", args=[clerk.pk])
    assert browser.post(address, {"name_ar": " ", "name_fr": ""}).status_code == 422
    assert browser.post(address, {"name_ar": "نعيمة", "name_fr": "Naïma  Serghini"}).status_code == 302
    clerk.refresh_from_db()
    assert (clerk.name_ar, clerk.name_fr) == ("نعيمة", "Naïma Serghini")
    assert "Naïma Serghini" in browser.get(reverse("rights:users"), {"q": "نعيمه"}).content.decode()
    finance = user_as(Role.FINANCE_OFFICER, region)
    with pytest.raises(ValidationError, match="cannot act on this account"):
        actions.correct_names(finance, name_ar="", name_fr="N", by=officer)
