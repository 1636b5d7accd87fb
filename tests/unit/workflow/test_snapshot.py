"""A plan from a snapshot is the plan on the tenant, or there is none; and nobody's name is in the file."""

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.campaigns.small import small_policies

from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import canonical, digest
from managed_apparaten.core.span import Span
from managed_apparaten.core.typed import to_plain_json
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.snapshot.anonymise import number_directory
from managed_apparaten.graph.snapshot.file import (
    Snapshot,
    SnapshotInvalid,
    dump,
    load,
    read_group_ids,
    seal_snapshot,
)
from managed_apparaten.graph.snapshot.reader import SnapshotReader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.messages import render
from managed_apparaten.plan.change import Plan
from managed_apparaten.policy.model import GroupRef, PolicySet
from managed_apparaten.resolve.decide import decide
from managed_apparaten.workflow.apply import RunLocation, apply
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.plan import plan
from managed_apparaten.workflow.snapshot import OLD, problems, remarks, take

ROOT = Path(__file__).resolve().parents[3]
ON = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass
class World:
    """A tenant that the small policy was applied to, and what is asked of it now."""

    ready: Ready
    tenant: Tenant

    @property
    def reader(self) -> Reader:
        return Reader(RetryingTransport(EmbeddedTransport(InProcess(self.tenant)), VirtualClock(NOW)))

    @cached_property
    def snapshot(self) -> Snapshot:
        return self._taken(None)

    @cached_property
    def whole(self) -> Snapshot:
        """With every group of the tenant."""
        return self._taken(lambda: read_group_ids(self.reader))

    def _taken(self, every: Callable[[], list[str]] | None) -> Snapshot:
        taken = take(self.ready, self.reader, NOW, every)
        assert taken.snapshot is not None, taken.diagnostics
        return taken.snapshot

    def plan(self, reader: Reader | SnapshotReader) -> Plan:
        made = plan(self.ready, reader, ON)
        assert made.plan is not None, made.diagnostics
        return made.plan


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    ready = check(small_policies(tmp_path_factory.mktemp("policies")), ON).ready
    assert ready is not None
    clock = VirtualClock(NOW)
    tenant = Tenant.open(None, clock=clock.now, new_id=seeded_ids("zilverdam"))
    seed(tenant)
    found = World(ready, tenant)
    made = found.plan(found.reader)
    desk = RunLocation(tmp_path_factory.mktemp("desk"), clock, os.getpid(), "here")
    options = Options(frozenset({"PLN021", "PLN022"}), made.digest)
    writer = Writer(EmbeddedTransport(InProcess(tenant)))
    ended = apply(ready, made, found.reader, writer, desk, options, lambda _event: None)
    assert isinstance(ended, Outcome)
    assert ended.exit_code == 0, ended.diagnostics
    yield found
    tenant.close()


def strict(world: World) -> Ready:
    """Another policy for the same tenant: one role blocks where it removed or advised, the other is gone."""
    policy = world.ready.policy
    role = policy.roles["buitendienst"]
    other = replace(role, enforcement=replace(role.enforcement, value="monitor"))
    return recompiled(replace(policy, roles={role.id: other}))


def recompiled(policy: PolicySet) -> Ready:
    resolved = decide(policy, ON)
    return Ready(policy, resolved, compile_policies(policy, resolved, all_kinds()))


def naming(world: World, *groups: GroupRef) -> Ready:
    """The policy with protected groups that it did not name before."""
    organisation = world.ready.policy.organisation
    named = replace(organisation, protected_groups=(*organisation.protected_groups, *groups))
    return recompiled(replace(world.ready.policy, organisation=named))


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [diagnostic.code for diagnostic in found]


def test_a_plan_from_a_snapshot_is_the_plan_on_the_tenant(world: World) -> None:
    live, offline = world.plan(world.reader), world.plan(SnapshotReader(load(dump(world.snapshot))))
    assert {change.action for change in live.changes} == {"none"}
    assert offline == live
    assert offline.digest == live.digest


def test_so_is_the_plan_of_another_policy_with_the_people_that_it_reaches(world: World) -> None:
    other, snapshot = World(strict(world), world.tenant), world.snapshot
    live, offline = other.plan(world.reader), other.plan(SnapshotReader(snapshot))
    assert {change.action for change in live.changes} >= {"update", "delete"}
    assert any(change.reach.people > 5 and change.reach.devices > 5 for change in live.changes)
    assert offline == live


def test_a_snapshot_of_every_group_gives_the_same_plan(world: World) -> None:
    assert world.whole.every_group
    assert len(world.whole.groups) > len(world.snapshot.groups)
    assert world.plan(SnapshotReader(world.whole)).digest == world.plan(world.reader).digest


@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.title, str.swapcase])
def test_b10_a_snapshot_finds_the_groups_that_the_tenant_finds(
    world: World, spelling: Callable[[str], str]
) -> None:
    """B10: the directory takes upper and lower case for the same, and so does a snapshot, of some groups or of all."""
    asked = [spelling(name.name) for name in world.whole.names]
    live, known = world.reader.directory(asked, []), SnapshotReader(world.whole).directory(asked, [])
    assert known.groups_by_name == live.groups_by_name
    assert all(live.groups_by_name.values())
    some = [spelling(name.name) for name in world.snapshot.names]
    assert (
        SnapshotReader(world.snapshot).directory(some, []).groups_by_name
        == world.reader.directory(some, []).groups_by_name
    )


def test_b10_two_groups_that_differ_in_case_are_two_of_one_name(world: World) -> None:
    whole = world.whole
    twin = replace(whole.names[0], name=whole.names[0].name.upper(), ids=whole.names[1].ids)
    found = SnapshotReader(replace(whole, names=(*whole.names, twin))).directory(
        [whole.names[0].name.title()], []
    )
    assert len(next(iter(found.groups_by_name.values()))) == 2


def test_no_name_or_id_of_a_person_or_device_is_in_the_file(world: World) -> None:
    text = dump(world.whole).decode()
    properties = (
        *("id", "displayName", "userPrincipalName", "mail", "deviceName", "deviceId"),
        *("azureADDeviceId", "serialNumber", "userId", "imei"),
    )
    said = " ".join(one.name for one in world.whole.foreign)
    found = {
        str(value)
        for collection in (("users",), ("devices",), ("deviceManagement", "managedDevices"))
        for one in world.tenant.world.store.objects(collection)
        for name in properties
        if (value := one.body.get(name) or (one.id if name == "id" else None))
        and len(str(value)) > 5
        and str(value) not in said
    }
    assert len(found) > 5000
    assert [value for value in sorted(found) if value in text] == []


def test_numbers_follow_from_what_is_said_of_people_not_from_their_ids(world: World) -> None:
    directory = world.reader.directory([], read_group_ids(world.reader))

    def other(i: str) -> str:
        return digest([i])

    renamed = replace(
        directory,
        people={group: frozenset(map(other, members)) for group, members in directory.people.items()},
        devices_in={group: frozenset(map(other, members)) for group, members in directory.devices_in.items()},
        devices=tuple(
            sorted(
                (replace(d, id=other(d.id), user_id=d.user_id and other(d.user_id), entra_id=d.entra_id and other(d.entra_id))
                 for d in directory.devices), key=lambda d: d.id,
            )
        ),
    )  # fmt: skip
    assert number_directory(renamed) == number_directory(directory)
    assert len(number_directory(directory).devices) == len(directory.devices) > 1000


def test_a_group_that_was_not_asked_for_is_unknown_and_not_absent(world: World) -> None:
    new = GroupRef("sg-rol-college", None, Span("organisation.yaml", 28, 5))
    ready, snapshot = naming(world, new), world.snapshot
    (problem,) = problems(ready, snapshot)
    assert (problem.code, problem.span, problem.args) == (
        "GRA571",
        new.span,
        {"name": "sg-rol-college", "date": "2026-11-21 09:00 UTC"},
    )
    with pytest.raises(ReadFailed) as failed:
        SnapshotReader(snapshot).directory(["sg-rol-college"], [])
    assert diagnostic(failed.value).code == "GRA570"
    with pytest.raises(ReadFailed):
        SnapshotReader(snapshot).directory([], ["00000000-0000-4000-8000-000000000001"])


def test_with_every_group_read_a_group_that_is_not_there_is_absent(world: World) -> None:
    ready, snapshot = (
        naming(world, GroupRef("sg-no-such", None, Span("organisation.yaml", 28, 5))),
        world.whole,
    )
    assert problems(ready, snapshot) == ()
    assert (
        codes(plan(ready, SnapshotReader(snapshot), ON).diagnostics)[-1:]
        == codes(plan(ready, world.reader, ON).diagnostics)[-1:]
    )
    assert "PLN010" in codes(plan(ready, SnapshotReader(snapshot), ON).diagnostics)


def test_what_was_absent_when_it_was_taken_is_absent(world: World) -> None:
    wrong = GroupRef("sg-gone", "00000000-0000-4000-8000-000000000001", Span("organisation.yaml", 28, 5))
    asked = World(
        naming(world, wrong, GroupRef("sg-no-such", None, Span("organisation.yaml", 29, 5))), world.tenant
    )
    snapshot = asked.snapshot
    assert problems(asked.ready, snapshot) == ()
    assert {"PLN010", "PLN011"} <= set(codes(plan(asked.ready, SnapshotReader(snapshot), ON).diagnostics))


def test_a_setting_kind_version_or_organisation_that_it_does_not_hold_is_unknown(world: World) -> None:
    snapshot, ready = world.snapshot, world.ready
    assert problems(ready, snapshot) == ()
    fewer = replace(snapshot, definitions=(), absent_definitions=())
    assert set(codes(problems(ready, fewer))) <= {"GRA572"}
    with pytest.raises(ReadFailed):
        SnapshotReader(fewer).definitions(["com.apple.applicationaccess_allowairdrop"])
    assert codes(problems(ready, replace(snapshot, kinds=snapshot.kinds[1:]))) == ["GRA573"]
    with pytest.raises(ReadFailed):
        SnapshotReader(replace(snapshot, kinds=snapshot.kinds[1:])).objects(
            all_kinds(), snapshot.organisation
        )
    assert codes(problems(ready, replace(snapshot, tool_version="0.0.1"))) == ["GRA573"]
    assert codes(problems(ready, replace(snapshot, organisation="elders"))) == ["GRA574"]
    with pytest.raises(ReadFailed):
        SnapshotReader(snapshot).objects(all_kinds(), "elders")


def test_kinds_name_every_setting_that_their_golden_objects_hold() -> None:
    declared = {definition for kind in all_kinds() for definition in kind.definitions}
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "tests" / "golden").rglob("expected.json"))
    )
    found = set(re.findall(r'"settingDefinitionId": "([^"]+)"', text))
    assert len(found) > 15
    assert found <= declared


def test_kinds_identify_objects_by_the_properties_that_they_name() -> None:
    body = {
        "@odata.type": "#microsoft.graph.iosStoreApp",
        "bundleId": "a.b",
        "packageId": "a.b",
        "packageIdentifier": "a.b",
    }
    (kind,) = (kind for kind in all_kinds() if kind.identify)
    assert kind.identify is not None
    for sort in (
        "iosStoreApp",
        "iosVppApp",
        "iosLobApp",
        "androidManagedStoreApp",
        "winGetApp",
        "macOsVppApp",
    ):
        whole = body | {"@odata.type": f"#microsoft.graph.{sort}"}
        assert kind.identify(
            {name: whole[name] for name in whole if name in {"@odata.type", *kind.identifying}}
        ) == kind.identify(whole)
        assert kind.identify(whole)


def test_only_what_a_plan_compares_is_kept_of_other_peoples_apps(world: World) -> None:
    snapshot = world.snapshot
    assert len(snapshot.shared) > 10
    assert {name for one in snapshot.shared for name in one.body} <= {
        "@odata.type",
        "id",
        "displayName",
        "notes",
        "bundleId",
        "packageId",
        "packageIdentifier",
    }
    assert all(not hasattr(one, "body") for one in snapshot.foreign)


def test_a_value_that_somebody_put_into_our_profile_stays_out_and_the_plan_is_the_same(world: World) -> None:
    store = world.tenant.world.store
    found = next(
        o
        for o in store.objects(("deviceManagement/deviceConfigurations",))
        if "AppLocker" in str(o.body.get("displayName"))
    )
    wifi = {
        "@odata.type": "#microsoft.graph.omaSettingString",
        "omaUri": "./Vendor/MSFT/WiFi/Profile/x",
        "value": "geheim-wachtwoord",
    }
    store.replace(replace(found, body={**found.body, "omaSettings": [*found.body["omaSettings"], wifi]}))
    taken = take(world.ready, world.reader, NOW)
    live = world.plan(world.reader)
    store.replace(found)
    assert taken.snapshot is not None
    assert b"geheim" not in dump(taken.snapshot)
    assert codes(taken.diagnostics) == ["GRA580"]
    assert world.plan(SnapshotReader(taken.snapshot)) == live


def test_after_a_week_it_is_old(world: World) -> None:
    snapshot = world.snapshot
    assert remarks(snapshot, NOW + OLD) == ()
    (old,) = remarks(snapshot, NOW + OLD + timedelta(days=1))
    assert (old.code, old.severity, old.args["days"]) == ("GRA575", "warning", "8")
    assert remarks(snapshot, NOW - timedelta(days=1)) == ()


def refusal(data: bytes) -> str:
    with pytest.raises(SnapshotInvalid) as refused:
        load(data)
    assert render(refused.value.diagnostic.code, "en", refused.value.diagnostic.args)
    return refused.value.diagnostic.code


def tiny(world: World) -> Snapshot:
    """Little of everything."""
    whole = world.snapshot
    parts = {
        name: getattr(whole, name)[:1]
        for name in ("ours", "foreign", "shared", "names", "groups", "devices", "kinds", "definitions")
    }
    parts["groups"] = tuple(replace(group, people=group.people[:2]) for group in parts["groups"])
    parts["ours"] = tuple(replace(one, body={"displayName": one.name}) for one in parts["ours"])
    return seal_snapshot(replace(whole, **parts))


def test_every_flipped_byte_is_refused(world: World) -> None:
    data = dump(tiny(world))
    assert load(data) == tiny(world)
    for position in range(len(data)):
        flipped = bytearray(data)
        flipped[position] ^= 1 << (position % 8)
        assert refusal(bytes(flipped)) in {"GRA576", "GRA577", "GRA578"}


def test_a_part_or_another_form_is_no_snapshot(world: World) -> None:
    data = dump(tiny(world))
    assert refusal(data[: len(data) // 2]) == "GRA576"
    assert refusal(data[:-1]) == "GRA577"
    assert load(data[:-1] + b"\r\n") == tiny(world), "B13: git on Windows"
    assert refusal(data[:-1] + b"\r\n\r\n") == "GRA577"
    assert refusal(b"[1]\n") == "GRA576"
    assert refusal(canonical(to_plain_json(replace(tiny(world), format_version=2))) + b"\n") == "GRA578"
    raw: dict[str, Any] = json.loads(data)
    assert refusal(canonical({**raw, "more": 1}) + b"\n") == "GRA576"


def test_a_snapshot_is_what_the_schema_says(world: World) -> None:
    schema = json.loads((ROOT / "schemas" / "snapshot.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(to_plain_json(tiny(world)))) == []
    assert list(Draft202012Validator(schema).iter_errors(to_plain_json(tiny(world)) | {"users": []}))
