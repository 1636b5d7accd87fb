"""The roots of Intune and `deviceManagement/settings`: what holds for the whole tenant, such as the
compliance of devices without a policy.

`deviceManagement/settings` is read on beta only: public clients that need `secureByDefault` use beta, because
v1.0 does not have the route (CIPP, Microsoft365DSC). Settings are written by PATCH of `deviceManagement`
(Microsoft365DSC, IntuneDeviceCompliancePolicySettings). New tenants: devices without a policy are compliant,
and 30 days without a check-in are allowed (device-compliance-get-started.md).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import INTUNE_ROOTS

ROOT_STORE = "roots"
"""The collection of the store that holds the roots."""
ROUTE = ("deviceManagement", "settings")
TYPE = "deviceManagementSettings"
NEW_TENANT: dict[str, JSON] = {
    "deviceComplianceCheckinThresholdDays": 30,
    "isScheduledActionEnabled": True,
    "secureByDefault": False,
}
"""Settings of a new tenant."""
NEVER = "0001-01-01T00:00:00Z"
"""The time that stands for none."""
RECORDED: Mapping[str, JSON] = {
    "settings": None, "maximumDepTokens": 100, "intuneAccountId": None, "lastReportAggregationDateTime": NEVER,
    "deviceComplianceReportSummarizationDateTime": NEVER, "legacyPcManangementEnabled": False, "unlicensedAdminstratorsEnabled": True,
}  # fmt: skip
"""What beta answers for `deviceManagement` without $select: notes of portal traffic in
terraform-provider-microsoft365 @ 7e46123."""


def read(call: Call) -> Reply:
    """Answer GET of the settings; other methods are refused, because settings are written by PATCH of the
    root.
    """
    if call.request.method != "GET":
        raise errors.method_not_allowed()
    if call.url.version != "beta":
        raise errors.unknown_segment(ROUTE[-1])
    context = call.context(f"{'/'.join(ROUTE)}")
    return Reply(
        200, {"@odata.context": context, **_apply_select(call, call.metadata.get(TYPE), _get_settings(call))}
    )


def set_settings(store: Store, **values: JSON) -> None:
    """Set settings of the tenant, as an administrator does in the portal."""
    set_root_properties(store, settings={**_stored_settings(store), **values})


def set_root_properties(store: Store, **values: JSON) -> None:
    """Set properties of `deviceManagement` itself."""
    owner, name = store.get(ROOT_STORE, ROUTE[0]), ROUTE[0]
    store.put(Stored(ROOT_STORE, name, name, {**(owner.body if owner else {}), **values}, {}))


def answer_root(call: Call, sent_body: dict[str, JSON] | None = None) -> Reply:
    """Answer GET, or with a body PATCH, of a root of Intune or of the binding to managed Google Play."""
    name = call.url.segments[-1]
    declared_type = call.metadata.get(name)
    before = call.store.get(ROOT_STORE, name)
    after = Stored(ROOT_STORE, name, name, dict(before.body) if before else {}, {})
    if sent_body is not None:
        body = {**after.body, **_merge_root(call, declared_type, sent_body)}
        after = Stored(ROOT_STORE, name, name, body, {})
        call.store.put(after)
    context = call.context("/".join(call.url.segments) + ("" if name in INTUNE_ROOTS else "/$entity"))
    answer = {"@odata.context": context, **_represent_root(call, declared_type, after)}
    return Reply(200, answer, None if sent_body is None else audited_write(before, after))


def _merge_root(call: Call, declared_type: Type, sent_body: dict[str, JSON]) -> dict[str, JSON]:
    """Return the properties that a PATCH stores; the settings that it sends stand beside the others, or
    replace them.
    """
    body = call.validator.entity(sent_body, declared_type)
    sent_settings = sent_body.get("settings")
    if declared_type.name != ROUTE[0] or not isinstance(sent_settings, dict):
        return body
    settings = {key: value for key, value in body["settings"].items() if key in sent_settings}
    if not call.on("root-settings-replaced"):
        settings = {**_stored_settings(call.store), **settings}
    return {**body, "settings": settings}


def _represent_root(call: Call, declared_type: Type, stored: Stored) -> dict[str, JSON]:
    """Return a root as a read shows it."""
    values = {**declared_type.template, **stored.body}
    properties = {key: value for key, value in values.items() if key in declared_type.properties}
    if declared_type.name == ROUTE[0]:
        properties = _complete_device_management(call, properties, stored)
    return {**_apply_select(call, declared_type, properties), "id": declared_type.name}


def _complete_device_management(call: Call, properties: dict[str, JSON], stored: Stored) -> dict[str, JSON]:
    """Return the properties of `deviceManagement` with what the service fills in."""
    for key, value in RECORDED.items():
        if key in properties and key != "settings":
            properties[key] = stored.body.get(key, value)
    if "intuneAccountId" not in properties or "intuneAccountId" not in stored.body:
        properties["intuneAccountId"] = _account_id(call)
    if "settings" in properties:
        properties["settings"] = _get_settings(call)
    is_unset = "subscriptionState" in properties and "subscriptionState" not in stored.body
    if is_unset and call.on("subscription-active"):
        properties["subscriptionState"] = "active"
    is_plain_read = call.request.method == "GET" and not call.query.select
    if call.url.version == "beta" and is_plain_read and call.on("beta-root-shows-little"):
        return {key: None if key == "settings" else properties[key] for key in RECORDED if key in properties}
    return properties


def _apply_select(call: Call, declared_type: Type, properties: dict[str, JSON]) -> dict[str, JSON]:
    """Return the properties in $select; raise GraphError for a name that the type does not have."""
    spelled = {name.lower(): name for name in declared_type.properties}
    names = list(call.query.select)
    if call.on("select-in-any-case"):
        names = [spelled.get(name.lower(), name) for name in names]
    for name in names:
        if name not in declared_type.properties and name != "*":
            raise errors.could_not_find(name, declared_type.name)
    if not names or "*" in names:
        return properties
    return {key: value for key, value in properties.items() if key in names}


def _get_settings(call: Call) -> dict[str, JSON]:
    """Return all settings that the version of the request has."""
    template = call.metadata.get(TYPE).template
    settings = {**template, **NEW_TENANT, **_stored_settings(call.store)}
    return {key: value for key, value in settings.items() if key in template}


def _account_id(call: Call) -> str:
    """Return the id of the tenant's Intune account, which is another than that of its directory."""
    organization = next((item.id for item in call.store.objects(("organization",))), "")
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:embedded-tenant:intune-account:{organization}"))


def _stored_settings(store: Store) -> dict[str, JSON]:
    """Return the settings that were set in this tenant."""
    owner = store.get(ROOT_STORE, ROUTE[0])
    return (owner.body.get("settings") or {}) if owner else {}
