"""How papers read to the eye of whoever holds them: the order of hours, what may not be parted, what stands alone."""

import copy

import pytest

from takwin.documents.papers.engine import render
from tests.documents.reading import edges, pages_of, plain, seen_in, text_of
from tests.documents.samples import samples

SAMPLES = samples()


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
