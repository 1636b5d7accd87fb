"""Finds the handler for a request: from the path of its URL to the collection, object, action or function
that it names.
"""

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
"""Names that occur in paths, as Graph's metadata spells them."""
_PATH_NAMES_BY_LOWER_CASE = {name.lower(): name for name in PATH_NAMES}


@dataclass(frozen=True, slots=True)
class Route:
    """A collection and the segments that follow it in the URL."""

    collection: Collection
    segments: tuple[str, ...]


def with_canonical_names(url: Url) -> Url:
    """Return the URL with the names in its path in the case of Graph's metadata: `/Users` becomes `/users`."""
    segments = tuple(_PATH_NAMES_BY_LOWER_CASE.get(segment.lower(), segment) for segment in url.segments)
    return url if segments == url.segments else replace(url, segments=segments)


def resolve_me_and_devices(url: Url, person: str) -> Url:
    """Return the URL with `/me` replaced by the signed-in person, and a device below a user by the device
    itself.

    Permissions, approval and throttling are those of the object that a path leads to, not of the path that
    the client took. Raises GraphError for `/me` without a signed-in person, in the words that app-only
    clients report.
    """
    segments = url.segments
    if segments[:1] == ("me",):
        if not person:
            raise errors.bad_request("/me request is only valid with delegated authentication flow.")
        segments = ("users", person, *segments[1:])
    if _leads_through_user(segments):
        # users/{person}/managedDevices/{id}/... becomes deviceManagement/managedDevices/{id}/...
        segments = (*devices.PATH.split("/"), *segments[3:])
    return url if segments == url.segments else replace(url, segments=segments)


def _leads_through_user(segments: tuple[str, ...]) -> bool:
    """Return whether a path names a managed device, or what is below it, through the user of the device."""
    return (
        segments[:1] == ("users",)
        and segments[2:3] == ("managedDevices",)
        and len(segments) > 3
        and segments[3] != "$count"
    )


def check_device_owner(call: Call, requested: tuple[str, ...]) -> None:
    """Refuse a device that is requested below a user to whom it does not belong.

    `requested` is the path as the client sent it, before `resolve_me_and_devices`.
    """
    if requested[:1] == ("me",):
        requested = ("users", call.request.person, *requested[1:])
    if not _leads_through_user(requested):
        return
    user = writing.find_stored(call, get_collection("users"), requested[1])
    device = writing.find_stored(call, get_collection(devices.PATH), requested[3])
    if device.body.get("userId") != user.id:
        raise errors.intune_not_found(requested[3])


def _check_names(call: Call) -> None:
    """Refuse a path through a name that only the documentation has and the SDKs lack, when `documented-names`
    is off.
    """
    if call.on("documented-names") or call.url.segments[:1] == ():
        return
    owner = call.metadata.find(call.url.segments[0])
    for segment in call.url.segments[1:]:
        nav = owner.navigation.get(segment) if owner is not None else None
        if nav is not None and nav.former:
            raise errors.unknown_segment(segment)
        # A navigation property leads to its type, a cast to the type that it names; a key stays at the type
        # before it.
        next_type = nav.type if nav is not None else segment.removeprefix("microsoft.graph.")
        owner = call.metadata.find(next_type) or owner


def read(call: Call) -> Reply:
    """Answer GET, and refuse other methods that do not write."""
    system_segments.check(call)
    _check_names(call)
    if call.url.segments == tenant_settings.ROUTE:
        allowed_options.check(call, allowed_options.SELECT)
        return tenant_settings.read(call)
    if call.request.method != "GET":
        raise errors.method_not_allowed()
    if devices.is_root(call):
        allowed_options.check(call, allowed_options.SELECT)
        return tenant_settings.answer_root(call)
    if call.url.segments == device_overview.ROUTE:
        return device_overview.read(call)
    operation = operations.find(call)
    if operation is not None:
        return operation()
    resource = _find_resource(call)
    if isinstance(resource, singletons.SingleObject):
        return singletons.read(call, resource)
    return _read_collection(call, resource)


def _read_collection(call: Call, route: Route) -> Reply:
    """Answer GET of a collection, its number, one of its objects, or what follows an object."""
    collection = route.collection
    segments = system_segments.with_bare_key(call, collection, route.segments)
    cast = representation.parse_cast(segments[0]) if segments else None
    if cast and len(segments) > 1 and segments[1:] != ("$count",):
        # A cast before the key leads to the same objects:
        # deviceConfigurations/microsoft.graph.iosCustomConfiguration/{id}/assignments.
        raise errors.not_served(f"an object behind the type cast '{segments[0]}'")
    if segments[-1:] == ("$count",) and len(segments) == (2 if cast else 1):
        return reading.read_count(call, collection, cast)
    if not segments or (cast and len(segments) == 1):
        return reading.read_list(call, collection, cast)
    if len(segments) == 1:
        subpaths.refuse_unserved(call, collection, segments[0])
        return reading.read_object(call, collection, segments[0])
    return subpaths.read(call, collection, segments)


def write(call: Call) -> Reply:
    """Answer POST, PATCH, PUT and DELETE.

    Writes take $select and $expand for the object that they answer with, as IntuneCD 2.6.0 sends them, and no
    other query option.
    """
    system_segments.check(call)
    _check_names(call)
    if call.url.segments == device_overview.ROUTE:
        raise errors.method_not_allowed()
    allowed_options.check(call, allowed_options.WRITE)
    # First what stands in no collection: the root of Intune, functions and actions, and single objects.
    if devices.is_root(call) and call.request.method == "PATCH":
        allowed_options.check(call, allowed_options.NONE)
        return tenant_settings.answer_root(call, call.body())
    operation = operations.find(call)
    if operation is not None:
        return operation()
    resource = _find_resource(call)
    if isinstance(resource, singletons.SingleObject):
        allowed_options.check(call, allowed_options.NONE)
        return singletons.write(call, resource)
    # Then collections: the query options before anything else, whether or not the
    # object exists.
    collection = resource.collection
    segments = system_segments.with_bare_key(call, collection, resource.segments)
    is_membership = len(segments) > 1 and memberships.is_reference(collection, segments[1])
    _check_write_options(call, collection, segments, is_membership=is_membership)
    if collection.path == deleted_groups.PATH:
        return deleted_groups.write(call, segments)
    if collection.path == violations.PATH and not call.on("violations-written"):
        raise errors.method_not_allowed()
    if not segments:
        return _write_collection(call, collection)
    if len(segments) == 1:
        return _write_object(call, collection, segments[0])
    if is_membership:
        return memberships.write(call, collection, segments)
    return subpaths.write(call, collection, segments)


def _check_write_options(
    call: Call, collection: Collection, segments: tuple[str, ...], *, is_membership: bool
) -> None:
    """Refuse query options that a write to this path does not take, and paths of Entra that are not served."""
    is_below_object = len(segments) > 1
    if (
        collection.directory
        and is_below_object
        and not is_membership
        and collection.path != deleted_groups.PATH
    ):
        subpaths.refuse_unserved(call, collection, segments[1])
    if is_membership or segments[-1:] == ("$ref",):
        allowed = allowed_options.REFERENCE
    else:
        allowed = allowed_options.NONE if is_below_object else allowed_options.ITEM
    allowed_options.check(call, allowed)
    reading.parse_select(call, (collection.type,))
    expansion.check(call, collection, call.metadata.get(collection.type), listed=False)


def _write_collection(call: Call, collection: Collection) -> Reply:
    """Answer POST of a collection: create an object."""
    method = call.request.method
    if method == "POST" and collection.directory and method not in collection.methods:
        raise errors.not_served(f"POST /{collection.path}")
    if method != "POST" or "POST" not in collection.methods:
        raise errors.method_not_allowed()
    if collection.path == export_jobs.PATH:
        return export_jobs.create(call, collection)
    return writing.create(call, collection)


def _write_object(call: Call, collection: Collection, object_id: str) -> Reply:
    """Answer PATCH, PUT and DELETE of one object."""
    method = call.request.method
    subpaths.refuse_unserved(call, collection, object_id)
    is_computed = collection.path == violations.PATH and violations.is_computed(call.tenant, object_id)
    is_union = bool(collection.union) and not call.on("app-policies-deleted-as-one")
    if collection.directory and method != "POST" and method not in collection.methods:
        raise errors.not_served(f"{method} /{collection.path}/{{id}}")
    if method == "POST" or is_computed or is_union or method not in collection.methods:
        raise subpaths.no_route_error(call, collection, (object_id,))
    handler = {"PATCH": writing.patch, "PUT": writing.put, "DELETE": writing.delete}[method]
    return handler(call, collection, object_id)


def _find_resource(call: Call) -> Route | singletons.SingleObject:
    """Return the collection or single object at the start of the path; raise GraphError if this API version
    has none there.
    """
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
    """Return the collection or single object that only the metadata describes, for paths that no row of
    `COLLECTIONS` describes.

    Raises GraphError, in this order: for a root alone, for a path to a property, for what Graph has and this
    tenant does not serve, and for what Graph does not have.
    """
    version = call.metadata.version
    # The shortest path first: a collection inside another one is read as what follows the outer one.
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
    """Return the refusal of a segment that this API version does not have: 400, or 405 for a write to v1.0."""
    if call.request.method != "GET" and call.on("beta-write-on-v1-405") and call.metadata.version != "beta":
        return errors.method_not_allowed()
    return errors.unknown_segment(segment)
