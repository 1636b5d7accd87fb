"""Reads what the objects of a plan need around them to have effect: conditional access, enrolment
restrictions, how a device without a compliance policy counts, and the connections to Apple and Google.

Each part is optional. A part that the service refuses, or that has an unknown form, is unknown and never
stops a plan. Of the groups that these parts name we read the members, to tell which people of a role they
reach. The fields of the classes are keys in a snapshot.

Sources: https://learn.microsoft.com/graph/api/conditionalaccessroot-list-policies,
https://learn.microsoft.com/graph/api/intune-onboarding-deviceenrollmentconfiguration-list (beta),
https://learn.microsoft.com/graph/api/intune-androidforwork-androidmanagedstoreaccountenterprisesettings-get
(beta), https://learn.microsoft.com/graph/api/intune-devices-applepushnotificationcertificate-get,
https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-list (beta),
https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-list
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import refusal_error
from managed_apparaten.graph.http.request import Api, GraphRequest
from managed_apparaten.graph.http.urls import query
from managed_apparaten.graph.read.conditional_access import (
    ConditionalAccessPolicy,
    named_groups,
    parse_access_policy,
)
from managed_apparaten.graph.read.enrolment import Restriction, parse_restrictions
from managed_apparaten.graph.read.fields import UnexpectedType, switch, text
from managed_apparaten.graph.read.paging import read_list
from managed_apparaten.graph.read.rounds import ReadTask, gather

ACCESS = "identity/conditionalAccess/policies"
ENROLMENT = "deviceManagement/deviceEnrollmentConfigurations"
DEFAULT = "deviceManagement/settings"
PLAY = "deviceManagement/androidManagedStoreAccountEnterpriseSettings"
PUSH = "deviceManagement/applePushNotificationCertificate"
PROGRAM = "deviceManagement/depOnboardingSettings"
PURCHASE = "deviceAppManagement/vppTokens"
GUESTS = "users/$count"
_WORKING_VALUES = {
    "bindStatus": ("bound", "boundAndValidated"),
    "lastAppSyncStatus": ("success", "none"),
    "state": ("valid", "unknown"),
}
"""Property -> values with which a connection works."""


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A part that could not be read."""

    path: str
    said: str
    """Status and code of the answer, such as `403 Forbidden`: data, not a sentence."""


@dataclass(frozen=True, slots=True)
class PlatformConnection:
    """A certificate or token with which Intune connects to Apple, or the binding to Managed Google Play."""

    path: str
    name: str
    """Name of this one, where there can be several; else empty."""
    ends: str
    """When it expires, as Graph returns it; empty when Graph returns nothing."""
    troubles: tuple[str, ...] = ()
    """Properties that say that it does not work, with their values, such as `state invalid`."""


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group that conditional access or an enrolment restriction names."""

    id: str
    name: str
    people: tuple[str, ...]
    """Ids of the people in it, sorted; including nested groups, without disabled accounts."""
    hidden: bool = False
    """Whether it is unknown who is in it."""
    guests: tuple[str, ...] = ()
    """Those of the people who are guests."""


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What was read around the objects. A part that is None was not read; `unread` tells why, unless nothing
    was requested."""

    access: tuple[ConditionalAccessPolicy, ...] | None = None
    enrolment: tuple[Restriction, ...] | None = None
    secure_by_default: bool | None = None
    """False when a device without a compliance policy counts as compliant."""
    connections: tuple[PlatformConnection, ...] = ()
    guests: int | None = None
    """Number of enabled guest accounts."""
    groups: tuple[NamedGroup, ...] = ()
    """Those of the named groups that exist."""
    role_groups: tuple[NamedGroup, ...] = ()
    """Groups of roles to which nothing is assigned, as far as they were requested."""
    unread: tuple[UnreadPart, ...] = ()

    @property
    def group_ids(self) -> tuple[str, ...]:
        """Ids of the groups that conditional access and enrolment restrictions name, sorted."""
        access = {group for one in self.access or () for group in named_groups(one)}
        return tuple(sorted(access | {group for one in self.enrolment or () for group in one.groups}))


NOT_READ = Preconditions()
"""The value when nothing was requested."""


def read_preconditions(root: str) -> ReadTask[Preconditions]:
    """Read all parts side by side, without the groups that they name."""
    parts = yield from gather([
        _read_list_part(ACCESS, "v1.0", root, _policies),
        _read_list_part(ENROLMENT, "beta", root, lambda items: Preconditions(enrolment=parse_restrictions(items)), expand="assignments"),
        _read_object_part(DEFAULT, "beta", lambda body: Preconditions(secure_by_default=switch(body, "secureByDefault"))),
        _read_object_part(PLAY, "beta", lambda body: _connections(_play(body))),
        _read_object_part(PUSH, "v1.0", lambda body: _connections(PlatformConnection(PUSH, "", text(body, "expirationDateTime")))),
        _read_list_part(PROGRAM, "beta", root, lambda items: _connections(*map(_program, items))),
        _read_list_part(PURCHASE, "v1.0", root, lambda items: _connections(*map(_purchase, items))),
        _count_guests(),
    ])  # fmt: skip
    return merge_preconditions(parts)


def merge_preconditions(parts: Sequence[Preconditions]) -> Preconditions:
    """Return several parts as one; each part holds what the others lack."""
    return Preconditions(
        access=next((part.access for part in parts if part.access is not None), None),
        enrolment=next((part.enrolment for part in parts if part.enrolment is not None), None),
        secure_by_default=next(
            (part.secure_by_default for part in parts if part.secure_by_default is not None), None
        ),
        connections=tuple(connection for part in parts for connection in part.connections),
        guests=next((part.guests for part in parts if part.guests is not None), None),
        groups=tuple(group for part in parts for group in part.groups),
        role_groups=tuple(group for part in parts for group in part.role_groups),
        unread=tuple(unread for part in parts for unread in part.unread),
    )


def with_groups(
    preconditions: Preconditions, groups: Sequence[NamedGroup], roles: Sequence[NamedGroup]
) -> Preconditions:
    """Return the preconditions with the groups that they name, and with those of roles."""
    return replace(preconditions, groups=_sorted(groups), role_groups=_sorted(roles))


def _sorted(groups: Sequence[NamedGroup]) -> tuple[NamedGroup, ...]:
    return tuple(sorted(groups, key=lambda group: group.id))


def _read_list_part(
    path: str, api: Api, root: str, read: Callable[[list[JSON]], Preconditions], expand: str = ""
) -> ReadTask[Preconditions]:
    """Read a part that is a list."""
    try:
        return read((yield from read_list(GraphRequest("GET", f"/{path}{query(expand=expand)}", api), root)))
    except (ReadFailed, UnexpectedType) as problem:
        return _unread(path, problem)


def _read_object_part(
    path: str, api: Api, read: Callable[[dict[str, JSON]], Preconditions]
) -> ReadTask[Preconditions]:
    """Read a part that is one object."""
    request = GraphRequest("GET", f"/{path}", api)
    [answer] = yield [request]
    try:
        if answer.status != 200:
            raise refusal_error(ReadFailed, request, answer)
        if not isinstance(answer.body, dict):
            raise UnexpectedType("value")
        return read(answer.body)
    except (ReadFailed, UnexpectedType) as problem:
        return _unread(path, problem)


def _count_guests() -> ReadTask[Preconditions]:
    """Count the enabled guest accounts: https://learn.microsoft.com/graph/aad-advanced-queries (`$count` on
    users)."""
    filtered = query(filter="accountEnabled eq true and userType eq 'Guest'")
    request = GraphRequest("GET", f"/{GUESTS}{filtered}", "v1.0", headers={"ConsistencyLevel": "eventual"})
    [answer] = yield [request]
    if answer.status != 200:
        return _unread(GUESTS, refusal_error(ReadFailed, request, answer))
    return (
        Preconditions(guests=answer.body)
        if type(answer.body) is int
        else _unread(GUESTS, UnexpectedType("count"))
    )


def _unread(path: str, problem: ReadFailed | UnexpectedType) -> Preconditions:
    """Return a part that could not be read."""
    reason = (
        f"{problem.status or ''} {problem.code}".strip()
        if isinstance(problem, ReadFailed)
        else f"InvalidResponse {problem}"
    )
    return Preconditions(unread=(UnreadPart(path, reason),))


def _policies(items: Sequence[Mapping[str, JSON]]) -> Preconditions:
    """Return the conditional access policies in a list."""
    return Preconditions(
        access=tuple(sorted(map(parse_access_policy, items), key=lambda one: (one.name, repr(one))))
    )


def _connections(*connections: PlatformConnection) -> Preconditions:
    """Return connections as a part."""
    return Preconditions(
        connections=tuple(sorted(connections, key=lambda one: (one.path, one.name, one.ends)))
    )


def _play(body: Mapping[str, JSON]) -> PlatformConnection:
    """Return the binding to Managed Google Play."""
    if not text(body, "bindStatus"):
        raise UnexpectedType("bindStatus")
    return PlatformConnection(PLAY, "", "", _troubles(body, "bindStatus", "lastAppSyncStatus"))


def _program(body: Mapping[str, JSON]) -> PlatformConnection:
    """Return a token of the Apple enrollment program."""
    return PlatformConnection(PROGRAM, text(body, "tokenName"), text(body, "tokenExpirationDateTime"))


def _purchase(body: Mapping[str, JSON]) -> PlatformConnection:
    """Return an Apple VPP token."""
    name = text(body, "displayName") or text(body, "locationName") or text(body, "organizationName")
    return PlatformConnection(PURCHASE, name, text(body, "expirationDateTime"), _troubles(body, "state"))


def _troubles(body: Mapping[str, JSON], *names: str) -> tuple[str, ...]:
    """Return those of these properties whose value is not one with which a connection works. A missing
    property says nothing."""
    return tuple(
        f"{name} {value}"
        for name in names
        if (value := text(body, name)) and value not in _WORKING_VALUES[name]
    )
