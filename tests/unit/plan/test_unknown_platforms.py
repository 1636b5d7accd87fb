"""Devices whose operating system is written in a way that nobody here knows: they are told of, and count."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
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
    phones = [one for one in store.objects((DEVICES,)) if one.body["operatingSystem"] == "iOS" and one.body["userId"]][:3]
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
