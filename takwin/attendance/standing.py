"""Which registers nobody keeps, who said that he will not come, where someone uninvited is added and what he then
becomes: told at start-up by the apps above."""

from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from takwin.accounts.models import User
from takwin.attendance.models import Register, RegisterHalfDay
from takwin.people.models import Person

Registers = Callable[[], QuerySet[Any, Any]]
Door = Callable[[RegisterHalfDay], str]
Apologies = Callable[[Collection[int]], Iterable[tuple[int, int]]]
Way = tuple[str, str]  # an address, and the words that lead there
Home = Callable[[Register], Way | None]


class LetIn(Protocol):
    """Make of somebody who came uninvited what he is in what the register is for; the reason is the officer's."""

    def __call__(self, register: Register, person: Person, reason: str, *, by: User) -> None: ...


_homes: list[Home] = []
_lets_in: list[LetIn] = []
_sources: list[Registers] = []
_doors: list[Door] = []
_apologies: list[Apologies] = []


def put_off_source(query: Registers) -> None:
    """Register a query giving the keys of the registers that nobody keeps: what they stand for is not confirmed, or
    given up."""
    _sources.append(query)
    put_off.cache_clear()


@cache
def put_off() -> Q:
    """The half-days of such registers, as a condition: made once, for each tap of a phone asks it."""
    condition = Q(pk__in=[])
    for source in _sources:
        condition |= Q(register__in=source())
    return condition


def apology_source(query: Apologies) -> None:
    """Register a query giving, of these registers, the register and the person of each apology that stands."""
    _apologies.append(query)


def apologies(registers: Collection[int]) -> set[tuple[int, int]]:
    """Who answered that he cannot come, as register and person: shown to who marks, and marked by nobody else."""
    return {pair for source in _apologies for pair in source(registers)}


def excused_before(register: int) -> set[int]:
    """Those of one register who answered that they cannot come."""
    return {person for _register, person in apologies([register])}


def door(address: Door) -> None:
    """Register where, from the roll of a half-day, someone who is there uninvited is added; "" when nowhere."""
    _doors.append(address)


def door_of(half_day: RegisterHalfDay) -> str:
    """The address of the first that answers for this roll."""
    return next(filter(None, (address(half_day) for address in _doors)), "")


def lets_in(act: LetIn) -> None:
    """Register what somebody found to have come uninvited becomes in what a register is for; nothing for another's."""
    _lets_in.append(act)


def let_in(register: Register, person: Person, reason: str, *, by: User) -> None:
    for act in _lets_in:
        act(register, person, reason, by=by)


def home(way: Home) -> None:
    """Register where one goes back to from a roll: the page of what its register is for; none when it is of another."""
    _homes.append(way)


def home_of(register: Register) -> Way | None:
    return next(filter(None, (way(register) for way in _homes)), None)
