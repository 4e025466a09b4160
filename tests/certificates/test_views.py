from unittest.mock import patch

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from takwin.certificates import actions
from takwin.certificates.models import Bundle, Certificate
from takwin.core import formats
from takwin.core.models import Job
from takwin.documents.papers import engine
from takwin.letters.actions import open_personal_link
from takwin.people.actions import correct_person
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate, make_closed_session
from tests.factories.directory import make_province, make_region
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_user):
    """A visitor who reads English."""
    return as_user()


def verify_url(code):
    return reverse("certificates:verify", args=[code])


def test_anyone_checks_a_certificate_without_its_paper_being_drawn(client, language, monkeypatch):
    certificate = make_certificate()
    monkeypatch.setattr(engine, "_compiler", None)
    page = client.get(verify_url(certificate.code), headers={"accept-language": language})
    assert page.status_code == 200
    proof = BeautifulSoup(page.content, "html.parser").select_one("#proof")
    assert (certificate.name_ar if language == "ar" else certificate.name_fr) in proof.select_one(".name").text
    facts = " ".join(proof.select_one(".facts").text.split())
    days = [formats.day(day) for day in (certificate.starts_on, certificate.ends_on, certificate.issued_on)]
    for told in (certificate.title, *days, certificate.issuer.name, certificate.code):
        assert told in facts
    verdict = {"ar": "هذه الشهادة صالحة", "fr": "Cette attestation est valide"}[language]
    assert proof.select_one("#verdict").text == verdict


def test_checking_asks_the_database_twice_at_most(client, django_assert_max_num_queries):
    certificate = make_certificate()
    with django_assert_max_num_queries(2):
        client.get(verify_url(certificate.code))


def test_the_public_page_shows_neither_reason_nor_identity(client):
    certificate = make_certificate()
    actions.revoke_certificate(certificate, reason="سبب لا يهم العموم", by=make_user())
    text = client.get(verify_url(certificate.code)).content.decode()
    assert "revoked" in text
    assert "سبب لا يهم العموم" not in text


def test_a_replaced_certificate_leads_to_the_one_that_replaces_it(client):
    certificate, officer = make_certificate(), make_user()
    correct_person(certificate.person, name_fr="Autre Nom", by=officer)
    new = actions.reissue_certificate(certificate, reason="اسم", by=officer)
    assert verify_url(new.code) in client.get(verify_url(certificate.code)).content.decode()


def test_the_page_of_a_replaced_certificate_says_so_first_and_its_history_tells_it(as_user):
    certificate, officer = make_certificate(), make_user()
    correct_person(certificate.person, name_fr="Autre Nom", by=officer)
    new = actions.reissue_certificate(certificate, reason="اسم", by=officer)
    browser = as_user(officer_of(certificate.session.owner.place))
    page = browser.get(certificate.get_absolute_url())
    first, *_others, last = page.context["acts"]
    assert (first.url, last.label) == (new.get_absolute_url(), "Print the certificate")
    assert page.context["calls"][0].act.url == new.get_absolute_url()
    assert "replaced the certificate by another" in page.content.decode()
    assert browser.get(new.get_absolute_url()).context["acts"][0].label == "Print the certificate"


def test_a_forged_code_is_told_so(client):
    for typed in (verify_url("0000-0000-0000"), verify_url("0000-0000-0000") + "/"):
        page = client.get(typed)
        assert page.status_code == 404
        assert "No certificate bears this code" in page.content.decode()


def test_an_officer_issues_the_certificates_of_a_session_in_the_background(as_user, django_capture_on_commit_callbacks):
    session = make_closed_session(4, 3)
    browser = as_user(officer_of(session.place.region))
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(reverse("certificates:issue", args=[session.pk]))
    assert answer.status_code == 302
    assert Job.objects.get().state == "done"
    assert Certificate.objects.count() == 2


def test_the_button_pressed_twice_issues_each_certificate_once(as_user, django_capture_on_commit_callbacks):
    session = make_closed_session(4)
    browser = as_user(officer_of(session.place.region))
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(reverse("certificates:issue", args=[session.pk]))
    assert Certificate.objects.count() == 1


def test_the_archive_is_kept_by_those_who_issue(as_user, django_capture_on_commit_callbacks):
    certificate = make_certificate()
    officer = as_user(officer_of(certificate.session.place.region))
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(reverse("certificates:bundle", args=[certificate.session_id]))
    url = reverse("certificates:bundle_file", args=[Bundle.objects.get().pk])
    archive = officer.get(url)
    assert archive["Content-Type"] == "application/zip"
    assert b"".join(archive.streaming_content).startswith(b"PK")
    assert as_user(user_as(Role.COMMUNE, body=certificate.body)).get(url).status_code == 403


def test_the_valid_certificates_of_a_session_come_out_as_one_pdf_in_portions(as_user):
    session = make_closed_session(4, 4, 4)
    actions.issue_certificates(session, by=make_user())
    actions.revoke_certificate(Certificate.objects.first(), reason="خطأ", by=make_user())
    browser, url = as_user(officer_of(session.place.region)), reverse("certificates:print_all", args=[session.pk])
    assert url in browser.get(session.get_absolute_url()).content.decode()
    assert len(pypdfium2.PdfDocument(browser.get(url).content)) == 2
    with patch("takwin.certificates.queries.PORTION", 1):
        assert len(pypdfium2.PdfDocument(browser.get(f"{url}?portion=2").content)) == 1
    assert browser.get(f"{url}?portion=2").status_code == browser.get(f"{url}?portion=x").status_code == 404
    bad = Certificate.objects.last()
    bad.paper.facts = bad.paper.facts | {"paper": bad.paper.facts["paper"] | {"code": "丁"}}
    bad.paper.save()
    assert "cannot be drawn" in browser.get(url, follow=True).content.decode()
    assert as_user(officer_of(make_region())).get(url).status_code == 404


@pytest.mark.parametrize("name", ["certificate", "pdf", "revoke", "reissue"])
def test_a_neighbour_s_certificate_is_not_found(as_user, name):
    certificate = make_certificate()
    neighbour = as_user(officer_of(make_region()))
    assert neighbour.get(reverse(f"certificates:{name}", args=[certificate.pk])).status_code == 404


def test_only_the_organiser_revokes_and_reissues_what_the_participant_s_region_may_read(as_user):
    certificate = make_certificate(place=make_province())
    home = certificate.body.place.region
    assert home != certificate.session.owner.place.region
    reader = as_user(officer_of(home))
    page = reader.get(reverse("certificates:certificate", args=[certificate.pk]))
    assert page.status_code == 200
    revoke = reverse("certificates:revoke", args=[certificate.pk])
    assert revoke not in page.content.decode()
    assert reader.post(revoke, {"reason": "x"}).status_code == 404
    assert reader.post(reverse("certificates:issue", args=[certificate.session_id])).status_code == 404


def test_the_filter_by_session_names_no_session_of_a_neighbour(as_user):
    certificate = make_certificate()
    asked = {"session": certificate.session_id}
    url = reverse("certificates:certificates")
    assert str(certificate.session) in as_user(officer_of(certificate.body.place)).get(url, asked).content.decode()
    assert str(certificate.session) not in as_user(officer_of(make_region())).get(url, asked).content.decode()


@pytest.mark.parametrize("asked", [{"session": "²"}, {"session": "9" * 30}, {"year": "-5"}, {"year": "9" * 14}])
def test_a_filter_that_means_nothing_is_no_fault(as_user, asked):
    answer = as_user(officer_of(make_region())).get(reverse("certificates:certificates"), asked)
    assert answer.status_code == 200


def test_a_commune_sees_the_certificates_of_its_own_people(as_user):
    certificate, _another = make_certificate(), make_certificate()
    commune = as_user(user_as(Role.COMMUNE, body=certificate.body))
    page = commune.get(reverse("certificates:certificates")).content.decode()
    assert certificate.code in page
    assert _another.code not in page
    assert commune.get(reverse("certificates:pdf", args=[certificate.pk]))["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_rows(as_user, count, django_assert_num_queries):
    session = make_closed_session(*[4] * count)
    actions.issue_certificates(session, by=make_user())
    browser = as_user(officer_of(session.place.region))
    with django_assert_num_queries(6):
        browser.get(reverse("certificates:certificates"))


def test_revoking_without_a_reason_says_so_at_the_field(as_user):
    certificate = make_certificate()
    browser = as_user(officer_of(certificate.session.place.region))
    page = browser.post(reverse("certificates:revoke", args=[certificate.pk]), {"reason": ""})
    assert page.status_code == 422
    assert Certificate.objects.get().state == "valid"


def test_a_person_reads_his_certificate_by_his_link_and_no_other_s(client):
    certificate, another = make_certificate(), make_certificate()
    link, code = open_personal_link(certificate.person, by=make_user())
    client.post(reverse("personal:code", args=[link.token]), {"code": code})
    mine = client.get(reverse("certificates:own_pdf", args=[link.token, certificate.pk]))
    assert mine["Content-Type"] == "application/pdf"
    assert client.get(reverse("certificates:own_pdf", args=[link.token, another.pk])).status_code == 404


@pytest.mark.parametrize("typed", ["{code}", "TKW-CRT-{code}", "https://takwin.example/verify/{code}#", " {lower} "])
def test_a_code_is_understood_however_it_is_copied_from_the_paper(client, typed):
    certificate = make_certificate()
    asked = typed.format(code=certificate.code, lower=certificate.code.lower().replace("-", " "))
    answer = client.get(reverse("certificates:check"), {"code": asked}, follow=True)
    assert answer.status_code == 200
    assert certificate.name_fr in answer.content.decode()


def test_the_page_that_checks_asks_for_the_code(client):
    assert 'name="code"' in client.get(reverse("certificates:check")).content.decode()


def test_nothing_that_could_be_a_code_is_no_certificate(client):
    assert client.get(reverse("certificates:check"), {"code": "؟؟"}, follow=True).status_code == 404


def test_one_that_bears_a_former_name_says_so_on_its_page_and_on_the_persons(as_user):
    certificate, officer = make_certificate(), make_user()
    browser = as_user(user_as(Role.REGION_OFFICER, certificate.session.owner.place))
    pages = [certificate.get_absolute_url(), certificate.person.get_absolute_url()]
    assert not any("former name" in browser.get(page).content.decode() for page in pages)
    correct_person(certificate.person, name_fr="Autre Nom", by=officer)
    assert all("It bears a former name" in browser.get(page).content.decode() for page in pages)


def test_the_page_to_reissue_leads_to_the_person_and_back_once_the_name_is_corrected(as_user):
    certificate = make_certificate()
    browser = as_user(officer_of(certificate.session.owner.place))
    reissue = reverse("certificates:reissue", args=[certificate.pk])
    person = certificate.person.get_absolute_url()
    correct = reverse("people:correct", args=[certificate.person_id])
    assert f'href="{correct}"' in browser.get(reissue).content.decode()
    assert reissue not in browser.get(person).content.decode()
    correct_person(certificate.person, name_fr="Autre Nom", by=make_user())
    assert reissue in browser.get(person).content.decode()
    page = browser.get(reissue).content.decode()
    assert "Autre Nom" in page
    assert correct not in page
    assert browser.get(certificate.get_absolute_url()).context["calls"][0].act.url == reissue


def test_who_did_not_issue_a_certificate_is_not_offered_to_reissue_it(as_user):
    certificate = make_certificate(place=make_province())
    correct_person(certificate.person, name_fr="Autre Nom", by=make_user())
    reader = as_user(officer_of(certificate.body.place.region))
    reissue = reverse("certificates:reissue", args=[certificate.pk])
    assert reissue not in reader.get(certificate.person.get_absolute_url()).content.decode()
    assert reader.get(certificate.get_absolute_url()).context["calls"][0].act is None
