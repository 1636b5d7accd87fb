"""From a URL to a handler: which collection, which object, which route or action, and whether this version has it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.odata.urls import Url
from managed_apparaten.emulator.service import (
    allowed_options,
    expansion,
    operations,
    reading,
    representation,
    singletons,
    subpaths,
    system_segments,
    writing,
)
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.collections import (
    COLLECTIONS,
    INTUNE_ROOTS,
    Collection,
    collection_from_metadata,
    find_leading_collection,
    get_collection,
    is_graph_path,
)
from managed_apparaten.emulator.service.directory import deleted_groups, memberships
from managed_apparaten.emulator.service.intune import (
    device_overview,
    devices,
    export_jobs,
    tenant_settings,
    violations,
)

ACTIONS = ("assign", "targetApps", "scheduleActionsForRules")
PATH_NAMES = frozenset({
    *(part for item in COLLECTIONS for part in (*item.path.split("/"), *item.routes)), *INTUNE_ROOTS, *ACTIONS, "restore",
    *(f"microsoft.graph.{name}" for name in ("user", "group", "device", "servicePrincipal")),
})  # fmt: skip
"""Names that stand in paths."""
_PATH_NAMES_BY_LOWER_CASE = {name.lower(): name for name in PATH_NAMES}


@dataclass(frozen=True, slots=True)
class Route:
    """A collection and what follows it in the URL."""

    collection: Collection
    rest: tuple[str, ...]


def with_canonical_names(url: Url) -> Url:
    """The URL with the names in its path in the case that Graph's metadata has."""
    named = tuple(_PATH_NAMES_BY_LOWER_CASE.get(segment.lower(), segment) for segment in url.segments)
    return url if named == url.segments else replace(url, segments=named)


def resolve_me_and_devices(url: Url, person: str) -> Url:
    """The URL with `/me` as the person who calls, and a device below its user as the device itself.

    Permissions, approval and throttling are those of what a path leads to. Text: the refusal that app-only clients report.
    """
    segments = url.segments
    if segments[:1] == ("me",):
        if not person:
            raise errors.bad_request("/me request is only valid with delegated authentication flow.")
        segments = ("users", person, *segments[1:])
    if _leads_through_user(segments):
        segments = (*devices.PATH.split("/"), *segments[3:])
    return url if segments == url.segments else replace(url, segments=segments)


def _leads_through_user(segments: tuple[str, ...]) -> bool:
    return (
        segments[:1] == ("users",)
        and segments[2:3] == ("managedDevices",)
        and len(segments) > 3
        and segments[3] != "$count"
    )


def check_device_owner(call: Call, asked: tuple[str, ...]) -> None:
    """Refuse a device that was asked for below a user who does not have it; `asked`: the path before it was resolved."""
    if asked[:1] == ("me",):
        asked = ("users", call.request.person, *asked[1:])
    if not _leads_through_user(asked):
        return
    user, device = (
        writing.find_stored(call, get_collection("users"), asked[1]),
        writing.find_stored(call, get_collection(devices.PATH), asked[3]),
    )
    if device.body.get("userId") != user.id:
        raise errors.intune_not_found(asked[3])


def _check_names(call: Call) -> None:
    """Refuse a path through a name that the SDK lacks, where `documented-names` is off."""
    if call.on("documented-names") or call.url.segments[:1] == ():
        return
    found = call.metadata.find(call.url.segments[0])
    for segment in call.url.segments[1:]:
        nav = found.navigation.get(segment) if found is not None else None
        if nav is not None and nav.former:
            raise errors.unknown_segment(segment)
        found = (
            call.metadata.find(nav.type if nav is not None else segment.removeprefix("microsoft.graph."))
            or found
        )


def read(call: Call) -> Reply:
    """GET (other methods that do not write are refused)."""
    system_segments.check(call)
    _check_names(call)
    if call.url.segments == tenant_settings.ROUTE:
        allowed_options.check(call, allowed_options.SELECT)
        return tenant_settings.read(call)
    if call.request.method != "GET":
        raise errors.method_not_allowed()
    if devices.is_root(call):
        allowed_options.check(call, allowed_options.SELECT)
        return tenant_settings.root(call)
    if call.url.segments == device_overview.ROUTE:
        return device_overview.read(call)
    operation = operations.find(call)
    if operation is not None:
        return operation()
    place = _find_resource(call)
    if isinstance(place, singletons.SingleObject):
        return singletons.read(call, place)
    collection = place.collection
    rest = system_segments.with_bare_key(call, collection, place.rest)
    kind = representation.parse_cast(rest[0]) if rest else None
    if kind and len(rest) > 1 and rest[1:] != ("$count",):
        # A cast before the key leads to the same objects: deviceConfigurations/microsoft.graph.iosCustomConfiguration/{id}/assignments.
        raise errors.not_served(f"an object behind the type cast '{rest[0]}'")
    if rest[-1:] == ("$count",) and len(rest) == (2 if kind else 1):
        return reading.read_count(call, collection, kind)
    if not rest or (kind and len(rest) == 1):
        return reading.read_list(call, collection, kind)
    if len(rest) == 1:
        subpaths.refuse_unserved(call, collection, rest[0])
        return reading.read_object(call, collection, rest[0])
    return subpaths.read(call, collection, rest)


def write(call: Call) -> Reply:
    """POST, PATCH, PUT, DELETE. They take $select and $expand of what they answer, as IntuneCD 2.6.0 sends them, and no other option."""
    system_segments.check(call)
    _check_names(call)
    if call.url.segments == device_overview.ROUTE:
        raise errors.method_not_allowed()
    allowed_options.check(call, allowed_options.WRITE)
    if devices.is_root(call) and call.request.method == "PATCH":
        allowed_options.check(call, allowed_options.NONE)
        return tenant_settings.root(call, call.body())
    operation = operations.find(call)
    if operation is not None:
        return operation()
    place = _find_resource(call)
    if isinstance(place, singletons.SingleObject):
        allowed_options.check(call, allowed_options.NONE)
        return singletons.write(call, place)
    collection, method = place.collection, call.request.method
    rest = system_segments.with_bare_key(call, collection, place.rest)
    reference = len(rest) > 1 and memberships.is_reference(collection, rest[1])
    if collection.directory and len(rest) > 1 and not reference and collection.path != deleted_groups.PATH:
        subpaths.refuse_unserved(call, collection, rest[1])
    named = reference or rest[-1:] == ("$ref",)
    allowed_options.check(
        call,
        allowed_options.REFERENCE
        if named
        else allowed_options.NONE
        if len(rest) > 1
        else allowed_options.ITEM,
    )
    reading.parse_select(call, (collection.type,))
    expansion.check(call, collection, call.metadata.get(collection.type), listed=False)
    if collection.path == deleted_groups.PATH:
        return deleted_groups.write(call, rest)
    if collection.path == violations.PATH and not call.on("violations-written"):
        raise errors.method_not_allowed()
    if not rest:
        if method == "POST" and collection.directory and method not in collection.methods:
            raise errors.not_served(f"POST /{collection.path}")
        _check_method(collection, "POST", method)
        return (
            export_jobs.create(call, collection)
            if collection.path == export_jobs.PATH
            else writing.create(call, collection)
        )
    if len(rest) == 1:
        subpaths.refuse_unserved(call, collection, rest[0])
        unwritten = collection.path == violations.PATH and violations.follows(call.tenant, rest[0])
        unwritten = unwritten or (bool(collection.union) and not call.on("app-policies-deleted-as-one"))
        if collection.directory and method != "POST" and method not in collection.methods:
            raise errors.not_served(f"{method} /{collection.path}/{{id}}")
        if method == "POST" or unwritten or method not in collection.methods:
            raise subpaths.no_route_error(call, collection, rest)
        handler = {"PATCH": writing.patch, "PUT": writing.put, "DELETE": writing.delete}[method]
        return handler(call, collection, rest[0])
    if reference:
        return memberships.write(call, collection, rest)
    return subpaths.write(call, collection, rest)


def _find_resource(call: Call) -> Route | singletons.SingleObject:
    """The collection or single object at the start of the path, if this API version has it."""
    if not call.url.segments:
        raise errors.bad_request("The request URL names no resource.")
    segments = call.url.segments
    collection = find_leading_collection(segments)
    if collection is None:
        return _find_resource_in_metadata(call, segments)
    length = collection.path.count("/") + 1
    if call.metadata.find(collection.type) is None:
        raise _unknown_segment(call, segments[length - 1])
    return Route(collection, segments[length:])


def _find_resource_in_metadata(call: Call, segments: tuple[str, ...]) -> Route | singletons.SingleObject:
    """What the metadata has at the start of a path that no row of `served` describes."""
    version = call.metadata.version
    for length in range(2, min(len(segments), 4) + 1):
        if (collection := collection_from_metadata(version, segments[:length])) is not None:
            return Route(collection, segments[length:])
    if (single := singletons.find(call.metadata, segments)) is not None:
        return single
    if segments[0] in INTUNE_ROOTS and len(segments) == 1:
        raise errors.no_route("singleton", call.request.method, f"/{segments[0]}")
    subpaths.refuse_property(
        call.metadata.find(segments[0]) if segments[0] in INTUNE_ROOTS else None, segments[1:]
    )
    if is_graph_path(version, segments):
        raise errors.not_served("/" + "/".join(segments))
    raise _unknown_segment(call, segments[1] if segments[0] in INTUNE_ROOTS else segments[0])


def _unknown_segment(call: Call, segment: str) -> errors.GraphError:
    """The refusal of a segment that this version does not have."""
    if call.request.method != "GET" and call.on("beta-write-on-v1-405") and call.metadata.version != "beta":
        return errors.method_not_allowed()
    return errors.unknown_segment(segment)


def _check_method(collection: Collection, wanted: str, method: str) -> None:
    if method != wanted or wanted not in collection.methods:
        raise errors.method_not_allowed()
