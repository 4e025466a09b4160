"""Kinds of projects and of their milestones, which follows which, and how their states look."""

from functools import cache

from django.db import models
from django.utils.translation import pgettext_lazy

from takwin.ui.states import Look, looks


class ProjectKind(models.TextChoices):
    SCHOOL = "school", pgettext_lazy("project", "school")
    CENTRE = "centre", pgettext_lazy("project", "training centre")
    BOARDING = "boarding", pgettext_lazy("project", "boarding house")
    OTHER = "other", pgettext_lazy("project", "other works")


class MilestoneKind(models.TextChoices):
    """The dated facts of a project, in their usual order."""

    SIGNED = "signed", pgettext_lazy("milestone", "agreement signed")
    LAND = "land", pgettext_lazy("milestone", "land delivered")
    STUDIES = "studies", pgettext_lazy("milestone", "studies approved")
    AWARDED = "awarded", pgettext_lazy("milestone", "contract awarded")
    STARTED = "started", pgettext_lazy("milestone", "works started")
    RECEIVED = "received", pgettext_lazy("milestone", "works received")
    EQUIPPED = "equipped", pgettext_lazy("milestone", "equipment in place")
    OPENED = "opened", pgettext_lazy("milestone", "inaugurated")


# Only where order means something: nobody builds on land not delivered, nor opens what is not built. A signature is
# free: a centre may be opened on the very day the agreement that crowns it is signed, and studies may come first.
AFTER: dict[MilestoneKind, tuple[MilestoneKind, ...]] = {
    MilestoneKind.AWARDED: (MilestoneKind.STUDIES,),
    MilestoneKind.STARTED: (MilestoneKind.LAND, MilestoneKind.AWARDED),
    MilestoneKind.RECEIVED: (MilestoneKind.STARTED,),
    MilestoneKind.EQUIPPED: (MilestoneKind.RECEIVED,),
    MilestoneKind.OPENED: (MilestoneKind.EQUIPPED,),
}


# What ends works: a project whose agreement is signed, or whose works have begun, is not done for having no other day.
ENDING = (MilestoneKind.RECEIVED, MilestoneKind.EQUIPPED, MilestoneKind.OPENED)


@cache
def earlier(kind: MilestoneKind) -> frozenset[MilestoneKind]:
    """Every kind that comes before this one in the same project, near or far."""
    near = AFTER.get(kind, ())
    return frozenset(near).union(*(earlier(one) for one in near))


class MoneyKind(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("budget", "planned")
    ENGAGED = "engaged", pgettext_lazy("budget", "engaged")
    SPENT = "spent", pgettext_lazy("budget", "spent")


class FileKind(models.TextChoices):
    PHOTO = "photo", pgettext_lazy("project file", "photo")
    PAPER = "paper", pgettext_lazy("project file", "paper")


class ProjectState(models.TextChoices):
    """Derived from the milestones, stored nowhere."""

    PLANNED = "planned", pgettext_lazy("project", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("project", "under way")
    LATE = "late", pgettext_lazy("project", "late")
    DONE = "done", pgettext_lazy("project", "done")
    STOPPED = "stopped", pgettext_lazy("project", "given up")


LOOKS = looks(
    ProjectState,
    {
        ProjectState.PLANNED: ("", "open"),
        ProjectState.UNDER_WAY: ("", "half"),
        ProjectState.LATE: ("bad", "wait"),
        ProjectState.DONE: ("go", "full"),
        ProjectState.STOPPED: ("", "no"),
    },
)
MARK_LOOKS = {
    "done": Look(pgettext_lazy("milestone", "done"), "go", "full"),
    "late": Look(pgettext_lazy("milestone", "late"), "bad", "wait"),
    "held": Look(pgettext_lazy("milestone", "waits"), "warn", "half"),
    "": Look(pgettext_lazy("milestone", "to come"), "", "open"),
}
