"""The preconditions of the policy (see `preconditions`) as checks of an examination."""

from collections.abc import Iterator
from dataclasses import dataclass

from managed_apparaten.doctor.finding import Check
from managed_apparaten.preconditions.judge import AREAS, PreconditionRemark

_CHECKED_APART = "default"
"""The area that the examination checks by itself, also without a policy."""


@dataclass(frozen=True, slots=True)
class PreconditionFindings:
    """Remarks about the preconditions, or why they could not be judged."""

    remarks: tuple[PreconditionRemark, ...] = ()
    failed: str = ""
    """What the service answered when the groups of the roles could not be read; else empty."""


def precondition_checks(findings: PreconditionFindings) -> Iterator[Check]:
    """Yield a check for each remark, and one for each area without remarks."""
    if findings.failed:
        yield Check("access", "unknown", "doctor.around.roles", {"said": findings.failed})
        return
    for area in (area for area in AREAS if area != _CHECKED_APART):
        remarks = [remark for remark in findings.remarks if remark.area == area]
        yield from (Check(area, remark.level, remark.code, remark.args) for remark in remarks)
        if not remarks:
            yield Check(area, "ok", f"doctor.around.{area}")
