"""Describe a write for which approval is asked, as data and as the text that the approver reads.

The text ends with a machine-readable line, so that a machine that lost its journal recognises its own
requests. Nothing is done because of that line alone: Intune compares the bytes of the write, and apply
compares the line with what it would ask now.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from managed_apparaten.apply.change_run import ChangeRun
from managed_apparaten.apply.object_state import of_observed
from managed_apparaten.apply.steps import Step
from managed_apparaten.apply.write import send_step
from managed_apparaten.core.digest import short_digest
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, body_bytes, send_one_by_one
from managed_apparaten.graph.write.approvals import LONGEST
from managed_apparaten.graph.write.writer import Writer

NEW = "new"
"""Stands for the id and the state of an object that does not exist yet."""
_LINE = re.compile(
    r"\[apparaten asks (?P<organisation>[a-z0-9-]+)/(?P<address>[a-z0-9_]+/[a-z0-9.-]+) (?P<op>[a-z-]+) object=(?P<object>\S+)"
    r" plan=(?P<plan>[0-9a-f]{16}) request=(?P<request>[0-9a-f]{64}) seen=(?P<seen>new|[0-9a-f]{16})\]\s*\Z"
)


@dataclass(frozen=True, slots=True)
class WriteQuestion:
    """One write to one object in one state."""

    address: str
    object: str
    """The id of the object, or `new`."""
    op: str
    request: str
    """SHA-256 of method, API version, path and body."""
    seen: str
    """Digest of everything that is compared of the object, or `new`."""


def question(work: ChangeRun, step: Step) -> tuple[WriteQuestion, GraphRequest]:
    """Return the question for this write, and the request."""
    request = request_of(work, step)
    seen = NEW if step.op == "create" or work.now is None else short_digest(of_observed(work.now, work.kind))
    object_id = NEW if step.op == "create" else str(work.object_id)
    return WriteQuestion(str(work.change.address), object_id, step.op, identity(request), seen), request


def request_of(work: ChangeRun, step: Step) -> GraphRequest:
    """Return the request that a step sends, without sending it."""
    recorder = _Kept()
    send_step(Writer(recorder), work, step)
    return recorder.requests[0]


def identity(request: GraphRequest) -> str:
    """Return the SHA-256 of a request. Two requests are the same when method, API version, path and body are,
    byte by byte."""
    return hashlib.sha256(
        b"\0".join(
            [request.method.encode(), request.api.encode(), request.path.encode(), body_bytes(request)]
        )
    ).hexdigest()


def composed(write_question: WriteQuestion, text: str, organisation: str, plan: str) -> str:
    """Return the justification: the reason given by people, cut to what fits, and the machine-readable
    line."""
    line = (
        f"[apparaten asks {organisation}/{write_question.address} {write_question.op} object={write_question.object}"
        f" plan={plan[:16]} request={write_question.request} seen={write_question.seen}]"
    )
    return f"{' '.join(text.split())[: LONGEST - len(line) - 1]} {line}".lstrip()


def plan_of(justification: str, organisation: str) -> str:
    """Return the beginning of the plan digest in a justification of ours; empty for any other text."""
    match = _LINE.search(justification)
    return match["plan"] if match and match["organisation"] == organisation else ""


def recognised(justification: str, organisation: str) -> WriteQuestion | None:
    """Return the question in a justification of ours; None for any other text."""
    match = _LINE.search(justification)
    if match is None or match["organisation"] != organisation:
        return None
    return WriteQuestion(match["address"], match["object"], match["op"], match["request"], match["seen"])


@dataclass(slots=True)
class _Kept:
    """A transport that records requests instead of sending them, and answers as Graph does when all goes
    well."""

    requests: list[GraphRequest] = field(default_factory=list)

    def send(self, request: GraphRequest) -> GraphResponse:
        self.requests.append(request)
        return GraphResponse(200, {"id": NEW})

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)
