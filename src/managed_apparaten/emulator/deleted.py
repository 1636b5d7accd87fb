"""Deleted groups: kept for thirty days with their memberships, listed under directory/deletedItems, and restored from there.

Reference: https://learn.microsoft.com/graph/api/resources/directory (deletedItems; 30 days)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from . import errors, view
from .call import Call, Reply, changed, timestamp
from .served import BY_PATH, Collection
from .store import Store, Stored

PATH = "directory/deletedItems"
KEPT = timedelta(days=30)
GROUPS = "groups"


def soft_delete(store: Store, group: Stored, now: datetime) -> None:
    """Take a group away, to be kept with its members and the groups that it is in."""
    edges = [{"parent": group.id, "child": child, "kind": kind} for child, kind in store.children(group.id, deep=False)]
    edges += [{"parent": parent, "child": group.id, "kind": GROUPS} for parent in store.parents(group.id, deep=False)]
    store.delete(GROUPS, group.id)
    store.insert([Stored(PATH, group.id, group.type, {**group.body, "deletedDateTime": timestamp(now)}, {"edges": edges})])


def restore(store: Store, item: Stored) -> Stored:
    """Put a deleted group back as it was."""
    store.delete(PATH, item.id)
    group = Stored(GROUPS, item.id, item.type, {key: value for key, value in item.body.items() if key != "deletedDateTime"}, {})
    store.insert([group])
    store.connect((edge["parent"], edge["child"], edge["kind"]) for edge in item.nav["edges"])
    return group


def kept(found: Iterator[Stored], now: datetime) -> Iterator[Stored]:
    """Those that are not gone for good."""
    oldest = timestamp(now - KEPT)
    return (item for item in found if str(item.body["deletedDateTime"]) > oldest)


def write(call: Call, rest: tuple[str, ...]) -> Reply:
    """POST {id}/restore and DELETE {id}."""
    found = call.store.get(PATH, rest[0]) if rest else None
    item = None if found is None else next(kept(iter([found]), call.world.clock()), None)
    if item is None:
        raise errors.directory_not_found(rest[0] if rest else "")
    if rest[1:] == ("restore",) and call.request.method == "POST":
        return _restored(call, BY_PATH[(GROUPS,)], item)
    if len(rest) == 1 and call.request.method == "DELETE":
        call.store.delete(PATH, item.id)
        return Reply(204, None, changed(item, None))
    raise errors.method_not_allowed()


def _restored(call: Call, groups: Collection, item: Stored) -> Reply:
    group = restore(call.store, item)
    answer = {"@odata.context": view.context(call, groups, group.id), **view.entity(call, groups, group)}
    return Reply(200, {**answer, "@odata.type": f"#microsoft.graph.{group.type}"}, changed(None, group))
