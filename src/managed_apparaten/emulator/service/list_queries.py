"""Selects and orders the objects of a list, as a type cast, $search, $filter and $orderby in the request say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata import filter, literals
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.odata.search import compile_search
from managed_apparaten.emulator.service import representation
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import EQ, FLAGS, Collection
from managed_apparaten.emulator.service.directory import queries

DEVICES = "deviceManagement/managedDevices"
"""Path of the managed devices."""
DOCUMENTED_FILTERS = frozenset(
    {
        DEVICES,
        "deviceManagement/auditEvents",
        "deviceManagement/detectedApps",
        "deviceManagement/windowsFeatureUpdateProfiles",
    }
)
"""Collections of Intune for which pages or reports name the properties that a filter takes, or say that it
takes none.

Source: Microsoft365DSC#4597."""


def matching_objects(
    call: Call,
    collection: Collection,
    cast: str | None,
    objects: Iterator[Stored],
    *,
    types: tuple[str, ...] = (),
) -> Iterator[Stored]:
    """Return the objects that are visible and pass cast, $search and $filter, in the order of $orderby.

    `types` are the types that the objects can have, when `objects` are not simply those of the collection.
    Raises GraphError for a query that the collection does not support.
    """
    declared = types or (cast or collection.type,)
    objects = (stored for stored in objects if is_visible(call, stored))
    if cast is not None:
        if not types:
            check_cast(call, cast, collection.type, advanced=collection.path in queries.COLLECTIONS)
        objects = (stored for stored in objects if call.metadata.is_a(stored.type, cast))
    objects = _apply_search(call, collection, objects, declared)
    if call.query.filter is not None:
        objects = _apply_filter(call, collection, objects, call.query.filter, declared)
    return _apply_orderby(call, collection, objects, declared)


def _apply_search(
    call: Call, collection: Collection, objects: Iterator[Stored], types: tuple[str, ...]
) -> Iterator[Stored]:
    """Return the objects that pass $search, which only the directory supports."""
    if call.query.search is None:
        return objects
    if not collection.directory:
        raise errors.unsupported_query("$search", "The query parameter '$search' is not supported.")
    queries.check_search(call)
    property_names = {name for kind in types for name in call.metadata.get(kind).properties}
    test = compile_search(call.query.search, queries.SEARCHABLE & property_names)
    return (stored for stored in objects if test(stored.body))


def is_visible(call: Call, stored: Stored) -> bool:
    """Return whether an object can be shown: v1.0 knows its type, or shows it as its nearest known base type."""
    return call.metadata.find(stored.type) is not None or call.on("v1-view-of-beta-type")


def _apply_filter(
    call: Call, collection: Collection, objects: Iterator[Stored], text: str, types: tuple[str, ...]
) -> Iterator[Stored]:
    """Return the objects that pass a filter.

    A filter sees the properties as they are shown, computed ones included, and those that the body holds
    besides.
    """
    supported = _supported_filters(call, collection, types)
    try:
        test = filter.compile_filter(text, supported, call.metadata.is_a, fold=call.on("filter-ignores-case"))
    except filter.UnsupportedProperty:
        if collection.path == DEVICES and call.on("device-filters-ignored"):
            return objects
        raise
    if collection.directory:
        queries.check_filter(call, test.advanced)

    def passes(stored: Stored) -> bool:
        visible_type = representation.visible_type(call, stored.type)
        properties = representation.represent_properties(call, stored, visible_type)
        return test({**stored.body, **properties}, stored.type)

    return (stored for stored in objects if passes(stored))


def _supported_filters(call: Call, collection: Collection, types: tuple[str, ...]) -> filter.Supported:
    """Return the properties and operators that a filter on these types of a collection may use."""
    declared = literals.Declared(call.metadata, types)
    if not call.on("unsupported-query-refused"):
        all_operators = frozenset({*filter.COMPARE, *filter.FUNCTIONS, "in", "isof", "has"})
        names = (name for kind in types for name in call.metadata.get(kind).properties)
        return filter.Supported(dict.fromkeys((*names, "isof"), all_operators), declared=declared)
    if any(kind in queries.COLLECTIONS.values() for kind in types):
        return queries.supported_filters(call.metadata, types)
    derived = _derived_type_operators(call, collection) if call.on("filter-on-derived-types") else None
    choices: Mapping[str, frozenset[str]] = {}
    if collection.path not in DOCUMENTED_FILTERS and call.on("filter-on-choices"):
        choices = _filterable_properties(call.metadata.get(types[0]))
    return filter.Supported({**choices, **collection.filters}, derived=derived, declared=declared)


def _filterable_properties(declaring_type: Type) -> dict[str, frozenset[str]]:
    """Return the properties by which any list of Intune can be filtered, with their operators: the key,
    Booleans and enums.
    """
    operators = {"id": EQ}
    for declared in declaring_type.properties.values():
        if not declared.collection and (declared.type == "Edm.Boolean" or declared.shape == "enum"):
            operators[declared.name] = FLAGS if declared.flags else EQ
    return operators


def _derived_type_operators(call: Call, collection: Collection) -> Callable[[str, str], frozenset[str]]:
    """Return a function that gives the operators for a property of a derived type.

    Example of such a property: `microsoft.graph.androidManagedStoreApp/packageId`.
    """

    def operators(cast: str, path: str) -> frozenset[str]:
        derived_type = call.metadata.find(cast)
        if derived_type is None or not call.metadata.is_a(cast, collection.type):
            return frozenset()
        declared = derived_type.properties.get(path)
        if declared is None or declared.collection:
            return frozenset()
        return FLAGS if declared.flags else EQ

    return operators


def _apply_orderby(
    call: Call, collection: Collection, objects: Iterator[Stored], types: tuple[str, ...]
) -> Iterator[Stored]:
    """Return the objects in the order of $orderby; refuse a property by which the collection cannot be
    sorted.
    """
    if not call.query.orderby:
        return objects
    if collection.directory:
        queries.check_order(call, members=len(types) > 1)
    for name, _ in call.query.orderby:
        by_name = name in ("displayName", "name") and _is_ordered_by_name(call, collection, name)
        if name not in collection.orders and not by_name:
            raise _unsupported_order(collection, name, types)
    # Sorting is stable, so the last key first.
    ordered = list(objects)
    for name, descending in reversed(call.query.orderby):
        ordered.sort(key=lambda stored: str(stored.body.get(name) or "").lower(), reverse=descending)
    return iter(ordered)


def _is_ordered_by_name(call: Call, collection: Collection, name: str) -> bool:
    """Return whether a list of Intune can be sorted by the name of its objects."""
    has_name = (
        not collection.directory
        and collection.path not in DOCUMENTED_FILTERS
        and name in call.metadata.get(collection.type).properties
    )
    return has_name and call.on("orders-by-name")


def _unsupported_order(collection: Collection, name: str, types: tuple[str, ...]) -> errors.GraphError:
    """Return the refusal of a property in $orderby; the text for the directory is that of
    microsoft-graph-docs-contrib#1354.
    """
    if collection.directory:
        kind = types[0][:1].upper() + types[0][1:]
        return errors.GraphError(
            400, "Request_UnsupportedQuery", f"Unsupported sort property '{name}' for '{kind}'."
        )
    return errors.unsupported_query(
        "$orderby", f"The property '{name}' cannot be used in the $orderby query option."
    )


def check_cast(call: Call, cast: str, declared: str, *, advanced: bool = False) -> None:
    """Refuse a cast to a type that no object of the declared type can have.

    `advanced`: Entra supports the cast in an advanced query only, see `queries`.
    """
    if not call.metadata.is_a(cast, declared):
        raise errors.unknown_segment(f"microsoft.graph.{cast}")
    if advanced:
        queries.check_cast(call)
