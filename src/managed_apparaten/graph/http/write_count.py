"""A transport that counts the writes that may have changed something, where they leave: so that it is known whatever happens later."""

from collections.abc import Sequence
from dataclasses import dataclass

from managed_apparaten.graph.changes_made import ChangesMade
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.exchange import is_read
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport


@dataclass(frozen=True, slots=True)
class WriteCountingTransport:
    """A transport that counts the writes that go through it. One that ends in an exception may have happened."""

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
            self._note(request, answer)
        return answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send requests that do not depend on each other."""
        answers: Sequence[GraphResponse | TransportFailed | None] = [None] * len(requests)
        try:
            answers = found = self.inner.send_all(requests)
        finally:
            for request, answer in zip(requests, answers, strict=True):
                self._note(request, answer)
        return found

    def _note(self, request: GraphRequest, answer: GraphResponse | TransportFailed | None) -> None:
        refused = isinstance(answer, GraphResponse) and 400 <= answer.status < 500
        unsent = isinstance(answer, TransportFailed) and not answer.sent
        if not is_read(request) and answer is not None:
            self.written.repeated_writes += max(answer.send_count - 1, 0)
        if not (is_read(request) or refused or unsent):
            self.written.count_write()
