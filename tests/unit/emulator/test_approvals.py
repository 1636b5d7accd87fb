"""Multi Admin Approval: two people, identical bytes, once."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.unit.emulator.conftest import CATALOG, COMPLIANCE, NOW, Answer, Client, Clock, group_target, valid

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.service.collections import BY_PATH
from managed_apparaten.emulator.service.intune.approvals import WORKLOADS
from managed_apparaten.emulator.tenant import Tenant

REQUESTS = "/beta/deviceManagement/operationApprovalRequests"
WHY = base64.b64encode(b"wijziging 42").decode()
URL, BODY = valid("ios_compliance")


@pytest.fixture
def client(clock: Clock) -> Iterator[Client]:
    tenant = Tenant.open(None, clock=clock)
    tenant.approvals.require("compliance", "configuration")
    yield Client(tenant)
    tenant.close()


def file(client: Client, method: str = "POST", url: str = URL, body: object = BODY) -> str:
    answer = client(method, url, body, x_msft_approval_justification=WHY)
    assert (answer.status, answer.code) == (403, "ApprovalRequired")
    return answer.headers["x-msft-approval-code"]


def resubmit(client: Client, code: str, method: str = "POST", url: str = URL, body: object = BODY) -> Answer:
    return client(method, url, body, x_msft_approval_code=code)


def status(client: Client, code: str) -> str:
    [found] = client("GET", f"{REQUESTS}?$filter=requestId eq '{code}'").body["value"]
    return str(found["status"])


def policies(client: Client) -> int:
    return len(client("GET", COMPLIANCE).body["value"])


def test_without_justification_nothing_is_filed(client: Client) -> None:
    answer = client("POST", URL, BODY)
    assert answer.status == 400
    assert "Header 'x-msft-approval-justification' is required" in answer.message
    assert (policies(client), client("GET", REQUESTS).body["value"]) == (0, [])


def test_an_approved_request_sent_again_unchanged_is_carried_out_once(client: Client) -> None:
    code = file(client)
    [found] = client("GET", REQUESTS).body["value"]
    assert (found["requestJustification"], found["requestor"]["application"]["displayName"]) == (
        "wijziging 42",
        "tester",
    )
    assert (status(client, code), policies(client)) == ("needsApproval", 0)
    assert resubmit(client, code).code == "ApprovalRequired"
    client.tenant.approvals.decide(code, "approved")
    assert (status(client, code), policies(client)) == ("approved", 0)
    assert resubmit(client, code).status == 201
    assert status(client, code) == "completed"
    assert resubmit(client, code).status == 403
    assert policies(client) == 1


def test_another_body_method_or_address_does_not_pass_on_the_same_code(client: Client) -> None:
    code = file(client)
    client.tenant.approvals.decide(code, "approved")
    assert resubmit(client, code, body={**BODY, "displayName": "other"}).status == 400
    assert resubmit(client, code, url=CATALOG).status == 400
    assert resubmit(client, "00000000-0000-0000-0000-000000000000").status == 400
    assert (status(client, code), policies(client)) == ("approved", 0)


@pytest.mark.parametrize("decision", ["rejected", "cancelled"])
def test_what_was_not_approved_is_not_done(client: Client, decision: str) -> None:
    code = file(client)
    client.tenant.approvals.decide(code, "rejected" if decision == "rejected" else "cancelled")
    assert (resubmit(client, code).status, policies(client)) == (403, 0)
    with pytest.raises(KeyError):
        client.tenant.approvals.decide(code, "approved")
    assert file(client) != code


def test_requests_and_approvals_expire_after_thirty_days(client: Client, clock: Clock) -> None:
    code = file(client)
    client.tenant.approvals.decide(code, "approved")
    clock.now = NOW + timedelta(days=30)
    assert (resubmit(client, code).status, policies(client)) == (403, 0)
    assert client.tenant.approvals.waiting() == []


def test_one_active_request_for_one_object(client: Client) -> None:
    client.tenant.approvals.require()
    first, second = client.make(URL, BODY), client.make(URL, BODY)
    client.tenant.approvals.require("compliance")
    code = file(client, "DELETE", first, None)
    again = client(
        "POST", f"{first}/assign", {"assignments": [group_target()]}, x_msft_approval_justification=WHY
    )
    assert again.status == 409
    assert file(client, "DELETE", second, None) != code
    client.tenant.approvals.decide(code, "approved")
    assert resubmit(client, code, "DELETE", first, None).status == 204


@pytest.mark.parametrize(
    "justification",
    ["%%%", base64.b64encode(b"\xff\xfe").decode(), base64.b64encode(b"x" * 1025).decode(), ""],
)
def test_a_justification_is_base64_of_a_text_of_at_most_1024_characters(
    client: Client, justification: str
) -> None:
    assert client("POST", URL, BODY, x_msft_approval_justification=justification).status == 400
    assert client.tenant.approvals.waiting() == []
    assert (
        client("POST", URL, BODY, x_msft_approval_justification=base64.b64encode(b"x" * 1024).decode()).code
        == "ApprovalRequired"
    )


def test_reads_other_workloads_and_excluded_applications_pass(client: Client) -> None:
    assert client("GET", COMPLIANCE).status == 200
    assert client("POST", *valid("ios_app_protection")).status == 201
    client.tenant.approvals.require("compliance", excluded=("tester",))
    assert client("POST", URL, BODY).status == 201
    assert Client(client.tenant, "another")("POST", URL, BODY).status == 400


def deciding(client: Client, code: str, action: str, **body: object) -> Answer:
    return client("POST", f"{REQUESTS}/{code}/{action}", {"justification": "akkoord", **body})


def as_person(client: Client, name: str = "anna@zilverdam.example") -> Client:
    return Client(client.tenant, "portal", name)


def test_no_application_can_decide(client: Client) -> None:
    code = file(client)
    for method, url in (("PATCH", f"{REQUESTS}/{code}"), ("DELETE", f"{REQUESTS}/{code}")):
        assert client(method, url, {"status": "approved"}).status in (400, 405)
    for action in ("approve", "reject", "cancelApproval"):
        assert deciding(Client(client.tenant, "another"), code, action).code == "Forbidden"
    assert status(client, code) == "needsApproval"


@pytest.mark.parametrize(
    ("action", "then", "sent"), [("approve", "approved", 201), ("reject", "rejected", 403)]
)
def test_a_person_decides_over_graph_and_is_named(client: Client, action: str, then: str, sent: int) -> None:
    code = file(client)
    answer = deciding(as_person(client), code, action, approvalSource="adminConsole")
    assert (answer.status, answer.body["value"], status(client, code)) == (200, then, then)
    [found] = client("GET", REQUESTS).body["value"]
    assert (found["approver"]["user"]["displayName"], found["approvalJustification"]) == (
        "anna@zilverdam.example",
        "akkoord",
    )
    assert deciding(as_person(client), code, action).status == 400
    assert resubmit(client, code).status == sent


def test_who_asked_cannot_approve_it(client: Client) -> None:
    anna = as_person(client)
    code = file(anna)
    assert deciding(anna, code, "approve").code == "Forbidden"
    assert deciding(as_person(client, "bram@zilverdam.example"), code, "approve").status == 200
    assert resubmit(anna, code).status == 201


def test_an_approval_can_be_taken_back_and_then_opens_nothing(client: Client) -> None:
    code = file(client)
    assert deciding(as_person(client), code, "cancelApproval").status == 400
    deciding(as_person(client), code, "approve")
    answer = deciding(as_person(client), code, "cancelApproval")
    assert (answer.status, status(client, code)) == (200, "cancelled")
    assert (resubmit(client, code).status, policies(client)) == (403, 0)


def cancelling(client: Client, code: str) -> Answer:
    return client("POST", f"{REQUESTS}/cancelMyRequest", {"id": code})


@pytest.mark.parametrize("approved", [False, True])
@pytest.mark.parametrize("person", ["", "anna@zilverdam.example"])
def test_who_asked_can_cancel_as_long_as_it_is_open(client: Client, person: str, approved: bool) -> None:
    asking = Client(client.tenant, "tester", person)
    code = file(asking)
    if approved:
        client.tenant.approvals.decide(code, "approved")
    for other in (Client(client.tenant, "another"), as_person(client, "bram@zilverdam.example")):
        assert cancelling(other, code).code == "Forbidden"
    assert (cancelling(asking, code).status, status(client, code)) == (204, "cancelled")
    assert cancelling(asking, code).status == 400
    assert (resubmit(asking, code).status, policies(client)) == (403, 0)
    assert file(asking) != code


def test_what_is_carried_out_or_expired_cannot_be_cancelled(client: Client, clock: Clock) -> None:
    done, late = file(client), file(client, body={**BODY, "displayName": "late"})
    client.tenant.approvals.decide(done, "approved")
    assert resubmit(client, done).status == 201
    clock.now = NOW + timedelta(days=30)
    assert [cancelling(client, code).status for code in (done, late, "nothing")] == [400, 400, 404]
    assert (status(client, done), status(client, late)) == ("completed", "expired")
    with pytest.raises(KeyError):
        client.tenant.approvals.decide(late, "cancelled")


def test_each_sees_what_it_asked_for_itself(client: Client) -> None:
    code, other = file(client), Client(client.tenant, "another")
    assert [found["id"] for found in client("GET", f"{REQUESTS}/retrieveMyRequests").body["value"]] == [code]
    assert other("GET", f"{REQUESTS}/retrieveMyRequests").body["value"] == []
    assert client("GET", f"{REQUESTS}/retrieveMyRequestById(id='{code}')").body["status"] == "needsApproval"
    assert other("GET", f"{REQUESTS}/retrieveMyRequestById(id='{code}')").status == 404


def test_an_object_tells_whether_it_waits(client: Client) -> None:
    client.tenant.approvals.require()
    made = client.make(URL, BODY)
    client.tenant.approvals.require("compliance")
    code = file(client, "DELETE", made, None)
    asked = {"entityId": made.rsplit("/", 1)[1], "entityType": "compliancePolicy"}
    found = client("POST", f"{REQUESTS}/retrieveRequestStatus", asked).body
    assert (found["requestId"], found["requestStatus"], found["entityLocked"]) == (
        code,
        "needsApproval",
        True,
    )
    cancelling(client, code)
    found = client("POST", f"{REQUESTS}/retrieveRequestStatus", asked).body
    assert (found["requestId"], found["requestStatus"], found["entityLocked"]) == (None, "unknown", False)


def test_what_is_protected_and_what_could_be(client: Client) -> None:
    policies = "/beta/deviceManagement/operationApprovalPolicies"
    client.tenant.approvals.require("compliance")
    required = client("GET", f"{policies}/retrieveOperationsRequiringApproval").body["value"]
    possible = client("GET", f"{policies}/retrieveApprovableOperations").body["value"]
    assert [found["policyType"] for found in required] == ["compliancePolicy"]
    assert {found["policyType"] for found in required} < {found["policyType"] for found in possible}


def test_a_justification_that_is_no_short_text_decides_nothing(client: Client) -> None:
    code = file(client)
    for wrong in ({"justification": "x" * 1025}, {"justification": 1}, {"why": "x"}):
        assert client("POST", f"{REQUESTS}/{code}/approve", wrong).status == 400
    assert (
        as_person(client)("POST", f"{REQUESTS}/{code}/approve", {"justification": "x" * 1025}).status == 400
    )
    assert status(client, code) == "needsApproval"


@pytest.mark.parametrize(("switch", "action", "then"), [
    ("approval-withdrawn-ends", "cancelApproval", "needsApproval"), ("approvals-by-people", "approve", "approved"),
    ("approval-cancelled-by-requestor", "cancelMyRequest", "cancelled"), ("approval-status-answered", "approve", "approved"),
])  # fmt: skip
def test_what_is_assumed_of_decisions_can_be_switched(switch: str, action: str, then: str) -> None:
    tenant = Tenant.open(None, clock=lambda: NOW, behaviours=Behaviours().without(switch))
    tenant.approvals.require("compliance")
    client, other = (
        Client(tenant),
        Client(tenant, "another", "" if switch in ("approvals-by-people",) else "anna@zilverdam.example"),
    )
    code = file(client)
    if action == "cancelApproval":
        tenant.approvals.decide(code, "approved")
    answer = cancelling(other, code) if action == "cancelMyRequest" else deciding(other, code, action)
    assert answer.status in (200, 204)
    assert status(client, code) == then
    if switch == "approval-status-answered":
        assert answer.body["value"] == ""
    tenant.close()


def test_statuses_can_be_those_of_other_write_ups() -> None:
    """A missing justification is 400 by Microsoft365DSC#7236 and IntuneManagement#426, and 403 by Microsoft's page."""
    behaviours = Behaviours().without("approval-required-403").with_("approval-header-missing-403")
    tenant = Tenant.open(None, clock=lambda: NOW, behaviours=behaviours)
    tenant.approvals.require("compliance")
    client = Client(tenant)
    assert client("POST", URL, BODY).status == 403
    answer = client("POST", URL, BODY, x_msft_approval_justification=WHY)
    assert (answer.status, answer.headers["x-msft-approval-code"]) == (412, tenant.approvals.waiting()[0])
    tenant.close()


def test_workloads_name_collections_that_are_served(client: Client) -> None:
    assert all(tuple(path.split("/")) in BY_PATH for paths in WORKLOADS.values() for path in paths)
    with pytest.raises(KeyError):
        client.tenant.approvals.require("app protection")
