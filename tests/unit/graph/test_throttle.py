"""The published limits are kept, on a clock that costs no time; and nobody comes back early, says the tenant."""

from datetime import UTC, datetime

import pytest
from tests.unit.graph.counting import Counting
from tests.unit.graph.scripted import Scripted, no, ok

from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.service.throttle import RETRY_AFTER_FORMS
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.batch import read_batched, send_batched
from managed_apparaten.graph.http.rate_limit import (
    PUBLISHED,
    Budget,
    RateLimit,
    RateLimitedTransport,
    retrying_transport,
)
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.http.wait import Wait

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BODY = {"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "x"}
CREATE = GraphRequest("POST", "/deviceManagement/deviceConfigurations", "beta", BODY)
LIST = GraphRequest("GET", "/deviceManagement/deviceConfigurations")
FEW = Budget("few", ("/a",), RateLimit(3, 10.0), RateLimit(5, 10.0))


class World:
    """A tenant that throttles, and the way to it, on one clock."""

    def __init__(self, *behaviours: str, without: tuple[str, ...] = ()) -> None:
        self.clock = VirtualClock(NOW)
        kept = Behaviours().with_("throttling", *behaviours).without(*without)
        self.tenant = Tenant.open(None, clock=self.clock.now, behaviours=kept)
        self.door = Counting(self.tenant)
        self.waits: list[Wait] = []

    @property
    def way(self) -> RetryingTransport:
        return retrying_transport(self.door, self.clock, self.waits.append)

    def spoil(self, others: int) -> None:
        """Another app, and a person, use up what the tenant as a whole may do."""
        for number in range(others):
            InProcess(self.tenant, "abc"[number // 100]).send(
                "DELETE", "https://graph.microsoft.com/beta" + CREATE.path + "/x", {}, b""
            )


def test_two_hundred_and_fifty_writes_keep_to_a_hundred_in_twenty_seconds() -> None:
    world = World()
    answers = world.way.send_all([CREATE] * 250)
    assert {answer.status for answer in answers if isinstance(answer, GraphResponse)} == {201}
    assert (world.tenant.counts().throttled, world.tenant.counts().early) == (0, 0)
    assert 40 <= world.clock.elapsed <= 41
    assert [wait.why for wait in world.waits] == ["budget", "budget"]


def test_without_the_gate_the_tenant_throttles_the_same_writes() -> None:
    """The control: the test above is about something."""
    world = World()
    RetryingTransport(world.door, world.clock).send_all([CREATE] * 250)
    assert world.tenant.counts().throttled > 0


def test_writes_one_by_one_keep_to_it_as_well() -> None:
    world = World()
    way = world.way
    assert {way.send(CREATE).status for _ in range(120)} == {201}
    assert world.tenant.counts().throttled == 0
    assert 20 <= world.clock.elapsed <= 21


def test_parts_of_a_batch_count_one_by_one() -> None:
    world = World()
    way = world.way
    reads = [GraphRequest("GET", f"{LIST.path}/{number}") for number in range(1100)]
    assert {answer.status for answer in read_batched(way, reads)} == {404}
    assert (world.tenant.counts().requests["GET"], world.tenant.counts().throttled) == (1100, 0)
    assert 20 <= world.clock.elapsed <= 21


def test_one_service_does_not_wait_for_another() -> None:
    world = World()
    world.way.send_all(
        [CREATE] * 100 + [GraphRequest("POST", "/deviceAppManagement/mobileApps", "beta", BODY)] * 100
    )
    assert world.clock.elapsed == 0.0


@pytest.mark.parametrize("more", [(), ("retry-after-fraction",)])
def test_when_others_use_up_the_tenant_nobody_of_us_comes_back_early(more: tuple[str, ...]) -> None:
    world = World(*more)
    world.spoil(180)
    way = world.way
    assert {way.send(CREATE).status for _ in range(90)} == {201}
    assert world.tenant.counts().throttled > 0
    assert world.tenant.counts().early == 0
    assert "asked" in {wait.why for wait in world.waits}


def test_what_was_sent_at_once_is_all_done_in_the_end_when_others_use_up_the_tenant() -> None:
    """What was under way when the first was told to wait counts as early for the tenant; what follows waits for it."""
    world = World()
    world.spoil(180)
    answers = world.way.send_all([CREATE] * 90)
    assert {answer.status for answer in answers if isinstance(answer, GraphResponse)} == {201}
    assert world.tenant.counts().requests["POST"] < 2 * 90


def test_without_retry_after_the_pauses_grow() -> None:
    """F2. It takes longer than being told, and it ends."""
    world = World(without=("retry-after-given",))
    world.spoil(200)
    assert world.way.send(CREATE).status == 201
    pauses = [wait.seconds for wait in world.waits]
    assert pauses == sorted(pauses)
    assert sum(pauses) < 63


ENDS = {"endless": 429}


@pytest.mark.parametrize("form", RETRY_AFTER_FORMS)
def test_every_form_of_retry_after_ends_in_an_answer_within_bounds(form: str) -> None:
    """F1. What asks for more than five minutes is not waited for; what says nothing usable is waited for a second or more."""
    world = World()
    world.tenant.faults.inject(Fault("F1", form, path="deviceConfigurations$"))
    assert world.way.send(LIST).status == ENDS.get(form, 200)
    asked = {"whole": 3, "fraction": 2.128, "date": 3, "endless": 0}.get(form, 1)
    assert asked <= world.clock.elapsed <= asked * 2 + 2
    assert len(world.door.sent) <= 2


@pytest.mark.parametrize("status", ["500", "502", "503", "504"])
def test_a_gateway_that_fails_before_it_does_anything_is_asked_again_for_reads_only(status: str) -> None:
    """F3. Nobody repeats a write after any of them: apply looks first."""
    world = World()
    world.tenant.faults.inject(Fault("F3", status, methods=("GET",)))
    assert world.way.send(LIST).status == 200
    world.tenant.faults.inject(Fault("F3", status, methods=("POST",)))
    assert world.way.send(CREATE).status == int(status)


def gate(transport: Transport, *budgets: Budget) -> tuple[RateLimitedTransport, VirtualClock]:
    clock = VirtualClock(NOW)
    return RateLimitedTransport(transport, clock, budgets), clock


def test_a_service_that_told_one_request_to_wait_is_left_alone_by_all() -> None:
    transport = Scripted(
        {"GET /a": [no(429, headers={"retry-after": "7"}), ok()], "GET /a/b": [ok()], "GET /c": [ok()]}
    )
    way, clock = gate(transport, FEW)
    assert way.send(GraphRequest("GET", "/a")).status == 429
    assert way.send(GraphRequest("GET", "/c")).status == 200
    assert clock.elapsed == 0.0
    assert way.send(GraphRequest("GET", "/a/b")).status == 200
    assert clock.elapsed == 7.0


def test_a_part_of_a_batch_can_tell_us_to_wait() -> None:
    transport = Scripted({"GET /a": [no(429, headers={"Retry-After": "7"}), ok()], "GET /c": [ok()]})
    way, clock = gate(transport, FEW)
    send_batched(way, [GraphRequest("GET", "/a"), GraphRequest("GET", "/c")])
    way.send(GraphRequest("GET", "/a"))
    assert clock.elapsed == 7.0


def test_what_does_not_fit_with_the_rest_goes_later_and_the_order_stays() -> None:
    transport = Scripted({f"{method} /a": [ok()] for method in ("GET", "POST")})
    way, clock = gate(transport, FEW)
    way.send_all([GraphRequest("POST", "/a", body=n) for n in range(4)] + [GraphRequest("GET", "/a")])
    assert [request.body for request in transport.seen] == [0, 1, 2, 3, None]
    assert transport.rounds == 2
    assert 10 <= clock.elapsed < 11


def test_a_batch_larger_than_a_limit_goes_when_nothing_else_does() -> None:
    transport = Scripted({"GET /a": [ok()]})
    way, clock = gate(transport, FEW)
    send_batched(way, [GraphRequest("GET", "/a")] * 8)
    send_batched(way, [GraphRequest("GET", "/a")] * 8)
    assert (transport.rounds, 10 <= clock.elapsed < 11) == (2, True)


def test_a_service_that_wants_to_be_left_alone_for_long_is_not_asked() -> None:
    transport = Scripted({"GET /a": [no(429, headers={"retry-after": "1000000000"})]})
    way, clock = gate(transport, FEW)
    way.send(GraphRequest("GET", "/a"))
    assert way.send(GraphRequest("POST", "/a", body={})).status == 429
    assert (len(transport.seen), clock.elapsed) == (1, 0.0)


def test_a_lost_answer_used_its_place_all_the_same() -> None:
    transport = Scripted({"POST /a": [TransportFailed("reset", sent=True)]})
    way, clock = gate(transport, FEW)
    way.send_all([GraphRequest("POST", "/a", body={})] * 4)
    assert 10 <= clock.elapsed < 11


def test_without_budgets_nothing_is_held() -> None:
    transport = Scripted({"POST /a": [ok()]})
    way, clock = gate(transport)
    way.send_all([GraphRequest("POST", "/a", body={})] * 500)
    assert (transport.rounds, clock.elapsed) == (1, 0.0)


def test_members_of_groups_cost_what_the_page_of_limits_says() -> None:
    """5 units each: 700 of them are the 3,500 that the smallest tenant has in ten seconds."""
    members = GraphRequest("GET", "/groups/g/transitiveMembers/microsoft.graph.user?$top=999", "v1.0")
    transport = Scripted({f"GET {members.path}": [ok()]})
    way, clock = gate(transport, *PUBLISHED)
    send_batched(way, [members] * 700)
    assert clock.elapsed == 0.0
    way.send(members)
    assert 10 <= clock.elapsed < 11
