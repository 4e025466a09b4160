"""What opinions say when two persons are found to be one."""

from django.db.models import Exists, OuterRef, Q

from takwin.people.models import Person
from takwin.surveys.models import Voice


def asked_of_both(kept: Person, gone: Person) -> Q:
    """Who was asked under two rows keeps both lines: a tick of either is his (``queries.has_spoken``)."""
    return Q(Exists(Voice.objects.filter(person=kept, round=OuterRef("round"))))
