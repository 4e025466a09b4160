"""Forms of bodies, rooms, sittings, holidays, parameters and names of places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import identifiers
from takwin.core.points import Point, read_point
from takwin.directory.actions.bodies import BORN_WITH_PLACES, NEED_A_PARENT
from takwin.directory.enums import COLLECTIVITIES, BodyKind, Level
from takwin.directory.heads import usual_authority
from takwin.directory.models import Body, Holiday, Place, Room, Sitting
from takwin.directory.parameters import DEFINITIONS
from takwin.rights.enums import Permission
from takwin.rights.pick import PickInput, shown_as
from takwin.rights.queries import allowed
from takwin.territory.ways import checked_point
from takwin.ui.forms import DayInput, PhoneInput


def _pick_place() -> PickInput:
    return PickInput("territory:pick_place", shown=shown_as(Place), hint=_("Region, province, commune…"))


def _pick_body(url_name: str) -> PickInput:
    return PickInput(url_name, shown=shown_as(Body), hint=_("Council, administration, university…"))


def _lines(language: str, direction: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3, "lang": language, "dir": direction})


class BodyForm(forms.ModelForm[Body]):
    """A body: who it is, where, of what it is a part, and what its letters say."""

    class Meta:
        model = Body
        fields = [
            "kind", "name_ar", "name_fr", "place", "parent", "short_code", "rib", "call_number", "ice", "tax_number",
            "starts_on", "ends_on", "town_ar", "town_fr", "authority_ar", "authority_fr",
            "services_ar", "services_fr",
        ]  # fmt: skip
        widgets = {
            "starts_on": DayInput, "ends_on": DayInput,
            "authority_ar": _lines("ar", "rtl"), "authority_fr": _lines("fr", "ltr"),
            "services_ar": _lines("ar", "rtl"), "services_fr": _lines("fr", "ltr"),
        }  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, usual in zip(("authority_ar", "authority_fr"), usual_authority(self.instance.kind), strict=True):
            told = _("One a line, the Kingdom first. Left empty, its papers say: %(lines)s.")
            self.fields[name].help_text = told % {"lines": " / ".join(usual)}
        self.fields["place"] = forms.ModelChoiceField(
            allowed(Place.objects, by, Permission.BODY_EDIT), label=_("Seat"), widget=_pick_place()
        )
        self.fields["parent"] = forms.ModelChoiceField(
            allowed(Body.objects, by, Permission.BODY_EDIT),
            label=_("Part of"),
            required=False,
            widget=_pick_body("territory:pick_body"),
            help_text=_("The council of a committee, the administration of a service."),
        )
        for name in ("rib", "ice", "tax_number"):  # typed with spaces: longer than they are kept
            self.fields[name] = forms.CharField(label=self.fields[name].label, required=False, max_length=40)
        told = _("Of the service that keeps its account: those who owe it a contribution read it.")
        self.fields["call_number"] = forms.CharField(
            label=_("Phone for those who pay it"), required=False, max_length=40, widget=PhoneInput, help_text=told
        )
        if self.instance.kind in BORN_WITH_PLACES:
            for name in ("kind", "place", "parent"):
                del self.fields[name]
        else:
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind"), choices=[(k.value, k.label) for k in BodyKind if k not in BORN_WITH_PLACES]
            )

    def clean_rib(self) -> str:
        typed = self.cleaned_data["rib"]
        return (identifiers.rib(typed) or "") if typed else ""

    def clean_call_number(self) -> str:
        typed = self.cleaned_data["call_number"]
        return (identifiers.phone(typed) or "") if typed else ""

    def clean_ice(self) -> str:
        typed = self.cleaned_data["ice"]
        return (identifiers.ice(typed) or "") if typed else ""

    def clean_tax_number(self) -> str:
        typed = self.cleaned_data["tax_number"]
        return (identifiers.tax_number(typed) or "") if typed else ""

    def _post_clean(self) -> None:
        """Leave the row alone: the action checks it inside its own transaction."""


class ElsewhereForm(forms.Form):
    """A body seated where one has no say: what it is called and where it sits, nothing else."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(k.value, k.label) for k in BodyKind if k not in (*BORN_WITH_PLACES, *NEED_A_PARENT)],
        initial=BodyKind.NATIONAL,
    )
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200)
    name_fr = forms.CharField(label=_("Name in French"), max_length=200)
    place = forms.ModelChoiceField(
        Place.objects.exclude(level=Level.CERCLE),
        label=_("Seat"),
        widget=PickInput("territory:pick_seat", shown=shown_as(Place), hint=_("Region, province, commune…")),
        help_text=_("Of a ministry or a national office: the Kingdom, or the town of its head office."),
    )


class NamesForm(forms.Form):
    """How a body is called in both languages."""

    name_ar = ElsewhereForm.base_fields["name_ar"]
    name_fr = ElsewhereForm.base_fields["name_fr"]


class RoomForm(forms.ModelForm[Room]):
    class Meta:
        model = Room
        fields = ["name_ar", "name_fr", "lender", "place", "seats", "address", "is_open"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lender"] = forms.ModelChoiceField(
            allowed(Body.objects, by, Permission.BODY_EDIT),
            label=_("Lent by"),
            widget=_pick_body("territory:pick_body"),
        )
        self.fields["place"] = forms.ModelChoiceField(
            allowed(Place.objects, by, Permission.BODY_EDIT), label=_("Place"), widget=_pick_place()
        )
        if self.instance._state.adding:
            del self.fields["is_open"]

    def _post_clean(self) -> None:
        """Leave the row alone: the action checks it inside its own transaction."""


class LocateForm(forms.Form):
    """Where a room stands; left empty, nobody says so any more."""

    point = forms.CharField(
        label=_("Point on the map"),
        max_length=2000,
        required=False,
        help_text=_("Like 33.5731, -7.5898, or the link of a map application."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room
        self.fields["point"].initial = str(room.point) if room.point else ""

    def clean_point(self) -> Point | None:
        typed = self.cleaned_data["point"]
        return checked_point(self.room.place, read_point(typed)) if typed else None


class SittingForm(forms.ModelForm[Sitting]):
    """A day on which a council sits."""

    class Meta:
        model = Sitting
        fields = ["body", "day", "kind", "convened_on"]
        widgets = {"day": DayInput, "convened_on": DayInput}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        councils = Body.objects.filter(kind__in=COLLECTIVITIES)
        self.fields["body"] = forms.ModelChoiceField(
            allowed(councils, by, Permission.BODY_EDIT), label=_("Council"), widget=_pick_body("territory:pick_council")
        )
        self.fields["convened_on"].help_text = _(
            "The day its members were called; empty when they are not yet. Nobody can enrol them elsewhere afterwards."
        )

    def _post_clean(self) -> None:
        """Leave the row alone: the action checks it inside its own transaction."""


class ConveneForm(forms.Form):
    on = forms.DateField(label=_("Convened on"), widget=DayInput)


class HolidayForm(forms.ModelForm[Holiday]):
    """A holiday that no list foresaw."""

    class Meta:
        model = Holiday
        fields = ["day", "name_ar", "name_fr", "source"]
        widgets = {"day": DayInput}


class ConfirmHolidayForm(forms.Form):
    day = forms.DateField(label=_("Day announced"), widget=DayInput)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Who announced it, and when: a communiqué of the ministry.")
    )


class ParameterForm(forms.Form):
    """Another value for a figure, from a day on; for everyone, or for one body."""

    value = forms.CharField(label=_("Value"), max_length=60)
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("The text of law or the decision it rests on.")
    )
    owner = forms.ModelChoiceField(Body.objects.none(), label=_("Holds for"), required=False)

    def __init__(self, *args: Any, key: str, by: User, for_everyone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        example = DEFINITIONS[key].default
        self.fields["value"].help_text = _("For example %(example)s") % {"example": example}
        owners = allowed(Body.objects.filter(kind__in=OWNERS), by, Permission.PARAMETER_EDIT)
        self.fields["owner"] = forms.ModelChoiceField(
            owners.order_by("kind", "sort_ar"),
            label=_("Holds for"),
            required=not for_everyone,
            empty_label=_("everyone") if for_everyone else _("Choose"),
        )


OWNERS = (BodyKind.REGION, BodyKind.UNIVERSITY, BodyKind.FOUNDATION, BodyKind.INSTITUTION)


class PlaceNamesForm(forms.Form):
    """The names under which a place is shown."""

    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200)
    name_fr = forms.CharField(label=_("Name in French"), max_length=200)


class AliasForm(forms.Form):
    name = forms.CharField(label=_("Other name"), max_length=200, help_text=_("A spelling people use for this place."))
