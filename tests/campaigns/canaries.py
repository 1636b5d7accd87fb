"""What is planted, and where: secrets of the sign-in and of the line, and what stands in a tenant that is nobody's business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tests.campaigns.searcher import TOKEN, planted

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.tenant import Tenant

NAMES = (
    "client secret", "password of the certificate", "private key", "access token", "refresh token", "token of the GitHub job",
    "GitHub's id token", "SYSTEM_ACCESSTOKEN", "Azure DevOps' id token", "GitLab's id token", "token in a Kubernetes file", "device code",
    "password of the proxy", "OMA-URI value of a foreign profile", "OMA-URI value that others put in ours", "the same as bytes",
    "Wi-Fi key of a foreign profile", "SCEP challenge of a foreign profile", "setting that others put in our catalog policy",
    "secret setting that others put there", "exit code that others set in ours", "mail addresses that others set in ours",
    "justification of an approval", "name of a person", "sign-in name of a person", "mail address of a person",
    "name of a device", "serial number of a device", "phone number of a person", "text of a refusal", "address of a redirect",
    "query of a next link", "Retry-After of the service", "error description of Entra", "environment variable of nobody",
    "value that others put in what is deleted", "ids of a refusal", "type of an answer",
)  # fmt: skip
"""The keys, private and public, and the tokens that the tenant makes are found by their first letters instead."""
VALUES: Mapping[str, str] = {name: planted(number) for number, name in enumerate(NAMES, 1)}
TOKENS: Mapping[str, str] = {
    name: f"{TOKEN}JSUzI1NiJ9.{value}.{value[::-1]}" for name, value in VALUES.items() if "token" in name
}
"""Those that are JSON Web Tokens, as they would look."""
_CATALOG = "#microsoft.graph.deviceManagementConfiguration"
_OURS = ("deviceManagement/deviceConfigurations", "deviceManagement/configurationPolicies")
_REMOVED = "buitendienst"


_KEPT = 20
"""Of so many people and devices one stays: what a command costs is mostly reading them, and each run has all the canaries anyway."""


def fewer(tenant: Tenant) -> None:
    """A small municipality of the seeded one."""
    with tenant.lock, tenant.world.store.transaction():
        for collection in ("users", "devices", "deviceManagement/managedDevices"):
            for number, found in enumerate(_all(tenant, collection)):
                if number % _KEPT:
                    tenant.world.store.delete(collection, found.id)


def people(tenant: Tenant) -> None:
    """Give every person and every device a name that nobody may see."""
    person = {"displayName": "name of a person", "userPrincipalName": "sign-in name of a person", "mail": "mail address of a person",
              "mobilePhone": "phone number of a person"}  # fmt: skip
    device = {"displayName": "name of a device"}
    managed = {"deviceName": "name of a device", "serialNumber": "serial number of a device", "userDisplayName": "name of a person",
               "userPrincipalName": "sign-in name of a person", "emailAddress": "mail address of a person"}  # fmt: skip
    for collection, named in (
        ("users", person),
        ("devices", device),
        ("deviceManagement/managedDevices", managed),
    ):
        for found in _all(tenant, collection):
            _keep(
                tenant,
                replace(found, body={**found.body, **{name: VALUES[value] for name, value in named.items()}}),
            )


def foreign(tenant: Tenant) -> None:
    """Profiles of others, with their secrets."""
    oma = _oma("./Vendor/MSFT/WiFi/Profile/x/WlanXml", VALUES["OMA-URI value of a foreign profile"])
    bodies: tuple[tuple[str, dict[str, Any]], ...] = (
        ("windows10CustomConfiguration", {"omaSettings": [oma]}),
        (
            "iosWiFiConfiguration",
            {"ssid": "Intern", "preSharedKey": VALUES["Wi-Fi key of a foreign profile"]},
        ),
        ("iosScepCertificateProfile", {"scepServerUrls": [VALUES["SCEP challenge of a foreign profile"]]}),
    )
    for number, (kind, body) in enumerate(bodies):
        full = {"displayName": f"Van een ander {number}", "description": None, "version": 1, **body}
        tenant.insert(
            [Stored(_OURS[0], f"00000000-0000-4000-8000-{number:012d}", kind, full, {"assignments": []})]
        )


def drift(tenant: Tenant) -> None:
    """What others did to our objects: something that is missing in each, so that it is written again, and values of their own."""
    for found in [one for collection in _OURS for one in _all(tenant, collection)]:
        if "[apparaten" in str(found.body.get("description")) or "apparaten:" in str(
            found.body.get("description")
        ):
            _keep(tenant, _touched(found))


def _touched(found: Stored) -> Stored:
    body, nav = dict(found.body), dict(found.nav)
    if "omaSettings" in body:
        more = [_oma("./Device/Vendor/MSFT/Password", VALUES["OMA-URI value that others put in ours"]),
                _oma("./Device/Vendor/MSFT/Bytes", VALUES["the same as bytes"], "omaSettingBase64")]  # fmt: skip
        body["omaSettings"] = [*body["omaSettings"][:-1], *more]
    if nav.get("settings"):
        simple = {
            "@odata.type": f"{_CATALOG}StringSettingValue",
            "value": VALUES["setting that others put in our catalog policy"],
        }
        secret = {"@odata.type": f"{_CATALOG}SecretSettingValue", "valueState": "encryptedValueToken",
                  "value": VALUES["secret setting that others put there"]}  # fmt: skip
        nav["settings"] = [
            *nav["settings"],
            _setting("90", "wifi_passphrase", simple),
            _setting("91", "vpn_secret", secret),
        ]
    if found.type == "androidDeviceOwnerGeneralDeviceConfiguration":
        body["kioskModeExitCode"] = VALUES["exit code that others set in ours"]
        body["factoryResetDeviceAdministratorEmails"] = [VALUES["mail addresses that others set in ours"]]
        body["cameraBlocked"] = not body.get("cameraBlocked")
        body["appsDefaultPermissionPolicy"] = "autoGrant"
    return replace(found, body=body, nav=nav)


def _setting(number: str, definition: str, value: dict[str, Any]) -> dict[str, Any]:
    kind = f"{_CATALOG}SimpleSettingInstance"
    return {
        "id": number,
        "settingInstance": {
            "@odata.type": kind,
            "settingDefinitionId": definition,
            "simpleSettingValue": value,
        },
    }


def _oma(uri: str, value: str, kind: str = "omaSettingString") -> dict[str, Any]:
    return {"@odata.type": f"#microsoft.graph.{kind}", "displayName": "Van een ander", "omaUri": uri, "value": value,
            "isEncrypted": False, "secretReferenceValueId": None}  # fmt: skip


def _all(tenant: Tenant, collection: str) -> Iterator[Stored]:
    yield from list(tenant.world.store.objects((collection,)))


def _keep(tenant: Tenant, found: Stored) -> None:
    with tenant.lock, tenant.world.store.transaction():
        tenant.world.store.replace(found)
