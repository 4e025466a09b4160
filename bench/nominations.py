"""Five hundred nominations at once for the last seats: ``python -m bench.nominations``, on SQLite or PostgreSQL.

Eight officers, each on a connection of his own, nominate people of one province for sessions of forty seats, by the
act of the screen. Whatever the order, each session ends with exactly its seats enrolled, everyone else waiting in turn.
"""

import datetime as dt
import shutil
import threading
import time
from collections.abc import Sequence
from random import Random

from bench.figures import RUNS, tell
from bench.ground import database, open_ground

OFFICERS, PEOPLE, SEATS, BAR = 8, 500, 40, 30


def main() -> None:
    folder = open_ground()
    from django.db import connection

    from takwin.catalogue.models import Topic
    from takwin.core import clock
    from takwin.directory.enums import BodyKind
    from takwin.directory.models import Body
    from takwin.people.enums import Title
    from takwin.people.models import Office, Person
    from takwin.portal.demo.names import identities
    from takwin.training.actions import nominate, plan_session
    from takwin.training.enums import EnrolmentState
    from takwin.training.models import TrainingSession

    def offices() -> list[Office]:
        """The people nominated: invented members of the communes of one province."""
        communes = list(Body.objects.filter(kind=BodyKind.COMMUNE, place__region__code="03").order_by("pk")[:20])
        known, made = identities(Random(1)), []
        for n in range(PEOPLE):
            who = next(known)
            person = Person(name_ar=who.name.ar, name_fr=who.name.fr, sex=who.sex, birth_year=who.birth_year)
            person.index()
            person.save()
            begun = clock.today() - dt.timedelta(days=400)
            body = communes[n % len(communes)]
            made.append(Office.objects.create(person=person, body=body, title=Title.MEMBER, starts_on=begun))
        return made

    def planned(week: int) -> TrainingSession:
        owner = Body.objects.select_related("place").get(kind=BodyKind.REGION, place__code="03")
        topic, _made = Topic.objects.get_or_create(
            owner=owner, code="B1", defaults={"name_ar": "ميزانية الجماعات", "name_fr": "Budget des communes"}
        )
        first = clock.today() + dt.timedelta(weeks=4 + week)
        return plan_session(
            owner=owner, topic=topic, place=owner.place, first_day=first, last_day=first + dt.timedelta(days=1),
            seats=SEATS, minimum=1, motive="measure", by=None,
        )  # fmt: skip

    def officer(session: TrainingSession, mine: Sequence[Office], start: threading.Barrier) -> None:
        start.wait()
        try:
            for office in mine:
                nominate(session, office.person, body=office.body, office=office, by=None)
        finally:
            connection.close()

    try:
        everyone, rates = offices(), []
        for week in range(RUNS):
            session, start = planned(week), threading.Barrier(OFFICERS + 1)
            hands = [
                threading.Thread(target=officer, args=(session, everyone[n::OFFICERS], start)) for n in range(OFFICERS)
            ]
            for hand in hands:
                hand.start()
            connection.close()  # the pool has one connection for each officer
            start.wait()
            began = time.perf_counter()
            for hand in hands:
                hand.join()
            rates.append(PEOPLE / (time.perf_counter() - began))
            counts = [session.enrolments.filter(state=state).count() for state in EnrolmentState]
            if counts != [SEATS, PEOPLE - SEATS, 0]:
                raise SystemExit(f"seats: {counts}")
        tell(f"{PEOPLE} nominations for {SEATS} seats, {OFFICERS} at once, {database()}", rates, "/s", at_least=BAR)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
