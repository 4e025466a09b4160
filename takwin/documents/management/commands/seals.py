"""The certificates with which bodies seal their official papers: who keeps the installation adds and removes them."""

from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from takwin.core import clock, formats
from takwin.core.management.terminal import SpeakingCommand
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body
from takwin.documents.models import SealCertificate
from takwin.documents.seals import add_seal, retire_seal


class Command(SpeakingCommand):
    help = "Add, remove or list the certificates that seal the official papers of bodies (PAdES)."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="say who seals, with which certificate, until when")
        add = acts.add_parser("add", help="seal the papers of a body with a PKCS#12 file; its password is asked for")
        add.add_argument("file", type=Path, metavar="FILE")
        add.add_argument("--password-file", type=Path, help="read the password in this file instead of asking")
        remove = acts.add_parser("remove", help="seal its papers no more, and forget the key")
        for act in (add, remove):
            which = act.add_mutually_exclusive_group(required=True)
            which.add_argument("--body", type=int, metavar="NUMBER", help="number of the body, as its address tells it")
            which.add_argument("--place", metavar="CODE", help="code of the place whose council it is")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        try:
            getattr(self, f"_{act}")(**options)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal

    def _list(self, **_options: Any) -> None:
        for seal in SealCertificate.objects.filter(retired_at=None).select_related("owner"):
            last = formats.day(seal.valid_until.astimezone(clock.CASABLANCA).date())
            self.stdout.write(f"{seal.owner_id} {seal.owner}: {seal.holder} ({seal.provider}), {last}")

    def _add(
        self, *, file: Path, password_file: Path | None, body: int | None, place: str | None, **_options: Any
    ) -> None:
        owner = _body(body, place)
        try:
            data = file.read_bytes()
            password = password_file.read_text().rstrip("\r\n") if password_file else getpass()
        except OSError as fault:
            raise CommandError(str(fault)) from fault
        seal = add_seal(owner, data, password, by=None)
        said = _("The papers of %(body)s are sealed by %(holder)s. Keep the folder of keys apart from the backups.")
        self.stdout.write(said % {"body": owner, "holder": seal.holder})

    def _remove(self, *, body: int | None, place: str | None, **_options: Any) -> None:
        owner = _body(body, place)
        if not retire_seal(owner, by=None):
            raise CommandError(_("%(body)s has no certificate here.") % {"body": owner})
        self.stdout.write(_("The papers of %(body)s are given without a seal from now on.") % {"body": owner})


def _body(number: int | None, place: str | None) -> Body:
    found = {"pk": number} if place is None else {"kind__in": COLLECTIVITIES, "place__code": place}
    owner = Body.objects.filter(**found).first()
    if owner is None:
        raise CommandError(_("No body bears this number or this code."))
    return owner
