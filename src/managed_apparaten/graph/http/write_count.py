"""A transport that counts the writes that may have changed something, at the moment they are sent.

The count is right whatever fails afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from managed_apparaten.graph.changes_made import ChangesMade
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.exchange import is_read
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport


@dataclass(frozen=True, slots=True)
class WriteCountingTransport:
    """Counts the writes that go through it in `written`. A write that ends in an exception may have been
    carried out, so it counts."""

    inner: Transport
    written: ChangesMade

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request."""
        answer: GraphResponse | TransportFailed | None = None
        try:
            answer = self.inner.send(request)
        except TransportFailed as failed:
            answer = failed
            raise
        finally:
            self._count(request, answer)
        return answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send requests that do not depend on each other."""
        answers: Sequence[GraphResponse | TransportFailed | None] = [None] * len(requests)
        try:
            answers = results = self.inner.send_all(requests)
        finally:
            for request, answer in zip(requests, answers, strict=True):
                self._count(request, answer)
        return results

    def _count(self, request: GraphRequest, answer: GraphResponse | TransportFailed | None) -> None:
        """Count the request, unless it is a read, was refused with 4xx, or was not sent."""
        refused = isinstance(answer, GraphResponse) and 400 <= answer.status < 500
        unsent = isinstance(answer, TransportFailed) and not answer.sent
        if not is_read(request) and answer is not None:
            self.written.repeated_writes += max(answer.send_count - 1, 0)
        if not (is_read(request) or refused or unsent):
            self.written.count_write()
