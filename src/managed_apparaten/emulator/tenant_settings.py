"""`deviceManagement/settings`: what holds for the whole tenant, such as whether a device without a compliance policy counts as compliant.

Read on beta only: public clients that need `secureByDefault` use beta, because v1.0 does not show the property (CIPP, Microsoft365DSC).
New tenants: devices without a policy are compliant, and 30 days without a check-in are allowed (device-compliance-get-started.md).
"""

from __future__ import annotations

from . import errors
from .call import Call, Reply
from .devices import ROOTS
from .http import JSON
from .store import Store, Stored

ROUTE = ("deviceManagement", "settings")
TYPE = "deviceManagementSettings"
NEW_TENANT: dict[str, JSON] = {"deviceComplianceCheckinThresholdDays": 30, "isScheduledActionEnabled": True, "secureByDefault": False}


def read(call: Call) -> Reply:
    """GET; other methods are refused, because the settings are written through their owner."""
    if call.request.method != "GET":
        raise errors.method_not_allowed()
    if call.url.version != "beta":
        raise errors.unknown_segment(ROUTE[-1])
    context = f"{call.url.root}/{call.url.version}/$metadata#{'/'.join(ROUTE)}"
    return Reply(200, {"@odata.context": context, **call.metadata.get(TYPE).template, **NEW_TENANT, **_kept(call.store)})


def keep(store: Store, **values: JSON) -> None:
    """What an administrator set in the portal."""
    owner, name = store.get(ROOTS, ROUTE[0]), ROUTE[0]
    body = {**(owner.body if owner else {}), "settings": {**_kept(store), **values}}
    item = Stored(ROOTS, name, name, body, {})
    if owner is None:
        store.insert([item])
    else:
        store.replace(item)


def _kept(store: Store) -> dict[str, JSON]:
    owner = store.get(ROOTS, ROUTE[0])
    return (owner.body.get("settings") or {}) if owner else {}
