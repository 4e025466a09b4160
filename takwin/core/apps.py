from django.apps import AppConfig
from django.urls import register_converter


class CoreConfig(AppConfig):
    name = "takwin.core"

    def ready(self) -> None:
        from takwin.core.keys import Key

        register_converter(Key, "key")
