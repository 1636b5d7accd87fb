"""Devices whose operating system is written in a way that nobody here knows: they are told of, and count."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import pytest

from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.read.directory import owner_of
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.workflow.check import check
from managed_apparaten.workflow.plan import plan

ROOT = Path(__file__).resolve().parents[3]
ON = date(2026, 11, 21)
DEVICES = "deviceManagement/managedDevices"


def test_a_plan_names_each_unknown_operating_system_with_its_number() -> None:
    """B3: the devices silently counted as nobody's."""
    ready = check(ROOT / "policies", ON).ready
    assert ready is not None
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
    seed(tenant)
    store = tenant.world.store
    phones = [
        one
        for one in store.objects((DEVICES,))
        if one.body["operatingSystem"] == "iOS" and one.body["userId"]
    ][:3]
    before = plan(ready, Reader(EmbeddedTransport(InProcess(tenant))), ON).plan
    for one in phones:
        store.replace(replace(one, body={**one.body, "operatingSystem": "BeOS"}))
    after = plan(ready, Reader(EmbeddedTransport(InProcess(tenant))), ON).plan
    tenant.close()
    assert before is not None
    assert after is not None
    assert [d for d in before.diagnostics if d.code == "PLN074"] == []
    [told] = [d for d in after.diagnostics if d.code == "PLN074"]
    assert (told.severity, told.args) == ("warning", {"system": "BeOS", "count": "3"})


@pytest.mark.parametrize(("said", "owner"), [
    ("company", "corporate"), ("personal", "personal"), ("unknown", "unknown"), (None, "unknown"), ("", "unknown"),
    ("Company", "Company"), ("unknownFutureValue", "unknownFutureValue"), ("shared", "shared"), (["company"], "['company']"),
])  # fmt: skip
def test_a_type_of_owner_that_is_not_known_stays_as_it_is(said: JSON, owner: str) -> None:
    """Row 6: only an empty one, and the word for it, is told as empty."""
    assert owner_of(said) == owner


def test_a_plan_names_each_unknown_type_of_owner_and_no_share_shrinks_for_it() -> None:
    """Row 6: a value that Graph does not document was told as an empty one, and 590 devices left the whole of the shares."""
    ready = check(ROOT / "policies", ON).ready
    assert ready is not None
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
    seed(tenant)
    store = tenant.world.store
    phones = [
        one
        for one in store.objects((DEVICES,))
        if one.body["managedDeviceOwnerType"] == "company" and one.body["userId"]
    ]
    before = plan(ready, Reader(EmbeddedTransport(InProcess(tenant))), ON).plan
    odd = (("Company", 300), ("unknownFutureValue", 3), ("unknown", 2), (None, 4))
    left = iter(phones)
    for value, number in odd:
        for one in islice(left, number):
            store.replace(replace(one, body={**one.body, "managedDeviceOwnerType": value}))
    after = plan(ready, Reader(EmbeddedTransport(InProcess(tenant))), ON).plan
    tenant.close()
    assert before is not None
    assert after is not None
    assert [d for d in before.diagnostics if d.code in ("PLN079", "PLN049")] == []
    told = [(d.severity, d.args["owner"], d.args["count"]) for d in after.diagnostics if d.code == "PLN079"]
    assert told == [("warning", "unknownFutureValue", "303")], (
        "the tenant shows a member that it does not document so"
    )
    [empty] = [d for d in after.diagnostics if d.code == "PLN049"]
    assert (empty.args["property"], empty.args["count"]) == ("managedDevice.managedDeviceOwnerType", "6")
    whole = [
        int(re.findall(r"/(\d+)", guard.measured)[0])
        for p in (before, after)
        for guard in p.guards
        if guard.code == "PLN022"
    ]
    assert whole[1] >= whole[0]
