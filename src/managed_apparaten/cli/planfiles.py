"""Stored plans."""

from pathlib import Path

from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import tell_problems
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.files import FileRefused, read_regular_file
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planfile import MAX_BYTES, PlanFileInvalid, load
from managed_apparaten.render.escape import visible


def read_plan(file: Path, context: Context) -> Plan | None:
    """The plan in a file, or None after it was told why there is none in it."""
    try:
        return load(read_regular_file(file, MAX_BYTES))
    except PlanFileInvalid as invalid:
        tell_problems([invalid.diagnostic], context)
    except FileRefused as refused:
        tell_problems([not_plain(refused)], context)
    return None


def not_plain(refused: FileRefused) -> Diagnostic:
    """What to say of a file that is not read."""
    return Diagnostic("GRA587", args={"path": visible(refused.args[0]), "limit": str(refused.args[1])})
