"""`apparaten plan`."""

from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.checking import ready, tell_problems, tell_remarks
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit import CHANGES, DONE, FAILED
from managed_apparaten.cli.printing import FORMATS, print_plan
from managed_apparaten.cli.target import opened
from managed_apparaten.core.diagnostic import has_errors
from managed_apparaten.plan.planfile import dump
from managed_apparaten.render.pieces import line
from managed_apparaten.workflow.plan import plan


@click.command()
@click.option("-o", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Keep the plan, for review and apply.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Leave nothing out of the text.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 when there are changes.")
@click.pass_obj
def command(context: Context, file: Path | None, form: str, full: bool, detailed_exitcode: bool) -> int:
    """Compile, read the tenant, compare, and show what would change and why. Writes nothing to the tenant."""
    found = ready(context)
    if found is None:
        return FAILED
    with opened(context, found[0].policy.organisation) as target:
        output.progress(context.words.say("cli.progress.reading"))
        made = plan(found[0], target.reader, context.on)
        output.progress("")
    if made.plan is None:
        tell_problems([d for d in made.diagnostics if d.severity == "error"], context, found[1])
        return FAILED
    print_plan(made.plan, context, form, full=full)
    if form != "json":
        tell_remarks(made.diagnostics, context)
    if has_errors(made.diagnostics):
        return FAILED
    if file:
        file.write_bytes(dump(made.plan))
        output.tell([line(context.words.say("cli.planned", file=str(file)))])
    changed = any(change.action != "none" for change in made.plan.changes)
    return CHANGES if changed and detailed_exitcode else DONE
