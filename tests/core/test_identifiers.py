import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from takwin.core import clock, identifiers

RIB = "011519000001205000534921"  # the example of the IBAN registry
ICE = "001561191000066"


@pytest.mark.parametrize(
    "written", ["ZT148220", "zt 148 220", "ZT-148.220", "\u200fZT١٤٨٢٢٠", " zt\u00a0148220 ", "ZT/148220"]
)
def test_a_card_number_has_one_form_however_it_is_written(written: str) -> None:
    assert identifiers.cin(written) == "ZT148220"


@pytest.mark.parametrize(
    "read",
    [
        identifiers.cin,
        identifiers.passport,
        identifiers.residence_card,
        identifiers.rib,
        identifiers.ice,
        identifiers.tax_number,
        identifiers.phone,
        identifiers.email,
        identifiers.day,
        identifiers.birth,
    ],
)
@pytest.mark.parametrize("blank", ["", "  ", "\u200f", "\u00a0"])
def test_blank_is_nothing_and_never_matches(read, blank: str) -> None:
    assert read(blank) is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("148220", "letters of the card number are missing"),
        ("أب148220", "Latin letters"),
        ("ZT-48X", "not a card number"),
        ("ABC123", "not a card number"),
        ("Z12345678", "not a card number"),
        ("Z", "not a card number"),
    ],
)
def test_a_wrong_card_number_is_told_why(written: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        identifiers.cin(written)


def test_passports_and_residence_cards_are_read() -> None:
    assert identifiers.passport("ab 1234567") == "AB1234567"
    assert identifiers.residence_card("k-012345-r") == "K012345R"
    with pytest.raises(ValidationError, match="passport"):
        identifiers.passport("ABCDE")
    with pytest.raises(ValidationError, match="residence"):
        identifiers.residence_card("K012345")


def test_a_rib_is_24_digits_with_its_key() -> None:
    assert identifiers.rib("011 519 0000012050005349 21") == RIB
    with pytest.raises(ValidationError, match="24 digits; this one has 23"):
        identifiers.rib(RIB[:-1])
    with pytest.raises(ValidationError, match="key"):
        identifiers.rib(RIB[:-1] + "2")
    with pytest.raises(ValidationError, match="digits only"):
        identifiers.rib(RIB[:-1] + "X")


def test_a_rib_that_excel_rounded_is_said_to_be_lost() -> None:
    with pytest.raises(ValidationError, match="Excel has rounded"):
        identifiers.rib(str(float(RIB)))


@given(st.integers(min_value=0, max_value=10**22 - 1))
def test_every_rib_with_its_computed_key_is_accepted(first_22: int) -> None:
    key = 97 - first_22 * 100 % 97
    assert identifiers.rib(f"{first_22:022}{key:02}") is not None


def test_a_tax_identifier_has_at_most_eight_digits() -> None:
    assert identifiers.tax_number(" 4038 5617 ") == "40385617"
    assert identifiers.tax_number("616302.0") == "616302"
    for wrong in ("403856171", "123", "IF40385"):
        with pytest.raises(ValidationError, match="4 to 8 digits"):
            identifiers.tax_number(wrong)


def test_an_ice_has_15_digits_and_old_prints_are_padded() -> None:
    assert identifiers.ice(ICE) == ICE
    assert identifiers.ice(ICE.lstrip("0")) == ICE
    assert identifiers.ice("1561191000066.0") == ICE
    with pytest.raises(ValidationError, match="15 digits"):
        identifiers.ice("1234567890")
    with pytest.raises(ValidationError, match="do not fit"):
        identifiers.ice("001561191000067")


@pytest.mark.parametrize(
    "written",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "+212 612-345678",
        "+212 (0) 612345678",
        "00212612345678",
        "212612345678",
        "612345678",
        "612345678.0",
        "٠٦١٢٣٤٥٦٧٨",
        "\u202a0612345678\u202c",
    ],
)
def test_a_moroccan_phone_has_one_form_however_it_is_written(written: str) -> None:
    assert identifiers.phone(written) == "+212612345678"


def test_a_foreign_phone_is_kept_with_its_country() -> None:
    assert identifiers.phone("+33 6 12 34 56 78") == "+33612345678"
    with pytest.raises(ValidationError, match="country of its code"):
        identifiers.phone("+33 6 12 34")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("0661 23 45", "8 digits instead of 10"),
        ("061234567890", "12 digits instead of 10"),
        ("0912345678", "05, 06, 07 or 08"),
        ("call me", "digits only"),
        ("6.12E+08", "rounded"),
        ("++212612345678", "digits only"),
    ],
)
def test_a_wrong_phone_is_told_why(written: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        identifiers.phone(written)


def test_an_email_is_lower_case_and_checked() -> None:
    assert identifiers.email(" Amina@Example.MA ") == "amina@example.ma"
    with pytest.raises(ValidationError, match="e-mail"):
        identifiers.email("amina.example.ma")


@pytest.mark.parametrize("written", ["08/09/2021", "8-9-2021", "8.9.2021", "2021-09-08", "٠٨/٠٩/٢٠٢١"])
def test_a_day_is_read_as_morocco_writes_it(written: str) -> None:
    assert identifiers.day(written) == dt.date(2021, 9, 8)


@pytest.mark.parametrize(
    ("written", "told"),
    [("31/09/2021", "09/2021 has 30 days"), ("08/13/2021", "no month 13"), ("soon", "not a date")],
)
def test_an_impossible_day_is_told_why(written: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        identifiers.day(written)


def test_a_birth_is_a_day_or_a_year() -> None:
    assert identifiers.birth("1971") == 1971
    assert identifiers.birth("1971.0") == 1971
    assert identifiers.birth("05/03/1971") == dt.date(1971, 3, 5)


@pytest.mark.parametrize("written", ["1850", "01/01/1850", "3020", "01/01/3020"])
def test_a_birth_outside_a_human_life_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        identifiers.birth(written)


def test_a_birth_tomorrow_is_refused() -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="future"):
        identifiers.birth(tomorrow.isoformat())


def test_masks_show_only_the_end() -> None:
    assert identifiers.masked_cin("ZT12345") == "••••345"
    assert identifiers.masked_phone("+212612345678") == "•••• ••78"
    assert identifiers.masked_cin(None) == identifiers.masked_phone(None) == ""


@pytest.mark.parametrize("sign", ["😀", "🙏🏽", "ⵣ", "王", "\ue000"])
def test_a_sign_that_no_paper_can_print_is_found_in_a_text(sign: str) -> None:
    assert identifiers.unprinted(f"نص {sign}") == sign[0]


def test_what_word_puts_in_a_text_can_be_printed() -> None:
    pasted = "« l’Aïd » – “œuvre”… • 1/2 ½ 25 % 20 €\u00a0\u202f\u200f→ ≤ № ✓ ☐\n\tالسيّد(ة)، «النص»؛ ٢٥٪ ﷺ"
    assert identifiers.unprinted(pasted) == ""


@pytest.mark.parametrize("written", ["محمد ١٢٣", "Mohamed 2", "=HYPERLINK", "a@b", "علي/حسن", "علي_"])
def test_a_name_has_no_digit_and_no_sign_of_a_formula(written: str) -> None:
    with pytest.raises(ValidationError, match="not part of a name"):
        identifiers.name(written)


@pytest.mark.parametrize("written", ["Aït-H’mmad (fils)", "م. العلوي", "بن عبد الله، الابن", "D'Angelo"])
def test_a_name_keeps_its_marks(written: str) -> None:
    assert identifiers.name(written) == written
