"""Days that plans must know of: sittings of councils and holidays."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.core import clock, formats
from takwin.core.keys import key_of
from takwin.directory.actions import add_holiday, add_sitting, cancel_sitting, confirm_holiday, convene
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body, Sitting
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import ThingPage, thing_page
from takwin.rights.queries import allowed, holds
from takwin.territory.forms import ConfirmHolidayForm, ConveneForm, HolidayForm, SittingForm
from takwin.territory.queries import holidays_listed, sittings_listed
from takwin.territory.tables import HOLIDAYS, SITTINGS, look_of_holiday, look_of_sitting, source_of
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

VIEW, EDIT, SET = Permission.PLACE_VIEW, Permission.BODY_EDIT, Permission.PARAMETER_EDIT


@requires(VIEW)
def sittings(request: UserRequest) -> HttpResponseBase:
    add = Act(_("Add a sitting"), reverse("territory:sitting_add"), "plus")
    return list_page(request, sittings_listed(), SITTINGS, act=add if holds(request.user, EDIT) else None)


@requires(VIEW)
def sitting(request: UserRequest, pk: int) -> HttpResponse:
    """A day on which a council sits; once convened, its members can be enrolled nowhere else that day."""
    found = get_object_or_404(sittings_listed(), pk=pk)
    page = thing_page(found, request.user)
    facts = [Fact(formats.day(found.day, weekday=True), "cal"), Fact(found.get_kind_display())]
    if found.convened_on:
        facts.append(Fact(_("convened on %(day)s") % {"day": formats.day(found.convened_on)}, "send"))
    return render_thing(
        request,
        found,
        title=found.body.name,
        look=look_of_sitting(found),
        crumbs=[Crumb(_("Sittings of councils"), reverse("territory:sittings")), Crumb(found.body.name)],
        facts=facts,
        acts=_acts(found, page),
        panels=page,
    )


def _acts(sitting: Sitting, page: ThingPage) -> list[Act]:
    if EDIT not in page.permissions or sitting.convened_on is not None:
        return []
    cancel = reverse("territory:sitting_cancel", args=[sitting.pk])
    return [
        Act(_("Convene"), reverse("territory:sitting_convene", args=[sitting.pk]), "send"),
        Act(_("Take back this day"), cancel, "x", post=True, danger=True),
    ]


@requires(EDIT)
def sitting_add(request: UserRequest) -> HttpResponse:
    councils = allowed(Body.objects.filter(kind__in=COLLECTIVITIES), request.user, EDIT)
    council = councils.filter(pk=key_of(request.GET.get("body", "")) or 0).first()
    form = SittingForm(request.POST or None, initial={"body": council.pk} if council else {}, by=request.user)
    if made := done(request, form, lambda: add_sitting(**form.cleaned_data, by=request.user)):
        messages.success(request, _("The sitting is written down."))
        return redirect("territory:sitting", made.pk)
    back = reverse("territory:sittings")
    return form_page(request, form, title=_("Add a sitting"), submit=_("Write down this day"), back=back)


@requires(EDIT)
def sitting_convene(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(sittings_listed(), request.user, EDIT), pk=pk)
    form = ConveneForm(request.POST or None, initial={"on": clock.today()})
    back = reverse("territory:sitting", args=[pk])
    if done(request, form, lambda: convene(found, on=form.cleaned_data["on"], by=request.user)):
        messages.success(request, _("The council is convened: its members are taken on that day."))
        return redirect(back)
    title = _("Convene %(council)s for %(day)s") % {"council": found.body.name, "day": formats.day(found.day)}
    return form_page(request, form, title=title, submit=_("Convene"), back=back)


@requires(EDIT)
@require_POST
def sitting_cancel(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Sitting.objects, request.user, EDIT), pk=pk)
    try:
        cancel_sitting(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("territory:sitting", pk)
    messages.success(request, _("The day is taken back."))
    return redirect("territory:sittings")


@requires(VIEW)
def holidays(request: UserRequest) -> HttpResponseBase:
    """The holidays of this year, until the reader asks for another."""
    if not request.GET:
        return redirect(f"{request.path}?year={clock.today().year}")
    add = Act(_("Add a holiday"), reverse("territory:holiday_add"), "plus")
    return list_page(request, holidays_listed(), HOLIDAYS, act=add if holds(request.user, SET) else None)


@requires(VIEW)
def holiday(request: UserRequest, pk: int) -> HttpResponse:
    """A holiday, where its day comes from, and whether it is certain."""
    found = get_object_or_404(holidays_listed(), pk=pk)
    confirm = Act(_("Confirm the day"), reverse("territory:holiday_confirm", args=[pk]), "check")
    return render_thing(
        request,
        found,
        title=str(found),
        look=look_of_holiday(found),
        crumbs=[Crumb(_("Holidays"), reverse("territory:holidays")), Crumb(str(found))],
        facts=[Fact(formats.day(found.day, weekday=True), "cal"), Fact(source_of(found), "doc")],
        acts=[confirm] if found.is_estimated and holds(request.user, SET) else [],
        panels=thing_page(found, request.user),
    )


@requires(SET)
def holiday_add(request: UserRequest) -> HttpResponse:
    form = HolidayForm(request.POST or None)
    if made := done(request, form, lambda: add_holiday(**form.cleaned_data, by=request.user)):
        messages.success(request, _("The holiday is recorded."))
        return redirect("territory:holiday", made.pk)
    back = reverse("territory:holidays")
    return form_page(request, form, title=_("Add a holiday"), submit=_("Record this holiday"), back=back)


@requires(SET)
def holiday_confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Keep the day that was announced; a holiday is the nation's, so whoever sets parameters anywhere may do it."""
    found = get_object_or_404(holidays_listed(), pk=pk)
    form = ConfirmHolidayForm(request.POST or None, initial={"day": found.day})
    back = reverse("territory:holiday", args=[pk])
    if done(request, form, lambda: confirm_holiday(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The day is confirmed."))
        return redirect(back)
    title = _("Confirm the day of %(holiday)s") % {"holiday": found}
    return form_page(request, form, title=title, submit=_("Confirm this day"), back=back)
