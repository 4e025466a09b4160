"""What the database itself refuses of files, numbers, acts, papers and sheets."""

import datetime as dt

import pytest

from takwin.core import clock
from takwin.documents.actions import issue_paper, store_file
from takwin.documents.enums import ActKind, PaperKind
from takwin.documents.models import Act, ImportBatch, ImportLayout, ImportRow, NumberSeries, Paper, StoredFile
from tests.constraints import breaks
from tests.factories.directory import make_body

pytestmark = pytest.mark.django_db
INSTANT = dt.timedelta(microseconds=1)


def store(owner):
    return store_file(b"scan", name="acte.pdf", content_type="application/pdf", owner=owner, by=None)


def again(row, **facts):
    """The same row once more, but for some facts."""
    row.pk = None
    for name, fact in facts.items():
        setattr(row, name, fact)
    row.save(force_insert=True)
    return row


def test_the_same_bytes_are_kept_once_for_an_owner():
    stored = store(make_body())
    with breaks(StoredFile, "stored_file_once_per_owner"):
        again(stored)
    assert again(stored, owner=make_body()).pk


def test_an_owner_has_one_series_of_numbers_a_year():
    owner = make_body()
    NumberSeries.objects.create(owner=owner, key="letter", year=2026)
    with breaks(NumberSeries, "number_series_once"):
        NumberSeries.objects.create(owner=owner, key="letter", year=2026)
    assert NumberSeries.objects.create(owner=owner, key="letter", year=2027).pk


def make_act(**facts):
    return Act.objects.create(**{"kind": ActKind.VISA, "number": "9", "taken_on": dt.date(2026, 1, 12)} | facts)


def test_an_act_is_recorded_once():
    body = make_body()
    make_act(body=body)
    with breaks(Act, "act_number_once"):
        make_act(body=body)
    assert make_act(body=body, taken_on=dt.date(2026, 1, 13)).pk


def test_acts_without_a_number_may_be_several():
    body = make_body()
    make_act(body=body, number="")
    assert make_act(body=body, number="").pk


def make_paper():
    owner = make_body()
    kind, told = PaperKind.FUNDS_REQUEST, {"template": "funds-request", "facts": {}}
    return issue_paper(owner=owner, kind=kind, subject=owner, reference="1/2026", by=None, **told)


def test_a_reference_names_one_paper_of_its_owner():
    paper = make_paper()
    with breaks(Paper, "paper_reference_once"):
        again(paper)
    assert again(paper, owner=make_body()).pk


def test_a_paper_is_not_cancelled_before_it_is_issued():
    paper = make_paper()
    with breaks(Paper, "paper_cancelled_after_issue"):
        Paper.objects.filter(pk=paper.pk).update(cancelled_at=paper.issued_at - INSTANT)
    assert Paper.objects.filter(pk=paper.pk).update(cancelled_at=paper.issued_at) == 1


def make_batch(**facts):
    owner = make_body()
    return ImportBatch.objects.create(
        kind="people.members", owner=owner, file=store(owner), read_at=clock.now(), **facts
    )


def test_a_sheet_is_recorded_once():
    batch = make_batch(state="recorded", recorded_at=clock.now())
    with breaks(ImportBatch, "import_recorded_once"):
        again(batch)
    assert again(batch, state="read", recorded_at=None).pk


def test_a_recorded_sheet_has_its_date_and_no_other():
    with breaks(ImportBatch, "import_recorded_at_matches_state"):
        make_batch(state="recorded")
    with breaks(ImportBatch, "import_recorded_at_matches_state"):
        make_batch(state="read", recorded_at=clock.now())


def test_an_import_undone_has_the_date_of_its_undoing_and_no_other_has():
    recorded = {"recorded_at": clock.now()}
    with breaks(ImportBatch, "import_undone_at_matches_state"):
        make_batch(state="undone", **recorded)
    with breaks(ImportBatch, "import_undone_at_matches_state"):
        make_batch(state="recorded", undone_at=clock.now(), **recorded)


def test_a_row_of_a_list_is_kept_once():
    batch = make_batch()
    ImportRow.objects.create(batch=batch, position=1, data={})
    with breaks(ImportRow, "import_row_once"):
        ImportRow.objects.create(batch=batch, position=1, data={})


def test_a_layout_is_remembered_once_for_an_office():
    facts = {"owner": make_body(), "kind": "people.roster", "fingerprint": "x", "choice": {}, "kept_at": clock.now()}
    ImportLayout.objects.create(**facts)
    with breaks(ImportLayout, "import_layout_once"):
        ImportLayout.objects.create(**facts)
