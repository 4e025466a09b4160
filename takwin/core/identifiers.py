"""Numbers that name a person, a firm or an account in Morocco: how people write them, how we keep them.

Each reader takes what was typed, or what Excel gives, and returns the one form we store; blank is ``None``,
so that two blanks never match. What cannot be that number raises ``ValidationError`` with a sentence that
says what is wrong and what is expected. Sources: CIN and RIB as printed on cards and bank slips; the keys of
RIB and ICE are ISO 7064 mod 97 over the whole number.
"""

import calendar
import datetime as dt
import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import clock
from .text import tidy

DIGITS = str.maketrans({chr(start + n): str(n) for start in (0x0660, 0x06F0) for n in range(10)})
SEPARATORS = re.compile(r"[\s.\-_/·–—]")
WHOLE_FLOAT = re.compile(r"^(\d+)\.0+$")
ROUNDED = re.compile(r"^\d([.,]\d+)?e\+?\d+$", re.IGNORECASE)
ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")
DAY = re.compile(r"^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$")
ISO_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$")
YEAR = re.compile(r"^\d{4}$")
UNPRINTED = re.compile(r"[^ -~\u00a1-\u017f\u0218-\u021b\u0600-\u06ff\u0750-\u077f\u2010-\u201d]")
# What the engine of papers has no letters for: emoji, Tifinagh, Chinese… The signs that Word puts in a text, it has.
LACKING = re.compile(
    r"[^\s!-~\u00a0-\u024f\u02b0-\u03ff\u0600-\u06ff\u0750-\u077f\u1e00-\u1eff\u2000-\u209c\u20a0-\u20c0\u2100-\u2189"
    r"\u2190-\u23ff\u2460-\u2606\u2609-\u262f\u2638-\u268b\u2701-\u2709\u270c-\u2714\u2717-\u2726\u2761-\u277f\u2794\u2798-\u27af"
    r"\ufb50-\ufbb1\ufdf0-\ufdfd\ufe70-\ufefc\ufeff]"
)
NOT_OF_A_NAME = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9=<>@#$%^*+_/\\|{}\[\]~]")
OLDEST_BIRTH = 1900
DOT = "•"


def western(text: str) -> str:
    """Tidy text with Western digits."""
    return tidy(text).translate(DIGITS)


def compact(text: str) -> str:
    """Western digits and letters of a number, without the spaces, dots and dashes people put between them."""
    return SEPARATORS.sub("", western(text)).upper()


def unprinted(text: str) -> str:
    """The first sign of a text that no official paper can print, as an emoji; nothing when it can print them all."""
    odd = LACKING.search(text)
    return odd[0] if odd else ""


def printable(text: str) -> str:
    """The text, when official papers can print it: one sign that they cannot would stop the paper."""
    if sign := unprinted(text):
        raise ValidationError(_("“%(sign)s” cannot be printed on an official paper."), params={"sign": sign})
    return text


def name(text: str) -> str:
    """A person's name in letters that official papers print: one sign their font lacks would stop a whole batch.

    A digit or a sign of a formula is a slip of the column, or of who copied it: no name has one.
    """
    written = tidy(text)
    if slip := NOT_OF_A_NAME.search(written):
        raise ValidationError(_("“%(sign)s” is not part of a name: write letters only."), params={"sign": slip[0]})
    if odd := UNPRINTED.search(written):
        raise ValidationError(
            _("“%(sign)s” cannot be printed on an official paper: write the name in Arabic or in Latin letters."),
            params={"sign": odd[0]},
        )
    return written


def digits_of(text: str) -> str:
    """As ``compact``; a number Excel took for a quantity (``612345678.0``) loses its decimals.

    Excel keeps 15 digits and shows a longer number as ``1.15E+23``: the rest is lost, which is said.
    """
    number = western(text)
    if ROUNDED.match(number):
        raise ValidationError(
            _("Excel has rounded this number and its last digits are lost. Format the column as text and retype it.")
        )
    whole = WHOLE_FLOAT.match(number)
    return compact(whole[1] if whole else number)


def cin(text: str) -> str | None:
    """National identity card: one or two Latin letters, then one to seven digits (``ZT148220``)."""
    number = compact(text)
    if not number or re.fullmatch(r"[A-Z]{1,2}\d{1,7}", number):
        return number or None
    if ARABIC_LETTER.search(number):
        raise ValidationError(_("A card number is written with Latin letters, for example ZT148220."))
    if number.isdigit():
        raise ValidationError(_("The letters of the card number are missing: one or two, then digits, as in ZT148220."))
    raise ValidationError(_("This is not a card number: one or two letters, then one to seven digits, as in ZT148220."))


def passport(text: str) -> str | None:
    """Passport of any country: five to fifteen Latin letters and digits."""
    number = compact(text)
    if not number or (re.fullmatch(r"[A-Z0-9]{5,15}", number) and re.search(r"\d", number)):
        return number or None
    raise ValidationError(_("A passport number has 5 to 15 Latin letters and digits, as in AB1234567."))


def residence_card(text: str) -> str | None:
    """Card of a foreign resident: one or two letters, digits, one letter (``K012345R``)."""
    number = compact(text)
    if not number or re.fullmatch(r"[A-Z]{1,2}\d{3,8}[A-Z]", number):
        return number or None
    raise ValidationError(_("A residence card number has one or two letters, digits, then one letter, as in K012345R."))


def rib(text: str) -> str | None:
    """Bank identity: 24 digits (bank 3, town 3, account 16, key 2); the whole is a multiple of 97."""
    number = digits_of(text)
    if not number:
        return None
    if not number.isdigit():
        raise ValidationError(_("A RIB has digits only."))
    if len(number) != 24:
        raise ValidationError(_("A RIB has 24 digits; this one has %(count)s."), params={"count": len(number)})
    if int(number) % 97:
        raise ValidationError(_("The key of this RIB (its last two digits) does not fit the rest: a digit is wrong."))
    return number


def check_rib(text: str) -> None:
    """The rule of ``rib`` as the models ask it: it refuses, and changes nothing."""
    rib(text)


def ice(text: str) -> str | None:
    """Common identifier of a company: 15 digits, multiple of 97; old prints leave out the leading zeros."""
    number = digits_of(text)
    if not number:
        return None
    if not number.isdigit() or not 11 <= len(number) <= 15:
        raise ValidationError(_("An ICE has 15 digits."))
    if int(number) % 97:
        raise ValidationError(_("The last two digits of this ICE do not fit the rest: a digit is wrong."))
    return number.zfill(15)


def tax_number(text: str) -> str | None:
    """Tax identifier of a payer of tax (IF), as the tax administration gives it: at most eight digits."""
    number = digits_of(text)
    if not number:
        return None
    if not number.isdigit() or not 4 <= len(number) <= 8:
        raise ValidationError(_("A tax identifier (IF) has 4 to 8 digits."))
    return number


def phone(text: str) -> str | None:
    """Phone number in international form (``+212612345678``); without a country code it is Moroccan."""
    number = digits_of(text)
    if not number:
        return None
    if not re.fullmatch(r"\+?[\d()]+", number):
        raise ValidationError(_("A phone number has digits only, as in 0612345678."))
    number = re.sub(r"[()]", "", number)
    foreign = number.startswith(("+", "00")) and not number.removeprefix("+").removeprefix("00").startswith("212")
    try:
        parsed = phonenumbers.parse(number, "MA")
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("This is not a phone number. Expected: ten digits, as in 0612345678.")) from error
    if phonenumbers.is_valid_number(parsed):
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if foreign:
        raise ValidationError(_("This number does not exist in the country of its code."))
    national = "0" + re.sub(r"^(\+?212|00212)?0?", "", number)
    if len(national) != 10:
        raise ValidationError(
            ngettext("%(count)s digit instead of 10.", "%(count)s digits instead of 10.", len(national)),
            params={"count": len(national)},
        )
    raise ValidationError(_("A Moroccan number starts with 05, 06, 07 or 08; this one does not exist."))


def email(text: str) -> str | None:
    """E-mail address, in lower case."""
    address = tidy(text).replace(" ", "").lower()
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(_("This is not an e-mail address, as in name@example.ma.")) from error
    return address


def day(text: str) -> dt.date | None:
    """A calendar day: ``08/09/2021`` as Morocco writes it, or ``2021-09-08`` as Excel gives it."""
    written = western(text)
    if not written:
        return None
    if match := DAY.match(written):
        number, month, year = (int(part) for part in match.groups())
    elif match := ISO_DAY.match(written):
        year, month, number = (int(part) for part in match.groups())
    else:
        raise ValidationError(_("This is not a date. Expected: day/month/year, as in 08/09/2021."))
    if not 1 <= month <= 12:
        raise ValidationError(_("There is no month %(month)s. Expected: day/month/year."), params={"month": month})
    days = calendar.monthrange(year, month)[1]
    if not (1 <= number <= days and year >= dt.MINYEAR):
        raise ValidationError(
            _("This day does not exist: %(month)s has %(days)s days."),
            params={"month": f"{month:02}/{year:04}", "days": days},
        )
    return dt.date(year, month, number)


def birth(text: str) -> dt.date | int | None:
    """Date of birth, or the year alone when the civil status gives no more."""
    whole = WHOLE_FLOAT.match(western(text))
    written = whole[1] if whole else western(text)
    if not written:
        return None
    born = int(written) if YEAR.match(written) else day(written)
    year = born.year if isinstance(born, dt.date) else int(written)
    if year < OLDEST_BIRTH:
        raise ValidationError(_("Nobody alive was born in %(year)s."), params={"year": year})
    if year > clock.today().year or (isinstance(born, dt.date) and born > clock.today()):
        raise ValidationError(_("A birth cannot be in the future."))
    return born


def masked_cin(number: str | None) -> str:
    """What those without the right to identity numbers see: the last three digits (``••••345``)."""
    return DOT * 4 + number[-3:] if number else ""


def masked_phone(number: str | None) -> str:
    """What those without the right to phone numbers see: the last two digits (``•••• ••78``)."""
    return f"{DOT * 4} {DOT * 2}{number[-2:]}" if number else ""
