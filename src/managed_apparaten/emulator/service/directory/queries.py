"""Queries on Entra's objects: which properties a filter may use, and what needs an advanced query.

Source: learn.microsoft.com/graph/aad-advanced-queries, with its table of properties as data in `_graph/directory_filters.json`. An
advanced query carries the header `ConsistencyLevel: eventual` and `$count=true`; `$search` and the segment `/$count` need the header alone.
Most texts of the refusals stand on the same page; the others are known from public reports.
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
"""The properties that endsWith works for, as an advanced query."""
COLLECTIONS = {"users": "user", "groups": "group", "devices": "device"}
SEARCHABLE = frozenset({
    "appDisplayName", "description", "displayName", "givenName", "mail", "mailNickname", "otherMails", "proxyAddresses", "surname",
    "userPrincipalName",
})  # fmt: skip
"""Properties that $search takes: learn.microsoft.com/graph/search-query-parameter."""


@cache
def _load_filters() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = orjson.loads(
        (files("managed_apparaten.emulator._graph") / "directory_filters.json").read_bytes()
    )
    return found


def supported_filters(metadata: Metadata, types: Iterable[str]) -> Supported:
    """What a filter may use on objects of these types; a property that one of them has is enough, as in a list of members."""
    names = [name for name in types if name in _load_filters()]
    leading = frozenset(prop for name in names for prop in metadata.get(name).navigation)
    plain: dict[str, frozenset[str]] = {}
    advanced: dict[str, frozenset[str]] = {}
    for name in names:
        # What stands behind another object, such as manager/id, is documented and not modelled.
        for prop, asked in (
            (prop, asked)
            for prop, asked in _load_filters()[name].items()
            if prop.partition("/")[0] not in leading
        ):
            plain[prop] = plain.get(prop, frozenset()) | frozenset(asked.get("default", "").split())
            advanced[prop] = advanced.get(prop, frozenset()) | frozenset(asked.get("advanced", "").split())
    for prop in ENDS_WITH & plain.keys():
        advanced[prop] |= {"endswith"}
    known = frozenset(prop for name in names for prop in metadata.get(name).properties)
    declared = names[0] if len(names) == 1 else "directoryObject"

    def unsupported(prop: str, _operator: str) -> errors.GraphError:
        if prop.partition("/")[0] in known:
            return errors.GraphError(
                400, "Request_UnsupportedQuery", "The request uses a filter property that is not indexed"
            )
        if prop.partition("/")[0] in leading:
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
    """Whether the request carries the header of advanced queries, or the tenant does not ask for it."""
    header = (call.request.header("ConsistencyLevel") or "").lower()
    return header == "eventual" or not call.on("advanced-query-header")


def is_advanced(call: Call) -> bool:
    """Whether the request is an advanced query: header and `$count=true`."""
    return is_eventual(call) and (call.query.count or not call.on("advanced-query-header"))


def check_filter(call: Call, needs_advanced: bool) -> None:
    """Refuse a filter that works only as an advanced query when the request is none."""
    if needs_advanced and not is_advanced(call):
        raise errors.GraphError(400, "Request_UnsupportedQuery", "Unsupported Query.")


def check_order(call: Call, *, members: bool) -> None:
    """Refuse an order beside a filter when the request is no advanced query, and any order of members of several types.

    Texts: microsoft-graph-docs-contrib#4187, #3145 (filter and order), #2652 (members; only a cast to one type has an order: #6345).
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
    """Whether `$count=true` is answered: without the header Entra passes over it and says nothing."""
    return call.query.count and (is_eventual(call) or not call.on("directory-count-needs-header"))
