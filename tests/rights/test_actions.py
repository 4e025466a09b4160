"""Roles given, ended and delegated; accounts opened, closed and helped, each within the officer's own territory."""

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import OneTimeLink, User
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.rights import actions
from takwin.rights.enums import Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.queries import holds, may_manage, users_seen
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_kingdom, make_province, make_region
from tests.factories.rights import make_appointment, officer_of, user_as

pytestmark = pytest.mark.django_db
TODAY, DAY = clock.today(), dt.timedelta(days=1)


def verbs_of(thing: Model) -> list[str]:
    return list(
        Entry.objects.filter(target=f"{thing._meta.label}:{thing.pk}").order_by("pk").values_list("verb", flat=True)
    )


def test_an_officer_opens_an_account_with_its_role_and_link() -> None:
    commune = make_commune()
    officer = officer_of(commune.region)
    user, token = actions.open_account_with_role(
        by=officer, name_fr="Naïma", role=Role.COMMUNE, phone="+212661000001", place=commune
    )
    assert token
    assert holds(user, Permission.SESSION_NOMINATE)
    assert OneTimeLink.objects.get().user == user
    assert verbs_of(user) == ["account.opened", "account.role_given", "account.link_made"]


def test_an_account_is_not_opened_when_its_role_is_refused() -> None:
    officer = officer_of(make_region())
    with pytest.raises(ValidationError, match="cannot give this role there"):
        actions.open_account_with_role(by=officer, name_fr="N", role=Role.COMMUNE, username="n", place=make_commune())
    assert not User.objects.filter(username="n").exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.FINANCE_OFFICER])
def test_an_officer_does_not_give_what_is_the_administrator_s_to_give(role: Role) -> None:
    region = make_region()
    with pytest.raises(ValidationError, match="cannot give this role there"):
        actions.appoint(make_user(), role, place=region, by=officer_of(region))
    actions.appoint(make_user(), role, place=region, by=user_as(Role.ADMINISTRATOR, make_kingdom()))


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.COMMUNE, Role.AUDITOR, Role.FINANCE_OFFICER])
def test_who_may_not_open_accounts_gives_no_role(role: Role) -> None:
    region = make_region()
    with pytest.raises(ValidationError, match="cannot give this role there"):
        actions.appoint(make_user(), Role.COMMUNE, place=region, by=user_as(role, region))


def test_nobody_gives_himself_a_role() -> None:
    region = make_region()
    officer = officer_of(region)
    with pytest.raises(ValidationError, match="gives himself"):
        actions.appoint(officer, Role.AUDITOR, place=region, by=officer)


def test_a_trainer_s_role_is_over_nothing_and_another_s_over_something() -> None:
    region = make_region()
    officer = officer_of(region)
    with pytest.raises(ValidationError, match="leave this empty"):
        actions.appoint(make_user(), Role.TRAINER, place=region, by=officer)
    with pytest.raises(ValidationError, match="over a place or a body"):
        actions.appoint(make_user(), Role.COMMUNE, by=officer)
    trainer = make_user()
    actions.appoint(trainer, Role.TRAINER, by=officer)
    assert trainer in users_seen(officer)
    assert trainer not in users_seen(officer_of(make_region()))


def test_a_role_is_given_over_a_body_of_the_territory() -> None:
    region = make_region()
    ours = make_body(BodyKind.UNIVERSITY, place=region)
    officer = officer_of(region)
    actions.appoint(make_user(), Role.AUDITOR, body=ours, by=officer)
    with pytest.raises(ValidationError, match="cannot give"):
        actions.appoint(make_user(), Role.AUDITOR, body=make_body(BodyKind.UNIVERSITY, place=make_region()), by=officer)


def test_a_form_sent_twice_gives_a_role_once() -> None:
    region, user = make_region(), make_user()
    officer = officer_of(region)
    actions.appoint(user, Role.AUDITOR, place=region, by=officer, ends_on=TODAY + 5 * DAY)
    with pytest.raises(ValidationError, match="already held"):
        actions.appoint(user, Role.AUDITOR, place=region, by=officer)
    later = actions.appoint(user, Role.AUDITOR, place=region, by=officer, starts_on=TODAY + 5 * DAY)
    assert later.starts_on == TODAY + 5 * DAY


def test_a_role_ends_with_what_was_delegated_from_it() -> None:
    officer, stand_in = officer_of(make_region()), make_user()
    source = Appointment.objects.get(user=officer)
    lent = actions.delegate(source, to=stand_in, starts_on=TODAY, ends_on=TODAY + 9 * DAY, by=officer)
    assert holds(stand_in, Permission.SESSION_CONFIRM)
    ended = actions.end_appointment(source, by=make_user())
    lent.refresh_from_db()
    assert ended.ends_on == lent.ends_on == TODAY
    assert not holds(User.objects.get(pk=stand_in.pk), Permission.SESSION_CONFIRM)
    assert verbs_of(source) == ["appointment.ended"]
    assert verbs_of(lent) == ["appointment.delegated", "appointment.ended"]


def test_a_role_that_has_ended_stays_as_it_ended() -> None:
    appointment = make_appointment(make_user(), Role.AUDITOR, make_region(), ends_on=TODAY - 9 * DAY)
    assert actions.end_appointment(appointment, by=make_user()).ends_on == TODAY - 9 * DAY
    assert verbs_of(appointment) == []


def test_what_was_done_under_a_role_is_not_said_to_be_done_without_it() -> None:
    region = make_region()
    appointment = make_appointment(make_user(), Role.AUDITOR, region)
    with pytest.raises(ValidationError, match="does not end in the past"):
        actions.withdraw_role(appointment, on=TODAY - DAY, by=officer_of(region))
    assert actions.end_appointment(appointment, on=TODAY - 9 * DAY, by=make_user()).ends_on == TODAY


def test_a_role_to_come_ends_before_it_begins() -> None:
    appointment = make_appointment(make_user(), Role.AUDITOR, make_region(), starts_on=TODAY + 9 * DAY)
    assert actions.end_appointment(appointment, by=make_user()).ends_on == TODAY + 9 * DAY


def test_a_delegation_goes_no_further_no_longer_and_no_earlier() -> None:
    region = make_region()
    officer, stand_in, third = officer_of(region), make_user(), make_user()
    Appointment.objects.filter(user=officer).update(ends_on=TODAY + 9 * DAY)
    source = Appointment.objects.get(user=officer)
    dates = {"starts_on": TODAY, "ends_on": TODAY + 5 * DAY}
    with pytest.raises(ValidationError, match="at the latest"):
        actions.delegate(source, to=stand_in, starts_on=TODAY, ends_on=TODAY + 10 * DAY, by=officer)
    with pytest.raises(ValidationError, match="in the past"):
        actions.delegate(source, to=stand_in, starts_on=TODAY - DAY, ends_on=TODAY + DAY, by=officer)
    with pytest.raises(ValidationError, match="another open account"):
        actions.delegate(source, to=officer, **dates, by=officer)
    with pytest.raises(ValidationError, match="Only a role of your own"):
        actions.delegate(source, to=third, **dates, by=stand_in)
    lent = actions.delegate(source, to=stand_in, **dates, by=officer)
    with pytest.raises(ValidationError, match="Only a role of your own"):
        actions.delegate(lent, to=third, **dates, by=stand_in)
    with pytest.raises(ValidationError, match="already delegated"):
        actions.delegate(source, to=stand_in, **dates, by=officer)


def test_whoever_delegated_may_take_it_back_and_a_stranger_may_not() -> None:
    auditor, stand_in = user_as(Role.AUDITOR, make_region()), make_user()
    source = Appointment.objects.get(user=auditor)
    lent = actions.delegate(source, to=stand_in, starts_on=TODAY, ends_on=TODAY + 5 * DAY, by=auditor)
    with pytest.raises(ValidationError, match="cannot end this role"):
        actions.withdraw_role(lent, by=make_user())
    assert actions.withdraw_role(lent, by=auditor).ends_on == TODAY
    with pytest.raises(ValidationError, match="cannot end this role"):
        actions.withdraw_role(source, by=auditor)


def test_an_officer_helps_only_accounts_to_which_he_could_give_every_role() -> None:
    region = make_region()
    officer, colleague = officer_of(region), user_as(Role.COMMUNE, make_commune())
    own = user_as(Role.COMMUNE, region)
    finance = user_as(Role.FINANCE_OFFICER, region)
    both = user_as(Role.COMMUNE, region)
    make_appointment(both, Role.COMMUNE, make_region())
    assert may_manage(officer, own)
    for user in (officer, colleague, finance, both):
        assert not may_manage(officer, user)
        for act in (actions.hand_link, actions.close_account, actions.reopen_account, actions.forget_keys):
            with pytest.raises(ValidationError, match="cannot act on this account"):
                act(user, by=officer)


def test_a_trainer_is_helped_by_those_who_make_trainers_where_his_was_made() -> None:
    here, there = make_region(), make_region()
    giver = officer_of(there)
    make_appointment(giver, Role.AUDITOR, here)  # he once read the journal here: that makes no trainer of here
    trainer, _token = actions.open_account_with_role(by=giver, name_fr="T", username="t", role=Role.TRAINER)
    assert may_manage(giver, trainer)
    assert may_manage(officer_of(there), trainer)
    assert not may_manage(officer_of(here), trainer)


def test_closing_an_account_ends_the_roles_it_delegated() -> None:
    region = make_region()
    officer, other, stand_in = officer_of(region), officer_of(region), make_user()
    source = Appointment.objects.get(user=other)
    lent = actions.delegate(source, to=stand_in, starts_on=TODAY, ends_on=TODAY + 9 * DAY, by=other)
    actions.close_account(other, by=officer)
    lent.refresh_from_db()
    assert lent.ends_on == TODAY
    assert not holds(User.objects.get(pk=other.pk), Permission.PLACE_VIEW)


def test_a_lost_telephone_is_forgotten_by_the_officer() -> None:
    region = make_region()
    user = user_as(Role.COMMUNE, region)
    with pytest.raises(ValidationError, match="no second step"):
        actions.forget_keys(user, by=officer_of(region))
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    actions.forget_keys(user, by=officer_of(region))
    assert verbs_of(user)[-1] == "account.keys_forgotten"


# ── On screen ───────────────────────────────────────────────────────────────


def test_the_list_shows_the_accounts_of_the_territory_only(as_user: Callable[..., Client]) -> None:
    region = make_region()
    officer = officer_of(region, Role.REGION_OFFICER)
    ours, theirs = user_as(Role.COMMUNE, region, name="Naïma"), user_as(Role.COMMUNE, make_region(), name="Omar")
    browser = as_user(officer)
    page = browser.get(reverse("rights:users")).content.decode()
    assert "Naïma" in page
    assert "Omar" not in page
    assert browser.get(reverse("rights:user", args=[ours.pk])).status_code == 200
    for name in ("user", "give"):
        assert browser.get(reverse(f"rights:{name}", args=[theirs.pk])).status_code == 404
    for name in ("link", "close", "reopen", "forget_keys"):
        assert browser.post(reverse(f"rights:{name}", args=[theirs.pk])).status_code == 404
    end = reverse("rights:end", args=[theirs.appointments.get().pk])
    assert browser.get(end).status_code == 404


def test_a_role_is_not_ended_without_its_day(as_user: Callable[..., Client]) -> None:
    region = make_region()
    ours = user_as(Role.PROVINCE_OFFICER, make_province(region))
    end = reverse("rights:end", args=[ours.appointments.get().pk])
    answer = as_user(officer_of(region)).post(end, {"on": ""})
    assert answer.status_code == 422
    assert "Write the day from which the role no longer holds." in answer.content.decode()
    assert ours.appointments.get().ends_on is None


def test_the_list_costs_as_much_for_one_account_as_for_three(
    as_user: Callable[..., Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    region = make_region()
    browser = as_user(officer_of(region))
    for _ in range(2):
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            assert browser.get(reverse("rights:users")).status_code == 200
        for _n in range(3):
            user_as(Role.COMMUNE, region)


def test_an_account_is_opened_on_screen_and_its_link_shown_once(as_user: Callable[..., Client]) -> None:
    commune = make_commune()
    browser = as_user(officer_of(commune.region))
    sent = {
        "name_fr": "Naïma",
        "phone": "0661000001",
        "language": "fr",
        "role": "commune",
        "over": f"place:{commune.pk}",
    }
    answer = browser.post(reverse("rights:open"), sent)
    assert answer.status_code == 200
    token = answer.context["token"]
    user = User.objects.get(phone="+212661000001")
    assert f"/account/link/{token}/" in answer.content.decode()
    assert Client().get(reverse("accounts:link", args=[token])).status_code == 200
    assert token not in browser.get(reverse("rights:user", args=[user.pk])).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": "06 61 23 45"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"over": "place:999999"}, "over"),
        ({"over": "nonsense"}, "over"),
        ({"over": ""}, "over"),
        ({"role": "administrator"}, "role"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"name_fr": ""}, "name_ar"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(wrong: dict[str, str], field: str, as_user: Callable[..., Client]) -> None:
    commune = make_commune()
    sent = {"name_fr": "N", "phone": "0661000001", "language": "ar", "role": "commune", "over": f"place:{commune.pk}"}
    answer = as_user(officer_of(commune.region)).post(reverse("rights:open"), sent | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not User.objects.filter(phone="+212661000001").exists()


def test_the_places_offered_are_those_of_the_officer(as_user: Callable[..., Client]) -> None:
    ours = make_commune(name_ar="أيت عياش", name_fr="Aït Ayach")
    make_commune(name_ar="أيت عياش", name_fr="Aït Ayach")
    browser = as_user(officer_of(ours.region), htmx=True)
    page = browser.get(reverse("rights:over"), {"over_words": "آيت عياش", "name": "over"}).content.decode()
    assert page.count('type="radio"') == 1
    assert f"place:{ours.pk}" in page
    assert "Nothing answers" in browser.get(reverse("rights:over"), {"over_words": "zzzzz"}).content.decode()


@pytest.mark.parametrize("words", ["جماعة أيت عياش", "Commune d’Aït Ayach", "ait ayache", "ايت عيااش"])
def test_what_a_role_is_over_is_found_as_people_say_it(as_user: Callable[..., Client], words: str) -> None:
    ours = make_commune(name_ar="أيت عياش", name_fr="Aït Ayach")
    browser = as_user(officer_of(ours.region), htmx=True)
    page = browser.get(reverse("rights:over"), {"over_words": words, "name": "over"}).content.decode()
    assert f"place:{ours.pk}" in page


def test_a_role_is_delegated_and_taken_back_on_screen(as_user: Callable[..., Client]) -> None:
    region = make_region()
    auditor, stand_in = user_as(Role.AUDITOR, region), user_as(Role.COMMUNE, region, name="Naïma Serghini")
    source = Appointment.objects.get(user=auditor)
    browser = as_user(auditor)
    sent = {"source": source.pk, "to": stand_in.pk, "starts_on": TODAY, "ends_on": TODAY}  # both included
    assert browser.get(reverse("rights:delegate")).context["form"]["source"].initial == source.pk, "his only role"
    assert browser.post(reverse("rights:delegate"), sent | {"ends_on": TODAY - DAY}).status_code == 422
    assert browser.post(reverse("rights:delegate"), sent | {"to": make_user().pk}).status_code == 422
    assert browser.post(reverse("rights:delegate"), sent).status_code == 302
    lent = Appointment.objects.get(user=stand_in, delegated_from=source)
    assert stand_in.name in browser.get(reverse("rights:mine")).content.decode()
    assert browser.post(reverse("rights:end", args=[lent.pk]), {"on": TODAY}).status_code == 302
    lent.refresh_from_db()
    assert lent.ends_on == TODAY


def test_an_officer_acts_on_an_account_from_its_page(as_user: Callable[..., Client]) -> None:
    region = make_region()
    user = user_as(Role.COMMUNE, region)
    browser = as_user(officer_of(region))
    assert browser.post(reverse("rights:link", args=[user.pk])).context["token"]
    give = {"role": "auditor", "over": f"place:{region.pk}"}
    assert browser.post(reverse("rights:give", args=[user.pk]), give).status_code == 302
    assert browser.post(reverse("rights:give", args=[user.pk]), give).status_code == 422
    browser.post(reverse("rights:close", args=[user.pk]))
    user.refresh_from_db()
    assert not user.is_active
    browser.post(reverse("rights:close", args=[user.pk]))
    assert "already closed" in browser.get(reverse("rights:user", args=[user.pk])).content.decode()
    browser.post(reverse("rights:reopen", args=[user.pk]))
    assert "The account is open again" in browser.get(reverse("rights:user", args=[user.pk])).content.decode()
    assert browser.get(reverse("rights:link", args=[user.pk])).status_code == 405
