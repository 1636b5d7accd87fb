"""`apparaten validate`."""

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import tell_file_problems
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.render.json import dumps, problems
from managed_apparaten.render.pieces import wrapped
from managed_apparaten.render.problems import github_commands
from managed_apparaten.workflow.check import Ready, check


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True
)
@click.option("--all", "full", is_flag=True, help="Print every warning and note, not a few of each sort.")
@click.pass_obj
def command(context: Context, form: str, full: bool) -> int:
    """Check the policy files: syntax, references, meaning. All errors at once; touches no tenant."""
    if context.fleet:
        from managed_apparaten.cli import fleet

        return fleet.run(context, "valid", form, lambda one: validated(one, form, full))
    return validated(context, form, full)


def validated(context: Context, form: str, full: bool) -> int:
    """The files of one organisation."""
    checked = check(context.policies, context.on, context.organisation)
    if context.member:
        context.member.record.told(checked.diagnostics)
    if form == "json":
        output.data(dumps(problems(checked.diagnostics)))
    elif form == "github":
        output.data(github_commands(checked.diagnostics, context.words, context.policies.as_posix()))
    else:
        tell_file_problems(checked.diagnostics, checked.sources, context, full=full)
        if checked.ready:
            output.show(wrapped(_counts(checked.ready, context), output.width()))
    return DONE if checked.ready else FAILED


def _counts(ready: Ready, context: Context) -> str:
    words, policy = context.words, ready.policy
    counts = (("cli.count.role", len(policy.roles)), ("cli.count.app", len(policy.apps)), ("cli.count.exception", len(policy.exceptions)),
              ("cli.count.object", len(ready.compiled.resources)))  # fmt: skip
    told = ", ".join(words.count(key, number) for key, number in counts)
    return words.say("cli.checked", policies=context.policies.as_posix(), counts=told)
