"""Who bears the name that is being added to a list, however it is spelt: one person is not invited twice."""

from django.utils.translation import gettext as _

from takwin.core.text import search_terms, search_text
from takwin.directory.models import Body
from takwin.meetings.models import Invitation, Meeting
from takwin.meetings.queries.meetings import Guest, guest_of, lines_of
from takwin.people.matching.persons import Known, known_name
from takwin.people.matching.score import names_of
from takwin.people.models import Person
from takwin.people.queries import offices_in


def _known(person: Person | None, typed: str) -> Known:
    return Known(None, name_ar=person.name_ar, name_fr=person.name_fr) if person else known_name(typed)


def _is_one_name(a: Known, b: Known) -> bool:
    """Whether two names may be one: said alike, a letter apart, or one of them shortened. Two parts at least agree,
    where both names have two."""
    found = names_of(a, b)
    return found.agrees and len(found.parts) >= min(2, a.parts, b.parts)


class Listed:
    """Those whom the list of a meeting names, read once to be held against one who is added."""

    def __init__(self, meeting: Meeting) -> None:
        self.lines = [line for line in lines_of(meeting) if line.name_ar]
        self.names = [_known(line.person, line.guest_name) for line in self.lines]

    def twin(self, guest: Guest) -> Invitation | None:
        """The line that may already be of a guest. Two who were chosen in the register are two persons."""
        asked = _known(guest.person, guest.name)
        for line, name in zip(self.lines, self.names, strict=True):
            if not (line.person and guest.person) and _is_one_name(asked, name):
                return line
        return None

    def answering(self, words: str) -> list[Invitation]:
        """The lines that answer to every word of a search."""
        terms = search_terms(words)
        return [
            line
            for line in self.lines
            if terms
            and all(
                term in (line.person.search_text if line.person else search_text(line.guest_name)) for term in terms
            )
        ]


def holder_named(meeting: Meeting, body: Body, name: str) -> Guest | None:
    """Who holds an office in a body on the day of the meeting, and bears that name or one near it."""
    typed = known_name(name)
    held = offices_in(body, meeting.day)
    return next((guest_of(one) for one in held if _is_one_name(typed, _known(one.person, ""))), None)


def twin_told(meeting: Meeting, guest: Guest) -> str:
    """Why a guest whose name was typed may be somebody whom the list or his body knows; nothing when he cannot, or is
    said to be another."""
    if not guest.name or guest.is_another:
        return ""
    if line := Listed(meeting).twin(guest):
        return _("Already on the list: %(who)s.") % {"who": line.said}
    if holder := holder_named(meeting, guest.body, guest.name):
        return _("%(who)s holds an office there: find this person by name above.") % {"who": holder.person}
    return ""
