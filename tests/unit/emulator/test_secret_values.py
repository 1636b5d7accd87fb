"""What is secret, in recordings and in audit events: by name, by what stands beside it, and nothing new slips through unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from tests.unit.emulator.conftest import CONFIGURATIONS, Client, open_tenant

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.odata.metadata import VERSIONS, load
from managed_apparaten.emulator.recording.file import Recorder
from managed_apparaten.emulator.recording.scrub import SCRUBBED, Scrubber
from managed_apparaten.emulator.service.secret_values import is_secret_name

GRAPH = "#microsoft.graph."
EVENTS = "/beta/deviceManagement/auditEvents"
APPS = "/beta/deviceAppManagement/mobileAppConfigurations"
APP_POLICIES = "/beta/deviceAppManagement/targetedManagedAppConfigurations"
WORDS = re.compile(
    r"pass(word|phrase|code)?|secret|token|key|credential|certificate|connectionstring|payload|script(?!ion)|xml|json|value|private(?!link)"
    r"|pin$|plaintext|content|sas|recovery|blob|cookie|license$|bypass",
    re.IGNORECASE,
)
REFERENCES = re.compile(
    r".*(Ids?|DisplayName|FileName|Types?|Urls?|URL|Uris?|Thumbprints?|Version|Message|Description|Status)"
)
REASONED: Mapping[str, str] = {
    "name of a setting, a value or a key, or how it is chosen": "appConfigKey schemaItemKey valueName valuePrefix keyName keyPath keyUsages"
    " extendedKeyUsages customKeyIdentifier keywords enabledSkipKeys settingValueDisplayUnits contentCachingDataPath contentCachingParents",
    "a rule about passwords, the same for everybody": "passwordPolicies safariPasswordAutoFillDomains",
    "a value that a device is compared with, or has": "comparisonValue detectionValue thresholdValue currentValue notConfiguredValue"
    " supportedValues constantValue settingValue settingDisplayValue defaultValue defaultStringValue defaultStringArrayValue",
    "an outer identity, which is sent in clear": "outerIdentityPrivacyMaskValue outerIdentityPrivacyTemporaryValue",
    "text that explains a policy to people": "explainText",
    "an error that a script gave": "scriptError remediationScriptError preRemediationDetectionScriptError"
    " postRemediationDetectionScriptError",
    "what stands beside it decides": "value values oldValue newValue",
}  # fmt: skip
"""Why a text is no secret though its name could be that of one."""


def test_no_text_of_the_metadata_that_sounds_like_a_secret_slips_through_unseen() -> None:
    types = [load(version).get(name) for version in VERSIONS for name in load(version).names()]
    texts = {
        name
        for one in types
        for name, found in one.properties.items()
        if found.type in ("Edm.String", "Edm.Binary")
    }
    excused = {name for names in REASONED.values() for name in names.split()}
    left = {
        name
        for name in texts
        if WORDS.search(name) and not is_secret_name(name) and not REFERENCES.fullmatch(name)
    }
    assert sorted(left - excused) == []
    assert sorted(excused - left) == []


@pytest.mark.parametrize("name", [
    "preSharedKey", "sharedSecret", "password", "currentPassword", "token", "privateKey", "clientSecret", "connectionString", "payloadJson",
    "encodedSettingXml", "appConfigKeyValue", "customXml", "Target.PreSharedKey", "WifiPassword", "encryptedPfxBlob", "sasUrl",
    "secretOfTomorrow",
])  # fmt: skip
def test_a_name_of_a_secret_is_known_also_when_the_metadata_lacks_it(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    ["passwordRequiredType", "secretReferenceValueId", "payloadFileName", "description", "Token@odata.type"],
)
def test_what_tells_about_a_secret_is_none(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(("body", "left"), [
    ({"@odata.context": "https://graph.microsoft.com/beta/$metadata#Edm.String", "value": "geheim"}, "value"),
    ({"value": "geheim"}, "value"),
    ({"appConfigKey": "server", "appConfigKeyType": "stringType", "appConfigKeyValue": "geheim"}, "appConfigKeyValue"),
    ({"name": "server", "value": "geheim"}, "value"), ({"key": "server", "value": "geheim"}, "value"),
    ({"@odata.type": f"{GRAPH}omaSettingBase64", "omaUri": "./x", "value": "geheim"}, "value"),
    ({"definitionId": "d", "valueJson": '"geheim"', "value": "geheim"}, "value"),
    ({"displayName": "OmaSettings", "oldValue": "<null>", "newValue": "[{'value': 'geheim'}]"}, "newValue"),
    ({"displayName": "UnlockPin", "oldValue": None, "newValue": "12345"}, "newValue"),
    ({"key": "geheim", "volumeType": "operatingSystemVolume"}, "key"), ({"previousPasswords": ["geheim"]}, "previousPasswords"),
])  # fmt: skip
def test_a_recording_leaves_out_what_stands_beside_the_sign_of_a_secret(
    body: dict[str, Any], left: str
) -> None:
    found = Scrubber().body({"settings": [body]})["settings"][0]
    assert found[left] in (SCRUBBED, [SCRUBBED])
    assert "geheim" not in orjson.dumps(found).decode()


@pytest.mark.parametrize("body", [
    {"@odata.type": f"{GRAPH}deviceManagementConfigurationStringSettingValue", "value": "plain"},
    {"type": "image/png", "value": "aWNvbg=="}, {"value": ["a", "b"]}, {"name": "a", "value": True}, {"value": ""},
    {"displayName": "IsAssigned", "oldValue": "<null>", "newValue": "True"},
    {"passwordRequiredType": "numeric", "passwordPolicies": "None"},
])  # fmt: skip
def test_a_recording_keeps_a_value_that_is_no_secret(body: dict[str, Any]) -> None:
    assert Scrubber().body(body) == body


def test_a_recording_takes_the_signature_out_of_an_address() -> None:
    address = "https://storage.example/a?sv=2024&sig=gehe%2Fim%3D&se=1"
    assert Scrubber().text(address) == f"https://storage.example/a?sv=2024&sig={SCRUBBED}&se=1"


def test_a_recording_of_a_plain_oma_value_in_a_batch_has_none() -> None:
    recorder = Recorder()
    context = "https://graph.microsoft.com/beta/$metadata#Edm.String"
    answer = {
        "responses": [{"id": "1", "status": 200, "body": {"@odata.context": context, "value": "geheim"}}]
    }
    recorder.note("POST", "/beta/$batch", {}, b"{}", 200, {}, orjson.dumps(answer))
    assert b"geheim" not in recorder.dump()
    assert recorder.exchanges[0].answer["responses"][0]["status"] == 200


WIFI = {"@odata.type": f"{GRAPH}androidWorkProfileWiFiConfiguration", "displayName": "w", "networkName": "n", "ssid": "openbaar",
        "wiFiSecurityType": "wpaPersonal", "preSharedKey": "geheim-1"}  # fmt: skip
OMA = {"@odata.type": f"{GRAPH}windows10CustomConfiguration", "displayName": "o", "omaSettings": [
    {"@odata.type": f"{GRAPH}omaSettingStringXml", "displayName": "a", "omaUri": "./a", "fileName": "f",
     "value": "Z2VoZWltLTE="}]}  # fmt: skip
IOS = {"@odata.type": f"{GRAPH}iosMobileAppConfiguration", "displayName": "c", "encodedSettingXml": "Z2VoZWltLTE=", "settings": [
    {"appConfigKey": "server", "appConfigKeyType": "stringType", "appConfigKeyValue": "geheim-1"}]}  # fmt: skip
TARGETED = {"@odata.type": f"{GRAPH}targetedManagedAppConfiguration", "displayName": "t",
            "customSettings": [{"name": "server", "value": "geheim-1"}]}  # fmt: skip
SECRETS = re.compile("geheim-|Z2VoZWlt")


@pytest.mark.parametrize(("path", "body", "name"), [
    (CONFIGURATIONS, WIFI, "preSharedKey"), (CONFIGURATIONS, OMA, "omaSettings"), (APPS, IOS, "settings"),
    (APPS, {**IOS, "settings": []}, "encodedSettingXml"), (APP_POLICIES, TARGETED, "customSettings"),
])  # fmt: skip
def test_an_audit_event_masks_secrets_of_create_change_and_delete(
    path: str, body: dict[str, Any], name: str
) -> None:
    tenant = open_tenant()
    client = Client(tenant)
    url = client.make(path, body)
    sent = (
        orjson.dumps({key: body[key] for key in ("@odata.type", name)})
        .replace(b"geheim-1", b"geheim-2")
        .replace(b"LTE", b"LTI")
    )
    assert client("PATCH", url, orjson.loads(sent)).status < 300
    assert client("DELETE", url).status == 204
    found = client("GET", EVENTS).body["value"]
    changed = [
        {one["displayName"]: one for one in event["resources"][0]["modifiedProperties"]} for event in found
    ]
    assert len(found) == 3
    assert all(name in one for one in changed)
    assert all(
        "****" in one[name][key]
        for one, key in zip(changed, ("newValue", "oldValue", "oldValue"), strict=True)
    )
    assert SECRETS.search(orjson.dumps(found).decode()) is None
    tenant.close()


def test_without_the_behaviour_an_audit_event_is_plain_and_other_values_always_are() -> None:
    for behaviours, key in (
        (Behaviours(), "****"),
        (Behaviours().without("audit-secrets-masked"), "geheim-1"),
    ):
        tenant = open_tenant(behaviours)
        client = Client(tenant)
        client.make(CONFIGURATIONS, WIFI)
        [event] = client("GET", EVENTS).body["value"]
        values = {one["displayName"]: one["newValue"] for one in event["resources"][0]["modifiedProperties"]}
        assert (values["preSharedKey"], values["ssid"]) == (key, "openbaar")
        tenant.close()
