"""Figures of law and usage: what each is, how it is read, and what it is on a given day."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.directory.models import Body, Parameter

Hours = tuple[dt.time, dt.time]

DECREE = "المرسوم 2-16-297 (29 يونيو 2016)، المادة {0} · Décret 2-16-297 du 29 juin 2016, art. {0}"
ORGANIC = "القوانين التنظيمية 111-14 و112-14 و113-14 · Lois organiques 111-14, 112-14 et 113-14"
USAGE = "عرف الإدارة · Usage de l’administration"
PRIVACY = "القانون 09-08 (18 فبراير 2009)، المادة {0} · Loi 09-08 du 18 février 2009, art. {0}"
KEEPING = (
    f"{PRIVACY.format(3)}؛ مدة حددتها المؤسسة، يصرح بها للجنة الوطنية"
    " · durée fixée par l’institution, à déclarer à la CNDP"
)
HOUR = (
    "على سبيل الاستئناس بالمرسوم 2-24-143 (دجنبر 2024، مكونو التربية الوطنية)، في انتظار شبكة المؤسسة"
    " · à titre indicatif, décret 2-24-143 (déc. 2024), en attendant la grille de l’institution"
)
TAX = (
    "المدونة العامة للضرائب، المادة 73 (الأجور والتعويضات العرضية)، تتحقق منها المؤسسة"
    " · CGI, art. 73 (rémunérations occasionnelles), à vérifier par l’institution"
)
TAX_HANDED_OVER = (
    "المدونة العامة للضرائب، المادة 174 (قبل انصرام الشهر الموالي لشهر الحجز)"
    " · CGI, art. 174 (avant l’expiration du mois qui suit celui de la retenue)"
)
HOUR_DAY = dt.date(2024, 12, 1)
PRIVACY_DAY = dt.date(2009, 2, 18)
DECREE_DAY = dt.date(2016, 6, 29)
ORGANIC_DAY = dt.date(2015, 7, 23)
LONG_AGO = dt.date(2015, 1, 1)
MOST = 1900  # even so many years before or after today are in the calendar


def whole(text: str) -> int:
    """A count of things, at least zero, and never so many that a day counted with it lies beyond the calendar."""
    number = int(text)
    if not 0 <= number <= MOST:
        raise ValueError(text)
    return number


def percentage(text: str) -> Decimal:
    """A share out of a hundred."""
    share = Decimal(text)
    if not 0 <= share <= 100:
        raise ValueError(text)
    return share


def amount(text: str) -> Decimal:
    """Dirhams, above zero, with centimes if need be."""
    dirhams = Decimal(text)
    if not 0 < dirhams < 100_000 or dirhams != round(dirhams, 2):
        raise ValueError(text)
    return dirhams


def hours(text: str) -> Hours:
    """``09:00-12:00``: from, to."""
    starts, ends = (dt.time.fromisoformat(part.strip()) for part in text.split("-"))
    if starts >= ends:
        raise ValueError(text)
    return starts, ends


def months(text: str) -> tuple[int, ...]:
    """``2,5,10``: numbers of months."""
    numbers = tuple(int(part) for part in text.split(","))
    if not all(1 <= number <= 12 for number in numbers):
        raise ValueError(text)
    return numbers


class Definition(NamedTuple):
    """A figure the product counts with: how its text is read, and the value it starts with, of which source."""

    key: str
    label: str | Promise
    read: Callable[[str], Any]
    default: str
    starts_on: dt.date
    source: str


DEFINITIONS = {
    definition.key: definition
    for definition in [
        Definition(
            "training_days_owed",
            gettext_lazy("days of training owed to a member in a mandate, at least"),
            whole, "8", DECREE_DAY, DECREE.format(7),
        ),
        Definition(
            "training_years_before_due",
            gettext_lazy("years of the mandate in which those days are to be given"),
            whole, "3", DECREE_DAY, DECREE.format(7),
        ),
        Definition("mandate_years", gettext_lazy("years of a mandate"), whole, "6", ORGANIC_DAY, ORGANIC),
        Definition(
            "region_least_percent",
            gettext_lazy("least share of the region in a yearly programme, in percent"),
            percentage, "25", DECREE_DAY, DECREE.format(8),
        ),
        Definition(
            "certificate_least_half_days",
            gettext_lazy("half-days of presence that give a certificate"),
            whole, "3", LONG_AGO, USAGE,
        ),
        Definition(
            "certificate_of_half_days",
            gettext_lazy("half-days of the session by which that is counted"),
            whole, "4", LONG_AGO, USAGE,
        ),
        Definition("morning_hours", gettext_lazy("hours of a morning"), hours, "09:00-12:00", LONG_AGO, USAGE),
        Definition("afternoon_hours", gettext_lazy("hours of an afternoon"), hours, "14:30-17:30", LONG_AGO, USAGE),
        Definition(
            "ramadan_morning_hours",
            gettext_lazy("hours of a morning in Ramadan"),
            hours, "09:30-12:00", LONG_AGO, USAGE,
        ),
        Definition(
            "ramadan_afternoon_hours",
            gettext_lazy("hours of an afternoon in Ramadan"),
            hours, "12:30-15:00", LONG_AGO, USAGE,
        ),
        Definition(
            "holiday_margin_days",
            gettext_lazy("days around a holiday on which one is warned"),
            whole, "1", LONG_AGO, USAGE,
        ),
        Definition(
            "convocation_notice_days",
            gettext_lazy("days between a convocation and the session, at least"),
            whole, "7", LONG_AGO, USAGE,
        ),
        Definition(
            "session_months_region",
            gettext_lazy("months of ordinary sessions of regional councils"),
            months, "3,7,10", ORGANIC_DAY, ORGANIC,
        ),
        Definition(
            "session_months_province",
            gettext_lazy("months of ordinary sessions of prefectural and provincial councils"),
            months, "1,6,9", ORGANIC_DAY, ORGANIC,
        ),
        Definition(
            "session_months_commune",
            gettext_lazy("months of ordinary sessions of communal councils"),
            months, "2,5,10", ORGANIC_DAY, ORGANIC,
        ),
        Definition(
            "funds_request_days",
            gettext_lazy("days given to pay a requested contribution"),
            whole, "30", LONG_AGO, USAGE,
        ),
        Definition(
            "visa_delay_days",
            gettext_lazy("days after which silence is a visa"),
            whole, "20", ORGANIC_DAY, ORGANIC,
        ),
        Definition(
            "promise_days",
            gettext_lazy("days given to a promise of which no date was told"),
            whole, "30", LONG_AGO, USAGE,
        ),
        Definition(
            "promise_grace_days",
            gettext_lazy("days after its date in which a promise still counts as kept in time"),
            whole, "7", LONG_AGO, USAGE,
        ),
        Definition(
            "commission_meetings",
            gettext_lazy("meetings of the regional commission in a year, at least"),
            whole, "2", DECREE_DAY, DECREE.format(4),
        ),
        Definition(
            "trainer_hour_university",
            gettext_lazy("gross of an hour given by a university teacher, in dirhams"),
            amount, "222", HOUR_DAY, HOUR,
        ),
        Definition(
            "trainer_hour_state",
            gettext_lazy("gross of an hour given by a trainer of a State service, in dirhams"),
            amount, "195", HOUR_DAY, HOUR,
        ),
        Definition(
            "trainer_hour_expert",
            gettext_lazy("gross of an hour given by an expert, in dirhams"),
            amount, "222", HOUR_DAY, HOUR,
        ),
        Definition(
            "trainer_hour_staff",
            gettext_lazy("gross of an hour given by an officer of a collectivity, in dirhams"),
            amount, "195", HOUR_DAY, HOUR,
        ),
        Definition(
            "trainer_tax_percent",
            gettext_lazy("tax withheld from the fees of a trainer, in percent"),
            percentage, "30", LONG_AGO, TAX,
        ),
        Definition(
            "tax_remittance_months",
            gettext_lazy("months after that of the payment, by the end of which the tax withheld is handed over"),
            whole, "1", LONG_AGO, TAX_HANDED_OVER,
        ),
        Definition(
            "rectification_days",
            gettext_lazy("days to answer someone who asks for a correction of personal data"),
            whole, "10", PRIVACY_DAY, PRIVACY.format(8),
        ),
        Definition(
            "personal_file_days",
            gettext_lazy("days to hand over all that is kept of someone who asks for it"),
            whole, "10", PRIVACY_DAY, f"{PRIVACY.format(7)}؛ {USAGE}",
        ),
        Definition(
            "retention_person_years",
            gettext_lazy("years after the end of the last office in which a person is kept by name"),
            whole, "5", PRIVACY_DAY, KEEPING,
        ),
        Definition(
            "retention_account_years",
            gettext_lazy("years after the closing of an account in which its user name and phone are kept"),
            whole, "1", PRIVACY_DAY, KEEPING,
        ),
        Definition(
            "retention_file_days",
            gettext_lazy("days in which files sent with lists of persons are kept"),
            whole, "90", PRIVACY_DAY, KEEPING,
        ),
        Definition(
            "retention_import_days",
            gettext_lazy("days in which an import of a list can be undone, and its rows and traces are kept"),
            whole, "90", PRIVACY_DAY, KEEPING,
        ),
        Definition(
            "retention_access_days",
            gettext_lazy("days in which attempts to log in and used links are kept"),
            whole, "90", PRIVACY_DAY, KEEPING,
        ),
    ]
}  # fmt: skip


def read_value(key: str, text: str) -> Any:
    """The text as the figure's own type; refuses a key nobody counts with and a text that cannot be read."""
    if key not in DEFINITIONS:
        raise ValidationError(_("No parameter is called “%(key)s”."), params={"key": key})
    try:
        return DEFINITIONS[key].read(text)
    except (ValueError, ArithmeticError) as error:
        raise ValidationError(
            _("“%(value)s” cannot be read as: %(label)s (for example %(example)s)."),
            params={"value": text, "label": DEFINITIONS[key].label, "example": DEFINITIONS[key].default},
        ) from error


def parameter(key: str, *, on: dt.date, owner: Body | None = None) -> Any:
    """What the figure is on a day: ``owner``'s own if it has one, otherwise the common one.

    The type is the figure's own: ``int``, ``Decimal``, two times, or numbers of months.
    """
    return parameters([key], on=on, owner=owner)[key]


def parameter_of_each(key: str, asked: Iterable[tuple[dt.date, Body]]) -> dict[tuple[dt.date, int], Any]:
    """One figure on several days, each for a body with its key, in one query."""
    rows = list(Parameter.objects.filter(key=key).order_by("starts_on"))
    return {(on, owner.pk): _among(rows, key, on, owner) for on, owner in asked}


def parameter_on_days(key: str, days: Iterable[dt.date]) -> dict[dt.date, Any]:
    """The common figure on each of several days, in one query; a day on which none is in force is left out."""
    rows = list(Parameter.objects.filter(key=key, owner=None).order_by("starts_on"))
    held = {on: [row for row in rows if row.starts_on <= on and (not row.ends_on or row.ends_on > on)] for on in days}
    return {on: read_value(key, found[-1].value) for on, found in held.items() if found}


def parameters(keys: Iterable[str], *, on: dt.date, owner: Body | None = None) -> dict[str, Any]:
    """Several figures on a day in one query."""
    asked = list(keys)
    in_force = Parameter.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), key__in=asked, starts_on__lte=on)
    rows = list(in_force.filter(Q(owner=None) | Q(owner=owner)).order_by("starts_on"))
    return {key: _among(rows, key, on, owner) for key in asked}


def _among(rows: Iterable[Parameter], key: str, on: dt.date, owner: Body | None) -> Any:
    """What the rows say of a figure on a day: its own of the body before the common one."""
    told = [row for row in rows if row.key == key and row.starts_on <= on and (not row.ends_on or row.ends_on > on)]
    own = [row for row in told if owner and row.owner_id == owner.pk]
    common = [row for row in told if row.owner_id is None]
    if not own and not common:
        raise ValidationError(
            _("No value is set for “%(key)s” on %(day)s: set one among the parameters."),
            params={"key": DEFINITIONS[key].label if key in DEFINITIONS else key, "day": on.isoformat()},
            code="parameter_missing",
        )
    return read_value(key, (own or common)[-1].value)
