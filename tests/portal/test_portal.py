"""The desk, the search, the journal and the doors."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from takwin.accounts.actions import make_link
from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.models import Job
from takwin.core.registry import Registry
from takwin.directory.enums import BodyKind
from takwin.journal.actions import record
from takwin.journal.models import Entry
from takwin.portal.guides import guides
from takwin.portal.queries import greeting_of
from takwin.portal.things import THINGS
from takwin.rights import actions, panels
from takwin.rights.enums import Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.panels import DESK, FIGURES, Figure, Waiting, desk, desk_figure
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_kingdom, make_region
from tests.factories.rights import make_appointment, officer_of, user_as
from tests.factories.training import make_session

pytestmark = pytest.mark.django_db
P = Permission


@pytest.fixture
def registries() -> Iterator[None]:
    """Give the registries back as they were."""
    desk: list[Registry[Any]] = [DESK, FIGURES, panels.DESK_PANELS]
    kept = [(registry, list(registry)) for registry in desk]
    yield
    for registry, things in kept:
        registry._things[:] = things


def waiting(title: str, days: int | None) -> Waiting:
    due = None if days is None else clock.today() + dt.timedelta(days=days)
    return Waiting(title, "detail", due, "/somewhere/", "Settle")


def test_the_service_says_it_is_well_without_asking_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Client().get(reverse("portal:health")).content == b"ok"


def test_a_user_without_a_role_is_told_what_to_do(as_user: Callable[..., Client]) -> None:
    assert "no role yet" in as_user(make_user()).get("/").content.decode()


def test_the_desk_shows_today_then_what_is_late_the_latest_first_then_what_has_no_day_and_the_rest(
    as_user: Callable[..., Client], registries: None
) -> None:
    days = {"To confirm": None, "Far": 40, "Long ago": -365, "Just late": -2, "Tomorrow": 1, "Today's": 0}
    desk(P.SESSION_CONFIRM, lambda user: [waiting(title, n) for title, n in days.items()])
    answer = as_user(officer_of(make_region())).get("/")
    told = [[str(due.item.title) for due in batch.items] for batch in answer.context["batches"]]
    assert told == [["Today's", "Tomorrow"], ["Just late", "Long ago"], ["To confirm"], ["Far"]]
    page = answer.content.decode()
    assert "since 2 days" in page
    assert "2 of them are late" in page
    assert "in 40 days" in page
    assert "<details" not in page[page.index("What waits for me") :]


def test_what_has_waited_for_more_than_a_year_is_folded_under_one_line(
    as_user: Callable[..., Client], registries: None
) -> None:
    browser = as_user(officer_of(make_region()))
    items = [waiting("Oldest", -900), waiting("Old", -366), waiting("A year", -365)]
    desk(P.SESSION_CONFIRM, lambda user: items)
    *_others, last = browser.get("/").context["batches"]
    assert (last.is_folded, [due.item.title for due in last.items]) == (True, ["Old", "Oldest"])
    page = browser.get("/").content.decode()
    assert '<details class="fold"><summary>Older than a year <span class="count">2</span>' in page
    assert "3 of them are late" in page
    del items[-1]
    assert '<details class="fold" open>' in browser.get("/").content.decode(), "alone, it hides nothing"


def test_a_few_rows_are_taken_in_the_order_of_the_desk() -> None:
    today = clock.today()
    days = {name: today + dt.timedelta(days=n) for name, n in {"late": -3, "older": -900, "soon": 2, "now": 0}.items()}
    for name, day in days.items():
        make_appointment(make_user(name=name), Role.TRAINER, starts_on=day)
    rows = Appointment.objects.order_by(*panels.most_pressing("starts_on"))
    assert [row.user.name for row in rows] == ["now", "soon", "late", "older"]


def test_the_desk_of_another_role_does_not_show_it(as_user: Callable[..., Client], registries: None) -> None:
    desk(P.SESSION_CONFIRM, lambda user: [waiting("Overdue", -2)])
    desk_figure(P.SESSION_CONFIRM, lambda user: Figure("Held", "77"))
    desk_figure(P.SESSION_VIEW, lambda user: None)
    region = make_region()
    assert "Overdue" not in as_user(user_as(Role.AUDITOR, region)).get("/").content.decode()
    assert "77" in as_user(officer_of(region)).get("/").content.decode()


def test_the_greeting_follows_the_hour() -> None:
    assert [str(greeting_of(hour))[:4] for hour in (8, 12, 17, 18)] == ["Good", "Hell", "Hell", "Good"]


def test_the_search_finds_in_the_reader_s_territory_only(as_user: Callable[..., Client]) -> None:
    region = make_region()
    user_as(Role.COMMUNE, region, name="نعيمة بوعزاوي")
    user_as(Role.COMMUNE, make_region(), name="نعيمة الوزاني")
    browser = as_user(officer_of(region), htmx=True)
    page = browser.get(reverse("portal:search"), {"q": "نعيمه"}).content.decode()
    assert "بوعزاوي" in page
    assert "الوزاني" not in page
    assert "<html" not in page
    assert "Type two letters" in browser.get(reverse("portal:search")).content.decode()
    assert "Nothing answers" in browser.get(reverse("portal:search"), {"q": "zzzz"}).content.decode()


def test_the_journal_shows_the_acts_of_one_s_territory_and_all_over_the_kingdom(as_user: Callable[..., Client]) -> None:
    ours, theirs = make_region(), make_region()
    for region, name in ((ours, "Fatima"), (theirs, "Hind")):
        officer = user_as(Role.REGION_OFFICER, region, name=name)
        actions.open_account_with_role(by=officer, name_fr="N", role=Role.TRAINER, username=name)
    page = as_user(user_as(Role.AUDITOR, ours)).get(reverse("portal:journal")).content.decode()
    assert "Fatima" in page
    assert "Hind" not in page
    whole = as_user(user_as(Role.AUDITOR, make_kingdom())).get(reverse("portal:journal")).content.decode()
    assert "Fatima" in whole
    assert "Hind" in whole


def test_the_journal_is_narrowed_by_who_what_and_when(as_user: Callable[..., Client]) -> None:
    region = make_region()
    officer = user_as(Role.REGION_OFFICER, region, name="Fatima")
    actions.open_account_with_role(by=officer, name_fr="N", role=Role.TRAINER, username="n")
    browser = as_user(user_as(Role.AUDITOR, region))

    def rows(**asked: str) -> int:
        return len(browser.get(reverse("portal:journal"), asked).context["rows"])

    assert rows() == 4
    assert rows(verb="account.opened") == 1
    assert rows(by="fatima") == 4
    assert rows(by="omar") == 0
    assert rows(day=clock.today().isoformat()) == 4
    assert rows(day="2020-01-01") == 0


def test_the_journal_names_what_it_tells_of_in_words(as_user: Callable[..., Client]) -> None:
    region = make_region()
    officer = user_as(Role.REGION_OFFICER, region)
    opened, _token = actions.open_account_with_role(by=officer, name_fr="N", role=Role.TRAINER, username="n")
    page = as_user(user_as(Role.AUDITOR, region)).get(reverse("portal:journal")).content.decode()
    assert f"account no. {opened.pk}" in page
    assert "accounts.User" not in page


def test_every_thing_with_a_page_has_a_name_in_the_journal() -> None:
    things = [model for model in apps.get_models() if model.__module__.startswith("takwin.")]
    assert {model._meta.label for model in things if hasattr(model, "get_absolute_url")} <= THINGS.keys()


def test_what_is_told_of_without_a_page_has_a_name_in_the_journal_too() -> None:
    told = {
        "attendance.Case", "attendance.Device", "documents.ImportLayout", "documents.ReturnedForm",
        "documents.SealCertificate", "documents.SigningKey", "journal.Entry", "people.RetentionRun",
        "training.Candidate", "treasury.BankStatement", "treasury.Remittance",
    }  # fmt: skip
    assert told <= THINGS.keys()
    assert all(apps.get_model(label) for label in THINGS)


def test_a_line_of_the_journal_leads_to_its_thing_and_says_so_when_it_is_gone(as_user: Callable[..., Client]) -> None:
    session = make_session()
    officer = officer_of(session.owner.place)
    stays, gone = [record("session.held", session, by=officer) for _time in range(2)]
    Entry.objects.filter(pk=gone.pk).update(target="training.TrainingSession:987654")
    browser = as_user(user_as(Role.AUDITOR, session.owner.place))
    page = browser.get(reverse("portal:journal")).content.decode()
    assert reverse("portal:entry", args=[stays.pk]) in page
    assert browser.get(reverse("portal:entry", args=[stays.pk])).url == session.get_absolute_url()
    lost = browser.get(reverse("portal:entry", args=[gone.pk]), follow=True)
    assert "no longer kept" in lost.content.decode()
    stranger = as_user(user_as(Role.AUDITOR, make_region()))
    assert stranger.get(reverse("portal:entry", args=[stays.pk])).status_code == 404


def test_a_browser_finds_the_mark_at_the_old_address(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


def test_who_may_not_read_the_journal_is_refused(as_user: Callable[..., Client]) -> None:
    assert as_user(user_as(Role.COMMUNE, make_commune())).get(reverse("portal:journal")).status_code == 403


def test_a_job_is_seen_by_whoever_asked_for_it_only(as_user: Callable[..., Client]) -> None:
    mine, other = make_user(), make_user()
    job = Job.objects.create(action="x", asked_by=mine.pk, state="running", done=3, total=10)
    address = reverse("portal:job", args=[job.pk])
    assert "3 of 10" in as_user(mine).get(address).content.decode()
    assert as_user(other).get(address).status_code == 404
    done = Job.objects.create(action="x", asked_by=mine.pk, state="done", ended_at=clock.now())
    page = as_user(mine).get(reverse("portal:job", args=[done.pk]), {"next": "//elsewhere.example"}).content.decode()
    assert 'href="//elsewhere' not in page


@pytest.fixture
def opened() -> tuple[User, User, str]:
    region = make_region()
    make_body(BodyKind.REGION, place=region)
    officer = officer_of(region)
    user, token = actions.open_account_with_role(
        by=officer, name_fr="نعيمة", role=Role.AUDITOR, phone="+212661000001", place=region
    )
    return officer, user, token


@pytest.mark.slow
@pytest.mark.parametrize("spoken", ["ar", "fr"])
def test_the_letter_of_an_account_is_printed(
    opened: tuple[User, User, str], spoken: str, as_user: Callable[..., Client]
) -> None:
    officer, user, token = opened
    User.objects.filter(pk=user.pk).update(language=spoken)
    answer = as_user(officer).post(reverse("portal:account_paper"), {"token": token})
    assert answer["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["cache-control"]


def test_the_letter_is_not_printed_for_another_officer_nor_from_a_forged_token(
    opened: tuple[User, User, str], as_user: Callable[..., Client]
) -> None:
    officer, user, token = opened
    address = reverse("portal:account_paper")
    assert as_user(officer_of(make_region())).post(address, {"token": token}).status_code == 404
    assert as_user(officer).post(address, {"token": "forged"}).status_code == 404
    assert as_user(officer).get(address).status_code == 405
    make_link(user, by=officer)
    assert as_user(officer).post(address, {"token": token}).status_code == 404


def test_without_an_institution_the_officer_is_told_to_print_the_page(as_user: Callable[..., Client]) -> None:
    region = make_region()
    officer = officer_of(region)
    _user, token = actions.open_account_with_role(
        by=officer, name_fr="N", role=Role.AUDITOR, username="n", place=region
    )
    browser = as_user(officer)
    answer = browser.post(reverse("portal:account_paper"), {"token": token}, follow=True)
    assert "No institution is known" in answer.content.decode()


@pytest.mark.parametrize("page", ["desk", "search", "help", "journal"])
def test_the_pages_open_in_both_languages(page: str, language: str, as_user: Callable[..., Client]) -> None:
    browser = as_user(user_as(Role.AUDITOR, make_region()), language=language)
    answer = browser.get(reverse(f"portal:{page}"))
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("slug", guides("ar"))
def test_a_guide_is_read_inside_takwin(slug: str, language: str, as_user: Callable[..., Client]) -> None:
    browser = as_user(make_user(), language=language)
    guide = guides(language)[slug]
    title = escape(guide.title)
    assert f'<a href="{guide.url}">{title}</a>' in browser.get(reverse("portal:help")).content.decode()
    page = browser.get(guide.url).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert page.count("<h2>") >= guide.text.count("\n## ")
    assert "**" not in guide.drawn()
    links = set(re.findall(r'href="([^"]+)"', guide.drawn()))
    assert links <= {other.url for other in guides(language).values()}


def test_there_is_no_guide_of_that_name(as_user: Callable[..., Client]) -> None:
    assert as_user(make_user()).get(reverse("portal:guide", args=["none"])).status_code == 404


def test_on_a_telephone_the_button_of_filters_has_its_word(as_user: Callable[..., Client]) -> None:
    page = as_user(user_as(Role.AUDITOR, make_region())).get(reverse("portal:journal")).content.decode()
    button = page[page.index('aria-controls="chips"') :].partition("</button>")[0]
    assert "<span>Filters</span>" in button
