"""What must be in place around the objects of the policy, as lines of an examination."""

from collections.abc import Iterator
from dataclasses import dataclass

from managed_apparaten.doctor.finding import Check
from managed_apparaten.preconditions.judge import AREAS, PreconditionRemark

_TOLD_APART = "default"
"""The area of which the examination says more by itself, without any policy."""


@dataclass(frozen=True, slots=True)
class PreconditionFindings:
    """What was found, or why the roles could not be looked at."""

    remarks: tuple[PreconditionRemark, ...] = ()
    failed: str = ""
    """What the service said."""


def precondition_checks(around: PreconditionFindings) -> Iterator[Check]:
    """A line for each remark, and one for each area of which there is none."""
    if around.failed:
        yield Check("access", "unknown", "doctor.around.roles", {"said": around.failed})
        return
    for area in (area for area in AREAS if area != _TOLD_APART):
        told = [remark for remark in around.remarks if remark.area == area]
        yield from (Check(area, remark.level, remark.code, remark.args) for remark in told)
        if not told:
            yield Check(area, "ok", f"doctor.around.{area}")
