"""Projects and their milestones for tests."""

import datetime as dt
from itertools import count
from typing import Any

from takwin.agreements.models import Agreement, Milestone, Project
from takwin.agreements.projects.enums import MilestoneKind, ProjectKind
from takwin.core.uploads import Scan
from tests.factories.agreements import make_agreement

_numbers = count(1)
PNG = Scan(b"\x89PNG\r\n\x1a\nx", "site.png", "image/png")
PDF = Scan(b"%PDF-1.7 x", "pv.pdf", "application/pdf")


def make_project(agreement: Agreement | None = None, **facts: Any) -> Project:
    """A boarding house of an agreement, without milestones yet."""
    agreement = agreement or make_agreement()
    defaults = {
        "reference": f"PJ-26-{next(_numbers):03}",
        "kind": ProjectKind.BOARDING,
        "owner": agreement.owner,
        "place": agreement.place,
        "name_ar": "داخلية المتدربين",
        "name_fr": "Internat des stagiaires",
    }
    return Project.objects.create(agreement=agreement, **defaults | facts)


def make_milestone(
    project: Project | None = None, kind: str = MilestoneKind.LAND, on: dt.date = dt.date(2026, 3, 2), **facts: Any
) -> Milestone:
    """The delivery of the land, planned for 2 March 2026 and not done."""
    defaults = {"first_planned_on": on, "planned_on": on}
    return Milestone.objects.create(project=project or make_project(), kind=kind, **defaults | facts)
