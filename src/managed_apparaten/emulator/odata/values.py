"""Primitive values of OData: what each Edm type accepts in JSON and how the service writes it back.

Reference: OData JSON Format 4.01 section 7.1; durations come back the way .NET writes a TimeSpan (PT90M as PT1H30M).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

from managed_apparaten.emulator.core.http import JSON

DURATION = re.compile(
    r"(-?)P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,7}))?S)?)?", re.ASCII
)
DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)", re.ASCII)
DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,7})?)?", re.ASCII)
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


class NotThisType(ValueError):
    """The JSON value is not of the Edm type asked for."""


def _string(value: JSON) -> JSON:
    if not isinstance(value, str):
        raise NotThisType
    return value


def _boolean(value: JSON) -> JSON:
    if not isinstance(value, bool):
        raise NotThisType
    return value


def _integer(bits: int, *, signed: bool = True) -> Callable[[JSON], JSON]:
    least = -(1 << (bits - 1)) if signed else 0

    def check(value: JSON) -> JSON:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value < least + (1 << bits):
            raise NotThisType
        return value

    return check


def _nothing(_value: JSON) -> JSON:
    """Refuse every value but null: Edm.Untyped is a property that was only ever seen as null."""
    raise NotThisType


def _double(value: JSON) -> JSON:
    if value in ("NaN", "INF", "-INF"):
        return value
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise NotThisType
    return value


def _matching(pattern: re.Pattern[str]) -> Callable[[JSON], JSON]:
    def check(value: JSON) -> JSON:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise NotThisType
        return value

    return check


def _binary(value: JSON) -> JSON:
    try:
        base64.b64decode(_string(value), validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError) as error:
        raise NotThisType from error
    return value


def _date_time(value: JSON) -> JSON:
    found = DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise NotThisType
    month, day, hour = int(found[1][5:7]), int(found[1][8:10]), int(found[1][11:13])
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour <= 23):
        raise NotThisType
    return value


def duration(value: JSON) -> JSON:
    """Canonical Edm.Duration: days, hours, minutes, seconds with carries, `PT0S` for nothing."""
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise NotThisType
    sign, days, hours, minutes, seconds, fraction = found.groups()
    total = int(days or 0) * 86400 + int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    fraction = (fraction or "").rstrip("0")
    if total == 0 and not fraction:
        return "PT0S"
    minutes_left, second = divmod(total, 60)
    hours_left, minute = divmod(minutes_left, 60)
    day, hour = divmod(hours_left, 24)
    tail = f"{second}.{fraction}S" if fraction else f"{second}S" if second else ""
    clock = (f"{hour}H" if hour else "") + (f"{minute}M" if minute else "") + tail
    return sign + "P" + (f"{day}D" if day else "") + ("T" + clock if clock else "")


CHECKS: dict[str, Callable[[JSON], JSON]] = {
    "Edm.String": _string, "Edm.Boolean": _boolean, "Edm.Int32": _integer(32), "Edm.Int64": _integer(64), "Edm.Double": _double,
    "Edm.Int16": _integer(16), "Edm.Byte": _integer(8, signed=False), "Edm.Single": _double, "Edm.Untyped": _nothing,
    "Edm.Guid": _matching(GUID), "Edm.Date": _matching(DATE), "Edm.TimeOfDay": _matching(TIME), "Edm.DateTimeOffset": _date_time,
    "Edm.Duration": duration, "Edm.Binary": _binary,
}  # fmt: skip
"""Edm type -> check that returns the value as stored, or raises NotThisType."""


def is_guid(value: str) -> bool:
    """Whether the text is a GUID as Graph writes one."""
    return GUID.fullmatch(value) is not None
