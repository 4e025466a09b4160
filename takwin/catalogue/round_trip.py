"""The catalogue and the pool as forms: who keeps them says what is taught, and who is free to teach."""

from collections.abc import Callable
from typing import Any

from django.forms import ChoiceField
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.accounts.models import User
from takwin.catalogue.actions import correct_topic, correct_trainer
from takwin.catalogue.enums import TrainerKind
from takwin.catalogue.forms import TopicForm, TrainerForm
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.tables import TOPICS, TRAINERS
from takwin.documents.forms import FormField
from takwin.documents.forms.lists import ListForm
from takwin.documents.forms.reading import rule
from takwin.documents.forms.spec import Words
from takwin.rights.enums import Permission

EDIT = Permission.SESSION_EDIT
Answers = tuple[tuple[str, Words], ...]
ANSWERS: Answers = (("yes", pgettext_lazy("trainer", "yes")), ("no", pgettext_lazy("trainer", "no")))
IN_USE: Answers = (("yes", _("in use")), ("no", _("withdrawn")))
AVAILABLE: Answers = (("yes", _("available")), ("no", _("not available")))


def _is_yes(choices: Answers) -> Callable[[str], bool]:
    """An emptied cell is no answer."""
    field = ChoiceField(choices=choices)
    return lambda code: bool(field.clean(code) == "yes")


def _said(fact: str) -> Callable[[Any], str]:
    return lambda row: "yes" if getattr(row, fact) else "no"


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    """The state of a row is whether it is open."""
    return {"is_open" if name == "state" else name: value for name, value in values.items()}


def write_topic(topic: Topic, values: dict[str, Any], *, by: User) -> None:
    correct_topic(topic, by=by, **_facts(values))


def write_trainer(trainer: Trainer, values: dict[str, Any], *, by: User) -> None:
    correct_trainer(trainer, by=by, **_facts(values))


def _words(name: str, *, width: int) -> FormField:
    field = TopicForm.base_fields[name]
    return FormField(name, field.label or "", lambda topic: getattr(topic, name), rule(field), width=width)


def _teaches(name: str) -> FormField:
    label = TrainerForm.base_fields[name].label or ""
    return FormField(name, label, _said(name), _is_yes(ANSWERS), choices=ANSWERS, width=14)


def _province() -> FormField:
    """Where he lives, among all the provinces; an emptied cell says that it is not known."""
    field = TrainerForm.base_fields["province"]
    provinces = field.queryset  # type: ignore[attr-defined]
    choices = [(str(place.pk), lazy(lambda place: place.name, str)(place)) for place in provinces.all()]
    return FormField(
        "province",
        _("Province"),
        lambda trainer: str(trainer.province_id or ""),
        rule(field),
        choices=choices,
        width=20,
    )


def _of_trainer() -> tuple[FormField, ...]:
    kind = TrainerForm.base_fields["kind"]
    return (
        FormField("kind", _("Kind"), lambda trainer: trainer.kind, rule(kind), choices=TrainerKind.choices, width=24),
        _province(),
        _teaches("in_arabic"),
        _teaches("in_french"),
        _teaches("in_amazigh"),
        FormField("state", _("State"), _said("is_open"), _is_yes(AVAILABLE), choices=AVAILABLE, width=16),
    )


FORMS = (
    ListForm(
        "topics", Topic, EDIT, lambda: TOPICS, "catalogue:topics",
        fields=(
            _words("name_ar", width=40),
            _words("name_fr", width=40),
            _words("audience", width=30),
            FormField("state", _("State"), _said("is_open"), _is_yes(IN_USE), choices=IN_USE, width=14),
        ),
        write=write_topic,
        named=lambda topic: f"{topic.code} · {topic.name}",
    ),
    ListForm(
        "trainers", Trainer, EDIT, lambda: TRAINERS, "catalogue:trainers",
        fields=_of_trainer,
        write=write_trainer,
        related=("person", "body"),
        named=lambda trainer: f"{trainer.person.name} · {trainer.body.name}",
    ),
)  # fmt: skip
