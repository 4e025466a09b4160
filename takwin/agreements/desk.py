"""What waits for each in agreements, their answers to the general search, and who sees their entry."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from takwin.accounts.models import User
from takwin.agreements.clocks import awaited
from takwin.agreements.enums import AgreementState, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.agreements.queries import (
    at_step,
    in_state,
    parties_whose_word,
    steps_to_confirm,
    visa_clocks,
    with_progress,
)
from takwin.agreements.shown import CONFIRMS, VERBS, step_url
from takwin.core import clock
from takwin.core.search import answering
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.rights.enums import Permission
from takwin.rights.panels import Found, Waiting, most_pressing
from takwin.rights.queries import allowed, holds

FEW = 5
# What the desk leads to once the delay of the visa is over.
SILENT = "agreements:silence", gettext_lazy("Note a visa by silence")
NOT_RECEIVED = "agreements:reception", gettext_lazy("Record the day of reception")


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.AGREEMENT_VIEW)


def to_declare(user: User) -> Iterable[Waiting]:
    """Votes and signatures that wait for the word of a commune."""
    mine = parties_whose_word(user, Permission.AGREEMENT_DECLARE)
    for kind in (StepKind.VOTE, StepKind.SIGNATURE):
        for party in at_step(mine, kind)[:FEW]:
            detail = joined([party.agreement.reference, str(party.body)])
            yield Waiting(party.agreement.name, detail, None, step_url(party, kind), VERBS[kind])


def to_visa(user: User) -> Iterable[Waiting]:
    """Deliberations that wait for the visa, by the last day of the delay of the law. Once it is over since the day of
    reception, the silence that is a visa may be noted; since the vote only, the day of reception is asked for first."""
    today = clock.today()
    delay = dt.timedelta(days=parameter("visa_delay_days", on=today))
    parties = at_step(parties_whose_word(user, Permission.AGREEMENT_VISA), StepKind.VISA)
    votes = Step.objects.filter(party__in=parties, kind=StepKind.VOTE, withdrawn_at=None)
    counted = votes.annotate(runs_from=Coalesce("received_on", "done_on")).order_by(*most_pressing("runs_from", delay))
    few = list(counted.select_related("act", "party__body", "party__agreement")[:FEW])
    clocks = visa_clocks(few)
    for vote in few:
        party, ends = vote.party, clocks.get(vote.party_id)
        url, verb = step_url(party, StepKind.VISA), VERBS[StepKind.VISA]
        if ends and today >= ends.silent_on:
            address, verb = SILENT if ends.is_received else NOT_RECEIVED
            url = reverse(address, args=[party.pk])
        detail = awaited(vote, party.agreement.reference, ends, today)
        yield Waiting(str(party.body), detail, ends.last if ends else None, url, verb)


def to_confirm(user: User) -> Iterable[Waiting]:
    """What communes have declared, one line an agreement."""
    declared: dict[int, list[Step]] = {}
    for step in steps_to_confirm(user):
        declared.setdefault(step.party.agreement_id, []).append(step)
    for steps in list(declared.values())[:FEW]:
        agreement, count = steps[0].party.agreement, len(steps)
        told = ngettext("%(count)s declared step to confirm", "%(count)s declared steps to confirm", count)
        detail = joined([agreement.reference, told % {"count": count}])
        kinds = {StepKind(step.kind) for step in steps}
        verb = CONFIRMS[kinds.pop()] if len(kinds) == 1 else _("Confirm what is declared")
        yield Waiting(agreement.name, detail, None, agreement.get_absolute_url(), verb)


def to_sign(user: User) -> Iterable[Waiting]:
    """Agreements that wait only for signatures: every council has its visa."""
    owners = allowed(Body.objects, user, Permission.AGREEMENT_EDIT)
    today = clock.today()
    being_signed = with_progress(Agreement.objects.filter(owner__in=owners)).filter(
        in_state(AgreementState.DRAFT, today), Q(signed_count__gt=0)
    )
    behind = Party.objects.filter(agreement__owner__in=owners)
    before_visa = at_step(behind, StepKind.VOTE).values("agreement"), at_step(behind, StepKind.VISA).values("agreement")
    for agreement in being_signed.exclude(pk__in=before_visa[0]).exclude(pk__in=before_visa[1])[:FEW]:
        counts: Any = agreement
        missing = counts.party_count - counts.signed_count
        told = ngettext("%(count)s signature is missing", "%(count)s signatures are missing", missing)
        detail = joined([agreement.reference, told % {"count": missing}])
        yield Waiting(agreement.name, detail, None, agreement.get_absolute_url(), _("See who has not signed"))


def search(terms: list[str], user: User) -> Iterable[Found]:
    found = allowed(Agreement.objects, user, Permission.AGREEMENT_VIEW).select_related("place")
    return [
        Found(row.name, joined([row.reference, row.place.name]), reverse("agreements:agreement", args=[row.pk]))
        for row in answering(found, terms).order_by("-first_year", "pk")[:FEW]
    ]
