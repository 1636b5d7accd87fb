"""Sends many reads in few requests: as `$batch`, with at most twenty parts each, all batches in parallel.

The status 200 of a batch says nothing about its parts; answers come in any order, and a part may be missing
or occur twice. A part without exactly one answer is None here: for a read that is a failure. Source:
https://learn.microsoft.com/graph/json-batching
"""

from collections.abc import Iterator, Sequence

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.http.error_body import no_answer_error, unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport

LIMIT = 20
"""Largest number of parts in a batch."""
_ALONE = "/$count"
"""Path ending of a request that is answered in plain text. How a batch returns that is not documented, so it
is sent alone."""


def send_batched(transport: Transport, requests: Sequence[GraphRequest]) -> list[GraphResponse | None]:
    """Return the answers in the order of the requests. When a whole batch is refused, that refusal is the
    answer to each of its parts.

    The requests must not depend on each other. The parts of one batch share one API version, and a request
    that is alone is sent as it is. Use this for reads only: it raises `ReadFailed` when no answer came.
    """
    groups = list(_groups(requests))
    outer = [_batch_request([requests[i] for i in group]) for group in groups]
    answers: list[GraphResponse | None] = [None] * len(requests)
    for group, request, answer in zip(groups, outer, transport.send_all(outer), strict=True):
        if isinstance(answer, TransportFailed):
            raise no_answer_error(ReadFailed, request, answer) from answer
        for index, part in zip(
            group, [answer] if len(group) == 1 else _part_answers(answer, len(group)), strict=True
        ):
            answers[index] = part
    return answers


def read_batched(transport: Transport, requests: Sequence[GraphRequest]) -> list[GraphResponse]:
    """Return the answers to reads, whatever their status; raise `ReadFailed` for a part without an answer."""
    answers = send_batched(transport, requests)
    for request, answer in zip(requests, answers, strict=True):
        if answer is None:
            raise unusable_answer_error(ReadFailed, request, "MissingPart")
    return [answer for answer in answers if answer is not None]


def _groups(requests: Sequence[GraphRequest]) -> Iterator[list[int]]:
    """Yield the indexes of requests that travel together, in batches of nearly equal size: the slowest batch
    decides how long a round takes."""
    single_indexes = [
        index for index, request in enumerate(requests) if request.path.partition("?")[0].endswith(_ALONE)
    ]
    yield from ([index] for index in single_indexes)
    for api in sorted({request.api for request in requests}):
        of_api = [
            index
            for index, request in enumerate(requests)
            if request.api == api and index not in single_indexes
        ]
        count = -(-len(of_api) // LIMIT)
        yield from (of_api[start::count] for start in range(count))


def _batch_request(parts: Sequence[GraphRequest]) -> GraphRequest:
    """Return the request that carries these parts: a batch, or the only part itself."""
    if len(parts) == 1:
        return parts[0]
    return GraphRequest(
        "POST", "/$batch", parts[0].api, {"requests": [_part(i, r) for i, r in enumerate(parts)]}
    )


def _part_answers(response: GraphResponse, count: int) -> list[GraphResponse | None]:
    """Return the answer to each of `count` parts in the answer to a batch."""
    if response.status != 200:
        return [response] * count
    parts = response.body.get("responses") if isinstance(response.body, dict) else None
    by_id: dict[str, list[JSON]] = {}
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict):
            by_id.setdefault(str(part.get("id")), []).append(part)
    return [_answer(by_id.get(str(index), []), response.weight // count) for index in range(count)]


def _part(index: int, request: GraphRequest) -> dict[str, JSON]:
    """Return a request as a part of a batch."""
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
    """Return the answer in `parts`, which should be exactly one; else None."""
    if len(parts) != 1 or type(parts[0].get("status")) is not int:
        return None
    headers = parts[0].get("headers")
    lower = {str(k).lower(): str(v) for k, v in headers.items()} if isinstance(headers, dict) else {}
    return GraphResponse(parts[0]["status"], parts[0].get("body"), lower, weight)
