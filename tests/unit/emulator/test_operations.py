"""Functions and actions of Intune's collections: each answers from the tenant's own state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.emulator.conftest import (
    CATALOG,
    CONFIGURATIONS,
    Answer,
    Client,
    catalog_body,
    group_target,
    open_tenant,
    valid,
)

from managed_apparaten.emulator.core.errors import NOT_SERVED
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import operations, unmodelled_operations
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.emulator.worlds.zilverdam import E3, group_id

FILTERS = "/beta/deviceManagement/assignmentFilters"
MANAGEMENT, APPS = "/beta/deviceManagement", "/beta/deviceAppManagement"
PLAY = f"{MANAGEMENT}/androidManagedStoreAccountEnterpriseSettings"


def texts(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return list(answer.body["value"])


def test_a_copied_policy_has_the_settings_and_nobody(client: Client) -> None:
    made = client.make(CATALOG, catalog_body())
    client("POST", f"{made}/assign", {"assignments": [group_target()]})
    copy = client("POST", f"{made}/createCopy", {"displayName": "copy", "description": "d"})
    assert (copy.status, copy.body["name"], copy.body["isAssigned"], copy.body["settingCount"]) == (
        200,
        "copy",
        False,
        1,
    )
    one, two = (
        client("GET", f"{CATALOG}/{found}/settings").body["value"]
        for found in (made.rsplit("/", 1)[1], copy.body["id"])
    )
    assert one == two
    assert client("POST", f"{made}/createCopy", {"description": "d"}).status == 400
    assert client("POST", f"{made}/createCopy", {"displayName": ""}).status == 400


def test_audit_categories_and_activities_are_those_of_the_log(client: Client) -> None:
    assert texts(client("GET", f"{MANAGEMENT}/auditEvents/getAuditCategories")) == []
    client.make(*valid("ios_compliance"))
    client.make(*valid("ios_app_protection"))
    assert texts(client("GET", "/v1.0/deviceManagement/auditEvents/getAuditCategories")) == [
        "Application",
        "Compliance",
    ]
    found = client("GET", f"{MANAGEMENT}/auditEvents/getAuditActivityTypes(category='Application')")
    assert texts(found) == ["Create IosManagedAppProtection"]
    assert texts(client("GET", f"{MANAGEMENT}/auditEvents/getAuditActivityTypes(category='Other')")) == []


def test_an_action_that_only_asks_is_no_audit_event(client: Client) -> None:
    client("POST", f"{CONFIGURATIONS}/hasPayloadLinks", {"payloadIds": ["x"]})
    assert client("GET", f"{MANAGEMENT}/auditEvents").body["value"] == []


def test_an_audit_event_names_the_application_or_the_person(client: Client) -> None:
    client.make(*valid("ios_compliance"))
    Client(client.tenant, "portal", "anna@zilverdam.example").make(*valid("ios_compliance"))
    actors = [found["actor"] for found in client("GET", f"{MANAGEMENT}/auditEvents").body["value"]]
    shown = [
        (actor["auditActorType"], actor["applicationDisplayName"], actor["userPrincipalName"])
        for actor in actors
    ]
    assert shown == [
        ("Application", "tester", None),
        ("ItPro", "Microsoft Intune portal extension", "anna@zilverdam.example"),
    ]


def test_policy_sets_know_what_is_in_them(client: Client) -> None:
    policy = client.make(*valid("ios_compliance")).rsplit("/", 1)[1]
    item = {"@odata.type": "#microsoft.graph.deviceCompliancePolicyPolicySetItem", "payloadId": policy}
    made = client.make(f"{APPS}/policySets", {"displayName": "s", "items": [item]}).rsplit("/", 1)[1]
    for path in operations.WITH_PAYLOAD_LINKS:
        links = client("POST", f"/beta/{path}/hasPayloadLinks", {"payloadIds": [policy, "other"]}).body[
            "value"
        ]
        assert [(link["payloadId"], link["hasLink"], link["sources"]) for link in links] == [
            (policy, True, ["policySets"]),
            ("other", False, []),
        ]
    found = client(
        "POST", f"{APPS}/policySets/getPolicySets", {"policySetIds": [made, "nothing", made]}
    ).body["value"]
    assert [(one["id"], one["displayName"]) for one in found] == [(made, "s")]


def test_a_profile_tells_whom_it_reaches() -> None:
    tenant = open_tenant()
    seed(tenant)
    client = Client(tenant)
    body = {"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "p"}
    made = client.make(CONFIGURATIONS, body)
    client("POST", f"{made}/assign", {"assignments": [group_target(group_id("sg-rol-griffie"))]})
    asked = {"deviceConfigurationIds": [made.rsplit("/", 1)[1], "nothing"]}
    found = client("POST", f"{CONFIGURATIONS}/getTargetedUsersAndDevices", asked).body["value"]
    assert len(found) == 5 + 4 + 5
    assert {one["userPrincipalName"].partition(".")[0] for one in found} == {"griffie"}
    client("POST", f"{made}/assign", {"assignments": [group_target(group_id("dg-android-buitendienst"))]})
    assert len(client("POST", f"{CONFIGURATIONS}/getTargetedUsersAndDevices", asked).body["value"]) == 40
    tenant.close()


def test_groups_that_come_by_the_older_parameter_are_assignments(client: Client) -> None:
    made = client.make(
        CONFIGURATIONS, {"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "p"}
    )
    older = [
        {"targetGroupId": group_target()["target"]["groupId"], "excludeGroup": exclude} for exclude in (True,)
    ]
    answer = client("POST", f"{made}/assign", {"deviceConfigurationGroupAssignments": older})
    assert answer.status == 200
    [found] = client("GET", f"{made}/assignments").body["value"]
    assert found["target"]["@odata.type"] == "#microsoft.graph.exclusionGroupAssignmentTarget"
    stable = made.replace("/beta/", "/v1.0/")
    assert client("POST", f"{stable}/assign", {"deviceConfigurationGroupAssignments": older}).status == 400
    assert client("POST", f"{made}/assign", {"nothing": older}).status == 400


def test_filters_say_what_they_take(client: Client) -> None:
    assert client("GET", f"{FILTERS}/getState").body["enabled"] is True
    for rule, good in (('(device.model -eq "x")', True), ("(device.model eq x)", False)):
        sent = {
            "deviceAndAppManagementAssignmentFilter": {"displayName": "f", "platform": "iOS", "rule": rule}
        }
        assert client("POST", f"{FILTERS}/validateFilter", sent).body["isValidRule"] is good
    assert (
        client(
            "POST", f"{FILTERS}/validateFilter", {"deviceAndAppManagementAssignmentFilter": {"colour": "red"}}
        ).status
        == 400
    )
    assert (
        client("POST", f"{FILTERS}/validateFilter", {"deviceAndAppManagementAssignmentFilter": None}).status
        == 400
    )
    made = client.make(FILTERS, {"displayName": "f", "platform": "macOS", "rule": '(device.model -eq "x")'})
    of_one = client("GET", f"{made}/getSupportedProperties").body["value"]
    assert (
        of_one == client("GET", f"{FILTERS}/getPlatformSupportedProperties(platform='macOS')").body["value"]
    )
    by_name = {found["name"]: found for found in of_one}
    assert by_name["deviceOwnership"]["supportedOperators"] == ["equals", "notEquals"]
    assert "operatingSystemSKU" not in by_name
    apps = client(
        "GET", f"{FILTERS}/getPlatformSupportedProperties(platform='iOSMobileApplicationManagement')"
    ).body["value"]
    assert "deviceManagementType" in {found["name"] for found in apps}


def test_scope_tags_are_found_by_their_ids(client: Client) -> None:
    made = client.make(f"{MANAGEMENT}/roleScopeTags", {"displayName": "t"}).rsplit("/", 1)[1]
    by_body = client(
        "POST", f"{MANAGEMENT}/roleScopeTags/getRoleScopeTagsById", {"roleScopeTagIds": [made, "99"]}
    ).body["value"]
    by_url = client("GET", f"{MANAGEMENT}/getRoleScopeTagsByIds(ids=['{made}','99'])").body["value"]
    assert [found["displayName"] for found in by_body] == ["t"]
    assert by_body == by_url
    assert (
        client("POST", f"{MANAGEMENT}/roleScopeTags/getRoleScopeTagsById", {"roleScopeTagIds": "1"}).status
        == 400
    )


def test_people_with_a_doubtful_registration_are_named(client: Client) -> None:
    assert (
        texts(
            client(
                "GET",
                "/v1.0/deviceAppManagement/managedAppRegistrations/getUserIdsWithFlaggedAppRegistration",
            )
        )
        == []
    )
    body = {"userId": "u", "flaggedReasons": ["rootedDevice"]}
    client.tenant.insert(
        [Stored("deviceAppManagement/managedAppRegistrations", "r", "iosManagedAppRegistration", body, {})]
    )
    assert texts(client("GET", f"{APPS}/managedAppRegistrations/getUserIdsWithFlaggedAppRegistration")) == [
        "u"
    ]


def test_a_deployment_summary_counts_nobody(client: Client) -> None:
    made = client.make(*valid("ios_app_protection"))
    found = client("GET", f"{made}/deploymentSummary").body
    assert (found["displayName"], found["configurationDeployedUserCount"]) == ("p", 0)
    assert client("PATCH", f"{made}/deploymentSummary", {"displayName": "x"}).status == 400
    windows = f"{APPS}/windowsManagedAppProtections"
    made = client.make(windows, {"displayName": "w"})
    assert client("GET", f"{made}/deploymentSummary").status == 200
    assert client("GET", f"{made.replace('/beta/', '/v1.0/')}/deploymentSummary").status == 400


def test_the_tie_with_google_play_is_kept(client: Client) -> None:
    before = client("GET", PLAY).body
    assert (before["bindStatus"], before["androidDeviceOwnerFullyManagedEnrollmentEnabled"]) == (
        "notBound",
        False,
    )
    assert (
        client("PATCH", PLAY, {"bindStatus": "bound", "ownerOrganizationName": "o"}).body["bindStatus"]
        == "bound"
    )
    assert (
        client("POST", f"{PLAY}/setAndroidDeviceOwnerFullyManagedEnrollmentState", {"enabled": True}).status
        == 204
    )
    found = client("GET", PLAY).body
    assert (found["bindStatus"], found["androidDeviceOwnerFullyManagedEnrollmentEnabled"]) == ("bound", True)
    assert client("POST", f"{PLAY}/unbind").status == 204
    assert client("GET", PLAY).body["bindStatus"] == "notBound"
    assert (
        client("POST", f"{PLAY}/setAndroidDeviceOwnerFullyManagedEnrollmentState", {"enabled": "yes"}).status
        == 400
    )
    assert client("PATCH", PLAY, {"bindStatus": "tied"}).status == 400
    assert client("GET", PLAY.replace("beta", "v1.0")).status == 400


def test_device_administrator_is_switched_on_in_the_settings(client: Client) -> None:
    assert (
        client("GET", f"{MANAGEMENT}/settings").body["androidDeviceAdministratorEnrollmentEnabled"] is False
    )
    assert client("POST", f"{MANAGEMENT}/enableAndroidDeviceAdministratorEnrollment").status == 204
    assert client("GET", f"{MANAGEMENT}/settings").body["androidDeviceAdministratorEnrollmentEnabled"] is True


def test_enrolment_notifications_are_made_in_one_go(client: Client) -> None:
    url = f"{MANAGEMENT}/deviceEnrollmentConfigurations"
    kind = "#microsoft.graph.deviceEnrollmentNotificationConfiguration"
    sent = [{"@odata.type": kind, "displayName": name} for name in "ab"]
    body = {"deviceEnrollmentNotificationConfigurations": sent}
    assert client("POST", f"{url}/createEnrollmentNotificationConfiguration", body).status == 204
    assert [found["displayName"] for found in client("GET", url).body["value"]] == ["a", "b"]
    body["deviceEnrollmentNotificationConfigurations"][1] = {"@odata.type": kind, "colour": "red"}
    assert client("POST", f"{url}/createEnrollmentNotificationConfiguration", body).status == 400
    assert len(client("GET", url).body["value"]) == 2


@pytest.mark.parametrize(("switch", "method", "url", "body"), [
    ("nothing-checks-in", "GET", f"{MANAGEMENT}/deviceCompliancePolicies/getDevicesScheduledToRetire", None),
    ("device-actions-accepted", "POST", f"{MANAGEMENT}/sendCustomNotificationToCompanyPortal",
     {"notificationTitle": "t", "notificationBody": "b", "groupsToNotify": []}),
])  # fmt: skip
def test_what_nobody_can_see_the_effect_of_can_be_switched_off(
    client: Client, without: Callable[..., Client], switch: str, method: str, url: str, body: Any
) -> None:
    assert client(method, url, body).status in (200, 204)
    assert without(switch)(method, url, body).status == 400


@pytest.mark.parametrize(("switch", "url"), [
    ("audit-names-of-the-log", f"{MANAGEMENT}/auditEvents/getAuditCategories"),
    ("filter-properties-described", f"{FILTERS}/getPlatformSupportedProperties(platform='iOS')"),
])  # fmt: skip
def test_an_assumed_list_is_empty_when_switched_off(
    client: Client, without: Callable[..., Client], switch: str, url: str
) -> None:
    for one, filled in ((client, True), (without(switch), False)):
        one.make(*valid("ios_compliance"))
        assert bool(texts(one("GET", url))) is filled


def test_every_operation_of_beta_only_is_unknown_to_v1(client: Client) -> None:
    for item in operations.TABLE:
        answer = client(item.method, f"/v1.0/{item.route.replace('{id}', 'x')}", {})
        assert item.stable or answer.status in (400, 404, 405), item.route


@pytest.mark.parametrize("path", [
    "/beta/DeviceManagement/devicecompliancepolicies", "/beta/GROUPS", "/v1.0/directory/deleteditems",
    "/beta/deviceManagement/AssignmentFilters",
])  # fmt: skip
def test_names_in_a_path_are_taken_in_any_case(
    client: Client, without: Callable[..., Client], path: str
) -> None:
    assert client("GET", path).status == 200
    assert without("path-names-in-any-case")("GET", path).status in (400, NOT_SERVED), (
        "of `directory` it is not known what Graph has below it"
    )


def test_names_in_select_are_taken_in_any_case(client: Client, without: Callable[..., Client]) -> None:
    path = "/beta/deviceManagement/assignmentFilters?$select=ID,displayname"
    client.make(FILTERS, {"displayName": "f", "platform": "iOS", "rule": '(device.model -eq "x")'})
    assert [set(found) for found in client("GET", path).body["value"]] == [{"id", "displayName"}]
    assert without("select-in-any-case")("GET", path).status == 400


def test_licences_are_a_subscription_and_its_people() -> None:
    tenant = open_tenant()
    seed(tenant)
    client = Client(tenant)
    [found] = client("GET", "/v1.0/subscribedSkus").body["value"]
    assert (found["skuPartNumber"], found["servicePlans"][0]["servicePlanName"]) == ("SPE_E3", "INTUNE_A")
    url = f"/v1.0/users?$filter=assignedLicenses/any(l:l/skuId eq {E3[0]})&$count=true"
    assert (
        client("GET", url, None, ConsistencyLevel="eventual").body["@odata.count"] == found["consumedUnits"]
    )
    other = "/v1.0/users?$filter=assignedLicenses/any(l:l/skuId eq 11111111-1111-1111-1111-111111111111)"
    assert client("GET", other).body["value"] == []
    assert client("GET", f"/v1.0/subscribedSkus/{found['id']}").body["skuId"] == E3[0]
    tenant.close()


def test_me_is_for_people(zilverdam: Client) -> None:
    [anna] = zilverdam("GET", "/v1.0/users?$top=1").body["value"]
    person = Client(zilverdam.tenant, "portal", anna["userPrincipalName"])
    assert person("GET", "/v1.0/me").body["id"] == anna["id"]
    assert person("GET", "/v1.0/me/memberOf").status == 200
    assert (
        zilverdam("GET", "/v1.0/me").message
        == "/me request is only valid with delegated authentication flow."
    )
    assert zilverdam("GET", f"/v1.0/users/{anna['userPrincipalName'].upper()}").body["id"] == anna["id"]
    assert zilverdam("GET", "/v1.0/users/nobody@zilverdam.example").status == 404


@pytest.mark.parametrize(("text", "names"), [
    ("groupTypes/any(c:c eq 'DynamicMembership')", {"dg-windows-alle"}),
    ("groupTypes/any()", {"dg-windows-alle"}),
    ("groupTypes/any(c:c eq 'Unified' or c eq 'DynamicMembership') and displayName ne 'x'", {"dg-windows-alle"}),
    ("NOT(groupTypes/any(c:c eq 'DynamicMembership')) and displayName eq 'sg-break-glass'", {"sg-break-glass"}),
    ("hasMembersWithLicenseErrors eq true", set()),
])  # fmt: skip
def test_lambdas_ask_the_elements_of_a_list(zilverdam: Client, text: str, names: set[str]) -> None:
    found = zilverdam("GET", f"/v1.0/groups?$filter={text}&$count=true", None, ConsistencyLevel="eventual")
    assert found.status == 200, found.body
    assert {one["displayName"] for one in found.body["value"]} == names


@pytest.mark.parametrize("text", [
    "groupTypes/all(c:c eq 'x')", "groupTypes/any(c eq 'x')", "groupTypes/any(c:c gt 'x')", "groupTypes/any(", "groupTypes/any(:c eq 'x')",
    "theme/any(c:c eq 'x')", "groupTypes/any(c:c eq 'x'", "groupTypes/all()", "groupTypes/any(c:c eq 'x') garbage",
])  # fmt: skip
def test_what_a_lambda_cannot_be_is_refused(zilverdam: Client, text: str) -> None:
    assert (
        zilverdam("GET", f"/v1.0/groups?$filter={text}&$count=true", None, ConsistencyLevel="eventual").status
        == 400
    )


def test_a_negation_needs_the_header_and_the_count_in_any_case(zilverdam: Client) -> None:
    """E11 of the review: the header alone was enough."""
    for word in ("not", "NOT"):
        url = f"/v1.0/groups?$filter={word}(groupTypes/any(c:c eq 'x'))"
        assert zilverdam("GET", url).status == 400
        assert zilverdam("GET", url, None, ConsistencyLevel="eventual").status == 400
        assert zilverdam("GET", f"{url}&$count=true").status == 400
        assert zilverdam("GET", f"{url}&$count=true", None, ConsistencyLevel="eventual").status == 200


FUNCTIONS = {
    "deviceManagement/auditEvents/getAuditCategories": "",
    "deviceManagement/auditEvents/getAuditActivityTypes": "category='Application'",
    "deviceManagement/deviceCompliancePolicies/getDevicesScheduledToRetire": "",
    "deviceManagement/assignmentFilters/getState": "",
    "deviceManagement/assignmentFilters/getPlatformSupportedProperties": "platform='iOS'",
    "deviceManagement/getRoleScopeTagsByIds": "ids=['0']",
    "deviceManagement/roleScopeTags/hasCustomRoleScopeTag": "",
    "deviceAppManagement/vppTokens/getLicensesForApp": "bundleId='com.tiktok'",
    "deviceManagement/operationApprovalRequests/retrieveMyRequests": "",
    "deviceManagement/operationApprovalRequests/getMyRequests": "",
    "deviceManagement/verifyWindowsEnrollmentAutoDiscovery": "domainName='a'",
}
"""Functions with the arguments that they take."""


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_refuses_arguments_that_it_does_not_have_and_needs_its_own(
    client: Client, function: str
) -> None:
    own = FUNCTIONS[function]
    url, call = f"/beta/{function}", f"({own})" if own else ""
    assert client("GET", url + call).status == 200
    assert client("GET", f"{url}({own + ',' if own else ''}foo='bar')").status == 400
    assert client("GET", f"{url}(foo='bar')").status == 400
    if own:
        assert client("GET", url).status == 400
        assert client("GET", f"{url}()").status == 400


def test_the_id_of_a_function_by_its_former_name_is_needed(client: Client) -> None:
    for name in ("retrieveMyRequestById", "getMyRequestById"):
        url = f"/beta/deviceManagement/operationApprovalRequests/{name}"
        assert [client("GET", url + sent).status for sent in ("(id='x')", "(name='x')", "")] == [
            404,
            400,
            400,
        ]


def test_the_plain_value_of_a_setting_is_asked_by_its_reference_and_nothing_else(client: Client) -> None:
    body = {"@odata.type": "#microsoft.graph.windows10CustomConfiguration", "displayName": "c"}
    url = client.make("/beta/deviceManagement/deviceConfigurations", body) + "/getOmaSettingPlainTextValue"
    assert client("GET", f"{url}(secretReferenceValueId='x')").status == 404
    assert client("GET", f"{url}(nonsense='x')").status == 400
    assert client("GET", f"{url}(secretReferenceValueId='x',nonsense='x')").status == 400
    assert client("GET", url).status == 400


def test_an_action_takes_no_arguments_in_its_url(client: Client) -> None:
    assert (
        client(
            "POST", "/beta/deviceManagement/enableAndroidDeviceAdministratorEnrollment(foo='bar')", {}
        ).status
        == 400
    )


BARE = [
    found.route
    for found in unmodelled_operations.load_signatures()
    if found.method == "POST" and not found.parameters
]


@pytest.mark.parametrize(
    "route", [one.route for one in operations.TABLE if one.method == "POST" and one.route in BARE]
)
def test_an_action_without_parameters_refuses_every_one(client: Client, route: str) -> None:
    assert (
        client("POST", f"/beta/{route.replace('{id}', 'x')}", {"nonsense": 1}).message.count(
            "Invalid ODataActionParameter 'nonsense'"
        )
        == 1
    )


def test_device_administrator_stays_as_it_is_after_a_refusal(client: Client) -> None:
    url = "/beta/deviceManagement/enableAndroidDeviceAdministratorEnrollment"
    before = client("GET", "/beta/deviceManagement/settings").body
    assert client("POST", url, {"nonsense": True}).status == 400
    assert client("GET", "/beta/deviceManagement/settings").body == before
    assert client("POST", url, {}).status == 204
