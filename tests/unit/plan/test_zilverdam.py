"""The whole example organisation against the embedded tenant: plan, carry out, plan again, and what others do meanwhile."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Change, Plan
from managed_apparaten.plan.planfile import dump, load
from managed_apparaten.resource.reference import resolved
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.plan import plan

ROOT = Path(__file__).resolve().parents[3]
ON = date(2026, 11, 21)
KINDS = {kind.name: kind for kind in all_kinds()}


@dataclass
class World:
    """A tenant with our policy."""

    ready: Ready
    tenant: Tenant

    @property
    def reader(self) -> Reader:
        return Reader(EmbeddedTransport(InProcess(self.tenant)))

    @property
    def writer(self) -> Writer:
        return Writer(EmbeddedTransport(InProcess(self.tenant)))

    def plan(self) -> Plan:
        found = plan(self.ready, self.reader, ON)
        assert found.plan is not None, found.diagnostics
        return found.plan

    def carry_out(self, found: Plan) -> None:
        """What apply does, without what can go wrong."""
        wanted = {desired.address: desired for desired in self.ready.compiled.resources}
        ids: dict[Address, str] = {}
        for change in found.changes:
            kind, desired = KINDS[change.address.kind], wanted[change.address]
            desired = replace(desired, body=change.content or desired.body)
            if change.action == "create":
                ids[change.address] = self._create(change, kind, desired, ids)
            elif change.content:
                assert change.object_id is not None
                assert change.after is not None
                self.writer.update(kind, change.object_id, change.content)
                self.writer.assign(kind, change.object_id, resolved(change.after.targets, ids))

    def _create(self, change: Change, kind: Kind, desired: Desired, ids: dict[Address, str]) -> str:
        assert change.after is not None
        body = {
            key: value
            for key, value in resolved(desired.body, ids).items()
            if not (kind.targets_apps and key == "appGroupType")
        }
        object_id = self.writer.create(
            kind, {key: value for key, value in body.items() if key not in kind.children}
        )
        for name in kind.children:
            for member in body[name]:
                self.writer.write_child(kind, object_id, name, None, member)
        if kind.targets_apps:
            self.writer.target_apps(
                kind, object_id, desired.apps or (), str(desired.body.get("appGroupType", ""))
            )
        if kind.assigned:
            self.writer.assign(kind, object_id, resolved(change.after.targets, ids))
        return object_id

    def portal(self, method: Any, path: str, body: Any) -> None:
        answer = EmbeddedTransport(InProcess(self.tenant, "beheer@zilverdam")).send(
            GraphRequest(method, path, "beta", body)
        )
        assert answer.status in (200, 201, 204), answer.body


@pytest.fixture(scope="module")
def ready() -> Ready:
    found = check(ROOT / "policies", ON).ready
    assert found is not None
    return found


def new_world(ready: Ready) -> World:
    tenant = Tenant.open(
        None,
        clock=lambda: datetime(2026, 11, 21, tzinfo=UTC),
        behaviours=Behaviours().with_("body-lists-reordered"),
    )
    seed(tenant)
    return World(ready, tenant)


@pytest.fixture(scope="module")
def empty(ready: Ready) -> Iterator[World]:
    world = new_world(ready)
    yield world
    world.tenant.close()


@pytest.fixture
def applied(ready: Ready) -> Iterator[World]:
    world = new_world(ready)
    world.carry_out(world.plan())
    yield world
    world.tenant.close()


def active(found: Plan) -> list[Change]:
    return [change for change in found.changes if change.action != "none"]


def test_a_plan_tells_what_happens_to_apps_over_the_whole_policy(empty: World) -> None:
    """F8, F14: every class of device of every role, and all apps that its rules forbid or approve."""
    found = {(one.role, one.devices): one for one in empty.plan().effects}
    assert {role for role, _ in found} == {role.id for role in empty.ready.resolved.roles}
    private = found["byod", "ios, personal"]
    decided = empty.ready.resolved.decisions["byod"]["ios"].values()
    assert [(count.effect, count.apps) for count in private.forbidden] == [
        ("not-controlled", sum(d.blocked for d in decided))
    ]
    windows = found["bedrijfsvoering", "windows, corporate"]
    assert sum(count.apps for count in windows.forbidden) == sum(
        count.apps for count in found["byod", "ios, personal"].forbidden
    )


def test_a_plan_without_changes_tells_no_effects(applied: World) -> None:
    assert applied.plan().effects == ()


def test_a_first_plan_makes_everything_and_touches_nothing_that_was_there(empty: World) -> None:
    found = empty.plan()
    assert {(c.action, c.reason) for c in found.changes if not c.content} == {("create", "new")}
    assert {(c.action, c.reason) for c in found.changes if c.content} == {
        ("create", "new"),
        ("update", "new"),
    }
    ours = {d.address for d in empty.ready.compiled.resources if not d.match}
    assert {c.address for c in found.changes if not c.content} == ours
    assert found.counts.ours == 0
    assert len(found.unmanaged) == found.counts.foreign > 0
    names = {c.name for c in found.changes}
    assert any(item.name in names for item in found.unmanaged), (
        "the world should hold an object with one of our names"
    )
    assert all(field.causes for change in found.changes for field in (*change.fields, *change.app_changes))
    assert all(assignment.causes for change in found.changes for assignment in change.assignment_changes)
    assert {g.code for g in found.guards if not g.passed} == {"PLN021", "PLN022"}


def test_planning_writes_nothing(empty: World) -> None:
    empty.plan()
    assert empty.tenant.audit() == []


def test_the_plan_of_the_whole_organisation_survives_its_file(empty: World) -> None:
    found = empty.plan()
    assert load(dump(found)) == found


def test_after_carrying_it_out_nothing_is_left_to_do(applied: World) -> None:
    found = applied.plan()
    assert [(str(c.address), c.fields, c.app_changes, c.assignment_changes) for c in active(found)] == []
    assert Counter(c.reason for c in found.changes) == {"unchanged": len(found.changes)}
    assert {d.address for d in applied.ready.compiled.resources if not d.match} <= {
        c.address for c in found.changes
    }
    assert all(guard.passed for guard in found.guards)
    assert {(str(c.address), c.not_managed) for c in found.changes if c.not_managed} == set()
    assert found.digest == applied.plan().digest


def one_of(world: World, kind: str) -> Change:
    return next(c for c in world.plan().changes if c.address.kind == kind)


def test_a_switch_turned_in_the_portal_is_drift_on_that_object_alone(applied: World) -> None:
    victim = one_of(applied, "ios_compliance")
    path = f"/deviceManagement/deviceCompliancePolicies/{victim.object_id}"
    applied.portal(
        "PATCH",
        path,
        {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "securityBlockJailbrokenDevices": False},
    )
    (change,) = active(applied.plan())
    assert (change.address, change.action, change.reason) == (victim.address, "update", "drift")
    assert [(f.pointer, f.before, f.after) for f in change.fields] == [
        ("/securityBlockJailbrokenDevices", False, True)
    ]


def test_an_app_added_to_protection_in_the_portal_is_drift(applied: World) -> None:
    victim = one_of(applied, "ios_app_protection")
    identifier = {
        "@odata.type": "#microsoft.graph.iosMobileAppIdentifier",
        "bundleId": "com.zhiliaoapp.musically",
    }
    path = f"/deviceAppManagement/iosManagedAppProtections/{victim.object_id}/targetApps"
    applied.portal(
        "POST", path, {"apps": [{"mobileAppIdentifier": identifier}], "appGroupType": "selectedPublicApps"}
    )
    (change,) = active(applied.plan())
    assert change.reason == "drift"
    assert [(c.before, c.label) for c in change.app_changes if c.op == "remove"] == [
        ("com.zhiliaoapp.musically", "TikTok (com.zhiliaoapp.musically)")
    ]


def test_an_emptied_assignment_is_drift_and_names_the_groups(applied: World) -> None:
    victim = one_of(applied, "android_device_owner_restrictions")
    applied.portal(
        "POST", f"/deviceManagement/deviceConfigurations/{victim.object_id}/assign", {"assignments": []}
    )
    (change,) = active(applied.plan())
    assert (change.address, change.reason, change.fields) == (victim.address, "drift", ())
    assert {a.op for a in change.assignment_changes} == {"add"}


def copied(world: World, **changed: Any) -> dict[str, str]:
    """An object of each kind made again as a create makes it; the kind of each by the id of the object that was there."""
    ids = {change.address: change.object_id or "" for change in world.plan().changes}
    made: dict[str, str] = {}
    for desired in world.ready.compiled.resources:
        kind = KINDS[desired.address.kind]
        if kind.shared or kind.name in made.values():
            continue
        left_out = {*kind.children, *(("appGroupType",) if kind.targets_apps else ())}
        body = {name: value for name, value in resolved(desired.body, ids).items() if name not in left_out}
        body |= {kind.name_property if name == "name" else name: value for name, value in changed.items()}
        world.portal("POST", f"/{kind.collection}", body)
        made[ids[desired.address]] = kind.name
    assert len(made) > 12
    return made


def test_of_each_kind_what_a_lost_create_left_behind_goes_and_what_was_there_stays(applied: World) -> None:
    """H1, M5: an object that was begun and is to the letter ours, in every kind; nobody loses anything and no flag is asked."""
    made = copied(applied)
    found = applied.plan()
    gone = [(c.action, c.reason, c.address.kind) for c in active(found)]
    assert sorted(gone) == sorted(("delete", "twin", kind) for kind in made.values())
    assert not {c.object_id for c in active(found)} & {*made}
    assert not any(c.removes_protection for c in active(found))
    assert (
        all(guard.passed for guard in found.guards),
        [d for d in found.diagnostics if d.code == "PLN018"],
    ) == (True, [])


def test_of_each_kind_a_copy_with_a_name_of_its_own_is_left_alone_and_told(applied: World) -> None:
    """M5: the portal asks for a name when it copies an object. Whoever gave one made the copy, and may have plans with it."""
    made = copied(applied, name="Kopie")
    found = applied.plan()
    assert active(found) == []
    told = [(d.address or "").partition("/")[0] for d in found.diagnostics if d.code == "PLN018"]
    assert sorted(told) == sorted(made.values())
    assert sum(u.name == "Kopie" for u in found.unmanaged) == len(made)


def test_of_each_kind_a_description_that_a_portal_rewrote_is_drift_and_the_object_stays_ours(
    applied: World,
) -> None:
    """B7: text behind the mark and line breaks turned into spaces, in every kind that we make."""
    before = {change.address: change.object_id for change in applied.plan().changes}
    rewritten = {}
    for desired in applied.ready.compiled.resources:
        kind = KINDS[desired.address.kind]
        if not kind.shared:
            text = " ".join(str(desired.body[kind.marker_property]).split("\n")) + " Gezien door Jan."
            body = {"@odata.type": f"#{kind.odata_type}", kind.marker_property: text}
            if kind.update == "PUT":
                body = {
                    **resolved(desired.body, {address: known or "" for address, known in before.items()}),
                    **body,
                }
            applied.portal(kind.update, f"/{kind.collection}/{before[desired.address]}", body)
            rewritten[desired.address] = kind
    found = applied.plan()
    assert {(c.address, c.action, c.reason) for c in active(found)} == {
        (address, "update", "drift") for address in rewritten
    }
    assert {change.address: change.object_id for change in found.changes} == before
    for change in active(found):
        (field,) = change.fields
        assert field.pointer == f"/{rewritten[change.address].marker_property}"
        assert str(field.before).endswith("[apparaten …] Gezien door Jan.")


def test_a_mark_taken_off_in_the_portal_sets_the_object_free(applied: World) -> None:
    victim = one_of(applied, "ios_compliance")
    path = f"/deviceManagement/deviceCompliancePolicies/{victim.object_id}"
    applied.portal(
        "PATCH", path, {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "description": "van mij"}
    )
    found = applied.plan()
    assert [(c.address, c.action) for c in active(found)] == [(victim.address, "create")]
    assert victim.object_id in {item.id for item in found.unmanaged}


def test_blocked_apps_read_as_names_with_the_line_that_blocks_them(empty: World) -> None:
    college = next(c for c in empty.plan().changes if c.address == Address("ios_compliance", "college"))
    tiktok = next(f for f in college.fields if f.label.startswith("TikTok"))
    assert tiktok.pointer == "/restrictedApps"
    assert tiktok.causes[0].span is not None
    assert tiktok.causes[0].span.file == "organisation.yaml"


SCRIPT = """
from tests.unit.plan.test_zilverdam import ON, ROOT, check, dump, new_world
import sys
sys.stdout.write(new_world(check(ROOT / "policies", ON).ready).plan().digest)
"""


def test_a_plan_has_the_same_digest_whatever_the_hash_seed_time_zone_and_locale(empty: World) -> None:
    env = {
        **os.environ,
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert run.stdout == empty.plan().digest


def test_the_tenant_is_asked_which_settings_of_the_catalog_it_has() -> None:
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
    known, not_known = (
        "com.apple.applicationaccess_allowairdrop",
        "com.apple.applicationaccess_allowedappbundleids",
    )
    assert Reader(EmbeddedTransport(InProcess(tenant))).definitions([known, not_known]) == {known}
    tenant.close()
