"""`apparaten tenant protect` and `approve`: Multi Admin Approval in the embedded tenant, as its second administrator."""

from typing import Literal

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.target import embedded
from managed_apparaten.emulator.service.intune.approvals import WORKLOADS
from managed_apparaten.render.escape import visible
from managed_apparaten.render.pieces import line, wrapped


@click.command()
@click.argument("workloads", nargs=-1, type=click.Choice(sorted(WORKLOADS)))
@click.pass_obj
def protect(context: Context, workloads: tuple[str, ...]) -> int:
    """Let writes to workloads wait for approval; none: no more."""
    with embedded(context) as tenant:
        context.written.add_file(context.tenant_file)
        tenant.approvals.require(*workloads)
    words = context.words
    said = (
        words.say("cli.tenant.protected", names=words.listed(list(workloads)))
        if workloads
        else words.say("cli.tenant.unprotected")
    )
    output.show([line(said)])
    return DONE


@click.command()
@click.argument("code", required=False)
@click.option("--reject", "decision", flag_value="rejected", help="Decide against it.")
@click.option("--cancel", "decision", flag_value="cancelled", help="Take it back, as who asked for it.")
@click.pass_obj
def approve(context: Context, code: str | None, decision: Literal["rejected", "cancelled"] | None) -> int:
    """Agree to what waits for approval; without a code, list it."""
    words = context.words
    with embedded(context) as tenant:
        waiting = tenant.approvals.waiting()
        if code is None:
            output.show([line(found) for found in waiting] or [line(words.say("cli.tenant.nothing-waits"))])
            return DONE
        if code not in waiting:
            output.tell([line(words.say("cli.tenant.waits-not", code=visible(code)))])
            return FAILED
        context.written.add_file(context.tenant_file)
        tenant.approvals.decide(code, decision or "approved")
    output.show(wrapped(words.say(f"cli.tenant.{decision or 'approved'}", code=code), output.width()))
    return DONE
