import datetime as dt
import json
import re
import time
import zipfile
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from takwin.attendance import actions as attendance
from takwin.attendance.models import Presence
from takwin.attendance.queries import attended
from takwin.certificates import actions
from takwin.certificates.codes import LETTERS, new_code, tidy_code
from takwin.certificates.models import Certificate, CertificateState
from takwin.certificates.papers import common_of
from takwin.certificates.queries import bundles_of, certificate_with, sessions_to_certify
from takwin.core import clock, later
from takwin.core.moves import IllegalMove
from takwin.documents.actions import path_of
from takwin.documents.serving import pdf_of
from takwin.journal.models import Entry, target_of
from takwin.people.actions import correct_person
from takwin.people.enums import Title
from takwin.training.models import TrainingSession
from takwin.training.queries import qualified
from tests.factories.accounts import make_user
from tests.factories.attendance import FIRST_DAY, make_expected
from tests.factories.certificates import make_certificate, make_closed_session
from tests.factories.directory import make_body, make_committee
from tests.factories.people import make_office
from tests.factories.training import make_session

pytestmark = pytest.mark.django_db


def test_three_half_days_of_four_earn_a_certificate_and_two_do_not():
    session = make_closed_session(4, 3, 2, 0)
    assert actions.issue_certificates(session, by=make_user()) == 2
    assert sorted(Certificate.objects.values_list("half_days", flat=True)) == [3, 4]


def test_a_portion_of_certificates_costs_the_same_few_queries_whatever_its_size():
    def queries(session):
        with CaptureQueriesContext(connection) as asked:
            actions.issue_certificates(session, by=officer)
        return len(asked)

    officer, one, several = make_user(), make_closed_session(4), make_closed_session(*[4] * 5)
    queries(make_closed_session(4))  # the key that signs is made once
    assert queries(one) == (cost := queries(several))
    in_portions = make_closed_session(*[4] * 5)
    with patch.object(actions, "CHUNK", 2):
        assert queries(in_portions) - cost <= 2 * 12  # for two portions more


def test_issuing_twice_issues_each_certificate_once():
    session, officer = make_closed_session(4, 4), make_user()
    assert actions.issue_certificates(session, by=officer) == 2
    assert actions.issue_certificates(session, by=officer) == 0
    assert Entry.objects.filter(verb="certificate.issued").count() == 2


def test_no_certificate_before_the_session_is_closed():
    with pytest.raises(ValidationError, match="closed"):
        actions.issue_certificates(make_session(state="confirmed"), by=make_user())


def test_a_certificate_keeps_the_facts_of_its_day_of_issue():
    certificate = make_certificate()
    before = pdf_of(certificate.paper)
    correct_person(certificate.person, name_ar="اسم آخر", by=make_user())
    again = Certificate.objects.get()
    assert again.name_ar == certificate.name_ar
    assert again.issued_on == clock.today()
    assert pdf_of(again.paper) == before


def test_the_french_sentence_holds_no_arabic_name_of_a_committee():
    session = make_closed_session(4)
    line = session.enrolments.get()
    line.office = make_office(line.person, line.body, Title.COMMITTEE_CHAIR, detail="لجنة الصيد")
    line.save()
    actions.issue_certificates(session, by=make_user())
    said = Certificate.objects.get().paper.facts["certificate"]["capacity"]
    assert " de la commission du conseil de " in said["fr"]
    assert said["ar"].endswith(f"لجنة الصيد بمجلس {line.body.name_ar}"), "the chair of a committee is of a council"


def test_the_chair_of_a_committee_that_is_a_body_is_said_of_it_and_of_its_council():
    session = make_closed_session(4)
    line = session.enrolments.get()
    line.office = make_office(line.person, make_committee(line.body), Title.COMMITTEE_CHAIR)
    line.save()
    actions.issue_certificates(session, by=make_user())
    said = Certificate.objects.get().paper.facts["certificate"]["capacity"]
    assert said["ar"].endswith(f"لجنة المالية بمجلس {line.body.name_ar}")
    assert re.match("présidente? de la commission des finances du conseil de ", said["fr"])


def test_the_qr_names_the_public_page_and_what_follows_never_reaches_it():
    certificate = make_certificate()
    address, fragment = certificate.paper.facts["qr"]["text"].split("#")
    assert address.endswith(f"/verify/{certificate.code}")
    assert fragment
    assert fragment not in certificate.paper.facts["qr"]["shown"]


def test_revoking_needs_a_reason_and_happens_once():
    certificate, officer = make_certificate(), make_user()
    with pytest.raises(ValidationError, match="why"):
        actions.revoke_certificate(certificate, reason=" ", by=officer)
    revoked = actions.revoke_certificate(certificate, reason="حضور غير صحيح", by=officer)
    assert revoked.state == CertificateState.REVOKED
    assert revoked.paper.__class__.objects.get(pk=revoked.paper_id).cancelled_at
    assert Entry.objects.filter(verb="paper.cancelled", target=target_of(revoked.paper)).count() == 1
    with pytest.raises(IllegalMove):
        actions.revoke_certificate(certificate, reason="مرة ثانية", by=officer)


def test_who_was_revoked_is_not_issued_another_by_the_next_batch():
    certificate, officer = make_certificate(), make_user()
    actions.revoke_certificate(certificate, reason="خطأ", by=officer)
    assert actions.issue_certificates(certificate.session, by=officer) == 0


def test_reissuing_takes_the_present_name_and_keeps_the_history():
    certificate, officer = make_certificate(), make_user()
    assert not certificate.bears_a_former_name
    correct_person(certificate.person, name_fr="Naïma Bouazzaoui-Alami", by=officer)
    assert Certificate.objects.get().bears_a_former_name
    new = actions.reissue_certificate(certificate, reason="Nom mal écrit", by=officer)
    assert new.name_fr == "Naïma Bouazzaoui-Alami"
    assert new.replaces == certificate
    former = certificate_with(certificate.code)
    assert (former.state, former.bears_a_former_name) == (CertificateState.REPLACED, False)
    assert new.code != certificate.code


def test_what_would_say_the_same_again_is_not_reissued():
    certificate, officer = make_certificate(), make_user()
    with pytest.raises(ValidationError, match="bears already"):
        actions.reissue_certificate(certificate, reason="ضاع", by=officer)
    assert Certificate.objects.get().state == CertificateState.VALID


def test_one_revoked_by_mistake_is_replaced_and_keeps_why_it_was_revoked():
    certificate, officer = make_certificate(), make_user()
    revoked = actions.revoke_certificate(certificate, reason="خطأ", by=officer)
    new = actions.reissue_certificate(revoked, reason="تبين أنه صحيح", by=officer)
    former = certificate_with(certificate.code)
    assert (new.state, former.state) == (CertificateState.VALID, CertificateState.REPLACED)
    assert former.reason == "خطأ · تبين أنه صحيح"


def test_the_same_certificates_make_the_same_archive():
    """The button pressed twice keeps the bytes once: the archive bears no clock."""
    certificate, officer = make_certificate(), make_user()
    first = actions.bundle_certificates(certificate.session, by=officer)
    with clock.at(clock.now() + dt.timedelta(days=1)), patch("time.localtime", return_value=time.gmtime(10**9)):
        again = actions.bundle_certificates(certificate.session, by=officer)
    assert first.file == again.file


def test_an_archive_is_stale_once_a_certificate_of_its_session_ended_since():
    certificate, officer = make_certificate(), make_user()
    actions.bundle_certificates(certificate.session, by=officer)
    assert not bundles_of(certificate.session)[0].is_stale
    with clock.at(clock.now() + dt.timedelta(minutes=1)):
        actions.revoke_certificate(certificate, reason="خطأ", by=officer)
    assert bundles_of(certificate.session)[0].is_stale


@pytest.mark.parametrize("meanwhile", ["ended", "issued"])
def test_an_archive_is_stale_when_its_session_changed_while_it_was_being_made(meanwhile):
    session, officer = make_closed_session(4, 4, 2), make_user()
    actions.issue_certificates(session, by=officer)

    def act(_owners):
        if meanwhile == "ended":
            actions.revoke_certificate(Certificate.objects.first(), reason="خطأ", by=officer)
        else:
            TrainingSession.objects.filter(pk=session.pk).update(certificate_half_days=2)
            actions.issue_certificates(TrainingSession.objects.get(pk=session.pk), by=officer)
        return {}

    with patch.object(actions, "current_seals", act):
        bundle = actions.bundle_certificates(session, by=officer)
    assert bundle.count == 2
    assert bundles_of(session)[0].is_stale


def test_an_archive_asked_for_between_two_portions_of_an_issue_is_stale_once_the_issue_is_over():
    """All the papers of an issue bear the moment it began: by their hour, none would come after the archive."""
    session, officer = make_closed_session(4, 4), make_user()
    made: list[Any] = []

    def ask(_done, _total):
        if not made:
            made.append(None)  # the archive tells how far it has come too
            made.append(actions.bundle_certificates(session, by=officer))

    with patch.object(actions, "CHUNK", 1), later.told(ask):
        actions.issue_certificates(session, by=officer)
    assert made[1].count == 1
    assert bundles_of(session)[0].is_stale
    actions.bundle_certificates(session, by=officer)
    assert not bundles_of(session)[0].is_stale


def test_an_archive_is_made_by_portions_in_the_order_of_names():
    session, officer = make_closed_session(4, 4, 4), make_user()
    actions.issue_certificates(session, by=officer)
    whole = actions.bundle_certificates(session, by=officer)
    with patch.object(actions, "CHUNK", 1):
        portions = actions.bundle_certificates(session, by=officer)
    assert portions.file == whole.file
    names = zipfile.ZipFile(path_of(whole.file.sha256)).namelist()
    assert names == [f"{code}.pdf" for code in session.certificates.order_by("name_ar").values_list("code", flat=True)]


def test_the_archive_holds_a_pdf_for_each_valid_certificate():
    session, officer = make_closed_session(4, 4, 3), make_user()
    actions.issue_certificates(session, by=officer)
    actions.revoke_certificate(Certificate.objects.first(), reason="خطأ", by=officer)
    bundle = actions.bundle_certificates(session, by=officer)
    names = zipfile.ZipFile(path_of(bundle.file.sha256)).namelist()
    assert len(names) == bundle.count == 2
    assert all(name.endswith(".pdf") for name in names)


def test_a_name_that_the_fonts_lack_keeps_no_other_certificate_from_being_printed():
    session, officer = make_closed_session(4, 4), make_user()
    actions.issue_certificates(session, by=officer)
    bad, good = Certificate.objects.order_by("pk")
    bad.paper.facts = json.loads(json.dumps(bad.paper.facts).replace(json.dumps(bad.name_fr)[1:-1], "丁"))
    bad.paper.save()
    bundle = actions.bundle_certificates(session, by=officer)
    assert (bundle.count, list(bundle.left_out.all())) == (1, [bad])
    assert zipfile.ZipFile(path_of(bundle.file.sha256)).namelist() == [f"{good.code}.pdf"]


def test_when_no_certificate_can_be_drawn_it_is_said():
    certificate = make_certificate()
    certificate.paper.facts = {}
    certificate.paper.save()
    with pytest.raises(ValidationError, match="fonts of the papers lack"):
        actions.bundle_certificates(certificate.session, by=make_user())


def test_an_empty_archive_is_refused():
    with pytest.raises(ValidationError, match="no valid certificate"):
        actions.bundle_certificates(make_closed_session(1), by=make_user())


def test_closed_sessions_that_earned_something_wait_for_their_certificates():
    earned, _nothing = make_closed_session(4), make_closed_session(1)
    assert list(sessions_to_certify(TrainingSession.objects.all())) == [earned]
    actions.issue_certificates(earned, by=make_user())
    assert not sessions_to_certify(TrainingSession.objects.all()).exists()


def test_a_half_day_counted_in_another_session_earns_no_certificate():
    session, elsewhere = make_closed_session(0, first_day=FIRST_DAY), make_closed_session(first_day=FIRST_DAY)
    person = session.enrolments.get().person
    make_expected(elsewhere.register, person)
    attendance.mark(elsewhere.register.half_days.first(), person, "present", by=None)
    for half in session.register.half_days.all():
        attendance.mark(half, person, "present", by=None)
    assert Presence.objects.filter(register=session.register, status="present").count() == 4
    assert attended(session.register) == {person.pk: 3}
    assert attended(elsewhere.register) == {person.pk: 1}
    assert list(sessions_to_certify(TrainingSession.objects.filter(pk=session.pk))) == [session]
    TrainingSession.objects.update(certificate_half_days=4)
    session.refresh_from_db()
    assert not sessions_to_certify(TrainingSession.objects.all()).exists()
    assert qualified(session) == []


def test_a_code_typed_with_lookalikes_spaces_and_small_letters_is_read():
    assert tidy_code(" 7k4m 9qxd-2pt0 ") == "7K4M-9QXD-2PT0"
    assert tidy_code("ol1i-0000-0000") == "0111-0000-0000"


def test_codes_are_never_read_two_ways():
    code = new_code()
    assert tidy_code(code) == code
    assert set(code) <= {*LETTERS, "-"}


def test_the_seat_where_a_session_was_held_takes_its_article_in_french():
    session = make_closed_session()
    session.host = make_body(name_fr="Province d’Ifrane")
    assert common_of(session, clock.today(), clock.now()).where["fr"] == "au siège de la province d’Ifrane"
