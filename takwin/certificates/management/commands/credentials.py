"""The keys that sign certificates and codes of presence, and the page that checks certificates without a network."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from takwin.certificates.verifier import page
from takwin.core import clock
from takwin.core.management.terminal import SpeakingCommand
from takwin.documents.enums import KeyUse
from takwin.documents.keys import path_of_key, renew_key


class Command(SpeakingCommand):
    help = "Renew a key that signs, or write the page that checks them without a network."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        renew = acts.add_parser(
            "renew", help="make the key that signs from now on; the former stays good for what it signed"
        )
        renew.add_argument("--use", choices=KeyUse.values, default=KeyUse.CREDENTIAL, help="what the key signs")
        write = acts.add_parser("verifier", help="write the page that checks certificates without a network")
        write.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path | None = None, use: str = KeyUse.CREDENTIAL, **options: Any) -> None:
        if folder is None:
            key = renew_key(KeyUse(use), by=None)
            said = _("The key %(kid)s signs from now on. Keep its file apart from the backups: %(path)s")
            self.stdout.write(said % {"kid": key.kid, "path": path_of_key(key.kid)})
            return
        if not folder.is_dir():
            raise CommandError(_("The folder %(path)s does not exist.") % {"path": folder})
        path = folder / "takwin-verify.html"
        path.write_text(page(), encoding="utf-8")
        said = _("%(path)s checks certificates without a network; it knows what was revoked up to %(instant)s.")
        self.stdout.write(said % {"path": path, "instant": f"{clock.now():%Y-%m-%d %H:%M} UTC"})
