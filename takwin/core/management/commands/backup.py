from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from takwin.core.management.archive import ArchiveRefused, backup
from takwin.core.management.dumps import DumpFailed
from takwin.core.management.terminal import SpeakingCommand


class Command(SpeakingCommand):
    help = "Write the database and the stored files, at one point, to one archive; may run while serving."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            count = backup(file.absolute())
        except (ArchiveRefused, DumpFailed) as refusal:
            raise CommandError(str(refusal)) from refusal
        held = _("%(file)s holds the database and %(count)s files.") % {"file": file, "count": count}
        apart = _("Keep var/secret.key and var/keys apart: they are not in it.")
        self.stdout.write(f"{held} {apart}")
