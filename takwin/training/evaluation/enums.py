"""When a session is judged, and by what each moment asks."""

from django.db import models
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
