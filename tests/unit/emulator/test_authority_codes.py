"""Sign-in by a code: the client that polls, the person who types, and what each is told when it does not work out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from tests.unit.emulator.conftest import NOW
from tests.unit.emulator.network import DEFAULT, ask, front_of
from tests.unit.emulator.test_authority import Moving, body, get

from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.identity import device_codes, jwt, registrations
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed

READER = registrations.given()[0]
SCOPE = f"offline_access {DEFAULT} openid profile"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Front, Moving]]:
    clock = Moving()
    tenant = Tenant.open(None, clock=clock, new_id=seeded_ids("test"))
    seed(tenant)
    yield front_of(tenant), clock
    tenant.close()


@pytest.fixture
def clock(running: tuple[Front, Moving]) -> Moving:
    running[1].now = NOW
    return running[1]


@pytest.fixture
def front(running: tuple[Front, Moving], clock: Moving) -> Front:
    running[0].tenant.register(READER)
    return running[0]


def begin(front: Front, **more: str) -> Any:
    form = {"client_id": READER.id, "scope": SCOPE, **more}
    url = f"/{front.tenant.identity()[0]}/oauth2/v2.0/devicecode"
    return front.handle("POST", url, {"Host": "localhost"}, urlencode(form).encode())


def poll(front: Front, device_code: str, **more: str) -> Any:
    return ask(
        front, {"grant_type": device_codes.GRANT, "client_id": READER.id, "device_code": device_code, **more}
    )


def answer(front: Front, user_code: str, said: str = "yes") -> Any:
    return front.handle(
        "POST",
        f"/{device_codes.PATH}",
        {"Host": "localhost"},
        urlencode({"code": user_code, "answer": said}).encode(),
    )


def refusal(response: Any) -> tuple[int, str, int]:
    found = body(response)
    return response.status, found["error"], found["error_codes"][0]


def test_a_code_says_where_to_go_and_how_long_it_waits(front: Front) -> None:
    found = body(begin(front))
    assert (found["expires_in"], found["interval"], len(found["user_code"])) == (900, 5, 9)
    assert found["verification_uri"] == f"http://localhost/{device_codes.PATH}"
    assert found["user_code"] in found["message"]
    tenant_id = front.tenant.identity()[0]
    told = body(get(front, f"/{tenant_id}/v2.0/.well-known/openid-configuration"))
    assert told["device_authorization_endpoint"] == f"http://localhost/{tenant_id}/oauth2/v2.0/devicecode"
    page = get(front, f"/{device_codes.PATH}")
    assert (page.status, b"<form" in page.body) == (200, True)


def test_a_person_who_agrees_opens_the_door_once_with_the_apps_permissions(front: Front) -> None:
    code = body(begin(front))
    assert refusal(poll(front, code["device_code"])) == (400, "authorization_pending", 70016)
    assert answer(front, code["user_code"].lower()).status == 200
    granted = body(poll(front, code["device_code"]))
    claims = jwt.read(granted["access_token"]).claims
    assert (claims["idtyp"], claims["scp"], "roles" in claims) == (
        "user",
        " ".join(registrations.READ),
        False,
    )
    assert jwt.read(granted["id_token"]).claims["aud"] == READER.id
    headers = {"Authorization": f"Bearer {granted['access_token']}"}
    assert get(front, "/v1.0/groups", **headers).status == 200
    assert refusal(poll(front, code["device_code"])) == (400, "bad_verification_code", 70018)
    form = {"grant_type": "refresh_token", "client_id": READER.id, "refresh_token": granted["refresh_token"]}
    assert jwt.read(body(ask(front, form))["access_token"]).claims["oid"] == claims["oid"]
    assert refusal(ask(front, {**form, "client_id": registrations.given()[1].id})) == (
        400,
        "invalid_grant",
        70008,
    )


def test_a_reader_s_code_does_not_write(front: Front) -> None:
    code = body(begin(front))
    answer(front, code["user_code"])
    token = body(poll(front, code["device_code"]))["access_token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    new = {"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "x"}
    assert (
        front.handle("POST", "/beta/deviceManagement/deviceConfigurations", headers, orjson.dumps(new)).status
        == 403
    )


def test_a_person_who_refuses_ends_it(front: Front) -> None:
    code = body(begin(front))
    answer(front, code["user_code"], "no")
    assert refusal(poll(front, code["device_code"])) == (400, "authorization_declined", 70018)


def test_a_code_waits_a_quarter_of_an_hour(front: Front, clock: Moving) -> None:
    code = body(begin(front))
    clock.now = NOW + timedelta(seconds=899)
    assert refusal(poll(front, code["device_code"]))[1] == "authorization_pending"
    clock.now = NOW + timedelta(seconds=900)
    assert answer(front, code["user_code"]).status == 400
    assert refusal(poll(front, code["device_code"])) == (400, "expired_token", 70019)


@pytest.mark.parametrize(("more", "expected"), [
    ({"client_id": ""}, (400, "invalid_request", 900144)), ({"scope": ""}, (400, "invalid_request", 900144)),
    ({"scope": "https://vault.example/.default"}, (400, "invalid_resource", 500011)),
    ({"client_id": "nobody"}, (400, "unauthorized_client", 700016)),
])  # fmt: skip
def test_a_code_is_refused_as_a_token_would_be(
    front: Front, more: dict[str, str], expected: tuple[int, str, int]
) -> None:
    assert refusal(begin(front, **more)) == expected


def test_an_app_that_is_no_public_client_gets_no_code(front: Front) -> None:
    front.tenant.register(replace(READER, public=False))
    assert refusal(begin(front)) == (401, "invalid_client", 7000218)


def test_a_code_of_another_app_is_none(front: Front) -> None:
    code = body(begin(front))
    answer(front, code["user_code"])
    writer = registrations.given()[1].id
    assert refusal(poll(front, code["device_code"], client_id=writer)) == (
        400,
        "bad_verification_code",
        70018,
    )
    assert refusal(
        ask(front, {"grant_type": "refresh_token", "client_id": writer, "refresh_token": "x"})
    ) == (400, "invalid_grant", 70008)


def test_what_somebody_typed_is_shown_as_text(front: Front) -> None:
    found = answer(front, "<script>alert(1)</script>")
    assert found.status == 400
    assert b"<script>" not in found.body.lower()


def test_codes_that_nobody_types_do_not_pile_up(front: Front) -> None:
    first = body(begin(front))
    for _ in range(device_codes.MOST):
        begin(front)
    assert refusal(poll(front, first["device_code"]))[1] == "bad_verification_code"
