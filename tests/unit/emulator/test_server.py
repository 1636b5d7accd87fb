"""The network door as sockets: only loopback, HTTP/1.1 as clients speak it, and a stop that leaves nothing open."""

from __future__ import annotations

import gc
import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from tests.clock import now
from tests.limits import HANG
from tests.unit.emulator.conftest import CONFIGURATIONS, open_tenant
from tests.unit.emulator.network import bearer, connected, served

from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.connection import PATIENCE
from managed_apparaten.emulator.doors.server import NotLoopback, Server, _Handler, check_loopback
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed

NEW = {"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "over the wire"}


@pytest.fixture
def server() -> Iterator[Server]:
    tenant = open_tenant()
    seed(tenant)
    with served(serving.server(tenant)) as running:
        yield running
    tenant.close()


def where(server: Server) -> tuple[str, int]:
    host, port = server.server_address[:2]
    return str(host), port


def raw(server: Server, data: bytes) -> bytes:
    """What comes back for bytes on one connection, until the server closes it."""
    with socket.create_connection(where(server), timeout=HANG) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        while part := connection.recv(65536):
            found += part
    return found


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", "", "127.0.0.1.example.org"])
def test_other_addresses_than_loopback_are_refused(host: str) -> None:
    with pytest.raises(NotLoopback):
        check_loopback(host)
    tenant = open_tenant()
    with pytest.raises(NotLoopback):
        serving.server(tenant, host)
    tenant.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10"])
def test_loopback_addresses_are_accepted(host: str) -> None:
    assert check_loopback(host) in ("127.0.0.1", "::1", "127.8.9.10")


def test_one_connection_carries_many_exchanges_of_both_versions(server: Server) -> None:
    headers = bearer(server.front)
    with connected(server) as connection:
        connection.request("POST", CONFIGURATIONS, orjson.dumps(NEW), headers)
        made = connection.getresponse()
        assert made.status == 201
        found = orjson.loads(made.read())["id"]
        first = connection.sock
        for version in ("v1.0", "beta"):
            connection.request(
                "GET", f"/{version}/deviceManagement/deviceConfigurations/{found}", headers=headers
            )
            answer = connection.getresponse()
            assert orjson.loads(answer.read())["displayName"] == "over the wire"
        connection.request("DELETE", f"{CONFIGURATIONS}/{found}", headers=headers)
        gone = connection.getresponse()
        assert (gone.status, gone.read(), gone.getheader("Content-Length")) == (204, b"", None)
        assert connection.sock is first
    assert [(entry.actor, entry.method, entry.url, entry.status) for entry in server.front.tenant.audit()] == [
        ("apparaten-apply", "POST", CONFIGURATIONS, 201), ("apparaten-apply", "DELETE", f"{CONFIGURATIONS}/{found}", 204),
    ]  # fmt: skip


def test_next_links_lead_back_to_the_host_that_was_asked(server: Server) -> None:
    headers = bearer(server.front)
    for host, root in (
        ("graph.microsoft.com", "http://graph.microsoft.com"),
        ("a\tb", f"http://{server.front.host}"),
    ):
        answer = server.front.handle("GET", "/v1.0/groups?$top=2", {**headers, "Host": host}, b"")
        assert orjson.loads(answer.body)["@odata.nextLink"].startswith(f"{root}/v1.0/groups?")


def test_a_body_in_chunks_is_a_body(server: Server) -> None:
    headers = bearer(server.front)
    body = orjson.dumps(NEW)
    with connected(server) as connection:
        connection.request("POST", CONFIGURATIONS, iter([body[:10], body[10:]]), headers, encode_chunked=True)
        assert connection.getresponse().status == 201


@pytest.mark.parametrize("head", [
    "Content-Length: -1", "Content-Length: 1\r\nContent-Length: 2",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: gzip", "Transfer-Encoding: chunked\r\nContent-Length: 3", "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
])  # fmt: skip
def test_malformed_bodies_are_refused_in_graphs_shape(server: Server, head: str) -> None:
    answer = raw(server, f"POST /beta/groups HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert orjson.loads(answer.partition(b"\r\n\r\n")[2])["error"]["code"] == "BadRequest"
    assert answer.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("head", [
    "Content-Length: 99999999999", "Content-Length: 4194305", "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n",
])  # fmt: skip
def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: Server, head: str) -> None:
    """E13: 413 where the connection was closed (microsoft-graph-docs, concepts/onenote-images-files.md; text: #11806)."""
    answer = raw(server, f"POST /beta/groups HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert (
        orjson.loads(answer.partition(b"\r\n\r\n")[2])["error"]["message"]
        == "The maximum request length supported is 4MB."
    )


@pytest.mark.parametrize("chunked", [False, True])
def test_a_client_that_sends_a_body_of_five_megabytes_reads_the_refusal(
    server: Server, chunked: bool
) -> None:
    """E13: the answer comes through although the client is still sending."""
    body = b"[" + b" " * 5 * 2**20 + b"]"
    with connected(server) as connection:
        sent = (
            iter([body[number : number + 65536] for number in range(0, len(body), 65536)])
            if chunked
            else body
        )
        connection.request("POST", CONFIGURATIONS, sent, bearer(server.front), encode_chunked=chunked)
        answer = connection.getresponse()
        assert (answer.status, orjson.loads(answer.read())["error"]["code"]) == (413, "BadRequest")


def test_a_body_that_nobody_says_anything_of_is_refused_over_the_network(server: Server) -> None:
    """E13: microsoft-graph-docs#6486, msgraph-cli#258."""
    headers = {name: value for name, value in bearer(server.front).items() if name != "Content-Type"}
    with connected(server) as connection:
        connection.request("POST", CONFIGURATIONS, orjson.dumps(NEW), headers)
        answer = connection.getresponse()
        said = orjson.loads(answer.read())["error"]["message"]
    assert (answer.status, said) == (
        400,
        "Write requests (excluding DELETE) must contain the Content-Type header declaration.",
    )


@pytest.mark.parametrize(
    "line",
    ["BREW /beta/groups HTTP/1.1", "GET /beta/groups", "GET / HTTP/9.9", "nonsense", "GET /a b HTTP/1.1"],
)
def test_no_request_line_gets_a_page_or_a_5xx(server: Server, line: str) -> None:
    answer = raw(server, f"{line}\r\nHost: localhost\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 4")
    assert b"<html" not in answer.lower()


def test_an_echoed_header_cannot_split_the_answer(server: Server) -> None:
    token = bearer(server.front)["Authorization"]
    lines = [
        "GET /v1.0/organization HTTP/1.1",
        "Host: localhost",
        f"Authorization: {token}",
        "Connection: close",
    ]
    answer = raw(server, "\r\n".join([*lines, "client-request-id: a\r\n Set-Cookie: x=1", "", ""]).encode())
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nSet-Cookie" not in answer.replace(b"\r\n ", b"")
    assert b"\nSet-Cookie" not in answer


@pytest.mark.parametrize(("accepted", "packed"), [
    ("gzip", True), ("deflate, gzip;q=0.5", True), ("br, *", True), ("GZIP", True), ("gzip;q=0", False), ("gzip; q=0.0", False),
    ("", False), ("br", False), ("x-gzipped", False),
])  # fmt: skip
def test_a_long_answer_is_packed_for_who_takes_it(server: Server, accepted: str, packed: bool) -> None:
    headers = {**bearer(server.front), "Accept-Encoding": accepted}
    with connected(server) as connection:
        connection.request("GET", "/v1.0/users?$top=50", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.getheader("Content-Length") == str(len(body))
        assert (answer.getheader("Content-Encoding") == "gzip") == packed
        assert len(orjson.loads(gzip.decompress(body) if packed else body)["value"]) > 5
        connection.request("GET", "/v1.0/organization", headers=headers)
        short = connection.getresponse()
        assert (short.read()[:1], short.getheader("Content-Encoding")) == (b"{", None)


def test_head_has_no_body(server: Server) -> None:
    token = bearer(server.front)["Authorization"]
    answer = raw(
        server,
        f"HEAD /v1.0/groups HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n".encode(),
    )
    assert answer.endswith(b"\r\n\r\n")


def test_stop_hangs_up_on_idle_connections_and_frees_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not hang up also ends, but only when the patience of the connection is over; the handler then logs it."""
    tenant, logged = open_tenant(), list[str]()
    monkeypatch.setattr(_Handler, "log_message", lambda _self, text, *values: logged.append(text % values))
    server = serving.server(tenant)
    with served(server, PATIENCE):
        idle = socket.create_connection(where(server), timeout=HANG)
        idle.sendall(b"GET /v1.0/groups HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(65536).startswith(b"HTTP/1.1 401 ")
    assert idle.recv(1) == b""
    assert not logged
    idle.close()
    again = serving.server(tenant, port=server.server_address[1])
    again.server_close()
    tenant.close()


def test_a_lost_answer_closes_the_connection_after_the_work_was_done(server: Server) -> None:
    tenant: Tenant = server.front.tenant
    tenant.faults.inject(Fault("F4", "reset", methods=("POST",), path="deviceConfigurations$"))
    with connected(server) as connection:
        connection.request("POST", CONFIGURATIONS, orjson.dumps(NEW), bearer(server.front))
        with pytest.raises(ConnectionError):
            connection.getresponse()
    assert [entry.status for entry in tenant.audit()] == [201]


def test_many_clients_at_once_all_get_their_answer(server: Server) -> None:
    headers, statuses = bearer(server.front), list[int]()

    def work() -> None:
        with connected(server) as connection:
            for _ in range(10):
                connection.request("POST", CONFIGURATIONS, orjson.dumps(NEW), headers)
                answer = connection.getresponse()
                answer.read()
                statuses.append(answer.status)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HANG)
    assert statuses == [201] * 80
    assert len(server.front.tenant.audit()) == 80


def test_https_is_trusted_through_the_authority_file_and_in_no_other_way(tmp_path: Path) -> None:
    tenant, file = Tenant.open(None, clock=now), tmp_path / "state" / "ca.pem"
    server = serving.server(tenant, authority_file=file)
    assert b"PRIVATE" not in file.read_bytes()
    with served(server):
        for name in ("localhost", "127.0.0.1", "graph.microsoft.com"):
            trusting = ssl.create_default_context(cafile=str(file))
            assert b"401" in over_tls(server, trusting, name)
        with pytest.raises(ssl.SSLCertVerificationError):
            over_tls(server, ssl.create_default_context(cafile=str(file)), "graph.example.org")
        with pytest.raises(ssl.SSLCertVerificationError):
            over_tls(server, ssl.create_default_context(), "localhost")
    tenant.close()


def over_tls(server: Server, context: ssl.SSLContext, name: str) -> bytes:
    with (
        socket.create_connection(where(server), timeout=HANG) as plain,
        context.wrap_socket(plain, server_hostname=name) as connection,
    ):
        connection.sendall(b"GET /v1.0/groups HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return connection.recv(65536)


def test_a_client_that_resets_its_connection_before_it_is_accepted_leaves_none_open(tmp_path: Path) -> None:
    """CPython before 3.11.8 left the socket open, which failed whatever test ran then."""
    tenant, file = Tenant.open(None, clock=now), tmp_path / "ca.pem"
    server = serving.server(tenant, authority_file=file)
    with socket.create_connection(where(server), timeout=HANG) as hasty:
        hasty.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with served(server):
        assert b"401" in over_tls(server, ssl.create_default_context(cafile=str(file)), "localhost")
    tenant.close()


def test_a_server_without_a_storage_leaves_no_port_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is out of ports. The first of both was left to the collector of garbage."""
    tenant = open_tenant()

    def none_left(_tenant: Tenant) -> None:
        raise OSError("Too many open files")

    monkeypatch.setattr("managed_apparaten.emulator.doors.server.StorageFront", none_left)
    with pytest.raises(OSError, match="Too many"):
        serving.server(tenant)
    gc.collect()  # a socket that was left open warns here, and a warning is an error
    tenant.close()


@pytest.mark.parametrize("secure", [False, True])
def test_stop_lets_a_running_request_end(
    tmp_path: Path, secure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant, file = Tenant.open(None, clock=now), tmp_path / "ca.pem"
    server = serving.server(tenant, authority_file=file if secure else None)
    entered, closing, answers = threading.Event(), threading.Event(), list[bytes]()
    close = server.server_close

    def told_to_close() -> None:
        closing.set()
        close()

    def linger() -> None:
        entered.set()
        closing.wait(HANG)

    monkeypatch.setattr(server, "server_close", told_to_close)

    tenant.faults.inject(Fault("F13", act=linger))
    token = bearer(server.front)["Authorization"]

    def ask() -> None:
        head = f"GET /v1.0/groups HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n\r\n".encode()
        context = ssl.create_default_context(cafile=str(file)) if secure else None
        with (
            socket.create_connection(where(server), timeout=HANG) as plain,
            context.wrap_socket(plain, server_hostname="localhost") if context else plain as connection,
        ):
            connection.sendall(head)
            answers.append(connection.recv(65536))

    client = threading.Thread(target=ask)
    with served(server):
        client.start()
        assert entered.wait(HANG)
    client.join(HANG)
    assert answers[0].startswith(b"HTTP/1.1 200 OK\r\n")
    tenant.close()


def test_the_port_of_the_storage_is_closed_when_its_thread_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    server = serving.server(open_tenant())
    storage, begin, events = server.storage, threading.Event(), list[str]()
    serve, shutdown, close = storage.serve_forever, storage.shutdown, storage.server_close

    def late(interval: float) -> None:
        assert begin.wait(HANG)
        serve(interval)
        events.append("ended")

    def told() -> None:
        if threading.current_thread() is threading.main_thread():
            begin.set()
        shutdown()

    def closed() -> None:
        events.append("closed")
        begin.set()
        close()

    for name, wrapped in (("serve_forever", late), ("shutdown", told), ("server_close", closed)):
        monkeypatch.setattr(storage, name, wrapped)
    serving_thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving_thread.start()
    server.stop()
    serving_thread.join()
    assert events[:2] == ["ended", "closed"]
