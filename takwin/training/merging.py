"""Two nominations of one session: the enrolment says it, its line on the roll only follows."""

from django.db.models import Exists, OuterRef, Q

from takwin.people.models import Person
from takwin.training.enums import EnrolmentState
from takwin.training.models import Enrolment


def on_the_roll_by_an_enrolment_that_stays(kept: Person, gone: Person) -> Q:
    """The line of the roll of a session both are enrolled in."""
    enrolled = Enrolment.objects.filter(session__register=OuterRef("register")).exclude(state=EnrolmentState.WITHDRAWN)
    return Q(Exists(enrolled.filter(person=kept)), Exists(enrolled.filter(person=gone)))
