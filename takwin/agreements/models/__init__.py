"""Agreements, their parties, clauses and paths; what is promised, how it falls due, what was delivered."""

from takwin.agreements.models.agreements import Agreement, Clause, Party, Step
from takwin.agreements.models.commitments import Commitment, Delivery, Instalment
from takwin.agreements.models.projects import Milestone, Project, ProjectFile, ProjectMoney, Waits

__all__ = [
    "Agreement", "Clause", "Commitment", "Delivery", "Instalment", "Milestone", "Party", "Project", "ProjectFile",
    "ProjectMoney", "Step", "Waits",
]  # fmt: skip
