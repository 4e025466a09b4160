"""The facts of the monthly statement of the tax withheld, as the office sends it to the tax administration."""

import datetime as dt
from typing import Any

from django.utils import translation

from takwin.core import clock, formats
from takwin.core.identifiers import masked_cin
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import spending
from takwin.documents.papers.parts import paper, reference
from takwin.people.models import Person
from takwin.people.queries import identity_of
from takwin.treasury.papers import president_signs
from takwin.treasury.remittances.queries import taxed_in

TITLE = "بيان الضريبة المقتطعة من المنبع"


NOT_KNOWN = "غير معروف"


def statement_facts(owner: Body, month: dt.date, *, clear: bool = False) -> dict[str, Any]:
    """Who was paid less a tax in the month: what each earned, at which rate, what was withheld; its remittances,
    each with its amount: what was paid since the month was handed over is owed still.

    ``clear``: the numbers of identity documents in full, as the tax administration asks for them; else their last
    digits. The office writes its own number on it. It is a draft while the month lasts: more may still be paid.
    """
    now, today = clock.now(), clock.today()
    rows = list(taxed_in(owner, month).order_by("last_paid_on", "pk"))
    handed = {row.remittance.pk: row.remittance for row in rows if row.remittance}.values()
    told = [
        f"{one.number} ({formats.day(one.paid_on, language='ar')})، بمبلغ {formats.dirhams(one.amount, language='ar')}"
        for one in handed
    ]
    is_over = (month.year, month.month) < (today.year, today.month)
    return spending.tax_withheld(
        paper(f"TKW-TAX-{owner.pk}-{month:%Y-%m}", TITLE, author=owner.name_ar, made_at=now,
              state="final" if is_over else "draft"),
        letterhead_of(owner),
        reference(f"……/{today.year}", town_of(owner), today),
        month=formats.month(month, language="ar"),
        payer=[
            ("التعريف الضريبي (IF)", owner.tax_number),
            ("التعريف الموحد للمقاولة (ICE)", owner.ice),
        ],
        lines=[
            spending.TaxLine(
                row.payee.name_ar or row.payee.name_fr, _identity(row.person, clear=clear), row.last_paid_on, row.gross,
                row.withheld_percent, row.withheld,
            )
            for row in rows
        ],
        remittances=told,
        signatures=[president_signs(owner, today)],
    )  # fmt: skip


def _identity(person: Person, *, clear: bool) -> str:
    """The document of a payee as the paper names it, whatever the language of who prints."""
    found = identity_of(person)
    if found is None:
        return f"رقم البطاقة: {NOT_KNOWN}"
    number = found.number if clear else masked_cin(found.number)
    with translation.override("ar"):
        return f"{found.get_kind_display()}: {number}"
