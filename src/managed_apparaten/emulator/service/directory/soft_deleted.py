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
Run = Callable[[Call, str, Arguments], Reply]


def collection(kind: str) -> Collection:
    """The collection of the deleted objects of a kind."""
    present = get_collection(f"{ROOT}/{kind}")
    return replace(present, path=deleted_path(present.path))


def listed(kind: str) -> Run:
    """GET of the deleted objects of a kind."""

    def run(call: Call, _: str, __: Arguments) -> Reply:
        found = collection(kind)
        kept = deleted_groups.kept(call.store.objects((found.path,)), call.tenant.clock())
        return Reply(
            200,
            {
                "@odata.context": representation.context_url(call, found),
                "value": [representation.represent_object(call, found, one) for one in kept],
            },
        )

    return run


def read(kind: str) -> Run:
    """GET of one deleted object."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        found, item = collection(kind), _found(call, kind, object_id)
        return Reply(
            200,
            {
                "@odata.context": representation.context_url(call, found, item.id),
                **representation.represent_object(call, found, item),
            },
        )

    return run


def removed(kind: str) -> Run:
    """DELETE for good."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        found = _found(call, kind, object_id)
        call.store.delete(found.collection, object_id)
        return Reply(204, None, audited_write(found, None))

    return run


def restored(kind: str) -> Run:
    """The action `restore`: the object is back as it was."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        found = _found(call, kind, object_id)
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


def _found(call: Call, kind: str, object_id: str) -> Stored:
    found = next(
        deleted_groups.kept(
            iter([writing.find_stored(call, collection(kind), object_id)]), call.tenant.clock()
        ),
        None,
    )
    if found is None:
        raise errors.directory_not_found(object_id)
    return found
