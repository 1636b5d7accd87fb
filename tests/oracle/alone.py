"""One class of device of one role at one step, compiled on its own: which objects it gets, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.kinds import all_kinds
from managed_apparaten.messages import render
from managed_apparaten.policy.meaning import allowlists
from managed_apparaten.policy.model import DeviceClass, Located, PolicySet, Role, Step
from managed_apparaten.resolve.decide import Resolved


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
    made = compile_policies(policy, Resolved((only,), decisions, ()), all_kinds())
    return Alone(made.resources, (*allowlists(only), *made.diagnostics))


def sentence(diagnostic: Diagnostic) -> str:
    """A diagnostic about one role, without the name of the role at its end."""
    said = render(diagnostic.code, "en", diagnostic.args)
    return said.removesuffix(f": {diagnostic.args.get('roles', '')}")


def device_name(device: DeviceClass) -> str:
    """`ios, corporate, supervised`."""
    return ", ".join(filter(None, (device.platform, device.ownership, "supervised" if device.supervised else "", device.management or "")))
