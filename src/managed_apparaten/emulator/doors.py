"""Doors: ways to reach a tenant without a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .http import Request
from .tenant import Tenant


@dataclass(frozen=True, slots=True)
class InProcess:
    """Talks to a tenant in the same process, as one actor."""

    tenant: Tenant
    actor: str = "apparaten"

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> tuple[int, Mapping[str, str], bytes]:
        """One exchange: (status, headers, body)."""
        response = self.tenant.handle(Request(method, url, headers, body, self.actor))
        return response.status, response.headers, response.body
