"""What the intents on one app do to each other, and what apps a policy misses in the tenant.

Required beats uninstall, and uninstall beats available, whoever assigned them.
Source: Microsoft Learn, "Assign apps to groups", conflicts between intents.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic, Related, Severity
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.listing import by_roles
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
"""What to say of approved apps that cannot be made from here."""
_REMOVED: Mapping[Platform, str] = {"ios": "PLN081", "windows": "PLN081", "macos": "PLN081"}
"""What to say of blocked apps that nobody can have removed. Of Android's, `offered_anyway` says which an open store offers."""
_WARNINGS = ("PLN041", "PLN063")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two intents of which the service lets one win, and what we say of that."""

    code: str
    severity: Severity
    ours: str
    """Our intent; its line is shown."""
    whose: Literal["mine_after", "theirs"]
    other: str


CLASHES = (
    Clash("PLN045", "error", "uninstall", "theirs", "required"),
    Clash("PLN046", "warning", "uninstall", "mine_after", "available"),
    Clash("PLN062", "warning", "required", "theirs", "uninstall"),
)


def beaten(shared: SharedApp, kind: Kind, reacher: Reacher) -> Iterator[Diagnostic]:
    """What one intent does to another on the same people, ours and other people's."""
    one = shared.pair.desired
    for clash in CLASHES:
        theirs = shared.theirs if clash.whose == "theirs" else shared.mine_after
        both = _reached(shared.mine_after, clash.ours, kind, shared, reacher) & _reached(
            theirs, clash.other, kind, shared, reacher
        )
        if both and one:
            place = next((a for a in one.assignments if a.intent == clash.ours and not a.exclude), None)
            args = {
                "app": name(shared),
                **_counted(both),
                "id": shared.pair.observed.id if shared.pair.observed else "-",
            }
            yield Diagnostic(
                clash.code,
                clash.severity,
                place.causes[0].span if place else None,
                args,
                address=str(one.address),
            )


def contradicted(
    shared: SharedApp, kind: Kind, reacher: Reacher, groups: PolicyGroups
) -> Iterator[Diagnostic]:
    """PLN060: two roles of ours, of which one requires the app and the other removes it, with people in both. PLN061: one group twice."""
    one = shared.pair.desired
    if one is None or not shared.mine_after:
        return
    given = [assignment for assignment in one.assignments if not assignment.exclude]
    for wanted, unwanted in product(given, given):
        if (wanted.intent, unwanted.intent) == ("required", "uninstall"):
            reached = [_of_group(a, shared, kind, reacher, groups) for a in (wanted, unwanted)]
            if both := reached[0] & reached[1]:
                related = (Related(unwanted.causes[0].span or unwanted.group.span, "label.blocked-for-role"),)
                args = {
                    "app": name(shared),
                    "required": wanted.group.name,
                    "removed": unwanted.group.name,
                    **_counted(both),
                }
                span = wanted.causes[0].span or wanted.group.span
                yield Diagnostic("PLN060", "error", span, args, related=related, address=str(one.address))
    for first, second in combinations(given, 2):
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
                "PLN061", "error", first.group.span, args, related=related, address=str(one.address)
            )


def _of_group(
    assignment: Assignment, shared: SharedApp, kind: Kind, reacher: Reacher, groups: PolicyGroups
) -> Reached:
    """Whom one of the assigned groups brings in, without whom the intent leaves out."""
    group = groups.id_of(assignment.group)
    kept = [t for t in shared.mine_after if t.get("groupId") == group or t["@odata.type"] == EXCLUDED]
    return _reached(kept, assignment.intent, kind, shared, reacher)


def _reached(
    targets: Sequence[JSON], intent: str, kind: Kind, shared: SharedApp, reacher: Reacher
) -> Reached:
    return reacher.audience(tuple(t for t in targets if t.get("intent") == intent), kind, shared.platform)


def _counted(both: Reached) -> Mapping[str, str]:
    return {"people": str(len(both.people)), "devices": str(len(both.devices))}


def missing(absent: Sequence[Desired]) -> Iterator[Diagnostic]:
    """What is wanted of apps that the tenant does not have, with the roles that want it, by platform and by what somebody has to do."""
    found: dict[tuple[str, Platform], dict[str, set[str]]] = {}
    for one in absent:
        platform = one.match.platform if one.match else "ios"
        called = one.match.name if one.match else str(one.address)
        for intent, role in one.match.asked if one.match else ():
            if code := _code(one, platform, intent):
                found.setdefault((code, platform), {}).setdefault(called, set()).add(role)
    for (code, platform), named in sorted(found.items()):
        args = {"count": str(len(named)), "apps": by_roles(named), "platform": platform}
        yield Diagnostic(code, "warning" if code in _WARNINGS else "note", args=args)


def _code(one: Desired, platform: Platform, intent: str) -> str | None:
    """What to say of one intent. An app that is required is said so once, not that it is not offered too."""
    if intent == "available" and one.match and any(other == "required" for other, _ in one.match.asked):
        return None
    if intent == "required":
        return "PLN063"
    return _OFFERED[platform] if intent == "available" else _REMOVED.get(platform)


def offered_anyway(apps: Mapping[str, Sequence[str]]) -> Iterator[Diagnostic]:
    """PLN042: blocked apps that an open store offers all the same, each with the identifiers that nothing can be assigned to."""
    if apps:
        named = ", ".join(
            f"{called} ({', '.join(identifiers)})" for called, identifiers in sorted(apps.items())
        )
        yield Diagnostic("PLN042", "error", args={"count": str(len(apps)), "apps": named})
