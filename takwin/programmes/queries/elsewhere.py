"""Days received elsewhere, stay by stay."""

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery

from takwin.accounts.models import User
from takwin.people.models import Person
from takwin.programmes.enums import ClaimState
from takwin.programmes.models import ElsewhereDay
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed


def stays(rows: QuerySet[ElsewhereDay]) -> QuerySet[ElsewhereDay]:
    """One row for each stay, its first, with its ``half_days``, ``first_day`` and ``last_day``."""
    same = ElsewhereDay.objects.filter(stay=OuterRef("stay")).order_by().values("stay")
    firsts = rows.order_by().values("stay").annotate(first=Min("pk")).values("first")
    return ElsewhereDay.objects.filter(pk__in=firsts).annotate(
        half_days=Subquery(same.annotate(n=Count("pk")).values("n")),
        first_day=Subquery(same.annotate(n=Min("day")).values("n")),
        last_day=Subquery(same.annotate(n=Max("day")).values("n")),
    )


def awaiting(user: User) -> QuerySet[ElsewhereDay]:
    """The stays that ``user`` may accept or refuse: proposed, in his territory, neither his own nor recorded by him."""
    proposed = ElsewhereDay.objects.filter(state=ClaimState.PROPOSED).exclude(recorded_by=user)
    proposed = proposed.exclude(person__in=Person.objects.filter(user=user))
    return stays(allowed(proposed, user, Permission.ENTITLEMENT_ACCEPT))
