"""Ask those who attended, and no others; before a session, those enrolled; months later, their councils too."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.refused import checked, refused
from takwin.surveys.actions import open_round
from takwin.surveys.enums import Purpose
from takwin.surveys.models import Version
from takwin.training.evaluation.enums import ASKS, Moment
from takwin.training.evaluation.queries import councils_asked, day_of_tablet, days_to_answer, people_asked, why_not
from takwin.training.models import SessionRound, TrainingSession


@transaction.atomic
def ask(session: TrainingSession, moment: str, version: Version, *, by: User | None) -> SessionRound:
    """Open a questionnaire on a session, once for each moment.

    The trainers of the session keep it: they may hand a tablet round and read the results once it is over. Asked again
    at the same moment it is refused, so that nobody answers twice.
    """
    session = (
        TrainingSession.objects.select_for_update(of=("self",)).select_related("topic", "place").get(pk=session.pk)
    )
    if version.questionnaire.purpose != ASKS[moment]:
        told = {
            "questionnaire": version.questionnaire.name,
            "aim": version.questionnaire.get_purpose_display(),
            "moment": Moment(moment).label,
            "wanted": Purpose(ASKS[moment]).label,
        }
        raise ValidationError(
            _("“%(questionnaire)s” is made for: %(aim)s. For “%(moment)s” choose one made for: %(wanted)s.") % told
        )
    if refusal := why_not(session, moment):
        raise ValidationError(refusal)
    persons = people_asked(session, moment)
    if not persons:
        raise ValidationError(_("Nobody was present: there is nobody to ask."))
    opens_on, closes_on = days_to_answer(session, moment)
    of_councils = moment == Moment.COUNCIL
    opened = open_round(
        version,
        [] if of_councils else persons,
        councils=councils_asked(session) if of_councils else [],
        place=session.place,
        title_ar=session.topic.name_ar,
        title_fr=session.topic.name_fr,
        opens_on=opens_on,
        closes_on=closes_on,
        tablet_on=day_of_tablet(session, moment),
        keepers=session.register.keepers.all(),
        by=by,
    )
    with refused(SessionRound):
        return checked(SessionRound(session=session, round=opened, moment=moment))
