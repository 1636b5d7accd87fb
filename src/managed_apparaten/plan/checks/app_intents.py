"""Check intents that conflict on one app, and apps that the policy wants and the tenant does not have.

Required wins over uninstall, and uninstall over available, whoever assigned them. Source: Microsoft Learn,
"Assign apps to groups", conflicts between intents.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic, Related, Severity
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.names import list_with_roles
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.reach import EXCLUDED, Reached, Reacher
from managed_apparaten.plan.shared_apps import SharedApp, name
from managed_apparaten.policy.model import Platform

_OFFERED: Mapping[Platform, str] = {
    "ios": "PLN040",
    "android": "PLN041",
    "windows": "PLN080",
    "macos": "PLN080",
}
"""The code for approved apps that have to be added to the tenant by somebody, by platform."""
_REMOVED: Mapping[Platform, str] = {"ios": "PLN081", "windows": "PLN081", "macos": "PLN081"}
"""The code for blocked apps that cannot be uninstalled because the tenant does not have them. For Android,
`offered_anyway` reports those that an open store offers."""
_WARNINGS = ("PLN041", "PLN063")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two intents of which Intune lets one win, and how that is reported."""

    code: str
    severity: Severity
    ours: str
    """Our intent; the diagnostic points to its line."""
    whose: Literal["mine_after", "theirs"]
    other: str


CLASHES = (
    Clash("PLN045", "error", "uninstall", "theirs", "required"),
    Clash("PLN046", "warning", "uninstall", "mine_after", "available"),
    Clash("PLN062", "warning", "required", "theirs", "uninstall"),
)


def intent_conflicts(shared: SharedApp, kind: Kind, reacher: Reacher) -> Iterator[Diagnostic]:
    """Report an intent of ours that conflicts with another one, ours or somebody else's, for people who have
    both."""
    desired = shared.pair.desired
    for clash in CLASHES:
        theirs = shared.theirs if clash.whose == "theirs" else shared.mine_after
        in_both = _reached(shared.mine_after, clash.ours, kind, shared, reacher) & _reached(
            theirs, clash.other, kind, shared, reacher
        )
        if in_both and desired:
            assignment = next(
                (a for a in desired.assignments if a.intent == clash.ours and not a.exclude), None
            )
            args = {
                "app": name(shared),
                **_counted(in_both),
                "id": shared.pair.observed.id if shared.pair.observed else "-",
            }
            yield Diagnostic(
                clash.code,
                clash.severity,
                assignment.causes[0].span if assignment else None,
                args,
                address=str(desired.address),
            )


def contradicted(
    shared: SharedApp, kind: Kind, reacher: Reacher, groups: PolicyGroups
) -> Iterator[Diagnostic]:
    """Report contradictions within the policy. PLN060: one role requires the app and another uninstalls it,
    with people in both. PLN061: one group has two intents."""
    desired = shared.pair.desired
    if desired is None or not shared.mine_after:
        return
    included = [assignment for assignment in desired.assignments if not assignment.exclude]
    for wanted, unwanted in product(included, included):
        if (wanted.intent, unwanted.intent) == ("required", "uninstall"):
            reached = [_of_group(a, shared, kind, reacher, groups) for a in (wanted, unwanted)]
            if in_both := reached[0] & reached[1]:
                related = (Related(unwanted.causes[0].span or unwanted.group.span, "label.blocked-for-role"),)
                args = {
                    "app": name(shared),
                    "required": wanted.group.name,
                    "removed": unwanted.group.name,
                    **_counted(in_both),
                }
                span = wanted.causes[0].span or wanted.group.span
                yield Diagnostic("PLN060", "error", span, args, related=related, address=str(desired.address))
    for first, second in combinations(included, 2):
        if (
            first.intent != second.intent
            and groups.id_of(first.group) == groups.id_of(second.group) is not None
        ):
            args = {
                "app": name(shared),
                "group": first.group.name,
                "first": first.intent,
                "second": second.intent,
            }
            related = (Related(second.group.span, "label.first-here"),)
            yield Diagnostic(
                "PLN061", "error", first.group.span, args, related=related, address=str(desired.address)
            )


def _of_group(
    assignment: Assignment, shared: SharedApp, kind: Kind, reacher: Reacher, groups: PolicyGroups
) -> Reached:
    """Return whom one assigned group adds, without those whom the intent excludes."""
    group = groups.id_of(assignment.group)
    group_and_exclusions = [
        t for t in shared.mine_after if t.get("groupId") == group or t["@odata.type"] == EXCLUDED
    ]
    return _reached(group_and_exclusions, assignment.intent, kind, shared, reacher)


def _reached(
    targets: Sequence[JSON], intent: str, kind: Kind, shared: SharedApp, reacher: Reacher
) -> Reached:
    return reacher.audience(tuple(t for t in targets if t.get("intent") == intent), kind, shared.platform)


def _counted(in_both: Reached) -> Mapping[str, str]:
    return {"people": str(len(in_both.people)), "devices": str(len(in_both.devices))}


def missing(absent: Sequence[Desired]) -> Iterator[Diagnostic]:
    """Report apps that the policy wants and the tenant lacks, with the roles, by platform and by what
    somebody has to do."""
    roles_by_app: dict[tuple[str, Platform], dict[str, set[str]]] = {}
    for desired in absent:
        platform = desired.match.platform if desired.match else "ios"
        app_name = desired.match.name if desired.match else str(desired.address)
        for intent, role in desired.match.asked if desired.match else ():
            if code := _code(desired, platform, intent):
                roles_by_app.setdefault((code, platform), {}).setdefault(app_name, set()).add(role)
    for (code, platform), named in sorted(roles_by_app.items()):
        args = {"count": str(len(named)), "apps": list_with_roles(named), "platform": platform}
        yield Diagnostic(code, "warning" if code in _WARNINGS else "note", args=args)


def _code(desired: Desired, platform: Platform, intent: str) -> str | None:
    """Return the code for one intent, or None when it needs no message: an app that is required is reported
    once, not again as available."""
    if (
        intent == "available"
        and desired.match
        and any(other == "required" for other, _ in desired.match.asked)
    ):
        return None
    if intent == "required":
        return "PLN063"
    return _OFFERED[platform] if intent == "available" else _REMOVED.get(platform)


def offered_anyway(apps: Mapping[str, Sequence[str]]) -> Iterator[Diagnostic]:
    """Report PLN042: blocked apps that an open store still offers, each with the identifiers for which the
    tenant has no app to assign."""
    if apps:
        named = ", ".join(
            f"{app_name} ({', '.join(identifiers)})" for app_name, identifiers in sorted(apps.items())
        )
        yield Diagnostic("PLN042", "error", args={"count": str(len(apps)), "apps": named})
