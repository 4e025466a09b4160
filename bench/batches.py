"""Marks that telephones hand over in batches: taken in by the act behind the address, as its view calls it."""

import datetime as dt

from bench import figures
from takwin.accounts.models import User
from takwin.attendance.models import Expected, RegisterHalfDay
from takwin.attendance.sync.actions import bind, receive
from takwin.core import clock

BATCH = 3000


def batches(user: User, mornings: list[RegisterHalfDay]) -> None:
    """One device hands over the rolls of several sessions, again and again, each time under new numbers."""
    device, _token = bind(name="bench", by=user)
    lines = list(
        Expected.objects.filter(register__in=[h.register_id for h in mornings]).values_list("register", "person")
    )
    day = {half.register_id: half.day for half in mornings}
    rates = []
    for run in range(figures.RUNS):
        marks = [
            {
                "nonce": f"{run}-{n}", "kind": "tap", "register": register, "person": person, "status": "present",
                "taken_at": dt.datetime.combine(day[register], dt.time(9, n % 60), clock.CASABLANCA).isoformat(),
            }
            for n in range(BATCH)
            for register, person in [lines[n % len(lines)]]
        ]  # fmt: skip
        began = figures.clock()
        answers = receive(device, marks, sent_at=clock.now())
        rates.append(BATCH / (figures.clock() - began))
        if any(not answer.is_new for answer in answers):
            raise SystemExit("a new mark was answered as a duplicate")
    figures.tell(f"presence in batches of {BATCH}, {len(lines)} people", rates, "/s", at_least=3000)
