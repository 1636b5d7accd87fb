"""The example organisation applied to the embedded tenant, judged by the tenant's own audit log."""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import orjson
import pytest

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.core.store import AuditEntry
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planner import make_plan
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import STEPS, Located, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved, decide
from managed_apparaten.resource.marker import split

ON = date(2026, 11, 21)
POLICIES = Path(__file__).parents[3] / "policies"
OLD = ("college", "griffie")
NEW = ("college=block", "byod")
"""From the one to the other there are an update, two creates and four deletes: every sort of write, quick to break at each."""


class Killed(Exception):
    """The process dies here."""


@dataclass(slots=True)
class Door:
    """The way to the embedded tenant, on which the k-th request can lose its answer or be the last thing that happens."""

    tenant: Tenant
    fail_at: int = 0
    kill: bool = False
    sent: list[str] = field(default_factory=list)

    def send(self, request: GraphRequest) -> GraphResponse:
        self.sent.append(request.method if request.path != "/$batch" else "GET")
        body = b"" if request.body is None else orjson.dumps(request.body)
        url = f"https://graph.microsoft.com/{request.api}{request.path}"
        status, headers, raw = InProcess(self.tenant).send(
            request.method, url, {"Content-Type": "application/json", **request.headers}, body
        )
        if len(self.sent) == self.fail_at:
            if self.kill:
                raise Killed
            raise TransportFailed("connection reset", sent=True)
        return GraphResponse(
            status, orjson.loads(raw) if raw else None, {k.lower(): v for k, v in headers.items()}
        )

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


@cache
def policy() -> PolicySet:
    found = load(POLICIES).policy
    assert found is not None
    return found


def _stepped(role: Role, step: str) -> Role:
    found = next((s for s in STEPS if s == step), role.enforcement.value)
    return replace(role, enforcement=Located(found, role.enforcement.span))


@cache
def compiled(roles: tuple[str, ...]) -> tuple[PolicySet, Resolved, Compiled]:
    whole = policy()
    steps = {name: step for name, _, step in (role.partition("=") for role in roles)}
    chosen = {
        name: _stepped(role, steps.get(name, ""))
        for name, role in whole.roles.items()
        if not roles or name in steps
    }
    exceptions = {name: e for name, e in whole.exceptions.items() if e.role.value in chosen}
    part = replace(whole, roles=chosen, exceptions=exceptions)
    resolved = decide(part, ON)
    return part, resolved, compile_policies(part, resolved, all_kinds())


@dataclass(slots=True)
class Office:
    """One tenant and the runs against it."""

    directory: Path
    tenant: Tenant
    clock: VirtualClock

    def plan(self, roles: tuple[str, ...]) -> Plan:
        part, resolved, made = compiled(roles)
        planned = make_plan(
            made,
            all_kinds(),
            Reader(Door(self.tenant)),
            policy=part,
            resolved=resolved,
            on=ON,
            tool_version="test",
        )
        assert planned.plan is not None, planned.diagnostics
        return planned.plan

    def apply(self, roles: tuple[str, ...], door: Door | None = None, plan: Plan | None = None) -> Outcome:
        plan = plan or self.plan(roles)
        door = door or Door(self.tenant)
        journal = open_journal(self.directory / "journal", plan.digest, self.clock)
        options = Options(frozenset(guard.code for guard in plan.guards), plan.digest)
        try:
            return apply(
                plan, compiled(roles)[2], all_kinds(), Reader(door), Writer(door),
                journal=journal, clock=self.clock, options=options, on_event=lambda event: None,
            )  # fmt: skip
        finally:
            journal.close()

    def changes(self, roles: tuple[str, ...]) -> list[str]:
        return [str(change.address) for change in self.plan(roles).changes if change.action != "none"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = opened(tmp_path)
    yield made
    made.tenant.close()


def opened(directory: Path, copy_of: Path | None = None) -> Office:
    """A tenant in a file of its own: seeded, or as it stands in another file."""
    directory.mkdir(exist_ok=True)
    clock = VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    if copy_of:
        shutil.copy(copy_of / "tenant.db", directory / "tenant.db")
    tenant = Tenant.open(directory / "tenant.db", clock=clock.now, new_id=seeded_ids(directory.name))
    if not copy_of:
        seed(tenant)
    return Office(directory, tenant, clock)


def faults(log: list[AuditEntry]) -> list[str]:
    """Writes in the audit log that apply may never do."""
    found, assigned, apps = [], dict[str, bool](), dict[str, bool]()
    for entry in log:
        verb = entry.url.rsplit("/", 1)[-1]
        texts = [
            (state or {}).get(name)
            for state in (entry.before, entry.after)
            for name in ("description", "notes")
        ]
        marked = any(split(text)[1] for text in texts)
        if not marked:
            found.append(f"{entry.seq} {entry.method} {entry.url}: no marker of ours")
        if entry.method == "DELETE" and assigned.get(entry.object_id):
            found.append(f"{entry.seq}: deleted while assigned")
        if verb == "assign":
            assigned[entry.object_id] = bool((entry.after or {}).get("assignments"))
            wants_apps = (entry.after or {}).get("appGroupType") == "selectedPublicApps"
            if wants_apps and assigned[entry.object_id] and not apps.get(entry.object_id):
                found.append(f"{entry.seq}: assigned before it had apps")
        apps[entry.object_id] = apps.get(entry.object_id, False) or verb == "targetApps"
    return found


def markers(tenant: Tenant) -> list[str]:
    """Addresses of all objects that carry our marker."""
    door = Door(tenant)
    return sorted(
        str(o.marker.address)
        for o in Reader(door).objects(all_kinds(), policy().organisation.id).ours
        if o.marker
    )


def test_the_whole_example_is_applied_and_a_second_plan_is_empty(office: Office) -> None:
    planned = office.plan(()).changes
    outcome = office.apply(())
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())
    assert outcome.count("done") == len(planned)
    assert {d.address for d in compiled(())[2].resources if not d.match} <= {
        change.address for change in planned
    }
    log = office.tenant.audit()
    assert faults(log) == []
    assert [entry for entry in log if entry.status >= 400] == []
    assert office.changes(()) == []
    assert office.apply(()).writes == 0
    assert len(office.tenant.audit()) == len(log)


def test_roles_that_go_are_unassigned_and_then_deleted_and_foreign_objects_stay(office: Office) -> None:
    foreign = office.plan(OLD).unmanaged
    office.apply(OLD)
    assert office.apply(NEW).exit_code == 0
    assert office.changes(NEW) == []
    assert faults(office.tenant.audit()) == []
    assert markers(office.tenant) == sorted(str(d.address) for d in compiled(NEW)[2].resources)
    assert office.plan(NEW).unmanaged == foreign
    assert len(foreign) > 0


def test_a_step_down_the_ladder_changes_what_is_there_and_makes_nothing_anew(office: Office) -> None:
    office.apply(("college",))
    before = len(office.tenant.audit())
    outcome = office.apply(("college=block",))
    assert (
        outcome.exit_code,
        {r.action for r in outcome.results if r.address.kind != "assignment_filter"},
    ) == (0, {"update"})
    assert {e.method for e in office.tenant.audit()[before:] if "assignmentFilters" not in e.url} <= {
        "PATCH",
        "PUT",
        "POST",
    }
    assert all(e.object_id in {r.object_id for r in outcome.results} for e in office.tenant.audit()[before:])
    assert office.changes(("college=block",)) == []


def bodies(office: Office, kind: str) -> list[JSON]:
    """Our objects of a kind, as the tenant shows them."""
    kinds = [known for known in all_kinds() if known.name == kind]
    return [o.body for o in Reader(Door(office.tenant)).objects(kinds, policy().organisation.id).ours]


def test_references_become_ids_and_what_is_referred_to_comes_first_and_goes_last(office: Office) -> None:
    office.apply(OLD)
    (message,) = bodies(office, "compliance_message")
    (corporate,) = [body for body in bodies(office, "assignment_filter") if body["platform"] == "iOS"]
    for policy_body in bodies(office, "ios_compliance"):
        (rule,) = policy_body["scheduledActionsForRule"]
        (mail,) = [a for a in rule["scheduledActionConfigurations"] if a["actionType"] == "notification"]
        assert mail["notificationTemplateId"] == message["id"]
    kinds = [known for known in all_kinds() if known.name == "ios_compliance"]
    for one in Reader(Door(office.tenant)).objects(kinds, policy().organisation.id).ours:
        filters = {t["@odata.type"]: t["deviceAndAppManagementAssignmentFilterId"] for t in one.assignments}
        assert filters == {
            "#microsoft.graph.groupAssignmentTarget": corporate["id"],
            "#microsoft.graph.exclusionGroupAssignmentTarget": None,
        }
    log = office.tenant.audit()
    made = [entry.type for entry in log if entry.method == "POST" and entry.before is None]
    assert made[:2] == ["deviceAndAppManagementAssignmentFilter", "notificationMessageTemplate"]
    outcome = office.apply(("byod",))
    assert outcome.exit_code == 0
    assert [r.address.kind for r in outcome.results][-2:] == ["compliance_message", "assignment_filter"]
    assert faults(office.tenant.audit()) == []
    assert office.changes(("byod",)) == []


def test_texts_of_a_message_are_written_one_by_one_and_a_strange_one_is_taken_away(office: Office) -> None:
    office.apply(("college",))
    (message,) = bodies(office, "compliance_message")
    path = f"https://graph.microsoft.com/beta/deviceManagement/notificationMessageTemplates/{message['id']}/localizedNotificationMessages"
    door, json = InProcess(office.tenant, "beheer"), {"Content-Type": "application/json"}
    strange: JSON = {"locale": "de-de", "subject": "?", "messageTemplate": "?", "isDefault": True}
    assert door.send("POST", path, json, orjson.dumps(strange))[0] == 201
    assert (
        door.send("PATCH", f"{path}/{message['id']}_en-us", json, orjson.dumps({"subject": "Mine"}))[0] == 200
    )
    assert office.changes(("college",)) == ["compliance_message/not-compliant"]
    before = len(office.tenant.audit())
    outcome = office.apply(("college",))
    assert [r.differences for r in outcome.results if r.differences] == []
    assert outcome.exit_code == 0
    assert [e.method for e in office.tenant.audit()[before:]] == ["PATCH", "PATCH", "DELETE"]
    assert office.changes(("college",)) == []
    (message,) = bodies(office, "compliance_message")
    assert {t["locale"]: t["isDefault"] for t in message["localizedNotificationMessages"]} == {
        "nl-nl": True,
        "en-us": False,
    }


def edit(office: Office, address: str) -> None:
    """Somebody changes our object in the portal."""
    change = next(c for c in office.plan(OLD).changes if str(c.address) == address)
    kind = next(k for k in all_kinds() if k.name == change.address.kind)
    body: JSON = {"@odata.type": f"#{kind.odata_type}", "passcodeMinimumLength": 14}
    url = f"https://graph.microsoft.com/beta/{kind.collection}/{change.object_id}"
    status, _, _ = InProcess(office.tenant, "beheer").send(
        "PATCH", url, {"Content-Type": "application/json"}, orjson.dumps(body)
    )
    assert status in (200, 204)


def test_an_edit_by_another_actor_is_never_written_over(office: Office) -> None:
    office.apply(OLD)
    plan = office.plan(NEW)
    address = "ios_compliance/griffie"
    edit(office, address)
    outcome = office.apply(NEW, plan=plan)
    assert outcome.exit_code in (3, 4)
    (result,) = [r for r in outcome.results if r.diagnostics]
    assert str(result.address) == address
    assert "/passcodeMinimumLength" in [d.field for d in result.differences]
    assert address in markers(office.tenant)


@pytest.mark.parametrize("kill", [False, True], ids=["answer lost", "died"])
def test_breaking_at_every_write_ends_where_an_unbroken_run_does(
    kill: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    start = opened(tmp_path / "start")
    start.apply(OLD)
    start.tenant.close()
    counting = opened(tmp_path / "count", tmp_path / "start")
    door = Door(counting.tenant)
    assert counting.apply(NEW, door).exit_code == 0
    writes = [k for k, method in enumerate(door.sent, 1) if method != "GET"]
    assert len(writes) > 12
    for k in writes:
        office = opened(tmp_path / f"{k}", tmp_path / "start")
        try:
            assert office.apply(NEW, Door(office.tenant, k, kill)).exit_code == 0
        except Killed:
            assert office.apply(NEW).exit_code == 0, k
        assert office.changes(NEW) == [], k
        assert markers(office.tenant) == sorted(str(d.address) for d in compiled(NEW)[2].resources), k
        assert faults(office.tenant.audit()) == [], k
        office.tenant.close()


@dataclass(slots=True)
class Behind(Door):
    """A way on which adding the first text to a mail loses its answer, and some looks at the mail do not show it yet."""

    looks: int = 3
    added: list[str] = field(default_factory=list)

    def send(self, request: GraphRequest) -> GraphResponse:
        answer = Door.send(self, request)
        if request.method == "POST" and request.path.endswith("/localizedNotificationMessages"):
            self.added.append(request.body["locale"])
            if len(self.added) == 1:
                raise TransportFailed("connection reset", sent=True)
        shown = orjson.dumps(answer.body)
        hidden = re.sub(
            rb'"localizedNotificationMessages":\[[^]]+\]', b'"localizedNotificationMessages":[]', shown
        )
        if not self.added or not self.looks or hidden == shown:
            return answer
        self.looks -= 1
        return replace(answer, body=orjson.loads(hidden))


def test_a_text_of_a_mail_is_not_added_twice_when_its_answer_is_lost_and_reads_run_behind(
    office: Office,
) -> None:
    door = Behind(office.tenant)
    outcome = office.apply(("griffie",), door)
    assert outcome.exit_code == 0, outcome.diagnostics
    assert door.added.count(door.added[0]) == 1
    assert door.looks == 0, "reads did not run behind: the test tests nothing"
    assert office.changes(("griffie",)) == []
