"""What is known of the real service: observed refusals, Microsoft's metadata, and what is assumed. The unit tests test it too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.conformance.conftest import Tally
from tests.unit.emulator.conftest import Client, open_tenant
from tests.unit.emulator.test_metadata import EXCUSED, FACTS, differences, facts
from tests.unit.emulator.test_observed_errors import FACTS as OBSERVATIONS
from tests.unit.emulator.test_observed_errors import LATER, OBSERVED

from managed_apparaten.emulator.behaviour import TABLE, Behaviours
from managed_apparaten.emulator.metadata import VERSIONS, load

pytestmark = pytest.mark.conformance
NOT_REPRODUCED = {
    "GET right after create (Entra-backed objects)": "a lag of replicas: needs the faults of the control door",
    "follow @odata.nextLink of windowsAutopilotDeviceIdentities?$top=1": "the collection belongs to enrolment and is not served",
    "any": "a 504 of the gateway: needs the faults of the control door; the tenant never answers 5xx by itself",
    "throttled": "needs the throttling buckets",
    "missing permission": "needs tokens with roles",
    "MAA: write without justification header": "needs Multi Admin Approval",
    "MAA: write with justification": "needs Multi Admin Approval",
}
"""Observed answer -> why the embedded tenant does not give it."""


def test_every_observed_answer_reproduces_or_the_reason_is_given(tally: Tally) -> None:
    for reproduce in OBSERVED.values():
        tenant = open_tenant()
        reproduce(Client(tenant))
        tenant.close()
    rows: list[dict[str, Any]] = json.loads(OBSERVATIONS.read_text("utf-8")) if OBSERVATIONS.exists() else []
    assert {row["trigger"] for row in rows} <= {*OBSERVED, *NOT_REPRODUCED}
    assert set(NOT_REPRODUCED) == LATER
    tally("observed answers", "reproduced", len(OBSERVED))
    tally("observed answers", "not yet, with the reason", len(NOT_REPRODUCED))


@pytest.mark.parametrize("version", VERSIONS)
def test_metadata_agrees_with_an_independent_extraction(version: str, tally: Tally) -> None:
    types = [name for name in facts()[version] if load(version).find(name)]
    found = differences(version)
    tally(f"metadata, {version}", "types compared with an independent extraction", len(types))
    tally(f"metadata, {version}", "differences, each with a reason", len(found))
    assert [line for line in found if line not in EXCUSED] == []
    assert bool(types) == FACTS.exists()


def test_every_assumption_has_a_switch(tally: Tally) -> None:
    assumed = [row.name for row in TABLE if row.evidence == "assumption"]
    for name in assumed:
        assert Behaviours().with_(name).on(name)
        assert not Behaviours().without(name).on(name)
    tally("behaviours", "rules with a public source", len(TABLE) - len(assumed))
    tally("behaviours", "assumptions, each with a switch", len(assumed))
