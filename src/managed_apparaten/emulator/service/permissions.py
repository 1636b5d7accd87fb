"""The Graph permissions that each route needs, as data: any one of a row's permissions is enough, the least
privileged first.

The data is `_graph/permissions.json`, made by `scripts/generate_permissions.py` from Microsoft's own list,
permissions/new/permissions.json of microsoftgraph/microsoft-graph-devx-content, and from pages of
learn.microsoft.com/graph/api where those are newer. Each row names its evidence: `list`, `page`, `near` (the
permissions of the object above it) or `assumed`. These are permissions of applications; reading with a
ReadWrite permission is allowed where the list says so. A route without a row needs the permissions of the
nearest route above it.
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
"""Stands for any one segment of a route, such as the id of an object."""
WRITES = ("PATCH", "POST", "PUT", "DELETE")
Evidence = Literal["list", "page", "near", "assumed"]
"""How the permissions of a row are known, see the docstring of this module."""
BASIC_USER = frozenset({"displayName", "givenName", "mail", "photo", "surname", "userPrincipalName"})
"""Properties of a person that User.ReadBasic.All shows besides the id."""
MEMBERS = {"user": "users", "group": "groups", "device": "devices"}
"""Type of a member of a group -> the collection whose read permissions show its properties."""

CONDITIONAL_ACCESS = ("identity", "conditionalAccess")


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """The permissions of one route and method."""

    route: str
    """The path without a slash before it; `{id}` stands for any one segment."""
    method: str
    names: tuple[str, ...]
    """The permissions, any one of which is enough, the least privileged first."""
    evidence: Evidence


@dataclass(slots=True)
class _Node:
    """One segment of a route in the tree of routes."""

    children: dict[str, _Node] = field(default_factory=dict)
    permissions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Method -> the permissions of the route that ends here, any one of which is enough."""


class RouteTree:
    """Routes with their permissions, by segment."""

    def __init__(self, permissions_by_route: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """`permissions_by_route`: route -> method -> names of permissions."""
        self._root = _Node()
        for route, methods in permissions_by_route.items():
            node = self._root
            for segment in route.split("/"):
                node = node.children.setdefault(segment, _Node())
            node.permissions = {method: tuple(names) for method, names in methods.items()}

    def nearest(self, method: str, segments: tuple[str, ...]) -> tuple[str, ...]:
        """Return the permissions of a route, or else of the nearest route above it; empty when there is none.

        A root of Intune is no such route above. A write without permissions of its own is judged by any write
        of the same route.
        """
        path = list(self._walk(segments))
        if len(path) == len(segments) and method in path[-1].permissions:
            return path[-1].permissions[method]
        methods = (method, *WRITES) if method in WRITES else (method,)
        for node in reversed(path[1 if segments[0] in INTUNE_ROOTS else 0 :]):
            for known_method in methods:
                if known_method in node.permissions:
                    return node.permissions[known_method]
        return ()

    def _walk(self, segments: tuple[str, ...]) -> Iterator[_Node]:
        """Yield the nodes along a path, as far as the tree has them.

        A type cast that no route names stays at the node before it; an action with `microsoft.graph.` before
        its name is that action.
        """
        node = self._root
        for segment in segments:
            bare_name = segment.removeprefix("microsoft.graph.")
            is_qualified = bare_name != segment
            child = (
                node.children.get(segment)
                or node.children.get(bare_name)
                or (node if is_qualified else node.children.get(ID))
            )
            if child is None:
                return
            node = child
            yield node


@cache
def permission_rows() -> tuple[PermissionRow, ...]:
    """Return a row for each route and method that is served."""
    data = orjson.loads((files("managed_apparaten.emulator._graph") / "permissions.json").read_bytes())
    rows = []
    for route, methods in data["routes"].items():
        for method, entry in methods.items():
            [(evidence, names)] = entry.items()
            rows.append(PermissionRow(route, method, tuple(names), evidence))
    return tuple(rows)


def count_by_evidence() -> Counter[str]:
    """Return how many rows each sort of evidence has."""
    return Counter(row.evidence for row in permission_rows())


@cache
def _route_tree() -> RouteTree:
    """Return the rows of `permission_rows` as a tree."""
    permissions_by_route: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in permission_rows():
        permissions_by_route.setdefault(row.route, {})[row.method] = row.names
    return RouteTree(permissions_by_route)


def find_permissions(method: str, segments: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the permissions of a route, any one of which is enough, the least privileged first; None when no
    route is served there.
    """
    return (
        (_route_tree().nearest("GET" if method == "HEAD" else method, segments) or None) if segments else None
    )


def find_extra_permissions(method: str, segments: tuple[str, ...]) -> frozenset[str]:
    """Return the permissions that a route needs in addition to one of those of its row.

    conditionalaccessroot-post-policies @ 02b4cba and conditionalaccesspolicy-update name three permissions
    joined by "and", conditionalaccesspolicy-delete and conditionalaccessroot-post-namedlocations two; of
    security defaults the list says AlsoRequires=Policy.Read.All.
    """
    policies = frozenset({"Policy.Read.All"})
    if method not in WRITES:
        return frozenset()
    if segments[:2] == CONDITIONAL_ACCESS:
        is_policy = segments[2:3] == ("policies",)
        return policies | {"Application.Read.All"} if is_policy and method != "DELETE" else policies
    return policies if segments[:1] == ("policies",) else frozenset()


def visible_properties(roles: frozenset[str] | None, type_name: str) -> frozenset[str] | None:
    """Return the properties of a member of a group that the caller sees besides type and id; None for all of
    them.

    https://learn.microsoft.com/graph/permissions-overview (limited information returned for inaccessible
    member objects).
    """
    names = set[str]()
    if type_name in MEMBERS:
        names = set(find_permissions("GET", (MEMBERS[type_name],)) or ())
    if roles is None or not names or not roles.isdisjoint(names - {"User.ReadBasic.All"}):
        return None
    return BASIC_USER if type_name == "user" and "User.ReadBasic.All" in roles else frozenset()


def check(roles: frozenset[str], method: str, segments: tuple[str, ...], *, named: bool) -> None:
    """Raise Graph's 403 unless the caller's roles allow the request.

    `named`: whether the text of the error names the permissions.
    """
    names = find_permissions(method, segments)
    if names is None or (not roles.isdisjoint(names) and roles >= find_extra_permissions(method, segments)):
        return
    raise errors.forbidden(names, intune=segments[0] in INTUNE_ROOTS, named=named)
