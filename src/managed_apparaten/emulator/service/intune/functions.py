"""Answers functions and actions of Intune's collections; each answer is computed from the tenant.

The reference page of each: https://learn.microsoft.com/graph/api
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import representation, writing
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import BY_PATH, get_collection
from managed_apparaten.emulator.service.intune import enrolment, tenant_settings
from managed_apparaten.emulator.service.intune.actions import parse_parameters
from managed_apparaten.emulator.service.intune.audit import audit_events
from managed_apparaten.emulator.service.intune.filter_rules import (
    APP_PROPERTIES,
    DEVICE_PROPERTIES,
    VERSION,
    is_rule,
)
from managed_apparaten.emulator.service.intune.targeting import Targeting

FILTERS, TAGS, POLICY_SETS = (
    "deviceManagement/assignmentFilters",
    "deviceManagement/roleScopeTags",
    "deviceAppManagement/policySets",
)
REGISTRATIONS, CONFIGURATIONS = (
    "deviceAppManagement/managedAppRegistrations",
    "deviceManagement/deviceConfigurations",
)
OPERATORS = {
    "eq": "equals", "ne": "notEquals", "in": "in", "notin": "notIn", "startswith": "startsWith", "contains": "contains",
    "notcontains": "notContains", "gt": "greaterThan", "ge": "greaterThanOrEquals", "lt": "lessThan", "le": "lessThanOrEquals",
}  # fmt: skip
"""Operator in a rule -> the member of assignmentFilterOperator."""
Arguments = Mapping[str, str]


def list_audit_categories(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `getAuditCategories`: those that occur in the tenant's own log."""
    return _answer_texts(call, {str(event.body["category"]) for event in _list_audit_events(call)})


def list_audit_activity_types(call: Call, _: str, arguments: Arguments) -> Reply:
    """Answer `getAuditActivityTypes`: those of a category that occur in the tenant's own log."""
    category = arguments["category"]
    events = _list_audit_events(call)
    return _answer_texts(
        call, {str(event.body["activityType"]) for event in events if event.body["category"] == category}
    )


def _list_audit_events(call: Call) -> Iterable[Stored]:
    """Return the audit events of the tenant; none when the functions do not follow its log."""
    return audit_events(call) if call.on("audit-names-of-the-log") else ()


def _answer_texts(call: Call, texts: set[str]) -> Reply:
    """Return the answer with a list of texts, sorted."""
    return _answer_list(call, "Edm.String", sorted(texts))


def _answer_list(call: Call, type_name: str, values: list[JSON]) -> Reply:
    """Return the answer with a list of values of a type."""
    return Reply(200, {"@odata.context": call.context(f"Collection({type_name})"), "value": values})


def list_retiring_devices(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `getDevicesScheduledToRetire` with an empty list, as no policy here schedules a retirement."""
    _require_behaviour(call, "nothing-checks-in")
    return _answer_list(call, "microsoft.graph.retireScheduledManagedDevice", [])


def create_copy(call: Call, object_id: str, _: Arguments) -> Reply:
    """Answer `createCopy`: a policy with the same settings and another name, without assignments."""
    policies = get_collection("deviceManagement/configurationPolicies")
    original = writing.find_stored(call, policies, object_id)
    values = parse_parameters(call, ("displayName", "description"))
    if not isinstance(values["displayName"], str) or not values["displayName"]:
        raise errors.schema_mismatch("displayName")
    now, name = call.now(), values["displayName"]
    body = {
        **original.body,
        "name": name,
        "description": values.get("description"),
        "createdDateTime": now,
        "lastModifiedDateTime": now,
    }
    copy_id = call.new_id(f"{policies.path}/{name}")
    copy = replace(original, id=copy_id, body=body, nav={**original.nav, "assignments": []})
    call.store.insert([copy])
    answer = {
        "@odata.context": representation.context_url(call, policies, copy.id),
        **representation.represent_object(call, policies, copy),
    }
    return Reply(200, answer, audited_write(None, copy))


def list_targeted(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `getTargetedUsersAndDevices`: the devices that any of these profiles reaches, with their users."""
    sources = {
        "userId": "userId",
        "userDisplayName": "userDisplayName",
        "userPrincipalName": "userPrincipalName",
        "deviceName": "deviceName",
        "lastCheckinDateTime": "lastSyncDateTime",
    }
    profile_ids, targeting = _parse_ids(call, "deviceConfigurationIds"), Targeting(call.store)
    targeted: dict[str, JSON] = {}
    for profile_id in profile_ids:
        profile = call.store.get(CONFIGURATIONS, profile_id)
        if profile is None:
            continue
        for device in targeting.devices(profile.nav.get("assignments", ())):
            values = {name: device.body.get(source) for name, source in sources.items()}
            targeted[device.id] = {"deviceId": device.id, **values}
    type_name = "microsoft.graph.deviceConfigurationTargetedUserAndDevice"
    return _answer_list(call, type_name, list(targeted.values()))


def create_notifications(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `createEnrollmentNotificationConfiguration`: create several enrolment notifications."""
    name = "deviceEnrollmentNotificationConfigurations"
    bodies = parse_parameters(call, (name,))[name]
    if not isinstance(bodies, list) or not all(isinstance(body, dict) for body in bodies):
        raise errors.schema_mismatch(name)
    collection = get_collection(enrolment.PATH)
    created = [writing.add_object(call, collection, body) for body in bodies]
    return Reply(204, None, audited_write(None, created[-1]) if created else None)


def validate_filter(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `validateFilter`: whether the rule of a filter is valid."""
    name = "deviceAndAppManagementAssignmentFilter"
    filter_body = parse_parameters(call, (name,))[name]
    if not isinstance(filter_body, dict):
        raise errors.schema_mismatch(name)
    body = call.validator.entity(filter_body, call.validator.resolve(filter_body, name))
    return answer_complex(
        call, "assignmentFilterValidationResult", {"isValidRule": is_rule(str(body.get("rule") or ""))}
    )


def answer_complex(call: Call, type_name: str, body: dict[str, JSON]) -> Reply:
    """Return the answer with one value of a complex type."""
    return Reply(200, {"@odata.context": call.context(f"microsoft.graph.{type_name}"), **body})


def list_filter_properties(call: Call, object_id: str, arguments: Arguments) -> Reply:
    """Answer `getSupportedProperties`: the properties of a platform that a rule can use, with their
    operators.
    """
    platform = arguments.get("platform")
    if object_id:
        platform = writing.find_stored(call, get_collection(FILTERS), object_id).body.get("platform")
    described: list[JSON] = []
    for declared in (*DEVICE_PROPERTIES, *APP_PROPERTIES):
        if platform in declared.platforms and call.on("filter-properties-described"):
            described.append(
                {
                    "dataType": "Version" if declared.operators == VERSION else "String",
                    "isCollection": False,
                    "name": declared.name,
                    "propertyRegexConstraint": None,
                    "supportedOperators": [OPERATORS[name] for name in declared.operators],
                    "supportedValues": list(declared.values),
                }
            )
    return _answer_list(call, "microsoft.graph.assignmentFilterSupportedProperty", described)


def list_tags_of_body(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `getRoleScopeTagsById`: scope tags by the ids in the body."""
    return _answer_objects(call, TAGS, _parse_ids(call, "roleScopeTagIds"))


def list_tags_of_url(call: Call, _: str, arguments: Arguments) -> Reply:
    """Answer `getRoleScopeTagsByIds`: scope tags by the ids in the URL, `(ids=['0','1'])`."""
    return _answer_objects(call, TAGS, re.findall(r"[^\[\]'\", ]+", arguments["ids"]))


def has_custom_tag(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `hasCustomRoleScopeTag`: whether the tenant has a scope tag besides the default one."""
    has_custom = any(not tag.body.get("isBuiltIn") and tag.id != "0" for tag in call.store.objects((TAGS,)))
    return Reply(200, {"@odata.context": call.context("Edm.Boolean"), "value": has_custom})


def set_priority(call: Call, object_id: str, _: Arguments) -> Reply:
    """Answer `setPriority`: move an enrolment configuration among those with which it shares priorities."""
    item = writing.find_stored(call, get_collection(enrolment.PATH), object_id)
    body = parse_parameters(call, ("priority",))
    declared = call.metadata.get(item.type).properties["priority"]
    priority = call.validator.property(declared, body["priority"])
    if priority is None:
        raise errors.schema_mismatch("priority")
    after = enrolment.set_priority(call, item, int(priority))
    return Reply(204, None, audited_write(item, after))


def list_policy_sets(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `getPolicySets`: policy sets by their ids."""
    return _answer_objects(call, POLICY_SETS, _parse_ids(call, "policySetIds"))


def _parse_ids(call: Call, name: str) -> list[str]:
    """Return the list of ids in the body of an action."""
    ids = parse_parameters(call, (name,))[name]
    if not isinstance(ids, list) or not all(isinstance(object_id, str) for object_id in ids):
        raise errors.schema_mismatch(name)
    return ids


def _answer_objects(call: Call, path: str, ids: list[str]) -> Reply:
    """Return the answer with the objects of a collection that have one of the ids, each once."""
    collection = get_collection(path)
    objects: list[JSON] = []
    for object_id in dict.fromkeys(ids):
        item = call.store.get(path, object_id)
        if item is not None:
            objects.append(representation.represent_object(call, collection, item))
    return _answer_list(call, f"microsoft.graph.{collection.type}", objects)


def enable_device_administrator(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `enableAndroidDeviceAdministratorEnrollment`: switch the setting of `deviceManagement/settings`
    on.
    """
    tenant_settings.set_settings(call.store, androidDeviceAdministratorEnrollmentEnabled=True)
    return Reply(204)


def send_notification(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `sendCustomNotificationToCompanyPortal`: check the message, which is shown to nobody."""
    _require_behaviour(call, "device-actions-accepted")
    body = parse_parameters(call, ("notificationTitle", "notificationBody", "groupsToNotify"))
    for name in ("notificationTitle", "notificationBody"):
        if not isinstance(body.get(name), str):
            raise errors.schema_mismatch(name)
    return Reply(204)


def _require_behaviour(call: Call, behaviour: str) -> None:
    """Refuse an operation as unknown when its behaviour is off."""
    if not call.on(behaviour):
        raise errors.unknown_segment(call.url.segments[-1])


def list_flagged_users(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `getUserIdsWithFlaggedAppRegistration`: users with a registration that has flagged reasons."""
    registrations = call.store.objects((REGISTRATIONS,))
    return _answer_texts(
        call, {str(item.body["userId"]) for item in registrations if item.body.get("flaggedReasons")}
    )


def list_payload_links(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `hasPayloadLinks`: which of these objects are in a policy set."""
    payload_ids = _parse_ids(call, "payloadIds")
    linked_ids = {
        str(item.get("payloadId"))
        for policy_set in call.store.objects((POLICY_SETS,))
        for item in policy_set.nav.get("items", ())
    }
    results: list[JSON] = [
        {
            "payloadId": payload_id,
            "hasLink": payload_id in linked_ids,
            "error": None,
            "sources": ["policySets"] if payload_id in linked_ids else [],
        }
        for payload_id in payload_ids
    ]
    return _answer_list(call, "microsoft.graph.hasPayloadLinkResultItem", results)


def get_deployment_summary(call: Call, object_id: str, _: Arguments) -> Reply:
    """Answer `deploymentSummary` with zero users, as no policy is delivered to apps here."""
    _require_behaviour(call, "nothing-checks-in")
    collection = BY_PATH[call.url.segments[:2]]
    policy = writing.find_stored(call, collection, object_id)
    context = representation.context_url(call, collection, policy.id, "deploymentSummary") + "/$entity"
    body: dict[str, JSON] = {
        "@odata.context": context,
        "displayName": policy.body.get("displayName"),
        "configurationDeployedUserCount": 0,
        "lastRefreshTime": call.now(),
        "configurationDeploymentSummaryPerApp": [],
        "id": policy.id,
        "version": policy.body.get("version"),
    }
    return Reply(200, body)
