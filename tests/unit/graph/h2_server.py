"""A server on loopback that speaks HTTP/2 only when a client offers it: as much of the protocol as a GET needs."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import h2.config
import h2.connection
import h2.events
from tests.clock import now
from tests.limits import HANG

from managed_apparaten.emulator.doors import tls

BODY = b'{"value": []}'
QUIET = 0.2
"""Seconds without a word after which the requests that came are answered."""


@dataclass
class Http2:
    """What has been seen."""

    url: str
    ca: Path
    protocols: list[str | None] = field(default_factory=list)
    """What each connection agreed on."""
    requests: list[str] = field(default_factory=list)
    """Path of each request."""
    most: int = 0
    """Largest number of requests that waited together."""


@contextmanager
def http2(folder: Path, together: int = 1) -> Iterator[Http2]:
    """Answers every request with an empty list, once the line is quiet: the last one first.

    `together`: so many requests have to be there before the first answer, however long they take to come.
    """
    context = tls.context(now(), folder / "h2.pem")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Http2(f"https://127.0.0.1:{listener.getsockname()[1]}", folder / "h2.pem")
        accepting = threading.Thread(target=_accept, args=(listener, context, found, together))
        accepting.start()
        try:
            yield found
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join(HANG)
            assert not accepting.is_alive()


def _accept(listener: socket.socket, context: ssl.SSLContext, found: Http2, together: int) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listener.accept()
            plain.settimeout(HANG)
            with context.wrap_socket(plain, server_side=True) as line:
                found.protocols.append(line.selected_alpn_protocol())
                _serve(line, found, together)


def _serve(line: ssl.SSLSocket, found: Http2, together: int) -> None:
    connection = h2.connection.H2Connection(
        h2.config.H2Configuration(client_side=False, header_encoding=None)
    )
    connection.initiate_connection()
    line.sendall(connection.data_to_send())
    ended = list[int]()
    while True:
        line.settimeout(QUIET if len(ended) >= together else HANG)
        try:
            data = line.recv(65536)
        except TimeoutError:
            found.most = max(found.most, len(ended))
            for stream in reversed(ended):
                connection.send_headers(stream, [(":status", "200"), ("content-type", "application/json")])
                connection.send_data(stream, BODY, end_stream=True)
            line.sendall(connection.data_to_send())
            ended, together = [], 1
            continue
        if not data:
            return
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                found.requests.append(_path(event))
            elif isinstance(event, h2.events.StreamEnded) and event.stream_id:
                ended.append(event.stream_id)
        line.sendall(connection.data_to_send())


def _path(event: h2.events.RequestReceived) -> str:
    return next(bytes(value).decode() for name, value in event.headers or () if bytes(name) == b":path")
