"""What ``takwin doctor`` asks of phones: whether a browser lets them work here."""

from django.conf import settings
from django.utils.translation import gettext as _

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
