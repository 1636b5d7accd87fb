"""Lists, pages, $select, $expand, $filter, $count: what Graph supports works, the rest is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.unit.emulator.conftest import (
    CATALOG,
    COMPLIANCE,
    CONFIGURATIONS,
    IOS_MAM,
    Client,
    catalog_body,
    group_target,
    open_tenant,
    valid,
)

from managed_apparaten.emulator.core.behaviour import Behaviours

MANAGED = "/beta/deviceManagement/managedDevices"


def pages(client: Client, url: str, **headers: str) -> list[list[dict[str, Any]]]:
    """Every page, following nextLink as given."""
    found = []
    while url:
        body = client("GET", url, **headers).body
        found.append(body["value"])
        url = body.get("@odata.nextLink", "")
    return found


@pytest.mark.parametrize(
    ("made", "query", "sizes"), [(26, "", [25, 1]), (25, "", [25]), (3, "?$top=2", [2, 1]), (0, "", [0])]
)
def test_pages_hold_every_object_once(client: Client, made: int, query: str, sizes: list[int]) -> None:
    for index in range(made):
        client.make(CATALOG, catalog_body(name=f"p{index}"))
    found = pages(client, CATALOG + query)
    assert [len(page) for page in found] == sizes
    assert sorted(item["name"] for page in found for item in page) == sorted(
        f"p{index}" for index in range(made)
    )


def test_delete_between_pages_skips_nothing(client: Client) -> None:
    urls = [client.make(CATALOG, catalog_body(name=f"p{index}")) for index in range(5)]
    first = client("GET", f"{CATALOG}?$top=2").body
    client("DELETE", urls[0])
    assert [item["name"] for item in client("GET", first["@odata.nextLink"]).body["value"]] == ["p2", "p3"]


def test_next_link_keeps_the_query_and_the_host(client: Client) -> None:
    for index in range(2):
        client.make(CATALOG, catalog_body(name=f"p{index}"))
    link = client("GET", f"https://graph.microsoft.com{CATALOG}?$top=1&$select=id,name").body[
        "@odata.nextLink"
    ]
    assert urlsplit(link).netloc == "graph.microsoft.com"
    assert set(client("GET", link).body["value"][0]) == {"id", "name"}


def test_select_returns_what_was_asked_the_type_and_of_intune_the_key(client: Client) -> None:
    """E5: IntuneCD 2.6.0 reads the id of a filter that it selected the name of; the example of group-get shows it too."""
    url = client.make(*valid("ios_compliance"))
    assert set(client("GET", f"{url}?$select=displayName").body) == {
        "@odata.context",
        "@odata.type",
        "displayName",
        "id",
    }
    assert set(client("GET", f"{COMPLIANCE}?$select=displayName").body["value"][0]) == {
        "@odata.type",
        "displayName",
        "id",
    }
    body = {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True}
    group = client.make("/v1.0/groups", body)
    assert set(client("GET", f"{group}?$select=displayName").body) == {"@odata.context", "displayName", "id"}


def test_select_names_a_property_of_a_derived_type(client: Client) -> None:
    """E10: recorded on deviceCompliancePolicies; shown as the bare property, of objects of that type only."""
    ios, android = (
        client.make(*valid("ios_compliance")),
        client.make(*valid("android_device_owner_compliance")),
    )
    query = "?$select=id,microsoft.graph.iosCompliancePolicy/deviceThreatProtectionRequiredSecurityLevel&&top=1000"
    shown = {one["id"]: set(one) for one in client("GET", f"{COMPLIANCE}{query}").body["value"]}
    assert shown[ios.rsplit("/", 1)[1]] == {
        "@odata.type",
        "id",
        "deviceThreatProtectionRequiredSecurityLevel",
    }
    assert shown[android.rsplit("/", 1)[1]] == {"@odata.type", "id"}
    for wrong in (
        "microsoft.graph.iosCompliancePolicy/nonsense",
        "microsoft.graph.mobileApp/displayName",
        "microsoft.graph.nonsense/id",
        "a/b",
    ):
        assert client("GET", f"{COMPLIANCE}?$select={wrong}").status == 400, wrong


def test_select_knows_only_the_declared_type_even_on_one_object(client: Client) -> None:
    url = client.make(*valid("mobile_app"))
    answer = client("GET", f"{url}?$select=displayName,bundleId")
    expected = "Parsing OData Select and Expand failed: Could not find a property named 'bundleId' on type 'microsoft.graph.mobileApp'."
    assert (answer.status, answer.message) == (400, expected)


def test_expand_on_one_app_protection_policy(client: Client) -> None:
    url = client.make(*valid("ios_app_protection"))
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    body = client("GET", f"{url}?$expand=apps,assignments").body
    assert [app["id"] for app in body["apps"]] == ["com.microsoft.skype.teams.ios"]
    assert len(body["assignments"]) == 1
    assert (body["deployedAppCount"], body["isAssigned"]) == (1, True)
    assert "apps" not in client("GET", url).body


def test_expand_on_a_list_of_compliance_policies(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    [found] = client("GET", f"{COMPLIANCE}?$expand=assignments").body["value"]
    assert len(found["assignments"]) == 1


def test_expand_on_a_list_of_app_protection_policies_is_answered_or_where_that_is_switched_refused(
    client: Client,
) -> None:
    made = client.make(*valid("ios_app_protection"))
    [listed] = client("GET", f"{IOS_MAM}?$expand=apps").body["value"]
    assert f"{IOS_MAM}/{listed['id']}" == made
    assert [app["mobileAppIdentifier"]["bundleId"] for app in listed["apps"]] == ["com.microsoft.skype.teams"]
    strict = open_tenant(Behaviours().with_("app-protection-expand-on-item"))
    assert Client(strict)("GET", f"{IOS_MAM}?$expand=apps").status == 400
    strict.close()


REFUSED = (
    f"{CONFIGURATIONS}?$filter=version eq 1", f"{CONFIGURATIONS}?$filter=displayName like 'x'", f"{CONFIGURATIONS}?$filter=displayName eq",
    f"{CONFIGURATIONS}?$filter=(displayName eq 'x'", f"{CONFIGURATIONS}?$orderby=version", f"{CONFIGURATIONS}?$search=x",
    f"{CONFIGURATIONS}?$skip=5", f"{CONFIGURATIONS}?$top=0", f"{CONFIGURATIONS}?$top=-1", f"{CONFIGURATIONS}?$top=x",
    f"{CONFIGURATIONS}?$count=maybe", f"{CONFIGURATIONS}?$apply=groupby((id))", f"{CONFIGURATIONS}?$select=nonsense",
    f"{CONFIGURATIONS}?$expand=nonsense", f"{CONFIGURATIONS}?$expand=deviceStatuses", f"{CONFIGURATIONS}?$expand=assignments($top=1)",
    f"{CONFIGURATIONS}?$skiptoken=nonsense", f"{CONFIGURATIONS}?$top=1&$top=2", f"{COMPLIANCE}?$expand=scheduledActionsForRule($expand=x)",
    "/beta/deviceManagement/detectedApps?$expand=managedDevices", "/v1.0/users?$top=1000", "/v1.0/groups?$filter=endswith(displayName,'x')",
    "/beta/deviceManagement/nonsense", "/beta/nonsense", "/v2.0/groups", "/beta/", "/beta/groups/$count",
    f"{CONFIGURATIONS}?$filter={'(' * 3000}", f"{CONFIGURATIONS}?$expand={'assignments($expand=' * 3000}a{')' * 3000}",
    "/beta/deviceManagement/%0a",
)  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_what_graph_does_not_support_is_refused_not_ignored(zilverdam: Client, url: str) -> None:
    answer = zilverdam("GET", url)
    assert answer.status == 400, answer.body
    assert answer.message


FILTERS = (
    (f"{MANAGED}?$filter=operatingSystem eq 'ios'&$count=true", 590),
    (f"{MANAGED}?$filter=operatingSystem eq 'Android' and userId eq ''&$count=true", 50),
    (f"{MANAGED}?$filter=not (operatingSystem eq 'Android' or operatingSystem eq 'iOS')&$count=true", 566),
    (f"{MANAGED}?$filter=operatingSystem ne 'Windows'&$count=true", 560),  # `ne` acts as `eq` there: device-filter-ne-as-eq
    (f"{MANAGED}?$filter=deviceName eq '''s-Hertogenbosch'&$count=true", 1),
    (f"{MANAGED}?$filter=startswith(deviceName,'ZLV-COPE')&$count=true", 110),
    ("/v1.0/groups?$filter=displayName eq 'sg-projecten'&$count=true", 2),
    ("/v1.0/users?$filter=displayName in ('Noodaccount 1','noodaccount 2')&$count=true", 2),
    (f"{CONFIGURATIONS}?$filter=isof('microsoft.graph.iosWiFiConfiguration')&$count=true", 1),
    ("/beta/deviceManagement/configurationSettings?$filter=startswith(id,'com.apple.applicationaccess_allowlisted')&$count=true", 1),
)  # fmt: skip


@pytest.mark.parametrize(("url", "number"), FILTERS)
def test_filter_finds_exactly(zilverdam: Client, url: str, number: int) -> None:
    body = zilverdam("GET", url, ConsistencyLevel="eventual").body
    assert body["@odata.count"] == number
    assert len(body["value"]) == min(number, 1000)


def test_cast_on_a_list_keeps_that_type(zilverdam: Client) -> None:
    found = zilverdam("GET", "/beta/deviceAppManagement/mobileApps/graph.iosVppApp").body["value"]
    assert {app["@odata.type"] for app in found} == {"#microsoft.graph.iosVppApp"}
    assert zilverdam("GET", "/beta/deviceAppManagement/mobileApps/graph.iosCompliancePolicy").status == 400


def test_managed_app_policies_show_every_concrete_collection(zilverdam: Client) -> None:
    found = zilverdam("GET", "/beta/deviceAppManagement/managedAppPolicies").body["value"]
    assert {policy["@odata.type"] for policy in found} == {
        "#microsoft.graph.iosManagedAppProtection", "#microsoft.graph.androidManagedAppProtection",
    }  # fmt: skip
    assert zilverdam("GET", f"/beta/deviceAppManagement/managedAppPolicies/{found[0]['id']}").status == 200
    assert zilverdam("POST", "/beta/deviceAppManagement/managedAppPolicies", {}).status == 405


def test_key_in_parentheses_is_the_same_object(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    collection, object_id = url.rsplit("/", 1)
    assert client("GET", f"{collection}('{object_id}')").body == client("GET", url).body


def test_unset_properties_come_back_filled(client: Client) -> None:
    url = client.make(COMPLIANCE, {**valid("ios_compliance")[1], "description": None})
    read = client("GET", url).body
    assert read["roleScopeTagIds"] == ["0"]
    assert read["passcodeBlockSimple"] is False
    assert read["deviceThreatProtectionRequiredSecurityLevel"] == "unavailable"
    assert read["passcodeExpirationDays"] is None
    assert read["restrictedApps"] == [
        {"appId": "com.zhiliaoapp.musically", "appStoreUrl": None, "name": "TikTok", "publisher": None}
    ]


def test_durations_and_flags_come_back_normalised(client: Client) -> None:
    _, body = valid("ios_app_protection")
    sent = {**body, "periodOnlineBeforeAccessCheck": "PT90M", "targetedAppManagementLevels": "mdm, unmanaged"}
    read = client("GET", client.make(IOS_MAM, sent)).body
    assert read["periodOnlineBeforeAccessCheck"] == "PT1H30M"
    assert read["targetedAppManagementLevels"] == "unmanaged,mdm"
    assert read["minimumPinLength"] == 6


def test_ids_versions_and_times_look_like_intunes(client: Client) -> None:
    mam = client("GET", client.make(*valid("ios_app_protection"))).body
    assert mam["id"].startswith("T_")
    assert (mam["version"][0], mam["version"][-1]) == ('"', '"')
    url = client.make(*valid("ios_compliance"))
    for _ in range(2):
        client("PATCH", url, {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "description": "x"})
    read = client("GET", url).body
    assert read["version"] == 3
    assert read["lastModifiedDateTime"] == "2026-11-21T09:00:00.0000000Z"


def test_oma_values_are_masked_and_can_be_asked(client: Client) -> None:
    setting = {
        "@odata.type": "#microsoft.graph.omaSettingString",
        "displayName": "a",
        "omaUri": "./x",
        "value": "<RuleCollection/>",
    }
    body = {
        "@odata.type": "#microsoft.graph.windows10CustomConfiguration",
        "displayName": "x",
        "omaSettings": [setting],
    }
    url = client.make(CONFIGURATIONS, body)
    [read] = client("GET", url).body["omaSettings"]
    assert (read["value"], read["isEncrypted"]) == ("****", True)
    plain = client(
        "GET", f"{url}/getOmaSettingPlainTextValue(secretReferenceValueId='{read['secretReferenceValueId']}')"
    )
    assert plain.body["value"] == "<RuleCollection/>"
    [stable] = client("GET", url.replace("/beta/", "/v1.0/")).body["omaSettings"]
    assert set(stable) == {"@odata.type", "description", "displayName", "omaUri", "value"}
