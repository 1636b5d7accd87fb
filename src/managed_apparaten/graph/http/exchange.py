"""A request under way, and how a `$batch` in it is taken apart: its parts are busy, repeated and counted one by one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse

BATCH = "/$batch"
READ_AGAIN = frozenset({429, 500, 502, 503, 504})
WRITE_AGAIN = frozenset({429})
UNAUTHORIZED = 401


def counted_parts(request: GraphRequest) -> list[tuple[str, str]]:
    """Method and path of each request that the service counts: the parts of a batch, or the request itself."""
    if request.path != BATCH:
        return [(request.method, request.path)]
    return [(str(part["method"]), str(part["url"])) for part in request.body["requests"]]


def is_read(request: GraphRequest) -> bool:
    """Whether it changes nothing, whatever becomes of it."""
    return all(method == "GET" for method, _ in counted_parts(request))


def retryable_refusals(
    request: GraphRequest, response: GraphResponse
) -> Iterator[tuple[str, int, Mapping[str, str]]]:
    """Path, status and headers of what may be asked again: of each part that the service had no time for, or of the whole."""
    if response.status in (READ_AGAIN if is_read(request) else WRITE_AGAIN):
        yield from ((path, response.status, response.headers) for _, path in counted_parts(request))
    for part, asked in _judged(request, response):
        if _busy(part, asked):
            yield str(asked["url"]), int(part["status"]), {**response.headers, **_lower(part.get("headers"))}


def has_refused_token(request: GraphRequest, response: GraphResponse) -> bool:
    """Whether the token was refused, for the whole request or for a part of it, which then was not carried out."""
    return response.status == UNAUTHORIZED or any(
        _unauthorized(part, asked) for part, asked in _judged(request, response)
    )


def with_send_count(answer: GraphResponse | TransportFailed, before: int) -> GraphResponse | TransportFailed:
    """The answer, of a request that was sent so often before."""
    if isinstance(answer, GraphResponse):
        return replace(answer, send_count=before + answer.send_count) if before else answer
    answer.send_count += before
    return answer


class BatchProgress:
    """A request with the answer so far. Of a batch only the parts that may be asked again are, and the answers are put together."""

    def __init__(self, request: GraphRequest) -> None:
        self.request = request
        self._done: list[JSON] = []
        self._weight = 0

    def take(self, response: GraphResponse) -> GraphResponse:
        """The whole answer: of this time, and what was kept of the times before."""
        parts = _answers(self.request, response)
        if parts is None:
            return response
        return replace(
            response, body={"responses": self._done + parts}, weight=self._weight + response.weight
        )

    def narrow(self, response: GraphResponse) -> None:
        """Ask for the busy parts only from now on, and keep the answers of the others."""
        self._narrow(response, _busy)

    def narrow_to_outdated(self, response: GraphResponse) -> None:
        """The same for the parts for which the token was refused."""
        self._narrow(response, _unauthorized)

    def _narrow(self, response: GraphResponse, again: Callable[[JSON, JSON], bool]) -> None:
        chosen = [part for part, asked in _judged(self.request, response) if again(part, asked)]
        if chosen:
            self._weight += response.weight
            wanted = {str(part["id"]) for part in chosen}
            self._done += [part for part in _answers(self.request, response) or [] if part not in chosen]
            left = [part for part in self.request.body["requests"] if part["id"] in wanted]
            self.request = replace(self.request, body={"requests": left})


def _answers(request: GraphRequest, response: GraphResponse) -> list[JSON] | None:
    if request.path != BATCH or response.status != 200 or not isinstance(response.body, dict):
        return None
    parts = response.body.get("responses")
    return parts if isinstance(parts, list) else None


def _judged(request: GraphRequest, response: GraphResponse) -> Iterator[tuple[JSON, JSON]]:
    """Parts that answer a part, with what they answer."""
    parts = _answers(request, response) or []
    by_id = {part["id"]: part for part in request.body["requests"]} if parts else {}
    for part in parts:
        if isinstance(part, dict) and (asked := by_id.get(str(part.get("id")))) is not None:
            yield part, asked


def _unauthorized(part: JSON, _asked: JSON) -> bool:
    return bool(part.get("status") == UNAUTHORIZED)


def _busy(part: JSON, asked: JSON) -> bool:
    return part.get("status") in (READ_AGAIN if asked["method"] == "GET" else WRITE_AGAIN)


def _lower(headers: JSON) -> dict[str, str]:
    return (
        {str(key).lower(): str(value) for key, value in headers.items()} if isinstance(headers, dict) else {}
    )
