"""What ``takwin doctor`` asks of the registers."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.core.management.checkup import Finding, wrong
from takwin.directory.models import Parameter
from takwin.directory.parameters import DEFINITIONS


def check_parameters() -> Finding:
    """Every figure the product counts with has a common value: a newer version may count with new ones."""
    known = Parameter.objects.filter(owner=None).values_list("key", flat=True)
    missing = len(DEFINITIONS.keys() - set(known))
    if missing:
        said = ngettext(
            "%(count)s parameter of law or usage has no value",
            "%(count)s parameters of law or usage have no value",
            missing,
        )
        return wrong(said % {"count": missing}, "takwin places load")
    return Finding(_("every parameter of law and usage has its value"))
