"""A way to Graph that can only look: one GET at a time, the answer as it came, whatever its status."""

from dataclasses import dataclass
from typing import Protocol

from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.http.error_body import no_answer_error
from managed_apparaten.graph.http.request import Api, GraphRequest, GraphResponse, Transport


class SingleReader(Protocol):
    """What an examination is given: nothing in it can write."""

    def get(self, path: str, api: Api) -> GraphResponse:
        """The answer to a GET. Raises `graph.errors.ReadFailed` when no answer came."""
        ...


@dataclass(frozen=True, slots=True)
class GraphSingleReader:
    """The same over a transport."""

    transport: Transport

    def get(self, path: str, api: Api) -> GraphResponse:
        """One GET."""
        request = GraphRequest("GET", path, api)
        try:
            return self.transport.send(request)
        except TransportFailed as failed:
            raise no_answer_error(ReadFailed, request, failed) from failed
