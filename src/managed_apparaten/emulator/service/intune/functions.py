"""Functions and actions of Intune's collections; each answer is computed from the tenant.

The page of each: https://learn.microsoft.com/graph/api
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
from managed_apparaten.emulator.service.collections import BY_PATH, Collection, get_collection
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
"""An operator in a rule -> the member of assignmentFilterOperator."""
Arguments = Mapping[str, str]


def list_audit_categories(call: Call, _: str, __: Arguments) -> Reply:
    """`getAuditCategories`: those that occur in the tenant's own log."""
    return _answer_texts(call, {str(event.body["category"]) for event in _list_audit_events(call)})


def list_audit_activity_types(call: Call, _: str, arguments: Arguments) -> Reply:
    """`getAuditActivityTypes`: those of a category that occur in the tenant's own log."""
    wanted = arguments["category"]
    return _answer_texts(
        call,
        {
            str(event.body["activityType"])
            for event in _list_audit_events(call)
            if event.body["category"] == wanted
        },
    )


def _list_audit_events(call: Call) -> Iterable[Stored]:
    return audit_events(call) if call.on("audit-names-of-the-log") else ()


def _answer_texts(call: Call, found: set[str]) -> Reply:
    return _answer_list(call, "Edm.String", sorted(found))


def _answer_list(call: Call, kind: str, found: list[JSON]) -> Reply:
    return Reply(200, {"@odata.context": call.context(f"Collection({kind})"), "value": found})


def list_retiring_devices(call: Call, _: str, __: Arguments) -> Reply:
    """`getDevicesScheduledToRetire`: an empty list, as no policy here schedules a retirement."""
    _require_behaviour(call, "nothing-checks-in")
    return _answer_list(call, "microsoft.graph.retireScheduledManagedDevice", [])


def create_copy(call: Call, object_id: str, _: Arguments) -> Reply:
    """`createCopy`: a policy with the same settings and another name, without assignments."""
    policies = get_collection("deviceManagement/configurationPolicies")
    original, body = (
        writing.find_stored(call, policies, object_id),
        parse_parameters(call, ("displayName", "description")),
    )
    if not isinstance(body["displayName"], str) or not body["displayName"]:
        raise errors.schema_mismatch("displayName")
    now, own = call.now(), {"name": body["displayName"], "description": body.get("description")}
    made = {**original.body, **own, "createdDateTime": now, "lastModifiedDateTime": now}
    copy = replace(
        original,
        id=call.new_id(f"{policies.path}/{own['name']}"),
        body=made,
        nav={**original.nav, "assignments": []},
    )
    call.store.insert([copy])
    return Reply(
        200,
        {
            "@odata.context": representation.context_url(call, policies, copy.id),
            **representation.represent_object(call, policies, copy),
        },
        audited_write(None, copy),
    )


def list_targeted(call: Call, _: str, __: Arguments) -> Reply:
    """`getTargetedUsersAndDevices`: the devices that any of these profiles reaches, with their users."""
    wanted, targeting = _parse_ids(call, "deviceConfigurationIds"), Targeting(call.store)
    found: dict[str, JSON] = {}
    for profile in (call.store.get(CONFIGURATIONS, one) for one in wanted):
        for device in targeting.devices(profile.nav.get("assignments", ())) if profile else ():
            own = {"userId": "userId", "userDisplayName": "userDisplayName", "userPrincipalName": "userPrincipalName",
                   "deviceName": "deviceName", "lastCheckinDateTime": "lastSyncDateTime"}  # fmt: skip
            found[device.id] = {
                "deviceId": device.id,
                **{name: device.body.get(source) for name, source in own.items()},
            }
    return _answer_list(
        call, "microsoft.graph.deviceConfigurationTargetedUserAndDevice", list(found.values())
    )


def create_notifications(call: Call, _: str, __: Arguments) -> Reply:
    """`createEnrollmentNotificationConfiguration`: create several enrolment notifications."""
    sent = parse_parameters(call, ("deviceEnrollmentNotificationConfigurations",))[
        "deviceEnrollmentNotificationConfigurations"
    ]
    if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
        raise errors.schema_mismatch("deviceEnrollmentNotificationConfigurations")
    collection = get_collection(enrolment.PATH)
    made = [writing.add_object(call, collection, one) for one in sent]
    return Reply(204, None, audited_write(None, made[-1]) if made else None)


def validate_filter(call: Call, _: str, __: Arguments) -> Reply:
    """`validateFilter`: whether the rule of a filter is valid."""
    name = "deviceAndAppManagementAssignmentFilter"
    sent = parse_parameters(call, (name,))[name]
    if not isinstance(sent, dict):
        raise errors.schema_mismatch(name)
    body = call.validator.entity(sent, call.validator.resolve(sent, name))
    return answer_complex(
        call, "assignmentFilterValidationResult", {"isValidRule": is_rule(str(body.get("rule") or ""))}
    )


def answer_complex(call: Call, kind: str, body: dict[str, JSON]) -> Reply:
    """Answer one value of a complex type."""
    return Reply(200, {"@odata.context": call.context(f"microsoft.graph.{kind}"), **body})


def list_filter_properties(call: Call, object_id: str, arguments: Arguments) -> Reply:
    """`getSupportedProperties`: the properties of a platform that a rule can use, with their operators."""
    platform = (
        writing.find_stored(call, get_collection(FILTERS), object_id).body.get("platform")
        if object_id
        else arguments["platform"]
    )
    found: list[JSON] = [
        {
            "dataType": "Version" if known.operators == VERSION else "String", "isCollection": False, "name": known.name,
            "propertyRegexConstraint": None, "supportedOperators": [OPERATORS[name] for name in known.operators],
            "supportedValues": list(known.values),
        }
        for known in (*DEVICE_PROPERTIES, *APP_PROPERTIES) if platform in known.platforms and call.on("filter-properties-described")
    ]  # fmt: skip
    return _answer_list(call, "microsoft.graph.assignmentFilterSupportedProperty", found)


def list_tags_of_body(call: Call, _: str, __: Arguments) -> Reply:
    """`getRoleScopeTagsById`: scope tags by the ids in the body."""
    return _answer_objects(call, TAGS, _parse_ids(call, "roleScopeTagIds"))


def list_tags_of_url(call: Call, _: str, arguments: Arguments) -> Reply:
    """`getRoleScopeTagsByIds`: scope tags by the ids in the URL, `(ids=['0','1'])`."""
    return _answer_objects(call, TAGS, re.findall(r"[^\[\]'\", ]+", arguments["ids"]))


def has_custom_tag(call: Call, _: str, __: Arguments) -> Reply:
    """`hasCustomRoleScopeTag`: whether the tenant has a scope tag besides the default one."""
    found = any(not tag.body.get("isBuiltIn") and tag.id != "0" for tag in call.store.objects((TAGS,)))
    return Reply(200, {"@odata.context": call.context("Edm.Boolean"), "value": found})


def set_priority(call: Call, object_id: str, _: Arguments) -> Reply:
    """`setPriority`: move an enrolment configuration among those of its kind."""
    item = writing.find_stored(call, get_collection(enrolment.PATH), object_id)
    body = parse_parameters(call, ("priority",))
    declared = call.metadata.get(item.type).properties["priority"]
    wanted = call.validator.property(declared, body["priority"])
    if wanted is None:
        raise errors.schema_mismatch("priority")
    after = enrolment.set_priority(call, item, int(wanted))
    return Reply(204, None, audited_write(item, after))


def list_policy_sets(call: Call, _: str, __: Arguments) -> Reply:
    """`getPolicySets`: policy sets by their ids."""
    return _answer_objects(call, POLICY_SETS, _parse_ids(call, "policySetIds"))


def _parse_ids(call: Call, name: str) -> list[str]:
    sent = parse_parameters(call, (name,))[name]
    if not isinstance(sent, list) or not all(isinstance(one, str) for one in sent):
        raise errors.schema_mismatch(name)
    return sent


def _answer_objects(call: Call, path: str, wanted: list[str]) -> Reply:
    collection: Collection = get_collection(path)
    found = [known for one in dict.fromkeys(wanted) if (known := call.store.get(path, one)) is not None]
    return _answer_list(
        call,
        f"microsoft.graph.{collection.type}",
        [representation.represent_object(call, collection, one) for one in found],
    )


def enable_device_administrator(call: Call, _: str, __: Arguments) -> Reply:
    """`enableAndroidDeviceAdministratorEnrollment`: switch the setting of `deviceManagement/settings` on."""
    tenant_settings.set_settings(call.store, androidDeviceAdministratorEnrollmentEnabled=True)
    return Reply(204)


def send_notification(call: Call, _: str, __: Arguments) -> Reply:
    """`sendCustomNotificationToCompanyPortal`: check the message; it is shown to nobody."""
    _require_behaviour(call, "device-actions-accepted")
    body = parse_parameters(call, ("notificationTitle", "notificationBody", "groupsToNotify"))
    for name in ("notificationTitle", "notificationBody"):
        if not isinstance(body.get(name), str):
            raise errors.schema_mismatch(name)
    return Reply(204)


def _require_behaviour(call: Call, behaviour: str) -> None:
    if not call.on(behaviour):
        raise errors.unknown_segment(call.url.segments[-1])


def list_flagged_users(call: Call, _: str, __: Arguments) -> Reply:
    """`getUserIdsWithFlaggedAppRegistration`: users with a registration that has flagged reasons."""
    doubted = [found for found in call.store.objects((REGISTRATIONS,)) if found.body.get("flaggedReasons")]
    return _answer_texts(call, {str(found.body["userId"]) for found in doubted})


def list_payload_links(call: Call, _: str, __: Arguments) -> Reply:
    """`hasPayloadLinks`: which of these objects are in a policy set."""
    wanted = _parse_ids(call, "payloadIds")
    linked = {
        str(item.get("payloadId"))
        for found in call.store.objects((POLICY_SETS,))
        for item in found.nav.get("items", ())
    }
    found: list[JSON] = [
        {
            "payloadId": one,
            "hasLink": one in linked,
            "error": None,
            "sources": ["policySets"] if one in linked else [],
        }
        for one in wanted
    ]
    return _answer_list(call, "microsoft.graph.hasPayloadLinkResultItem", found)


def get_deployment_summary(call: Call, object_id: str, _: Arguments) -> Reply:
    """`deploymentSummary`: zero users, as no policy is delivered to apps here."""
    _require_behaviour(call, "nothing-checks-in")
    collection = BY_PATH[call.url.segments[:2]]
    policy = writing.find_stored(call, collection, object_id)
    body: dict[str, JSON] = {
        "displayName": policy.body.get("displayName"), "configurationDeployedUserCount": 0, "lastRefreshTime": call.now(),
        "configurationDeploymentSummaryPerApp": [], "id": policy.id, "version": policy.body.get("version"),
    }  # fmt: skip
    return Reply(
        200,
        {
            "@odata.context": representation.context_url(call, collection, policy.id, "deploymentSummary")
            + "/$entity",
            **body,
        },
    )
