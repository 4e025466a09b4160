import sys
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.core.management.checkup import findings
from takwin.core.management.terminal import SpeakingCommand


class Command(SpeakingCommand):
    help = "Say what is wrong with this installation and how to mend it; exit with 1 when something is."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for finding in findings():
            self.stdout.write(f"{'✓' if finding.fine else '✗'} {finding.what}")
            if not finding.fine:
                faults += 1
                self.stdout.write(f"  → {finding.mend}")
        if faults:
            self.stdout.write(
                ngettext("%(count)s thing to mend.", "%(count)s things to mend.", faults) % {"count": faults}
            )
            sys.exit(1)
        self.stdout.write(_("All is well."))
