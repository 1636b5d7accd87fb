"""Reads, adds and removes references between objects of Intune, such as the certificates of a network
profile.

A reference is kept with the object that refers, as an id; the object that it leads to is in a collection of
its own. How references are written follows Microsoft365DSC and IntuneManagement#114: `PUT
.../rootCertificate/$ref`, `POST .../rootCertificatesForServerValidation/$ref`, or `name@odata.bind` in a
body. The reference pages also create, change and delete the object through the one that refers to it.
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
    ChildBody,
    PathTarget,
    check_permission,
    find_referenced,
    get_container,
    replace_members,
)


def read(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """Answer GET of the objects that a reference leads to, of their number, or of their addresses."""
    referenced = list_targets(call, target)
    if target.ending == "$count":
        allowed_options.check(call, allowed_options.NONE)
        return Reply(200, plain=str(len(referenced)))
    path = "/".join(step.nav for step in target.steps)
    context = representation.context_url(call, collection, target.owner.id, path)
    if target.ending == "$ref":
        return _read_addresses(call, target, referenced)
    home = _target_collection(call, target.home_path)
    check_permission(call, target.home_path)
    if not target.is_list:
        allowed_options.check(call, allowed_options.SELECT)
        item = _select_target(target, referenced)
        select = reading.parse_select(call, (target.type,))
        body = representation.represent_object(call, home, item, select=select)
        return Reply(200, {"@odata.context": f"{context}/$entity", **body})
    allowed_options.check(call, allowed_options.LIST - {"$expand", "$skip"})
    numbered = (replace(item, row=index + 1) for index, item in enumerate(referenced))
    matching = list_queries.matching_objects(call, home, target.cast or None, numbered, types=(target.type,))
    select = reading.parse_select(call, (target.type,))
    return build_page(
        call,
        home,
        context,
        matching,
        lambda item: representation.represent_object(call, home, item, select=select),
    )


def write(call: Call, collection: Collection, target: PathTarget) -> Reply | None:
    """Answer POST, PATCH, PUT or DELETE of a reference or of the object that it leads to; None without such a
    route.
    """
    method = call.request.method
    # First the reference itself, by its address.
    if target.ending == "$ref":
        if method == ("POST" if target.is_list else "PUT"):
            return _add_reference(call, target)
        return _remove_reference(call, target) if method == "DELETE" else None
    # Then the object that it leads to.
    if method == "POST" and target.is_list and not target.ending:
        return _create(call, collection, target)
    if method not in ("PATCH", "DELETE") or target.is_list:
        return None
    item = _select_target(target, list_targets(call, target))
    home = _target_collection(call, target.home_path)
    check_permission(call, target.home_path, item.id)
    if method == "DELETE":
        writing.delete(call, home, item.id)
        other_ids = [object_id for object_id in _list_ids(target) if object_id != item.id]
        return _store_ids(call, target, other_ids, 204, None)
    writing.patch(call, home, item.id)
    after = call.store.get(item.collection, item.id) or item
    return Reply(200, _entity_body(call, collection, target, home, after), audited_write(item, after))


def _create(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """Create an object in its own collection, and let the owner refer to it."""
    sent_body = call.body()
    created_type = call.validator.resolve(sent_body, target.type)
    home = _target_collection(call, target.home_path)
    check_permission(call, target.home_path)
    typed_body = {**sent_body, "@odata.type": f"#microsoft.graph.{created_type.name}"}
    created = writing.add_object(call, home, typed_body)
    body = _entity_body(call, collection, target, home, created)
    return _store_ids(call, target, [*_list_ids(target), created.id], 201, body)


def _entity_body(
    call: Call, collection: Collection, target: PathTarget, home: Collection, item: Stored
) -> dict[str, JSON]:
    """Return the answer that shows one object, with the context of the reference that leads to it."""
    context = representation.context_url(call, collection, target.owner.id, target.last.nav) + "/$entity"
    return {"@odata.context": context, **representation.represent_object(call, home, item)}


def _add_reference(call: Call, target: PathTarget) -> Reply:
    """Let the owner refer to the object at an address: to one more object, or to this one in place of
    another.
    """
    address = call.body().get("@odata.id")
    if not isinstance(address, str):
        raise errors.schema_mismatch("@odata.id")
    parsed = reference_addresses.parse(call, address)
    referenced = find_referenced(call, target.declared_type, {"id": parsed.id}, parsed.path)
    if referenced is None:
        raise errors.intune_not_found(parsed.id, named=call.on("intune-404-text"))
    if not call.metadata.is_a(referenced.type, target.type):
        raise errors.not_assignable(referenced.type, target.type, entity=True)
    other_ids: list[str] = []
    if target.is_collection:
        other_ids = [object_id for object_id in _list_ids(target) if object_id != referenced.id]
    return _store_ids(call, target, [*other_ids, referenced.id], 204, None)


def _remove_reference(call: Call, target: PathTarget) -> Reply | None:
    """Remove the reference to the object that the key or `$id` names, or the only one; None when a list needs
    a key.
    """
    named_id = target.last.id or None
    if not named_id and "$id" in call.query.raw:
        named_id = _resolve_address(call, target, call.query.raw["$id"])
    if target.is_collection and named_id is None:
        return None
    ids = _list_ids(target)
    removed_id = named_id or next(iter(ids), target.last.nav)
    if removed_id not in ids:
        raise errors.intune_not_found(removed_id, named=call.on("intune-404-text"))
    return _store_ids(call, target, [object_id for object_id in ids if object_id != removed_id], 204, None)


def _resolve_address(call: Call, target: PathTarget, address: str) -> str:
    """Return the id of the object at an address; refuse one that is in no collection to which the reference
    leads.
    """
    parsed = reference_addresses.parse(call, address)
    if find_referenced(call, target.declared_type, {"id": parsed.id}, parsed.path) is None:
        raise errors.intune_not_found(parsed.id, named=call.on("intune-404-text"))
    return parsed.id


def _read_addresses(call: Call, target: PathTarget, referenced: list[Stored]) -> Reply:
    """Answer GET of `$ref`: the addresses of the objects that a reference leads to."""
    allowed_options.check(call, allowed_options.NONE)
    root = f"{call.url.root}/{call.url.version}"
    if target.is_list:
        links: list[JSON] = [{"@odata.id": _address(root, item)} for item in referenced]
        return Reply(200, {"@odata.context": f"{root}/$metadata#Collection($ref)", "value": links})
    address = _address(root, _select_target(target, referenced))
    return Reply(200, {"@odata.context": f"{root}/$metadata#$ref", "@odata.id": address})


def _address(root: str, item: Stored) -> str:
    """Return the address of an object in its own collection."""
    return f"{root}/{item.collection}('{item.id}')"


def _list_ids(target: PathTarget) -> list[str]:
    """Return the ids to which the owner refers, those of deleted objects included."""
    references = get_container(target).get(target.last.nav) or ()
    return [str(reference.get("id")) for reference in references]


def list_targets(call: Call, target: PathTarget) -> list[Stored]:
    """Return the objects behind a reference that still exist; with a cast, only those of its type."""
    existing: list[Stored] = []
    for object_id in _list_ids(target):
        item = find_referenced(call, target.declared_type, {"id": object_id})
        if item is not None and (not target.cast or call.metadata.is_a(item.type, target.cast)):
            existing.append(item)
    return existing


def _select_target(target: PathTarget, referenced: list[Stored]) -> Stored:
    """Return the object that the key names, or the only one; raise GraphError when it is not there."""
    for item in referenced:
        if target.last.id in (None, item.id):
            return item
    raise errors.intune_not_found(target.last.id or target.last.nav)


def _target_collection(call: Call, path: str) -> Collection:
    """Return the collection of the objects behind a reference."""
    segments = tuple(path.split("/"))
    collection = BY_PATH.get(segments) or collection_from_metadata(call.metadata.version, segments)
    if collection is None:
        raise errors.not_served(f"/{path}")
    return collection


def _store_ids(call: Call, target: PathTarget, ids: list[str], status: int, body: JSON) -> Reply:
    """Store the ids to which the owner refers, and return the answer."""
    before = call.store.get(target.owner.collection, target.owner.id) or target.owner
    references: list[ChildBody] = [{"id": object_id} for object_id in ids]
    after = replace(before, nav=replace_members(before.nav, target.steps, references))
    call.store.replace(after)
    return Reply(status, body, audited_write(before, after))
