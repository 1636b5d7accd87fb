"""Doors: ways to reach a tenant without a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from .http import Request
from .tenant import Tenant


class Prepared(Protocol):
    """What this door needs of a `requests.PreparedRequest`."""

    method: str | None
    url: str | None

    @property
    def body(self) -> object:
        """Bytes, text or nothing; a stream is refused."""

    @property
    def headers(self) -> Mapping[str, str | bytes]:
        """Headers by name."""


@dataclass(frozen=True, slots=True)
class InProcess:
    """Talks to a tenant in the same process, as one actor."""

    tenant: Tenant
    actor: str = "apparaten"

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> tuple[int, Mapping[str, str], bytes]:
        """One exchange: (status, headers, body)."""
        response = self.tenant.handle(Request(method, url, headers, body, self.actor))
        return response.status, response.headers, response.body

    def respond(self, request: Prepared) -> tuple[int, Mapping[str, str], bytes]:
        """One exchange for a client that is built on requests: give this method to `responses.add_callback`.

        Raises TypeError for a body that is a stream.
        """
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        if not isinstance(body, bytes):
            raise TypeError("a body must be bytes or text")
        headers = {name: value if isinstance(value, str) else value.decode("latin-1") for name, value in request.headers.items()}
        return self.send(request.method or "", request.url or "", headers, body)
