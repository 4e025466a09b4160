"""Reads of plans and programmes."""

import datetime as dt

from django.db.models import Count, DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from takwin.core.money import ZERO
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.journal.models import target_of
from takwin.programmes.models import Action, CostShare, Programme

MONEY = DecimalField(max_digits=14, decimal_places=2)


def with_budget(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Annotate ``budget`` and the sessions and seats planned: sums of the programme's actions."""
    actions = Action.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
    budget = Subquery(actions.annotate(n=Sum("budget")).values("n"), output_field=MONEY)
    sessions = Subquery(actions.annotate(n=Sum("planned_sessions")).values("n"))
    count = Subquery(actions.annotate(n=Count("pk")).values("n"))
    return programmes.select_related("owner", "plan", "cost_share").annotate(
        budget=Coalesce(budget, Value(ZERO), output_field=MONEY),
        planned=Coalesce(sessions, Value(0)),
        lines=Coalesce(count, Value(0)),
    )


def cost_of(programme: Programme) -> CostShare | None:
    """How the cost is shared, once it is; no query when the programme came with its ``cost_share``."""
    return getattr(programme, "cost_share", None)


def cost_papers(programme: Programme) -> QuerySet[Paper]:
    """The numbered cost shares of a programme, cancelled ones too, the latest first."""
    return Paper.objects.filter(kind=PaperKind.COST_SHARE, subject=target_of(programme)).order_by("-pk")


def current_cost_paper(programme: Programme) -> Paper | None:
    """The numbered cost share of the programme as it stands: since its closing, or since its adoption."""
    since: dt.datetime | None = programme.closed_at or programme.adopted_at
    return cost_papers(programme).filter(cancelled_at=None, issued_at__gte=since).first() if since else None
