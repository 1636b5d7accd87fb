"""Approved apps that people do not get by themselves: said by name, with the roles.

`available` is for groups of people, and Intune offers only an app that the tenant holds; see `intune/app_intents.py` for the groups of
devices that it is for as well. Which apps do not open, and which open once the tenant holds them, is told by `effects/remarks.py`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune.app_intents import AVAILABLE_FROM, KNOWN_BY, offered, serves
from managed_apparaten.intune.app_lists import allows, at_least
from managed_apparaten.policy.model import App, DeviceClass, Platform, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved


def unoffered(policy: PolicySet, resolved: Resolved) -> Iterator[Diagnostic]:
    """KND384: one for each platform and set of apps, with the roles."""
    approved = _Approved(policy, resolved)
    yield from _told(resolved.roles, "KND384", lambda role, device: approved.not_offered(role, device))


class _Approved:
    """The approved apps of a role on a class of device, by how people get them."""

    def __init__(self, policy: PolicySet, resolved: Resolved) -> None:
        self._policy, self._resolved = policy, resolved

    def not_offered(self, role: Role, device: DeviceClass) -> Iterable[App]:
        """Those of groups of devices to which nothing can be offered. On Android such an app does not open, which is told as that."""
        if device.platform == "android" or not serves(device) or not device.groups or offered(device):
            return ()
        if not at_least(role.step_on(device).value, AVAILABLE_FROM[device.platform]):
            return ()
        accepted = {
            app.value for gap in role.accepted_gaps if device.platform in gap.platforms for app in gap.apps
        }
        return [
            app
            for app, required in self._apps(role, device.platform)
            if not required and app.id not in accepted
        ]

    def _apps(self, role: Role, platform: Platform) -> list[tuple[App, bool]]:
        """Approved apps that the tenant can know by an identifier, and whether a rule requires them."""
        decisions = self._resolved.decisions[role.id][platform]
        found = [
            (self._policy.apps[app], decision) for app, decision in decisions.items() if decision.approved
        ]
        return [
            (app, bool(decision.required))
            for app, decision in found
            if not app.system
            and any(allows(app, identifier, decision) for identifier in app.on(platform, *KNOWN_BY[platform]))
        ]


def _told(
    roles: Iterable[Role], code: str, of: Callable[[Role, DeviceClass], Iterable[App]]
) -> Iterator[Diagnostic]:
    found: dict[tuple[Platform, tuple[str, ...]], list[tuple[Role, DeviceClass]]] = defaultdict(list)
    for role in roles:
        for device in role.devices:
            if apps := tuple(sorted({app.name for app in of(role, device)})):
                found[device.platform, apps].append((role, device))
    for (platform, apps), reached in sorted(found.items()):
        names = ", ".join(sorted({role.id for role, _ in reached}))
        args = {"platform": platform, "roles": names, "count": str(len(apps)), "apps": ", ".join(apps)}
        yield Diagnostic(code, "note", reached[0][1].span, args)
