"""Multi Admin Approval over Graph: the decisions of people, and the requests of each.

Actions and functions: learn.microsoft.com/graph/api/resources/intune-rbac-operationapprovalrequest (beta),
with the names that msgraph-beta-sdk 1.66 has (`retrieve...`, which were `get...` until 2023). Graph knows a
person by the token; `approvals.Approvals`, by which tests and the command line decide, needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import representation
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import get_collection
from managed_apparaten.emulator.service.intune import approvals
from managed_apparaten.emulator.service.intune.actions import parse_parameters, parse_text
from managed_apparaten.emulator.service.intune.approvals import (
    COLLECTION,
    DECIDABLE_STATES,
    MAX_JUSTIFICATION_LENGTH,
    POLICIES,
    POLICY_TYPES,
    Decision,
)

REQUESTS = get_collection(COLLECTION)
Arguments = Mapping[str, str]


def make_decision_handler(decision: Decision) -> Callable[[Call, str, Arguments], Reply]:
    """Return the handler of the action that takes a decision: approve, reject or cancelApproval."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        body = call.body()
        for name in body:
            if name not in ("justification", "approvalSource"):
                raise errors.invalid_parameter(name)
        reason = body.get("justification") or ""
        if not isinstance(reason, str) or len(reason) > MAX_JUSTIFICATION_LENGTH:
            raise errors.bad_request(
                f"justification must be a text of at most {MAX_JUSTIFICATION_LENGTH} characters.", intune=True
            )
        request = _find_request(call, object_id)
        _check_person(call, request)
        status = approvals.get_status(request, call.tenant.clock())
        if status != ("approved" if decision == "cancelled" else "needsApproval"):
            raise errors.bad_request(f"The approval request '{object_id}' is {status}.", intune=True)
        # A withdrawn approval ends the request, or opens it again: the documentation leaves that open.
        is_reopened = decision == "cancelled" and not call.on("approval-withdrawn-ends")
        new_status = "needsApproval" if is_reopened else decision
        after = approvals.record_decision(call.tenant, request, new_status, call.request.person, reason)
        answer = after.body["status"] if call.on("approval-status-answered") else ""
        value: JSON = {"@odata.context": call.context("Edm.String"), "value": answer}
        return Reply(200, value, audited_write(request, after))

    return run


def cancel_my_request(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `cancelMyRequest`: the person who asked for an approval cancels the request.

    Its id is in the body.
    """
    request = _find_request(call, parse_text(parse_parameters(call, ("id",)), "id"))
    if call.on("approval-cancelled-by-requestor") and not _is_mine(call, request):
        raise errors.GraphError(
            403, "Forbidden", "Only who asked for an approval can cancel the request.", intune=True
        )
    status = approvals.get_status(request, call.tenant.clock())
    if status not in DECIDABLE_STATES["cancelled"]:
        raise errors.bad_request(f"The approval request '{request.id}' is {status}.", intune=True)
    body = {**request.body, "status": "cancelled", "lastModifiedDateTime": call.now()}
    after = Stored(request.collection, request.id, request.type, body, {})
    call.store.replace(after)
    return Reply(204, None, audited_write(request, after))


def list_my_requests(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `retrieveMyRequests`: the requests of the caller."""
    requests = call.store.objects((COLLECTION,))
    values = [_represent_request(call, request) for request in requests if _is_mine(call, request)]
    context = call.context("Collection(microsoft.graph.operationApprovalRequest)")
    return Reply(200, {"@odata.context": context, "value": values})


def get_my_request(call: Call, _: str, arguments: Arguments) -> Reply:
    """Answer `retrieveMyRequestById(id='...')`: one request of the caller."""
    request = _find_request(call, arguments["id"])
    if not _is_mine(call, request):
        raise errors.intune_not_found(request.id)
    context = representation.context_url(call, REQUESTS, request.id)
    return Reply(200, {"@odata.context": context, **_represent_request(call, request)})


def get_object_status(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `retrieveRequestStatus`: whether an object waits for an approval, and for which."""
    body = parse_parameters(call, ("entityId", "entityType"))
    object_id, now = parse_text(body, "entityId"), call.tenant.clock()
    answer: dict[str, JSON] = {
        "@odata.context": call.context("microsoft.graph.operationApprovalRequestEntityStatus"),
        "requestId": None,
        "requestExpirationDateTime": None,
        "requestStatus": "unknown",
        "entityLocked": False,
    }
    for request in call.store.objects((COLLECTION,)):
        is_about_object = str(request.body.get("embeddedObject") or "").rpartition("/")[2] == object_id
        status = approvals.get_status(request, now)
        if is_about_object and status in DECIDABLE_STATES["cancelled"]:
            answer["requestId"] = request.id
            answer["requestExpirationDateTime"] = request.body.get("expirationDateTime")
            answer["requestStatus"] = status
            answer["entityLocked"] = True
            break
    return Reply(200, answer)


def list_approvable(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `retrieveApprovableOperations`: what can need an approval here."""
    return _answer_policy_sets(call, sorted(set(POLICY_TYPES.values())))


def list_requiring(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `retrieveOperationsRequiringApproval`: what needs an approval now."""
    policies = call.store.objects((POLICIES,))
    types = {str(policy.body["policyType"]) for policy in policies if policy.body.get("policyType")}
    return _answer_policy_sets(call, sorted(types))


def _answer_policy_sets(call: Call, types: list[str]) -> Reply:
    """Return the answer with a policy set for each policy type."""
    sets = [{"policyType": name, "policyPlatform": "notApplicable"} for name in types]
    context = call.context("Collection(microsoft.graph.operationApprovalPolicySet)")
    return Reply(200, {"@odata.context": context, "value": sets})


def _find_request(call: Call, object_id: str) -> Stored:
    """Return an approval request by its id; raise GraphError when there is none."""
    request = call.store.get(COLLECTION, object_id)
    if request is None:
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    return request


def _represent_request(call: Call, request: Stored) -> dict[str, JSON]:
    """Return a request as a read shows it, with its current status."""
    current = approvals.with_current_status(call.tenant, request)
    return representation.represent_object(call, REQUESTS, current)


def _is_mine(call: Call, request: Stored) -> bool:
    """Return whether the caller made a request; a person is the same one in every application."""
    requestor = request.body.get("requestor") or {}
    caller = approvals.identify_requestor(call.request)
    if requestor.get("user") != caller["user"]:
        return False
    return bool(caller["user"]) or requestor.get("application") == caller["application"]


def _check_person(call: Call, request: Stored) -> None:
    """Refuse a decision by an application, and by the person who asked for the approval."""
    if call.on("approvals-by-people") and (not call.request.person or _is_mine(call, request)):
        text = "Only a person who did not ask for an approval can decide on it."
        raise errors.GraphError(403, "Forbidden", text, intune=True)
