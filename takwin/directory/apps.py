from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    name = "takwin.directory"

    def ready(self) -> None:
        from takwin.directory import upgrading

        post_migrate.connect(upgrading.bring_new_figures, sender=self)
