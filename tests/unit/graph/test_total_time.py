"""M7: every wait ends. A service that sends a byte now and then, or none, is given up after a total time, signing in included."""

from __future__ import annotations

import contextlib
import gc
import math
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import AzureError
from tests.clock import now
from tests.limits import HANG
from tests.unit.graph.https import Fixed, cloud_at, listening, proxy, silent

from managed_apparaten.core.clock import SystemClock, VirtualClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.emulator.doors import tls
from managed_apparaten.graph.errors import TransportFailed, Unfinished
from managed_apparaten.graph.http.deadline import DEADLINE_PASSED, STOPPED, DeadlineClock
from managed_apparaten.graph.http.msgraph import MsGraph
from managed_apparaten.graph.http.rate_limit import RateLimitedTransport
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.http.settings import HttpSettings
from managed_apparaten.graph.signin.credential import credential
from managed_apparaten.graph.signin.request import SignIn, SignInFailed
from managed_apparaten.graph.total_time import TimeExceeded, run_within
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.render.problems import problem_lines
from managed_apparaten.render.words import Words

LANGS: tuple[Lang, ...] = ("en", "nl")
SHORT = 0.3
"""Seconds: a total time that is over soon. Nothing here measures how soon."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
READ = GraphRequest("GET", "/organization", "v1.0")
WRITE = GraphRequest("POST", "/deviceManagement/deviceConfigurations", body={})
TENANT = "11111111-1111-4111-8111-111111111111"


@contextmanager
def dripping(folder: Path, head: bytes) -> Iterator[SignIn]:
    """A server that says the head and then a space now and then, for as long as the test lasts; without a head it says nothing."""
    context, over = tls.context(now(), folder / "drip.pem"), threading.Event()

    def serve(plain: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as line:
            line.recv(65536)
            line.sendall(head)
            while not over.wait(0.02):
                if head:
                    line.sendall(b" ")

    with listening(serve) as port:
        cloud = cloud_at(f"https://127.0.0.1:{port}")
        try:
            yield SignIn(
                "secret", cloud, TENANT, TENANT, {"AZURE_CLIENT_SECRET": "geheim-genoeg"}, folder / "drip.pem"
            )
        finally:
            over.set()


@pytest.mark.parametrize("head", [HEAD, b""], ids=["drips", "hangs"])
@pytest.mark.parametrize(
    "limits",
    [{"token_seconds": SHORT}, {"token_seconds": float(HANG), "end": 0.0}],
    ids=["whole", "deadline"],
)
def test_signing_in_has_a_total_time(head: bytes, limits: dict[str, Any], tmp_path: Path) -> None:
    """M7: the token endpoint; what azure-identity itself allows is a try of five minutes, ten times."""
    clock = SystemClock()
    if "end" in limits:
        limits = {**limits, "end": clock.monotonic() + SHORT}
    with dripping(tmp_path, head) as sign_in, credential(sign_in, clock, **limits) as found:
        for _ in range(2):
            with pytest.raises(SignInFailed) as caught:
                found.get_token("https://graph.microsoft.com/.default")
            assert caught.value.diagnostic.code == "SGN028"
            assert all(problem_lines([caught.value.diagnostic], {}, Words(lang), 80) for lang in LANGS)
            assert "geheim" not in repr(caught.value.diagnostic)


@pytest.mark.parametrize("head", [HEAD, b""], ids=["drips", "hangs"])
@pytest.mark.parametrize("deadline", [False, True])
def test_a_request_has_a_total_time_and_none_lasts_past_the_deadline(
    head: bytes, deadline: bool, tmp_path: Path
) -> None:
    """M7: Graph. A write that was under way then may have happened; after the deadline nothing is sent."""
    with dripping(tmp_path, head) as sign_in:
        line = HttpSettings(ca=sign_in.ca, exchange_timeout=float(HANG) if deadline else SHORT)
        if deadline:
            line = replace(line, end=SystemClock().monotonic() + SHORT)
        with MsGraph(sign_in.cloud, Fixed(), line) as way:
            [first] = way.send_all([WRITE])
            [second] = way.send_all([WRITE])
    assert isinstance(first, TransportFailed)
    assert first.sent
    assert isinstance(second, TransportFailed)
    if deadline:
        assert (str(first), str(second), second.sent, first.lasting) == (
            DEADLINE_PASSED,
            DEADLINE_PASSED,
            False,
            True,
        )
    else:
        assert isinstance(first, Unfinished)


@pytest.mark.parametrize("proxied", [False, True], ids=["straight", "proxy"])
@pytest.mark.parametrize("deadline", [False, True], ids=["closed", "deadline"])
def test_a_tls_handshake_that_is_cut_off_leaves_no_connection(
    deadline: bool, proxied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M7: by the deadline, or by the end of the line. The socket was left to the collector of garbage."""
    begun = threading.Event()
    with contextlib.ExitStack() as stack:
        if proxied:
            monkeypatch.setenv("HTTPS_PROXY", stack.enter_context(proxy()).url)
        cloud = cloud_at(stack.enter_context(silent(begun)))
        line = HttpSettings(end=SystemClock().monotonic() + SHORT if deadline else math.inf)
        with MsGraph(cloud, Fixed(), line) as way:
            if deadline:
                [found] = way.send_all([READ])
                assert str(found) == DEADLINE_PASSED
            else:
                asking = threading.Thread(target=abandoned, args=(way,))
                asking.start()
                assert begun.wait(HANG)
        if not deadline:
            asking.join(HANG)
        del way
        gc.collect()  # a connection that was left open warns here, and a warning is an error


def abandoned(way: MsGraph) -> None:
    with contextlib.suppress(CancelledError):
        way.send_all([READ])


def test_a_server_of_the_tests_takes_connections_until_no_sign_in_is_under_way() -> None:
    """A port that closed earlier made sign-ins leave sockets open, which failed other tests."""
    joined, taken = threading.Event(), list[bytes]()

    class Late(threading.Thread):
        """Connects when somebody waits for it."""

        def join(self, timeout: float | None = None) -> None:
            joined.set()
            super().join(timeout)

        def run(self) -> None:
            assert joined.wait(HANG)
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", port), timeout=HANG) as connection,
            ):
                taken.append(connection.recv(1))

    def serve(client: socket.socket) -> None:
        with client:
            client.sendall(b"x")

    with listening(serve) as port:
        late = Late(name="bounded")
        late.start()
    late.join()
    assert taken == [b"x"]


class Never:
    """A way on which no answer ends."""

    def __init__(self, answer: Callable[[], GraphResponse | TransportFailed]) -> None:
        self.answer, self.sent = answer, 0

    def send(self, request: GraphRequest) -> GraphResponse:
        self.sent += 1
        found = self.answer()
        if isinstance(found, TransportFailed):
            raise found
        return found

    def send_all(self, requests: Any) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


def busy() -> GraphResponse:
    return GraphResponse(429, None, {"retry-after": "200"})


def test_an_exchange_that_takes_all_of_its_time_is_repeated_once() -> None:
    """M7: six times three minutes is no limit."""
    way = Never(lambda: Unfinished("no whole answer"))
    with pytest.raises(TransportFailed):
        RetryingTransport(way, VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))).send(READ)
    assert way.sent == 2


@pytest.mark.parametrize("request_", [READ, WRITE], ids=["read", "write"])
@pytest.mark.parametrize("stopped", [False, True])
def test_a_wait_ends_with_the_deadline_or_the_signal(request_: GraphRequest, stopped: bool) -> None:
    """M7, M8: a service that asks for minutes does not hold a run that must end. What it answered with no did not happen."""
    clock = VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))
    until = (
        DeadlineClock(clock, stop=lambda: clock.elapsed > 10) if stopped else DeadlineClock(clock, end=100.0)
    )
    way = Never(busy)
    [found, *_] = RetryingTransport(RateLimitedTransport(way, until), until).send_all([request_, request_])
    assert isinstance(found, TransportFailed)
    assert (str(found), found.sent, found.lasting) == (STOPPED if stopped else DEADLINE_PASSED, False, True)
    assert clock.elapsed < 100


def test_a_lost_answer_stays_lost_when_there_is_no_time_to_ask_again() -> None:
    """M7: a read of which nobody knows whether it arrived."""
    clock = VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))
    [found] = RetryingTransport(
        Never(lambda: TransportFailed("reset", sent=True)), DeadlineClock(clock, end=0.5)
    ).send_all([READ])
    assert isinstance(found, TransportFailed)
    assert found.sent


@pytest.mark.parametrize("late", [False, True])
def test_what_was_used_by_work_that_nobody_waits_for_is_closed_when_it_ends(late: bool) -> None:
    """M7: a sign-in that was given up kept its connections."""
    over, closed = threading.Event(), threading.Event()
    if late:
        with pytest.raises(TimeExceeded):
            run_within(0.0, lambda: over.wait(HANG), closed.set)
        assert not closed.is_set()
        over.set()
        assert closed.wait(HANG)
    else:
        run_within(HANG, lambda: None, closed.set)
        for thread in threading.enumerate():
            if thread.name == "bounded":
                thread.join(HANG)
        assert not closed.is_set()


@pytest.mark.parametrize("making", [False, True], ids=["asking", "making"])
def test_a_sign_in_that_was_given_up_is_closed_when_it_ends(
    making: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M7: the socket of it was left to the collector of garbage. A vault that asks to be unlocked has a total time too."""
    over, closed = threading.Event(), threading.Event()

    class Slow:
        def get_token(self, *_scopes: str, **_options: Any) -> None:
            over.wait(HANG)

        def close(self) -> None:
            closed.set()

    def slow(_sign_in: SignIn, _exchange: object) -> Slow:
        if making:
            over.wait(HANG)
        return Slow()

    monkeypatch.setattr("managed_apparaten.graph.signin.credential.make_credential", slow)
    sign_in = SignIn(
        "secret",
        cloud_at("https://127.0.0.1:9"),
        TENANT,
        TENANT,
        {"AZURE_CLIENT_SECRET": "geheim-genoeg"},
        None,
    )
    with credential(sign_in, token_seconds=0.01) as found:
        with pytest.raises(SignInFailed) as caught:
            found.get_token("https://graph.microsoft.com/.default")
        assert caught.value.diagnostic.code == "SGN028"
        assert not closed.is_set()
        over.set()
        assert closed.wait(HANG)


@pytest.mark.parametrize("ended", [False, True])
def test_what_was_used_by_work_that_ctrl_c_abandons_is_closed_too(
    ended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M7, a neighbour: while the work is under way, and when it has just ended."""
    over, done, closed = threading.Event(), threading.Event(), threading.Event()

    class Interrupted(queue.SimpleQueue[Any]):
        def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
            super().put(item)
            done.set()

        def get(self, block: bool = True, timeout: float | None = None) -> Any:
            if ended:
                over.set()
                assert done.wait(HANG)
            raise KeyboardInterrupt

    monkeypatch.setattr("managed_apparaten.graph.total_time.queue.SimpleQueue", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_within(HANG, lambda: over.wait(HANG), closed.set)
    assert closed.is_set() == ended
    over.set()
    assert closed.wait(HANG)


@pytest.mark.parametrize(
    "problem",
    [KeyError("access_token"), SignInFailed(Diagnostic("SGN028")), AzureError("x"), KeyboardInterrupt()],
)
def test_a_sign_in_is_closed_whatever_ended_it(
    problem: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M7, a neighbour: what failed in an unforeseen way kept its connections."""
    closed = threading.Event()

    class Failing:
        def get_token(self, *_scopes: str, **_options: Any) -> None:
            raise problem

        def close(self) -> None:
            closed.set()

    def wait(_seconds: float, work: Callable[[], Any], unwanted: Callable[[], None]) -> Any:
        if not isinstance(problem, KeyboardInterrupt):
            return run_within(HANG, work, unwanted)
        with contextlib.suppress(KeyboardInterrupt):
            work()
        unwanted()
        raise problem

    monkeypatch.setattr("managed_apparaten.graph.signin.credential.make_credential", lambda *_: Failing())
    monkeypatch.setattr("managed_apparaten.graph.signin.credential.run_within", wait)
    sign_in = SignIn(
        "secret",
        cloud_at("https://127.0.0.1:9"),
        TENANT,
        TENANT,
        {"AZURE_CLIENT_SECRET": "geheim-genoeg"},
        None,
    )
    found = credential(sign_in)
    with pytest.raises((SignInFailed, type(problem))):
        found.get_token("https://graph.microsoft.com/.default")
    found.close()
    assert closed.is_set()


def test_what_the_work_raises_is_raised_and_what_it_gives_is_given() -> None:
    over = threading.Event()
    assert run_within(HANG, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        run_within(HANG, lambda: 1 // 0)
    with pytest.raises(TimeExceeded):
        run_within(0.01, lambda: over.wait(HANG))
    over.set()
