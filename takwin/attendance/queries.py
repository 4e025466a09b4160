"""Who is expected, who came, what is taken where."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.enums import COUNTED, FIGURES
from takwin.attendance.models import Claim, Expected, Presence, Register, RegisterHalfDay
from takwin.attendance.standing import excused_before, put_off
from takwin.core import clock, formats
from takwin.core.compiled import Compiled, given
from takwin.core.halfdays import HalfDay, Part
from takwin.directory.models import Body, Room, Sitting
from takwin.people.enums import ELECTED
from takwin.people.models import Office, Person
from takwin.people.queries import cin_of
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed


def roll(half_day: RegisterHalfDay) -> QuerySet[Expected]:
    """The lines of the roll with what is said of each (``status``, empty when nothing is), in the reader's alphabet."""
    said = Presence.objects.filter(
        register=OuterRef("register"), person=OuterRef("person"), day=half_day.day, part=half_day.part
    )
    order = "person__sort_ar" if get_language() == "ar" else "person__sort_fr"
    lines = Expected.objects.filter(register_id=half_day.register_id).select_related("person", "body")
    return lines.annotate(status=Subquery(said.values("status")[:1])).order_by(order, "pk")


@dataclass(frozen=True)
class Tally:
    """How many of those expected are in each case; ``silent`` are those nothing was said of."""

    expected: int
    present: int
    late: int
    excused: int
    absent: int

    @property
    def silent(self) -> int:
        return self.expected - self.present - self.late - self.excused - self.absent

    @property
    def absent_once_sealed(self) -> int:
        return self.absent + self.silent

    @property
    def came(self) -> int:
        return self.present + self.late

    @property
    def share_marked(self) -> float:
        return 1 - self.silent / self.expected if self.expected else 0.0


def tallies(register: Register) -> dict[HalfDay, Tally]:
    """The count of each half-day of a register, in two queries."""
    expected = register.expected.count()
    counts = {name.value: Count("pk", filter=Q(status__in=told)) for name, told in FIGURES.items()}
    told: dict[HalfDay, dict[str, Any]] = {
        HalfDay(row["day"], Part(row["part"])): dict(row)
        for row in register.presences.order_by().values("day", "part").annotate(**counts)
    }
    none: dict[str, Any] = dict.fromkeys(FIGURES, 0)
    return {
        half.half_day: Tally(expected, **{name.value: told.get(half.half_day, none)[name] for name in FIGURES})
        for half in register.half_days.all()
    }


_seal_of = Compiled(
    lambda: (
        RegisterHalfDay.objects.exclude(put_off())
        .filter(**given(RegisterHalfDay, "id", "day", "part"))
        .order_by()
        .values_list("sealed_at")
    )
)


def sealed_now(half_day: RegisterHalfDay) -> bool:
    """Whether the half-day is sealed, as the database has it at this instant.

    Raises ``RegisterHalfDay.DoesNotExist`` when the half-day has moved, is not confirmed, is put off or given up.
    """
    found = _seal_of.ask(id=half_day.pk, day=half_day.day, part=half_day.part)
    if not found:
        raise RegisterHalfDay.DoesNotExist
    return found[0][0] is not None


_line_to_lock = Compiled(
    lambda: (
        Expected.objects.select_for_update(of=("self", "person"), no_key=True)
        .select_related("person", "body", "register")
        .filter(**given(Expected, "register", "person"))
        .order_by()
    )
)


def locked_line(register: int, person: int) -> Expected | None:
    """The line of the roll of a person, locked with him until the transaction ends; none when he is not expected."""
    return next(iter(_line_to_lock.ask(register=register, person=person)), None)


def marks_of(register: Register) -> dict[int, list[str]]:
    """What is said of each person, half-day after half-day, "" where nothing is; in two queries."""
    halves = [half.half_day for half in register.half_days.all()]
    told = {
        (person, day, part): status
        for person, day, part, status in register.presences.values_list("person", "day", "part", "status")
    }
    persons = {person for person, _day, _part in told}
    return {person: [told.get((person, *half), "") for half in halves] for person in persons}


def attended(register: Register) -> dict[int, int]:
    """How many half-days of the register each person was present at, or late; what counts elsewhere counts there."""
    rows = (
        register.presences.filter(counts=True, status__in=COUNTED).order_by().values("person").annotate(n=Count("pk"))
    )
    return {row["person"]: row["n"] for row in rows}


def counted_half_days(persons: Iterable[Person | int], since: dt.date, until: dt.date) -> dict[int, int]:
    """The half-days each person was present or late in, anywhere, on ``since <= day < until``; nobody is left out.

    At most one is counted for a person and half-day: the database keeps it so. Meetings do not count.
    """
    ids = [person if isinstance(person, int) else person.pk for person in persons]
    rows = Presence.objects.filter(person__in=ids, counts=True, status__in=COUNTED, day__gte=since, day__lt=until)
    counts = dict(rows.order_by().values_list("person").annotate(n=Count("pk")))
    return {person: counts.get(person, 0) for person in ids}


def sitting_conflicts(persons: Collection[Person | int], days: Collection[dt.date]) -> list[tuple[int, Sitting]]:
    """Who of these persons sits in a council that is convened on one of these days, with that sitting."""
    ids = [person if isinstance(person, int) else person.pk for person in persons]
    sittings = list(Sitting.objects.filter(day__in=days, convened_on__isnull=False).select_related("body"))
    if not sittings:
        return []
    offices: dict[int, list[Office]] = defaultdict(list)
    held = Office.objects.filter(person__in=ids, title__in=ELECTED, body__in=[s.body_id for s in sittings])
    for office in held:
        offices[office.body_id].append(office)
    found = {
        (office.person_id, sitting.pk): sitting
        for sitting in sittings
        for office in offices[sitting.body_id]
        if office.starts_on <= sitting.day and (office.ends_on is None or sitting.day < office.ends_on)
    }
    return [(person_id, sitting) for (person_id, _pk), sitting in sorted(found.items(), key=lambda item: item[0])]


def claims_of(
    half_days: Sequence[HalfDay], *, persons: Collection[int] = (), rooms: Collection[int] = ()
) -> QuerySet[Claim]:
    """What takes any of these persons or rooms on these half-days."""
    when = Q(pk__in=[])
    for half in half_days:
        when |= Q(day=half.day, part=half.part)
    who = Q(person__in=persons) | Q(room__in=rooms)
    return Claim.objects.filter(when, who).select_related("register").order_by("day", "part", "pk")


def taken(
    half_days: Sequence[HalfDay], *, by: User | None, room: Room | None = None, person: Person | None = None
) -> str:
    """Where a room or a person is taken, in a sentence; nothing when the reader may not know that register."""
    claims = claims_of(half_days, persons=[person.pk] if person else [], rooms=[room.pk] if room else [])
    claim = claims.first()
    if (
        claim is None
        or by is None
        or not allowed(Register.objects, by, Permission.SESSION_VIEW).filter(pk=claim.register_id).exists()
    ):
        return ""
    said = {"title": claim.register, "day": formats.day(claim.day)}
    return (_("It is taken by “%(title)s” on %(day)s.") if room else _("Expected at “%(title)s” on %(day)s.")) % said


def registers_for(user: User) -> QuerySet[Register]:
    """The registers this user keeps, follows or reads, with their first and last day, how many half-days they have,
    how many are sealed, and how many people are expected."""
    mine = allowed(Register.objects, user, Permission.PRESENCE_VIEW).select_related("place")
    expected = Expected.objects.filter(register=OuterRef("pk")).order_by().values("register").annotate(n=Count("pk"))
    return mine.annotate(
        first_day=Min("half_days__day"),
        last_day=Max("half_days__day"),
        halves=Count("half_days"),
        sealed=Count("half_days__sealed_at"),
        people=Coalesce(Subquery(expected.values("n")), 0),
    )


def half_day_now(half_days: Sequence[RegisterHalfDay]) -> RegisterHalfDay:
    """The half-day to open first: the earliest begun and not sealed, else the next to come, else the last."""
    today = clock.today()
    begun = [half for half in half_days if half.day <= today and half.sealed_at is None]
    coming = [half for half in half_days if half.day > today]
    return (begun or coming or list(half_days)[-1:])[0]


def to_seal(user: User) -> QuerySet[RegisterHalfDay]:
    """The half-days begun where somebody is expected and that this user may seal: today's, then the latest."""
    mine = allowed(RegisterHalfDay.objects, user, Permission.PRESENCE_SEAL).exclude(put_off())
    return (
        mine.filter(Exists(Expected.objects.filter(register=OuterRef("register"))))
        .filter(sealed_at=None, day__lte=clock.today())
        .select_related("register__place")
        .order_by("-day", "part", "pk")
    )


def in_paper_order(register: Register) -> QuerySet[Expected]:
    """The roll as its papers list it, the attendance sheet as the list that goes with convocations: body by body, those
    of one body as they came on it."""
    return register.expected.order_by("body__sort_ar", "body", "pk")


def expected_with_cards(register: Register) -> list[Expected]:
    """The roll in the order of papers, each person with the number of his card (``cin``)."""
    rows = list(
        in_paper_order(register).select_related("person", "body").prefetch_related("person__identity_documents")
    )
    for line in rows:
        line.person.cin = cin_of(line.person)  # type: ignore[attr-defined]
    return rows


def silent_apologies(half_day: RegisterHalfDay) -> list[int]:
    """Those of the roll who answered that they cannot come and of whom nothing is said: the seal would count them
    absent."""
    sorry = excused_before(half_day.register_id)
    if not sorry:
        return []
    said = Presence.objects.filter(register=half_day.register_id, day=half_day.day, part=half_day.part)
    lines = Expected.objects.filter(register=half_day.register_id, person__in=sorry)
    silent = lines.exclude(person__in=said.values("person"))
    return list(silent.order_by("pk").values_list("person", flat=True))


def is_kept(half_day: RegisterHalfDay) -> bool:
    """Whether presence is recorded: not for days that are not confirmed, put off or given up."""
    return RegisterHalfDay.objects.exclude(put_off()).filter(pk=half_day.pk).exists()


def tally_of(lines: Sequence[Expected]) -> Tally:
    """The count of lines of ``roll``, without asking again."""
    counts = Counter(line.status for line in lines)  # type: ignore[attr-defined]
    return Tally(len(lines), **{name.value: sum(counts[one] for one in told) for name, told in FIGURES.items()})


def grouped(lines: Sequence[Expected]) -> list[tuple[Body, list[Expected]]]:
    """Lines of ``roll`` body by body, in the reader's alphabet."""
    key = "sort_ar" if get_language() == "ar" else "sort_fr"
    bodies: dict[int, tuple[Body, list[Expected]]] = {}
    for line in lines:
        bodies.setdefault(line.body_id, (line.body, []))[1].append(line)
    return sorted(bodies.values(), key=lambda group: getattr(group[0], key))
