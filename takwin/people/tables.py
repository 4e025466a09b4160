"""The list of persons."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from takwin.core.identifiers import masked_phone
from takwin.core.keys import key_of
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Place
from takwin.documents.import_models import ImportBatch
from takwin.people.enums import Title
from takwin.people.labels import capacity
from takwin.people.models import Office, Origin, Person
from takwin.people.queries import cin_of, holding_today
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.lists import Column, Empty, Listing, Tab


def _office(person: Any) -> str:
    """The highest office held today, said of the person."""
    present: list[Office] = person.present
    if not present:
        return ""
    first = present[0]
    return capacity(first.title, person.sex, get_language() or "ar", first.detail, kind=first.body.kind)


def _others(person: Any) -> str:
    more = len(person.present) - 1
    return ngettext("and one other office", "and %(count)s other offices", more) % {"count": more} if more > 0 else ""


def _body(person: Any) -> str:
    return str(person.present[0].body) if person.present else ""


def _other_script(person: Person) -> str:
    return person.name_fr if person.name == person.name_ar else person.name_ar


def _provinces(request: HttpRequest) -> QuerySet[Place]:
    seen = allowed(Place.objects.filter(level=Level.PROVINCE), request.user, Permission.PLACE_VIEW)
    return seen.order_by("sort_ar")


class _ListField(django_filters.fields.ModelChoiceField):  # type: ignore[misc]
    """A list is known by the name of its file."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.file.name)


class _ListFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]
    field_class = _ListField


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]
    """All that is chosen must be true of one and the same office held today."""

    province = django_filters.ModelChoiceFilter(label=_("Province"), queryset=_provinces)
    kind = django_filters.MultipleChoiceFilter(label=_("Body"), choices=BodyKind.choices)
    title = django_filters.MultipleChoiceFilter(label=_("Office"), choices=Title.choices)
    list = _ListFilter(label=_("List"), queryset=ImportBatch.objects.none())

    class Meta:
        model = Person
        fields: Sequence[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A list is chosen from its own line among those recorded: here only the one asked for is named."""
        super().__init__(*args, **kwargs)
        asked = key_of(str(self.data.get("list", ""))) if self.data else None
        lists = allowed(ImportBatch.objects.filter(pk=asked or 0), self.request.user, Permission.PERSON_EDIT)
        if lists.exists():
            self.filters["list"].queryset = lists.select_related("file")
        else:
            del self.filters["list"]

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        chosen = self.form.cleaned_data
        if chosen.get("list"):
            queryset = queryset.filter(Exists(Origin.objects.filter(person=OuterRef("pk"), batch=chosen["list"])))
        paths = {"province": "body__place__province", "kind": "body__kind__in", "title": "title__in"}
        asked = {path: chosen[name] for name, path in paths.items() if chosen.get(name)}
        return queryset.filter(holding_today(**asked)) if asked else queryset


NAME = Column("name", _("Name"), sort="sort_{lang}", phone="top", note=_other_script)
OFFICE = Column("office", _("Office"), value=_office, note=_others)
BODY = Column("body", _("Council or body"), value=_body, kind="phrase")
PHONE = Column("phone", _("Phone"), value=lambda p: masked_phone(p.phone), kind="reference", phone="hide")
NUMBERS = [
    Column("phone", _("Phone"), value=lambda p: p.phone if p.unmasked else masked_phone(p.phone), kind="reference"),
    Column("cin", "CIN", value=lambda p: cin_of(p) if p.unmasked else "", kind="reference"),
]


def persons_listing(*, numbers: bool = False) -> Listing:
    """The list as it is today; with ``numbers``, for a workbook of one who may see them."""
    return Listing(
        title=_("Persons"),
        columns=[NAME, OFFICE, BODY, *(NUMBERS if numbers else [PHONE])],
        default_sort="name",
        filterset=PersonFilter,
        tabs=[
            Tab("present", _("In office"), Q(holding_today())),
            Tab("former", _("No longer in office"), ~Q(holding_today())),
        ],
        search_hint=_("Name in Arabic or in French"),
        export_name="persons",
        empty=Empty(_("No person here yet"), _("Add the members one by one, or all at once from one Excel sheet.")),
    )
