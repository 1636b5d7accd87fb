"""Compare what the files ask for with what a tenant shows."""

from datetime import date

from managed_apparaten import __version__
from managed_apparaten.graph.errors import GraphFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.tenant import TenantReader
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.planner import Planned, make_plan
from managed_apparaten.workflow.check import Ready


def plan(ready: Ready, reader: TenantReader, on: date) -> Planned:
    """Read the tenant and compare; writes nothing, because a reader cannot. A tenant that was not read in full gives no plan."""
    try:
        return make_plan(
            ready.compiled,
            all_kinds(),
            reader,
            policy=ready.policy,
            resolved=ready.resolved,
            on=on,
            tool_version=__version__,
        )
    except GraphFailed as failed:
        return Planned(None, (diagnostic(failed),))
