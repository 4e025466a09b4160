"""From the shares of a programme to its agreements, with commitments and instalments, in one act."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions.commitments import commit
from takwin.agreements.actions.drafting import draft_agreement
from takwin.agreements.enums import ROLE_OF, PartyRole
from takwin.agreements.models import Agreement
from takwin.agreements.queries.from_shares import ProvinceShares, provinces_of
from takwin.agreements.queries.states import usual_parties
from takwin.core import formats
from takwin.core.later import progress
from takwin.core.money import split
from takwin.directory.enums import COLLECTIVITIES, BodyKind
from takwin.directory.models import Body
from takwin.programmes.models import Programme

Instalments = Sequence[tuple[str, int]]
LONGEST_NAME = 200


def draft_from_shares(programme: Programme, *, instalments: Instalments, by: User) -> list[Agreement]:
    """Promise every share of an adopted programme: a draft agreement for each province that has none that pays it, its
    councils as parties, and the commitment of each for its share.

    ``instalments`` are days (as 2027-06-30) and percents that sum to a hundred. Each province is one transaction under
    the lock of the programme: broken off and done again, or asked for twice at once, nothing is drafted or promised
    twice. Under an agreement that exists only its parties are committed: who has a share and is no party waits for an
    amendment, and who has promised something else for the year is left as it is. A province that is refused does not
    hold up the others: it is named once they are done.
    """
    parts = [(dt.date.fromisoformat(day), percent) for day, percent in instalments]
    if sum(percent for _day, percent in parts) != 100 or any(percent <= 0 for _day, percent in parts):
        raise ValidationError(_("The instalments sum to 100 %."))
    places = [one.province.pk for one in provinces_of(programme)]
    drafted, refusals = [], []
    for n, place_id in enumerate(places, start=1):
        with transaction.atomic():
            programme = Programme.objects.select_for_update(of=("self",)).select_related("owner").get(pk=programme.pk)
            if programme.adopted_at is None:
                raise ValidationError(_("This programme is not adopted yet: its shares may still change."))
            one = next((one for one in provinces_of(programme) if one.province.pk == place_id), None)
            if one and one.to_commit:
                try:
                    with transaction.atomic():
                        drafted.append(_promise(programme, one, parts, by=by))
                except ValidationError as refusal:
                    refusals += [f"{one.province.name}{formats.colon()} {message}" for message in refusal.messages]
        progress(n, len(places))
    if refusals:
        raise ValidationError(refusals)
    return drafted


def _promise(programme: Programme, one: ProvinceShares, parts: Sequence[tuple[dt.date, int]], *, by: User) -> Agreement:
    agreement = one.agreement or _draft(programme, one, by=by)
    wanted = {body.pk for body in one.to_commit}
    dues = {body.pk: due for body, due in one.dues.items() if body.pk in wanted}
    for party in agreement.parties.select_related("body", "agreement__owner").filter(body__in=dues):
        amounts = split(dues[party.body_id], [percent for _day, percent in parts])
        terms = [(day, amount) for (day, _percent), amount in zip(parts, amounts, strict=True) if amount]
        commit(party, year=programme.year, instalments=terms, programme=programme, by=by)
    agreement.programmes.add(programme)
    return agreement


def _draft(programme: Programme, one: ProvinceShares, *, by: User) -> Agreement:
    """The agreement of a province as it is usually made: the region, the councils that have a share, the
    administration that accompanies."""
    return draft_agreement(
        owner=programme.owner,
        place=one.province,
        name_ar=f"اتفاقية تمويل {programme.name_ar} – {one.province.name_ar}"[:LONGEST_NAME],
        name_fr=f"Convention de financement : {programme.name_fr} – {one.province.name_fr}"[:LONGEST_NAME],
        first_year=programme.year,
        last_year=programme.year,
        parties=_parties(programme.owner, one),
        programmes=[programme],
        by=by,
    )


def _parties(owner: Body, one: ProvinceShares) -> list[tuple[Body, PartyRole]]:
    around = [body for body in usual_parties(one.province) if body.kind not in COLLECTIVITIES and body != owner]
    payers = sorted(one.dues, key=lambda body: (body.kind != BodyKind.PROVINCE, body.sort_ar, body.pk))
    usual = [(body, ROLE_OF[BodyKind(body.kind)]) for body in [*payers, *around]]
    return [(owner, PartyRole.LEADER), *usual]
