"""What committing the shares of a programme would do, told before it is done: who is committed, who keeps what."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.agreements.models import Agreement, Commitment
from takwin.agreements.queries.from_shares import PartyShare, adopted_within, programmes_within, shares_under
from takwin.core import formats
from takwin.core.money import ZERO
from takwin.programmes.enums import ProgrammeState
from takwin.programmes.models import Programme


@dataclass(frozen=True)
class Sharing:
    """One programme: the parties that would be committed, those that promised their share already, and those that
    keep another amount."""

    programme: Programme
    rows: Sequence[PartyShare]

    @property
    def to_commit(self) -> list[PartyShare]:
        return [one for one in self.rows if one.kept is None]

    @property
    def total(self) -> Decimal:
        return sum((one.due for one in self.to_commit), ZERO)

    @property
    def same(self) -> int:
        return sum(one.kept is not None and not one.difference for one in self.rows)

    @property
    def otherwise(self) -> list[PartyShare]:
        return [one for one in self.rows if one.difference]


def told_before(agreement: Agreement) -> dict[str, Any]:
    """What the page says before anything is committed; without an adopted programme, which ones wait for adoption."""
    adopted: QuerySet[Programme] = adopted_within(agreement)
    sharings = [Sharing(programme, shares_under(agreement, programme)) for programme in adopted]
    drafts = [] if sharings else list(programmes_within(agreement).filter(state=ProgrammeState.DRAFT))
    return {"sharings": sharings, "drafts": drafts, "agreement": agreement}


def done_with(committed: Sequence[Commitment], rows: Sequence[PartyShare]) -> str:
    """How many were committed, and who kept another amount than their share."""
    told = ngettext("%(count)s party is committed.", "%(count)s parties are committed.", len(committed))
    kept = formats.listed(one.party.body.name for one in rows if one.difference)
    said = told % {"count": len(committed)}
    return f"{said} {_('Another amount than the share is kept by: %(bodies)s.') % {'bodies': kept}}" if kept else said
