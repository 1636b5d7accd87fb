"""Answers actions on one object: assign, targetApps and scheduleActionsForRules.

It holds the apps of an app group too, and the checks of parameters that all actions share.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.odata.validate import Validator
from managed_apparaten.emulator.service import body_rules, representation
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import COLLECTIONS, MAM, AssignAction, Collection
from managed_apparaten.emulator.service.intune import assignments, enrolment

ASSIGNABLE = tuple(item.path for item in COLLECTIONS if item.assign)
"""Paths of the collections whose objects can be assigned."""
ZERO_GUID = assignments.ZERO_GUID
IDENTIFIERS = {
    "iosManagedAppProtection": ("#microsoft.graph.iosMobileAppIdentifier", "bundleId", ".ios"),
    "androidManagedAppProtection": ("#microsoft.graph.androidMobileAppIdentifier", "packageId", ".android"),
}
"""Type of a policy -> type of the identifier of its apps, the property with the identifier, and the ending of
the app's id."""
GROUP_APPS = {
    "iosManagedAppProtection": (
        "com.microsoft.azureauthenticator", "com.microsoft.msedge", "com.microsoft.office.excel", "com.microsoft.office.outlook",
        "com.microsoft.office.powerpoint", "com.microsoft.office.word", "com.microsoft.onenote", "com.microsoft.skydrive",
        "com.microsoft.skype.teams", "com.microsoft.sharepoint",
    ),
    "androidManagedAppProtection": (
        "com.microsoft.emmx", "com.microsoft.office.excel", "com.microsoft.office.onenote", "com.microsoft.office.outlook",
        "com.microsoft.office.powerpoint", "com.microsoft.office.word", "com.microsoft.sharepoint", "com.microsoft.skydrive",
        "com.microsoft.teams",
    ),
}  # fmt: skip
"""Type of a policy -> the apps for which an app group stands here; behaviour `app-group-members`."""


def parse_parameters(call: Call, allowed: Iterable[str]) -> dict[str, JSON]:
    """Return the parameters in the body of an action.

    Refuses a parameter that is not in `allowed`, and the absence of the first of them.
    """
    body = call.body()
    names = tuple(allowed)
    unknown = [key for key in body if key not in names and not key.startswith("@")]
    if unknown and call.on("action-parameters-strict"):
        raise errors.invalid_parameter(unknown[0])
    if names[0] not in body:
        raise errors.invalid_parameter(names[0])
    return body


def parse_text(body: Mapping[str, JSON], name: str) -> str:
    """Return a parameter that is a text; refuse anything else."""
    if not isinstance(body[name], str):
        raise errors.schema_mismatch(name)
    return str(body[name])


def refuse_parameters(call: Call) -> None:
    """Refuse parameters of an action that has none."""
    body = call.body() if call.request.body else {}
    unknown = next((key for key in body if not key.startswith("@")), None)
    if unknown and call.on("action-parameters-strict"):
        raise errors.invalid_parameter(unknown)


def assign(call: Call, item: Stored, action: AssignAction) -> Reply:
    """Answer `assign`: replace the whole list of assignments."""
    body = _parse_assign(call, action)
    sent = call.validator.contained(body[action.parameter], action.type, action.parameter, {})
    completed = [assignments.complete_assignment(call, item, action, assignment) for assignment in sent]
    new = assignments.check_assignments(call, item, completed)
    enrolment.check_assignments(call, item, new)
    if not call.on("assign-replaces"):
        both = (*item.nav.get("assignments", ()), *new)
        new = list({assignment.get("id"): assignment for assignment in both}.values())
    after = replace(item, nav={**item.nav, "assignments": new})
    call.store.replace(after)
    if not action.returns_list and call.on("assign-204-for-apps"):
        return Reply(204, None, audited_write(item, after))
    context = call.context(f"Collection(microsoft.graph.{action.type})")
    values = representation.represent_children(call, after, "assignments", action.type)
    return Reply(200, {"@odata.context": context, "value": values}, audited_write(item, after))


def _parse_assign(call: Call, action: AssignAction) -> dict[str, JSON]:
    """Return the parameters of an `assign`; groups in the legacy parameter of beta are added to the
    assignments.
    """
    legacy = action.legacy_parameter
    if not legacy or call.metadata.version != "beta" or legacy not in call.body():
        return parse_parameters(call, (action.parameter,))
    body = {action.parameter: [], **parse_parameters(call, (legacy, action.parameter))}
    groups = call.validator.contained(body[legacy], "deviceConfigurationGroupAssignment", legacy, {})
    for group in groups:
        kind = "exclusionGroupAssignmentTarget" if group.get("excludeGroup") else "groupAssignmentTarget"
        target = {"@odata.type": f"#microsoft.graph.{kind}", "groupId": group.get("targetGroupId")}
        body[action.parameter] = [*body[action.parameter], {"target": target}]
    return body


def target_apps(call: Call, collection: Collection, item: Stored) -> Reply:
    """Answer `targetApps`: replace the apps of a policy for managed apps, or choose a group of apps.

    The action knows groups on v1.0 too, where the type may not (documented example of
    targetedManagedAppConfiguration).
    """
    group_property = load("beta").get(collection.type).properties.get("appGroupType")
    body = parse_parameters(call, ("apps", "appGroupType") if group_property else ("apps",))
    sent = call.validator.contained(body["apps"], "managedMobileApp", "apps", {})
    apps = [with_app_id(app) for app in sent]
    if call.on("app-platform-checked"):
        _check_platform(item.type, apps)
    settings = dict(item.body)
    if group_property and "appGroupType" in body:
        validator = Validator(load("beta"), call.tenant.behaviours)
        settings["appGroupType"] = validator.property(group_property, body["appGroupType"])
    settings["lastModifiedDateTime"] = call.now()
    unique_apps = list({app["id"]: app for app in apps}.values())
    after = replace(item, body=settings, nav={**item.nav, "apps": unique_apps})
    after = align_app_group(call, after, sent_apps=True, sent_group="appGroupType" in body)
    call.store.replace(after)
    return Reply(204, None, audited_write(item, after))


def _check_platform(type_name: str, apps: list[dict[str, JSON]]) -> None:
    """Refuse an app whose identifier belongs to another platform than the policy."""
    expected = IDENTIFIERS.get(type_name)
    for app in apps:
        if expected and app["mobileAppIdentifier"]["@odata.type"] != expected[0]:
            raise errors.schema_mismatch("mobileAppIdentifier")


def with_app_id(app: dict[str, JSON]) -> dict[str, JSON]:
    """Return an app with the id and the version hash that the service gives it (form: OpenIntuneBaseline
    exports).
    """
    identifier = app.get("mobileAppIdentifier")
    if not identifier:
        raise errors.schema_mismatch("mobileAppIdentifier")
    name = next((str(value) for key, value in identifier.items() if not key.startswith("@")), "").lower()
    ending = ".windows"
    for identifier_type, _, type_ending in IDENTIFIERS.values():
        if identifier_type == identifier["@odata.type"]:
            ending = type_ending
    return {**app, "id": name + ending, "version": str(zlib.crc32(name.encode()) - (1 << 31))}


def list_group_apps(type_name: str) -> list[dict[str, JSON]]:
    """Return the apps for which every app group of a policy type stands here."""
    identifier_type, key, _ = IDENTIFIERS[type_name]
    return [
        with_app_id({"id": "", "mobileAppIdentifier": {"@odata.type": identifier_type, key: name}})
        for name in GROUP_APPS[type_name]
    ]


def align_app_group(call: Call, item: Stored, sent_apps: bool, sent_group: bool) -> Stored:
    """Return a policy with its apps and its appGroupType in agreement.

    An app group fills in the apps; apps that are sent without a group make it `selectedPublicApps`.
    """
    if item.collection not in MAM or item.type not in GROUP_APPS:
        return item
    body, nav = dict(item.body), dict(item.nav)
    if sent_apps and not sent_group and call.on("apps-switch-group-type"):
        body["appGroupType"] = "selectedPublicApps"
    group = body.get("appGroupType", "selectedPublicApps")
    if (sent_apps or sent_group) and group != "selectedPublicApps" and call.on("app-group-expanded"):
        nav["apps"] = list_group_apps(item.type) if call.on("app-group-members") else []
    return Stored(item.collection, item.id, item.type, body, nav, item.row)


def schedule_actions(call: Call, item: Stored) -> Reply:
    """Answer `scheduleActionsForRules`: replace the scheduled actions of a compliance policy."""
    name = "deviceComplianceScheduledActionForRules"
    body = parse_parameters(call, (name,))
    nested: Mapping[str, tuple[str, ...]] = {name: ("scheduledActionConfigurations",)}
    rules = call.validator.contained(body[name], "deviceComplianceScheduledActionForRule", name, nested)
    if call.on("compliance-one-block-action"):
        body_rules.require_one_block_action(rules)
    new = [with_rule_ids(call, item.id, rule) for rule in rules]
    after = replace(item, nav={**item.nav, "scheduledActionsForRule": new})
    call.store.replace(after)
    return Reply(204, None, audited_write(item, after))


def with_rule_ids(call: Call, owner_id: str, rule: dict[str, JSON]) -> dict[str, JSON]:
    """Return a rule with scheduled actions as it is stored.

    It gets ids, its ruleName is lost (behaviour `rule-name-lost`), and empty ids of templates become zero
    GUIDs.
    """
    key = "scheduledActionConfigurations"
    actions = [
        {
            **action,
            "id": call.new_id(f"{owner_id}/action"),
            "notificationTemplateId": action.get("notificationTemplateId") or ZERO_GUID,
        }
        for action in rule.get(key, ())
    ]
    name = {"ruleName": None} if call.on("rule-name-lost") else {}
    return {**rule, **name, "id": call.new_id(f"{owner_id}/rule"), key: actions}
