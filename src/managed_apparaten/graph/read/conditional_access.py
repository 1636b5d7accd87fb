"""Reads conditional access policies, as far as they say who gets access with which device.

Names are those of Graph: https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy and the
types of its parts. The fields of the classes are keys in a snapshot.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.read.fields import UnexpectedType, record, text, texts

_EVERYBODY, _GUESTS, _NOBODY = "All", "GuestsOrExternalUsers", "None"
_CLIENTS, _CONTROLS = "clientAppTypes", "builtInControls"
_OTHER_CONTROLS = ("customAuthenticationFactors", "termsOfUse", "authenticationStrength")
_READ = frozenset({"applications", "users", "platforms", "devices", "locations", _CLIENTS})
_ANYWHERE = ("All",)


@dataclass(frozen=True, slots=True)
class People:
    """Whom a policy includes or excludes."""

    everybody: bool
    """Whether it names all users."""
    users: tuple[str, ...]
    """Ids of users, in lower case."""
    groups: tuple[str, ...]
    """Ids of groups, in lower case."""
    roles: tuple[str, ...]
    """Ids of directory roles; who has them is not read."""
    guests: bool
    """Whether it names guests, or some type of guest."""


@dataclass(frozen=True, slots=True)
class ConditionalAccessPolicy:
    """One conditional access policy."""

    name: str
    state: str
    operator: str
    """`AND` or `OR`; empty when it has no grant controls."""
    controls: tuple[str, ...]
    """Built-in grant controls."""
    other_controls: tuple[str, ...]
    """Names of properties with other grant controls."""
    platforms: tuple[str, ...] | None
    """Platforms that it names; None means all."""
    excluded_platforms: tuple[str, ...]
    applications: tuple[str, ...]
    excluded_applications: tuple[str, ...]
    application_filter: bool
    """Whether a filter selects its applications."""
    clients: tuple[str, ...]
    """Client app types."""
    included: People
    excluded: People
    device_filter: str
    """Mode of its device filter; empty without one."""
    conditions: tuple[str, ...]
    """Names of its other conditions, such as `locations`."""


def parse_access_policy(body: Mapping[str, JSON]) -> ConditionalAccessPolicy:
    """Return the policy in an answer; raise `UnexpectedType` for an unknown form."""
    conditions, grant = body.get("conditions"), record(body, "grantControls")
    if not isinstance(conditions, dict) or not text(body, "state") or not text(body, "displayName"):
        raise UnexpectedType("conditions")
    applications, users, platforms = (
        record(conditions, name) for name in ("applications", "users", "platforms")
    )
    return ConditionalAccessPolicy(
        name=text(body, "displayName"),
        state=text(body, "state"),
        operator=text(grant, "operator"),
        controls=texts(grant, _CONTROLS),
        other_controls=tuple(name for name in _OTHER_CONTROLS if grant.get(name)),
        platforms=texts(platforms, "includePlatforms") if platforms else None,
        excluded_platforms=texts(platforms, "excludePlatforms"),
        applications=texts(applications, "includeApplications"),
        excluded_applications=texts(applications, "excludeApplications"),
        application_filter=bool(applications.get("applicationFilter")),
        clients=texts(conditions, _CLIENTS),
        included=_people(users, "include"),
        excluded=_people(users, "exclude"),
        device_filter=_device_filter(record(conditions, "devices")),
        conditions=tuple(sorted(name for name in conditions if _is_limiting(conditions, name))),
    )


def named_groups(policy: ConditionalAccessPolicy) -> tuple[str, ...]:
    """Return the ids of the groups that a policy includes or excludes."""
    return (*policy.included.groups, *policy.excluded.groups)


def _people(users: Mapping[str, JSON], how: str) -> People:
    """Return whom the policy names; `how` is `include` or `exclude`."""
    named = texts(users, f"{how}Users")
    return People(
        everybody=_EVERYBODY in named,
        users=tuple(sorted(user.lower() for user in named if user not in (_EVERYBODY, _GUESTS, _NOBODY))),
        groups=tuple(sorted(group.lower() for group in texts(users, f"{how}Groups"))),
        roles=tuple(sorted(role.lower() for role in texts(users, f"{how}Roles"))),
        guests=_GUESTS in named or bool(users.get(f"{how}GuestsOrExternalUsers")),
    )


def _device_filter(devices: Mapping[str, JSON]) -> str:
    """Return the mode of the device filter, or else the names of the older device conditions."""
    older = [name for name in sorted(devices) if name != "deviceFilter" and devices[name]]
    return text(record(devices, "deviceFilter"), "mode") or ", ".join(older)


def _is_limiting(conditions: Mapping[str, JSON], name: str) -> bool:
    """Return whether a condition limits when the policy counts. One that we do not know does so when it has
    any content."""
    if "@" in name:
        return False
    if name == "locations":
        locations = record(conditions, name)
        return bool(locations) and not (
            texts(locations, "includeLocations") == _ANYWHERE and not texts(locations, "excludeLocations")
        )
    return name not in _READ and bool(conditions[name])
