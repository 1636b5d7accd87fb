"""A municipality of ten people, two kinds and a tenant in memory: enough to see what a plan makes of anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Assignment, Desired, by_name
from managed_apparaten.compile.kind import Kind, Permissions
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.graph.observed import Device, Directory, ForeignObject, Observed, TenantIdentity
from managed_apparaten.graph.read.preconditions import NOT_READ, Preconditions
from managed_apparaten.graph.tenant import Reading, ReadScope, TenantState, read_tenant_state
from managed_apparaten.plan.planner import Planned, make_plan
from managed_apparaten.plan.reach import EXCLUDED, INCLUDED
from managed_apparaten.policy.model import (
    Approach,
    Approval,
    Compliance,
    Contact,
    DeviceClass,
    GrantedException,
    GroupRef,
    Guards,
    Located,
    Organisation,
    PolicySet,
    ProtectedApps,
    Protection,
    Risk,
    Role,
    Text,
)
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.resource.comparison import generation
from managed_apparaten.resource.marker import Marker, marked
from managed_apparaten.resource.shape import ResourceShape

ON = date(2026, 11, 21)
SPAN = Span("organisation.yaml", 1, 1)
APPROACH = Approach(
    Located("risk-based", SPAN), Text(), Approval("college", "2026-B&W-0417", date(2026, 3, 12), SPAN)
)
WHY = (cause("policy", "cause.kind.group", SPAN, role="college"),)


def identifier(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


GLASS, COLLEGE, STAFF, DEVICES = (identifier(n) for n in (1, 2, 3, 4))
IDS = {"sg-glass": GLASS, "sg-college": COLLEGE, "sg-staff": STAFF, "dg-field": DEVICES}
PEOPLE = {GLASS: {"p0"}, COLLEGE: {"p1", "p2"}, STAFF: {"p2", "p3", "p4", "p5"}, DEVICES: set[str]()}


def kind(name: str, order: int, **more: Any) -> Kind:
    return Kind(
        name=name,
        title=Text("T"),
        platform="ios",
        odata_type=f"microsoft.graph.{name}",
        collection=f"deviceManagement/{name}",
        serves=lambda device: device.ownership == "corporate",
        compile=lambda scope: (),
        permissions=Permissions("r", "w"),
        order=order,
        unordered=frozenset({"/blocked"}),
        **more,
    )


FIRST, SECOND = kind("first", 10), kind("second", 20, targets_apps=True, app_identifier=("#x", "bundleId"))
KINDS = (SECOND, FIRST)
BY_NAME = {k.name: k for k in KINDS}


def group(name: str, pinned: bool = True, line: int = 7) -> GroupRef:
    return GroupRef(name, IDS.get(name) if pinned else None, Span(f"roles/{name}.yaml", line, 3))


def desired(
    address: str = "first/college",
    include: Sequence[GroupRef] = (group("sg-college"),),
    exclude: Sequence[GroupRef] = (group("sg-glass"),),
    apps: tuple[str, ...] | None = None,
    protect: bool = False,
    devices: bool = False,
    **body: JSON,
) -> Desired:
    where = Address.parse(address)
    assignments = (
        *(Assignment(g, False, WHY, devices) for g in include),
        *(Assignment(g, True, WHY, devices) for g in exclude),
    )
    whole: dict[str, JSON] = {
        "displayName": f"MA | {address}",
        "description": "Text",
        "pin": True,
        "blocked": ["com.a"],
    } | body
    digest = generation(whole, by_name(assignments), apps, BY_NAME[where.kind])
    whole["description"] = marked("Text", Marker("zilverdam", where, digest, protect))
    blame = {f"/{key}": WHY for key in whole} | {"/blocked/0": WHY}
    role = where.key.partition(".")[0]
    return Desired(
        where, whole, assignments, blame, apps, dict.fromkeys(apps or (), WHY), digest, role, protect
    )


def targets(one: Desired) -> tuple[JSON, ...]:
    return tuple(
        {"@odata.type": EXCLUDED if a.exclude else INCLUDED, "groupId": IDS[a.group.name]}
        for a in one.assignments
    )


def observed(one: Desired, number: int = 1, **changes: Any) -> Observed:
    """The object as Graph shows it after an apply; `changes` are what somebody did to it since."""
    body = {
        **one.body,
        "id": f"id-{number}",
        "@odata.type": f"#microsoft.graph.{one.address.kind}",
        "theirs": None,
    }
    marker = Marker("zilverdam", one.address, one.generation, one.protect)
    found = Observed(
        one.address.kind,
        f"id-{number}",
        str(body["displayName"]),
        body,
        targets(one),
        one.apps,
        f"v{number}",
        f"2026-01-{number:02d}",
        marker,
    )
    return replace(found, **changes)


def edited(one: Observed, **body: JSON) -> Observed:
    return replace(one, body={**one.body, **body}, version="edited")


def role(name: str) -> Role:
    return Role(
        id=name,
        title=Text(name),
        priority=Located(10, SPAN),
        groups=(group("sg-college"),),
        risk=Risk(1, 1, 1, Text(), ON, "CISO", SPAN),
        enforcement=Located("block", SPAN),
        devices=(DeviceClass("ios", "corporate", SPAN),),
        protection=Protection(Located("basic", SPAN), Located(ProtectedApps("all"), SPAN)),
        compliance=Compliance(),
        functions={},
        rules=(),
        span=SPAN,
    )


def policy(
    limits: tuple[int, int, int] = (100, 100, 100),
    exceptions: Sequence[GrantedException] = (),
    tenant: str | None = None,
) -> PolicySet:
    guards = Guards(*(Located(limit, SPAN) for limit in limits))
    contact = Contact(Located("meldpunt@zilverdam.example", SPAN))
    glass = (group("sg-glass"),)
    organisation = Organisation(
        "zilverdam",
        "Zilverdam",
        Located("gemeente", SPAN),
        APPROACH,
        "nl",
        tenant is None,
        tenant,
        "MA",
        glass,
        (),
        guards,
        SPAN,
        contact,
    )
    return PolicySet(
        organisation, {"college": role("college")}, {}, {}, {}, {e.id: e for e in exceptions}, "d" * 64
    )


def device(number: int, person: str, platform: str = "ios", ownership: str = "corporate") -> Device:
    return Device(f"m{number}", person, f"e{number}", platform, ownership)


DIRECTORY = Directory(
    groups_by_name={name: (group_id,) for name, group_id in IDS.items()},
    group_names={group_id: name for name, group_id in IDS.items()},
    people={group_id: frozenset(people) for group_id, people in PEOPLE.items()},
    devices_in={
        group_id: frozenset({"e4", "e9"}) if group_id == DEVICES else frozenset() for group_id in IDS.values()
    },
    devices=(
        device(1, "p1"),
        device(2, "p2"),
        device(3, "p2", "android"),
        device(4, "p3"),
        device(5, "p4", ownership="personal"),
    ),
    people_total=10,
)


@dataclass
class Memory:
    """A tenant that shows these objects."""

    ours: Sequence[Observed] = ()
    foreign: Sequence[ForeignObject] = ()
    directory_: Directory = DIRECTORY
    asked: list[tuple[Sequence[str], Sequence[str]]] = field(default_factory=list)
    lacks: frozenset[str] = frozenset()
    """Settings that this tenant does not have."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Names of scope tags by id."""
    told: tuple[Diagnostic, ...] = ()
    """What the reader says of its objects."""
    around: Preconditions = NOT_READ

    def identity(self) -> TenantIdentity:
        return TenantIdentity("t-1", "Zilverdam")

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        return Reading(tuple(self.ours), tuple(self.foreign), (), self.told)

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        self.asked.append((names, ids))
        return self.directory_

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        return frozenset(ids) - self.lacks

    def scope_tags(self) -> Mapping[str, str]:
        return self.tags

    def preconditions(self, names: Sequence[str], ids: Sequence[str]) -> Preconditions:
        return self.around

    def survey(self, scope: ReadScope) -> TenantState:
        return read_tenant_state(self, scope)

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        return self.read_all([(kind, object_id)])[0]

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        by_id = {o.id: o for o in self.ours}
        return [by_id.get(object_id) for _, object_id in wanted]


def plan(
    wanted: Sequence[Desired],
    tenant: Memory,
    rules: PolicySet | None = None,
    roles: Sequence[str] = ("college",),
) -> Planned:
    ranked = tuple(
        replace(role(name), priority=Located(10 * place, SPAN)) for place, name in enumerate(roles, 1)
    )
    resolved = Resolved(ranked, {}, ())
    return make_plan(
        Compiled(tuple(wanted), ()),
        KINDS,
        tenant,
        policy=rules or policy(),
        resolved=resolved,
        on=ON,
        tool_version="0.1.0",
    )
