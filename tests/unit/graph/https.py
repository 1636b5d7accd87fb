"""The other end of a line to Graph, for tests: the embedded tenant over HTTPS, a server that says anything, and a proxy."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.pipeline.transport import HttpTransport
from tests.clock import now
from tests.limits import HANG
from tests.unit.emulator.network import served

from managed_apparaten.core.clock import SystemClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors import serving, tls
from managed_apparaten.emulator.identity import registrations
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.http.msgraph import MsGraph
from managed_apparaten.graph.http.settings import HttpSettings
from managed_apparaten.graph.signin.clouds import Cloud, cloud_of_address
from managed_apparaten.graph.signin.credential import credential
from managed_apparaten.graph.signin.request import SignIn, SignInFailed

WORLD = "zilverdam"
SECRET = "eyJ-a-token-that-nobody-may-see"


@dataclass(frozen=True)
class Place:
    """A served tenant."""

    tenant: Tenant
    cloud: Cloud
    ca: Path

    def sign_in(self, name: str = "apparaten-apply") -> SignIn:
        given = {"AZURE_CLIENT_SECRET": registrations.known_secret(name)}
        return SignIn(
            "secret",
            self.cloud,
            self.tenant.identity()[0],
            registrations.application_id(name),
            given,
            self.ca,
        )

    @contextmanager
    def reached(self, name: str = "apparaten-apply") -> Iterator[MsGraph]:
        with (
            credential(self.sign_in(name)) as found,
            MsGraph(self.cloud, found, HttpSettings(ca=self.ca)) as way,
        ):
            yield way


@contextmanager
def place(folder: Path, *, throttled: bool = False) -> Iterator[Place]:
    """The tenant keeps the time of `SystemClock`, so that a test that patches its sleep moves both ends."""
    behaviours = Behaviours().with_("throttling") if throttled else Behaviours()
    tenant = Tenant.open(None, clock=SystemClock().now, behaviours=behaviours, new_id=seeded_ids(WORLD))
    seed(tenant, world=WORLD)
    with served(serving.server(tenant, authority_file=folder / "ca.pem")) as server:
        yield Place(tenant, cloud_at(server.url), folder / "ca.pem")
    tenant.close()


@contextmanager
def signed_in(there: Place, monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[None]:
    """The environment of somebody who signs in there as an application."""
    with monkeypatch.context() as patch:
        for key, value in {
            "AZURE_TENANT_ID": there.tenant.identity()[0], "AZURE_CLIENT_ID": registrations.application_id(name),
            "AZURE_CLIENT_SECRET": registrations.known_secret(name), "APPARATEN_AUTH": "secret", "SSL_CERT_FILE": str(there.ca),
        }.items():  # fmt: skip
            patch.setenv(key, value)
        yield


def cloud_at(url: str) -> Cloud:
    found = cloud_of_address(url)
    assert found is not None
    return found


@dataclass
class Fixed:
    """A credential with tokens of its own: one after the other, the last for ever; an exception among them is raised."""

    tokens: list[str | SignInFailed] = field(default_factory=lambda: [SECRET])
    life: float = 3600.0
    claims: list[str | None] = field(default_factory=list)
    """What each call asked for."""
    now: Callable[[], float] = lambda: now().timestamp()

    def get_token(self, *_scopes: str, claims: str | None = None, **_options: Any) -> AccessToken:
        self.claims.append(claims)
        found = self.tokens[min(len(self.claims), len(self.tokens)) - 1]
        if isinstance(found, SignInFailed):
            raise found
        return AccessToken(found, int(self.now() + self.life))


REFUSED = SignInFailed(Diagnostic("SGN100", args={"mode": "secret", "number": "AADSTS700016"}))


@dataclass
class Bytes:
    """A server that reads a request and says what it is told to; each connection ends after one answer."""

    url: str
    ca: Path
    seen: list[bytes] = field(default_factory=list)
    """Heads of requests."""
    most: int = 0
    """Largest number of requests at the same time."""


@contextmanager
def saying(
    folder: Path, answer: Callable[[bytes], bytes | None], protocols: tuple[str, ...] = ()
) -> Iterator[Bytes]:
    """Answers each request over TLS; None holds the line without a word until the test is over."""
    context = tls.context(now(), folder / "saying.pem")
    if protocols:
        context.set_alpn_protocols(protocols)
    over, guard, active = threading.Event(), threading.Lock(), [0]

    def serve(plain: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as line:
            head = _request(line)
            with guard:
                active[0] += 1
                found.seen.append(head)
                found.most = max(found.most, active[0])
            said = answer(head)
            with guard:
                active[0] -= 1
            if said is None:
                over.wait(HANG)
            else:
                line.sendall(said)

    with listening(serve) as port:
        found = Bytes(f"https://127.0.0.1:{port}", folder / "saying.pem")
        try:
            yield found
        finally:
            over.set()


@contextmanager
def silent(begun: threading.Event | None = None) -> Iterator[str]:
    """The address of a server that says nothing, not even what TLS begins with, until the test is over. `begun`: a client has begun."""
    over = threading.Event()

    def serve(client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            if client.recv(1, socket.MSG_PEEK) and begun:
                begun.set()
            over.wait(HANG)

    with listening(serve) as port:
        try:
            yield f"https://127.0.0.1:{port}"
        finally:
            over.set()


def http(body: bytes = b"", status: int = 200, sort: str = "application/json", **headers: str) -> bytes:
    """An answer as it stands on the line."""
    fields = {"Content-Type": sort, "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + body


@dataclass
class Proxy:
    """A proxy that knows CONNECT."""

    url: str
    targets: list[str] = field(default_factory=list)
    """Where it was asked to go."""


@contextmanager
def proxy(refusal: bytes = b"") -> Iterator[Proxy]:
    """Carries each connection on, or answers all of them with a refusal."""

    def serve(client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            head = _request(client)
            target = head.split(b" ")[1].decode()
            found.targets.append(target)
            if refusal:
                client.sendall(refusal)
                return
            host, _, port = target.rpartition(":")
            with socket.create_connection((host, int(port)), timeout=HANG) as other:
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                back = threading.Thread(target=_carry, args=(other, client))
                back.start()
                _carry(client, other)
                back.join()

    with listening(serve) as port:
        found = Proxy(f"http://127.0.0.1:{port}")
        yield found


def _request(line: socket.socket) -> bytes:
    """Head and body, whole: to hang up on what was not read is to reset the connection."""
    found = b""
    while not (end := re.search(rb"\r\n\r\n", found)) or len(found) < end.end() + _length(found):
        found += line.recv(65536) or b"\r\n\r\n"
    return found


def _length(head: bytes) -> int:
    stated = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return int(stated[1]) if stated else 0


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port on loopback whose connections get a thread each; all are over at the end.

    Connections are accepted until no sign-in that was given up is still under way. A port that closes earlier resets a connection that
    waits to be accepted, and when its client has not begun with TLS yet, CPython 3.11.7 leaves the socket of the client open
    (https://github.com/python/cpython/issues/113280): a warning in whatever test runs when the garbage is collected.
    """
    threads = list[threading.Thread]()

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                client.settimeout(HANG)
                threads.append(threading.Thread(target=serve, args=(client,)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield listener.getsockname()[1]
        finally:
            _given_up()
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join(HANG)
    for thread in threads:
        thread.join(HANG)
    assert not any(thread.is_alive() for thread in threads)


def _given_up() -> None:
    """Wait for the sign-ins that nobody waits for any more; they try again a few times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpTransport, "sleep", lambda *_: None)
        for thread in threading.enumerate():
            if thread.name == "bounded":
                thread.join(HANG)
                assert not thread.is_alive()
