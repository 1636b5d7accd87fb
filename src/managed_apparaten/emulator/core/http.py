"""What goes into the tenant and what comes out: one HTTP exchange as values, without any transport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

JSON = Any
"""A value as parsed from JSON: dict, list, str, int, float, bool or None."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the Graph front door sees it."""

    method: str
    url: str
    """Absolute (`https://graph.microsoft.com/beta/...`) or a path (`/beta/...`)."""
    headers: Mapping[str, str]
    body: bytes = b""
    actor: str = "apparaten"
    """Who calls; lands in the audit log, and has its own share of the throttling limits."""
    roles: frozenset[str] | None = None
    """Graph permissions of the caller; None: a door that is trusted with everything."""
    person: str = ""
    """User principal name of the person who signed in to the application; empty: the application calls for itself."""
    storage: str = ""
    """Root of the storage with the files of reports, when the door offers one of its own."""

    def header(self, name: str) -> str | None:
        """A header by name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; `body` is empty or UTF-8 JSON (or a bare number for `$count`)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
