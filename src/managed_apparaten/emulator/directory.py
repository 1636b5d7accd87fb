"""Membership of groups: adding and removing members by reference, as Entra does it."""

from __future__ import annotations

from . import errors
from .call import Call, Change, Reply
from .served import BY_PATH, Collection
from .store import Stored
from .writing import find

KINDS = ("users", "groups", "devices")


def add_member(call: Call, collection: Collection, group_id: str) -> Reply:
    """POST groups/{id}/members/$ref with `@odata.id`."""
    group = find(call, collection, group_id)
    reference = call.body().get("@odata.id")
    if not isinstance(reference, str):
        raise errors.bad_request("An @odata.id with the URL of the object is required.")
    member = _resolve(call, reference.rstrip("/").rsplit("/", 1)[-1])
    if any(child == member.id for child, _ in call.store.children(group_id, deep=False)):
        text = "One or more added object references already exist for the following modified properties: 'members'."
        raise errors.GraphError(400, "Request_BadRequest", text)
    call.store.connect([(group_id, member.id, member.collection)])
    return Reply(204, None, _membership(group, None, member.id))


def remove_member(call: Call, collection: Collection, group_id: str, member_id: str) -> Reply:
    """DELETE groups/{id}/members/{id}/$ref."""
    group = find(call, collection, group_id)
    if not call.store.disconnect(group_id, member_id):
        raise errors.directory_not_found(member_id)
    return Reply(204, None, _membership(group, member_id, None))


def _resolve(call: Call, object_id: str) -> Stored:
    for kind in KINDS:
        found = call.store.get(BY_PATH[(kind,)].path, object_id)
        if found is not None:
            return found
    raise errors.directory_not_found(object_id)


def _membership(group: Stored, before: str | None, after: str | None) -> Change:
    name = str(group.body.get("displayName") or "")
    return Change(group.type, group.id, name, {"members": [before] if before else []}, {"members": [after] if after else []})
