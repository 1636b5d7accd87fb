"""Waiting when the service asks for it: the only place that sends a request again.

Reads are repeated when the service is busy or gone for a moment. A write is repeated only when it certainly did not
happen: 429, or a connection that was never made. Everything else about a write is for apply to judge, by looking.
Sources: https://learn.microsoft.com/graph/throttling (whose own sample has `Retry-After: 2.128`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from managed_apparaten.core.clock import Clock
from managed_apparaten.core.digest import JSON, digest
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.request import GraphRequest, GraphResponse, Transport, in_turn

READ_AGAIN = frozenset({429, 502, 503, 504})
WRITE_AGAIN = frozenset({429})
_FIRST_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient we are, in tries and seconds."""

    tries: int = 6
    longest: float = 300.0
    """A service that asks for more than this is not waited for."""
    budget: float = 600.0
    """Seconds of waiting for one request, all tries together."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A transport that waits and asks again, within limits; the last answer is given back as it is."""

    inner: Transport
    clock: Clock
    limits: Limits = Limits()

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send, and send again while that is safe. Raises `TransportFailed` when the last try got no answer."""
        waited, answers = 0.0, _Answers(request)
        for attempt in range(1, self.limits.tries + 1):
            last = attempt == self.limits.tries
            try:
                response = answers.merge(self.inner.send(answers.request))
            except TransportFailed as failed:
                if last or failed.lasting or (failed.sent and not _reads(request)):
                    raise
                response = None
            if response is not None and (last or not answers.again(response)):
                return response
            pause = self._pause(response, answers, attempt)
            waited += pause
            if response is not None and (pause > self.limits.longest or waited > self.limits.budget):
                return response
            self.clock.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """The same for each of them, one after the other."""
        return in_turn(self.send, requests)

    def _pause(self, response: GraphResponse | None, answers: "_Answers", attempt: int) -> float:
        """Seconds until the next try: what the service asks, else doubling with a spread that is fixed per request."""
        asked = [retry_after(headers, self.clock) for headers in answers.asking(response)] if response else []
        known = [seconds for seconds in asked if seconds is not None]
        spread = int(digest([answers.request.path, attempt])[:4], 16) / 0xFFFF
        return max(known) if known else float(_FIRST_PAUSE * 2 ** (attempt - 1) * (1 + spread))


def retry_after(headers: dict[str, str], clock: Clock) -> float | None:
    """Seconds that a Retry-After header asks for: a whole number, a fraction or a date; None when absent or unreadable."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.replace(".", "", 1).isdigit() and text.isascii():
        return float(text)
    when, now = _date(text), _date(headers.get("date", "")) or clock.now()
    return max(0.0, (when - now).total_seconds()) if when else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _reads(request: GraphRequest) -> bool:
    if request.path == "/$batch":
        return all(part.get("method") == "GET" for part in request.body["requests"])
    return request.method == "GET"


class _Answers:
    """The answer so far. Of a batch only the parts that may be asked again are, and the answers are put together."""

    def __init__(self, request: GraphRequest) -> None:
        self.request = request
        self._parts = {part["id"]: part for part in request.body["requests"]} if request.path == "/$batch" else {}
        self._done: list[JSON] = []

    def merge(self, response: GraphResponse) -> GraphResponse:
        parts = _parts(response)
        if not self._parts or parts is None:
            return response
        return replace(response, body={"responses": self._done + parts})

    def again(self, response: GraphResponse) -> bool:
        """Whether to ask again; narrows a batch to the parts that need it."""
        if response.status in (READ_AGAIN if _reads(self.request) else WRITE_AGAIN):
            return True
        parts = _parts(response)
        if not self._parts or parts is None:
            return False
        busy = [part for part in parts if self._busy(part)]
        if not busy:
            return False
        self._done = [part for part in parts if part not in busy]
        wanted = {str(part["id"]) for part in busy}
        self.request = replace(self.request, body={"requests": [part for key, part in self._parts.items() if key in wanted]})
        return True

    def asking(self, response: GraphResponse) -> list[dict[str, str]]:
        """Headers that may hold a Retry-After."""
        busy = [part for part in _parts(response) or [] if self._busy(part)] if self._parts else []
        return [dict(response.headers)] + [_lower(part.get("headers")) for part in busy]

    def _busy(self, part: JSON) -> bool:
        asked = self._parts.get(str(part.get("id"))) if isinstance(part, dict) else None
        return asked is not None and part.get("status") in (READ_AGAIN if asked.get("method") == "GET" else WRITE_AGAIN)


def _parts(response: GraphResponse) -> list[JSON] | None:
    parts = response.body.get("responses") if isinstance(response.body, dict) and response.status == 200 else None
    return parts if isinstance(parts, list) else None


def _lower(headers: JSON) -> dict[str, str]:
    return {str(key).lower(): str(value) for key, value in headers.items()} if isinstance(headers, dict) else {}
