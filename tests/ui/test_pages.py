"""Pages as a reader meets them: the shell, the thing, forms, errors, the gallery, the languages."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import translation

from takwin.core import clock
from takwin.ui.forms import MoneyField, done, is_sound
from takwin.ui.unanswered import page_above
from tests.factories.directory import make_region

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]


@pytest.fixture
def client(as_user: Callable[..., Client]) -> Client:
    """A reader of English: sentences are compared as they stand in the code."""
    return as_user()


def soup_of(content: bytes) -> BeautifulSoup:
    return BeautifulSoup(content, "html.parser")


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_the_gallery_shows_every_component_in_each_language(
    as_user: Callable[..., Client], settings: pytest.FixtureRequest, language: str, direction: str
) -> None:
    settings.DEBUG = True
    soup = soup_of(as_user(language=language).get("/ui/gallery/").content)
    assert (soup.html["lang"], soup.html["dir"]) == (language, direction)
    parts = ".state .path .tiles .tiles.due .star .btn .field.wrong table.list .empty .stats .facts .bar .progress"
    for part in [*parts.split(), ".story", ".papers", ".wait", ".call.warn", "dialog"]:
        assert soup.select(part), part


def test_the_gallery_is_closed_to_strangers_once_installed(client: Client) -> None:
    assert client.get("/ui/gallery/").status_code == 404


def test_the_language_changes_on_the_same_page_without_a_script(client: Client) -> None:
    form = soup_of(client.get("/tests/places/?sort=code").content).select_one("form.languages")
    assert form.select_one("[name=next]")["value"] == "/tests/places/?sort=code"
    response = client.post(form["action"], {"next": "/tests/places/?sort=code", "language": "fr"}, follow=True)
    assert response.redirect_chain[-1][0] == "/tests/places/?sort=code"
    assert soup_of(response.content).html["lang"] == "fr"


def test_a_change_of_language_never_leads_elsewhere(client: Client) -> None:
    response = client.post("/ui/language/", {"next": "https://elsewhere.example/", "language": "fr"})
    assert response["Location"] == "/"


def test_no_page_carries_inline_style_or_script(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.DEBUG = True
    make_region()
    for url in ("/ui/gallery/", "/tests/places/", "/tests/receipt/"):
        soup = soup_of(client.get(url).content)
        assert not soup.select("[style], style, script:not([src]), [onclick]")


def test_every_answer_tells_the_browser_to_run_and_to_show_only_what_is_ours(client: Client) -> None:
    make_region()
    for url in ("/tests/places/", "/account/login/", "/nowhere/"):
        policy = client.get(url)["content-security-policy"]
        told = {words[0]: words[1:] for words in (part.split() for part in policy.split(";"))}
        assert told["default-src"] == told["script-src"] == told["style-src"] == ["'self'"]
        assert told["object-src"] == told["frame-ancestors"] == ["'none'"]


def test_the_page_of_a_thing_shows_state_path_and_the_steps_open_to_me(client: Client) -> None:
    region = make_region(name_fr="Fès")
    soup = soup_of(client.get(f"/tests/places/{region.pk}/", headers={"accept-language": "fr"}).content)
    assert soup.h1.get_text() == "Fès"
    assert "Confirmed" in soup.select_one(".sub .state").get_text()
    assert soup.select_one(".path .here")["aria-current"] == "step"
    assert soup.select_one("main form[data-once] button.main-act").get_text(strip=True) == "Send"
    assert soup.select_one("form[data-once] [name=csrfmiddlewaretoken]")
    refused = soup.select_one('.menu [aria-disabled="true"]')
    assert "Opens tomorrow" in refused.get_text()


def test_each_error_is_said_at_its_field_and_listed_on_top(client: Client) -> None:
    soup = soup_of(client.post("/tests/receipt/", {"amount": "40000", "note": "kept"}).content)
    summary = soup.select_one("[role=alert]")
    assert [link["href"] for link in summary.select("a")] == ["#id_amount", "#id_day", "#id_proof"]
    for link in summary.select("a"):
        assert soup.select_one(link["href"]) is not None
    amount = soup.select_one("#id_amount")
    assert amount["aria-invalid"] == "true"
    assert amount["aria-describedby"] == "id_amount_error"
    assert "Enter at most 31,764.70" in soup.select_one("#id_amount_error").get_text()
    assert soup.select_one("#id_day")["aria-describedby"] == "id_day_helptext id_day_error"
    assert soup.select_one("#id_proof_error")
    assert soup.select_one("#id_note").get_text(strip=True) == "kept"


def test_inputs_are_typed_for_what_they_hold(client: Client) -> None:
    soup = soup_of(client.get("/tests/receipt/").content)
    assert soup.select_one("#id_day")["type"] == "date"
    assert soup.select_one("#id_amount")["inputmode"] == "decimal"
    assert soup.select_one("fieldset#id_proof > legend").get_text(strip=True) == "Proof"
    assert soup.select_one("form.form[data-once][data-keep]")


@pytest.mark.parametrize(
    "typed",
    [
        "28.588,23", "28 588,23", "28\u00a0588,23", "28\u202f588,23", "28588.23", "28,588.23", "٢٨٬٥٨٨٫٢٣", "٢٨٥٨٨،٢٣",
        "28 588,23 DH", "28.588,23 درهم", "28588,23 MAD", "\u200f28.588,23\tDhs.", "28588,23 د.م.",
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(typed: str) -> None:
    assert MoneyField().clean(typed) == Decimal("28588.23")


@pytest.mark.parametrize("typed", ["25.000", "٢٥.٠٠٠", "٢٥٬٠٠٠", "25 000"])
def test_three_figures_behind_a_dot_are_thousands_in_any_digits(typed: str) -> None:
    assert MoneyField().clean(typed) == Decimal(25000)


def test_a_text_that_no_paper_could_print_is_refused_at_its_field_with_all_else_that_is_wrong(
    rf: RequestFactory,
) -> None:
    class NoteForm(forms.Form):
        note = forms.CharField()
        day = forms.DateField()

    for note, day, wrong in (
        ("شكرا 🙏", "2026-12-08", {"note"}),
        ("شكرا 🙏", "tomorrow", {"note", "day"}),
        ("شكرا…\n• نص", "2026-12-08", set()),
    ):
        form = NoteForm({"note": note, "day": day})
        assert done(rf.post("/"), form, lambda: "done") == (None if wrong else "done")
        assert set(form.errors) == wrong


@pytest.mark.parametrize("day", ["1890-01-01", "1899-12-31", "2990-01-01"])
def test_a_day_of_another_age_is_a_slip_said_at_its_field(day: str) -> None:
    class DayForm(forms.Form):
        day = forms.DateField()
        until = forms.DateField(required=False)

    form = DayForm({"day": day})
    assert not is_sound(form)
    assert form.errors == {"day": ["This day is too far away to be right: check the year."]}
    assert is_sound(DayForm({"day": "1900-01-01", "until": f"{clock.today().year + 50}-01-01"}))


@pytest.mark.parametrize("typed", ["abc", "12 rue", "1,2,3,", "dh 5 dh", "٥٠%"])
def test_what_is_no_amount_is_refused_with_an_example(typed: str) -> None:
    with translation.override("ar"), pytest.raises(ValidationError, match=r"ليس هذا مبلغا.*28588,23"):
        MoneyField().clean(typed)


@pytest.mark.parametrize(
    ("field", "typed", "arabic", "french"),
    [
        (forms.IntegerField(max_value=500), "501", "القيمة القصوى المقبولة: 500.", "Au plus 500."),
        (forms.IntegerField(min_value=1), "0", "القيمة الدنيا المقبولة: 1.", "Au moins 1."),
        (MoneyField(), "1,234", "عدد الأرقام بعد الفاصلة: 2 على الأكثر.", "Au plus 2 chiffres après la virgule."),
        (MoneyField(), "9" * 13, "عدد الأرقام قبل الفاصلة: 12 على الأكثر.", "Au plus 12 chiffres avant la virgule."),
        (
            forms.CharField(max_length=3),
            "أربعة",
            "النص أطول من المقبول: عدد العلامات 5، والحد الأقصى 3.",
            "Texte trop long : 5 signes, 3 au plus.",
        ),
    ],
)
def test_a_limit_is_said_in_words_that_agree_with_any_number(
    field: forms.Field, typed: str, arabic: str, french: str
) -> None:
    for language, said in (("ar", arabic), ("fr", french)):
        with translation.override(language):
            with pytest.raises(ValidationError) as refused:
                field.clean(typed)
            assert refused.value.messages == [said]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(("status", "url"), [(404, "/tests/nothing-here/"), (500, "/tests/broken/")])
def test_an_error_is_a_page_in_the_readers_language(
    as_user: Callable[..., Client], status: int, url: str, language: str
) -> None:
    client = as_user(language=language)
    client.raise_request_exception = False
    response = client.get(url)
    assert response.status_code == status
    soup = soup_of(response.content)
    assert soup.html["lang"] == language
    assert soup.h1.get_text(strip=True)
    assert soup.select_one("a.main-act")["href"]


def test_a_broken_page_asks_nothing_of_the_database(client: Client, django_assert_num_queries: object) -> None:
    client.raise_request_exception = False
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/tests/broken/").status_code == 500


def test_a_form_from_an_expired_page_says_so() -> None:
    response = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/tests/receipt/", {})
    assert response.status_code == 403
    assert "This form has expired" in soup_of(response.content).h1.get_text()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_address_that_only_takes_a_form_says_so_in_words_and_leads_back(
    as_user: Callable[..., Client], language: str
) -> None:
    answer = as_user(language=language).get("/tests/places/7/send/")
    soup = soup_of(answer.content)
    assert (answer.status_code, answer["Allow"], soup.html["lang"]) == (405, "POST", language)
    with translation.override(language):
        assert soup.h1.get_text() == translation.gettext("There is nothing to read here")
    assert [way["href"] for way in soup.select(".acts a")] == ["/tests/places/7/", "/"]


@pytest.mark.parametrize(
    ("path", "above"), [("/nowhere/at/all/", "/"), ("/", "/"), ("/ui/gallery/1/x/", "/ui/gallery/")]
)
def test_the_page_above_is_the_nearest_one_that_exists(path: str, above: str) -> None:
    assert page_above(path) == above


def test_a_form_sent_by_a_method_that_nobody_takes_is_answered_as_machines_expect(client: Client) -> None:
    assert client.put("/tests/places/7/send/").content == b""
