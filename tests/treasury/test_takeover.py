"""Agreements kept in a workbook, brought in with their parties, shares, paths and what was received."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from takwin.accounts.models import User
from takwin.agreements.actions import declare_vote, record_reception
from takwin.agreements.enums import AgreementState, StepKind
from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
from takwin.agreements.queries import state_of
from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.deciding import decide_for_all, fix_row, settle_stops
from takwin.documents.imports.reading import read_batch, receive_file
from takwin.documents.imports.recording import record_batch, undo_batch
from takwin.documents.models import Act
from takwin.journal.models import Entry
from takwin.people.enums import Title
from takwin.rights.enums import Role
from takwin.treasury.actions import receive, record_line, request_funds
from takwin.treasury.enums import LineSource
from takwin.treasury.imports.importer import SENTENCES, TAKEOVER, say
from takwin.treasury.imports.judging import BY_ROWS
from takwin.treasury.models import AccountLine, FinancialYear, Receipt
from takwin.treasury.queries import received_of
from tests.factories.agreements import make_agreement, make_clause, make_instalment, make_party
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.letters import make_paper
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of
from tests.factories.treasury import RIB
from tests.people.lists import ifrane
from tests.treasury.takeover_files import council, leuh, row, workbook

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
FOUNDED = dt.date(2021, 9, 20)
OPTIONS = {"due": "06-30", "until": "2025-12-31"}


@pytest.fixture
def region() -> Body:
    """Fès-Meknès, with the councils of Ifrane, whose president of Azrou is known."""
    seed_parameters(by=None)
    provincial, azrou, _leuh = ifrane()
    make_office(make_person(name_ar="حسن العبدلاوي"), azrou, title=Title.PRESIDENT, starts_on=dt.date(2021, 9, 20))
    return make_body(BodyKind.REGION, provincial.place.region, rib=RIB)


@pytest.fixture
def keeper(region: Body) -> User:
    return officer_of(region.place, Role.FINANCE_OFFICER)


def received(data: bytes, region: Body, by: User) -> ImportBatch:
    batch = receive_file(
        data, "conventions.xlsx", importer=TAKEOVER, owner=region, place=region.place, options=OPTIONS, by=by
    )
    read_batch(batch, importer=TAKEOVER, by=by, anew=True)
    return ImportBatch.objects.get(pk=batch.pk)


def recorded(data: bytes, region: Body, by: User) -> ImportBatch:
    batch = received(data, region, by)
    record_batch(batch, importer=TAKEOVER, by=by)
    return ImportBatch.objects.get(pk=batch.pk)


def said(batch: ImportBatch, *, stopping: bool = True) -> list[tuple[str, str]]:
    """Cell and code of what is to be said of the rows, in their order."""
    rows = batch.rows.order_by("position").values_list("data", flat=True)
    return [(p[0], p[2]) for data in rows for p in (*data["problems"], *data["judged"]) if p[3] or not stopping]


def test_a_workbook_becomes_agreements_with_shares_paths_and_opening_balances(region: Body, keeper: User) -> None:
    batch = received(workbook(), region, keeper)
    assert said(batch) == []
    assert batch.counts["will"] == {
        "agreements": 1, "parties": 3, "commitments": 6, "promised": 10_000_000, "steps": 5, "opened": 1,
        "received": 1_500_000, "same": 0,
    }  # fmt: skip
    record_batch(batch, importer=TAKEOVER, by=keeper)
    agreement = Agreement.objects.get()
    assert (agreement.reference, agreement.owner, agreement.place.code) == ("12/2024", region, "03.271")
    assert (agreement.first_year, agreement.last_year) == (2024, 2025)
    azrou = Party.objects.get(body__place__code="03.271.01.01")
    steps = {step.kind: step for step in azrou.steps.all()}
    assert [step.done_on for step in steps.values()] == [
        dt.date(2024, 2, 5), dt.date(2024, 2, 5), dt.date(2024, 3, 20), dt.date(2024, 6, 5)
    ]  # fmt: skip
    assert (steps[StepKind.VOTE].act.number, steps[StepKind.SIGNATURE].signatory.name_ar) == (
        "7",
        "حسن العبدلاوي",
    )
    dues = Instalment.objects.filter(payer=azrou.body).order_by("year")
    assert [(due.due_on, due.amount, received_of(due)) for due in dues] == [
        (dt.date(2024, 6, 30), Decimal(12000), Decimal(12000)), (dt.date(2025, 6, 30), Decimal(12000), Decimal(3000)),
    ]  # fmt: skip
    line = AccountLine.objects.get()
    assert (line.source, line.booked_on, line.amount, line.file) == (
        "opening",
        dt.date(2025, 12, 31),
        15000,
        batch.file,
    )
    assert Instalment.objects.filter(payer__kind=BodyKind.PROVINCE).count() == 2
    assert Entry.objects.get(verb="import.recorded").facts["rows"] == 3


def test_the_same_workbook_twice_changes_nothing(region: Body, keeper: User) -> None:
    data = workbook()
    recorded(data, region, keeper)
    with pytest.raises(ValidationError, match="already imported"):
        received(data, region, keeper)
    again = received(workbook(صفحة=[["ملاحظة"]]), region, keeper)
    assert {v: n for v, n in again.counts["will"].items() if n} == {"same": 3}
    before = (Step.objects.count(), Commitment.objects.count(), Receipt.objects.count(), Act.objects.count())
    record_batch(again, importer=TAKEOVER, by=keeper)
    assert before == (Step.objects.count(), Commitment.objects.count(), Receipt.objects.count(), Act.objects.count())


def test_what_a_later_workbook_adds_is_added_and_what_it_says_otherwise_stops(region: Body, keeper: User) -> None:
    recorded(workbook(row(signed=None, signatory=None, received=None), leuh(), council()), region, keeper)
    batch = received(workbook(row(), leuh(y2025=9000), council(), total=None), region, keeper)
    assert said(batch) == [("G6", "promised_otherwise")]
    later = recorded(workbook(row(), leuh(), council()), region, keeper)
    assert later.counts["did"] == {
        "agreements": 0, "parties": 0, "commitments": 0, "promised": 0, "steps": 1, "opened": 1,
        "received": 1_500_000, "same": 2,
    }  # fmt: skip
    assert Agreement.objects.get().frozen_on
    undo_batch(later, importer=TAKEOVER, by=keeper)
    agreement = Agreement.objects.get()
    assert (agreement.frozen_on, agreement.frozen, Receipt.objects.count()) == (None, None, 0)
    assert (Step.objects.filter(kind=StepKind.SIGNATURE).count(), Commitment.objects.count()) == (0, 6)


def test_a_workbook_is_undone_as_a_whole_while_nothing_depends_on_it(region: Body, keeper: User) -> None:
    batch = recorded(workbook(), region, keeper)
    undo_batch(batch, importer=TAKEOVER, by=keeper)
    for model in (Agreement, Party, Step, Commitment, Instalment, AccountLine, Receipt, Act):
        assert not model._default_manager.exists(), model
    signed = recorded(workbook(row(), total=(12000, 12000)), region, keeper)
    assert state_of(Agreement.objects.get(), clock.today()) == AgreementState.ENDED
    request_funds(Instalment.objects.get(year=2025), by=keeper)
    with pytest.raises(ValidationError, match="Funds were asked for"):
        undo_batch(signed, importer=TAKEOVER, by=keeper)
    assert Agreement.objects.count() == 1


def closed_2025(region: Body, keeper: User) -> FinancialYear:
    return FinancialYear.objects.create(
        owner=region, year=2025, account_kind="fund", opening_balance=0, state="closed", paper=make_paper(owner=region),
        closed_at=clock.now(), closed_by=keeper,
    )  # fmt: skip


def test_a_workbook_is_not_undone_from_under_a_closed_year_or_a_signature(region: Body, keeper: User) -> None:
    batch = recorded(workbook(), region, keeper)
    year = closed_2025(region, keeper)
    with pytest.raises(ValidationError, match="is closed"):
        undo_batch(batch, importer=TAKEOVER, by=keeper)
    year.delete()
    voted = Party.objects.get(body__place__name_ar="عين اللوح")
    declare_vote(voted, sat_on=dt.date(2024, 2, 5), voted_on=dt.date(2024, 2, 5), number="9", by=keeper)
    with pytest.raises(ValidationError, match="taken steps"):
        undo_batch(batch, importer=TAKEOVER, by=keeper)
    assert Agreement.objects.exists()


def test_a_workbook_is_not_undone_from_under_the_day_its_deliberation_was_received(region: Body, keeper: User) -> None:
    voted = row(visaed=None, signed=None, signatory=None, received=None)
    batch = recorded(workbook(voted, total=(12000, 12000)), region, keeper)
    record_reception(Party.objects.get(), received_on=dt.date(2024, 2, 12), by=keeper)
    with pytest.raises(ValidationError, match="1 row corrected since"):
        undo_batch(batch, importer=TAKEOVER, by=keeper)
    assert Step.objects.filter(received_on=dt.date(2024, 2, 12)).exists()


def test_money_already_entered_otherwise_is_not_entered_again(region: Body, keeper: User) -> None:
    recorded(workbook(row(received=None), total=(12000, 12000)), region, keeper)
    due = Instalment.objects.get(year=2024)
    slip = record_line(
        owner=region, source=LineSource.SLIP, reference="S1", booked_on=dt.date(2025, 3, 1), amount=Decimal(5000),
        label="x", by=keeper,
    )  # fmt: skip
    receive(slip, {due: Decimal(5000)}, by=keeper)
    assert said(received(workbook(row(received=5000), total=None), region, keeper)) == [("M5", "received_otherwise")]


def test_what_was_received_fills_the_instalments_of_a_year_one_after_the_other(region: Body, keeper: User) -> None:
    recorded(workbook(row(received=None), total=(12000, 12000)), region, keeper)
    first, second = Instalment.objects.get(year=2024), Instalment.objects.get(year=2024)
    first.amount, second.pk, second.number, second.amount = Decimal(6000), None, 2, Decimal(6000)
    first.save()
    second.save()
    recorded(workbook(row(received=7000), total=None), region, keeper)
    dues = Instalment.objects.filter(year=2024).order_by("number")
    assert [received_of(due) for due in dues] == [6000, 1000]


def test_an_opening_balance_is_entered_before_the_account_is_kept(region: Body, keeper: User) -> None:
    FinancialYear.objects.create(owner=region, year=2025, opening_balance=Decimal(15000))
    assert ("M5", "year_kept") in said(received(workbook(row(), total=None), region, keeper))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_empty_sheet_filled_in_is_read_back(language: str, region: Body, keeper: User, as_user: Browser) -> None:
    with translation.override(language):
        sheet = as_user(keeper).get(reverse("treasury:template"), headers={"accept-language": language})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))  # type: ignore[attr-defined]
    page, heads = book.worksheets[0], {}
    top = next(line for line in page.iter_rows() if sum(cell.value is not None for cell in line) > 3)
    for cell in top:
        heads[str(cell.value)] = cell.column
    shares = [column for text, column in heads.items() if "2024" in text or "2025" in text]
    for column, value in {1: "إفران", 2: "جماعة أزرو"}.items():
        page.cell(top[0].row + 1, column, value)
    for column in shares[:1]:
        page.cell(top[0].row + 1, column, 12000)
    out = io.BytesIO()
    book.save(out)
    batch = received(out.getvalue(), region, keeper)
    assert [row_.data["values"]["place"] for row_ in batch.rows.all()] == ["03.271.01.03"]


WRONG: list[tuple[list[Any], list[tuple[str, str]]]] = [
    ([row(council="جماعة لا وجود لها")], [("C5", "place_unknown")]),
    ([row(council="جامعة الأخوين - إفران")], [("C5", "place_unknown")]),
    ([row(council="مؤسسة من أجل جماعة أزرو")], [("C5", "place_unknown")]),
    ([row(province="مدينة الخيال")], [("B5", "province_unknown")]),
    ([row(council="ميسور")], [("C5", "place_elsewhere")]),
    ([row(y2024=-5, received=None)], [("F5", "amount_negative")]),
    ([row(y2025="في طور الأداء", received=None)], [("G5", "amount_unreadable")]),
    ([row(visaed="01/02/2024")], [("J5", "visa_before_vote")]),
    ([row(signed="01/03/2024")], [("K5", "signature_before_visa")]),
    ([row(visaed=None)], [("K5", "signature_without_visa")]),
    ([row(signatory="عمر الفيلالي")], [("L5", "not_in_office")]),
    ([row(signed="05/06/2099")], [("K5", "day_to_come")]),
    ([row(received=25000)], [("M5", "received_above")]),
    ([row(reference=None)], [("C5", "reference_needed")]),
    ([row(y2024=None, y2025=None, received=None)], [("C5", "share_needed")]),
    ([row(), row()], [("C6", "party_twice")]),
    ([row(voted="كذا", vote="7", visaed=None, signed=None)], [("I5", "day_unreadable")]),
]


def test_what_cannot_be_stops_at_its_cell_and_nothing_is_half_done(region: Body, keeper: User) -> None:
    make_commune(make_province(region.place, code="03.131", name_ar="بولمان"), code="03.131.01.01", name_ar="ميسور")
    for rows, expected in WRONG:
        batch = received(workbook(*rows, total=None), region, keeper)
        assert said(batch) == expected
        with pytest.raises(ValidationError, match="stop"):
            record_batch(batch, importer=TAKEOVER, by=keeper)
        assert not Agreement.objects.exists()


def region_row(**cells: Any) -> list[Any]:
    """The region, which carries the agreement and pays itself nothing."""
    return row(**{"council": "جهة فاس-مكناس", "y2024": None, "y2025": None, "received": None} | cells)


def test_the_region_alone_under_a_mistyped_number_does_not_sign_a_text_that_binds_nobody(
    region: Body, keeper: User
) -> None:
    make_office(make_person(name_ar="عبد الواحد الأنصاري"), region, title=Title.PRESIDENT, starts_on=FOUNDED)
    signing = region_row(signatory=None)
    assert said(received(workbook(row(), signing, total=None), region, keeper)) == []
    mistyped = region_row(signatory=None, reference="21/2024")
    batch = received(workbook(row(), mistyped, total=None), region, keeper)
    assert said(batch) == [("D6", "nothing_promised")]
    with pytest.raises(ValidationError, match="stop"):
        record_batch(batch, importer=TAKEOVER, by=keeper)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("has", ["nothing", "article", "promise"])
def test_the_region_signs_alone_what_is_recorded_already_when_it_binds_somebody(
    has: str, region: Body, keeper: User
) -> None:
    make_office(make_person(name_ar="عبد الواحد الأنصاري"), region, title=Title.PRESIDENT, starts_on=FOUNDED)
    agreement = make_agreement(region, reference="12/2024", first_year=2024, last_year=2025)
    make_party(agreement, region)
    if has == "article":
        make_clause(agreement)
    if has == "promise":
        make_instalment(make_party(agreement), year=2025)
    batch = received(workbook(region_row(signatory=None), total=None), region, keeper)
    assert said(batch) == ([("D5", "nothing_promised")] if has == "nothing" else [])


def test_totals_that_are_not_the_sum_of_their_rows_stop_until_someone_says_which_is_right(
    region: Body, keeper: User
) -> None:
    batch = received(workbook(total=(50000, 49000)), region, keeper)
    assert said(batch) == [("G8", "total_differs")]
    assert settle_stops(batch, importer=TAKEOVER, blank=(), by=keeper) == 0  # no row is at fault
    assert said(batch) == [("G8", "total_differs")]
    mended = batch.rows.get(position=2)
    fix_row(mended, values={"share_2025": "7.000,00"}, importer=TAKEOVER, by=keeper)
    assert said(batch) == []
    fix_row(mended, values={"share_2025": "8000"}, importer=TAKEOVER, by=keeper)
    decide_for_all(ImportBatch.objects.get(pk=batch.pk), name=BY_ROWS, is_on=True, importer=TAKEOVER, by=keeper)
    assert (said(batch), said(batch, stopping=False)[-1]) == ([], ("G8", "total_differs"))
    record_batch(batch, importer=TAKEOVER, by=keeper)
    assert Instalment.objects.filter(year=2025).count() == 3


def test_what_was_received_is_not_entered_in_a_closed_year(region: Body, keeper: User) -> None:
    closed_2025(region, keeper)
    whys = {why for _cell, why in said(received(workbook(), region, keeper))}
    assert whys == {"year_closed"}


def test_only_who_keeps_the_account_brings_a_workbook_in(region: Body, keeper: User, as_user: Browser) -> None:
    officer = as_user(officer_of(region.place, Role.REGION_OFFICER))
    assert officer.get(reverse("treasury:import")).status_code == 403
    batch = received(workbook(), region, keeper)
    colleague = as_user(officer_of(region.place, Role.FINANCE_OFFICER))
    assert colleague.get(reverse("treasury:preview", args=[batch.pk])).status_code == 404
    assert as_user(keeper).get(reverse("people:preview", args=[batch.pk])).status_code in (403, 404)


def test_a_workbook_goes_through_the_wizard_and_comes_back_with_its_remarks(
    region: Body, keeper: User, as_user: Browser, language: str
) -> None:
    browser = as_user(keeper, language=language)
    file = SimpleUploadedFile("conventions.xlsx", workbook(row(visaed="01/02/2024"), leuh(), council()))
    answer = browser.post(reverse("treasury:import"), {"file": file, "owner": region.pk, **OPTIONS})
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("treasury:understood", args=[batch.pk])
    columns = {c["letter"]: c["field"] for c in batch.understood["sheets"][0]["tables"][0]["columns"]}
    assert columns == {
        "A": "useless", "B": "province", "C": "place", "D": "reference", "E": "agreed_on", "F": "share_2024",
        "G": "share_2025", "H": "vote", "I": "voted_on", "J": "visaed_on", "K": "signed_on", "L": "signatory",
        "M": "received", "N": "useless",
    }  # fmt: skip
    page = browser.get(reverse("treasury:preview", args=[batch.pk])).content.decode()
    assert say("visa_before_vote", 0) in page
    back = openpyxl.load_workbook(io.BytesIO(browser.get(reverse("treasury:corrected", args=[batch.pk])).content))
    assert say("visa_before_vote", 0) in back["الاتفاقيات"]["J5"].comment.text
    found = batch.rows.get(position=1)
    shown = browser.get(reverse("treasury:import_row", args=[found.pk])).context["form"]
    typed = {name: shown[name].value() for name in shown.fields} | {"visaed_on": "20/03/2024"}
    assert browser.post(reverse("treasury:import_row", args=[found.pk]), typed).status_code == 302
    assert browser.post(reverse("treasury:record", args=[batch.pk])).url == reverse("treasury:imports")
    assert Agreement.objects.get().reference == "12/2024"
    assert browser.get(reverse("treasury:imports")).status_code == 200
    assert browser.get(reverse("treasury:template")).status_code == 200
    browser.post(reverse("treasury:undo_import", args=[batch.pk]))
    assert not Agreement.objects.exists()


def test_every_reason_is_a_sentence(language: str) -> None:
    assert all(say(why, 3 if "%(row)s" in str(text) else 0) for why, text in SENTENCES.items())
