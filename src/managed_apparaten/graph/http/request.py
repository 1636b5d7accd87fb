"""Requests to Graph, responses, and the interface of every transport that sends them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import orjson

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import TransportFailed

Api = Literal["beta", "v1.0"]
Method = Literal["GET", "POST", "PATCH", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class GraphRequest:
    """One request to Graph.

    `path` follows the API version, starts with a slash, and includes its query, already encoded.
    """

    method: Method
    path: str
    api: Api = "beta"
    body: JSON = None
    headers: Mapping[str, str] = field(default_factory=dict)


def body_bytes(request: GraphRequest) -> bytes:
    """Return the body as every transport sends it; empty without one. An approver of a write approves exactly
    these bytes."""
    return b"" if request.body is None else orjson.dumps(request.body)


@dataclass(frozen=True, slots=True)
class GraphResponse:
    """An answer of Graph. Header names are in lower case."""

    status: int
    body: JSON
    """Parsed JSON; None without a body."""
    headers: Mapping[str, str] = field(default_factory=dict)
    weight: int = field(default=0, compare=False)
    """About how many bytes of memory the body takes. A part of a batch has an equal share of the weight of
    the batch."""
    send_count: int = field(default=1, compare=False)
    """How often the request was sent until this answer came; more than once when the service asked to retry
    or refused the token."""


class Transport(Protocol):
    """Sends requests to the embedded tenant in this process, or over HTTPS.

    Raises `graph.errors.TransportFailed` when no usable answer came.
    """

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request and return the answer, whatever its status."""
        ...

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send requests that do not depend on each other, as many in parallel as the transport can.

        Return the answers in the order of the requests; a request without an answer has its failure in that
        place.
        """
        ...


def send_one_by_one(
    send: Callable[[GraphRequest], GraphResponse], requests: Sequence[GraphRequest]
) -> list[GraphResponse | TransportFailed]:
    """Send the requests one after another: `send_all` of a transport that cannot send in parallel."""
    answers: list[GraphResponse | TransportFailed] = []
    for request in requests:
        try:
            answers.append(send(request))
        except TransportFailed as failed:
            answers.append(failed)
    return answers
