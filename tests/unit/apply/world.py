"""A tenant in memory that can lose answers, lag, die and be edited by others; and a planner of twenty lines to go with it."""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from managed_apparaten.apply.events import Event
from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import Journal, open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind, Permissions
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import cause
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.digest import JSON, short_digest
from managed_apparaten.core.digest import digest as full_digest
from managed_apparaten.core.span import Span
from managed_apparaten.graph.errors import Ambiguous, GraphFailed, Refused
from managed_apparaten.graph.observed import Directory, MarkedObject, Observed, TenantIdentity
from managed_apparaten.graph.read.preconditions import NOT_READ, Preconditions
from managed_apparaten.graph.tenant import MarkerListing, Reading, ReadScope, TenantState, read_tenant_state
from managed_apparaten.plan.change import Action, Change, Guard, Image, Plan, PlanCounts, Reach, Reason
from managed_apparaten.policy.model import Text
from managed_apparaten.resource.comparison import direct_targets, normal, owned
from managed_apparaten.resource.marker import Marker, marked, split
from managed_apparaten.resource.shape import ResourceShape

ORGANISATION = "zilverdam"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
REACH = Reach(0, 0, 0)


def _kind(name: str, order: int, **extra: Any) -> Kind:
    return Kind(
        name=name,
        title=Text("T"),
        platform="ios",
        odata_type=f"microsoft.graph.{name}",
        collection=f"deviceManagement/{name}s",
        serves=lambda device: True,
        compile=lambda scope: (),
        permissions=Permissions("r", "w"),
        order=order,
        unordered=frozenset({"/blocked"}),
        **extra,
    )


COMPLIANCE = _kind("compliance", 10, actions={"rules": ("setRules", "newRules")})
PROTECTION = _kind("protection", 20, targets_apps=True, app_identifier=("#x", "bundleId"))
SETTINGS = _kind("settings", 30, update="PUT")
KINDS = (COMPLIANCE, PROTECTION, SETTINGS)
BY_NAME = {kind.name: kind for kind in KINDS}


class Killed(Exception):
    """The process dies at this very place; nothing of ours catches it."""


def group(name: str, *, exclude: bool = False) -> JSON:
    return {
        "@odata.type": f"#microsoft.graph.{'exclusionG' if exclude else 'g'}roupAssignmentTarget",
        "groupId": name,
    }


def desired(kind: Kind, key: str, body: dict[str, JSON], apps: Sequence[str] | None = None) -> Desired:
    """A resource with a marker; its policy line is one a property."""
    address = Address(kind.name, key)
    full = {"@odata.type": f"#{kind.odata_type}", "displayName": f"MA | {key}", **body}
    generation = short_digest({"body": full, "apps": sorted(apps or ())})
    full["description"] = marked("made by policy", Marker(ORGANISATION, address, generation))
    blame = {
        f"/{name}": (cause("policy", "cause.rule", Span("roles/x.yaml", line, 1)),)
        for line, name in enumerate(full, 1)
    }
    return Desired(
        address, full, (), blame, None if apps is None else tuple(sorted(apps)), None, generation, key
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A resource and who gets it."""

    resource: Desired
    targets: tuple[JSON, ...]


@dataclass(slots=True)
class Stored:
    kind: str
    body: dict[str, JSON]
    assignments: list[JSON]
    apps: list[str]
    version: int
    created: float

    def marker(self) -> Marker | None:
        return split(self.body.get("description"))[1]


@dataclass(frozen=True, slots=True)
class Entry:
    """One write as the tenant saw it, with the object before and after."""

    op: str
    id: str
    before: Stored | None
    after: Stored | None
    read: bool = False
    """Whether somebody had read the object as it was before."""
    listed: bool = False
    """Whether a list had shown it."""


Fault = Callable[[int, str, bool], None]
"""(number of the call, its name, whether the tenant has already done it) -> may raise."""


@dataclass(slots=True)
class Tenant:
    """Objects with Graph's manners: no unique names, no keys for repeated creates, lists that lag."""

    clock: VirtualClock
    lag: float = 0.0
    """Seconds before a new object is listed."""
    objects: dict[str, Stored] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    calls: int = 0
    names: list[str] = field(default_factory=list)
    """The calls so far, reads included."""
    updates: list[tuple[str, list[str]]] = field(default_factory=list)
    """Kind and properties of each update."""
    assignments_shown_at: float = 0.0
    """Until then reads show no assignments."""
    fault: Fault = lambda number, name, done: None
    born: int = 0
    shown: dict[str, int] = field(default_factory=dict)
    """Id -> the version that was last read."""
    listed: set[str] = field(default_factory=set)

    # reads
    def identity(self) -> TenantIdentity:
        return TenantIdentity("tenant-1", "Zilverdam")

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        raise AssertionError("apply asks nothing of the directory")

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        raise AssertionError("apply asks nothing of the settings catalog")

    def objects_listed(self, kinds: Iterable[str]) -> list[Observed]:
        now = self.clock.monotonic()
        found = [
            i for i, o in sorted(self.objects.items()) if o.kind in kinds and o.created + self.lag <= now
        ]
        self.listed |= {*found}
        return [self._observed(i) for i in found]

    def read_all(self, ids: Sequence[str]) -> list[Observed | None]:
        """One call, however many objects."""
        found: list[Observed | None] = self._called(
            "read", lambda: [self._observed(i) if i in self.objects else None for i in ids]
        )
        self.shown |= {i: self.objects[i].version for i in ids if i in self.objects}
        return found

    # writes
    def create(self, kind: ResourceShape, body: JSON) -> str:
        return str(self._called("create", lambda: self._create(kind, body)))

    def create_all(self, kind: ResourceShape, bodies: Sequence[JSON]) -> list[str | Refused | Ambiguous]:
        found: list[str | Refused | Ambiguous] = []
        for body in bodies:
            try:
                found.append(self.create(kind, body))
            except (Refused, Ambiguous) as failed:
                found.append(failed)
        return found

    def update(self, kind: ResourceShape, object_id: str, body: JSON) -> None:
        def write(stored: Stored) -> None:
            changed = copy.deepcopy(dict(body))
            stored.body = changed if kind.update == "PUT" else {**stored.body, **changed}

        self.updates.append((kind.name, sorted(body)))
        self._called("update", lambda: self._change("update", object_id, write))

    def act(self, kind: ResourceShape, object_id: str, action: str, body: JSON) -> None:
        names = {pair[0]: name for name, pair in kind.actions.items()}
        ((_, value),) = body.items()
        self._called(
            "act",
            lambda: self._change(
                "act", object_id, lambda s: s.body.update({names[action]: copy.deepcopy(value)})
            ),
        )

    def write_child(
        self, kind: ResourceShape, object_id: str, navigation: str, child_id: str | None, body: JSON | None
    ) -> None:
        raise AssertionError("no kind here has children")

    def target_apps(self, kind: ResourceShape, object_id: str, apps: Sequence[str], group_type: str) -> None:
        def write(stored: Stored) -> None:
            stored.apps, stored.body["appGroupType"] = list(apps), group_type

        self._called("target-apps", lambda: self._change("target-apps", object_id, write))

    def assign(self, kind: ResourceShape, object_id: str, targets: Sequence[JSON]) -> None:
        def write(stored: Stored) -> None:
            kept = [t for t in stored.assignments if t.get("source") == "policySets"]
            stored.assignments = [*kept, *copy.deepcopy(list(targets))]

        self._called("assign", lambda: self._change("assign", object_id, write))

    def delete(self, kind: ResourceShape, object_id: str) -> None:
        self._called("delete", lambda: self._delete(object_id))

    # somebody else, who leaves no trace in our log
    def portal(self, object_id: str, **properties: JSON) -> None:
        stored = self.objects[object_id]
        stored.body.update(properties)
        stored.version += 1

    def id_of(self, address: str) -> str:
        (found,) = [i for i, o in self.objects.items() if (m := o.marker()) and str(m.address) == address]
        return found

    def _called(self, name: str, effect: Callable[[], Any]) -> Any:
        self.calls += 1
        number = self.calls
        self.names.append(name)
        self.fault(number, name, False)
        result = effect()
        self.fault(number, name, True)
        return result

    def _create(self, kind: ResourceShape, body: JSON) -> str:
        self.born += 1
        object_id = f"id-{self.born:03}"
        self.objects[object_id] = Stored(
            kind.name, copy.deepcopy(dict(body)), [], [], 1, self.clock.monotonic()
        )
        self.log.append(Entry("create", object_id, None, copy.deepcopy(self.objects[object_id])))
        return object_id

    def _change(self, op: str, object_id: str, write: Callable[[Stored], None]) -> None:
        if object_id not in self.objects:
            raise Refused(404, "NotFound", "no such object")
        before = copy.deepcopy(self.objects[object_id])
        write(self.objects[object_id])
        self.objects[object_id].version += 1
        read = self.shown.get(object_id) == before.version
        self.log.append(
            Entry(
                op, object_id, before, copy.deepcopy(self.objects[object_id]), read, object_id in self.listed
            )
        )

    def _delete(self, object_id: str) -> None:
        if object_id in self.objects:
            self.log.append(Entry("delete", object_id, self.objects.pop(object_id), None))

    def _observed(self, object_id: str) -> Observed:
        o = copy.deepcopy(self.objects[object_id])
        apps = tuple(sorted(o.apps)) if BY_NAME[o.kind].targets_apps else None
        assignments = tuple(o.assignments) if self.clock.monotonic() >= self.assignments_shown_at else ()
        body = {**o.body, "id": object_id, "version": o.version}
        return Observed(
            o.kind,
            object_id,
            o.body.get("displayName", ""),
            body,
            assignments,
            apps,
            f"{o.version} x",
            f"{o.created:09.1f}",
            o.marker(),
        )


class Reader:
    """The tenant as a reader; `objects` is both a store and a method name, hence this."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def identity(self) -> TenantIdentity:
        return self._tenant.identity()

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        return self._tenant.directory(names, ids)

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        return self._tenant.definitions(ids)

    def scope_tags(self) -> Mapping[str, str]:
        raise AssertionError("apply asks nothing of the scope tags")

    def preconditions(self, names: Sequence[str], ids: Sequence[str]) -> Preconditions:
        return NOT_READ

    def survey(self, scope: ReadScope) -> TenantState:
        return read_tenant_state(self, scope)

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        return self.read_all([(kind, object_id)])[0]

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        return self._tenant.read_all([object_id for _, object_id in wanted])

    def list_markers(self, kind: ResourceShape, organisation: str, ids: Sequence[str]) -> MarkerListing:
        found = self._tenant.read_all(ids) if ids else []
        listed = sorted(self.objects([kind], organisation).ours, key=lambda o: (o.created, o.id))
        return MarkerListing(
            tuple(MarkedObject(o.id, o.created, o.marker) for o in listed if o.marker), tuple(found)
        )

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        names = {kind.name for kind in kinds}
        found: list[Observed] = self._tenant._called("list", lambda: self._tenant.objects_listed(names))
        return Reading(tuple(o for o in found if o.marker and o.marker.organisation == organisation), ())


def make_plan(tenant: Tenant, wanted: Sequence[Wanted], guards: tuple[Guard, ...] = ()) -> Plan:
    """What is needed to get there. Reads past all faults: planning is not under test here."""
    seen = tenant.objects_listed({kind.name for kind in KINDS})
    ours = sorted((o for o in seen if o.marker), key=lambda o: (not o.assignments, o.created, o.id))
    by_address: dict[Address, list[Observed]] = {}
    for observed in ours:
        assert observed.marker
        by_address.setdefault(observed.marker.address, []).append(observed)
    changes = []
    for want in sorted(wanted, key=lambda w: w.resource.address):
        found = by_address.pop(want.resource.address, [])
        changes += [
            _change(want, found[0] if found else None),
            *(_removal(twin, "twin") for twin in found[1:]),
        ]
    changes += [_removal(o, "role-removed") for rest in by_address.values() for o in rest]
    plan = Plan(
        1,
        "test",
        ORGANISATION,
        "tenant-1",
        "Z",
        "2026-11-21",
        "p",
        PlanCounts(0, 0, 0, 0, 0, 0),
        tuple(changes),
        (),
        guards,
        (),
        (),
    )
    return replace(plan, digest=full_digest([repr(change) for change in changes] + [repr(guards)]))


def image(observed: Observed) -> Image:
    body = normal(observed.body, BY_NAME[observed.kind])
    return Image(body, direct_targets(observed.assignments), observed.apps, observed.version)


def _change(want: Wanted, found: Observed | None) -> Change:
    kind = BY_NAME[want.resource.address.kind]
    after = Image(normal(want.resource.body, kind), direct_targets(want.targets), want.resource.apps)
    if found is None:
        return Change(want.resource.address, "create", "new", "n", None, None, after, (), (), (), REACH)
    before = image(found)
    same = (
        owned(before.body, after.body) == after.body
        and before.targets == after.targets
        and after.apps in (None, before.apps)
        and found.marker == split(want.resource.body["description"])[1]
    )
    loosens = len(after.targets) < len(before.targets)
    action: Action = "none" if same else "update"
    reason: Reason = "unchanged" if same else "policy-changed"
    return Change(
        want.resource.address, action, reason, "n", found.id, before, after, (), (), (), REACH, loosens
    )


def _removal(found: Observed, reason: Reason) -> Change:
    assert found.marker
    return Change(
        found.marker.address, "delete", reason, "n", found.id, image(found), None, (), (), (), REACH, True
    )


@dataclass(slots=True)
class Desk:
    """Everything for a run: tenant, clock, a place for the journal, what was told."""

    directory: Path
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NOW))
    events: list[Event] = field(default_factory=list)
    tenant: Tenant = field(init=False)

    def __post_init__(self) -> None:
        self.tenant = Tenant(self.clock)

    def journal(self, digest: str = "d") -> Journal:
        return open_journal(self.directory / "journal", digest, self.clock)

    def run(
        self, wanted: Sequence[Wanted], *, plan: Plan | None = None, options: Options | None = None
    ) -> Outcome:
        plan = plan or make_plan(self.tenant, wanted)
        compiled = Compiled(tuple(sorted((w.resource for w in wanted), key=lambda d: d.address)), ())
        journal = self.journal(plan.digest)
        reader = Reader(self.tenant)
        try:
            return apply(
                plan, compiled, KINDS, reader, self.tenant, journal=journal, clock=self.clock, options=options or Options(),
                on_event=self.events.append,
            )  # fmt: skip
        finally:
            journal.close()

    def empty(self, wanted: Sequence[Wanted]) -> bool:
        return all(change.action == "none" for change in make_plan(self.tenant, wanted).changes)


def before_wanted() -> tuple[Wanted, ...]:
    """A small organisation."""
    return (
        Wanted(
            desired(COMPLIANCE, "college", {"passcode": True, "blocked": ["a"], "rules": [1]}),
            (group("g-college"),),
        ),
        Wanted(
            desired(PROTECTION, "college", {"pin": True, "appGroupType": "selectedPublicApps"}, ["app.one"]),
            (group("g-college"),),
        ),
        Wanted(desired(SETTINGS, "college", {"blocked": ["x", "y"]}), (group("g-college"),)),
        Wanted(desired(SETTINGS, "oud", {"blocked": ["x"]}), (group("g-oud"),)),
        Wanted(
            desired(COMPLIANCE, "oud", {"passcode": True, "rules": [1]}),
            (group("g-oud"), group("g-vrij", exclude=True)),
        ),
    )


def after_wanted() -> tuple[Wanted, ...]:
    """The same a year later: everything that can change has."""
    return (
        Wanted(
            desired(COMPLIANCE, "college", {"passcode": True, "blocked": ["a", "b"], "rules": [2]}),
            (group("g-college"), group("g-griffie")),
        ),
        Wanted(
            desired(
                PROTECTION,
                "college",
                {"pin": True, "appGroupType": "selectedPublicApps"},
                ["app.one", "app.two"],
            ),
            (group("g-college"), group("g-vrij", exclude=True)),
        ),
        Wanted(desired(SETTINGS, "college", {"blocked": ["x", "z"]}), (group("g-college"),)),
        Wanted(
            desired(PROTECTION, "griffie", {"pin": True, "appGroupType": "selectedPublicApps"}, ["app.one"]),
            (group("g-griffie"),),
        ),
        Wanted(desired(COMPLIANCE, "griffie", {"passcode": True, "rules": [1]}), (group("g-griffie"),)),
    )


def at(number: int, name: str, failure: type[GraphFailed] | type[Killed], *, done: bool) -> Fault:
    """A fault at the k-th call only."""

    def fault(call: int, _: str, has_happened: bool) -> None:
        if call == number and has_happened == done:
            raise failure() if failure is Killed else _graph(failure)

    return fault


def _graph(failure: type[Any]) -> Exception:
    made: Exception = failure(
        504 if failure is Ambiguous else 403, "X", "no answer" if failure is Ambiguous else "no"
    )
    return made
