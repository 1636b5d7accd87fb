"""AppLocker rules in a tenant that masks them: no drift that is not there, and drift rule by rule when it is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from managed_apparaten.apply.object_state import differs, of_observed
from managed_apparaten.apply.steps import towards
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.intune.applocker import build, parse
from managed_apparaten.kinds.windows_applocker import KIND
from managed_apparaten.plan.change import Change
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.plan import plan

ROOT = Path(__file__).resolve().parents[3]
ON = date(2026, 11, 21)
ADDRESS = "windows_applocker/college.devices"


@pytest.fixture(scope="module")
def ready() -> Ready:
    found = check(ROOT / "policies", ON).ready
    assert found is not None
    return found


@pytest.fixture
def door(ready: Ready) -> Iterator[EmbeddedTransport]:
    """A tenant with the college's rules in it, which gives lists back in another order."""
    tenant = Tenant.open(
        None,
        clock=lambda: datetime(2026, 11, 21, tzinfo=UTC),
        behaviours=Behaviours().with_("body-lists-reordered"),
    )
    seed(tenant)
    found = EmbeddedTransport(InProcess(tenant))
    writer = Writer(found)
    made = writer.create(KIND, wanted(ready))
    after = change(ready, found).after
    assert after is not None
    writer.assign(KIND, made, after.targets)
    yield found
    tenant.close()


def wanted(ready: Ready) -> JSON:
    return next(d.body for d in ready.compiled.resources if str(d.address) == ADDRESS)


def change(ready: Ready, door: EmbeddedTransport) -> Change:
    found = plan(ready, Reader(door), ON).plan
    assert found is not None
    return next(c for c in found.changes if str(c.address) == ADDRESS)


def rewrite(ready: Ready, door: EmbeddedTransport, node: str, text: str) -> None:
    """Somebody puts other XML in one setting."""
    settle(
        ready,
        door,
        [
            {**s, "value": text} if s["omaUri"].endswith(f"/{node}/Policy") else s
            for s in wanted(ready)["omaSettings"]
        ],
    )


def settle(ready: Ready, door: EmbeddedTransport, settings: JSON) -> str:
    """Somebody writes all settings of the object, whose id this gives."""
    listed = door.send(GraphRequest("GET", f"/{KIND.collection}", "beta")).body["value"]
    object_id: str = next(
        item["id"] for item in listed if item["displayName"] == wanted(ready)["displayName"]
    )
    body = {"@odata.type": f"#{KIND.odata_type}", "omaSettings": settings}
    assert door.send(GraphRequest("PATCH", f"/{KIND.collection}/{object_id}", "beta", body)).status in (
        200,
        204,
    )
    return object_id


def value(ready: Ready, node: str) -> str:
    return next(
        str(s["value"]) for s in wanted(ready)["omaSettings"] if s["omaUri"].endswith(f"/{node}/Policy")
    )


def test_masked_rules_that_are_as_written_are_no_change(ready: Ready, door: EmbeddedTransport) -> None:
    assert change(ready, door).action == "none"


def test_layout_and_the_order_of_rules_are_no_change(ready: Ready, door: EmbeddedTransport) -> None:
    collection = parse(value(ready, "StoreApps"))
    assert collection is not None
    turned = type(collection)(collection.sort, collection.mode, collection.rules[::-1])
    rewrite(ready, door, "StoreApps", build(turned).replace("><", ">\n<"))
    assert change(ready, door).action == "none"


def test_a_rule_that_somebody_took_out_comes_back_with_the_line_that_wants_it(
    ready: Ready, door: EmbeddedTransport
) -> None:
    collection = parse(value(ready, "StoreApps"))
    assert collection is not None
    kept = tuple(rule for rule in collection.rules if rule.name != "TikTok")
    rewrite(ready, door, "StoreApps", build(type(collection)(collection.sort, collection.mode, kept)))
    found = change(ready, door)
    assert (found.action, found.reason) == ("update", "drift")
    [field] = found.fields
    assert (field.pointer, field.op, field.label) == (
        "/omaSettings/StoreApps/value/deny",
        "add",
        "TikTok (BytedancePte.Ltd.TikTok)",
    )
    assert field.causes[0].span is not None
    assert field.causes[0].span.file == "organisation.yaml"


def test_rules_that_were_set_to_audit_are_enforced_again(ready: Ready, door: EmbeddedTransport) -> None:
    rewrite(ready, door, "EXE", value(ready, "EXE").replace("Enabled", "AuditOnly"))
    [field] = change(ready, door).fields
    assert (field.pointer, field.before, field.after) == (
        "/omaSettings/EXE/value/enforcement",
        "AuditOnly",
        "Enabled",
    )
    assert field.causes[0].span is not None
    assert field.causes[0].span.file == "roles/college.yaml"


@pytest.mark.parametrize("text", ["<RuleCollection/>", "****", "not XML", "<!DOCTYPE a><a/>"])
def test_a_value_that_is_no_collection_of_ours_is_put_right(
    ready: Ready, door: EmbeddedTransport, text: str
) -> None:
    rewrite(ready, door, "MSI", text)
    found = change(ready, door)
    assert found.action == "update"
    assert {field.pointer for field in found.fields} == {"/omaSettings/MSI/value"}


WITHIN = "./Vendor/MSFT/AppLocker/ApplicationLaunchRestrictions/elsewhere/EXE/Policy"
ELSEWHERE = "./Device/Vendor/MSFT/Policy/Config/Browser/AllowDeveloperTools"


@pytest.mark.parametrize("uri", [WITHIN, ELSEWHERE])
def test_a_setting_that_somebody_added_to_our_profile_is_drift_and_goes_and_its_value_is_told_nowhere(
    ready: Ready, door: EmbeddedTransport, uri: str
) -> None:
    """A second grouping decides with ours which mode holds, so that one line could let every program start."""
    added = {
        "@odata.type": "#microsoft.graph.omaSettingString",
        "displayName": "Extra",
        "omaUri": uri,
        "value": "geheim",
    }
    added |= {"description": "geheim"} if uri == ELSEWHERE else {}
    object_id = settle(ready, door, [*wanted(ready)["omaSettings"], added])
    found = change(ready, door)
    assert (found.action, found.reason) == ("update", "drift")
    assert {field.op for field in found.fields} <= {"remove", "replace"}, (
        "in a list without order it may stand where ours was"
    )
    assert any(uri in str(field.before) for field in found.fields)
    assert ("geheim" in str(found)) == (uri == WITHIN), "rules are policy, all else may be a secret"
    now = Reader(door).read(KIND, object_id)
    assert now is not None
    assert found.after is not None
    [step] = towards(
        next(d for d in ready.compiled.resources if str(d.address) == ADDRESS), found.after.targets, KIND, now
    )
    Writer(door).update(KIND, object_id, step.payload)
    seen = Reader(door).read(KIND, object_id)
    assert seen is not None
    assert not differs(of_observed(seen, KIND), step.after)
    assert differs(of_observed(now, KIND), step.after) == ("/omaSettings",), (
        "while it is there, the write is not verified"
    )
    assert change(ready, door).action == "none"
