"""Forms of persons, offices, mandates and accounts: each fault is said at its field, in the reader's language."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, formats, identifiers
from takwin.core.text import joined, tidy
from takwin.directory.models import Body
from takwin.people.enums import AUTHORITIES, ELECTED, GENERAL, TEACHING, DocumentKind, Sex, Title
from takwin.people.models import Office, Person
from takwin.people.queries import held_by_another, in_office, members_in_office
from takwin.rights.enums import Permission, Role
from takwin.rights.pick import PickInput, shown_as
from takwin.rights.queries import allowed, roles_given_by
from takwin.ui.forms import DayInput, PhoneInput

ARABIC, FRENCH = {"lang": "ar", "dir": "rtl"}, {"lang": "fr", "dir": "ltr"}
LATIN = {"class": "ltr", "autocapitalize": "characters", "autocomplete": "off"}


class ReadField(forms.CharField):
    """A number as people write it, given back as it is stored."""

    def __init__(self, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:
        return self.read(super().clean(value) or "") or ""


# Of a commune that has one: the office is that of its director of services, said otherwise.
GENERAL_DIRECTOR = f"{Title.DIRECTOR}:{GENERAL}"


def office_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every office, under what those who hold it are: a governor is not looked for among the members of a council."""
    services = [title for title in Title if title not in (*ELECTED, *AUTHORITIES, *TEACHING)]
    groups = {
        _("Elected members"): ELECTED,
        _("Administration and services"): services,
        _("Authorities of the State"): AUTHORITIES,
        _("Teaching"): TEACHING,
    }
    choices = [(str(name), [(title.value, str(title.label)) for title in titles]) for name, titles in groups.items()]
    choices[1][1].append((GENERAL_DIRECTOR, str(_("director general of services"))))
    return choices


class PersonForm(forms.Form):
    """What is known of a person. One name is enough; everything else may come later."""

    name_ar = forms.CharField(
        label=_("Name in Arabic"), max_length=200, required=False, widget=forms.TextInput(attrs=ARABIC)
    )
    name_fr = forms.CharField(
        label=_("Name in French"), max_length=200, required=False, widget=forms.TextInput(attrs=FRENCH)
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, required=False, widget=forms.RadioSelect)
    birth = ReadField(
        identifiers.birth,
        label=_("Date of birth"),
        help_text=_("Day/month/year, or the year alone."),
        widget=forms.TextInput(attrs={"class": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = ReadField(identifiers.phone, label=_("Phone"), widget=PhoneInput(attrs={"inputmode": "tel"}))
    email = ReadField(identifiers.email, label=_("E-mail"), widget=forms.EmailInput)
    cin = ReadField(
        identifiers.cin, label=_("National identity card (CIN)"), widget=forms.TextInput(attrs=LATIN)
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not tidy(data.get("name_ar", "")) and not tidy(data.get("name_fr", "")) and "name_ar" not in self.errors:
            self.add_error("name_ar", _("A person has a name, in Arabic or in French."))
        return data

    def facts(self) -> dict[str, Any]:
        """The facts of the person as the actions take them, the card apart."""
        data = self.cleaned_data
        born = data["birth"]
        dates = {
            "birth_date": born if isinstance(born, dt.date) else None,
            "birth_year": born if isinstance(born, int) else None,
        }
        return {name: data[name] for name in ("name_ar", "name_fr", "sex", "phone", "email")} | dates


class OfficeForm(forms.Form):
    """An office given to a known person, in a body where the reader may give it."""

    body = forms.ModelChoiceField(
        label=_("Council or body"),
        queryset=Body.objects.none(),
        widget=PickInput("people:pick_body", shown=shown_as(Body), hint=_("Commune, province, university…")),
    )
    title = forms.ChoiceField(label=_("Office"), choices=office_choices)
    detail = forms.CharField(
        label=_("Detail"), max_length=120, required=False, help_text=_("Rank, delegation, or name of the committee.")
    )
    starts_on = forms.DateField(label=_("In office from"), widget=DayInput, initial=clock.today)
    succession = forms.CharField(label=_("Somebody holds this office"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, by: User, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = allowed(Body.objects.filter(ends_on=None), by, Permission.PERSON_EDIT)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.holder = person
        self.held: Office | None = None
        if not self.is_bound:
            del self.fields["succession"]

    def clean(self) -> dict[str, Any]:
        """Whoever holds the office already is named, and what becomes of him is asked before anything is recorded."""
        data = super().clean() or {}
        if data.get("title") == GENERAL_DIRECTOR:
            data["title"], data["detail"] = Title.DIRECTOR.value, GENERAL
        said = data.pop("succession", "")
        if all(data.get(name) for name in ("body", "title", "starts_on")):
            detail, since = tidy(data.get("detail", "")), data["starts_on"]
            self.held = held_by_another(data["body"], data["title"], detail, since, self.holder)
        choices: dict[str, Any] = self._what_becomes_of(self.held, data["starts_on"]) if self.held else {}
        if not choices:  # nobody holds it, or the database alone may say why not
            del self.fields["succession"]
            return data
        self._ask(choices)
        if said not in choices:
            self.add_error("succession", _("Say what becomes of the one who holds it: nothing is recorded yet."))
        return data | {"succession": said}

    def _what_becomes_of(self, held: Office, since: dt.date) -> dict[str, Any]:
        """Each choice carries the key of the office shown: it says nothing of another one, shown after a correction."""
        choices: dict[str, Any] = {}
        if held.ends_on is None and held.starts_on < since:
            choices[f"passes-{held.pk}"] = _("It passes to the new one on %(day)s") % {"day": formats.day(since)}
        if held.title != Title.PRESIDENT:
            choices[f"both-{held.pk}"] = _("Both hold it")
        return choices

    def _ask(self, choices: dict[str, Any]) -> None:
        held: Any = self.held
        last = held.ends_on and formats.day(held.ends_on - dt.timedelta(days=1))
        until = str(_("until %(day)s") % {"day": last}) if last else ""
        field: Any = self.fields["succession"]
        field.widget.choices, field.is_asked = list(choices.items()), True
        self[
            "succession"
        ].help_text = joined(  # of the field as it is drawn: it was made before anybody was asked about
            [held.person.name, str(_("from %(day)s") % {"day": formats.day(held.starts_on)}), until]
        )

    def office(self) -> dict[str, Any]:
        """The office as the actions take it."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("body", "detail", "starts_on")}
        passes = data.get("succession", "").startswith("passes-")
        return kept | {"title": Title(data["title"]), "former": self.held if passes else None}


class AddPersonForm(OfficeForm, PersonForm):
    """A person and the office by which he enters the register.

    ``same_as`` is the number of the person he turned out to be; ``is_new`` that none of those proposed is he.
    """

    same_as = forms.IntegerField(required=False, widget=forms.HiddenInput)
    is_new = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = [
        "body", "title", "detail", "starts_on", "succession", "name_ar", "name_fr", "sex", "cin", "birth", "phone",
        "email",
    ]  # fmt: skip

    def person(self) -> dict[str, Any]:
        return self.facts() | {"cin": self.cleaned_data["cin"]}


class CorrectForm(PersonForm):
    """All that is written of a person, his documents of each kind included."""

    passport = ReadField(identifiers.passport, label=_("Passport"), widget=forms.TextInput(attrs=LATIN))
    residence = ReadField(
        identifiers.residence_card, label=_("Residence card"), widget=forms.TextInput(attrs=LATIN)
    )  # fmt: skip

    def documents(self) -> dict[DocumentKind, str]:
        return {kind: self.cleaned_data[kind] for kind in DocumentKind}


def known(person: Person) -> dict[str, Any]:
    """What the form of a known person shows at first."""
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date else person.birth_year
    facts = {name: getattr(person, name) for name in ("name_ar", "name_fr", "sex", "phone", "email")}
    return facts | {"birth": born} | {d.kind: d.number for d in person.identity_documents.all()}


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("From this day on, the office is held no more"),
        widget=DayInput,
        initial=clock.today,
        error_messages={"required": _("Write the day from which the office is held no more.")},
    )


class MandateForm(forms.Form):
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput, help_text=_("The day on which the next one begins."))


class _MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PresidentForm(forms.Form):
    """The new president, among those who sit on the council."""

    person = _MemberChoice(label=_("New president"), queryset=Person.objects.none(), empty_label=_("Choose a member"))
    on = forms.DateField(label=_("President from"), widget=DayInput, initial=clock.today)

    def __init__(self, *args: Any, council: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = members_in_office(council, clock.today()).values("person")
        presiding = Office.objects.filter(in_office(clock.today()), body=council, title=Title.PRESIDENT)
        members = Person.objects.filter(pk__in=sitting).exclude(pk__in=presiding.values("person"))
        self.fields["person"].queryset = members.order_by("sort_ar", "pk")  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """The role in Takwin that goes with an office."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    username = forms.CharField(
        label=_("User name"),
        required=False,
        max_length=150,
        help_text=_("Empty: the phone number of the person."),
        widget=forms.TextInput(attrs={"class": "ltr", "autocapitalize": "none", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, office: Office, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in roles_given_by(by)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        if office.person.user_id:
            del self.fields["username"]
        elif not office.person.phone:
            self.fields["username"].required = True
            self.fields["username"].help_text = _("The phone number of this person is not known: give a user name.")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])
