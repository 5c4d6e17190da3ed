"""Durations in words: how late an outcome came, as people say it."""

import re

_DURATION = re.compile(
    r"(?P<minus>-?)P(?=.)(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<day>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_DATATYPE = re.compile(r"http://www\.w3\.org/2001/XMLSchema#(duration|dayTimeDuration|yearMonthDuration)")
_UNITS = ("year", "month", "day", "hour", "minute", "second")
# From so many days on nobody sees at once how long they are.
_MANY_DAYS = 60
_DAYS_OF_MONTH = 365.2425 / 12


def tell_literal(value: str, datatype: str) -> str:
    """A literal as people read it: durations in words, whatever else as it is."""
    return tell_duration(value) if _DATATYPE.fullmatch(datatype) else value


def tell_duration(value: str) -> str:
    """A duration of XML Schema in words, many days in years and months too; what is none comes back as it is.

    >>> tell_duration("P854D")
    '854 days (2 years 4 months)'
    >>> tell_duration("P1Y2M")
    '1 year 2 months'
    """
    found = _DURATION.fullmatch(value)
    if found is None:
        return value
    counts = {unit: _LEADING_ZEROS.sub("", found[unit]) for unit in _UNITS if found[unit]}
    told = _counted(counts)
    if set(counts) == {"day"} and int(counts["day"]) >= _MANY_DAYS:
        years, months = divmod(round(int(counts["day"]) / _DAYS_OF_MONTH), 12)
        told += f" ({_counted({'year': str(years), 'month': str(months)})})"
    return f"minus {told}" if found["minus"] else told


def _counted(counts: dict[str, str]) -> str:
    said = {unit: count for unit, count in counts.items() if count != "0"} or dict(list(counts.items())[-1:])
    return " ".join(f"{count} {unit}{'s' * (count != '1')}" for unit, count in said.items())
