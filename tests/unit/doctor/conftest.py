"""One seeded tenant and one reading of the example for all tests here; each test gets them as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.doctor.ward import NOW

from managed_apparaten.emulator.tenant import SavedState, Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.workflow.check import Ready, check

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def seeded() -> Iterator[tuple[Tenant, SavedState]]:
    tenant = Tenant.open(None, clock=lambda: NOW, new_id=seeded_ids("doctor"))
    seed(tenant)
    with_state = tenant.snapshot()
    yield tenant, with_state
    with_state.close()
    tenant.close()


@pytest.fixture
def tenant(seeded: tuple[Tenant, SavedState]) -> Tenant:
    found, state = seeded
    found.restore(state)
    return found


@pytest.fixture(scope="session")
def example() -> Ready:
    """Gemeente Zilverdam as it stands in the repository, but for a real tenant: the seeded one."""
    ready = check(ROOT / "policies", date(2026, 11, 21)).ready
    assert ready is not None
    return ready


@pytest.fixture
def ready(example: Ready, tenant: Tenant) -> Ready:
    organisation = replace(example.policy.organisation, embedded=False, tenant_id=tenant.identity()[0])
    return replace(example, policy=replace(example.policy, organisation=organisation))
