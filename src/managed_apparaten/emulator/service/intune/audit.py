"""Intune's own audit events, made from the tenant's log of accepted writes in the form of live records.

Sources: two live records, of a new assignment of a settings catalogue policy (github rknightion/graph2otel@dfd9ef7, 2025-09) and of a
deleted app (github wazuh/wazuh); intune/device-management/reports/monitor-audit-logs, 2025-03 (kept for two years, categories). Where no
record was seen, names and sentences are made after these two (behaviours `audit-*`).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import AuditEntry, Stored
from managed_apparaten.emulator.service import representation
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import Collection, find_leading_collection
from managed_apparaten.emulator.service.intune import check_ins, inventory
from managed_apparaten.emulator.service.intune.export_jobs import PATH as EXPORTS
from managed_apparaten.emulator.service.intune.reports import capitalise
from managed_apparaten.emulator.service.secret_values import mask_secrets

NULL = "<null>"
PORTAL = ("portal", "Microsoft Intune portal extension", "5926fc8e-304e-4f59-8bed-58ca97cc39a4")
"""Name by which a caller is the portal, and what an event says then."""
RETENTION, DELAY = timedelta(days=730), timedelta(minutes=15)
API_VERSION = "5025-06-03"
"""DeviceManagementAPIVersion, as the live record has it."""
CATEGORIES = {
    "deviceAppManagement/mobileApps": ("MobileApp", "Application"), "deviceAppManagement": ("ManagedApps", "Application"),
    "deviceManagement/deviceCompliancePolicies": ("DeviceCompliancePolicy", "Compliance"),
    "deviceManagement/configurationPolicies": ("DeviceConfiguration", "DeviceConfiguration"),
    "deviceManagement/deviceConfigurations": ("DeviceConfiguration", "DeviceConfiguration"),
    "deviceManagement/deviceEnrollmentConfigurations": ("Enrollment", "Enrollment"),
    "deviceManagement/managedDevices": ("ManagedDevice", "Device"), "deviceManagement/role": ("Role", "Role"),
    "deviceManagement": ("DeviceManagement", "Other"),
}  # fmt: skip
"""Start of a path -> componentName and category; the first that fits."""
DISPLAY_NAMES = {"deviceManagement/configurationPolicies": "device configuration{} 2.0 (beta)"}
"""Path of a collection -> how displayName calls an object of it, with room for ` assignment`."""
Body = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class _AuditedRequest:
    """One entry of the log, with what its path says."""

    entry: AuditEntry
    path: str
    collection: Collection | None

    @property
    def known(self) -> str:
        """Path of the collection, or what stands in its place."""
        return self.collection.path if self.collection else self.path

    @property
    def type(self) -> str:
        """Type of the object, with a capital."""
        return capitalise(self.collection.type if self.collection else self.entry.type)


def audit_events(call: Call) -> Iterator[Stored]:
    """The audit events of accepted writes to Intune, oldest first."""
    now, row = call.tenant.clock(), 0
    actors = _Actors(call)
    for entry in call.store.audit():
        path = entry.url.split("/", 2)[-1]
        if (
            entry.status >= 300
            or not entry.type
            or not path.startswith(("deviceManagement", "deviceAppManagement"))
            or not _is_shown(call, entry, path, now)
        ):
            continue
        for number, body in enumerate(
            _make_events(call, _AuditedRequest(entry, path, _find_collection(path)))
        ):
            row += 1
            event_id = str(
                uuid.uuid5(uuid.NAMESPACE_URL, f"urn:audit:{entry.seq}" + (f":{number}" if number else ""))
            )
            correlation = str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:audit:correlation:{entry.seq}"))
            about = {
                "activityDateTime": entry.at,
                "activityResult": "Success",
                "correlationId": correlation,
                "actor": actors.of(entry),
            }
            yield Stored("", event_id, "auditEvent", {**body, **about}, {}, row)


def _is_shown(call: Call, entry: AuditEntry, path: str, now: datetime) -> bool:
    """Whether the log shows an entry: exports are no change, it keeps two years, and it may be late."""
    made = check_ins.parse_moment(entry.at) or now
    if path.startswith(EXPORTS) and call.on("exports-not-audited"):
        return False
    if now - made >= RETENTION and call.on("audit-kept-two-years"):
        return False
    return not call.on("audit-events-late") or now - made >= DELAY


def _find_collection(path: str) -> Collection | None:
    return find_leading_collection(tuple(re.sub(r"\(.*", "", name) for name in path.split("/")))


def _make_events(call: Call, write: _AuditedRequest) -> Iterator[Body]:
    """One event for a write to an object; one for each assignment that `assign` added, changed or took away."""
    action = write.path.rpartition("/")[2]
    if action == "assign" and write.collection is not None and write.collection.assign is not None:
        yield from _make_assignment_events(call, write, write.collection.assign.type)
        return
    operation = _operation_of(write)
    properties = _modified_properties(call, write.entry.before, write.entry.after)
    resource = _make_resource(call, write.type, write.entry.object_id, write.entry.name, properties)
    yield _make_event(
        write, operation, action if operation == "Action" else operation, write.type, [resource]
    )


def _operation_of(write: _AuditedRequest) -> str:
    """What a write did to the object: what stands below it is changed with it."""
    if write.known == "deviceManagement/managedDevices" and write.entry.method == "POST":
        return "Action"
    if write.entry.before is None:
        return "Create"
    return "Delete" if write.entry.after is None else "Patch"


def _make_assignment_events(call: Call, write: _AuditedRequest, kind: str) -> Iterator[Body]:
    before, after = (_assignments_by_id(state) for state in (write.entry.before, write.entry.after))
    owner = _make_resource(call, write.type, write.entry.object_id, write.entry.name, [])
    for name in sorted({*before, *after}, key=lambda key: (key in before, key)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        operation = "Create" if old is None else "Delete" if new is None else "Patch"
        changed = _modified_properties(call, _flatten(old), _flatten(new))
        version = _modified_property("DeviceManagementAPIVersion", None, API_VERSION, created=old is None)
        own = _make_resource(
            call, capitalise(kind), name, NULL, [*changed, *([version] if new is not None else [])]
        )
        yield _make_event(write, operation, operation, capitalise(kind), [owner, own])


def _assignments_by_id(state: JSON) -> dict[str, Body]:
    return {str(one.get("id")): one for one in (state or {}).get("assignments", ())}


def _flatten(assignment: Body | None) -> Body | None:
    """An assignment as its event spells the properties: those of the target with a prefix, types and members with a capital."""
    if assignment is None:
        return None
    found: Body = {}
    for name, value in assignment.items():
        if isinstance(value, Mapping):
            inner = {
                f"{capitalise(name)}.{capitalise(key)}": one
                for key, one in value.items()
                if not key.startswith("@")
            }
            kind = str(value.get("@odata.type", "")).removeprefix("#microsoft.graph.")
            found |= {f"{capitalise(name)}.Type": capitalise(kind), **inner} if kind else inner
        else:
            found[capitalise(name)] = value
    members = ("Intent", "Source", "Target.DeviceAndAppManagementAssignmentFilterType")
    return {
        name: capitalise(value) if name in members and isinstance(value, str) else value
        for name, value in found.items()
    }


def _make_event(write: _AuditedRequest, operation: str, verb: str, kind: str, resources: list[Body]) -> Body:
    component, category = next(names for start, names in CATEGORIES.items() if write.path.startswith(start))
    return {
        "displayName": _describe(write, operation, verb, kind), "componentName": component, "category": category, "activity": None,
        "activityType": f"{verb} {kind}", "activityOperationType": operation, "resources": resources,
    }  # fmt: skip


def _describe(write: _AuditedRequest, operation: str, verb: str, kind: str) -> str:
    if write.known in DISPLAY_NAMES:
        return f"{operation} {DISPLAY_NAMES[write.known].format(' assignment' if kind.endswith('Assignment') else '')}"
    return f"{_split_words(verb)} {_split_words(kind).lower()}"


def _split_words(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)


def _make_resource(call: Call, kind: str, object_id: str, name: str, properties: list[Body]) -> Body:
    own = {
        "displayName": name or NULL,
        "auditResourceType": kind,
        "resourceId": object_id,
        "modifiedProperties": properties,
    }
    return {**call.metadata.get("auditResource").template, **own}


def _modified_properties(call: Call, before: Body | None, after: Body | None) -> list[Body]:
    """Properties that differ; of a create the new ones, of a delete the old ones. Secrets in them are masked."""
    old, new = before or {}, after or {}
    was, now = (
        mask_secrets(state, representation.MASK) if call.on("audit-secrets-masked") else state
        for state in (old, new)
    )
    names = sorted({*old, *new} - {check_ins.SCHEDULE, inventory.IDENTIFIER})
    return [
        _modified_property(name, was.get(name), now.get(name), created=before is None, deleted=after is None)
        for name in names if old.get(name) != new.get(name) or before is None or after is None
    ]  # fmt: skip


def _modified_property(
    name: str, old: JSON, new: JSON, *, created: bool = False, deleted: bool = False
) -> Body:
    return {
        "displayName": name,
        "oldValue": None if created else _text(old),
        "newValue": None if deleted else _text(new),
    }


def _text(value: JSON) -> str:
    return NULL if value is None else str(value)


class _Actors:
    """Who made the changes; ids of people and applications are looked up once."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.people = {
            str(one.body.get("userPrincipalName")).lower(): one.id for one in call.store.objects(("users",))
        }
        self.applications = {str(body["name"]): name for name, body in call.store.applications().items()}

    def of(self, entry: AuditEntry) -> Body:
        """A person with the application they used, or an application that called for itself."""
        template = self.call.metadata.get("auditActor").template
        application = entry.application or ("" if "@" in entry.actor else entry.actor)
        named = (
            PORTAL[1:]
            if application in ("", PORTAL[0])
            else (application, self.applications.get(application))
        )
        own = {"applicationDisplayName": named[0], "applicationId": named[1], "ipAddress": None}
        if "@" in entry.actor:
            person = {
                "userPrincipalName": entry.actor,
                "userId": self.people.get(entry.actor.lower()),
                "userPermissions": ["*"],
            }
            return {**template, "auditActorType": "ItPro", **own, **person}
        return {**template, "auditActorType": "Application", **own}
