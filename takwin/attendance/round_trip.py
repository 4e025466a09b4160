"""Registers, half-days to validate, doubts and phones as forms: presence itself is only written in its register."""

from takwin.attendance.models import Register
from takwin.attendance.sync.models import Case, Device
from takwin.attendance.sync.queries import cases_seen
from takwin.attendance.sync.tables import CASES, DEVICES, where_of
from takwin.attendance.tables import registers_listing
from takwin.attendance.validation.tables import TO_VALIDATE
from takwin.core.text import joined
from takwin.documents.forms.lists import ListForm
from takwin.rights.enums import Permission

CORRECT = Permission.PRESENCE_CORRECT


def _register(register: Register) -> str:
    return joined([str(register), register.reference, register.place.name])


def _doubt(case: Case) -> str:
    """Under the name of a person of the register only: that of somebody unknown is let go in its time."""
    return joined([str(case.person or ""), case.get_why_display(), where_of(case)])


FORMS = (
    ListForm(
        "registers", Register, CORRECT, registers_listing, "attendance:registers",
        related=("place",), named=_register,
    ),
    ListForm(
        "half-days", Register, CORRECT, lambda: TO_VALIDATE, "attendance:to_validate",
        related=("place",), named=_register,
    ),
    # A doubt that no register could be read of is that of whoever sees the phone.
    ListForm(
        "doubts", Case, CORRECT, lambda: CASES, "attendance:cases",
        related=("person", "register", "device"), named=_doubt,
        mine=cases_seen,
    ),
    ListForm(
        "phones", Device, CORRECT, lambda: DEVICES, "attendance:devices",
        related=("user",), named=lambda device: joined([str(device.user), device.name]),
    ),
)  # fmt: skip
