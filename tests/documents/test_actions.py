import threading
from contextlib import closing

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from takwin.directory.enums import BodyKind
from takwin.documents import actions
from takwin.documents.enums import PaperKind
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.models import Paper, StoredFile
from takwin.documents.serving import file_response, pdf_bytes_response, pdf_of, pdf_response
from takwin.journal.models import Entry
from tests.documents.samples import samples
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.races import at_once

pytestmark = pytest.mark.django_db


def issue(owner, reference="1/2026", subject=None):
    _template, facts = samples()["funds-request"]
    return actions.issue_paper(
        owner=owner,
        kind=PaperKind.FUNDS_REQUEST,
        template="funds-request",
        facts=facts,
        subject=subject or owner,
        reference=reference,
        by=None,
    )


def store(owner, data=b"scan", name="acte.pdf"):
    return actions.store_file(data, name=name, content_type="application/pdf", owner=owner, by=None)


def test_the_same_bytes_are_kept_once_for_an_owner():
    owner = make_body()
    assert store(owner) == store(owner, name="copie.pdf")
    assert Entry.objects.filter(verb="file.stored").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_the_same_bytes_at_once_keep_them_once_and_whole():
    owners, data, failed = [make_body() for _ in range(4)], b"scan" * 500_000, []
    ready = threading.Barrier(len(owners))

    def keep(owner):
        ready.wait()
        try:
            store(owner, data)
        except OSError as fault:
            failed.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=keep, args=[owner]) for owner in owners]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    path = actions.path_of(StoredFile.objects.first().sha256)
    assert (failed, path.read_bytes() == data, list(path.parent.iterdir())) == ([], True, [path])


def test_a_reference_never_writes_a_header():
    response = pdf_bytes_response(b"", 'لجنة "1"\r\nX-Evil: 1/2026.pdf')
    assert "\n" not in response["Content-Disposition"]
    assert "X-Evil" not in response.headers


def test_two_owners_share_the_bytes_and_not_the_row():
    first, second = store(make_body()), store(make_body())
    assert first != second
    assert actions.path_of(first.sha256).read_bytes() == b"scan"


def test_a_file_name_never_leads_to_another_folder():
    assert store(make_body(), name="../../etc/passwd").name == "passwd"


def test_a_stored_file_is_given_to_keep_and_never_shown():
    with closing(file_response(store(make_body()))) as response:
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response.streaming_content) == b"scan"


def test_numbers_follow_each_other_by_owner_key_and_year():
    owner, other = make_body(), make_body()
    taken = [actions.take_number(owner, "letter", 2026) for _ in range(3)]
    assert taken == [1, 2, 3]
    assert actions.take_number(owner, "letter", 2027) == 1
    assert actions.take_number(other, "letter", 2026) == 1


def test_a_number_taken_by_what_failed_is_given_again():
    owner = make_body()
    with transaction.atomic():
        actions.take_number(owner, "letter", 2026)
        transaction.set_rollback(True)
    assert actions.take_number(owner, "letter", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_two_writers_never_take_the_same_number():
    owner, taken = make_body(), []

    def take():
        try:
            for _ in range(5):
                with transaction.atomic():
                    taken.append(actions.take_number(owner, "letter", 2026))
        finally:
            connection.close()

    writers = [threading.Thread(target=take) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(taken) == list(range(1, 11))


def test_a_paper_prints_the_same_bytes_whenever_it_is_asked_for():
    paper = issue(make_body())
    assert pdf_of(paper) == pdf_of(Paper.objects.get())


def test_a_reference_is_used_once():
    owner = make_body()
    issue(owner)
    with pytest.raises(ValidationError, match="already taken"):
        issue(owner)


def test_a_cancelled_paper_says_so_and_stays():
    paper = issue(make_body())
    before = pdf_of(paper)
    cancelled = actions.cancel_paper(paper, by=make_user())
    assert pdf_of(cancelled) != before
    with pytest.raises(ValidationError, match="already cancelled"):
        actions.cancel_paper(paper, by=make_user())


def test_a_paper_is_named_by_its_reference_and_never_kept_by_the_browser():
    response = pdf_response(issue(make_body(), "412/2026"), download=True)
    assert response["Content-Disposition"] == 'attachment; filename="412-2026.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_a_state_administration_stands_under_its_ministry_and_a_council_under_its_own_name():
    state, council = make_body(kind=BodyKind.STATE), make_body(services_ar="المديرية العامة للمصالح\nقسم التكوين")
    assert letterhead_of(state)["lines"]["ar"][:2] == ["المملكة المغربية", "وزارة الداخلية"]
    assert letterhead_of(council)["lines"]["ar"][2:] == ["المديرية العامة للمصالح", "قسم التكوين"]


def test_a_body_writes_the_lines_above_its_name_and_one_that_writes_none_keeps_the_usual_ones():
    health = {
        "authority_ar": "المملكة المغربية\r\nوزارة الصحة\n",
        "authority_fr": "Royaume du Maroc\nMinistère de la Santé",
    }
    lines = letterhead_of(make_body(kind=BodyKind.STATE, services_ar="مصلحة التكوين", **health))["lines"]
    assert lines["ar"][:2] == ["المملكة المغربية", "وزارة الصحة"]
    assert lines["ar"][-1] == "مصلحة التكوين"
    assert lines["fr"][:2] == ["Royaume du Maroc", "Ministère de la Santé"]
    usual = letterhead_of(make_body(kind=BodyKind.STATE, authority_ar="\n", authority_fr=" "))["lines"]
    assert usual["fr"][:2] == ["Royaume du Maroc", "Ministère de l'Intérieur"]
    foundation = letterhead_of(make_body(kind=BodyKind.FOUNDATION))
    assert foundation["lines"]["ar"][0] == "المملكة المغربية"
    assert len(foundation["lines"]["ar"]) == 2


def test_a_letter_is_dated_from_the_town_of_the_body_or_from_its_seat():
    body = make_body(town_fr="Fès")
    assert town_of(body, "fr") == "Fès"
    assert town_of(body, "ar") == body.place.name_ar


def test_bytes_discarded_and_found_again_before_the_end_stay(django_capture_on_commit_callbacks):
    """Whoever stores them meanwhile finds them there and writes nothing: they are asked for again at the end."""
    one = store(make_body(), b"same")
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_file(one, by=None)
        two = store(make_body(), b"same")
    assert actions.path_of(two.sha256).exists()


@pytest.mark.django_db(transaction=True)
def test_of_who_discards_and_who_stores_at_once_none_loses_the_bytes():
    one, other = store(make_body(), b"same"), make_body()
    at_once(lambda: actions.discard_file(one, by=None), lambda: store(other, b"same"))
    assert StoredFile.objects.get().owner == other
    assert actions.path_of(one.sha256).exists()


@pytest.mark.django_db(transaction=True)
def test_who_stores_waits_for_the_one_who_holds_the_bytes():
    """A row written but not yet committed is seen by who drops: he waits for its end."""
    one, other = store(make_body(), b"same"), make_body()
    stored, dropped = threading.Event(), threading.Event()

    def keep():
        with closing(connection), transaction.atomic():
            store(other, b"same")
            stored.set()
            dropped.wait(1)

    keeper = threading.Thread(target=keep)
    keeper.start()
    stored.wait(10)
    actions.discard_file(one, by=None)
    dropped.set()
    keeper.join()
    assert actions.path_of(one.sha256).exists()
