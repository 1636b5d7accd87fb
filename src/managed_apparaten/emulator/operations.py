"""Functions and actions that are bound to a collection, an object or a root of Intune, as one table.

Which there are: the request builders of msgraph-sdk 1.65 and msgraph-beta-sdk 1.66, which `make conformance` compares with this
table; parameters and answers: the reference page of each. An operation whose answer nobody documents, and that no policy needs, is
refused as a segment that does not exist; `tests/conformance/overlay.json` names each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from . import actions, answers, decisions, devices, options, security_defaults, single_assignments, soft_deleted
from .call import Call, Reply

ID = "{id}"
ARGUMENT = re.compile(r"(\w+)=('(?:[^']|'')*'|\[[^\]]*\]|[^,]*)(?:,|$)")
Run = Callable[[Call, str, Mapping[str, str]], Reply]
"""(call, id of the object or empty, arguments in the URL) -> answer."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One function (GET) or action (POST)."""

    method: str
    route: str
    """Without a slash before it; `{id}` stands for the object's id."""
    run: Run
    stable: bool = False
    """Whether v1.0 has it too."""
    takes: frozenset[str] = options.NONE
    """Query options; the others are refused."""


_APPROVALS = "deviceManagement/operationApprovalRequests"
_APPROVAL_POLICIES = "deviceManagement/operationApprovalPolicies"
_FILTERS = "deviceManagement/assignmentFilters"
LINKED = (
    "deviceAppManagement/androidManagedAppProtections", "deviceAppManagement/iosManagedAppProtections",
    "deviceAppManagement/mdmWindowsInformationProtectionPolicies", "deviceAppManagement/mobileApps",
    "deviceAppManagement/targetedManagedAppConfigurations", "deviceManagement/deviceCompliancePolicies",
    "deviceManagement/deviceConfigurations", "deviceManagement/deviceEnrollmentConfigurations", "deviceManagement/deviceManagementScripts",
)  # fmt: skip
"""Collections that tell which of their objects are in a policy set."""

TABLE: tuple[Operation, ...] = (
    Operation("POST", f"{_APPROVALS}/{ID}/approve", decisions.deciding("approved")),
    Operation("POST", f"{_APPROVALS}/{ID}/reject", decisions.deciding("rejected")),
    Operation("POST", f"{_APPROVALS}/{ID}/cancelApproval", decisions.deciding("cancelled")),
    Operation("POST", f"{_APPROVALS}/cancelMyRequest", decisions.cancel_mine),
    Operation("GET", f"{_APPROVALS}/retrieveMyRequests", decisions.mine),
    Operation("GET", f"{_APPROVALS}/retrieveMyRequestById", decisions.one_of_mine),
    Operation("POST", f"{_APPROVALS}/retrieveRequestStatus", decisions.of_object),
    Operation("GET", f"{_APPROVAL_POLICIES}/retrieveApprovableOperations", decisions.approvable),
    Operation("GET", f"{_APPROVAL_POLICIES}/retrieveOperationsRequiringApproval", decisions.requiring),
    Operation("GET", "deviceManagement/auditEvents/getAuditCategories", answers.audit_categories, stable=True),
    Operation("GET", "deviceManagement/auditEvents/getAuditActivityTypes", answers.audit_activity_types, stable=True),
    Operation("GET", "deviceManagement/deviceCompliancePolicies/getDevicesScheduledToRetire", answers.retiring),
    Operation("POST", "deviceManagement/configurationPolicies/{id}/createCopy", answers.copied),
    Operation("POST", "deviceManagement/deviceConfigurations/getTargetedUsersAndDevices", answers.targeted),
    Operation("POST", "deviceManagement/deviceEnrollmentConfigurations/createEnrollmentNotificationConfiguration", answers.notified),
    Operation("GET", f"{_FILTERS}/getState", answers.filter_state),
    Operation("GET", f"{_FILTERS}/getPlatformSupportedProperties", answers.filter_properties),
    Operation("GET", f"{_FILTERS}/{ID}/getSupportedProperties", answers.filter_properties),
    Operation("POST", f"{_FILTERS}/validateFilter", answers.filter_validity),
    Operation("POST", "deviceManagement/roleScopeTags/getRoleScopeTagsById", answers.tags_by_body),
    Operation("GET", "deviceManagement/getRoleScopeTagsByIds", answers.tags_by_url),
    Operation("POST", "deviceManagement/enableAndroidDeviceAdministratorEnrollment", answers.device_administrator),
    Operation("POST", "deviceManagement/sendCustomNotificationToCompanyPortal", answers.notification),
    Operation(
        "GET", "deviceAppManagement/managedAppRegistrations/getUserIdsWithFlaggedAppRegistration", answers.flagged_users, stable=True
    ),
    Operation("POST", "deviceAppManagement/policySets/getPolicySets", answers.policy_sets),
    *(Operation("POST", "/".join((*devices.PLAY, name)), devices.play)
      for name in ("setAndroidDeviceOwnerFullyManagedEnrollmentState", "unbind")),
    Operation("GET", security_defaults.ROUTE, security_defaults.read, stable=True),
    Operation("PATCH", security_defaults.ROUTE, security_defaults.change, stable=True),
    *(Operation(method, f"{soft_deleted.ROOT}/deletedItems/{kind}{rest}", run(kind), stable=True, takes=takes)
      for kind in soft_deleted.KINDS for method, rest, run, takes in (
          ("GET", "", soft_deleted.listed, soft_deleted.LISTED), ("GET", f"/{ID}", soft_deleted.read, options.SELECT),
          ("DELETE", f"/{ID}", soft_deleted.removed, options.NONE), ("POST", f"/{ID}/restore", soft_deleted.restored, options.NONE))),
    Operation("POST", f"deviceAppManagement/targetedManagedAppConfigurations/{ID}/changeSettings", actions.change_settings),
    *(Operation("POST", f"{path}/hasPayloadLinks", answers.payload_links) for path in LINKED),
    *(Operation("GET", f"{path}/{ID}/deploymentSummary", answers.deployment_summary, stable=stable) for path, stable in (
        ("deviceAppManagement/androidManagedAppProtections", True), ("deviceAppManagement/iosManagedAppProtections", True),
        ("deviceAppManagement/defaultManagedAppProtections", True), ("deviceAppManagement/targetedManagedAppConfigurations", True),
        ("deviceAppManagement/windowsManagedAppProtections", False),
    )),
)  # fmt: skip
_BY_LENGTH: dict[tuple[str, int], list[tuple[tuple[str, ...], Operation]]] = {}
for _item in TABLE:
    _template = tuple(_item.route.split("/"))
    _BY_LENGTH.setdefault((_item.method, len(_template)), []).append((_template, _item))


def find(call: Call) -> Callable[[], Reply] | None:
    """What to run for a request, when it is for an operation that its version has."""
    if single := single_assignments.find(call):
        return single
    segments = [segment.removeprefix("microsoft.graph.") for segment in call.url.segments]
    arguments: dict[str, str] = {}
    if len(segments) > 1 and "=" in segments[-1]:
        arguments = {name: value.strip("'").replace("''", "'") for name, value in ARGUMENT.findall(segments.pop())}
    for template, found in _BY_LENGTH.get((call.request.method, len(segments)), ()):
        if not all(part in (ID, segment) for part, segment in zip(template, segments, strict=True)):
            continue
        if not (found.stable or call.metadata.version == "beta"):
            return None
        object_id = segments[template.index(ID)] if ID in template else ""
        options.check(call, found.takes)
        return partial(found.run, call, object_id, arguments)
    return None


def computes(path: str, name: str) -> bool:
    """Whether an operation of a collection answers what a navigation property of its objects holds."""
    template = (*path.split("/"), ID, name)
    return any(known == template for known, _ in _BY_LENGTH.get(("GET", len(template)), ()))


def routes() -> Iterator[tuple[str, str]]:
    """(method, route) of every operation."""
    return ((item.method, item.route) for item in TABLE)
