from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from takwin.core.management.archive import ArchiveRefused, restore
from takwin.core.management.dumps import DumpFailed
from takwin.core.management.terminal import SpeakingCommand


class Command(SpeakingCommand):
    help = "Verify an archive of “takwin backup”, then put it in the place of what is here."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace an installation that is not empty")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            count = restore(file.absolute(), replace=replace)
        except (ArchiveRefused, DumpFailed) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("Restored: the database and %(count)s files.") % {"count": count})
