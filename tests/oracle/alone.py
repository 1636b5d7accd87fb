"""One class of device of one role at one step, compiled on its own: which objects it gets, and what it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.effects.measure import measure
from managed_apparaten.effects.remarks import remarks
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.meaning import allowlists
from managed_apparaten.policy.model import DeviceClass, Located, PolicySet, Role, Step
from managed_apparaten.resolve.decide import Resolved

DAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Alone:
    """What came of it."""

    resources: tuple[Desired, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Codes of what it is told."""
        return frozenset(d.code for d in self.diagnostics)


def alone(policy: PolicySet, resolved: Resolved, role: Role, device: DeviceClass, step: Step) -> Alone:
    """Check and compile it as the only thing in the organisation. `resolved` has to hold the decisions for this role at this step."""
    only = replace(role, devices=(replace(device, enforcement=Located(step, role.enforcement.span)),))
    decisions = {role.id: {device.platform: resolved.decisions[role.id][device.platform]}}
    resolved = Resolved((only,), decisions, ())
    made = compile_policies(policy, resolved, all_kinds())
    effects = measure(policy, resolved, made.resources, all_kinds())
    return Alone(
        made.resources, (*allowlists(only), *_told(made.diagnostics), *_told(remarks(policy, effects, DAY)))
    )


def _told(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Without what is said of acceptances, and of functions that no device has: other classes of the role may need them."""
    return (diagnostic for diagnostic in found if diagnostic.code not in ("KND328", "KND437", "KND438"))
