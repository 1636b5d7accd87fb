"""Security defaults: one policy that every tenant has, and that cannot be on together with conditional access
policies.

Reference: https://learn.microsoft.com/graph/api/resources/identitysecuritydefaultsenforcementpolicy
"""

from __future__ import annotations

from collections.abc import Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.service.call import Call, Reply, audited_write

ROUTE = "policies/identitySecurityDefaultsEnforcementPolicy"
TYPE = "identitySecurityDefaultsEnforcementPolicy"
ID = "00000000-0000-0000-0000-000000000005"
DEFAULT_BODY = {
    "displayName": "Security Defaults",
    "description": "Security defaults of the tenant.",
    "isEnabled": False,
}
"""The policy until somebody changes it."""


def is_enabled(store: Store) -> bool:
    """Return whether security defaults are on."""
    return bool(_get_policy(store).body["isEnabled"])


def read(call: Call, _: str, __: Mapping[str, str]) -> Reply:
    """Answer GET of the policy."""
    policy = _get_policy(call.store)
    context = call.context(f"{ROUTE}/$entity")
    return Reply(200, {"@odata.context": context, "id": ID, **policy.body})


def change(call: Call, _: str, __: Mapping[str, str]) -> Reply:
    """Answer PATCH of the policy; refuse to enable it while a conditional access policy is enabled."""
    values = call.validator.entity(call.body(), call.metadata.get(TYPE))
    before = _get_policy(call.store)
    policies = call.store.objects(("identity/conditionalAccess/policies",))
    if (
        values.get("isEnabled")
        and call.on("conditional-access-security-defaults")
        and any(policy.body.get("state") == "enabled" for policy in policies)
    ):
        raise errors.bad_request(
            "Security defaults cannot be enabled while a conditional access policy is enabled."
        )
    after = Stored(before.collection, ID, TYPE, {**before.body, **values}, {})
    call.store.put(after)
    return Reply(204, None, audited_write(before, after))


def _get_policy(store: Store) -> Stored:
    """Return the policy as it is stored, or as every tenant begins with it."""
    return store.get(ROUTE, ID) or Stored(ROUTE, ID, TYPE, dict(DEFAULT_BODY), {})
