"""Whatever comes in, an HTTP answer comes out: 4xx for nonsense, never 5xx, never an exception."""

from __future__ import annotations

import random
from typing import Any

import orjson
import pytest
from tests.unit.emulator.conftest import GROUP, VALID, Client, open_tenant, valid

from managed_apparaten.emulator.worlds.seed import seed

PARTS = (
    "deviceManagement", "deviceAppManagement", "deviceCompliancePolicies", "configurationPolicies", "mobileApps", "groups", "users",
    "members",
    "iosManagedAppProtections", "managedAppPolicies", "assign", "targetApps", "apps", "settings", "assignments", "$count", "$ref", "x",
    GROUP,
    "microsoft.graph.user", "graph.iosStoreApp", "scheduledActionsForRule", "('a''b')", "groups('x')", "%00", "%ff", "..", "auditEvents",
    "managedDevices", "detectedApps", "transitiveMembers", "localizedNotificationMessages", "notificationMessageTemplates",
    "configurationSettings",
    "getOmaSettingPlainTextValue(secretReferenceValueId='x')", "deviceConfigurations", "organization", "é", "$batch",
)  # fmt: skip
OPTIONS = (
    "$filter=displayName eq 'x'", "$filter=((", "$filter=not not", "$filter='", "$filter=displayName in (",
    "$filter=startswith(displayName,",
    "$expand=assignments", "$expand=(", "$expand=apps($select=id)", "$select=id", "$select=,", "$top=5", "$top=99999999999", "$count=true",
    "$skiptoken=AAAA", "$skiptoken=cDk5OTk5OTk5OTk5OTk5OTk5OTk", "$orderby=displayName desc", "$orderby=,", "a=b", "&&", "%",
    "$format=json",
)  # fmt: skip
JUNK: tuple[Any, ...] = (
    None, {}, [], 5, "x", {"@odata.type": None}, {"assignments": None}, {"assignments": [None]}, {"apps": [[]]}, {"requests": [{}]},
    {"settings": [{"settingInstance": {"@odata.type": "#microsoft.graph.deviceManagementConfigurationChoiceSettingInstance"}}]},
    {"@odata.id": 5}, {"@odata.id": "https://x/users/y"}, {"displayName": "x" * 10000}, {"mobileAppAssignments": [{"target": {}}]},
)  # fmt: skip


@pytest.mark.parametrize("seeded", range(4))
def test_random_requests_get_an_answer(seeded: int) -> None:
    chance = random.Random(seeded)
    tenant = open_tenant()
    seed(tenant)
    client = Client(tenant)
    known = [client.make(*valid(kind)) for kind in VALID]
    for _ in range(500):
        start = chance.choice((chance.choice(("/beta", "/v1.0", "/v9", "")), chance.choice(known)))
        path = "/".join((start, *chance.sample(PARTS, chance.randrange(4))))
        url = path + chance.choice(("", "?" + "&".join(chance.sample(OPTIONS, 2))))
        body = chance.choice((*(orjson.dumps(junk) for junk in JUNK), b"", b"{", b"\xff"))
        method = chance.choice(("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "BREW", ""))
        answer = client(method, url, body)
        assert 200 <= answer.status < 500, (method, url, body)
        if answer.status >= 400:
            assert set(answer.body["error"]) == {"code", "message", "innerError"}
    tenant.close()


@pytest.mark.parametrize(
    "url",
    ["https://[", "\ud800", "/beta/\ud800", "", "//", "/beta//nonsense//", "/beta/groups\n", "http://", "?"],
)
def test_broken_urls_are_refused(client: Client, url: str) -> None:
    for method in ("GET", "POST"):
        assert client(method, url, {}).status == 400
