"""A door for clients that are built on httpx (msgraph-sdk is one): a transport for `httpx.Client` and `httpx.AsyncClient`."""

from __future__ import annotations

import httpx

from managed_apparaten.emulator.doors.in_process import InProcess


def transport(door: InProcess) -> httpx.MockTransport:
    """A transport under which every request, whatever its host, goes to the tenant behind the door."""

    def answer(request: httpx.Request) -> httpx.Response:
        status, headers, body = door.send(
            request.method, str(request.url), dict(request.headers), request.read()
        )
        return httpx.Response(status, headers=dict(headers), content=body)

    return httpx.MockTransport(answer)
