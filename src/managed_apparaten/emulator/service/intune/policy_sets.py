"""The `update` action of a policy set, the only way to write its items and assignments.

Reference: https://learn.microsoft.com/graph/api/intune-policyset-policyset-update-policyset (beta)
"""

from __future__ import annotations

from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import Call, Reply, audited_write

PARAMETERS = ("addedPolicySetItems", "updatedPolicySetItems", "deletedPolicySetItems", "assignments")
"""Parameters of the action."""


def update(call: Call, item: Stored) -> Reply:
    """Answer `update`: add, change and remove items, and replace the assignments; what is not sent stays."""
    body = call.body()
    for name in body:
        if name not in PARAMETERS:
            raise errors.invalid_parameter(name)
    deleted_ids = body.get("deletedPolicySetItems") or []
    updated = body.get("updatedPolicySetItems") or []
    for name, value in (("deletedPolicySetItems", deleted_ids), ("updatedPolicySetItems", updated)):
        if not isinstance(value, list):
            raise errors.schema_mismatch(name)
    # First the items that stay, then those that change, then the new ones.
    items = {
        str(member.get("id")): member
        for member in item.nav.get("items", ())
        if member.get("id") not in deleted_ids
    }
    for sent in updated:
        [checked] = call.validator.contained([sent], "policySetItem", "updatedPolicySetItems", {})
        item_id = str(sent.get("id")) if isinstance(sent, dict) else ""
        if item_id in items:
            items[item_id] = {**items[item_id], **checked, "id": item_id}
    added = body.get("addedPolicySetItems") or []
    for checked in call.validator.contained(added, "policySetItem", "addedPolicySetItems", {}):
        item_id = call.new_id(f"{item.id}/items")
        items[item_id] = {**checked, "id": item_id}
    nav = {**item.nav, "items": list(items.values()), **_parse_assignments(call, item, body)}
    after = replace(item, nav=nav)
    call.store.replace(after)
    return Reply(204, None, audited_write(item, after))


def _parse_assignments(call: Call, item: Stored, body: dict[str, JSON]) -> dict[str, list[dict[str, JSON]]]:
    """Return the assignments in the body with new ids, as a navigation property; empty when none were sent."""
    if body.get("assignments") is None:
        return {}
    checked = call.validator.contained(body["assignments"], "policySetAssignment", "assignments", {})
    return {
        "assignments": [{**assignment, "id": call.new_id(f"{item.id}/assignments")} for assignment in checked]
    }
