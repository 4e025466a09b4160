"""The register of letters as a form: the local authority that hands them over says which have reached whom."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ChoiceField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.documents.forms import FormField
from takwin.documents.forms.lists import ListForm
from takwin.documents.forms.reading import rule
from takwin.letters.actions import mark_delivered
from takwin.letters.models import Letter
from takwin.letters.tables import DELIVERED, LETTERS, SENT, addressee
from takwin.rights.enums import Permission

WAY = (("sent", SENT.label), ("delivered", DELIVERED.label))


def deliver(letter: Letter, values: dict[str, Any], *, by: User) -> None:
    mark_delivered(letter, by=by)


def take_back(letter: Letter, values: dict[str, Any], *, by: User) -> None:
    raise ValidationError(gettext("A letter marked as delivered stays so: a form does not take it back."))


FORMS = (
    ListForm(
        "letters", Letter, Permission.PERSON_EDIT, lambda: LETTERS, "letters:letters",
        fields=(
            FormField(
                "state", _("State"), lambda letter: "delivered" if letter.delivered_at else "sent",
                rule(ChoiceField(choices=WAY)), choices=WAY, width=16,
                is_open=lambda letter, language: letter.delivered_at is None,
            ),
        ),
        write=deliver,
        restore=take_back,
        related=("paper", "person", "body"),
        named=lambda letter: f"{letter.paper.reference} · {addressee(letter)}",
        lead=_("A letter marked as delivered stays so: a form does not take it back."),
        is_final=True,
    ),
)  # fmt: skip
