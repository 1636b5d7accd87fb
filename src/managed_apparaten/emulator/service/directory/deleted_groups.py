"""Deleted groups and people: kept for thirty days with their memberships, listed under directory/deletedItems, and restored from there.

Reference: https://learn.microsoft.com/graph/api/resources/directory (deletedItems; 30 days). It keeps no devices.
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
GROUPS = "groups"
COLLECTIONS_BY_TYPE = {"group": GROUPS, "user": "users"}
"""Type -> the collection that a deleted object goes back to."""
SOFT_DELETE_BEHAVIOURS = {GROUPS: "group-delete-soft", "users": "user-delete-soft"}
"""Collection -> behaviour under which what is deleted from it is kept."""


def is_soft_deleted(call: Call, collection: str) -> bool:
    """Whether what is deleted from a collection can be restored."""
    return collection in SOFT_DELETE_BEHAVIOURS and call.on(SOFT_DELETE_BEHAVIOURS[collection])


def soft_delete(store: Store, item: Stored, now: datetime) -> None:
    """Take an object away, to be kept with its members and the groups that it is in."""
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
    """Put a deleted object back as it was; an edge to another deleted object comes back with that object."""
    store.delete(PATH, deleted_item.id)
    body = {key: value for key, value in deleted_item.body.items() if key != "deletedDateTime"}
    nav = {key: value for key, value in deleted_item.nav.items() if key != "edges"}
    item = Stored(COLLECTIONS_BY_TYPE[deleted_item.type], deleted_item.id, deleted_item.type, body, nav)
    store.insert([item])
    _connect(store, item.id, deleted_item.nav.get("edges", ()))
    return item


def _connect(store: Store, object_id: str, edges: Iterable[dict[str, JSON]]) -> None:
    for edge in edges:
        kind, other = (
            (edge["kind"], edge["child"]) if edge["parent"] == object_id else (GROUPS, edge["parent"])
        )
        if store.get(kind, other) is not None:
            store.connect([(edge["parent"], edge["child"], edge["kind"])])
        elif (deleted := store.get(PATH, other)) is not None:
            store.replace(
                replace(deleted, nav={**deleted.nav, "edges": [*deleted.nav.get("edges", ()), edge]})
            )


def drop_expired(found: Iterator[Stored], now: datetime) -> Iterator[Stored]:
    """Those that are not gone for good."""
    oldest = format_timestamp(now - RETENTION)
    return (item for item in found if str(item.body.get("deletedDateTime") or format_timestamp(now)) > oldest)


def find_deleted(call: Call, object_id: str) -> Stored:
    """A deleted object that is not gone for good."""
    found = call.store.get(PATH, object_id)
    deleted_item = None if found is None else next(drop_expired(iter([found]), call.tenant.clock()), None)
    if deleted_item is None:
        raise errors.directory_not_found(object_id)
    return deleted_item


def write(call: Call, rest: tuple[str, ...]) -> Reply:
    """POST {id}/restore and DELETE {id}."""
    deleted_item = find_deleted(call, rest[0] if rest else "")
    if rest[1:] == ("restore",) and call.request.method == "POST":
        return _restore(call, deleted_item)
    if len(rest) == 1 and call.request.method == "DELETE":
        call.store.delete(PATH, deleted_item.id)
        return Reply(204, None, audited_write(deleted_item, None))
    raise errors.method_not_allowed()


def _restore(call: Call, deleted_item: Stored) -> Reply:
    if deleted_item.type not in COLLECTIONS_BY_TYPE:
        raise errors.not_served(f"the restoration of a {deleted_item.type}")
    item = restore(call.store, deleted_item)
    home = get_collection(item.collection)
    answer = {
        "@odata.context": representation.context_url(call, home, item.id),
        **representation.represent_object(call, home, item),
    }
    return Reply(200, {**answer, "@odata.type": f"#microsoft.graph.{item.type}"}, audited_write(None, item))
