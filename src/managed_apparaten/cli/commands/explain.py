"""`apparaten explain`."""

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.codes import CODE, explain_code
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import ready, tell_problems
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.target import opened
from managed_apparaten.cli.waiting import reading
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import GraphFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.policy.model import PLATFORMS, Platform
from managed_apparaten.render.effects import effect_lines, effects_json
from managed_apparaten.render.json import dumps
from managed_apparaten.render.pieces import BLANK, Line, wrapped
from managed_apparaten.render.verdict import alike, heading, landed_lines, verdict_lines, verdicts_json
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.explain import ExplainedDecision, Landed, Unknown, explain


@click.command()
@click.argument("subject", metavar="ROLE|CODE")
@click.argument("app", required=False)
@click.option("--platform", type=click.Choice(PLATFORMS), help="Only this platform.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(context: Context, subject: str, app: str | None, platform: Platform | None, form: str) -> int:
    """Tell what happens to APP on the devices of ROLE, why, and where that landed in Intune; or what an error CODE means."""
    if app is None:
        return explain_code(subject.upper(), context, form) if CODE.fullmatch(subject) else _usage()
    found = ready(context)
    if found is None:
        return FAILED
    verdicts = _ask(found[0], context, subject, app, platform)
    if verdicts is None:
        return FAILED
    if isinstance(verdicts, Unknown):
        return _unknown(verdicts, context)
    if platform and not verdicts:
        output.tell(
            wrapped(
                context.words.say("cli.explain.no-platform", role=subject, platform=platform), output.width()
            )
        )
        return FAILED
    if form == "json":
        told = [
            (v.explanation, effects_json(v.effects), [_landed_json(one) for one in v.landed])
            for v in verdicts
        ]
        output.data(dumps(verdicts_json(told)))
    else:
        output.show(_lines(verdicts, context))
    return DONE


def _ask(
    found: Ready, context: Context, role: str, app: str, platform: Platform | None
) -> tuple[ExplainedDecision, ...] | Unknown | None:
    """The verdicts. An embedded tenant that nobody has made yet is not made for a question."""
    if context.embedded and not context.tenant_file.exists():
        return explain(found, role, app, platform, None)
    try:
        with opened(context, found.policy.organisation) as target, reading(context.words):
            return explain(found, role, app, platform, target.reader)
    except GraphFailed as failed:
        tell_problems([diagnostic(failed)], context)
        return None


def _lines(verdicts: tuple[ExplainedDecision, ...], context: Context) -> list[Line]:
    words, width = context.words, output.width()
    landed = {
        v.explanation.platform: [(str(one.address), one.pointer, one.value, one.presence) for one in v.landed]
        for v in verdicts
    }
    lines = heading(verdicts[0].explanation, words, width)
    lines += [BLANK, *effect_lines([found for v in verdicts for found in v.effects], words, width)]
    for same in alike([v.explanation for v in verdicts]):
        lines += [BLANK, *verdict_lines(same, words, width)]
        lines += [row for e in same for row in landed_lines(e.platform, landed[e.platform], words, width)]
    if any(one.presence == "not-asked" for v in verdicts for one in v.landed):
        lines += [BLANK, *wrapped(words.say("cli.explain.not-asked"), width)]
    return lines


def _landed_json(landed: Landed) -> JSON:
    return {
        "address": str(landed.address),
        "pointer": landed.pointer,
        "value": landed.value,
        "tenant": landed.presence,
    }


def _unknown(found: Unknown, context: Context) -> int:
    words = context.words
    text = words.say("cli.explain.no-role" if found.what == "role" else "cli.explain.no-app", name=found.name)
    hint = words.say("cli.explain.nearest", nearest=found.nearest) if found.nearest else ""
    output.tell(wrapped(f"{text} {hint}", output.width()))
    return FAILED


def _usage() -> int:
    raise click.UsageError(
        "Give a role and an app (explain college tiktok), or the code of a message (explain POL104)."
    )
