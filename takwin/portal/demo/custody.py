"""The convocations of the next sessions on their way: some with the caid, some in the commune, a few delivered."""

import datetime as dt

from takwin.letters.actions import pass_on
from takwin.letters.models import Hand
from takwin.portal.demo.world import World
from takwin.training.actions import note_pasted
from takwin.training.models import Convocation, TrainingSession

REACHED = ((Hand.PROVINCE, 1), (Hand.CAID, 2), (Hand.COMMUNE, 4), (Hand.PERSON, 8))  # one letter in so many


def follow_convocations(world: World, session: TrainingSession, *, sent_on: dt.date) -> None:
    """The route lists of a session came back, one for each hand, a day or two apart; a few people were written to."""
    found = Convocation.objects.filter(enrolment__session=session, rank=session.round).order_by("pk")
    convocations = list(found.select_related("letter__paper", "enrolment__person", "enrolment__session"))
    for days, (hand, one_in) in enumerate(REACHED, 1):
        day = sent_on + dt.timedelta(days=days)
        letters = [one.letter_id for one in convocations[::one_in]]
        if letters and day <= world.as_of:
            with world.on(day, 10):
                pass_on(letters, hand, on=day, about=session, by=world.team.region)
    with world.on(min(sent_on + dt.timedelta(days=1), world.as_of), 16):
        for one in convocations[:6]:
            if one.enrolment.person.phone:
                note_pasted(one, by=world.team.region)
