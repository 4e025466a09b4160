"""The list of a subject, said once: columns, filters, search, order, tabs, export.

A view hands its queryset (already narrowed to what the user may see) to :func:`list_page`; the same address
answers the page and, to htmx, the part of it that changes. Its whole state is in the address, so a list can be
sent, kept and printed. A page costs at most four queries whatever its rows: tabs, keys, count, rows; what a column
shows of related objects is for the queryset to bring with ``select_related`` or an annotation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, NamedTuple, Protocol

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, pgettext

from takwin.core import formats
from takwin.core.search import answering
from takwin.core.text import search_terms
from takwin.core.workbooks import CellKind, workbook_response

from . import cells
from .cells import Kind
from .chips import Chip, chips
from .states import Look
from .things import Act

ROWS_A_PAGE = 25
DIGITS = 9  # of the number of a page that an address may ask: no table has as many
Words = str | Promise
NUMERIC = {"number", "money", "percent", "share"}
SHEET_KINDS: dict[str, CellKind] = {
    "number": "number", "money": "money", "percent": "percent", "day": "day", "moment": "moment", "due": "number",
    "share": "percent",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One fact of each row.

    ``value`` is a path (``"body.name"``) or a function of the row, by default the column's name. ``sort`` is the
    model's field to order by; empty when the list cannot be ordered by it. ``phone`` says where the cell goes when
    the row is a card: its title (``top``, which also carries the link), its state (``end``), a quiet line,
    or not shown. ``sort="sort_{lang}"`` orders by the column of the reader's language. ``note`` is a second, quiet
    line in the same cell.
    """

    name: str
    label: Words
    value: str | Callable[[Any], Any] = ""
    kind: Kind = "text"
    sort: str = ""
    phone: Literal["top", "end", "line", "hide"] = "line"
    note: str | Callable[[Any], Any] = ""

    def of(self, row: Any) -> Any:
        """What this column says of the row."""
        return read(row, self.value or self.name)

    def note_of(self, row: Any) -> Any:
        return read(row, self.note) if self.note else ""

    @property
    def is_figure(self) -> bool:
        """Whether the cell needs its column's name beside it once it stands alone on a card."""
        return self.kind in NUMERIC

    @cached_property
    def css(self) -> str:
        words = [{"top": "at-top rest", "end": "at-end", "hide": "not-phone", "line": ""}[self.phone]]
        words += ["num"] if self.kind in NUMERIC else []
        words += ["shy"] if self.kind == "reference" else []
        words += ["nowrap"] if self.kind in ("phrase", "reference", "day", "days", "moment", "state", "due") else []
        return " ".join(filter(None, words))


@dataclass(frozen=True)
class Tab:
    """A view of the list kept under a name, with its count."""

    name: str
    label: Words
    where: Q


class Empty(NamedTuple):
    """What an empty list says: why it is empty, and the one thing to do."""

    title: Words
    sentence: Words
    act: Act | None = None


class AsForm(Protocol):
    """A list that can be sent as a form to those who know its rows, and read back."""

    @property
    def reading_back(self) -> str: ...

    def is_offered(self, user: Any) -> bool: ...

    def sent(self, request: Any, listed: QuerySet[Any], back_url: str) -> HttpResponseBase: ...


AS_FORM: dict[str, AsForm] = {}  # by the name a list is exported under; apps above bring them at start-up


def own_page(row: Any) -> str:
    """The address of the row's own page."""
    url: str = row.get_absolute_url()
    return url


@dataclass(frozen=True)
class Listing:
    """All that a list page of a subject is made of.

    ``search`` names the stored ``search_text`` column (a path may lead to it), or narrows the rows to what the words
    typed may mean. ``ties`` are the fields that order rows which the reader's own order leaves equal. ``row_url``
    gives the address a row leads to, by default that of the object itself; ``None`` when rows lead nowhere.
    """

    title: Words
    columns: Sequence[Column]
    empty: Empty
    default_sort: str
    filterset: type[django_filters.FilterSet] | None = None
    search: str | Callable[[QuerySet[Any], str], QuerySet[Any]] = "search_text"
    ties: Sequence[str] = ()
    search_hint: Words = ""
    tabs: Sequence[Tab] = ()
    export_name: str = ""
    row_url: Callable[[Any], str] | None = own_page

    @property
    def is_searched(self) -> bool:
        """Whether it has a search: a template that asked for ``search`` itself would call it."""
        return bool(self.search)


class Address:
    """The state of the list as its address tells it; every link of the page is this address with one change."""

    def __init__(self, params: QueryDict) -> None:
        self.params = params

    def but(self, **changes: str | None) -> str:
        """The address with these changes, without empty words, back on the first page."""
        params = self.params.copy()
        for name in ("page", "export"):
            params.pop(name, None)
        for name, value in changes.items():
            if value:
                params[name] = value
            else:
                params.pop(name, None)
        for name in [name for name in params if not any(params.getlist(name))]:
            del params[name]
        return f"?{params.urlencode()}"


class Head(NamedTuple):
    """The head of a column; ``order`` is what ``aria-sort`` says of it."""

    column: Column
    url: str
    order: Literal["", "ascending", "descending"]


class Cell(NamedTuple):
    column: Column
    value: Any
    note: Any

    def shown(self) -> SafeString:
        return cells.shown(self.column.kind, self.value)


class Row(NamedTuple):
    url: str
    cells: list[Cell]


class TabLink(NamedTuple):
    label: Words
    rows: int
    url: str
    here: bool


def read(row: Any, what: str | Callable[[Any], Any]) -> Any:
    if callable(what):
        return what(row)
    value = row[what] if isinstance(row, dict) else attrgetter(what)(row)
    return value() if callable(value) and not isinstance(value, Model) else value


def _searched(queryset: QuerySet[Any], listing: Listing, words: str) -> QuerySet[Any]:
    if callable(listing.search):
        return listing.search(queryset, words)
    return answering(queryset, search_terms(words), listing.search) if listing.search else queryset


def _order(listing: Listing, asked: str) -> str:
    """The column the reader asked for, if the list has it; the list's own order otherwise."""
    known = {column.name for column in listing.columns if column.sort}
    return asked if asked.removeprefix("-") in known else listing.default_sort


def _ordered(queryset: QuerySet[Any], listing: Listing, sort: str) -> QuerySet[Any]:
    """Ordered by the column, then as the list breaks ties, then by key, so that no row is on two pages."""
    language = "ar" if get_language_bidi() else "fr"
    fields = {column.name: column.sort.format(lang=language) for column in listing.columns if column.sort}
    name = sort.removeprefix("-")
    down = "-" if sort.startswith("-") else ""
    return queryset.order_by(down + fields.get(name, name), *listing.ties, f"{down}pk")


def _tabs(queryset: QuerySet[Any], listing: Listing, here: str) -> list[TabLink]:
    if not listing.tabs:
        return []
    counts = queryset.aggregate(all=Count("pk"), **{tab.name: Count("pk", filter=tab.where) for tab in listing.tabs})
    named = [("", pgettext("every row of a list", "All")), *((tab.name, tab.label) for tab in listing.tabs)]
    return [
        TabLink(label, counts[name or "all"], Address(QueryDict()).but(tab=name), name == here) for name, label in named
    ]


def _heads(listing: Listing, address: Address, sort: str) -> list[Head]:
    heads = []
    for column in listing.columns:
        here = sort.removeprefix("-") == column.name
        down = here and sort.startswith("-")
        order: Literal["", "ascending", "descending"] = "descending" if down else "ascending" if here else ""
        turned = column.name if not here or down else f"-{column.name}"
        heads.append(Head(column, address.but(sort=turned) if column.sort else "", order))
    return heads


def _page_of_keys(found: QuerySet[Any], asked: str) -> Page[Any]:
    """The keys of the page asked for; of the last one when it lies beyond, of the first when it is no number.

    Keys are read before their rows: to order 200,000 rows with everything joined to them would cost six times more.
    And before the count: a page that is not full is the last, and says by itself how many rows there are.
    """
    paginator, keys = Paginator(found, ROWS_A_PAGE), found.values_list("pk", flat=True)
    number = max(int(asked[:DIGITS]), 1) if asked.isdecimal() else 1
    here = list(keys[(number - 1) * ROWS_A_PAGE :][: ROWS_A_PAGE + 1])
    if len(here) <= ROWS_A_PAGE and (here or number == 1):
        paginator.__dict__["count"] = (number - 1) * ROWS_A_PAGE + len(here)
    page = paginator.get_page(number)
    if page.number != number:
        here = list(keys[(page.number - 1) * ROWS_A_PAGE :][:ROWS_A_PAGE])
    page.object_list = here[:ROWS_A_PAGE]
    return page


def _rows(listing: Listing, page: Page[Any]) -> list[Row]:
    return [
        Row(
            listing.row_url(row) if listing.row_url else "",
            [Cell(column, column.of(row), column.note_of(row)) for column in listing.columns],
        )
        for row in page
    ]


def plain(value: Any) -> Any:
    """What a cell of Excel can hold: the word of a state, days told in words, all else as it is."""
    if isinstance(value, Look):
        return value.label
    return formats.days(value, weekday=False) if isinstance(value, list | tuple) else value


def _exported(queryset: QuerySet[Any], listing: Listing) -> HttpResponseBase:
    """Every row the reader's filters keep, as an Excel file that opens in the reader's direction."""
    kinds: list[CellKind] = [SHEET_KINDS.get(column.kind, "text") for column in listing.columns]
    return workbook_response(
        listing.export_name or "takwin",
        title=str(listing.title),
        heads=[str(column.label) for column in listing.columns],
        kinds=kinds,
        rows=([plain(column.of(row)) for column in listing.columns] for row in queryset.iterator(chunk_size=2000)),
        right_to_left=get_language_bidi(),
    )


def list_page(request: HttpRequest, queryset: QuerySet[Any], listing: Listing, **context: Any) -> HttpResponseBase:
    """Answer the list: the page, the changing part of it (to htmx), the workbook (``?export=xlsx``), or the form to
    send (``?export=form``)."""
    address = Address(request.GET)
    here = request.GET.get("tab", "")
    tabs = _tabs(queryset, listing, here)
    kept = next((tab.where for tab in listing.tabs if tab.name == here), None)
    found = queryset.filter(kept) if kept else queryset
    found = _searched(found, listing, request.GET.get("q", ""))
    filters: list[Chip] = []
    if listing.filterset:
        filterset = listing.filterset(request.GET, found, request=request)
        found = filterset.qs
        filters = chips(filterset, address.but)
    sort = _order(listing, request.GET.get("sort", ""))
    found = _ordered(found, listing, sort)
    if request.GET.get("export") == "xlsx" and listing.export_name:
        return _exported(found, listing)
    form = AS_FORM.get(listing.export_name)
    if form and not form.is_offered(request.user):
        form = None
    if form and request.GET.get("export") == "form":
        return form.sent(request, found, f"{request.path}{address.but()}")
    page = _page_of_keys(found, request.GET.get("page", ""))
    # Named one by one: in a subquery, the keys would make PostgreSQL ask of all the rows what one may see.
    page.object_list = _ordered(queryset.filter(pk__in=page.object_list), listing, sort)
    htmx = getattr(request, "htmx", None)
    live = htmx is not None and bool(htmx) and not htmx.history_restore_request and not htmx.boosted
    context = {
        "title": listing.title,
        "listing": listing,
        "list_tabs": tabs,
        "heads": _heads(listing, address, sort),
        "rows": _rows(listing, page),
        "page": page,
        "pages": [
            (n, address.but(page=str(n)) if isinstance(n, int) else "")
            for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ],
        "next_url": address.but(page=str(page.next_page_number())) if page.has_next() else "",
        "chips": filters,
        "active": sum(chip.on for chip in filters),
        "narrowed": bool(request.GET.get("q") or any(chip.on for chip in filters) or here),
        "words": request.GET.get("q", ""),
        "kept": {"sort": request.GET.get("sort", ""), "tab": here},
        "export_url": address.but(export="xlsx") if listing.export_name else "",
        "form_url": address.but(export="form") if form else "",
        "read_back_url": form.reading_back if form else "",
        "live": live,
        **context,
    }
    return render(request, "ui/list.html#live" if live else context.pop("template", "ui/list.html"), context)
