"""Canonical JSON and digests over it: the same value gives the same bytes on every machine."""

import hashlib
import json
from typing import Any

JSON = Any
"""A value that JSON can hold: None, bool, int, float, str, list or dict of those."""


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
"""Kept, because `json.dumps` makes a new one for each of the thousands of small values of a plan."""


def canonical(value: JSON) -> bytes:
    """UTF-8 JSON with sorted keys and no white space; NaN and infinity raise ValueError."""
    return _ENCODER.encode(value).encode()


def digest(value: JSON) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def short_digest(value: JSON) -> str:
    """The first 16 hexadecimal digits of `digest`: 64 bits, enough to tell generations of one object apart."""
    return digest(value)[:16]
