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
@click.option("--for", "purpose", type=click.Choice(["plan", "apply"]), default="plan", show_default=True, help="What must be possible.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--script", "scripted", type=click.Choice(["az", "powershell"]),
              help="Print commands that register the applications of a pipeline; touches no tenant.")  # fmt: skip
@click.pass_obj
def command(context: Context, purpose: Purpose, form: str, scripted: str | None) -> int:
    """Look whether sign-in, licence, permissions and settings are in place; say what is missing and how to mend it. Only reads."""
    from managed_apparaten.render.doctor import examination_json, examination_lines
    from managed_apparaten.workflow.doctor import doctor, grants

    ready = _ready(context)
    if scripted:
        from managed_apparaten.render.script import script

        output.data(script(scripted, grants(ready), context.words, ready.policy.organisation if ready else None))
        return DONE
    if ready is None and not context.embedded:
        return FAILED
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
    return DONE if found.well else FAILED


def _ready(context: Context) -> Ready | None:
    """The policies, when they are there and without errors. A real tenant is not looked at without: they say which one it must be."""
    checked = check(context.policies, context.on)
    if checked.ready is None and (context.policies.exists() or not context.embedded):
        key = "doctor.no-policies" if context.embedded else "doctor.which-tenant"
        output.tell(wrapped(context.words.say(key), output.width()))
    return checked.ready
