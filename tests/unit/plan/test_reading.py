"""How much waiting a plan of the example costs: rounds of the network's latency, and HTTP requests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.graph.counting import Counting
from tests.unit.plan.test_zilverdam import ON, ROOT, World

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.scale import Size
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.tenant import ReadScope, TenantState, read_tenant_state
from managed_apparaten.plan.change import Plan
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.plan import plan

FOREIGN = 800
NOW = datetime(2026, 11, 21, tzinfo=UTC)
OTHER_GROUP = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(scope="module")
def ready() -> Ready:
    found = check(ROOT / "policies", ON).ready
    assert found is not None
    return found


def world(ready: Ready, size: Size) -> World:
    tenant = Tenant.open(None, clock=lambda: NOW, new_id=seeded_ids("reading"))
    seed(tenant, size=size)
    return World(ready, tenant)


@pytest.fixture(scope="module")
def applied(ready: Ready) -> Iterator[World]:
    """Eight hundred policies of others, and all of ours."""
    found = world(ready, Size(foreign=FOREIGN))
    found.carry_out(found.plan())
    yield found
    found.tenant.close()


def planned(world: World) -> tuple[Plan, Counting]:
    transport = Counting(world.tenant)
    found = plan(world.ready, Reader(transport), ON).plan
    assert found is not None
    return found, transport


def test_the_first_plan_among_eight_hundred_policies_takes_two_rounds_and_nine_requests(ready: Ready) -> None:
    """Two links: a group is found by its name, then who is in it. Every list fits one page, and no list waits for another. The
    preconditions (F4) are two of the requests: one more batch, and the number of guests, which no batch carries."""
    fresh = world(ready, Size(foreign=FOREIGN))
    found, transport = planned(fresh)
    assert found.counts.foreign >= FOREIGN
    assert transport.rounds <= 2
    assert len(transport.sent) <= 9
    fresh.tenant.close()


def test_reading_our_own_objects_in_full_takes_no_round_more(applied: World) -> None:
    """Second link: what a list does not show of ours, with the masked values. Twenty parts a request."""
    found, transport = planned(applied)
    assert found.counts.ours > 80
    assert transport.rounds <= 2
    assert len(transport.sent) <= 14


def test_a_tenant_whose_lists_show_less_costs_a_round_and_changes_nothing(applied: World) -> None:
    """A list that refuses an expansion is asked for without it, and each object for what the list does not show."""
    expected, _ = planned(applied)
    strict = Behaviours().with_("app-protection-expand-on-item")
    found, transport = planned(
        replace(applied, tenant=Tenant(applied.tenant.world.store, clock=lambda: NOW, behaviours=strict))
    )
    assert found == expected
    assert transport.rounds == 3


def test_a_group_that_only_an_object_speaks_of_is_the_third_link(applied: World) -> None:
    found, _ = planned(applied)
    mine = next(change for change in found.changes if change.address.kind == "ios_compliance")
    target = {"target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": OTHER_GROUP}}
    path = f"/deviceManagement/deviceCompliancePolicies/{mine.object_id}/assign"
    before = applied.tenant.snapshot()
    applied.portal("POST", path, {"assignments": [target]})
    _, transport = planned(applied)
    assert transport.rounds == 3
    applied.tenant.restore(before)
    before.close()


def test_side_by_side_or_one_after_the_other_is_the_same_to_a_plan(applied: World) -> None:
    """A reader that answers the questions of a survey one at a time, as a file does, gives the plan that rounds give."""

    class InTurn(Reader):
        def survey(self, scope: ReadScope) -> TenantState:
            return read_tenant_state(self, scope)

    transport = Counting(applied.tenant)
    assert plan(applied.ready, InTurn(transport), ON).plan == planned(applied)[0]
    assert transport.rounds > 3


def test_more_pages_are_more_links_and_the_other_reads_hide_behind_them(ready: Ready) -> None:
    """Devices come a thousand a page: 2,500 are three links, and everything else is done by then."""
    large = world(ready, Size(people=10, devices=2500, foreign=100))
    _, transport = planned(large)
    assert transport.rounds == 3
    large.tenant.close()
