"""The office's own words: written, tried, refused, restored; a paper issued keeps those it was made with."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from takwin.directory.actions import correct_body
from takwin.directory.enums import BodyKind
from takwin.documents.enums import PaperKind
from takwin.documents.models import Wording
from takwin.documents.wording import actions
from takwin.documents.wording.filling import faults, filled
from takwin.documents.wording.letters import LETTERS
from takwin.documents.wording.queries import words_of
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from tests.constraints import breaks
from tests.documents.reading import plain, text_of
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_province
from tests.factories.rights import officer_of, user_as
from tests.races import at_once, refusals

REMINDER = LETTERS["reminder"]
ORIGINAL = {part.name: part.ar for part in REMINDER.parts}


@pytest.fixture
def region(db):
    return make_body(BodyKind.REGION)


@pytest.fixture
def browser(region, as_user):
    return as_user(officer_of(region.place))


def page(region, name="wording", paper="reminder", language="ar"):
    return reverse(f"documents:{name}", args=[region.pk, paper, language])


def write(region, text="نذكركم بأداء {amount}.", **texts):
    return actions.write_wording(region, REMINDER, "ar", texts=ORIGINAL | {"demand": text} | texts, by=make_user())


@pytest.mark.parametrize("letter", LETTERS.values(), ids=lambda letter: letter.key)
def test_the_original_words_name_only_fields_of_their_paper(letter):
    for part in letter.parts:
        for language in letter.languages:
            assert list(faults(part.original(language), letter.fields)) == []
            assert part.original(language) or part.may_be_empty


@given(st.text())
def test_what_data_says_is_never_read_again_for_fields(value):
    lines = filled("قبل {amount} بعد", {"amount": value, "body": "!"})
    assert " ".join(lines).split() == f"قبل {value} بعد".split()


@pytest.mark.parametrize(("text", "named"), [("{amont}", "{amont}"), ("{}", "{}"), ("{amount} {x} {x}", "{x}")])
def test_an_unknown_field_is_named_once(text, named):
    found = [message for fault in faults(text, REMINDER.fields) for message in fault.messages]
    assert len(found) == 1
    assert f"no field {named}:" in found[0]


@pytest.mark.parametrize("text", ["{amount", "amount}", "{{amount}}", "{a{b}"])
def test_a_brace_left_alone_is_refused(text):
    assert any("left alone" in message for fault in faults(text, REMINDER.fields) for message in fault.messages)


def test_a_body_keeps_its_own_words_and_the_others_keep_theirs(region):
    write(region)
    assert words_of(region, "reminder").texts["demand"] == "نذكركم بأداء {amount}."
    assert words_of(region, "reminder").texts["opening"] == ORIGINAL["opening"]
    other = words_of(make_body(BodyKind.REGION), "reminder")
    assert (other.number, other.texts) == (0, ORIGINAL)


def test_versions_follow_and_the_original_comes_back_as_one(region):
    write(region)
    write(region, "ثانيا {amount}")
    restored = actions.restore_wording(region, REMINDER, "ar", by=make_user())
    assert restored.number == 3
    assert words_of(region, "reminder").texts == ORIGINAL
    assert list(Wording.objects.order_by("number").values_list("texts__demand", flat=True)[:2]) == [
        "نذكركم بأداء {amount}.", "ثانيا {amount}",
    ]  # fmt: skip
    assert list(Entry.objects.filter(verb__startswith="wording.").order_by("pk").values_list("verb", flat=True)) == [
        "wording.written", "wording.written", "wording.restored",
    ]  # fmt: skip


def test_words_already_in_force_make_no_version(region):
    with pytest.raises(ValidationError, match="already in force"):
        actions.write_wording(region, REMINDER, "ar", texts=ORIGINAL, by=make_user())
    with pytest.raises(ValidationError, match="in force already"):
        actions.restore_wording(region, REMINDER, "ar", by=make_user())
    assert not Wording.objects.exists()


def test_the_journal_holds_no_words(region):
    write(region, "كلمات خاصة {amount}")
    assert "كلمات" not in str(Entry.objects.get(verb="wording.written").facts)


def test_an_unknown_field_is_refused_at_its_text_and_nothing_is_saved(browser, region):
    answer = browser.post(page(region), ORIGINAL | {"closing": "مع {thanks}"})
    assert answer.status_code == 422
    assert "no field {thanks}" in str(answer.context["form"].errors["closing"])
    assert not Wording.objects.exists()


def test_what_opens_a_state_may_be_left_empty_and_what_closes_it_may_not(browser, region):
    letter = LETTERS["state-of-transfers"]
    typed = {part.name: part.ar for part in letter.parts}
    address = page(region, paper=letter.key)
    assert browser.post(address, typed | {"closing": ""}).status_code == 422
    unknown = browser.post(address, typed | {"unvoted": "{balance}"})  # a field of the annex
    assert "no field {balance}" in str(unknown.context["form"].errors["unvoted"])
    assert browser.post(address, typed | {"opening": "نعرض ما يلي."}).status_code == 302
    assert browser.post(address, typed | {"opening": "", "closing": "حصر في {received}."}).status_code == 302
    last = Wording.objects.get(number=2)
    assert last.texts == {"closing": "حصر في {received}."}
    assert words_of(region, letter.key).filled({"received": "1"})["opening"] == []


def test_a_state_administration_writes_the_words_of_its_minutes(browser, region):
    state = make_body(BodyKind.STATE, make_province(region.place))
    assert browser.get(page(state, paper="minutes")).status_code == 200
    assert state in browser.get(reverse("documents:wordings")).context["owners"]


def test_a_trial_bears_the_lines_above_the_name_of_its_body(browser, region):
    correct_body(region, by=None, authority_ar="المملكة المغربية\nهيئة عليا", authority_fr="Royaume\nHaute autorité")
    letter = LETTERS["financial-annex"]
    answer = browser.post(page(region, "wording_preview", letter.key), {part.name: part.ar for part in letter.parts})
    assert plain("هيئة عليا") in text_of(answer.content)


def test_the_state_of_transfers_is_called_in_the_list_as_its_paper_is_titled(region, as_user):
    arabic = as_user(officer_of(region.place), language="ar")
    title = "بيان تحويل المساهمات"
    assert f">{title}</a>" in arabic.get(reverse("documents:wordings")).content.decode()
    with override("ar"):
        assert PaperKind.STATE_OF_TRANSFERS.label == title, "and so in the register"


def test_the_page_saves_a_version_and_shows_it(browser, region):
    assert browser.post(page(region), ORIGINAL | {"closing": "والسلام."}).status_code == 302
    assert "Version 1" in browser.get(page(region)).content.decode()
    assert "version 1" in browser.get(reverse("documents:wordings")).content.decode()
    browser.post(page(region, "wording_restore"))
    assert words_of(region, "reminder").texts == ORIGINAL


@pytest.mark.parametrize("key", LETTERS)
def test_a_trial_is_a_draft_with_the_words_as_typed_and_saves_nothing(browser, region, key):
    letter = LETTERS[key]
    typed = {part.name: part.ar for part in letter.parts} | {letter.parts[0].name: "نص خاص بالمكتب"}
    answer = browser.post(page(region, "wording_preview", key), typed)
    assert answer["Content-Type"] == "application/pdf"
    assert plain("نص خاص بالمكتب") in text_of(answer.content)
    assert not Wording.objects.exists()


def test_an_earlier_version_can_be_looked_at(browser, region):
    first = write(region, "كلمات قديمة {amount}")
    write(region, "كلمات جديدة {amount}")
    answer = browser.get(reverse("documents:wording_version", args=[first.pk]))
    assert plain("كلمات قديمة") in text_of(answer.content)


def test_a_trial_with_an_unknown_field_says_so(browser, region):
    answer = browser.post(page(region, "wording_preview"), ORIGINAL | {"opening": "{nobody}"})
    assert answer.status_code == 422


def test_a_paper_that_does_not_exist_is_not_found(browser, region):
    assert browser.get(page(region, paper="poem")).status_code == 404
    assert browser.get(page(region, language="fr")).status_code == 404  # the reminder is printed in Arabic


def test_a_neighbour_and_a_commune_find_nothing(region, as_user):
    version = write(region)
    neighbour = as_user(officer_of(make_body(BodyKind.REGION).place))
    assert [neighbour.get(page(region, paper=key)).status_code for key in LETTERS] == [404] * len(LETTERS)
    assert neighbour.get(reverse("documents:wording_version", args=[version.pk])).status_code == 404
    commune = as_user(user_as(Role.COMMUNE, body=make_body(BodyKind.COMMUNE)))
    assert commune.get(reverse("documents:wordings")).status_code == 403


def test_a_version_has_its_number_once_and_from_one(region):
    write(region)
    facts = {"owner": region, "paper": "reminder", "language": "ar", "made_at": Wording.objects.get().made_at}
    with breaks(Wording, "wording_version_once"):
        Wording.objects.create(**facts, number=1)
    with breaks(Wording, "wording_version_from_one"):
        Wording.objects.create(**facts, number=0)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_make_two_versions():
    region = make_body(BodyKind.REGION)
    said = at_once(lambda: write(region, "أ {amount}"), lambda: write(region, "ب {amount}"))
    assert not refusals(said)
    assert sorted(Wording.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("sign", ["😀", "漢"])
def test_a_sign_that_no_paper_can_print_is_refused_where_words_are_written_and_tried(region, browser, sign):
    with pytest.raises(ValidationError, match=f"“{sign}” cannot be printed"):
        write(region, f"نذكركم بأداء {{amount}} {sign}.")
    assert not Wording.objects.exists()
    answer = browser.post(page(region, "wording_preview"), ORIGINAL | {"demand": f"{{amount}} {sign}"})
    assert answer.status_code == 422
    assert "cannot be printed on an official paper" in answer.content.decode()
