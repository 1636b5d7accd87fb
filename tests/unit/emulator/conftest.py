"""A tenant of its own for each test, a small client, and valid bodies for the kinds that matter most."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GROUP = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
OTHER_GROUP = "7f9619ff-8b86-d011-b42d-00c04fc964ff"
IOS_MAM = "/beta/deviceAppManagement/iosManagedAppProtections"
ANDROID_MAM = "/beta/deviceAppManagement/androidManagedAppProtections"
COMPLIANCE = "/beta/deviceManagement/deviceCompliancePolicies"
CONFIGURATIONS = "/beta/deviceManagement/deviceConfigurations"
CATALOG = "/beta/deviceManagement/configurationPolicies"
APPS = "/beta/deviceAppManagement/mobileApps"
PREFIX = "#microsoft.graph.deviceManagementConfiguration"
RESTRICTIONS = "com.apple.applicationaccess_com.apple.applicationaccess"
BLOCKED = "com.apple.applicationaccess_blockedappbundleids"
CLIPS = "com.apple.applicationaccess_allowappclips"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.body["error"]["code"])

    @property
    def message(self) -> str:
        return str(self.body["error"]["message"])


@dataclass(frozen=True, slots=True)
class Client:
    tenant: Tenant
    actor: str = "tester"
    person: str = ""

    def __call__(self, method: str, url: str, body: Any = None, **headers: str) -> Answer:
        data = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        response = self.tenant.handle(Request(method, url, named, data, self.actor, person=self.person))
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        parsed = orjson.loads(response.body) if response.body and is_json else response.body.decode()
        return Answer(response.status, parsed, dict(response.headers))

    def make(self, url: str, body: Any) -> str:
        answer = self("POST", url, body)
        assert answer.status == 201, answer.body
        return f"{url}/{answer.body['id']}"


def open_tenant(behaviours: Behaviours | None = None) -> Tenant:
    return Tenant.open(None, clock=lambda: NOW, behaviours=behaviours, new_id=seeded_ids("test"))


@pytest.fixture
def client() -> Iterator[Client]:
    tenant = open_tenant()
    yield Client(tenant)
    tenant.close()


@pytest.fixture
def without() -> Callable[..., Client]:
    """A client of a tenant in which some behaviours are off."""
    return lambda *names: Client(open_tenant(Behaviours().without(*names)))


class Clock:
    """The time of a tenant, moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def zilverdam_in_time(clock: Clock) -> Iterator[Client]:
    """The seeded world on a clock that the test moves; tests write in it."""
    tenant = Tenant.open(None, clock=clock, new_id=seeded_ids("test"))
    seed(tenant)
    yield Client(tenant)
    tenant.close()


@pytest.fixture(scope="session")
def zilverdam() -> Iterator[Client]:
    """The seeded world; tests only read it."""
    tenant = open_tenant()
    seed(tenant)
    yield Client(tenant)
    tenant.close()


def block_rule() -> list[Any]:
    action = {
        "actionType": "block",
        "gracePeriodHours": 24,
        "notificationTemplateId": "",
        "notificationMessageCCList": [],
    }
    return [{"ruleName": "PasswordRequired", "scheduledActionConfigurations": [action]}]


def catalog_body(*children: Any, name: str = "App restrictions") -> dict[str, Any]:
    inner = list(children) or [
        string_list(BLOCKED, "com.zhiliaoapp.musically", "com.einnovation.temu"),
        choice(CLIPS, "_false"),
    ]
    group = {
        "@odata.type": f"{PREFIX}GroupSettingCollectionInstance", "settingDefinitionId": RESTRICTIONS,
        "groupSettingCollectionValue": [{"children": inner}],
    }  # fmt: skip
    settings = [{"settingInstance": group}]
    return {
        "name": name,
        "description": "d",
        "platforms": "iOS",
        "technologies": "mdm,appleRemoteManagement",
        "settings": settings,
    }


def string_list(definition: str, *values: str) -> dict[str, Any]:
    items = [{"@odata.type": f"{PREFIX}StringSettingValue", "value": value} for value in values]
    kind = f"{PREFIX}SimpleSettingCollectionInstance"
    return {"@odata.type": kind, "settingDefinitionId": definition, "simpleSettingCollectionValue": items}


def choice(definition: str, option: str) -> dict[str, Any]:
    value = {"value": definition + option, "children": []}
    return {
        "@odata.type": f"{PREFIX}ChoiceSettingInstance",
        "settingDefinitionId": definition,
        "choiceSettingValue": value,
    }


def group_target(group: str = GROUP, kind: str = "groupAssignmentTarget") -> dict[str, Any]:
    return {"target": {"@odata.type": f"#microsoft.graph.{kind}", "groupId": group}}


IOS_IDENTIFIER = "#microsoft.graph.iosMobileAppIdentifier"
VALID: dict[str, tuple[str, dict[str, Any]]] = {
    "ios_app_protection": (IOS_MAM, {
        "@odata.type": "#microsoft.graph.iosManagedAppProtection", "displayName": "p", "description": "d", "pinRequired": True,
        "minimumPinLength": 6, "periodOfflineBeforeWipeIsEnforced": "P90D", "pinCharacterSet": "numeric", "roleScopeTagIds": ["0"],
        "allowedDataStorageLocations": ["oneDriveForBusiness"], "managedBrowser": "microsoftEdge", "appGroupType": "selectedPublicApps",
        "targetedAppManagementLevels": "unmanaged,mdm", "exemptedAppProtocols": [{"name": "Default", "value": "skype"}],
        "apps": [{"mobileAppIdentifier": {"@odata.type": IOS_IDENTIFIER, "bundleId": "com.microsoft.skype.teams"}}],
    }),
    "android_app_protection": (ANDROID_MAM, {
        "@odata.type": "#microsoft.graph.androidManagedAppProtection", "displayName": "p", "screenCaptureBlocked": True,
        "encryptAppData": True, "minimumRequiredPatchVersion": "2026-01-01", "periodOnlineBeforeAccessCheck": "PT30M",
        "exemptedAppPackages": [{"name": "a", "value": "b"}],
    }),
    "ios_compliance": (COMPLIANCE, {
        "@odata.type": "#microsoft.graph.iosCompliancePolicy", "displayName": "p", "passcodeRequired": True, "passcodeMinimumLength": 6,
        "osMinimumVersion": "18.0", "passcodeRequiredType": "numeric",
        "restrictedApps": [{"name": "TikTok", "appId": "com.zhiliaoapp.musically", "publisher": None}],
        "scheduledActionsForRule": block_rule(),
    }),
    "android_device_owner_compliance": (COMPLIANCE, {
        "@odata.type": "#microsoft.graph.androidDeviceOwnerCompliancePolicy", "displayName": "p", "passwordRequired": True,
        "passwordRequiredType": "numericComplex", "passwordMinimumLength": 6, "storageRequireEncryption": True,
        "scheduledActionsForRule": block_rule(),
    }),
    "ios_app_restrictions": (CATALOG, catalog_body()),
    "android_device_owner_restrictions": (CONFIGURATIONS, {
        "@odata.type": "#microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration", "displayName": "p", "playStoreMode": "allowList",
        "personalProfilePlayStoreMode": "blockedApps", "cameraBlocked": False, "passwordMinimumLength": 6,
        "personalProfilePersonalApplications": [{"@odata.type": "microsoft.graph.appListItem", "name": "TikTok", "appId": "com.tiktok"}],
    }),
    "mobile_app": (APPS, {
        "@odata.type": "#microsoft.graph.iosStoreApp", "displayName": "Signal", "description": "d", "publisher": "Signal",
        "bundleId": "org.whispersystems.signal", "appStoreUrl": "https://apps.apple.com/app/id874139669", "isFeatured": False,
        "applicableDeviceType": {"iPad": True, "iPhoneAndIPod": True}, "minimumSupportedOperatingSystem": {"v18_0": True},
    }),
}  # fmt: skip
"""Kind -> (collection, a body that is accepted)."""


def valid(kind: str) -> tuple[str, dict[str, Any]]:
    url, body = VALID[kind]
    return url, copy.deepcopy(body)
