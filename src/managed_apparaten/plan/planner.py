"""Make a plan from the compiled resources and the tenant. It gets a reader only, so it cannot write; a read that fails raises."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic, has_errors, sort_key
from managed_apparaten.graph.observed import UNKNOWN_OWNERSHIP, Directory, Observed
from managed_apparaten.graph.read.observe import UNCLEAR, foreign_object
from managed_apparaten.graph.tenant import Reading, ReadScope, TenantReader, TenantState
from managed_apparaten.intune import app_lists
from managed_apparaten.plan.change import (
    Change,
    ExceptionNotice,
    Plan,
    PlanCounts,
    Reason,
    RoleReach,
    Unmanaged,
)
from managed_apparaten.plan.checks import CHECKS
from managed_apparaten.plan.checks.directory_doubts import doubts
from managed_apparaten.plan.checks.effects import effects
from managed_apparaten.plan.checks.preconditions import toothless
from managed_apparaten.plan.checks.requirements import unmet
from managed_apparaten.plan.checks.settings_catalog import definitions, unknown
from managed_apparaten.plan.checks.shared_objects import one_address
from managed_apparaten.plan.compare import Comparer, Comparison, tags_that_stay
from managed_apparaten.plan.diff import Label, no_label
from managed_apparaten.plan.edited_marks import Astray, astray
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.guards.guards import Facts, counted, guards
from managed_apparaten.plan.guards.loosening import loosening, weaker_objects
from managed_apparaten.plan.guards.loosening import told as weakened
from managed_apparaten.plan.guards.past_applies import noted, past, remembered, shrunk
from managed_apparaten.plan.guards.past_applies import told as past_told
from managed_apparaten.plan.guards.risk import risky
from managed_apparaten.plan.impact import Impact, impacts
from managed_apparaten.plan.lost_marks import mismarked, with_marks
from managed_apparaten.plan.matching import Pair, pairs
from managed_apparaten.plan.planfile import sealed
from managed_apparaten.plan.reach import Reacher, included, reach, together
from managed_apparaten.plan.scope_tags import ScopeTags, stated
from managed_apparaten.plan.shared_apps import Targets, relevant, settle, wanted_keys
from managed_apparaten.plan.situation import AppsOfKind, Situation
from managed_apparaten.plan.write_order import handed_over, told
from managed_apparaten.policy.model import GrantedException, GroupRef, PolicySet
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.resource import reference
from managed_apparaten.resource.comparison import direct_targets

FORMAT_VERSION = 1
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, or the errors that forbid one. Warnings are in the plan as well."""

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]


def make_plan(
    compiled: Compiled,
    kinds: Sequence[Kind],
    reader: TenantReader,
    *,
    policy: PolicySet,
    resolved: Resolved,
    on: date,
    tool_version: str,
) -> Planned:
    """Read the tenant, compare, check and measure. Raises `graph.errors.ReadFailed` when the tenant could not be read in full."""
    # First the names that the policy uses: when the tenant lacks one, nothing can be compared.
    by_name = {kind.name: kind for kind in kinds}
    written = [
        *(a.group for d in compiled.resources for a in d.assignments),
        *policy.organisation.protected_groups,
    ]
    tenant = reader.survey(
        _scope(compiled, kinds, policy, written, _groups_of(resolved, written), bool(stated(policy)))
    )
    found = [*compiled.diagnostics, *resolved.diagnostics, *_wrong_tenant(policy, tenant)]
    found += _unresolved(compiled.resources, by_name, policy, tenant, written)
    if has_errors(found):
        return Planned(None, _sorted(found))
    # Then which object is which resource, and everything that a check finds.
    situation, problems = _situation(compiled.resources, by_name, policy, resolved, tenant)
    found += problems
    found += [problem for check in CHECKS for problem in check(situation)]
    if has_errors(found):
        return Planned(None, _sorted(found))
    # At last the changes, whom they reach, and the guards.
    compiled = replace(compiled, resources=tuple(situation.resources))
    plan = _plan(compiled, kinds, situation, on)
    found += (*plan.diagnostics, *told(plan.changes))
    plan = replace(
        plan,
        tool_version=tool_version,
        evaluated_on=on.isoformat(),
        exceptions=tuple(_notices(policy, on)),
        diagnostics=_sorted(found),
        preconditions=toothless(situation.tenant, policy, resolved, compiled, kinds, on),
    )
    return Planned(sealed(plan), plan.diagnostics)


def _scope(
    compiled: Compiled,
    kinds: Sequence[Kind],
    policy: PolicySet,
    written: Sequence[GroupRef],
    roles: Sequence[GroupRef],
    tags: bool,
) -> ReadScope:
    """What this policy makes us want to know."""
    by_name, keys, organisation = (
        {kind.name: kind for kind in kinds},
        wanted_keys(compiled.resources),
        policy.organisation.id,
    )
    return ReadScope(
        kinds=kinds,
        organisation=organisation,
        group_names=sorted({g.name for g in written if g.id is None}),
        group_ids=sorted({g.id.lower() for g in written if g.id is not None}),
        settings=definitions(compiled.resources),
        relevant=lambda found: relevant(found, by_name, organisation, keys),
        scope_tags=tags,
        role_names=sorted({g.name for g in roles if g.id is None}),
        role_ids=sorted({g.id.lower() for g in roles if g.id is not None}),
    )


def _groups_of(resolved: Resolved, written: Sequence[GroupRef]) -> list[GroupRef]:
    """Groups of roles to which nothing is assigned: who is in them has a role nevertheless."""
    return [
        group
        for role in resolved.roles
        for group in role.groups
        if not any(group.is_same(other) for other in written)
    ]


def _unresolved(
    resources: Sequence[Desired],
    kinds: Mapping[str, Kind],
    policy: PolicySet,
    tenant: TenantState,
    written: Sequence[GroupRef],
) -> Iterator[Diagnostic]:
    """Yield what the policy names and the tenant does not have, has twice or hides."""
    groups = PolicyGroups(tenant.directory)
    yield from with_marks(resources, tenant.reading, kinds, policy.organisation)
    yield from groups.problems(written)
    yield from groups.hidden(written)
    yield from ScopeTags(tenant.scope_tags).problems(stated(policy))
    yield from doubts(tenant.directory)
    yield from unknown(resources, tenant.settings)
    for desired in resources:
        yield from groups.contradictions(desired)
    yield from one_address(resources)


def _situation(
    resources: Sequence[Desired],
    kinds: Mapping[str, Kind],
    policy: PolicySet,
    resolved: Resolved,
    tenant: TenantState,
) -> tuple[Situation, list[Diagnostic]]:
    """Find the object of each resource. What may be another object than its mark says is said, and counts as not ours."""
    groups, scope_tags = PolicyGroups(tenant.directory), ScopeTags(tenant.scope_tags)
    resources = [scope_tags.resolved(desired, kinds[desired.address.kind]) for desired in resources]
    targets = {desired.address: groups.targets(desired) for desired in resources}
    own = [desired for desired in resources if not kinds[desired.address.kind].shared]

    lost = astray(
        own,
        tenant.reading.ours,
        kinds,
        lambda desired: targets[desired.address],
        {role.id for role in resolved.roles},
    )
    edited = mismarked(own, tenant.reading, kinds, policy.organisation)
    tenant = _without(tenant, [one.observed for one in lost], kinds)
    there = [one for one in tenant.reading.ours if not kinds[one.kind].shared]
    paired = pairs(
        own, there, kinds, lambda desired: targets[desired.address], groups.names, tenant.reading.shared
    )
    tenant = _without(tenant, [stranger.observed for pair in paired for stranger in pair.strangers], kinds)

    unclear = [problem for problem in tenant.reading.diagnostics if problem.code in UNCLEAR]
    already_said = frozenset(dict(problem.args)["id"] for problem in unclear if problem.args)
    problems = [*(_astray(one) for one in lost), *edited]
    problems += [warning for pair in paired for warning in _warnings(pair, tenant.directory, already_said)]

    ids = {pair.address: pair.observed.id for pair in paired if pair.desired and pair.observed}
    apps = [_apps(kind, resources, tenant, policy, targets, ids) for kind in kinds.values() if kind.shared]
    situation = Situation(
        policy=policy,
        resolved=resolved,
        kinds=kinds,
        resources=resources,
        own=own,
        targets=targets,
        tenant=tenant,
        groups=groups,
        reacher=Reacher(tenant.directory),
        pairs=paired,
        ids=ids,
        apps=apps,
        unclear=len(unclear) + len(lost) + len(edited),
    )
    return situation, problems


def _apps(
    kind: Kind,
    resources: Sequence[Desired],
    tenant: TenantState,
    policy: PolicySet,
    targets: Mapping[Address, Targets],
    ids: Mapping[Address, str],
) -> AppsOfKind:
    """Find which app of the tenant is which wanted one."""
    wanted = [desired for desired in resources if desired.address.kind == kind.name]
    observed = [one for one in tenant.reading.shared if one.kind == kind.name]
    settled = settle(
        wanted,
        observed,
        kind,
        policy.organisation.id,
        lambda desired: _with_ids(targets[desired.address], ids),
    )
    return AppsOfKind(kind, wanted, observed, settled)


def _plan(compiled: Compiled, kinds: Sequence[Kind], situation: Situation, on: date) -> Plan:
    """Compare each resource with its object, and measure whom the changes reach."""
    policy, resolved, tenant, by_name = (
        situation.policy,
        situation.resolved,
        situation.tenant,
        situation.kinds,
    )
    groups, paired, ids, targets, reacher = (
        situation.groups,
        situation.pairs,
        situation.ids,
        situation.targets,
        situation.reacher,
    )
    reading, directory, organisation = tenant.reading, tenant.directory, policy.organisation
    roles = {role.id for role in resolved.roles}
    addresses = {one.id: pair.address for pair in paired for one in (pair.observed, *pair.copies) if one}
    known = app_lists.names(policy.apps)
    comparers = {
        kind.name: Comparer(kind, _labels(kind, known), addresses, ScopeTags(tenant.scope_tags))
        for kind in kinds
    }
    wanted = {address: _with_ids(some, ids) for address, some in targets.items()}
    compared = [
        c
        for pair in paired
        for c in _compared(_resolved(pair, ids), comparers[pair.address.kind], groups, roles, wanted)
    ]
    compared += [
        comparers[shared.pair.address.kind].shared(shared, groups.names(shared.pair.desired))
        for shared in situation.settled
    ]
    stay = tags_that_stay(compared, tenant.scope_tags)
    found = impacts(compared, reacher)
    less = loosening(found)
    measured = handed_over(weakened(found, less), reacher)
    before = past(
        remembered(reading.ours, by_name),
        measured,
        organisation.guards,
        directory.group_names,
        on,
        policy.digest,
    )
    fewer = shrunk(measured, before, weaker_objects(measured))
    written = frozenset(group for g in organisation.protected_groups if (group := groups.id_of(g)))
    protected = written | before.protected
    facts = Facts(
        past=before,
        shrunk=fewer,
        loosening=less,
        unmet=unmet(measured, directory.devices),
        impacts=measured,
        pairs=paired,
        targets=[(d, targets[d.address]) for d in compiled.resources if by_name[d.address.kind].assigned],
        protected=protected,
        protected_people=frozenset[str]().union(
            *(directory.people.get(group, frozenset()) for group in protected)
        ),
        outside=directory.guests | directory.unsure | directory.typeless,
        doubtful=frozenset(
            d.id
            for d in directory.devices
            if d.ownership == UNKNOWN_OWNERSHIP or d.entra_id in directory.unsure
        ),
        roles=frozenset(roles),
        observed=reading.ours,
        unclear=situation.unclear,
    )
    judged = guards(facts)
    measured = noted(measured, before, judged, counted(facts), organisation.guards, written)
    return Plan(
        format_version=FORMAT_VERSION,
        tool_version="",
        organisation=organisation.id,
        tenant_id=tenant.identity.id,
        tenant_name=tenant.identity.name,
        evaluated_on="",
        policy_digest=policy.digest,
        counts=_counts(policy, reading),
        changes=tuple(sorted((i.change for i in measured), key=lambda c: _place(c, by_name))),
        unmanaged=tuple(Unmanaged(f.collection, f.id, f.name, f.odata_type) for f in reading.foreign),
        guards=judged,
        exceptions=(),
        diagnostics=(
            *past_told(before, fewer, organisation.guards),
            *stay,
            *risky(measured, less, resolved.roles),
        ),
        reaches=tuple(_reaches(measured)),
        effects=effects([i.change for i in measured], compiled, kinds, policy, resolved, reading),
    )


def _reaches(found: Sequence[Impact]) -> Iterator[RoleReach]:
    """Whom the new objects of each role reach together, those for its people and those for its devices apart."""
    new: dict[tuple[str, bool], list[Impact]] = {}
    for impact in found:
        if impact.change.action == "create" and impact.change.role:
            new.setdefault((impact.change.role, impact.change.by_device), []).append(impact)
    for (role, by_device), some in sorted(new.items()):
        groups = included([target for impact in some for target in impact.targets_after])
        yield RoleReach(role, by_device, reach(groups, together(impact.after for impact in some)))


def _resolved(pair: Pair, ids: Mapping[Address, str]) -> Pair:
    """The pair with ids in the place of references, as far as the tenant has the objects."""
    return (
        replace(pair, desired=replace(pair.desired, body=reference.resolved(pair.desired.body, ids)))
        if pair.desired
        else pair
    )


def _with_ids(targets: Targets, ids: Mapping[Address, str]) -> Targets:
    """The same, with ids of filters as far as the tenant has them."""
    found = reference.resolved(targets, ids)
    return targets if found is targets else direct_targets(found)


def _compared(
    pair: Pair, comparer: Comparer, groups: PolicyGroups, roles: set[str], wanted: Mapping[Address, Targets]
) -> Iterator[Comparison]:
    """The change for a pair, and one for each copy that may go."""
    names = groups.names(pair.desired)
    of_nobody = comparer.kind.compile_whole is not None
    gone: Reason = (
        "kind-not-needed" if of_nobody or pair.address.key.partition(".")[0] in roles else "role-removed"
    )
    yield comparer.compare(pair, wanted[pair.address] if pair.desired else (), names, gone)
    for copy in pair.copies:
        yield comparer.copy(
            copy,
            wanted[pair.address] if pair.desired else (pair.observed.assignments if pair.observed else ()),
            names,
        )


def _place(change: Change, kinds: Mapping[str, Kind]) -> tuple[bool, int, str, str, str]:
    """Deletes last; else by the order of the kind, then by address."""
    return (
        change.action == "delete",
        kinds[change.address.kind].order,
        change.address.kind,
        change.address.key,
        change.object_id or "",
    )


def _labels(kind: Kind, known: Mapping[str, str]) -> Label:
    """The kind's labels; `known` are names of apps by identifier."""
    ask = kind.labels
    return no_label if ask is None else lambda pointer, value: ask(pointer, value, known) or ""


def _wrong_tenant(policy: PolicySet, tenant: TenantState) -> list[Diagnostic]:
    wanted = policy.organisation.tenant_id
    if wanted is None or wanted.lower() == tenant.identity.id.lower():
        return []
    return [
        Diagnostic(
            "PLN015", span=policy.organisation.span, args={"wanted": wanted, "found": tenant.identity.id}
        )
    ]


def _astray(one: Astray) -> Diagnostic:
    """PLN048, a warning of which guard PLN029 makes a refusal."""
    args = {
        "id": one.observed.id,
        "name": one.observed.name,
        "says": str(one.says),
        "made_as": ", ".join(map(str, one.made_as)),
    }
    return Diagnostic("PLN048", "warning", args=args, address=str(one.says))


def _without(tenant: TenantState, some: Sequence[Observed], kinds: Mapping[str, Kind]) -> TenantState:
    """The same, with these among what is not ours: copies that somebody changed, and what may be another object than its mark says."""
    strangers = {one.id: one for one in some}
    if not strangers:
        return tenant
    bodies = [
        (kinds[o.kind], {**o.body, "assignments": [{"target": t} for t in o.assignments]})
        for o in strangers.values()
    ]
    more = [foreign_object(kind.collection, body, [kind]) for kind, body in bodies]
    others = tuple(sorted((*tenant.reading.foreign, *more), key=lambda f: (f.collection, f.name, f.id)))
    ours = tuple(o for o in tenant.reading.ours if o.id not in strangers)
    return replace(tenant, reading=replace(tenant.reading, ours=ours, foreign=others))


def _warnings(pair: Pair, directory: Directory, odd: frozenset[str]) -> Iterator[Diagnostic]:
    """What somebody should know of the objects at an address, though the plan goes on. `odd` are told already."""
    address, kept = str(pair.address), pair.observed.id if pair.observed else "-"
    if pair.copies:
        twins = {"address": address, "kept": kept, "ids": ", ".join(o.id for o in pair.copies)}
        yield Diagnostic("PLN016", "warning", args=twins, address=address)
    for stranger in (stranger for stranger in pair.strangers if stranger.observed.id not in odd):
        theirs = {
            "id": stranger.observed.id,
            "name": stranger.observed.name,
            "fields": ", ".join(stranger.fields),
        }
        yield Diagnostic(
            "PLN018", "warning", args={"address": address, "kept": kept} | theirs, address=address
        )
    groups = {
        str(t["groupId"]).lower()
        for t in (pair.observed.assignments if pair.observed else ())
        if t.get("groupId")
    }
    for group in sorted(groups - set(directory.group_names)):
        yield Diagnostic("PLN017", "warning", args={"address": address, "id": group}, address=address)


def _counts(policy: PolicySet, reading: Reading) -> PlanCounts:
    ours, foreign = len(reading.ours), len(reading.foreign)
    return PlanCounts(
        len(policy.roles), len(policy.apps), len(policy.exceptions), ours + foreign, ours, foreign
    )


def _notices(policy: PolicySet, on: date) -> Iterator[ExceptionNotice]:
    for exception in sorted(policy.exceptions.values(), key=lambda e: e.id):
        named = tuple(
            sorted(
                policy.apps[app.value].name if app.value in policy.apps else app.value
                for app in exception.apps
            )
        )
        starts, ends = exception.starts.value.isoformat(), exception.ends.value.isoformat()
        yield ExceptionNotice(exception.id, _status(exception, on), starts, ends, exception.role.value, named)


def _status(exception: GrantedException, on: date) -> Literal["active", "ending", "ended", "future"]:
    if exception.ends.value < on:
        return "ended"
    if exception.starts.value > on:
        return "future"
    return "ending" if exception.ends.value - on <= SOON else "active"


def _sorted(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda d: (*sort_key(d), d.address or "")))
