"""What is known of the real service: observed refusals, Microsoft's metadata, and what is assumed. The unit tests test it too."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.conformance.conftest import Tally
from tests.unit.emulator.conftest import COMPLIANCE, Client, open_tenant, valid
from tests.unit.emulator.test_metadata import EXCUSED, FACTS, differences, facts
from tests.unit.emulator.test_observed_errors import FACTS as OBSERVATIONS
from tests.unit.emulator.test_observed_errors import LATER, OBSERVED

from managed_apparaten.emulator.core.behaviour import TABLE, Behaviours
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.odata.metadata import VERSIONS, load
from managed_apparaten.emulator.odata.values import is_guid

pytestmark = pytest.mark.conformance
GROUP_BODY = {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True}
WHY = base64.b64encode(b"change 42").decode()


def lagging(client: Client) -> None:
    client.tenant.faults.inject(Fault("F7", path="/groups", times=None))
    made = client("POST", "/v1.0/groups", GROUP_BODY).body["id"]
    answer = client("GET", f"/v1.0/groups/{made}")
    assert (answer.status, answer.code) == (404, "Request_ResourceNotFound")


def gateway(client: Client) -> None:
    client.tenant.faults.inject(Fault("F3", "504"))
    answer = client("GET", COMPLIANCE)
    assert (answer.status, answer.code) == (504, "UnknownError")
    assert json.loads(json.loads(answer.message)["Message"])["Message"].startswith("An e")


def throttled(client: Client) -> None:
    client.tenant.faults.inject(Fault("F1", "fraction"))
    answer = client("GET", COMPLIANCE)
    assert (answer.status, answer.code, answer.message) == (
        429,
        "TooManyRequests",
        "Please retry again later.",
    )
    assert "." in answer.headers["Retry-After"]


def forbidden(client: Client) -> None:
    answer = client.tenant.handle(Request("GET", "/v1.0/groups", {}, b"", "nobody", frozenset()))
    error = json.loads(answer.body)["error"]
    assert (answer.status, error["code"]) == (403, "Authorization_RequestDenied")
    assert error["message"] == "Insufficient privileges to complete the operation."


def without_justification(client: Client) -> None:
    client.tenant.approvals.require("compliance")
    answer = client("POST", *valid("ios_compliance"))
    assert answer.status in (400, 403)
    assert "Header 'x-msft-approval-justification' is required to request approval" in answer.message


def with_justification(client: Client) -> None:
    client.tenant.approvals.require("compliance")
    url, body = valid("ios_compliance")
    answer = client("POST", url, body, x_msft_approval_justification=WHY)
    assert (answer.status, answer.code) in ((403, "ApprovalRequired"), (412, "PreconditionFailed"))
    assert is_guid(answer.headers["x-msft-approval-code"])
    assert client("GET", COMPLIANCE).body["value"] == []


ON_DEMAND: dict[str, Callable[[Client], None]] = {
    "GET right after create (Entra-backed objects)": lagging,
    "any": gateway,
    "throttled": throttled,
    "missing permission": forbidden,
    "MAA: write without justification header": without_justification,
    "MAA: write with justification": with_justification,
}
"""Observed answers that the tenant gives when a fault, an approval or a right is set."""


def test_every_observed_answer_reproduces(tally: Tally) -> None:
    for reproduce in (*OBSERVED.values(), *ON_DEMAND.values()):
        tenant = open_tenant()
        reproduce(Client(tenant))
        tenant.close()
    rows: list[dict[str, Any]] = json.loads(OBSERVATIONS.read_text("utf-8")) if OBSERVATIONS.exists() else []
    assert {row["trigger"] for row in rows} <= {*OBSERVED, *ON_DEMAND}
    assert {*ON_DEMAND} == LATER
    tally("observed answers", "reproduced", len(OBSERVED) + len(ON_DEMAND))


@pytest.mark.parametrize("version", VERSIONS)
def test_metadata_agrees_with_an_independent_extraction(version: str, tally: Tally) -> None:
    types = [name for name in facts()[version] if load(version).find(name)]
    found = differences(version)
    tally(f"metadata, {version}", "types compared with an independent extraction", len(types))
    tally(f"metadata, {version}", "differences, each with a reason", len(found))
    assert [line for line in found if line not in EXCUSED] == []
    assert bool(types) == FACTS.exists()


def test_every_assumption_has_a_switch(tally: Tally) -> None:
    assumed = [row.name for row in TABLE if row.evidence == "assumption"]
    for name in assumed:
        assert Behaviours().with_(name).on(name)
        assert not Behaviours().without(name).on(name)
    tally("behaviours", "rules with a public source", len(TABLE) - len(assumed))
    tally("behaviours", "assumptions, each with a switch", len(assumed))
