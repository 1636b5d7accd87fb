"""What a plan says of the tenant around its objects: PLN090 to PLN099. It never stops a plan, and is no part of its digest."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.tenant import TenantState
from managed_apparaten.policy.model import PolicySet
from managed_apparaten.preconditions.judge import judge_preconditions, merge_unread
from managed_apparaten.preconditions.subject import precondition_input
from managed_apparaten.resolve.decide import Resolved


def toothless(
    tenant: TenantState,
    policy: PolicySet,
    resolved: Resolved,
    compiled: Compiled,
    kinds: Sequence[Kind],
    on: date,
) -> tuple[Diagnostic, ...]:
    """What has no effect, for whom and why, by the beginning of the day that the plan is for; what was not read in one note."""
    wanted = precondition_input(policy, resolved, compiled, kinds, tenant.directory, tenant.preconditions)
    remarks = merge_unread(
        judge_preconditions(wanted, tenant.preconditions, datetime.combine(on, time(), UTC))
    )
    return tuple(
        Diagnostic(one.code, "note" if one.level == "unknown" else "warning", args=one.args)
        for one in remarks
    )
