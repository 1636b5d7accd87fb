"""`apparaten doctor`."""

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.looking import seen
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.doctor.finding import Purpose
from managed_apparaten.render.json import dumps
from managed_apparaten.render.pieces import wrapped
from managed_apparaten.workflow.check import Ready, check


@click.command()
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["plan", "apply"]),
    default="plan",
    show_default=True,
    help="What must be possible.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--script", "scripted", type=click.Choice(["az", "powershell"]),
              help="Print commands that register the applications of a pipeline; touches no tenant.")  # fmt: skip
@click.pass_obj
def command(context: Context, purpose: Purpose, form: str, scripted: str | None) -> int:
    """Look whether sign-in, licence, permissions and settings are in place; say what is missing and how to mend it. Only reads."""
    if context.fleet:
        if scripted:
            raise click.UsageError("doctor --script is for one organisation: --organisation NAME.")
        from managed_apparaten.cli import fleet

        return fleet.run(context, "in-place", form, lambda one: _examined(_ready(one), one, purpose, form))
    ready = _ready(context)
    if scripted:
        from managed_apparaten.render.script import script
        from managed_apparaten.workflow.doctor import grants

        output.data(
            script(scripted, grants(ready), context.words, ready.policy.organisation if ready else None)
        )
        return DONE
    return _examined(ready, context, purpose, form)


def _examined(ready: Ready | None, context: Context, purpose: Purpose, form: str) -> int:
    """The examination of one organisation; of several, one whose files are in error is not examined."""
    if ready is None and (context.member or not context.embedded):
        return FAILED
    from managed_apparaten.render.doctor import examination_json, examination_lines
    from managed_apparaten.workflow.doctor import doctor

    with seen(context, ready.policy.organisation if ready else None) as view:
        output.progress(context.words.say("doctor.progress"))
        found = doctor(
            ready,
            view.look,
            purpose,
            signed_in=not context.embedded,
            claims=view.claims,
            now=SystemClock().now,
            proxy=view.proxy,
            reader=view.reader,
            on=context.on,
        )
        output.progress("")
    if form == "json":
        output.data(dumps(examination_json(found)))
    else:
        output.show(examination_lines(found, context.words, output.width()))
    return DONE if found.is_ready else FAILED


def _ready(context: Context) -> Ready | None:
    """The policies, when they are there and without errors. A real tenant is not looked at without: they say which one it must be."""
    checked = check(context.policies, context.on, context.organisation)
    if context.member:
        context.member.record.told(checked.diagnostics)
    if checked.ready is None and (context.policies.exists() or not context.embedded):
        key = "doctor.no-policies" if context.embedded else "doctor.which-tenant"
        output.tell(wrapped(context.words.say(key), output.width()))
    return checked.ready
