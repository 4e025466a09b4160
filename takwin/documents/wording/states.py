"""The states of an account whose words an office may change: of transfers, of a year, its annex. All in Arabic.

Their original words are those of the states issued before an office had its own; nothing opens them until it does.
"""

from django.utils.translation import gettext_lazy as _

from takwin.core.formats import NBSP
from takwin.documents.wording.parts import AMOUNTS, Field, Letter, Part

OPENING = Part("opening", _("Opening, under the title"), "", may_be_empty=True)
UNVOTED = _("Sentence on what is promised and not voted yet, written when there is some")
COLUMNS = _("Note that explains the columns")
OWNER = {"region": Field(_("body whose account it is"), "جهة فاس-مكناس")}
RECEIVED = {"received": Field(_("amount received, in figures"), f"47.803,75{NBSP}درهم")}
OWED = {"amount": Field(AMOUNTS["amount"].label, f"13.075,00{NBSP}درهم")}
UNVOTED_AMOUNT = {"unvoted": Field(_("amount promised, neither voted nor signed yet"), f"28.588,23{NBSP}درهم")}
BALANCE = {
    "balance": Field(_("balance of the account, in figures"), f"182.400,00{NBSP}درهم"),
    "balance_in_words": Field(
        _("balance in words, in brackets; blank when it is below zero"), " (مائة واثنان وثمانون ألفا وأربعمائة درهم)"
    ),
    "year": Field(_("year of the account"), "2026"),
}
STATE_OF_TRANSFERS = Letter(
    "state-of-transfers",
    _("State of transfers of contributions"),
    (
        OPENING,
        Part(
            "closing",
            _("Closing"),
            "حصر هذا البيان، إلى غاية {day}، في مبلغ محول قدره {received} ({received_in_words}).",
        ),
        Part(
            "unvoted",
            UNVOTED,
            "ولا يشمل الملتزم به مبلغا قدره {unvoted} موعودا به في اتفاقيات لم تصادق عليها الجماعات والمجالس المعنية "
            "ولم توقعها بعد.",
        ),
        Part(
            "columns",
            COLUMNS,
            "الأوامر بالأداء المؤكدة أثبتها من يمسك الحساب، والمصرح بها لم يؤكدها أحد بعد؛ والمبالغ المحولة حسب كشف "
            "الحساب أو وصل الخزينة.",
        ),
    ),
    {
        **OWNER,
        "years": Field(_("year or years of the statement"), "سنة 2026"),
        "day": Field(_("day of the statement"), "الأحد 29 نونبر 2026"),
        "promised": Field(_("amount promised by a vote or a signature"), f"60.878,75{NBSP}درهم"),
        **RECEIVED,
        "received_in_words": Field(
            _("amount received, in words"), "سبعة وأربعون ألفا وثمانمائة وثلاثة دراهم وخمسة وسبعون سنتيما"
        ),
        **OWED,
        "amount_in_words": AMOUNTS["amount_in_words"],
        **UNVOTED_AMOUNT,
    },
    languages=("ar",),
)
FINANCIAL_ANNEX = Letter(
    "financial-annex",
    _("Annual financial annex"),
    (
        OPENING,
        Part(
            "unvoted",
            UNVOTED,
            "ولا يشمل المستحق مبلغا قدره {unvoted} موعودا به في اتفاقيات لم تصادق عليها الجماعات والمجالس المعنية "
            "ولم توقعها بعد.",
        ),
        Part(
            "closing",
            _("Closing"),
            "حصر هذا الملحق، حسب ما هو مسجل إلى غاية {day}، على رصيد قدره {balance}{balance_in_words}.",
        ),
        Part(
            "columns",
            COLUMNS,
            "الأوامر بالأداء المؤكدة أثبتها من يمسك الحساب، والمصرح بها لم يؤكدها أحد بعد؛ والمتوصل به حسب كشف الحساب "
            "أو إشعار الخزينة.",
        ),
    ),
    {
        **OWNER,
        **BALANCE,
        "day": Field(_("day of the annex"), "29 نونبر 2026"),
        **RECEIVED,
        **OWED,
        **UNVOTED_AMOUNT,
    },
    languages=("ar",),
)
FINANCIAL_YEAR = Letter(
    "financial-year",
    _("Financial state of a year"),
    (
        OPENING,
        Part(
            "closing",
            _("Closing"),
            "حصر هذا البيان بتاريخ {day}، على رصيد بالحساب قدره {balance}{balance_in_words}. "
            "ونشهد بصحة الأرقام الواردة فيه.",
        ),
    ),
    {
        **OWNER,
        **BALANCE,
        "day": Field(_("day of the closing"), "15 يناير 2027"),
    },
    languages=("ar",),
)
