"""Conditional access policies and named locations that were deleted: kept for thirty days, listed, restored or deleted for good.

Reference: https://learn.microsoft.com/graph/api/resources/policydeletableitem (thirty days), conditionalaccesspolicy-restore.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import representation, writing
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import Collection, get_collection
from managed_apparaten.emulator.service.directory import deleted_groups
from managed_apparaten.emulator.service.directory.conditional_access import deleted_path

KINDS = ("policies", "namedLocations")
ROOT = "identity/conditionalAccess"
Arguments = Mapping[str, str]
Handler = Callable[[Call, str, Arguments], Reply]


def deleted_collection(kind: str) -> Collection:
    """The collection of the deleted objects of a kind."""
    present = get_collection(f"{ROOT}/{kind}")
    return replace(present, path=deleted_path(present.path))


def make_list_handler(kind: str) -> Handler:
    """GET of the deleted objects of a kind."""

    def run(call: Call, _: str, __: Arguments) -> Reply:
        found = deleted_collection(kind)
        kept = deleted_groups.drop_expired(call.store.objects((found.path,)), call.tenant.clock())
        return Reply(
            200,
            {
                "@odata.context": representation.context_url(call, found),
                "value": [representation.represent_object(call, found, one) for one in kept],
            },
        )

    return run


def make_read_handler(kind: str) -> Handler:
    """GET of one deleted object."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        found, item = deleted_collection(kind), _find_deleted(call, kind, object_id)
        return Reply(
            200,
            {
                "@odata.context": representation.context_url(call, found, item.id),
                **representation.represent_object(call, found, item),
            },
        )

    return run


def make_delete_handler(kind: str) -> Handler:
    """DELETE for good."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        found = _find_deleted(call, kind, object_id)
        call.store.delete(found.collection, object_id)
        return Reply(204, None, audited_write(found, None))

    return run


def make_restore_handler(kind: str) -> Handler:
    """The action `restore`: the object is back as it was."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        found = _find_deleted(call, kind, object_id)
        present = get_collection(f"{ROOT}/{kind}")
        call.store.delete(found.collection, object_id)
        body = {key: value for key, value in found.body.items() if key != "deletedDateTime"}
        item = Stored(present.path, found.id, found.type, body, found.nav)
        call.store.insert([item])
        answer = {
            "@odata.context": representation.context_url(call, present, item.id),
            **representation.represent_object(call, present, item),
        }
        return Reply(200, answer, audited_write(None, item))

    return run


def _find_deleted(call: Call, kind: str, object_id: str) -> Stored:
    found = next(
        deleted_groups.drop_expired(
            iter([writing.find_stored(call, deleted_collection(kind), object_id)]), call.tenant.clock()
        ),
        None,
    )
    if found is None:
        raise errors.directory_not_found(object_id)
    return found
