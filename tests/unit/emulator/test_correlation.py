"""By which numbers a client and the service know one request: at the identity provider, at Graph, and in the log."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from tests.unit.emulator.conftest import NOW, valid
from tests.unit.emulator.network import ask, bearer, credentials, front_of
from tests.unit.emulator.test_authority import body
from tests.unit.emulator.test_authority_codes import SCOPE, answer

from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.identity import device_codes, registrations
from managed_apparaten.emulator.odata.values import is_guid
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed

MINE = "0F8FAD5B-D9CB-469F-A165-70867728950E"
REQUESTS = "/beta/deviceManagement/operationApprovalRequests"
READER, WRITER = registrations.given()


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    tenant = Tenant.open(None, clock=lambda: NOW, new_id=seeded_ids("test"))
    seed(tenant)
    yield front_of(tenant)
    tenant.close()


def refused(front: Front, **headers: str) -> tuple[dict[str, Any], dict[str, str]]:
    """A sign-in with a wrong secret: the body and the headers of the refusal."""
    form = {**credentials("apparaten-plan"), "client_secret": "wrong"}
    url = f"/{front.tenant.identity()[0]}/oauth2/v2.0/token"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = front.handle("POST", url, {"Host": "localhost", **named}, urlencode(form).encode())
    assert response.status == 401
    return body(response), dict(response.headers)


def test_a_refused_sign_in_carries_the_client_s_own_number(front: Front) -> None:
    found, headers = refused(front, client_request_id=MINE)
    assert found["correlation_id"] == MINE.lower()
    assert f"Correlation ID: {MINE.lower()} " in found["error_description"]
    assert f"Trace ID: {found['trace_id']} " in found["error_description"]
    assert headers["x-ms-request-id"] == found["trace_id"] != found["correlation_id"]


def test_the_number_comes_back_as_a_header_when_that_is_asked(front: Front) -> None:
    assert "client-request-id" not in refused(front, client_request_id=MINE)[1]
    assert (
        refused(front, client_request_id=MINE, return_client_request_id="true")[1]["client-request-id"]
        == MINE.lower()
    )
    assert "client-request-id" not in refused(front, return_client_request_id="true")[1]


@pytest.mark.parametrize(
    "given", [{}, {"client_request_id": "not a guid"}, {"client_request_id": f"{MINE}\r\nx: y"}]
)
def test_without_a_proper_number_the_provider_makes_one(front: Front, given: dict[str, str]) -> None:
    (one, _), (two, _) = refused(front, **given), refused(front, **given)
    assert all(is_guid(found[name]) for found in (one, two) for name in ("correlation_id", "trace_id"))
    assert len({found[name] for found in (one, two) for name in ("correlation_id", "trace_id")}) == 4


def test_a_granted_token_has_a_number_too(front: Front) -> None:
    assert is_guid(ask(front, credentials("apparaten-plan")).headers["x-ms-request-id"])


def test_graph_echoes_the_client_s_number_and_adds_its_own(front: Front) -> None:
    for path, status in (("/v1.0/organization", 200), ("/v1.0/nothing", 400)):
        found = front.handle("GET", path, {**bearer(front), "client-request-id": MINE}, b"")
        assert (found.status, found.headers["client-request-id"]) == (status, MINE)
        assert is_guid(found.headers["request-id"])
        assert found.headers["request-id"] != MINE
        if status == 400:
            inner = body(found)["error"]["innerError"]
            assert (inner["request-id"], inner["client-request-id"]) == (found.headers["request-id"], MINE)
    unasked = front.handle("GET", "/v1.0/organization", bearer(front), b"").headers
    assert unasked["client-request-id"] == unasked["request-id"]


def signed_in(front: Front, app: registrations.Application) -> dict[str, str]:
    """Headers of the tenant's administrator, signed in to an application by a code."""
    asked = {"client_id": app.id, "scope": SCOPE}
    root = f"/{front.tenant.identity()[0]}/oauth2/v2.0"
    code = body(front.handle("POST", f"{root}/devicecode", {"Host": "localhost"}, urlencode(asked).encode()))
    answer(front, code["user_code"])
    token = body(
        ask(
            front, {"grant_type": device_codes.GRANT, "client_id": app.id, "device_code": code["device_code"]}
        )
    )
    return {
        "Authorization": f"Bearer {token['access_token']}",
        "Host": "localhost",
        "Content-Type": "application/json",
    }


def filed(front: Front, headers: dict[str, str], name: str) -> str:
    """A create that waits for approval: its code."""
    url, sent = valid("ios_compliance")
    front.tenant.approvals.require("compliance")
    why = {"x-msft-approval-justification": base64.b64encode(b"w").decode()}
    asked = front.handle("POST", url, {**headers, **why}, orjson.dumps({**sent, "displayName": name}))
    front.tenant.approvals.require()
    return str(asked.headers["x-msft-approval-code"])


def test_over_the_network_a_person_asks_cancels_and_is_in_the_log(front: Front) -> None:
    code = filed(front, signed_in(front, WRITER), "one")
    person, cancel = signed_in(front, READER), (f"{REQUESTS}/cancelMyRequest", orjson.dumps({"id": code}))
    assert front.handle("POST", cancel[0], bearer(front, "apparaten-plan"), cancel[1]).status == 403
    [found] = body(front.handle("GET", f"{REQUESTS}/retrieveMyRequests", person, b""))["value"]
    name = found["requestor"]["user"]["displayName"]
    assert (found["id"], name.partition("@")[0], found["requestor"]["application"]["displayName"]) == (
        code,
        "admin",
        "apparaten-apply",
    )
    assert front.handle("POST", cancel[0], person, cancel[1]).status == 204
    assert body(front.handle("GET", f"{REQUESTS}/{code}", bearer(front), b""))["status"] == "cancelled"
    last = body(front.handle("GET", "/beta/deviceManagement/auditEvents", bearer(front), b""))["value"][-1]
    assert (last["actor"]["auditActorType"], last["actor"]["userPrincipalName"]) == ("ItPro", name)


def test_over_the_network_a_person_approves_what_an_application_asked(front: Front) -> None:
    code = filed(front, bearer(front), "two")
    approve = f"{REQUESTS}/{code}/approve"
    assert front.handle("POST", approve, bearer(front, "apparaten-plan"), b"{}").status == 403
    assert front.handle("POST", approve, signed_in(front, READER), b'{"justification": "ok"}').status == 200
    assert body(front.handle("GET", f"{REQUESTS}/{code}", bearer(front), b""))["status"] == "approved"
