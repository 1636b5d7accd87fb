"""The `update` action of a policy set: its items and assignments are written in no other way.

Reference: https://learn.microsoft.com/graph/api/intune-policyset-policyset-update-policyset (beta)
"""

from __future__ import annotations

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import Call, Reply, audited_write

PARAMETERS = ("addedPolicySetItems", "updatedPolicySetItems", "deletedPolicySetItems", "assignments")


def update(call: Call, item: Stored) -> Reply:
    """Add, change and take away items, and replace the assignments; what is not sent stays."""
    body = call.body()
    for name in body:
        if name not in PARAMETERS:
            raise errors.invalid_parameter(name)
    gone, updated = body.get("deletedPolicySetItems") or [], body.get("updatedPolicySetItems") or []
    for name, value in (("deletedPolicySetItems", gone), ("updatedPolicySetItems", updated)):
        if not isinstance(value, list):
            raise errors.schema_mismatch(name)
    items = {str(one.get("id")): one for one in item.nav.get("items", ()) if one.get("id") not in gone}
    for sent in updated:
        known = str(sent.get("id")) if isinstance(sent, dict) else ""
        [one] = call.validator.contained([sent], "policySetItem", "updatedPolicySetItems", {})
        items |= {known: {**items[known], **one, "id": known}} if known in items else {}
    for one in call.validator.contained(
        body.get("addedPolicySetItems") or [], "policySetItem", "addedPolicySetItems", {}
    ):
        made = call.new_id(f"{item.id}/items")
        items[made] = {**one, "id": made}
    after = Stored(
        item.collection,
        item.id,
        item.type,
        item.body,
        {**item.nav, "items": list(items.values()), **_parse_assignments(call, item, body)},
    )
    call.store.replace(after)
    return Reply(204, None, audited_write(item, after))


def _parse_assignments(call: Call, item: Stored, body: dict[str, JSON]) -> dict[str, list[dict[str, JSON]]]:
    if body.get("assignments") is None:
        return {}
    found = call.validator.contained(body["assignments"], "policySetAssignment", "assignments", {})
    return {"assignments": [{**one, "id": call.new_id(f"{item.id}/assignments")} for one in found]}
