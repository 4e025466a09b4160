"""Bring an installation up to the code: its tables, its static files and, when it is new, its places."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _


def migrations_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def half_way(applied: Collection[tuple[str, str]]) -> list[str]:
    """The apps some of whose migrations were applied, but not all of those folded since: no migration leads on from
    there, and Django would say nothing clear of it."""
    folds = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    done = {fold.app_label: set(fold.replaces) & set(applied) for fold in folds if fold.replaces}
    whole = {fold.app_label: set(fold.replaces) for fold in folds if fold.replaces}
    fresh = {fold.app_label for fold in folds if fold.replaces and (fold.app_label, fold.name) in applied}
    return sorted(app for app, names in done.items() if names and names != whole[app] and app not in fresh)


def refuse_half_way() -> None:
    """Say it before a migration is tried on this database."""
    if apps_left := half_way(MigrationRecorder(connection).applied_migrations()):
        raise CommandError(
            _(
                "This database is of a version in between (%(apps)s): bring it up to date with the last version before "
                "this one, then come back."
            )
            % {"apps": ", ".join(apps_left)}
        )


def is_new() -> bool:
    """Whether nobody can log in yet."""
    return not get_user_model()._base_manager.exists()


def has_places() -> bool:
    """Whether the map was loaded. The model is named, not imported: it lies above."""
    return apps.get_model("directory", "Place")._base_manager.exists()


def static_digest() -> str:
    """What the static files are now, by their names, sizes and dates."""
    facts = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            facts.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()


def static_stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def static_is_collected() -> bool:
    stamp = static_stamp()
    return stamp.exists() and stamp.read_text() == static_digest()


def collect_static() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    static_stamp().write_text(static_digest())
