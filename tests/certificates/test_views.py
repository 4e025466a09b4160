import pytest
from django.urls import reverse

from takwin.certificates import actions
from takwin.certificates.models import Bundle, Certificate
from takwin.core.models import Job
from takwin.letters.actions import open_personal_link
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate, make_closed_session
from tests.factories.directory import make_region
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db


def verify_url(code):
    return reverse("certificates:verify", args=[code])


def test_anyone_checks_a_certificate(client, language):
    certificate = make_certificate()
    page = client.get(verify_url(certificate.code), headers={"accept-language": language})
    assert page.status_code == 200
    text = page.content.decode()
    assert (certificate.name_ar if language == "ar" else certificate.name_fr) in text
    assert certificate.code in text


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
    certificate = make_certificate()
    new = actions.reissue_certificate(certificate, reason="اسم", by=make_user())
    assert verify_url(new.code) in client.get(verify_url(certificate.code)).content.decode()


def test_a_forged_code_is_told_so(client):
    page = client.get(verify_url("0000-0000-0000"))
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
    assert officer.get(url)["Content-Type"] == "application/zip"
    assert as_user(user_as(Role.COMMUNE, body=certificate.body)).get(url).status_code == 403


@pytest.mark.parametrize("name", ["certificate", "pdf", "revoke", "reissue"])
def test_a_neighbour_s_certificate_is_not_found(as_user, name):
    certificate = make_certificate()
    neighbour = as_user(officer_of(make_region()))
    assert neighbour.get(reverse(f"certificates:{name}", args=[certificate.pk])).status_code == 404


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
    with django_assert_num_queries(5):
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
