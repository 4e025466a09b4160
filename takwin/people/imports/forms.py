"""The form that takes a list of persons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.documents.imports.forms import ListForm
from takwin.people.imports.owners import only_sender, usual_start
from takwin.rights.enums import Permission
from takwin.rights.pick import PickInput, shown_as
from takwin.rights.queries import allowed
from takwin.ui.forms import DayInput


class PersonsForm(ListForm):
    """A list with whom it comes from, and the day its offices began when it does not say."""

    body = forms.ModelChoiceField(
        label=_("Who sent it"),
        help_text=_(
            "The region, province or commune. It tells communes of one name apart, and how its lists are laid out."
        ),
        queryset=Body.objects.none(),
        widget=PickInput("people:pick_body", shown=shown_as(Body), hint=_("Commune, province, university…")),
    )
    since = forms.DateField(
        label=_("In office from, when the list does not say"),
        help_text=_("An elected office begins with the mandate of its council, when that is recorded."),
        widget=DayInput,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        bodies: Any = self.fields["body"]
        bodies.queryset = allowed(Body.objects.select_related("place"), by, Permission.PERSON_EDIT)
        bodies.initial = only_sender(by)
        self.fields["since"].initial = usual_start(by)

    def whose(self) -> tuple[Body, dict[str, Any]]:
        return self.cleaned_data["body"], {"since": self.cleaned_data["since"].isoformat()}
