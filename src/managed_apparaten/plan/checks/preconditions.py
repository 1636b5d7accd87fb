"""Report what keeps the objects of a plan from having effect in this tenant: PLN090 to PLN099. These never
stop a plan and are not part of its digest (decision 44)."""

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
    """Return what has no effect, for whom and why, judged at the beginning of the day of the plan. Parts that
    were not read are one note."""
    wanted = precondition_input(policy, resolved, compiled, kinds, tenant.directory, tenant.preconditions)
    remarks = merge_unread(
        judge_preconditions(wanted, tenant.preconditions, datetime.combine(on, time(), UTC))
    )
    return tuple(
        Diagnostic(one.code, "note" if one.level == "unknown" else "warning", args=one.args)
        for one in remarks
    )
