"""The functions and actions of Graph that the embedded tenant serves, as one table.

An operation is bound to a collection, to an object or to a root of Intune. Which there are: the request
builders of msgraph-sdk 1.65 and msgraph-beta-sdk 1.66, which `make conformance` compares with this table;
parameters and answers: the reference page of each. Those without an effect here come from
`unmodelled_operations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service import allowed_options as options
from managed_apparaten.emulator.service import unmodelled_operations
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.directory import delta, security_defaults, soft_deleted
from managed_apparaten.emulator.service.intune import (
    actions,
    app_configuration,
    app_relationships,
    apple_licences,
    approval_actions,
    devices,
    enrolment_profiles,
    filter_evaluation,
    functions,
    google_play,
    single_assignments,
)

ID = "{id}"
"""Stands for the id of an object in a route."""
ARGUMENT = re.compile(r"(\w+)=('(?:[^']|'')*'|\[[^\]]*\]|[^,]*)(?:,|$)")
"""One argument of a function in a URL: `name=value`, in which a text stands in single quotes and a list in
brackets."""
Handler = Callable[[Call, str, Mapping[str, str]], Reply]
"""(call, id of the object or empty, arguments in the URL) -> answer."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One function (GET), action (POST), or other method of a path that has a handler of its own."""

    method: str
    route: str
    """The path without a slash before it; `{id}` stands for the id of the object."""
    run: Handler
    stable: bool = False
    """Whether v1.0 has it too."""
    options: frozenset[str] = options.NONE
    """The query options that it takes."""
    former: str = ""
    """The behaviour under which it is served, for a name that stands on the reference pages of 2023 and not
    in the SDKs.

    Empty for all others."""


_APPROVALS = "deviceManagement/operationApprovalRequests"
_APPROVAL_POLICIES = "deviceManagement/operationApprovalPolicies"
_FILTERS = "deviceManagement/assignmentFilters"
WITH_PAYLOAD_LINKS = (
    "deviceAppManagement/androidManagedAppProtections", "deviceAppManagement/iosManagedAppProtections",
    "deviceAppManagement/mdmWindowsInformationProtectionPolicies", "deviceAppManagement/mobileApps",
    "deviceAppManagement/targetedManagedAppConfigurations", "deviceManagement/deviceCompliancePolicies",
    "deviceManagement/deviceConfigurations", "deviceManagement/deviceEnrollmentConfigurations", "deviceManagement/deviceManagementScripts",
)  # fmt: skip
"""Collections that have the action `hasPayloadLinks`: it tells which of their objects are in a policy set."""

TABLE: tuple[Operation, ...] = (
    Operation("POST", f"{_APPROVALS}/{ID}/approve", approval_actions.make_decision_handler("approved")),
    Operation("POST", f"{_APPROVALS}/{ID}/reject", approval_actions.make_decision_handler("rejected")),
    Operation("POST", f"{_APPROVALS}/{ID}/cancelApproval", approval_actions.make_decision_handler("cancelled")),
    Operation("POST", f"{_APPROVALS}/cancelMyRequest", approval_actions.cancel_my_request),
    Operation("GET", f"{_APPROVALS}/retrieveMyRequests", approval_actions.list_my_requests),
    Operation("GET", f"{_APPROVALS}/retrieveMyRequestById", approval_actions.get_my_request),
    Operation("POST", f"{_APPROVALS}/retrieveRequestStatus", approval_actions.get_object_status),
    Operation("GET", f"{_APPROVAL_POLICIES}/retrieveApprovableOperations", approval_actions.list_approvable),
    Operation("GET", f"{_APPROVAL_POLICIES}/retrieveOperationsRequiringApproval", approval_actions.list_requiring),
    Operation("GET", "deviceManagement/auditEvents/getAuditCategories", functions.list_audit_categories, stable=True),
    Operation("GET", "deviceManagement/auditEvents/getAuditActivityTypes", functions.list_audit_activity_types, stable=True),
    Operation("GET", "deviceManagement/deviceCompliancePolicies/getDevicesScheduledToRetire", functions.list_retiring_devices),
    Operation("POST", "deviceManagement/configurationPolicies/{id}/createCopy", functions.create_copy),
    Operation("POST", "deviceManagement/deviceConfigurations/getTargetedUsersAndDevices", functions.list_targeted),
    Operation("POST", "deviceManagement/deviceEnrollmentConfigurations/createEnrollmentNotificationConfiguration",
              functions.create_notifications),
    Operation("GET", f"{_FILTERS}/getState", filter_evaluation.get_state),
    Operation("POST", f"{_FILTERS}/enable", filter_evaluation.switch_filters),
    Operation("POST", "deviceManagement/evaluateAssignmentFilter", filter_evaluation.preview_rule),
    Operation("POST", "deviceManagement/getAssignmentFiltersStatusDetails", filter_evaluation.get_device_status),
    Operation("GET", f"deviceManagement/managedDevices/{ID}/assignmentFilterEvaluationStatusDetails",
              filter_evaluation.list_filtered_policies),
    Operation("GET", f"{_FILTERS}/getPlatformSupportedProperties", functions.list_filter_properties),
    Operation("GET", f"{_FILTERS}/{ID}/getSupportedProperties", functions.list_filter_properties),
    Operation("POST", f"{_FILTERS}/validateFilter", functions.validate_filter),
    Operation("POST", "deviceManagement/roleScopeTags/getRoleScopeTagsById", functions.list_tags_of_body),
    Operation("GET", "deviceManagement/getRoleScopeTagsByIds", functions.list_tags_of_url),
    Operation("POST", "deviceManagement/enableAndroidDeviceAdministratorEnrollment", functions.enable_device_administrator),
    Operation("POST", "deviceManagement/sendCustomNotificationToCompanyPortal", functions.send_notification),
    Operation(
        "GET", "deviceAppManagement/managedAppRegistrations/getUserIdsWithFlaggedAppRegistration", functions.list_flagged_users, stable=True
    ),
    Operation("POST", "deviceAppManagement/policySets/getPolicySets", functions.list_policy_sets),
    *(Operation("POST", "/".join((*devices.GOOGLE_PLAY_PATH, name)), run) for name, run in google_play.ACTIONS.items()),
    Operation("GET", "/".join((*devices.GOOGLE_PLAY_PATH, "retrieveStoreLayout")), google_play.get_store_layout),
    Operation("POST", f"{apple_licences.PATH}/{ID}/syncLicenses", apple_licences.sync_licenses, stable=True),
    Operation("POST", f"{apple_licences.PATH}/{ID}/revokeLicenses", apple_licences.revoke_licenses),
    Operation("POST", f"{apple_licences.PATH}/syncLicenseCounts", apple_licences.sync_license_counts),
    Operation("GET", f"{apple_licences.PATH}/getLicensesForApp", apple_licences.get_licenses_for_app),
    Operation("POST", f"{app_configuration.MANAGED_APPS}/{ID}/changeSettings", app_configuration.change_settings),
    Operation("POST", f"{app_relationships.PATH}/{ID}/updateRelationships", app_relationships.update),
    Operation("GET", "deviceManagement/roleScopeTags/hasCustomRoleScopeTag", functions.has_custom_tag),
    Operation("POST", "deviceManagement/deviceEnrollmentConfigurations/{id}/setPriority", functions.set_priority, stable=True),
    Operation("POST", f"{enrolment_profiles.PROFILE}/setDefaultProfile", enrolment_profiles.set_default),
    Operation("POST", f"{enrolment_profiles.PROFILE}/updateDeviceProfileAssignment", enrolment_profiles.assign_devices),
    Operation("GET", f"{enrolment_profiles.PROFILE}/exportMobileConfig", enrolment_profiles.export_mobile_config),
    Operation("GET", delta.ROUTE, delta.read, stable=True, options=delta.OPTIONS),
    Operation("GET", security_defaults.ROUTE, security_defaults.read, stable=True),
    Operation("PATCH", security_defaults.ROUTE, security_defaults.change, stable=True),
    *(Operation(method, f"{soft_deleted.ROOT}/deletedItems/{kind}{suffix}", make_handler(kind), stable=True)
      for kind in soft_deleted.KINDS for method, suffix, make_handler in (
          ("GET", "", soft_deleted.make_list_handler), ("GET", f"/{ID}", soft_deleted.make_read_handler),
          ("DELETE", f"/{ID}", soft_deleted.make_delete_handler),
          ("POST", f"/{ID}/restore", soft_deleted.make_restore_handler))),
    *(Operation("POST", f"{path}/hasPayloadLinks", functions.list_payload_links) for path in WITH_PAYLOAD_LINKS),
    *(Operation("GET", f"{path}/{ID}/deploymentSummary", functions.get_deployment_summary, stable=stable) for path, stable in (
        ("deviceAppManagement/androidManagedAppProtections", True), ("deviceAppManagement/iosManagedAppProtections", True),
        ("deviceAppManagement/defaultManagedAppProtections", True), ("deviceAppManagement/targetedManagedAppConfigurations", True),
        ("deviceAppManagement/windowsManagedAppProtections", False),
    )),
    *(Operation(method, route, run, former="operations-by-former-names") for method, route, run in (
        ("GET", f"{_APPROVALS}/getMyRequests", approval_actions.list_my_requests),
        ("GET", f"{_APPROVALS}/getMyRequestById", approval_actions.get_my_request),
        ("POST", f"{_APPROVALS}/getRequestStatus", approval_actions.get_object_status),
        ("GET", f"{_APPROVAL_POLICIES}/getApprovableOperations", approval_actions.list_approvable),
        ("GET", f"{_APPROVAL_POLICIES}/getOperationsRequiringApproval", approval_actions.list_requiring),
        ("GET", f"{_APPROVAL_POLICIES}/getOperationsAllowedApproval", approval_actions.list_approvable))),
)  # fmt: skip
"""The operations that have an effect or a computed answer here."""
_ROUTES = {(item.method, item.route) for item in TABLE}
UNMODELLED: tuple[Operation, ...] = tuple(
    Operation(
        signature.method,
        signature.route,
        unmodelled_operations.make_handler(signature),
        signature.stable,
        former="documented-names" if signature.former else "",
    )
    for signature in unmodelled_operations.list_answered()
    if (signature.method, signature.route) not in _ROUTES
)
"""The operations that check their parameters and have no effect here."""
_BY_END: dict[tuple[str, int, str], list[tuple[tuple[str, ...], Operation]]] = {}
"""(method, number of segments, last segment or `{id}`) -> (segments, operation)."""
for _item in (*TABLE, *UNMODELLED):
    _template = tuple(_item.route.split("/"))
    _BY_END.setdefault((_item.method, len(_template), _template[-1]), []).append((_template, _item))


OPERATION_NAMES = frozenset(end for _, _, end in _BY_END) - {ID} | {"assign"}
"""Names of all operations, `assign` included, which the rows of `COLLECTIONS` describe."""
_PARAMETERS = {
    **{one.route: tuple(one.parameters) for one in unmodelled_operations.load_signatures() if one.method == "GET"},
    f"{_APPROVALS}/getMyRequestById": ("id",),
}  # fmt: skip
"""Route of a function -> its parameters, all of which are required; no other operation takes parameters in
the URL."""
_ACTIONS_WITHOUT_PARAMETERS = frozenset(
    signature.route
    for signature in unmodelled_operations.load_signatures()
    if signature.method == "POST" and not signature.parameters
)
"""Routes of the actions that have no parameters."""


def parse_arguments(route: str, text: str) -> dict[str, str]:
    """Return the arguments in the URL of an operation, by parameter; `text` is what stands in the
    parentheses.

    Raises GraphError for an argument that the operation does not have, and for a missing one.
    """
    arguments = {name: value.strip("'").replace("''", "'") for name, value in ARGUMENT.findall(text)}
    name, parameters = route.rpartition("/")[2], _PARAMETERS.get(route, ())
    for given_name in arguments:
        if given_name not in parameters:
            raise errors.bad_request(f"The function '{name}' has no parameter '{given_name}'.")
    for parameter in parameters:
        if not arguments.get(parameter):
            raise errors.bad_request(f"The parameter '{parameter}' of the function '{name}' is missing.")
    return arguments


def find(call: Call) -> Callable[[], Reply] | None:
    """Return a handler for a request that calls an operation, or that writes one assignment; otherwise None.

    An operation counts when the version of the request has it.
    """
    if single_assignment := single_assignments.find(call):
        return single_assignment
    # First the name and the arguments: a last segment with "=" holds the arguments of the segment before it.
    segments = [segment.removeprefix("microsoft.graph.") for segment in call.url.segments]
    text = segments.pop() if len(segments) > 1 and "=" in segments[-1] else ""
    method, length = call.request.method, len(segments)
    last_segment = segments[-1] if segments else ""
    # Then the routes of this length: those that end in the name itself before those that end in an id.
    candidates = [
        *_BY_END.get((method, length, last_segment), ()),
        *_BY_END.get((method, length, ID), ()),
    ]
    for template, operation in candidates:
        if not all(part in (ID, segment) for part, segment in zip(template, segments, strict=True)):
            continue
        if not (operation.stable or call.metadata.version == "beta"):
            return None
        if operation.former and not call.on(operation.former):
            return None
        object_id = segments[template.index(ID)] if ID in template else ""
        options.check(call, operation.options)
        if method == "POST" and operation.route in _ACTIONS_WITHOUT_PARAMETERS:
            actions.refuse_parameters(call)
        return partial(operation.run, call, object_id, parse_arguments(operation.route, text))
    return None


def is_computed(path: str, name: str) -> bool:
    """Return whether an operation of a collection answers what a navigation property of its objects holds."""
    return ("GET", f"{path}/{ID}/{name}") in _ROUTES


def is_function(path: str, name: str) -> bool:
    """Return whether a collection has a function of this name, so that the name is no key of an object."""
    route = (*path.split("/"), name)
    return any(template == route for template, _ in _BY_END.get(("GET", len(route), name), ()))


def list_routes() -> Iterator[tuple[str, str]]:
    """Return (method, route) of every operation."""
    return ((item.method, item.route) for item in (*TABLE, *UNMODELLED))
