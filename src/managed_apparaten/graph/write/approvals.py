"""Multi Admin Approval, the side of Graph: requests for approval, who must agree, and the letters that go with a write.

A write to what an access policy protects is refused, and its refusal carries a code; when a second person has agreed, the identical
write with that code is carried out. Source: MicrosoftDocs/memdocs multi-admin-approval-graph-api.md, 26 May 2026. That page asks by
`requestId`, which the type does not have; tools in the field find the code as `id` (CIPP-API). So the whole list is read, once.
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
"""Characters of a justification before it is encoded."""
STOPPING = frozenset(
    {"app", "compliancePolicy", "configurationPolicy", "appProtectionPolicy", "filter", "unknownFutureValue"}
)
"""Types of access policy that can stop a write of ours. A type that this version of Graph hides counts as one."""
_REQUESTS = GraphRequest("GET", "/deviceManagement/operationApprovalRequests")
_POLICIES = GraphRequest("GET", "/deviceManagement/operationApprovalPolicies")
_IN_TEXT = re.compile(APPROVAL_CODE + r"\W{1,5}([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})")
_ACTIVE = re.compile(r"active approval request", re.IGNORECASE)

Letters = Callable[[GraphRequest], Mapping[str, str]]
"""The headers that go with a write."""


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """One request for approval as the tenant shows it."""

    code: str
    codes: frozenset[str]
    """All that it may be called, in lower case."""
    status: str
    """Of `operationApprovalRequestStatus`, as Graph says it."""
    justification: str
    ends: datetime | None
    """From then on nothing may be done with it, whatever its status says; None when that cannot be read."""


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """What makes writes wait, and the groups whose members may agree."""

    name: str
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApprovalDoor:
    """A tenant as far as approvals go. Reads raise `graph.errors.ReadFailed`."""

    transport: Transport
    root: str = GRAPH
    codes: tuple[str, ...] = ("requestId", "id")
    """Properties of a request that may be its code, the likeliest first."""
    names: bool = True
    """Whether groups are asked for their names."""

    def requests(self) -> tuple[ApprovalRequest, ...]:
        """All requests that may be seen, decided or not."""
        return tuple(
            _request(found, self.codes) for found in run_read(self.transport, read_list(_REQUESTS, self.root))
        )

    def policies(self) -> tuple[ApprovalPolicy, ...]:
        """The access policies that can stop a write of ours, by name."""
        found = [
            item
            for item in run_read(self.transport, read_list(_POLICIES, self.root))
            if item.get("policyType") in STOPPING
        ]
        names = self._groups([str(group) for item in found for group in item.get("approverGroupIds") or ()])
        made = [
            ApprovalPolicy(
                str(item.get("displayName") or item.get("id")),
                tuple(names[str(g)] for g in item.get("approverGroupIds") or ()),
            )
            for item in found
        ]
        return tuple(sorted(made, key=lambda policy: policy.name))

    def writer(self, letters: Letters) -> Writer:
        """A writer whose requests carry letters."""
        return Writer(HeaderTransport(self.transport, letters))

    def _groups(self, ids: Sequence[str]) -> dict[str, str]:
        """Id -> name; the id again of a group that cannot be read, or of all."""
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
    """A transport that gives each request its letter."""

    inner: Transport
    letters: Letters

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request with its letter."""
        return self.inner.send(self._with(request))

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Each with its own."""
        return self.inner.send_all([self._with(request) for request in requests])

    def _with(self, request: GraphRequest) -> GraphRequest:
        return replace(request, headers={**request.headers, **self.letters(request)})


def justified(text: str) -> dict[str, str]:
    """The header that asks for approval."""
    return {JUSTIFICATION: base64.b64encode(text.encode()).decode()}


def approved(code: str) -> dict[str, str]:
    """The header of a write that was agreed to."""
    return {APPROVAL_CODE: code}


def code_of(refused: Refused) -> str | None:
    """The code of the request for approval that a refusal has made; some answers have it in their text only."""
    found = _IN_TEXT.search(refused.message)
    return refused.details.get("approval-code") or (found[1] if found else None)


def unasked(refused: Refused) -> bool:
    """Whether a write was refused because it came without a justification: 403 or 400, so the text decides."""
    return JUSTIFICATION in refused.message


def occupied(refused: Refused) -> bool:
    """Whether a write was refused because a request for approval is open for the same object."""
    return refused.status == 409 and _ACTIVE.search(refused.message) is not None


def _name(request: GraphRequest) -> ReadTask[str]:
    [answer] = yield [request]
    return (
        str(answer.body.get("displayName") or "")
        if answer.status == 200 and isinstance(answer.body, dict)
        else ""
    )


def _request(found: JSON, names: Sequence[str]) -> ApprovalRequest:
    codes = [str(found[name]) for name in names if found.get(name)]
    why, status = str(found.get("requestJustification") or ""), str(found.get("status"))
    return ApprovalRequest(
        codes[0] if codes else "",
        frozenset(code.lower() for code in codes),
        status,
        why,
        _moment(found.get("expirationDateTime")),
    )


def _moment(text: JSON) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
