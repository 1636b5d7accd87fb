"""Decide whether a plan that differs from the reviewed one is the rest of it, because we began it ourselves.

What is done must be done as it was reviewed, and what is left must be left as it was reviewed. Then the rest
may follow without another review. The caller knows that we began it, from the journal or from a request for
approval that names the plan. The plan file alone is never believed: a plan that was never begun must match
exactly.
"""

from collections.abc import Mapping, Sequence

from managed_apparaten.apply.object_state import GROUP_TYPE
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.typed import to_plain_json
from managed_apparaten.plan.change import Change, Plan
from managed_apparaten.plan.stale import Difference, by_object, essence, stale, whole_plan
from managed_apparaten.resource.comparison import owned
from managed_apparaten.resource.reference import resolved

_TOGETHER = ("name", "turn")
"""The fields of a change that stay the same while it is carried out. `content` is made from what the tenant
has."""


def unexplained(old: Plan, new: Plan, kinds: Sequence[Kind] = ()) -> tuple[Difference, ...]:
    """Return the differences that our own work on the old plan does not explain. It is empty when the new
    plan is the rest of the old one."""
    by_name = {kind.name: kind for kind in kinds}
    differences = stale(old, new)
    if not differences or all(change.action == "none" for change in new.changes):
        return differences
    failed = {guard.code for guard in old.guards if not guard.passed}
    if any(not guard.passed and guard.code not in failed for guard in new.guards):
        return differences
    ids = {change.address: change.object_id for change in new.changes if change.object_id}
    old_changes, new_changes = by_object(old), by_object(new)
    unexplained_addresses = {
        change.address
        for key in {*old_changes, *new_changes}
        for change in [old_changes.get(key) or new_changes[key]]
        if not _follows(old_changes.get(key), new_changes.get(key), ids, by_name.get(change.address.kind))
    }
    plan_differences = [d for d in whole_plan(old, new) if not d.field.startswith("/guards")]
    return (*plan_differences, *(d for d in differences if d.address in unexplained_addresses))


def done(old: Plan, new: Plan) -> int:
    """Return how many changes of the old plan are not in the new one any more."""
    return sum(c.action != "none" for c in old.changes) - sum(c.action != "none" for c in new.changes)


def _follows(old: Change | None, new: Change | None, ids: Mapping[Address, str], kind: Kind | None) -> bool:
    """Return whether the change planned for an object now is the one planned before, the rest of it, or
    nothing because it is done."""
    if old is None:
        return False
    old_values: JSON = resolved(to_plain_json(old), ids)
    if new is None:
        return old.action == "delete"
    new_values: JSON = to_plain_json(new)
    if essence(old_values) == essence(new_values):
        return True
    if old.action == "none" or any(
        old_values[name] != new_values[name] for name in _TOGETHER if new.action != "none"
    ):
        return False
    if old.action != "create" and old_values["object_id"] != new_values["object_id"]:
        return False
    if old.action == "delete":
        return new.action == "delete" and _unassigned(old_values["before"], new_values["before"])
    if new.action not in ("none", "update") or new_values["before"] is None:
        return False
    goal = old_values["after"]
    return (new.action == "none" or new_values["after"] == goal) and _between(
        old_values, new_values["before"], kind
    )


def _unassigned(before: JSON, now: JSON) -> bool:
    return (before["body"], before["apps"]) == (now["body"], now["apps"]) and now["targets"] in (
        before["targets"],
        [],
    )


def _between(old_values: JSON, now: JSON, kind: Kind | None) -> bool:
    """Return whether everything that an object shows is what it was before or what it was to become."""
    before, goal, meanwhile = old_values["before"], old_values["after"], old_values["meanwhile"]
    state_before = before or {"body": {}, "targets": [], "apps": []}
    inert = before is None and not now["apps"]
    shown = owned(now["body"], goal["body"])
    unexpected_keys = [
        key for key, value in shown.items()
        if value not in (goal["body"][key], state_before["body"].get(key))
        and not _part(value, state_before["body"].get(key), goal["body"][key], kind.defaults.get(key, ("",))[0] if kind else "")
        and not (inert and key == GROUP_TYPE)
    ]  # fmt: skip
    other_properties = [
        {key: value for key, value in body.items() if key not in shown}
        for body in (state_before["body"], now["body"])
    ]
    return (
        not unexpected_keys
        and (before is None or other_properties[0] == other_properties[1])
        and now["targets"] in (state_before["targets"], meanwhile, goal["targets"])
        and (now["apps"] or []) in (state_before["apps"] or [], goal["apps"] or [])
    )


def _part(value: JSON, was: JSON, goal: JSON, flag: str) -> bool:
    """Return whether a list of objects, which are written one by one, has some of them written. When one
    becomes the default by this flag, the others lose the flag."""
    if not isinstance(value, list) or not isinstance(goal, list):
        return False
    stopped = [{**item, flag: False} for item in was or [] if isinstance(item, dict) and item.get(flag)]
    return all(isinstance(item, dict) and item in [*(was or []), *stopped, *goal] for item in value)
