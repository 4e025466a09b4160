"""``takwin journal verify|seal|export``: is the account of who did what still what it was?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.core import formats
from takwin.journal.actions import seal_all
from takwin.journal.models import Seal
from takwin.journal.queries import findings, last_seal, not_yet_sealed


class Command(BaseCommand):
    help = "Verify the journal, seal what is not sealed yet, or print the digests of its seals."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="recompute everything; leaves with 1 when something was altered")
        verify.add_argument("--printed", default="", help="a digest printed earlier: it must still be in the chain")
        acts.add_parser("seal", help="close what is not sealed yet")
        acts.add_parser("export", help="print number, moment, count and digest of each seal")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        if act == "verify":
            self.verify(options["printed"])
        elif act == "seal":
            count = seal_all()
            self.stdout.write(
                ngettext("%(count)s entry sealed.", "%(count)s entries sealed.", count) % {"count": count}
            )
        else:
            for seal in Seal.objects.order_by("pk").iterator():
                self.stdout.write(f"{seal.pk}\t{seal.at.isoformat()}\t{seal.count}\t{seal.digest}")

    def verify(self, printed: str) -> None:
        """Name each entry altered; say what no seal holds yet."""
        found = [str(finding) for finding in findings()]
        if printed and not Seal.objects.filter(digest__startswith=printed).exists():
            found.append(_("the digest you hold is no longer in the chain: seals have been removed or remade"))
        for sentence in found:
            self.stdout.write(sentence)
        waiting = not_yet_sealed()
        if waiting.since:
            self.stdout.write(
                ngettext(
                    "%(count)s entry is not yet sealed, since %(moment)s.",
                    "%(count)s entries are not yet sealed, since %(moment)s.",
                    waiting.count,
                )
                % {"count": waiting.count, "moment": formats.moment(waiting.since)}
            )
        if found:
            raise CommandError(
                ngettext(
                    "The journal has been altered: %(count)s finding.",
                    "The journal has been altered: %(count)s findings.",
                    len(found),
                )
                % {"count": len(found)}
            )
        seal = last_seal()
        self.stdout.write(
            _("Nothing was altered up to %(moment)s. Digest: %(digest)s")
            % {"moment": formats.moment(seal.at), "digest": seal.digest}
            if seal
            else _("Nothing is sealed yet.")
        )
