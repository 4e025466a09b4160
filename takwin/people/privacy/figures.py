"""The figures of law and usage that personal data goes by."""

import datetime as dt

from django.core.exceptions import ValidationError

from takwin.directory.parameters import DEFINITIONS, parameter, read_value


def figure(key: str, *, on: dt.date) -> int:
    """The figure on a day. An installation older than the figure itself counts with its starting value until an
    administrator sets one."""
    try:
        return int(parameter(key, on=on))
    except ValidationError as error:
        if error.code != "parameter_missing":
            raise
        return int(read_value(key, DEFINITIONS[key].default))


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day that many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
