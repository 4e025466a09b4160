"""Files on disk that no row names: what a worker leaves when it is killed between writing a file and its row."""

import datetime as dt
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from takwin.core import clock
from takwin.core.management.checkup import Finding, wrong
from takwin.documents.actions import drop_if_unnamed
from takwin.documents.models import StoredFile

DAY = dt.timedelta(days=1)
LATE = 3 * DAY
ASKED = 500  # digests in one query
DIGEST = re.compile(r"[0-9a-f]{64}")
HALF_MADE = (".making-*", "*/.arriving-*")
log = logging.getLogger(__name__)


def sweep_daily() -> None:
    """The chore: once a day remove the files older than a day that no row names. A younger one may belong to a
    transaction that still runs."""
    swept = _mark()
    if swept.exists() and _age(swept) < DAY:
        return
    swept.parent.mkdir(parents=True, exist_ok=True)
    swept.touch()
    if removed := sweep():
        log.warning("%s files on disk that no row named are removed.", removed)


def sweep() -> int:
    """Each digest is asked about again under its lock, so that nobody who has just found its bytes there loses them."""
    removed = 0
    for path in unnamed():
        removed += drop_if_unnamed(path.name)
    for path in _half_made():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        removed += 1
    return removed


def unnamed() -> list[Path]:
    """The files older than a day that no row names now."""
    found = {path.name: path for path in _root().glob("??/*") if DIGEST.fullmatch(path.name) and _age(path) > DAY}
    digests = sorted(found)
    for first in range(0, len(digests), ASKED):
        asked = digests[first : first + ASKED]
        for digest in StoredFile.objects.filter(sha256__in=asked, erased_at=None).values_list("sha256", flat=True):
            found.pop(digest, None)
    return list(found.values())


def _half_made() -> Iterator[Path]:
    """What was being written when its writer was killed."""
    return (path for pattern in HALF_MADE for path in _root().glob(pattern) if _age(path) > DAY)


def check_files() -> Finding:
    """What ``takwin doctor`` says of it: what is there to remove, and whether anybody removes it."""
    left = len(unnamed()) + sum(1 for _path in _half_made())
    if not left:
        return Finding(_("every file on disk is named"))
    told = _("files on disk that nothing names: %(count)s") % {"count": left}
    if _mark().exists() and _age(_mark()) < LATE:
        return Finding(_("%(told)s; the worker removes them once a day") % {"told": told})
    return wrong(told, _("the worker removes them once a day, and none has for three: takwin worker"))


def _root() -> Path:
    return Path(settings.MEDIA_ROOT)


def _mark() -> Path:
    """Touched at each sweep: several workers sweep once a day together."""
    return Path(settings.DATA_DIR) / "files.swept"


def _age(path: Path) -> dt.timedelta:
    """How long ago a file came to its place, whatever date it claims: a backup that is being put back brings files of
    long ago before their rows. One that is gone meanwhile came just now."""
    try:
        found = path.stat()
        return dt.timedelta(seconds=clock.now().timestamp() - max(found.st_mtime, found.st_ctime))
    except FileNotFoundError:
        return dt.timedelta()
