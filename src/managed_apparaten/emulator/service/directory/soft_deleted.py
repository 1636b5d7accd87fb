"""Deleted conditional access policies and named locations: kept for thirty days, listed, restored, or deleted
for good.

Reference: https://learn.microsoft.com/graph/api/resources/policydeletableitem (thirty days),
conditionalaccesspolicy-restore.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import representation, writing
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import Collection, get_collection
from managed_apparaten.emulator.service.directory import deleted_groups
from managed_apparaten.emulator.service.directory.conditional_access import deleted_path

KINDS = ("policies", "namedLocations")
"""The kinds of objects that are kept, as their paths name them."""
ROOT = "identity/conditionalAccess"
Arguments = Mapping[str, str]
Handler = Callable[[Call, str, Arguments], Reply]


def deleted_collection(kind: str) -> Collection:
    """Return the collection of the deleted objects of a kind."""
    collection = get_collection(f"{ROOT}/{kind}")
    return replace(collection, path=deleted_path(collection.path))


def make_list_handler(kind: str) -> Handler:
    """Return the handler for GET of the deleted objects of a kind."""

    def run(call: Call, _: str, __: Arguments) -> Reply:
        collection = deleted_collection(kind)
        items = deleted_groups.drop_expired(call.store.objects((collection.path,)), call.tenant.clock())
        values = [representation.represent_object(call, collection, item) for item in items]
        return Reply(200, {"@odata.context": representation.context_url(call, collection), "value": values})

    return run


def make_read_handler(kind: str) -> Handler:
    """Return the handler for GET of one deleted object."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        item = _find_deleted(call, kind, object_id)
        return Reply(200, _answer(call, deleted_collection(kind), item))

    return run


def _answer(call: Call, collection: Collection, item: Stored) -> dict[str, JSON]:
    """Return the answer that shows one object."""
    context = representation.context_url(call, collection, item.id)
    return {"@odata.context": context, **representation.represent_object(call, collection, item)}


def make_delete_handler(kind: str) -> Handler:
    """Return the handler for DELETE of a deleted object, which removes it for good."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        deleted = _find_deleted(call, kind, object_id)
        call.store.delete(deleted.collection, object_id)
        return Reply(204, None, audited_write(deleted, None))

    return run


def make_restore_handler(kind: str) -> Handler:
    """Return the handler for the action `restore`, which puts an object back as it was."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        deleted = _find_deleted(call, kind, object_id)
        collection = get_collection(f"{ROOT}/{kind}")
        call.store.delete(deleted.collection, object_id)
        body = {key: value for key, value in deleted.body.items() if key != "deletedDateTime"}
        item = Stored(collection.path, deleted.id, deleted.type, body, deleted.nav)
        call.store.insert([item])
        return Reply(200, _answer(call, collection, item), audited_write(None, item))

    return run


def _find_deleted(call: Call, kind: str, object_id: str) -> Stored:
    """Return a deleted object that can still be restored; raise GraphError when there is none."""
    stored = writing.find_stored(call, deleted_collection(kind), object_id)
    for item in deleted_groups.drop_expired(iter([stored]), call.tenant.clock()):
        return item
    raise errors.directory_not_found(object_id)
