"""The ladder as a kind sees it: five steps, fewer behaviours.

One resource reaches all devices that its groups reach. When classes of device reached by the same groups stand on
different steps, and those steps differ for this kind, the highest one holds for all of them and the user is told.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Scope
from managed_apparaten.core.cause import Cause
from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.policy.model import Step

T = TypeVar("T", bound=Hashable)


def behaviour(scope: Scope, by_step: Mapping[Step, T]) -> tuple[T, Cause, tuple[Diagnostic, ...]]:
    """What the highest step of these devices means to a kind, the line that says so, and a warning where the steps differ."""
    highest = scope.step()
    chosen = by_step[highest.value]
    return chosen, common_causes.step(scope, highest), _lifted(scope, by_step, chosen)


def _lifted(scope: Scope, by_step: Mapping[Step, T], chosen: T) -> tuple[Diagnostic, ...]:
    highest = scope.step()
    found = []
    for device in scope.devices:
        step = scope.role.step_on(device)
        if by_step[step.value] != chosen:
            args = {
                "role": scope.role.id,
                "platform": scope.platform,
                "step": step.value,
                "highest": highest.value,
            }
            found.append(
                Diagnostic(
                    "KND309",
                    "warning",
                    device.span,
                    args,
                    related=(Related(highest.span, "label.highest-step"),),
                )
            )
    return tuple(found)
