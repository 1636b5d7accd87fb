"""Canonical JSON and digests over it: the same value gives the same bytes on every machine."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import orjson

JSON = Any
"""A value that JSON can hold: None, bool, int, float, str, list or dict of those."""


_LARGE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
"""For whole numbers of more than 64 bits, and to say what is wrong with the rest."""


_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no white space; dataclasses and named tuples are objects.

    What is no JSON raises TypeError or ValueError, but NaN and infinity become null: what reads JSON from outside refuses them, as
    `parsed` does.
    """
    try:
        return orjson.dumps(value, default=field_values, option=_OPTIONS)
    except orjson.JSONEncodeError:
        try:
            return _LARGE.encode(value).encode()
        except RecursionError as error:
            raise ValueError("too deep") from error


MOST_VALUES = 8_000_000
"""In one document. A plan or a snapshot of a hundred thousand devices has a tenth of it, and a list of empty lists takes its memory
hundredfold."""


def parse_json(data: bytes) -> JSON:
    """The value in these bytes. Raises ValueError for what is no JSON, NaN and infinity among it, and for what is too deep or too much."""
    if len(data) > MOST_VALUES and sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ValueError("too many values")
    try:
        return json.loads(data, parse_constant=_refused)
    except RecursionError as error:
        raise ValueError("too deep") from error


def is_canonical(data: bytes, value: Any) -> bool:
    """Whether these are the bytes of a file with this value: canonical JSON and the end of a line, as Windows writes it or as others do."""
    text = canonical(value)
    return data.startswith(text) and data[len(text) :] in (b"\n", b"\r\n")


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def short_digest(value: Any) -> str:
    """The first 16 hexadecimal digits of `digest`: 64 bits, enough to tell generations of one object apart."""
    return digest(value)[:16]


def field_values(record: Any) -> dict[str, Any]:
    """The fields of a dataclass or named tuple by name. Raises TypeError for anything else."""
    sort: Any = type(record)
    if names := field_names(sort):
        return {name: getattr(record, name) for name in names}
    raise TypeError(f"{sort.__name__} is no JSON")


@cache
def field_names(sort: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass or named tuple; none for anything else."""
    return tuple(field.name for field in fields(sort)) if is_dataclass(sort) else getattr(sort, "_fields", ())


def _refused(constant: str) -> JSON:
    raise ValueError(constant)
