"""Decide whether somebody's objects of one kind get weaker: an app is no longer blocked, a switch opens, a
minimum goes down.

Bodies are compared in their comparison form, and all objects of a kind that somebody has are taken together,
because one may stop what another leaves open. A list either stops its members or allows them. A list of
allowed apps that takes the place of a list of blocked ones, or comes beside it, is not weaker. A value whose
direction is not known counts as weaker whenever it changes: a guard that counts too many people is safer than
one that counts too few. An absent value asks nothing and is never stricter than any value. One value is
weaker than absent: the Android work store shows only assigned apps until an object opens it. Source of the
meaning of values: Microsoft Learn, the pages named in the kinds and in `intune.protection_levels`.
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
"""Properties that restrict nothing."""
_STOPPED = re.compile(r"block|den(y|ied)|restricted|prohibited|compliantappslist", re.IGNORECASE)
"""Names of lists whose members are stopped or reported."""
_LET_IN = re.compile(r"allow|approved", re.IGNORECASE)
"""Names of lists whose members are allowed."""
_LESS_IS_STRICTER = re.compile(r"minutes|hours|maximum|^period|timeout", re.IGNORECASE)
"""Names of numbers of which a lower value is stricter."""
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
"""Enum members of Graph from weak to strict, or the other way round for a name in `_LESS_IS_STRICTER`. Two
values are compared by the first row that holds both."""
_STORE = "playStoreMode"
_STORES = ("blockList", "notConfigured", "allowList")
"""What the Android work store shows, from most to least: every app, assigned apps, or assigned apps with all
others removed."""
_NO_WORD = frozenset({"notConfigured", "deviceDefault", "unspecified", "notRequired", "unavailable"})
"""Enum members that ask nothing."""


@dataclass(slots=True)
class _Traits:
    """What a set of objects does, taken together."""

    stopped: set[bytes] = field(default_factory=set)
    allowed: dict[str, set[bytes]] = field(default_factory=dict)
    open_lists: set[str] = field(default_factory=set)
    """Names of lists of allowed members that allow everything."""
    others: dict[str, set[bytes]] = field(default_factory=dict)
    """Lists for which it is not known whether their members are stopped or allowed."""
    values: dict[str, list[JSON]] = field(default_factory=dict)


def weaker(
    before: Sequence[JSON], after: Sequence[JSON], apps: tuple[Iterable[str], Iterable[str]] = ((), ())
) -> bool:
    """Return whether somebody who gets the objects `after` instead of `before` is less protected in any
    respect.

    `apps` are the identifiers that app protection covers by name, before and after.
    """
    # First the store, then the lists, at last single values.
    if _store(after) < _store(before):
        return True
    was, now = _traits(before), _traits(after)
    closed = {name for name in now.allowed if name not in now.open_lists and now.allowed[name]}
    listed_before = {name for name in was.allowed if name not in was.open_lists and was.allowed[name]}
    allowed = set().union(*(now.allowed[name] for name in closed))
    gone = was.stopped - now.stopped
    if gone & allowed if closed else gone:
        return True
    if listed_before - closed:
        return True
    if any(now.allowed[name] - was.allowed[name] for name in listed_before):
        return True
    if any(now.others.get(name, set()) != known_values for name, known_values in was.others.items()):
        return True
    if now.values.get("/appGroupType") == ["selectedPublicApps"] and set(apps[0]) - set(apps[1]):
        return True
    return any(
        _laxer(name, known_values, now.values.get(name, [])) for name, known_values in was.values.items()
    )


def _store(bodies: Sequence[JSON]) -> int:
    """Return the place in `_STORES` of what these objects make of the work store. Without any of them the
    store is as Intune leaves it."""
    modes = {str(body.get(_STORE)) for body in bodies} & {_STORES[0], _STORES[2]}
    return min((_STORES.index(mode) for mode in modes), default=1)


def _traits(bodies: Sequence[JSON]) -> _Traits:
    traits = _Traits()
    for body in bodies:
        mode = str(body.get("personalProfilePlayStoreMode") or "")
        for name, value in _leaves("", body):
            if name == f"/{_STORE}":
                continue
            if isinstance(value, list):
                _list(traits, name, value, mode)
            elif value is not None:
                traits.values.setdefault(name, []).append(value)
    return traits


def _list(traits: _Traits, name: str, members: Sequence[JSON], mode: str) -> None:
    keys = {_key(member) for member in members}
    list_name = f"{mode} {name}" if _leaf(name) == "personalProfilePersonalApplications" else _leaf(name)
    if _STOPPED.search(list_name):
        traits.stopped |= keys
    elif _LET_IN.search(list_name):
        traits.allowed.setdefault(name, set()).update(keys)
        traits.open_lists |= {name} if any(_everything(member) for member in members) else set()
    else:
        traits.others.setdefault(name, set()).update(keys)


def _leaves(name: str, value: JSON) -> Iterator[tuple[str, JSON]]:
    """Yield every property with its value. Lists of settings or actions are split by what each member is
    about. AppLocker rules that only audit are left out, as they stop nothing."""
    if isinstance(value, dict):
        audited = ("allow", "deny") if value.get("enforcement") == "AuditOnly" else ()
        for key, inner in value.items():
            if key in audited:
                continue
            if key not in _SILENT and "@" not in key and not key.startswith("$"):
                yield from _leaves(f"{name}/{key}", inner)
        return
    members = value if isinstance(value, list) else []
    if members and all(isinstance(member, dict) for member in members):
        identifying_key = next(
            (key for key in ("settingDefinitionId", "actionType") if key in members[0]), None
        )
        if identifying_key or _leaf(name) == "scheduledActionsForRule":
            for member in members:
                member_name = (
                    f"{name}/{str(member.get(identifying_key)).rpartition('_')[2]}"
                    if identifying_key
                    else name
                )
                yield from _leaves(
                    member_name, {key: inner for key, inner in member.items() if key != identifying_key}
                )
            return
    yield name, _plain_value(value)


def _leaf(name: str) -> str:
    """Return the name of the property itself: `allowairdrop` of `/settings/.../allowairdrop/value`."""
    return name.removesuffix("/value").rpartition("/")[2]


def _plain_value(value: JSON) -> JSON:
    """Return the value of a settings catalog choice: `..._allowairdrop_false` is False. `disallowed` is True,
    because it asks for a restriction."""
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
    """Return what a member of a list is about, without its name and description."""
    if isinstance(member, dict):
        identity = member.get("appId") or {
            key: value for key, value in member.items() if key not in ("id", "name", "description")
        }
        return canonical(identity.lower() if isinstance(identity, str) else identity)
    return canonical(member.lower() if isinstance(member, str) else member)


def _everything(member: JSON) -> bool:
    """Return whether an AppLocker rule lets everybody start everything. A rule for all of one publisher does
    not."""
    if not isinstance(member, dict) or member.get("sid") != "S-1-1-0":
        return False
    return member.get("path") == "*" or (
        member.get("publisher"),
        member.get("product"),
        member.get("binary", "*"),
    ) == ("*", "*", "*")


def _laxer(name: str, before: Sequence[JSON], after: Sequence[JSON]) -> bool:
    """Return whether the strictest value of `after` asks less than the strictest of `before`."""
    if not any(_asks(name, value) for value in before):
        return False
    asking_values = [value for value in after if _asks(name, value)]
    return any(
        _asks(name, old) and not any(_as_strict(name, old, new) for new in asking_values) for old in before
    )


def _asks(name: str, value: JSON) -> bool:
    """Return whether the value asks for a restriction."""
    if isinstance(value, bool):
        return value is not _open(name)
    return value not in _OFF and value not in _NO_WORD


def _open(name: str) -> bool:
    """Return the value of a switch that opens: True for "allow..." and "disable...", else False."""
    return bool(re.search(r"allow|^disable|enabledefaultsource", _leaf(name), re.IGNORECASE))


def _as_strict(name: str, old: JSON, new: JSON) -> bool:
    """Return whether the new value asks at least as much as the old one."""
    if old == new:
        return True
    if isinstance(old, bool) or isinstance(new, bool):
        return False
    less_is_stricter, old_size, new_size = bool(_LESS_IS_STRICTER.search(_leaf(name))), _size(old), _size(new)
    if old_size is not None and new_size is not None:
        return new_size <= old_size if less_is_stricter else new_size >= old_size
    row = next((row for row in _WORDS if old in row and new in row), None)
    return row is not None and (row.index(str(new)) > row.index(str(old))) is not less_is_stricter


_VERSION = re.compile(r"\d+(?:[.-]\d+)*")
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def _size(value: JSON) -> tuple[int, ...] | None:
    """Return a number, version, date or duration as a tuple that can be compared; None for anything else."""
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
    """Return `10.0.22631` as numbers, without zeros at the end: 18 and 18.0 are one version."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
