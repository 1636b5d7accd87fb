"""The door to the network, without the network: identity provider and Graph side by side, every Graph request with a token.

There is no way from here to the control of faults, behaviours or the clock. Host names do not matter: links in answers
carry the host that the client asked for.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from managed_apparaten.emulator.core.errors import GraphError, invalid_token
from managed_apparaten.emulator.core.http import Request, Response
from managed_apparaten.emulator.identity.authority import Authority
from managed_apparaten.emulator.odata.media_type import check_declared
from managed_apparaten.emulator.recording.file import Recorder
from managed_apparaten.emulator.service.intune.export_jobs import STORAGE
from managed_apparaten.emulator.tenant import Tenant

HOST = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](:[0-9]{1,5})?")


def really(seconds: float) -> None:
    """Wait on the real clock; other threads go on."""
    threading.Event().wait(seconds)


@dataclass(frozen=True, slots=True)
class Front:
    """One tenant as the network sees it."""

    tenant: Tenant
    authority: Authority
    scheme: str = "http"
    host: str = "localhost"
    """For requests that name no (or no proper) host."""
    latency: float = 0.0
    """Seconds that each exchange takes on top, as if the service were far away; exchanges at once wait at once."""
    wait: Callable[[float], None] = really
    recorder: Recorder | None = None
    """Told of every exchange with Graph that has a good token."""
    storage: str = ""
    """Root of the storage with the files of reports, where there is one beside this front."""

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Answer one HTTP request; `target` is what stands on the request line."""
        request = Request(method, self._url(target, headers), headers, body)
        path = target.partition("?")[0]
        if self.latency:
            self.wait(self.latency)
        with self.tenant.lock:
            asked = self.authority.handle(method, self._root(headers), path, body, headers)
            if asked is not None:
                return asked
            try:
                app, roles = self.authority.bearer(_token(request))
            except ValueError as problem:
                return self.tenant.refuse(request, invalid_token(str(problem)))
            try:
                check_declared(request, self.tenant.behaviours)
            except GraphError as refused:
                return self.tenant.refuse(request, refused)
            name = app.name if app else "unknown"
            person = self.authority.person(_token(request))
            answer = self.tenant.handle(
                Request(method, request.url, headers, body, name, roles, person, self.storage)
            )
            if self.recorder is not None:
                self.recorder.note(
                    method, request.url, headers, body, answer.status, answer.headers, answer.body
                )
            return answer

    def _root(self, headers: Mapping[str, str]) -> str:
        host = next((value for name, value in headers.items() if name.lower() == "host"), "")
        return f"{self.scheme}://{host if HOST.fullmatch(host) else self.host}"

    def _url(self, target: str, headers: Mapping[str, str]) -> str:
        return self._root(headers) + target if target.startswith("/") else target


@dataclass(frozen=True, slots=True)
class StorageFront:
    """The storage with the files of reports as the network sees it: another authority than Graph, without tokens."""

    tenant: Tenant

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Answer one HTTP request."""
        with self.tenant.lock:
            return self.tenant.handle(
                Request(method, STORAGE + target, headers, body, "anonymous", frozenset())
            )


def _token(request: Request) -> str:
    kind, _, token = (request.header("Authorization") or "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""
