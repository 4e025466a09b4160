"""What the walker of every address needs to know of them: ids of a neighbour's things.

Each app adds its own below: the name of the address, and what makes a thing of that kind *in the given place* and
gives the arguments of the address. A user whose territory is elsewhere must be answered 404.
"""

from collections.abc import Callable
from typing import Any

from takwin.directory.models import Place
from takwin.rights.enums import Role
from takwin.rights.models import Appointment
from tests.factories.rights import user_as

Arguments = Callable[[Place], dict[str, Any]]


def _user(place: Place) -> dict[str, Any]:
    return {"pk": user_as(Role.COMMUNE, place).pk}


def _appointment(place: Place) -> dict[str, Any]:
    return {"pk": Appointment.objects.get(user=user_as(Role.COMMUNE, place)).pk}


NEIGHBOURS: dict[str, Arguments] = {
    "rights:user": _user,
    "rights:give": _user,
    "rights:link": _user,
    "rights:close": _user,
    "rights:reopen": _user,
    "rights:forget_keys": _user,
    "rights:end": _appointment,
}
