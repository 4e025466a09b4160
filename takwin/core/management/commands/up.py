import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _

from takwin.core.management import preparation, service
from takwin.core.management.terminal import SpeakingCommand


class Command(SpeakingCommand):
    requires_system_checks: list[str] = []  # whoever starts a server waits for it; `make test` has checked the code
    help = "Serve: the web server and the worker, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(4, max(2, os.cpu_count() or 2)))
        parser.add_argument("--threads", type=int, default=4)
        parser.add_argument(
            "--prepare", action="store_true", help="first bring tables, static files and places up to date"
        )
        parser.add_argument(
            "--demo", action="store_true", help="with --prepare: make the demo when nobody can log in yet"
        )

    def handle(self, *args: Any, host: str, port: int, prepare: bool, demo: bool, **options: Any) -> None:
        if service.answers(host, port):
            raise CommandError(
                _("Something already answers on %(host)s:%(port)s: stop it, or give another port with PORT=.")
                % {"host": host, "port": port}
            )
        address = os.environ.setdefault("PUBLIC_URL", f"http://{host}:{port}")  # what the two processes will print
        settings.PUBLIC_URL = address.rstrip("/")  # and what the demo prints meanwhile
        if prepare:
            self.prepare(demo=demo)
        elif preparation.migrations_missing():
            raise CommandError(_("The database is not up to date: run “takwin up --prepare” or “takwin migrate”."))
        elif not preparation.static_is_collected():
            raise CommandError(_("The static files are not those of this version: run “takwin up --prepare”."))
        connections.close_all()
        sys.exit(
            service.serve(
                host,
                port,
                workers=options["workers"],
                threads=options["threads"],
                ready=lambda: self.announce(address, demo=demo),
            )
        )

    def prepare(self, *, demo: bool) -> None:
        """Do what is missing, and say it while it is done.

        ``migrate`` runs even when no table is missing: it also brings the figures of law that this version adds. A new
        version may correct the map too: it is loaded again, which is harmless.
        """
        preparation.refuse_half_way()
        upgraded = preparation.migrations_missing()
        if upgraded:
            self.say(_("Making the tables …"))
        call_command("migrate", interactive=False, verbosity=0)
        if not preparation.static_is_collected():
            self.say(_("Collecting the static files …"))
            preparation.collect_static()
        if upgraded or not preparation.has_places():
            self.say(_("Loading the places of Morocco …"))
            call_command("places", "load", verbosity=0)
        if demo and preparation.is_new():
            self.say(_("Making the demo, a region at full size: a minute or two the first time …"))
            call_command("demo", verbosity=0)

    def announce(self, address: str, *, demo: bool) -> None:
        self.say(_("Takwin is at %(address)s (Ctrl-C stops it).") % {"address": address})
        if demo:
            call_command("demo", "--logins", stdout=self.stdout)
            self.stdout.flush()

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
