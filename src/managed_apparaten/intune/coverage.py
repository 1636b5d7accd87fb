"""What the policy asks and Intune cannot do, or cannot do yet: said once, never left silent.

Looks at roles and decisions, not at resources. What it finds holds for every kind. Which apps are stopped, and which are not, is told
by `effects/remarks.py`, from the resources.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from managed_apparaten.compile.audience import has_user
from managed_apparaten.compile.kind import Kind
from managed_apparaten.compile.naming import device_name
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune import applocker_gaps, applocker_plan
from managed_apparaten.intune.app_lists import at_least
from managed_apparaten.intune.functions import functions
from managed_apparaten.intune.offered_apps import unoffered
from managed_apparaten.intune.protectable_apps import unprotected
from managed_apparaten.intune.purchased_apps import to_buy
from managed_apparaten.intune.required_apps import unmet
from managed_apparaten.intune.weak_evidence import evidence
from managed_apparaten.policy.model import DeviceClass, Platform, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved

MOBILE: tuple[Platform, ...] = ("ios", "android")
"""Platforms where app protection covers a list of apps."""
STOPPED = ("block", "refuse")
"""Effects that keep an app shut."""


def coverage(policy: PolicySet, resolved: Resolved, kinds: Sequence[Kind]) -> Iterator[Diagnostic]:
    """All of it; the same thing for several roles is one diagnostic that names them."""
    yield from _unreachable(resolved.roles)
    yield from _without_device_groups(resolved.roles, kinds)
    yield from applocker_plan.limited(resolved.roles)
    yield from _for_people_only(resolved.roles, kinds)
    yield from _unserved(resolved.roles, kinds)
    yield from functions(policy, resolved, kinds)
    yield from _threat_defence(resolved.roles)
    yield from _shared_devices(resolved.roles)
    yield from _stranded(policy, resolved)
    yield from unprotected(policy, resolved, _holds_work_data)
    yield from unmet(policy, resolved)
    yield from unoffered(policy, resolved)
    yield from to_buy(policy, resolved)
    yield from applocker_gaps.programs(policy, resolved)
    yield from evidence(policy, resolved)


def _unreachable(roles: Sequence[Role]) -> Iterator[Diagnostic]:
    for role in roles:
        for device in role.devices:
            if device.management == "dedicated" and not device.groups:
                yield Diagnostic("KND304", "error", device.span, {"role": role.id})


def _without_device_groups(roles: Sequence[Role], kinds: Sequence[Kind]) -> Iterator[Diagnostic]:
    """Where a step asks for something that only groups of devices can get. On the steps before there is nothing to get."""
    for role in roles:
        for device in role.devices:
            if device.groups or not at_least(role.step_on(device).value, "block"):
                continue
            if any(
                kind.platform == device.platform and kind.serves(device) and not kind.user_groups
                for kind in kinds
            ):
                args = {"role": role.id, "platform": device.platform, "step": role.step_on(device).value}
                yield Diagnostic("KND340", "error", device.span, args)


def _for_people_only(roles: Sequence[Role], kinds: Sequence[Kind]) -> Iterator[Diagnostic]:
    """What people get and groups of devices cannot, on devices that may have no user. A dedicated device gets none of it."""
    found: dict[tuple[str, str], list[tuple[Role, DeviceClass]]] = defaultdict(list)
    for role in roles:
        for device in role.devices:
            if device.management == "dedicated" or has_user(device):
                continue
            mine = [
                k.name
                for k in kinds
                if k.platform == device.platform and k.serves(device) and not k.device_groups
            ]
            if mine:
                found[device_name(device), ", ".join(sorted(mine))].append((role, device))
    for (devices, names), reached in sorted(found.items()):
        args = {"devices": devices, "kinds": names, "roles": _names(role for role, _ in reached)}
        yield Diagnostic("KND329", "note", reached[0][1].span, args)


def _unserved(roles: Sequence[Role], kinds: Sequence[Kind]) -> Iterator[Diagnostic]:
    found: dict[tuple[Platform, str], list[tuple[Role, DeviceClass]]] = defaultdict(list)
    for role in roles:
        for device in role.devices:
            if not any(kind.platform == device.platform and kind.serves(device) for kind in kinds):
                found[device.platform, device.ownership].append((role, device))
    for (platform, ownership), reached in sorted(found.items()):
        args = {"platform": platform, "devices": ownership, "roles": _names(role for role, _ in reached)}
        yield Diagnostic("KND323", "warning", reached[0][1].span, args)


def _threat_defence(roles: Sequence[Role]) -> Iterator[Diagnostic]:
    reached = [
        role
        for role in roles
        if role.protection.level.value == "high"
        and "maximumAllowedDeviceThreatLevel" not in dict(role.protection.settings)
        and any(_holds_work_data(device) for device in role.devices)
    ]
    if reached:
        yield Diagnostic("KND312", "warning", reached[0].protection.level.span, {"roles": _names(reached)})
    on_windows = [
        role
        for role in roles
        if "maximumAllowedDeviceThreatLevel" not in dict(role.protection.settings)
        and any(device.platform == "windows" and device.ownership == "personal" for device in role.devices)
    ]
    if on_windows:
        yield Diagnostic(
            "KND348", "warning", on_windows[0].protection.level.span, {"roles": _names(on_windows)}
        )


def _holds_work_data(device: DeviceClass) -> bool:
    """App protection follows a person; a dedicated device has none."""
    return device.platform in MOBILE and device.management != "dedicated"


def _shared_devices(roles: Sequence[Role]) -> Iterator[Diagnostic]:
    found = [
        (role, device)
        for role in roles
        for device in role.devices
        if device.management == "dedicated" and device.groups
    ]
    if found:
        yield Diagnostic("KND395", "note", found[0][1].span, {"roles": _names(role for role, _ in found)})


def _stranded(policy: PolicySet, resolved: Resolved) -> Iterator[Diagnostic]:
    """Apps that hold the role's work data and that its people would not be able to open."""
    for role in resolved.roles:
        protected = (
            policy.lists[role.protection.apps.value.list].apps if role.protection.apps.value.list else ()
        )
        working = {
            device.platform for device in role.devices if _holds_work_data(device)
        } - role.isolated.keys()
        for platform in sorted(working):
            decisions = resolved.decisions[role.id][platform]
            shut = [
                policy.apps[app.value].name
                for app in protected
                if app.value in decisions and decisions[app.value].effect in STOPPED
            ]
            if shut:
                args = {"role": role.id, "platform": platform, "apps": ", ".join(sorted(shut))}
                yield Diagnostic("KND319", "warning", role.enforcement.span, args)


def _names(roles: Iterator[Role] | Sequence[Role]) -> str:
    return ", ".join(sorted({role.id for role in roles}))
