"""Deleted groups and people: kept for thirty days with their memberships, listed under directory/deletedItems, and restored from there.

Reference: https://learn.microsoft.com/graph/api/resources/directory (deletedItems; 30 days). It keeps no devices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from . import errors, view
from .call import Call, Reply, changed, timestamp
from .http import JSON
from .served import BY_PATH
from .store import Store, Stored

PATH = "directory/deletedItems"
KEPT = timedelta(days=30)
GROUPS = "groups"
HOMES = {"group": GROUPS, "user": "users"}
"""Type -> the collection that a deleted object goes back to."""
SOFT = {GROUPS: "group-delete-soft", "users": "user-delete-soft"}
"""Collection -> behaviour under which what is deleted from it is kept."""


def is_kept(call: Call, collection: str) -> bool:
    """Whether what is deleted from a collection can be restored."""
    return collection in SOFT and call.on(SOFT[collection])


def bury(store: Store, item: Stored, now: datetime) -> None:
    """Take an object away, to be kept with its members and the groups that it is in."""
    edges = [{"parent": item.id, "child": child, "kind": kind} for child, kind in store.children(item.id, deep=False)]
    edges += [{"parent": parent, "child": item.id, "kind": item.collection} for parent in store.parents(item.id, deep=False)]
    store.delete(item.collection, item.id)
    body = {**item.body, "deletedDateTime": timestamp(now)}
    store.insert([Stored(PATH, item.id, item.type, body, {**item.nav, "edges": edges})])


def raise_up(store: Store, buried: Stored) -> Stored:
    """Put a deleted object back as it was; what it is tied to and is still deleted finds the tie when it comes back itself."""
    store.delete(PATH, buried.id)
    body = {key: value for key, value in buried.body.items() if key != "deletedDateTime"}
    nav = {key: value for key, value in buried.nav.items() if key != "edges"}
    item = Stored(HOMES[buried.type], buried.id, buried.type, body, nav)
    store.insert([item])
    _tie(store, item.id, buried.nav["edges"])
    return item


def _tie(store: Store, object_id: str, edges: Iterable[dict[str, JSON]]) -> None:
    for edge in edges:
        kind, other = (edge["kind"], edge["child"]) if edge["parent"] == object_id else (GROUPS, edge["parent"])
        if store.get(kind, other) is not None:
            store.connect([(edge["parent"], edge["child"], edge["kind"])])
        elif (deleted := store.get(PATH, other)) is not None:
            store.replace(replace(deleted, nav={**deleted.nav, "edges": [*deleted.nav["edges"], edge]}))


def kept(found: Iterator[Stored], now: datetime) -> Iterator[Stored]:
    """Those that are not gone for good."""
    oldest = timestamp(now - KEPT)
    return (item for item in found if str(item.body["deletedDateTime"]) > oldest)


def find(call: Call, object_id: str) -> Stored:
    """A deleted object that is not gone for good."""
    found = call.store.get(PATH, object_id)
    buried = None if found is None else next(kept(iter([found]), call.world.clock()), None)
    if buried is None:
        raise errors.directory_not_found(object_id)
    return buried


def write(call: Call, rest: tuple[str, ...]) -> Reply:
    """POST {id}/restore and DELETE {id}."""
    buried = find(call, rest[0] if rest else "")
    if rest[1:] == ("restore",) and call.request.method == "POST":
        return _restored(call, buried)
    if len(rest) == 1 and call.request.method == "DELETE":
        call.store.delete(PATH, buried.id)
        return Reply(204, None, changed(buried, None))
    raise errors.method_not_allowed()


def _restored(call: Call, buried: Stored) -> Reply:
    item = raise_up(call.store, buried)
    home = BY_PATH[(item.collection,)]
    answer = {"@odata.context": view.context(call, home, item.id), **view.entity(call, home, item)}
    return Reply(200, {**answer, "@odata.type": f"#microsoft.graph.{item.type}"}, changed(None, item))
