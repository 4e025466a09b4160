"""Rooms, bodies, places, what is common to all, and accounts, as forms: their apps lie below this one, which brings
them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ChoiceField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import identifiers
from takwin.core.text import joined
from takwin.directory.actions import convene, correct_body, correct_room, rename_place
from takwin.directory.models import Body, Holiday, Parameter, Place, Room, Sitting
from takwin.documents.forms.lists import ListForm
from takwin.documents.forms.reading import day_said, rule, words
from takwin.documents.forms.spec import FormField
from takwin.rights.enums import Permission
from takwin.rights.queries import users_seen
from takwin.rights.tables import listing as accounts_listing
from takwin.territory.forms import NamesForm, RoomForm
from takwin.territory.queries import common, parameters_in_force
from takwin.territory.tables import BODIES, HOLIDAYS, PARAMETERS, PLACES, ROOMS, SITTINGS, above

EDIT, SET = Permission.BODY_EDIT, Permission.PARAMETER_EDIT
IN_USE = (("yes", _("in use")), ("no", _("out of use")))
NAMES = (
    FormField(
        "name_ar", _("Name in Arabic"), lambda row: row.name_ar, rule(NamesForm.base_fields["name_ar"]), width=30
    ),
    FormField(
        "name_fr", _("Name in French"), lambda row: row.name_fr, rule(NamesForm.base_fields["name_fr"]), width=30
    ),
)


def correct(room: Room, values: dict[str, Any], *, by: User) -> None:
    facts = dict(values)
    if "state" in facts:
        facts["is_open"] = facts.pop("state") == "yes"
    correct_room(room, by=by, **facts)


def rename(place: Place, values: dict[str, Any], *, by: User) -> None:
    rename_place(place, by=by, **{"name_ar": place.name_ar, "name_fr": place.name_fr} | values)


def convened(sitting: Sitting, values: dict[str, Any], *, by: User) -> None:
    if values["convened_on"] is None:
        raise ValidationError(gettext("A council that was convened is not taken back by a form."))
    convene(sitting, on=values["convened_on"], by=by)


FORMS = (
    ListForm(
        "rooms", Room, EDIT, lambda: ROOMS, "territory:rooms",
        fields=(
            *NAMES,
            FormField("address", _("Address"), lambda room: room.address, words(200), width=36),
            FormField("seats", _("Seats"), lambda room: room.seats, rule(RoomForm.base_fields["seats"]), width=10),
            FormField(
                "state", _("State"), lambda room: "yes" if room.is_open else "no",
                rule(ChoiceField(choices=IN_USE)), choices=IN_USE, width=14,
            ),
        ),
        write=correct,
        related=("lender",),
        named=lambda room: f"{room.name} · {room.lender.name}",
    ),
    ListForm(
        "bodies", Body, EDIT, lambda: BODIES, "territory:bodies",
        fields=(
            *NAMES,
            FormField("town_ar", _("Town in Arabic"), lambda body: body.town_ar, words(80), width=20),
            FormField("town_fr", _("Town in French"), lambda body: body.town_fr, words(80), width=20),
            FormField(
                "call_number", _("Phone for those who pay it"), lambda body: body.call_number,
                lambda text: identifiers.phone(text) or "", width=18,
            ),
            FormField("ice", _("ICE"), lambda body: body.ice, lambda text: identifiers.ice(text) or "", width=20),
        ),
        write=lambda body, values, *, by: correct_body(body, by=by, **values),
    ),
    ListForm(
        "places", Place, EDIT, lambda: PLACES, "territory:places", fields=NAMES, write=rename,
        related=("province", "region"), named=lambda place: joined([place.name, above(place)]),
    ),
    ListForm(
        "sittings", Sitting, EDIT, lambda: SITTINGS, "territory:sittings",
        fields=(
            FormField(
                "convened_on", _("Convened on"), lambda sitting: day_said(sitting.convened_on), identifiers.day,
                is_open=lambda sitting, language: sitting.convened_on is None, width=16,
            ),
        ),
        write=convened,
        related=("body",),
        named=lambda sitting: f"{sitting.body.name} · {sitting.day:%d/%m/%Y}",
        lead=_("A council that was convened is not taken back by a form."),
        is_final=True,
    ),
    ListForm(
        "holidays", Holiday, SET, lambda: HOLIDAYS, "territory:holidays", mine=lambda user: common(Holiday.objects)
    ),
    ListForm(
        "parameters", Parameter, SET, lambda: PARAMETERS, "territory:parameters",
        mine=lambda user: parameters_in_force(),
    ),
    ListForm(
        "accounts", User, Permission.ACCOUNT_OPEN, lambda: accounts_listing(opens=True, leaves=True), "rights:users",
        mine=users_seen, named=lambda user: user.name,  # as the list: those with a role in the reader's territory
    ),
)  # fmt: skip
