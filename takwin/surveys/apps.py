from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "takwin.surveys"

    def ready(self) -> None:
        from takwin.documents.forms.lists import bring_list_form
        from takwin.journal.verbs import verb, verbs
        from takwin.letters.panels import personal_panel
        from takwin.people.merging.rules import stays_behind
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk, panel
        from takwin.surveys import merging, shown
        from takwin.surveys.models import Questionnaire, Round, Voice
        from takwin.surveys.privacy import bring_privacy
        from takwin.surveys.round_trip import FORMS
        from takwin.ui import navigation

        bring_privacy()
        for form in FORMS:
            bring_list_form(form)
        stays_behind(Voice, merging.asked_of_both)
        verb("questionnaire.published", _("published a version of the questionnaire"), tone="go", tile="full")
        verb("round.opened", _("asked for opinions"), tone="go", tile="half")
        verb("round.closed", _("closed the questions"), tile="done")
        verbs({
            "questionnaire.added": _("made the questionnaire"),
            "questionnaire.written": _("wrote the questions"),
            "question.recorded": _("had a question read aloud"),
            "question.silenced": _("took the recording of a question back"),
            "round.photographed": _("sent photos of ticked copies"),
            "round.photo_removed": _("removed the photo of a copy"),
        })  # fmt: skip
        panel(Questionnaire, Permission.SURVEY_VIEW, shown.versions, "surveys/versions_panel.html", order=10)
        panel(Round, Permission.SURVEY_VIEW, shown.results, "surveys/results_panel.html", order=10)
        desk(Permission.SURVEY_ANSWER, shown.councils_wait, order=40)
        personal_panel(shown.to_answer, "surveys/to_answer_panel.html", order=15)
        navigation.nav_item(
            navigation.TRAINING, _("Opinions asked"), "surveys:rounds", icon="chart", order=60, shown=shown.to_readers
        )
