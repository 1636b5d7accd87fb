"""Answers GET of collections, of single objects, and of the objects that a navigation property leads to.

The objects of a list are chosen and ordered by `list_queries` and cut into pages by `pages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.service import allowed_options, expansion, list_queries, representation
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.collections import BY_PATH, COLLECTIONS, Collection
from managed_apparaten.emulator.service.directory import deleted_groups, queries
from managed_apparaten.emulator.service.intune import approvals, export_jobs, settings_catalog, violations
from managed_apparaten.emulator.service.intune.audit import audit_events
from managed_apparaten.emulator.service.pages import build_page
from managed_apparaten.emulator.service.writing import find_stored

TAKES_SKIP = frozenset({"deviceManagement/detectedApps"})
"""Collections that take $skip."""


RELATED_OPTIONS: Mapping[tuple[str, ...], frozenset[str]] = {
    (): allowed_options.LIST - {"$expand", "$skip"},
    ("$count",): allowed_options.COUNT,
    ("$ref",): allowed_options.NONE,
}
"""Ending of a path to related objects -> the query options that it takes."""


def read_object(call: Call, collection: Collection, object_id: str, cast: str | None = None) -> Reply:
    """Answer GET of one object.

    With `cast`, an object of another type is not found. An advanced query of the directory may carry $count
    here too.
    """
    allowed_options.check(
        call, allowed_options.ITEM | {"$count"} if collection.directory else allowed_options.ITEM
    )
    stored = find_object(call, collection, object_id)
    if not list_queries.is_visible(call, stored) or (
        cast is not None and not call.metadata.is_a(stored.type, cast)
    ):
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    select = parse_select(call, (cast or collection.type,))
    expansion.check(call, collection, representation.visible_type(call, stored.type), listed=False)
    context = representation.context_url(call, collection, object_id, select=call.query.select)
    body = representation.represent_object(call, collection, stored, select=select)
    return Reply(200, {"@odata.context": context, **body})


def read_list(call: Call, collection: Collection, cast: str | None = None) -> Reply:
    """Answer GET of one page of a collection; with `cast`, only of its objects of that type."""
    allowed_options.check(
        call, allowed_options.LIST if collection.path in TAKES_SKIP else allowed_options.LIST - {"$skip"}
    )
    matching = list_queries.matching_objects(call, collection, cast, _list_objects(call, collection))
    select = parse_select(call, (cast or collection.type,))
    expansion.check(call, collection, call.metadata.get(cast or collection.type), listed=True)
    context = representation.context_url(call, collection, select=call.query.select)
    counted = queries.is_counted(call) if collection.directory else None
    return build_page(
        call,
        collection,
        context,
        matching,
        lambda stored: representation.represent_object(call, collection, stored, select=select),
        counted=counted,
    )


def read_count(call: Call, collection: Collection, cast: str | None = None) -> Reply:
    """Answer GET of `/$count`: the number of objects, as bare text."""
    allowed_options.check(call, allowed_options.COUNT)
    if collection.directory:
        queries.check_count_segment(call)
    matching = list_queries.matching_objects(call, collection, cast, _list_objects(call, collection))
    return Reply(200, plain=str(sum(1 for _ in matching)))


def read_related(
    call: Call, collection: Collection, owner: Stored, nav: str, segments: tuple[str, ...]
) -> Reply:
    """Answer GET of the objects that a navigation property leads to.

    `segments` follow the name of the property: nothing, a cast, `$count` or `$ref`, or a cast and one of
    those.
    """
    declared = representation.visible_type(call, owner.type).navigation[nav]
    others = representation.find_related(call, collection, owner, nav) or []
    if not declared.collection:
        return _read_single_related(call, collection, owner, nav, segments)
    cast = representation.parse_cast(segments[0]) if segments else None
    home = _collection_of_type(cast or declared.type, collection)
    ending = segments[1:] if cast else segments
    if ending not in RELATED_OPTIONS:
        raise _refuse_member_path(call, f"'{nav}' of {collection.type}", home, others, nav, ending)
    allowed_options.check(call, RELATED_OPTIONS[ending])
    if cast:
        list_queries.check_cast(call, cast, declared.type, advanced=home.directory)
    if ending == ("$count",) and home.directory:
        queries.check_count_segment(call)
    # The objects get numbers in the order of this list, so that a next link can point into it.
    numbered = (replace(other, row=index + 1) for index, other in enumerate(others))
    matching = list_queries.matching_objects(
        call, home, cast, numbered, types=_member_types(call, declared.type, cast)
    )
    if ending == ("$count",):
        return Reply(200, plain=str(sum(1 for _ in matching)))
    root = f"{call.url.root}/{call.url.version}"
    if ending == ("$ref",):
        links: list[JSON] = [{"@odata.id": f"{root}/directoryObjects/{related.id}"} for related in matching]
        return Reply(200, {"@odata.context": f"{root}/$metadata#Collection($ref)", "value": links})
    select = parse_select(call, _member_types(call, declared.type, cast), declared.type)
    context = (
        f"{root}/$metadata#directoryObjects"
        if home.directory
        else representation.context_url(call, collection, owner.id, nav)
    )
    counted = queries.is_counted(call) if home.directory else None
    return build_page(
        call,
        home,
        context,
        matching,
        lambda related: representation.represent_member(call, related, select),
        counted=counted,
    )


def _refuse_member_path(
    call: Call, where: str, home: Collection, others: list[Stored], nav: str, ending: tuple[str, ...]
) -> errors.GraphError:
    """Return the refusal of a path that goes on behind a list of related objects.

    Graph reads one of the objects by its key, and what follows it; here only the list is served. An object
    that is not in the list is not found. `where` names the list in the text of the refusal.
    """
    key, following = ending[0], ending[1:]
    if key == "$value":
        return errors.collection_segment(nav)
    is_member = any(other.id.lower() == key.lower() for other in others)
    if following not in ((), ("$ref",)) or is_member:
        return errors.not_served(f"what follows {where}")
    return (
        errors.directory_not_found(key)
        if home.directory
        else errors.intune_not_found(key, named=call.on("intune-404-text"))
    )


def _read_single_related(
    call: Call, collection: Collection, owner: Stored, nav: str, segments: tuple[str, ...]
) -> Reply:
    """Answer GET of the one object that a navigation property leads to, such as a person's manager, or of its
    address (`$ref`).
    """
    if segments not in ((), ("$ref",)):
        raise errors.unknown_segment(segments[0])
    allowed_options.check(call, allowed_options.NONE if segments else allowed_options.SELECT)
    related = next(iter(representation.find_related(call, collection, owner, nav) or ()), None)
    select = parse_select(call, _member_types(call, "directoryObject", None), "directoryObject")
    if related is None:
        raise errors.directory_not_found(nav)
    root = f"{call.url.root}/{call.url.version}"
    body: dict[str, JSON] = {}
    if segments:
        body["@odata.context"] = f"{root}/$metadata#$ref"
        body["@odata.id"] = f"{root}/directoryObjects/{related.id}"
        return Reply(200, body)
    body["@odata.context"] = f"{root}/$metadata#directoryObjects/$entity"
    return Reply(200, body | representation.represent_member(call, related, select))


def _collection_of_type(type_name: str, collection: Collection) -> Collection:
    """Return the collection whose rules for queries hold for objects of a type.

    That is the collection of this type, else groups for objects of the directory in general, else the
    collection of the owner.
    """
    for candidate in COLLECTIONS:
        if candidate.type == type_name and not candidate.union:
            return candidate
    return BY_PATH[("groups",)] if type_name == "directoryObject" else collection


def _member_types(call: Call, declared: str, cast: str | None) -> tuple[str, ...]:
    """Return the types that objects behind a navigation property can have here; `directoryObject` stands for
    several.
    """
    if cast is not None or declared != "directoryObject":
        return (cast or declared,)
    return tuple(name for name in ("user", "group", "device") if call.metadata.find(name) is not None)


def _list_objects(call: Call, collection: Collection) -> Iterator[Stored]:
    """Return the objects of a collection in the order in which they were stored.

    Earlier pages are left out when the page token is a row in that order; with $orderby, $count or $skip all
    objects are needed.
    """
    after = 0 if call.query.orderby or call.query.count or call.query.skip else call.query.skiptoken
    if collection.path in COMPUTED:
        return (
            stored_objects for stored_objects in COMPUTED[collection.path](call) if stored_objects.row > after
        )
    stored_objects = call.store.objects(collection.sources, after)
    if collection.path == deleted_groups.PATH:
        return deleted_groups.drop_expired(stored_objects, call.tenant.clock())
    if collection.path == export_jobs.PATH:
        return (export_jobs.with_current_state(call.tenant, job) for job in stored_objects)
    if collection.path == approvals.COLLECTION:
        return (approvals.with_current_status(call.tenant, request) for request in stored_objects)
    return stored_objects


def _list_setting_definitions(call: Call) -> Iterator[Stored]:
    """Yield the definitions of the settings catalog as objects."""
    for index, definition in enumerate(call.tenant.catalog.definitions.values()):
        body = settings_catalog.represent_definition(definition)
        type_name = str(body.pop("@odata.type")).removeprefix("#microsoft.graph.")
        yield Stored("", definition.id, type_name, body, {}, index + 1)


COMPUTED: Mapping[str, Callable[[Call], Iterator[Stored]]] = {
    "deviceManagement/auditEvents": audit_events, "deviceManagement/configurationSettings": _list_setting_definitions,
    violations.PATH: lambda call: violations.list_violations(call.tenant),
}  # fmt: skip
"""Collection -> its objects, numbered from 1, for collections that are computed at each read and not stored."""


def find_object(call: Call, collection: Collection, object_id: str) -> Stored:
    """Return an object of any collection, computed ones included; raise GraphError when there is none."""
    if collection.path in COMPUTED:
        computed = next(
            (computed for computed in COMPUTED[collection.path](call) if computed.id == object_id), None
        )
        if computed is None:
            raise errors.intune_not_found(object_id)
        return computed
    if collection.path == deleted_groups.PATH:
        return deleted_groups.find_deleted(call, object_id)
    item = find_stored(call, collection, object_id)
    if collection.path == approvals.COLLECTION:
        return approvals.with_current_status(call.tenant, item)
    return export_jobs.with_current_state(call.tenant, item) if collection.path == export_jobs.PATH else item


def parse_select(call: Call, types: tuple[str, ...], declared: str = "") -> tuple[str, ...]:
    """Return the names in $select as the metadata spells them; empty when everything is selected.

    Each name must be a property of one of the types. A property of a derived type is written as
    `type/property`. `declared` is the type that the refusal names. Raises GraphError for a name that no type
    has.
    """
    visible_types = [representation.visible_type(call, name) for name in types]
    selected_names = tuple(
        _selected_name(call, name, visible_types, declared or types[0]) for name in call.query.select
    )
    return () if "*" in selected_names else selected_names


def _selected_name(call: Call, name: str, types: list[Type], declared: str) -> str:
    """Return one name of $select as the metadata spells it."""
    if name == "*":
        return name
    prefix, _, property_name = name.rpartition("/")
    if (derived := representation.parse_cast(prefix)) is not None and property_name:
        derived_type = call.metadata.find(derived)
        if derived_type is None or not any(call.metadata.is_a(derived, kind.name) for kind in types):
            raise errors.unknown_segment(prefix)
        types, prefix, declared = [derived_type], f"{derived}/", derived
    elif prefix:
        raise expansion.unknown_select(name, types, declared)
    any_case = call.on("select-in-any-case") or any(
        "directoryObject" in (kind.name, *kind.ancestors) for kind in types
    )
    searched = property_name or name
    for kind in types:
        for key in kind.properties:
            if key == searched or (any_case and key.lower() == searched.lower()):
                return prefix + key
    raise expansion.unknown_select(searched, types, declared)
