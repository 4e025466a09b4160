"""The papers an agreement begins with: its text, and the model of deliberation of each council.

Numbered and kept nowhere: the text that counts is the one that is signed, the deliberation the one that is voted. The
text is drawn from what is recorded today until somebody signs it, then from the facts that were frozen and from nothing
else; it is marked as a draft until all have signed it, and says who has and who has not. What was committed under it
since stands after the signatures, as what it is.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation

from takwin.agreements.enums import AgreementKind, AgreementState, CommitmentKind, PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Party, Step
from takwin.agreements.queries import next_sessions, state_of
from takwin.agreements.queries.texts import facts_of
from takwin.core import clock, formats
from takwin.core.amounts import Language, in_words
from takwin.core.money import ZERO
from takwin.core.text import is_arabic, joined
from takwin.directory.enums import COLLECTIVITIES, BodyKind, Level
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers.parts import Letterhead, Paper, Reference, State, paper, reference, signatory
from takwin.documents.papers.worded import Article, Signer, Tranche, articles
from takwin.documents.wording.filling import filled
from takwin.documents.wording.queries import words_of
from takwin.people.enums import Title
from takwin.people.labels import capacity, council
from takwin.people.queries import presidents_of

Facts = dict[str, Any]
LOCAL = [BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.BOROUGH, BodyKind.STATE]  # of one province, but for a wilaya
WITH: dict[Language, str] = {"ar": " و", "fr": " et "}
DRAFT: dict[Language, str] = {"ar": "مشروع اتفاقية", "fr": "Projet de convention"}
DECISION: dict[Language, str] = {"ar": "نموذج مقرر", "fr": "Projet de délibération"}
UNDER: dict[Language, str] = {
    "ar": "تطبيقا للاتفاقية الإطار: {base}.",
    "fr": "En application de la convention-cadre : {base}.",
}
BESIDE: dict[Language, str] = {
    "ar": "ويلتزم الأطراف، زيادة على ذلك، بما يلي:",
    "fr": "Les parties s’engagent en outre à ce qui suit :",
}
FROZEN: dict[Language, str] = {
    "ar": "نص جمد عند أول توقيع، يوم {day}. عدد الموقعين إلى حد الآن: {done} من {all}؛"
    " ويبقى مشروعا إلى أن يوقعه الجميع.",
    "fr": "Texte figé à la première signature, le {day}. Signatures à ce jour : {done} sur {all} ;"
    " il reste un projet jusqu’à la signature de toutes les parties.",
}
NOT_SIGNED: dict[Language, str] = {"ar": "لم يوقع بعد", "fr": "n’a pas encore signé"}
NOT_CONFIRMED: dict[Language, str] = {"ar": "توقيع مصرح به لم يؤكد بعد", "fr": "signature déclarée, à confirmer"}
EXTRACT: dict[Language, str] = {
    "ar": "نص مستخرج من المعطيات التي ثبتت عند أول توقيع، يوم {day}؛ والمرجع هو النسخة الموقعة.",
    "fr": "Texte tiré des données figées à la première signature, le {day} ; l’exemplaire signé fait foi.",
}
SINCE: dict[Language, str] = {
    "ar": "التزامات سجلت في إطار هذه الاتفاقية بعد التوقيع عليها، وليست من نصها الموقع:",
    "fr": "Engagements pris en application de la convention après sa signature, hors du texte signé :",
}
REMOVED: dict[Language, str] = {"ar": "تحذف هذه المادة.", "fr": "Cet article est supprimé."}
LEAVES: dict[Language, str] = {"ar": "ينسحب بموجب هذا الملحق", "fr": "se retire par le présent avenant"}
VALUE: dict[Language, str] = {"ar": "بقيمة {amount}", "fr": "d’une valeur de {amount}"}
GIVEN_TO: dict[Language, str] = {"ar": "لفائدة {body}", "fr": "au profit de {body}"}
INSTEAD: dict[Language, str] = {"ar": "بدلا من: {what}", "fr": "en remplacement de : {what}"}
PRESIDENT: dict[Language, str] = {"ar": "رئيس المجلس", "fr": "Le président du conseil"}


def _name(thing: Any, language: Language) -> str:
    return str(thing.name_ar if language == "ar" else thing.name_fr)


def _identity(
    issuer: Body, agreement: Agreement, title: str, language: Language, state: State = "draft"
) -> tuple[Paper, Letterhead, Reference]:
    now = clock.now()
    day = now.astimezone(clock.CASABLANCA).date()
    ref = reference(agreement.reference, town_of(issuer, language), day, language=language)
    author = _name(agreement.owner, language)
    identity = paper(f"TKW-{agreement.reference}", title, author=author, made_at=now, language=language, state=state)
    return identity, letterhead_of(issuer), ref


def _values(agreement: Agreement, language: Language) -> dict[str, str]:
    return {
        "agreement": f"{_name(agreement, language)} ({agreement.reference})",
        "region": _name(agreement.owner, language),
        "years": formats.years(agreement.first_year, agreement.last_year, language=language),
        "place": _territory(agreement, language),
    }


def _territory(agreement: Agreement, language: Language) -> str:
    """Where it applies: the provinces of the councils and administrations that are party to it, whatever the one it
    is filed under."""
    councils = agreement.parties.filter(body__kind__in=LOCAL).exclude(body__place__level=Level.REGION)
    provinces = {place.pk: place for one in councils.select_related("body__place__province")
                 if (place := one.body.place.province or one.body.place)}  # fmt: skip
    if agreement.place_id in provinces or not provinces:
        provinces.setdefault(agreement.place_id, agreement.place)
    return WITH[language].join(_name(place, language) for place in provinces.values())


def _schedule(commitments: Any, language: Language) -> list[Tranche]:
    return [
        Tranche(_name(one.party.body, language), part.due_on, part.amount)
        for one in commitments
        for part in one.instalments.all()
    ]


def _money(**which: Any) -> Any:
    rows = Commitment.objects.filter(kind=CommitmentKind.MONEY, **which).select_related("party__body")
    return rows.prefetch_related("instalments").order_by("party__order", "year", "pk")


def draft_agreement_facts(agreement: Agreement, *, language: Language = "ar") -> Facts:
    """The text of an agreement as its articles say it: its framework, its parties in their roles, who pays what by
    when, and what is promised in kind; once it is frozen, as it was frozen."""
    told: Facts = agreement.frozen or facts_of(agreement)
    bodies = Body.objects.in_bulk({row["body"] for row in told["commitments"]} | {pk for pk, _, _ in told["parties"]}
                                  | {row["to"] for row in told["commitments"] if row["to"]})  # fmt: skip
    words = words_of(agreement.owner, "draft-agreement", language)
    apart = "" if any(bodies[pk].kind in COLLECTIVITIES for pk, _role, _leaves in told["parties"]) else "_apart"
    is_draft = state_of(agreement, clock.today()) == AgreementState.DRAFT
    known, lacking = _signed(agreement, language), (NOT_SIGNED[language] if agreement.frozen_on else "", "")
    to_sign = _to_sign([bodies[pk] for pk, _role, _leaves in told["parties"]], language)
    signed = [known.get(pk, lacking) for pk, _role, _leaves in told["parties"]]
    values = _values(agreement, language) | {"parties": str(len(told["parties"]))}
    said = {name: filled(text, values) for name, text in words.texts.items()}
    state, title = _state(agreement, is_draft=is_draft), _title(agreement, language, is_draft=is_draft)
    since = _money(party__agreement=agreement, added_on__isnull=False)
    return articles(
        *_identity(agreement.owner, agreement, title, language, state),
        subtitle=_subtitle(_title_of(told, language), agreement, language),
        before=[*_under(agreement, language), *said[f"preamble{apart}"]],
        parties=[
            Signer(
                _name(bodies[pk], language),
                _role(role, language, leaves=leaves),
                *by,
                capacity="" if pk in known else to_sign.get(pk, ""),
            )
            for (pk, role, leaves), by in zip(told["parties"], signed, strict=True)
        ],
        agreed=said["agreed"],
        articles=[_article(clause, language) for clause in told["clauses"]],
        schedule=_promised_money(told, bodies, language),
        after=[
            *_in_kind(agreement, told, bodies, language),
            *said[f"closing{apart}"],
            *_extract(agreement, signed, language),
        ],
        version=words.number,
        since=_schedule(since, language),
        since_label=SINCE[language],
    )


def _title_of(told: Facts, language: Language) -> str:
    arabic, french = told["title"]
    return str(arabic if language == "ar" else french)


def _promised_money(told: Facts, bodies: Mapping[int, Body], language: Language) -> list[Tranche]:
    """Who pays what by when, party after party, year after year."""
    order = {pk: n for n, (pk, _role, _leaves) in enumerate(told["parties"])}
    money = [row for row in told["commitments"] if row["kind"] == CommitmentKind.MONEY]
    money.sort(key=lambda row: (order.get(row["body"], len(order)), row["year"], row["commitment"]))
    return [
        Tranche(_name(bodies[row["body"]], language), dt.date.fromisoformat(day), Decimal(amount))
        for row in money
        for day, amount in row["instalments"]
    ]


def _title(agreement: Agreement, language: Language, *, is_draft: bool) -> str:
    """What it is, once all have signed it; until then a draft."""
    if is_draft:
        return DRAFT[language]
    with translation.override(language):
        kind = str(agreement.get_kind_display())
    return kind[:1].upper() + kind[1:]


def _subtitle(name: str, agreement: Agreement, language: Language) -> str:
    """The name of an agreement, with its years unless the name tells them."""
    first, last = agreement.first_year, agreement.last_year
    if last and str(first) in name and str(last) in name:
        return name
    return joined([name, formats.years(first, last, language=language)], " · ")


def _to_sign(bodies: Sequence[Body], language: Language) -> dict[int, str]:
    """The capacity in which whoever heads a body signs for it: a collectivity's president, a governor or a wali; of any
    other body, its president when the register has one."""
    presidents = presidents_of([body.pk for body in bodies], clock.today())
    told = {}
    for body in bodies:
        president = presidents.get(body.pk)
        sex = president.person.sex if president else ""
        if president or body.kind in COLLECTIVITIES:
            told[body.pk] = capacity(Title.PRESIDENT, sex, language, body=body)
        elif body.kind == BodyKind.STATE:
            told[body.pk] = capacity(
                Title.WALI if body.name_ar.startswith("ولاية") else Title.GOVERNOR, sex, language, body=body
            )
    return {pk: said[:1].upper() + said[1:] for pk, said in told.items()}


def _state(agreement: Agreement, *, is_draft: bool) -> State:
    if agreement.cancelled_on:
        return "cancelled"
    return "draft" if is_draft else "final"


def _signed(agreement: Agreement, language: Language) -> dict[int, tuple[str, str]]:
    """Who has signed for each body, in which capacity, on which day; a signature only declared is told as such."""
    steps = Step.objects.filter(party__agreement=agreement, kind=StepKind.SIGNATURE, withdrawn_at=None)
    return {
        step.party.body_id: (_signatory(step, language), formats.day(step.done_on, language=language))
        if step.confirmed_at
        else (NOT_CONFIRMED[language], "")
        for step in steps.select_related("signatory", "party")
    }


def _signatory(step: Step, language: Language) -> str:
    """His name, with the capacity when both are in the same letters."""
    name = _name(step.signatory, language) if step.signatory else step.signatory_name
    if is_arabic(name) != is_arabic(step.capacity):
        return name
    return joined([name, step.capacity], "، " if is_arabic(name) else ", ")


def _extract(agreement: Agreement, signed: Sequence[tuple[str, str]], language: Language) -> list[str]:
    """That the paper is drawn from the frozen data, and which one counts; until all have signed, how many have."""
    if not agreement.frozen_on:
        return []
    done = sum(bool(day) for _name, day in signed)
    told = EXTRACT if done == len(signed) else FROZEN
    return [told[language].format(day=formats.day(agreement.frozen_on, language=language), done=done, all=len(signed))]


def _under(agreement: Agreement, language: Language) -> list[str]:
    """The framework that a specific agreement applies."""
    base = agreement.base
    if base is None or base.kind != AgreementKind.FRAMEWORK:
        return []
    return [UNDER[language].format(base=f"{_name(base, language)} ({base.reference})")]


def _role(role: str, language: Language, *, leaves: bool) -> str:
    with translation.override(language):
        return joined(
            [str(PartyRole(role).label), LEAVES[language] if leaves else ""], "، " if language == "ar" else ", "
        )


def _in_kind(agreement: Agreement, told: Facts, bodies: Mapping[int, Body], language: Language) -> list[str]:
    """What the parties promise beside money: land, a building, people, seats, each in a line."""
    order = {pk: n for n, (pk, _role, _leaves) in enumerate(told["parties"])}
    rows = [row for row in told["commitments"] if row["kind"] != CommitmentKind.MONEY]
    kept = Commitment.objects.in_bulk({pk for row in rows for pk in (row["commitment"], row["replaces"]) if pk})
    if not agreement.frozen:
        rows = [row for row in rows if kept[row["commitment"]].written_off_on is None]
    rows.sort(key=lambda row: (order.get(row["body"], len(order)), row["commitment"]))
    lines = [_promise(row, bodies, kept.get(row["replaces"]), language) for row in rows]
    return [BESIDE[language], *lines] if lines else []


def _promise(row: Facts, bodies: Mapping[int, Body], replaced: Commitment | None, language: Language) -> str:
    with translation.override(language):
        kind, before = str(CommitmentKind(row["kind"]).label), replaced.what if replaced else ""
    quantity, unit = row["quantity"]
    what = row["what"] if language == "ar" else row["what"][::-1]
    worth = formats.dirhams(Decimal(row["amount"]), language=language) if row["amount"] else ""
    return "– " + joined([
        f"{_name(bodies[row['body']], language)}: {kind}",
        what[0] or what[1],
        f"{formats.number(Decimal(quantity), language=language)} {unit}".strip() if quantity else "",
        VALUE[language].format(amount=worth) if worth else "",
        GIVEN_TO[language].format(body=_name(bodies[row["to"]], language)) if row["to"] else "",
        formats.day(dt.date.fromisoformat(row["due"]), language=language) if row["due"] else "",
        INSTEAD[language].format(what=before) if before else "",
    ])  # fmt: skip


def _article(clause: Facts, language: Language) -> Article:
    if clause["removes"]:
        return Article(clause["article"], [REMOVED[language]])
    arabic, french = clause["text"]
    lines = [
        line for line in ((arabic or french) if language == "ar" else (french or arabic)).splitlines() if line.strip()
    ]
    if clause["amount"]:
        amount = Decimal(clause["amount"])
        lines.append(f"{formats.dirhams(amount, language=language)} ({in_words(amount, language)})")
    return Article(clause["article"], lines)


def deliberation_facts(party: Party, *, language: Language = "ar") -> Facts:
    """What a council is asked to vote: the agreement, its own contribution and its instalments, room for the vote."""
    agreement, body = party.agreement, party.body
    commitments = list(_money(party=party))
    owed = sum((one.amount or ZERO for one in commitments), ZERO)
    words = words_of(agreement.owner, "deliberation", language)
    months = next_sessions(body, clock.today())
    values = _values(agreement, language) | {
        "body": _name(body, language),
        "council": council(body, language),
        "session": formats.month(months[0], language=language) if months else "........",
        "amount": formats.dirhams(owed, language=language),
        "amount_in_words": in_words(owed, language),
    }
    told = {name: filled(text, values) for name, text in words.texts.items()}
    return articles(
        *_identity(body, agreement, DECISION[language], language),
        subtitle=_name(agreement, language),
        before=told["grounds"],
        articles=[Article(str(n), [line]) for n, line in enumerate(told["decision"], start=1)],
        schedule=_schedule(commitments, language),
        after=told["vote"],
        version=words.number,
        signatures=[signatory(PRESIDENT[language])],
    )
