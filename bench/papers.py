"""Certificates: issued, then made ready to print, for a session of sixty and for a run of 2,047."""

import datetime as dt
import json
import subprocess
import sys
import time

from bench import figures
from bench.figures import RUNS, tell, timed
from takwin.accounts.models import User
from takwin.attendance.models import Presence, Register, RegisterHalfDay
from takwin.catalogue.models import Topic
from takwin.certificates.actions import bundle_certificates, issue_certificates
from takwin.certificates.models import Certificate
from takwin.core import clock
from takwin.core.halfdays import half_days
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.models import Office
from takwin.training.models import Enrolment, TrainingSession

ONE, MANY = 60, 2047
DAY = dt.date(2026, 3, 10)
TITLE = {"name_ar": "إعداد وتنفيذ ميزانية الجماعات الترابية", "name_fr": "Le budget des collectivités territoriales"}


def closed_session(offices: list[Office], number: int) -> TrainingSession:
    """A session whose ``offices`` were all present, closed, nothing issued yet."""
    owner = Body.objects.get(kind=BodyKind.REGION, place__code="03")
    day = DAY + dt.timedelta(days=2 * number)
    halves, now = half_days(day, day + dt.timedelta(days=1)), clock.now()
    register = Register.objects.create(owner=owner, place=owner.place, title="x", reference=f"CERT-{number}")
    RegisterHalfDay.objects.bulk_create(
        [
            RegisterHalfDay(register=register, day=h.day, part=h.part, starts_at=dt.time(9), ends_at=dt.time(12))
            for h in halves
        ]
    )
    topic, _made = Topic.objects.get_or_create(owner=owner, code="CERT", defaults=TITLE)
    session = TrainingSession.objects.create(
        owner=owner, reference=f"CERT-{number}", topic=topic, place=owner.place,
        register=register, state="closed", confirmed_at=now, starts_on=halves[0].day, ends_on=halves[-1].day,
        seats=len(offices), certificate_half_days=3,
    )  # fmt: skip
    Enrolment.objects.bulk_create(
        [
            Enrolment(session=session, person=o.person, body=o.body, office=o, capacity="عضو المجلس", nominated_at=now)
            for o in offices
        ],
        1000,
    )
    Presence.objects.bulk_create(
        [
            Presence(
                register=register, person=o.person, body=o.body, day=h.day, part=h.part, status="present",
                marked_at=now,
            )
            for o in offices for h in halves
        ],
        1000,
    )  # fmt: skip
    return session


def certificates(offices: list[Office], by: User) -> Certificate:
    """Seconds to issue and to print; the long run is made once, by a process of its own as the worker is one."""
    issued, printed = [], []
    for n in range(RUNS):
        session = closed_session(offices[n * ONE : (n + 1) * ONE], n)
        issued.append(timed(lambda s=session: issue_certificates(s, by=by)) / 1000)
        printed.append(timed(lambda s=session: bundle_certificates(s, by=by)) / 1000)
    tell(f"certificates of a session of {ONE}: issued", issued, "s", at_most=3)
    tell(
        f"certificates of a session of {ONE}: issued and printed",
        [a + b for a, b in zip(issued, printed, strict=True)],
        "s",
        at_most=3,
    )
    session = closed_session(offices[-MANY:], RUNS)
    measured = ["--processor"] if figures.clock is time.process_time else []
    command = [sys.executable, "-m", "bench.long_run", str(session.pk), str(by.pk), *measured]
    done, drawn, most = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    tell(f"certificates, a run of {MANY:,}: issued", [done / 1000], "s", at_most=40)
    tell(f"certificates, a run of {MANY:,}: issued and printed", [(done + drawn) / 1000], "s", at_most=40)
    tell(f"certificates, a run of {MANY:,}: memory at most", [most], "MB", at_most=300)
    made = Certificate.objects.count()
    if made != RUNS * ONE + MANY:
        raise SystemExit(f"{made} certificates instead of {RUNS * ONE + MANY}")
    return Certificate.objects.order_by("pk")[0]
