"""Intune's own audit events, made from the tenant's log of accepted writes."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from .call import Call
from .http import JSON
from .store import AuditEntry, Stored

COMPONENTS = {
    "deviceAppManagement/mobileApps": "MobileApplication", "deviceAppManagement": "ManagedApps",
    "deviceManagement/deviceCompliancePolicies": "DeviceCompliancePolicy", "deviceManagement/configurationPolicies": "DeviceConfiguration",
    "deviceManagement/deviceConfigurations": "DeviceConfiguration", "deviceManagement": "DeviceManagement",
}  # fmt: skip
OPERATIONS = {"POST": "Create", "PATCH": "Patch", "PUT": "Patch", "DELETE": "Delete"}


def audit_events(call: Call) -> Iterator[Stored]:
    """One auditEvent for each accepted write to Intune, oldest first."""
    for entry in call.store.audit():
        path = entry.url.split("/", 2)[-1]
        if entry.status < 300 and entry.type and path.startswith(("deviceManagement", "deviceAppManagement")):
            event_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:audit:{entry.seq}"))
            yield Stored("", event_id, "auditEvent", _event(call, entry, path), {}, entry.seq)


def _event(call: Call, entry: AuditEntry, path: str) -> dict[str, JSON]:
    operation = "Assign" if path.endswith("/assign") else OPERATIONS[entry.method]
    component = next(name for prefix, name in COMPONENTS.items() if path.startswith(prefix))
    resource = {
        **call.metadata.get("auditResource").template, "displayName": entry.name, "auditResourceType": entry.type,
        "resourceId": entry.object_id, "modifiedProperties": _modified(entry),
    }  # fmt: skip
    actor = {**call.metadata.get("auditActor").template, **_actor(entry.actor)}
    return {
        "displayName": f"{operation} {entry.type}", "componentName": component, "activityDateTime": entry.at,
        "activityType": f"{operation} {entry.type}", "activityOperationType": operation, "activityResult": "Success",
        "category": component, "actor": actor,
        "resources": [resource],
    }  # fmt: skip


def _actor(name: str) -> dict[str, JSON]:
    """A person by the name they sign in with, else an application; the types are those of Intune's own log."""
    if "@" in name:
        return {"auditActorType": "ItPro", "userPrincipalName": name}
    return {"auditActorType": "Application", "applicationDisplayName": name}


def _modified(entry: AuditEntry) -> list[dict[str, JSON]]:
    before, after = entry.before or {}, entry.after or {}
    names = sorted({*before, *after})
    return [
        {"displayName": name, "oldValue": _text(before.get(name)), "newValue": _text(after.get(name))}
        for name in names
        if before.get(name) != after.get(name)
    ]


def _text(value: JSON) -> str | None:
    return None if value is None else str(value)
