"""Properties beyond Microsoft's SDK packages: where they are known from, and what the tenant does with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scripts.graph_union import ORDER
from tests.unit.emulator.conftest import CATALOG, CLIPS, Client, block_rule, catalog_body, choice, valid

from managed_apparaten.emulator.odata.metadata import VERSIONS, load

APPS = "/beta/deviceAppManagement/mobileApps"
COMPLIANCE = "/beta/deviceManagement/deviceCompliancePolicies"
PROFILES = "/beta/deviceManagement/deviceConfigurations"
STORE_APP: dict[str, Any] = {"@odata.type": "#microsoft.graph.winGetApp", "displayName": "a", "publisher": "p", "packageIdentifier": "X",
                             "installExperience": {"runAsAccount": "user"}}  # fmt: skip
LOB_APP = {"@odata.type": "#microsoft.graph.androidLobApp", "displayName": "a", "publisher": "p"}
DEVICE_OWNER = {"@odata.type": "#microsoft.graph.androidDeviceOwnerCompliancePolicy", "displayName": "a",
                "scheduledActionsForRule": block_rule()}  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_every_property_beyond_the_sdk_says_where_it_is_known_from(version: str) -> None:
    metadata = load(version)
    assert all(line.split(": ")[0] in ORDER for line in metadata.evidence)
    kinds = {found.evidence for name in metadata.names() for found in metadata.get(name).properties.values()}
    assert kinds == ({"", "observed", "documents", "reports"} if version == "beta" else {""})


def test_a_key_of_every_setting_instance_belongs_to_their_base() -> None:
    """E1, B9: the exports show it on each kind of instance, so those that no export holds have it too."""
    metadata = load("beta")
    instances = [
        name
        for name in metadata.names()
        if metadata.is_a(name, "deviceManagementConfigurationSettingInstance")
    ]
    assert len(instances) > 5
    assert {metadata.get(name).properties["auditRuleInformation"].evidence for name in instances} == {
        "observed"
    }


def test_a_setting_carries_the_key_that_no_sdk_has(client: Client) -> None:
    """E1: null is taken and shown; what else it may hold is seen nowhere, and refused."""
    body = catalog_body()
    body["settings"][0]["settingInstance"]["auditRuleInformation"] = None
    url = client.make(CATALOG, body)
    assert (
        client("GET", f"{url}/settings").body["value"][0]["settingInstance"]["auditRuleInformation"] is None
    )
    assert client("PUT", url, body).status in (200, 204)
    body["settings"][0]["settingInstance"]["auditRuleInformation"] = "x"
    assert client("POST", CATALOG, body).status == 400


@pytest.mark.parametrize(("behaviour", "url", "body"), [
    ("observed-properties", CATALOG, catalog_body({**choice(CLIPS, "_false"), "auditRuleInformation": None})),
    ("reported-properties", APPS, {**STORE_APP, "repositoryType": "microsoftStore"}),
    ("reported-properties", COMPLIANCE, {**DEVICE_OWNER, "localActions": []}),
    ("documented-properties", APPS, {**LOB_APP, "identityName": "n"}),
    ("enums-in-any-case", APPS, {**STORE_APP, "installExperience": {"runAsAccount": "User"}}),
])  # fmt: skip
def test_each_kind_of_evidence_has_its_switch(
    client: Client, without: Callable[..., Client], behaviour: str, url: str, body: dict[str, Any]
) -> None:
    """E1, E2 and E9."""
    assert client("POST", url, body).status == 201
    assert without(behaviour)("POST", url, body).status == 400


def test_what_only_clients_send_is_not_shown(client: Client) -> None:
    """E2."""
    assert (
        "repositoryType"
        not in client("GET", client.make(APPS, {**STORE_APP, "repositoryType": "microsoftStore"})).body
    )
    assert client("POST", COMPLIANCE, {**DEVICE_OWNER, "localActions": ["x"]}).status == 400


@pytest.mark.parametrize(
    "key", ["storageRequireEncryption", "requireNoPendingSystemUpdates", "passwordRequired"]
)
def test_null_is_taken_where_exports_or_published_metadata_show_it(client: Client, key: str) -> None:
    """E3."""
    assert client("GET", client.make(COMPLIANCE, {**DEVICE_OWNER, key: None})).body[key] is None


def test_null_is_taken_inside_as_well(client: Client) -> None:
    """E3."""
    app = {"@odata.type": "#microsoft.graph.androidDeviceOwnerKioskModeApp", "package": "p", "className": None,
           "offlineAppAccessEnabled": None, "preSignInAppAccessEnabled": None}  # fmt: skip
    body = {
        "@odata.type": "#microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration",
        "displayName": "a",
        "kioskModeManagedHomeScreenAppSettings": [app],
    }
    [shown] = client("GET", client.make(PROFILES, body)).body["kioskModeManagedHomeScreenAppSettings"]
    assert (shown["offlineAppAccessEnabled"], shown["preSignInAppAccessEnabled"]) == (None, None)


@pytest.mark.parametrize("key", ["passcodeBlockSimple", "passcodeRequiredType"])
def test_null_is_refused_where_published_metadata_says_so(client: Client, key: str) -> None:
    assert client("POST", COMPLIANCE, {**valid("ios_compliance")[1], key: None}).status == 400


def test_a_member_in_another_case_is_stored_as_the_metadata_writes_it(client: Client) -> None:
    """E9."""
    office = {"@odata.type": "#microsoft.graph.officeSuiteApp", "displayName": "o", "publisher": "p", "description": "d",
              "officeSuiteAppDefaultFileFormat": "OfficeOpenDocumentFormat"}  # fmt: skip
    assert (
        client("GET", client.make(APPS, office)).body["officeSuiteAppDefaultFileFormat"]
        == "officeOpenDocumentFormat"
    )
    filters = {"displayName": "f", "platform": "IOS", "rule": '(device.model -eq "x")'}
    assert (
        client("GET", client.make("/beta/deviceManagement/assignmentFilters", filters)).body["platform"]
        == "iOS"
    )
    catalog = {
        **catalog_body(),
        "technologies": ",".join(part.upper() for part in catalog_body()["technologies"].split(",")),
    }
    assert client("GET", client.make(CATALOG, catalog)).body["technologies"] == catalog_body()["technologies"]


def test_a_member_that_an_enum_lacks_is_refused_in_any_case(client: Client) -> None:
    """E9."""
    for value in ("Users", "UNKNOWNFUTUREVALUE", "user,system"):
        assert client("POST", APPS, {**STORE_APP, "installExperience": {"runAsAccount": value}}).status == 400
