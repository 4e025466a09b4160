from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "takwin.catalogue"

    def ready(self) -> None:
        from takwin.catalogue import shown
        from takwin.catalogue.models import Topic, Trainer
        from takwin.catalogue.pool import shown as pool
        from takwin.catalogue.privacy import bring_privacy
        from takwin.catalogue.round_trip import FORMS
        from takwin.documents.forms.lists import bring_list_form
        from takwin.journal.verbs import verb, verbs
        from takwin.letters.panels import personal_panel
        from takwin.rights.enums import Permission
        from takwin.rights.panels import desk, panel, search_source
        from takwin.ui import navigation

        bring_privacy()
        for form in FORMS:
            bring_list_form(form)
        verb("topic.added", _("entered the topic in the catalogue"), tone="go", tile="full")
        verb("trainer.added", _("brought the trainer into the pool"), tone="go", tile="full")
        verb("trainer.accredited", _("noted the accreditation of the trainer"), tone="go", tile="full")
        verbs({
            "topic.corrected": _("corrected the topic"),
            "trainer.corrected": _("corrected the trainer"),
            "trainer.topics_set": _("noted what the trainer teaches"),
            "trainer.accreditation_ended": _("ended an accreditation of the trainer"),
            "trainer.accreditation_renewed": _("renewed an accreditation of the trainer"),
            "trainer.paper_kept": _("kept a paper of the trainer"),
            "trainer.paper_removed": _("removed a paper of the trainer"),
            "trainer.days_said": _("noted days on which the trainer is free or is not"),
            "trainer.days_taken_back": _("took back what was said of days of the trainer"),
        })  # fmt: skip
        panel(Topic, Permission.SESSION_VIEW, shown.trainers_of_topic, "catalogue/trainers_panel.html", order=20)
        view = Permission.SESSION_VIEW
        panel(Trainer, view, pool.topics, "catalogue/topics_panel.html", order=20)
        panel(Trainer, view, pool.accreditations, "catalogue/pool/accreditations_panel.html", order=25)
        panel(Trainer, view, pool.days, "catalogue/pool/days_panel.html", side=True, order=10)
        panel(Trainer, Permission.SESSION_EDIT, pool.papers, "catalogue/pool/papers_panel.html", side=True, order=30)
        desk(Permission.SESSION_EDIT, pool.ending, order=40)
        personal_panel(pool.own_days, "catalogue/pool/own_panel.html", order=60)
        search_source(_("Topics"), Permission.SESSION_VIEW, shown.found_topics, order=60)
        search_source(_("Trainers"), Permission.SESSION_VIEW, shown.found_trainers, order=70)
        navigation.nav_item(
            navigation.TRAINING, _("Topics"), "catalogue:topics", icon="book", order=40, shown=shown.to_those_who_plan
        )
        navigation.nav_item(
            navigation.TRAINING, _("Trainers"), "catalogue:trainers", icon="teach", order=50,
            shown=shown.to_those_who_plan,
        )  # fmt: skip
