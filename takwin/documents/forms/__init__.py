"""A list as a form: sent as an Excel file to those who know, read back, and only what changed is shown and recorded.

    MEMBERS = RoundTrip(kind="people.members_form", title=_("Members"), fields=(…), rows=…, named=…, write=…)
    bring_form(FormKind(MEMBERS.kind, Permission.PERSON_EDIT, lambda about, user: MEMBERS))  # in ready()

The engine knows nothing of persons, and its pages (``documents.forms.views``) are the same for every list. Each row
carries, in a hidden column, its key and its values as they were sent, under a signature: rows may be sorted, filtered,
deleted, columns moved, the file saved by LibreOffice, and what comes back is still compared with what was sent and
with what the register says today.
"""

from takwin.documents.forms.comparing import Comparison, Difference, Remark, compare
from takwin.documents.forms.issuing import form_workbook
from takwin.documents.forms.spec import Change, FormField, FormKind, RoundTrip, bring_form, one_by_one

__all__ = [
    "Change", "Comparison", "Difference", "FormField", "FormKind", "Remark", "RoundTrip", "bring_form", "compare",
    "form_workbook", "one_by_one",
]  # fmt: skip
