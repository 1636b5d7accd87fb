"""Apps that iPhones and iPads can get only by licences of Apple's volume purchase, as their App Store is off: said once, with names.

A device licence needs no Apple account and installs with the store blocked; an App Store app needs both (Microsoft Learn, "Manage Apple
volume-purchased apps"). What Apple ships with the device needs neither.
"""

from collections.abc import Iterator

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune.app_lists import identifiers
from managed_apparaten.policy.model import DeviceClass, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved


def to_buy(policy: PolicySet, resolved: Resolved) -> Iterator[Diagnostic]:
    """KND408: approved apps of roles with an allowlist on supervised devices."""
    found = [
        (role, device) for role in resolved.roles for device in role.devices if _without_store(role, device)
    ]
    names = {
        policy.apps[app].name
        for role, _ in found
        for app, decision in resolved.decisions[role.id]["ios"].items()
        if decision.approved and not policy.apps[app].system and identifiers(policy.apps[app], "ios")
    }
    if names:
        roles = ", ".join(sorted({role.id for role, _ in found}))
        args = {"count": str(len(names)), "roles": roles, "apps": ", ".join(sorted(names))}
        yield Diagnostic("KND408", "note", found[0][1].span, args)


def _without_store(role: Role, device: DeviceClass) -> bool:
    return (
        device.platform == "ios"
        and device.ownership == "corporate"
        and device.supervised
        and role.step_on(device).value == "allowlist"
    )
