"""Whether a value that was sent is the value that came back: the same, or as Graph normalises it.

Normal forms: moments in UTC, durations by their length, enum members in any case and flags in any order, lists in any order. What
the metadata calls read-only is the service's own, and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.conformance.asked import instant

from managed_apparaten.emulator.odata import metadata

DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
STAMPED = frozenset({"id", "createdDateTime", "lastModifiedDateTime", "modifiedDateTime", "version"})
"""Written by the service itself."""


def differences(sent: Any, given: Any, kind: str, version: str, at: str = "") -> Iterator[str]:
    """Places where what came back is not what was sent, as `/key/key: sent, given`; `kind` is the type of the object."""
    if isinstance(sent, Mapping) and isinstance(given, Mapping):
        actual = str(sent.get("@odata.type", kind)).removeprefix("#").removeprefix("microsoft.graph.")
        found = metadata.load(version).find(actual)
        for key, value in sent.items():
            declared = found.properties.get(key) if found else None
            if "@" in key or key in STAMPED or (declared and declared.ignored):
                continue
            if key not in given:
                yield f"{at}/{key}: {value!r}, absent"
            else:
                yield from differences(
                    value, given[key], declared.type if declared else "", version, f"{at}/{key}"
                )
    elif isinstance(sent, list) and isinstance(given, list):
        yield from _lists(sent, given, kind, version, at)
    elif not same(sent, given):
        yield f"{at}: {sent!r}, {given!r}"


def _lists(sent: list[Any], given: list[Any], kind: str, version: str, at: str) -> Iterator[str]:
    left = list(given)
    for value in sent:
        best = min(left, key=lambda other: len(list(differences(value, other, kind, version))), default=None)
        if best is None and not (left and value is None):
            yield f"{at}[]: {value!r}, absent"
            continue
        left.remove(best)
        yield from differences(value, best, kind, version, f"{at}[]")
    if left:
        yield f"{at}[]: {len(left)} more than were sent"


def same(sent: Any, given: Any) -> bool:
    """Whether two plain values are one."""
    if sent is None:
        return given in (None, "", 0, False) or given == [] or isinstance(given, str)
    if isinstance(sent, str) and isinstance(given, str):
        return any(form(sent) is not None and form(sent) == form(given) for form in FORMS)
    return (type(sent) is type(given) and sent == given) or (
        _number(sent) and _number(given) and sent == given
    )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def length(text: str) -> int | None:
    """Seconds of a duration."""
    found = DURATION.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * (-1 if found[1] else 1)


def members(text: str) -> frozenset[str] | None:
    """Members of an enum, in any case and any order; None for a text with blanks."""
    return (
        frozenset(part.casefold() for part in text.split(",")) if re.fullmatch(r"\w+(,\w+)*", text) else None
    )


FORMS = (str, lambda text: instant(text) or None, length, members)
