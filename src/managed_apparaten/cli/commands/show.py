"""`apparaten show`."""

from pathlib import Path

import click

from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.planfiles import read_plan
from managed_apparaten.cli.printing import FORMATS, print_plan


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Leave nothing out of the text.")
@click.pass_obj
def command(context: Context, file: Path, form: str, full: bool) -> int:
    """Print a stored plan again, without a tenant and without the policy files."""
    plan = read_plan(file, context)
    if plan is None:
        return FAILED
    print_plan(plan, context, form, full=full)
    return DONE
