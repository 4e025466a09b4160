"""What who-is-who brings to other pages: the desk's line, and on a person's page the rows merged into it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.people.merging import queries
from takwin.people.models import Person
from takwin.rights.panels import Waiting


def waiting(user: User) -> Iterable[Waiting]:
    """One line for the whole queue, one for the cases: they are looked at in one sitting."""
    pairs = queries.to_look_at(user).count()
    if pairs:
        yield Waiting(
            title=ngettext("%(count)s pair of persons to look at", "%(count)s pairs of persons to look at", pairs)
            % {"count": pairs},
            detail=gettext("They may be registered twice: say whether each pair is one person or two."),
            due=None,
            url=reverse("people:next_pair"),
            verb=_("Look at the pairs"),
        )
    cases = queries.cases(user).filter(closed_at=None).count()
    if cases:
        yield Waiting(
            title=ngettext("%(count)s case left by a merge", "%(count)s cases left by merges", cases)
            % {"count": cases},
            detail=gettext("Something could not move to the person kept: say what is done with it."),
            due=None,
            url=reverse("people:cases"),
            verb=_("See the cases"),
        )


def merged(person: Person, user: User) -> dict[str, Any] | None:
    """The rows recognised as this person, each with its merge."""
    found = list(queries.merged_into(person))
    return {"merges": found} if found else None
