"""Requests and responses of Graph, and the one door they go through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from managed_apparaten.core.digest import JSON

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


@dataclass(frozen=True, slots=True)
class GraphResponse:
    """The answer; `body` is parsed JSON, or None when there is none. Header names are lower case."""

    status: int
    body: JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport(Protocol):
    """A way to Graph: the embedded tenant in process, or HTTPS. Raises `graph.errors.TransportFailed` when no answer came."""

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request and wait for the answer, whatever its status."""
        ...
