"""Which registers are put off or given up: told at start-up by the apps above that point at them."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from takwin.attendance.models import Register

Registers = Callable[[], QuerySet[Register]]
_sources: list[Registers] = []


def put_off_source(query: Registers) -> None:
    """Register a query giving the registers that nobody keeps: what they stood for is postponed or cancelled."""
    _sources.append(query)


def put_off() -> Q:
    """The half-days of such registers, as a condition."""
    condition = Q(pk__in=[])
    for source in _sources:
        condition |= Q(register__in=source().values("pk"))
    return condition
