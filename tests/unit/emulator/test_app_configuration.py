"""App configurations for managed apps and for managed devices, and relationships between apps (issue 10, E15)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from tests.unit.emulator.conftest import APPS, BLOCKED, Client, group_target, open_tenant, string_list, valid

from managed_apparaten.emulator.core.behaviour import Behaviours

MANAGED = "/beta/deviceAppManagement/targetedManagedAppConfigurations"
DEVICES = "/beta/deviceAppManagement/mobileAppConfigurations"
ANDROID = "#microsoft.graph.androidManagedStoreAppConfiguration"


def payload(content: Any) -> str:
    return base64.b64encode(orjson.dumps(content)).decode()


def android(**more: Any) -> dict[str, Any]:
    content = {
        "kind": "androidenterprise#managedConfiguration",
        "productId": "app:com.microsoft.emmx",
        "managedProperty": [],
    }
    return {"@odata.type": ANDROID, "displayName": "Edge", "packageId": "app:com.microsoft.emmx", "payloadJson": payload(content),
            "profileApplicability": "androidDeviceOwner", "targetedMobileApps": [], **more}  # fmt: skip


def test_a_configuration_of_managed_apps(client: Client) -> None:
    """E15: customSettings, apps of a group, settings of the catalogue by changeSettings, and $expand of the three lists."""
    key = "com.microsoft.intune.mam.managedbrowser.BlockListURLs"
    body = {
        "displayName": "Edge",
        "customSettings": [{"name": key, "value": "tiktok.com|temu.com"}],
        "appGroupType": "allApps",
    }
    url = client.make(MANAGED, body)
    assert url.rpartition("/")[2].startswith("A_")
    before = client("GET", url).body
    assert ("settings" in before, before["customSettings"]) == (False, body["customSettings"])
    setting = {
        "@odata.type": "#microsoft.graph.deviceManagementConfigurationSetting",
        "settingInstance": string_list(BLOCKED, "a.b"),
    }
    assert client("POST", f"{url}/changeSettings", {"settings": [setting]}).status == 204
    found = client("GET", f"{url}?$expand=settings,apps,assignments").body
    assert found["settings"][0]["settingInstance"]["settingDefinitionId"] == BLOCKED
    assert found["version"] != before["version"]
    assert client("POST", f"{url}/changeSettings", {"settings": []}).status == 204
    assert client("GET", f"{url}/settings").body["value"] == []
    wrong: list[dict[str, Any]] = [
        {}, {"settings": "x"}, {"settings": [{}]}, {"settings": [{"colour": "red"}]}, {"settings": [], "colour": "red"},
    ]  # fmt: skip
    for bad in wrong:
        assert client("POST", f"{url}/changeSettings", bad).status == 400
    assert client("POST", f"{MANAGED}/nothing/changeSettings", {"settings": []}).status == 404
    assert client("POST", f"{url.replace('beta', 'v1.0')}/changeSettings", {"settings": []}).status in (
        400,
        405,
    )


def test_a_configuration_of_android_devices(client: Client) -> None:
    url = client.make(DEVICES, android())
    assert client("POST", f"{url}/assign", {"assignments": [group_target()]}).status == 204
    assert len(client("GET", f"{url}?$expand=assignments").body["assignments"]) == 1
    assert client("PATCH", url, {"@odata.type": ANDROID, "payloadJson": payload({"kind": "x"})}).status == 200


@pytest.mark.parametrize("body", [
    android(packageId=None), android(payloadJson=7),
    android(profileApplicability="everything"), android(permissionActions=[{"permission": "x", "action": "perhaps"}]),
    {"@odata.type": "#microsoft.graph.iosMobileAppConfiguration", "displayName": "x", "encodedSettingXml": "not base64!"},
    {"@odata.type": "#microsoft.graph.iosMobileAppConfiguration", "displayName": "x", "settings": [{"appConfigKeyType": "numberType"}]},
])  # fmt: skip
def test_what_is_no_configuration_is_refused(client: Client, body: dict[str, Any]) -> None:
    assert client("POST", DEVICES, body).status == 400
    assert client("GET", DEVICES).body["value"] == []


def test_payload_package_and_apps_are_judged_by_switches(without: Callable[..., Client]) -> None:
    assert without("app-configuration-package")("POST", DEVICES, android(packageId=None)).status == 201
    tenant = open_tenant(Behaviours().with_("app-configuration-apps-exist", "app-configuration-payload"))
    strict = Client(tenant)
    for wrong in ("{}", payload([]), "Payload Json value"):
        assert "base64" in strict("POST", DEVICES, android(payloadJson=wrong)).message
    app = strict.make(*valid("mobile_app")).rpartition("/")[2]
    assert strict("POST", DEVICES, android(targetedMobileApps=[app])).status == 201
    assert app[::-1] in strict("POST", DEVICES, android(targetedMobileApps=[app[::-1]])).message
    tenant.close()


def dependency(target: str, kind: str = "autoInstall") -> dict[str, Any]:
    return {"@odata.type": "#microsoft.graph.mobileAppDependency", "targetId": target, "dependencyType": kind}


def test_relationships_are_seen_from_both_sides(client: Client) -> None:
    """E15: updateRelationships replaces the list, and both apps show it."""
    urls = [client.make(*valid("mobile_app")) for _ in range(3)]
    one, two, three = (url.rpartition("/")[2] for url in urls)
    assert (
        client(
            "POST", f"{urls[0]}/updateRelationships", {"relationships": [dependency(two), dependency(three)]}
        ).status
        == 204
    )
    assert {found["targetId"] for found in client("GET", f"{urls[0]}/relationships").body["value"]} == {
        two,
        three,
    }
    [seen] = client("GET", f"{urls[1]}/relationships").body["value"]
    assert (seen["targetId"], seen["targetType"], seen["targetDisplayName"]) == (one, "parent", "Signal")
    assert (
        client("POST", f"{urls[0]}/updateRelationships", {"relationships": [dependency(three)]}).status == 204
    )
    assert client("GET", f"{urls[1]}/relationships").body["value"] == []
    assert len(client("GET", f"{APPS}/{three}?$expand=relationships").body["relationships"]) == 1
    wrong: list[dict[str, Any]] = [
        {"relationships": [dependency(one)]}, {"relationships": [dependency(two), dependency(two)]}, {"relationships": [dependency("x")]},
        {"relationships": None}, {}, {"relationships": [dependency(two, "perhaps")]},
    ]  # fmt: skip
    for bad in wrong:
        assert client("POST", f"{urls[0]}/updateRelationships", bad).status == 400
