"""The draft text of an agreement and the model of deliberation of each council, in the office's own words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from takwin.agreements import actions
from takwin.agreements.enums import AgreementKind, ClauseKind, PartyRole, StepKind
from takwin.agreements.models import Agreement
from takwin.agreements.papers import deliberation_facts, draft_agreement_facts
from takwin.agreements.queries.texts import differs
from takwin.core import formats
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.documents.papers.engine import render
from takwin.documents.wording.actions import write_wording
from takwin.documents.wording.letters import LETTERS
from takwin.people.enums import Sex, Title
from takwin.rights.enums import Role
from tests.documents.reading import plain, text_of
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_amendment, make_clause, make_party, make_promise
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
LETTER = LETTERS["deliberation"]


@pytest.fixture
def party():
    """A commune that promises 10 000 dirhams in two parts, in an agreement of one article."""
    seed_parameters(by=None)
    agreement = make_agreement()
    make_party(agreement, agreement.owner, role=PartyRole.LEADER)
    party = make_party(agreement, make_body(place=make_commune(agreement.place)), order=1)
    dues = [(dt.date(2026, 6, 30), Decimal("6000.00")), (dt.date(2026, 10, 30), Decimal("4000.00"))]
    actions.commit(party, year=2026, instalments=dues, by=make_user())
    text = {"kind": ClauseKind.AMOUNT, "text_ar": "تؤدي الأطراف", "amount": Decimal("10000.00")}
    actions.write_clause(agreement, key="1-2", **text, by=make_user())
    return party


def test_the_draft_has_its_parties_its_articles_and_what_each_pays(party):
    facts = draft_agreement_facts(party.agreement)
    assert [one["name"] for one in facts["parties"]] == [party.agreement.owner.name_ar, party.body.name_ar]
    assert facts["articles"] == [{"number": "1-2", "paragraphs": ["تؤدي الأطراف", "10.000\xa0درهم (عشرة آلاف درهم)"]}]
    assert [line["amount"] for line in facts["schedule"]] == ["6000.00", "4000.00"]
    assert facts["total"] == "10000.00"
    assert facts["paper"]["state"] == "draft"


def test_the_text_is_a_draft_until_all_have_signed_and_says_who_has_and_who_has_not():
    agreement = make_agreement(kind=AgreementKind.FRAMEWORK)
    make_clause(agreement)
    university = make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place))
    office = make_party(agreement, make_body(BodyKind.NATIONAL), order=1)
    assert "المجالس" not in " ".join(draft_agreement_facts(agreement)["before"]), "none of its parties is a council"
    assert "مقررات" not in " ".join(draft_agreement_facts(agreement)["after"])
    told = {"signatory_name": "لبنى اطريشا", "capacity": "المديرة العامة", "done_on": dt.date(2026, 5, 4)}
    actions.record_step(office, StepKind.SIGNATURE, **told, by=officer_of(agreement.place.region))
    agreement.refresh_from_db()
    facts = draft_agreement_facts(agreement)
    assert (facts["paper"]["state"], facts["title"]) == ("draft", "مشروع اتفاقية")
    said = ("لبنى اطريشا، المديرة العامة", "4 ماي 2026")
    assert signatures(facts) == [("لم يوقع بعد", ""), said]
    assert "1 من 2" in facts["after"][-1]
    told = {"signatory": make_office(body=university.body, starts_on=dt.date(2020, 1, 1)).person, "capacity": "رئيس"}
    step = actions.record_step(university, StepKind.SIGNATURE, done_on=dt.date(2026, 5, 6), **told, by=make_user())
    facts = draft_agreement_facts(agreement, language="fr")
    assert facts["paper"]["state"] == "draft", "what its party declares is not yet confirmed"
    assert signatures(facts)[0] == ("signature déclarée, à confirmer", "")
    actions.confirm_step(step, by=officer_of(agreement.place.region))
    facts = draft_agreement_facts(agreement)
    assert (facts["paper"]["state"], facts["title"]) == ("final", "اتفاقية إطار")
    assert all(day for _name, day in signatures(facts))
    assert "المرجع هو النسخة الموقعة" in facts["after"][-1]
    actions.cancel_agreement(agreement, motive="حلت محلها أخرى", by=make_user())
    agreement.refresh_from_db()
    assert draft_agreement_facts(agreement, language="fr")["paper"]["state"] == "cancelled"
    with_a_council = make_party().agreement
    assert "المجالس" in " ".join(draft_agreement_facts(with_a_council)["before"])


def test_a_signed_text_says_what_was_signed_and_what_was_committed_since_stands_below_the_signatures():
    """An amount committed in another year was printed above the signatures, as drawn from what had been frozen."""
    agreement = make_agreement(kind=AgreementKind.FRAMEWORK)
    office = make_party(agreement, make_body(BodyKind.NATIONAL))
    actions.commit(office, year=2026, instalments=[(dt.date(2026, 6, 30), Decimal("100.00"))], by=make_user())
    draft = draft_agreement_facts(agreement)
    told = {"signatory_name": "لبنى اطريشا", "capacity": "المديرة العامة", "done_on": dt.date(2026, 5, 4)}
    actions.record_step(office, StepKind.SIGNATURE, **told, by=officer_of(agreement.place.region))
    actions.commit(office, year=2025, instalments=[(dt.date(2025, 6, 30), Decimal("7.00"))], by=make_user())
    agreement.refresh_from_db()
    facts = draft_agreement_facts(agreement)
    assert (facts["schedule"], facts["total"]) == (draft["schedule"], "100.00")
    assert [line["amount"] for line in facts["since"]] == ["7.00"]
    assert (differs(agreement), draft["since"]) == ([], [])
    pdf = plain(text_of(render("articles", facts)))
    assert pdf.index(plain("المديرة العامة")) < pdf.index(plain("وليست من نصها الموقع"))
    Agreement.objects.filter(pk=agreement.pk).update(name_ar="عنوان آخر")
    agreement.refresh_from_db()
    assert "عنوان آخر" not in draft_agreement_facts(agreement)["subtitle"], "what is printed is what was frozen"
    assert differs(agreement) == ["title"]


def test_what_was_committed_under_a_text_that_nobody_signs_any_more_is_in_the_text_to_be_signed():
    agreement = make_agreement(kind=AgreementKind.FRAMEWORK)
    make_clause(agreement)
    office = make_party(agreement, make_body(BodyKind.NATIONAL))
    told = {"signatory_name": "لبنى اطريشا", "capacity": "المديرة العامة", "done_on": dt.date(2026, 5, 4)}
    step = actions.record_step(office, StepKind.SIGNATURE, **told, by=officer_of(agreement.place.region))
    actions.commit(office, year=2026, instalments=[(dt.date(2026, 6, 30), Decimal("7.00"))], by=make_user())
    actions.withdraw_step(step, motive="خطأ في التاريخ", by=officer_of(agreement.place.region))
    agreement.refresh_from_db()
    facts = draft_agreement_facts(agreement)
    assert (facts["total"], facts["since"], office.commitments.get().added_on) == ("7.00", [], None)


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "بقيمة {} · لفائدة {}"), ("fr", "d’une valeur de {} · au profit de {}")]
)
def test_a_promise_in_kind_is_printed_with_the_value_the_text_writes_and_who_is_given(party, language, said):
    body = party.agreement.owner
    make_promise(party, amount=Decimal("250000.00"), beneficiary=body)
    worth = formats.dirhams(Decimal(250_000), language=language)
    told = said.format(worth, body.name_ar if language == "ar" else body.name_fr)
    [line] = [line for line in draft_agreement_facts(party.agreement, language=language)["after"] if line[:1] == "–"]
    assert told in line


def test_an_amendment_prints_what_it_removes_replaces_and_who_leaves():
    base = make_agreement()
    party = make_party(base)
    given = make_promise(party)
    amendment = make_amendment(base)
    leaving = make_party(amendment, party.body, leaves=True)
    make_clause(amendment, key="4", text_ar="", removes=True)
    make_promise(leaving, what_ar="محل", replaces=given)
    facts = draft_agreement_facts(amendment)
    assert facts["articles"] == [{"number": "4", "paragraphs": ["تحذف هذه المادة."]}]
    assert facts["parties"][0]["role"].endswith("ينسحب بموجب هذا الملحق")
    assert "بدلا من: قطعة أرضية" in " ".join(facts["after"])


def test_the_territory_is_that_of_the_councils_that_are_party_whatever_province_the_agreement_is_filed_under():
    filed, other = make_province(name_ar="إفران"), make_province(name_ar="صفرو")
    agreement = make_agreement(place=filed)
    assert "بتراب إفران" in " ".join(draft_agreement_facts(agreement)["before"]), "no council: where it is filed"
    make_party(agreement, make_body(place=make_commune(other)))
    assert "بتراب صفرو؛" in " ".join(draft_agreement_facts(agreement)["before"])
    make_party(agreement, make_body(place=make_commune(filed)))
    assert "بتراب صفرو وإفران؛" in " ".join(draft_agreement_facts(agreement)["before"])


def test_the_administration_of_a_province_says_the_territory_too_and_a_wilaya_does_not():
    agreement = make_agreement(place=make_province(name_ar="إفران"))
    make_party(agreement, make_body(BodyKind.STATE, agreement.owner.place))
    assert "بتراب إفران؛" in " ".join(draft_agreement_facts(agreement)["before"])
    make_party(agreement, make_body(BodyKind.STATE, make_province(name_ar="صفرو")))
    assert "بتراب صفرو؛" in " ".join(draft_agreement_facts(agreement)["before"])


def signatures(facts):
    return [(one["signed"], one["signed_on"]) for one in facts["parties"]]


@pytest.mark.parametrize(("language", "said"), [("ar", ("قطعة أرضية", "أرض")), ("fr", ("Un terrain", "terrain"))])
def test_the_draft_names_its_framework_the_roles_and_what_is_promised_in_kind(party, language, said):
    agreement = party.agreement
    framework = make_agreement(agreement.owner, agreement.place, kind=AgreementKind.FRAMEWORK)
    Agreement.objects.filter(pk=agreement.pk).update(base=framework)
    assert "Un terrain" not in str(draft_agreement_facts(party.agreement, language=language))
    make_promise(party, what_fr="Un terrain")
    make_promise(party, what_ar="تخلى عنه", written_off_on=dt.date(2026, 1, 1), motive="x")
    facts = draft_agreement_facts(Agreement.objects.get(pk=agreement.pk), language=language)
    assert framework.reference in facts["before"][0]
    assert all(one["role"] for one in facts["parties"])
    [promised] = [line for line in facts["after"] if line.startswith("–")]
    assert all(word in promised for word in said)


def test_a_deliberation_says_the_amount_in_figures_and_in_words(party):
    facts = deliberation_facts(party)
    told = " ".join(line for article in facts["articles"] for line in article["paragraphs"])
    assert "10.000\xa0درهم (عشرة آلاف درهم)" in told
    assert party.agreement.reference in told


@pytest.mark.parametrize(
    ("language", "opening"),
    [("ar", "إن مجلس جماعة أزرو، المجتمع في دورة"), ("fr", "le conseil de la commune d’Azrou, réuni en session de")],
)
def test_the_council_deliberates_not_the_collectivity(party, language, opening):
    party.body.name_ar, party.body.name_fr = "جماعة أزرو", "Commune d’Azrou"
    assert deliberation_facts(party, language=language)["before"][0].startswith(opening)


def test_the_owner_s_words_are_those_of_the_paper_and_their_version_is_kept(party):
    texts = {part.name: part.ar for part in LETTER.parts} | {"decision": "يصادق المجلس على {agreement} بمبلغ {amount}."}
    write_wording(party.agreement.owner, LETTER, "ar", texts=texts, by=make_user())
    facts = deliberation_facts(party)
    assert facts["version"] == 1
    assert len(facts["articles"]) == 1
    assert facts["articles"][0]["paragraphs"][0].endswith("بمبلغ 10.000\xa0درهم.")
    assert deliberation_facts(party, language="fr")["version"] == 0


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_who_sees_the_agreement_reads_both_papers(party, as_user, lang):
    commune = as_user(user_as(Role.COMMUNE, body=party.body))
    for name, pk in (("draft_text", party.agreement.pk), ("deliberation_model", party.pk)):
        answer = commune.get(reverse(f"agreements:{name}", args=[pk]), {"lang": lang})
        assert answer["Content-Type"] == "application/pdf"
    assert plain("نموذج مقرر" if lang == "ar" else "Projet de délibération") in text_of(answer.content)


def test_a_sign_that_no_letter_has_is_told_in_words_where_the_paper_is_asked_for(party, as_user):
    type(party.agreement).objects.filter(pk=party.agreement.pk).update(name_ar="اتفاقية 😀")
    officer = as_user(officer_of(party.agreement.owner.place))
    answer = officer.get(reverse("agreements:draft_text", args=[party.agreement.pk]), {"lang": "ar"})
    assert (answer.status_code, "This paper cannot be drawn" in answer.content.decode()) == (422, True)


def test_an_officer_of_another_region_finds_nothing(party, as_user):
    other = as_user(officer_of(make_body(BodyKind.REGION).place))
    assert other.get(reverse("agreements:draft_text", args=[party.agreement.pk])).status_code == 404
    assert other.get(reverse("agreements:deliberation_model", args=[party.pk])).status_code == 404


def test_a_body_that_does_not_deliberate_has_no_model(party, as_user):
    university = make_party(party.agreement, make_body(BodyKind.UNIVERSITY), role=PartyRole.OPERATOR)
    officer = as_user(officer_of(party.agreement.owner.place))
    assert officer.get(reverse("agreements:deliberation_model", args=[university.pk])).status_code == 404


def test_under_each_body_stands_the_capacity_of_who_is_to_sign_for_it_until_somebody_has():
    agreement, long_ago = make_agreement(), dt.date(2020, 1, 1)
    commune, other = (make_body(BodyKind.COMMUNE, name_ar=f"جماعة {name}") for name in ("أزرو", "تيزكيت"))
    state = make_body(BodyKind.STATE, name_ar="عمالة إقليم إفران")
    university, unknown = (make_body(BodyKind.UNIVERSITY, name_ar=name) for name in ("جامعة الأخوين", "جامعة فاس"))
    bodies = (commune, other, state, university, unknown)
    parties = [make_party(agreement, body, order=n) for n, body in enumerate(bodies)]
    make_office(make_person(sex=Sex.FEMALE), commune, Title.PRESIDENT, starts_on=long_ago)
    head = make_office(make_person(sex=Sex.MALE), university, Title.PRESIDENT, starts_on=long_ago)
    told = [one["capacity"] for one in draft_agreement_facts(agreement)["parties"]]
    assert told == [
        "رئيسة مجلس جماعة أزرو", "رئيس مجلس جماعة تيزكيت", "عامل إقليم إفران", "رئيس جامعة الأخوين", "",
    ]  # fmt: skip
    signed = {"signatory": head.person, "capacity": "رئيس الجامعة", "done_on": dt.date(2026, 5, 6)}
    actions.record_step(parties[3], StepKind.SIGNATURE, **signed, knowingly=True, by=officer_of(agreement.place.region))
    agreement.refresh_from_db()
    signatory = draft_agreement_facts(agreement)["parties"][3]
    assert (signatory["capacity"], "رئيس الجامعة" in signatory["signed"]) == ("", True)


@pytest.mark.parametrize(
    ("name", "years", "said"),
    [
        ("ملحق إلى سنة 2027", (2027, 2027), "ملحق إلى سنة 2027"),
        ("اتفاقية 2023-2026", (2023, 2026), "اتفاقية 2023-2026"),
        ("اتفاقية التكوين", (2023, 2026), "اتفاقية التكوين · 2023 إلى 2026"),
        ("اتفاقية 2023", (2023, 2026), "اتفاقية 2023 · 2023 إلى 2026"),
        ("اتفاقية 2023", (2023, None), "اتفاقية 2023 · 2023 وما بعدها، لمدة غير محددة"),
    ],
)
def test_the_years_are_not_told_twice(name, years, said):
    agreement = make_agreement(name_ar=name, first_year=years[0], last_year=years[1])
    assert draft_agreement_facts(agreement)["subtitle"] == said
