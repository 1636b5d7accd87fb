"""Rules for queries on Entra's objects: which properties a filter may use, and what needs an advanced query.

Source: learn.microsoft.com/graph/aad-advanced-queries, with its table of properties as data in
`_graph/directory_filters.json`. An advanced query has the header `ConsistencyLevel: eventual` and
`$count=true`; `$search` and the segment `/$count` need the header alone. Most texts of the refusals are on
the same page; the others are known from public reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.odata.filter import Supported
from managed_apparaten.emulator.odata.literals import Declared
from managed_apparaten.emulator.odata.metadata import Metadata
from managed_apparaten.emulator.service.call import Call

ENDS_WITH = frozenset({"mail", "otherMails/any/$it", "proxyAddresses/any/$it", "userPrincipalName"})
"""Properties on which an advanced query can use endsWith."""
COLLECTIONS = {"users": "user", "groups": "group", "devices": "device"}
"""Collection with advanced queries -> type of its objects."""
SEARCHABLE = frozenset({
    "appDisplayName", "description", "displayName", "givenName", "mail", "mailNickname", "otherMails", "proxyAddresses", "surname",
    "userPrincipalName",
})  # fmt: skip
"""Properties on which $search works: learn.microsoft.com/graph/search-query-parameter."""


@cache
def _load_filters() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return type -> property -> `default` or `advanced` -> the operators of the filter, separated by spaces."""
    filters: dict[str, dict[str, dict[str, str]]] = orjson.loads(
        (files("managed_apparaten.emulator._graph") / "directory_filters.json").read_bytes()
    )
    return filters


def supported_filters(metadata: Metadata, types: Iterable[str]) -> Supported:
    """Return what a filter may use on objects of these types.

    A property that one of the types has is enough, as in a list of members.
    """
    names = [name for name in types if name in _load_filters()]
    navigation = frozenset(prop for name in names for prop in metadata.get(name).navigation)
    plain: dict[str, frozenset[str]] = {}
    advanced: dict[str, frozenset[str]] = {}
    for name in names:
        for prop, operators in _load_filters()[name].items():
            # A property of another object, such as manager/id, is documented and not modelled.
            if prop.partition("/")[0] in navigation:
                continue
            plain[prop] = plain.get(prop, frozenset()) | frozenset(operators.get("default", "").split())
            advanced[prop] = advanced.get(prop, frozenset()) | frozenset(
                operators.get("advanced", "").split()
            )
    for prop in ENDS_WITH & plain.keys():
        advanced[prop] |= {"endswith"}
    properties = frozenset(prop for name in names for prop in metadata.get(name).properties)
    declared = names[0] if len(names) == 1 else "directoryObject"

    def unsupported(prop: str, _operator: str) -> errors.GraphError:
        first = prop.partition("/")[0]
        if first in properties:
            return errors.GraphError(
                400, "Request_UnsupportedQuery", "The request uses a filter property that is not indexed"
            )
        if first in navigation:
            return errors.not_served(f"'{prop}' in $filter")
        text = f"Invalid filter clause: Could not find a property named '{prop}' on type 'microsoft.graph.{declared}'."
        return errors.bad_request(text)

    return Supported(
        plain,
        advanced=advanced,
        directory=True,
        unsupported=unsupported,
        declared=Declared(metadata, tuple(names)),
    )


def is_eventual(call: Call) -> bool:
    """Return whether the request has the header of advanced queries, or the tenant does not ask for it."""
    header = (call.request.header("ConsistencyLevel") or "").lower()
    return header == "eventual" or not call.on("advanced-query-header")


def is_advanced(call: Call) -> bool:
    """Return whether the request is an advanced query: it has the header and `$count=true`."""
    return is_eventual(call) and (call.query.count or not call.on("advanced-query-header"))


def check_filter(call: Call, needs_advanced: bool) -> None:
    """Refuse a filter that needs an advanced query when the request is none."""
    if needs_advanced and not is_advanced(call):
        raise errors.GraphError(400, "Request_UnsupportedQuery", "Unsupported Query.")


def check_order(call: Call, *, members: bool) -> None:
    """Refuse $orderby with $filter outside an advanced query, and any $orderby on members of several types.

    Texts: microsoft-graph-docs-contrib#4187, #3145 (filter and order), #2652 (members; only a cast to one
    type can be sorted: #6345).
    """
    if members:
        text = "Given expression for $orderby Microsoft.OData.UriParser.SingleValueOpenPropertyAccessNode is not supported"
        raise errors.bad_request(text)
    if call.query.filter is not None and not is_advanced(call):
        raise errors.GraphError(400, "Request_UnsupportedQuery", "Sorting not supported for current query.")


def check_search(call: Call) -> None:
    """Refuse $search without the header."""
    if not is_eventual(call):
        text = "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'"
        raise errors.GraphError(400, "Request_UnsupportedQuery", text)


def check_count_segment(call: Call) -> None:
    """Refuse `/$count` without the header."""
    if not is_eventual(call):
        raise errors.GraphError(400, "Request_BadRequest", "$count is not currently supported.")


def check_cast(call: Call) -> None:
    """Refuse a type cast in the path without the header."""
    if not is_eventual(call):
        raise errors.GraphError(400, "Request_UnsupportedQuery", "Unsupported Query.")


def is_counted(call: Call) -> bool:
    """Return whether `$count=true` is answered; without the header Entra ignores it."""
    return call.query.count and (is_eventual(call) or not call.on("directory-count-needs-header"))
