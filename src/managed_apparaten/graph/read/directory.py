"""Groups, the people and devices in them, and all enrolled devices: what a plan needs to say whom it reaches.

Casts of `transitiveMembers` are advanced queries: they want `ConsistencyLevel: eventual` and `$count=true`.
Members of a type that the caller may not read come back with an id and nothing else, under a 200: such a list was not read. That is so
when it is so for all of them. `accountEnabled` of some may be null: those are neither known to be switched on nor known to be switched
off, so they are among the people, and named as unsure for whoever counts.
A Microsoft 365 group can hide who is in it (`visibility`), and shows its members to who has Member.Read.Hidden only. That the list is
empty for all others is not written there; so an empty one of such a group is unknown, and one with people in it is believed.
Sources: https://learn.microsoft.com/graph/api/group-list-transitivemembers, https://learn.microsoft.com/graph/aad-advanced-queries,
https://learn.microsoft.com/graph/permissions-overview (limited information returned for inaccessible member objects),
https://learn.microsoft.com/graph/api/resources/group (group visibility options),
https://learn.microsoft.com/entra/external-id/user-properties (`#EXT#` in the user principal name of who was invited)
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from managed_apparaten.core.digest import JSON
from managed_apparaten.core.names import is_guid
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import refusal_error, unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.http.urls import key, literal, query
from managed_apparaten.graph.observed import UNKNOWN_OWNERSHIP, Device, Directory
from managed_apparaten.graph.read.paging import read_list
from managed_apparaten.graph.read.rounds import ReadTask, gather, gather_two

B = TypeVar("B")
_SELECT = "id,displayName,visibility"
_ADVANCED = {"ConsistencyLevel": "eventual"}
_HIDDEN = "hiddenmembership"
_GUEST = "guest"
"""`userType` of somebody who is invited. Of old accounts it is null: then the user principal name says whether they were invited.
https://learn.microsoft.com/graph/api/resources/user (userType)"""
_INVITED = "#ext#"
_OWNERS: Mapping[str, str] = {"company": "corporate", "personal": "personal"}
"""`managedDeviceOwnerType`; it can be `unknown` and null as well.
https://learn.microsoft.com/graph/api/resources/intune-shared-managedownertype"""
_IN = 15
"""How many values the directory takes in one `in`."""
_PLATFORMS = (("ios", "ios"), ("ipad", "ios"), ("iphone", "ios"), ("android", "android"), ("aosp", "android"), ("windows", "windows"),
              ("mac", "macos"), ("osx", "macos"), ("linux", "linux"), ("ubuntu", "linux"), ("chromeos", "chromeos"))  # fmt: skip
"""How `operatingSystem` of a managed device begins, in lower case and without blanks, and which platform it is. It is free text of the
service: iPadOS, AndroidEnterprise, AndroidForWork, AOSP, MacMDM, "OS X", "Windows 11" and others are seen in public reports."""


@dataclass(frozen=True, slots=True)
class _Cast:
    """One type of member."""

    type: str
    options: str
    id: str
    """The property by which members are known."""
    permission: str
    """The least that shows more of them than that they are there."""


_CASTS = (
    _Cast(
        "user",
        query(select="id,accountEnabled,userType,userPrincipalName", top="999", count="true"),
        "id",
        "User.Read.All",
    ),
    _Cast(
        "device",
        query(select="id,deviceId,accountEnabled", top="999", count="true"),
        "deviceId",
        "Device.Read.All",
    ),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that exists, with who is in it, nested groups included."""

    id: str
    name: str
    people: frozenset[str]
    """Ids of users."""
    devices: frozenset[str]
    """Entra device ids."""
    hidden: bool = False
    """Whether it hides who is in it, from us too."""
    guests: frozenset[str] = frozenset()
    """Those of the people who are guests."""
    unsure: frozenset[str] = frozenset()
    """Those of the people and devices of which nobody can tell whether their account is enabled."""
    typeless: frozenset[str] = frozenset()
    """Those of the people of whom nobody can tell whether they are guests."""
    shows: frozenset[str] = frozenset()
    """Types of member of which it shows somebody's account."""
    blank: frozenset[str] = frozenset()
    """Types of member that it has, and of which it shows nobody's account."""


@dataclass(frozen=True, slots=True)
class _Called:
    """What a group itself tells."""

    name: str
    hides: bool


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups found by name and by id."""

    by_name: dict[str, tuple[str, ...]]
    """Every name that was asked, with the ids of all groups that carry it."""
    known: dict[str, Group]
    """By id: what was asked by id and exists, and what a name means unambiguously."""
    others: dict[str, str]
    """Names by id of all groups of the tenant, when a name is of none; else empty."""


def read_groups(names: Iterable[str], ids: Iterable[str], root: str) -> ReadTask[Groups]:
    """Groups with these names or ids, who is in those that are not ambiguous; each group is read once."""
    found, _, _ = yield from read_groups_beside(names, ids, root, _nothing(), lambda _: ())
    return found


def read_groups_beside(
    names: Iterable[str],
    ids: Iterable[str],
    root: str,
    beside: ReadTask[B],
    more: Callable[[B], Iterable[str]],
) -> ReadTask[tuple[Groups, B, Mapping[str, Group]]]:
    """The same, with another reading and the groups that it speaks of, by id: those that exist, read as soon as it is there.

    Of such a group an answer that we cannot use makes the group hidden, and no more than that.
    """
    asked = sorted({i.lower() for i in ids if is_guid(i)})
    named, with_id = yield from gather_two(
        _named(sorted(set(names)), frozenset(asked), root, beside, more), _with_ids(asked, root)
    )
    by_name, members, others_said, extra = named
    found = [*members, *with_id]
    _seen(found)
    others = yield from gather([] if all(by_name.values()) else [_all_names(root)])
    known = {group.id: group for group in found}
    spoken = {
        i: known.get(i) or extra[i]
        for i in sorted({*map(str.lower, more(others_said))})
        if i in known or i in extra
    }
    return Groups(by_name, known, others[0] if others else {}), others_said, spoken


def read_optional_groups(names: Iterable[str], ids: Iterable[str], root: str) -> ReadTask[list[Group]]:
    """Those of these groups that can be found and read; a name that several groups have finds none."""
    requests = [
        GraphRequest("GET", "/groups" + query(filter=f"displayName eq {literal(n)}", select="id"), "v1.0")
        for n in sorted(set(names))
    ]
    asked = {i.lower() for i in ids if is_guid(i)}
    named, with_id = yield from gather_two(
        gather([_found_perhaps(request, root) for request in requests]),
        gather([_perhaps(i, root) for i in sorted(asked)]),
    )
    return [group for group in (*named, *with_id) if group]


def _found_perhaps(request: GraphRequest, root: str) -> ReadTask[Group | None]:
    try:
        found = yield from _listed(request, root)
    except ReadFailed:
        return None
    return (yield from _perhaps(_text(found[0], "id").lower(), root)) if len(found) == 1 else None


def _nothing() -> ReadTask[None]:
    yield from ()


def _all_names(root: str) -> ReadTask[dict[str, str]]:
    """All groups, to find the one that was meant. A plan without one of its groups is an error, so this costs no plan anything."""
    listed = yield from _listed(
        GraphRequest("GET", "/groups" + query(select="id,displayName", top="999"), "v1.0"), root
    )
    return {_text(group, "id").lower(): str(group.get("displayName") or "") for group in listed}


def read_devices(root: str) -> ReadTask[tuple[Device, ...]]:
    """All enrolled devices."""
    select = "id,userId,azureADDeviceId,operatingSystem,osVersion,managedDeviceOwnerType"
    items = yield from _listed(
        GraphRequest("GET", "/deviceManagement/managedDevices" + query(select=select), "v1.0"), root
    )
    return tuple(sorted((_device(item) for item in items), key=lambda device: device.id))


def read_people_total() -> ReadTask[int]:
    """How many accounts are enabled."""
    request = GraphRequest(
        "GET", "/users/$count" + query(filter="accountEnabled eq true"), "v1.0", headers=_ADVANCED
    )
    [answer] = yield [request]
    if answer.status != 200:
        raise refusal_error(ReadFailed, request, answer)
    if type(answer.body) is not int:
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "count", answer.status)
    return answer.body


def build_directory(found: Groups, enrolled: tuple[Device, ...], people: int) -> Directory:
    """What was read, as a plan looks at it."""
    known = dict(sorted(found.known.items()))
    return Directory(
        groups_by_name=found.by_name,
        group_names={group.id: group.name for group in known.values()},
        people={group.id: group.people for group in known.values()},
        devices_in={group.id: group.devices for group in known.values()},
        devices=enrolled,
        people_total=people,
        hidden=frozenset(group.id for group in known.values() if group.hidden),
        guests=frozenset[str]().union(*(group.guests for group in known.values())),
        others=found.others,
        unsure=frozenset[str]().union(*(group.unsure for group in known.values())),
        typeless=frozenset[str]().union(*(group.typeless for group in known.values())),
    )


def _named(
    names: Sequence[str],
    asked: frozenset[str],
    root: str,
    beside: ReadTask[B],
    more: Callable[[B], Iterable[str]],
) -> ReadTask[tuple[dict[str, tuple[str, ...]], list[Group], B, dict[str, Group]]]:
    """The ids that each name has, and the groups of names that have one which is not asked by id anyway; then what stands beside them."""
    requests = [
        GraphRequest("GET", "/groups" + query(filter=f"displayName eq {literal(n)}", select=_SELECT), "v1.0")
        for n in names
    ]
    lists, said = yield from gather_two(gather([_listed(request, root) for request in requests]), beside)
    found = {
        name: tuple(sorted(_text(group, "id").lower() for group in group_list))
        for name, group_list in zip(names, lists, strict=True)
    }
    sure = {ids[0]: name for name, ids in found.items() if len(ids) == 1 and ids[0] not in asked}
    hiding = {_text(group, "id").lower() for group_list in lists for group in group_list if _hides(group)}
    spoken = sorted({i.lower() for i in more(said) if is_guid(i)} - asked - sure.keys())
    members, extra = yield from gather_two(
        gather(
            [_member(group, _Called(name, group in hiding), root) for group, name in sorted(sure.items())]
        ),
        gather([_perhaps(group, root) for group in spoken]),
    )
    return found, members, said, {group.id: group for group in extra if group}


def _perhaps(group: str, root: str) -> ReadTask[Group | None]:
    """A group that something in the tenant names; None when it is gone, and hidden when it was not read."""
    try:
        found = yield from _with_ids([group], root)
    except ReadFailed:
        return Group(group, group, frozenset(), frozenset(), hidden=True)
    return next((replace(one, hidden=one.hidden or "user" in one.blank) for one in found), None)


def _listed(request: GraphRequest, root: str) -> ReadTask[list[JSON]]:
    """A list of objects that have an id each, once each: what moves while we read stands on two pages, and would count twice."""
    items = yield from read_list(request, root)
    if not all(_text(item, "id") for item in items):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "id", 200)
    return list({_text(item, "id"): item for item in items}.values())


def _member(group: str, called: _Called, root: str) -> ReadTask[Group]:
    casts = _casts(group)
    return _group(group, called, (yield from gather([read_list(cast, root) for cast in casts])))


def _with_ids(ids: Sequence[str], root: str) -> ReadTask[list[Group]]:
    """The groups that exist of these, with who is in them, asked at once."""
    parts = [ids[start : start + _IN] for start in range(0, len(ids), _IN)]
    names, members = yield from gather_two(
        gather([_names(part, root) for part in parts]), gather([_with_id(i, root) for i in ids])
    )
    exist = {group: called for part in names for group, called in part.items()}
    return [
        _group(group, exist[group], found)
        for group, found in zip(ids, members, strict=True)
        if group in exist
    ]


def _names(ids: Sequence[str], root: str) -> ReadTask[dict[str, _Called]]:
    """Names of the groups that exist of these. Of one that a list does not show only the group itself says that it is gone."""
    found: dict[str, _Called] = {}
    if len(ids) > 1:
        listed = f"id in ({','.join(map(literal, ids))})"
        request = GraphRequest("GET", "/groups" + query(filter=listed, select=_SELECT), "v1.0")
        [answer] = yield [request]
        items = [] if answer.status == 400 else (yield from read_list(request, root, answer))
        found = {_text(item, "id").lower(): _called(item) for item in items}
    missing = [group for group in ids if group not in found]
    others = yield from gather([_name(group) for group in missing])
    return found | {group: name for group, name in zip(missing, others, strict=True) if name is not None}


def _name(group: str) -> ReadTask[_Called | None]:
    request = GraphRequest("GET", f"/groups/{key(group)}" + query(select=_SELECT), "v1.0")
    [answer] = yield [request]
    if answer.status == 404:
        return None
    if answer.status != 200:
        raise refusal_error(ReadFailed, request, answer)
    if not isinstance(answer.body, dict) or _text(answer.body, "id").lower() != group:
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "id", answer.status)
    return _called(answer.body)


def _called(item: JSON) -> _Called:
    return _Called(_text(item, "displayName"), _hides(item))


def _hides(item: JSON) -> bool:
    return _text(item, "visibility").lower() == _HIDDEN


def _with_id(group: str, root: str) -> ReadTask[list[list[JSON]] | None]:
    """People and devices of what may be a group; None when there is no such thing."""
    casts = _casts(group)
    firsts = yield casts
    if all(first.status == 404 for first in firsts):
        return None
    return (
        yield from gather([read_list(cast, root, first) for cast, first in zip(casts, firsts, strict=True)])
    )


def _group(group: str, called: _Called, lists: list[list[JSON]] | None) -> Group:
    casts = _casts(group)
    if lists is None:
        raise unusable_answer_error(ReadFailed, casts[0], "ChangedMeanwhile")
    people, machines = (_members(cast, members) for cast, members in zip(_CASTS, lists, strict=True))
    told = {
        cast.type: any(_shows(cast, member) for member in members)
        for cast, members in zip(_CASTS, lists, strict=True)
        if members
    }
    shows = frozenset(sort for sort, shown in told.items() if shown)
    sorts = [(_text(member, "id").lower(), _invited(member)) for member in lists[0]]
    guests, typeless = (
        frozenset(person for person, sort in sorts if sort is wanted) & people for wanted in (True, None)
    )
    unsure = [
        _called_so(cast, m)
        for cast, members in zip(_CASTS, lists, strict=True)
        for m in members
        if not _told(m)
    ]
    hidden = called.hides and not any(lists)
    blank = frozenset(told) - shows
    return Group(
        group, called.name, people, machines, hidden, guests, frozenset(unsure), typeless, shows, blank
    )


def _casts(group: str) -> list[GraphRequest]:
    """The people and the devices in a group."""
    return [
        GraphRequest(
            "GET",
            f"/groups/{key(group)}/transitiveMembers/microsoft.graph.{cast.type}{cast.options}",
            "v1.0",
            headers=_ADVANCED,
        )
        for cast in _CASTS
    ]


def _seen(found: Sequence[Group]) -> None:
    """Raise `ReadFailed` where no group shows an account of a type of member that there is: all are hidden, and a plan would count too few.
    One account without such a property among others that have it is an account of which somebody never filled it in."""
    for group in found:
        for cast, request in zip(_CASTS, _casts(group.id), strict=True):
            if cast.type in group.blank and not any(cast.type in other.shows for other in found):
                raise unusable_answer_error(ReadFailed, request, "HiddenProperties", cast.permission, 200)


def _shows(cast: _Cast, member: JSON) -> bool:
    return _told(member) and bool(_text(member, cast.id))


def _told(member: JSON) -> bool:
    """Whether it says that its account is enabled, or that it is not."""
    return type(member.get("accountEnabled")) is bool


def _invited(member: JSON) -> bool | None:
    """Whether somebody is a guest; None when neither the sort of account nor its name tells."""
    sort, name = _text(member, "userType").lower(), _text(member, "userPrincipalName").lower()
    if sort or name:
        return sort == _GUEST or (not sort and _INVITED in name)
    return None


def _members(cast: _Cast, members: Sequence[JSON]) -> frozenset[str]:
    """Those whose account is not known to be switched off, by the id of their type; one without has only that of the directory."""
    return frozenset(
        _called_so(cast, member) for member in members if member.get("accountEnabled") is not False
    )


def _called_so(cast: _Cast, member: JSON) -> str:
    """How a member is known."""
    return (_text(member, cast.id) or _text(member, "id")).lower()


def _device(item: JSON) -> Device:
    system, owner = str(item.get("operatingSystem") or ""), owner_of(item.get("managedDeviceOwnerType"))
    return Device(
        id=_text(item, "id"),
        user_id=str(item.get("userId") or "").lower() or None,
        entra_id=_entra(str(item.get("azureADDeviceId") or "").lower()),
        platform=platform_of(system),
        ownership=owner,
        version=str(item.get("osVersion") or "") if owner == "corporate" else "",
    )


def _entra(found: str) -> str | None:
    """The id of the device in Entra; a device that is not there has none, or one of zeros."""
    return found if found.strip("0-") else None


def owner_of(found: JSON) -> str:
    """Whose a device is by its `managedDeviceOwnerType`; text that Graph does not document stays as it is, and counts as both."""
    text = str(found or "")
    return _OWNERS.get(text, text) or UNKNOWN_OWNERSHIP


def platform_of(system: str) -> str:
    """The platform of a device by its `operatingSystem`; text that says none stays as it is, and counts for every platform."""
    folded = "".join(system.lower().split())
    return next((platform for beginning, platform in _PLATFORMS if folded.startswith(beginning)), system)


def _text(item: JSON, name: str) -> str:
    return str(item.get(name) or "")
