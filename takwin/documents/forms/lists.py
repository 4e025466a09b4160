"""Any list as a form: its own columns, locked, those that may be corrected, open, and one for an observation.

    bring_list_form(ListForm("rooms", Room, Permission.BODY_EDIT, lambda: ROOMS, "territory:rooms", fields=…, write=…))

A list is known by the name under which it is exported; whoever brings its form in ``ready()`` has it offered on the
page of the list (``ui.lists``), under the filters the reader chose, and read back where every form is.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.documents.forms.observed import observed
from takwin.documents.forms.observing import observe
from takwin.documents.forms.reading import words
from takwin.documents.forms.spec import Change, FormField, FormKind, RoundTrip, Words, Writer, bring_form, one_by_one
from takwin.documents.forms.views import sent
from takwin.documents.observation_models import LONGEST, Observation
from takwin.rights.access import UserRequest
from takwin.rights.enums import Permission
from takwin.rights.panels import panel
from takwin.rights.queries import allowed, holds, own_body
from takwin.ui.lists import AS_FORM, Column, Listing, plain

OBSERVATION = "observation"
WRITTEN: dict[str, Callable[[Any], str]] = {
    "number": formats.number,
    "due": formats.number,
    "money": formats.money,
    "percent": formats.percent,
    "share": formats.percent,
    "day": lambda day: f"{day:%d/%m/%Y}",
    "moment": lambda moment: f"{localtime(moment):%d/%m/%Y %H:%M}",
}


@dataclass(frozen=True)
class ListForm:
    """A list as a form. Its rows are those of the list over which the user holds ``permission``.

    ``name`` is that of its export. ``fields`` are what may be corrected, and ``write(row, values, by=)`` the act that
    does it, ``restore`` the one that gives it back when it is not the same: a field with the name of a column opens
    that column, another one follows; they are a function where a drop-down is read in the database. ``related`` are
    the paths that ``named`` and the values of the fields read, and ``with_facts`` brings what they read beside the row
    itself (an annotation, rows of another table), in few queries. ``above`` are the rows that the act holds before
    those of the list (see ``RoundTrip``). ``mine`` gives the rows a user may change where ``allowed`` is not asked:
    the registers of the whole Kingdom. ``lead`` is what the reader is to know before recording, and
    ``is_final`` that its act is not taken back.
    """

    name: str
    model: type[Model]
    permission: Permission
    listing: Callable[[], Listing]
    home: str
    fields: tuple[FormField, ...] | Callable[[], tuple[FormField, ...]] = ()
    write: Callable[..., Any] | None = None
    restore: Callable[..., Any] | None = None
    related: tuple[str, ...] = ()
    with_facts: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    named: Callable[[Any], str] = str
    above: Callable[[Collection[int]], QuerySet[Any]] | None = None
    mine: Callable[[User], QuerySet[Any]] | None = None
    lead: Words = ""
    is_final: bool = False

    @property
    def kind(self) -> str:
        return f"list.{self.name}"

    @property
    def reading_back(self) -> str:
        return reverse("documents:give_back")

    def is_offered(self, user: Any) -> bool:
        return holds(user, self.permission)

    def rows(self, user: User) -> QuerySet[Any]:
        """All the rows a form of this user may change, each with what was last observed of it."""
        return self._filled(self._mine(user), user)

    def sent(self, request: UserRequest, listed: QuerySet[Any], back_url: str) -> HttpResponse:
        """The rows of the list, as the reader filtered and ordered them, as a form to send."""
        rows = self._filled(listed.filter(pk__in=self._mine(request.user).order_by().values("pk")), request.user)
        name = f"{self.name}-form-{clock.today():%Y-%m-%d}"
        return sent(request, self.round_trip(), rows, name=name, back_url=back_url)

    def round_trip(self) -> RoundTrip:
        listing = self.listing()
        return RoundTrip(
            kind=self.kind,
            title=listing.title,
            fields=self._columns(listing.columns),
            rows=self.rows,
            named=self.named,
            write=self._writer(self.write),
            restore=self._writer(self.restore or self.write),
            owner=self._owner,
            home=reverse(self.home),
            above=self.above,
            lead=self.lead,
            is_final=self.is_final,
        )

    def _mine(self, user: User) -> QuerySet[Any]:
        return self.mine(user) if self.mine else allowed(self.model._default_manager, user, self.permission)

    def _filled(self, rows: QuerySet[Any], user: User) -> QuerySet[Any]:
        """With all that the cells read of a row, and what the user's own body was last told of it."""
        rows = rows.select_related(*self.related) if self.related else rows
        rows = self.with_facts(rows) if self.with_facts else rows
        said = Observation.objects.filter(kind=self.kind, key=OuterRef("pk"), owner=self._owner(user)).values("text")
        annotated: QuerySet[Any] = rows.annotate(
            observed=Coalesce(Subquery(said[:1]), Value(""), output_field=CharField())
        )
        return annotated

    def _columns(self, columns: Sequence[Column]) -> tuple[FormField, ...]:
        fields = self.fields() if callable(self.fields) else self.fields
        opened, own = {field.name: field for field in fields}, {column.name for column in columns}
        first = [opened.get(column.name) or _locked(column) for column in columns]
        return (*first, *(field for field in fields if field.name not in own), _OBSERVATION)

    def _owner(self, user: User) -> Body | None:
        """In whose name a user receives the form: the body he acts for, else a body of his territory."""
        key = own_body(allowed(Body.objects, user, self.permission), user, self.permission)
        return Body.objects.filter(pk=key).first() if key else None

    def _writer(self, write: Callable[..., Any] | None) -> Writer:
        def write_all(changes: Sequence[Change], *, by: User) -> None:
            owner = self._owner(by)

            def write_row(row: Any, values: dict[str, Any], *, by: User) -> None:
                facts = {name: value for name, value in values.items() if name != OBSERVATION}
                if facts and write:
                    write(row, facts, by=by)
                if OBSERVATION in values:
                    observe(self.kind, row, values[OBSERVATION], named=self.named(row), owner=owner, by=by)

            one_by_one(write_row)(changes, by=by)

        return write_all


_OBSERVATION = FormField(
    OBSERVATION, _("Observation"), lambda row: row.observed, words(LONGEST), is_passing=True, width=40,
    hint=_("What those who know say of this row: it is shown on its page once read back."),
)  # fmt: skip


def _locked(column: Column) -> FormField:
    return FormField(
        column.name, column.label, lambda row: _told(column, row), width=24 if column.phone == "top" else 18
    )


def _told(column: Column, row: Any) -> str:
    """What the list says in this cell, its quiet line with it, as text."""
    value = plain(column.of(row))
    if value is None or value == "":
        shown = ""
    else:
        shown = WRITTEN.get(column.kind, str)(value) if not isinstance(value, str) else value
    return joined([shown, str(column.note_of(row) or "")])


LIST_FORMS: dict[str, ListForm] = {}  # by kind
OF_MODEL: dict[type[Model], list[str]] = {}  # the kinds whose rows are of a model


def bring_list_form(form: ListForm) -> None:
    """Offer a list as a form on its page, read it back, and show on the page of a row what was observed of it."""
    LIST_FORMS[form.kind] = form
    AS_FORM[form.name] = form
    bring_form(FormKind(form.kind, form.permission, lambda about, user: form.round_trip()))
    if form.model not in OF_MODEL:
        observed_of = observed(OF_MODEL.setdefault(form.model, []))
        panel(form.model, None, observed_of, "documents/observation_panel.html", side=True, order=5)
    OF_MODEL[form.model].append(form.kind)
