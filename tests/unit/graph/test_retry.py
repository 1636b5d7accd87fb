"""Who waits, how long, and what is never sent twice."""

from datetime import UTC, datetime

import pytest
from tests.unit.graph.scripted import Scripted, no, ok

from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.graph.batch import batch, read_all
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.request import GraphRequest, GraphResponse, Method
from managed_apparaten.graph.retry import Limits, Patient
from managed_apparaten.graph.waiting import retry_after

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)
READ = GraphRequest("GET", "/things")


def patient(transport: Scripted, limits: Limits | None = None) -> tuple[Patient, VirtualClock]:
    clock = VirtualClock(NOW)
    return Patient(transport, clock, limits or Limits()), clock


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


@pytest.mark.parametrize("status", [429, 502, 503, 504])
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
    transport = Scripted({"POST /things": [no(429, headers={"retry-after": "3"}), GraphResponse(201, {"id": "1"})]})
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
            "GET /b": [no(429, headers={"Retry-After": "4"}), no(503, headers={"Retry-After": "1"}), ok({"id": "b"})],
            "GET /c": [no(429, headers={"Retry-After": "9"}), ok({"id": "c"})],
        }
    )
    sender, clock = patient(transport)
    answers = read_all(sender, [GraphRequest("GET", f"/{name}") for name in "abc"])
    assert [answer.body["value"][0]["id"] for answer in answers] == ["a", "b", "c"]
    assert [sorted(part["url"] for part in request.body["requests"]) for request in transport.seen] == [
        ["/a", "/b", "/c"],
        ["/b", "/c"],
        ["/b"],
    ]
    assert 10 <= clock.elapsed <= 11


def test_parts_of_a_batch_without_a_usable_id_do_no_harm() -> None:
    parts = [{"id": ["x"], "status": 429}, {"status": 429}, "text", {"id": "0", "status": 200, "body": {}}]
    transport = Scripted({"POST /$batch": [GraphResponse(200, {"responses": parts})]})
    sender, clock = patient(transport)
    assert batch(sender, [GraphRequest("GET", "/a"), GraphRequest("GET", "/b")])[0] == GraphResponse(200, {})
    assert clock.elapsed == 0.0
