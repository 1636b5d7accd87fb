"""A part of the example organisation and a tenant with Multi Admin Approval. What is sent is kept, byte by byte, and can go wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from tests.unit.apply.test_embedded import ON, Killed
from tests.unit.apply.test_embedded import compiled as whole

from managed_apparaten.apply.approval import ApprovalTracker
from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import NAME, open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, body_bytes, send_one_by_one
from managed_apparaten.graph.observed import Directory
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.tenant import ReadScope, TenantState, read_tenant_state
from managed_apparaten.graph.write.approvals import ApprovalDoor
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planner import make_plan

NAMES = (
    "assignment_filter",
    "compliance_message",
    "ios_compliance",
    "windows_compliance",
    "ios_app_restrictions",
)
"""Two kinds that others refer to, and three of which all writes of two workloads can be protected."""
COMPLIANCE = "deviceManagement/deviceCompliancePolicies"
REQUESTS = "deviceManagement/operationApprovalRequests"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CODE, WHY = "x-msft-approval-code", "x-msft-approval-justification"


@dataclass(frozen=True, slots=True)
class Sent:
    """One write, and what came of it."""

    method: str
    path: str
    body: bytes
    code: str
    """Approval that it was sent with."""
    justified: bool
    status: int
    asked: str
    """Approval that it was told to wait for."""
    before: str
    """Status of the approval at that moment."""

    @property
    def write(self) -> tuple[str, str, bytes]:
        return self.method, self.path, self.body


@dataclass(slots=True)
class Road:
    """The way to the tenant."""

    tenant: Tenant
    sent: list[Sent] = field(default_factory=list)
    calls: int = 0
    kill_at: int = 0
    lose: Callable[[GraphRequest], bool] = lambda request: False
    """Of which requests the answer is lost."""
    refuse: str = ""
    """Requests to this path are forbidden."""

    def send(self, request: GraphRequest) -> GraphResponse:
        self.calls += 1
        headers = {"Content-Type": "application/json", **request.headers}
        code = request.headers.get(CODE, "")
        before = status_of(self.tenant, code) if code else ""
        url = f"https://graph.microsoft.com/{request.api}{request.path}"
        if self.refuse and self.refuse in url:
            return GraphResponse(403, {"error": {"code": "Forbidden", "message": "no"}})
        status, answered, raw = InProcess(self.tenant).send(request.method, url, headers, body_bytes(request))
        found = {name.lower(): value for name, value in answered.items()}
        if request.method != "GET" and "$batch" not in request.path:
            asked = found.get(CODE, "")
            self.sent.append(
                Sent(
                    request.method,
                    request.path,
                    body_bytes(request),
                    code,
                    WHY in request.headers,
                    status,
                    asked,
                    before,
                )
            )
        if self.calls == self.kill_at:
            raise Killed
        if self.lose(request):
            raise TransportFailed("connection reset", sent=True)
        return GraphResponse(status, orjson.loads(raw) if raw else None, found)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


def status_of(tenant: Tenant, code: str) -> str:
    """As somebody in the portal sees it; the tenant's list goes on to call an expired one what it was."""
    [found] = [found for found in requests_in(tenant) if found["id"] == code]
    over = datetime.fromisoformat(found["expirationDateTime"]) <= tenant.world.clock()
    return "expired" if over and found["status"] in ("needsApproval", "approved") else str(found["status"])


def requests_in(tenant: Tenant) -> list[dict[str, JSON]]:
    _, _, raw = InProcess(tenant, "portal").send("GET", f"https://graph.microsoft.com/beta/{REQUESTS}", {})
    found: list[dict[str, JSON]] = orjson.loads(raw)["value"]
    return found


@cache
def wanted(role: str, names: tuple[str, ...]) -> Compiled:
    found = whole((role,))[2]
    return replace(found, resources=tuple(r for r in found.resources if r.address.kind in names))


@cache
def _seeded() -> bytes:
    """A filled tenant as a file."""
    with TemporaryDirectory() as place:
        tenant = Tenant.open(Path(place) / "tenant.db", clock=lambda: NOW, new_id=seeded_ids("seeded"))
        seed(tenant)
        tenant.close()
        return (Path(place) / "tenant.db").read_bytes()


_KNOWN: dict[tuple[tuple[str, ...], tuple[str, ...]], Directory] = {}
_DEFINED: dict[tuple[str, ...], frozenset[str]] = {}


class Quick(Reader):
    """A reader that asks once who is in a group and which settings there are: in no bureau does that change."""

    def survey(self, scope: ReadScope) -> TenantState:
        return read_tenant_state(self, scope)

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        key = (tuple(names), tuple(ids))
        if key not in _KNOWN:
            _KNOWN[key] = super().directory(names, ids)
        return _KNOWN[key]

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        if tuple(ids) not in _DEFINED:
            _DEFINED[tuple(ids)] = super().definitions(ids)
        return _DEFINED[tuple(ids)]


_FIRST: dict[tuple[str, tuple[str, ...], Behaviours], Plan] = {}
"""The plan of a tenant to which nothing was written yet: every bureau begins with the same one."""


@dataclass(slots=True)
class Bureau:
    """One tenant with access policies, and the runs against it."""

    directory: Path
    names: tuple[str, ...] = NAMES
    text_shown: bool = True
    workloads: tuple[str, ...] = ("compliance", "configuration")
    behaviours: Behaviours = field(default_factory=Behaviours)
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NOW))
    tenant: Tenant = field(init=False)
    road: Road = field(init=False)
    plans: dict[tuple[str, int], Plan] = field(default_factory=dict)
    seeded: int = field(init=False)
    """Entries of the audit log that are older than the first run."""

    def __post_init__(self) -> None:
        self.directory.mkdir(exist_ok=True)
        (self.directory / "tenant.db").write_bytes(_seeded())
        ids = seeded_ids("bureau")
        self.tenant = Tenant.open(
            self.directory / "tenant.db", clock=self.clock.now, new_id=ids, behaviours=self.behaviours
        )
        self.tenant.approvals.require(*self.workloads)
        self.seeded = len(self.tenant.audit())
        self.road = Road(self.tenant)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(kind for kind in all_kinds() if kind.name in self.names)

    def plan(self, role: str = "college") -> Plan:
        """Made anew when anything was written since."""
        written = len(self.tenant.audit())
        first = (role, self.names, self.behaviours)
        if written == self.seeded:
            _FIRST[first] = self.plans[role, written] = _FIRST.get(first) or self._plan(role)
        if (role, written) not in self.plans:
            self.plans[role, written] = self._plan(role)
        return self.plans[role, written]

    def _plan(self, role: str) -> Plan:
        part, resolved, _ = whole((role,))
        reader = Quick(Road(self.tenant))
        made = make_plan(
            wanted(role, self.names),
            self.kinds,
            reader,
            policy=part,
            resolved=resolved,
            on=ON,
            tool_version="test",
        )
        assert made.plan is not None, made.diagnostics
        return made.plan

    def apply(self, role: str = "college", *, why: str = "wijziging 42", plan: Plan | None = None) -> Outcome:
        plan = plan or self.plan(role)
        journal = open_journal(self.directory / "journal", plan.digest, self.clock)
        approvals = ApprovalTracker(
            ApprovalDoor(self.road), journal, plan.organisation, plan.digest, why, self.text_shown
        )
        options = Options(frozenset(guard.code for guard in plan.guards), plan.digest)
        try:
            return apply(
                plan, wanted(role, self.names), self.kinds, Reader(self.road), approvals.writer,
                journal=journal, clock=self.clock, options=options, on_event=lambda event: None, approvals=approvals,
            )  # fmt: skip
        finally:
            journal.close()

    def forget(self) -> None:
        """The machine with the journal is gone."""
        (self.directory / "journal" / NAME).unlink(missing_ok=True)

    def agree(self) -> list[str]:
        """Somebody approves all that waits."""
        waiting = self.tenant.approvals.waiting()
        for code in waiting:
            self.tenant.approvals.decide(code, "approved")
        return waiting

    def until_done(self, role: str = "college") -> int:
        """Approve and apply until there is nothing left; how many runs that takes."""
        for run in range(1, 9):
            if self.apply(role).exit_code == 0:
                return run
            self.agree()
        raise AssertionError("it never ends")

    def portal(self, address: str, **properties: JSON) -> None:
        """Somebody changes an object of ours by hand, without anybody's approval."""
        [change] = [c for c in self.plan().changes if str(c.address) == address]
        setting = self.tenant.world.store.setting("approvals")
        self.tenant.approvals.require()
        body = orjson.dumps({"@odata.type": "#microsoft.graph.iosCompliancePolicy", **properties})
        url = f"https://graph.microsoft.com/beta/{COMPLIANCE}/{change.object_id}"
        status, _, answer = InProcess(self.tenant, "portal").send(
            "PATCH", url, {"Content-Type": "application/json"}, body
        )
        assert status < 300, answer
        self.tenant.world.store.keep_setting("approvals", setting)

    def empty(self, role: str = "college") -> bool:
        return all(change.action == "none" for change in self.plan(role).changes)


def codes(outcome: Outcome) -> list[str]:
    return [diagnostic.code for diagnostic in outcome.diagnostics]


def states(outcome: Outcome) -> dict[str, str]:
    return {str(result.address): result.state for result in outcome.results}
