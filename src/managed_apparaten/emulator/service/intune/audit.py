"""Intune's own audit events, made from the tenant's log of accepted writes in the form of live records.

Sources: two live records, of a new assignment of a settings catalogue policy (github
rknightion/graph2otel@dfd9ef7, 2025-09) and of a deleted app (github wazuh/wazuh);
intune/device-management/reports/monitor-audit-logs, 2025-03 (kept for two years, categories). Where no record
was seen, names and sentences follow these two (behaviours `audit-*`).
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
"""Text of an event for an absent value."""
PORTAL = ("portal", "Microsoft Intune portal extension", "5926fc8e-304e-4f59-8bed-58ca97cc39a4")
"""The name of a caller that stands for the portal, and the name and id of the application in its events."""
RETENTION, DELAY = timedelta(days=730), timedelta(minutes=15)
"""How long an event is kept, and how long it can take to appear."""
API_VERSION = "5025-06-03"
"""DeviceManagementAPIVersion in the live record."""
CATEGORIES = {
    "deviceAppManagement/mobileApps": ("MobileApp", "Application"), "deviceAppManagement": ("ManagedApps", "Application"),
    "deviceManagement/deviceCompliancePolicies": ("DeviceCompliancePolicy", "Compliance"),
    "deviceManagement/configurationPolicies": ("DeviceConfiguration", "DeviceConfiguration"),
    "deviceManagement/deviceConfigurations": ("DeviceConfiguration", "DeviceConfiguration"),
    "deviceManagement/deviceEnrollmentConfigurations": ("Enrollment", "Enrollment"),
    "deviceManagement/managedDevices": ("ManagedDevice", "Device"), "deviceManagement/role": ("Role", "Role"),
    "deviceManagement": ("DeviceManagement", "Other"),
}  # fmt: skip
"""Start of a path -> componentName and category; the first row that fits counts."""
DISPLAY_NAMES = {"deviceManagement/configurationPolicies": "device configuration{} 2.0 (beta)"}
"""Path of a collection -> how displayName names an object of it, with room for ` assignment`."""
Body = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class _AuditedRequest:
    """One entry of the log, with what its path says."""

    entry: AuditEntry
    path: str
    collection: Collection | None

    @property
    def collection_path(self) -> str:
        """Path of the collection, or of the request when no row describes the collection."""
        return self.collection.path if self.collection else self.path

    @property
    def type(self) -> str:
        """Type of the object, with a capital."""
        return capitalise(self.collection.type if self.collection else self.entry.type)


def audit_events(call: Call) -> Iterator[Stored]:
    """Yield the audit events of the accepted writes to Intune, oldest first."""
    now, row = call.tenant.clock(), 0
    actors = _Actors(call)
    for entry in call.store.audit():
        path = entry.url.split("/", 2)[-1]
        is_accepted_write = entry.status < 300 and entry.type
        is_intune = path.startswith(("deviceManagement", "deviceAppManagement"))
        if not is_accepted_write or not is_intune or not _is_shown(call, entry, path, now):
            continue
        # Ids follow from the number of the entry, so that each read gives the same ones.
        common: Body = {
            "activityDateTime": entry.at,
            "activityResult": "Success",
            "correlationId": _derive_id(f"correlation:{entry.seq}"),
            "actor": actors.describe(entry),
        }
        request = _AuditedRequest(entry, path, _find_collection(path))
        for number, body in enumerate(_make_events(call, request)):
            row += 1
            event_id = _derive_id(f"{entry.seq}:{number}" if number else str(entry.seq))
            yield Stored("", event_id, "auditEvent", {**body, **common}, {}, row)


def _derive_id(name: str) -> str:
    """Return the GUID of a name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:audit:{name}"))


def _is_shown(call: Call, entry: AuditEntry, path: str, now: datetime) -> bool:
    """Return whether the log shows an entry.

    Exports change nothing and are not shown; events are kept for two years, and can appear late.
    """
    age = now - (check_ins.parse_moment(entry.at) or now)
    if path.startswith(EXPORTS) and call.on("exports-not-audited"):
        return False
    if age >= RETENTION and call.on("audit-kept-two-years"):
        return False
    return age >= DELAY or not call.on("audit-events-late")


def _find_collection(path: str) -> Collection | None:
    """Return the collection at the start of a path with keys in parentheses."""
    return find_leading_collection(tuple(re.sub(r"\(.*", "", name) for name in path.split("/")))


def _make_events(call: Call, request: _AuditedRequest) -> Iterator[Body]:
    """Yield one event for a write to an object, and one for each assignment that `assign` added, changed or
    removed.
    """
    action = request.path.rpartition("/")[2]
    collection = request.collection
    if action == "assign" and collection is not None and collection.assign is not None:
        yield from _make_assignment_events(call, request, collection.assign.type)
        return
    entry = request.entry
    operation = _operation_of(request)
    properties = _modified_properties(call, entry.before, entry.after)
    resource = _make_resource(call, request.type, entry.object_id, entry.name, properties)
    verb = action if operation == "Action" else operation
    yield _make_event(request, operation, verb, request.type, [resource])


def _operation_of(request: _AuditedRequest) -> str:
    """Return what a write did to the object; a write below the object changes it."""
    if request.collection_path == "deviceManagement/managedDevices" and request.entry.method == "POST":
        return "Action"
    if request.entry.before is None:
        return "Create"
    return "Delete" if request.entry.after is None else "Patch"


def _make_assignment_events(call: Call, request: _AuditedRequest, assignment_type: str) -> Iterator[Body]:
    """Yield an event for each assignment that differs, new ones first."""
    entry, type_name = request.entry, capitalise(assignment_type)
    before, after = _assignments_by_id(entry.before), _assignments_by_id(entry.after)
    owner = _make_resource(call, request.type, entry.object_id, entry.name, [])
    for assignment_id in sorted({*before, *after}, key=lambda key: (key in before, key)):
        old, new = before.get(assignment_id), after.get(assignment_id)
        if old == new:
            continue
        operation = "Create" if old is None else "Delete" if new is None else "Patch"
        properties = _modified_properties(call, _flatten(old), _flatten(new))
        if new is not None:
            version = _modified_property("DeviceManagementAPIVersion", None, API_VERSION, created=old is None)
            properties = [*properties, version]
        resource = _make_resource(call, type_name, assignment_id, NULL, properties)
        yield _make_event(request, operation, operation, type_name, [owner, resource])


def _assignments_by_id(state: JSON) -> dict[str, Body]:
    """Return the assignments in the state of an object, by id."""
    assignments = (state or {}).get("assignments", ())
    return {str(assignment.get("id")): assignment for assignment in assignments}


def _flatten(assignment: Body | None) -> Body | None:
    """Return an assignment with its properties as an event spells them.

    Those of the target get a prefix; names, types and members of enums begin with a capital.
    """
    if assignment is None:
        return None
    flat: Body = {}
    for name, value in assignment.items():
        prefix = capitalise(name)
        if not isinstance(value, Mapping):
            flat[prefix] = value
            continue
        type_name = str(value.get("@odata.type", "")).removeprefix("#microsoft.graph.")
        if type_name:
            flat[f"{prefix}.Type"] = capitalise(type_name)
        for key, inner in value.items():
            if not key.startswith("@"):
                flat[f"{prefix}.{capitalise(key)}"] = inner
    for name in ("Intent", "Source", "Target.DeviceAndAppManagementAssignmentFilterType"):
        if isinstance(flat.get(name), str):
            flat[name] = capitalise(flat[name])
    return flat


def _make_event(
    request: _AuditedRequest, operation: str, verb: str, type_name: str, resources: list[Body]
) -> Body:
    """Return an event without its time and actor; `verb` is the operation, or the name of an action."""
    component, category = next(names for start, names in CATEGORIES.items() if request.path.startswith(start))
    return {
        "displayName": _describe(request, operation, verb, type_name),
        "componentName": component,
        "category": category,
        "activity": None,
        "activityType": f"{verb} {type_name}",
        "activityOperationType": operation,
        "resources": resources,
    }


def _describe(request: _AuditedRequest, operation: str, verb: str, type_name: str) -> str:
    """Return the sentence that an event has as its displayName."""
    template = DISPLAY_NAMES.get(request.collection_path)
    if template is not None:
        suffix = " assignment" if type_name.endswith("Assignment") else ""
        return f"{operation} {template.format(suffix)}"
    return f"{_split_words(verb)} {_split_words(type_name).lower()}"


def _split_words(name: str) -> str:
    """Return a name in camel case as words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)


def _make_resource(call: Call, type_name: str, object_id: str, name: str, properties: list[Body]) -> Body:
    """Return the resource of an event, with the properties that the event changed."""
    values: Body = {
        "displayName": name or NULL,
        "auditResourceType": type_name,
        "resourceId": object_id,
        "modifiedProperties": properties,
    }
    return {**call.metadata.get("auditResource").template, **values}


def _modified_properties(call: Call, before: Body | None, after: Body | None) -> list[Body]:
    """Return the properties that differ; of a create all new ones, of a delete all old ones.

    Secrets in them are masked.
    """
    old, new = before or {}, after or {}
    shown_old, shown_new = old, new
    if call.on("audit-secrets-masked"):
        shown_old, shown_new = (mask_secrets(state, representation.MASK) for state in (old, new))
    is_created, is_deleted = before is None, after is None
    properties = []
    for name in sorted({*old, *new} - {check_ins.SCHEDULE, inventory.IDENTIFIER}):
        if is_created or is_deleted or old.get(name) != new.get(name):
            old_value, new_value = shown_old.get(name), shown_new.get(name)
            properties.append(
                _modified_property(name, old_value, new_value, created=is_created, deleted=is_deleted)
            )
    return properties


def _modified_property(
    name: str, old: JSON, new: JSON, *, created: bool = False, deleted: bool = False
) -> Body:
    """Return one property of an event, with its old and new value as texts."""
    return {
        "displayName": name,
        "oldValue": None if created else _text(old),
        "newValue": None if deleted else _text(new),
    }


def _text(value: JSON) -> str:
    """Return a value as an event writes it."""
    return NULL if value is None else str(value)


class _Actors:
    """The people and applications of the tenant, looked up once, to describe who made a change."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._people = {
            str(user.body.get("userPrincipalName")).lower(): user.id
            for user in call.store.objects(("users",))
        }
        self._applications = {str(body["name"]): app_id for app_id, body in call.store.applications().items()}

    def describe(self, entry: AuditEntry) -> Body:
        """Return the actor of an event: a person with the application they used, or an application that
        called for itself.
        """
        is_person = "@" in entry.actor
        application = entry.application or ("" if is_person else entry.actor)
        name, app_id = application, self._applications.get(application)
        if application in ("", PORTAL[0]):
            name, app_id = PORTAL[1:]
        body: Body = {**self._call.metadata.get("auditActor").template}
        body["auditActorType"] = "ItPro" if is_person else "Application"
        body |= {"applicationDisplayName": name, "applicationId": app_id, "ipAddress": None}
        if is_person:
            user_id = self._people.get(entry.actor.lower())
            body |= {"userPrincipalName": entry.actor, "userId": user_id, "userPermissions": ["*"]}
        return body
