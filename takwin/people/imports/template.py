"""The empty sheet of a list of persons."""

from django.http import FileResponse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from takwin.documents.imports.blank import blank_sheet
from takwin.people.enums import Title
from takwin.people.imports.fields import FIELDS
from takwin.people.labels import GENERAL_OF_SERVICES, UNSAID, WORDS

OFFERED = (
    Title.PRESIDENT,
    Title.VICE_PRESIDENT,
    Title.SECRETARY,
    Title.DEPUTY_SECRETARY,
    Title.MEMBER,
    Title.DIRECTOR,
    Title.STAFF,
)


def template_response() -> FileResponse:
    language = "ar" if get_language_bidi() else "fr"
    choices = {
        "sex": ["أنثى", "ذكر"] if language == "ar" else ["F", "M"],
        "office": [
            *[WORDS[language][title][0].format(of=UNSAID[language]["council"]) for title in OFFERED],
            GENERAL_OF_SERVICES[language][0],
        ],
    }
    return blank_sheet(
        FIELDS, title=_("Members"), filename="takwin-members.xlsx", days=("birth", "since"), choices=choices
    )
