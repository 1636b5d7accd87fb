"""From decisions to desired resources: which role gets which kind, for whom, under which name, and whose it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from managed_apparaten.compile import reasons
from managed_apparaten.compile.audience import Audience, assign, audiences, contradictions
from managed_apparaten.compile.coverage import coverage
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Kind, Scope
from managed_apparaten.compile.naming import description, display_name, too_long
from managed_apparaten.compile.normal import by_name, generation
from managed_apparaten.compile.traced import because, unzip
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Causes, cause
from managed_apparaten.core.diagnostic import Diagnostic, sort_key
from managed_apparaten.core.marker import Marker, marked
from managed_apparaten.policy.model import PolicySet
from managed_apparaten.resolve.decide import Resolved


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that should be in the tenant, sorted by address, and what was found on the way."""

    resources: tuple[Desired, ...]
    diagnostics: tuple[Diagnostic, ...]


def compile_policies(policy: PolicySet, resolved: Resolved, kinds: Sequence[Kind]) -> Compiled:
    """Compile every role to every kind that serves its devices. The resources are there even when a diagnostic is an error."""
    found: list[Desired] = []
    diagnostics: list[Diagnostic] = list(coverage(policy, resolved, kinds))
    for kind in kinds:
        resources, problems = _of_kind(policy, resolved, kind)
        found += resources
        diagnostics += problems
    return Compiled(tuple(sorted(found, key=lambda d: d.address)), _each_once(diagnostics))


def _of_kind(policy: PolicySet, resolved: Resolved, kind: Kind) -> tuple[list[Desired], list[Diagnostic]]:
    """All resources of one kind. A role is kept out of what is meant for roles below it, also where it gets no object itself."""
    drafted: list[tuple[Audience, Sequence[Draft]]] = []
    everyone: list[Audience] = []
    for role in resolved.roles:
        for audience in audiences(kind, role):
            scope = Scope(policy, role, kind.platform, audience.devices, resolved.decisions[role.id][kind.platform])
            everyone.append(audience)
            drafted.append((audience, kind.compile(scope)))
    found: list[Desired] = []
    diagnostics: list[Diagnostic] = []
    for audience, drafts in drafted:
        for draft in drafts:
            desired = _desired(policy, kind, audience, draft, everyone)
            found.append(desired)
            diagnostics += (*draft.diagnostics, *contradictions(desired.address, desired.assignments), *too_long(desired, audience, kind))
    return found, diagnostics


def _desired(policy: PolicySet, kind: Kind, audience: Audience, draft: Draft, everyone: Sequence[Audience]) -> Desired:
    role, organisation = audience.role, policy.organisation
    part = ".".join(filter(None, (audience.part, draft.part)))
    address = Address(kind.name, f"{role.id}.{part}" if part else role.id)
    text = description(organisation, role, kind)
    tree = _sorted(
        {
            "@odata.type": because(f"#{kind.odata_type}", reasons.INTUNE_NEEDS),
            kind.name_property: because(
                display_name(organisation, role, kind, part),
                cause("policy", "cause.kind.name", role.span, role=role.derived_from or role.id),
            ),
            "description": because(text, cause("compiler", "cause.kind.marker")),
            "roleScopeTagIds": because(["0"], reasons.SCOPE_TAG),
            **draft.body,
        }
    )
    body, blame = unzip(tree)
    apps, apps_blame = _apps(draft)
    assignments = assign(audience, everyone, organisation)
    digest = generation(body, by_name(assignments), apps, kind)
    body["description"] = marked(text, Marker(organisation.id, address, digest, role.protect))
    return Desired(address, body, assignments, {**blame, **draft.inside}, apps, apps_blame, digest, role.id, role.protect)


def _apps(draft: Draft) -> tuple[tuple[str, ...] | None, Mapping[str, Causes] | None]:
    if draft.apps is None:
        return None, None
    causes = {identifier: unzip(draft.apps[identifier])[1][""] for identifier in sorted(draft.apps)}
    return tuple(causes), causes


def _sorted(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tree[key] for key in sorted(tree)}


def _each_once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In printing order, without repetition: many roles can run into one and the same thing."""
    return tuple(_without_repetition(sorted(diagnostics, key=lambda d: (*sort_key(d), d.address or ""))))


def _without_repetition(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    last = None
    for diagnostic in diagnostics:
        key = (sort_key(diagnostic), diagnostic.address)
        if key != last:
            yield diagnostic
        last = key
