"""The register of letters, and the personal links officers make."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.core import formats
from takwin.documents.papers.engine import qr_drawing
from takwin.documents.serving import pdf_response
from takwin.letters import actions, queries
from takwin.letters.codes import to_hand_over
from takwin.letters.models import Letter, PersonalLink
from takwin.letters.tables import LETTERS, addressee, look_of
from takwin.people.models import Person
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing


def seen(request: UserRequest, pk: int, permission: Permission = Permission.DOCUMENT_VIEW) -> Letter:
    return get_object_or_404(queries.addressed(allowed(Letter.objects, request.user, permission)), pk=pk)


@requires(Permission.DOCUMENT_VIEW)
@require_GET
def letters(request: UserRequest) -> HttpResponseBase:
    rows = allowed(Letter.objects, request.user, Permission.DOCUMENT_VIEW)
    return list_page(request, queries.addressed(rows), LETTERS)


@requires(Permission.DOCUMENT_VIEW)
@require_GET
def letter(request: UserRequest, pk: int) -> HttpResponse:
    found = seen(request, pk)
    page = thing_page(found, request.user)
    acts = [Act(_("Read the paper"), reverse("letters:paper", args=[pk]), "doc")]
    if Permission.PERSON_EDIT in page.permissions and found.delivered_at is None:
        acts.insert(0, Act(_("Mark as delivered"), reverse("letters:delivered", args=[pk]), "check", post=True))
    facts = [
        Fact(addressee(found), "user" if found.person else "body"),
        Fact(found.get_channel_display(), "send"),
        Fact(formats.moment(found.sent_at), "clock"),
    ]
    crumbs = [Crumb(_("Letters"), reverse("letters:letters")), Crumb(found.paper.reference)]
    title = f"{found.paper.get_kind_display()} {found.paper.reference}"
    return render_thing(
        request, found, title=title, look=look_of(found), crumbs=crumbs, facts=facts, acts=acts, panels=page
    )


@requires(Permission.DOCUMENT_VIEW)
@require_GET
def paper(request: UserRequest, pk: int) -> HttpResponse:
    """The paper as it went; its reader learns the addressee's code only when he could have made it."""
    found = seen(request, pk)
    hands_over = allowed(Letter.objects, request.user, Permission.PERSON_EDIT).filter(pk=pk).exists()
    return pdf_response(to_hand_over(found) if hands_over else found.paper)


@requires(Permission.PERSON_EDIT)
@require_POST
def delivered(request: UserRequest, pk: int) -> HttpResponse:
    found = seen(request, pk, Permission.PERSON_EDIT)
    try:
        actions.mark_delivered(found, by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        messages.success(request, _("The letter is marked as delivered."))
    return redirect(found)


def square(address: str) -> SafeString:
    """The address as a QR code, drawn in the page."""
    return SafeString(qr_drawing(address, scale=5))


@requires(Permission.PERSON_EDIT)
@require_POST
@never_cache
def make_link(request: UserRequest, pk: int) -> HttpResponse:
    """Make a person's link in place of all the others; this page alone shows its code, to be handed over."""
    person = get_object_or_404(allowed(Person.objects, request.user, Permission.PERSON_EDIT), pk=pk)
    with transaction.atomic():
        actions.end_personal_links(person, by=request.user)
        link, code = actions.open_personal_link(person, by=request.user)
    address = settings.PUBLIC_URL + link.get_absolute_url()
    people = Crumb(_("Persons"), reverse("people:persons"))
    crumbs = [people, Crumb(person.name, person.get_absolute_url()), Crumb(_("Personal link"))]
    context = {"person": person, "link": link, "code": f"{code[:3]} {code[3:]}", "address": address, "crumbs": crumbs}
    return render(request, "letters/link.html", context | {"qr": square(address), "title": _("Personal link")})


@requires(Permission.PERSON_EDIT)
@require_POST
def end_link(request: UserRequest, pk: int) -> HttpResponse:
    """Shut all the person's open links, not only the newest: the letter that was lost may be any of them."""
    persons = allowed(Person.objects, request.user, Permission.PERSON_EDIT)
    link = get_object_or_404(PersonalLink.objects.select_related("person"), pk=pk, person__in=persons)
    if actions.end_personal_links(link.person, by=request.user):
        messages.success(request, _("Every link of this person has ended."))
    else:
        messages.info(request, _("This link has already ended."))
    return redirect(link.person)
