"""All that is kept of one person: each app says, in a line of its ``ready()``, how its rows about a person read.

    section(Enrolment, _("Enrolments in sessions"), purpose="fill seats…", keep=Keep.PERMANENT,
            facts=((_("Session"), "session.topic.name"), …), order=60)

Nothing is left out for want of a line: tables that no app speaks for are found by their keys to ``Person`` and told
column by column.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.personal import Keep
from takwin.core.registry import Registry
from takwin.journal.models import Entry, target_of
from takwin.journal.verbs import said as verb_said
from takwin.people.labels import beside
from takwin.people.merging.vetoes import all_of
from takwin.people.models import FileRequest, IdentityDocument, Merge, Office, Origin, Person, Rectification
from takwin.people.privacy.classes import declared, kept_column, relations_to_person
from takwin.people.privacy.words import KEEPS, Words, column_of, register_of
from takwin.ui.lists import read

Facts = Sequence[tuple[Words, str | Callable[[Any], Any]]]
SECRET = frozenset({"password", "code_digest", "token", "token_digest", "digest"})
UNTOLD = frozenset({"id", "search_text", "sort_ar", "sort_fr"})  # made from what is told already


@dataclass(frozen=True)
class Section:
    """How the rows of a table about a person read: the facts of each, why they are kept and until when."""

    model: type[models.Model]
    title: Words
    purpose: str
    keep: Keep
    facts: Facts
    rows: Callable[[Person], Iterable[Any]]
    covers: tuple[type[models.Model], ...] = ()
    order: int = 50


SECTIONS: Registry[Section] = Registry()


def section(
    model: type[models.Model],
    title: Words,
    *,
    purpose: str,
    keep: Keep,
    facts: Facts,
    path: str = "person",
    related: Sequence[str] = (),
    covers: tuple[type[models.Model], ...] = (),
    order: int = 50,
) -> Section:
    """Bring the rows of ``model`` that lead to the person by ``path``. ``covers`` are tables whose rows about a person
    only repeat these. Rows that a merge had to leave on a row that was his are his.
    """

    def rows(person: Person) -> Iterable[Any]:
        his = {f"{path}__in": all_of(person)}
        return model._default_manager.filter(**his).select_related(*related).order_by("pk")

    return SECTIONS.add(Section(model, title, purpose, keep, facts, rows, covers, order))


@dataclass(frozen=True)
class Told:
    """A section of one person's file, ready to be read or printed."""

    title: str
    purpose: str
    keep: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class OwnFact:
    """A column of the person himself."""

    label: str
    value: str
    purpose: str
    keep: str


def own_facts(person: Person) -> list[OwnFact]:
    """The columns of the person, each with its purpose and how long it is kept."""
    told = []
    for name, held in declared(Person).items():
        if name not in UNTOLD and (value := said(person, _path(Person, name))):
            column = kept_column(Person, name, held)
            told.append(OwnFact(str(column.label), value, column.purpose, str(column.keep)))
    return told


def file_of(person: Person) -> list[Told]:
    """Everything else that is kept of the person, over all apps; a table without a row of his is left out."""
    brought = list(SECTIONS)
    spoken_for = {model for one in brought for model in (one.model, *one.covers)}
    found = [_told(one, one.rows(person)) for one in brought]
    found += [_found(field, person) for field in relations_to_person() if field.model not in spoken_for]
    return [told for told in found if told.rows]


def _told(one: Section, rows: Iterable[Any]) -> Told:
    return Told(
        str(one.title),
        gettext(one.purpose),
        str(KEEPS[one.keep]),
        [str(label) for label, _path in one.facts],
        [[said(row, path) for _label, path in one.facts] for row in rows],
    )


def _found(field: "models.ForeignKey[Any, Any]", person: Person) -> Told:
    """A table nobody spoke for: its own columns, in their order, as they are declared."""
    model: type[models.Model] = field.model
    names = columns_told(field)
    reasons = list(declared(model).values())
    return Told(
        str(register_of(model)),
        gettext(reasons[0].purpose) if reasons else "",
        str(KEEPS[reasons[0].keep]) if reasons else "",
        [str(column_of(model, name)) for name in names],
        [
            [said(row, _path(model, name)) for name in names]
            for row in model._default_manager.filter(**{f"{field.name}__in": all_of(person)}).order_by("pk")
        ],
    )


def columns_told(field: "models.ForeignKey[Any, Any]") -> list[str]:
    """The columns told of a table nobody spoke for, which leads to the person by ``field``."""
    return [
        one.name
        for one in field.model._meta.concrete_fields
        if one.name not in UNTOLD | SECRET and one is not field and not _is_about_users(one)
    ]


def _is_about_users(field: Any) -> bool:
    """Who wrote a row is told by the journal, under that officer's own rights."""
    return bool(field.related_model and field.related_model._meta.label == "accounts.User")


def _path(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return f"get_{name}_display" if field.choices else name


def said(row: Any, path: str | Callable[[Any], Any]) -> str:
    """A value as a paper prints it, in the language of the paper."""
    try:
        value = read(row, path)
    except AttributeError:  # a key along the path that leads nowhere
        return ""
    return plain(value)


def plain(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case dt.datetime():
            return formats.day(value.astimezone(clock.CASABLANCA).date())
        case dt.date():
            return formats.day(value)
        case list() | tuple():
            return ", ".join(plain(inner) for inner in value)
        case dict():
            return ", ".join(f"{key}: {plain(inner)}" for key, inner in value.items())
        case Promise() | str():
            return str(value)
        case _:
            return str(value)


def bring_own_sections() -> None:
    """What ``people`` keeps of a person beside his own columns; called in its ``ready()``."""
    section(
        IdentityDocument,
        _("Identity documents"),
        purpose="tell who is who; print the last signs on the sheet; declare the tax withheld",
        keep=Keep.MANDATE,
        facts=((_("Document"), "get_kind_display"), (_("Number"), "number")),
        order=10,
    )
    section(
        Office,
        _("Offices held"),
        purpose="know what the person did in public office",
        keep=Keep.PERMANENT,
        facts=(
            (_("Office"), "said"),
            (_("Detail"), lambda office: beside(office.detail, get_language() or "ar")),
            (_("Council or body"), "body.name"),
            (_("From"), "starts_on"),
            (_("Until"), "ends_on"),
        ),
        related=("body", "person"),
        order=20,
    )
    section(
        Rectification,
        _("Corrections asked for"),
        purpose="answer the person in the time the law gives",
        keep=Keep.MANDATE,
        facts=(
            (_("What"), "get_subject_display"),
            (_("What is said to be right"), "said"),
            (_("Asked"), "asked_at"),
            (_("Answer"), "get_state_display"),
            (_("Motive"), "motive"),
            (_("Before"), "before"),
            (_("After"), "after"),
        ),
        order=90,
    )
    section(
        FileRequest,
        _("Requests for one’s file"),
        purpose="answer the person in the time the law gives",
        keep=Keep.PERMANENT,
        facts=((_("Asked"), "asked_at"), (_("Channel"), "get_channel_display"), (_("Handed over"), "answered_at")),
        order=91,
    )
    section(
        Origin,
        _("Where it comes from"),
        purpose="show how a list was understood",
        keep=Keep.MANDATE,
        facts=((_("List"), "batch.file.name"), (_("Sheet"), "sheet"), (_("Row"), "row")),
        related=("batch__file",),
        order=85,
    )
    SECTIONS.add(_merges_section())
    SECTIONS.add(_account_section())
    SECTIONS.add(_reading_section())


def _merges_section() -> Section:
    def merges(person: Person) -> Iterable[Merge]:
        his = all_of(person)
        rows = Merge.objects.filter(models.Q(kept__in=his) | models.Q(gone__in=his))
        return rows.select_related("kept", "gone").order_by("pk")

    facts: Facts = (
        (_("person kept"), "kept.name"),
        (_("person merged away"), "gone.name"),
        (_("merged"), "at"),
        (_("undone"), "undone_at"),
    )
    return Section(Merge, _("Merges"), "give back what a merge changed", Keep.MANDATE, facts, merges, order=86)


def _account_section() -> Section:
    def account(person: Person) -> Iterable[User]:
        return [person.user] if person.user else []

    return Section(
        User,
        _("Account in Takwin"),
        "open what the person may do in Takwin",
        Keep.ACCOUNT,
        (
            (_("User name"), "username"),
            (_("Name"), "name"),
            (_("Phone"), "phone"),
            (_("E-mail"), "email"),
            (_("Opened"), "date_joined"),
            (_("Last login"), "last_login"),
        ),
        account,
        order=80,
    )


def _reading_section() -> Section:
    """Who was shown the person's numbers, as the journal has it: the day and the act, not the officer."""

    def entries(person: Person) -> Iterable[Entry]:
        return Entry.objects.filter(target=target_of(person)).order_by("pk")

    return Section(
        Entry,
        _("What the journal tells"),
        "show who was shown the numbers of the person",
        Keep.PERMANENT,
        ((_("When"), "at"), (_("What"), lambda entry: verb_said(entry.verb).sentence)),
        entries,
        order=95,
    )
