"""Forms of accounts and roles."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, identifiers
from takwin.core.keys import key_of
from takwin.core.search import answering
from takwin.core.text import joined, search_terms, tidy
from takwin.directory.enums import COLLECTIVITIES, BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.directory.queries import bodies_meant, places_meant
from takwin.rights.enums import Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.pick import SHOWN, Choice, PickInput, shown_as
from takwin.rights.queries import allowed, appointments_of, colleagues, delegable, places_to_give, roles_given_by
from takwin.ui.forms import DayInput, PhoneInput

ARABIC, FRENCH = {"lang": "ar", "dir": "rtl"}, {"lang": "fr", "dir": "ltr"}

# A collectivity or a State administration is chosen by its territory; these are chosen as themselves.
APART = [kind for kind in BodyKind if kind not in (*COLLECTIVITIES, BodyKind.STATE, BodyKind.COMMITTEE)]


def over_choices(user: User, words: str) -> list[Choice]:
    """The places and bodies over which ``user`` may give a role, that answer to ``words``; the largest first."""
    if not words.strip():
        return []
    size = models.Case(
        *[models.When(level=level, then=n) for n, level in enumerate(Level)], output_field=models.IntegerField()
    )
    places = places_meant(places_to_give(user), words).select_related("province")
    bodies = allowed(Body.objects.filter(kind__in=APART), user, Permission.ACCOUNT_OPEN)
    found = [_place_choice(place) for place in places.order_by(size, "sort_ar", "pk")[:SHOWN]]
    return found + [_body_choice(body) for body in bodies_meant(bodies, words).order_by("sort_ar", "pk")[:SHOWN]]


def _place_choice(place: Place) -> Choice:
    above = place.province.name if place.province and place.province_id != place.pk else ""
    detail = f"{place.get_kind_display()} · {above}" if above else str(place.get_kind_display())
    return Choice(f"place:{place.pk}", place.name, detail)


def _body_choice(body: Body) -> Choice:
    return Choice(f"body:{body.pk}", body.name, str(body.get_kind_display()))


def over_of(value: str) -> tuple[Place | None, Body | None]:
    """The place or the body that a choice names."""
    kind, _sep, key = value.partition(":")
    number = key_of(key) or 0
    place = Place.objects.filter(pk=number).first() if kind == "place" else None
    body = Body.objects.filter(pk=number).first() if kind == "body" else None
    if place is None and body is None:
        raise ValidationError(_("Choose a place or a body in the list that opens as you type."))
    return place, body


def _over_shown(value: str) -> str:
    try:
        place, body = over_of(value)
    except ValidationError:
        return ""
    return str(place or body)


class RoleForm(forms.Form):
    """A role, over what, and until when."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    over = forms.CharField(
        label=_("Over which place or body"),
        required=False,
        help_text=_(
            "The territory or institution in which the role holds. "
            "A trainer has none: his role is over his own sessions."
        ),
        widget=PickInput("rights:over", shown=_over_shown, hint=_("Region, province, commune, university…")),
    )
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput, help_text=_("Empty: without end."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["over"].is_asked = True  # type: ignore[attr-defined]  # every role but the trainer's needs it
        self.fields["role"].choices = [(role.value, role.label) for role in roles_given_by(by)]  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean_over(self) -> tuple[Place | None, Body | None]:
        value = self.cleaned_data["over"]
        return over_of(value) if value else (None, None)

    def clean_ends_on(self) -> dt.date | None:
        """The first day on which the role no longer holds: people say the last one on which it does."""
        day: dt.date | None = self.cleaned_data["ends_on"]
        if day and day < clock.today():
            raise ValidationError(_("This day is past."))
        return day + dt.timedelta(days=1) if day else None


class NamesForm(forms.Form):
    """How the holder of an account is called, in one script at least."""

    name_ar = forms.CharField(
        label=_("Full name in Arabic"), required=False, max_length=150, widget=forms.TextInput(attrs=ARABIC),
        help_text=_("As it should stand beside what the person does."),
    )  # fmt: skip
    name_fr = forms.CharField(
        label=_("Full name in French"), required=False, max_length=150, widget=forms.TextInput(attrs=FRENCH),
        help_text=_("One of the two is enough; with both, each page shows the one of its language."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name_ar", "name_fr"):  # one of the two is required: neither is called optional
            self.fields[name].is_asked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not tidy(data.get("name_ar", "")) and not tidy(data.get("name_fr", "")) and "name_ar" not in self.errors:
            self.add_error("name_ar", _("An account says whose it is: give a name in Arabic or in French."))
        return data


class AccountForm(RoleForm, NamesForm):
    """A new account and its first role."""

    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        help_text=_("A phone number or a user name is required: the account logs in with it."),
        widget=PhoneInput(attrs={"inputmode": "tel"}),
    )
    username = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=150,
        help_text=_("Only for who has no phone of his own: the phone number is enough to log in."),
        widget=forms.TextInput(attrs={"class": "ltr", "autocapitalize": "none", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("ar", "العربية"), ("fr", "Français")], initial="ar", widget=forms.RadioSelect
    )
    field_order = ["name_ar", "name_fr", "phone", "username", "language", "role", "over", "ends_on"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        for name in ("phone", "username"):  # one of the two is required: neither is called optional
            self.fields[name].is_asked = True  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        return identifiers.phone(self.cleaned_data["phone"]) or ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("phone") and not data.get("username"):
            self.add_error("phone", _("Give a phone number or a user name."))
        return data


class EndForm(forms.Form):
    """The day from which a role no longer holds."""

    on = forms.DateField(
        label=_("From this day on, the role no longer holds"),
        widget=DayInput,
        initial=clock.today,
        error_messages={"required": _("Write the day from which the role no longer holds.")},
    )

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day < clock.today():
            raise ValidationError(_("A role does not end in the past: what was done under it was done by right."))
        return day


def colleague_choices(user: User, words: str) -> list[Choice]:
    """The colleagues of ``user`` that answer to ``words``, each with the roles that tell him from his namesakes."""
    if not words.strip():
        return []
    found = answering(colleagues(user), search_terms(words)).order_by("sort_ar", "pk")[:SHOWN]
    return [Choice(str(one.pk), one.name, joined([str(a) for a in appointments_of(one)])) for one in found]


class DelegateForm(forms.Form):
    """Hand one of my roles to a colleague, between two days."""

    source = forms.ModelChoiceField(
        label=_("Which of my roles"), queryset=Appointment.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    to = forms.ModelChoiceField(
        label=_("To whom"), queryset=User.objects.none(), help_text=_("Someone who already holds a role where you do."),
        widget=PickInput("rights:colleagues", shown=shown_as(User), hint=_("Name of a colleague")),
        error_messages={"invalid_choice": _("Choose a colleague in the list that opens as you type.")},
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), widget=DayInput, initial=clock.today)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = delegable(by)
        mine = Appointment.objects.filter(pk__in=[a.pk for a in given]).select_related("place", "body", "user")
        self.fields["source"].queryset = mine  # type: ignore[attr-defined]
        self.fields["source"].initial = given[0].pk if len(given) == 1 else None
        self.fields["to"].queryset = colleagues(by)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("A delegation lasts at least one day."))
        elif ends:
            data["ends_on"] = ends + dt.timedelta(days=1)  # the first day on which it no longer holds
        return data
