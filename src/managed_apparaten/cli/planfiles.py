"""Stored plans."""

from pathlib import Path

from managed_apparaten.cli.checking import tell_problems
from managed_apparaten.cli.context import Context
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planfile import PlanFileInvalid, load


def read_plan(file: Path, context: Context) -> Plan | None:
    """The plan in a file, or None after it was told why there is none in it."""
    try:
        return load(file.read_bytes())
    except PlanFileInvalid as invalid:
        tell_problems([invalid.diagnostic], context)
        return None
