"""Many requests in one: `$batch`, at most twenty parts, each judged alone.

The outer 200 means nothing for the parts; answers come in any order; a part may be missing or stand twice. A part
without exactly one answer is None here: for a read that is a failure, for a write it is not known what happened.
Source: https://learn.microsoft.com/graph/json-batching
"""

from collections.abc import Sequence

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.failures import unusable
from managed_apparaten.graph.paging import ask
from managed_apparaten.graph.request import GraphRequest, GraphResponse, Transport

LIMIT = 20


def batch(transport: Transport, requests: Sequence[GraphRequest]) -> list[GraphResponse | None]:
    """Answers in the order of the requests. When a whole batch is refused, that refusal is the answer of each of its parts.

    Parts of one batch have one API version. Raises `ReadFailed` when no answer came: only use it for reads until apply needs more.
    """
    found: list[GraphResponse | None] = [None] * len(requests)
    for api in sorted({request.api for request in requests}):
        of_api = [index for index, request in enumerate(requests) if request.api == api]
        for start in range(0, len(of_api), LIMIT):
            chunk = of_api[start : start + LIMIT]
            for index, answer in zip(chunk, _send(transport, [requests[i] for i in chunk]), strict=True):
                found[index] = answer
    return found


def read_all(transport: Transport, requests: Sequence[GraphRequest]) -> list[GraphResponse]:
    """The same for reads; a part without an answer raises `ReadFailed`. Statuses are for the caller to judge."""
    answers = batch(transport, requests)
    for request, answer in zip(requests, answers, strict=True):
        if answer is None:
            raise unusable(ReadFailed, request, "MissingPart")
    return [answer for answer in answers if answer is not None]


def _send(transport: Transport, requests: Sequence[GraphRequest]) -> list[GraphResponse | None]:
    outer = GraphRequest("POST", "/$batch", requests[0].api, {"requests": [_part(i, r) for i, r in enumerate(requests)]})
    response = ask(transport, outer)
    if response.status != 200:
        return [response] * len(requests)
    parts = response.body.get("responses") if isinstance(response.body, dict) else None
    by_id: dict[str, list[JSON]] = {}
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict):
            by_id.setdefault(str(part.get("id")), []).append(part)
    return [_answer(by_id.get(str(index), [])) for index in range(len(requests))]


def _part(index: int, request: GraphRequest) -> dict[str, JSON]:
    part: dict[str, JSON] = {"id": str(index), "method": request.method, "url": request.path}
    headers = dict(request.headers) | ({"Content-Type": "application/json"} if request.body is not None else {})
    return part | ({"headers": headers} if headers else {}) | ({"body": request.body} if request.body is not None else {})


def _answer(parts: Sequence[JSON]) -> GraphResponse | None:
    if len(parts) != 1 or type(parts[0].get("status")) is not int:
        return None
    headers = parts[0].get("headers")
    lower = {str(k).lower(): str(v) for k, v in headers.items()} if isinstance(headers, dict) else {}
    return GraphResponse(parts[0]["status"], parts[0].get("body"), lower)
