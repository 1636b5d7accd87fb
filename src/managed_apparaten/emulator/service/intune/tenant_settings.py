"""The roots of Intune and `deviceManagement/settings`: what holds for the whole tenant, such as whether a device without a compliance
policy counts as compliant.

`deviceManagement/settings` is read on beta only: public clients that need `secureByDefault` use beta, because v1.0 does not have the
route (CIPP, Microsoft365DSC). Settings are written by PATCH of `deviceManagement` (Microsoft365DSC, IntuneDeviceCompliancePolicySettings).
New tenants: devices without a policy are compliant, and 30 days without a check-in are allowed (device-compliance-get-started.md).
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
"""Where the settings of the roots are kept."""
ROUTE = ("deviceManagement", "settings")
TYPE = "deviceManagementSettings"
NEW_TENANT: dict[str, JSON] = {
    "deviceComplianceCheckinThresholdDays": 30,
    "isScheduledActionEnabled": True,
    "secureByDefault": False,
}
NEVER = "0001-01-01T00:00:00Z"
RECORDED: Mapping[str, JSON] = {
    "settings": None, "maximumDepTokens": 100, "intuneAccountId": None, "lastReportAggregationDateTime": NEVER,
    "deviceComplianceReportSummarizationDateTime": NEVER, "legacyPcManangementEnabled": False, "unlicensedAdminstratorsEnabled": True,
}  # fmt: skip
"""What beta answers of `deviceManagement` without $select: notes of portal traffic in terraform-provider-microsoft365 @ 7e46123."""


def read(call: Call) -> Reply:
    """GET of the settings; other methods are refused, because they are written through their owner."""
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


def answer_root(call: Call, sent: dict[str, JSON] | None = None) -> Reply:
    """GET and PATCH of a root of Intune, or of the binding to managed Google Play, which is read and written alike."""
    name = call.url.segments[-1]
    declared = call.metadata.get(name)
    before = call.store.get(ROOT_STORE, name)
    after = Stored(ROOT_STORE, name, name, dict(before.body) if before else {}, {})
    if sent is not None:
        after = Stored(ROOT_STORE, name, name, {**after.body, **_merge_root(call, declared, sent)}, {})
        call.store.put(after)
    context = call.context(f"{'/'.join(call.url.segments)}")
    entity = "" if name in INTUNE_ROOTS else "/$entity"
    return Reply(
        200,
        {"@odata.context": context + entity, **_represent_root(call, declared, after)},
        None if sent is None else audited_write(before, after),
    )


def _merge_root(call: Call, declared: Type, sent: dict[str, JSON]) -> dict[str, JSON]:
    """What a PATCH leaves behind: of settings what was sent, beside the others or alone."""
    body = call.validator.entity(sent, declared)
    settings = sent.get("settings")
    if declared.name != ROUTE[0] or not isinstance(settings, dict):
        return body
    asked = {key: value for key, value in body["settings"].items() if key in settings}
    return {
        **body,
        "settings": asked if call.on("root-settings-replaced") else {**_stored_settings(call.store), **asked},
    }


def _represent_root(call: Call, declared: Type, kept: Stored) -> dict[str, JSON]:
    full = {
        key: value for key, value in {**declared.template, **kept.body}.items() if key in declared.properties
    }
    if declared.name == ROUTE[0]:
        recorded = {key: value for key, value in RECORDED.items() if key in full and key != "settings"}
        full |= {
            **recorded,
            "intuneAccountId": _account_id(call),
            **{key: kept.body[key] for key in recorded if key in kept.body},
        }
        full |= {"settings": _get_settings(call)} if "settings" in full else {}
        if (
            "subscriptionState" in full
            and "subscriptionState" not in kept.body
            and call.on("subscription-active")
        ):
            full["subscriptionState"] = "active"
        if (
            call.url.version == "beta"
            and not call.query.select
            and call.request.method == "GET"
            and call.on("beta-root-shows-little")
        ):
            full = {key: None if key == "settings" else full[key] for key in RECORDED if key in full}
    return {**_apply_select(call, declared, full), "id": declared.name}


def _apply_select(call: Call, declared: Type, full: dict[str, JSON]) -> dict[str, JSON]:
    """What $select asks for."""
    folded = {name.lower(): name for name in declared.properties}
    names = [
        folded.get(name.lower(), name) if call.on("select-in-any-case") else name
        for name in call.query.select
    ]
    for name in names:
        if name not in declared.properties and name != "*":
            raise errors.could_not_find(name, declared.name)
    return full if not names or "*" in names else {key: value for key, value in full.items() if key in names}


def _get_settings(call: Call) -> dict[str, JSON]:
    """All settings of the version that is asked."""
    template = call.metadata.get(TYPE).template
    return {
        key: value
        for key, value in {**template, **NEW_TENANT, **_stored_settings(call.store)}.items()
        if key in template
    }


def _account_id(call: Call) -> str:
    """The id of the tenant's Intune account, which is another than that of its directory."""
    organization = next((found.id for found in call.store.objects(("organization",))), "")
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:embedded-tenant:intune-account:{organization}"))


def _stored_settings(store: Store) -> dict[str, JSON]:
    owner = store.get(ROOT_STORE, ROUTE[0])
    return (owner.body.get("settings") or {}) if owner else {}
