"""The facts of the treasury's papers: the request for funds and the state of transfers, both in Arabic."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from takwin.agreements.enums import StepKind
from takwin.agreements.models import Instalment, Step
from takwin.core import clock, formats
from takwin.core.amounts import Language, in_words
from takwin.core.money import ZERO, dirhams
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import figures, worded
from takwin.documents.papers.parts import Signatory, letter, paper, reference, signatory
from takwin.documents.papers.worded import to_the_centime
from takwin.documents.wording.queries import Words, words_of
from takwin.people.enums import Title
from takwin.people.labels import capacity, courtesy
from takwin.people.models import Office
from takwin.people.queries import president_of, presidents_of
from takwin.treasury.models import FundsRequest
from takwin.treasury.payers.queries import awaiting_visa, label_of, votes_of
from takwin.treasury.queries import ProvinceLines, Transfers, with_money

DECREE = "المادة 8 من المرسوم رقم 2.16.297 الصادر في 29 يونيو 2016"
SUBJECT_OF_REQUEST = "طلب تحويل المساهمة المالية في برامج التكوين المستمر للمنتخبين"
SIGNED = "التوقيع عليها"  # what stands for a deliberation under an agreement that its payer only signs
AWAITS_VISA = "في انتظار التأشيرة عليه"
SUBJECT_OF_REMINDER = "تذكير بطلب تحويل المساهمة المالية في برامج التكوين المستمر للمنتخبين (التذكير رقم {rank})"
STATEMENT: dict[Language, str] = {"ar": "بيان أداء مساهمة", "fr": "Relevé de paiement d’une contribution"}
CONTRIBUTION: dict[Language, str] = {"ar": "مساهمة سنة {year}", "fr": "Contribution {year}"}
OURS = {
    BodyKind.COMMUNE: "مساهمة جماعتكم",
    BodyKind.PROVINCE: "مساهمة مجلسكم",
    BodyKind.BOROUGH: "مساهمة مقاطعتكم",
    BodyKind.REGION: "مساهمة جهتكم",
}


def president_signs(body: Body, on: dt.date) -> Signatory:
    """The president of the body in office that day signs, or the office alone when nobody holds it."""
    return _signs(body, president_of(body, on))


def _signs(body: Body, office: Office | None) -> Signatory:
    sex = office.person.sex if office else ""
    name = office.person.name_ar if office else ""
    return signatory(capacity(Title.PRESIDENT, sex, "ar", body=body), name=name)


def pay_before(due_on: dt.date, on: dt.date, days: int) -> dt.date:
    """The day to pay before: the one on which it falls due, as the agreement promised; once past, so many days after
    the letter."""
    return due_on if due_on >= on else on + dt.timedelta(days=days)


@dataclass(frozen=True)
class Behind:
    """What stands behind the requests that one account sends on one day, read once for all of them."""

    presidents: dict[int, Office]  # by body
    votes: dict[int, Step]  # by party
    unvisaed: set[int]  # the parties whose vote awaits its visa
    first_asked: dict[int, dt.date]  # by instalment
    received: dict[int, Decimal]  # by instalment
    days: int
    words: dict[str, Words]  # by template


def behind(requests: Sequence[FundsRequest], received: dict[int, Decimal]) -> Behind:
    """Read once what the letters of one account say, the same few queries whatever their number."""
    owner, on = requests[0].instalment.beneficiary, requests[0].requested_on
    asked = FundsRequest.objects.filter(instalment__in=[request.instalment_id for request in requests], rank=0)
    return Behind(
        presidents=presidents_of({owner.pk, *(request.instalment.payer_id for request in requests)}, on),
        votes=votes_of(request.instalment.commitment.party_id for request in requests),
        unvisaed=awaiting_visa(request.instalment.commitment.party_id for request in requests),
        first_asked=dict(asked.order_by().values_list("instalment", "requested_on")),
        received=received,
        days=parameter("funds_request_days", on=on, owner=owner),
        words={template: words_of(owner, template) for template in {template_of(request) for request in requests}},
    )


def template_of(request: FundsRequest) -> str:
    return "reminder" if request.rank else "funds-request"


def request_facts(request: FundsRequest, reference_number: str, known: Behind) -> dict[str, Any]:
    """What a request for funds prints, or its reminder: the owner's own words around what was promised, by which act,
    what is left of it, and where to pay it."""
    instalment, on = request.instalment, request.requested_on
    owner, payer, agreement = instalment.beneficiary, instalment.payer, instalment.commitment.party.agreement
    signs, president = _signs(owner, known.presidents.get(owner.pk)), known.presidents.get(payer.pk)
    sex = president.person.sex if president else ""
    calls = "السيدة الرئيسة" if sex == "f" else "السيد الرئيس"
    subject = SUBJECT_OF_REMINDER.format(rank=request.rank) if request.rank else SUBJECT_OF_REQUEST
    label = CONTRIBUTION["ar"].format(year=instalment.year)
    due = worded.Due(
        label, instalment.due_on, instalment.owed, known.received.get(instalment.pk, ZERO), agreement.reference
    )
    party = instalment.commitment.party_id
    words = known.words[template_of(request)].filled({
        "amount": formats.dirhams(due.owed, language="ar"),
        "amount_in_words": in_words(due.owed, "ar"),
        "agreement": f"{agreement.name_ar} ({agreement.reference})",
        "deliberation": _deliberation(known.votes.get(party), awaits=party in known.unvisaed) or SIGNED,
        "contribution": OURS.get(BodyKind(payer.kind), "مساهمتكم"),
        "due_on": formats.day(instalment.due_on, language="ar"),
        "first_request": formats.day(known.first_asked.get(instalment.pk, on), language="ar"),
        "rank": str(request.rank),
        "salutation": calls,
        "account_name": owner.name_ar,
        "pay_before": formats.day(pay_before(instalment.due_on, on, known.days), language="ar"),
    })  # fmt: skip
    return worded.asking(
        paper(f"TKW-REQ-{reference_number.replace('/', '-')}", subject, author=owner.name_ar, made_at=clock.now()),
        letterhead_of(owner),
        reference(reference_number, town_of(owner), on),
        letter(
            signs["capacity"],
            f"{courtesy(sex, 'ar')} {capacity(Title.PRESIDENT, sex, 'ar', body=payer)}",
            subject,
            basis=[DECREE],
            salutation=calls,
        ),
        words=words,
        dues=[due],
        label=label_of(instalment),
        rib=owner.rib,
        signatures=[signs],
    )


def payment_statement_facts(owner: Body, payer: Body, *, language: Language = "ar") -> dict[str, Any]:
    """What a body promised to another, paid and owes today, line by line; drawn when asked for, marked as a draft."""
    now = clock.now()
    day = now.astimezone(clock.CASABLANCA).date()
    rows = Instalment.objects.filter(payer=payer, beneficiary=owner, commitment__party__agreement__cancelled_on=None)
    found: Any = with_money(rows).select_related("commitment__party__agreement").order_by("due_on", "pk")
    dues = [
        worded.Due(
            CONTRIBUTION[language].format(year=row.year),
            row.due_on,
            row.owed if row.has_base else dirhams(row.received),
            dirhams(row.received),
            row.commitment.party.agreement.reference,
        )
        for row in found
        if row.has_base or row.received  # what is not voted yet is not owed: only what came of it is told
    ]  # fmt: skip
    received = sum((due.received for due in dues), ZERO)
    names = {body: body.name_ar if language == "ar" else body.name_fr for body in (owner, payer)}
    words = words_of(owner, "payment-statement", language).filled({
        "region": names[owner],
        "body": names[payer],
        "day": formats.day(day, language=language),
        "received": formats.dirhams(received, language=language),
        "received_in_words": in_words(received, language),
        "amount": formats.dirhams(sum((due.owed for due in dues), ZERO), language=language),
    })  # fmt: skip
    title, signs = STATEMENT[language], president_signs(owner, day)
    if language == "fr":
        signs = signatory("Le président du conseil")
    identity = paper("TKW-PAY", title, author=names[owner], made_at=now, language=language, state="draft")
    ref = reference(f"……/{day.year}", town_of(owner, language), day, language=language)
    return worded.payment_statement(
        identity, letterhead_of(owner), ref, subtitle=names[payer], words=words, dues=dues, signatures=[signs]
    )


def _deliberation(vote: Step | None, *, awaits: bool) -> str:
    """The deliberation by its number and day; that it awaits its visa, when it does."""
    if vote is None or vote.act is None:
        return ""
    told = f"المقرر رقم {vote.act.number} بتاريخ {formats.day(vote.act.taken_on, language='ar')}"
    return f"{told} ({AWAITS_VISA})" if awaits else told


def state_of_transfers_facts(
    owner: Body, provinces: Sequence[ProvinceLines], *, years: Sequence[int], number: str, on: dt.date
) -> dict[str, Any]:
    """The official state of transfers on a day, by province then payer, as the screen shows it."""
    span = f"سنة {years[0]}" if len(years) == 1 else f"السنوات من {min(years)} إلى {max(years)}"
    decided = deliberations_of(owner, years)
    groups = [
        figures.TransferGroup(
            province.name,
            [_row(line.payer.name_ar, line.total, decided.get(line.payer.pk, "")) for line in province.payers],
        )
        for province in provinces
    ]
    title = "بيان تحويل مساهمات الجماعات الترابية في برامج التكوين المستمر للمنتخبين"
    return figures.state_of_transfers(
        paper(f"TKW-TRF-{number}", title, author=owner.name_ar, made_at=clock.now()),
        letterhead_of(owner),
        reference(number, town_of(owner), on),
        subtitle=f"برسم {span}",
        words=_words_of_state(owner, groups, span=span, on=on),
        groups=groups,
        closed_on=on,
        signatures=[president_signs(owner, on)],
    )


def _words_of_state(owner: Body, groups: Sequence[figures.TransferGroup], *, span: str, on: dt.date) -> dict[str, Any]:
    """The owner's own words around the sums of the state, which are those at its foot."""
    rows = [row for group in groups for row in group.rows]
    received, owed = sum((row.received for row in rows), ZERO), sum((row.owed for row in rows), ZERO)
    return words_of(owner, "state-of-transfers").filled({
        "region": owner.name_ar,
        "years": span,
        "day": formats.day(on, weekday=True, language="ar"),
        "promised": to_the_centime(sum((row.promised for row in rows), ZERO)),
        "unvoted": to_the_centime(sum((row.unvoted for row in rows), ZERO)),
        "received": to_the_centime(received),
        "received_in_words": in_words(received, "ar"),
        "amount": to_the_centime(owed),
        "amount_in_words": in_words(owed, "ar"),
    })  # fmt: skip


def deliberations_of(owner: Body, years: Sequence[int]) -> dict[int, str]:
    """The numbers of the deliberations by which each payer promised what it owes ``owner`` for these years."""
    promised = Instalment.objects.filter(beneficiary=owner, year__in=years)
    votes = Step.objects.filter(kind=StepKind.VOTE, withdrawn_at=None, act__number__gt="")
    votes = votes.filter(party__commitments__instalments__in=promised).order_by("act__taken_on", "pk")
    numbers: dict[int, dict[str, None]] = {}
    for payer, number in votes.values_list("party__commitments__instalments__payer", "act__number"):
        numbers.setdefault(payer, {})[number] = None
    return {payer: " · ".join(found) for payer, found in numbers.items()}


def _row(name: str, sums: Transfers, deliberation: str) -> figures.TransferRow:
    return figures.TransferRow(
        name=name,
        promised=sums.due,
        unvoted=sums.promised,
        requested=sums.requested,
        ordered=sums.ordered,
        declared=sums.declared,
        received=sums.received,
        owed=max(sums.remaining, ZERO),
        late=max(sums.late, Decimal(0)),
        deliberation=deliberation,
    )
