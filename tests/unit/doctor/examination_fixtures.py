"""What the tests of the examination share: a tenant that is asked with certain rights, and answers that can be bent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from managed_apparaten.doctor.finding import Check, Examination, Purpose
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.request import Api, GraphResponse
from managed_apparaten.graph.signin.claims import Claims
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.doctor import doctor

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
Bent = Callable[[str, GraphResponse], GraphResponse]


@dataclass
class Looking:
    """Looks at a tenant with the rights given, None for all; `bend` may change what comes back."""

    tenant: Tenant
    roles: frozenset[str] | None = None
    bend: Bent = lambda _path, answer: answer
    silent: str = ""
    """A path that gets no answer."""
    seen: list[str] = field(default_factory=list)

    def get(self, path: str, api: Api) -> GraphResponse:
        self.seen.append(path)
        if self.silent and path.startswith(self.silent):
            raise ReadFailed(0, "NoConnection", "connection refused", "GET", path)
        answer = self.tenant.handle(
            Request("GET", f"https://graph.microsoft.com/{api}{path}", {}, b"", "doctor", self.roles)
        )
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return self.bend(
            path, GraphResponse(answer.status, orjson.loads(answer.body) if answer.body else None, headers)
        )


def claims(tenant: Tenant, roles: frozenset[str], **changes: Any) -> Claims:
    given = {
        "tenant_id": tenant.identity()[0],
        "who": "apparaten-plan",
        "application": True,
        "granted": roles,
        "expires": NOW + timedelta(hours=1),
    }
    return Claims(**{**given, **changes})


def examined(
    ready: Ready | None, look: Looking, purpose: Purpose = "plan", seen: Claims | None = None, **how: Any
) -> Examination:
    """As on a real tenant, unless said otherwise."""
    return doctor(ready, look, purpose, **{"signed_in": True, "claims": seen, "now": lambda: NOW, **how})


def missing(found: Examination, *leaving_out: str) -> list[str]:
    return [
        f"{check.finding} {check.about}".strip()
        for check in found.checks
        if check.status == "missing" and check.name not in leaving_out
    ]


def only(found: Examination, name: str) -> Check:
    [check] = [check for check in found.checks if check.name == name]
    return check


def refusing(path: str, status: int, code: str = "", message: str = "") -> Bent:
    body: Mapping[str, Any] = {"error": {"code": code, "message": message}}
    return lambda asked, answer: (
        GraphResponse(status, body, answer.headers) if asked.startswith(path) else answer
    )
