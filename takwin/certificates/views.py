"""Certificates on screen, and the public page where anyone checks one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from takwin.accounts.models import User
from takwin.certificates import actions, shown
from takwin.certificates.codes import tidy_code
from takwin.certificates.forms import ReasonForm
from takwin.certificates.models import Bundle, Certificate
from takwin.certificates.queries import certificate_with, portion_to_print, sessions_of_issuer
from takwin.certificates.tables import CERTIFICATES
from takwin.certificates.verifier import words_here
from takwin.core.keys import key_of
from takwin.core.later import later
from takwin.documents.models import Paper
from takwin.documents.papers.engine import PaperError
from takwin.documents.serving import file_response, pdf_bytes_response, pdf_of_many, pdf_response
from takwin.letters.access import personal
from takwin.letters.models import PersonalLink
from takwin.people.models import Person
from takwin.rights.access import UserRequest, public, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, permissions_on
from takwin.ui.forms import is_sound
from takwin.ui.lists import list_page
from takwin.ui.things import Crumb, Fact, render_thing


@require_safe
@requires(Permission.CERTIFICATE_VIEW)
def certificate_list(request: UserRequest) -> HttpResponseBase:
    mine = allowed(Certificate.objects, request.user, Permission.CERTIFICATE_VIEW).select_related("body")
    return list_page(request, mine, CERTIFICATES)


@require_safe
@requires(Permission.CERTIFICATE_VIEW)
def certificate_detail(request: UserRequest, pk: int) -> HttpResponse:
    mine = allowed(Certificate.objects, request.user, Permission.CERTIFICATE_VIEW)
    certificate = get_object_or_404(mine.select_related("session__topic", "person", "body", "paper", "replaces"), pk=pk)
    page = thing_page(certificate, request.user)
    vouches = sessions_of_issuer(request.user).filter(pk=certificate.session_id).exists()
    replaced_by = Certificate.objects.filter(replaces=certificate).first()
    return render_thing(
        request,
        certificate,
        title=certificate.name,
        look=certificate.state_look,
        crumbs=[Crumb(_("Certificates"), reverse("certificates:certificates")), Crumb(certificate.code)],
        facts=[Fact(certificate.title, icon="award")],
        acts=shown.acts_of(certificate, replaced_by, vouches=vouches),
        calls=shown.calls_of(certificate, replaced_by, vouches=vouches),
        panels=page,
        template="certificates/certificate.html",
        replaced_by=replaced_by,
    )


@require_safe
@requires(Permission.CERTIFICATE_VIEW)
def certificate_pdf(request: UserRequest, pk: int) -> HttpResponse:
    mine = allowed(Certificate.objects, request.user, Permission.CERTIFICATE_VIEW)
    return pdf_response(get_object_or_404(Paper, pk=get_object_or_404(mine, pk=pk).paper_id))


@require_POST
@requires(Permission.CERTIFICATE_ISSUE)
def issue(request: UserRequest, pk: int) -> HttpResponse:
    """Issue the certificates of a session in the background."""
    session = get_object_or_404(sessions_of_issuer(request.user), pk=pk)
    job = later(actions.issue_certificates, session=session, by=request.user)
    return redirect(f"{reverse('portal:job', args=[job.pk])}?next={session.get_absolute_url()}")


@require_POST
@requires(Permission.CERTIFICATE_ISSUE)
def bundle(request: UserRequest, pk: int) -> HttpResponse:
    """Make the archive of a session's certificates in the background."""
    session = get_object_or_404(sessions_of_issuer(request.user), pk=pk)
    job = later(actions.bundle_certificates, session=session, by=request.user)
    return redirect(f"{reverse('portal:job', args=[job.pk])}?next={session.get_absolute_url()}")


@require_safe
@requires(Permission.CERTIFICATE_ISSUE)
@never_cache
def print_all(request: UserRequest, pk: int) -> HttpResponse:
    """The valid certificates of a session as one PDF, each on its sheet; a long session comes in portions."""
    session = get_object_or_404(sessions_of_issuer(request.user), pk=pk)
    wanted = key_of(request.GET.get("portion", "1")) or 0
    papers = portion_to_print(session, wanted)
    if not papers:
        raise Http404
    try:
        return pdf_bytes_response(pdf_of_many("certificate", papers), f"{session.reference} {wanted}.pdf")
    except PaperError:
        messages.error(request, _("One of them cannot be drawn: “Make them ready to print” prints the others."))
        return redirect(session)


@require_safe
@requires(Permission.CERTIFICATE_ISSUE)
def bundle_file(request: UserRequest, pk: int) -> FileResponse:
    mine = allowed(Bundle.objects.select_related("file"), request.user, Permission.CERTIFICATE_ISSUE)
    return file_response(get_object_or_404(mine, pk=pk).file)


@require_http_methods(["GET", "POST"])
@requires(Permission.CERTIFICATE_ISSUE)
def revoke(request: UserRequest, pk: int) -> HttpResponse:
    return _ended(request, pk, actions.revoke_certificate, _("Revoke the certificate"), danger=True)


@require_http_methods(["GET", "POST"])
@requires(Permission.CERTIFICATE_ISSUE)
def reissue(request: UserRequest, pk: int) -> HttpResponse:
    return _ended(request, pk, actions.reissue_certificate, _("Reissue with the person's present names"), danger=False)


def _ended(request: UserRequest, pk: int, end: "actions.Ending", title: str, *, danger: bool) -> HttpResponse:
    mine = Certificate.objects.filter(session__in=sessions_of_issuer(request.user)).select_related("person")
    certificate = get_object_or_404(mine, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and is_sound(form):
        try:
            certificate = end(certificate, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Done. The public page already says so."))
            return redirect(certificate)
    page = {"form": form, "title": title, "submit": title, "danger": danger}
    page["crumbs"] = [Crumb(_("Certificates"), reverse("certificates:certificates")), Crumb(certificate.code)]
    page |= {"lead": f"{certificate.person} · {certificate.code}", "back_url": certificate.get_absolute_url()}
    page |= {"certificate": certificate, "person_url": person_url(certificate.person, request.user)}
    template = "ui/form.html" if danger else "certificates/reissue.html"
    return render(request, template, page, status=422 if form.errors else 200)


def person_url(person: Person, user: User) -> str:
    """Where the names of a person are corrected, or else read; empty for whoever sees neither."""
    may = permissions_on(user, person)
    if {Permission.PERSON_EDIT, Permission.PERSON_UNMASK} <= may:
        return reverse("people:correct", args=[person.pk])
    return person.get_absolute_url() if Permission.PERSON_VIEW in may else ""


@require_safe
@personal
def own_pdf(_request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    """A person's own certificate, by his personal link."""
    certificate = get_object_or_404(link.person.certificates, pk=pk)
    return pdf_response(get_object_or_404(Paper, pk=certificate.paper_id))


@require_safe
@public
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is good, said to anyone; nothing is drawn, so that it answers at once."""
    certificate = certificate_with(code)
    status = 200 if certificate else 404
    shown = {"certificate": certificate, "code": code, "words": words_here()}
    return render(request, "certificates/verify.html", shown, status=status)


@require_safe
@public
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a certificate, and lead to the page that its QR opens."""
    code = request.GET.get("code", "").strip()
    if code:
        return redirect("certificates:verify", code=tidy_code(code) or "0")
    return render(request, "certificates/check.html")
