"""GET on collections, objects and the objects that a navigation property leads to: filtering, ordering, searching, counting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata import filter, literals
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.odata.search import compile_search
from managed_apparaten.emulator.service import allowed_options, expansion, representation
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.collections import BY_PATH, COLLECTIONS, EQ, FLAGS, Collection
from managed_apparaten.emulator.service.directory import deleted_groups, queries
from managed_apparaten.emulator.service.intune import approvals, export_jobs, settings_catalog, violations
from managed_apparaten.emulator.service.intune.audit import audit_events
from managed_apparaten.emulator.service.pages import build_page
from managed_apparaten.emulator.service.writing import find_stored

TAKES_SKIP = frozenset({"deviceManagement/detectedApps"})
"""Collections that take $skip."""
DEVICES = "deviceManagement/managedDevices"
DOCUMENTED_FILTERS = frozenset(
    {
        DEVICES,
        "deviceManagement/auditEvents",
        "deviceManagement/detectedApps",
        "deviceManagement/windowsFeatureUpdateProfiles",
    }
)
"""Collections of Intune of which pages or reports say which properties a filter takes, or that it takes none (Microsoft365DSC#4597)."""


def read_object(call: Call, collection: Collection, object_id: str, cast: str | None = None) -> Reply:
    """GET of one object; with a cast only when it is of that type. An advanced query of the directory carries $count here too."""
    allowed_options.check(
        call, allowed_options.ITEM | {"$count"} if collection.directory else allowed_options.ITEM
    )
    found = find_object(call, collection, object_id)
    if not _is_visible(call, found) or (cast is not None and not call.metadata.is_a(found.type, cast)):
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    select = parse_select(call, (cast or collection.type,))
    expansion.check(call, collection, representation.visible_type(call, found.type), listed=False)
    context = representation.context_url(call, collection, object_id, select=call.query.select)
    return Reply(
        200,
        {
            "@odata.context": context,
            **representation.represent_object(call, collection, found, select=select),
        },
    )


def read_list(call: Call, collection: Collection, cast: str | None = None) -> Reply:
    """GET of a collection, one page; `cast` keeps objects of that type only."""
    allowed_options.check(
        call, allowed_options.LIST if collection.path in TAKES_SKIP else allowed_options.LIST - {"$skip"}
    )
    matching = matching_objects(call, collection, cast, _list_objects(call, collection))
    select = parse_select(call, (cast or collection.type,))
    expansion.check(call, collection, call.metadata.get(cast or collection.type), listed=True)
    context = representation.context_url(call, collection, select=call.query.select)
    counted = queries.counts(call) if collection.directory else None
    return build_page(
        call,
        collection,
        context,
        matching,
        lambda found: representation.represent_object(call, collection, found, select=select),
        counted=counted,
    )


def read_count(call: Call, collection: Collection, cast: str | None = None) -> Reply:
    """GET of `/$count`."""
    allowed_options.check(call, allowed_options.COUNT)
    if collection.directory:
        queries.check_count_segment(call)
    matching = matching_objects(call, collection, cast, _list_objects(call, collection))
    return Reply(200, plain=str(sum(1 for _ in matching)))


def read_related(call: Call, collection: Collection, owner: Stored, nav: str, rest: tuple[str, ...]) -> Reply:
    """GET of the objects that a navigation property leads to, with an optional cast, `$count` or `$ref`."""
    declared = representation.visible_type(call, owner.type).navigation[nav]
    others = representation.find_related(call, collection, owner, nav) or []
    if not declared.collection:
        return _read_single_related(call, collection, owner, nav, rest)
    cast = representation.parse_cast(rest[0]) if rest else None
    home = _collection_of_type(cast or declared.type, collection)
    ending = rest[1:] if cast else rest
    if ending not in ((), ("$count",), ("$ref",)):
        raise _refuse_member_path(call, f"'{nav}' of {collection.type}", home, others, nav, ending)
    allowed_options.check(
        call,
        {
            (): allowed_options.LIST - {"$expand", "$skip"},
            ("$count",): allowed_options.COUNT,
            ("$ref",): allowed_options.NONE,
        }[ending],
    )
    if cast:
        check_cast(call, cast, declared.type, advanced=home.directory)
    if ending == ("$count",) and home.directory:
        queries.check_count_segment(call)
    placed = (Stored(o.collection, o.id, o.type, o.body, o.nav, index + 1) for index, o in enumerate(others))
    matching = matching_objects(call, home, cast, placed, types=_member_types(call, declared.type, cast))
    if ending == ("$count",):
        return Reply(200, plain=str(sum(1 for _ in matching)))
    root = f"{call.url.root}/{call.url.version}"
    if ending == ("$ref",):
        links: list[JSON] = [{"@odata.id": f"{root}/directoryObjects/{found.id}"} for found in matching]
        return Reply(200, {"@odata.context": f"{root}/$metadata#Collection($ref)", "value": links})
    select = parse_select(call, _member_types(call, declared.type, cast), declared.type)
    context = (
        f"{root}/$metadata#directoryObjects"
        if home.directory
        else representation.context_url(call, collection, owner.id, nav)
    )
    counted = queries.counts(call) if home.directory else None
    return build_page(
        call,
        home,
        context,
        matching,
        lambda found: representation.represent_member(call, found, select),
        counted=counted,
    )


def _refuse_member_path(
    call: Call, where: str, home: Collection, others: list[Stored], nav: str, ending: tuple[str, ...]
) -> errors.GraphError:
    """The refusal of a path behind a list of other objects. Graph reads one of them by its key, and what follows it; here only the list is
    served. Whoever is not in the list is not found."""
    key, more = ending[0], ending[1:]
    if key == "$value":
        return errors.collection_segment(nav)
    if more not in ((), ("$ref",)) or any(one.id.lower() == key.lower() for one in others):
        return errors.not_served(f"what follows {where}")
    return (
        errors.directory_not_found(key)
        if home.directory
        else errors.intune_not_found(key, named=call.on("intune-404-text"))
    )


def _read_single_related(
    call: Call, collection: Collection, owner: Stored, nav: str, rest: tuple[str, ...]
) -> Reply:
    """GET of the one object that a navigation property leads to, such as a person's manager, or of its address."""
    if rest not in ((), ("$ref",)):
        raise errors.unknown_segment(rest[0])
    allowed_options.check(call, allowed_options.NONE if rest else allowed_options.SELECT)
    found = next(iter(representation.find_related(call, collection, owner, nav) or ()), None)
    select = parse_select(call, _member_types(call, "directoryObject", None), "directoryObject")
    if found is None:
        raise errors.directory_not_found(nav)
    root = f"{call.url.root}/{call.url.version}"
    if rest:
        return Reply(
            200,
            {"@odata.context": f"{root}/$metadata#$ref", "@odata.id": f"{root}/directoryObjects/{found.id}"},
        )
    return Reply(
        200,
        {
            "@odata.context": f"{root}/$metadata#directoryObjects/$entity",
            **representation.represent_member(call, found, select),
        },
    )


def _collection_of_type(type_name: str, collection: Collection) -> Collection:
    """The collection whose rules hold for objects of a type: its own one, else that of the directory, else the owner's."""
    found = next((one for one in COLLECTIONS if one.type == type_name and not one.union), None)
    if found is None and type_name == "directoryObject":
        found = BY_PATH[("groups",)]
    return found or collection


def _member_types(call: Call, declared: str, cast: str | None) -> tuple[str, ...]:
    """The types that objects behind a navigation property can have here."""
    if cast is not None or declared != "directoryObject":
        return (cast or declared,)
    return tuple(name for name in ("user", "group", "device") if call.metadata.find(name) is not None)


def matching_objects(
    call: Call,
    collection: Collection,
    cast: str | None,
    objects: Iterator[Stored],
    *,
    types: tuple[str, ...] = (),
) -> Iterator[Stored]:
    """The objects that are shown and pass cast, $search and $filter, in the order of $orderby."""
    declared = types or (cast or collection.type,)
    objects = (found for found in objects if _is_visible(call, found))
    if cast is not None:
        if not types:
            check_cast(call, cast, collection.type, advanced=collection.path in queries.COLLECTIONS)
        objects = (found for found in objects if call.metadata.is_a(found.type, cast))
    objects = _apply_search(call, collection, objects, declared)
    if call.query.filter is not None:
        objects = _apply_filter(call, collection, objects, call.query.filter, declared)
    return _apply_orderby(call, collection, objects, declared)


def _apply_search(
    call: Call, collection: Collection, objects: Iterator[Stored], types: tuple[str, ...]
) -> Iterator[Stored]:
    """Objects that pass $search, which only the directory has."""
    if call.query.search is None:
        return objects
    if not collection.directory:
        raise errors.unsupported_query("$search", "The query parameter '$search' is not supported.")
    queries.check_search(call)
    known = {name for kind in types for name in call.metadata.get(kind).properties}
    test = compile_search(call.query.search, queries.SEARCHABLE & known)
    return (found for found in objects if test(found.body))


def _is_visible(call: Call, found: Stored) -> bool:
    return call.metadata.find(found.type) is not None or call.on("v1-view-of-beta-type")


def _apply_filter(
    call: Call, collection: Collection, objects: Iterator[Stored], text: str, types: tuple[str, ...]
) -> Iterator[Stored]:
    supported = _supported_filters(call, collection, types)
    try:
        test = filter.compile_filter(text, supported, call.metadata.is_a, fold=call.on("filter-ignores-case"))
    except filter.UnsupportedProperty:
        if collection.path == DEVICES and call.on("device-filters-ignored"):
            return objects
        raise
    if collection.directory:
        queries.check_filter(call, test.advanced)
    shown = (
        (
            found,
            representation.represent_properties(call, found, representation.visible_type(call, found.type)),
        )
        for found in objects
    )
    return (found for found, properties in shown if test({**found.body, **properties}, found.type))


def _supported_filters(call: Call, collection: Collection, types: tuple[str, ...]) -> filter.Supported:
    """What a filter may use on objects of these types in a collection."""
    declared = literals.Declared(call.metadata, types)
    if not call.on("unsupported-query-refused"):
        every = frozenset({*filter.COMPARE, *filter.FUNCTIONS, "in", "isof", "has"})
        names = (name for kind in types for name in call.metadata.get(kind).properties)
        return filter.Supported(dict.fromkeys((*names, "isof"), every), declared=declared)
    if any(kind in queries.COLLECTIONS.values() for kind in types):
        return queries.supported(call.metadata, types)
    derived = _derived_type_operators(call, collection) if call.on("filter-on-derived-types") else None
    chosen = (
        _filterable_properties(call.metadata.get(types[0]))
        if collection.path not in DOCUMENTED_FILTERS and call.on("filter-on-choices")
        else {}
    )
    return filter.Supported({**chosen, **collection.filters}, derived=derived, declared=declared)


def _filterable_properties(found: Type) -> dict[str, frozenset[str]]:
    """Properties that any list of Intune can be filtered by: the key, Booleans and enums."""
    wanted = (
        one
        for one in found.properties.values()
        if not one.collection and (one.type == "Edm.Boolean" or one.shape == "enum")
    )
    return {"id": EQ, **{one.name: FLAGS if one.flags else EQ for one in wanted}}


def _derived_type_operators(call: Call, collection: Collection) -> Callable[[str, str], frozenset[str]]:
    """Operators for a property of a derived type, as in `microsoft.graph.androidManagedStoreApp/packageId`."""

    def operators(cast: str, path: str) -> frozenset[str]:
        found = call.metadata.find(cast)
        if found is None or not call.metadata.is_a(cast, collection.type):
            return frozenset()
        declared = found.properties.get(path)
        return frozenset() if declared is None or declared.collection else FLAGS if declared.flags else EQ

    return operators


def _apply_orderby(
    call: Call, collection: Collection, objects: Iterator[Stored], types: tuple[str, ...]
) -> Iterator[Stored]:
    if not call.query.orderby:
        return objects
    if collection.directory:
        queries.check_order(call, members=len(types) > 1)
    for name, _ in call.query.orderby:
        if name not in collection.orders and not (
            name in ("displayName", "name") and _is_ordered_by_name(call, collection, name)
        ):
            raise _unsupported_order(collection, name, types)
    ordered = list(objects)
    for name, descending in reversed(call.query.orderby):
        ordered.sort(key=lambda found: str(found.body.get(name) or "").lower(), reverse=descending)
    return iter(ordered)


def _is_ordered_by_name(call: Call, collection: Collection, name: str) -> bool:
    """Whether a list of Intune can be put in the order of its objects' names."""
    found = (
        not collection.directory
        and collection.path not in DOCUMENTED_FILTERS
        and name in call.metadata.get(collection.type).properties
    )
    return found and call.on("orders-by-name")


def _unsupported_order(collection: Collection, name: str, types: tuple[str, ...]) -> errors.GraphError:
    """Text for the directory: microsoft-graph-docs-contrib#1354."""
    if collection.directory:
        kind = types[0][:1].upper() + types[0][1:]
        return errors.GraphError(
            400, "Request_UnsupportedQuery", f"Unsupported sort property '{name}' for '{kind}'."
        )
    return errors.unsupported_query(
        "$orderby", f"The property '{name}' cannot be used in the $orderby query option."
    )


def _list_objects(call: Call, collection: Collection) -> Iterator[Stored]:
    """Objects in stored order, from where the page starts when nothing but the place decides that."""
    after = 0 if call.query.orderby or call.query.count or call.query.skip else call.query.skiptoken
    if collection.path in COMPUTED:
        return (found for found in COMPUTED[collection.path](call) if found.row > after)
    found = call.store.objects(collection.sources, after)
    if collection.path == deleted_groups.PATH:
        return deleted_groups.kept(found, call.tenant.clock())
    if collection.path == export_jobs.PATH:
        return (export_jobs.current(call.tenant, job) for job in found)
    if collection.path == approvals.COLLECTION:
        return (approvals.current(call.tenant, asked) for asked in found)
    return found


def _list_setting_definitions(call: Call) -> Iterator[Stored]:
    for index, definition in enumerate(call.tenant.catalog.definitions.values()):
        shown = settings_catalog.resource(definition)
        yield Stored(
            "",
            definition.id,
            str(shown.pop("@odata.type")).removeprefix("#microsoft.graph."),
            shown,
            {},
            index + 1,
        )


COMPUTED: Mapping[str, Callable[[Call], Iterator[Stored]]] = {
    "deviceManagement/auditEvents": audit_events, "deviceManagement/configurationSettings": _list_setting_definitions,
    violations.PATH: lambda call: violations.violations(call.tenant),
}  # fmt: skip
"""Collection -> its objects, numbered from 1, for collections that are computed at each read and not stored."""


def find_object(call: Call, collection: Collection, object_id: str) -> Stored:
    """Find an object of any collection, computed ones included."""
    if collection.path in COMPUTED:
        found = next((found for found in COMPUTED[collection.path](call) if found.id == object_id), None)
        if found is None:
            raise errors.intune_not_found(object_id)
        return found
    if collection.path == deleted_groups.PATH:
        return deleted_groups.find(call, object_id)
    item = find_stored(call, collection, object_id)
    if collection.path == approvals.COLLECTION:
        return approvals.current(call.tenant, item)
    return export_jobs.current(call.tenant, item) if collection.path == export_jobs.PATH else item


def parse_select(call: Call, types: tuple[str, ...], declared: str = "") -> tuple[str, ...]:
    """The names in $select as the metadata spells them, each known to one of the types; empty for everything.

    A property of a derived type stands as `type/property`. Raises GraphError for a name that no type has.
    """
    known = [representation.visible_type(call, name) for name in types]
    chosen = tuple(_selected_name(call, name, known, declared or types[0]) for name in call.query.select)
    return () if "*" in chosen else chosen


def _selected_name(call: Call, name: str, types: list[Type], declared: str) -> str:
    if name == "*":
        return name
    prefix, _, rest = name.rpartition("/")
    if (derived := representation.parse_cast(prefix)) is not None and rest:
        found = call.metadata.find(derived)
        if found is None or not any(call.metadata.is_a(derived, one.name) for one in types):
            raise errors.unknown_segment(prefix)
        types, prefix, declared = [found], f"{derived}/", derived
    elif prefix:
        raise expansion.unknown_select(name, types, declared)
    any_case = call.on("select-in-any-case") or any(
        "directoryObject" in (one.name, *one.ancestors) for one in types
    )
    for one in types:
        spelled = (
            {key.lower(): key for key in one.properties} if any_case else {key: key for key in one.properties}
        )
        if (key := spelled.get((rest or name).lower() if any_case else rest or name)) is not None:
            return prefix + key
    raise expansion.unknown_select(rest or name, types, declared)


def check_cast(call: Call, cast: str, declared: str, *, advanced: bool = False) -> None:
    """Refuse a cast to what no object of the declared type can be; `advanced`: one that Entra answers as an advanced query alone."""
    if not call.metadata.is_a(cast, declared):
        raise errors.unknown_segment(f"microsoft.graph.{cast}")
    if advanced:
        queries.check_cast(call)
