"""What the service demands of a body beyond the types of its properties: one function for each rule, and a
table of them.

Each rule has a behaviour; with the behaviour off, the rule is off too.
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
"""Property -> the largest number of items that its list may hold."""
MAX_RULE_LENGTH = 3072
"""Characters that the rule of an assignment filter may have."""
IOS_STORE_APP_REQUIRED = (
    "displayName",
    "description",
    "publisher",
    "appStoreUrl",
    "applicableDeviceType",
    "minimumSupportedOperatingSystem",
)
"""Properties that a create of an `iosStoreApp` must carry."""
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "group": ("displayName", "mailEnabled", "mailNickname", "securityEnabled"),
    "user": ("accountEnabled", "displayName", "mailNickname", "passwordProfile", "userPrincipalName"),
}
"""Type of the directory -> properties that a create must carry: group-post-groups, user-post-users."""
SYNCED_APPS = ("iosVppApp", "androidManagedStoreApp", "androidStoreApp", "macOsVppApp")
"""Types of apps that come from a store by synchronisation, and cannot be created."""


@dataclass(frozen=True, slots=True)
class PendingWrite:
    """A write after the checks of its types and before it is stored."""

    call: Call
    collection: Collection
    type: Type
    sent: Mapping[str, JSON]
    """The body as the client sent it."""
    body: Mapping[str, JSON]
    """The structural properties of the body; for a PATCH only those that were sent."""
    nav: Mapping[str, list[dict[str, JSON]]]
    """The contained collections of the body."""
    before: Stored | None
    """The object before a PATCH or PUT; None for a create."""

    def refuse(self, message: str) -> errors.GraphError:
        """Return a refusal with a sentence, in the form of the service: Intune wraps it in a text of its own,
        Entra does not.
        """
        return errors.bad_request(message, intune=not self.collection.directory)


Rule = Callable[[PendingWrite], None]
"""A check that raises GraphError for a body that the service refuses."""


def count_block_actions(rules: list[dict[str, JSON]]) -> int:
    """Return how many block actions a list of scheduled actions holds."""
    return sum(
        action.get("actionType") == "block"
        for rule in rules
        for action in rule.get("scheduledActionConfigurations", ())
    )


def require_one_block_action(rules: list[dict[str, JSON]]) -> None:
    """Refuse scheduled actions without exactly one block action. Text: microsoft-graph-docs#4103, #7746."""
    if count_block_actions(rules) != 1:
        raise errors.bad_request("Compliance policy must have one and only one block scheduled action")


def _require_one_block_action(write: PendingWrite) -> None:
    """Refuse a compliance policy that is created without exactly one block action."""
    if write.before is None:
        require_one_block_action(write.nav.get("scheduledActionsForRule", []))


def _require_name(write: PendingWrite) -> None:
    """Refuse a create without a name."""
    name = write.collection.name
    if write.before is None and name in write.type.properties and not write.body.get(name):
        raise write.refuse(f"{name[0].upper()}{name[1:]} is required.")


def _check_item_counts(write: PendingWrite) -> None:
    """Refuse a list that holds more items than the service takes."""
    for name, limit in MAX_ITEMS.items():
        if len(write.body.get(name) or ()) > limit:
            raise write.refuse(f"Property {name} holds more than {limit} items.")


def _check_ranges(write: PendingWrite) -> None:
    """Refuse a number outside the range that the reference pages state."""
    for name, least, most in ranges.outside(write.call.metadata, write.type, write.sent):
        raise write.refuse(f"{name} must be a number from {least} to {most}.")


def _check_addresses(write: PendingWrite) -> None:
    """Refuse a range of IP addresses that is not valid."""
    for shown in ranges.misaddressed(write.call.metadata, write.type, write.sent):
        raise write.refuse(f"Invalid IP address range: {shown}.")


def _require_directory_properties(write: PendingWrite) -> None:
    """Refuse a create of a group or person without a property that it requires."""
    if write.before is not None:
        return
    type_name = write.type.name
    for name in REQUIRED[type_name]:
        if write.sent.get(name) is None:
            resource = f"{type_name[:1].upper()}{type_name[1:]}"
            text = f"A value is required for property '{name}' of resource '{resource}'."
            raise errors.GraphError(400, "Request_BadRequest", text)


def _check_filter_length(write: PendingWrite) -> None:
    """Refuse a rule of an assignment filter that is too long."""
    if len(write.body.get("rule") or "") > MAX_RULE_LENGTH:
        raise write.refuse(
            f"The rule of an assignment filter cannot be longer than {MAX_RULE_LENGTH} characters."
        )


def _check_filter_grammar(write: PendingWrite) -> None:
    """Refuse a rule of an assignment filter that cannot be read.

    The text is that of `evaluateAssignmentFilter` here.
    """
    if (rule := write.body.get("rule")) and not is_rule(rule):
        raise write.refuse("The rule of the assignment filter is not valid.")


def _refuse_filter_platform(write: PendingWrite) -> None:
    """Refuse a change of the platform of an assignment filter."""
    if write.before is not None and "platform" in write.sent:
        raise write.refuse("The platform of an assignment filter cannot be changed.")


def _require_ios_store_app_properties(write: PendingWrite) -> None:
    """Refuse a create of an app of Apple's store without a property that it requires."""
    if write.before is not None:
        return
    for name in IOS_STORE_APP_REQUIRED:
        if not write.body.get(name):
            raise write.refuse(f"{name} is required.")


def _refuse_synced_app(write: PendingWrite) -> None:
    """Refuse to create an app that comes from a store by synchronisation."""
    if write.before is None:
        raise write.refuse(
            f"An app of type {write.type.name} cannot be created; it comes from the store's synchronisation."
        )


def _require_catalog_properties(write: PendingWrite) -> None:
    """Refuse a settings catalog policy without name, platforms, technologies or settings; a PATCH need not
    send them.
    """
    if write.before is not None and write.call.request.method == "PATCH":
        return
    for name in ("name", "platforms", "technologies"):
        if not write.body.get(name):
            raise write.refuse(f"{name} is required.")
    if not write.nav.get("settings"):
        raise write.refuse("Policy must have at least one setting.")


def _check_catalog_settings(write: PendingWrite) -> None:
    """Check the settings of a settings catalog policy against their definitions, the platforms and the
    technologies.
    """
    if "settings" not in write.nav:
        return
    on = write.call.on
    rules = settings_catalog.CatalogRules(
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
    """Refuse a change of what is fixed when a settings catalog policy is created."""
    if write.before is None:
        return
    for name in ("platforms", "technologies", "templateReference", "creationSource"):
        if name not in write.body:
            continue
        # A policy that never had the property is not changed by it, except by a creationSource.
        unset = None if name == "creationSource" else write.body[name]
        if write.body[name] != write.before.body.get(name, unset):
            raise write.refuse("Platform, PolicyType, and CreationSource cannot be changed once created.")


def _refuse_policy_set_status(write: PendingWrite) -> None:
    """Refuse a write of a policy set's status, which the service computes."""
    for name in ("status", "errorCode"):
        if name in write.sent:
            raise write.refuse(f"{name} of a policy set cannot be written.")


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
"""(type or base type, behaviour, rule), in the order of the checks."""


def check(write: PendingWrite) -> None:
    """Check a write by every rule of its type; raise the first refusal."""
    lineage = {write.type.name, *write.type.ancestors}
    for type_name, behaviour, rule in RULES:
        if type_name in lineage and write.call.on(behaviour):
            rule(write)
