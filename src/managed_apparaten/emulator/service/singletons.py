"""Reads and writes the single objects below a root of Intune, such as
`deviceManagement/applePushNotificationCertificate`.

They are known from the metadata alone. Each always exists: until somebody writes it, it has the defaults of
its type.
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
"""The collection of the store that holds them."""


@dataclass(frozen=True, slots=True)
class SingleObject:
    """A single object of the metadata."""

    path: tuple[str, ...]
    """The segments of its path."""
    type: str
    """Its declared Graph type."""


def find(metadata: Metadata, segments: tuple[str, ...]) -> SingleObject | None:
    """Return the single object at a path below a root of Intune; None when the metadata has none there."""
    if len(segments) < 2 or segments[0] not in INTUNE_ROOTS:
        return None
    owner = metadata.find(segments[0])
    for segment in segments[1:]:
        nav = owner.navigation.get(segment) if owner is not None else None
        if nav is None or nav.collection or metadata.find(nav.type) is None:
            return None
        owner = metadata.get(nav.type)
    return None if owner is None else SingleObject(segments, owner.name)


def read(call: Call, single: SingleObject) -> Reply:
    """Answer GET of a single object."""
    allowed_options.check(call, allowed_options.SELECT)
    path = "/".join(single.path)
    stored = call.store.get(STORE_COLLECTION, path)
    item = Stored(STORE_COLLECTION, single.path[-1], single.type, stored.body if stored else {}, {})
    select = reading.parse_select(call, (single.type,))
    body = representation.represent_object(call, Collection(path, single.type), item, select=select)
    return Reply(200, {"@odata.context": call.context(f"{path}/$entity"), **body})


def write(call: Call, single: SingleObject) -> Reply:
    """Answer PATCH and DELETE of a single object.

    PATCH replaces what is sent and keeps the other properties; DELETE sets the object back to its defaults.
    """
    path = "/".join(single.path)
    before = call.store.get(STORE_COLLECTION, path)
    if call.request.method == "DELETE":
        if before is not None:
            call.store.delete(STORE_COLLECTION, path)
        return Reply(204, None, audited_write(before, None) if before else None)
    if call.request.method != "PATCH":
        raise errors.method_not_allowed()
    sent_body = call.body()
    sent_type = call.validator.resolve(sent_body, single.type)
    body = {**(before.body if before else {}), **call.validator.entity(sent_body, sent_type)}
    after = Stored(STORE_COLLECTION, path, sent_type.name, body, {})
    call.store.put(after)
    shown_item = Stored(STORE_COLLECTION, single.path[-1], sent_type.name, body, {})
    answer = representation.represent_object(call, Collection(path, single.type), shown_item)
    context = call.context(f"{path}/$entity")
    return Reply(200, {"@odata.context": context, **answer}, audited_write(before, after))
