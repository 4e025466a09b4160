"""How an app below shows what apps above bring, without knowing them.

A registry is filled at start-up, in the ``ready()`` of the apps above, and read by the pages below.
"""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Ordered(Protocol):
    @property
    def order(self) -> int: ...


T = TypeVar("T", bound=Ordered)


class Registry(Generic[T]):
    """Things brought by several apps, given back in their declared order."""

    def __init__(self) -> None:
        self._things: list[T] = []

    def add(self, thing: T) -> T:
        self._things.append(thing)
        self._things.sort(key=lambda brought: brought.order)
        return thing

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)
