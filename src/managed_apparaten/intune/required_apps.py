"""Apps that a rule requires and that nothing can install: said once, at the rule.

Intune installs what it knows an app object of; see `kinds/app_assignment.py` for the identifiers by which that is looked up.
"""

from collections import defaultdict
from collections.abc import Iterator

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.span import Span
from managed_apparaten.intune.app_intents import KNOWN_BY, serves
from managed_apparaten.intune.app_lists import allows
from managed_apparaten.policy.model import App, Platform, PolicySet
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.resolve.decision import Decision


def unmet(policy: PolicySet, resolved: Resolved) -> Iterator[Diagnostic]:
    """Apps without an identifier to look them up by, parts of the platform, and roles without devices of the organisation."""
    impossible: dict[tuple[str, str, Platform], Span] = {}
    nowhere: dict[Span, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for role in resolved.roles:
        served = {device.platform for device in role.devices if serves(device)}
        for platform, decisions in resolved.decisions[role.id].items():
            for app, decision in decisions.items():
                if decision.required and not served:
                    nowhere[_line(decision)][policy.apps[app].name].add(role.id)
                elif (
                    decision.required
                    and platform in served
                    and (code := _fault(policy.apps[app], platform, decision))
                ):
                    impossible.setdefault((app, code, platform), _line(decision))
    for (app, code, platform), span in sorted(impossible.items()):
        yield Diagnostic(code, "warning", span, {"app": policy.apps[app].name, "platform": platform})
    for span, apps in sorted(nowhere.items()):
        roles = sorted(set().union(*apps.values()))
        yield Diagnostic("KND381", "note", span, {"apps": ", ".join(sorted(apps)), "roles": ", ".join(roles)})


def _fault(app: App, platform: Platform, decision: Decision) -> str | None:
    if app.system:
        return "KND383"
    return (
        None
        if any(allows(app, identifier, decision) for identifier in app.on(platform, *KNOWN_BY[platform]))
        else "KND380"
    )


def _line(decision: Decision) -> Span:
    """The rule that requires it."""
    ground = decision.required
    assert ground is not None
    return ground.selector.span if ground.selector else ground.span
