"""Many requests in few: `$batch`, at most twenty parts, each judged alone, and all batches at once.

The outer 200 means nothing for the parts; answers come in any order; a part may be missing or stand twice. A part
without exactly one answer is None here: for a read that is a failure, for a write it is not known what happened.
Source: https://learn.microsoft.com/graph/json-batching
"""

from collections.abc import Iterator, Sequence

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.http.error_body import no_answer_error, unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport

LIMIT = 20
_ALONE = "/$count"
"""Ends the path of what is answered in plain text. How a batch carries that is not documented, so it goes by itself."""


def send_batched(transport: Transport, requests: Sequence[GraphRequest]) -> list[GraphResponse | None]:
    """Answers in the order of the requests. When a whole batch is refused, that refusal is the answer of each of its parts.

    Requests do not depend on each other. Parts of one batch have one API version, and a request with nobody beside it goes as it is.
    Raises `ReadFailed` when no answer came: only use it for reads.
    """
    groups = list(_groups(requests))
    outer = [_outer([requests[i] for i in group]) for group in groups]
    found: list[GraphResponse | None] = [None] * len(requests)
    for group, request, answer in zip(groups, outer, transport.send_all(outer), strict=True):
        if isinstance(answer, TransportFailed):
            raise no_answer_error(ReadFailed, request, answer) from answer
        for index, part in zip(
            group, [answer] if len(group) == 1 else _inner(answer, len(group)), strict=True
        ):
            found[index] = part
    return found


def read_batched(transport: Transport, requests: Sequence[GraphRequest]) -> list[GraphResponse]:
    """The same for reads; a part without an answer raises `ReadFailed`. Statuses are for the caller to judge."""
    answers = send_batched(transport, requests)
    for request, answer in zip(requests, answers, strict=True):
        if answer is None:
            raise unusable_answer_error(ReadFailed, request, "MissingPart")
    return [answer for answer in answers if answer is not None]


def _groups(requests: Sequence[GraphRequest]) -> Iterator[list[int]]:
    """Places of requests that travel together: batches of nearly one size, as the slowest of them is what a round takes."""
    alone = [
        index for index, request in enumerate(requests) if request.path.partition("?")[0].endswith(_ALONE)
    ]
    yield from ([index] for index in alone)
    for api in sorted({request.api for request in requests}):
        of_api = [
            index for index, request in enumerate(requests) if request.api == api and index not in alone
        ]
        count = -(-len(of_api) // LIMIT)
        yield from (of_api[start::count] for start in range(count))


def _outer(parts: Sequence[GraphRequest]) -> GraphRequest:
    if len(parts) == 1:
        return parts[0]
    return GraphRequest(
        "POST", "/$batch", parts[0].api, {"requests": [_part(i, r) for i, r in enumerate(parts)]}
    )


def _inner(response: GraphResponse, count: int) -> list[GraphResponse | None]:
    if response.status != 200:
        return [response] * count
    parts = response.body.get("responses") if isinstance(response.body, dict) else None
    by_id: dict[str, list[JSON]] = {}
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict):
            by_id.setdefault(str(part.get("id")), []).append(part)
    return [_answer(by_id.get(str(index), []), response.weight // count) for index in range(count)]


def _part(index: int, request: GraphRequest) -> dict[str, JSON]:
    part: dict[str, JSON] = {"id": str(index), "method": request.method, "url": request.path}
    headers = dict(request.headers) | (
        {"Content-Type": "application/json"} if request.body is not None else {}
    )
    return (
        part
        | ({"headers": headers} if headers else {})
        | ({"body": request.body} if request.body is not None else {})
    )


def _answer(parts: Sequence[JSON], weight: int) -> GraphResponse | None:
    if len(parts) != 1 or type(parts[0].get("status")) is not int:
        return None
    headers = parts[0].get("headers")
    lower = {str(k).lower(): str(v) for k, v in headers.items()} if isinstance(headers, dict) else {}
    return GraphResponse(parts[0]["status"], parts[0].get("body"), lower, weight)
