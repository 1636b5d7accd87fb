"""Multi Admin Approval over Graph: what people decide, and what each asked for.

Actions and functions: learn.microsoft.com/graph/api/resources/intune-rbac-operationapprovalrequest (beta), with the names that
msgraph-beta-sdk 1.66 has (`retrieve...`, which were `get...` until 2023). Graph knows a person by the token; the control door
of `approvals` needs none.
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
    """The action that takes this decision: approve, reject or cancelApproval."""

    def run(call: Call, object_id: str, _: Arguments) -> Reply:
        body = call.body()
        for name in body:
            if name not in ("justification", "approvalSource"):
                raise errors.invalid_parameter(name)
        why = body.get("justification") or ""
        if not isinstance(why, str) or len(why) > MAX_JUSTIFICATION_LENGTH:
            raise errors.bad_request(
                f"justification must be a text of at most {MAX_JUSTIFICATION_LENGTH} characters.", intune=True
            )
        found = _find_request(call, object_id)
        _check_person(call, found)
        now = approvals.get_status(found, call.tenant.clock())
        if now != ("approved" if decision == "cancelled" else "needsApproval"):
            raise errors.bad_request(f"The approval request '{object_id}' is {now}.", intune=True)
        reopened = decision == "cancelled" and not call.on("approval-withdrawn-ends")
        after = approvals.record_decision(
            call.tenant, found, "needsApproval" if reopened else decision, call.request.person, why
        )
        answer = after.body["status"] if call.on("approval-status-answered") else ""
        return Reply(
            200,
            {"@odata.context": _context(call, "Edm.String"), "value": answer},
            audited_write(found, after),
        )

    return run


def cancel_my_request(call: Call, _: str, __: Arguments) -> Reply:
    """cancelMyRequest: the id is in the body."""
    found = _find_request(call, parse_text(parse_parameters(call, ("id",)), "id"))
    if call.on("approval-cancelled-by-requestor") and not _is_mine(call, found):
        raise errors.GraphError(
            403, "Forbidden", "Only who asked for an approval can cancel the request.", intune=True
        )
    now = approvals.get_status(found, call.tenant.clock())
    if now not in DECIDABLE_STATES["cancelled"]:
        raise errors.bad_request(f"The approval request '{found.id}' is {now}.", intune=True)
    after = Stored(
        found.collection,
        found.id,
        found.type,
        {**found.body, "status": "cancelled", "lastModifiedDateTime": call.now()},
        {},
    )
    call.store.replace(after)
    return Reply(204, None, audited_write(found, after))


def list_my_requests(call: Call, _: str, __: Arguments) -> Reply:
    """retrieveMyRequests."""
    own = [
        _represent_request(call, found)
        for found in call.store.objects((COLLECTION,))
        if _is_mine(call, found)
    ]
    return Reply(
        200,
        {
            "@odata.context": _context(call, "Collection(microsoft.graph.operationApprovalRequest)"),
            "value": own,
        },
    )


def get_my_request(call: Call, _: str, arguments: Arguments) -> Reply:
    """retrieveMyRequestById(id='...')."""
    found = _find_request(call, arguments["id"])
    if not _is_mine(call, found):
        raise errors.intune_not_found(found.id)
    return Reply(
        200,
        {
            "@odata.context": representation.context_url(call, REQUESTS, found.id),
            **_represent_request(call, found),
        },
    )


def get_object_status(call: Call, _: str, __: Arguments) -> Reply:
    """retrieveRequestStatus: whether an object waits for approval, and for which."""
    body = parse_parameters(call, ("entityId", "entityType"))
    wanted, now = parse_text(body, "entityId"), call.tenant.clock()
    about = [
        found
        for found in call.store.objects((COLLECTION,))
        if str(found.body.get("embeddedObject") or "").rpartition("/")[2] == wanted
    ]
    held = next(
        (found for found in about if approvals.get_status(found, now) in DECIDABLE_STATES["cancelled"]), None
    )
    answer = {
        "requestId": held.id if held else None, "requestExpirationDateTime": held.body.get("expirationDateTime") if held else None,
        "requestStatus": approvals.get_status(held, now) if held else "unknown", "entityLocked": held is not None,
    }  # fmt: skip
    return Reply(
        200,
        {"@odata.context": _context(call, "microsoft.graph.operationApprovalRequestEntityStatus"), **answer},
    )


def list_approvable(call: Call, _: str, __: Arguments) -> Reply:
    """retrieveApprovableOperations: what can be protected here."""
    return _answer_policy_sets(call, sorted(set(POLICY_TYPES.values())))


def list_requiring(call: Call, _: str, __: Arguments) -> Reply:
    """retrieveOperationsRequiringApproval: what is protected now."""
    return _answer_policy_sets(
        call,
        sorted(
            {
                str(found.body["policyType"])
                for found in call.store.objects((POLICIES,))
                if found.body.get("policyType")
            }
        ),
    )


def _answer_policy_sets(call: Call, types: list[str]) -> Reply:
    sets = [{"policyType": name, "policyPlatform": "notApplicable"} for name in types]
    return Reply(
        200,
        {
            "@odata.context": _context(call, "Collection(microsoft.graph.operationApprovalPolicySet)"),
            "value": sets,
        },
    )


def _find_request(call: Call, object_id: str) -> Stored:
    found = call.store.get(COLLECTION, object_id)
    if found is None:
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    return found


def _represent_request(call: Call, found: Stored) -> dict[str, JSON]:
    return representation.represent_object(call, REQUESTS, approvals.with_current_status(call.tenant, found))


def _is_mine(call: Call, found: Stored) -> bool:
    """A person is the same one in every application."""
    asked, caller = found.body.get("requestor") or {}, approvals.identify_requestor(call.request)
    return bool(
        asked.get("user") == caller["user"]
        and (caller["user"] or asked.get("application") == caller["application"])
    )


def _check_person(call: Call, found: Stored) -> None:
    if call.on("approvals-by-people") and (not call.request.person or _is_mine(call, found)):
        text = "Only a person who did not ask for an approval can decide on it."
        raise errors.GraphError(403, "Forbidden", text, intune=True)


def _context(call: Call, name: str) -> str:
    return call.context(f"{name}")
