"""A policy of conditional access, as far as it says who gets in with which device.

Names are those of Graph: https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy and the types of its parts.
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
    """Whom a policy names, or leaves out."""

    everybody: bool
    users: tuple[str, ...]
    """Ids of people, in lower case."""
    groups: tuple[str, ...]
    """Ids, in lower case."""
    roles: tuple[str, ...]
    """Ids of directory roles; who has them is not read."""
    guests: bool
    """Whether guests are meant, or some sort of them."""


@dataclass(frozen=True, slots=True)
class ConditionalAccessPolicy:
    """One policy."""

    name: str
    state: str
    operator: str
    """`AND` or `OR`; empty where it grants nothing."""
    controls: tuple[str, ...]
    """Built-in controls."""
    other_controls: tuple[str, ...]
    """Properties with controls of another sort."""
    platforms: tuple[str, ...] | None
    """None: all."""
    excluded_platforms: tuple[str, ...]
    applications: tuple[str, ...]
    excluded_applications: tuple[str, ...]
    application_filter: bool
    clients: tuple[str, ...]
    included: People
    excluded: People
    device_filter: str
    """Its mode; empty without one."""
    conditions: tuple[str, ...]
    """Names of other conditions that it has, such as `locations`."""


def parse_access_policy(body: Mapping[str, JSON]) -> ConditionalAccessPolicy:
    """The policy in an answer. Raises `UnexpectedType` for one that does not look like one."""
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
        conditions=tuple(sorted(name for name in conditions if _limits(conditions, name))),
    )


def named_groups(policy: ConditionalAccessPolicy) -> tuple[str, ...]:
    """Ids of the groups that it includes or excludes."""
    return (*policy.included.groups, *policy.excluded.groups)


def _people(users: Mapping[str, JSON], how: str) -> People:
    named = texts(users, f"{how}Users")
    return People(
        everybody=_EVERYBODY in named,
        users=tuple(sorted(user.lower() for user in named if user not in (_EVERYBODY, _GUESTS, _NOBODY))),
        groups=tuple(sorted(group.lower() for group in texts(users, f"{how}Groups"))),
        roles=tuple(sorted(role.lower() for role in texts(users, f"{how}Roles"))),
        guests=_GUESTS in named or bool(users.get(f"{how}GuestsOrExternalUsers")),
    )


def _device_filter(devices: Mapping[str, JSON]) -> str:
    """The mode of a filter on devices; of the older conditions on devices their names."""
    older = [name for name in sorted(devices) if name != "deviceFilter" and devices[name]]
    return text(record(devices, "deviceFilter"), "mode") or ", ".join(older)


def _limits(conditions: Mapping[str, JSON], name: str) -> bool:
    """Whether a condition keeps the policy from counting always. One that we do not know does, when anything is in it."""
    if "@" in name:
        return False
    if name == "locations":
        found = record(conditions, name)
        return bool(found) and not (
            texts(found, "includeLocations") == _ANYWHERE and not texts(found, "excludeLocations")
        )
    return name not in _READ and bool(conditions[name])
