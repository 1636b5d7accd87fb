"""What the service demands of a body beyond its types, by type or base type. One function a rule, one table.

Each rule names its behaviour; switching that off switches the rule off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata import ranges
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import Collection
from managed_apparaten.emulator.service.directory import conditional_access
from managed_apparaten.emulator.service.intune import app_configuration_rules, enrolment, settings_catalog
from managed_apparaten.emulator.service.intune.filter_rules import is_rule

MAX_ITEMS = {
    "restrictedApps": 100,
    "personalProfilePersonalApplications": 500,
    "compliantAppsList": 10000,
    "appsVisibilityList": 10000,
}
MAX_RULE_LENGTH = 3072
IOS_STORE_APP_REQUIRED = (
    "displayName",
    "description",
    "publisher",
    "appStoreUrl",
    "applicableDeviceType",
    "minimumSupportedOperatingSystem",
)
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "group": ("displayName", "mailEnabled", "mailNickname", "securityEnabled"),
    "user": ("accountEnabled", "displayName", "mailNickname", "passwordProfile", "userPrincipalName"),
}
"""Type of the directory -> what a create must carry: group-post-groups, user-post-users."""
SYNCED_APPS = ("iosVppApp", "androidManagedStoreApp", "androidStoreApp", "macOsVppApp")


@dataclass(frozen=True, slots=True)
class PendingWrite:
    """A write about to happen: the validated parts."""

    call: Call
    collection: Collection
    type: Type
    sent: Mapping[str, JSON]
    """The body as sent."""
    body: Mapping[str, JSON]
    """Its structural part, validated; for a PATCH only what was sent."""
    nav: Mapping[str, list[dict[str, JSON]]]
    before: Stored | None
    """The object before a PATCH or PUT; None for a create."""

    def refuse(self, message: str) -> errors.GraphError:
        """A refusal by the service: Intune's front end wraps the sentence, Entra does not."""
        return errors.bad_request(message, intune=not self.collection.directory)


Rule = Callable[[PendingWrite], None]


def count_block_actions(rules: list[dict[str, JSON]]) -> int:
    """How many block actions a list of scheduled actions holds."""
    return sum(
        action.get("actionType") == "block"
        for rule in rules
        for action in rule.get("scheduledActionConfigurations", ())
    )


def require_one_block_action(rules: list[dict[str, JSON]]) -> None:
    """Text: microsoft-graph-docs#4103, #7746."""
    if count_block_actions(rules) != 1:
        raise errors.bad_request("Compliance policy must have one and only one block scheduled action")


def _require_one_block_action(write: PendingWrite) -> None:
    if write.before is None:
        require_one_block_action(write.nav.get("scheduledActionsForRule", []))


def _require_name(write: PendingWrite) -> None:
    name = write.collection.name
    if write.before is None and name in write.type.properties and not write.body.get(name):
        raise write.refuse(f"{name[0].upper()}{name[1:]} is required.")


def _check_item_counts(write: PendingWrite) -> None:
    for name, limit in MAX_ITEMS.items():
        if len(write.body.get(name) or ()) > limit:
            raise write.refuse(f"Property {name} holds more than {limit} items.")


def _check_ranges(write: PendingWrite) -> None:
    for name, least, most in ranges.outside(write.call.metadata, write.type, write.sent):
        raise write.refuse(f"{name} must be a number from {least} to {most}.")


def _check_addresses(write: PendingWrite) -> None:
    for shown in ranges.misaddressed(write.call.metadata, write.type, write.sent):
        raise write.refuse(f"Invalid IP address range: {shown}.")


def _require_directory_properties(write: PendingWrite) -> None:
    missing = [
        name for name in REQUIRED[write.type.name] if write.before is None and write.sent.get(name) is None
    ]
    if missing:
        text = f"A value is required for property '{missing[0]}' of resource '{write.type.name[:1].upper()}{write.type.name[1:]}'."
        raise errors.GraphError(400, "Request_BadRequest", text)


def _check_filter_length(write: PendingWrite) -> None:
    if len(write.body.get("rule") or "") > MAX_RULE_LENGTH:
        raise write.refuse(
            f"The rule of an assignment filter cannot be longer than {MAX_RULE_LENGTH} characters."
        )


def _check_filter_grammar(write: PendingWrite) -> None:
    """Text as that of `evaluateAssignmentFilter` here."""
    if (rule := write.body.get("rule")) and not is_rule(rule):
        raise write.refuse("The rule of the assignment filter is not valid.")


def _refuse_filter_platform(write: PendingWrite) -> None:
    if write.before is not None and "platform" in write.sent:
        raise write.refuse("The platform of an assignment filter cannot be changed.")


def _require_ios_store_app_properties(write: PendingWrite) -> None:
    missing = [name for name in IOS_STORE_APP_REQUIRED if write.before is None and not write.body.get(name)]
    if missing:
        raise write.refuse(f"{missing[0]} is required.")


def _refuse_synced_app(write: PendingWrite) -> None:
    if write.before is None:
        raise write.refuse(
            f"An app of type {write.type.name} cannot be created; it comes from the store's synchronisation."
        )


def _require_catalog_properties(write: PendingWrite) -> None:
    if write.before is not None and write.call.request.method == "PATCH":
        return
    for name in ("name", "platforms", "technologies"):
        if not write.body.get(name):
            raise write.refuse(f"{name} is required.")
    if not write.nav.get("settings"):
        raise write.refuse("Policy must have at least one setting.")


def _check_catalog_settings(write: PendingWrite) -> None:
    if "settings" not in write.nav:
        return
    on = write.call.on
    rules = settings_catalog.Rules(
        on("settings-catalog-extract"),
        on("settings-catalog-definitions"),
        on("settings-catalog-platform"),
        on("settings-catalog-parents"),
    )
    body = {**(write.before.body if write.before else {}), **write.body}
    settings_catalog.check(
        write.call.tenant.catalog,
        write.nav["settings"],
        errors.shown(body.get("platforms")),
        errors.shown(body.get("technologies")),
        rules,
    )


def _refuse_catalog_changes(write: PendingWrite) -> None:
    if write.before is None:
        return
    for name in ("platforms", "technologies", "templateReference", "creationSource"):
        unset = None if name == "creationSource" else write.body.get(name)
        if name in write.body and write.body[name] != write.before.body.get(name, unset):
            raise write.refuse("Platform, PolicyType, and CreationSource cannot be changed once created.")


def _refuse_policy_set_status(write: PendingWrite) -> None:
    wrong = [name for name in ("status", "errorCode") if name in write.sent]
    if wrong:
        raise write.refuse(f"{wrong[0]} of a policy set cannot be written.")


RULES: tuple[tuple[str, str, Rule], ...] = (
    *conditional_access.RULES,
    *enrolment.RULES,
    *app_configuration_rules.RULES,
    ("policySet", "policy-set-status-refused", _refuse_policy_set_status),
    *((name, "group-required", _require_directory_properties) for name in REQUIRED),
    ("entity", "display-name-required", _require_name),
    ("entity", "restricted-apps-limit", _check_item_counts),
    ("entity", "documented-ranges", _check_ranges),
    ("namedLocation", "ip-ranges-valid", _check_addresses),
    ("entity", "ip-ranges-of-intune-valid", _check_addresses),
    ("deviceCompliancePolicy", "compliance-one-block-action", _require_one_block_action),
    ("deviceAndAppManagementAssignmentFilter", "filter-rule-limit", _check_filter_length),
    ("deviceAndAppManagementAssignmentFilter", "filter-rule-parsed", _check_filter_grammar),
    ("deviceAndAppManagementAssignmentFilter", "filter-platform-fixed", _refuse_filter_platform),
    ("iosStoreApp", "ios-store-app-required", _require_ios_store_app_properties),
    *((name, "synced-apps-not-created", _refuse_synced_app) for name in SYNCED_APPS),
    ("deviceManagementConfigurationPolicy", "settings-catalog-required", _require_catalog_properties),
    ("deviceManagementConfigurationPolicy", "settings-catalog-fixed", _refuse_catalog_changes),
    ("deviceManagementConfigurationPolicy", "settings-catalog-definitions", _check_catalog_settings),
)
"""(type or base, behaviour, rule), in the order they are asked."""


def check(write: PendingWrite) -> None:
    """Ask every rule of the type; raises the first refusal."""
    lineage = {write.type.name, *write.type.ancestors}
    for type_name, behaviour, rule in RULES:
        if type_name in lineage and write.call.on(behaviour):
            rule(write)
