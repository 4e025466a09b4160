"""The person's own pages, reached by the link and code of a letter: no account, no password."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from takwin.core import clock
from takwin.letters import actions
from takwin.letters.access import COOKIE, has_entered, let_in, link_at, personal
from takwin.letters.forms import CodeForm
from takwin.letters.models import PersonalLink
from takwin.letters.panels import panels_of
from takwin.letters.queries import is_open
from takwin.people.labels import capacity
from takwin.people.queries import offices_of
from takwin.rights.access import public
from takwin.ui.forms import is_sound


@public
@never_cache
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code of the letter. A link that is shut says so and asks nothing."""
    link = link_at(token)
    form = CodeForm(request.POST or None)
    if has_entered(request, link):
        return redirect(link)
    if request.method == "POST" and is_open(link) and is_sound(form):
        try:
            return let_in(redirect(actions.enter(link, form.cleaned_data["code"])), link)
        except ValidationError as error:
            form.add_error("code", error)
            link.refresh_from_db()
    status = 410 if not is_open(link) else 422 if form.errors else 200
    return render(request, "letters/personal/code.html", {"form": form, "is_open": is_open(link)}, status=status)


@personal
def page(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """What concerns this person: convocations to answer, certificates, days received."""
    person, language = link.person, get_language() or "ar"
    offices = [
        capacity(office.title, person.sex, language, office.detail, office.body)
        for office in offices_of(person, clock.today())
    ]
    context = {"person": person, "link": link, "offices": offices, "panels": panels_of(person)}
    return render(request, "letters/personal/page.html", context)


@public
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Forget in this browser that the code was given: a telephone is often lent."""
    response = redirect("personal:code", link_at(token).token)
    response.delete_cookie(COOKIE)
    return response
