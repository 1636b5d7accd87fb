"""Graph never ignores what it does not know; neither does the tenant."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.emulator.conftest import (
    APPS,
    CATALOG,
    COMPLIANCE,
    CONFIGURATIONS,
    GROUP,
    IOS_MAM,
    PREFIX,
    VALID,
    Client,
    block_rule,
    catalog_body,
    choice,
    group_target,
    string_list,
    valid,
)

API = "microsoft.management.services.api."
UNKNOWN = "does not exist on type '" + API
LITERAL = "Cannot convert the literal '{}' to the expected type '{}'."


@pytest.mark.parametrize("kind", VALID)
def test_valid_body_is_accepted_and_kept(client: Client, kind: str) -> None:
    url, body = valid(kind)
    created = client("POST", url, body)
    assert created.status == 201, created.body
    read = client("GET", f"{url}/{created.body['id']}").body
    name = "name" if "name" in body else "displayName"
    assert read[name] == body[name]


BODIES: tuple[tuple[str, str, dict[str, Any], str, str], ...] = (
    # what is wrong, kind, what is changed, code, part of the text
    ("unknown property", "ios_compliance", {"passcodeRequird": True}, "ModelValidationFailure",
     f"'passcodeRequird' {UNKNOWN}iosCompliance"),
    ("property of a sibling type", "ios_compliance", {"storageRequireEncryption": True}, "ModelValidationFailure", UNKNOWN),
    ("wrong case", "ios_compliance", {"PasscodeRequired": True}, "ModelValidationFailure", UNKNOWN),
    ("text for a boolean", "ios_compliance", {"passcodeRequired": "true"}, "ModelValidationFailure", LITERAL.format("true", "Edm.Boolean")),
    ("number for a boolean", "ios_compliance", {"passcodeRequired": 1}, "ModelValidationFailure", LITERAL.format("1", "Edm.Boolean")),
    ("text for a number", "ios_compliance", {"passcodeMinimumLength": "6"}, "ModelValidationFailure", LITERAL.format("6", "Edm.Int32")),
    ("boolean for a number", "ios_compliance", {"passcodeMinimumLength": True}, "ModelValidationFailure", "'true'"),
    ("fraction for a number", "ios_compliance", {"passcodeMinimumLength": 6.5}, "ModelValidationFailure", "'6.5'"),
    ("number beyond 32 bits", "ios_compliance", {"passcodeMinimumLength": 2**31}, "ModelValidationFailure", "Edm.Int32"),
    ("number for a text", "ios_compliance", {"osMinimumVersion": 18}, "ModelValidationFailure", LITERAL.format("18", "Edm.String")),
    ("unknown enum member", "ios_compliance", {"passcodeRequiredType": "digits"}, "ModelValidationFailure", f"{API}requiredPasswordType"),
    ("member not yet known", "ios_app_protection", {"genmojiConfigurationState": "unknownFutureValue"}, "ModelValidationFailure",
     "unknownFuture"),
    ("list for flags", "ios_app_protection", {"targetedAppManagementLevels": ["mdm"]}, "ModelValidationFailure", "appManagementLevel"),
    ("unknown flag", "ios_app_protection", {"targetedAppManagementLevels": "mdm,x"}, "ModelValidationFailure", "'mdm,x'"),
    ("bad duration", "ios_app_protection", {"periodOfflineBeforeWipeIsEnforced": "90 days"}, "ModelValidationFailure", "Edm.Duration"),
    ("duration in months", "ios_app_protection", {"periodOfflineBeforeWipeIsEnforced": "P3M"}, "ModelValidationFailure", "Edm.Duration"),
    ("bad time", "ios_compliance", {"createdDateTime": "yesterday"}, "ModelValidationFailure", "Edm.DateTimeOffset"),
    ("one value for a list", "ios_compliance", {"roleScopeTagIds": "0"}, "BadRequest", "Property roleScopeTagIds in payload"),
    ("number in a list of texts", "ios_compliance", {"roleScopeTagIds": [0]}, "ModelValidationFailure", LITERAL.format("0", "Edm.String")),
    ("null for a boolean", "ios_compliance", {"passcodeRequired": None}, "ModelValidationFailure", "does not allow null values"),
    ("null for a list", "ios_compliance", {"restrictedApps": None}, "ModelValidationFailure", "does not allow null values"),
    ("text for a complex value", "ios_compliance", {"restrictedApps": ["TikTok"]}, "BadRequest", "Property restrictedApps in payload"),
    ("unknown property inside", "ios_compliance", {"restrictedApps": [{"name": "a", "bundleId": "b"}]}, "ModelValidationFailure",
     "appListItem"),
    ("missing name inside", "ios_compliance", {"restrictedApps": [{"appId": "b"}]}, "BadRequest", "Property name in payload"),
    ("wrong nested type", "ios_compliance", {"restrictedApps": [{"@odata.type": "#microsoft.graph.iPv4Range", "name": "a"}]},
     "ModelValidationFailure", ""),
    ("unknown type", "ios_compliance", {"@odata.type": "#microsoft.graph.iosCompliancePolice"}, "ModelValidationFailure",
     "A type named 'microsoft.graph.iosCompliancePolice' could not be resolved by the model."),
    ("type of another collection", "ios_compliance", {"@odata.type": "#microsoft.graph.iosStoreApp"}, "ModelValidationFailure",
     f"An entry with type '{API}iosStoreApp' was found, but it is not assignable to the expected type '{API}deviceCompliancePolicy'."),
    ("abstract type", "ios_compliance", {"@odata.type": "#microsoft.graph.deviceCompliancePolicy"}, "ModelValidationFailure",
     "Cannot create an abstract class."),
    ("type that is no text", "ios_compliance", {"@odata.type": 7}, "BadRequest", "@odata.type"),
    ("abstract value inside", "ios_app_protection", {"apps": [{"mobileAppIdentifier": {"bundleId": "a.b"}}]}, "ModelValidationFailure",
     "Cannot create an abstract class."),
    ("no identifier", "ios_app_protection", {"apps": [{}]}, "BadRequest", "Property mobileAppIdentifier in payload"),
    ("inline assignments", "ios_app_protection", {"assignments": [group_target()]}, "BadRequest", "assignments"),
    ("inline assignments elsewhere", "ios_compliance", {"assignments": [group_target()]}, "BadRequest", "assignments"),
    ("navigation that never comes along", "ios_compliance", {"deviceStatuses": []}, "BadRequest", "deviceStatuses"),
    ("no display name", "ios_compliance", {"displayName": ""}, "BadRequest", "DisplayName is required"),
    ("no block action", "ios_compliance", {"scheduledActionsForRule": []}, "BadRequest",
     "Compliance policy must have one and only one block scheduled action"),
    ("two block actions", "ios_compliance", {"scheduledActionsForRule": block_rule() * 2}, "BadRequest",
     "Compliance policy must have one and only one block scheduled action"),
    ("101 restricted apps", "ios_compliance", {"restrictedApps": [{"name": "a"}] * 101}, "BadRequest", "restrictedApps"),
    ("501 personal apps", "android_device_owner_restrictions", {"personalProfilePersonalApplications": [{"name": "a"}] * 501},
     "BadRequest", "personalProfilePersonalApplications"),
    ("app without publisher", "mobile_app", {"publisher": ""}, "BadRequest", "publisher is required"),
    ("settings of no policy", "ios_app_restrictions", {"settings": []}, "BadRequest", "at least one setting"),
    ("no platforms", "ios_app_restrictions", {"platforms": "none,"}, "ModelValidationFailure", "deviceManagementConfigurationPlatforms"),
    ("display name on a catalogue policy", "ios_app_restrictions", {"displayName": "x"}, "ModelValidationFailure", UNKNOWN),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "change", "code", "text"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES]
)
def test_wrong_body_is_refused_as_graph_refuses_it(
    client: Client, kind: str, change: dict[str, Any], code: str, text: str
) -> None:
    url, body = valid(kind)
    answer = client("POST", url, {**body, **change})
    assert (answer.status, answer.code) == (400, code), answer.body
    assert text in answer.message
    assert client("GET", url).body["value"] == []


@pytest.mark.parametrize("url", [COMPLIANCE, CONFIGURATIONS, APPS])
def test_body_without_type_is_refused_where_types_differ(client: Client, url: str) -> None:
    answer = client("POST", url, {"displayName": "x"})
    assert (answer.status, answer.code, answer.message) == (
        400,
        "ModelValidationFailure",
        "Cannot create an abstract class.",
    )


def test_only_apps_of_a_store_that_takes_them_can_be_created(client: Client) -> None:
    answer = client(
        "POST", APPS, {"@odata.type": "#microsoft.graph.androidManagedStoreApp", "displayName": "x"}
    )
    assert answer.status == 400
    assert "androidManagedStoreApp cannot be created" in answer.message


SETTINGS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("unknown setting", catalog_body(string_list("com.apple.applicationaccess_allowedappbundleids", "a")), "was not found"),
    ("unknown option", catalog_body(choice("com.apple.applicationaccess_allowappclips", "_maybe")),
     "Selected Option com.apple.applicationaccess_allowappclips_maybe does not match with the list of expected options: "
     "com.apple.applicationaccess_allowappclips_false, com.apple.applicationaccess_allowappclips_true"),
    ("wrong kind of instance", catalog_body(string_list("com.apple.applicationaccess_allowappclips", "a")), "ChoiceSettingInstance"),
    ("other platform", {**catalog_body(), "platforms": "windows10"}, "not applicable to platform windows10"),
    ("other technologies", {**catalog_body(), "technologies": "android"}, "not applicable to technologies android"),
    ("setting at the top that belongs below", {**catalog_body(), "settings": [
        {"settingInstance": choice("com.apple.applicationaccess_allowappclips", "_true")}]}, "cannot stand under the policy"),
    ("the same setting twice", {**catalog_body(), "settings": catalog_body()["settings"] * 2}, "more than once"),
    ("no technologies", {key: value for key, value in catalog_body().items() if key != "technologies"}, "technologies is required"),
)  # fmt: skip


@pytest.mark.parametrize(("body", "text"), [row[1:] for row in SETTINGS], ids=[row[0] for row in SETTINGS])
def test_settings_catalogue_refuses_what_it_does_not_hold(
    client: Client, body: dict[str, Any], text: str
) -> None:
    answer = client("POST", CATALOG, body)
    assert answer.status == 400
    assert text in answer.message
    assert answer.message.startswith('{"_version":3,')


def test_setting_instance_without_type_is_refused(client: Client) -> None:
    body = catalog_body({"settingDefinitionId": "com.apple.applicationaccess_allowappclips"})
    assert client("POST", CATALOG, body).message == "Cannot create an abstract class."


@pytest.mark.parametrize("mark", ["", "#"])
def test_nested_types_are_taken_with_and_without_hash(client: Client, mark: str) -> None:
    _, body = valid("ios_app_protection")
    body["apps"][0]["mobileAppIdentifier"]["@odata.type"] = f"{mark}microsoft.graph.iosMobileAppIdentifier"
    url = client.make(IOS_MAM, body)
    identifier = client("GET", f"{url}/apps").body["value"][0]["mobileAppIdentifier"]
    assert identifier == {
        "@odata.type": "#microsoft.graph.iosMobileAppIdentifier",
        "bundleId": "com.microsoft.skype.teams",
    }


def test_read_only_properties_are_taken_and_ignored(client: Client) -> None:
    _, body = valid("ios_compliance")
    sent = {
        **body,
        "id": "mine",
        "version": 77,
        "createdDateTime": "2001-01-01T00:00:00Z",
        "@odata.context": "https://x",
    }
    created = client("POST", COMPLIANCE, sent).body
    assert created["id"] != "mine"
    assert (created["version"], created["createdDateTime"]) == (1, "2026-11-21T09:00:00.0000000Z")
    url, app = valid("mobile_app")
    assert (
        client("POST", url, {**app, "publishingState": "notPublished", "dependentAppCount": 3}).body[
            "publishingState"
        ]
        == "published"
    )
    assert client("POST", url, {**app, "publishingState": "gone"}).status == 400


PATCHES: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("apps", "ios_app_protection", {"apps": []},
     f"Cannot apply PATCH to navigation property 'apps' on entity type '{API}iosManagedAppProtection'"),
    ("assignments", "android_device_owner_restrictions",
     {"@odata.type": "#microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration", "assignments": []},
     "navigation property 'assignments'"),
    ("scheduled actions", "ios_compliance",
     {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "scheduledActionsForRule": block_rule()}, "'scheduledActionsForRule'"),
    ("settings", "ios_app_restrictions", {"settings": []}, "navigation property 'settings'"),
    ("no type", "ios_compliance", {"description": "x"}, "Cannot create an abstract class."),
    ("other type", "ios_compliance", {"@odata.type": "#microsoft.graph.macOSCompliancePolicy"}, "Cannot change the type"),
    ("platform of a catalogue policy", "ios_app_restrictions", {"platforms": "macOS"},
     "Platform, PolicyType, and CreationSource cannot be changed once created."),
    ("unknown property", "ios_app_protection", {"pinrequired": True}, "'pinrequired' does not exist"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "change", "text"), [row[1:] for row in PATCHES], ids=[row[0] for row in PATCHES]
)
def test_patch_refuses_and_changes_nothing(
    client: Client, kind: str, change: dict[str, Any], text: str
) -> None:
    url = client.make(*valid(kind))
    before = client("GET", url).body
    answer = client("PATCH", url, change)
    assert answer.status == 400
    assert text in answer.message
    assert client("GET", url).body == before


PAYLOADS = (
    (b"", "Empty Payload"), (b"{", "Unable to read JSON"), (b"[]", "A JSON object is expected"), (b"\xff\xfe", "Unable to read JSON"),
    (b"null", "A JSON object is expected"), (b'{"displayName": "\\ud800"}', "Unable to read JSON"),
)  # fmt: skip


@pytest.mark.parametrize(("payload", "text"), PAYLOADS)
def test_payload_that_is_no_json_object_is_refused(client: Client, payload: bytes, text: str) -> None:
    answer = client("POST", IOS_MAM, payload)
    assert answer.status == 400
    assert text in answer.message


def test_deep_nesting_is_refused_without_a_crash(client: Client) -> None:
    leaf: dict[str, Any] = string_list("com.apple.applicationaccess_blockedappbundleids", "a")
    for _ in range(50):
        kind = f"{PREFIX}GroupSettingCollectionInstance"
        leaf = {
            "@odata.type": kind,
            "settingDefinitionId": "x",
            "groupSettingCollectionValue": [{"children": [leaf]}],
        }
    answer = client("POST", CATALOG, {**catalog_body(), "settings": [{"settingInstance": leaf}]})
    assert answer.status == 400
    assert "depth" in answer.message


def test_error_has_graphs_shape_and_echoes_the_client_request_id(client: Client) -> None:
    answer = client("PATCH", f"{IOS_MAM}/T_{GROUP}", {}, client_request_id="abc-1")
    assert answer.status == 404
    inner = answer.body["error"]["innerError"]
    assert inner["client-request-id"] == answer.headers["client-request-id"] == "abc-1"
    assert inner["request-id"] == answer.headers["request-id"]
    assert inner["date"] == "2026-11-21T09:00:00"
