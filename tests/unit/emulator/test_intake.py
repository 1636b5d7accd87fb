"""Folders of exported policies become objects of others, through the tenant's own rules; what cannot come in is said, by file."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.unit.emulator.conftest import (
    BLOCKED,
    CATALOG,
    COMPLIANCE,
    CONFIGURATIONS,
    IOS_MAM,
    Client,
    block_rule,
    catalog_body,
    string_list,
)

from managed_apparaten.emulator.worlds import exported, intake
from managed_apparaten.emulator.worlds.intake import ImportedFile, ImportReport, take
from managed_apparaten.emulator.worlds.references import References

OLD_GROUP, OLD_FILTER = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
OLD_POLICY, OLD_TEMPLATE = "33333333-0000-4000-8000-000000000003", "44444444-0000-4000-8000-000000000004"
TEMPLATES = "/beta/deviceManagement/notificationMessageTemplates"
Fill = Callable[[Mapping[str, Any]], Path]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """A folder with these files; what is not bytes is written as JSON."""

    def make(files: Mapping[str, Any]) -> Path:
        for name, content in files.items():
            file = tmp_path / "export" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(
                content if isinstance(content, bytes) else json.dumps(content, indent=5).encode()
            )
        return tmp_path / "export"

    return make


def of(report: ImportReport, path: str) -> ImportedFile:
    return next(outcome for outcome in report.outcomes if outcome.path == path)


def annotated(collection: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as IntuneManagement keeps it: with everything that full OData metadata adds."""
    own = f"{collection}('{OLD_POLICY}')"
    full: dict[str, Any] = {
        "@odata.context": f"https://graph.microsoft.com/beta/$metadata#{collection}(assignments())/$entity"
    }
    full |= {
        "@odata.id": own,
        "@odata.editLink": own,
        "id": OLD_POLICY,
        "createdDateTime": "2024-08-19T17:12:34.7254044Z",
    }
    for key, value in body.items():
        if isinstance(value, list):
            full[f"{key}@odata.type"] = "#Collection(String)"
        full[key] = value
    full["deviceStatuses@odata.navigationLink"] = f"https://graph.microsoft.com/beta/{own}/deviceStatuses"
    return {
        **full,
        "#microsoft.graph.assign": {
            "title": "microsoft.graph.assign",
            "target": f"https://graph.microsoft.com/beta/{own}",
        },
    }


def ios_compliance(**more: Any) -> dict[str, Any]:
    return {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "displayName": "iOS", "passcodeRequired": True,
            "scheduledActionsForRule": block_rule(), **more}  # fmt: skip


def target(**more: Any) -> dict[str, Any]:
    return {"id": f"{OLD_POLICY}_x", "source": "direct", "sourceId": OLD_POLICY,
            "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", **more}}  # fmt: skip


INTUNECD: dict[str, Any] = {
    "Scope Tags/Default__0.json": {"displayName": "Default", "description": "", "isBuiltIn": True},
    "Scope Tags/Scholen__7.json": {"displayName": "Scholen", "description": "scholen"},
    "Filters/Eigendom.json": {"displayName": "Eigendom", "platform": "iOS", "rule": '(device.deviceOwnership -eq "Corporate")',
                              "assignmentFilterManagementType": "devices", "roleScopeTags": ["Default"]},
    "Compliance Policies/Message Templates/Bericht.json": {
        "displayName": "Bericht", "defaultLocale": "nl-nl", "brandingOptions": "none", "roleScopeTagIds": ["Default"],
        "localizedNotificationMessages": [{"isDefault": True, "locale": "nl-nl", "messageTemplate": "t", "subject": "s"}],
    },
    "Compliance Policies/Policies/iOS_iosCompliancePolicy.json": ios_compliance(
        roleScopeTagIds=["Scholen"],
        scheduledActionsForRule=[{"ruleName": None, "scheduledActionConfigurations": [
            {"actionType": "block", "gracePeriodHours": 0, "notificationMessageCCList": []},
            {"actionType": "notification", "gracePeriodHours": 0, "notificationTemplateName": "Bericht"},
        ]}],
        assignments=[target(groupName="Leerlingen", groupType="DynamicMembership", membershipRule='(user.department -eq "School")',
                            deviceAndAppManagementAssignmentFilterId="Eigendom", deviceAndAppManagementAssignmentFilterType="include")],
    ),
    "Settings Catalog/Apps_appleRemoteManagement.json": {**catalog_body(), "settingCount": 1, "creationSource": None},
    "Assignment Report/report.json": [{"groupName": "Leerlingen"}],
}  # fmt: skip


def test_a_backup_of_intunecd_comes_in_with_names_looked_up(client: Client, fill: Fill) -> None:
    report = take(client.tenant, fill(INTUNECD), make_groups=True)
    assert report.counts() == {"beside": 1, "built-in": 1, "imported": 5}
    [policy] = client("GET", COMPLIANCE).body["value"]
    full = client(
        "GET",
        f"{COMPLIANCE}/{policy['id']}?$expand=assignments,scheduledActionsForRule($expand=scheduledActionConfigurations)",
    ).body
    [tag] = [
        found
        for found in client("GET", "/beta/deviceManagement/roleScopeTags").body["value"]
        if found["displayName"] == "Scholen"
    ]
    [template] = client("GET", TEMPLATES).body["value"]
    [group] = client("GET", "/v1.0/groups?$select=id,displayName,groupTypes,membershipRule").body["value"]
    [chosen] = client("GET", "/beta/deviceManagement/assignmentFilters").body["value"]
    assert full["roleScopeTagIds"] == [tag["id"]]
    actions = full["scheduledActionsForRule"][0]["scheduledActionConfigurations"]
    assert [
        action["notificationTemplateId"] for action in actions if action["actionType"] == "notification"
    ] == [template["id"]]
    assert (group["displayName"], group["groupTypes"], group["membershipRule"]) == (
        "Leerlingen", ["DynamicMembership"], '(user.department -eq "School")',
    )  # fmt: skip
    [assigned] = full["assignments"]
    assert assigned["target"]["groupId"] == group["id"]
    assert assigned["target"]["deviceAndAppManagementAssignmentFilterId"] == chosen["id"]
    texts = client("GET", f"{TEMPLATES}/{template['id']}/localizedNotificationMessages").body["value"]
    assert [(text["locale"], text["subject"]) for text in texts] == [("nl-nl", "s")]
    assert client("GET", CATALOG).body["value"][0]["settingCount"] == 1
    assert report.groups == ("Leerlingen",)
    assert client.tenant.audit() == []


def test_yaml_says_the_same_as_json(client: Client, fill: Fill) -> None:
    text = b"""'@odata.type': '#microsoft.graph.iosCompliancePolicy'
displayName: 'iOS | yaml'
passcodeRequired: true
osMinimumVersion: '18.0'
roleScopeTagIds: &id001
- Default
scheduledActionsForRule:
- ruleName: null
  scheduledActionConfigurations:
  - {actionType: block, gracePeriodHours: 24, notificationMessageCCList: []}
"""
    report = take(client.tenant, fill({"Compliance Policies/Policies/a.yaml": text}))
    assert report.counts() == {"imported": 1}
    assert client("GET", COMPLIANCE).body["value"][0]["osMinimumVersion"] == "18.0"


MANAGEMENT: dict[str, Any] = {
    "MigrationTable.json": {"TenantId": OLD_POLICY, "Organization": "x",
                            "Objects": [{"Id": OLD_GROUP, "DisplayName": "Buitendienst", "Type": "Group"}]},
    "AssignmentFilters/Mobiel.json": {"id": OLD_FILTER, "displayName": "Mobiel", "platform": "iOS", "rule": "(device.model -ne \"x\")",
                                      "assignmentFilterManagementType": "devices"},
    "Notifications/Bericht.json": {"id": OLD_TEMPLATE, "displayName": "Bericht", "defaultLocale": "nl-nl", "brandingOptions": "none",
                                   "localizedNotificationMessages": []},
    "CompliancePolicies/iOS.json": annotated("deviceManagement/deviceCompliancePolicies", ios_compliance(
        version=4,
        scheduledActionsForRule=[{"id": OLD_POLICY, "ruleName": None, "scheduledActionConfigurations@odata.context": "x",
                                  "scheduledActionConfigurations": [
            {"id": OLD_POLICY, "actionType": "block", "gracePeriodHours": 0, "actionType@odata.type": "#microsoft.graph.x"},
            {"id": OLD_POLICY, "actionType": "notification", "gracePeriodHours": 0, "notificationTemplateId": OLD_TEMPLATE}]}],
        assignments=[target(groupId=OLD_GROUP, deviceAndAppManagementAssignmentFilterId=OLD_FILTER,
                            deviceAndAppManagementAssignmentFilterType="include")])),
    "SettingsCatalog/Apps.json": annotated("deviceManagement/configurationPolicies", {
        **catalog_body(), "@odata.type": "#microsoft.graph.deviceManagementConfigurationPolicy", "assignments": [],
        "templateReference": {"templateId": "", "templateFamily@odata.type": "#x", "templateFamily": "none"}}),
    "AppleEnrollment/Profile_Settings.json": [{"definitionId": "x"}],
    "AppleEnrollment/Profile.json": {"@odata.type": "#microsoft.graph.depIOSEnrollmentProfile", "displayName": "Profile"},
}  # fmt: skip


def test_an_export_of_intunemanagement_comes_in_with_ids_translated(client: Client, fill: Fill) -> None:
    report = take(client.tenant, fill(MANAGEMENT), make_groups=True)
    assert report.counts() == {"beside": 2, "imported": 4, "not-served": 1}
    assert of(report, "AppleEnrollment/Profile.json").type == "depIOSEnrollmentProfile"
    found = of(report, "CompliancePolicies/iOS.json")
    full = client(
        "GET",
        f"{COMPLIANCE}/{found.id}?$expand=assignments,scheduledActionsForRule($expand=scheduledActionConfigurations)",
    ).body
    assert found.id != OLD_POLICY
    target = full["assignments"][0]["target"]
    assert (
        target["deviceAndAppManagementAssignmentFilterId"] == of(report, "AssignmentFilters/Mobiel.json").id
    )
    assert client("GET", f"/v1.0/groups/{target['groupId']}").body["displayName"] == "Buitendienst"
    actions = full["scheduledActionsForRule"][0]["scheduledActionConfigurations"]
    assert of(report, "Notifications/Bericht.json").id in [
        action["notificationTemplateId"] for action in actions
    ]
    assert not [key for key in full if "Link" in key or key.startswith("#")]


def test_an_app_protection_policy_of_openintunebaseline_comes_in_with_its_apps(
    client: Client, fill: Fill
) -> None:
    app = {"@odata.type": "#microsoft.graph.managedMobileApp", "@odata.id": "x", "id": "com.example.ios", "version": "-2071986606",
           "mobileAppIdentifier": {"@odata.type": "#microsoft.graph.iosMobileAppIdentifier", "bundleId": "com.example"}}  # fmt: skip
    body = {"@odata.type": "#microsoft.graph.iosManagedAppProtection", "displayName": "BYOD", "pinRequired": True, "version": '"22"',
            "deployedAppCount": 1,
            "allowedIosDeviceModels": None, "appGroupType": "selectedPublicApps", "apps": [app], "assignments": []}  # fmt: skip
    folder = fill(
        {
            "BYOD/AppProtection/iOS - BYOD - v1.0.json": annotated(
                "deviceAppManagement/iosManagedAppProtections", body
            )
        }
    )
    assert take(client.tenant, folder).counts() == {"imported": 1}
    [policy] = client("GET", IOS_MAM).body["value"]
    apps = client("GET", f"{IOS_MAM}/{policy['id']}/apps").body["value"]
    assert [found["mobileAppIdentifier"]["bundleId"] for found in apps] == ["com.example"]


def test_powershell_writes_byte_order_marks(client: Client, fill: Fill) -> None:
    text = json.dumps(ios_compliance(displayName="één"))
    folder = fill({"a.json": b"\xef\xbb\xbf" + text.encode(), "b.json": text.encode("utf-16")})
    assert take(client.tenant, folder).counts() == {"imported": 2}


def test_groups_are_made_only_when_asked_and_what_is_missing_is_said(client: Client, fill: Fill) -> None:
    policy = ios_compliance(roleScopeTagIds=["3"], assignments=[
        target(groupName="Niemand"), target(groupId=OLD_GROUP), target(groupName="Twee"), target(groupName="Een"),
        {"target": {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget", "deviceAndAppManagementAssignmentFilterId": "Weg"}},
    ])  # fmt: skip
    group = {"displayName": "Twee", "mailEnabled": False, "mailNickname": "t", "securityEnabled": True}
    for name in ("Twee", "Twee", "Een"):
        client.make("/v1.0/groups", {**group, "displayName": name})
    folder = fill(
        {"a.json": policy, "Groups/Nieuw.json": {"id": OLD_GROUP, "displayName": "Nieuw", "groupTypes": []}}
    )
    report = take(client.tenant, folder)
    assert [(remark.key, remark.what) for remark in of(report, "a.json").remarks] == [
        ("tag", "3"), ("group", "Niemand"), ("group", OLD_GROUP), ("groups", "Twee"), ("filter", "Weg"),
    ]  # fmt: skip
    assert (of(report, "Groups/Nieuw.json").result, report.groups) == ("left", ())
    full = client("GET", f"{COMPLIANCE}/{of(report, 'a.json').id}?$expand=assignments").body
    assert (len(full["assignments"]), full["roleScopeTagIds"]) == (1, ["0"])
    again = take(client.tenant, folder, make_groups=True)
    assert again.groups == ("Nieuw", "Niemand")
    assert [remark.key for remark in of(again, "a.json").remarks] == ["tag", "groups", "filter"]
    assert of(take(client.tenant, folder), "Groups/Nieuw.json").result == "there"


@pytest.mark.parametrize(("name", "content", "why"), [
    ("a.json", b"{", "format"), ("a.json", b"\xff\xff", "text"), ("a.json", b"[1]", "shape"), ("a.json", b"", "format"),
    ("a.yaml", b"a: [", "format"), ("a.yaml", b"1: 2", "format"), ("a.yaml", b"- a", "shape"), ("a.yaml", b"a: !!set {1}", "format"),
    ("a.yaml", b"a: !!python/object:os.system {}", "format"), ("a.yaml", b"a: &x [*x]", "large"), ("a.json", b"[" * 2000, "format"),
    ("a.yaml", b"[" * 2000, "format"), ("a.json", b" " * (exported.LARGEST + 1), "large"),
    ("a.yaml", b"a: &a [1,1,1,1,1,1,1,1,1,1]\n" + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 10))
                                                    for i in range(8)), "large"),
])  # fmt: skip
def test_a_bad_file_is_one_outcome_and_keeps_no_other_out(
    client: Client, fill: Fill, name: str, content: bytes, why: str
) -> None:
    report = take(client.tenant, fill({name: content, "good.json": ios_compliance()}))
    assert (of(report, name).result, of(report, name).why) == ("unreadable", why)
    assert of(report, "good.json").result == "imported"


@pytest.mark.parametrize(("body", "why"), [
    (ios_compliance(scheduledActionsForRule=[]), "one and only one block"),
    (ios_compliance(notAProperty=1), "notAProperty"),
    (ios_compliance(passcodeRequired="yes"), "literal"),
    (ios_compliance(displayName=""), "DisplayName is required"),
    ({"@odata.type": "#microsoft.graph.deviceCompliancePolicy", "displayName": "x"}, "abstract"),
    (ios_compliance(assignments=[{"target": {"@odata.type": "#microsoft.graph.iosCompliancePolicy"}}]), "incompatible"),
    (ios_compliance(assignments=[{"target": "x"}]), "target"),
])  # fmt: skip
def test_what_graph_refuses_does_not_come_in_not_even_half(
    client: Client, fill: Fill, body: dict[str, Any], why: str
) -> None:
    report = take(client.tenant, fill({"bad.json": body}), make_groups=True)
    assert of(report, "bad.json").result == "refused"
    assert why in of(report, "bad.json").why
    assert client("GET", COMPLIANCE).body["value"] == []


def test_a_group_made_for_a_refused_object_is_gone_again(client: Client, fill: Fill) -> None:
    wrong = ios_compliance(assignments=[target(groupName="Nieuw"), {"target": "x"}])
    right = ios_compliance(assignments=[target(groupName="Nieuw")])
    report = take(client.tenant, fill({"a.json": wrong, "b.json": right}), make_groups=True)
    assert (report.counts(), report.groups) == ({"imported": 1, "refused": 1}, ("Nieuw",))
    [group] = client("GET", "/v1.0/groups").body["value"]
    full = client("GET", f"{COMPLIANCE}/{of(report, 'b.json').id}?$expand=assignments").body
    assert full["assignments"][0]["target"]["groupId"] == group["id"]


def test_a_run_that_breaks_off_leaves_nothing(
    client: Client, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def write(desk: intake.Importer, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        if made:
            raise KeyboardInterrupt
        made.append(path)
        return written(desk, path, body)

    written = intake.Importer.write
    monkeypatch.setattr(intake.Importer, "write", write)
    with pytest.raises(KeyboardInterrupt):
        take(client.tenant, fill({"a.json": ios_compliance(), "b.json": ios_compliance()}))
    assert made
    assert client("GET", COMPLIANCE).body["value"] == []


def test_settings_beyond_the_extract_come_in_but_known_ones_are_checked(client: Client, fill: Fill) -> None:
    unknown = catalog_body(
        string_list("com.apple.loginwindow_adminhostinfo", "HostName"), string_list(BLOCKED, "a.b")
    )
    wrong = catalog_body(
        {
            **string_list(BLOCKED, "a.b"),
            "@odata.type": "#microsoft.graph.deviceManagementConfigurationSettingInstance",
        }
    )
    report = take(client.tenant, fill({"Settings Catalog/a.json": unknown, "Settings Catalog/b.json": wrong}))
    assert [outcome.result for outcome in report.outcomes] == ["imported", "refused"]
    assert client("POST", CATALOG, unknown).status == 400


def test_apps_of_a_store_come_in_although_nobody_can_create_them(client: Client, fill: Fill) -> None:
    app = {"@odata.type": "#microsoft.graph.iosVppApp", "displayName": "iBabs", "publisher": "iBabs", "bundleId": "com.ibabs",
           "assignments": [{"intent": "required", "target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}]}  # fmt: skip
    report = take(client.tenant, fill({"Applications/iOS/iBabs.json": app}))
    assert report.counts() == {"imported": 1}
    assert (
        client(
            "GET", f"/beta/deviceAppManagement/mobileApps/{of(report, 'Applications/iOS/iBabs.json').id}"
        ).body["isAssigned"]
        is True
    )
    app.pop("assignments")
    assert client("POST", "/beta/deviceAppManagement/mobileApps", app).status == 400


def test_an_oma_value_comes_in_plain_and_a_masked_one_is_said(client: Client, fill: Fill) -> None:
    settings = [{"@odata.type": "#microsoft.graph.omaSettingString", "displayName": name, "omaUri": f"./{name}", "isEncrypted": True,
                 "secretReferenceValueId": "x", "value": value}
                for name, value in (("a", {"@odata.context": "x", "value": "plain"}), ("b", "****"))]  # fmt: skip
    body = {
        "@odata.type": "#microsoft.graph.windows10CustomConfiguration",
        "displayName": "OMA",
        "omaSettings": settings,
    }
    report = take(client.tenant, fill({"Device Configurations/OMA.json": body}))
    [outcome] = report.outcomes
    assert [(remark.key, remark.what) for remark in outcome.remarks] == [("masked", "./b")]
    shown = client("GET", f"{CONFIGURATIONS}/{outcome.id}").body["omaSettings"]
    asked = [
        f"getOmaSettingPlainTextValue(secretReferenceValueId='{one['secretReferenceValueId']}')"
        for one in shown
    ]
    values = [client("GET", f"{CONFIGURATIONS}/{outcome.id}/{name}") for name in asked]
    assert [value.body["value"] for value in values] == ["plain", "****"]


def test_hidden_files_and_linked_folders_are_passed_over(client: Client, fill: Fill, tmp_path: Path) -> None:
    folder = fill({".git/a.json": ios_compliance(), "readme.md": b"x", "script.ps1": b"x"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.json").write_text(json.dumps(ios_compliance()), "utf-8")
    (folder / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert take(client.tenant, folder).outcomes == ()


def test_a_folder_that_is_not_there_is_an_os_error(client: Client, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        take(client.tenant, tmp_path / "nowhere")


def test_a_decoded_payload_is_encoded_again(client: Client) -> None:
    references = References(client.tenant.world.store, {}, make_groups=False)
    body: dict[str, Any] = {"payloadJson": {"kind": "x"}}
    references.resolve(body, [])
    assert json.loads(base64.b64decode(body["payloadJson"])) == {"kind": "x"}
