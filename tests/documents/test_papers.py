"""Every paper is made without a warning, reads back as it was told, and is the same each time it is made."""

import copy
import re
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from takwin.documents.papers import engine
from takwin.documents.papers.engine import PaperError, preview, qr, qr_drawing, render, render_many
from takwin.documents.papers.notices import reply
from tests.documents.reading import ARABIC, REFERENCE, pages, plain, printed, seen_in, text_of
from tests.documents.samples import TOPIC, certificate, samples

SAMPLES = samples()
PAGES = {
    "convocation-governor": 2, "convocation-participants": 2, "funds-letters": 2, "notice-many": 2, "route-list": 2,
    "attendance-sheet": 2,
    "state-of-transfers": 3, "cost-share": 3, "minutes": 2, "financial-year": 2, "financial-annex": 2,
    "articles-agreement": 2,
}  # fmt: skip
MARKUP = "#panic() *x* $y$ @z <w> `v`"
each_sample = pytest.mark.parametrize("name", SAMPLES)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {name: render(template, facts) for name, (template, facts) in SAMPLES.items()}


def test_every_template_has_a_sample() -> None:
    assert {template for template, _ in SAMPLES.values()} == engine.TEMPLATES


@each_sample
def test_a_paper_is_for_the_archive_and_for_every_reader(name: str, made: dict[str, bytes]) -> None:
    assert made[name].startswith(b"%PDF-")
    assert b"<pdfaid:part>2</pdfaid:part>" in made[name]
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made[name]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made[name]


@each_sample
def test_a_paper_has_the_pages_it_should(name: str, made: dict[str, bytes]) -> None:
    assert pages(made[name]) == PAGES.get(name, 1)


@each_sample
def test_the_same_facts_give_the_same_bytes(name: str, made: dict[str, bytes]) -> None:
    assert render(*SAMPLES[name]) == made[name]


@each_sample
def test_no_reference_stands_reversed_on_the_sheet(name: str, made: dict[str, bytes]) -> None:
    seen = seen_in(made[name])
    told = {piece for fact in printed(SAMPLES[name][1]) for piece in REFERENCE.findall(fact)}
    assert told
    assert {piece for piece in told if piece not in seen} == set()


@each_sample
def test_arabic_words_are_read_back_whole_and_in_order(name: str, made: dict[str, bytes]) -> None:
    read = text_of(made[name])
    told = {
        piece.strip() for fact in printed(SAMPLES[name][1]) for piece in ARABIC.findall(fact) if len(piece.strip()) > 1
    }
    assert {piece for piece in told if plain(piece) not in read} == set()


def test_phones_rib_and_amounts_are_seen_from_left_to_right(made: dict[str, bytes]) -> None:
    assert "0535000000" in seen_in(made["convocation-participant"])
    request = seen_in(made["funds-request"])
    for figure in ("310270123450006789120041", "47.803,75", "13.075,00", "31/03/2026"):
        assert figure in request
    assert "https://takwin.example/open/J7Q2-X4MD-PB9T-W3KC" in seen_in(made["access-letter"])
    assert "482913" in seen_in(made["access-letter"])


def test_a_cancelled_certificate_says_so_in_both_languages(made: dict[str, bytes]) -> None:
    assert plain("وثيقة ملغاة") in text_of(made["certificate-cancelled"])
    assert plain("Documentannulé,sansvaleur") in seen_in(made["certificate-cancelled"])
    assert plain("وثيقة ملغاة") not in text_of(made["certificate"])


def test_a_french_letter_is_french_from_left_to_right(made: dict[str, bytes]) -> None:
    seen = seen_in(made["funds-request-fr-draft"])
    assert "quarante-septmillehuitcenttroisdirhamsetsoixante-quinzecentimes" in seen
    assert "Projet,sansvaleuravantsignature" in seen


def replaced(node: Any, old: str, new: str) -> Any:
    """The same facts with one text in place of another, wherever it stands."""
    if isinstance(node, dict):
        return {key: replaced(value, old, new) for key, value in node.items()}
    if isinstance(node, list):
        return [replaced(value, old, new) for value in node]
    return node.replace(old, new) if isinstance(node, str) else node


def test_markup_in_a_name_stays_text() -> None:
    template, facts = SAMPLES["access-letter-fr"]
    assert plain(MARKUP) in seen_in(render(template, replaced(facts, "Naïma BOUAZZAOUI", MARKUP)))


@each_sample
def test_no_paper_runs_the_markup_of_its_facts(name: str, made: dict[str, bytes]) -> None:
    template, facts = SAMPLES[name]
    for old in ("نعيمة بوعزاوي", "Naïma BOUAZZAOUI", "جهة فاس-مكناس", "Région Fès-Meknès"):
        facts = replaced(facts, old, f"{old} {MARKUP}")
    assert "panic" in seen_in(render(template, facts))


@each_sample
def test_the_longest_names_stay_on_their_pages(name: str) -> None:
    template, facts = SAMPLES[name]
    facts = replaced(facts, "نعيمة بوعزاوي", "مولاي عبد الرحمان سيدي محمد العلوي البلغيثي الإدريسي")
    facts = replaced(facts, "Naïma BOUAZZAOUI", "Moulay Abderrahmane Sidi Mohammed ALAOUI BELGHITI EL IDRISSI")
    facts = replaced(
        facts,
        TOPIC,
        f"{TOPIC} في ضوء القوانين التنظيمية ونظام المراقبة والتدقيق وتقييم السياسات العمومية الترابية",
    )
    assert pages(render(template, facts)) == PAGES.get(name, 1)


def test_a_person_whose_sex_is_not_known_is_named_by_the_form_that_serves_both() -> None:
    facts = copy.deepcopy(certificate())
    facts["certificate"]["gender"] = ""
    pdf = render("certificate", facts)
    assert "queM./Mme" in seen_in(pdf)
    assert plain("السيدة") not in text_of(pdf)


def test_the_code_of_a_certificate_stands_on_one_line_however_wide_its_signs() -> None:
    facts = copy.deepcopy(certificate())
    facts["paper"]["code"] = "TKW-CRT-MWMW-MWMW-MWMW"
    assert "TKW-CRT-MWMW-MWMW-MWMW" in seen_in(render("certificate", facts))


def test_many_papers_come_in_their_order() -> None:
    several = []
    for n in range(40):
        facts = copy.deepcopy(certificate())
        facts["paper"]["code"] = f"TKW-CRT-2026-{n:06d}"
        several.append(facts)
    made = list(render_many("certificate", several))
    assert [f"{n:06d}" in seen_in(pdf) for n, pdf in enumerate(made)] == [True] * 40


def test_one_bad_paper_among_many_is_named() -> None:
    bad = copy.deepcopy(certificate())
    del bad["certificate"]["topic"]
    with pytest.raises(PaperError, match="topic"):
        list(render_many("certificate", [certificate(), bad]))


def test_a_preview_is_a_picture_a_page() -> None:
    shown = preview(*SAMPLES["convocation-governor"], dpi=40)
    assert [png[:4] for png in shown] == [b"\x89PNG"] * 2


def test_the_instant_of_issue_is_the_only_clock() -> None:
    later = copy.deepcopy(certificate())
    later["paper"]["made_at"] = "2026-11-24T09:00:00+00:00"
    assert render("certificate", later) != render("certificate", certificate())


@pytest.mark.parametrize("instant", [None, "", "today", "2026-11-23T09:00:00"])
def test_a_paper_without_its_instant_is_refused(instant: str | None) -> None:
    facts = copy.deepcopy(certificate())
    facts["paper"]["made_at"] = instant
    with pytest.raises(PaperError, match="made_at"):
        render("certificate", facts)


def test_a_sign_that_the_font_lacks_is_refused_rather_than_printed_as_a_box() -> None:
    template, facts = SAMPLES["access-letter-fr"]
    with pytest.raises(PaperError, match="access-letter"):
        render(template, replaced(facts, "Naïma BOUAZZAOUI", "ⴰⵎⴰⵣⵉⵖ"))


@pytest.mark.parametrize(("old", "new"), [("47803.75", "47803.7"), ("310270123450006789120041", "31027012345")])
def test_an_amount_or_a_rib_that_is_not_one_is_refused(old: str, new: str) -> None:
    template, facts = SAMPLES["funds-request"]
    with pytest.raises(PaperError, match=re.escape(new)):
        render(template, replaced(facts, old, new))


@pytest.mark.parametrize("name", ["papers", "register", "../facts"])
def test_what_is_not_a_paper_is_refused(name: str) -> None:
    with pytest.raises(PaperError, match="No paper is called"):
        render(name, certificate())


def test_without_its_fonts_the_engine_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "FONTS", tmp_path)
    with pytest.raises(PaperError, match="make assets"):
        list(render_many("certificate", [certificate()]))  # in new threads, which have no compiler yet


def test_a_warning_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Amiri_but_empty.ttf").write_bytes(b"")
    monkeypatch.setattr(engine, "FONTS", tmp_path)
    with pytest.raises(PaperError, match="unknown font family"):
        list(render_many("certificate", [certificate()]))


def test_a_qr_says_what_scanning_does() -> None:
    code = qr("https://takwin.example/verify/7K4M9QXD#", "رمز التحقق")
    assert code["alt"] == "رمز التحقق"
    assert code["text"] == "https://takwin.example/verify/7K4M9QXD#"
    assert qr_drawing(code["text"]).startswith("<svg")


@pytest.mark.parametrize("name", ["state-of-transfers", "cost-share"])
def test_a_table_without_a_row_says_that_there_is_nothing(name: str) -> None:
    template, facts = copy.deepcopy(SAMPLES[name])
    facts["state"]["groups"] = []
    assert plain("لا شيء") in text_of(render(template, facts))


def test_a_fault_tells_where_it_is_and_not_whose_paper_it_was() -> None:
    said = certificate()
    said["certificate"]["name"]["ar"] = "سلمى السرية"
    for wrong in ({"qr": None}, {"odd": float("nan")}):
        with pytest.raises(PaperError) as fault:
            render("certificate", {**said, **wrong})
        assert "certificate" in str(fault.value)
        assert "سلمى" not in str(fault.value)


def test_beside_each_square_that_opens_a_page_stands_its_address_to_be_typed(made: dict[str, bytes]) -> None:
    answered = {name: facts for name, (_template, facts) in SAMPLES.items() if facts.get("reply") and facts.get("qr")}
    letter = SAMPLES["notice"][1] | reply("15 دجنبر 2026", "402817", "https://takwin.example.ma/p/Y-m1RT888_X/")
    answered["notice"], made = letter, made | {"notice": render("notice", letter)}
    assert len(answered) >= 5
    for name, facts in answered.items():
        address = facts["qr"]["text"].partition("#")[0].partition("://")[2]
        assert address in seen_in(made[name]).replace("\n", ""), name


@pytest.mark.parametrize("name", ["state-of-transfers", "cost-share"])
def test_no_page_bears_a_signature_without_a_row_of_the_table(name: str) -> None:
    """Row by row the last province grows until its signatures pass to another page: the last row goes with them."""
    template, facts = SAMPLES[name]
    *others, last = facts["state"]["groups"]
    found = set()
    for n in range(8, 26, 2):
        rows = (last["rows"] * 5)[:n]
        rows[-1] = rows[-1] | {"name": "آخر الجماعات"}
        grown = copy.deepcopy(facts)
        grown["state"]["groups"] = [*others, last | {"rows": rows}]
        made = render(template, grown)
        page = plain(pdfium.PdfDocument(made)[pages(made) - 1].get_textpage().get_text_bounded())
        assert plain("آخر الجماعات") in page, n
        found.add(pages(made))
    assert len(found) > 1, "the signatures passed from page to page on the way"


@pytest.mark.parametrize(("name", "key"), [("state-of-transfers", "state"), ("financial-annex", "annex")])
def test_a_paper_issued_before_declared_orders_stood_apart_keeps_its_one_column(name: str, key: str) -> None:
    template, facts = copy.deepcopy(SAMPLES[name])
    del facts["words"]
    apart = text_of(render(template, facts))
    for sums in (facts[key]["total"], *(group["total"] for group in facts[key]["groups"])):
        del sums["declared"]
    for group in facts[key]["groups"]:
        for row in group["rows"]:
            del row["declared"]
    before = text_of(render(template, facts))
    assert plain("غير مؤكدة") in apart
    assert plain("غير مؤكدة") not in before
    assert plain("كما صرح") in before


@pytest.mark.parametrize("name", ["state-of-transfers", "financial-annex", "financial-year"])
def test_a_state_issued_before_an_office_had_words_reads_as_one_in_the_original_words(name: str) -> None:
    template, facts = SAMPLES[name]
    before = {told: value for told, value in facts.items() if told not in ("words", "closes_on")}
    assert text_of(render(template, before)) == text_of(render(template, facts))
