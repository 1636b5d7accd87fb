"""Assignments that are written one by one: POST on `mobileApps/{id}/assignments`, PATCH and DELETE of one.

Policies have no such routes, whatever their reference pages say (behaviour
`single-assignments-of-apps-only`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import allowed_options, representation
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import BY_PATH, AssignAction, Collection
from managed_apparaten.emulator.service.intune import assignments
from managed_apparaten.emulator.service.writing import find_stored as find_object

NAVIGATION = "assignments"
"""The navigation property with the assignments."""


def find(call: Call) -> Callable[[], Reply] | None:
    """Return a handler for a write of one assignment; None where there is no such route."""
    segments, method = call.url.segments, call.request.method
    collection = BY_PATH.get(segments[:2])
    if segments[3:4] != (NAVIGATION,) or collection is None or not _has_assignment_routes(call, collection):
        return None
    assert collection.assign is not None
    allowed_options.check(call, allowed_options.NONE)
    writer = _AssignmentWriter(call, collection, collection.assign, segments[2])
    if len(segments) == 4 and method == "POST":
        return writer.add
    if len(segments) == 5 and method == "PATCH":
        return partial(writer.change, segments[4])
    if len(segments) == 5 and method == "DELETE":
        return partial(writer.remove, segments[4])
    return None


def _has_assignment_routes(call: Call, collection: Collection) -> bool:
    """Return whether the assignments of a collection can be written one by one."""
    if (
        collection.assign is None
        or NAVIGATION in collection.editable
        or call.metadata.find(collection.type) is None
    ):
        return False
    if collection.assign.type == assignments.APP_ASSIGNMENT:
        return call.on("single-app-assignments")
    return not call.on("single-assignments-of-apps-only")


class _AssignmentWriter:
    """Writes one assignment of an object."""

    def __init__(self, call: Call, collection: Collection, action: AssignAction, owner_id: str) -> None:
        self._call, self._collection, self._action, self._owner_id = call, collection, action, owner_id

    def add(self) -> Reply:
        """Answer POST: add an assignment."""
        owner = self._owner()
        [sent] = self._call.validator.contained([self._call.body()], self._action.type, NAVIGATION, {})
        assignment = assignments.complete_assignment(self._call, owner, self._action, sent)
        after = self._store(owner, [*owner.nav.get(NAVIGATION, ()), assignment])
        return Reply(201, self._answer(owner, assignment), audited_write(owner, after))

    def change(self, assignment_id: str) -> Reply:
        """Answer PATCH: what is sent replaces, the other properties and the id stay."""
        owner = self._owner()
        before = _find_assignment(owner, assignment_id)
        sent = self._call.validator.entity(self._call.body(), self._call.metadata.get(self._action.type))
        merged = {**before, **sent}
        completed = assignments.complete_assignment(self._call, owner, self._action, merged)
        assignment = {**completed, "id": before["id"]}
        new = [assignment if other is before else other for other in owner.nav[NAVIGATION]]
        after = self._store(owner, new)
        return Reply(200, self._answer(owner, assignment), audited_write(owner, after))

    def remove(self, assignment_id: str) -> Reply:
        """Answer DELETE: remove an assignment."""
        owner = self._owner()
        removed = _find_assignment(owner, assignment_id)
        after = self._store(owner, [other for other in owner.nav[NAVIGATION] if other is not removed])
        return Reply(204, None, audited_write(owner, after))

    def _owner(self) -> Stored:
        """Return the object that is assigned."""
        return find_object(self._call, self._collection, self._owner_id)

    def _store(self, owner: Stored, new: list[dict[str, JSON]]) -> Stored:
        """Store the assignments of the object, and return the object."""
        nav = {**owner.nav, NAVIGATION: assignments.check_assignments(self._call, owner, new)}
        after = Stored(owner.collection, owner.id, owner.type, owner.body, nav)
        self._call.store.replace(after)
        return after

    def _answer(self, owner: Stored, assignment: dict[str, JSON]) -> dict[str, JSON]:
        """Return the answer that shows an assignment."""
        shown = assignment
        if self._call.metadata.version != "beta":
            shown = representation.remove_unknown(self._call, assignment, self._action.type)
        context = representation.context_url(self._call, self._collection, owner.id, NAVIGATION)
        return {"@odata.context": f"{context}/$entity", **shown}


def _find_assignment(owner: Stored, assignment_id: str) -> dict[str, JSON]:
    """Return an assignment of an object by its id; raise GraphError when there is none."""
    for assignment in owner.nav.get(NAVIGATION, ()):
        if assignment.get("id") == assignment_id:
            return assignment
    raise errors.intune_not_found(assignment_id)
