"""What apps above say against the closing of a year: programmes know no session."""

from collections.abc import Callable
from dataclasses import dataclass

from takwin.core.registry import Registry
from takwin.programmes.models import Programme


@dataclass(frozen=True)
class Veto:
    """``ask`` gives the sentence that refuses the closing of a programme; "" when nothing stands in the way."""

    ask: Callable[[Programme], str]
    order: int = 50


_vetoes: Registry[Veto] = Registry()


def closing_veto(ask: Callable[[Programme], str]) -> None:
    _vetoes.add(Veto(ask))


def refusals(programme: Programme) -> list[str]:
    return [sentence for veto in _vetoes if (sentence := veto.ask(programme))]
