"""Single objects that the roots of Intune lead to, such as `deviceManagement/applePushNotificationCertificate`, by the metadata alone.

There is always one: until somebody writes it, it has the defaults of its type.
"""

from __future__ import annotations

from dataclasses import dataclass

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import Metadata
from managed_apparaten.emulator.service import allowed_options, reading, representation
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import INTUNE_ROOTS, Collection

STORE_COLLECTION = "singletons"
"""Where they are kept in the store."""


@dataclass(frozen=True, slots=True)
class SingleObject:
    """One single object and where it stands."""

    path: tuple[str, ...]
    type: str


def find(metadata: Metadata, segments: tuple[str, ...]) -> SingleObject | None:
    """The single object at a path below a root of Intune; None when the metadata has none there."""
    if len(segments) < 2 or segments[0] not in INTUNE_ROOTS:
        return None
    found = metadata.find(segments[0])
    for segment in segments[1:]:
        nav = found.navigation.get(segment) if found is not None else None
        if nav is None or nav.collection or metadata.find(nav.type) is None:
            return None
        found = metadata.get(nav.type)
    return None if found is None else SingleObject(segments, found.name)


def read(call: Call, single: SingleObject) -> Reply:
    """GET."""
    allowed_options.check(call, allowed_options.SELECT)
    path = "/".join(single.path)
    kept = call.store.get(STORE_COLLECTION, path)
    item = Stored(STORE_COLLECTION, single.path[-1], single.type, kept.body if kept else {}, {})
    collection = Collection(path, single.type)
    select = reading.parse_select(call, (single.type,))
    context = call.context(f"{path}/$entity")
    return Reply(
        200,
        {"@odata.context": context, **representation.represent_object(call, collection, item, select=select)},
    )


def write(call: Call, single: SingleObject) -> Reply:
    """PATCH: what is sent replaces, the rest stays. DELETE sets it back to its defaults."""
    path = "/".join(single.path)
    before = call.store.get(STORE_COLLECTION, path)
    if call.request.method == "DELETE":
        if before is not None:
            call.store.delete(STORE_COLLECTION, path)
        return Reply(204, None, audited_write(before, None) if before else None)
    if call.request.method != "PATCH":
        raise errors.method_not_allowed()
    sent = call.body()
    found = call.validator.resolve(sent, single.type)
    body = {**(before.body if before else {}), **call.validator.entity(sent, found)}
    after = Stored(STORE_COLLECTION, path, found.name, body, {})
    call.store.put(after)
    context = call.context(f"{path}/$entity")
    shown = representation.represent_object(
        call, Collection(path, single.type), Stored(STORE_COLLECTION, single.path[-1], found.name, body, {})
    )
    return Reply(200, {"@odata.context": context, **shown}, audited_write(before, after))
