"""What AppLocker rules of a role leave open that its step would stop, and what they stop besides. Of the apps that a rule speaks of
`effects/remarks.py` tells."""

from collections.abc import Iterable, Iterator

from managed_apparaten.compile.app_effect import Answer, AppQuestion
from managed_apparaten.compile.kind import Scope
from managed_apparaten.core import assumptions
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune import app_lists, applocker_plan, windows_publishers
from managed_apparaten.intune.applocker_effects import Starts
from managed_apparaten.policy.model import App, Identifier, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved


def unenforced(scope: Scope, now: Answer, then: Answer) -> Diagnostic:
    """KND410: an allowlist that stops only what is blocked, until somebody enforces it.

    It names what the enforced rules would stop as well, approved or not, and the apps with an identifier of which the rules do not tell.
    """
    chosen = applocker_plan.asked(scope.devices)
    more, unsure = [], []
    for app in (scope.policy.apps[name] for name in scope.decisions):
        starts = started(then, scope, app)
        if starts == "no" and started(now, scope, app) != "no":
            more.append(app)
        elif starts == "depends" and _on_windows(app):
            unsure.append(app)
    args = {
        "role": scope.role.id,
        "count": str(len(more)),
        "apps": _names(more),
        "left": str(len(unsure)),
        "unsure": _names(unsure),
    }
    return Diagnostic("KND410", "warning", chosen.span if chosen else scope.devices[0].span, args)


def started(answer: Answer, scope: Scope, app: App) -> Starts:
    """Whether an app starts under these rules, known by any of its identifiers."""
    device = scope.devices[0]
    said = [
        answer(AppQuestion(app, identifier, device, "device"))
        for identifier in app_lists.known_by(app, "windows") or (None,)
    ]
    if all(one.opens is False for one in said):
        return "no"
    return "depends" if all(one.opens is False or "uncertain" in one.marks for one in said) else "yes"


def service(scope: Scope) -> Iterator[Diagnostic]:
    """KND415: in a tenant where the service behind AppLocker does not start by itself, rules do nothing."""
    if (
        assumptions.effective_value(scope.policy.organisation.assumptions, assumptions.IDENTITY_SERVICE)
        == "by-hand"
    ):
        yield Diagnostic("KND415", "warning", scope.step().span, {"role": scope.role.id})


def programs(policy: PolicySet, resolved: Resolved) -> Iterator[Diagnostic]:
    """KND411: programs that are denied by the name of their file alone. KND412: makers that are denied as a whole. Each with all roles."""
    by_name: dict[str, tuple[App, list[Role]]] = {}
    whole: dict[str, tuple[Identifier, list[Role]]] = {}
    for role in resolved.roles:
        if not applocker_plan.denies(role):
            continue
        decisions = resolved.decisions[role.id]["windows"]
        makers = windows_publishers.denied_whole(policy, decisions)
        for name, some in makers.items():
            whole.setdefault(name, (some[0][1], []))[1].append(role)
        for app in (policy.apps[name] for name, decision in decisions.items() if decision.blocked):
            named = [i for i in app.on("windows", "executable") if i.may_block(decisions[app.id].unverified)]
            if named and not windows_publishers.denying(policy, app, decisions[app.id]):
                by_name.setdefault(app.id, (app, []))[1].append(role)
    if by_name:
        args = {
            "apps": _names(app for app, _ in by_name.values()),
            "roles": _ids(role for _, some in by_name.values() for role in some),
        }
        yield Diagnostic("KND411", "note", next(iter(by_name.values()))[0].span, args)
    for name, (identifier, roles) in sorted(whole.items()):
        yield Diagnostic("KND412", "note", identifier.span, {"publisher": name, "roles": _ids(roles)})


def _on_windows(app: App) -> bool:
    return any(identifier.platform == "windows" for identifier in app.identifiers)


def _names(some: Iterable[App]) -> str:
    return ", ".join(sorted({app.name for app in some})) or "-"


def _ids(roles: Iterable[Role]) -> str:
    return ", ".join(sorted({role.id for role in roles}))
