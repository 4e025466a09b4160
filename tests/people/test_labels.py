"""An office said of a woman or of a man, of a body, in the language of the paper."""

import pytest
from django.utils.translation import override

from takwin.directory.enums import BodyKind
from takwin.people.enums import Title
from takwin.people.labels import WORDS, capacity, council, courtesy, on_paper
from takwin.people.rosters.offices import OFFICES
from takwin.training.models import Enrolment
from takwin.training.queries import Candidate
from tests.factories.directory import make_body, make_committee
from tests.factories.people import make_office, make_person


def test_every_office_has_its_words_in_both_languages() -> None:
    for words in WORDS.values():
        assert set(words) == set(Title)


@pytest.mark.parametrize(
    ("title", "sex", "arabic", "french"),
    [
        (Title.PRESIDENT, "f", "رئيسة المجلس", "présidente du conseil"),
        (Title.PRESIDENT, "m", "رئيس المجلس", "président du conseil"),
        (Title.VICE_PRESIDENT, "f", "نائبة رئيس المجلس", "vice-présidente du conseil"),
        (Title.MEMBER, "", "عضو المجلس", "membre du conseil"),
        (Title.COMMITTEE_CHAIR, "f", "رئيسة اللجنة", "présidente de la commission"),
        (Title.DIRECTOR, "f", "مديرة المصالح", "directrice des services"),
        (Title.DIRECTOR_GENERAL, "f", "المديرة العامة", "directrice générale"),
    ],
)
def test_an_office_follows_the_sex_of_its_holder(title: Title, sex: str, arabic: str, french: str) -> None:
    assert capacity(title, sex, "ar") == arabic
    assert capacity(title, sex, "fr") == french


@pytest.mark.parametrize("kind", [BodyKind.REGION, BodyKind.PROVINCE])
def test_the_services_of_a_region_or_a_province_have_a_director_general(kind: BodyKind) -> None:
    assert capacity(Title.DIRECTOR, "m", "ar", kind=kind) == "المدير العام للمصالح"
    assert capacity(Title.DIRECTOR, "f", "fr", kind=kind) == "directrice générale des services"
    assert capacity(Title.DIRECTOR, "f", "ar", kind=BodyKind.COMMUNE) == "مديرة المصالح"


@pytest.mark.django_db
def test_the_director_general_of_services_is_named_with_his_council() -> None:
    region, commune = make_body(BodyKind.REGION, name_ar="جهة فاس-مكناس"), make_body(name_ar="جماعة أزرو")
    assert capacity(Title.DIRECTOR, "m", "ar", body=region) == "المدير العام للمصالح، جهة فاس-مكناس"
    assert capacity(Title.DIRECTOR, "m", "ar", body=commune).startswith("مدير المصالح")


@pytest.mark.django_db
def test_he_is_called_so_on_his_own_file_and_on_the_list_of_those_to_nominate() -> None:
    office = make_office(make_person(sex="m"), make_body(BodyKind.REGION), Title.DIRECTOR)
    with override("fr"):
        assert office.said == Candidate(office, "", 0).capacity == "directeur général des services"
        line = Enrolment(person=office.person, office=office, body=office.body)
        assert line.capacity_said == "directeur général des services"


def test_a_chair_is_named_after_the_committee() -> None:
    assert capacity(Title.COMMITTEE_CHAIR, "f", "ar", "المالية") == "رئيسة لجنة المالية"
    assert capacity(Title.COMMITTEE_CHAIR, "m", "fr", "Chasse") == "président de la commission chasse"
    assert capacity(Title.COMMITTEE_CHAIR, "m", "fr", "Commission du budget") == "président de la commission du budget"


def test_a_standing_committee_is_called_in_the_language_of_the_reader() -> None:
    ar, fr = "لجنة المرافق العمومية والخدمات", "Commission des services publics et des prestations"
    assert capacity(Title.COMMITTEE_CHAIR, "f", "fr", ar) == f"présidente de la {fr[:1].lower()}{fr[1:]}"
    assert capacity(Title.COMMITTEE_CHAIR, "m", "ar", fr) == f"رئيس {ar}"
    assert capacity(Title.COMMITTEE_CHAIR, "m", "fr", "المرافق العموميه والخدمات").endswith("des prestations")
    assert capacity(Title.COMMITTEE_CHAIR, "m", "fr", "لجنة الماء").endswith("لجنة الماء"), (
        "another stays as it was written"
    )


@pytest.mark.parametrize(
    ("written", "arabic", "french"),
    [
        ("finances", "المالية", "des finances"),
        ("المالية", "المالية", "des finances"),
        ("Services publics", "المرافق العمومية", "des services publics"),
        ("المرافق", "المرافق", "des services publics"),
        ("l'urbanisme et de l'environnement", "التعمير والبيئة", "de l’urbanisme et de l’environnement"),
        ("affaires sociales", "الشؤون الاجتماعية", "des affaires sociales"),
        ("Commission du budget", "Commission du budget", "du budget"),
    ],
)
def test_a_committee_that_a_list_names_in_short_is_called_in_the_language_of_the_reader(
    written: str, arabic: str, french: str
) -> None:
    assert capacity(Title.COMMITTEE_CHAIR, "m", "ar", written) == f"رئيس لجنة {arabic}"
    assert capacity(Title.COMMITTEE_CHAIR, "m", "fr", written) == f"président de la commission {french}"


@pytest.mark.django_db
def test_the_chair_of_a_committee_that_is_not_named_does_not_preside_over_the_council() -> None:
    commune = make_body(BodyKind.COMMUNE, name_ar="جماعة أزرو")
    assert capacity(Title.COMMITTEE_CHAIR, "m", "ar", body=commune) == "رئيس اللجنة بمجلس جماعة أزرو"


@pytest.mark.django_db
def test_the_chair_of_a_committee_of_a_commune_is_said_of_its_council() -> None:
    commune = make_body(BodyKind.COMMUNE, name_ar="جماعة أزرو", name_fr="Commune d’Azrou")
    services = "لجنة المرافق العمومية والخدمات"
    assert capacity(Title.COMMITTEE_CHAIR, "f", "ar", services, commune) == f"رئيسة {services} بمجلس جماعة أزرو"
    french = capacity(Title.DEPUTY_CHAIR, "m", "fr", "Commission du budget", commune)
    assert french == "vice-président de la commission du budget du conseil de la commune d’Azrou"


@pytest.mark.parametrize(
    ("detail", "language", "printed"),
    [
        ("لجنة الصيد", "ar", "لجنة الصيد"),
        ("لجنة الصيد", "fr", ""),
        ("لجنة المرافق العمومية والخدمات", "fr", "Commission des services publics et des prestations"),
        ("Formation", "ar", ""),
        ("Formation", "fr", "Formation"),
        ("2", "ar", "2"),
        ("budget rapporteur", "ar", "مقرر الميزانية"),
        ("", "fr", ""),
    ],
)
def test_a_paper_prints_a_detail_in_its_own_letters_only(detail: str, language: str, printed: str) -> None:
    assert on_paper(detail, language) == printed


@pytest.mark.django_db
def test_the_council_of_a_body_is_named_as_it_deliberates() -> None:
    commune = make_body(BodyKind.COMMUNE, name_ar="جماعة أزرو", name_fr="Commune d’Azrou")
    province = make_body(BodyKind.PROVINCE, name_ar="مجلس إقليم إفران", name_fr="Conseil provincial d’Ifrane")
    assert council(commune, "ar") == "مجلس جماعة أزرو"
    assert council(commune, "fr") == "le conseil de la commune d’Azrou"
    assert (council(province, "ar"), council(province, "fr")) == ("مجلس إقليم إفران", "Conseil provincial d’Ifrane")


def test_a_vice_president_is_said_with_his_rank() -> None:
    assert capacity(Title.VICE_PRESIDENT, "f", "ar", "1") == "النائبة الأولى لرئيس المجلس"
    assert capacity(Title.VICE_PRESIDENT, "m", "fr", "1") == "1er vice-président du conseil"
    assert capacity(Title.VICE_PRESIDENT, "f", "fr", "2") == "2e vice-présidente du conseil"
    assert capacity(Title.VICE_PRESIDENT, "m", "fr", "11") == "vice-président du conseil · 11"


def test_a_detail_follows_any_other_office() -> None:
    assert capacity(Title.DIVISION_HEAD, "f", "fr", "formation") == "cheffe de division · formation"


def test_one_writes_to_a_person_whose_sex_is_not_known() -> None:
    assert (courtesy("f", "ar"), courtesy("m", "fr"), courtesy("", "en")) == ("السيدة", "Monsieur", "M./Mme")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "kind", "names", "arabic", "french"),
    [
        (
            Title.DIRECTOR_GENERAL,
            BodyKind.NATIONAL,
            ("مكتب التكوين المهني", "Office de la formation professionnelle"),
            "المديرة العامة لمكتب التكوين المهني",
            "directrice générale de l’Office de la formation professionnelle",
        ),
        (
            Title.DIRECTOR_GENERAL,
            BodyKind.NATIONAL,
            ("الوكالة الوطنية للتشغيل", "Agence nationale de l’emploi"),
            "المديرة العامة للوكالة الوطنية للتشغيل",
            "directrice générale de l’Agence nationale de l’emploi",
        ),
        (
            Title.PRESIDENT,
            BodyKind.COMMUNE,
            ("جماعة أزرو", "Commune d’Azrou"),
            "رئيسة مجلس جماعة أزرو",
            "présidente du conseil de la commune d’Azrou",
        ),
        (
            Title.MEMBER,
            BodyKind.PROVINCE,
            ("مجلس إقليم إفران", "Conseil provincial d’Ifrane"),
            "عضوة مجلس إقليم إفران",
            "membre du conseil provincial d’Ifrane",
        ),
        (
            Title.GOVERNOR,
            BodyKind.STATE,
            ("عمالة إقليم إفران", "Province d’Ifrane"),
            "عاملة إقليم إفران",
            "gouverneure de la province d’Ifrane",
        ),
        (
            Title.WALI,
            BodyKind.STATE,
            ("ولاية جهة الشرق", "Wilaya de la région de l’Oriental"),
            "والية جهة الشرق",
            "wali de la région de l’Oriental",
        ),
        (
            Title.PRESIDENT,
            BodyKind.FOUNDATION,
            ("دار المنتخب", "Dar al-Mountakhab"),
            "رئيسة دار المنتخب",
            "présidente de Dar al-Mountakhab",
        ),
        (
            Title.PROFESSOR,
            BodyKind.UNIVERSITY,
            ("جامعة الأخوين", "Université Al Akhawayn"),
            "أستاذة جامعية، جامعة الأخوين",
            "professeure, Université Al Akhawayn",
        ),
    ],
)
def test_an_office_says_of_which_body(
    title: Title, kind: BodyKind, names: tuple[str, str], arabic: str, french: str
) -> None:
    body = make_body(kind, name_ar=names[0], name_fr=names[1])
    assert capacity(title, "f", "ar", body=body) == arabic
    assert capacity(title, "f", "fr", body=body) == french


@pytest.mark.django_db
def test_a_member_of_a_committee_is_said_of_the_committee() -> None:
    committee = make_committee()
    assert capacity(Title.MEMBER, "f", "ar", body=committee) == "عضوة لجنة المالية"
    assert capacity(Title.COMMITTEE_CHAIR, "m", "fr", body=committee) == "président de la commission des finances"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_what_a_list_says_beside_an_office_is_said_in_the_readers_language(language: str) -> None:
    details = {kind.detail for kind in OFFICES.values() if kind.detail and not kind.detail.isdecimal()}
    said = {capacity(Title.MEMBER, "m", language, detail).partition(" · ")[2] for detail in details}
    assert len(said) == len(details)
    assert said.isdisjoint(details - {"budget"})


@pytest.mark.django_db
def test_an_office_is_said_of_a_woman_as_of_a_woman() -> None:
    office = make_office(person=make_person(sex="f"), title=Title.VICE_PRESIDENT)
    with override("fr"):
        assert office.said == "vice-présidente du conseil"
    with override("ar"):
        assert office.said == "نائبة رئيس المجلس"
