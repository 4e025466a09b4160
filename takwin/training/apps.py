from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TrainingConfig(AppConfig):
    name = "takwin.training"

    def ready(self) -> None:
        from takwin.attendance.models import Expected
        from takwin.attendance.shown import to_readers
        from takwin.attendance.standing import apology_source, door, lets_in, put_off_source
        from takwin.documents.forms import bring_form
        from takwin.documents.forms.lists import bring_list_form
        from takwin.letters.panels import personal_panel
        from takwin.people.merging.rules import stays_behind
        from takwin.programmes.benefits import heads_source
        from takwin.programmes.closing_vetoes import closing_veto
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk, desk_panel, place_figures, search_source
        from takwin.training import merging, panels, province, queries, shown, waiting
        from takwin.training.absences import shown as absent
        from takwin.training.actions.walk_ins import let_in
        from takwin.training.cohorts import shown as cohorts
        from takwin.training.improvements import shown as improvements
        from takwin.training.materials import shown as materials
        from takwin.training.nominations import NOMINATIONS
        from takwin.training.privacy import bring_privacy
        from takwin.training.queries import apologies_standing, heads_who_came, registers_not_kept
        from takwin.training.round_trip import FORMS
        from takwin.training.trainers import shown as trainers
        from takwin.ui import navigation

        self.name_works()
        bring_privacy()
        bring_form(NOMINATIONS)
        for form in FORMS:
            bring_list_form(form)
        heads_source(heads_who_came)
        put_off_source(registers_not_kept)
        apology_source(apologies_standing)
        door(shown.door_for_walk_ins)
        lets_in(let_in)
        stays_behind(Expected, merging.on_the_roll_by_an_enrolment_that_stays)
        self.name_verbs()
        self.bring_panels()
        navigation.nav_item(
            navigation.TRAINING, pgettext_lazy("training", "Sessions"), "training:sessions", icon="cal", order=10,
            shown=waiting.to_those_who_see, on_bar=True,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Participants"), "training:enrolments", icon="people", order=30,
            shown=waiting.to_those_who_nominate,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Days that will be missed"), "training:at_risk", icon="clock", order=35,
            shown=waiting.to_those_who_nominate,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Rates of presence"), "training:rates_body", icon="chart", order=37,
            shown=to_readers,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Actions of improvement"), "training:improvements", icon="up", order=39,
            shown=improvements.to_readers,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Training of trainers"), "training:cohorts", icon="award", order=51,
            shown=cohorts.to_readers,
        )  # fmt: skip
        navigation.nav_item(
            navigation.TRAINING, _("Trainers and sessions"), "training:supply", icon="chart", order=52,
            shown=cohorts.to_readers,
        )  # fmt: skip
        search_source(pgettext_lazy("training", "Sessions"), Permission.SESSION_VIEW, panels.found, order=20)
        place_figures(_("Training of the year"), Permission.SESSION_VIEW, province.sessions, order=30)
        closing_veto(queries.still_open)
        desk(Permission.SESSION_CONFIRM, waiting.to_confirm, order=20)
        desk(Permission.SESSION_CONFIRM, waiting.to_convene, order=20)
        desk(Permission.SESSION_CONFIRM, waiting.to_replace, order=25)
        desk(Permission.SESSION_CONFIRM, waiting.to_close, order=30)
        desk(Permission.SESSION_CONFIRM, absent.waiting, order=32)
        desk(Permission.SURVEY_EDIT, improvements.waiting, order=34)
        desk(Permission.SESSION_NOMINATE, waiting.to_nominate, order=20)
        desk(Permission.SESSION_VIEW, waiting.to_follow, order=20)
        desk_panel(Permission.SESSION_VIEW, waiting.coming, "training/panels/coming.html", order=20)
        desk(Permission.SESSION_EDIT, trainers.to_answer, order=25)
        desk(Permission.SESSION_EDIT, trainers.to_find, order=25)
        desk(Permission.SESSION_EDIT, cohorts.ready, order=36)
        desk(Permission.SESSION_EDIT, cohorts.without_accredited, order=38)
        desk(Permission.PRESENCE_SEAL, cohorts.to_write, order=28)
        personal_panel(trainers.asked, "training/trainers/asked.html", order=8)
        personal_panel(panels.convoked, "training/panels/convoked.html", order=10)
        personal_panel(materials.of_person, "training/materials/own.html", order=12)

    def name_works(self) -> None:
        from takwin.core.works import work
        from takwin.training import actions
        from takwin.training.trainers.telling import tell_trainers_by

        for action, label in (
            (actions.send_convocations, _("Write and send the convocations")),
            (actions.tell_by, _("Send the messages to participants")),
            (tell_trainers_by, _("Send the messages to trainers")),
        ):
            work(action, label, named_by=("topic",))

    def name_verbs(self) -> None:
        from takwin.journal.verbs import verb, verbs

        verb("trainer.invited", _("invited a trainer"), tile="wait")
        verb("trainer.accepted", _("accepted to teach"), tone="go", tile="full")
        verb("trainer.declined", _("declined to teach"), tone="bad", tile="no")
        verb("trainer.uninvited", _("took back the invitation of a trainer"), tone="bad", tile="no")
        verb("trainer.not_asked_again", _("could not ask the trainer again for the new days"), tone="warn", tile="wait")
        verb("trainer.charged", _("issued a mission letter"), tone="go", tile="half")
        verb("trainer.fees_drawn_up", _("drew up the fees of a trainer"), tile="half")
        verb("cohort.opened", _("opened the cohort"), tile="draft")
        verb("cohort.accredited", _("accredited candidates of the cohort"), tone="go", tile="full")
        verb("cohort.closed", _("ended the cohort"), tone="go", tile="done")
        verb("candidate.chosen", _("chose the candidate"), tone="go", tile="half")
        verb("candidate.accredited", _("accredited the candidate"), tone="go", tile="done")
        verb("candidate.goes_on", _("let the candidate go on in other topics"), tone="go", tile="half")
        verb("candidate.turned_down", _("did not keep the candidate"), tone="bad", tile="no")
        verb("candidate.left", _("noted that the candidate leaves the path"), tone="bad", tile="no")
        verb("session.planned", _("planned the session"), tile="draft")
        verb("session.confirmed", _("confirmed the session"), tone="go", tile="half")
        verb("session.held", _("noted that the session is held"), tone="go", tile="full")
        verb("session.closed", _("closed the session"), tone="go", tile="done")
        verb("session.absent_told", _("wrote to the councils about their absent"), tile="half")
        verb("session.postponed", _("postponed the session"), tone="warn", tile="wait")
        verb("session.cancelled", _("cancelled the session"), tone="bad", tile="no")
        verb("improvement.done", _("did the action of improvement"), tone="go", tile="done")
        verbs({
            "cohort.corrected": _("corrected the cohort"),
            "candidate.proposed": _("proposed the candidate"),
            "candidate.co_teaches": _("let a candidate teach beside the trainer"),
            "candidate.taken_off": _("took a candidate off a half-day"),
            "candidate.observed": _("wrote what was observed of the candidate"),
            "improvement.written": _("wrote an action of improvement"),
            "session.councils_written_to": _("wrote to the councils that have no account"),
            "session.material_added": _("added course material"),
            "session.material_shown": _("showed course material to participants"),
            "session.material_hidden": _("kept course material for trainers"),
            "session.material_removed": _("took course material off"),
            "session.corrected": _("corrected the session"),
            "session.slot_set": _("set a half-day of the programme"),
            "session.slot_removed": _("removed a workshop"),
            "session.programme_set": _("set the programme by half-day"),
            "session.seats_kept": _("kept seats for councils"),
            "session.nominated": _("nominated people"),
            "session.withdrawn": _("withdrew a participant"),
            "session.admitted": _("admitted who was waiting"),
            "session.walked_in": _("added someone who came uninvited"),
            "session.change_noted": _("noted what those convened are to be told anew"),
            "session.replaced": _("let a colleague take the seat"),
            "session.replied": _("answered the convocation"),
            "session.convened": _("sent the convocations"),
            "session.gaps_answered": _("let people be convened without a whole programme"),
        })  # fmt: skip

    def bring_panels(self) -> None:
        from takwin.catalogue.models import Topic, Trainer
        from takwin.directory.models import Body, Place
        from takwin.people.models import Person
        from takwin.programmes.models import Programme
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk, panel
        from takwin.surveys.models import Round
        from takwin.training import panels
        from takwin.training.absences import shown as absent
        from takwin.training.cohorts import shown as cohorts
        from takwin.training.costs import costs
        from takwin.training.evaluation import shown as evaluation
        from takwin.training.improvements import shown as improvements
        from takwin.training.materials import shown as materials
        from takwin.training.models import Cohort, TrainingSession
        from takwin.training.trainers import shown as trainers

        panel(Cohort, Permission.SESSION_VIEW, cohorts.matrix, "training/cohorts/matrix.html", order=10)
        panel(Cohort, Permission.SESSION_VIEW, cohorts.proposed, "training/cohorts/proposed.html", order=5)
        panel(Cohort, Permission.SESSION_VIEW, cohorts.path, "training/cohorts/path.html", side=True, order=10)
        panel(Cohort, Permission.SESSION_EDIT, cohorts.gone, "training/cohorts/gone.html", order=30)
        panel(TrainingSession, Permission.SESSION_VIEW, cohorts.of_session, "training/cohorts/session.html", order=16)
        panel(Person, Permission.PERSON_VIEW, cohorts.of_person, "training/cohorts/person.html", order=35)
        teaching = "training/trainers/session_panel.html"
        panel(TrainingSession, Permission.SESSION_EDIT, trainers.of_session, teaching, order=15)
        panel(Trainer, Permission.SESSION_VIEW, trainers.record, "training/trainers/record.html", side=True, order=20)
        view, listed = Permission.SESSION_VIEW, "training/panels/sessions.html"
        panel(TrainingSession, view, panels.before_convening, "training/panels/before.html", order=6)
        panel(TrainingSession, view, panels.programme, "training/panels/programme.html", order=10)
        panel(TrainingSession, view, materials.of_session, "training/materials/session.html", order=18)
        panel(TrainingSession, view, panels.participants, "training/panels/participants.html", order=20)
        panel(TrainingSession, view, absent.of_session, "training/panels/absent.html", order=25)
        panel(TrainingSession, view, panels.councils, "training/panels/councils.html", order=30)
        panel(TrainingSession, view, panels.card, "training/panels/card.html", side=True, order=10)
        panel(TrainingSession, view, panels.papers, "training/panels/papers.html", side=True, order=20)
        cost = "treasury/spending/register_panel.html"
        panel(TrainingSession, Permission.TREASURY_VIEW, costs, cost, side=True, order=30)
        panel(
            TrainingSession, Permission.SURVEY_VIEW, evaluation.of_session, "training/panels/evaluation.html", order=40
        )
        desk(Permission.SURVEY_EDIT, evaluation.to_write_to, order=40)
        panel(Round, Permission.SURVEY_VIEW, evaluation.beside, "training/panels/beside.html", order=20)
        opinions, better = Permission.SURVEY_VIEW, "training/panels/improvements.html"
        panel(TrainingSession, opinions, improvements.of_session, better, order=45)
        panel(Trainer, opinions, improvements.of_trainer, better, order=60)
        panel(Programme, opinions, improvements.of_programme, better, order=60)
        panel(Round, opinions, improvements.of_round, better, order=60)
        panel(Trainer, Permission.SURVEY_VIEW, evaluation.of_trainer, "training/panels/satisfaction.html", side=True)
        panel(Topic, Permission.SURVEY_VIEW, evaluation.of_topic, "training/panels/satisfaction.html", side=True)
        panel(Place, view, panels.sessions_of_place, listed, order=40)
        panel(Body, view, panels.sessions_of_body, listed, order=40)
        panel(Trainer, view, panels.sessions_of_trainer, listed, order=30)
        panel(Topic, view, panels.sessions_of_topic, listed, order=30)
        panel(Person, Permission.PERSON_VIEW, panels.sessions_of_person, "training/panels/of_person.html", order=40)
