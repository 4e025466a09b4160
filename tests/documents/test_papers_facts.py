"""What the builders of facts write from plain values: dates, hours, presence, sums."""

import datetime as dt
from decimal import Decimal

import pytest

from takwin.core.formats import LRM
from takwin.core.halfdays import HalfDay, Part, half_days
from takwin.documents.papers import facts, figures
from takwin.documents.papers.engine import render
from takwin.documents.papers.parts import letter, letterhead, money, paper, presence, rate, reference, signatory
from tests.documents.samples import COUNCIL, HALF_DAYS, PRESIDENT, REGION, samples
from tests.documents.samples_worded import words_of_sample

NINE, NOON, TWO, FIVE = dt.time(9), dt.time(12, 30), dt.time(14), dt.time(17)
TUESDAY, FRIDAY = dt.date(2026, 12, 8), dt.date(2026, 12, 11)
STAMP = dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def test_the_instant_of_issue_is_kept_in_utc() -> None:
    assert paper("TKW-1", "شهادة", author="الجهة", made_at=STAMP)["made_at"] == "2026-11-23T09:00:00+00:00"


def test_a_reference_writes_the_day_as_the_administration_does() -> None:
    assert reference("7", "فاس", TUESDAY)["date"] == "الثلاثاء 8 دجنبر 2026"
    assert reference("7", "Fès", TUESDAY, language="fr")["date"] == "mardi 8 décembre 2026"
    assert reference("7", "فاس", TUESDAY)["attachments"] is None


def test_a_signatory_without_rank_or_name_leaves_room_for_both() -> None:
    assert signatory("الكاتب العام") == {"capacity": "الكاتب العام", "name": None}
    assert signatory("عن العامل", rank="الكاتب العام", name="س") == {
        "capacity": "عن العامل",
        "rank": "الكاتب العام",
        "name": "س",
    }


def test_hours_are_told_once_when_every_day_keeps_them() -> None:
    held = [
        facts.Held(day, *half)
        for day in (TUESDAY, FRIDAY)
        for half in ((Part.MORNING, NINE, NOON), (Part.AFTERNOON, TWO, FIVE))
    ]
    session = facts.session("موضوع", programme="برنامج", held=held, venue="فاس")
    assert session["hours"] == [
        "صباحا: من الساعة 09:00 إلى الساعة 12:30",
        "بعد الزوال: من الساعة 14:00 إلى الساعة 17:00",
    ]
    assert session["dates"] == "الثلاثاء 8 والجمعة 11 دجنبر 2026"


def test_hours_are_told_by_half_day_when_a_day_differs() -> None:
    held = [facts.Held(FRIDAY, Part.AFTERNOON, dt.time(15), FIVE), facts.Held(TUESDAY, Part.AFTERNOON, TWO, FIVE)]
    assert facts.session("موضوع", programme="برنامج", held=held, venue="فاس")["hours"] == [
        "الثلاثاء 8 دجنبر بعد الزوال: من الساعة 14:00 إلى الساعة 17:00",
        "الجمعة 11 دجنبر بعد الزوال: من الساعة 15:00 إلى الساعة 17:00",
    ]


@pytest.mark.parametrize(
    ("attended", "held", "arabic", "french"),
    [
        (1, 2, "نصف يوم واحد من أصل اثنين", "une demi-journée sur deux"),
        (3, 4, "ثلاثة أنصاف أيام من أصل أربعة", "trois demi-journées sur quatre"),
        (4, 4, "أربعة أنصاف أيام، أي كامل مدة الدورة", "quatre demi-journées, soit toute la durée de la session"),
        (11, 12, "أحد عشر نصف يوم من أصل 12", "onze demi-journées sur douze"),
    ],
)
def test_presence_is_told_in_words(attended: int, held: int, arabic: str, french: str) -> None:
    assert presence(attended, held, language="ar") == arabic
    assert presence(attended, held, language="fr") == french


@pytest.mark.parametrize(
    ("days", "arabic", "french"),
    [
        ([TUESDAY], "يوم 8 دجنبر 2026", "le 8 décembre 2026"),
        ([TUESDAY, dt.date(2026, 12, 9)], "يومي 8 و9 دجنبر 2026", "les 8 et 9 décembre 2026"),
        ([TUESDAY, dt.date(2026, 12, 9), FRIDAY], "أيام 8، 9 و11 دجنبر 2026", "les 8, 9 et 11 décembre 2026"),
        ([dt.date(2026, 12, d) for d in (8, 9, 10)], "من 8 إلى 10 دجنبر 2026", "du 8 au 10 décembre 2026"),
    ],
)
def test_a_certificate_says_its_days_as_a_sentence_does(days: list[dt.date], arabic: str, french: str) -> None:
    made = facts.certificate(
        paper("TKW-1", "شهادة", author="الجهة", made_at=STAMP),
        COUNCIL,
        place="فاس",
        issued_on=TUESDAY,
        gender="f",
        said={},
        half_days=[HalfDay(day, part) for day in days for part in Part],
        verify_url="https://takwin.example/verify/7K4M9QXD#",
        signatures=[PRESIDENT],
    )
    assert made["certificate"]["when"] == {"ar": arabic, "fr": french}
    assert made["qr"]["shown"] == "takwin.example/verify/7K4M9QXD"
    assert made["qr"]["text"].endswith("#")


def test_a_paper_never_prints_a_fraction_of_a_centime() -> None:
    assert money(Decimal("1234.5")) == "1234.50"
    assert money(Decimal("1E+3")) == "1000.00"
    with pytest.raises(ValueError, match="whole centimes"):
        money(Decimal("0.005"))


def test_a_rate_is_all_only_when_nothing_is_left() -> None:
    assert rate(Decimal("99999.99"), Decimal(100000)) == f"{LRM}99%"
    assert rate(Decimal(5), Decimal(5)) == f"{LRM}100%"
    assert rate(Decimal(0), Decimal(0)) == "–"


def test_the_columns_of_a_state_of_transfers_sum_to_their_foot() -> None:
    state = samples()["state-of-transfers"][1]["state"]
    for column in ("promised", "unvoted", "requested", "ordered", "declared", "received", "owed", "late"):
        of_groups = [sum(Decimal(row[column]) for row in group["rows"]) for group in state["groups"]]
        assert of_groups == [Decimal(group["total"][column]) for group in state["groups"]]
        assert sum(of_groups) == Decimal(state["total"][column])
    assert [row["number"] for group in state["groups"] for row in group["rows"]] == list(range(1, 41))


def test_a_group_of_one_has_no_subtotal_in_a_cost_share_and_rates_are_of_the_whole() -> None:
    state = samples()["cost-share"][1]["state"]
    assert state["groups"][0]["total"] is None
    assert state["groups"][0]["rows"][0]["heads"] == "–"
    assert state["total"]["rate"] == "100,00%"
    assert Decimal(state["total"]["total"]) == Decimal(state["total"]["share"]) + Decimal(state["total"]["top_up"])


def test_a_cost_share_says_what_the_year_before_left_and_asks_for_nothing_below_zero() -> None:
    rows = [
        figures.ShareRow("جماعة أ", 3, Decimal(100), carried=Decimal(-250)),
        figures.ShareRow("جماعة ب", 3, Decimal(100), carried=Decimal(30)),
    ]
    made = figures.cost_share(
        paper("TKW-1", "جدول", author="الجهة", made_at=STAMP), REGION, reference("1", "فاس", TUESDAY),
        subtitle="2026", groups=[figures.ShareGroup("إقليم", rows)], signatures=[PRESIDENT],
    )  # fmt: skip
    state = made["state"]
    assert state["carries"] is True
    assert [row["total"] for row in state["groups"][0]["rows"]] == ["0.00", "130.00"]
    assert (state["total"]["carried"], state["total"]["total"]) == ("-220.00", "130.00")
    assert render("cost-share", made).startswith(b"%PDF")


def test_a_state_with_no_contribution_yet_is_still_a_state() -> None:
    made = figures.state_of_transfers(
        paper("TKW-1", "بيان", author="الجهة", made_at=STAMP), REGION, reference("1", "فاس", TUESDAY),
        subtitle="2026", words=words_of_sample("state-of-transfers"), groups=[], closed_on=TUESDAY,
        signatures=[PRESIDENT],
    )  # fmt: skip
    assert made["state"]["total"]["received"] == "0.00"
    assert made["state"]["in_words"] == "صفر درهم"


def test_a_request_asks_for_what_is_left_in_figures_and_in_words() -> None:
    request = samples()["funds-request"][1]["request"]
    assert request["total"] == {"promised": "99303.75", "received": "51500.00", "owed": "47803.75"}
    assert request["in_words"] == "سبعة وأربعون ألفا وثمانمائة وثلاثة دراهم وخمسة وسبعون سنتيما"


def test_a_letter_carries_no_more_than_it_was_given() -> None:
    plain = letter("من", "إلى", "الموضوع")
    assert (plain["basis"], plain["through"], plain["copies"]) == ([], None, [])
    assert letterhead("state", ["المملكة المغربية"])["lines"] == {"ar": ["المملكة المغربية"], "fr": []}


def test_half_days_of_a_sheet_are_told_day_and_part() -> None:
    boxes, rows = next(iter(facts.sheet_pages(HALF_DAYS, ["a", "b"])))
    assert list(boxes) == half_days(TUESDAY, dt.date(2026, 12, 9))
    assert rows[:3] == [(1, "a"), (2, "b"), (3, None)]
