"""Whether what somebody has of one kind of object gets weaker: an app that is no longer blocked, a switch that opens, a lower minimum.

Bodies are looked at in their comparison form, all objects of a kind that somebody has together: what one stops, another may leave open.
A list is of what is stopped or of what is allowed. Where a list of allowed apps takes the place of a list of blocked ones, or comes
beside it, nothing is weaker. A value of which the direction is not known counts as weaker when it changes: too many people in a guard
is better than too few. What an absent value means: nothing is asked, which is never stricter than any value. One value is weaker than
that: the Android work store shows assigned apps only, until an object opens it.
Meaning of the values: Microsoft Learn, the pages that the kinds and `intune.protection_levels` name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from managed_apparaten.core.digest import JSON, canonical

_SILENT = frozenset(
    {
        "description", "notes", "displayName", "name", "roleScopeTagIds", "roleScopeTags", "platforms", "technologies", "publisher",
        "notificationTemplateId", "notificationMessageCCList", "omaUri", "type", "id", "appStoreUrl", "targetedAppManagementLevels",
        "customDialerAppDisplayName", "templateReference",
    }
)  # fmt: skip
"""Properties that stop nothing."""
_STOPPED = re.compile(r"block|den(y|ied)|restricted|prohibited|compliantappslist", re.IGNORECASE)
"""Names of lists of what is stopped, or reported."""
_LET_IN = re.compile(r"allow|approved", re.IGNORECASE)
_LESS_IS_STRICTER = re.compile(r"minutes|hours|maximum|^period|timeout", re.IGNORECASE)
_OFF = ("PT0S", "0000-00-00")
"""Durations and dates that ask nothing."""
_WORDS: tuple[tuple[str, ...], ...] = (
    ("allApps", "managedApps", "none"),
    ("allApps", "managedAppsWithPasteIn", "managedApps", "blocked"),
    ("anyDestinationAnySource", "orgDestinationAnySource", "orgDestinationOrgSource", "none"),
    ("notBlocked", "blocked"),
    ("allow", "blockOrganizationalData", "block"),
    ("notConfigured", "microsoftEdge"),
    ("ignoreWarn", "warn", "blockWhenSettingIsSupported", "block", "wipe"),
    (
        "deviceDefault",
        "required",
        "numeric",
        "numericComplex",
        "alphabetic",
        "alphanumeric",
        "alphanumericWithSymbols",
    ),
    ("numeric", "alphanumericAndSymbol"),
    ("allApps", "managedApps", "customApp", "blocked"),
    ("secured", "low", "medium", "high"),
    ("none", "low", "medium", "high"),
    ("none", "basicIntegrity", "basicIntegrityAndDeviceCertification"),
    ("none", "enabled"),
    ("basic", "hardwareBacked"),
    ("notConfigured", "blockedApps", "allowedApps"),
    ("notConfigured", "macAppStoreAndIdentifiedDevelopers", "macAppStore"),
    ("deviceDefault", "preventAny", "allowPersonalToWork"),
    ("notConfigured", "dataSharingFromWorkToPersonalBlocked", "crossProfileDataSharingBlocked"),
    (
        "unspecified",
        "useDeviceSettings",
        "afterDeviceRestart",
        "whenDeviceLockedExceptOpenFiles",
        "whenDeviceLocked",
    ),
    ("selectedPublicApps", "allCoreMicrosoftApps", "allMicrosoftApps", "allApps"),
    ("AuditOnly", "Enabled"),
    ("none", "appsNotInListCompliant"),
)
"""Words of Graph from weak to strict, or from strict to weak under a name of which less is stricter. Two words are compared by the first
row that has both."""
_STORE = "playStoreMode"
_STORES = ("blockList", "notConfigured", "allowList")
"""What the Android work store shows, from most to least: every app, assigned apps, assigned apps with all others removed."""
_NO_WORD = frozenset({"notConfigured", "deviceDefault", "unspecified", "notRequired", "unavailable"})
"""Words for "nothing is asked"."""


@dataclass(slots=True)
class _Traits:
    """What one set of objects does."""

    stopped: set[bytes] = field(default_factory=set)
    let_in: dict[str, set[bytes]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    """Lists of what is allowed that allow everything."""
    others: dict[str, set[bytes]] = field(default_factory=dict)
    """Lists of which nobody knows what being in them means."""
    values: dict[str, list[JSON]] = field(default_factory=dict)


def weaker(
    before: Sequence[JSON], after: Sequence[JSON], apps: tuple[Iterable[str], Iterable[str]] = ((), ())
) -> bool:
    """Whether somebody who has the objects `after` in the place of those `before` is less protected in anything. `apps` are the apps that
    app protection covers by name, then and now."""
    if _store(after) < _store(before):
        return True
    was, now = _traits(before), _traits(after)
    closed = {name for name in now.let_in if name not in now.open and now.let_in[name]}
    listed_before = {name for name in was.let_in if name not in was.open and was.let_in[name]}
    allowed = set().union(*(now.let_in[name] for name in closed))
    gone = was.stopped - now.stopped
    if gone & allowed if closed else gone:
        return True
    if listed_before - closed:
        return True
    if any(now.let_in[name] - was.let_in[name] for name in listed_before):
        return True
    if any(now.others.get(name, set()) != found for name, found in was.others.items()):
        return True
    if now.values.get("/appGroupType") == ["selectedPublicApps"] and set(apps[0]) - set(apps[1]):
        return True
    return any(_laxer(name, found, now.values.get(name, [])) for name, found in was.values.items())


def _store(bodies: Sequence[JSON]) -> int:
    """The place in `_STORES` of what these objects make of the work store; without any it is as Intune leaves it."""
    found = {str(body.get(_STORE)) for body in bodies} & {_STORES[0], _STORES[2]}
    return min((_STORES.index(mode) for mode in found), default=1)


def _traits(bodies: Sequence[JSON]) -> _Traits:
    found = _Traits()
    for body in bodies:
        mode = str(body.get("personalProfilePlayStoreMode") or "")
        for name, value in _leaves("", body):
            if name == f"/{_STORE}":
                continue
            if isinstance(value, list):
                _list(found, name, value, mode)
            elif value is not None:
                found.values.setdefault(name, []).append(value)
    return found


def _list(found: _Traits, name: str, members: Sequence[JSON], mode: str) -> None:
    keys = {_key(member) for member in members}
    said = f"{mode} {name}" if _leaf(name) == "personalProfilePersonalApplications" else _leaf(name)
    if _STOPPED.search(said):
        found.stopped |= keys
    elif _LET_IN.search(said):
        found.let_in.setdefault(name, set()).update(keys)
        found.open |= {name} if any(_everything(member) for member in members) else set()
    else:
        found.others.setdefault(name, set()).update(keys)


def _leaves(name: str, value: JSON) -> Iterator[tuple[str, JSON]]:
    """Every property with its value; a list of settings or actions by what its members are. AppLocker rules that only watch do nothing."""
    if isinstance(value, dict):
        watched = ("allow", "deny") if value.get("enforcement") == "AuditOnly" else ()
        for key, inner in value.items():
            if key in watched:
                continue
            if key not in _SILENT and "@" not in key and not key.startswith("$"):
                yield from _leaves(f"{name}/{key}", inner)
        return
    members = value if isinstance(value, list) else []
    if members and all(isinstance(member, dict) for member in members):
        told = next((key for key in ("settingDefinitionId", "actionType") if key in members[0]), None)
        if told or _leaf(name) == "scheduledActionsForRule":
            for member in members:
                about = f"{name}/{str(member.get(told)).rpartition('_')[2]}" if told else name
                yield from _leaves(about, {key: inner for key, inner in member.items() if key != told})
            return
    yield name, _plain_value(value)


def _leaf(name: str) -> str:
    """The name of the property itself: `allowairdrop` of `/settings/.../allowairdrop/value`."""
    return name.removesuffix("/value").rpartition("/")[2]


def _plain_value(value: JSON) -> JSON:
    """A choice of the settings catalog without its definition: `..._allowairdrop_false` is false, and what is disallowed is asked for."""
    if isinstance(value, str) and "_" in value:
        options: dict[str, JSON] = {
            "true": True,
            "false": False,
            "1": True,
            "0": False,
            "disallowed": True,
            "allowed": False,
        }
        return options.get(value.rpartition("_")[2], value)
    return value


def _key(member: JSON) -> bytes:
    """What a member of a list is about, whatever it is called."""
    if isinstance(member, dict):
        about = member.get("appId") or {
            key: value for key, value in member.items() if key not in ("id", "name", "description")
        }
        return canonical(about.lower() if isinstance(about, str) else about)
    return canonical(member.lower() if isinstance(member, str) else member)


def _everything(member: JSON) -> bool:
    """An AppLocker rule that lets everybody start anything; one for all of a publisher is not."""
    if not isinstance(member, dict) or member.get("sid") != "S-1-1-0":
        return False
    return member.get("path") == "*" or (
        member.get("publisher"),
        member.get("product"),
        member.get("binary", "*"),
    ) == ("*", "*", "*")


def _laxer(name: str, before: Sequence[JSON], after: Sequence[JSON]) -> bool:
    """Whether the strictest value of `after` asks less than the strictest of `before`."""
    if not any(_asks(name, value) for value in before):
        return False
    kept = [value for value in after if _asks(name, value)]
    return any(_asks(name, old) and not any(_as_strict(name, old, new) for new in kept) for old in before)


def _asks(name: str, value: JSON) -> bool:
    if isinstance(value, bool):
        return value is not _open(name)
    return value not in _OFF and value not in _NO_WORD


def _open(name: str) -> bool:
    """The value of a switch that opens: what is "allowed" or "disabled" when it is on."""
    return bool(re.search(r"allow|^disable|enabledefaultsource", _leaf(name), re.IGNORECASE))


def _as_strict(name: str, old: JSON, new: JSON) -> bool:
    if old == new:
        return True
    if isinstance(old, bool) or isinstance(new, bool):
        return False
    less, one, other = bool(_LESS_IS_STRICTER.search(_leaf(name))), _size(old), _size(new)
    if one is not None and other is not None:
        return other <= one if less else other >= one
    row = next((row for row in _WORDS if old in row and new in row), None)
    return row is not None and (row.index(str(new)) > row.index(str(old))) is not less


_VERSION = re.compile(r"\d+(?:[.-]\d+)*")
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def _size(value: JSON) -> tuple[int, ...] | None:
    """A number, version, date or duration as something to compare."""
    if isinstance(value, int | float):
        return (int(value),)
    if not isinstance(value, str):
        return None
    if _VERSION.fullmatch(value):
        return version(value)
    if (match := _DURATION.fullmatch(value)) and any(match.groups()):
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return (((days * 24 + hours) * 60 + minutes) * 60 + seconds,)
    return None


def version(text: str) -> tuple[int, ...]:
    """`10.0.22631` as numbers, without zeros at the end: 18 and 18.0 are one version."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
