"""A transport that answers from a script, and a kind to read with: no tenant, so that any answer can be tried."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.resource.shape import ResourceShape

Answer = GraphResponse | Exception | Callable[[GraphRequest], GraphResponse]
ROOT = "https://graph.microsoft.com"


@dataclass
class Scripted:
    """Answers by `METHOD path`, in turn; the last answer of a list stays. `$batch` is taken apart and answered part by part."""

    answers: dict[str, list[Answer]]
    seen: list[GraphRequest] = field(default_factory=list)
    rounds: int = 0
    """How often somebody had to wait for answers: what is sent at once is one round."""

    def send(self, request: GraphRequest) -> GraphResponse:
        self.rounds += 1
        return self._answer(request)

    def _answer(self, request: GraphRequest) -> GraphResponse:
        self.seen.append(request)
        key = f"{request.method} {request.path}"
        if request.path == "/$batch" and key not in self.answers:
            return self._batch(request)
        return self._one(key, request)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        self.rounds += 1
        return send_one_by_one(self._answer, requests)

    def _one(self, key: str, request: GraphRequest) -> GraphResponse:
        turns = self.answers[key]
        answer = turns.pop(0) if len(turns) > 1 else turns[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, GraphResponse) else answer(request)

    def _batch(self, request: GraphRequest) -> GraphResponse:
        parts = []
        for part in request.body["requests"]:
            found = self._one(f"{part['method']} {part['url']}", request)
            parts.append(
                {"id": part["id"], "status": found.status, "headers": dict(found.headers), "body": found.body}
            )
        return GraphResponse(200, {"responses": parts[::-1]})


def ok(*items: JSON, link: str | None = None) -> GraphResponse:
    return GraphResponse(200, {"value": list(items)} | ({"@odata.nextLink": link} if link else {}))


def no(
    status: int, code: str = "BadRequest", message: str = "No.", headers: Mapping[str, str] | None = None
) -> GraphResponse:
    return GraphResponse(status, {"error": {"code": code, "message": message}}, headers or {})


def shape(**more: Any) -> ResourceShape:
    """Give the shape of iOS compliance policies, but for what is said otherwise."""
    usual = {
        "name": "ios_compliance",
        "odata_type": "microsoft.graph.iosCompliancePolicy",
        "item_reads": ("assignments",),
    }
    return ResourceShape(**{"collection": "deviceManagement/deviceCompliancePolicies", **usual, **more})
