"""Canonical JSON and digests of it: equal values give equal bytes on every machine."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import orjson

JSON = Any
"""A value that JSON can hold: None, bool, int, float, str, list or dict of those."""


_LARGE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
"""Encodes integers of more than 64 bits, which orjson refuses, and raises the error for values that are no JSON."""


_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS


def canonical(value: Any) -> bytes:
    """Return UTF-8 JSON with sorted keys and without white space. Dataclasses and named tuples become objects.

    NaN and infinity become null; `parse_json` refuses them, so no value from outside holds them. Raises TypeError or ValueError for any
    other value that is no JSON.
    """
    try:
        return orjson.dumps(value, default=field_values, option=_OPTIONS)
    except orjson.JSONEncodeError:
        try:
            return _LARGE.encode(value).encode()
        except RecursionError as error:
            raise ValueError("too deep") from error


MOST_VALUES = 8_000_000
"""The most values in one document. A plan or snapshot of a hundred thousand devices has a tenth of it. Without a limit a small file with
a list of empty lists would take a hundred times its size in memory."""


def parse_json(data: bytes) -> JSON:
    """Return the value in these bytes.

    Raises ValueError for invalid JSON, for NaN and infinity, and for JSON that is nested too deeply or has more than `MOST_VALUES`.
    """
    if len(data) > MOST_VALUES and sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ValueError("too many values")
    try:
        return json.loads(data, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("too deep") from error


def is_canonical(data: bytes, value: Any) -> bool:
    """Return whether the bytes are canonical JSON of the value and one end of line, in the form of Windows or of other systems."""
    text = canonical(value)
    return data.startswith(text) and data[len(text) :] in (b"\n", b"\r\n")


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def short_digest(value: Any) -> str:
    """Return the first 16 hexadecimal digits of `digest`: 64 bits, enough to distinguish generations of one object."""
    return digest(value)[:16]


def field_values(record: Any) -> dict[str, Any]:
    """Return the fields of a dataclass or named tuple by name. Raises TypeError for any other value."""
    cls: Any = type(record)
    if names := field_names(cls):
        return {name: getattr(record, name) for name in names}
    raise TypeError(f"{cls.__name__} is no JSON")


@cache
def field_names(cls: type) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass or named tuple; an empty tuple for any other class."""
    return tuple(field.name for field in fields(cls)) if is_dataclass(cls) else getattr(cls, "_fields", ())


def _refuse_constant(constant: str) -> JSON:
    """Refuse NaN and infinity, which Python's parser takes although JSON does not have them."""
    raise ValueError(constant)
