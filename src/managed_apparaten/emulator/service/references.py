"""References between objects of Intune, such as the certificates of a network profile: reading, making and taking them away.

Kept with the object that refers, as ids; what is behind them stands in a collection of its own. How they are written follows
Microsoft365DSC and IntuneManagement#114: `PUT .../rootCertificate/$ref`, `POST .../rootCertificatesForServerValidation/$ref`, or
`name@odata.bind` in a body.
The reference pages also create, change and delete the object through the one that refers to it.
"""

from __future__ import annotations

from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import (
    allowed_options,
    list_queries,
    reading,
    reference_addresses,
    representation,
    writing,
)
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import BY_PATH, Collection, collection_from_metadata
from managed_apparaten.emulator.service.pages import build_page
from managed_apparaten.emulator.service.paths import (
    PathTarget,
    check_permission,
    find_referenced,
    get_container,
    replace_members,
)


def read(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """GET of what a reference leads to, of how many there are, or of the addresses."""
    found = list_targets(call, target)
    if target.ending == "$count":
        allowed_options.check(call, allowed_options.NONE)
        return Reply(200, plain=str(len(found)))
    context = representation.context_url(
        call, collection, target.owner.id, "/".join(step.nav for step in target.steps)
    )
    if target.ending == "$ref":
        return _read_addresses(call, target, found)
    home = _target_collection(call, target.home_path)
    check_permission(call, target.home_path)
    if not target.is_list:
        allowed_options.check(call, allowed_options.SELECT)
        one, select = _select_target(target, found), reading.parse_select(call, (target.type,))
        return Reply(
            200,
            {
                "@odata.context": f"{context}/$entity",
                **representation.represent_object(call, home, one, select=select),
            },
        )
    allowed_options.check(call, allowed_options.LIST - {"$expand", "$skip"})
    placed = (replace(one, row=index + 1) for index, one in enumerate(found))
    matching = list_queries.matching_objects(call, home, target.cast or None, placed, types=(target.type,))
    select = reading.parse_select(call, (target.type,))
    return build_page(
        call,
        home,
        context,
        matching,
        lambda one: representation.represent_object(call, home, one, select=select),
    )


def write(call: Call, collection: Collection, target: PathTarget) -> Reply | None:
    """POST, PATCH, PUT or DELETE of a reference or of what it leads to; None where there is no such route."""
    method = call.request.method
    if target.ending == "$ref":
        return (
            _add_reference(call, target)
            if method == ("POST" if target.is_list else "PUT")
            else _remove_reference(call, target)
            if method == "DELETE"
            else None
        )
    if method == "POST" and target.is_list and not target.ending:
        return _create(call, collection, target)
    if method not in ("PATCH", "DELETE") or target.is_list:
        return None
    one, home = _select_target(target, list_targets(call, target)), _target_collection(call, target.home_path)
    check_permission(call, target.home_path, one.id)
    if method == "DELETE":
        writing.delete(call, home, one.id)
        return _store_ids(call, target, [other for other in _list_ids(target) if other != one.id], 204, None)
    writing.patch(call, home, one.id)
    after = call.store.get(one.collection, one.id) or one
    context = representation.context_url(call, collection, target.owner.id, target.last.nav) + "/$entity"
    return Reply(
        200,
        {"@odata.context": context, **representation.represent_object(call, home, after)},
        audited_write(one, after),
    )


def _create(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """A new object in its own collection, to which the owner refers."""
    sent = call.body()
    found = call.validator.resolve(sent, target.type)
    home = _target_collection(call, target.home_path)
    check_permission(call, target.home_path)
    made = writing.add_object(call, home, {**sent, "@odata.type": f"#microsoft.graph.{found.name}"})
    context = representation.context_url(call, collection, target.owner.id, target.last.nav) + "/$entity"
    return _store_ids(
        call,
        target,
        [*_list_ids(target), made.id],
        201,
        {"@odata.context": context, **representation.represent_object(call, home, made)},
    )


def _add_reference(call: Call, target: PathTarget) -> Reply:
    """Refer to the object at an address: one more, or the only one."""
    address = call.body().get("@odata.id")
    if not isinstance(address, str):
        raise errors.schema_mismatch("@odata.id")
    wanted = reference_addresses.parse(call, address)
    referenced = find_referenced(call, target.declared_type, {"id": wanted.id}, wanted.path)
    if referenced is None:
        raise errors.intune_not_found(wanted.id, named=call.on("intune-404-text"))
    if not call.metadata.is_a(referenced.type, target.type):
        raise errors.not_assignable(referenced.type, target.type, entity=True)
    others = [one for one in _list_ids(target) if one != referenced.id] if target.is_collection else []
    return _store_ids(call, target, [*others, referenced.id], 204, None)


def _remove_reference(call: Call, target: PathTarget) -> Reply | None:
    """Refer no longer to the only object, or to the one that the key or `$id` names."""
    asked = target.last.id or (
        _resolve_address(call, target, call.query.raw["$id"]) if "$id" in call.query.raw else None
    )
    if target.is_collection and asked is None:
        return None
    kept = _list_ids(target)
    wanted = asked or next(iter(kept), target.last.nav)
    if wanted not in kept:
        raise errors.intune_not_found(wanted, named=call.on("intune-404-text"))
    return _store_ids(call, target, [one for one in kept if one != wanted], 204, None)


def _resolve_address(call: Call, target: PathTarget, address: str) -> str:
    """The id of the object at an address, which must be in a collection that the reference leads to."""
    wanted = reference_addresses.parse(call, address)
    if find_referenced(call, target.declared_type, {"id": wanted.id}, wanted.path) is None:
        raise errors.intune_not_found(wanted.id, named=call.on("intune-404-text"))
    return wanted.id


def _read_addresses(call: Call, target: PathTarget, found: list[Stored]) -> Reply:
    allowed_options.check(call, allowed_options.NONE)
    root = f"{call.url.root}/{call.url.version}"
    if target.is_list:
        links: list[JSON] = [{"@odata.id": f"{root}/{one.collection}('{one.id}')"} for one in found]
        return Reply(200, {"@odata.context": f"{root}/$metadata#Collection($ref)", "value": links})
    one = _select_target(target, found)
    return Reply(
        200, {"@odata.context": f"{root}/$metadata#$ref", "@odata.id": f"{root}/{one.collection}('{one.id}')"}
    )


def _list_ids(target: PathTarget) -> list[str]:
    return [str(one.get("id")) for one in get_container(target).get(target.last.nav) or ()]


def list_targets(call: Call, target: PathTarget) -> list[Stored]:
    """The objects behind a reference that are still there, of a cast only those of that type."""
    found = (find_referenced(call, target.declared_type, {"id": one}) for one in _list_ids(target))
    return [
        one
        for one in found
        if one is not None and (not target.cast or call.metadata.is_a(one.type, target.cast))
    ]


def _select_target(target: PathTarget, found: list[Stored]) -> Stored:
    one = next((one for one in found if target.last.id in (None, one.id)), None)
    if one is None:
        raise errors.intune_not_found(target.last.id or target.last.nav)
    return one


def _target_collection(call: Call, path: str) -> Collection:
    segments = tuple(path.split("/"))
    found = BY_PATH.get(segments) or collection_from_metadata(call.metadata.version, segments)
    if found is None:
        raise errors.not_served(f"/{path}")
    return found


def _store_ids(call: Call, target: PathTarget, ids: list[str], status: int, body: JSON) -> Reply:
    """Store which objects are referred to, and answer."""
    before = call.store.get(target.owner.collection, target.owner.id) or target.owner
    after = replace(before, nav=replace_members(before.nav, target.steps, [{"id": one} for one in ids]))
    call.store.replace(after)
    return Reply(status, body, audited_write(before, after))
