"""Read and ask for Multi Admin Approval in Graph: requests for approval, who must agree, and the headers that
go with a write.

A write to what an operation approval policy protects is refused, and the refusal carries a code. When a
second person has agreed, the identical write with that code is carried out. Source: MicrosoftDocs/memdocs
multi-admin-approval-graph-api.md, 26 May 2026. That page filters by `requestId`, which the type does not
have; other tools find the code as `id` (CIPP-API). So the whole list is read once.
"""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Refused, TransportFailed
from managed_apparaten.graph.http.error_body import APPROVAL_CODE
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport
from managed_apparaten.graph.http.urls import key, query
from managed_apparaten.graph.read.paging import GRAPH, read_list
from managed_apparaten.graph.read.rounds import ReadTask, gather, run_read
from managed_apparaten.graph.write.writer import Writer

JUSTIFICATION = "x-msft-approval-justification"
LONGEST = 1024
"""The most characters of a justification before it is encoded."""
STOPPING = frozenset(
    {"app", "compliancePolicy", "configurationPolicy", "appProtectionPolicy", "filter", "unknownFutureValue"}
)
"""Types of approval policy that can stop a write of ours. A type that this version of Graph hides
(`unknownFutureValue`) counts as one."""
_REQUESTS = GraphRequest("GET", "/deviceManagement/operationApprovalRequests")
_POLICIES = GraphRequest("GET", "/deviceManagement/operationApprovalPolicies")
_IN_TEXT = re.compile(APPROVAL_CODE + r"\W{1,5}([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})")
_ACTIVE = re.compile(r"active approval request", re.IGNORECASE)

Letters = Callable[[GraphRequest], Mapping[str, str]]
"""Returns the headers that go with a write."""


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """A request for approval as the tenant shows it."""

    code: str
    codes: frozenset[str]
    """All values that may be its code, in lower case."""
    status: str
    """Its `operationApprovalRequestStatus`, as Graph gives it."""
    justification: str
    ends: datetime | None
    """The moment after which nothing can be done with it, whatever its status says; None when that cannot be
    read."""


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """A policy that makes writes wait, and the groups whose members may agree."""

    name: str
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApprovalDoor:
    """Reads the approvals of a tenant, and makes writers with approval headers. Reads raise
    `graph.errors.ReadFailed`."""

    transport: Transport
    root: str = GRAPH
    codes: tuple[str, ...] = ("requestId", "id")
    """Properties of a request that may hold its code, the most likely first."""
    names: bool = True
    """Whether the names of groups are read."""

    def requests(self) -> tuple[ApprovalRequest, ...]:
        """Return all requests for approval that may be seen, decided or not."""
        return tuple(
            _request(item, self.codes) for item in run_read(self.transport, read_list(_REQUESTS, self.root))
        )

    def policies(self) -> tuple[ApprovalPolicy, ...]:
        """Return the approval policies that can stop a write of ours, sorted by name."""
        items = [
            item
            for item in run_read(self.transport, read_list(_POLICIES, self.root))
            if item.get("policyType") in STOPPING
        ]
        names = self._groups([str(group) for item in items for group in item.get("approverGroupIds") or ()])
        stopping_policies = [
            ApprovalPolicy(
                str(item.get("displayName") or item.get("id")),
                tuple(names[str(g)] for g in item.get("approverGroupIds") or ()),
            )
            for item in items
        ]
        return tuple(sorted(stopping_policies, key=lambda policy: policy.name))

    def writer(self, approval_headers: Letters) -> Writer:
        """Return a writer whose requests carry these headers."""
        return Writer(HeaderTransport(self.transport, approval_headers))

    def _groups(self, ids: Sequence[str]) -> dict[str, str]:
        """Return id -> name of these groups. A group whose name cannot be read, or is not asked for, has its
        id for a name."""
        if not self.names:
            return {i: i for i in ids}
        asked = [
            GraphRequest("GET", f"/groups/{key(i)}{query(select='id,displayName')}", "v1.0")
            for i in sorted({*ids})
        ]
        answers = run_read(self.transport, gather([_name(request) for request in asked])) if asked else []
        return {i: name or i for i, name in zip(sorted({*ids}), answers, strict=True)}


@dataclass(frozen=True, slots=True)
class HeaderTransport:
    """A transport that adds headers to each request."""

    inner: Transport
    approval_headers: Letters

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request with its headers."""
        return self.inner.send(self._with(request))

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send several requests, each with its own headers."""
        return self.inner.send_all([self._with(request) for request in requests])

    def _with(self, request: GraphRequest) -> GraphRequest:
        return replace(request, headers={**request.headers, **self.approval_headers(request)})


def justified(text: str) -> dict[str, str]:
    """Return the header that asks for approval."""
    return {JUSTIFICATION: base64.b64encode(text.encode()).decode()}


def approved(code: str) -> dict[str, str]:
    """Return the header of a write that was agreed to."""
    return {APPROVAL_CODE: code}


def code_of(refused: Refused) -> str | None:
    """Return the code of the request for approval that a refusal has made. Some answers have it only in their
    text."""
    match = _IN_TEXT.search(refused.message)
    return refused.details.get("approval-code") or (match[1] if match else None)


def unasked(refused: Refused) -> bool:
    """Return whether a write was refused because it had no justification. The status is 403 or 400, so the
    text decides."""
    return JUSTIFICATION in refused.message


def occupied(refused: Refused) -> bool:
    """Return whether a write was refused because a request for approval is open for the same object."""
    return refused.status == 409 and _ACTIVE.search(refused.message) is not None


def _name(request: GraphRequest) -> ReadTask[str]:
    [answer] = yield [request]
    return (
        str(answer.body.get("displayName") or "")
        if answer.status == 200 and isinstance(answer.body, dict)
        else ""
    )


def _request(item: JSON, names: Sequence[str]) -> ApprovalRequest:
    codes = [str(item[name]) for name in names if item.get(name)]
    why, status = str(item.get("requestJustification") or ""), str(item.get("status"))
    return ApprovalRequest(
        codes[0] if codes else "",
        frozenset(code.lower() for code in codes),
        status,
        why,
        _moment(item.get("expirationDateTime")),
    )


def _moment(text: JSON) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
