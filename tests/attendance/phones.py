"""A telephone, as the protocol sees it."""

import datetime as dt
import json
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse
from joserfc import jws
from joserfc.jwk import ECKey

from takwin.accounts.models import User
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.attendance.sync.actions import bind
from takwin.attendance.sync.models import Case
from takwin.core import clock
from takwin.core.halfdays import Part
from tests.factories.attendance import FIRST_DAY

MORNING = dt.datetime.combine(FIRST_DAY, dt.time(9, 10), clock.CASABLANCA)
AFTERNOON = MORNING + dt.timedelta(hours=6)
_nonces = count(1)


class Phone:
    """A telephone bound to a trainer; ``ahead`` is how far its clock is from ours."""

    def __init__(self, trainer: User, *, ahead: dt.timedelta = dt.timedelta(0), key: ECKey | None = None) -> None:
        self.key = key
        self.device, self.token = bind(name="phone", public_key=key.as_dict(private=False) if key else None, by=trainer)
        self.ahead = ahead

    def mark(self, register: Any, person: Any = None, **facts: Any) -> dict[str, Any]:
        """A mark as the telephone writes it, by its own clock."""
        at = facts.pop("at", MORNING) + self.ahead
        said = {"nonce": f"n{next(_nonces)}", "kind": "tap", "register": register.pk, "status": "present"}
        if person is not None:
            said["person"] = getattr(person, "pk", person)
        return said | {"taken_at": at.isoformat()} | facts

    def close(self, half: RegisterHalfDay, **facts: Any) -> dict[str, Any]:
        part = "am" if half.part == Part.MORNING else "pm"
        said = self.mark(half.register, kind="close", day=half.day.isoformat(), part=part) | facts
        if self.key:
            told = json.dumps({name: said[name] for name in ("nonce", "register", "day", "part")})
            said["signature"] = jws.serialize_compact({"alg": "ES256"}, told, self.key)
        return said

    def post(self, *marks: Any, **facts: Any) -> Any:
        body = {"device": self.device.code, "sent_at": (clock.now() + self.ahead).isoformat(), "marks": list(marks)}
        return Client().post(
            reverse("presence:sync"),
            json.dumps(body | facts),
            "application/json",
            headers={"authorization": f"Bearer {self.token}", "accept-language": "en"},
        )

    def hand(self, *marks: Any) -> list[dict[str, Any]]:
        answer = self.post(*marks)
        assert answer.status_code == 200, answer.content
        return answer.json()["marks"]


def statuses() -> dict[int, str]:
    return dict(Presence.objects.values_list("person", "status"))


def reasons() -> list[str]:
    return list(Case.objects.filter(settled_at=None).order_by("pk").values_list("why", flat=True))
