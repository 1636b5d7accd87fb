"""Plain scalars by the YAML 1.2 core schema, and a refusal of those that other YAML tools read differently.

Many tools still follow YAML 1.1, where `no` is false, `12:30:00` a number and `010` eight. A policy that means one thing here and
another thing elsewhere is no policy, so such scalars have to be quoted. https://yaml.org/spec/1.2.2/#103-core-schema
"""

import re

from managed_apparaten.core.digest import JSON

_NULL = frozenset(["", "~", "null", "Null", "NULL"])
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_AMBIGUOUS = re.compile(
    r"[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"
    r"|[-+]?0[0-9]+"
    r"|[-+]?0[bB][01_]+"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?(?=[^_]*_)(0x[0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?)"
)
_SAFE_START = frozenset("ABCDEGHIJKLMPQRSUVWXZabcdeghijklmpqrsuvwxz")
"""First characters that begin no special scalar; most values start with one, and skip the patterns."""
_MAX_DIGITS = 18


Scalar = tuple[JSON, str | None]
"""A value, and the code of what is wrong with the way it is written."""


def _integer(text: str) -> Scalar:
    if len(text.lstrip("+-")) > _MAX_DIGITS:
        return text, "POL118"
    base = 8 if text.startswith("0o") else 16 if text.startswith("0x") else 10
    return int(text, base), None


def plain(text: str) -> Scalar:
    """Read an unquoted scalar. What is ambiguous stays a text and carries POL117; what is no JSON number carries POL118."""
    if text[:1] in _SAFE_START:
        return text, None
    if text in _NULL:
        return None, None
    if text in _BOOL:
        return _BOOL[text], None
    if _AMBIGUOUS.fullmatch(text):
        return text, "POL117"
    if _INT.fullmatch(text) or _OCTAL.fullmatch(text) or _HEX.fullmatch(text):
        return _integer(text)
    if _NOT_FINITE.fullmatch(text):
        return text, "POL118"
    if _FLOAT.fullmatch(text):
        number = float(text)
        return (text, "POL118") if number in (float("inf"), float("-inf")) else (number, None)
    return text, None
