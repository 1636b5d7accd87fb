"""The example as it is read once for all tests of the doctor, for the seeded tenant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.workflow.check import Ready, check

ROOT = Path(__file__).resolve().parents[3]


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
