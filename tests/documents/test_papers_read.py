"""How papers read to the eye of whoever holds them: the order of hours, what may not be parted, what stands alone."""

import copy
from typing import Any

import pytest

from takwin.documents.papers.engine import render
from tests.documents.reading import boxes, edges, pages_of, plain, seen_in, text_of
from tests.documents.samples import samples

SAMPLES = samples()
PAGE = 595  # points across


def test_the_hours_of_a_trainer_are_said_from_one_to_the_other() -> None:
    read = text_of(render(*SAMPLES["trainer-letter-mission"]))
    assert plain("من 09:00 إلى 12:00") in read
    assert "de09:00à12:00" in seen_in(render(*SAMPLES["trainer-letter-fr"]))


def test_a_trainer_s_letter_issued_when_a_dash_joined_the_hours_still_draws_them() -> None:
    template, facts = copy.deepcopy(SAMPLES["trainer-letter-mission"])
    for half in facts["half_days"]:
        half["hours"] = "09:00 – 12:00"
    assert "09:00–12:00" in seen_in(render(template, facts))


@pytest.mark.parametrize("name", SAMPLES)
def test_no_particle_stands_apart_from_an_arabic_name(name: str) -> None:
    assert "ـ" not in str(SAMPLES[name][1])


def test_units_of_the_amounts_promised_stand_under_each_other() -> None:
    template, facts = copy.deepcopy(SAMPLES["minutes"])
    for promise, amount in zip(facts["promises"], ("28588.23", "900.00", "1028588.23"), strict=True):
        promise["amount"] = amount
    pdf = render(template, facts)
    rights = [edge[1] for said in ("28.588,23", "900,00", "1.028.588,23") for edge in edges(pdf, said)]
    assert len(rights) >= 3
    assert max(rights) - min(rights) < 0.5


def test_of_which_day_the_amounts_are_is_said_once_under_the_promises() -> None:
    template, facts = SAMPLES["minutes"]
    read = text_of(render(template, facts | {"note": "المبالغ المذكورة هي ما بقي إلى غاية 19 نونبر 2026."}))
    assert read.count(plain("ما بقي إلى غاية")) == 1
    issued_before = {key: value for key, value in facts.items() if key != "note"}
    assert render(template, issued_before).startswith(b"%PDF")


def test_no_page_of_minutes_bears_a_signature_without_the_last_rows_of_the_promises() -> None:
    template, facts = SAMPLES["minutes"]
    row, counts = facts["promises"][0], set()
    for n in range(2, 50, 4):
        rows = [row | {"number": str(i), "who": f"جماعة {i}س"} for i in range(n)]
        read = pages_of(render(template, facts | {"promises": rows}))
        counts.add(len(read))
        assert all(plain(one["who"]) in read[-1] for one in rows[-3:]), n
    assert len(counts) > 1, "the signatures passed from page to page on the way"


def test_no_page_of_the_annex_bears_a_total_or_a_signature_alone() -> None:
    template, facts = copy.deepcopy(SAMPLES["financial-annex"])
    group, total = facts["annex"]["groups"][-1], "المجموع العام"
    for n in range(4, 30, 2):
        group["rows"] = [{**group["rows"][0], "number": str(i), "name": f"جماعة {i}س"} for i in range(n)]
        read = pages_of(render(template, facts))
        (ending,) = (page for page in read if plain(total) in page)
        assert all(plain(row["name"]) in ending for row in group["rows"][-3:]), n
        assert plain("رصيد نهاية السنة") in read[-1], n


@pytest.mark.parametrize("name", ["financial-annex", "state-of-transfers", "cost-share", "financial-year"])
def test_each_page_after_the_first_of_a_long_table_says_what_it_belongs_to(name: str) -> None:
    template, facts = SAMPLES[name]
    said = facts.get("annex", facts.get("state"))
    first, *others = pages_of(render(template, facts))
    running = plain(f"{said['title']} – {said['subtitle']}")
    assert running not in first
    assert others
    assert all(page.count(running) == 1 for page in others)


def test_figures_of_the_annex_stand_near_the_names_they_are_of() -> None:
    pdf = render(*SAMPLES["financial-annex"])
    name, figure = next(edges(pdf, "بن صميم")), next(edges(pdf, "28.588,23"))
    assert name[0] - figure[1] < 45 * 72 / 25.4


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [("certificate", "ar", "نعيمة بوعزاوي"), ("certificate-fr", "fr", "Naïma BOUAZZAOUI")],
)
def test_the_name_on_a_certificate_is_clearly_larger_than_its_topic(name: str, language: str, said: str) -> None:
    template, facts = SAMPLES[name]
    pdf, topic = render(template, facts), facts["certificate"]["topic"][language]
    widths = [(right - left) / len(text) for text in (said, topic) for left, _b, right, _t in boxes(pdf, text)]
    assert max(widths) > 1.4 * min(widths)


AGREED, UNWRITTEN = "تم الاتفاق على ما يلي", "لم تحرر مواد هذه الاتفاقية بعد"


def agreement(state: str = "draft", **told: Any) -> str:
    template, facts = copy.deepcopy(SAMPLES["articles-agreement"])
    facts["paper"]["state"] = state
    return text_of(render(template, facts | told))


def test_a_draft_without_an_article_says_so_instead_of_announcing_nothing() -> None:
    bare: dict[str, Any] = {"articles": [], "schedule": []}
    assert plain(AGREED) in agreement()
    assert plain(UNWRITTEN) not in agreement()
    assert plain(AGREED) not in agreement(**bare)
    assert plain(UNWRITTEN) in agreement(**bare)
    assert plain(AGREED) not in agreement(state="final", **bare)
    assert plain(UNWRITTEN) not in agreement(state="final", **bare)
    assert plain(AGREED) in agreement(state="final", articles=[]), "the schedule follows"


@pytest.mark.parametrize("parties", [2, 5, 8, 14])
def test_those_who_sign_stand_on_one_page_each_with_his_capacity(parties: int) -> None:
    template, facts = copy.deepcopy(SAMPLES["articles-agreement"])
    one = {"name": "", "role": "", "signed": "", "signed_on": "", "capacity": ""}
    names = [chr(0x628 + n) * 4 for n in range(parties)]
    facts["parties"] = [one | {"name": f"جماعة {name}", "capacity": f"رئيس مجلس جماعة {name}"} for name in names]
    read = pages_of(render(template, facts))
    held = [sum(plain(f"رئيس مجلس جماعة {name}") in page for name in names) for page in read]
    assert max(held) == parties
    assert sum(held) == parties


def test_more_parties_than_a_page_holds_sign_on_the_next_one() -> None:
    template, facts = copy.deepcopy(SAMPLES["articles-agreement"])
    one = {"name": "جماعة أزرو", "role": "", "signed": "", "signed_on": "", "capacity": "رئيس مجلس جماعة أزرو"}
    read = text_of(render(template, facts | {"parties": [one] * 40}))
    assert read.count(plain("رئيس مجلس جماعة أزرو")) == 40


def test_an_agreement_drawn_before_capacities_were_told_still_draws() -> None:
    template, facts = copy.deepcopy(SAMPLES["articles-agreement"])
    for party in facts["parties"]:
        party.pop("capacity", None)
    assert render(template, facts).startswith(b"%PDF")


def test_the_blanks_of_a_vote_stand_beside_their_names_and_on_the_sheet_that_is_signed() -> None:
    template, facts = copy.deepcopy(SAMPLES["articles-deliberation"])
    lines = seen_in(render(template, facts)).splitlines()
    votes = [line.count("........") for line in lines if "........" in line]
    assert sorted(votes) == [2, 3], "no blank is left alone on a line"
    for n in range(2, 30, 3):
        facts["schedule"] = [facts["schedule"][0]] * n
        last = pages_of(render(template, facts))[-1]
        assert plain("رئيس المجلس") in last, n
        assert "13.075,00" in last, f"a vote without what is voted, {n}"


def test_words_of_an_office_around_a_blank_stay_a_sentence() -> None:
    template, facts = SAMPLES["articles-deliberation"]
    said = "صودق عليه بأغلبية ........ صوتا من أصل ........ عضوا حاضرا."
    assert plain("صوتا من أصل") in text_of(render(template, facts | {"after": [said]}))


@pytest.mark.parametrize("day", ["يوم الجمعة 4 دجنبر 2026", "يوم السبت 5 دجنبر 2026", "يوم الأربعاء 23 شتنبر 2026"])
def test_a_letter_to_the_governor_leaves_no_date_alone_on_a_line(day: str) -> None:
    template, facts = copy.deepcopy(SAMPLES["convocation-governor"])
    facts["reply"]["before"] = day
    dated = [line for line in seen_in(render(template, facts)).splitlines() if "2026" in line]
    assert min(map(len, dated)) > 16, dated


@pytest.mark.parametrize("words", range(9, 19))
def test_a_name_of_two_parts_never_breaks_at_its_hyphen(words: int) -> None:
    template, facts = copy.deepcopy(SAMPLES["notice"])
    facts["paragraphs"] = ["كلمة " * words + "جهة فاس-مكناس كما يجب."]
    heights = [top - bottom for _left, bottom, _right, top in boxes(render(template, facts), "فاس-مكناس")]
    assert heights
    assert max(heights) < 25


def test_a_title_of_two_lines_is_balanced() -> None:
    template, facts = SAMPLES["press-note"]
    title = "تحضير إطلاق برامج التكوين لفائدة أعضاء مجالس الجماعات الترابية وتحويل المساهمات المالية"
    pdf = render(template, facts | {"title": title})
    first, *_middle, last = title.split()
    (top,), (foot,) = boxes(pdf, first), boxes(pdf, last)
    assert top[1] > foot[1], "two lines"
    assert abs((top[2] - PAGE / 2) - (PAGE / 2 - foot[0])) < 60, "the second is about as long as the first"
