"""Approved apps that are offered to nobody: said once a platform, with the roles.

`available` is for groups of people; see `compile/intents.py` for the groups of devices that it is for as well.
"""

from collections import defaultdict
from collections.abc import Iterator

from managed_apparaten.compile.apps import at_least
from managed_apparaten.compile.intents import AVAILABLE_FROM, KNOWN_BY, offered, serves
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.policy.model import DeviceClass, Platform, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved


def unoffered(policy: PolicySet, resolved: Resolved) -> Iterator[Diagnostic]:
    """Roles with a list of allowed apps on devices that are reached by groups of devices only."""
    found: dict[Platform, list[tuple[Role, DeviceClass]]] = defaultdict(list)
    for role in resolved.roles:
        for device in role.devices:
            reached = serves(device) and device.groups and not offered(device)
            if reached and at_least(role.step_on(device).value, AVAILABLE_FROM) and _approved(policy, resolved, role, device.platform):
                found[device.platform].append((role, device))
    for platform, reached_by_group in sorted(found.items()):
        roles = ", ".join(sorted({role.id for role, _ in reached_by_group}))
        yield Diagnostic("KND384", "note", reached_by_group[0][1].span, {"platform": platform, "roles": roles})


def _approved(policy: PolicySet, resolved: Resolved, role: Role, platform: Platform) -> bool:
    """Whether there is anything to offer: an app that is approved and not installed anyway, known to the tenant by an identifier."""
    decisions = resolved.decisions[role.id][platform]
    apps = (policy.apps[app] for app, decision in decisions.items() if decision.approved and not decision.required)
    return any(app.on(platform, KNOWN_BY[platform]) for app in apps if not app.system)
