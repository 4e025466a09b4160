"""What ``takwin doctor`` asks of phones: whether a browser lets them work here, and whether letters can be judged."""

from django.conf import settings
from django.utils.translation import gettext as _

from takwin.attendance.models import Mark
from takwin.attendance.tokens import key_file
from takwin.core.management.checkup import Finding, wrong


def check_phones() -> Finding:
    """Browsers give the camera and the page that works without a network to https and to this machine only."""
    address = settings.PUBLIC_URL
    if address.startswith("https://"):
        return Finding(_("phones may use their camera and work without a network"))
    if "//127.0.0.1" in address or "//localhost" in address:
        return Finding(_("on this machine only, a browser may use its camera and work without a network"))
    return wrong(
        _("phones can neither use their camera nor work without a network: browsers ask for https"),
        _(
            "put a proxy that has a certificate in front (with Caddy: caddy reverse-proxy --from NAME --to "
            "127.0.0.1:8000), then set PUBLIC_URL=https://NAME"
        ),
    )


def check_presence_key() -> Finding:
    """The key is made by itself; where presence was already recorded, its absence means that it was lost."""
    path = key_file()
    if not path.exists():
        if Mark.objects.exists():
            return wrong(
                _("the key that signs the codes of convocations is absent (%(path)s)") % {"path": path},
                _("put it back from your copy of the data; without it letters already sent are no longer recognised"),
            )
        return Finding(_("the key that signs the codes of convocations is made with the first of them"))
    if path.stat().st_mode & 0o077:
        return wrong(_("others can read %(path)s") % {"path": path}, f"chmod 600 {path}")
    return Finding(_("the key that signs the codes of convocations is kept"))
