"""How a doubt on presence is settled."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.enums import Status
from takwin.attendance.models import RegisterHalfDay
from takwin.attendance.sync.enums import Decision, Why
from takwin.attendance.sync.models import Case
from takwin.core.text import joined
from takwin.people.enums import DocumentKind
from takwin.people.labels import capacity
from takwin.people.models import Office, Person
from takwin.people.queries import holder_of, listed
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed


class _PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Several people bear one name: each is told by what he is and in which council."""

    def label_from_instance(self, obj: Any) -> str:
        return joined([str(obj), *(part for one in obj.present for part in (self._held(one, obj), one.body.name))])

    def _held(self, office: Office, person: Person) -> str:
        return capacity(office.title, person.sex, get_language() or "ar", office.detail, kind=office.body.kind)


class CaseForm(forms.Form):
    """The decision and its reason; and, where the case does not say them, the half-day, the person and the word.

    ``card`` names a person by his identity card: he is looked for among those whom the reader sees.
    """

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (Decision.TAKEN, gettext_lazy("Write it as a correction")),
            (Decision.LEFT, gettext_lazy("Leave it as it is")),
        ],
    )
    half_day = forms.ModelChoiceField(
        label=gettext_lazy("Half-day"), queryset=RegisterHalfDay.objects.none(), required=False
    )
    status = forms.ChoiceField(label=gettext_lazy("Presence"), choices=Status.choices, required=False)
    person = _PersonChoice(label=gettext_lazy("Who it is"), queryset=Person.objects.none(), required=False)
    card = forms.CharField(
        label=gettext_lazy("Number of the national card"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("For someone who is not in the list above."),
    )
    note = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, case: Case, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.reader = case, reader
        writable = allowed(RegisterHalfDay.objects, reader, Permission.PRESENCE_CORRECT)
        halves = writable.filter(register=case.register_id) if case.register_id and not case.is_of_closing else None
        if halves is not None:
            self._choices("half_day", halves)
            self.fields["half_day"].initial = self._own_half()
        self.fields["status"].initial = case.status or Status.PRESENT
        for name in ("half_day", "status", "person"):  # they are said of what is written, not of what is left
            self.fields[name].is_asked = True  # type: ignore[attr-defined]
        self._choices("person", self._known())
        if case.person_id:
            del self.fields["person"], self.fields["card"]
        if case.why == Why.TWO_PLACES:
            del self.fields["half_day"], self.fields["status"]
        if halves is None:
            self.fields["decision"].choices = [(Decision.LEFT, _("Leave it as it is"))]  # type: ignore[attr-defined]
            for name in ("half_day", "status", "person", "card"):
                self.fields.pop(name, None)

    def _choices(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def _known(self) -> QuerySet[Person]:
        """Those of the same name, and those of the list."""
        name = self.case.who.get("name", "")
        seen = allowed(Person.objects, self.reader, Permission.PERSON_VIEW)
        same = Q(expected__register=self.case.register_id)
        if name:
            same |= Q(name_ar=name) | Q(name_fr__iexact=name)
        return listed(seen.filter(same).distinct().order_by("sort_ar", "pk"))

    def _own_half(self) -> RegisterHalfDay | None:
        """The half-day that the case speaks of, when the register still has it."""
        halves = RegisterHalfDay.objects.filter(register=self.case.register_id, part=self.case.part)
        return halves.filter(day=self.case.day).first() if self.case.day else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said.setdefault("status", "")
        if self.case.why == Why.TWO_PLACES:
            said["half_day"] = self._own_half()
        if said.get("decision") == Decision.TAKEN:
            if not said.get("half_day"):
                raise ValidationError(_("Say of which half-day."))
            if said.get("card") and not said.get("person"):
                said["person"] = self._holder(said["card"])
        return said

    def _holder(self, card: str) -> Person:
        found = holder_of(DocumentKind.CIN, card.replace(" ", "").upper())
        if found is None or not allowed(Person.objects, self.reader, Permission.PERSON_VIEW).filter(pk=found.pk):
            raise ValidationError({"card": _("Nobody you see has this card: add the person first.")})
        return found
