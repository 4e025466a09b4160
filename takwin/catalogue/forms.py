"""Forms of topics and trainers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.catalogue.enums import TrainerKind
from takwin.catalogue.models import Topic, Trainer
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.pick import PickInput, shown_as
from takwin.rights.queries import allowed

OWNERS = (BodyKind.REGION, BodyKind.FOUNDATION, BodyKind.UNIVERSITY, BodyKind.INSTITUTION)
ARABIC, FRENCH = {"lang": "ar", "dir": "rtl"}, {"lang": "fr", "dir": "ltr"}


def owners_for(user: User) -> Any:
    """The institutions whose catalogue and pool this user keeps."""
    return allowed(Body.objects.filter(kind__in=OWNERS), user, Permission.SESSION_EDIT).order_by(
        "kind", "sort_ar", "pk"
    )


class OwnedForm(forms.Form):
    """Something of an institution; when the user keeps only one, it is chosen already."""

    owner = forms.ModelChoiceField(Body.objects.none(), label=_("Institution"), empty_label=None)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = owners_for(by)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """What the catalogue says of a topic."""

    code = forms.CharField(label=_("Code"), max_length=12)
    name_ar = forms.CharField(label=_("Title in Arabic"), max_length=200, widget=forms.TextInput(attrs=ARABIC))
    name_fr = forms.CharField(label=_("Title in French"), max_length=200, widget=forms.TextInput(attrs=FRENCH))
    audience = forms.CharField(label=_("Audience"), max_length=200, required=False)
    is_open = forms.BooleanField(label=_("In use"), required=False, initial=True)


class AddTopicForm(OwnedForm, TopicForm):
    field_order = ["owner"]


class TrainerForm(forms.Form):
    """Where a trainer comes from and in which language he teaches."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TrainerKind.choices, widget=forms.RadioSelect)
    body = forms.ModelChoiceField(
        Body.objects.all(),
        label=_("Comes from"),
        widget=PickInput("catalogue:pick_body", shown=shown_as(Body), hint=_("University, State service…")),
    )
    province = forms.ModelChoiceField(
        Place.objects.filter(level=Level.PROVINCE).order_by("region__sort_ar", "sort_ar"),
        label=_("Lives in the province"),
        required=False,
        empty_label=_("not known"),
    )
    in_arabic = forms.BooleanField(label=_("Teaches in Arabic"), required=False, initial=True)
    in_french = forms.BooleanField(label=_("Teaches in French"), required=False)
    in_amazigh = forms.BooleanField(label=_("Teaches in Amazigh"), required=False)
    is_open = forms.BooleanField(label=_("Available"), required=False, initial=True)


class AddTrainerForm(OwnedForm):
    """A person already known enters a pool; the topics are chosen afterwards, on the trainer's page."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Person"),
        widget=PickInput("catalogue:pick_person", shown=shown_as(Person), hint=_("Name of the person")),
    )
    kind = TrainerForm.base_fields["kind"]
    body = TrainerForm.base_fields["body"]
    province = TrainerForm.base_fields["province"]
    in_arabic = TrainerForm.base_fields["in_arabic"]
    in_french = TrainerForm.base_fields["in_french"]
    in_amazigh = TrainerForm.base_fields["in_amazigh"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["person"].queryset = allowed(Person.objects, by, Permission.PERSON_VIEW)  # type: ignore[attr-defined]


def known(thing: Topic | Trainer, names: list[str]) -> dict[str, Any]:
    """What a form starts with."""
    return {name: getattr(thing, name) for name in names}
