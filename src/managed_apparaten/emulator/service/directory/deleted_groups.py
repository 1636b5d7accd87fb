"""Deleted groups and people: kept for thirty days with their memberships, listed under
directory/deletedItems, and restored from there.

Devices are deleted for good. Reference: https://learn.microsoft.com/graph/api/resources/directory
(deletedItems; 30 days).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.service import representation
from managed_apparaten.emulator.service.call import Call, Reply, audited_write, format_timestamp
from managed_apparaten.emulator.service.collections import get_collection

PATH = "directory/deletedItems"
RETENTION = timedelta(days=30)
"""How long a deleted object can be restored."""
GROUPS = "groups"
COLLECTIONS_BY_TYPE = {"group": GROUPS, "user": "users"}
"""Type -> the collection to which a deleted object returns."""
SOFT_DELETE_BEHAVIOURS = {GROUPS: "group-delete-soft", "users": "user-delete-soft"}
"""Collection -> behaviour under which its deleted objects are kept."""


def is_soft_deleted(call: Call, collection: str) -> bool:
    """Return whether what is deleted from a collection can be restored."""
    return collection in SOFT_DELETE_BEHAVIOURS and call.on(SOFT_DELETE_BEHAVIOURS[collection])


def soft_delete(store: Store, item: Stored, now: datetime) -> None:
    """Move an object to the deleted items, with its members and the groups that it is in."""
    edges = [
        {"parent": item.id, "child": child, "kind": kind}
        for child, kind in store.children(item.id, deep=False)
    ]
    edges += [
        {"parent": parent, "child": item.id, "kind": item.collection}
        for parent in store.parents(item.id, deep=False)
    ]
    store.delete(item.collection, item.id)
    body = {**item.body, "deletedDateTime": format_timestamp(now)}
    store.insert([Stored(PATH, item.id, item.type, body, {**item.nav, "edges": edges})])


def restore(store: Store, deleted_item: Stored) -> Stored:
    """Put a deleted object back as it was; a membership with another deleted object returns when that object
    does.
    """
    store.delete(PATH, deleted_item.id)
    body = {key: value for key, value in deleted_item.body.items() if key != "deletedDateTime"}
    nav = {key: value for key, value in deleted_item.nav.items() if key != "edges"}
    item = Stored(COLLECTIONS_BY_TYPE[deleted_item.type], deleted_item.id, deleted_item.type, body, nav)
    store.insert([item])
    _connect(store, item.id, deleted_item.nav.get("edges", ()))
    return item


def _connect(store: Store, object_id: str, edges: Iterable[dict[str, JSON]]) -> None:
    """Restore membership edges of an object; one to another deleted object is kept with that object until it
    is restored.
    """
    for edge in edges:
        is_parent = edge["parent"] == object_id
        path, other = (edge["kind"], edge["child"]) if is_parent else (GROUPS, edge["parent"])
        if store.get(path, other) is not None:
            store.connect([(edge["parent"], edge["child"], edge["kind"])])
            continue
        deleted = store.get(PATH, other)
        if deleted is not None:
            other_edges = [*deleted.nav.get("edges", ()), edge]
            store.replace(replace(deleted, nav={**deleted.nav, "edges": other_edges}))


def drop_expired(deleted_items: Iterator[Stored], now: datetime) -> Iterator[Stored]:
    """Yield the deleted objects that can still be restored."""
    oldest = format_timestamp(now - RETENTION)
    for item in deleted_items:
        if str(item.body.get("deletedDateTime") or format_timestamp(now)) > oldest:
            yield item


def find_deleted(call: Call, object_id: str) -> Stored:
    """Return a deleted object that can still be restored; raise GraphError when there is none."""
    stored = call.store.get(PATH, object_id)
    if stored is not None:
        for deleted_item in drop_expired(iter([stored]), call.tenant.clock()):
            return deleted_item
    raise errors.directory_not_found(object_id)


def write(call: Call, segments: tuple[str, ...]) -> Reply:
    """Answer POST {id}/restore and DELETE {id} of the deleted items; `segments` begin with the id."""
    deleted_item = find_deleted(call, segments[0] if segments else "")
    if segments[1:] == ("restore",) and call.request.method == "POST":
        return _restore(call, deleted_item)
    if len(segments) == 1 and call.request.method == "DELETE":
        call.store.delete(PATH, deleted_item.id)
        return Reply(204, None, audited_write(deleted_item, None))
    raise errors.method_not_allowed()


def _restore(call: Call, deleted_item: Stored) -> Reply:
    """Answer the action `restore`."""
    if deleted_item.type not in COLLECTIONS_BY_TYPE:
        raise errors.not_served(f"the restoration of a {deleted_item.type}")
    item = restore(call.store, deleted_item)
    collection = get_collection(item.collection)
    answer = {
        "@odata.context": representation.context_url(call, collection, item.id),
        **representation.represent_object(call, collection, item),
    }
    return Reply(200, {**answer, "@odata.type": f"#microsoft.graph.{item.type}"}, audited_write(None, item))
