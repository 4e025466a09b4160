"""The papers an agreement begins with: its text, and the model of deliberation of each council.

Drawn from what is recorded today, numbered and kept nowhere: the text that counts is the one that is signed, the
deliberation the one that is voted. The text is marked as a draft until all have signed it; from the first signature on
it says who has and who has not.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import translation

from takwin.agreements.enums import IN_KIND, AgreementKind, AgreementState, CommitmentKind, StepKind
from takwin.agreements.models import Agreement, Clause, Commitment, Party, Step
from takwin.agreements.queries import next_sessions, state_of
from takwin.core import clock, formats
from takwin.core.amounts import Language, in_words
from takwin.core.money import ZERO
from takwin.core.text import is_arabic, joined
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers.parts import Letterhead, Paper, Reference, State, paper, reference, signatory
from takwin.documents.papers.worded import Article, Signer, Tranche, articles
from takwin.documents.wording.filling import filled
from takwin.documents.wording.queries import words_of
from takwin.people.labels import council

Facts = dict[str, Any]
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
        "place": _name(agreement.place, language),
    }


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
    when, and what is promised in kind."""
    parties = list(agreement.parties.select_related("body"))
    words = words_of(agreement.owner, "draft-agreement", language)
    apart = "" if any(party.body.kind in COLLECTIVITIES for party in parties) else "_apart"
    is_draft = state_of(agreement, clock.today()) == AgreementState.DRAFT
    known, lacking = _signed(agreement, language), (NOT_SIGNED[language] if agreement.frozen_on else "", "")
    signed = [known.get(party.pk, lacking) for party in parties]
    values = _values(agreement, language) | {"parties": str(len(parties))}
    told = {name: filled(text, values) for name, text in words.texts.items()}
    return articles(
        *_identity(
            agreement.owner,
            agreement,
            _title(agreement, language, is_draft=is_draft),
            language,
            _state(agreement, is_draft=is_draft),
        ),
        subtitle=joined([_name(agreement, language), values["years"]], " · "),
        before=[*_under(agreement, language), *told[f"preamble{apart}"]],
        parties=[
            Signer(_name(party.body, language), _role(party, language), *said)
            for party, said in zip(parties, signed, strict=True)
        ],
        agreed=told["agreed"],
        articles=[_article(clause, language) for clause in agreement.clauses.filter(removes=False)],
        schedule=_schedule(_money(party__agreement=agreement), language),
        after=[*_in_kind(agreement, language), *told[f"closing{apart}"], *_extract(agreement, signed, language)],
        version=words.number,
    )


def _title(agreement: Agreement, language: Language, *, is_draft: bool) -> str:
    """What it is, once all have signed it; until then a draft."""
    if is_draft:
        return DRAFT[language]
    with translation.override(language):
        kind = str(agreement.get_kind_display())
    return kind[:1].upper() + kind[1:]


def _state(agreement: Agreement, *, is_draft: bool) -> State:
    if agreement.cancelled_on:
        return "cancelled"
    return "draft" if is_draft else "final"


def _signed(agreement: Agreement, language: Language) -> dict[int, tuple[str, str]]:
    """Who has signed for each party, in which capacity, on which day; a signature only declared is told as such."""
    steps = Step.objects.filter(party__agreement=agreement, kind=StepKind.SIGNATURE, withdrawn_at=None)
    return {
        step.party_id: (_signatory(step, language), formats.day(step.done_on, language=language))
        if step.confirmed_at
        else (NOT_CONFIRMED[language], "")
        for step in steps.select_related("signatory")
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


def _role(party: Party, language: Language) -> str:
    with translation.override(language):
        return str(party.get_role_display())


def _in_kind(agreement: Agreement, language: Language) -> list[str]:
    """What the parties promise beside money: land, a building, people, seats, each in a line."""
    rows = Commitment.objects.filter(party__agreement=agreement, kind__in=IN_KIND, written_off_on=None)
    lines = [_promise(row, language) for row in rows.select_related("party__body").order_by("party__order", "pk")]
    return [BESIDE[language], *lines] if lines else []


def _promise(row: Commitment, language: Language) -> str:
    with translation.override(language):
        kind = row.get_kind_display()
    first, second = (row.what_ar, row.what_fr) if language == "ar" else (row.what_fr, row.what_ar)
    size = f"{formats.number(row.quantity, language=language)} {row.unit}".strip() if row.quantity else ""
    by = formats.day(row.due_on, language=language) if row.due_on else ""
    return "– " + joined([f"{_name(row.party.body, language)}: {kind}", first or second, size, by])


def _article(clause: Clause, language: Language) -> Article:
    first, second = (clause.text_ar, clause.text_fr) if language == "ar" else (clause.text_fr, clause.text_ar)
    lines = [line for line in (first or second).splitlines() if line.strip()]
    if clause.amount is not None:
        lines.append(f"{formats.dirhams(clause.amount, language=language)} ({in_words(clause.amount, language)})")
    return Article(clause.key, lines)


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
