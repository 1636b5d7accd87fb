"""The members of a group: which people and devices are in it, and what their accounts say.

A cast of `transitiveMembers` is an advanced query: it needs `ConsistencyLevel: eventual` and `$count=true`.

Members of a type that the caller may not read come back with status 200, an id and no other property. When
that is so for all accounts of a type in all groups, the list was not really read. For some accounts
`accountEnabled` may be null: those are neither known to be enabled nor known to be disabled, so they count
among the people and are listed as unsure.

A Microsoft 365 group can hide its members (`visibility`) from everybody without Member.Read.Hidden. Microsoft
does not say that the list is empty for all others; so an empty list of such a group means unknown, and one
with people in it is taken as it is.

Sources: https://learn.microsoft.com/graph/api/group-list-transitivemembers,
https://learn.microsoft.com/graph/aad-advanced-queries, https://learn.microsoft.com/graph/permissions-overview
(limited information returned for inaccessible member objects),
https://learn.microsoft.com/graph/api/resources/group (group visibility options),
https://learn.microsoft.com/entra/external-id/user-properties (`#EXT#` in the user principal name of who was
invited)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.http.urls import key, query

ADVANCED = {"ConsistencyLevel": "eventual"}
"""Header that an advanced query needs."""
GROUP_PROPERTIES = "id,displayName,visibility"
_HIDDEN = "hiddenmembership"
_GUEST = "guest"
"""`userType` of a guest. Of old accounts it is null: then the user principal name says whether they were
invited. https://learn.microsoft.com/graph/api/resources/user (userType)"""
_INVITED = "#ext#"


@dataclass(frozen=True, slots=True)
class _MemberType:
    """A type of member, and how to read the members of that type."""

    type: str
    options: str
    id: str
    """Property with the id by which members of this type are known."""
    permission: str
    """Least permission with which Graph shows more of them than their id."""


_MEMBER_TYPES = (
    _MemberType(
        "user",
        query(select="id,accountEnabled,userType,userPrincipalName", top="999", count="true"),
        "id",
        "User.Read.All",
    ),
    _MemberType(
        "device",
        query(select="id,deviceId,accountEnabled", top="999", count="true"),
        "deviceId",
        "Device.Read.All",
    ),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that exists, with the people and devices in it, including those in nested groups."""

    id: str
    name: str
    people: frozenset[str]
    """Ids of users whose account is not known to be disabled."""
    devices: frozenset[str]
    """Entra device ids."""
    hidden: bool = False
    """Whether its members are hidden, from us too."""
    guests: frozenset[str] = frozenset()
    """Those of the people who are guests."""
    unsure: frozenset[str] = frozenset()
    """Those of the people and devices for which it is unknown whether the account is enabled."""
    typeless: frozenset[str] = frozenset()
    """Those of the people of whom it is unknown whether they are guests."""
    shown_types: frozenset[str] = frozenset()
    """Member types of which it shows the account of at least one member."""
    blank_types: frozenset[str] = frozenset()
    """Member types that it has members of, without showing the account of any of them."""


@dataclass(frozen=True, slots=True)
class GroupProperties:
    """The properties of a group itself."""

    name: str
    hides_members: bool


def group_properties(item: JSON) -> GroupProperties:
    """Return the properties of a group in an answer."""
    return GroupProperties(text_of(item, "displayName"), hides_members(item))


def hides_members(item: JSON) -> bool:
    """Return whether a group is set to hide its members."""
    return text_of(item, "visibility").lower() == _HIDDEN


def member_requests(group_id: str) -> list[GraphRequest]:
    """Return the requests for the people and for the devices in a group."""
    return [
        GraphRequest(
            "GET",
            f"/groups/{key(group_id)}/transitiveMembers/microsoft.graph.{member_type.type}{member_type.options}",
            "v1.0",
            headers=ADVANCED,
        )
        for member_type in _MEMBER_TYPES
    ]


def group_with_members(group_id: str, properties: GroupProperties, lists: list[list[JSON]] | None) -> Group:
    """Return a group with the members in the answers to `member_requests`.

    Raises `ReadFailed` when `lists` is None: the group disappeared while it was read.
    """
    if lists is None:
        raise unusable_answer_error(ReadFailed, member_requests(group_id)[0], "ChangedMeanwhile")
    shown, blank, unsure = set[str](), set[str](), set[str]()
    for member_type, members in zip(_MEMBER_TYPES, lists, strict=True):
        if members:
            is_shown = any(_shows_account(member_type, member) for member in members)
            (shown if is_shown else blank).add(member_type.type)
        unsure |= {_member_id(member_type, member) for member in members if not _has_account_state(member)}
    users, devices = lists
    user_type, device_type = _MEMBER_TYPES
    people = _enabled_members(user_type, users)
    guests = {text_of(user, "id").lower() for user in users if _is_guest(user) is True}
    typeless = {text_of(user, "id").lower() for user in users if _is_guest(user) is None}
    return Group(
        id=group_id,
        name=properties.name,
        people=people,
        devices=_enabled_members(device_type, devices),
        hidden=properties.hides_members and not any(lists),
        guests=frozenset(guests) & people,
        unsure=frozenset(unsure),
        typeless=frozenset(typeless) & people,
        shown_types=frozenset(shown),
        blank_types=frozenset(blank),
    )


def check_accounts_are_shown(groups: Sequence[Group]) -> None:
    """Raise `ReadFailed` when no group shows an account of a member type that at least one of them has.

    Then the accounts of that type are hidden from us, and a plan would count too few. A single account
    without the property, among others that have it, is one for which nobody filled it in.
    """
    for group in groups:
        for member_type, request in zip(_MEMBER_TYPES, member_requests(group.id), strict=True):
            is_shown_elsewhere = any(member_type.type in other.shown_types for other in groups)
            if member_type.type in group.blank_types and not is_shown_elsewhere:
                raise unusable_answer_error(
                    ReadFailed, request, "HiddenProperties", member_type.permission, 200
                )


def text_of(item: JSON, name: str) -> str:
    """Return a property as text; an empty text for null or a missing property."""
    return str(item.get(name) or "")


def _shows_account(member_type: _MemberType, member: JSON) -> bool:
    return _has_account_state(member) and bool(text_of(member, member_type.id))


def _has_account_state(member: JSON) -> bool:
    """Return whether it is known that the account is enabled, or that it is disabled."""
    return type(member.get("accountEnabled")) is bool


def _is_guest(user: JSON) -> bool | None:
    """Return whether a user is a guest; None when neither the type of account nor its name tells."""
    user_type, name = text_of(user, "userType").lower(), text_of(user, "userPrincipalName").lower()
    if user_type or name:
        return user_type == _GUEST or (not user_type and _INVITED in name)
    return None


def _enabled_members(member_type: _MemberType, members: Sequence[JSON]) -> frozenset[str]:
    """Return the ids of the members whose account is not known to be disabled."""
    return frozenset(
        _member_id(member_type, member) for member in members if member.get("accountEnabled") is not False
    )


def _member_id(member_type: _MemberType, member: JSON) -> str:
    """Return the id of a member: that of its type, or of the directory when it has none."""
    return (text_of(member, member_type.id) or text_of(member, "id")).lower()
