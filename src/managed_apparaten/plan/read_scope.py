"""State what a plan has to read of a tenant."""

from collections.abc import Sequence

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.kind import Kind
from managed_apparaten.graph.tenant import ReadScope
from managed_apparaten.plan.checks.settings_catalog import definitions
from managed_apparaten.plan.shared_apps import relevant, wanted_keys
from managed_apparaten.policy.model import GroupRef, PolicySet
from managed_apparaten.resolve.decide import Resolved


def read_scope(
    compiled: Compiled,
    kinds: Sequence[Kind],
    policy: PolicySet,
    written: Sequence[GroupRef],
    roles: Sequence[GroupRef],
    tags: bool,
) -> ReadScope:
    """Return what to read of the tenant for this policy. `written` are the groups that assignments name,
    `roles` other groups of roles, and `tags` says whether scope tags are needed."""
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
        relevant=lambda observed: relevant(observed, by_name, organisation, keys),
        scope_tags=tags,
        role_names=sorted({g.name for g in roles if g.id is None}),
        role_ids=sorted({g.id.lower() for g in roles if g.id is not None}),
    )


def groups_without_objects(resolved: Resolved, written: Sequence[GroupRef]) -> list[GroupRef]:
    """Return groups of roles to which nothing is assigned: their members have a role all the same."""
    return [
        group
        for role in resolved.roles
        for group in role.groups
        if not any(group.is_same(other) for other in written)
    ]
