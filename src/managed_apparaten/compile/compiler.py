"""From decisions to desired resources: which role gets which kind, for whom, under which name, and whose it is."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from managed_apparaten.compile import common_causes, scope_tags
from managed_apparaten.compile.audience import Audience, assign, audiences, contradictions
from managed_apparaten.compile.desired import Assignment, Desired, by_name
from managed_apparaten.compile.kind import Draft, Kind, OrganisationScope, Scope
from managed_apparaten.compile.naming import description, display_name, too_long
from managed_apparaten.compile.traced import because, unzip
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Causes, cause
from managed_apparaten.core.diagnostic import Diagnostic, each_once
from managed_apparaten.policy.model import PolicySet, Role
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.resource.comparison import generation_of, with_origin
from managed_apparaten.resource.marker import Marker, marked
from managed_apparaten.resource.origin import Formed


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that should be in the tenant, sorted by address, and what was found on the way."""

    resources: tuple[Desired, ...]
    diagnostics: tuple[Diagnostic, ...]


def compile_policies(policy: PolicySet, resolved: Resolved, kinds: Sequence[Kind]) -> Compiled:
    """Compile every role to every kind that serves its devices. The resources are there even when a diagnostic is an error."""
    found: list[Desired] = []
    referred: set[Address] = set()
    diagnostics: list[Diagnostic] = []
    for kind in sorted(kinds, key=lambda k: (k.compile_whole is not None, -k.order)):
        resources, problems = (
            _of_whole(policy, resolved, kind, referred)
            if kind.compile_whole
            else _of_kind(policy, resolved, kind)
        )
        found += resources
        referred.update(address for resource in resources for address in resource.refers_to())
        diagnostics += problems
    return Compiled(tuple(sorted(found, key=lambda d: d.address)), each_once(diagnostics))


def _of_kind(policy: PolicySet, resolved: Resolved, kind: Kind) -> tuple[list[Desired], list[Diagnostic]]:
    """All resources of one kind. A role is kept out of what is meant for roles below it, also where it gets no object itself."""
    drafted: list[tuple[Audience, Sequence[Draft]]] = []
    everyone: list[Audience] = []
    for role in resolved.roles:
        for audience in audiences(kind, role):
            platform = audience.devices[0].platform
            scope = Scope(policy, role, platform, audience.devices, resolved.decisions[role.id][platform])
            everyone.append(audience)
            drafted.append((audience, kind.compile(scope)))
    found: list[Desired] = []
    diagnostics: list[Diagnostic] = []
    for audience, drafts in drafted:
        for draft in drafts:
            desired = _desired(policy, kind, audience, draft, everyone)
            found.append(desired)
            diagnostics += (
                *draft.diagnostics,
                *contradictions(desired.address, desired.assignments),
                *too_long(desired, audience, kind),
            )
    return found, diagnostics


def _of_whole(
    policy: PolicySet, resolved: Resolved, kind: Kind, referred: Set[Address]
) -> tuple[list[Desired], list[Diagnostic]]:
    """All resources of a kind that belongs to the organisation."""
    assert kind.compile_whole is not None, kind.name
    wanted = frozenset(address.key for address in referred if address.kind == kind.name)
    drafts = kind.compile_whole(OrganisationScope(policy, resolved.roles, resolved.decisions, wanted))
    found = [
        _built(policy, kind, Address(kind.name, draft.part), draft, draft.about, draft.assignments)
        for draft in drafts
    ]
    return found, [diagnostic for draft in drafts for diagnostic in draft.diagnostics]


def _desired(
    policy: PolicySet, kind: Kind, audience: Audience, draft: Draft, everyone: Sequence[Audience]
) -> Desired:
    role, organisation = audience.role, policy.organisation
    part = ".".join(filter(None, (audience.part, draft.part)))
    address = Address(kind.name, f"{role.id}.{part}" if part else role.id)
    named = cause("policy", "cause.kind.name", role.span, role=role.derived_from or role.id)
    body = {kind.name_property: because(display_name(organisation, role, kind, part), named), **draft.body}
    assignments = assign(kind, audience, everyone, organisation)
    return _built(
        policy,
        kind,
        address,
        replace(draft, body=body),
        description(organisation, role, kind),
        assignments,
        role,
    )


def _built(
    policy: PolicySet,
    kind: Kind,
    address: Address,
    draft: Draft,
    text: str,
    assignments: tuple[Assignment, ...],
    role: Role | None = None,
) -> Desired:
    """The resource with all that every object has: type, scope tags, and a description that ends with the marker."""
    tags = role.scope_tags if role else policy.organisation.scope_tags
    tree = {
        "@odata.type": because(f"#{kind.odata_type}", common_causes.INTUNE_NEEDS),
        kind.marker_property: because(text, cause("compiler", "cause.kind.marker")),
        kind.scope_tags: scope_tags.written(tags),
        **draft.body,
    }
    body, blame = unzip(_sorted(tree))
    apps, apps_blame = _apps(draft)
    protect = role is not None and role.protect
    part = with_origin({} if kind.shared else body, kind)
    digest = generation_of(part[0], by_name(assignments), apps)
    formed = None if kind.shared else Formed(body, part)
    body[kind.marker_property] = marked(text, Marker(policy.organisation.id, address, digest, protect))
    blame.update(draft.inside)
    initial = frozenset[str]() if tags else frozenset({kind.scope_tags})
    whose = role.id if role else ""
    return Desired(
        address,
        body,
        assignments,
        blame,
        apps,
        apps_blame,
        digest,
        whose,
        protect,
        initial,
        draft.match,
        formed,
    )


def _apps(draft: Draft) -> tuple[tuple[str, ...] | None, Mapping[str, Causes] | None]:
    if draft.apps is None:
        return None, None
    causes = {identifier: unzip(draft.apps[identifier])[1][""] for identifier in sorted(draft.apps)}
    return tuple(causes), causes


def _sorted(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tree[key] for key in sorted(tree)}
