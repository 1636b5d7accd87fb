"""Made-up exchanges that need each comparison of effects once. They show that the comparisons see, where the documents are absent too."""

from __future__ import annotations

from typing import Any

from tests.conformance.corpus import Example
from tests.unit.emulator.conftest import GROUP, group_target

EVENTUAL = {"ConsistencyLevel": "eventual"}
FILTER = "deviceAndAppManagementAssignmentFilter"
FILTERS, COMPLIANCE = "deviceManagement/assignmentFilters", "deviceManagement/deviceCompliancePolicies"
WARRANTY, REGRESSION = (
    "deviceManagement/oemWarrantyInformationOnboarding",
    "deviceManagement/userExperienceAnalyticsRegressionSummary",
)
_FILTER = {
    "displayName": "Phones",
    "description": "d",
    "platform": "iOS",
    "rule": '(device.manufacturer -eq "Apple")',
}


def sample(
    method: str, url: str, kind: str, status: int, body: Any = None, response: Any = None, operation: str = ""
) -> Example:
    """One exchange with beta."""
    name = operation or {"GET": "list", "POST": "create", "PATCH": "update", "DELETE": "delete"}[method]
    headers = EVENTUAL if method == "GET" else {}
    return Example(
        "beta",
        kind,
        name,
        method,
        f"https://graph.microsoft.com/beta/{url}",
        body,
        headers,
        status,
        response,
        "made up",
    )


SAMPLES: dict[str, Example] = {
    "users by condition": sample(
        "GET", "users?$filter=startswith(displayName,'Wil')&$orderby=displayName desc&$count=true&$top=1", "user", 200
    ),
    "members by condition": sample("GET", "groups/{id}/members?$filter=startswith(displayName,'Wil')&$count=true", "group", 200),
    "members of a type": sample("GET", "groups/{id}/transitiveMembers/microsoft.graph.user?$count=true", "group", 200),
    "groups of a user": sample("GET", "users/{id}/memberOf", "user", 200),
    "number of members": sample("GET", "groups/{id}/members/$count", "group", 200, response=893),
    "groups by word": sample("GET", 'groups?$search="displayName:Quarry"&$count=true', "group", 200),
    "users in order": sample("GET", "users?$orderby=displayName", "user", 200),
    "pages with a number": sample("GET", "groups?$count=true&$top=2", "group", 200),
    "some properties": sample("GET", "groups?$select=id,displayName", "group", 200),
    "with assignments": sample("GET", f"{COMPLIANCE}?$expand=assignments", "deviceCompliancePolicy", 200),
    "one object": sample("GET", f"{FILTERS}/{{id}}", FILTER, 200, operation="get"),
    "a function": sample(
        "GET", "deviceManagement/auditEvents/getAuditCategories", "auditEvent", 200, response={"value": ["text"]}, operation="categories"
    ),
    "create": sample("POST", FILTERS, FILTER, 201, _FILTER),
    "change": sample("PATCH", f"{FILTERS}/{{id}}", FILTER, 200, {"description": "other"}),
    "delete": sample("DELETE", f"{FILTERS}/{{id}}", FILTER, 204),
    "refused create": sample("POST", FILTERS, FILTER, 400, {**_FILTER, "colour": "red"}, operation="refused"),
    "refused change": sample("PATCH", f"{FILTERS}/{{id}}", FILTER, 400, {"colour": "red"}),
    "assign": sample(
        "POST", f"{COMPLIANCE}/{{id}}/assign", "deviceCompliancePolicy", 200, {"assignments": [group_target(GROUP)]}, operation="assign"
    ),
    "new member": sample(
        "POST", "groups/{id}/members/$ref", "group", 204, {"@odata.id": "https://graph.microsoft.com/beta/directoryObjects/{id}"},
        operation="post-members",
    ),
    "member out": sample("DELETE", "groups/{id}/members/{id}/$ref", "group", 204, operation="delete-members"),
    "restore": sample("POST", "directory/deletedItems/{id}/restore", "directory", 200, operation="deleteditems-restore"),
    "unbind": sample("POST", "deviceManagement/androidForWorkSettings/unbind", "androidForWorkSettings", 204, operation="unbind"),
    "disable": sample("POST", f"{WARRANTY}/{{id}}/disable", "oemWarrantyInformationOnboarding", 204, operation="disable"),
    "make a warranty": sample("POST", WARRANTY, "oemWarrantyInformationOnboarding", 201, {"oemName": "o", "enabled": True}),
    "delete a single object": sample(
        "DELETE", "deviceManagement/userExperienceAnalyticsDeviceScope", "userExperienceAnalyticsDeviceScope", 204
    ),
    "one metric": sample(
        "GET", f"{REGRESSION}/modelRegression/{{id}}", "userExperienceAnalyticsMetric", 200, operation="get",
        response={"value": {"@odata.type": "#microsoft.graph.userExperienceAnalyticsMetric", "id": "i", "unit": "u", "value": 1.5}},
    ),
    "sent to a device": sample("POST", "deviceManagement/managedDevices/{id}/syncDevice", "managedDevice", 204, operation="syncdevice"),
}  # fmt: skip
"""Name -> exchange."""
