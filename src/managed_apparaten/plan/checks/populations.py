"""Check roles that claim the same people, and exceptions for people outside their role.

Each person must get the policies of one role. When two objects of one kind apply to a device, Intune enforces
the stricter value of app protection and compliance, and shows a conflict for device configurations. Source:
Microsoft Learn, "Common questions and answers with device policies and profiles in Microsoft Intune"
(conflicts).
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
    """Report PLN085 once for each two roles of equal priority whose objects of one kind reach the same people
    or devices."""
    roles = {role.id: role for role in resolved.roles}
    by_kind: dict[tuple[str, bool], list[tuple[Role, Desired]]] = defaultdict(list)
    for desired in resources:
        included = [assignment for assignment in desired.assignments if not assignment.exclude]
        if desired.role in roles and included:
            by_kind[desired.address.kind, included[0].devices].append((roles[desired.role], desired))
    shared_by_roles: dict[tuple[str, str], Reached] = defaultdict(lambda: NOBODY)
    for (kind, _), assigned in by_kind.items():
        for (role, resource), (rival, other) in combinations(
            sorted(assigned, key=lambda pair: pair[0].id), 2
        ):
            if role.id != rival.id and not outranks(role, rival) and not outranks(rival, role):
                first, second = (
                    reacher.audience(groups.targets(desired), kinds[kind]) for desired in (resource, other)
                )
                shared_by_roles[role.id, rival.id] |= first & second
    for (role_id, rival_id), shared in sorted(shared_by_roles.items()):
        if shared.people or shared.devices:
            yield _claimed(roles[role_id], roles[rival_id], shared)


def outside(policy: PolicySet, resolved: Resolved, groups: PolicyGroups) -> Iterator[Diagnostic]:
    """Report PLN086 for each exception whose group has people outside its role, unless a role of higher
    priority has them."""
    for role in (role for role in resolved.roles if role.derived_from):
        base = resolved.role(role.derived_from or "")
        higher_roles = [other for other in resolved.roles if outranks(other, role)]
        people_of_role = _people(base.groups, groups)
        people_elsewhere = _people([g for other in higher_roles for g in other.groups], groups) | _people(
            policy.organisation.protected_groups, groups
        )
        for exception in _exceptions(policy, role):
            if exception.group and (
                strangers := _people([exception.group], groups) - people_of_role - people_elsewhere
            ):
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
    """Report PLN075 for each exception with an isolated device when people in its group use more than one
    device."""
    for role in (role for role in resolved.roles if role.isolated):
        for exception in _exceptions(policy, role):
            group, measure = exception.group, exception.measure(*ISOLATING)
            if group and measure:
                people = _people([group], groups)
                devices_per_person = Counter(
                    d.user_id
                    for d in groups.directory.devices
                    if d.user_id in people and d.platform in exception.platforms
                )
                device_counts = [number for number in devices_per_person.values() if number > 1]
                args = {
                    "exception": exception.id,
                    "group": group.name,
                    "people": str(len(device_counts)),
                    "devices": str(sum(device_counts)),
                }
                if device_counts:
                    yield Diagnostic("PLN075", "warning", measure.span, args)


def brought_in(
    resolved: Resolved, common: Sequence[SharedApp], kind: Kind, groups: PolicyGroups, reacher: Reacher
) -> Iterator[Diagnostic]:
    """Report PLN076 for each isolated role on Android: apps that other people assigned to its members. On
    Android every assigned app can be used."""
    for role in (role for role in resolved.roles if "android" in role.isolated):
        people, decisions = _people(role.groups, groups), resolved.decisions[role.id]["android"]
        approved = {app for app, decision in decisions.items() if decision.approved}
        other_apps = [
            s for s in common if s.platform == "android" and s.pair.address.key.split(".")[1] not in approved
        ]
        app_names = sorted(
            {name(shared) for shared in other_apps if _given(shared, kind, reacher).people & people}
        )
        if app_names:
            args = {"role": role.derived_from or role.id, "apps": ", ".join(app_names)}
            yield Diagnostic("PLN076", "warning", role.isolated["android"].span, args)


def let_in(
    resolved: Resolved, common: Sequence[SharedApp], kind: Kind, groups: PolicyGroups, reacher: Reacher
) -> Iterator[Diagnostic]:
    """Report PLN077 once per role: apps that its Android devices must not have, and that its people get
    through the assignment of a lower role.

    A group of this role cannot be excluded from that assignment where a higher role also gets the app through
    it, because people in both roles must have the app. On Android every assigned app can be used, so nothing
    else keeps the app off.
    """
    users = {device.id: device.user_id or "" for device in groups.directory.devices}
    for role in resolved.roles:
        decisions = resolved.decisions.get(role.id, {}).get("android", {})
        higher_roles = [other for other in resolved.roles if outranks(other, role)]
        people = _people(role.groups, groups) - _people(
            [g for other in higher_roles for g in other.groups], groups
        )
        people_by_app: dict[str, frozenset[str]] = {}
        for shared in common:
            decision = (
                decisions.get(shared.pair.address.key.split(".")[1]) if shared.platform == "android" else None
            )
            if decision and decision.effect in ("block", "refuse") and shared.mine_after:
                devices = _devices_with(shared, kind, reacher)
                if people_with_app := frozenset(users[device] for device in devices) & people:
                    people_by_app[name(shared)] = people_with_app
        if people_by_app:
            everyone = frozenset[str]().union(*people_by_app.values())
            args = {"role": role.id, "people": str(len(everyone)), "apps": ", ".join(sorted(people_by_app))}
            yield Diagnostic("PLN077", "warning", role.enforcement.span, args)


def _devices_with(shared: SharedApp, kind: Kind, reacher: Reacher) -> frozenset[str]:
    """Return the devices that get an app by our assignments. Required wins over uninstall, and uninstall over
    available."""
    required, uninstall, available = (
        reacher.audience(
            tuple(t for t in shared.mine_after if t.get("intent") == intent), kind, shared.platform
        ).devices
        for intent in ("required", "uninstall", "available")
    )
    return required | (available - uninstall)


def _given(shared: SharedApp, kind: Kind, reacher: Reacher) -> Reached:
    """Return who has an app by any assignment, exclusions taken into account."""
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
    """Return the exceptions that made a derived role: those of its base role with its group."""
    [group] = role.groups
    matching = (
        e
        for e in policy.exceptions.values()
        if e.role.value == role.derived_from and e.group and e.group.is_same(group)
    )
    return sorted(matching, key=lambda e: e.id)


def _people(named: Iterable[GroupRef], groups: PolicyGroups) -> frozenset[str]:
    """Return all people in these groups. A group that hides its members adds nobody (PLN070 reports it)."""
    people = groups.directory.people
    return frozenset[str]().union(*(people.get(groups.id_of(group) or "", frozenset()) for group in named))
