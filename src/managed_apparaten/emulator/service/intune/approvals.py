"""Multi Admin Approval: writes to a protected workload wait until a second person agrees, and are then sent
again unchanged.

Source: MicrosoftDocs/memdocs multi-admin-approval-graph-api.md, 26 May 2026 (headers, 403 ApprovalRequired,
polling by requestId, resubmitting). What it leaves open is a behaviour that starts with `approval-`. Only
people decide: through `Approvals` here, or over Graph by a person who signed in (`approval_actions`), and
never by an application.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import JSON, Request
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.urls import Url
from managed_apparaten.emulator.service.call import TenantContext, format_timestamp
from managed_apparaten.emulator.service.collections import INTUNE_ROOTS

COLLECTION = "deviceManagement/operationApprovalRequests"
POLICIES = "deviceManagement/operationApprovalPolicies"
JUSTIFICATION_HEADER, CODE_HEADER = "x-msft-approval-justification", "x-msft-approval-code"
"""Headers by which a write asks for an approval, and names the approval that it has."""
MAX_JUSTIFICATION_LENGTH = 1024
"""Characters of a justification, decoded."""
VALIDITY = timedelta(days=30)
"""How long an approval request is open."""
WORKLOADS: Mapping[str, tuple[str, ...]] = {
    "apps": ("deviceAppManagement/mobileApps",),
    "compliance": ("deviceManagement/deviceCompliancePolicies",),
    "configuration": ("deviceManagement/configurationPolicies",),
    "rbac": ("deviceManagement/roleScopeTags",),
}
"""Workload -> the collections in it; app protection cannot be protected (multi-admin-approval.md, March
2026)."""
POLICY_TYPES = {
    "apps": "app",
    "compliance": "compliancePolicy",
    "configuration": "configurationPolicy",
    "rbac": "role",
}
"""Workload -> `policyType`, as intune-rbac-operationapprovalpolicyset lists its values."""
SETTING = "approvals"
"""Name under which the store keeps what is protected."""
Decision = Literal["approved", "rejected", "cancelled"]
DECIDABLE_STATES: Mapping[Decision, tuple[str, ...]] = {
    "approved": ("needsApproval",), "rejected": ("needsApproval",), "cancelled": ("needsApproval", "approved"),
}  # fmt: skip
"""Decision -> the states of a request in which it can be taken."""


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approval policies and requests of one tenant, as the people see them who decide."""

    tenant: TenantContext

    def require(self, *workloads: str, excluded: tuple[str, ...] = ()) -> None:
        """Protect these workloads and no others, except against the excluded applications; raise KeyError for
        an unknown workload.
        """
        paths = [path for workload in workloads for path in WORKLOADS[workload]]
        store = self.tenant.store
        store.keep_setting(SETTING, {"paths": paths, "excluded": list(excluded)})
        with store.transaction():
            for old in list(store.objects((POLICIES,))):
                store.delete(POLICIES, old.id)
            store.insert([_make_policy(self.tenant, workload) for workload in workloads])

    def waiting(self) -> list[str]:
        """Return the codes of the requests on which nobody decided yet, oldest first."""
        now = self.tenant.clock()
        requests = self.tenant.store.objects((COLLECTION,))
        return [request.id for request in requests if get_status(request, now) == "needsApproval"]

    def decide(self, code: str, decision: Decision, approver: str = "second admin", why: str = "") -> None:
        """Approve or reject a request, or cancel one that waits or is approved.

        `why` is the justification of the approver. Raises KeyError for a code for which this decision cannot
        be taken.
        """
        request = self.tenant.store.get(COLLECTION, code)
        if request is None or get_status(request, self.tenant.clock()) not in DECIDABLE_STATES[decision]:
            raise KeyError(code)
        with self.tenant.store.transaction():
            record_decision(self.tenant, request, decision, approver, why)


def record_decision(tenant: TenantContext, request: Stored, decision: str, approver: str, why: str) -> Stored:
    """Store a decision on a request, inside a transaction."""
    approver_identity = {"user": {"id": None, "displayName": approver}, "application": None, "device": None}
    return _update_request(
        tenant, request, status=decision, approver=approver_identity, approvalJustification=why
    )


def identify_requestor(request: Request) -> JSON:
    """Return the caller as an identity set of Graph: an application, or a person through one."""
    user = {"id": None, "displayName": request.person} if request.person else None
    return {"application": {"id": None, "displayName": request.actor}, "user": user, "device": None}


def check_approval(tenant: TenantContext, request: Request, url: Url) -> None:
    """Accept a write that needs no approval or has one; refuse any other.

    A write with a justification becomes an approval request, and is refused with its code.
    """
    setting = tenant.store.setting(SETTING)
    path = "/".join(url.segments[:2])
    if not setting or path not in setting["paths"] or request.actor in setting["excluded"]:
        return
    code, justification = request.header(CODE_HEADER), request.header(JUSTIFICATION_HEADER)
    if code is not None:
        _check_resubmission(tenant, request, url, code)
    elif justification is None:
        text = f"Header '{JUSTIFICATION_HEADER}' is required to request approval"
        is_forbidden = tenant.behaviours.on("approval-header-missing-403")
        status, error_code = (403, "Forbidden") if is_forbidden else (400, "BadRequest")
        raise errors.GraphError(status, error_code, text, intune=True)
    else:
        _file_request(tenant, request, url, _decode_justification(justification))


def _make_policy(tenant: TenantContext, workload: str) -> Stored:
    """Return the policy that protects a workload."""
    body = {
        "displayName": f"Protect {workload}",
        "policyType": POLICY_TYPES[workload],
        "lastModifiedDateTime": format_timestamp(tenant.clock()),
    }
    return Stored(POLICIES, tenant.new_id(f"{POLICIES}#{workload}"), "operationApprovalPolicy", body, {})


def _file_request(tenant: TenantContext, request: Request, url: Url, justification: str) -> None:
    """Store an approval request for a write, and raise the refusal with its code."""
    now, written_object = tenant.clock(), _describe_object(request, url)
    for other in tenant.store.objects((COLLECTION,)):
        is_same_object = other.body.get("embeddedObject") == written_object
        if is_same_object and get_status(other, now) in ("needsApproval", "approved"):
            raise errors.GraphError(
                409, "Conflict", "An active approval request exists for this object.", intune=True
            )
    code = tenant.new_id(f"{COLLECTION}#{tenant.store.serial(COLLECTION)}")
    body: dict[str, JSON] = {
        "requestId": code,
        "status": "needsApproval",
        "requestDateTime": format_timestamp(now),
        "lastModifiedDateTime": format_timestamp(now),
        "expirationDateTime": format_timestamp(now + VALIDITY),
        "requestJustification": justification,
        "requestor": identify_requestor(request),
        "embeddedObject": written_object,
        "embeddedDigest": _digest(request, url),
    }
    with tenant.store.transaction():
        tenant.store.insert([Stored(COLLECTION, code, "operationApprovalRequest", body, {})])
    raise _approval_required(tenant.behaviours, code)


def _check_resubmission(tenant: TenantContext, request: Request, url: Url, code: str) -> None:
    """Accept a write that is sent again with the code of its approval, and complete the approval request.

    Refuses another write than the one that was approved, and a request that is not approved.
    """
    approval_request = tenant.store.get(COLLECTION, code)
    if approval_request is None or approval_request.body.get("embeddedDigest") != _digest(request, url):
        text = f"The request does not match the approval request '{code}'."
        raise errors.bad_request(text, intune=True)
    status = get_status(approval_request, tenant.clock())
    if status == "needsApproval":
        raise _approval_required(tenant.behaviours, code)
    if status != "approved":
        raise errors.GraphError(403, "Forbidden", f"The approval request '{code}' is {status}.", intune=True)
    with tenant.store.transaction():
        _update_request(tenant, approval_request, status="completed")


def _approval_required(behaviours: Behaviours, code: str) -> errors.GraphError:
    """Return the refusal of a write that waits for an approval, with its code.

    Text: the example of the article.
    """
    text = (
        "Approval Required. Request Approval using the request ID returned as part of the "
        f"{CODE_HEADER} response header. {CODE_HEADER}: {code}"
    )
    if behaviours.on("approval-required-403"):
        return errors.GraphError(403, "ApprovalRequired", text, headers={CODE_HEADER: code})
    return errors.GraphError(412, "PreconditionFailed", text, headers={CODE_HEADER: code})


def _decode_justification(justification: str) -> str:
    """Return the text of a justification; refuse one that is no base64, is empty or is too long."""
    try:
        text = base64.b64decode(justification, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise errors.bad_request(
            f"Header '{JUSTIFICATION_HEADER}' is not valid Base64.", intune=True
        ) from None
    if not 0 < len(text) <= MAX_JUSTIFICATION_LENGTH:
        raise errors.bad_request(
            f"Header '{JUSTIFICATION_HEADER}' must hold between 1 and {MAX_JUSTIFICATION_LENGTH} characters.",
            intune=True,
        )
    return text


def get_status(request: Stored, now: datetime) -> str:
    """Return the status of an approval request, in Graph's word; one that is open after its end is `expired`."""
    stored_status = str(request.body.get("status") or "unknown")
    if stored_status not in ("needsApproval", "approved"):
        return stored_status
    expiration = str(request.body.get("expirationDateTime") or format_timestamp(now))
    return "expired" if expiration <= format_timestamp(now) else stored_status


def with_current_status(tenant: TenantContext, request: Stored) -> Stored:
    """Return a request with its current status; that it expired is never stored."""
    return replace(request, body={**request.body, "status": get_status(request, tenant.clock())})


def _update_request(tenant: TenantContext, request: Stored, **values: JSON) -> Stored:
    """Store new values of an approval request, and return it."""
    modified = format_timestamp(tenant.clock())
    after = replace(request, body={**request.body, **values, "lastModifiedDateTime": modified})
    tenant.store.replace(after)
    return after


def _describe_object(request: Request, url: Url) -> str:
    """Return the path of the object that a write is about; for a create, a digest of the request."""
    length = 3 if url.segments[0] in INTUNE_ROOTS else 2
    return "/".join(url.segments[:length]) if len(url.segments) >= length else _digest(request, url)


def _digest(request: Request, url: Url) -> str:
    """Return a digest of the identical request: method, version, address and body, byte by byte."""
    return hashlib.sha256(
        b"\0".join([request.method.encode(), url.version.encode(), url.path.encode(), request.body])
    ).hexdigest()
