"""What personal data brings to other pages: the requests of a person on his page, the desk of who answers."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.people.models import Person, RetentionRun
from takwin.people.privacy.enums import RequestState
from takwin.rights.panels import Waiting


def requests_of(person: Person, user: User) -> dict[str, Any]:
    """The requests of this person that wait, and the buttons that record one."""
    return {
        "person": person,
        "files": person.file_requests.filter(answered_at=None),
        "rectifications": person.rectifications.filter(state=RequestState.ASKED),
        "today": clock.today(),
    }


def to_let_go(user: User) -> Iterable[Waiting]:
    """That the last look found data past its time."""
    last = RetentionRun.objects.first()
    due = sum(last.counts.values()) if last and not last.wrote else 0
    if last and due:
        yield Waiting(
            title=gettext("%(count)s entries of personal data are past their time") % {"count": due},
            detail=gettext("The administrator removes them with: takwin retention --write"),
            due=None,
            url=reverse("people:kept"),
            verb=_("See what is kept"),
        )
