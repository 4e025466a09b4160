"""Where a cohort and its candidates stand, and what a trainer looks at when a candidate teaches."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class CohortState(models.TextChoices):
    OPEN = "open", pgettext_lazy("cohort", "under way")
    CLOSED = "closed", pgettext_lazy("cohort", "ended")


COHORT_LOOKS = looks(CohortState, {CohortState.OPEN: ("", "half"), CohortState.CLOSED: ("go", "done")})


class CandidateState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("candidate", "proposed")
    CHOSEN = "chosen", pgettext_lazy("candidate", "follows the path")
    ACCREDITED = "accredited", pgettext_lazy("candidate", "accredited")
    REFUSED = "refused", pgettext_lazy("candidate", "not kept")
    WITHDRAWN = "withdrawn", pgettext_lazy("candidate", "left the path")


CANDIDATE_LOOKS = looks(
    CandidateState,
    {
        CandidateState.PROPOSED: ("warn", "wait"),
        CandidateState.CHOSEN: ("", "half"),
        CandidateState.ACCREDITED: ("go", "done"),
        CandidateState.REFUSED: ("", "no"),
        CandidateState.WITHDRAWN: ("", "dash"),
    },
)


class Criterion(models.TextChoices):
    """What the trainer looks at, the same for every candidate."""

    PREPARATION = "preparation", _("prepared the half-day and its material")
    MASTERY = "mastery", _("masters the topic and the texts")
    CLARITY = "clarity", _("is clear, in the language of those present")
    PARTICIPATION = "participation", _("makes everyone take part")
    CASES = "cases", _("works on cases of communes")
    TIME = "time", _("keeps to the hours and the programme")


class Level(models.IntegerChoices):
    """How far a criterion is acquired. One that is not makes the whole observation unfavourable."""

    NOT_YET = 1, pgettext_lazy("criterion", "not yet acquired")
    ACQUIRED = 2, pgettext_lazy("criterion", "acquired")
    MASTERED = 3, pgettext_lazy("criterion", "mastered")
