"""Who is who: what evidence does, what a document does, and what never happens whatever the rows."""

from random import Random
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.invented_people import everyone, lists_of
from takwin.people.matching.blocking import Index, keys_of
from takwin.people.matching.pairs import Pair, propose
from takwin.people.matching.persons import known_row, verified


class Row(NamedTuple):
    """A row of a list with what it shows."""

    row: int = 1
    name_ar: str | None = None
    name_fr: str | None = None
    sex: str | None = None
    cin: str | None = None
    phone: str | None = None
    birth: str | None = None
    place_code: str | None = "03.271.01.01"
    office_code: str | None = "member"
    file: str = "list.xlsx"
    sheet: str = "1"
    cell: str = "B1"


def between(one: Row, other: Row) -> Pair | None:
    return next(propose([one._replace(row=1), other._replace(row=2)]), None)


def are_one(one: Row, other: Row) -> bool:
    pair = between(one, other)
    return pair is not None and pair.same


WHO = Row(name_ar="سناء الودغيري", birth="1980-05-17")


def test_one_document_makes_one_person_across_scripts() -> None:
    one = Row(name_ar="سناء الودغيري", cin="ZT148220", place_code="03.271.01.01")
    assert are_one(one, Row(name_fr="OUDGHIRI Sanae", cin="ZT148220", place_code="09.541.05.21"))


def test_a_blank_or_malformed_document_is_no_document() -> None:
    assert {verified(number) for number in ("", None, "-", "000000", "AA000000", "12345", "néant", "X1")} == {""}
    one = Row(name_ar="محمد العلوي", cin="-", place_code="03.271.01.01")
    assert not are_one(one, one._replace(place_code="09.541.05.21", cin="-"))


def test_two_documents_are_two_persons_however_alike() -> None:
    assert not are_one(WHO._replace(cin="ZT148220"), WHO._replace(cin="CD593107"))


def test_a_card_mistyped_by_a_sign_beside_one_name_and_birth_is_one_person() -> None:
    pair = between(WHO._replace(cin="ZT148220"), WHO._replace(cin="ZT148200"))
    assert pair
    assert pair.same
    assert "close_document" in {reason.code for reason in pair.reasons}


def test_one_card_beside_two_names_is_asked_and_never_decided() -> None:
    pair = between(Row(name_ar="سناء الودغيري", cin="ZT148220"), Row(name_ar="حدو أمغار", cin="ZT148220"))
    assert pair
    assert not pair.same
    assert pair.score <= 0.5


def test_one_name_and_office_in_one_commune_is_one_person_across_scripts() -> None:
    assert are_one(
        Row(name_ar="سناء الودغيري", office_code="secretary"),
        Row(name_fr="OUDGHIRI Sanae", office_code="secretary", file="members.xlsx"),
    )


def test_two_rows_of_one_list_with_one_name_and_nothing_else_are_asked() -> None:
    one = Row(name_ar="سناء الودغيري", office_code="member")
    assert between(one, one)
    assert not are_one(one, one)
    assert are_one(one, one._replace(file="nominees.xlsx"))
    assert are_one(one._replace(phone="+212612345678"), one._replace(phone="+212612345678"))


def test_one_name_in_two_offices_of_one_commune_is_asked() -> None:
    one = Row(name_ar="سناء الودغيري", office_code="president")
    assert not are_one(one, one._replace(office_code="dgs"))


def test_a_councillor_of_a_commune_may_sit_in_the_council_of_its_province() -> None:
    one = Row(name_ar="سناء الودغيري", office_code="president")
    assert are_one(one, one._replace(place_code="03.271", office_code="member"))


def test_two_persons_with_one_name_stay_two() -> None:
    assert not are_one(WHO, WHO._replace(birth="1961-11-02"))
    assert not are_one(WHO._replace(birth=None), WHO._replace(birth=None, place_code="09.541.05.21"))


def test_brothers_are_two() -> None:
    assert between(Row(name_ar="حسن الودغيري"), Row(name_ar="حسين الودغيري")) is None


def test_the_first_of_january_is_a_year() -> None:
    pair = between(WHO._replace(birth="1980-01-01"), WHO._replace(birth="1980-05-17"))
    assert pair
    assert "same_birth_year" in {reason.code for reason in pair.reasons}


def test_a_common_name_weighs_less_than_a_rare_one() -> None:
    def name_bits(name: str) -> float:
        pair = between(Row(name_ar=name), Row(name_ar=name))
        return next(reason.bits for reason in pair.reasons if reason.code == "same_name")

    assert name_bits("محمد العلوي") < name_bits("يوغرتن أزلماط")


def test_who_fits_two_persons_of_one_name_is_asked() -> None:
    here = Row(row=1, name_ar="سناء الودغيري", birth="1961-11-02", place_code="03.271.01.01")
    there = Row(row=2, name_ar="سناء الودغيري", birth="1980-05-17", place_code="03.271.01.03")
    above = Row(row=3, name_ar="سناء الودغيري", place_code="03.271")
    assert [pair.same for pair in propose([here, there, above])] == [False] * len(list(propose([here, there, above])))


names = st.sampled_from(["محمد العلوي", "سناء الودغيري", "حسن بنعلي", "أيت حمو سعيد", "", None])
latin = st.sampled_from(["Mohamed El Alaoui", "OUDGHIRI Sanae", "H. BENALI", "Said Aït Hammou", "", None])
rows = st.builds(
    Row,
    name_ar=names,
    name_fr=latin,
    sex=st.sampled_from(["f", "m", None]),
    cin=st.sampled_from(["ZT148220", "ZT148221", "CD59310", "", "-", None]),
    phone=st.sampled_from(["+212612345678", "+212698765432", "", None]),
    birth=st.sampled_from(["1980-05-17", "1980", "1980-01-01", "1961-11-02", None]),
    place_code=st.sampled_from(["03.271.01.01", "03.271", "09.541.05.21", None]),
    office_code=st.sampled_from(["member", "president", "dgs", None]),
)


def answers(several: list[Row]) -> set[tuple[frozenset[int], float, bool]]:
    return {(frozenset((pair.a.row, pair.b.row)), pair.score, pair.same) for pair in propose(several)}


@settings(max_examples=60)
@given(st.lists(rows, min_size=2, max_size=6))
def test_the_answer_does_not_depend_on_the_order_of_the_rows(several: list[Row]) -> None:
    numbered = [row._replace(row=number) for number, row in enumerate(several)]
    assert answers(numbered) == answers(numbered[::-1])


@settings(max_examples=60)
@given(rows, rows)
def test_blank_documents_say_nothing(one: Row, other: Row) -> None:
    pair = between(one._replace(cin=""), other._replace(cin=""))
    assert pair is None or not {reason.code for reason in pair.reasons} & {
        "same_document",
        "disputed_document",
        "close_document",
    }


def test_how_many_are_compared_grows_as_the_rows_do() -> None:
    """Comparisons for each row, on invented people, at one size and at four times that."""

    def compared(size: int) -> float:
        rng, index, count = Random(size), Index(), 0
        people = [known_row(row) for row in lists_of(everyone(rng, size), rng)]
        for number, known in enumerate(people):
            keys = keys_of(known)
            count += len(index.near(keys))
            index.add(number, keys.kept)
        return count / len(people)

    assert compared(2000) < 3 * compared(500) + 1
