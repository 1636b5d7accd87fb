"""Roles that claim the same people, and exceptions for people outside their role.

Two policies of one sort for one device: of app protection and compliance Intune enforces the stricter value of each setting, of device
configurations it shows a conflict and promises neither. So each person gets the policies of one role. Source: Microsoft Learn, "Common
questions and answers with device policies and profiles in Microsoft Intune" (conflicts).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.reach import NOBODY, Reached, Reacher, together
from managed_apparaten.plan.shared_apps import SharedApp, name
from managed_apparaten.policy.model import ISOLATING, GrantedException, GroupRef, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.resolve.precedence import outranks


def claimed_twice(
    resources: Sequence[Desired],
    kinds: Mapping[str, Kind],
    resolved: Resolved,
    groups: PolicyGroups,
    reacher: Reacher,
) -> Iterator[Diagnostic]:
    """PLN085, once for two roles of which neither goes first, and of which objects of one kind reach the same people or devices."""
    roles = {role.id: role for role in resolved.roles}
    by_kind: dict[tuple[str, bool], list[tuple[Role, Desired]]] = defaultdict(list)
    for desired in resources:
        included = [assignment for assignment in desired.assignments if not assignment.exclude]
        if desired.role in roles and included:
            by_kind[desired.address.kind, included[0].devices].append((roles[desired.role], desired))
    both: dict[tuple[str, str], Reached] = defaultdict(lambda: NOBODY)
    for (kind, _), found in by_kind.items():
        for (role, one), (rival, other) in combinations(sorted(found, key=lambda pair: pair[0].id), 2):
            if role.id != rival.id and not outranks(role, rival) and not outranks(rival, role):
                first, second = (
                    reacher.audience(groups.targets(desired), kinds[kind]) for desired in (one, other)
                )
                both[role.id, rival.id] |= first & second
    for (role_id, rival_id), met in sorted(both.items()):
        if met.people or met.devices:
            yield _claimed(roles[role_id], roles[rival_id], met)


def outside(policy: PolicySet, resolved: Resolved, groups: PolicyGroups) -> Iterator[Diagnostic]:
    """PLN086, for each exception whose group has people outside its role, whom no role that goes first takes out again."""
    for role in (role for role in resolved.roles if role.derived_from):
        base = resolved.role(role.derived_from or "")
        taken = [other for other in resolved.roles if outranks(other, role)]
        theirs = _people(base.groups, groups)
        others = _people([g for other in taken for g in other.groups], groups) | _people(
            policy.organisation.protected_groups, groups
        )
        for exception in _exceptions(policy, role):
            if exception.group and (strangers := _people([exception.group], groups) - theirs - others):
                args = {
                    "exception": exception.id,
                    "role": base.id,
                    "group": exception.group.name,
                    "people": str(len(strangers)),
                    "all": str(len(_people([exception.group], groups))),
                }
                related = (Related(base.span, "label.role-here"),)
                yield Diagnostic("PLN086", "error", exception.group.span, args, related=related)


def isolated(policy: PolicySet, resolved: Resolved, groups: PolicyGroups) -> Iterator[Diagnostic]:
    """PLN075, for each exception with an isolated device of which the group has people who use more than one device."""
    for role in (role for role in resolved.roles if role.isolated):
        for exception in _exceptions(policy, role):
            group, measure = exception.group, exception.measure(*ISOLATING)
            if group and measure:
                people = _people([group], groups)
                used = Counter(
                    d.user_id
                    for d in groups.directory.devices
                    if d.user_id in people and d.platform in exception.platforms
                )
                more = [number for number in used.values() if number > 1]
                args = {
                    "exception": exception.id,
                    "group": group.name,
                    "people": str(len(more)),
                    "devices": str(sum(more)),
                }
                if more:
                    yield Diagnostic("PLN075", "warning", measure.span, args)


def brought_in(
    resolved: Resolved, common: Sequence[SharedApp], kind: Kind, groups: PolicyGroups, reacher: Reacher
) -> Iterator[Diagnostic]:
    """PLN076, for each isolated role on Android, where whatever anybody assigns can be used: what others assign to its people."""
    for role in (role for role in resolved.roles if "android" in role.isolated):
        people, decisions = _people(role.groups, groups), resolved.decisions[role.id]["android"]
        kept = {app for app, decision in decisions.items() if decision.approved}
        found = [
            s for s in common if s.platform == "android" and s.pair.address.key.split(".")[1] not in kept
        ]
        given = sorted({name(shared) for shared in found if _given(shared, kind, reacher).people & people})
        if given:
            args = {"role": role.derived_from or role.id, "apps": ", ".join(given)}
            yield Diagnostic("PLN076", "warning", role.isolated["android"].span, args)


def let_in(
    resolved: Resolved, common: Sequence[SharedApp], kind: Kind, groups: PolicyGroups, reacher: Reacher
) -> Iterator[Diagnostic]:
    """PLN077, once a role: apps that its Android devices are not to have, and that its people get through the assignment of a lower role.

    A group of this role cannot be left out of that assignment where a higher role gets the app by it as well: whoever is in both is to have
    it. On Android what is assigned can be used, so nothing else keeps the app off.
    """
    users = {device.id: device.user_id or "" for device in groups.directory.devices}
    for role in resolved.roles:
        decisions = resolved.decisions.get(role.id, {}).get("android", {})
        above = [other for other in resolved.roles if outranks(other, role)]
        people = _people(role.groups, groups) - _people([g for other in above for g in other.groups], groups)
        found: dict[str, frozenset[str]] = {}
        for shared in common:
            decision = (
                decisions.get(shared.pair.address.key.split(".")[1]) if shared.platform == "android" else None
            )
            if decision and decision.effect in ("block", "refuse") and shared.mine_after:
                devices = _devices_with(shared, kind, reacher)
                if reached := frozenset(users[device] for device in devices) & people:
                    found[name(shared)] = reached
        if found:
            everyone = frozenset[str]().union(*found.values())
            args = {"role": role.id, "people": str(len(everyone)), "apps": ", ".join(sorted(found))}
            yield Diagnostic("PLN077", "warning", role.enforcement.span, args)


def _devices_with(shared: SharedApp, kind: Kind, reacher: Reacher) -> frozenset[str]:
    """Devices that get an app by our assignments: required beats uninstall, uninstall beats available."""
    required, uninstall, available = (
        reacher.audience(
            tuple(t for t in shared.mine_after if t.get("intent") == intent), kind, shared.platform
        ).devices
        for intent in ("required", "uninstall", "available")
    )
    return required | (available - uninstall)


def _given(shared: SharedApp, kind: Kind, reacher: Reacher) -> Reached:
    """Who has an app, by any assignment and without whom any leaves out."""
    return together(
        reacher.audience(
            tuple(target for target in shared.after if target.get("intent") == intent), kind, shared.platform
        )
        for intent in ("required", "available")
    )


def _claimed(first: Role, second: Role, met: Reached) -> Diagnostic:
    args = {
        "first": first.id,
        "second": second.id,
        "priority": str(second.priority.value),
        "people": str(len(met.people)),
        "devices": str(len(met.devices)),
    }
    return Diagnostic(
        "PLN085",
        "error",
        second.priority.span,
        args,
        related=(Related(first.priority.span, "label.first-here"),),
    )


def _exceptions(policy: PolicySet, role: Role) -> list[GrantedException]:
    """The exceptions that made a derived role: those of its base for its group."""
    [group] = role.groups
    found = (
        e
        for e in policy.exceptions.values()
        if e.role.value == role.derived_from and e.group and e.group.is_same(group)
    )
    return sorted(found, key=lambda e: e.id)


def _people(named: Iterable[GroupRef], groups: PolicyGroups) -> frozenset[str]:
    """All people of these groups; a group that hides who is in it shows nobody (PLN070)."""
    people = groups.directory.people
    return frozenset[str]().union(*(people.get(groups.id_of(group) or "", frozenset()) for group in named))
