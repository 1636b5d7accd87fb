"""Objects in Zilverdam's tenant that this product did not make: by an administrator in the portal or by other tools."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.odata.validate import Validator
from managed_apparaten.emulator.service.intune.actions import list_group_apps
from managed_apparaten.emulator.service.intune.assignments import ALL_USERS

WHEN = {
    "createdDateTime": "2025-03-11T13:37:00.0000000Z",
    "lastModifiedDateTime": "2026-06-18T10:02:00.0000000Z",
}
RESTRICTIONS = "com.apple.applicationaccess_com.apple.applicationaccess"
PREFIX = "#microsoft.graph.deviceManagementConfiguration"
APP_INSTALLER = "device_vendor_msft_policy_config_desktopappinstaller_enableappinstaller"
EVERYONE = "*"


def objects(group_id: Callable[[str], str]) -> Iterator[Stored]:
    """All of them. One carries a name that our own naming would give; it is not ours."""
    council, windows = [group_id("sg-rol-griffie")], [group_id("dg-windows-alle")]
    yield _policy(
        "MA | College van B en W | iOS | App-beperkingen",
        "iOS",
        "mdm,appleRemoteManagement",
        _ios_settings(),
        council,
    )
    yield _policy(
        "Win - Baseline - App-installatie", "windows10", "mdm", [_choice(APP_INSTALLER, "_0")], windows
    )
    yield _configuration("iosWiFiConfiguration", "iOS - Wi-Fi intern", _WIFI, [EVERYONE])
    yield _configuration(
        "windows10CustomConfiguration", "Win - OMA - Startmenu ('s-Hertogenbosch)", _OMA, windows
    )
    yield _configuration(
        "windows10GeneralConfiguration",
        "Win - Apparaatbeperkingen 2021 <oud>",
        {"screenCaptureBlocked": True},
        [],
    )
    yield _protection("ios", "Standaard app-beveiliging iOS", [EVERYONE])
    yield _protection("android", "Standaard app-beveiliging Android", [EVERYONE])
    yield _compliance(
        "windows10CompliancePolicy",
        "Windows basis",
        {"bitLockerEnabled": True, "secureBootEnabled": True},
        [EVERYONE],
    )
    yield _compliance(
        "androidDeviceOwnerCompliancePolicy", "Android gedeeld | 2024", {"passwordRequired": True}, []
    )
    yield from _supporting()


def _object_id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zilverdam:foreign:{name}"))


def _targets(owner: str, kind: str, groups: list[str]) -> list[dict[str, JSON]]:
    """Assignments in the service's form."""
    found = []
    for group in groups:
        everyone = group == EVERYONE
        name = "allLicensedUsersAssignmentTarget" if everyone else "groupAssignmentTarget"
        target = {"@odata.type": f"#microsoft.graph.{name}", **({} if everyone else {"groupId": group})}
        [full] = Validator(load("beta")).contained([{"target": target}], kind, "assignments", {})
        full = {key: {"source": "direct", "sourceId": owner}.get(key, value) for key, value in full.items()}
        found.append({**full, "id": f"{owner}_{ALL_USERS if everyone else group}"})
    return found


def _policy(name: str, platforms: str, technologies: str, settings: list[JSON], groups: list[str]) -> Stored:
    owner = _object_id(name)
    checked = Validator(load("beta")).contained(
        settings, "deviceManagementConfigurationSetting", "settings", {}
    )
    body = {"name": name, "description": "", "platforms": platforms, "technologies": technologies, **WHEN}
    nav = {
        "settings": [{**setting, "id": str(index)} for index, setting in enumerate(checked)],
        "assignments": _targets(owner, "deviceManagementConfigurationPolicyAssignment", groups),
    }
    return Stored(
        "deviceManagement/configurationPolicies", owner, "deviceManagementConfigurationPolicy", body, nav
    )


def _ios_settings() -> list[JSON]:
    blocked = {
        "@odata.type": f"{PREFIX}SimpleSettingCollectionInstance", "settingDefinitionId": "com.apple.applicationaccess_blockedappbundleids",
        "simpleSettingCollectionValue": [{"@odata.type": f"{PREFIX}StringSettingValue", "value": "com.zhiliaoapp.musically"}],
    }  # fmt: skip
    group = {
        "@odata.type": f"{PREFIX}GroupSettingCollectionInstance", "settingDefinitionId": RESTRICTIONS,
        "groupSettingCollectionValue": [{"children": [blocked]}],
    }  # fmt: skip
    return [{"settingInstance": group}]


def _choice(definition: str, option: str) -> JSON:
    value = {"value": definition + option, "children": []}
    mark = {"@odata.type": f"{PREFIX}ChoiceSettingInstance"}
    return {"settingInstance": {**mark, "settingDefinitionId": definition, "choiceSettingValue": value}}


_WIFI: dict[str, JSON] = {
    "networkName": "Intern",
    "ssid": "ZLV-INT",
    "wiFiSecurityType": "wpa2Enterprise",
    "connectAutomatically": True,
}
_HIDE_SLEEP: dict[str, JSON] = {
    "@odata.type": "#microsoft.graph.omaSettingInteger", "displayName": "Startmenu", "value": 1,
    "omaUri": "./Device/Vendor/MSFT/Policy/Config/Start/HideSleep",
}  # fmt: skip
_OMA: dict[str, JSON] = {"omaSettings": [_HIDE_SLEEP]}


def _configuration(kind: str, name: str, own: dict[str, JSON], groups: list[str]) -> Stored:
    owner = _object_id(name)
    body = {"displayName": name, "description": None, "version": 3, **WHEN, **_checked(kind, own)}
    nav = {"assignments": _targets(owner, "deviceConfigurationAssignment", groups)}
    return Stored("deviceManagement/deviceConfigurations", owner, kind, body, nav)


def _protection(platform: str, name: str, groups: list[str]) -> Stored:
    owner, kind = "T_" + _object_id(name), f"{platform}ManagedAppProtection"
    own: dict[str, JSON] = {
        "pinRequired": True,
        "dataBackupBlocked": True,
        "appGroupType": "allMicrosoftApps",
    }
    body = {
        "displayName": name,
        "description": "",
        "version": f'"{_object_id(name)}"',
        **WHEN,
        **_checked(kind, own),
    }
    nav = {
        "apps": list_group_apps(kind),
        "assignments": _targets(owner, "targetedManagedAppPolicyAssignment", groups),
    }
    return Stored(f"deviceAppManagement/{kind}s", owner, kind, body, nav)


def _compliance(kind: str, name: str, own: dict[str, JSON], groups: list[str]) -> Stored:
    owner = _object_id(name)
    body = {"displayName": name, "description": None, "version": 2, **WHEN, **_checked(kind, own)}
    action = {
        "id": _object_id(name + ":action"), "actionType": "block", "gracePeriodHours": 24, "notificationMessageCCList": [],
        "notificationTemplateId": "00000000-0000-0000-0000-000000000000",
    }  # fmt: skip
    rule = {"id": _object_id(name + ":rule"), "ruleName": None, "scheduledActionConfigurations": [action]}
    nav = {
        "scheduledActionsForRule": [rule],
        "assignments": _targets(owner, "deviceCompliancePolicyAssignment", groups),
    }
    return Stored("deviceManagement/deviceCompliancePolicies", owner, kind, body, nav)


def _checked(kind: str, own: dict[str, JSON]) -> dict[str, JSON]:
    metadata = load("beta")
    return Validator(metadata).entity(own, metadata.get(kind))


def _supporting() -> Iterator[Stored]:
    body: dict[str, JSON] = {
        "displayName": "Windows van de gemeente", "platform": "windows10AndLater", "rule": '(device.deviceOwnership -eq "Corporate")',
        "assignmentFilterManagementType": "devices", **WHEN,
    }  # fmt: skip
    kind = "deviceAndAppManagementAssignmentFilter"
    yield Stored("deviceManagement/assignmentFilters", _object_id("filter"), kind, body, {})
    yield Stored(
        "deviceManagement/roleScopeTags",
        "0",
        "roleScopeTag",
        {"displayName": "Default", "isBuiltIn": True},
        {},
    )
    owner = _object_id("template")
    message = {
        "id": f"{owner}_nl-nl", "isDefault": True, "lastModifiedDateTime": WHEN["lastModifiedDateTime"], "locale": "nl-nl",
        "messageTemplate": "Uw apparaat voldoet niet aan de regels.", "subject": "Apparaat controleren",
    }  # fmt: skip
    template: dict[str, JSON] = {
        "displayName": "Standaardbericht",
        "defaultLocale": "nl-nl",
        "brandingOptions": "none",
    }
    template["lastModifiedDateTime"] = WHEN["lastModifiedDateTime"]
    nav = {"localizedNotificationMessages": [message]}
    yield Stored(
        "deviceManagement/notificationMessageTemplates", owner, "notificationMessageTemplate", template, nav
    )
