"""An installation of its own: a temporary folder and an empty database, with the map of Morocco in it."""

import os
import socket
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def open_ground() -> Path:
    """Set Django up on a new database; call it before anything of the product is imported."""
    folder = Path(tempfile.mkdtemp(prefix="takwin-bench-"))
    os.environ["TAKWIN_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.setdefault("PUBLIC_URL", "http://127.0.0.1:8000")
    import django

    django.setup()
    from django.core.management import call_command

    from takwin.core.management.preparation import collect_static

    call_command("migrate", verbosity=0)
    call_command("places", "load", stdout=(folder / "places.log").open("w"))
    collect_static()
    return folder


def database() -> str:
    from django.db import connection

    return "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
