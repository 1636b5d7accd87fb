"""A write that was carried out although the service answered "not now" or "not with this token" is sent again: both times are ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.unit.apply.test_embedded import Door, Office, compiled, opened

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.changes_made import ChangesMade
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.http.write_count import WriteCountingTransport
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds

ROLES, STEPPED = ("college",), ("college=monitor",)


@dataclass(slots=True)
class Late:
    """A way on which the answer to each write of a policy is late: the first of `spoil` stands in its place."""

    door: Door
    spoil: str
    of: str = "/deviceCo"
    """The writes that are spoiled have this in their path, and are spoiled once each."""
    also: bool = False
    """Whether somebody writes to the same policy in between."""
    spoiled: int = 0
    last: JSON = None

    def send(self, request: GraphRequest) -> GraphResponse:
        answer = self.door.send(request)
        if (
            request.method == "GET"
            or self.of not in request.path
            or self.last == (request.path, request.body)
        ):
            return answer
        self.last, self.spoiled = (request.path, request.body), self.spoiled + 1
        if self.also:
            self.door.send(request)
        if self.spoil == "401":  # the way below asks for another token, and sends it again
            return replace(self.door.send(request), send_count=2)
        return GraphResponse(
            int(self.spoil), {"error": {"code": "TooManyRequests", "message": "x"}}, {"retry-after": "1"}
        )

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = opened(tmp_path)
    assert made.apply(ROLES).exit_code == 0
    yield made
    made.tenant.close()


def run(office: Office, late: Late, roles: tuple[str, ...] = STEPPED) -> Outcome:
    plan, written = office.plan(roles), ChangesMade()
    way = WriteCountingTransport(RetryingTransport(late, office.clock), written)
    journal = open_journal(office.directory / "again", plan.digest, office.clock)
    options = Options(
        frozenset(guard.code for guard in plan.guards), plan.digest, again=lambda: written.repeated_writes
    )
    try:
        return apply(
            plan, compiled(roles)[2], all_kinds(), Reader(way), Writer(way), journal=journal, clock=office.clock, options=options,
            on_event=lambda event: None,
        )  # fmt: skip
    finally:
        journal.close()


@pytest.mark.parametrize("spoil", ["401", "429", "503", "504"])
def test_a_write_that_was_sent_twice_counts_as_ours_twice(office: Office, spoil: str) -> None:
    """Row 2: each policy counts two writes, and both are ours."""
    late = Late(Door(office.tenant), spoil)
    outcome = run(office, late)
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())
    assert late.spoiled > 1
    assert office.changes(STEPPED) == []


@pytest.mark.parametrize("spoil", ["401", "429"])
def test_a_member_that_was_added_and_is_refused_when_it_is_sent_again_is_seen(
    tmp_path: Path, spoil: str
) -> None:
    """Row 2: a text of a message cannot be added twice, and it need not be: it is there."""
    office = opened(tmp_path)
    late = Late(Door(office.tenant), spoil, of="/localizedNotificationMessages")
    outcome = run(office, late, ROLES)
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())
    assert late.spoiled == 2
    assert office.changes(ROLES) == []
    office.tenant.close()


@pytest.mark.parametrize("spoil", ["401", "429"])
def test_a_third_write_is_somebody_elses(office: Office, spoil: str) -> None:
    """Row 2: what goes beyond the writes that were sent is still told."""
    outcome = run(office, Late(Door(office.tenant), spoil, also=True))
    assert [diagnostic.code for diagnostic in outcome.diagnostics] == ["APL013"]
