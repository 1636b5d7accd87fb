"""Which Graph permission a route needs, as data: any one of a row's names opens it, the least privileged first.

The data is `_graph/permissions.json`, made by `scripts/generate_permissions.py` from Microsoft's own list, permissions/new/permissions.json
of microsoftgraph/microsoft-graph-devx-content, and from pages of learn.microsoft.com/graph/api where those are newer. Each row says how it
is known: `list`, `page`, `near` (what opens the object above it) or `assumed`. Permissions of applications; reading with a ReadWrite
permission is allowed where the list says so. A route that no row names is judged as the nearest above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service.collections import INTUNE_ROOTS

ID = "{id}"
WRITES = ("PATCH", "POST", "PUT", "DELETE")
Evidence = Literal["list", "page", "near", "assumed"]
BASIC_USER = frozenset({"displayName", "givenName", "mail", "photo", "surname", "userPrincipalName"})
"""What User.ReadBasic.All shows besides the id."""
MEMBERS = {"user": "users", "group": "groups", "device": "devices"}
"""Types of member -> the collection whose permissions show them."""

CONDITIONAL_ACCESS = ("identity", "conditionalAccess")


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """One route and method."""

    route: str
    """Without a slash before it; `{id}` fits any one segment."""
    method: str
    names: tuple[str, ...]
    evidence: Evidence


@dataclass(slots=True)
class _Node:
    below: dict[str, _Node] = field(default_factory=dict)
    opens: dict[str, tuple[str, ...]] = field(default_factory=dict)


class RouteTree:
    """Routes by segment."""

    def __init__(self, opens: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """`opens`: route -> method -> names."""
        self._top = _Node()
        for route, methods in opens.items():
            node = self._top
            for segment in route.split("/"):
                node = node.below.setdefault(segment, _Node())
            node.opens = {method: tuple(names) for method, names in methods.items()}

    def nearest(self, method: str, segments: tuple[str, ...]) -> tuple[str, ...]:
        """The names that open a route, or else the nearest above it but for the roots of Intune; empty when there is none."""
        path = list(self._down(segments))
        if len(path) == len(segments) and method in path[-1].opens:
            return path[-1].opens[method]
        for node in reversed(path[1 if segments[0] in INTUNE_ROOTS else 0 :]):
            for known in (method, *(WRITES if method in WRITES else ())):
                if known in node.opens:
                    return node.opens[known]
        return ()

    def _down(self, segments: tuple[str, ...]) -> Iterator[_Node]:
        """The nodes along a path. A type cast that no route names stays where it is; a qualified action is the action."""
        node = self._top
        for segment in segments:
            bare = segment.removeprefix("microsoft.graph.")
            found = (
                node.below.get(segment)
                or node.below.get(bare)
                or (node if bare != segment else node.below.get(ID))
            )
            if found is None:
                return
            node = found
            yield node


@cache
def permission_rows() -> tuple[PermissionRow, ...]:
    """Every route that is served, and what opens it."""
    rows = []
    for route, methods in orjson.loads(
        (files("managed_apparaten.emulator._graph") / "permissions.json").read_bytes()
    )["routes"].items():
        for method, entry in methods.items():
            [(evidence, names)] = entry.items()
            rows.append(PermissionRow(route, method, tuple(names), evidence))
    return tuple(rows)


def count_by_evidence() -> Counter[str]:
    """How many rows of `table` are known in which way."""
    return Counter(row.evidence for row in permission_rows())


@cache
def _route_tree() -> RouteTree:
    opens: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in permission_rows():
        opens.setdefault(row.route, {})[row.method] = row.names
    return RouteTree(opens)


def find_permissions(method: str, segments: tuple[str, ...]) -> tuple[str, ...] | None:
    """The names that open a route, least first; None for a route that nobody serves."""
    return (
        (_route_tree().nearest("GET" if method == "HEAD" else method, segments) or None) if segments else None
    )


def find_extra_permissions(method: str, segments: tuple[str, ...]) -> frozenset[str]:
    """Permissions that a route needs besides one of its names.

    conditionalaccessroot-post-policies @ 02b4cba and conditionalaccesspolicy-update name three permissions joined by "and",
    conditionalaccesspolicy-delete and conditionalaccessroot-post-namedlocations two; of security defaults the list says
    AlsoRequires=Policy.Read.All.
    """
    both = frozenset({"Policy.Read.All"})
    if method not in WRITES or segments[:2] != CONDITIONAL_ACCESS:
        return both if method in WRITES and segments[:1] == ("policies",) else frozenset()
    return both | {"Application.Read.All"} if segments[2:3] == ("policies",) and method != "DELETE" else both


def visible_properties(roles: frozenset[str] | None, type_name: str) -> frozenset[str] | None:
    """The properties of a member that the caller sees besides type and id; None: all of them.

    https://learn.microsoft.com/graph/permissions-overview (limited information returned for inaccessible member objects).
    """
    names = set(find_permissions("GET", (MEMBERS[type_name],)) or ()) if type_name in MEMBERS else set[str]()
    if roles is None or not names or not roles.isdisjoint(names - {"User.ReadBasic.All"}):
        return None
    return BASIC_USER if type_name == "user" and "User.ReadBasic.All" in roles else frozenset()


def check(roles: frozenset[str], method: str, segments: tuple[str, ...], *, named: bool) -> None:
    """Raise Graph's 403, with or without the names, unless one of the roles opens the route."""
    names = find_permissions(method, segments)
    if names is None or (not roles.isdisjoint(names) and roles >= find_extra_permissions(method, segments)):
        return
    raise errors.forbidden(names, intune=segments[0] in INTUNE_ROOTS, named=named)
