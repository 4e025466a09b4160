"""A row of a list understood as a person, with what was changed and what is doubtful at each cell."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, str | Promise] = {
    "name_initial": _("A given name is cut to its first letter."),
    "name_lost_letter": _("A letter of the name was lost when the file was saved: a question mark stands for it."),
    "name_odd": _("This cell holds signs that no name has: check who it is."),
    "name_split": _("What follows the name was read as the office."),
    "name_untitled": _("The title was taken out of the name."),
    "name_tidied": _("Signs that are no letters were taken out."),
    "card_tidied": _("Written without spaces, in capitals."),
    "card_zero_for_o": _("A zero was read as the letter O: no card number starts with a zero. Please check."),
    "card_letter_for_digit": _("A letter was read as a digit. Please check."),
    "card_turned": _("The letters stood after the digits. Please check."),
    "card_malformed": _("This is not a card number: one or two letters, then digits, as in ZT148220."),
    "card_shared": _("Row %(row)s gives this card to another person."),
    "card_differs": _("Row %(row)s gives this person another card."),
    "phone_tidied": _("Written in international form."),
    "phone_two": _("Several numbers: the mobile was kept."),
    "phone_letter": _("A letter O was read as a zero. Please check."),
    "phone_malformed": _("This is not a phone number. Expected: ten digits, as in 0612345678."),
    "birth_year": _("Only the year is known."),
    "birth_month_unknown": _("This month is not known: only the year was kept. Please check."),
    "birth_year_only": _("1 January or a day 00 means that only the year is known."),
    "birth_from_age": _("The year was counted from the age."),
    "birth_from_serial": _("Excel kept this day as a number."),
    "birth_tidied": _("Written as a day."),
    "birth_turned": _("Read as month/day/year: there is no such month. Please check."),
    "birth_no_such_day": _("This day does not exist: only the year was kept. Please check."),
    "birth_impossible": _("Nobody in office was born then."),
    "birth_unreadable": _("This is not a date of birth. Expected: day/month/year, as in 08/09/1971, or the year."),
    "sex_unknown": _("Write F or M, or أنثى or ذكر."),
    "sex_contradicts": _("The title before the name says the other sex."),
    "email_malformed": _("This is not an e-mail address, as in name@example.ma."),
    "place_understood": _("Read as the place of this name."),
    "place_close": _("Read as the nearest name in the province."),
    "place_elsewhere": _("This place is in another province."),
    "place_several": _("Several places bear this name: write the province, or the code."),
    "place_unknown": _("No commune bears this name."),
    "place_unsaid": _("Nothing on this row or above it says which commune."),
    "office_unknown": _("This office is not known."),
    "office_unranked": _("Which vice-president is not said."),
    "office_understood": _("Read as the office of this name."),
    "moved": _("This value stood in the column of another field."),
    "hidden_row": _("This row is hidden in the sheet."),
    "struck_row": _(
        "This name, or a part of it, is struck through in the sheet: the person may no longer be of the list, or bear "
        "another name."
    ),
    "repeated": _("Same as row %(row)s: the row seems to be pasted twice."),
    "formula": _("This cell holds a formula without its result: it was read as blank."),
}  # fmt: skip


class Change(NamedTuple):
    """A cell whose value was written otherwise."""

    cell: str
    field: str
    before: str
    after: str
    why: str

    @property
    def message(self) -> str:
        return str(MESSAGES[self.why])


class Problem(NamedTuple):
    """A doubtful cell; ``stops``: nothing could be kept of what is written there. ``row``: the other row meant."""

    cell: str
    field: str
    why: str
    stops: bool = False
    row: int = 0

    @property
    def message(self) -> str:
        said = str(MESSAGES[self.why])
        return said % {"row": self.row} if self.row else said


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as one row says. ``birth``: a day or a year in ISO form. What the row does not say is ``None``."""

    file: str
    sheet: str
    row: int
    cell: str
    name_ar: str | None
    name_fr: str | None
    sex: str | None
    cin: str | None
    phone: str | None
    birth: str | None
    place_code: str | None
    office_code: str | None
    problems: tuple[Problem, ...] = ()
    office_detail: str = ""
    email: str | None = None
    phones: tuple[str, ...] = ()
    style: str = ""
    changes: tuple[Change, ...] = ()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    @property
    def birth_date(self) -> dt.date | None:
        return dt.date.fromisoformat(self.birth) if self.birth and len(self.birth) > 4 else None

    @property
    def birth_year(self) -> int | None:
        return int(self.birth[:4]) if self.birth else None

    def with_problems(self, problems: list[Problem]) -> "PersonRow":
        return dataclasses.replace(self, problems=(*self.problems, *problems))


PUBLIC = (
    "file",
    "sheet",
    "row",
    "cell",
    "name_ar",
    "name_fr",
    "sex",
    "cin",
    "phone",
    "birth",
    "place_code",
    "office_code",
)


def as_json(person: PersonRow) -> dict[str, Any]:
    """The line of ``takwin people read``: a stable form that other programs read."""
    said: dict[str, Any] = {name: person[name] for name in PUBLIC}
    said["problems"] = [{"cell": p.cell, "field": p.field, "why": p.why, "message": p.message} for p in person.problems]
    return said
