"""Topics and trainers, as this user may see and use them."""

from django.db.models import Count, QuerySet

from takwin.accounts.models import User
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.pool.queries import accredited
from takwin.core import clock
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed


def topics_for(user: User, permission: Permission = Permission.SESSION_VIEW) -> QuerySet[Topic]:
    """The topics of the catalogues this user may see, with how many trainers hold each."""
    mine = allowed(Topic.objects, user, permission).select_related("owner")
    return mine.annotate(trainers_count=Count("trainers", distinct=True))


def trainers_for(user: User, permission: Permission = Permission.SESSION_VIEW) -> QuerySet[Trainer]:
    """The trainers of the pools this user may see, with how many topics each holds and whether an act accredits him."""
    mine = allowed(Trainer.objects, user, permission).select_related("person", "body", "owner", "province")
    return mine.annotate(topics_count=Count("topics", distinct=True), is_accredited=accredited(clock.today()))
