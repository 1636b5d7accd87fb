"""What a second person is asked to agree to, as data and as the text that they read.

The text ends with a line for us, so that a machine that lost its journal can tell which request for approval is whose. Nothing is
done because the line says so: Intune compares the bytes of the write, and we compare the line with what we would ask now.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from managed_apparaten.apply.change_run import ChangeRun
from managed_apparaten.apply.object_state import of_observed
from managed_apparaten.apply.steps import Step
from managed_apparaten.apply.write import call
from managed_apparaten.core.digest import short_digest
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, body_bytes, send_one_by_one
from managed_apparaten.graph.write.approvals import LONGEST
from managed_apparaten.graph.write.writer import Writer

NEW = "new"
"""In the place of an id and of what was seen, when there is no object yet."""
_LINE = re.compile(
    r"\[apparaten asks (?P<organisation>[a-z0-9-]+)/(?P<address>[a-z0-9_]+/[a-z0-9.-]+) (?P<op>[a-z-]+) object=(?P<object>\S+)"
    r" plan=(?P<plan>[0-9a-f]{16}) request=(?P<request>[0-9a-f]{64}) seen=(?P<seen>new|[0-9a-f]{16})\]\s*\Z"
)


@dataclass(frozen=True, slots=True)
class WriteQuestion:
    """One write to one object in one state."""

    address: str
    object: str
    """Its id, or `new`."""
    op: str
    request: str
    """SHA-256 of method, address and body."""
    seen: str
    """Digest of all that is compared of the object, or `new`."""


def question(work: ChangeRun, step: Step) -> tuple[WriteQuestion, GraphRequest]:
    """What would be asked for this write, and the write."""
    request = request_of(work, step)
    seen = NEW if step.op == "create" or work.now is None else short_digest(of_observed(work.now, work.kind))
    there = NEW if step.op == "create" else str(work.object_id)
    return WriteQuestion(str(work.change.address), there, step.op, identity(request), seen), request


def request_of(work: ChangeRun, step: Step) -> GraphRequest:
    """The very request that a step sends, without sending it."""
    kept = _Kept()
    call(Writer(kept), work, step)
    return kept.requests[0]


def identity(request: GraphRequest) -> str:
    """A request is the same when method, address and body are, byte by byte."""
    return hashlib.sha256(
        b"\0".join(
            [request.method.encode(), request.api.encode(), request.path.encode(), body_bytes(request)]
        )
    ).hexdigest()


def composed(asked: WriteQuestion, text: str, organisation: str, plan: str) -> str:
    """The justification: what people gave as the reason, cut to what fits, and the line for us."""
    line = (
        f"[apparaten asks {organisation}/{asked.address} {asked.op} object={asked.object}"
        f" plan={plan[:16]} request={asked.request} seen={asked.seen}]"
    )
    return f"{' '.join(text.split())[: LONGEST - len(line) - 1]} {line}".lstrip()


def plan_of(justification: str, organisation: str) -> str:
    """The beginning of the digest of the plan that a justification of ours names; empty for anybody else's."""
    found = _LINE.search(justification)
    return found["plan"] if found and found["organisation"] == organisation else ""


def recognised(justification: str, organisation: str) -> WriteQuestion | None:
    """The question in a justification of ours; None for anybody else's."""
    found = _LINE.search(justification)
    if found is None or found["organisation"] != organisation:
        return None
    return WriteQuestion(found["address"], found["object"], found["op"], found["request"], found["seen"])


@dataclass(slots=True)
class _Kept:
    """A way to nowhere that keeps what it is given, and answers as Graph does when all goes well."""

    requests: list[GraphRequest] = field(default_factory=list)

    def send(self, request: GraphRequest) -> GraphResponse:
        self.requests.append(request)
        return GraphResponse(200, {"id": NEW})

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)
