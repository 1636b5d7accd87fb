"""Assignments written one by one: POST on `mobileApps/{id}/assignments`, PATCH and DELETE of one.

Policies have no such routes, whatever their reference pages say (behaviour `single-assignments-of-apps-only`).
"""

from __future__ import annotations

from collections.abc import Callable

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import allowed_options, representation
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import BY_PATH, AssignAction, Collection
from managed_apparaten.emulator.service.intune import assignments
from managed_apparaten.emulator.service.writing import find_stored as find_object

NAVIGATION = "assignments"


def find(call: Call) -> Callable[[], Reply] | None:
    """A handler for a write of one assignment; None where there is no such route."""
    segments, method = call.url.segments, call.request.method
    collection = BY_PATH.get(segments[:2])
    if segments[3:4] != (NAVIGATION,) or collection is None or not _has_assignment_routes(call, collection):
        return None
    assert collection.assign is not None
    allowed_options.check(call, allowed_options.NONE)
    one = _AssignmentWriter(call, collection, collection.assign, segments[2])
    if len(segments) == 4 and method == "POST":
        return one.add
    if len(segments) == 5 and method in ("PATCH", "DELETE"):
        return (lambda: one.change(segments[4])) if method == "PATCH" else (lambda: one.remove(segments[4]))
    return None


def _has_assignment_routes(call: Call, collection: Collection) -> bool:
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
    """A write of one assignment of an object."""

    def __init__(self, call: Call, collection: Collection, rule: AssignAction, owner_id: str) -> None:
        self._call, self._collection, self._rule, self._owner_id = call, collection, rule, owner_id

    def add(self) -> Reply:
        """POST: one more."""
        owner = self._owner()
        [sent] = self._call.validator.contained([self._call.body()], self._rule.type, NAVIGATION, {})
        made = assignments.complete_assignment(self._call, owner, self._rule, sent)
        after = self._kept(owner, [*owner.nav.get(NAVIGATION, ()), made])
        return Reply(201, self._shown(owner, made), audited_write(owner, after))

    def change(self, assignment_id: str) -> Reply:
        """PATCH: what is sent replaces, the rest and the id stay."""
        owner = self._owner()
        found = _find_assignment(owner, assignment_id)
        sent = self._call.validator.entity(self._call.body(), self._call.metadata.get(self._rule.type))
        made = {
            **assignments.complete_assignment(self._call, owner, self._rule, {**found, **sent}),
            "id": found["id"],
        }
        after = self._kept(owner, [made if other is found else other for other in owner.nav[NAVIGATION]])
        return Reply(200, self._shown(owner, made), audited_write(owner, after))

    def remove(self, assignment_id: str) -> Reply:
        """DELETE."""
        owner = self._owner()
        found = _find_assignment(owner, assignment_id)
        after = self._kept(owner, [other for other in owner.nav[NAVIGATION] if other is not found])
        return Reply(204, None, audited_write(owner, after))

    def _owner(self) -> Stored:
        return find_object(self._call, self._collection, self._owner_id)

    def _kept(self, owner: Stored, new: list[dict[str, JSON]]) -> Stored:
        nav = {**owner.nav, NAVIGATION: assignments.check_assignments(self._call, owner, new)}
        after = Stored(owner.collection, owner.id, owner.type, owner.body, nav)
        self._call.store.replace(after)
        return after

    def _shown(self, owner: Stored, made: dict[str, JSON]) -> dict[str, JSON]:
        shown = (
            made
            if self._call.metadata.version == "beta"
            else representation.remove_unknown(self._call, made, self._rule.type)
        )
        return {
            "@odata.context": representation.context_url(self._call, self._collection, owner.id, NAVIGATION)
            + "/$entity",
            **shown,
        }


def _find_assignment(owner: Stored, assignment_id: str) -> dict[str, JSON]:
    found = next((one for one in owner.nav.get(NAVIGATION, ()) if one.get("id") == assignment_id), None)
    if found is None:
        raise errors.intune_not_found(assignment_id)
    return found
