"""L6: what a server hears: in a bounded time, for one host that it can be, with one coding, and tokens as they were made."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from tests.limits import HANG
from tests.unit.emulator.conftest import open_tenant
from tests.unit.emulator.network import bearer, connected, served
from tests.unit.emulator.test_server import raw, where

from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.connection import PATIENCE, WHOLE, Inbound, host_problem
from managed_apparaten.emulator.doors.server import Listener, Server
from managed_apparaten.emulator.identity import jwt


@pytest.fixture
def server() -> Iterator[Server]:
    tenant = open_tenant()
    with served(serving.server(tenant)) as running:
        yield running
    tenant.close()


class Dripping:
    """A connection on which a byte comes each time, some seconds after the one before."""

    def __init__(self, every: float) -> None:
        self.every, self.now, self.allowed = every, 0.0, list[float]()

    def clock(self) -> float:
        return self.now

    def settimeout(self, seconds: float) -> None:
        self.allowed.append(seconds)

    def recv_into(self, buffer: bytearray) -> int:
        self.now += self.every
        buffer[0] = 65
        return 1


def test_l6_a_client_that_drips_is_cut_when_its_time_is_over() -> None:
    """L6: seen to hold a connection for 80 seconds and on. A request has a time as a whole, from its first byte."""
    connection = Dripping(every=10)
    inbound = Inbound(connection, connection.clock)  # type: ignore[arg-type]
    assert sum(inbound.readinto(bytearray(1)) for _ in range(WHOLE // 10)) == WHOLE // 10
    connection.now += 10
    with pytest.raises(TimeoutError):
        inbound.readinto(bytearray(1))
    assert max(connection.allowed) <= PATIENCE
    inbound.next_request()
    assert inbound.readinto(bytearray(1)) == 1, "the next request has a time of its own"


@pytest.mark.parametrize(
    "begin",
    [b"GET /v1.0/gro", b"POST /beta/groups HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"],
)
def test_l6_the_connection_of_such_a_client_is_closed(begin: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """L6: in the head and in the body. The clock jumps; nobody waits."""
    moments = iter([0.0])
    monkeypatch.setattr(Listener, "clock", staticmethod(lambda: next(moments, WHOLE + 1.0)))
    tenant = open_tenant()
    with (
        served(serving.server(tenant)) as running,
        socket.create_connection(where(running), timeout=HANG) as connection,
    ):
        connection.sendall(begin)
        assert connection.recv(100) == b""
    tenant.close()


@pytest.mark.parametrize(
    ("hosts", "version", "fine"),
    [
        (["localhost"], "HTTP/1.1", True), (["127.0.0.1:8443"], "HTTP/1.1", True), (["[::1]:8443"], "HTTP/1.1", True),
        (["127.8.9.1"], "HTTP/1.1", True), (["LOCALHOST:80"], "HTTP/1.1", True), (["tenant.localhost"], "HTTP/1.1", True),
        (["graph.microsoft.com"], "HTTP/1.1", True), (["login.microsoftonline.com"], "HTTP/1.1", True), ([], "HTTP/1.0", True),
        ([], "HTTP/1.1", False), (["localhost", "localhost"], "HTTP/1.1", False), (["evil.example"], "HTTP/1.1", False),
        (["192.0.2.1"], "HTTP/1.1", False), (["localhost.evil.example"], "HTTP/1.1", False), ([""], "HTTP/1.1", False),
        (["evilmicrosoft.com"], "HTTP/1.1", False), (["127.0.0.1.evil.example"], "HTTP/1.1", False), (["0.0.0.0"], "HTTP/1.1", False),
    ],
)  # fmt: skip
def test_l6_a_request_is_for_one_host_that_can_be_this_one(
    hosts: list[str], version: str, fine: bool
) -> None:
    """L6: any Host was answered, so a page whose name points to this machine could read the tenant."""
    assert (host_problem(hosts, version) == "") == fine


def test_l6_a_request_for_another_host_is_refused_before_its_token_is_looked_at(server: Server) -> None:
    token = bearer(server.front)["Authorization"]
    for host in ("evil.example", "localhost\r\nHost: localhost"):
        head = f"GET /v1.0/organization HTTP/1.1\r\nHost: {host}\r\nAuthorization: {token}\r\n\r\n"
        assert raw(server, head.encode()).startswith(b"HTTP/1.1 421 ")
    assert raw(server, head.replace("\r\nHost: localhost", "", 1).encode()).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("spoil", ["=", "==", "===", "\n", " "])
def test_l6_a_token_with_something_behind_it_is_no_token(server: Server, spoil: str) -> None:
    token = bearer(server.front)["Authorization"].partition(" ")[2]
    assert jwt.read(token)
    with pytest.raises(jwt.Malformed):
        jwt.read(token + spoil)
    for place in (0, 1):
        parts = token.split(".")
        parts[place] += "="
        with pytest.raises(jwt.Malformed):
            jwt.read(".".join(parts))


def test_l6_a_token_whose_last_character_has_bits_to_spare_is_no_token(server: Server) -> None:
    """L6, a neighbour: base64 of 256 bytes ends in a character of which four bits count, so sixteen others decode alike."""
    token = bearer(server.front)["Authorization"].partition(" ")[2]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = alphabet[alphabet.index(token[-1]) ^ 1]
    with pytest.raises(jwt.Malformed):
        jwt.read(token[:-1] + other)


def test_l6_the_served_tenant_refuses_it(server: Server) -> None:
    headers = bearer(server.front)
    with connected(server) as connection:
        connection.request(
            "GET", "/v1.0/organization", headers={**headers, "Authorization": headers["Authorization"] + "=="}
        )
        assert connection.getresponse().status == 401
