"""What ``takwin doctor`` says of short messages: whether one may leave."""

from django.conf import settings
from django.utils.translation import gettext as _

from takwin.core.management.checkup import Finding, wrong
from takwin.letters.gateways import is_set_up


def check_short_messages() -> Finding:
    if is_set_up():
        return Finding(_("short messages leave by %(gateway)s") % {"gateway": settings.SMS_GATEWAY})
    if settings.SMS_GATEWAY:
        return wrong(
            _("short messages would only be written in the log: none is offered"),
            _("name the class of your operator in SMS_GATEWAY, or leave it empty"),
        )
    return Finding(_("no operator of short messages is set up (SMS_GATEWAY): letters, e-mail and WhatsApp remain"))
