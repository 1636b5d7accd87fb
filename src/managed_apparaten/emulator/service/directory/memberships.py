"""Writes references between objects of the directory: members and owners of groups, owners and users of
devices, a person's manager.

Members are edges of the store, because groups nest; other references are stored with the object that refers.
Reference pages: group-post-members, group-post-owners, device-post-registeredowners,
device-post-registeredusers, user-post-manager.
"""

from __future__ import annotations

from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import AuditedWrite, Call, Reply
from managed_apparaten.emulator.service.collections import Collection
from managed_apparaten.emulator.service.directory.references import SINGLE, STORED, connect, resolve
from managed_apparaten.emulator.service.writing import find_stored


def is_reference(collection: Collection, nav: str) -> bool:
    """Return whether a navigation property of a collection is written by `$ref`."""
    return (collection.path, nav) in STORED or (collection.path, nav) == ("groups", "members")


def write(call: Call, collection: Collection, segments: tuple[str, ...]) -> Reply:
    """Answer a write of a reference; `segments` begin with the id of the object that refers.

    These are POST {id}/{nav}/$ref, PUT for a property that leads to a single object, DELETE
    {id}/{nav}/{id}/$ref and DELETE {id}/{nav}/$ref?$id={address}.
    """
    object_id, nav, ending = segments[0], segments[1], segments[2:]
    method = call.request.method
    if ending == ("$ref",) and method == "DELETE" and (address := call.query.raw.get("$id")):
        ending = (resolve(call, find_stored(call, collection, object_id), nav, address).id, "$ref")
    single = (collection.path, nav) in SINGLE
    if ending == ("$ref",) and method == ("PUT" if single else "POST"):
        return _add(call, collection, object_id, nav)
    if len(ending) == 2 and ending[1] == "$ref" and method == "DELETE" and not single:
        return _remove(call, collection, object_id, nav, ending[0])
    if ending == ("$ref",) and method == "DELETE" and single:
        return _remove(call, collection, object_id, nav, "")
    raise errors.method_not_allowed()


def _add(call: Call, collection: Collection, object_id: str, nav: str) -> Reply:
    """Add the reference to the object whose address is in the body."""
    owner = find_stored(call, collection, object_id)
    reference = call.body().get("@odata.id")
    if not isinstance(reference, str):
        raise errors.bad_request("An @odata.id with the URL of the object is required.")
    target = connect(call, owner, nav, reference)
    return Reply(204, None, _membership_change(owner, nav, None, target.id))


def _remove(call: Call, collection: Collection, object_id: str, nav: str, target_id: str) -> Reply:
    """Remove one reference; without `target_id`, the one of a property that leads to a single object."""
    owner = find_stored(call, collection, object_id)
    if nav == "members":
        is_removed = call.store.disconnect(object_id, target_id)
    else:
        before = owner.nav.get(nav, ())
        remaining = [reference for reference in before if target_id and reference.get("id") != target_id]
        is_removed = len(remaining) < len(before)
        call.store.replace(replace(owner, nav={**owner.nav, nav: remaining}))
    if not is_removed:
        raise errors.directory_not_found(target_id or nav)
    return Reply(204, None, _membership_change(owner, nav, target_id, None))


def _membership_change(owner: Stored, nav: str, before: str | None, after: str | None) -> AuditedWrite:
    """Return the change of one reference, for the audit log: the ids before and after it."""
    name = str(owner.body.get("displayName") or "")
    states: list[JSON] = [{nav: [object_id] if object_id else []} for object_id in (before, after)]
    return AuditedWrite(owner.type, owner.id, name, *states)
