"""What a sentence is proposed to promise: in few words, with or without a day, of those who still owed."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.agreements.models import Step
from takwin.core import clock
from takwin.directory.models import Body
from takwin.meetings import actions, desk
from takwin.meetings.enums import ObligationState, Origin
from takwin.meetings.forms import PromiseForm
from takwin.meetings.models import Meeting, Obligation
from takwin.meetings.papers import minutes_facts
from takwin.meetings.queries.obligations import covered, late, rates, state_of
from takwin.meetings.reading import day_in, in_few_words
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.meetings import THE_DAY, make_held, make_meeting, make_obligation, validated
from tests.factories.rights import officer_of
from tests.factories.treasury import make_receipt

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
PDF = b"%PDF-1.7\n%%EOF\n"
SOON = "عبر السادة الرؤساء عن استعدادهم التام للوفاء بالالتزامات المالية للجماعات في أقرب الآجال."


@pytest.fixture
def promise() -> Obligation:
    made = make_obligation(make_held(text=SOON), quote=SOON, due_on=None)
    validated(made.meeting)
    return Obligation.objects.select_related("meeting__series__owner").get()


def test_a_promise_without_a_day_is_never_late_and_follows_to_the_next_agenda(promise: Obligation) -> None:
    far = dt.date(2040, 1, 1)
    assert state_of(promise, far) == ObligationState.OPEN
    assert not late(Obligation.objects.all(), far).exists()
    assert rates(Obligation.objects.all(), far) == {}
    following = make_meeting(promise.meeting.series, day=THE_DAY + dt.timedelta(days=30))
    [item] = following.agenda.filter(origin=Origin.OBLIGATION)
    assert "قبل" not in item.text
    actions.keep_obligation(promise, done_on=clock.today(), proof="وصل", by=make_user())
    assert state_of(Obligation.objects.select_related("meeting").get(), far) == ObligationState.KEPT


def test_a_promise_without_a_day_is_shown_so_and_stands_among_those_awaited(
    as_user: AsUser, promise: Obligation
) -> None:
    client = as_user(officer_of(promise.meeting.series.owner.place))
    pages = [promise.get_absolute_url(), promise.meeting.get_absolute_url(), promise.debtor.get_absolute_url()]
    for url in [*pages, f"{reverse('meetings:obligations')}?tab=awaited"]:
        assert "without a date" in client.get(url).content.decode(), url
    assert promise.meeting.minutes.paper.facts["promises"][0]["by"] == "دون أجل محدد"


def test_late_promises_are_one_line_of_the_last_to_be_late_that_tells_the_first(promise: Obligation) -> None:
    officer = officer_of(promise.meeting.series.owner.place)
    assert list(desk.late_promises(officer)) == []
    for day in (dt.date(2026, 5, 12), dt.date(2026, 6, 3)):
        meeting = make_held(make_meeting(promise.meeting.series), text=SOON)
        make_obligation(meeting, quote=SOON, due_on=day)
        validated(meeting)
    [line] = desk.late_promises(officer)
    assert line.due == dt.date(2026, 6, 3)
    assert line.detail == "2 promises are late · the longest late since 12 May 2026"


@pytest.fixture
def owing() -> tuple[Meeting, Body, Body]:
    """A meeting of 2026, a commune that owes its share of that year, another that had paid before."""
    meeting = make_held(text=SOON)
    agreement = make_agreement(owner=meeting.series.owner, place=meeting.place)
    commune, paid = (make_body(place=make_commune(meeting.place)) for _n in range(2))
    for body in (commune, paid):
        due = make_instalment(make_party(agreement, body), "13233.80", due_on=dt.date(2026, 7, 31))
        make_receipt(due, received_on=THE_DAY + dt.timedelta(days=60 if body == commune else -60))
    return meeting, commune, paid


def test_a_promise_is_kept_with_the_scan_of_its_proof(as_user: AsUser, promise: Obligation) -> None:
    region, elsewhere = promise.meeting.series.owner.place, make_region()
    scan = SimpleUploadedFile("وصل.pdf", PDF, content_type="application/pdf")
    told = {"done_on": clock.today().isoformat(), "proof": "وصل", "scan": scan}
    false = told | {"scan": SimpleUploadedFile("وصل.pdf", b"MZ", content_type="application/pdf")}
    refused = as_user(officer_of(region)).post(reverse("meetings:kept", args=[promise.pk]), false)
    assert refused.status_code == 422
    assert "neither a PDF nor an image" in refused.content.decode()
    assert as_user(officer_of(region)).post(reverse("meetings:kept", args=[promise.pk]), told).status_code == 302
    address = reverse("meetings:proof", args=[promise.pk])
    assert address in as_user(officer_of(region)).get(promise.get_absolute_url()).content.decode()
    answer = as_user(officer_of(region)).get(address)
    assert b"".join(answer) == PDF  # type: ignore[arg-type]
    assert as_user(officer_of(elsewhere)).get(address).status_code == 404


def test_what_was_owed_at_the_meeting_is_promised_and_what_came_since_proposes_it_as_kept(
    owing: tuple[Meeting, Body, Body],
) -> None:
    meeting, commune, _paid = owing
    form = PromiseForm(meeting=meeting, quote=SOON)
    assert (form.initial["debtors"], form.initial["what_is_left"]) == ([commune.pk], True)
    assert form.initial["due_on"] is None, "thirty days after a meeting of the past would be late at once"
    [made] = actions.mark_obligation(
        meeting, quote=SOON, text="تحويل", debtors=[commune], creditor=meeting.series.owner, what_is_left=True, by=None
    )
    assert made.amount == Decimal("13233.80")
    assert made.commitment is not None
    told = minutes_facts(meeting, meeting.minutes, number="1")
    assert (told["promises"][0]["amount"], told["promises"][0]["what"]) == ("13233.80", "تحويل")
    assert told["note"] == "المبالغ المذكورة هي ما بقي إلى غاية 11 ماي 2026."
    actions.mark_obligation(
        meeting, quote=SOON, text="أداء", debtors=[commune], creditor=meeting.series.owner, amount=Decimal(900), by=None
    )
    told = minutes_facts(meeting, meeting.minutes, number="1")
    first, second = (one["what"] for one in told["promises"])
    assert (first, second, told["note"]) == ("تحويل (ما بقي إلى غاية 11 ماي 2026)", "أداء", "")
    assert "as of 11 May 2026" in str(form["what_is_left"].label)
    validated(meeting)
    assert covered(Obligation.objects.select_related("meeting"))[made.pk].on == THE_DAY + dt.timedelta(days=60)


def test_what_a_body_has_not_voted_is_not_left_to_pay_and_is_promised_without_an_amount(
    owing: tuple[Meeting, Body, Body],
) -> None:
    meeting, commune, _paid = owing
    Step.objects.filter(party__body=commune).delete()
    assert PromiseForm(meeting=meeting, quote=SOON).initial["what_is_left"] is False
    [made] = actions.mark_obligation(
        meeting, quote=SOON, text="تحويل", debtors=[commune], creditor=meeting.series.owner, what_is_left=True, by=None
    )
    assert (made.amount, made.commitment) == (None, None)


def test_thirty_days_are_proposed_of_a_meeting_of_today() -> None:
    form = PromiseForm(meeting=make_held(make_meeting(day=clock.today())), quote="تلتزم العمالة بالقاعة.")
    assert form.initial["due_on"] == clock.today() + dt.timedelta(days=30)


@pytest.mark.parametrize("quote", [
    "يلتزم مجلس الجهة بالمواكبة.", "تعهد السيد رئيس مجلس الجهة بالمواكبة.", "وأكد الرئيس التزام الجهة بالمواكبة.",
    "مجلس الجهة يلتزم بالمواكبة.", "La région s’engage à accompagner les communes.",
    "Le conseil régional prendra en charge la salle.",
])  # fmt: skip
def test_the_region_that_engages_itself_is_proposed_and_to_whom_is_asked(quote: str) -> None:
    meeting = make_held()
    commune = make_body(place=make_commune(meeting.place))
    region = meeting.series.owner
    form = PromiseForm(meeting=meeting, quote=quote)
    assert (form.initial["debtors"], form.initial["creditor"]) == ([region.pk], None)
    assert '<option value="" selected>' in str(form["creditor"])
    said = PromiseForm(meeting=meeting, quote=f"يلتزم مجلس الجهة بدعم {commune.name_ar}.").initial
    assert (said["debtors"], said["creditor"]) == ([region.pk], commune.pk)


@pytest.mark.parametrize("quote", [
    "تعهدت جماعة بتحويل مساهمتها لحساب الجهة.", "تلتزم جهة أخرى بالقاعة.", "La commune verse sa part à la région.",
])  # fmt: skip
def test_the_region_to_which_others_promise_is_not_proposed(quote: str) -> None:
    meeting = make_held()
    form = PromiseForm(meeting=meeting, quote=quote)
    assert form.initial["debtors"] == []
    assert form.initial["creditor"] == meeting.series.owner.pk


def test_the_body_that_organises_promises_to_another(as_user: AsUser) -> None:
    meeting = make_held()
    region = meeting.series.owner
    quote = f"تلتزم {region.name_ar} بالمواكبة."
    assert PromiseForm(meeting=meeting, quote=quote).initial["debtors"] == [region.pk]
    client = as_user(officer_of(region.place))
    url = reverse("meetings:mark", args=[meeting.pk])
    sent = {"quote": quote, "text": "المواكبة", "debtors": [region.pk], "creditor": region.pk}
    refused = BeautifulSoup(client.post(url, sent).content, "html.parser")
    assert "A body promises to another body." in refused.text
    client.post(url, sent | {"creditor": make_body(place=make_commune(meeting.place)).pk})
    assert Obligation.objects.get().debtor == region


def test_the_subject_is_said_in_few_words_that_end_somewhere() -> None:
    whole = f"{SOON[:-1].removesuffix(' في أقرب الآجال')} وكذا الاستمرار في المشاركة في الدورات التكوينية."
    assert in_few_words(whole) == "عبر السادة الرؤساء عن استعدادهم التام للوفاء بالالتزامات المالية للجماعات"
    assert in_few_words("تلتزم العمالة بالقاعة.") == "تلتزم العمالة بالقاعة"
    assert in_few_words("كلمة " * 15 + "في كلمة") == " ".join(["كلمة"] * 15)
    assert len(in_few_words("م" * 300)) == 80


@pytest.mark.parametrize(
    ("sentence", "said"),
    [("تعهد السادة الرؤساء بتحويل مساهمات جماعاتهم برسم سنة 2023 لحساب الجهة قبل 30 يونيو 2023.",
      "تعهد السادة الرؤساء بتحويل مساهمات جماعاتهم برسم سنة 2023 لحساب الجهة"),
     ("تلتزم العمالة بالقاعة، وذلك قبل متم شهر يونيو 2023.", "تلتزم العمالة بالقاعة"),
     ("La commune verse sa part avant le 30 juin 2023.", "La commune verse sa part"),
     ("La commune verse sa part d’ici la fin du mois de juin 2023.", "La commune verse sa part"),
     ("تعقد دورة 5 ماي 2023 قبل 30 يونيو 2023.", "تعقد دورة 5 ماي 2023 قبل 30 يونيو 2023")],
)  # fmt: skip
def test_the_day_that_ends_a_sentence_and_has_its_own_field_is_not_told_twice(sentence: str, said: str) -> None:
    assert in_few_words(sentence, dt.date(2023, 6, 30)) == said


@pytest.mark.parametrize(
    ("told", "day"),
    [("في أجل شهر", dt.date(2023, 6, 11)), ("في أجل شهرين", dt.date(2023, 7, 11)),
     ("داخل أجل 15 يوما", dt.date(2023, 5, 26)), ("في أجل أقصاه عشرة أيام", dt.date(2023, 5, 21)),
     ("في أجل أسبوعين", dt.date(2023, 5, 25)), ("dans un délai d’un mois", dt.date(2023, 6, 11)),
     ("dans un délai de deux mois", dt.date(2023, 7, 11)), ("sous 10 jours", dt.date(2023, 5, 21)),
     ("قبل نهاية سنة 2023", dt.date(2023, 12, 31)), ("قبل متم السنة الجارية", dt.date(2023, 12, 31)),
     ("avant la fin de l’année 2024", dt.date(2024, 12, 31)), ("avant fin 2023", dt.date(2023, 12, 31))],
)  # fmt: skip
def test_a_term_runs_from_the_meeting_and_a_year_ends_in_december(told: str, day: dt.date) -> None:
    sentence = f"يلتزم مجلس الجهة بالمواكبة {told}."
    assert day_in(sentence, since=dt.date(2023, 5, 11)) == day
    assert in_few_words(sentence, day) == "يلتزم مجلس الجهة بالمواكبة"


def test_a_month_that_is_named_or_a_length_is_no_term() -> None:
    since = dt.date(2023, 1, 31)
    assert day_in("في أجل شهر يونيو 2023", since=since) == dt.date(2023, 6, 30)
    assert day_in("تنظم دورة من 3 أيام", since=since) is None
    assert day_in("في أجل شهر", since=since) == dt.date(2023, 2, 28)


def test_a_day_of_which_nothing_was_read_stays_in_the_subject() -> None:
    sentence = "تلتزم العمالة بالقاعة قبل 31 يونيو 2023."
    assert in_few_words(sentence, day_in(sentence, since=THE_DAY)) == sentence[:-1]


@pytest.mark.parametrize("told", ["في يوم 30 يونيو 2023", "مبلغ 28 588,23 درهم"])
@pytest.mark.parametrize("before", range(12, 18))
def test_no_subject_ends_within_a_day_or_an_amount(told: str, before: int) -> None:
    words = ["كلمة"] * before
    short = in_few_words(" ".join([*words, told, *words]))
    assert len(short) <= 80
    assert short.removesuffix(f" {told}").split() == ["كلمة"] * short.count("كلمة")
