"""Reads groups by name and by id, with the people and devices in them.

Groups come from three places: those that the policy names, those to which objects in the tenant are assigned,
and those that conditional access and enrolment restrictions name. Each group is read once.
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
from managed_apparaten.graph.read.members import (
    GROUP_PROPERTIES,
    Group,
    GroupProperties,
    check_accounts_are_shown,
    group_properties,
    group_with_members,
    hides_members,
    member_requests,
    text_of,
)
from managed_apparaten.graph.read.paging import read_list, read_list_by_id
from managed_apparaten.graph.read.rounds import ReadTask, gather, gather_two

B = TypeVar("B")
_IDS_IN_FILTER = 15
"""How many values the directory accepts in one `in`."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups that were read by name and by id."""

    by_name: dict[str, tuple[str, ...]]
    """Each requested name -> ids of all groups with that name."""
    known: dict[str, Group]
    """Group id -> group, of the requested ids that exist, and of the names that exactly one group has."""
    others: dict[str, str]
    """Group id -> name of all groups of the tenant, filled in when no group has one of the names; else
    empty."""


def read_groups(names: Iterable[str], ids: Iterable[str], root: str) -> ReadTask[Groups]:
    """Read the groups with these names or ids; the members of each whose name is unambiguous."""
    groups, _, _ = yield from read_groups_beside(names, ids, root, _read_nothing(), lambda _: ())
    return groups


def read_groups_beside(
    names: Iterable[str],
    ids: Iterable[str],
    root: str,
    beside: ReadTask[B],
    named_groups: Callable[[B], Iterable[str]],
) -> ReadTask[tuple[Groups, B, Mapping[str, Group]]]:
    """Read groups as `read_groups` does, and beside them another task and the groups that its result names.

    `named_groups` returns the ids of the groups that the result of `beside` names. The third value holds
    those of them that exist, by id; they are read as soon as that result is there. When one of them cannot be
    read, it is returned as hidden, and nothing fails.
    """
    requested_ids = sorted({i.lower() for i in ids if is_guid(i)})
    (by_name, named, beside_result, extra), with_id = yield from gather_two(
        _read_named(sorted(set(names)), frozenset(requested_ids), root, beside, named_groups),
        _read_with_ids(requested_ids, root),
    )
    groups = [*named, *with_id]
    check_accounts_are_shown(groups)
    other_names = yield from gather([] if all(by_name.values()) else [_read_all_names(root)])
    known = {group.id: group for group in groups}
    named_beside = {
        i: known.get(i) or extra[i]
        for i in sorted({*map(str.lower, named_groups(beside_result))})
        if i in known or i in extra
    }
    return Groups(by_name, known, other_names[0] if other_names else {}), beside_result, named_beside


def read_optional_groups(names: Iterable[str], ids: Iterable[str], root: str) -> ReadTask[list[Group]]:
    """Return those of these groups that can be found and read. A name that several groups have finds none of
    them."""
    requests = [_request_for_name(name, "id") for name in sorted(set(names))]
    requested_ids = {i.lower() for i in ids if is_guid(i)}
    named, with_id = yield from gather_two(
        gather([_read_optional_named(request, root) for request in requests]),
        gather([_read_optional(i, root) for i in sorted(requested_ids)]),
    )
    return [group for group in (*named, *with_id) if group]


def _request_for_name(name: str, properties: str) -> GraphRequest:
    return GraphRequest(
        "GET", "/groups" + query(filter=f"displayName eq {literal(name)}", select=properties), "v1.0"
    )


def _read_optional_named(request: GraphRequest, root: str) -> ReadTask[Group | None]:
    """Read the only group in a list; return None when there is not exactly one, or when reading fails."""
    try:
        groups = yield from read_list_by_id(request, root)
    except ReadFailed:
        return None
    return (yield from _read_optional(text_of(groups[0], "id").lower(), root)) if len(groups) == 1 else None


def _read_nothing() -> ReadTask[None]:
    yield from ()


def _read_all_names(root: str) -> ReadTask[dict[str, str]]:
    """Return the names of all groups, to suggest which one was meant.

    A plan that misses one of its groups ends with an error, so a plan that succeeds does not pay for this.
    """
    groups = yield from read_list_by_id(
        GraphRequest("GET", "/groups" + query(select="id,displayName", top="999"), "v1.0"), root
    )
    return {text_of(group, "id").lower(): str(group.get("displayName") or "") for group in groups}


def _read_named(
    names: Sequence[str],
    requested_ids: frozenset[str],
    root: str,
    beside: ReadTask[B],
    named_groups: Callable[[B], Iterable[str]],
) -> ReadTask[tuple[dict[str, tuple[str, ...]], list[Group], B, dict[str, Group]]]:
    """Read groups by name, and the task beside them with the groups that its result names.

    Return the ids for each name, the groups whose name is unambiguous and that are not requested by id
    anyway, the result of the task, and its groups.
    """
    # First find the ids of all names, while the other task runs.
    requests = [_request_for_name(name, GROUP_PROPERTIES) for name in names]
    lists, beside_result = yield from gather_two(
        gather([read_list_by_id(request, root) for request in requests]), beside
    )
    ids_by_name = {
        name: tuple(sorted(text_of(group, "id").lower() for group in groups))
        for name, groups in zip(names, lists, strict=True)
    }
    # Then read the members of each group of which the name is unambiguous, and the groups that the other result names.
    name_by_id = {
        ids[0]: name for name, ids in ids_by_name.items() if len(ids) == 1 and ids[0] not in requested_ids
    }
    hiding = {text_of(group, "id").lower() for groups in lists for group in groups if hides_members(group)}
    known_ids = requested_ids | name_by_id.keys()
    extra_ids = sorted({i.lower() for i in named_groups(beside_result) if is_guid(i)} - known_ids)
    named, extra = yield from gather_two(
        gather(
            [
                _read_members(group_id, GroupProperties(name, group_id in hiding), root)
                for group_id, name in sorted(name_by_id.items())
            ]
        ),
        gather([_read_optional(group_id, root) for group_id in extra_ids]),
    )
    return ids_by_name, named, beside_result, {group.id: group for group in extra if group}


def _read_optional(group_id: str, root: str) -> ReadTask[Group | None]:
    """Read a group that something in the tenant names; return None when it does not exist, and a hidden group
    when it cannot be read."""
    try:
        groups = yield from _read_with_ids([group_id], root)
    except ReadFailed:
        return Group(group_id, group_id, frozenset(), frozenset(), hidden=True)
    return next(
        (replace(group, hidden=group.hidden or "user" in group.blank_types) for group in groups), None
    )


def _read_members(group_id: str, properties: GroupProperties, root: str) -> ReadTask[Group]:
    lists = yield from gather([read_list(request, root) for request in member_requests(group_id)])
    return group_with_members(group_id, properties, lists)


def _read_with_ids(ids: Sequence[str], root: str) -> ReadTask[list[Group]]:
    """Return those of these groups that exist, with their members; properties and members are read side by
    side."""
    parts = [ids[start : start + _IDS_IN_FILTER] for start in range(0, len(ids), _IDS_IN_FILTER)]
    properties_of_parts, members = yield from gather_two(
        gather([_read_properties(part, root) for part in parts]),
        gather([_read_members_if_group(i, root) for i in ids]),
    )
    existing = {group_id: one for part in properties_of_parts for group_id, one in part.items()}
    return [
        group_with_members(group_id, existing[group_id], lists)
        for group_id, lists in zip(ids, members, strict=True)
        if group_id in existing
    ]


def _read_properties(ids: Sequence[str], root: str) -> ReadTask[dict[str, GroupProperties]]:
    """Return the properties of those of these groups that exist.

    A group that the list does not show is read by its id: only that answer proves that it does not exist.
    """
    listed: dict[str, GroupProperties] = {}
    if len(ids) > 1:
        condition = f"id in ({','.join(map(literal, ids))})"
        request = GraphRequest("GET", "/groups" + query(filter=condition, select=GROUP_PROPERTIES), "v1.0")
        [answer] = yield [request]
        items = [] if answer.status == 400 else (yield from read_list(request, root, answer))
        listed = {text_of(item, "id").lower(): group_properties(item) for item in items}
    missing = [group_id for group_id in ids if group_id not in listed]
    others = yield from gather([_read_group(group_id) for group_id in missing])
    return listed | {
        group_id: properties
        for group_id, properties in zip(missing, others, strict=True)
        if properties is not None
    }


def _read_group(group_id: str) -> ReadTask[GroupProperties | None]:
    """Return the properties of one group; None when Graph answers 404."""
    request = GraphRequest("GET", f"/groups/{key(group_id)}" + query(select=GROUP_PROPERTIES), "v1.0")
    [answer] = yield [request]
    if answer.status == 404:
        return None
    if answer.status != 200:
        raise refusal_error(ReadFailed, request, answer)
    if not isinstance(answer.body, dict) or text_of(answer.body, "id").lower() != group_id:
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "id", answer.status)
    return group_properties(answer.body)


def _read_members_if_group(group_id: str, root: str) -> ReadTask[list[list[JSON]] | None]:
    """Return the people and the devices in what may be a group; None when it does not exist."""
    requests = member_requests(group_id)
    first_pages = yield requests
    if all(page.status == 404 for page in first_pages):
        return None
    return (
        yield from gather(
            [read_list(request, root, page) for request, page in zip(requests, first_pages, strict=True)]
        )
    )
