"""Requests and responses of Graph, and the one door they go through."""

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
    """One call. `path` comes after the API version, starts with a slash, and carries its own query, already encoded."""

    method: Method
    path: str
    api: Api = "beta"
    body: JSON = None
    headers: Mapping[str, str] = field(default_factory=dict)


def body_bytes(request: GraphRequest) -> bytes:
    """The bytes of a body as every way to Graph sends them; nothing without one. Who approves a write, approves these."""
    return b"" if request.body is None else orjson.dumps(request.body)


@dataclass(frozen=True, slots=True)
class GraphResponse:
    """The answer; `body` is parsed JSON, or None when there is none. Header names are lower case."""

    status: int
    body: JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    weight: int = field(default=0, compare=False)
    """About how many bytes of memory the body takes; of a part of a batch an equal share of the whole."""
    send_count: int = field(default=1, compare=False)
    """How often the request was sent until this answer, which was not the first when that asked to come again or with another token."""


class Transport(Protocol):
    """A way to Graph: the embedded tenant in process, or HTTPS. Raises `graph.errors.TransportFailed` when no answer came."""

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request and wait for the answer, whatever its status."""
        ...

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send requests that do not depend on each other, as many at once as this way can; answers in the order of the requests.
        A request that got no answer has its failure in its place."""
        ...


def send_one_by_one(
    send: Callable[[GraphRequest], GraphResponse], requests: Sequence[GraphRequest]
) -> list[GraphResponse | TransportFailed]:
    """`send_all` of a way that knows one request at a time."""
    found: list[GraphResponse | TransportFailed] = []
    for request in requests:
        try:
            found.append(send(request))
        except TransportFailed as failed:
            found.append(failed)
    return found
