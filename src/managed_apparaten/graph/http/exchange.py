"""Judges answers: which requests, or parts of a `$batch`, may be sent again, and how often each was sent.

The parts of a batch are judged, repeated and counted one by one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse

BATCH = "/$batch"
READ_AGAIN = frozenset({429, 500, 502, 503, 504})
"""Statuses after which a read may be sent again."""
WRITE_AGAIN = frozenset({429})
"""Statuses after which a write may be sent again, because it was certainly not carried out."""
UNAUTHORIZED = 401


def counted_parts(request: GraphRequest) -> list[tuple[str, str]]:
    """Return method and path of each request that the service counts: the parts of a batch, or the request
    itself."""
    if request.path != BATCH:
        return [(request.method, request.path)]
    return [(str(part["method"]), str(part["url"])) for part in request.body["requests"]]


def is_read(request: GraphRequest) -> bool:
    """Return whether the request changes nothing: it, or each part of it, is a GET."""
    return all(method == "GET" for method, _ in counted_parts(request))


def retryable_refusals(
    request: GraphRequest, response: GraphResponse
) -> Iterator[tuple[str, int, Mapping[str, str]]]:
    """Yield path, status and headers of each part of the request that was refused in a way that allows
    sending it again.

    When the batch as a whole was refused, that counts for each of its parts.
    """
    if response.status in (READ_AGAIN if is_read(request) else WRITE_AGAIN):
        yield from ((path, response.status, response.headers) for _, path in counted_parts(request))
    for part, part_request in _answered_parts(request, response):
        if _busy(part, part_request):
            yield (
                str(part_request["url"]),
                int(part["status"]),
                {**response.headers, **_lower(part.get("headers"))},
            )


def has_refused_token(request: GraphRequest, response: GraphResponse) -> bool:
    """Return whether the token was refused, for the whole request or for a part of it; what was refused was
    not carried out."""
    return response.status == UNAUTHORIZED or any(
        _unauthorized(part, part_request) for part, part_request in _answered_parts(request, response)
    )


def with_send_count(answer: GraphResponse | TransportFailed, before: int) -> GraphResponse | TransportFailed:
    """Return the answer with the `before` earlier attempts added to its send count."""
    if isinstance(answer, GraphResponse):
        return replace(answer, send_count=before + answer.send_count) if before else answer
    answer.send_count += before
    return answer


class BatchProgress:
    """A request, and the answers to it so far.

    Of a batch only the parts that may be repeated are sent again; their answers are joined with the earlier
    ones. `request` is what must be sent now.
    """

    def __init__(self, request: GraphRequest) -> None:
        self.request = request
        self._done: list[JSON] = []
        self._weight = 0

    def take(self, response: GraphResponse) -> GraphResponse:
        """Return the complete answer: the parts of this response, and those kept from earlier ones."""
        parts = _answers(self.request, response)
        if parts is None:
            return response
        return replace(
            response, body={"responses": self._done + parts}, weight=self._weight + response.weight
        )

    def narrow(self, response: GraphResponse) -> None:
        """From now on request only the parts that may be sent again; keep the answers of the others."""
        self._narrow(response, _busy)

    def narrow_to_outdated(self, response: GraphResponse) -> None:
        """From now on request only the parts for which the token was refused; keep the answers of the
        others."""
        self._narrow(response, _unauthorized)

    def _narrow(self, response: GraphResponse, may_repeat: Callable[[JSON, JSON], bool]) -> None:
        repeated_parts = [
            part
            for part, part_request in _answered_parts(self.request, response)
            if may_repeat(part, part_request)
        ]
        if repeated_parts:
            self._weight += response.weight
            repeated_ids = {str(part["id"]) for part in repeated_parts}
            self._done += [
                part for part in _answers(self.request, response) or [] if part not in repeated_parts
            ]
            remaining_parts = [part for part in self.request.body["requests"] if part["id"] in repeated_ids]
            self.request = replace(self.request, body={"requests": remaining_parts})


def _answers(request: GraphRequest, response: GraphResponse) -> list[JSON] | None:
    """Return the parts of a successful answer to a batch; None for any other answer."""
    if request.path != BATCH or response.status != 200 or not isinstance(response.body, dict):
        return None
    parts = response.body.get("responses")
    return parts if isinstance(parts, list) else None


def _answered_parts(request: GraphRequest, response: GraphResponse) -> Iterator[tuple[JSON, JSON]]:
    """Yield each part of the answer with the part of the request that it answers."""
    parts = _answers(request, response) or []
    by_id = {part["id"]: part for part in request.body["requests"]} if parts else {}
    for part in parts:
        if isinstance(part, dict) and (part_request := by_id.get(str(part.get("id")))) is not None:
            yield part, part_request


def _unauthorized(part: JSON, _part_request: JSON) -> bool:
    return bool(part.get("status") == UNAUTHORIZED)


def _busy(part: JSON, part_request: JSON) -> bool:
    return part.get("status") in (READ_AGAIN if part_request["method"] == "GET" else WRITE_AGAIN)


def _lower(headers: JSON) -> dict[str, str]:
    return (
        {str(key).lower(): str(value) for key, value in headers.items()} if isinstance(headers, dict) else {}
    )
