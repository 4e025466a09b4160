"""The way of a session's convocations through the local authority: province, caid, commune, person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.letters.models import Hand, Handing, Letter
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.enums import EnrolmentState
from takwin.training.models import Convocation, TrainingSession


@dataclass(frozen=True)
class Line:
    """One convocation on its way, with the days on which it reached each hand."""

    convocation: Convocation
    reached: dict[str, Handing]

    @property
    def steps(self) -> list[tuple[str, Handing | None]]:
        return [(str(hand.label), self.reached.get(hand)) for hand in Hand]


@dataclass(frozen=True)
class Stage:
    """The letters of one council, under the caid or the pasha whose services hand them over."""

    authority: Body
    caid: str
    council: Body
    lines: list[Line] = field(default_factory=list)


def route_of(session: TrainingSession, user: User) -> list[Stage]:
    """The convocations to the present days that the reader has delivered, by authority, caid and council: two queries.

    Only those that a letter to an authority lists are on their way.
    """
    rows = Convocation.objects.filter(
        enrolment__session=session,
        rank=session.round,
        enrolment__state=EnrolmentState.ENROLLED,
        listed_in__body__isnull=False,
    )
    mine = allowed(rows, user, Permission.SESSION_NOMINATE).select_related(
        "letter__paper", "listed_in__body", "listed_in__paper", "enrolment__person", "enrolment__office",
        "enrolment__body__place__cercle",
    )  # fmt: skip
    found = list(mine.prefetch_related("letter__handings"))
    return [
        Stage(authority, caid, council, [_line(one) for one in lines])
        for (authority, caid, council), lines in groupby(sorted(found, key=_order), key=_stage)
    ]


def _stage(convocation: Convocation) -> tuple[Body, str, Body]:
    council = convocation.enrolment.body
    authority = cast(Body, cast(Letter, convocation.listed_in).body)  # as route_of asks
    return authority, council.place.cercle.name if council.place.cercle else "", council


def _order(convocation: Convocation) -> tuple[int, str, str, int, str]:
    authority, caid, council = _stage(convocation)
    return authority.pk, caid, council.sort_ar, council.pk, convocation.enrolment.person.sort_ar


def _line(convocation: Convocation) -> Line:
    return Line(convocation, {handing.hand: handing for handing in convocation.letter.handings.all()})


def of_authority(stages: Iterable[Stage], authority: int) -> list[Stage]:
    return [stage for stage in stages if stage.authority.pk == authority]
