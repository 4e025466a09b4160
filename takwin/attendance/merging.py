"""What presence says when two persons are merged: where they cannot be one, and which marks stay together."""

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Claim, Expected, Mark, Presence
from takwin.attendance.sync.models import Case
from takwin.people.models import Merge, Person

SAME_HALF = {"day": OuterRef("day"), "part": OuterRef("part")}
SAME_SLOT = {"register": OuterRef("register"), **SAME_HALF}


def present_in_two_places(kept: Person, gone: Person) -> Promise | None:
    """Nobody is in two places at once: counted on one half-day in registers of two places, they are two persons."""
    elsewhere = Presence.objects.filter(person=kept, status__in=COUNTED, **SAME_HALF).exclude(
        register__place=OuterRef("register__place")
    )
    if Presence.objects.filter(Exists(elsewhere), person=gone, status__in=COUNTED).exists():
        return _("Both were present on the same half-day in two different places: these are two persons.")
    return None


def marked_since(merge: Merge) -> Promise | None:
    """Marks made since on half-days that would go back: to whom they belong nobody can tell."""
    moved = merge.moved.filter(model=Expected._meta.label).values("row")
    registers = Expected.objects.filter(pk__in=moved).values("register")
    if Mark.objects.filter(person=merge.kept, register__in=registers, at__gt=merge.at).exists():
        return _("Presence has been recorded since in a register that would go back: the merge stays.")
    return None


def already_marked(kept: Person, gone: Person) -> Q:
    """A presence on a half-day on which the person kept has been marked too, whatever holds of it now."""
    return Q(Exists(Mark.objects.filter(person=kept, **SAME_SLOT)))


def marks_of_presences_that_stay(kept: Person, gone: Person) -> Q:
    """The marks behind a presence that stays: marked in the same register, or counted elsewhere on that half-day."""
    own = Presence.objects.filter(person=gone, status__in=COUNTED, **SAME_SLOT)
    return (
        Q(Exists(Mark.objects.filter(person=kept, **SAME_SLOT)))
        | Q(Exists(Presence.objects.filter(person=kept, **SAME_SLOT)))
        | Q(Exists(own), Exists(Presence.objects.filter(person=kept, status__in=COUNTED, **SAME_HALF)))
    )


def taken_by_the_same_register(kept: Person, gone: Person) -> Q:
    """Half-days taken twice by one register: the enrolment or the line of the roll tells it."""
    return Q(Exists(Claim.objects.filter(person=kept, **SAME_SLOT)))


def open_for_both(kept: Person, gone: Person) -> Q:
    """A doubt that is already open for the person kept, on the same half-day of the same register."""
    same = Case.objects.filter(person=kept, why=OuterRef("why"), settled_at=None, **SAME_SLOT)
    return Q(Exists(same), settled_at=None)
