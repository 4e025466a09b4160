"""What a questionnaire is for, and the kinds of questions it asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    EVALUATION = "evaluation", _("evaluation on leaving")
    FOLLOW_UP = "follow_up", _("follow-up months later")
    TEST = "test", _("test before and after")
    COUNCIL = "council", _("what councils see changed, months later")


class Kind(models.TextChoices):
    """How a question is answered: one tap, but for a free text."""

    FACES = "faces", _("five faces")
    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("one of several answers")
    TEXT = "text", _("in one’s own words")


# The five faces, from the worst to the best, as they are said aloud.
FACES = {
    1: _("very bad"),
    2: _("bad"),
    3: _("fair"),
    4: _("good"),
    5: _("very good"),
}
SATISFIED = (4, 5)
