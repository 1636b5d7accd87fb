"""Who waits, how long, and what is never sent twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from tests.unit.graph.scripted import Answer, Scripted, no, ok

from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.graph.changes_made import ChangesMade
from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.http.batch import read_batched, send_batched
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Method, send_one_by_one
from managed_apparaten.graph.http.retry import Limits, RetryingTransport
from managed_apparaten.graph.http.wait import OutOfTime, Wait, retry_after
from managed_apparaten.graph.http.write_count import WriteCountingTransport

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
READ = GraphRequest("GET", "/things")


def patient(transport: Scripted, limits: Limits | None = None) -> tuple[RetryingTransport, VirtualClock]:
    clock = VirtualClock(NOW)
    return RetryingTransport(transport, clock, limits or Limits()), clock


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("2.128", 2.128),
        ("0", 0.0),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30.0),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1e9", None),
        ("٣", None),
        ("1.2.3", None),
        ("Sat, 99 Nov 2026 12:00:30 GMT", None),
    ],
)
def test_retry_after_in_every_form(header: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": header}, VirtualClock(NOW)) == seconds


def test_a_date_is_measured_on_the_clock_of_the_service() -> None:
    headers = {"retry-after": "Sun, 22 Nov 2026 12:00:30 GMT", "date": "Sun, 22 Nov 2026 12:00:10 GMT"}
    assert retry_after(headers, VirtualClock(NOW)) == 20.0


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_read_waits_as_long_as_it_is_asked(status: int) -> None:
    transport = Scripted({"GET /things": [no(status, headers={"retry-after": "2.5"}), ok()]})
    sender, clock = patient(transport)
    assert sender.send(READ).status == 200
    assert 2.5 <= clock.elapsed <= 2.75
    assert len(transport.seen) == 2


def test_without_retry_after_the_pauses_grow_and_end() -> None:
    transport = Scripted({"GET /things": [no(503)]})
    sender, clock = patient(transport)
    assert sender.send(READ).status == 503
    assert len(transport.seen) == 6
    assert 31 <= clock.elapsed <= 62


@pytest.mark.parametrize("header", ["301", "1000000000"])
def test_a_service_that_asks_too_much_is_not_waited_for(header: str) -> None:
    transport = Scripted({"GET /things": [no(429, headers={"retry-after": header})]})
    sender, clock = patient(transport)
    assert sender.send(READ).status == 429
    assert (clock.elapsed, len(transport.seen)) == (0.0, 1)


def test_the_waiting_for_one_request_has_a_budget() -> None:
    transport = Scripted({"GET /things": [no(429, headers={"retry-after": "250"})]})
    sender, clock = patient(transport)
    assert sender.send(READ).status == 429
    assert 500 <= clock.elapsed <= 550


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_write_that_may_have_happened_is_not_repeated(method: Method, status: int) -> None:
    transport = Scripted({f"{method} /things": [no(status, headers={"retry-after": "1"}), ok()]})
    sender, clock = patient(transport)
    assert sender.send(GraphRequest(method, "/things", body={})).status == status
    assert (clock.elapsed, len(transport.seen)) == (0.0, 1)


def test_a_throttled_write_did_not_happen_and_is_repeated() -> None:
    transport = Scripted(
        {"POST /things": [no(429, headers={"retry-after": "3"}), GraphResponse(201, {"id": "1"})]}
    )
    sender, clock = patient(transport)
    assert sender.send(GraphRequest("POST", "/things", body={})).status == 201
    assert 3 <= clock.elapsed <= 3.3


def test_a_write_is_repeated_only_when_it_never_left() -> None:
    unsent, sent = TransportFailed("refused", sent=False), TransportFailed("reset", sent=True)
    transport = Scripted({"POST /things": [unsent, GraphResponse(201, {"id": "1"})]})
    assert patient(transport)[0].send(GraphRequest("POST", "/things", body={})).status == 201
    transport = Scripted({"POST /things": [sent]})
    with pytest.raises(TransportFailed):
        patient(transport)[0].send(GraphRequest("POST", "/things", body={}))
    assert len(transport.seen) == 1


def test_a_read_survives_a_lost_answer_and_gives_up_in_the_end() -> None:
    lost = TransportFailed("reset", sent=True)
    assert patient(Scripted({"GET /things": [lost, ok()]}))[0].send(READ).status == 200
    transport = Scripted({"GET /things": [lost]})
    with pytest.raises(TransportFailed):
        patient(transport)[0].send(READ)
    assert len(transport.seen) == 6


def test_only_the_throttled_parts_of_a_batch_are_asked_again() -> None:
    transport = Scripted(
        {
            "GET /a": [ok({"id": "a"})],
            "GET /b": [
                no(429, headers={"Retry-After": "4"}),
                no(503, headers={"Retry-After": "1"}),
                ok({"id": "b"}),
            ],
            "GET /c": [no(429, headers={"Retry-After": "9"}), ok({"id": "c"})],
        }
    )
    sender, clock = patient(transport)
    answers = read_batched(sender, [GraphRequest("GET", f"/{name}") for name in "abc"])
    assert [answer.body["value"][0]["id"] for answer in answers] == ["a", "b", "c"]
    assert [sorted(part["url"] for part in request.body["requests"]) for request in transport.seen] == [
        ["/a", "/b", "/c"],
        ["/b", "/c"],
        ["/b"],
    ]
    assert 10 <= clock.elapsed <= 11


def test_a_write_in_a_batch_that_may_have_happened_is_not_repeated() -> None:
    part = {"id": "0", "method": "POST", "url": "/a", "body": {}}
    transport = Scripted({"POST /a": [no(503, headers={"retry-after": "1"}), ok()]})
    sender, _ = patient(transport)
    answer = sender.send(GraphRequest("POST", "/$batch", body={"requests": [part]}))
    assert answer.body["responses"][0]["status"] == 503
    assert len(transport.seen) == 1


def test_parts_of_a_batch_without_a_usable_id_do_no_harm() -> None:
    parts = [{"id": ["x"], "status": 429}, {"status": 429}, "text", {"id": "0", "status": 200, "body": {}}]
    transport = Scripted({"POST /$batch": [GraphResponse(200, {"responses": parts})]})
    sender, clock = patient(transport)
    assert send_batched(sender, [GraphRequest("GET", "/a"), GraphRequest("GET", "/b")])[0] == GraphResponse(
        200, {}
    )
    assert clock.elapsed == 0.0


def test_of_a_round_only_what_may_go_again_does_and_all_after_one_wait() -> None:
    transport = Scripted(
        {
            "GET /a": [ok({"id": "a"})],
            "GET /b": [no(429, headers={"retry-after": "4"}), ok({"id": "b"})],
            "GET /c": [no(503, headers={"retry-after": "9"}), ok({"id": "c"})],
            "POST /d": [no(503, headers={"retry-after": "1"}), ok()],
            "GET /e": [TransportFailed("reset", sent=True), ok({"id": "e"})],
            "POST /f": [TransportFailed("reset", sent=True), ok()],
        }
    )
    sender, clock = patient(transport)
    requests = [GraphRequest("POST" if name in "df" else "GET", f"/{name}") for name in "abcdef"]
    answers = sender.send_all(requests)
    assert [answer.status if isinstance(answer, GraphResponse) else answer.sent for answer in answers] == [
        200,
        200,
        200,
        503,
        200,
        True,
    ]
    assert [request.path for request in transport.seen[6:]] == ["/b", "/c", "/e"]
    assert transport.rounds == 2
    assert 9 <= clock.elapsed <= 9.9


def test_a_wait_is_told_before_it_begins() -> None:
    told: list[Wait] = []
    answers: list[Answer] = [
        no(429, headers={"retry-after": "4"}),
        no(503),
        TransportFailed("reset", sent=True),
        ok(),
    ]
    transport = Scripted({"GET /deviceManagement/x": list(answers), "GET /groups": list(answers)})
    sender = RetryingTransport(transport, VirtualClock(NOW), on_wait=told.append)
    sender.send(GraphRequest("GET", "/deviceManagement/x"))
    assert [(wait.why, wait.service) for wait in told] == [
        ("asked", "Intune"),
        ("down", "Intune"),
        ("unreachable", "Intune"),
    ]
    assert 4 <= told[0].seconds <= 4.4
    assert 2 <= told[1].seconds <= 4
    told.clear()
    sender.send(GraphRequest("GET", "/groups"))
    assert {wait.service for wait in told} == {"Entra ID"}


def test_the_spread_of_waits_is_fixed_for_a_request_and_differs_between_requests() -> None:
    def waited(path: str) -> float:
        sender, clock = patient(Scripted({f"GET {path}": [no(429, headers={"retry-after": "100"}), ok()]}))
        sender.send(GraphRequest("GET", path))
        return clock.elapsed

    assert waited("/a") == waited("/a")
    assert waited("/a") != waited("/b")


@dataclass
class Slow:
    """Answers after half a minute (F38)."""

    clock: VirtualClock
    asked: int = 0

    def send(self, request: GraphRequest) -> GraphResponse:
        self.asked += 1
        self.clock.sleep(30)
        return no(503) if request.method == "GET" else GraphResponse(201, {"id": "1"})

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


def test_a_tenant_that_stays_slow_is_left_and_nothing_more_is_sent_to_it() -> None:
    clock = VirtualClock(NOW)
    slow = Slow(clock)
    sender = RetryingTransport(slow, clock, Limits(overall=100.0))
    assert sender.send(READ).status == 503
    assert 100 <= clock.elapsed <= 200
    asked = slow.asked
    with pytest.raises(OutOfTime) as late:
        sender.send(GraphRequest("POST", "/things", body={}))
    assert late.value.sent is False
    assert slow.asked == asked
    with pytest.raises(ReadFailed) as failed:
        read_batched(sender, [READ])
    assert failed.value.code == "OutOfTime"
    assert diagnostic(failed.value).code == "GRA006"


def test_time_that_people_take_to_answer_is_not_the_tenants() -> None:
    clock = VirtualClock(NOW)
    sender = RetryingTransport(Scripted({"GET /things": [ok()]}), clock, Limits(overall=100.0))
    sender.send(READ)
    clock.sleep(5000)
    assert sender.send(READ).status == 200


def test_a_failure_that_lasts_is_not_tried_again() -> None:
    transport = Scripted({"GET /things": [TransportFailed("not Graph", sent=False, lasting=True)]})
    with pytest.raises(TransportFailed):
        patient(transport)[0].send(READ)
    assert len(transport.seen) == 1


def test_how_often_a_write_was_sent_is_told_and_noted() -> None:
    """Row 2: each time that was answered with "not now", and what the way below sent again; not what never left."""
    again = replace(ok(), send_count=2)
    lost, unsent = TransportFailed("reset", sent=True), TransportFailed("refused", sent=False)
    for answers, times in (
        ([ok()], 1), ([no(429), no(429), ok()], 3), ([no(429), again], 3), ([unsent, no(429), ok()], 2), ([no(429), no(400)], 2),
        ([no(429), lost], 2), ([no(429)], 6), ([no(503)], 1),
    ):  # fmt: skip
        written = ChangesMade()
        sender = WriteCountingTransport(patient(Scripted({"PATCH /things": [*answers]}))[0], written)
        [found] = sender.send_all([GraphRequest("PATCH", "/things")])
        assert found.send_count == times
        assert written.repeated_writes == times - 1


def test_reads_that_were_sent_again_are_not_noted() -> None:
    """Row 2: a read changes nothing, however often it was sent."""
    written = ChangesMade()
    assert (
        WriteCountingTransport(patient(Scripted({"GET /things": [no(429), ok()]}))[0], written)
        .send(READ)
        .send_count
        == 2
    )
    assert (written.repeated_writes, written.count) == (0, 0)
