"""The form that takes a list, and the one that corrects a row of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core.keys import key_of
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch, ImportRow
from takwin.documents.imports.deciding import fix_row
from takwin.documents.imports.entries import entry_of
from takwin.documents.imports.reading import receive_file, refuse_file
from takwin.documents.imports.screens import FileForm
from takwin.people.imports.acts import read_or_later
from takwin.people.imports.fields import FIELDS, show
from takwin.people.imports.importer import PERSONS
from takwin.people.imports.owners import only_sender, usual_start
from takwin.rights.enums import Permission
from takwin.rights.pick import PickInput
from takwin.rights.queries import allowed
from takwin.ui.forms import DayInput, refuse


def _shown(value: str) -> str:
    key = key_of(value)
    return str(Body.objects.filter(pk=key).first() or "") if key else ""


class ListForm(FileForm):
    """A list with whom it comes from, and the day its offices began when it does not say."""

    body = forms.ModelChoiceField(
        label=_("Who sent it"),
        help_text=_(
            "The region, province or commune. It tells communes of one name apart, and how its lists are laid out."
        ),
        queryset=Body.objects.none(),
        widget=PickInput("people:pick_body", shown=_shown, hint=_("Commune, province, university…")),
    )
    since = forms.DateField(
        label=_("In office from, when the list does not say"),
        help_text=_("An elected office begins with the mandate of its council, when that is recorded."),
        widget=DayInput,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        bodies: Any = self.fields["body"]
        bodies.queryset = allowed(Body.objects.select_related("place"), by, Permission.PERSON_EDIT)
        bodies.initial = only_sender(by)
        self.fields["since"].initial = usual_start(by)

    def received(self) -> ImportBatch | None:
        """The batch made of the file, read when that is quick; ``None`` with the error at its field."""
        upload, body = self.cleaned_data["file"], self.cleaned_data["body"]
        options = {"since": self.cleaned_data["since"].isoformat()}
        try:
            batch = receive_file(
                upload.read(), upload.name, importer=PERSONS, owner=body, place=body.place, options=options, by=self.by
            )
        except ValidationError as error:
            self.add_error("file", error)
            return None
        try:
            read_or_later(batch, anew=True, by=self.by)
        except ValidationError as error:
            refuse_file(batch, by=self.by)
            self.add_error("file", error)
            return None
        return ImportBatch.objects.get(pk=batch.pk)


class RowForm(forms.Form):
    """One row as it is understood; only what the person changes is kept as a correction."""

    def __init__(self, *args: Any, row: ImportRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        entry = entry_of(row.data)
        for field in FIELDS:
            value = entry.values.get(field.name)
            attrs = {"class": "ltr", "autocomplete": "off"} if field.is_code else {"autocomplete": "off"}
            shown = (value or "") if field.choices else show(field.name, value)
            asked: forms.Field = (
                forms.ChoiceField(choices=list(field.choices), required=False)
                if field.choices
                else forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs=attrs))
            )
            asked.label, asked.initial, asked.help_text = str(field.label), shown, str(field.hint)
            self.fields[field.name] = asked

    def saved(self, *, by: User) -> bool:
        """Whether the corrections were taken; otherwise what is wrong is said at its field."""
        changed = {name: self.cleaned_data[name] for name in self.changed_data}
        stopped = {problem.field for problem in entry_of(self.row.data).said if problem.field in self.fields}
        values = changed | {name: self.cleaned_data[name] for name in stopped if name in self.cleaned_data}
        try:
            fix_row(self.row, values=values, importer=PERSONS, by=by)
        except ValidationError as error:
            refuse(self, error)
            return False
        return True
