"""One seeded tenant for all unit tests that read it; each test gets it as it was after seeding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from managed_apparaten.emulator.tenant import SavedState, Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def seeded() -> Iterator[tuple[Tenant, SavedState]]:
    """The embedded tenant at `NOW`, with its state after seeding."""
    tenant = Tenant.open(None, clock=lambda: NOW, new_id=seeded_ids("unit"))
    seed(tenant)
    state = tenant.snapshot()
    yield tenant, state
    state.close()
    tenant.close()


@pytest.fixture
def tenant(seeded: tuple[Tenant, SavedState]) -> Tenant:
    """The seeded tenant, without what earlier tests changed in it."""
    seeded_tenant, state = seeded
    seeded_tenant.restore(state)
    return seeded_tenant
