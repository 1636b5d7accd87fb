"""Desired and observed become a plan. It is given a reader only, so it cannot write; a read that fails raises and gives no plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic, has_errors, sort_key
from managed_apparaten.graph.observed import NOBODY_KNOWS, Directory, Observed
from managed_apparaten.graph.read.observe import UNCLEAR, foreign
from managed_apparaten.graph.tenant import Reading, Scope, Survey, TenantReader
from managed_apparaten.intune import app_lists
from managed_apparaten.plan.app_licences import licences
from managed_apparaten.plan.change import Change, Counts, ExceptionNotice, Plan, Reason, RoleReach, Unmanaged
from managed_apparaten.plan.checks.app_intents import beaten, contradicted, missing, offered_anyway
from managed_apparaten.plan.checks.directory_doubts import doubts
from managed_apparaten.plan.checks.effects import effects
from managed_apparaten.plan.checks.foreign_conflicts import rivals
from managed_apparaten.plan.checks.group_types import wrong_sort
from managed_apparaten.plan.checks.overlapping_assignments import meeting
from managed_apparaten.plan.checks.populations import brought_in, claimed_twice, isolated, let_in, outside
from managed_apparaten.plan.checks.preconditions import toothless
from managed_apparaten.plan.checks.requirements import impossible, unmet
from managed_apparaten.plan.checks.settings_catalog import definitions, unknown
from managed_apparaten.plan.checks.shared_objects import one_address, one_change, one_target
from managed_apparaten.plan.compare import Comparer, Comparison, tags_that_stay
from managed_apparaten.plan.diff import Label, no_label
from managed_apparaten.plan.edited_marks import Astray, astray
from managed_apparaten.plan.groups import Groups
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
from managed_apparaten.plan.shared_apps import Shared, Targets, absent, conflicts, doubled, open_anyway, relevant, settle, wanted_keys
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
    """Read the tenant, compare, measure. Raises `graph.errors.ReadFailed` when the tenant could not be read in full."""
    written = [*(a.group for d in compiled.resources for a in d.assignments), *policy.organisation.protected_groups]
    by_name = {kind.name: kind for kind in kinds}
    tags = stated(policy)
    tenant = reader.survey(_scope(compiled, kinds, policy, written, _groups_of(resolved, written), bool(tags)))
    groups, scope_tags = Groups(tenant.directory), ScopeTags(tenant.scope_tags)
    found = [*compiled.diagnostics, *resolved.diagnostics, *_wrong_tenant(policy, tenant)]
    found += with_marks(compiled.resources, tenant.reading, by_name, policy.organisation)
    found += groups.problems(written)
    found += groups.hidden(written)
    found += scope_tags.problems(tags)
    found += doubts(tenant.directory)
    found += unknown(compiled.resources, tenant.settings)
    found += [problem for desired in compiled.resources for problem in groups.contradictions(desired)]
    found += one_address(compiled.resources)
    if has_errors(found):
        return Planned(None, _sorted(found))
    compiled = replace(compiled, resources=tuple(scope_tags.resolved(d, by_name[d.address.kind]) for d in compiled.resources))
    reacher = Reacher(tenant.directory)
    targets = {desired.address: groups.targets(desired) for desired in compiled.resources}
    own = [d for d in compiled.resources if not by_name[d.address.kind].shared]
    lost = astray(own, tenant.reading.ours, by_name, lambda d: targets[d.address], {role.id for role in resolved.roles})
    edited = mismarked(own, tenant.reading, by_name, policy.organisation)
    found += [*(_astray(one) for one in lost), *edited]
    tenant = _without(tenant, [one.observed for one in lost], by_name)
    there = [o for o in tenant.reading.ours if not by_name[o.kind].shared]
    paired = pairs(own, there, by_name, lambda d: targets[d.address], groups.names, tenant.reading.shared)
    tenant = _without(tenant, [stranger.observed for pair in paired for stranger in pair.strangers], by_name)
    ids = {pair.address: pair.observed.id for pair in paired if pair.desired and pair.observed}
    unclear = [problem for problem in tenant.reading.diagnostics if problem.code in UNCLEAR]
    odd = frozenset(dict(problem.args)["id"] for problem in unclear if problem.args)
    found += [warning for pair in paired for warning in _warnings(pair, tenant.directory, odd)]
    found += wrong_sort(compiled.resources, by_name, groups)
    found += meeting(own, by_name, groups, reacher)
    found += claimed_twice(own, by_name, resolved, groups, reacher)
    found += outside(policy, resolved, groups)
    found += isolated(policy, resolved, groups)
    found += impossible(own, by_name, tenant.directory.devices, groups, reacher)
    found += rivals(tenant.reading.foreign, [(d, targets[d.address]) for d in own if by_name[d.address.kind].rivals], by_name)
    common: list[Shared] = []
    for kind in (kind for kind in kinds if kind.shared):
        wanted = [d for d in compiled.resources if d.address.kind == kind.name]
        apps_there = [o for o in tenant.reading.shared if o.kind == kind.name]
        settled = settle(wanted, apps_there, kind, policy.organisation.id, lambda d: _with_ids(targets[d.address], ids))
        found += [problem for shared in settled for problem in conflicts(shared, groups.names(shared.pair.desired))]
        found += [problem for shared in settled for problem in beaten(shared, kind, reacher)]
        found += [problem for shared in settled for problem in contradicted(shared, kind, reacher, groups)]
        found += doubled(settled, apps_there, kind)
        found += brought_in(resolved, settled, kind, groups, reacher)
        found += let_in(resolved, settled, kind, groups, reacher)
        found += licences(settled, apps_there, kind)
        found += missing(absent(wanted, settled, apps_there, kind))
        found += offered_anyway(open_anyway(wanted, apps_there, kind))
        common += settled
    found += one_change([*paired, *(shared.pair for shared in common if shared.mine_before or shared.mine_after)], by_name)
    found += one_target([(d, targets[d.address]) for d in compiled.resources], groups)
    if has_errors(found):
        return Planned(None, _sorted(found))
    plan = _plan(
        compiled,
        kinds,
        policy,
        resolved,
        paired,
        groups,
        tenant,
        common,
        ids,
        reacher,
        targets,
        on,
        unclear=len(unclear) + len(lost) + len(edited),
    )
    found += (*plan.diagnostics, *told(plan.changes))
    plan = replace(
        plan,
        tool_version=tool_version,
        evaluated_on=on.isoformat(),
        exceptions=tuple(_notices(policy, on)),
        diagnostics=_sorted(found),
        preconditions=toothless(tenant, policy, resolved, compiled, kinds, on),
    )
    return Planned(sealed(plan), plan.diagnostics)


def _scope(
    compiled: Compiled, kinds: Sequence[Kind], policy: PolicySet, written: Sequence[GroupRef], roles: Sequence[GroupRef], tags: bool
) -> Scope:
    """What this policy makes us want to know."""
    by_name, keys, organisation = {kind.name: kind for kind in kinds}, wanted_keys(compiled.resources), policy.organisation.id
    return Scope(
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
    return [group for role in resolved.roles for group in role.groups if not any(group.is_same(other) for other in written)]


def _plan(
    compiled: Compiled,
    kinds: Sequence[Kind],
    policy: PolicySet,
    resolved: Resolved,
    paired: Sequence[Pair],
    groups: Groups,
    tenant: Survey,
    common: Sequence[Shared],
    ids: Mapping[Address, str],
    reacher: Reacher,
    targets: Mapping[Address, Targets],
    on: date,
    unclear: int,
) -> Plan:
    by_name = {kind.name: kind for kind in kinds}
    reading, directory, organisation = tenant.reading, tenant.directory, policy.organisation
    roles = {role.id for role in resolved.roles}
    addresses = {one.id: pair.address for pair in paired for one in (pair.observed, *pair.copies) if one}
    known = app_lists.names(policy.apps)
    comparers = {kind.name: Comparer(kind, _labels(kind, known), addresses, ScopeTags(tenant.scope_tags)) for kind in kinds}
    wanted = {address: _with_ids(some, ids) for address, some in targets.items()}
    compared = [c for pair in paired for c in _compared(_resolved(pair, ids), comparers[pair.address.kind], groups, roles, wanted)]
    compared += [comparers[shared.pair.address.kind].shared(shared, groups.names(shared.pair.desired)) for shared in common]
    stay = tags_that_stay(compared, tenant.scope_tags)
    found = impacts(compared, reacher)
    less = loosening(found)
    measured = handed_over(weakened(found, less), reacher)
    before = past(remembered(reading.ours, by_name), measured, organisation.guards, directory.group_names, on, policy.digest)
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
        protected_people=frozenset[str]().union(*(directory.people.get(group, frozenset()) for group in protected)),
        outside=directory.guests | directory.unsure | directory.typeless,
        doubtful=frozenset(d.id for d in directory.devices if d.ownership == NOBODY_KNOWS or d.entra_id in directory.unsure),
        roles=frozenset(roles),
        observed=reading.ours,
        unclear=unclear,
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
        diagnostics=(*past_told(before, fewer, organisation.guards), *stay, *risky(measured, less, resolved.roles)),
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
    return replace(pair, desired=replace(pair.desired, body=reference.resolved(pair.desired.body, ids))) if pair.desired else pair


def _with_ids(targets: Targets, ids: Mapping[Address, str]) -> Targets:
    """The same, with ids of filters as far as the tenant has them."""
    found = reference.resolved(targets, ids)
    return targets if found is targets else direct_targets(found)


def _compared(pair: Pair, comparer: Comparer, groups: Groups, roles: set[str], wanted: Mapping[Address, Targets]) -> Iterator[Comparison]:
    """The change for a pair, and one for each copy that may go."""
    names = groups.names(pair.desired)
    of_nobody = comparer.kind.compile_whole is not None
    gone: Reason = "kind-not-needed" if of_nobody or pair.address.key.partition(".")[0] in roles else "role-removed"
    yield comparer.compare(pair, wanted[pair.address] if pair.desired else (), names, gone)
    for copy in pair.copies:
        yield comparer.copy(copy, wanted[pair.address] if pair.desired else (pair.observed.assignments if pair.observed else ()), names)


def _place(change: Change, kinds: Mapping[str, Kind]) -> tuple[bool, int, str, str, str]:
    """Deletes last; else by the order of the kind, then by address."""
    return change.action == "delete", kinds[change.address.kind].order, change.address.kind, change.address.key, change.object_id or ""


def _labels(kind: Kind, known: Mapping[str, str]) -> Label:
    """The kind's labels; `known` are names of apps by identifier."""
    ask = kind.labels
    return no_label if ask is None else lambda pointer, value: ask(pointer, value, known) or ""


def _wrong_tenant(policy: PolicySet, tenant: Survey) -> list[Diagnostic]:
    wanted = policy.organisation.tenant_id
    if wanted is None or wanted.lower() == tenant.identity.id.lower():
        return []
    return [Diagnostic("PLN015", span=policy.organisation.span, args={"wanted": wanted, "found": tenant.identity.id})]


def _astray(one: Astray) -> Diagnostic:
    """PLN048, a warning of which guard PLN029 makes a refusal."""
    args = {"id": one.observed.id, "name": one.observed.name, "says": str(one.says), "made_as": ", ".join(map(str, one.made_as))}
    return Diagnostic("PLN048", "warning", args=args, address=str(one.says))


def _without(tenant: Survey, some: Sequence[Observed], kinds: Mapping[str, Kind]) -> Survey:
    """The same, with these among what is not ours: copies that somebody changed, and what may be another object than its mark says."""
    strangers = {one.id: one for one in some}
    if not strangers:
        return tenant
    bodies = [(kinds[o.kind], {**o.body, "assignments": [{"target": t} for t in o.assignments]}) for o in strangers.values()]
    more = [foreign(kind.collection, body, [kind]) for kind, body in bodies]
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
        theirs = {"id": stranger.observed.id, "name": stranger.observed.name, "fields": ", ".join(stranger.fields)}
        yield Diagnostic("PLN018", "warning", args={"address": address, "kept": kept} | theirs, address=address)
    groups = {str(t["groupId"]).lower() for t in (pair.observed.assignments if pair.observed else ()) if t.get("groupId")}
    for group in sorted(groups - set(directory.group_names)):
        yield Diagnostic("PLN017", "warning", args={"address": address, "id": group}, address=address)


def _counts(policy: PolicySet, reading: Reading) -> Counts:
    ours, foreign = len(reading.ours), len(reading.foreign)
    return Counts(len(policy.roles), len(policy.apps), len(policy.exceptions), ours + foreign, ours, foreign)


def _notices(policy: PolicySet, on: date) -> Iterator[ExceptionNotice]:
    for exception in sorted(policy.exceptions.values(), key=lambda e: e.id):
        named = tuple(sorted(policy.apps[app.value].name if app.value in policy.apps else app.value for app in exception.apps))
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
