"""The form that takes a list of any subject, and the one that corrects a row of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core.uploads import within_limit
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch, ImportRow
from takwin.documents.imports.acts import read_or_later
from takwin.documents.imports.deciding import fix_row
from takwin.documents.imports.entries import Importer, entry_of
from takwin.documents.imports.reading import receive_file, refuse_file
from takwin.ui.forms import refuse


class ListForm(forms.Form):
    """Takes one workbook; what is wrong with the file is said at its field."""

    file = forms.FileField(
        label=_("The list, as the office sent it"),
        help_text=_(
            "xlsx, xls, ods or csv: titles, several sheets, two languages, totals and signatures are understood."
        ),
        validators=[within_limit],
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def whose(self) -> tuple[Body, dict[str, Any]]:
        """In whose name the list is received, and the options of its importer."""
        raise NotImplementedError

    def received(self, importer: Importer) -> ImportBatch | None:
        """The batch made of the file, read when that is quick; ``None`` with the error at its field."""
        upload = self.cleaned_data["file"]
        owner, options = self.whose()
        facts: dict[str, Any] = {"owner": owner, "place": owner.place, "options": options, "by": self.by}
        try:
            batch = receive_file(upload.read(), upload.name, importer=importer, **facts)
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

    def __init__(self, *args: Any, row: ImportRow, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.importer = row, importer
        entry = entry_of(row.data)
        for field in importer.fields_of(row.batch):
            value = entry.values.get(field.name)
            attrs = {"class": "ltr", "autocomplete": "off"} if field.is_code else {"autocomplete": "off"}
            shown = (value or "") if field.choices else importer.show(field.name, entry.values)
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
            fix_row(self.row, values=values, importer=self.importer, by=by)
        except ValidationError as error:
            refuse(self, error)
            return False
        return True
