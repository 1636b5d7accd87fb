"""Actions on one object: assign, targetApps, scheduleActionsForRules, and what apps an app group stands for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

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
ZERO_GUID = assignments.ZERO_GUID
IDENTIFIERS = {
    "iosManagedAppProtection": ("#microsoft.graph.iosMobileAppIdentifier", "bundleId", ".ios"),
    "androidManagedAppProtection": ("#microsoft.graph.androidMobileAppIdentifier", "packageId", ".android"),
}
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
"""What an app group stands for here; behaviour `app-group-members`."""


def parse_parameters(call: Call, allowed: Iterable[str]) -> dict[str, JSON]:
    """The parameters in an action's body; one that is unknown, or the first when it is missing, is refused."""
    body = call.body()
    known = tuple(allowed)
    unknown = [key for key in body if key not in known and not key.startswith("@")]
    if unknown and call.on("action-parameters-strict"):
        raise errors.invalid_parameter(unknown[0])
    if known[0] not in body:
        raise errors.invalid_parameter(known[0])
    return body


def parse_text(body: Mapping[str, JSON], name: str) -> str:
    """A parameter that is text; anything else is refused."""
    if not isinstance(body[name], str):
        raise errors.schema_mismatch(name)
    return str(body[name])


def refuse_parameters(call: Call) -> None:
    """Refuse parameters of an action that has none."""
    sent = call.body() if call.request.body else {}
    unknown = next((key for key in sent if not key.startswith("@")), None)
    if unknown and call.on("action-parameters-strict"):
        raise errors.invalid_parameter(unknown)


def assign(call: Call, item: Stored, rule: AssignAction) -> Reply:
    """Replace the whole list of assignments."""
    body = _parse_assign(call, rule)
    sent = call.validator.contained(body[rule.parameter], rule.type, rule.parameter, {})
    new = assignments.check_assignments(
        call, item, [assignments.complete_assignment(call, item, rule, found) for found in sent]
    )
    enrolment.check_assignments(call, item, new)
    if not call.on("assign-replaces"):
        new = list({found.get("id"): found for found in (*item.nav.get("assignments", ()), *new)}.values())
    after = Stored(item.collection, item.id, item.type, item.body, {**item.nav, "assignments": new})
    call.store.replace(after)
    if not rule.returns_list and call.on("assign-204-for-apps"):
        return Reply(204, None, audited_write(item, after))
    context = call.context(f"Collection(microsoft.graph.{rule.type})")
    answer = {
        "@odata.context": context,
        "value": representation.represent_children(call, after, "assignments", rule.type),
    }
    return Reply(200, answer, audited_write(item, after))


def _parse_assign(call: Call, rule: AssignAction) -> dict[str, JSON]:
    """The parameters of an assign; groups that came by an older parameter (beta) stand among the assignments."""
    if (
        not rule.legacy_parameter
        or call.metadata.version != "beta"
        or rule.legacy_parameter not in call.body()
    ):
        return parse_parameters(call, (rule.parameter,))
    body = {rule.parameter: [], **parse_parameters(call, (rule.legacy_parameter, rule.parameter))}
    for found in call.validator.contained(
        body[rule.legacy_parameter], "deviceConfigurationGroupAssignment", rule.legacy_parameter, {}
    ):
        kind = "exclusionGroupAssignmentTarget" if found.get("excludeGroup") else "groupAssignmentTarget"
        body[rule.parameter] = [
            *body[rule.parameter], {"target": {"@odata.type": f"#microsoft.graph.{kind}", "groupId": found.get("targetGroupId")}}
        ]  # fmt: skip
    return body


def target_apps(call: Call, collection: Collection, item: Stored) -> Reply:
    """Replace the apps of an app protection policy, or choose a group of apps; the action knows groups on v1.0 too, where the type
    may not (documented example of targetedManagedAppConfiguration)."""
    grouped = load("beta").get(collection.type).properties.get("appGroupType")
    body = parse_parameters(call, ("apps", "appGroupType") if grouped else ("apps",))
    apps = [
        with_app_id(found) for found in call.validator.contained(body["apps"], "managedMobileApp", "apps", {})
    ]
    if call.on("app-platform-checked"):
        _check_platform(item.type, apps)
    settings = dict(item.body)
    if grouped and "appGroupType" in body:
        settings["appGroupType"] = Validator(load("beta"), call.tenant.behaviours).property(
            grouped, body["appGroupType"]
        )
    settings["lastModifiedDateTime"] = call.now()
    unique = list({found["id"]: found for found in apps}.values())
    after = Stored(item.collection, item.id, item.type, settings, {**item.nav, "apps": unique})
    after = align_app_group(call, after, sent_apps=True, sent_group="appGroupType" in body)
    call.store.replace(after)
    return Reply(204, None, audited_write(item, after))


def _check_platform(type_name: str, apps: list[dict[str, JSON]]) -> None:
    expected = IDENTIFIERS.get(type_name)
    for app in apps:
        if expected and app["mobileAppIdentifier"]["@odata.type"] != expected[0]:
            raise errors.schema_mismatch("mobileAppIdentifier")


def with_app_id(app: dict[str, JSON]) -> dict[str, JSON]:
    """An app with the id and version hash that the service gives it (form: OpenIntuneBaseline exports)."""
    identifier = app.get("mobileAppIdentifier")
    if not identifier:
        raise errors.schema_mismatch("mobileAppIdentifier")
    name = next((str(value) for key, value in identifier.items() if not key.startswith("@")), "")
    ending = next(
        (end for mark, _, end in IDENTIFIERS.values() if mark == identifier["@odata.type"]), ".windows"
    )
    return {**app, "id": name.lower() + ending, "version": str(zlib.crc32(name.lower().encode()) - (1 << 31))}


def list_group_apps(type_name: str) -> list[dict[str, JSON]]:
    """The apps that every app group of a policy type stands for."""
    mark, key, _ = IDENTIFIERS[type_name]
    bare = (
        {"id": "", "mobileAppIdentifier": {"@odata.type": mark, key: name}} for name in GROUP_APPS[type_name]
    )
    return [with_app_id(app) for app in bare]


def align_app_group(call: Call, item: Stored, sent_apps: bool, sent_group: bool) -> Stored:
    """Apps and appGroupType brought into line: a group fills apps, apps alone mean `selectedPublicApps`."""
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
    """Replace the scheduled actions of a compliance policy."""
    name = "deviceComplianceScheduledActionForRules"
    body = parse_parameters(call, (name,))
    nested: Mapping[str, tuple[str, ...]] = {name: ("scheduledActionConfigurations",)}
    sent = call.validator.contained(body[name], "deviceComplianceScheduledActionForRule", name, nested)
    if call.on("compliance-one-block-action"):
        body_rules.require_one_block_action(sent)
    new = [with_rule_ids(call, item.id, rule) for rule in sent]
    after = Stored(
        item.collection, item.id, item.type, item.body, {**item.nav, "scheduledActionsForRule": new}
    )
    call.store.replace(after)
    return Reply(204, None, audited_write(item, after))


def with_rule_ids(call: Call, owner: str, rule: dict[str, JSON]) -> dict[str, JSON]:
    """A scheduled action rule as kept: ids given, ruleName lost, empty template ids as zero GUIDs."""
    key = "scheduledActionConfigurations"
    actions = [
        {
            **found,
            "id": call.new_id(f"{owner}/action"),
            "notificationTemplateId": found.get("notificationTemplateId") or ZERO_GUID,
        }
        for found in rule.get(key, ())
    ]
    name = {"ruleName": None} if call.on("rule-name-lost") else {}
    return {**rule, **name, "id": call.new_id(f"{owner}/rule"), key: actions}
