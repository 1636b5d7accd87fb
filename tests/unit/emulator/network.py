"""A tenant on loopback for a test, and a small client that speaks plain HTTP to it."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import orjson
from tests.limits import HANG

from managed_apparaten.emulator.core.http import Response
from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.doors.server import Listener, Server, _Handler
from managed_apparaten.emulator.identity import registrations
from managed_apparaten.emulator.tenant import Tenant

DEFAULT = "https://graph.microsoft.com/.default"


@contextmanager
def served(server: Server, idle: int = HANG) -> Iterator[Server]:
    """`idle`: seconds that a connection may stand still; a client under load is not hung up on."""

    class Handler(_Handler):
        timeout = idle

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(HANG)
        assert not thread.is_alive()


@contextmanager
def connected(server: Listener) -> Iterator[http.client.HTTPConnection]:
    host, port = server.server_address[:2]
    connection = http.client.HTTPConnection(str(host), port, timeout=HANG)
    try:
        yield connection
    finally:
        connection.close()


def front_of(tenant: Tenant) -> Front:
    return Front(tenant, serving.authority_of(tenant))


def credentials(name: str, **more: str) -> dict[str, str]:
    secret = registrations.known_secret(name)
    return {"grant_type": "client_credentials", "client_id": registrations.application_id(name), "client_secret": secret,
            "scope": DEFAULT, **more}  # fmt: skip


def ask(front: Front, form: dict[str, str], tenant: str = "") -> Response:
    tenant = tenant or front.tenant.identity()[0]
    headers = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
    return front.handle("POST", f"/{tenant}/oauth2/v2.0/token", headers, urlencode(form).encode())


def bearer(front: Front, name: str = "apparaten-apply") -> dict[str, str]:
    answer: dict[str, Any] = orjson.loads(ask(front, credentials(name)).body)
    return {
        "Authorization": f"Bearer {answer['access_token']}",
        "Host": "localhost",
        "Content-Type": "application/json",
    }
