"""Whether a plan that no longer holds to the letter is one that we began ourselves: what is done is done as it was reviewed, and what is
left is left as it was reviewed. Then the rest may follow without another review.

That we began it is for the caller to know, from the journal or from a request for approval that names the plan. Nothing is taken
from the file on its own word: a plan that was never begun must hold to the letter.
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
"""What of a change stays as it is while it is carried out; `content` is put together from what the tenant has."""


def unexplained(old: Plan, new: Plan, kinds: Sequence[Kind] = ()) -> tuple[Difference, ...]:
    """What differs although our own work on the old plan does not explain it. Empty when the new plan is the rest of the old one."""
    by_name = {kind.name: kind for kind in kinds}
    differences = stale(old, new)
    if not differences or all(change.action == "none" for change in new.changes):
        return differences
    failed = {guard.code for guard in old.guards if not guard.passed}
    if any(not guard.passed and guard.code not in failed for guard in new.guards):
        return differences
    ids = {change.address: change.object_id for change in new.changes if change.object_id}
    was, now = by_object(old), by_object(new)
    strange = {
        change.address
        for key in {*was, *now}
        for change in [was.get(key) or now[key]]
        if not _follows(was.get(key), now.get(key), ids, by_name.get(change.address.kind))
    }
    whole = [d for d in whole_plan(old, new) if not d.field.startswith("/guards")]
    return (*whole, *(d for d in differences if d.address in strange))


def done(old: Plan, new: Plan) -> int:
    """How many changes of the old plan are not in the new one any more."""
    return sum(c.action != "none" for c in old.changes) - sum(c.action != "none" for c in new.changes)


def _follows(old: Change | None, new: Change | None, ids: Mapping[Address, str], kind: Kind | None) -> bool:
    """Whether what is planned for an object now is what was planned before, the rest of it, or nothing because it is done."""
    if old is None:
        return False
    then: JSON = resolved(to_plain_json(old), ids)
    if new is None:
        return old.action == "delete"
    now: JSON = to_plain_json(new)
    if essence(then) == essence(now):
        return True
    if old.action == "none" or any(then[name] != now[name] for name in _TOGETHER if new.action != "none"):
        return False
    if old.action != "create" and then["object_id"] != now["object_id"]:
        return False
    if old.action == "delete":
        return new.action == "delete" and _unassigned(then["before"], now["before"])
    if new.action not in ("none", "update") or now["before"] is None:
        return False
    goal = then["after"]
    return (new.action == "none" or now["after"] == goal) and _between(then, now["before"], kind)


def _unassigned(before: JSON, now: JSON) -> bool:
    return (before["body"], before["apps"]) == (now["body"], now["apps"]) and now["targets"] in (
        before["targets"],
        [],
    )


def _between(then: JSON, now: JSON, kind: Kind | None) -> bool:
    """Whether all that an object shows is what it was before or what it was to become."""
    before, goal, meanwhile = then["before"], then["after"], then["meanwhile"]
    was = before or {"body": {}, "targets": [], "apps": []}
    inert = before is None and not now["apps"]
    shown = owned(now["body"], goal["body"])
    strange = [
        key for key, value in shown.items()
        if value not in (goal["body"][key], was["body"].get(key))
        and not _part(value, was["body"].get(key), goal["body"][key], kind.defaults.get(key, ("",))[0] if kind else "")
        and not (inert and key == GROUP_TYPE)
    ]  # fmt: skip
    others = [
        {key: value for key, value in body.items() if key not in shown} for body in (was["body"], now["body"])
    ]
    return (
        not strange
        and (before is None or others[0] == others[1])
        and now["targets"] in (was["targets"], meanwhile, goal["targets"])
        and (now["apps"] or []) in (was["apps"] or [], goal["apps"] or [])
    )


def _part(value: JSON, was: JSON, goal: JSON, flag: str) -> bool:
    """Whether it is a list of objects, which are written one by one, with some of them written. Where one of them becomes the default, by
    this flag, the others stop being it."""
    if not isinstance(value, list) or not isinstance(goal, list):
        return False
    stopped = [{**item, flag: False} for item in was or [] if isinstance(item, dict) and item.get(flag)]
    return all(isinstance(item, dict) and item in [*(was or []), *stopped, *goal] for item in value)
