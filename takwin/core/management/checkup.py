"""What ``takwin doctor`` looks at: each check says what it found and, when something is wrong, how to mend it."""

import datetime as dt
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.models import Min
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from takwin.core import clock
from takwin.core.management import preparation

ROOM = 1024**3  # bytes that should stay free
LATE = dt.timedelta(minutes=2)  # a worker that is there takes work within a second
FONT_ON_SCREEN = "ui/vendor/fonts/ibm-plex-sans-arabic-arabic-400-normal.woff2"
FONT_ON_PAPER = "takwin/documents/fonts/Amiri_400Regular.ttf"


@dataclass(frozen=True)
class Finding:
    what: str
    fine: bool = True
    mend: str = ""


def wrong(what: str, mend: str) -> Finding:
    return Finding(what, fine=False, mend=mend)


def check_python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info < (3, 14):
        return Finding(_("Python %(version)s") % {"version": version})
    return wrong(
        _("Python %(version)s is not one that Takwin is tested on") % {"version": version},
        _("install Python 3.11, 3.12 or 3.13, remove .venv, then: make run"),
    )


def check_database() -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return wrong(
            _("the database does not answer: %(fault)s") % {"fault": error},
            _("start the database server, or correct DATABASE_URL"),
        )
    return Finding(_("the database answers (%(vendor)s)") % {"vendor": connection.vendor})


def check_migrations() -> Finding:
    if preparation.migrations_missing():
        return wrong(_("the tables are not up to date"), "takwin migrate")
    return Finding(_("the tables are up to date"))


def check_write_ahead_log() -> Finding:
    if connection.vendor != "sqlite":
        return Finding(_("readers and writers do not wait for each other"))
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode in ("wal", "memory"):
        return Finding(_("SQLite %(version)s writes ahead") % {"version": sqlite3.sqlite_version})
    return wrong(
        _("SQLite is not in write-ahead mode (%(mode)s): readers wait for writers") % {"mode": mode},
        _("put the folder of the data on a local disk, not on a network share"),
    )


def check_secret() -> Finding:
    path = Path(settings.DATA_DIR) / "secret.key"
    if len(settings.SECRET_KEY) < 40:
        return wrong(_("the secret key is short"), _("remove SECRET_KEY: the product makes its own in var/secret.key"))
    if path.exists() and path.stat().st_mode & 0o077:
        return wrong(_("others can read %(path)s") % {"path": path}, f"chmod 600 {path}")
    return Finding(_("the secret key is kept"))


def check_address() -> Finding:
    local = "//127.0.0.1" in settings.PUBLIC_URL or "//localhost" in settings.PUBLIC_URL
    if settings.PUBLIC_URL.startswith("https://"):
        return Finding(_("the public address is %(address)s") % {"address": settings.PUBLIC_URL})
    if local:
        return Finding(_("the public address is %(address)s, for this machine only") % {"address": settings.PUBLIC_URL})
    return wrong(
        _("the public address is not protected: %(address)s") % {"address": settings.PUBLIC_URL},
        _("put a proxy with a certificate in front, then set PUBLIC_URL=https://…"),
    )


def check_https() -> Finding:
    """Behind https: nothing is served over http, and browsers remember not to ask for it."""
    if not settings.PUBLIC_URL.startswith("https://"):
        return Finding(_("without https, nothing is sent to it"))
    if not settings.SECURE_SSL_REDIRECT:
        return wrong(_("pages are also served over http"), _("remove SSL_REDIRECT from the environment"))
    if not settings.SECURE_HSTS_SECONDS:
        return wrong(
            _("browsers may still try http first (HSTS is off)"),
            _("once https works for good, set HSTS_SECONDS=31536000"),
        )
    return Finding(_("browsers ask for https only"))


def check_debug() -> Finding:
    if settings.DEBUG:
        return wrong(_("DEBUG is on: faults are shown to everyone"), _("remove DEBUG from the environment"))
    return Finding(_("DEBUG is off"))


def check_fonts() -> Finding:
    if finders.find(FONT_ON_SCREEN) is None or not (settings.ROOT / FONT_ON_PAPER).exists():
        return wrong(_("the fonts are missing"), "make assets")
    return Finding(_("the fonts are here"))


def check_translations() -> Finding:
    catalogues = list(settings.ROOT.glob("takwin/*/locale/*/LC_MESSAGES/django.po"))
    missing = [path for path in catalogues if not path.with_suffix(".mo").exists()]
    if missing:
        return wrong(_("%(count)s translations are not compiled") % {"count": len(missing)}, "make messages")
    return Finding(_("the translations are compiled"))


def check_static() -> Finding:
    if not preparation.static_is_collected():
        return wrong(_("the static files are not collected, or are old ones"), "takwin up --prepare")
    return Finding(_("the static files are collected"))


def check_worker() -> Finding:
    """A worker leaves no sign of life but its work: something that waits for long says that none is there."""
    ready = DBTaskResult.objects.ready()
    oldest = ready.aggregate(oldest=Min("enqueued_at"))["oldest"]
    if oldest is not None and clock.now() - oldest > LATE:
        return wrong(
            _("%(count)s tasks wait, the oldest for %(minutes)s minutes: the worker is not there")
            % {"count": ready.count(), "minutes": int((clock.now() - oldest).total_seconds() // 60)},
            _("“takwin up” starts one with the server; alone: takwin worker"),
        )
    last = DBTaskResult.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    if last is None or last.finished_at is None:
        return Finding(_("nothing waits for the worker"))
    return Finding(
        _("nothing waits for the worker; it last finished at %(instant)s")
        % {"instant": f"{last.finished_at:%Y-%m-%d %H:%M} UTC"}
    )


def check_disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    room = f"{free / 1024**3:.1f}"
    if free < ROOM:
        return wrong(_("only %(room)s GB are free") % {"room": room}, _("make room on the disk of the data"))
    return Finding(_("%(room)s GB are free") % {"room": room})


def check_clock() -> Finding:
    """The zone data must know that Morocco goes back an hour for Ramadan and is one hour ahead otherwise."""
    ramadan = dt.datetime(2026, 3, 1, 12, tzinfo=clock.CASABLANCA).utcoffset()
    summer = dt.datetime(2026, 7, 1, 12, tzinfo=clock.CASABLANCA).utcoffset()
    if (ramadan, summer) != (dt.timedelta(0), dt.timedelta(hours=1)):
        return wrong(_("the machine does not know the clock of Morocco"), "sudo apt-get install --only-upgrade tzdata")
    return Finding(_("the clock of Morocco is known"))


ALWAYS: list[Callable[[], Finding]] = [
    check_python,
    check_clock,
    check_disk,
    check_secret,
    check_address,
    check_https,
    check_debug,
    check_fonts,
    check_translations,
    check_static,
]


BROUGHT: list[Callable[[], Finding]] = []


def bring_check(brought: Callable[[], Finding]) -> None:
    """Bring a check from an app above; it is asked once the tables are there."""
    BROUGHT.append(brought)


def findings() -> Iterator[Finding]:
    """All findings; what needs the database or its tables is not asked when they are not there."""
    yield from (check() for check in ALWAYS)
    database = check_database()
    yield database
    if not database.fine:
        return
    yield check_write_ahead_log()
    tables = check_migrations()
    yield tables
    if tables.fine:
        yield check_worker()
        yield from (brought() for brought in BROUGHT)
