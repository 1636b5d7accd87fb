"""`apparaten plan`."""

from dataclasses import dataclass, replace
from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context, Fleet
from managed_apparaten.cli.diagnostics import ready, tell_problems, tell_remarks
from managed_apparaten.cli.exit_codes import CHANGES, DONE, FAILED, REFUSED
from managed_apparaten.cli.printing import FORMATS, print_plan
from managed_apparaten.cli.private_files import write_private
from managed_apparaten.cli.target import opened
from managed_apparaten.cli.waiting import reading
from managed_apparaten.core.diagnostic import has_errors
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planfile import dump
from managed_apparaten.render.pieces import line
from managed_apparaten.workflow.plan import plan


@dataclass(frozen=True, slots=True)
class PlanFlags:
    """How the plan is to be shown and kept."""

    file: Path | None
    form: str
    full: bool
    exit_code: bool


@click.command()
@click.option("-o", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="Keep the plan, for review and apply; of several organisations a folder.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Leave nothing out of the text.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 when there are changes.")
@click.pass_obj
def command(context: Context, file: Path | None, form: str, full: bool, detailed_exitcode: bool) -> int:
    """Compile, read the tenant, compare, and show what would change and why. Writes nothing to the tenant."""
    wish = PlanFlags(file, form, full, detailed_exitcode)
    if context.fleet:
        from managed_apparaten.cli import fleet

        code = fleet.run(
            context, "planned", form, lambda one: planned(one, replace(wish, file=fleet.file_in(file, one)))
        )
        if file:
            _tell_plans(file, context.fleet, context)
        return code
    return planned(context, wish)


def planned(context: Context, wish: PlanFlags) -> int:
    """The plan of one organisation."""
    if wish.file:
        _make_room(wish.file, context.member is not None)
    found = ready(context)
    if found is None:
        return FAILED
    if context.snapshot:
        from managed_apparaten.cli.snapshots import answerable

        answerable(context, *found, aside=wish.form != "text")
    with opened(context, found[0].policy.organisation) as target, reading(context.words):
        made = plan(found[0], target.reader, context.on)
    if made.plan is None:
        tell_problems([d for d in made.diagnostics if d.severity == "error"], context, found[1])
        return FAILED
    if context.member:
        context.member.record.planned(made.plan)
    print_plan(made.plan, context, wish.form, full=wish.full)
    if wish.form != "json":
        tell_remarks([*made.diagnostics, *made.plan.preconditions], found[0].remarks, context, full=wish.full)
    if has_errors(made.diagnostics):
        return FAILED
    if output.lost():
        return FAILED  # nobody has seen it, so it is not kept for apply
    if wish.file:
        write_private(wish.file, dump(made.plan), context.written)
        if not context.member:
            output.tell([line(context.words.say("cli.planned", file=str(wish.file)))])
    changed = any(change.action != "none" for change in made.plan.changes)
    if hopeless(made.plan):
        return REFUSED
    return CHANGES if changed and wish.exit_code else DONE


def hopeless(plan: Plan) -> bool:
    """Whether there is nothing that somebody could agree to: a refusal that no flag lifts, or one of a plan that changes nothing. A plan
    that needs a flag is a plan: it is read, and applied with the flag."""
    refused = [guard for guard in plan.guards if not guard.passed]
    return any(not guard.override for guard in refused) or (
        bool(refused) and all(change.action == "none" for change in plan.changes)
    )


def _tell_plans(folder: Path, several: Fleet, context: Context) -> None:
    """What to do with the plans that were made; an organisation without one is refused there."""
    if any((folder / f"{name}.json").exists() for name in several.organisations):
        output.tell([line(context.words.say("cli.fleet.plans", folder=folder.as_posix())),
                     line(f"  apparaten --organisation {several.named} apply {folder.as_posix()}")])  # fmt: skip


def _make_room(file: Path, several: bool) -> None:
    """A folder is no place for one plan. In a folder of plans an older one must not look like one of this run."""
    if file.is_dir():
        raise click.UsageError(f"-o {file} is a folder; a folder is for several organisations.")
    if several:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
