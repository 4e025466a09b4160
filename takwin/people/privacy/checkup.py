"""What ``takwin doctor`` asks of personal data."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.core import clock
from takwin.core.management.checkup import Finding, wrong
from takwin.people.models import FileRequest, Rectification
from takwin.people.privacy.enums import RequestState
from takwin.people.privacy.retention import due_on

LATE = dt.timedelta(days=30)  # how long what is due may stay


def check_retention() -> Finding:
    """What has been due for a month should be gone; a request past its day should be answered."""
    today = clock.today()
    late = Rectification.objects.filter(state=RequestState.ASKED, due_on__lt=today).count()
    late += FileRequest.objects.filter(answered_at=None, due_on__lt=today).count()
    if late:
        return wrong(
            ngettext(
                "%(count)s request about personal data is past the day the law gives",
                "%(count)s requests about personal data are past the day the law gives",
                late,
            )
            % {"count": late},
            _("answer them: People, then Personal data"),
        )
    overdue = sum(due_on(today - LATE).values())
    if overdue:
        return wrong(
            _("%(count)s entries of personal data have been past their time for a month") % {"count": overdue},
            "takwin retention --write",
        )
    return Finding(_("no personal data is past its time"))
