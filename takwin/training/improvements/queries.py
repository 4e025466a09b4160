"""The actions of improvement that a user reads, and who may be charged with one."""

from django.db.models import Q, QuerySet

from takwin.accounts.models import User
from takwin.core import clock
from takwin.rights.enums import GRANTS, Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.queries import allowed
from takwin.training.models import Improvement, TrainingSession


def improvements_for(user: User) -> QuerySet[Improvement]:
    mine = allowed(Improvement.objects, user, Permission.SURVEY_VIEW)
    return mine.select_related("session__topic", "session__action__programme", "owner")


def officers_of(session: TrainingSession) -> QuerySet[User]:
    """Those who hold today, over the organiser or its territory, a role that settles what opinions ask for."""
    roles = [role for role in Role if Permission.SURVEY_EDIT in GRANTS[role]]
    today = clock.today()
    held = Appointment.objects.filter(
        Q(body=session.owner) | Q(place=session.owner.place), Q(ends_on=None) | Q(ends_on__gt=today),
        role__in=roles, starts_on__lte=today,
    )  # fmt: skip
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
