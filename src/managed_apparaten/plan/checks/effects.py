"""Measure what happens to apps on the devices of the roles that a plan changes, from the compiled objects and
the tenant's apps."""

from collections.abc import Iterable, Iterator, Sequence

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.kind import Kind
from managed_apparaten.effects.effect import OnApp, counted
from managed_apparaten.effects.measure import Held, measure
from managed_apparaten.effects.remarks import named
from managed_apparaten.graph.tenant import Reading
from managed_apparaten.plan.change import Change, ClassEffects, EffectCount
from managed_apparaten.policy.model import GroupRef, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved


def effects(
    changes: Sequence[Change],
    compiled: Compiled,
    kinds: Sequence[Kind],
    policy: PolicySet,
    resolved: Resolved,
    reading: Reading,
) -> tuple[ClassEffects, ...]:
    """Return the effects on each class of device of these roles, in the order of the roles."""
    touched = set(_touched(changes, resolved.roles))
    measured = (
        measure(policy, resolved, compiled.resources, kinds, _held(kinds, reading), touched)
        if touched
        else ()
    )
    return tuple(
        ClassEffects(
            on_class.role.id,
            named(on_class),
            on_class.step,
            _counts(on_class.forbidden),
            _counts(on_class.approved),
            on_class.written or "",
        )
        for on_class in measured
    )


def _touched(changes: Iterable[Change], roles: Sequence[Role]) -> Iterator[str]:
    """Yield the ids of roles of which an object changes, or of which a group gains or loses an app."""
    for change in changes:
        if change.action != "none" and change.role:
            yield change.role
        elif change.action != "none":
            ids, names = (
                {getattr(a, part) for a in change.assignment_changes} for part in ("group_id", "group_name")
            )
            yield from (
                role.id for role in roles if any(g.id in ids or g.name in names for g in _groups(role))
            )


def _groups(role: Role) -> Iterator[GroupRef]:
    yield from role.groups
    for device in role.devices:
        yield from device.groups


def _held(kinds: Sequence[Kind], reading: Reading) -> Held:
    """Return the apps that the tenant has, by the identifiers that each kind finds in them."""
    identify = {kind.name: kind.identify for kind in kinds if kind.identify}
    return Held(frozenset(key for app in reading.shared for key in identify[app.kind](app.body)))


def _counts(apps: list[OnApp]) -> tuple[EffectCount, ...]:
    return tuple(EffectCount(effect.value, number) for effect, number in counted(apps).items())
