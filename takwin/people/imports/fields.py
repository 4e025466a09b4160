"""The columns of the preview of persons: what each value is called, how it is shown, and how a typed one is read."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from takwin.core import formats, identifiers
from takwin.directory.gazetteer import gazetteer
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import Entry, ShownField
from takwin.people.enums import Sex, Title
from takwin.people.labels import capacity
from takwin.people.rosters import values
from takwin.people.rosters.offices import OFFICES, office_of

NAME_MOST = 200
FIELDS = (
    ShownField("name_ar", gettext_lazy("Name in Arabic")),
    ShownField("name_fr", gettext_lazy("Name in French")),
    ShownField("sex", gettext_lazy("Sex"), choices=[("", "–"), *Sex.choices]),
    ShownField("cin", gettext_lazy("CIN"), is_code=True),
    ShownField(
        "birth", gettext_lazy("Date of birth"), is_code=True, hint=gettext_lazy("Day/month/year, or the year alone.")
    ),
    ShownField("phone", gettext_lazy("Phone"), is_code=True),
    ShownField("email", gettext_lazy("E-mail"), is_code=True),
    ShownField("place", gettext_lazy("Commune"), hint=gettext_lazy("Its name or its code.")),
    ShownField("office", gettext_lazy("Office")),
    ShownField("since", gettext_lazy("In office from"), is_code=True),
)
BLANKABLE = ("sex", "cin", "birth", "phone", "email", "office", "since")


def show(name: str, values: dict[str, Any]) -> str:
    """A value of a row as people read it, in the reader's language."""
    value = values.get(name)
    if value in (None, ""):
        return ""
    if name == "place":
        return _place_shown(str(value), get_language() or "ar")
    if name == "office":
        return office_shown(str(value), "", values.get("office_detail") or "")
    if name == "sex":
        return str(Sex(value).label)
    if name in ("birth", "since") and len(str(value)) > len("2021"):
        return f"{dt.date.fromisoformat(str(value)):%d/%m/%Y}"
    return formats.phone(str(value)) if name == "phone" else str(value)


@lru_cache(maxsize=20_000)
def _place_shown(code: str, language: str) -> str:
    spot = gazetteer().by_code.get(code)
    return (spot.name_ar if language == "ar" else spot.name_fr) if spot else code


def office_shown(code: str, sex: str, detail: str = "") -> str:
    """An office of lists, said as the register will say it."""
    kind = OFFICES[code]
    return capacity(kind.title, sex, get_language() or "ar", detail or kind.detail)


def put(entry: Entry, name: str, text: str, batch: ImportBatch) -> None:
    """Write in a field what a person typed; ``ValidationError`` says why it cannot be."""
    said = text.strip()
    read = READERS[name]
    entry.values[name] = read(said, entry, batch) if said else None
    if name == "office":
        entry.values["office_detail"] = office_of(said).detail if said else ""
    if name == "phone":
        entry.values["phones"] = [entry.values["phone"]] if said else []


def _name(text: str, _entry: Entry, _batch: ImportBatch) -> str:
    said = identifiers.name(text)
    if len(said) > NAME_MOST:
        raise ValidationError(_("A name has at most 200 letters."))
    return said


def _sex(text: str, _entry: Entry, _batch: ImportBatch) -> str:
    found = text if text in Sex.values else values.sex(text).value
    if not found:
        raise ValidationError(_("Write F or M, or أنثى or ذكر."))
    return found


def _birth(text: str, _entry: Entry, _batch: ImportBatch) -> str:
    born = identifiers.birth(text)
    return born.isoformat() if isinstance(born, dt.date) else str(born)


def _since(text: str, _entry: Entry, _batch: ImportBatch) -> str:
    day = identifiers.day(text)
    return day.isoformat() if day else ""


def _place(text: str, entry: Entry, batch: ImportBatch) -> str:
    """A place by its code or its name, first where the list comes from."""
    around = [entry.values.get("place") or "", batch.place.code if batch.place else ""]
    provinces = tuple(dict.fromkeys(".".join(code.split(".")[:2]) for code in around if "." in code))
    meant = gazetteer().resolve(text, provinces)
    if meant.spot:
        return meant.spot.code
    if meant.others:
        names = " · ".join(f"{spot.name_ar} {spot.code}" for spot in meant.others[:6])
        raise ValidationError(
            _("Several places bear this name: %(names)s. Write the code of the one you mean."), params={"names": names}
        )
    raise ValidationError(_("No commune bears this name."))


def _office(text: str, _entry: Entry, _batch: ImportBatch) -> str:
    code = text if text in OFFICES else office_of(text).code
    if not code:
        raise ValidationError(
            _("This office is not known. Write for example: %(names)s."),
            params={"names": " · ".join(str(t.label) for t in (Title.PRESIDENT, Title.VICE_PRESIDENT, Title.MEMBER))},
        )
    return code


READERS = {
    "name_ar": _name,
    "name_fr": _name,
    "sex": _sex,
    "cin": lambda text, _entry, _batch: identifiers.cin(text),
    "birth": _birth,
    "phone": lambda text, _entry, _batch: identifiers.phone(text),
    "email": lambda text, _entry, _batch: identifiers.email(text),
    "place": _place,
    "office": _office,
    "since": _since,
}
