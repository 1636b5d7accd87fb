"""Answers requests for what follows the id of an object: navigation properties, type casts, actions and
functions.

Each path belongs to one of `contained` (objects inside the object), `references` (objects that it refers to),
`reading` (related objects such as members) and `operations` or `actions`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.service import (
    allowed_options,
    contained,
    home_collections,
    list_queries,
    operations,
    paths,
    reading,
    references,
    representation,
    writing,
)
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import (
    BY_PATH,
    INTUNE_ROOTS,
    MAM,
    Collection,
    get_collection,
    names_below,
)
from managed_apparaten.emulator.service.intune import (
    action_effects,
    actions,
    devices,
    enrolment_profiles,
    policy_sets,
)

NOT_WRITABLE = ("contentVersions",)
"""Navigation properties below which nothing is written here.

The files of apps go to Azure storage, and no policy names them."""


def refuse_unserved(call: Call, collection: Collection, name: str) -> None:
    """Refuse as not served a function, action or navigation property that Graph has below a collection."""
    bare_name = name.partition("(")[0].removeprefix("microsoft.graph.")
    if bare_name in names_below(call.metadata.version, collection.path):
        raise errors.not_served(f"'{bare_name}' of /{collection.path}")


def refuse_property(owner_type: Type | None, path: tuple[str, ...]) -> None:
    """Refuse as not served a path to a property of an object, such as its name, which Graph can read by
    itself.
    """
    if owner_type is not None and path and path[0] in owner_type.properties:
        raise errors.not_served(f"the property '{path[0]}' of {owner_type.name} by a path")


def read(call: Call, collection: Collection, segments: tuple[str, ...]) -> Reply:
    """Answer GET of what follows the id of an object; `segments` begin with that id."""
    operation_reply = _run_operation_on_reference(call, collection, segments)
    if operation_reply is not None:
        return operation_reply
    # First the casts behind the id.
    object_id, casts = segments[0], _leading_casts(segments)
    if casts and collection.path in MAM and call.on("no-cast-route-on-item"):
        raise no_route_error(call, collection, segments)
    path = segments[1 + len(casts) :]
    cast_type = collection.type
    for segment in casts:
        declared, cast_type = cast_type, representation.parse_cast(segment) or cast_type
        list_queries.check_cast(call, cast_type, declared)
    if not path:
        return reading.read_object(call, collection, object_id, cast_type)
    # Then paths that are no navigation properties, or are refused whatever the object is.
    nav = path[0]
    if nav == "getOmaSettingPlainTextValue" and collection.path == home_collections.CONFIGURATIONS:
        allowed_options.check(call, allowed_options.NONE)
        return _read_plain_oma_value(call, collection, object_id, path[1:])
    if nav == "scheduledActionsForRule" and call.on("no-scheduled-actions-route"):
        raise no_route_error(call, collection, segments)
    # Then the object itself, and the navigation property: of other objects, of contained ones, or of
    # references.
    owner = reading.find_object(call, collection, object_id)
    if casts:
        paths.check_cast(call, cast_type, collection.type, owner.type, object_id)
    owner_type = representation.visible_type(call, owner.type)
    if nav not in owner_type.navigation:
        refuse_property(owner_type, path)
        if not _can_have_navigation(call, collection, nav):
            refuse_unserved(call, collection, nav)
        raise errors.unknown_segment(nav)
    if representation.find_related(call, collection, owner, nav) is not None:
        return reading.read_related(call, collection, owner, nav, path[1:])
    if collection.directory:
        raise errors.not_served(f"the navigation property '{nav}' of {collection.type}")
    target = paths.locate(
        call, collection, owner, enrolment_profiles.resolve_default_profile(call, owner, segments[1:])
    )
    if not target.home_path:
        return contained.read(call, collection, target)
    _check_key(call, collection, segments, target)
    return references.read(call, collection, target)


def write(call: Call, collection: Collection, segments: tuple[str, ...]) -> Reply:
    """Answer POST, PATCH, PUT and DELETE of what follows the id of an object; `segments` begin with that id."""
    if call.request.method == "POST":
        operation_reply = _run_operation_on_reference(call, collection, segments)
        if operation_reply is not None:
            return operation_reply
    if _is_written_by_route(call, collection, segments):
        return _write_by_route(call, collection, segments)
    return _run_action(call, collection, segments)


def _run_operation_on_reference(
    call: Call, collection: Collection, segments: tuple[str, ...]
) -> Reply | None:
    """Answer a function or an action on an object that a reference leads to; None when the path calls none.

    The operation is that of the collection of the object: the reference pages show both paths, as for
    `roleScopeTags/{id}/assign`.
    """
    name = segments[-1].partition("(")[0].removeprefix("microsoft.graph.")
    reference_path = segments[1 + len(_leading_casts(segments)) : -1]
    if collection.directory or name not in operations.OPERATION_NAMES or not reference_path:
        return None
    stored = (call.store.get(source, segments[0]) for source in collection.sources)
    owner = next((item for item in stored if item is not None), None)
    if owner is None:
        return None
    try:
        target = paths.locate(call, collection, owner, segments[1:-1])
    except errors.GraphError:
        return None  # The path leads to no reference; the code that reads it as a route says what is wrong with it.
    if not target.home_path or target.ending:
        return None
    key: tuple[str, ...] = ()
    if not target.is_list:
        ids = [item.id for item in references.list_targets(call, target) if target.last.id in (None, item.id)]
        if not ids:
            return None
        key = (ids[0],)
    # The same request again, by the path in the object's own collection and with the permission for that.
    home = tuple(target.home_path.split("/"))
    paths.check_permission(call, target.home_path, *key, name)
    home_call = replace(call, url=replace(call.url, segments=(*home, *key, segments[-1])))
    operation = operations.find(home_call)
    if operation is not None:
        return operation()
    home_collection = BY_PATH.get(home)
    if home_collection and home_collection.assign and key and name == "assign":
        return _run_action(home_call, home_collection, (*key, name))
    return None


def _leading_casts(segments: tuple[str, ...]) -> tuple[str, ...]:
    """Return the type casts that directly follow the id."""
    return tuple(takewhile(lambda segment: representation.parse_cast(segment) is not None, segments[1:]))


def _can_have_navigation(call: Call, collection: Collection, nav: str) -> bool:
    """Return whether an object of a collection, of the declared type or a derived one, can have a navigation
    property.
    """
    return call.metadata.find(
        collection.type
    ) is not None and nav in home_collections.list_derived_navigations(call.metadata.version, collection.type)


def _is_written_by_route(call: Call, collection: Collection, segments: tuple[str, ...]) -> bool:
    """Return whether the path names a contained collection or object that is written by a path of its own.

    The object's own type counts, which may have more navigation properties than the declared one. What an
    action writes as a whole, and what an action or a function computes, is not written so.
    """
    casts = _leading_casts(segments)
    path = segments[1 + len(casts) :]
    if not path or (casts and collection.path in MAM and call.on("no-cast-route-on-item")):
        return False
    if path[0] in collection.editable:
        return True
    if (
        collection.directory
        or path[0] in contained.WRITTEN_BY_ACTION
        or operations.is_computed(collection.path, path[0])
    ):
        return False
    return _can_have_navigation(call, collection, path[0])


def _run_action(call: Call, collection: Collection, segments: tuple[str, ...]) -> Reply:
    """Answer POST of an action of one object; refuse any other write, and any action that the object does not
    have.
    """
    object_id, action = segments[0], segments[1]
    if collection.directory:
        refuse_unserved(call, collection, action)
    if len(segments) > 2 or call.request.method != "POST" or representation.parse_cast(action):
        return _run_action_behind_cast(call, collection, segments)
    item = writing.find_stored(call, collection, object_id)
    collection = get_collection(item.collection) if collection.union else collection
    if action == "assign" and collection.assign:
        return actions.assign(call, item, collection.assign)
    if action == "targetApps" and collection.path in MAM and "apps" in collection.create_with:
        return actions.target_apps(call, collection, item)
    if action == "scheduleActionsForRules" and collection.type == "deviceCompliancePolicy":
        return actions.schedule_actions(call, item)
    if action == "update" and collection.type == "policySet":
        return policy_sets.update(call, item)
    if devices.accepts_action(call, collection.path, action):
        return Reply(204, None, audited_write(item, item))
    if action in call.metadata.get(collection.type).navigation and not collection.directory:
        raise no_route_error(call, collection, segments)
    refuse_unserved(call, collection, action)
    raise errors.unknown_segment(action)


def _run_action_behind_cast(call: Call, collection: Collection, segments: tuple[str, ...]) -> Reply:
    """Answer the one sort of action that stands behind a type cast: extending a pause of an update ring.

    Refuses every other path that is longer than an action, and every method but POST.
    """
    casts = _leading_casts(segments)
    name = next(iter(segments[1 + len(casts) :]), "")
    is_pause = name in action_effects.PAUSES
    pause_path = (f"microsoft.graph.{action_effects.UPDATE_RING}", name)
    if is_pause and segments[1:] == pause_path and call.request.method == "POST":
        item = writing.find_stored(call, collection, segments[0])
        paths.check_cast(call, action_effects.UPDATE_RING, collection.type, item.type, item.id)
        return action_effects.extend_pause(call, item, name)
    cast_type = (representation.parse_cast(casts[-1]) or "") if casts else collection.type
    refuse_property(call.metadata.find(cast_type), (name,))
    if name and not (casts and collection.path in MAM) and not _is_known_name(call, collection, name):
        raise errors.unknown_segment(name)
    raise no_route_error(call, collection, segments)


def _is_known_name(call: Call, collection: Collection, name: str) -> bool:
    """Return whether something below the objects of a collection has a name; a path with any other name is
    not understood.
    """
    bare_name = name.partition("(")[0].removeprefix("microsoft.graph.")
    return (
        _can_have_navigation(call, collection, name)
        or name in collection.routes
        or bare_name in names_below(call.metadata.version, collection.path)
    )


def _write_by_route(call: Call, collection: Collection, segments: tuple[str, ...]) -> Reply:
    """Write a contained collection, one of its members, a single contained object, or a reference."""
    owner = writing.find_stored(call, collection, segments[0])
    nav = segments[1 + len(_leading_casts(segments))]
    is_navigation = nav in representation.visible_type(call, owner.type).navigation
    if is_navigation and representation.find_related(call, collection, owner, nav) is not None:
        raise errors.not_served(f"what follows '{nav}' of {collection.type}")
    target = paths.locate(
        call, collection, owner, enrolment_profiles.resolve_default_profile(call, owner, segments[1:])
    )
    if any(step.nav in NOT_WRITABLE for step in target.steps):
        raise errors.not_served(f"writes below '{target.steps[0].nav}' of {collection.type}")
    method = call.request.method
    if target.home_path:
        _check_key(call, collection, segments, target)
        reply = references.write(call, collection, target)
        if reply is not None:
            return reply
    elif method == "POST" and target.is_list and not target.ending:
        return contained.add(call, collection, target)
    elif method == "PATCH" and not target.is_list:
        return contained.change(call, collection, target)
    elif method == "DELETE" and not target.is_list:
        return contained.remove(call, target)
    raise no_route_error(call, collection, segments)


def _check_key(
    call: Call, collection: Collection, segments: tuple[str, ...], target: paths.PathTarget
) -> None:
    """Refuse a key behind a list of references to device configurations."""
    is_configuration_list = target.home_path == home_collections.CONFIGURATIONS and target.is_collection
    has_key = is_configuration_list and not target.is_list and not target.ending
    if has_key and call.on("no-key-behind-a-reference"):
        raise no_route_error(call, collection, segments)


def _read_plain_oma_value(
    call: Call, collection: Collection, object_id: str, arguments: tuple[str, ...]
) -> Reply:
    """Answer `getOmaSettingPlainTextValue`: the plain value of an OMA-URI setting, by its reference."""
    item = writing.find_stored(call, collection, object_id)
    function_arguments = operations.parse_arguments(
        f"{collection.path}/{operations.ID}/getOmaSettingPlainTextValue", "".join(arguments)
    )
    reference = function_arguments["secretReferenceValueId"]
    for index, setting in enumerate(item.body.get("omaSettings") or ()):
        if representation.secret_reference(object_id, index) == reference:
            context = call.context("Edm.String")
            return Reply(200, {"@odata.context": context, "value": setting.get("value")})
    raise errors.intune_not_found(reference)


def no_route_error(call: Call, collection: Collection, segments: tuple[str, ...]) -> errors.GraphError:
    """Return Intune's error for a path without a route; it names a template and the path, as in
    microsoft-graph-docs#4104.
    """
    roots = [name for name in collection.path.split("/") if name in INTUNE_ROOTS]
    template = ["singleton"] * len(roots) + ["navigation" if roots else "entityset", "key"]
    path = f"/{collection.path}('{segments[0]}')"
    for segment in segments[1:]:
        if representation.parse_cast(segment):
            template.append("cast")
        elif segment == "$ref":
            template.append(segment)
        else:
            template.append("key" if template[-1] == "navigation" else "navigation")
        path += f"/{segment}"
    service = "/StatelessDeviceConfigurationFEService" if roots else ""
    return errors.no_route("/".join(template), call.request.method, service + path)
