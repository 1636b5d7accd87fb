"""Make a plan from the compiled resources and the tenant.

The planner gets a reader only, so it cannot write. A read that fails raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic, has_errors, sort_key
from managed_apparaten.graph.observed import UNKNOWN_OWNERSHIP
from managed_apparaten.graph.read.observe import UNCLEAR
from managed_apparaten.graph.tenant import TenantReader, TenantState
from managed_apparaten.intune import app_lists
from managed_apparaten.plan.change import (
    Change,
    Plan,
    Reason,
    Unmanaged,
)
from managed_apparaten.plan.checks import CHECKS
from managed_apparaten.plan.checks.directory_doubts import doubts
from managed_apparaten.plan.checks.effects import effects
from managed_apparaten.plan.checks.preconditions import toothless
from managed_apparaten.plan.checks.requirements import unmet
from managed_apparaten.plan.checks.settings_catalog import unknown
from managed_apparaten.plan.checks.shared_objects import one_address
from managed_apparaten.plan.compare import Comparer, Comparison, tags_that_stay
from managed_apparaten.plan.diff import Label, no_label
from managed_apparaten.plan.edited_marks import find_edited_marks
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.guards.guards import Facts, counted, guards
from managed_apparaten.plan.guards.loosening import loosening, weaker_objects
from managed_apparaten.plan.guards.loosening import with_weakened as weakened
from managed_apparaten.plan.guards.past_applies import (
    find_shrunk_roles,
    read_past_applies,
    remembered,
    with_applied_lines,
)
from managed_apparaten.plan.guards.past_applies import past_notices as past_told
from managed_apparaten.plan.guards.risk import report_risky_roles
from managed_apparaten.plan.impact import measure_impacts
from managed_apparaten.plan.lost_marks import report_lost_marks, with_marks_to_put_back
from managed_apparaten.plan.matching import Pair, pairs
from managed_apparaten.plan.object_warnings import as_foreign, edited_mark_warning, pair_warnings
from managed_apparaten.plan.planfile import sealed
from managed_apparaten.plan.reach import Reacher
from managed_apparaten.plan.read_scope import groups_without_objects, read_scope
from managed_apparaten.plan.scope_tags import ScopeTags, stated
from managed_apparaten.plan.shared_apps import Targets, match_apps
from managed_apparaten.plan.situation import AppsOfKind, Situation
from managed_apparaten.plan.summary import exception_notices, plan_counts, role_reaches
from managed_apparaten.plan.write_order import turn_notices, with_turns
from managed_apparaten.policy.model import GroupRef, PolicySet
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.resource import reference
from managed_apparaten.resource.comparison import direct_targets

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, or the errors that forbid one. Warnings are in the plan too."""

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
    """Read the tenant, compare, check and measure.

    Raises `graph.errors.ReadFailed` when the tenant could not be read in full.
    """
    # First the names that the policy uses: when the tenant lacks one, nothing can be compared.
    by_name = {kind.name: kind for kind in kinds}
    named_groups = [
        *(a.group for d in compiled.resources for a in d.assignments),
        *policy.organisation.protected_groups,
    ]
    tenant = reader.survey(
        read_scope(
            compiled,
            kinds,
            policy,
            named_groups,
            groups_without_objects(resolved, named_groups),
            bool(stated(policy)),
        )
    )
    diagnostics = [*compiled.diagnostics, *resolved.diagnostics, *_wrong_tenant(policy, tenant)]
    diagnostics += _unresolved(compiled.resources, by_name, policy, tenant, named_groups)
    if has_errors(diagnostics):
        return Planned(None, _sorted(diagnostics))
    # Then which object is which resource, and everything that a check finds.
    situation, problems = _situation(compiled.resources, by_name, policy, resolved, tenant)
    diagnostics += problems
    diagnostics += [problem for check in CHECKS for problem in check(situation)]
    if has_errors(diagnostics):
        return Planned(None, _sorted(diagnostics))
    # At last the changes, whom they reach, and the guards.
    compiled = replace(compiled, resources=tuple(situation.resources))
    plan = _plan(compiled, kinds, situation, on)
    diagnostics += (*plan.diagnostics, *turn_notices(plan.changes))
    plan = replace(
        plan,
        tool_version=tool_version,
        evaluated_on=on.isoformat(),
        exceptions=tuple(exception_notices(policy, on)),
        diagnostics=_sorted(diagnostics),
        preconditions=toothless(situation.tenant, policy, resolved, compiled, kinds, on),
    )
    return Planned(sealed(plan), plan.diagnostics)


def _unresolved(
    resources: Sequence[Desired],
    kinds: Mapping[str, Kind],
    policy: PolicySet,
    tenant: TenantState,
    written: Sequence[GroupRef],
) -> Iterator[Diagnostic]:
    """Yield what the policy names and the tenant lacks, has twice or hides."""
    groups = PolicyGroups(tenant.directory)
    yield from with_marks_to_put_back(resources, tenant.reading, kinds, policy.organisation)
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
    """Find the object of each resource. Objects whose marker may be wrong are reported and count as not
    ours."""
    groups, scope_tags = PolicyGroups(tenant.directory), ScopeTags(tenant.scope_tags)
    resources = [scope_tags.resolved(desired, kinds[desired.address.kind]) for desired in resources]
    targets = {desired.address: groups.targets(desired) for desired in resources}
    own = [desired for desired in resources if not kinds[desired.address.kind].shared]

    edited = find_edited_marks(
        own,
        tenant.reading.ours,
        kinds,
        lambda desired: targets[desired.address],
        {role.id for role in resolved.roles},
    )
    cut_marks = report_lost_marks(own, tenant.reading, kinds, policy.organisation)
    tenant = as_foreign(tenant, [one.observed for one in edited], kinds)
    own_objects = [one for one in tenant.reading.ours if not kinds[one.kind].shared]
    paired = pairs(
        own, own_objects, kinds, lambda desired: targets[desired.address], groups.names, tenant.reading.shared
    )
    tenant = as_foreign(tenant, [stranger.observed for pair in paired for stranger in pair.strangers], kinds)

    unclear = [problem for problem in tenant.reading.diagnostics if problem.code in UNCLEAR]
    reported_ids = frozenset(dict(problem.args)["id"] for problem in unclear if problem.args)
    problems = [*(edited_mark_warning(one) for one in edited), *cut_marks]
    problems += [
        warning for pair in paired for warning in pair_warnings(pair, tenant.directory, reported_ids)
    ]

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
        unclear=len(unclear) + len(edited) + len(cut_marks),
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
    matched = match_apps(
        wanted,
        observed,
        kind,
        policy.organisation.id,
        lambda desired: _with_ids(targets[desired.address], ids),
    )
    return AppsOfKind(kind, wanted, observed, matched)


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
        for shared in situation.matched
    ]
    kept_tags = tags_that_stay(compared, tenant.scope_tags)
    measured = measure_impacts(compared, reacher)
    loosened = loosening(measured)
    with_order = with_turns(weakened(measured, loosened), reacher)
    earlier = read_past_applies(
        remembered(reading.ours, by_name),
        with_order,
        organisation.guards,
        directory.group_names,
        on,
        policy.digest,
    )
    shrunk_since = find_shrunk_roles(with_order, earlier, weaker_objects(with_order))
    protected_now = frozenset(group for g in organisation.protected_groups if (group := groups.id_of(g)))
    protected = protected_now | earlier.protected
    facts = Facts(
        past=earlier,
        shrunk=shrunk_since,
        loosening=loosened,
        unmet=unmet(with_order, directory.devices),
        impacts=with_order,
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
    judged_guards = guards(facts)
    with_order = with_applied_lines(
        with_order, earlier, judged_guards, counted(facts), organisation.guards, protected_now
    )
    return Plan(
        format_version=FORMAT_VERSION,
        tool_version="",
        organisation=organisation.id,
        tenant_id=tenant.identity.id,
        tenant_name=tenant.identity.name,
        evaluated_on="",
        policy_digest=policy.digest,
        counts=plan_counts(policy, reading),
        changes=tuple(sorted((i.change for i in with_order), key=lambda c: _place(c, by_name))),
        unmanaged=tuple(Unmanaged(f.collection, f.id, f.name, f.odata_type) for f in reading.foreign),
        guards=judged_guards,
        exceptions=(),
        diagnostics=(
            *past_told(earlier, shrunk_since, organisation.guards),
            *kept_tags,
            *report_risky_roles(with_order, loosened, resolved.roles),
        ),
        reaches=tuple(role_reaches(with_order)),
        effects=effects([i.change for i in with_order], compiled, kinds, policy, resolved, reading),
    )


def _resolved(pair: Pair, ids: Mapping[Address, str]) -> Pair:
    """Return the pair with ids in the place of references, for objects that the tenant has."""
    return (
        replace(pair, desired=replace(pair.desired, body=reference.resolved(pair.desired.body, ids)))
        if pair.desired
        else pair
    )


def _with_ids(targets: Targets, ids: Mapping[Address, str]) -> Targets:
    """Return the targets with ids of filters, for filters that the tenant has."""
    resolved_targets = reference.resolved(targets, ids)
    return targets if resolved_targets is targets else direct_targets(resolved_targets)


def _compared(
    pair: Pair, comparer: Comparer, groups: PolicyGroups, roles: set[str], wanted: Mapping[Address, Targets]
) -> Iterator[Comparison]:
    """Yield the change for a pair, and one for each copy that is deleted."""
    names = groups.names(pair.desired)
    of_organisation = comparer.kind.compile_whole is not None
    deletion_reason: Reason = (
        "kind-not-needed"
        if of_organisation or pair.address.key.partition(".")[0] in roles
        else "role-removed"
    )
    yield comparer.compare(pair, wanted[pair.address] if pair.desired else (), names, deletion_reason)
    for copy in pair.copies:
        yield comparer.copy(
            copy,
            wanted[pair.address] if pair.desired else (pair.observed.assignments if pair.observed else ()),
            names,
        )


def _place(change: Change, kinds: Mapping[str, Kind]) -> tuple[bool, int, str, str, str]:
    """Return the sort key of a change: deletions last, else by the order of the kind, then by address."""
    return (
        change.action == "delete",
        kinds[change.address.kind].order,
        change.address.kind,
        change.address.key,
        change.object_id or "",
    )


def _labels(kind: Kind, known: Mapping[str, str]) -> Label:
    """Return how the kind shows changed values. `known` are names of apps by identifier."""
    ask = kind.labels
    return no_label if ask is None else lambda pointer, value: ask(pointer, value, known) or ""


def _wrong_tenant(policy: PolicySet, tenant: TenantState) -> list[Diagnostic]:
    """Report PLN015: the policy is for another tenant than the one that was read."""
    wanted = policy.organisation.tenant_id
    if wanted is None or wanted.lower() == tenant.identity.id.lower():
        return []
    return [
        Diagnostic(
            "PLN015", span=policy.organisation.span, args={"wanted": wanted, "found": tenant.identity.id}
        )
    ]


def _sorted(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda d: (*sort_key(d), d.address or "")))
