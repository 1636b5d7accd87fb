"""What is blocked on weak evidence, and what stays open on the web although the app is stopped: one note each, that names them."""

from collections.abc import Iterator

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.intune.app_lists import LISTED, at_least, identifiers
from managed_apparaten.policy.model import App, Identifier, Platform, PolicySet
from managed_apparaten.resolve.decide import Resolved


def evidence(policy: PolicySet, resolved: Resolved) -> Iterator[Diagnostic]:
    """POL352 for each platform, and POL353."""
    stopped: dict[str, App] = {}
    for platform in LISTED:
        blocked = _blocked(policy, resolved, platform)
        usable = [
            (app, found) for app in blocked for found in identifiers(app, platform) if found.may_block()
        ]
        stopped |= {app.id: app for app, _ in usable}
        weak = [(app, found) for app, found in usable if found.grade == "weak"]
        if weak:
            yield _weak(platform, weak)
    open_apps = [stopped[name] for name in sorted(stopped) if stopped[name].on("web", "domain")]
    if open_apps:
        args = {"count": str(len(open_apps)), "apps": ", ".join(app.name for app in open_apps)}
        yield Diagnostic("POL353", "note", open_apps[0].on("web", "domain")[0].span, args)


def _weak(platform: Platform, weak: list[tuple[App, Identifier]]) -> Diagnostic:
    related = tuple(
        Related(found.span, "label.weak", {"app": app.name, "identifier": found.value}) for app, found in weak
    )
    told = ", ".join(f"{app.name} ({found.value})" for app, found in weak)
    args = {"count": str(len(weak)), "platform": platform, "identifiers": told}
    return Diagnostic("POL352", "note", weak[0][1].span, args, related=related)


def _blocked(policy: PolicySet, resolved: Resolved, platform: Platform) -> list[App]:
    """Apps that some role blocks on a device of this platform, from the step at which blocking begins."""
    found = {
        app
        for role in resolved.roles
        if any(
            device.platform == platform and at_least(role.step_on(device).value, "block")
            for device in role.devices
        )
        for app, decision in resolved.decisions[role.id][platform].items()
        if decision.blocked
    }
    return [policy.apps[app] for app in sorted(found)]
