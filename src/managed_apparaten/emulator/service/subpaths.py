"""What is read and written below an object: navigation properties, type casts, actions and functions."""

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
"""Navigation properties below which nothing is written here: files of apps go to a storage of Azure, and no policy names them."""


def refuse_unserved(call: Call, collection: Collection, name: str) -> None:
    """Refuse a function, action or navigation property that Graph has below a collection and that nothing here serves."""
    bare = name.partition("(")[0].removeprefix("microsoft.graph.")
    if bare in names_below(call.metadata.version, collection.path):
        raise errors.not_served(f"'{bare}' of /{collection.path}")


def refuse_property(found: Type | None, path: tuple[str, ...]) -> None:
    """Refuse a path to a property of an object, such as its name, which Graph has and nothing here serves."""
    if found is not None and path and path[0] in found.properties:
        raise errors.not_served(f"the property '{path[0]}' of {found.name} by a path")


def read(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply:
    """GET of what follows the id of an object."""
    if (behind := _run_operation_on_reference(call, collection, rest)) is not None:
        return behind
    object_id, casts = rest[0], _leading_casts(rest)
    if casts and collection.path in MAM and call.on("no-cast-route-on-item"):
        raise no_route_error(call, collection, rest)
    path = rest[1 + len(casts) :]
    kind = collection.type
    for segment in casts:
        declared, kind = kind, representation.parse_cast(segment) or kind
        list_queries.check_cast(call, kind, declared)
    if not path:
        return reading.read_object(call, collection, object_id, kind)
    nav = path[0]
    if nav == "getOmaSettingPlainTextValue" and collection.path == home_collections.CONFIGURATIONS:
        allowed_options.check(call, allowed_options.NONE)
        return _read_plain_oma_value(call, collection, object_id, path[1:])
    if nav == "scheduledActionsForRule" and call.on("no-scheduled-actions-route"):
        raise no_route_error(call, collection, rest)
    owner = reading.find_object(call, collection, object_id)
    if casts:
        paths.check_cast(call, kind, collection.type, owner.type, object_id)
    if nav not in representation.visible_type(call, owner.type).navigation:
        refuse_property(representation.visible_type(call, owner.type), path)
        if not _can_have_navigation(call, collection, nav):
            refuse_unserved(call, collection, nav)
        raise errors.unknown_segment(nav)
    if representation.find_related(call, collection, owner, nav) is not None:
        return reading.read_related(call, collection, owner, nav, path[1:])
    if collection.directory:
        raise errors.not_served(f"the navigation property '{nav}' of {collection.type}")
    target = paths.locate(call, collection, owner, enrolment_profiles.resolved(call, owner, rest[1:]))
    if not target.home_path:
        return contained.read(call, collection, target)
    _check_key(call, collection, rest, target)
    return references.read(call, collection, target)


def write(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply:
    """POST, PATCH, PUT and DELETE of what follows the id of an object."""
    if (
        call.request.method == "POST"
        and (behind := _run_operation_on_reference(call, collection, rest)) is not None
    ):
        return behind
    return (
        _write_by_route(call, collection, rest)
        if _is_written_by_route(call, collection, rest)
        else _run_action(call, collection, rest)
    )


def _run_operation_on_reference(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply | None:
    """What a function or an action answers that is called on what a reference leads to; None when the path calls none.

    It is that of the collection in which the object stands: the reference pages show both paths, as for `roleScopeTags/{id}/assign`.
    """
    name, way = (
        rest[-1].partition("(")[0].removeprefix("microsoft.graph."),
        rest[1 + len(_leading_casts(rest)) : -1],
    )
    owner = next(
        (found for source in collection.sources if (found := call.store.get(source, rest[0])) is not None),
        None,
    )
    if collection.directory or name not in operations.OPERATION_NAMES or not way or owner is None:
        return None
    try:
        target = paths.locate(call, collection, owner, rest[1:-1])
    except errors.GraphError:
        return None  # The path leads to no reference; whoever reads it as a route says what is wrong with it.
    targets = (
        [found.id for found in references.list_targets(call, target) if target.last.id in (None, found.id)]
        if target.home_path
        else []
    )
    if not target.home_path or target.ending or not (target.is_list or targets):
        return None
    home, key = tuple(target.home_path.split("/")), () if target.is_list else (targets[0],)
    paths.check_permission(call, target.home_path, *key, name)
    there = replace(call, url=replace(call.url, segments=(*home, *key, rest[-1])))
    operation = operations.find(there)
    if operation is not None:
        return operation()
    known = BY_PATH.get(home)
    return (
        _run_action(there, known, (*key, name))
        if known and known.assign and key and name == "assign"
        else None
    )


def _leading_casts(rest: tuple[str, ...]) -> tuple[str, ...]:
    """The casts that stand directly behind the id."""
    return tuple(takewhile(lambda segment: representation.parse_cast(segment) is not None, rest[1:]))


def _can_have_navigation(call: Call, collection: Collection, nav: str) -> bool:
    """Whether objects of a collection can have a navigation property, be it that their type derives from the declared one."""
    return call.metadata.find(
        collection.type
    ) is not None and nav in home_collections.list_derived_navigations(call.metadata.version, collection.type)


def _is_written_by_route(call: Call, collection: Collection, rest: tuple[str, ...]) -> bool:
    """Whether the path names a contained collection or object that is written by a route of its own.

    The object's own type counts, which may have more than the declared one. What an action or a function computes is not written.
    """
    casts = _leading_casts(rest)
    path = rest[1 + len(casts) :]
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


def _run_action(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply:
    object_id, action = rest[0], rest[1]
    if collection.directory:
        refuse_unserved(call, collection, action)
    if len(rest) > 2 or call.request.method != "POST" or representation.parse_cast(action):
        casts = _leading_casts(rest)
        name = next(iter(rest[1 + len(casts) :]), "")
        if (
            name in action_effects.PAUSES
            and rest[1:] == (f"microsoft.graph.{action_effects.RING}", name)
            and call.request.method == "POST"
        ):
            item = writing.find_stored(call, collection, object_id)
            paths.check_cast(call, action_effects.RING, collection.type, item.type, item.id)
            return action_effects.extend(call, item, name)
        refuse_property(
            call.metadata.find(representation.parse_cast(casts[-1]) or "")
            if casts
            else call.metadata.find(collection.type),
            (name,),
        )
        if name and not (casts and collection.path in MAM) and not _is_known_name(call, collection, name):
            raise errors.unknown_segment(name)
        raise no_route_error(call, collection, rest)
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
    if devices.accepts(call, collection.path, action):
        return Reply(204, None, audited_write(item, item))
    if action in call.metadata.get(collection.type).navigation and not collection.directory:
        raise no_route_error(call, collection, rest)
    refuse_unserved(call, collection, action)
    raise errors.unknown_segment(action)


def _is_known_name(call: Call, collection: Collection, name: str) -> bool:
    """Whether something below the objects of a collection has a name; a path with any other is not understood at all."""
    bare = name.partition("(")[0].removeprefix("microsoft.graph.")
    return (
        _can_have_navigation(call, collection, name)
        or name in collection.routes
        or bare in names_below(call.metadata.version, collection.path)
    )


def _write_by_route(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply:
    """Write a contained collection, one of its members, a single contained object, or a reference."""
    owner, nav = writing.find_stored(call, collection, rest[0]), rest[1 + len(_leading_casts(rest))]
    if (
        nav in representation.visible_type(call, owner.type).navigation
        and representation.find_related(call, collection, owner, nav) is not None
    ):
        raise errors.not_served(f"what follows '{nav}' of {collection.type}")
    target = paths.locate(call, collection, owner, enrolment_profiles.resolved(call, owner, rest[1:]))
    if any(step.nav in NOT_WRITABLE for step in target.steps):
        raise errors.not_served(f"writes below '{target.steps[0].nav}' of {collection.type}")
    method = call.request.method
    if target.home_path:
        _check_key(call, collection, rest, target)
        reply = references.write(call, collection, target)
        if reply is not None:
            return reply
    elif method == "POST" and target.is_list and not target.ending:
        return contained.add(call, collection, target)
    elif method == "PATCH" and not target.is_list:
        return contained.change(call, collection, target)
    elif method == "DELETE" and not target.is_list:
        return contained.remove(call, target)
    raise no_route_error(call, collection, rest)


def _check_key(call: Call, collection: Collection, rest: tuple[str, ...], target: paths.PathTarget) -> None:
    """Refuse a member of a list of references to device configurations that is addressed by its key."""
    keyed = (
        target.home_path == home_collections.CONFIGURATIONS
        and target.is_collection
        and not target.is_list
        and not target.ending
    )
    if keyed and call.on("no-key-behind-a-reference"):
        raise no_route_error(call, collection, rest)


def _read_plain_oma_value(
    call: Call, collection: Collection, object_id: str, arguments: tuple[str, ...]
) -> Reply:
    item = writing.find_stored(call, collection, object_id)
    wanted = operations.parse_arguments(
        f"{collection.path}/{operations.ID}/getOmaSettingPlainTextValue", "".join(arguments)
    )
    reference = wanted["secretReferenceValueId"]
    for index, setting in enumerate(item.body.get("omaSettings") or ()):
        if representation.secret_reference(object_id, index) == reference:
            context = call.context("Edm.String")
            return Reply(200, {"@odata.context": context, "value": setting.get("value")})
    raise errors.intune_not_found(reference)


def no_route_error(call: Call, collection: Collection, rest: tuple[str, ...]) -> errors.GraphError:
    """The route template and path in the form of microsoft-graph-docs#4104."""
    names = [name for name in collection.path.split("/") if name in INTUNE_ROOTS]
    template = ["singleton"] * len(names) + ["navigation" if names else "entityset", "key"]
    shown = f"/{collection.path}('{rest[0]}')"
    for segment in rest[1:]:
        known = "cast" if representation.parse_cast(segment) else segment if segment == "$ref" else ""
        template.append(known or ("key" if template[-1] == "navigation" else "navigation"))
        shown += f"/{segment}"
    service = "/StatelessDeviceConfigurationFEService" if names else ""
    return errors.no_route("/".join(template), call.request.method, service + shown)
