"""Who may say what in an agreement.

Seeing an agreement and acting on it are not over the same thing: a party's region sees what another region carries,
and confirms nothing in it. So an act is asked of the body whose word it is.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from takwin.accounts.models import User
from takwin.agreements.enums import CARRYING, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.agreements.queries.paths import declared_steps
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body
from takwin.people.models import Office
from takwin.people.queries import RANK, STANDING
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may


@dataclass(frozen=True)
class Powers:
    """What a user may do in an agreement: the parties in whose name he declares, those he visas, and, over the body
    that carries the agreement, whether he confirms and whether he prepares."""

    declares: frozenset[int]
    visas: frozenset[int]
    confirms: bool
    edits: bool

    def may_record(self, party: Party, kind: StepKind) -> bool:
        if kind in (StepKind.VISA, StepKind.OPPOSITION):
            return self.confirms or party.pk in self.visas
        return self.confirms or party.pk in self.declares

    def may_withdraw(self, step: Step) -> bool:
        """Who confirms takes back any step; a commune its own word until it is confirmed, a province its visa."""
        of_authority = step.kind in (StepKind.VISA, StepKind.OPPOSITION)
        own_word = step.party_id in self.declares and step.confirmed_at is None and not of_authority
        return self.confirms or own_word or (of_authority and step.party_id in self.visas)


def powers(user: User, agreement: Agreement) -> Powers:
    """In four queries whatever the number of parties. Only what an administration or its council carries is prepared
    and confirmed by officers: what a commune or an association carries of its own is not theirs."""
    parties = Party.objects.filter(agreement=agreement)
    bodies = Body.objects.filter(parties__agreement=agreement)
    declares, visas = (
        frozenset(parties.filter(body__in=allowed(bodies, user, permission).values("pk")).values_list("pk", flat=True))
        for permission in (Permission.AGREEMENT_DECLARE, Permission.AGREEMENT_VISA)
    )
    carries = agreement.owner.kind in CARRYING
    return Powers(
        declares=declares,
        visas=visas,
        confirms=carries and may(user, Permission.AGREEMENT_CONFIRM, agreement.owner),
        edits=carries and may(user, Permission.AGREEMENT_EDIT, agreement.owner),
    )


def offices_seen(body: Body, user: User) -> QuerySet[Office]:
    """The offices held in a body, over dates, as far as ``user`` sees its people: a party's are not opened by its being
    a party."""
    held = allowed(Office.objects, user, Permission.PERSON_VIEW).filter(STANDING, body=body)
    return held.select_related("person", "body").order_by(RANK, "pk")


def signs_by_name(body: Body, user: User) -> bool:
    """Whether the name of who signed is enough: of any body but a council whose members ``user`` sees."""
    return body.kind not in COLLECTIVITIES or not may(user, Permission.PERSON_VIEW, body)


def parties_whose_word(user: User, permission: Permission) -> QuerySet[Party]:
    """The parties of standing agreements in whose name ``user`` declares, or whose acts he visas."""
    bodies = allowed(Body.objects, user, permission)
    parties = Party.objects.filter(body__in=bodies, agreement__cancelled_on=None)
    return parties.select_related("body", "agreement")


def at_step(parties: QuerySet[Party], kind: StepKind) -> QuerySet[Party]:
    """The parties whose next step is ``kind``; a session and the vote it takes are one thing to do. A vote that the
    authority opposed is to be taken again."""

    def done(one: StepKind) -> Exists:
        return Exists(Step.objects.filter(party=OuterRef("pk"), kind=one, withdrawn_at=None))

    councils = parties.filter(body__kind__in=COLLECTIVITIES)
    if kind in (StepKind.SITTING, StepKind.VOTE):
        return councils.filter(~done(StepKind.VOTE) | Q(done(StepKind.OPPOSITION)))
    if kind == StepKind.VISA:
        return councils.filter(done(StepKind.VOTE), ~done(StepKind.VISA), ~done(StepKind.OPPOSITION))
    ready = ~Q(body__kind__in=COLLECTIVITIES) | Q(done(StepKind.VISA))
    return parties.filter(ready, ~done(StepKind.SIGNATURE))


def steps_to_confirm(user: User) -> QuerySet[Step]:
    """What communes have declared to the bodies whose word confirms it, the oldest first."""
    owners = allowed(Body.objects, user, Permission.AGREEMENT_CONFIRM)
    return declared_steps(Step.objects.filter(party__agreement__owner__in=owners, party__agreement__cancelled_on=None))
