"""When a session is judged, and by what each moment asks."""

from django.db import models
from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext_lazy as _

from takwin.surveys.enums import Purpose


class Moment(models.TextChoices):
    BEFORE = "before", _("before the session")
    AFTER = "after", _("at the end of the session")
    LEAVING = "leaving", _("on leaving")
    LATER = "later", _("three to six months later")
    COUNCIL = "council", _("three to six months later, by the councils")


ASKS: dict[str, str] = {
    Moment.BEFORE: Purpose.TEST,
    Moment.AFTER: Purpose.TEST,
    Moment.LEAVING: Purpose.EVALUATION,
    Moment.LATER: Purpose.FOLLOW_UP,
    Moment.COUNCIL: Purpose.COUNCIL,
}

# What is asked at each moment, in the words of whoever prepares it.
SAYS: dict[str, StrPromise] = {
    Moment.BEFORE: _("A test of those enrolled: what they know already."),
    Moment.AFTER: _("The same test, given to those who came: what they have learnt."),
    Moment.LEAVING: _("The evaluation: what those who came think of the session, its trainers and its room."),
    Moment.LATER: _("The follow-up: what those who came apply in their work."),
    Moment.COUNCIL: _("What the councils of those who came see changed in their own work."),
}
