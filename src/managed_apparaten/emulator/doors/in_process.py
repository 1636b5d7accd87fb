"""Doors: ways to reach a tenant without a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.tenant import Tenant


class Prepared(Protocol):
    """What this door needs of a `requests.PreparedRequest`."""

    @property
    def method(self) -> str | None:
        """HTTP method."""

    @property
    def url(self) -> str | None:
        """Absolute URL."""

    @property
    def headers(self) -> Mapping[str, str | bytes]:
        """Headers by name."""

    @property
    def body(self) -> object:
        """Text, bytes or None; a stream cannot come in by this door."""


@dataclass(frozen=True, slots=True)
class InProcess:
    """Talks to a tenant in the same process, as one actor."""

    tenant: Tenant
    actor: str = "apparaten"
    roles: frozenset[str] | None = None
    """Graph permissions; None: everything."""

    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> tuple[int, Mapping[str, str], bytes]:
        """One exchange: (status, headers, body)."""
        response = self.tenant.handle(Request(method, url, headers, body, self.actor, self.roles))
        return response.status, response.headers, response.body

    def respond(self, request: Prepared) -> tuple[int, Mapping[str, str], bytes]:
        """One exchange for a client that is built on requests: give this method to `responses.add_callback`."""
        body = request.body or b""
        data = body.encode() if isinstance(body, str) else body
        if not isinstance(data, bytes):
            raise TypeError("a streamed body cannot be sent to the embedded tenant")
        headers = {
            name: value if isinstance(value, str) else value.decode("latin-1")
            for name, value in request.headers.items()
        }
        return self.send(request.method or "", request.url or "", headers, data)
