"""One archive of all that an installation holds: its database and its stored files, at one point.

The database is written first, the files after it: a file is stored under its own digest and never changes, so every
file that the database names is in the archive; one that arrived meanwhile is harmless. The manifest comes last,
with the SHA-256 of each part. Neither ``secret.key`` nor ``keys/`` is in it: who holds an archive cannot sign in the
installation's name.
"""

import hashlib
import io
import json
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from takwin.core import clock
from takwin.core.management import dumps
from takwin.core.management.preparation import half_way

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 256 * 1024 * 1024  # bytes; some 2 million files
FILE_NAME = re.compile(r"files(/[\w][\w.\-]*)+")


class ArchiveRefused(Exception):
    """This archive is not written or not put back; the message says why and what to do."""


def backup(path: Path) -> int:
    """Write the archive, readable by its owner only; return the number of files in it."""
    if path.exists():
        raise ArchiveRefused(_("%(path)s already exists: give another name.") % {"path": path})
    if not path.parent.is_dir():
        raise ArchiveRefused(_("The folder %(path)s does not exist.") % {"path": path.parent})
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".takwin-backup-") as folder:
        database = Path(folder) / dumps.NAMES[connection.vendor]
        part = Path(folder) / "archive"
        dumps.dump(database)
        parts: dict[str, str] = {}
        with tarfile.open(part, "w:gz", compresslevel=4) as archive:
            parts[database.name] = digest(database)
            with database.open("rb") as content:
                archive.addfile(entry(database.name, database.stat().st_size), content)
            for stored in stored_files():
                name = f"files/{stored.relative_to(settings.MEDIA_ROOT).as_posix()}"
                parts[name] = digest(stored)
                with stored.open("rb") as content:
                    archive.addfile(entry(name, stored.stat().st_size), content)
            manifest = json.dumps(facts() | {"parts": parts}, indent=1).encode()
            archive.addfile(entry(MANIFEST, len(manifest)), io.BytesIO(manifest))
        part.chmod(0o600)
        part.rename(path)
    return len(parts) - 1


def facts() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = [list(row) for row in cursor.fetchall()]
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "database": connection.vendor,
        "migrations": migrations,
    }


def stored_files() -> Iterator[Path]:
    """The files kept; what is still arriving or being made has a name that begins with a dot."""
    root = Path(settings.MEDIA_ROOT)
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return (path for path in found if not any(part.startswith(".") for part in path.relative_to(root).parts))


def entry(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(clock.now().timestamp())
    return info


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(path: Path, *, replace: bool = False) -> int:
    """Verify the whole archive, then put it in the place of what is here; return its number of files.

    At every moment the files that the database names are there: the archive's files are added, then the database
    is replaced in one transaction, then the files that nothing names any more are removed.
    """
    if occupied() and not replace:
        raise ArchiveRefused(
            _("This installation is not empty. Save it with “takwin backup”, then add --replace to replace it.")
        )
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".takwin-restore-") as folder:
        manifest = unpacked(path, Path(folder))
        suits(manifest)
        names = {name.removeprefix("files/") for name in manifest["parts"] if name.startswith("files/")}
        for name in names:
            target = Path(settings.MEDIA_ROOT) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / "files" / name).replace(target)
        dumps.load(Path(folder) / dumps.NAMES[connection.vendor])
    for stored in list(stored_files()):
        if stored.relative_to(settings.MEDIA_ROOT).as_posix() not in names:
            stored.unlink()
    call_command("migrate", verbosity=0, interactive=False)
    return len(names)


def occupied() -> bool:
    """Whether the product holds anything here: a row of one of its tables, or a file."""
    tables = set(connection.introspection.table_names())
    models = [model for model in apps.get_models() if model.__module__.startswith("takwin.")]
    rows = any(model._base_manager.exists() for model in models if model._meta.db_table in tables)
    return rows or next(stored_files(), None) is not None


def unpacked(path: Path, folder: Path) -> dict[str, Any]:
    """Take the archive apart into ``folder``; refuse it unless each part is named, plain and of the right digest."""
    digests: dict[str, str] = {}
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                if member.name in digests:
                    raise ArchiveRefused(_("The archive holds “%(name)s” twice.") % {"name": member.name})
                digests[member.name] = taken(archive, member, folder)
        manifest = json.loads((folder / MANIFEST).read_bytes())
        parts = manifest["parts"]
    except FileNotFoundError as error:
        raise ArchiveRefused(_("%(path)s is missing.") % {"path": error.filename}) from error
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise ArchiveRefused(
            _("This is not a whole archive made by “takwin backup”: %(fault)s") % {"fault": error}
        ) from error
    digests.pop(MANIFEST)
    if digests != parts:
        names = sorted(name for name in digests.keys() | parts.keys() if digests.get(name) != parts.get(name))
        raise ArchiveRefused(
            _("The archive was changed after it was made: %(names)s") % {"names": ", ".join(names[:5])}
        )
    return dict(manifest)


def taken(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Write one part to the folder and return its digest; a link, a device or a path that leaves it is refused."""
    known = member.name in (MANIFEST, *dumps.NAMES.values()) or FILE_NAME.fullmatch(member.name)
    source = archive.extractfile(member) if member.isreg() and known else None
    if source is None:
        raise ArchiveRefused(_("The archive holds something it should not: “%(name)s”.") % {"name": member.name})
    if member.size > shutil.disk_usage(folder).free or (member.name == MANIFEST and member.size > MANIFEST_LIMIT):
        raise ArchiveRefused(_("There is not enough room on the disk for “%(name)s”.") % {"name": member.name})
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
    return digest(target)


def suits(manifest: dict[str, Any]) -> None:
    """Refuse an archive of the other database, or of a product newer than this one."""
    if manifest.get("format") != FORMAT or manifest.get("database") != connection.vendor:
        raise ArchiveRefused(
            _("The archive is of %(theirs)s and this installation is on %(ours)s: restore it where it came from.")
            % {"theirs": manifest.get("database"), "ours": connection.vendor}
        )
    if apps_left := half_way([(app, name) for app, name in manifest["migrations"]]):
        raise ArchiveRefused(
            _("The archive is of a version in between (%(apps)s): restore it there, upgrade, then save it again.")
            % {"apps": ", ".join(apps_left)}
        )
    here = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    known = {*here, *(replaced for migration in here.values() for replaced in migration.replaces)}
    newer = [f"{app}.{name}" for app, name in manifest["migrations"] if (app, name) not in known]
    if newer:
        raise ArchiveRefused(
            _("The archive was made by a newer Takwin (%(names)s): update this one first.")
            % {"names": ", ".join(newer[:5])}
        )
