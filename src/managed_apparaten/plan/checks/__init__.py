"""Checks of a plan before it is made: one module for each sort of mistake, and the list of all of them.

Each entry of `CHECKS` gets the `Situation` and yields diagnostics. An error forbids the plan.
"""

from collections.abc import Callable, Iterable, Iterator

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.app_licences import licences
from managed_apparaten.plan.checks import (
    app_intents,
    group_types,
    overlapping_assignments,
    populations,
    requirements,
    shared_objects,
)
from managed_apparaten.plan.checks.foreign_conflicts import rivals
from managed_apparaten.plan.shared_apps import absent, conflicts, duplicate_apps, open_anyway
from managed_apparaten.plan.situation import AppsOfKind, Situation


def _of_apps(situation: Situation) -> Iterator[Diagnostic]:
    """Check the apps of each kind."""
    for apps in situation.apps:
        yield from _of_kind(apps, situation)


def _of_kind(apps: AppsOfKind, situation: Situation) -> Iterator[Diagnostic]:
    """Check the apps of one kind."""
    kind, groups, reacher = apps.kind, situation.groups, situation.reacher
    for shared in apps.matched:
        yield from conflicts(shared, groups.names(shared.pair.desired))
        yield from app_intents.intent_conflicts(shared, kind, reacher)
        yield from app_intents.contradicted(shared, kind, reacher, groups)
    yield from duplicate_apps(apps.matched, apps.observed, kind)
    yield from populations.brought_in(situation.resolved, apps.matched, kind, groups, reacher)
    yield from populations.let_in(situation.resolved, apps.matched, kind, groups, reacher)
    yield from licences(apps.matched, apps.observed, kind)
    yield from app_intents.missing(absent(apps.wanted, apps.matched, apps.observed, kind))
    yield from app_intents.offered_anyway(open_anyway(apps.wanted, apps.observed, kind))


def _rivals(situation: Situation) -> Iterator[Diagnostic]:
    """Check the settings that another object of the tenant can contradict."""
    contested = [
        (one, situation.targets[one.address])
        for one in situation.own
        if situation.kinds[one.address.kind].rivals
    ]
    yield from rivals(situation.tenant.reading.foreign, contested, situation.kinds)


def _one_change(situation: Situation) -> Iterator[Diagnostic]:
    """Check that no two resources change the same object."""
    changed = (shared.pair for shared in situation.matched if shared.mine_before or shared.mine_after)
    yield from shared_objects.one_change([*situation.pairs, *changed], situation.kinds)


CHECKS: tuple[Callable[[Situation], Iterable[Diagnostic]], ...] = (
    lambda s: group_types.wrong_sort(s.resources, s.kinds, s.groups),
    lambda s: overlapping_assignments.meeting(s.own, s.kinds, s.groups, s.reacher),
    lambda s: populations.claimed_twice(s.own, s.kinds, s.resolved, s.groups, s.reacher),
    lambda s: populations.outside(s.policy, s.resolved, s.groups),
    lambda s: populations.isolated(s.policy, s.resolved, s.groups),
    lambda s: requirements.impossible(s.own, s.kinds, s.tenant.directory.devices, s.groups, s.reacher),
    _rivals,
    _of_apps,
    _one_change,
    lambda s: shared_objects.one_target([(one, s.targets[one.address]) for one in s.resources], s.groups),
)
"""All checks, in the order in which their diagnostics are collected."""
