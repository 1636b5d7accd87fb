"""What the intents on one app do to each other, and what apps a policy misses in the tenant.

Required beats uninstall, and uninstall beats available, whoever assigned them.
Source: Microsoft Learn, "Assign apps to groups", conflicts between intents.
"""

from collections.abc import Iterator, Mapping, Sequence

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.reach import Audience, Reacher
from managed_apparaten.plan.shared import Shared, Targets
from managed_apparaten.policy.model import Platform

_BY_HAND: Mapping[Platform, str] = {"ios": "PLN040", "android": "PLN041", "windows": "PLN043", "macos": "PLN043"}
"""What to say of approved apps that cannot be made from here."""


def beaten(shared: Shared, kind: Kind, reacher: Reacher) -> Iterator[Diagnostic]:
    """An error where somebody requires for people what we uninstall for them, a warning where we ourselves offer it to them."""

    def audience(targets: Targets, intent: str) -> Audience:
        return reacher.audience(tuple(t for t in targets if t.get("intent") == intent), kind, shared.platform)

    off = audience(shared.mine_after, "uninstall")
    for code, severity, other in (
        ("PLN045", "error", audience(shared.theirs, "required")),
        ("PLN046", "warning", audience(shared.mine_after, "available")),
    ):
        both, one = off & other, shared.pair.desired
        if both and one:
            place = next((a for a in one.assignments if a.intent == "uninstall" and not a.exclude), None)
            args = {
                "app": one.match.name if one.match else str(one.address),
                "people": str(len(both.people)),
                "devices": str(len(both.devices)),
                "id": shared.pair.observed.id if shared.pair.observed else "-",
            }
            span = place.causes[0].span if place else None
            yield Diagnostic(code, "error" if severity == "error" else "warning", span, args, address=str(one.address))


def missing(absent: Sequence[Desired]) -> Iterator[Diagnostic]:
    """Notes on apps that somebody has to add by hand before they can be assigned, by platform."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in absent:
        intents = {a.intent for a in one.assignments if not a.exclude}
        platform = one.match.platform if one.match else "ios"
        name = one.match.name if one.match else str(one.address)
        if "available" in intents:
            found.setdefault(_BY_HAND[platform], []).append((name, platform))
        elif platform == "android":
            found.setdefault("PLN042", []).append((name, platform))
    for code, named in sorted(found.items()):
        severity = "warning" if code == "PLN041" else "note"
        args = {"count": str(len(named)), "apps": ", ".join(sorted(name for name, _ in named))}
        yield Diagnostic(code, "warning" if severity == "warning" else "note", args=args)
