"""Questionnaires and opinions asked as forms: those who receive them say what is to be asked otherwise."""

from takwin.documents.forms.lists import ListForm
from takwin.rights.enums import Permission
from takwin.surveys.models import Questionnaire, Round
from takwin.surveys.tables import questionnaires_listing, rounds_listing

EDIT = Permission.SURVEY_EDIT
FORMS = (
    ListForm(
        "questionnaires", Questionnaire, EDIT, lambda: questionnaires_listing(None), "surveys:questionnaires",
        related=("owner",), named=lambda row: f"{row.name} · {row.owner.name}",
    ),
    ListForm(
        "opinions", Round, EDIT, rounds_listing, "surveys:rounds",
        related=("place",), named=lambda row: f"{row} · {row.place.name}",
    ),
)  # fmt: skip
