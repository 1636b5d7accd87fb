"""Reads one address at a time and returns the answer as it is, for the doctor."""

from dataclasses import dataclass
from typing import Protocol

from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.http.error_body import no_answer_error
from managed_apparaten.graph.http.request import Api, GraphRequest, GraphResponse, Transport


class SingleReader(Protocol):
    """Sends single GET requests. An examination gets nothing else, so it cannot write."""

    def get(self, path: str, api: Api) -> GraphResponse:
        """Return the answer to a GET, whatever its status; raise `graph.errors.ReadFailed` without a usable
        answer."""
        ...


@dataclass(frozen=True, slots=True)
class GraphSingleReader:
    """A `SingleReader` that uses a transport."""

    transport: Transport

    def get(self, path: str, api: Api) -> GraphResponse:
        """Return the answer to a GET, whatever its status; raise `graph.errors.ReadFailed` without a usable
        answer."""
        request = GraphRequest("GET", path, api)
        try:
            return self.transport.send(request)
        except TransportFailed as failed:
            raise no_answer_error(ReadFailed, request, failed) from failed
