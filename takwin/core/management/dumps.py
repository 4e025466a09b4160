"""The database as one file, and back: each of the two databases by its own tool, while serving."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}

# Tables are dropped and made again in one transaction: readers see the old ones or the new ones.
EMPTY_SCHEMA = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', name);
  END LOOP;
END $$
"""


class DumpFailed(Exception):
    """The database could not be written out or read back; the message says why."""


def dump(path: Path) -> None:
    """Write the whole database, as it is at one instant, to ``path``."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target = sqlite3.connect(path)
        try:
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        finally:
            target.close()
    else:
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def load(path: Path) -> None:
    """Put the database of ``path`` in the place of the present one, in one transaction."""
    if connection.vendor == "sqlite":
        load_sqlite(path)
    else:
        script = path.with_suffix(".sql")
        run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path), connect=False)
        connection.close()
        run("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-c", EMPTY_SCHEMA, "-f", str(script))


def load_sqlite(path: Path) -> None:
    """SQLite copies its pages under one lock: whoever reads meanwhile goes on with what he saw."""
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        source.execute("PRAGMA ignore_check_constraints=ON")  # some call functions that only Django's connections have
        verdict = source.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise DumpFailed(_("The database of the archive is damaged: %(fault)s") % {"fault": verdict})
        connection.ensure_connection()
        source.backup(connection.connection)
    except sqlite3.DatabaseError as error:
        raise DumpFailed(_("The database could not be put back: %(fault)s") % {"fault": error}) from error
    finally:
        source.close()
        connection.close()


def run(program: str, *arguments: str, connect: bool = True) -> None:
    """Run one of PostgreSQL's own programs against the database of the settings."""
    found = shutil.which(program)
    if found is None:
        raise DumpFailed(
            _("%(program)s is not on this machine: sudo apt-get install postgresql-client") % {"program": program}
        )
    settings: dict[str, Any] = connection.settings_dict
    facts = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = os.environ | {name: str(settings[key]) for name, key in facts.items() if settings[key]}
    database = [f"--dbname={settings['NAME']}"] if connect else []
    done = subprocess.run([found, *database, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DumpFailed(f"{program}: {done.stderr.strip()}")
