"""What a user asked to be done in the background: how far it has come, in words, and where its result is."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.models import Job, JobState
from takwin.core.text import joined
from takwin.core.works import WORKS, Asked, asked

SHOWN = 5
SHOWN_FOR = dt.timedelta(days=3)  # a week-end is not enough to lose what was asked for on a Friday
UNNAMED = gettext_lazy("Work asked for")


def works_on_desk(user: User) -> dict[str, Any] | None:
    """The last works that a user asked for, while they go on and some days after; a result stays on its own page."""
    recent = Q(ended_at=None) | Q(ended_at__gte=clock.now() - SHOWN_FOR)
    jobs = Job.objects.filter(recent, asked_by=user.pk, action__in=WORKS).order_by("-pk")[:SHOWN]
    rows = [(one, how_far(one.job)) for one in asked(jobs)]
    return {"works": rows} if rows else None


def how_far(job: Job) -> str:
    """How far a work has come, in words; why it failed, if it did."""
    if job.state == JobState.FAILED:
        return job.error
    if job.state == JobState.DONE:
        ended = job.ended_at or clock.now()
        return _("done on %(day)s") % {"day": formats.day(ended.astimezone(clock.CASABLANCA).date())}
    if job.state == JobState.WAITING:
        return _("waits its turn")
    if not job.total:
        return _("has begun")
    return _("%(done)s of %(all)s done") % {"done": formats.number(job.done), "all": formats.number(job.total)}


def work_of(job: Job, next_url: str) -> dict[str, Any]:
    """A work as its page shows it; ``next_url`` is where whoever asked was sent to see the result."""
    one: Asked = asked([job])[0]
    share = 1 if job.state == JobState.DONE else (job.done / job.total if job.total else 0)
    return {
        "name": one.label or UNNAMED,
        "label": joined([str(one.label or UNNAMED), one.about]),
        "said": how_far(job),
        "share": share,
        "over": job.is_over,
        "failed": job.error,
        "result_url": next_url or one.url,
        "result_label": _("See the result"),
    }
