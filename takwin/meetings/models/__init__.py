"""Series of meetings, who is invited, what is discussed, the minutes, and what was promised there."""

from takwin.meetings.models.meetings import CHAIRS, AgendaItem, Invitation, Meeting, Minutes, Obligation
from takwin.meetings.models.series import AnnualReport, Series, SeriesMember

__all__ = [
    "CHAIRS",
    "AgendaItem",
    "AnnualReport",
    "Invitation",
    "Meeting",
    "Minutes",
    "Obligation",
    "Series",
    "SeriesMember",
]
