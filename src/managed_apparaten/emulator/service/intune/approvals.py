"""Multi Admin Approval: writes to a protected workload wait until a second person agrees, and then come again unchanged.

Source: MicrosoftDocs/memdocs multi-admin-approval-graph-api.md, 26 May 2026 (headers, 403 ApprovalRequired, polling by
requestId, resubmitting); what it leaves open is a behaviour that starts with `approval-`. Deciding is for people: on the
control door here, or over Graph by somebody who signed in (`decisions`), and never by an application.
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
MAX_JUSTIFICATION_LENGTH = 1024
"""Characters of a justification, decoded."""
VALIDITY = timedelta(days=30)
WORKLOADS: Mapping[str, tuple[str, ...]] = {
    "apps": ("deviceAppManagement/mobileApps",),
    "compliance": ("deviceManagement/deviceCompliancePolicies",),
    "configuration": ("deviceManagement/configurationPolicies",),
    "rbac": ("deviceManagement/roleScopeTags",),
}
"""Workload -> collections; app protection cannot be protected (multi-admin-approval.md, March 2026)."""
POLICY_TYPES = {
    "apps": "app",
    "compliance": "compliancePolicy",
    "configuration": "configurationPolicy",
    "rbac": "role",
}
"""Workload -> `policyType`, as intune-rbac-operationapprovalpolicyset lists its values."""
SETTING = "approvals"
Decision = Literal["approved", "rejected", "cancelled"]
DECIDABLE_STATES: Mapping[Decision, tuple[str, ...]] = {
    "approved": ("needsApproval",), "rejected": ("needsApproval",), "cancelled": ("needsApproval", "approved"),
}  # fmt: skip
"""Decision -> the states of a request in which it can be taken."""


@dataclass(frozen=True, slots=True)
class Approvals:
    """Access policies and requests of one tenant: the side of the people."""

    tenant: TenantContext

    def require(self, *workloads: str, excluded: tuple[str, ...] = ()) -> None:
        """Protect these workloads and no others, but not from the applications excluded; KeyError for an unknown one."""
        paths = [path for workload in workloads for path in WORKLOADS[workload]]
        store = self.tenant.store
        store.keep_setting(SETTING, {"paths": paths, "excluded": list(excluded)})
        with store.transaction():
            for old in list(store.objects((POLICIES,))):
                store.delete(POLICIES, old.id)
            store.insert([_make_policy(self.tenant, workload) for workload in workloads])

    def waiting(self) -> list[str]:
        """Codes that nobody decided on yet, oldest first."""
        now = self.tenant.clock()
        return [
            found.id
            for found in self.tenant.store.objects((COLLECTION,))
            if get_status(found, now) == "needsApproval"
        ]

    def decide(self, code: str, decision: Decision, approver: str = "second admin", why: str = "") -> None:
        """Agree or not, or cancel what waits or is approved; raises KeyError for a code that this cannot be done with."""
        found = self.tenant.store.get(COLLECTION, code)
        if found is None or get_status(found, self.tenant.clock()) not in DECIDABLE_STATES[decision]:
            raise KeyError(code)
        with self.tenant.store.transaction():
            record_decision(self.tenant, found, decision, approver, why)


def record_decision(tenant: TenantContext, found: Stored, decision: str, approver: str, why: str) -> Stored:
    """Write a decision down, inside a transaction."""
    who = {"user": {"id": None, "displayName": approver}, "application": None, "device": None}
    return _update_request(tenant, found, status=decision, approver=who, approvalJustification=why)


def identify_requestor(request: Request) -> JSON:
    """Who asks, as an identity set: an application, or a person through one."""
    user = {"id": None, "displayName": request.person} if request.person else None
    return {"application": {"id": None, "displayName": request.actor}, "user": user, "device": None}


def check_approval(tenant: TenantContext, request: Request, url: Url) -> None:
    """Let a write through that needs no approval or has it; refuse any other, filing a request when there is a justification."""
    setting = tenant.store.setting(SETTING)
    path = "/".join(url.segments[:2])
    if not setting or path not in setting["paths"] or request.actor in setting["excluded"]:
        return
    code, justification = request.header(CODE_HEADER), request.header(JUSTIFICATION_HEADER)
    if code is not None:
        _check_resubmission(tenant, request, url, code)
    elif justification is None:
        text = f"Header '{JUSTIFICATION_HEADER}' is required to request approval"
        on = tenant.behaviours.on("approval-header-missing-403")
        raise errors.GraphError(403 if on else 400, "Forbidden" if on else "BadRequest", text, intune=True)
    else:
        _file_request(tenant, request, url, _decode_justification(justification))


def _make_policy(tenant: TenantContext, workload: str) -> Stored:
    body = {
        "displayName": f"Protect {workload}",
        "policyType": POLICY_TYPES[workload],
        "lastModifiedDateTime": format_timestamp(tenant.clock()),
    }
    return Stored(POLICIES, tenant.new_id(f"{POLICIES}#{workload}"), "operationApprovalPolicy", body, {})


def _file_request(tenant: TenantContext, request: Request, url: Url, why: str) -> None:
    now, what = tenant.clock(), _describe_object(request, url)
    for found in tenant.store.objects((COLLECTION,)):
        if found.body.get("embeddedObject") == what and get_status(found, now) in (
            "needsApproval",
            "approved",
        ):
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
        "requestJustification": why,
        "requestor": identify_requestor(request),
        "embeddedObject": what,
        "embeddedDigest": _digest(request, url),
    }
    with tenant.store.transaction():
        tenant.store.insert([Stored(COLLECTION, code, "operationApprovalRequest", body, {})])
    raise _approval_required(tenant.behaviours, code)


def _check_resubmission(tenant: TenantContext, request: Request, url: Url, code: str) -> None:
    found = tenant.store.get(COLLECTION, code)
    if found is None or found.body.get("embeddedDigest") != _digest(request, url):
        text = f"The request does not match the approval request '{code}'."
        raise errors.bad_request(text, intune=True)
    now = get_status(found, tenant.clock())
    if now == "needsApproval":
        raise _approval_required(tenant.behaviours, code)
    if now != "approved":
        raise errors.GraphError(403, "Forbidden", f"The approval request '{code}' is {now}.", intune=True)
    with tenant.store.transaction():
        _update_request(tenant, found, status="completed")


def _approval_required(behaviours: Behaviours, code: str) -> errors.GraphError:
    """Text: the article's own example."""
    text = (
        "Approval Required. Request Approval using the request ID returned as part of the "
        f"{CODE_HEADER} response header. {CODE_HEADER}: {code}"
    )
    if behaviours.on("approval-required-403"):
        return errors.GraphError(403, "ApprovalRequired", text, headers={CODE_HEADER: code})
    return errors.GraphError(412, "PreconditionFailed", text, headers={CODE_HEADER: code})


def _decode_justification(justification: str) -> str:
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


def get_status(found: Stored, now: datetime) -> str:
    """How a request stands, in Graph's word."""
    kept = str(found.body.get("status") or "unknown")
    ended = kept in ("needsApproval", "approved") and str(
        found.body.get("expirationDateTime") or format_timestamp(now)
    ) <= format_timestamp(now)
    return "expired" if ended else kept


def with_current_status(tenant: TenantContext, found: Stored) -> Stored:
    """A request as it stands now: nobody writes down that it expired."""
    return replace(found, body={**found.body, "status": get_status(found, tenant.clock())})


def _update_request(tenant: TenantContext, found: Stored, **changed: JSON) -> Stored:
    after = replace(
        found, body={**found.body, **changed, "lastModifiedDateTime": format_timestamp(tenant.clock())}
    )
    tenant.store.replace(after)
    return after


def _describe_object(request: Request, url: Url) -> str:
    """What a request is about: an object, or for a create the new object itself."""
    length = 3 if url.segments[0] in INTUNE_ROOTS else 2
    return "/".join(url.segments[:length]) if len(url.segments) >= length else _digest(request, url)


def _digest(request: Request, url: Url) -> str:
    """The identical request: method, address and body, byte by byte."""
    return hashlib.sha256(
        b"\0".join([request.method.encode(), url.version.encode(), url.path.encode(), request.body])
    ).hexdigest()
