"""Versions that are well formed and that no device can have: a minimum of `11` for Windows, whose version is 10.0, stops every PC.

A version that is newer than we know is accepted with a warning, as long as it may exist some day; what can never exist is an error that
says what was most likely meant. Which versions there are stands in `known_versions`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.span import Span
from managed_apparaten.policy.known_versions import (
    ANDROID,
    ANDROID_MINORS,
    API_LEVELS,
    FIRST_PATCH_LEVEL,
    IOS,
    MACOS,
    MACOS_10,
    WINDOWS,
)
from managed_apparaten.policy.model import PLATFORM_NAMES, PLATFORMS, Located, Platform, PolicySet, Role
from managed_apparaten.policy.node import PolicyFile, select

_FORM = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")
_SYSTEM = re.compile(r"(?<![0-9.])(10|11)(?![0-9.])")
_RELEASE = re.compile(r"(?<![0-9.])[12][0-9](?:h[12]|0[0-9])(?![0-9.a-z])", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_NEXT_MAJORS = 72
"""How far a major version of Apple, which counts years since 2025, can be ahead of what we know: until 99."""
_NEXT_ANDROIDS = 6
_HIGHEST_BUILD = 49_999
_HIGHEST_PART = 65_535
"""Of a version of Windows: each of its numbers has 16 bits (https://learn.microsoft.com/windows/win32/menurc/versioninfo-resource)."""
_HIGHEST_MINOR = 30
"""Apple's highest so far is 8."""
_AHEAD = timedelta(days=31)
"""How long before its day a maker may bring out a patch level."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with a version; `likely` was probably meant, and is called `name`."""

    code: str
    likely: str = ""
    name: str = ""
    other: str = ""
    """What may have been meant as well, where one name is of two versions."""
    other_name: str = ""


IMPOSSIBLE, MEANT, NEWER, ZEROS, TOO_LARGE, ONE_OF_TWO = (
    "POL320",
    "POL321",
    "POL322",
    "POL325",
    "POL326",
    "POL327",
)


def doubt(platform: Platform, text: str) -> Doubt | None:
    """What is wrong with a version of a platform, if anything."""
    if not _FORM.fullmatch(text):
        return meant(platform, text) or Doubt(IMPOSSIBLE)
    parts = tuple(map(int, text.split(".")))
    found, plain = _JUDGES[platform](parts), ".".join(map(str, parts))
    return Doubt(ZEROS, plain) if plain != text and (found is None or found.code == NEWER) else found


def meant(platform: Platform, text: str) -> Doubt | None:
    """What a text that has not even the form of a version was probably meant to be: a name, or a number with a name before it."""
    digits = "".join(
        str(unicodedata.decimal(character, character)) for character in unicodedata.normalize("NFKC", text)
    )
    number = _NUMBER.search(digits)
    written = number[0].replace(",", ".") if number else ""
    if platform == "windows" and written.count(".") < 2 and (called := _called(digits)):
        return called
    if platform == "macos" and (
        named := [m for m, name in MACOS.items() if name and name.lower() in text.lower()]
    ):
        return _meant("macos", named[0])
    if written in ("", text):
        return None
    found = doubt(platform, written)
    if found is None or found.code == NEWER:
        return Doubt(MEANT, written, f"{PLATFORM_NAMES[platform]} {written}")
    return found if found.likely else None


def _called(text: str) -> Doubt | None:
    """The release of Windows that a text with letters in it names."""
    system, release = _SYSTEM.search(text), _RELEASE.search(text)
    named = release or (system and re.search("[A-Za-z]", text))
    return _release(system[0] if system else "", release[0].upper() if release else "") if named else None


def written(documents: Iterable[PolicyFile]) -> Iterator[Diagnostic]:
    """The versions and patch levels that organisation and roles write as rules of compliance."""
    for document in documents:
        above = ("defaults",) if document.kind == "Organisation" else ()
        if document.kind in ("Organisation", "Role"):
            for platform in PLATFORMS:
                for node in select(document.root, (*above, "compliance", "os-minimum", platform)):
                    yield from _told(platform, Located(str(node.value), node.span))
            for node in select(document.root, (*above, "compliance", "security-patch")):
                yield from _patch(Located(str(node.value), node.span))


def in_settings(roles: Iterable[Role]) -> Iterator[Diagnostic]:
    """The same in settings of app protection, which hold on every platform of a role that has them."""
    told: set[tuple[Span, str]] = set()
    for role in roles:
        platforms = sorted({device.platform for device in role.devices} - {"macos"})
        for name, setting in role.protection.settings:
            value = Located(str(setting.value), setting.span)
            found = (
                [d for platform in platforms for d in _told(platform, value)]
                if name.endswith("OsVersion")
                else []
            )
            found += _patch(value) if name.endswith("PatchVersion") and "android" in platforms else []
            yield from (d for d in found if (setting.span, d.code + d.args.get("system", "")) not in told)
            told |= {(setting.span, d.code + d.args.get("system", "")) for d in found}


def ahead(policy: PolicySet, on: date) -> Iterator[Diagnostic]:
    """POL324: patch levels that no device can have on that day."""
    asked = [role.compliance.security_patch for role in policy.roles.values()]
    asked += [
        Located(str(s.value), s.span)
        for role in policy.roles.values()
        for n, s in role.protection.settings
        if n.endswith("PatchVersion")
    ]
    for value, span in sorted(
        {(one.value, one.span) for one in asked if one}, key=lambda found: (found[1], found[0])
    ):
        if _is_date(value) and date.fromisoformat(value) > on + _AHEAD:
            yield Diagnostic("POL324", span=span, args={"value": value, "on": on.isoformat()})


def told(platform: Platform, text: str, found: Doubt, span: Span, pointer: str | None = None) -> Diagnostic:
    """What is wrong with a version, as a problem at its place."""
    args = {
        "system": PLATFORM_NAMES[platform],
        "value": text,
        "likely": found.likely,
        "name": found.name,
        "latest": _latest(platform),
    }
    args |= {"other": found.other, "other_name": found.other_name, "limit": str(_HIGHEST_PART)}
    return Diagnostic(
        found.code, "warning" if found.code == NEWER else "error", span=span, args=args, pointer=pointer
    )


def _told(platform: Platform, value: Located[str]) -> Iterator[Diagnostic]:
    if found := doubt(platform, value.value):
        yield told(platform, value.value, found, value.span)


def _patch(value: Located[str]) -> Iterator[Diagnostic]:
    """POL323: no date, or one before Android had patch levels."""
    if value.value != "0000-00-00" and (not _is_date(value.value) or value.value < FIRST_PATCH_LEVEL):
        yield Diagnostic("POL323", span=value.span, args={"value": value.value, "first": FIRST_PATCH_LEVEL})


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _ios(parts: tuple[int, ...]) -> Doubt | None:
    return _apple("ios", parts, IOS)


def _macos(parts: tuple[int, ...]) -> Doubt | None:
    if parts[0] == 10:
        return (
            None if not _too_fine(parts) and (len(parts) == 1 or parts[1] in MACOS_10) else Doubt(IMPOSSIBLE)
        )
    return _apple("macos", parts, tuple(MACOS))


def _apple(platform: Platform, parts: tuple[int, ...], known: tuple[int, ...]) -> Doubt | None:
    major = parts[0]
    if major in range(2000, 2100) and (major - 2000 in known or major - 2000 > known[-1]):
        return _meant(platform, major - 2000)
    if known[-1] < major <= known[-1] + _NEXT_MAJORS and not _too_fine(parts):
        return Doubt(NEWER)
    if major not in known:
        gap = [after for before, after in pairwise(known) if before < major < after]
        return _meant(platform, gap[0]) if gap else Doubt(IMPOSSIBLE)
    return Doubt(IMPOSSIBLE) if _too_fine(parts) else None


def _too_fine(parts: tuple[int, ...]) -> bool:
    return len(parts) > 3 or any(part > _HIGHEST_MINOR for part in parts[1:])


def _meant(platform: Platform, major: int) -> Doubt:
    name = f"{PLATFORM_NAMES[platform]} {major} {MACOS.get(major, '') if platform == 'macos' else ''}".strip()
    return Doubt(MEANT, f"{major}.0", name)


def _android(parts: tuple[int, ...]) -> Doubt | None:
    major = parts[0]
    if len(parts) > 3 or any(part > 9 for part in parts[1:]):
        return Doubt(IMPOSSIBLE)
    if major in ANDROID:
        minor = parts[1] if len(parts) > 1 else 0
        return (
            None
            if minor <= ANDROID_MINORS.get(major, 0)
            else Doubt(NEWER if major == ANDROID[-1] else IMPOSSIBLE)
        )
    if ANDROID[-1] < major <= ANDROID[-1] + _NEXT_ANDROIDS:
        return Doubt(NEWER)
    return (
        Doubt(MEANT, API_LEVELS[major], f"Android {API_LEVELS[major]} (API level {major})")
        if major in API_LEVELS
        else Doubt(IMPOSSIBLE)
    )


def _windows(parts: tuple[int, ...]) -> Doubt | None:
    if parts in ((10,), (10, 0)):
        return None  # any Windows that Intune manages
    builds = [part for part in parts if part in WINDOWS]
    if parts[:2] != (10, 0) or len(parts) < 3:
        if builds:
            return Doubt(MEANT, f"10.0.{builds[0]}", WINDOWS[builds[0]])
        return _release(str(parts[0]), "") if parts[0] == 11 else _release("", ".".join(map(str, parts)))
    if parts[-1] > _HIGHEST_PART and len(parts) == 4:
        return Doubt(TOO_LARGE, name=str(parts[-1]))
    if not min(WINDOWS) <= parts[2] <= _HIGHEST_BUILD:
        return Doubt(IMPOSSIBLE)
    return None if parts[2] in WINDOWS else Doubt(NEWER)


def _release(system: str, release: str) -> Doubt:
    """The build of a release of Windows, or of the first of a system. Windows 10 and 11 have releases of one name."""
    called = [(f"10.0.{build}", name) for build, name in WINDOWS.items() if _is_called(name, system, release)]
    if not called:
        return Doubt(IMPOSSIBLE)
    return (
        Doubt(ONE_OF_TWO, *called[0], *called[-1])
        if release and len(called) > 1
        else Doubt(MEANT, *called[0])
    )


def _is_called(name: str, system: str, release: str) -> bool:
    _, its_system, its_release = name.split()
    return system in ("", its_system) and release in ("", its_release)


def _latest(platform: Platform) -> str:
    last = {"ios": IOS[-1], "android": ANDROID[-1], "macos": max(MACOS), "windows": max(WINDOWS)}[platform]
    return f"10.0.{last} ({WINDOWS[last]})" if platform == "windows" else str(last)


_JUDGES: Mapping[Platform, Callable[[tuple[int, ...]], Doubt | None]] = {
    "ios": _ios,
    "android": _android,
    "windows": _windows,
    "macos": _macos,
}
