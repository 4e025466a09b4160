from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "takwin.catalogue"

    def ready(self) -> None:
        from takwin.catalogue import shown
        from takwin.catalogue.models import Topic, Trainer
        from takwin.catalogue.privacy import bring_privacy
        from takwin.journal.verbs import verb, verbs
        from takwin.rights.enums import Permission
        from takwin.rights.panels import panel, search_source
        from takwin.ui import navigation

        bring_privacy()
        verb("topic.added", _("entered the topic in the catalogue"), tone="go", tile="full")
        verb("trainer.added", _("brought the trainer into the pool"), tone="go", tile="full")
        verbs({"topic.corrected": _("corrected the topic"), "trainer.corrected": _("corrected the trainer")})
        panel(Topic, Permission.SESSION_VIEW, shown.trainers_of_topic, "catalogue/trainers_panel.html", order=20)
        panel(Trainer, Permission.SESSION_VIEW, shown.topics_of_trainer, "catalogue/topics_panel.html", order=20)
        search_source(_("Topics"), Permission.SESSION_VIEW, shown.found_topics, order=60)
        search_source(_("Trainers"), Permission.SESSION_VIEW, shown.found_trainers, order=70)
        navigation.nav_item(
            navigation.TRAINING, _("Topics"), "catalogue:topics", icon="book", order=40, shown=shown.to_those_who_plan
        )
        navigation.nav_item(
            navigation.TRAINING, _("Trainers"), "catalogue:trainers", icon="teach", order=50,
            shown=shown.to_those_who_plan,
        )  # fmt: skip
