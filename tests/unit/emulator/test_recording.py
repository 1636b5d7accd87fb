"""Recordings hold no person and no secret, are the same bytes each time, and show a tenant that answers otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson
import pytest
from tests.unit.emulator.conftest import (
    CATALOG,
    COMPLIANCE,
    CONFIGURATIONS,
    IOS_MAM,
    catalog_body,
    group_target,
    open_tenant,
    valid,
)
from tests.unit.emulator.network import bearer

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.recording.file import NoRecording, RecordedExchange, Recorder, load
from managed_apparaten.emulator.recording.replay import Replay, play
from managed_apparaten.emulator.recording.scrub import SCRUBBED, Scrubber
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed

OMA = {
    "@odata.type": "#microsoft.graph.omaSettingString",
    "displayName": "o",
    "omaUri": "./x",
    "value": "geheime-waarde",
}
Send = Callable[..., Any]


def fresh(behaviours: Behaviours | None = None) -> Tenant:
    tenant = open_tenant(behaviours)
    seed(tenant)
    return tenant


def session(send: Send) -> None:
    """What somebody may do with a tenant: read, make, change, assign, fail, delete."""
    users = send("GET", "/v1.0/users?$top=3")["value"]
    send("GET", f"/v1.0/users/{users[0]['id']}")
    send("GET", f"/v1.0/users?$filter=userPrincipalName eq '{users[1]['userPrincipalName']}'")
    group = send("GET", "/v1.0/groups?$top=2")["value"][0]["id"]
    send("GET", f"/v1.0/groups/{group}/members")
    send("GET", "/v1.0/deviceManagement/managedDevices?$top=2")
    made = send("POST", *valid("ios_compliance"))["id"]
    send("POST", f"{COMPLIANCE}/{made}/assign", {"assignments": [group_target(group)]})
    send("GET", f"{COMPLIANCE}/{made}?$expand=assignments")
    send(
        "PATCH",
        f"{COMPLIANCE}/{made}",
        {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "description": "d"},
    )
    send(
        "POST",
        COMPLIANCE,
        {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "displayName": "no action"},
    )
    send(
        "POST",
        CONFIGURATIONS,
        {
            "@odata.type": "#microsoft.graph.windows10CustomConfiguration",
            "displayName": "o",
            "omaSettings": [OMA],
        },
    )
    send("POST", CATALOG, catalog_body())
    protection = send("POST", *valid("ios_app_protection"))["id"]
    send("GET", f"{IOS_MAM}/{protection}?$expand=apps")
    send("DELETE", f"{COMPLIANCE}/{made}")
    send("GET", f"{COMPLIANCE}/{made}")


def recorded(run: Callable[[Send], None] = session) -> Recorder:
    tenant, recorder = fresh(), Recorder()
    front = Front(tenant, serving.authority_of(tenant), recorder=recorder)
    headers = bearer(front)

    def send(method: str, path: str, body: Any = None) -> Any:
        answer = front.handle(method, path, headers, b"" if body is None else orjson.dumps(body))
        return orjson.loads(answer.body) if answer.body else None

    run(send)
    tenant.close()
    return recorder


@pytest.fixture(scope="module")
def recording() -> Recorder:
    return recorded()


def exchanges(recorder: Recorder) -> list[RecordedExchange]:
    return list(load(recorder.dump().splitlines()))


def replayed(recorder: Recorder, behaviours: Behaviours | None = None) -> Replay:
    tenant = fresh(behaviours)
    found = play(tenant, exchanges(recorder))
    tenant.close()
    return found


def test_a_recording_holds_the_exchanges_in_order_and_reads_back(recording: Recorder) -> None:
    found = exchanges(recording)
    assert found == recording.exchanges
    assert [one.method for one in found] == ["GET"] * 6 + ["POST"] * 2 + ["GET", "PATCH"] + ["POST"] * 4 + [
        "GET",
        "DELETE",
        "GET",
    ]
    assert [one.status for one in found][-3:] == [200, 204, 404]


def test_it_holds_no_token_no_secret_and_no_person(recording: Recorder) -> None:
    text = recording.dump().decode()
    tenant = fresh()
    people = [person.body for person in tenant.world.store.objects(("users",))]
    devices = [device.body for device in tenant.world.store.objects(("deviceManagement/managedDevices",))]
    ids = [item.id for item in tenant.world.store.objects(("users", "groups", "devices"))]
    tenant.close()
    words = [
        str(person[key])
        for person in people
        for key in ("displayName", "userPrincipalName", "mail", "surname")
        if person.get(key)
    ]
    words += [
        str(device[key])
        for device in devices
        for key in ("deviceName", "serialNumber", "userDisplayName")
        if device.get(key)
    ]
    words = [word for word in (*words, *ids) if len(word) > 4]
    assert len(words) > 1000
    assert [
        word
        for word in (*words, "geheime-waarde", "Bearer", "eyJ", "client_secret")
        if f'"{word}' in text or f"{word}'" in text
    ] == []
    assert "@person.example" in text
    assert SCRUBBED in text


def test_the_same_session_gives_the_same_bytes(recording: Recorder) -> None:
    assert recorded().dump() == recording.dump()


def test_a_stand_in_is_the_same_wherever_the_original_stood(recording: Recorder) -> None:
    first, single, filtered = exchanges(recording)[:3]
    assert single.answer["displayName"] == first.answer["value"][0]["displayName"] == "Person 1"
    assert first.answer["value"][0]["id"] in single.path
    assert filtered.path.endswith(f"'{first.answer['value'][1]['userPrincipalName']}'".replace(" ", "%20"))


def test_sign_in_and_refused_tokens_are_not_recorded() -> None:
    recorder = Recorder()
    for path, status in (("/x/oauth2/v2.0/token", 200), ("/v1.0/groups", 401), ("/", 200), ("", 404)):
        recorder.note(
            "GET", "https://localhost" + path, {"Authorization": "Bearer x"}, b"{}", status, {}, b"{}"
        )
    assert recorder.exchanges == []


@pytest.mark.parametrize(("body", "left"), [
    ({"preSharedKey": "hunter2", "ssid": "x"}, {"preSharedKey": SCRUBBED, "ssid": "x"}),
    ({"passwordRequired": True, "passwordRequiredType": "numeric"}, {"passwordRequired": True, "passwordRequiredType": "numeric"}),
    ({"@odata.type": "#microsoft.graph.deviceManagementConfigurationSecretSettingValue", "value": "s"},
     {"@odata.type": "#microsoft.graph.deviceManagementConfigurationSecretSettingValue", "value": SCRUBBED}),
    ({"description": "ask jan@gemeente.example or eyJhbGciOi.eyJzdWIiOi.x"}, {"description": f"ask person1@person.example or {SCRUBBED}"}),
    ({"userDisplayName": "Jan de Vries", "notes": "of Jan de Vries"}, {"userDisplayName": "Person 1", "notes": "of Person 1"}),
    ({"notes": "of Jan de Vries", "userDisplayName": "Jan de Vries"}, {"notes": "of Person 1", "userDisplayName": "Person 1"}),
    ({"id": "acacacac-9df4-4c7d-9d50-4ef0226f57a9"}, {"id": "acacacac-9df4-4c7d-9d50-4ef0226f57a9"}),
    ({"displayName": "iOS for everyone", "businessPhones": ["+31 6"]}, {"displayName": "iOS for everyone", "businessPhones": ["Person 1"]}),
])  # fmt: skip
def test_scrubbing_takes_what_names_people_or_is_secret_and_leaves_the_rest(
    body: Mapping[str, Any], left: Mapping[str, Any]
) -> None:
    assert Scrubber().body(body) == left


def test_a_tenant_that_answers_the_same_shows_no_difference(recording: Recorder) -> None:
    found = replayed(recording)
    assert found.differences == []
    assert (found.compared, found.skipped) == (17, {})


@pytest.mark.parametrize(("off", "what", "where"), [
    ("patch-204-for-configuration", "status", ""),
    ("compliance-one-block-action", "status", ""),
    ("type-absent-on-create", "extra", "@odata.type"),
    ("scheduled-actions-only-expanded", "extra", "scheduledActionsForRule"),
    ("server-defaults", "missing", "osMaximumVersion"),
])  # fmt: skip
def test_a_tenant_that_answers_otherwise_is_found_out(
    recording: Recorder, off: str, what: str, where: str
) -> None:
    found = {(one.what, one.where) for one in replayed(recording, Behaviours().without(off)).differences}
    assert (what, where) in found


def answered(path: str, answer: Any, status: int = 200, **answered: str) -> RecordedExchange:
    return RecordedExchange("GET", path, {}, None, status, answered, answer)


@pytest.mark.parametrize(("exchange", "differences"), [
    (answered("/v1.0/organization", {"value": "x"}), [("missing", ""), ("kind", "value")]),
    (answered("/v1.0/nothing", {"error": {"code": "Other", "message": "{}"}}, 400), [("code", "error"), ("nested", "error")]),
    (answered("/v1.0/groups", None, 429), []),
    (answered("/v1.0/groups", None, 403), []),
    (answered("/v1.0/groups/6f9619ff-8b86-d011-b42d-00c04fc964ff", None, 404), []),
    (answered(COMPLIANCE, {"value": [{"@odata.type": "#microsoft.graph.typeOfTomorrow"}]}),
     [("missing", "value[microsoft.graph.typeOfTomorrow]")]),
])  # fmt: skip
def test_what_can_be_compared_is_and_the_rest_is_not(
    exchange: RecordedExchange, differences: list[tuple[str, str]]
) -> None:
    tenant = fresh()
    found = play(tenant, [exchange])
    tenant.close()
    assert [(one.what, one.where) for one in found.differences if not one.where.startswith("@")] in (
        differences,
        differences[1:],
    )


@pytest.mark.parametrize("text", [
    b"", b"{}", b'{"format":"recording of Microsoft Graph","version":2}', b"x\ny",
    b'{"format":"recording of Microsoft Graph","version":1}\n{"request":{}}',
    b'{"format":"recording of Microsoft Graph","version":1}\n[]',
    b'{"format":"recording of Microsoft Graph","version":1}\n'
    b'{"request":{"method":"GET","path":1,"headers":{},"body":null},"response":{"status":200,"headers":{},"body":null}}',
])  # fmt: skip
def test_another_file_is_no_recording(text: bytes) -> None:
    with pytest.raises(NoRecording):
        list(load(text.splitlines()))


def test_no_line_of_a_recording_names_a_host(recording: Recorder) -> None:
    paths = [one.path for one in exchanges(recording)]
    assert all(re.match(r"/(v1\.0|beta)/", path) for path in paths)
