"""What came back, against what was sent and what the register says today.

Three are compared: the cell as it was sent, as it came back, as it would be sent now. Back as sent: nothing. Changed
there only: a change. Changed there and here alike: nothing. Changed there and here otherwise: a conflict, which is
recorded only when the reader takes it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core import formats
from takwin.core.text import search_terms, tidy
from takwin.core.workbooks import harmless
from takwin.documents.forms.signing import Sent, SentRow, form_of, is_form, row_of
from takwin.documents.forms.spec import FormField, RoundTrip
from takwin.documents.sheets import Cell, Sheet


@dataclass(frozen=True)
class Difference:
    """One cell that came back changed. ``now`` is what the register says when it is neither the one nor the other."""

    row: int
    key: int
    named: str
    field: FormField
    before: str
    after: str
    value: Any
    now: str = ""
    is_conflict: bool = False

    @property
    def stood(self) -> str:
        """What the register says until this is recorded."""
        return self.now if self.is_conflict else self.before

    @property
    def choice(self) -> str:
        """What the box of a conflict says when it is ticked."""
        return f"{self.key}:{self.field.name}"


@dataclass(frozen=True)
class Remark:
    """A sentence about a row (0: about the file); ``stops`` keeps the form from being recorded. ``named`` is whose row
    it is, when that is known."""

    row: int
    sentence: str
    stops: bool
    named: str = ""


@dataclass
class Comparison:
    """The form as it came back: who sent it, what changed, and what is to be said."""

    sent: Sent
    differences: list[Difference] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    read: int = 0

    @property
    def stops(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.stops]

    @property
    def conflicts(self) -> list[Difference]:
        return [one for one in self.differences if one.is_conflict]

    def taken(self, choices: Iterable[str] = ()) -> list[Difference]:
        """What is to be recorded: every change, and the conflicts the reader took."""
        chosen = set(choices)
        return [one for one in self.differences if not one.is_conflict or one.choice in chosen]


def heading_key(text: str) -> str:
    """What makes two headings the same: their words, whatever the case, accents and punctuation."""
    return " ".join(search_terms(text))


@dataclass(frozen=True)
class Back:
    """A row of the file with the row it was sent as, and its texts by name of field."""

    number: int
    sent: SentRow
    texts: dict[str, str]


def compare(sheet: Sheet, spec: RoundTrip, user: User) -> Comparison:
    """Read a form back. A file that is no form of this list raises; everything else is a sentence at its row."""
    hidden = _hidden(sheet)
    form = form_of(hidden.text)
    if (form.kind, form.about) != (spec.kind, spec.about):
        raise ValidationError(_("This form is of another list."))
    said = Comparison(form)
    places = _places(sheet, form, spec, said)
    back = list(_backs(sheet, hidden.column, form, places, said))
    rows = spec.among({one.sent.key for one in back}, user)
    for one in back:
        _compare_row(one, rows.get(one.sent.key), spec, said)
    _refuse_contradictions(said, rows, spec)
    if missing := form.rows - len({one.sent.key for one in back}):
        said.remarks.append(Remark(0, _missing(missing), stops=False))
    return said


def sent_of(sheet: Sheet) -> Sent:
    """Which form a file is, as it says itself under its signature."""
    return form_of(_hidden(sheet).text)


def _hidden(sheet: Sheet) -> Cell:
    for cell in sheet.heading:
        if is_form(cell.text):
            return cell
    raise ValidationError(
        _("This file is not a form sent by Takwin, or its hidden first column was removed. Send the form anew.")
    )


def _missing(count: int) -> str:
    return ngettext(
        "%(count)s row that was sent is no longer in the file: nothing changes for it.",
        "%(count)s rows that were sent are no longer in the file: nothing changes for them.",
        count,
    ) % {"count": count}


def _places(sheet: Sheet, form: Sent, spec: RoundTrip, said: Comparison) -> dict[str, int]:
    """Where each field stands now: by its heading, wherever its column went."""
    found = {heading_key(cell.text): cell.column for cell in sheet.heading}
    places = {name: found[heading_key(label)] for name, label in form.heads.items() if heading_key(label) in found}
    for name, one in spec.by_name().items():
        if name not in places:
            sentence = _("The column “%(label)s” is not in the file: nothing of it was read.")
            said.remarks.append(Remark(0, sentence % {"label": form.heads.get(name, one.label)}, stops=False))
    return places


def _backs(sheet: Sheet, hidden: int, form: Sent, places: dict[str, int], said: Comparison) -> Iterable[Back]:
    """The rows that were sent, each once; the others only leave a sentence."""
    seen: dict[int, dict[str, str]] = {}
    for cells in sheet.rows:
        by_place = {cell.column: cell for cell in cells}
        number = cells[0].row
        texts = {name: _plain(by_place[at].text if at in by_place else "") for name, at in places.items()}
        token = by_place[hidden].text if hidden in by_place else ""
        if not token:
            if any(texts.values()):
                added = _("This row was added: a form only changes the rows it sent.")
                said.remarks.append(Remark(number, added, stops=False))
            continue
        try:
            sent = row_of(token, form)
        except ValidationError as error:
            said.remarks.append(Remark(number, " ".join(error.messages), stops=True))
            continue
        if sent.key in seen:
            same = seen[sent.key] == texts
            said.remarks.append(Remark(number, _("This row stands twice in the file."), stops=not same))
            continue
        seen[sent.key] = texts
        said.read += 1
        yield Back(number, sent, texts)


def _plain(text: str) -> str:
    """The text without the sign that kept a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _compare_row(back: Back, row: Any, spec: RoundTrip, said: Comparison) -> None:
    if row is None:
        said.remarks.append(
            Remark(back.number, _("This row is not yours to change, or is no longer in the list."), stops=True)
        )
        return
    for one in spec.fields:
        if one.name not in back.texts or one.name not in back.sent.values:
            continue
        before, after = back.sent.values[one.name], back.texts[one.name]
        if tidy(before) == after:
            continue
        if one.name not in back.sent.open:
            sentence = _locked(one, before, after)
            said.remarks.append(Remark(back.number, sentence, stops=True, named=spec.named(row)))
            continue
        _compare_cell(back, row, one, spec, said)


def _locked(one: FormField, before: str, after: str) -> str:
    sentence = _(
        "“%(label)s” was sent as “%(before)s” and came back as “%(after)s”: the row was moved, or retyped. "
        "Put back what was sent."
    )
    empty = _("empty")
    return sentence % {"label": one.label, "before": before or empty, "after": after or empty}


def _compare_cell(back: Back, row: Any, one: FormField, spec: RoundTrip, said: Comparison) -> None:
    before, after, now = back.sent.values[one.name], back.texts[one.name], one.shown(row)
    try:
        value = one.understood(after)
    except ValidationError as error:
        told = {"label": one.label, "text": after or _("empty"), "why": " ".join(error.messages)}
        sentence = _("%(label)s, “%(text)s”: %(why)s") % told
        said.remarks.append(Remark(back.number, sentence, stops=True, named=spec.named(row)))
        return
    if value in (one.same(before), one.same(now)):
        return
    is_conflict = one.same(before) != one.same(now)
    found = Difference(back.number, back.sent.key, spec.named(row), one, before, _as_written(value, after), value)
    said.differences.append(replace(found, now=now, is_conflict=True) if is_conflict else found)


def _as_written(value: Any, text: str) -> str:
    """A day or an amount as we write them, however a spreadsheet gave it back."""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return formats.money(value) if isinstance(value, Decimal) else text


def _refuse_contradictions(said: Comparison, rows: dict[int, Any], spec: RoundTrip) -> None:
    """Two rows of one person that say different things of him."""
    first: dict[Any, Difference] = {}
    for one in said.differences:
        if not one.field.is_shared:
            continue
        earlier = first.setdefault((spec.subject(rows[one.key]), one.field.name), one)
        if earlier.value != one.value:
            sentence = _("%(label)s: row %(row)s says something else of the same person.")
            told = sentence % {"label": one.field.label, "row": earlier.row}
            said.remarks.append(Remark(one.row, told, stops=True))
