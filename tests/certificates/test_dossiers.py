"""The end of a session: report, press note, and one archive whose every piece is checked by its digest."""

import csv
import hashlib
import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from takwin.certificates import actions as certificates
from takwin.certificates.dossiers import actions
from takwin.certificates.dossiers.papers import Remarks, course_proposed
from takwin.certificates.models import Certificate, Dossier
from takwin.core import clock
from takwin.core.models import Job
from takwin.directory.enums import BodyKind
from takwin.documents.actions import path_of
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.documents.serving import pdf_of
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from takwin.training.evaluation.enums import Moment
from takwin.training.models import SessionRound
from takwin.treasury.enums import ExpenseKind
from takwin.treasury.spending import actions as spending
from tests.attendance.test_sheets_read import photo_of
from tests.constraints import breaks
from tests.documents.reading import plain, text_of
from tests.factories.accounts import make_user
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_body, make_region
from tests.factories.rights import officer_of, user_as
from tests.factories.surveys import all_answer, make_round, over
from tests.factories.training import make_session
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db


def certified(*present):
    session, officer = make_closed_session(*present), make_user()
    certificates.issue_certificates(session, by=officer)
    return session, officer


def opened(dossier):
    return zipfile.ZipFile(path_of(dossier.file.sha256))


def test_the_archive_holds_each_kind_of_piece_and_says_the_digest_of_each():
    session, officer = certified(4, 3)
    actions.write_report(session, remarks=Remarks("مرت الدورة في ظروف جيدة."), by=officer)
    dossier = actions.seal_dossier(session, by=officer)
    archive = opened(dossier)
    names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {
        "2-presence", "3-report", "4-certificates", "5-accounts", "6-journal", "manifest.json", "SHA256SUMS",
    }  # fmt: skip
    manifest = json.loads(archive.read("manifest.json"))
    assert len(manifest["pieces"]) == dossier.count == len(names) - 2
    for piece in manifest["pieces"]:
        assert hashlib.sha256(archive.read(piece["path"])).hexdigest() == piece["sha256"]
        assert f"{piece['sha256']}  {piece['path']}\n" in archive.read("SHA256SUMS").decode()


def test_the_digest_of_the_archive_is_in_the_journal():
    session, officer = certified(4)
    dossier = actions.seal_dossier(session, by=officer)
    told = Entry.objects.get(verb="dossier.sealed")
    digest = hashlib.sha256(path_of(dossier.file.sha256).read_bytes()).hexdigest()
    assert told.facts["sha256"] == dossier.file.sha256 == digest


def test_a_dossier_in_which_nothing_changed_is_not_sealed_twice():
    session, officer = certified(4)
    actions.seal_dossier(session, by=officer)
    with pytest.raises(ValidationError, match="Nothing has changed"):
        actions.seal_dossier(session, by=officer)
    certificates.revoke_certificate(Certificate.objects.get(), reason="خطأ", by=officer)
    assert actions.seal_dossier(session, by=officer).count == Dossier.objects.first().count
    assert Dossier.objects.count() == 2


def test_a_piece_that_cannot_be_drawn_keeps_no_other_out_and_is_named():
    session, officer = certified(4, 4)
    bad = Certificate.objects.first()
    Paper.objects.filter(pk=bad.paper_id).update(facts={})
    dossier = actions.seal_dossier(session, by=officer)
    assert dossier.left_out == 1
    assert json.loads(opened(dossier).read("manifest.json"))["left_out"] == [f"4-certificates/{bad.code}.pdf"]


def read(dossier, path):
    return opened(dossier).read(path).decode("utf-8-sig")


def test_the_archive_holds_the_photographs_of_its_signed_sheets_as_they_came():
    session, officer = certified(4)
    photo = photo_of(session.register, officer)
    kept = actions.seal_dossier(session, by=officer)
    path = f"2-presence/sheets/{photo.sheet_id}-1-{photo.pk}.jpg"
    assert hashlib.sha256(opened(kept).read(path)).hexdigest() == photo.file.sha256
    path_of(photo.file.sha256).unlink()
    again = actions.seal_dossier(session, by=officer)
    assert json.loads(read(again, "manifest.json"))["left_out"] == [path]


def test_the_archive_says_what_was_ordered_and_paid_with_its_papers():
    session, officer = certified(4)
    lines = [spending.Ordered("وجبة غداء", Decimal(2), Decimal("120.00"))]
    expense = spending.order(
        session.owner, kind=ExpenseKind.MEALS, title="=1+1", lines=lines, body=make_body(BodyKind.COMPANY),
        register=session.register, by=officer,
    )  # fmt: skip
    dossier = actions.seal_dossier(session, by=officer)
    [told] = csv.DictReader(io.StringIO(read(dossier, "5-accounts/expenses.csv")))
    assert (told["reference"], told["gross"], told["net"], told["paid"]) == (
        expense.reference,
        "240.00",
        "240.00",
        "0.00",
    )
    assert told["title"] == "'=1+1", "no spreadsheet takes it for a formula"
    assert f"5-accounts/{expense.order_paper.reference.replace('/', '-')}.pdf" in opened(dossier).namelist()


def test_the_archive_tells_the_opinions_that_may_be_told_and_no_free_word():
    session, officer = certified(4)
    round_, persons = make_round(5)
    SessionRound.objects.create(session=session, round=round_, moment=Moment.LEAVING)
    all_answer(round_, persons, text="كلام شخصي")
    assert not [name for name in opened(actions.seal_dossier(session, by=officer)).namelist() if "opinions" in name]
    over(round_)
    told = read(actions.seal_dossier(session, by=officer), "7-opinions/leaving.csv")
    first = next(csv.DictReader(io.StringIO(told)))
    assert (first["question_fr"], first["answered"]) == ("Comment était la session ?", "5")
    assert "كلام شخصي" not in told
    unchanged = "Nothing has changed in this dossier since it was last sealed."
    with translation.override("fr"), pytest.raises(ValidationError, match=translation.gettext(unchanged)):
        actions.seal_dossier(session, by=officer)


def test_of_fewer_than_five_the_archive_tells_no_opinion():
    session, officer = certified(4)
    round_, persons = make_round(4)
    SessionRound.objects.create(session=session, round=round_, moment=Moment.LEAVING)
    all_answer(round_, persons)
    over(round_)
    assert not [name for name in opened(actions.seal_dossier(session, by=officer)).namelist() if "opinions" in name]


def test_nothing_is_sealed_before_the_session_is_closed():
    with pytest.raises(ValidationError, match="closed"):
        actions.seal_dossier(make_session(state="confirmed"), by=make_user())


def test_a_report_tells_the_figures_of_the_register_and_the_words_of_its_writer():
    session, officer = certified(4, 2, 0)
    paper = actions.write_report(session, remarks=Remarks("سير عاد.", recommendations="تمديد المدة."), by=officer)
    read = text_of(pdf_of(paper))
    assert plain("الحضور حسب أنصاف الأيام") in read
    assert plain("تمديد المدة") in read
    assert plain("الصعوبات") not in read
    assert paper.facts["half_days"][0]["figures"][0] == "2"
    assert len(paper.facts["bodies"]) == 3


def test_a_second_report_cancels_the_first():
    session, officer = certified(4)
    first = actions.write_report(session, remarks=Remarks("أول"), by=officer)
    second = actions.write_report(session, remarks=Remarks("ثان"), by=officer)
    assert Paper.objects.get(pk=first.pk).cancelled_at
    assert second.reference != first.reference


def test_no_report_of_a_session_that_was_not_held():
    session = make_session(state="confirmed")
    with pytest.raises(ValidationError, match="held first"):
        actions.write_report(session, remarks=Remarks("x"), by=make_user())


def test_the_proposed_words_count_who_came():
    session, _officer = certified(4, 0)
    words = course_proposed(session)
    assert "سجل بها 2" in words
    assert "حضر منهم 1" in words


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_seal_at_once_make_one_dossier():
    session, officer = certified(4)
    said = at_once(*[lambda: actions.seal_dossier(session, by=officer).pk] * 2)
    assert refusals(said) == ["Nothing has changed in this dossier since it was last sealed."]
    assert Dossier.objects.count() == 1


def test_one_archive_is_one_dossier():
    session, officer = certified(4)
    dossier = actions.seal_dossier(session, by=officer)
    with breaks(Dossier, "dossier_once"):
        Dossier.objects.create(session=session, file=dossier.file, count=1, left_out=0, made_at=clock.now())


def test_an_officer_writes_seals_and_keeps_the_dossier(as_user, django_capture_on_commit_callbacks):
    session, _officer = certified(4)
    browser = as_user(officer_of(session.place.region))
    page = browser.get(reverse("certificates:report", args=[session.pk])).content.decode()
    assert session.topic.name_ar in page
    assert browser.post(reverse("certificates:report", args=[session.pk]), {"course": ""}).status_code == 422
    assert browser.post(reverse("certificates:report", args=[session.pk]), {"course": "سير عاد 👍"}).status_code == 422
    browser.post(reverse("certificates:report", args=[session.pk]), {"course": "سير عاد"})
    browser.post(reverse("certificates:press", args=[session.pk]), {"title": "دورة", "text": "نظمت الجهة دورة."})
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("certificates:seal_dossier", args=[session.pk]))
    assert Job.objects.get().state == "done"
    shown = browser.get(session.get_absolute_url()).content.decode()
    for paper in Paper.objects.filter(kind__in=[PaperKind.SESSION_REPORT, PaperKind.PRESS_NOTE]):
        url = reverse("certificates:report_pdf", args=[session.pk, paper.pk])
        assert url in shown
        assert browser.get(url)["Content-Type"] == "application/pdf"
    archive = browser.get(reverse("certificates:dossier_file", args=[Dossier.objects.get().pk]))
    assert b"".join(archive.streaming_content).startswith(b"PK")


def test_neither_a_neighbour_nor_a_commune_reaches_a_dossier(as_user):
    session, officer = certified(4)
    paper = actions.write_report(session, remarks=Remarks("سير عاد"), by=officer)
    dossier = actions.seal_dossier(session, by=officer)
    neighbour = as_user(officer_of(make_region()))
    for name, args in (
        ("report", [session.pk]),
        ("press", [session.pk]),
        ("report_pdf", [session.pk, paper.pk]),
        ("dossier_file", [dossier.pk]),
    ):
        assert neighbour.get(reverse(f"certificates:{name}", args=args)).status_code == 404
    assert neighbour.post(reverse("certificates:seal_dossier", args=[session.pk])).status_code == 404
    commune = as_user(user_as(Role.COMMUNE, body=Certificate.objects.get().body))
    assert commune.get(reverse("certificates:dossier_file", args=[dossier.pk])).status_code == 403


def test_a_paper_of_another_thing_is_not_read_as_a_report(as_user):
    session, _officer = certified(4)
    other = Certificate.objects.get().paper
    browser = as_user(officer_of(session.place.region))
    assert browser.get(reverse("certificates:report_pdf", args=[session.pk, other.pk])).status_code == 404
