"""HTTP/1.1 on the loopback interface for a `Front`: sockets and nothing else, from the standard library.

Two settings decide its speed: without buffered writes and with Nagle's algorithm each answer waits 40 ms for an
acknowledgement. A stop lets running requests finish and hangs up on idle connections.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import ipaddress
import re
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

from managed_apparaten.emulator.core.http import Response
from managed_apparaten.emulator.doors.connection import PATIENCE, Inbound, host_problem
from managed_apparaten.emulator.doors.front import Front, StorageFront
from managed_apparaten.emulator.faults.fault_table import Unanswered
from managed_apparaten.emulator.odata.media_type import LARGEST

WORTH_PACKING = 1400
"""Bytes of a body that would not fit in one packet."""


class NotLoopback(ValueError):
    """The address is reachable from elsewhere."""


def check_loopback(host: str) -> str:
    """The address to listen on; raises NotLoopback for any but 127.0.0.0/8, ::1 and localhost."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise NotLoopback(host) from None
    if not address.is_loopback:
        raise NotLoopback(host)
    return str(address)


Answer = Callable[[str, str, Mapping[str, str], bytes], Response]
"""(method, target, headers, body) -> answer."""


class Listener(ThreadingHTTPServer):
    """Listens on one port and answers until it is stopped."""

    daemon_threads = False
    request_queue_size = 128
    clock: Callable[[], float] = staticmethod(time.monotonic)
    """Measures how long a request takes to come in."""

    def __init__(
        self, host: str, port: int, answer: Answer, scheme: str, tls: ssl.SSLContext | None = None
    ) -> None:
        address = check_loopback(host)
        if ":" in address:
            self.address_family = socket.AF_INET6
        self.answer, self.scheme = answer, scheme
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__((address, port), _Handler)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def url(self) -> str:
        """Where it is reached."""
        host, port = self.server_address[:2]
        name = f"[{host!s}]" if self.address_family == socket.AF_INET6 else str(host)
        return f"{self.scheme}://{name}:{port}"

    def stop(self) -> None:
        """Take no more connections, let running requests end, close everything. From another thread than the serving one.

        Only the plain socket is told: shutting down a TLS socket would drop the encryption of an answer on its way.
        """
        self.shutdown()
        with self._guard:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RD)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, then give it a thread."""
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are their own affair; our own mistakes are seen."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError, ssl.SSLError)):
            super().handle_error(request, client_address)


class Server(Listener):
    """Serves one front, and on a port beside it the storage with the files of reports."""

    def __init__(self, host: str, port: int, front: Front, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(host, port, front.handle, front.scheme, tls)
        try:
            self.storage = Listener(host, 0, StorageFront(front.tenant).handle, front.scheme, tls)
        except BaseException:
            super().server_close()
            raise
        self.front = replace(front, host=self.url.partition("://")[2], storage=self.storage.url)
        self.answer = self.front.handle

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        """Serve until `stop`; the storage has a thread of its own."""
        beside = threading.Thread(target=self.storage.serve_forever, args=(poll_interval,))
        beside.start()
        try:
            super().serve_forever(poll_interval)
        finally:
            self.storage.stop()
            beside.join()

    def stop(self) -> None:
        """Stop the storage first: its port may be closed only when its thread no longer uses it."""
        self.storage.stop()
        super().stop()

    def server_close(self) -> None:
        """Let go of both ports."""
        super().server_close()
        self.storage.server_close()


class _Refused(Exception):
    """The bytes are no proper HTTP request."""

    status = HTTPStatus.BAD_REQUEST


class _TooLarge(_Refused):
    """The body is larger than Graph takes."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class _Misdirected(_Refused):
    """The host is not ours."""

    status = HTTPStatus.MISDIRECTED_REQUEST


class _Handler(BaseHTTPRequestHandler):
    server: Listener
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    disable_nagle_algorithm = True
    timeout = PATIENCE

    def setup(self) -> None:
        """Read through what keeps the time."""
        super().setup()
        self.rfile.close()
        self._inbound = Inbound(self.connection, self.server.clock)
        self.rfile = io.BufferedReader(self._inbound)

    def handle_one_request(self) -> None:
        """One exchange, with a time of its own."""
        self._inbound.next_request()
        super().handle_one_request()

    def answer(self) -> None:
        """Hear, answer."""
        try:
            if problem := host_problem(self.headers.get_all("Host", []), self.request_version):
                raise _Misdirected(problem)
            body = self._body()
        except _Refused as refused:
            self.send_error(refused.status, str(refused))
            self._linger()
            return
        try:
            response = self.server.answer(self.command, self.path, _headers(self.headers.items()), body)
        except Unanswered:
            self.close_connection = True
            return
        self._send(_packed(response, self.headers.get("Accept-Encoding", "")))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the HTTP layer itself refuses, in Graph's error shape; the connection ends."""
        text = explain or message or HTTPStatus(code).phrase
        self.close_connection = True
        known = self.request_version in ("HTTP/1.0", "HTTP/1.1")
        self.command = self.command if known else ""
        status = code if code < 500 else 400
        error = {"error": {"code": "BadRequest", "message": text}}
        self._send(Response(status, {"Content-Type": "application/json"}, orjson.dumps(error)))

    def _linger(self) -> None:
        """Read on for a while after a refusal: a client that still sends its body would lose the answer with the connection."""
        left = 4 * LARGEST
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            while left > 0 and (data := self.rfile.read1(65536)):
                left -= len(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tenant keeps the books."""

    def _send(self, response: Response) -> None:
        status = response.status
        head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase if status in _PHRASES else ''}"]
        head += [f"{name}: {_line(value)}" for name, value in response.headers.items()]
        if status != HTTPStatus.NO_CONTENT:
            head.append(f"Content-Length: {len(response.body)}")
        if self.close_connection:
            head.append("Connection: close")
        self.wfile.write("\r\n".join([*head, "\r\n"]).encode("latin-1", "replace"))
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    def _body(self) -> bytes:
        codings = self.headers.get_all("Transfer-Encoding", [])
        if codings:
            if [coding.lower() for coding in codings] != ["chunked"] or "Content-Length" in self.headers:
                raise _Refused("Unsupported transfer encoding.")
            return b"".join(self._chunks())
        lengths = self.headers.get_all("Content-Length", [])
        if len(lengths) > 1 or not all(
            text.isascii() and text.isdigit() and len(text) < 12 for text in lengths
        ):
            raise _Refused("Invalid Content-Length.")
        return self._exactly(int(lengths[0])) if lengths else b""

    def _chunks(self) -> Iterator[bytes]:
        """The parts of a chunked body (RFC 9112, 7.1); extensions and trailers are passed over."""
        total = 0
        while True:
            size = self.rfile.readline(1024).partition(b";")[0].strip()
            if not size or len(size) > 8 or size.strip(b"0123456789abcdefABCDEF"):
                raise _Refused("Invalid chunk.")
            number = int(size, 16)
            total += number
            if total > LARGEST:
                raise _TooLarge("The maximum request length supported is 4MB.")
            if number == 0:
                break
            yield self._exactly(number)
            if self.rfile.readline(3).strip():
                raise _Refused("Invalid chunk.")
        while self.rfile.readline(65537).strip():
            continue

    def _exactly(self, number: int) -> bytes:
        if number > LARGEST:
            raise _TooLarge("The maximum request length supported is 4MB.")
        data = self.rfile.read(number)
        if len(data) < number:
            raise ConnectionResetError("the client went away in the middle of a body")
        return data


for _method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
    setattr(_Handler, f"do_{_method}", _Handler.answer)
_GZIP = re.compile(r"(^|,)\s*(gzip|\*)\s*(;\s*q=(0\.0*[1-9]\d*|1(\.0*)?)\s*)?(,|$)", re.IGNORECASE)


def _packed(response: Response, accepted: str) -> Response:
    """The answer as gzip when the client takes that and it is worth it. A fault that packs the body itself is left alone."""
    if (
        len(response.body) < WORTH_PACKING
        or "Content-Encoding" in response.headers
        or not _GZIP.search(accepted)
    ):
        return response
    headers = {**response.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return replace(response, headers=headers, body=gzip.compress(response.body, compresslevel=1, mtime=0))


_PHRASES = frozenset(int(status) for status in HTTPStatus)
_CONTROLS = dict.fromkeys([*range(32), 127], " ")


def _line(value: str) -> str:
    """A header value that stays on its line, whatever a client made us echo."""
    return value.translate(_CONTROLS)


def _headers(items: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return {name: _line(value) for name, value in items}
