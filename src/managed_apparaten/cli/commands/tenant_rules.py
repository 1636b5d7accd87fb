"""`apparaten tenant rules`: how the embedded tenant behaves, and how that is known."""

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE
from managed_apparaten.emulator.core.behaviour import TABLE, Behaviour
from managed_apparaten.emulator.service import permissions
from managed_apparaten.render.json import FORMAT_VERSION, dumps
from managed_apparaten.render.pieces import Line, Piece, line, wrapped


@click.command()
@click.option("--assumptions", is_flag=True, help="Only what nobody could verify.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def rules(context: Context, assumptions: bool, form: str) -> int:
    """Print how it behaves, and how that is known."""
    rows = [row for row in TABLE if row.evidence == "assumption" or not assumptions]
    counts = permissions.count_by_evidence()
    if form == "json":
        output.data(
            dumps(
                {
                    "format_version": FORMAT_VERSION,
                    "behaviours": [_as_json(row) for row in rows],
                    "permissions": dict(counts),
                }
            )
        )
        return DONE
    words = context.words
    for row in rows:
        output.show(_entry(row, words.say("cli.tenant.rules.off")))
    assumed = sum(row.evidence == "assumption" for row in TABLE)
    total = words.say("cli.tenant.rules.total", total=words.number(len(TABLE)), assumed=words.number(assumed))
    output.show([line(Piece(total, "strong"))])
    numbers = {name: words.number(counts[name]) for name in ("list", "page", "near", "assumed")}
    routes = words.say("cli.tenant.rules.permissions", routes=words.number(sum(counts.values())), **numbers)
    output.show(wrapped(routes, output.width()))
    return DONE


def _entry(row: Behaviour, off: str) -> list[Line]:
    head = [
        Piece(row.name, "strong"),
        Piece(f"  {row.evidence}"),
        *([] if row.default else [Piece(f"  {off}")]),
    ]
    return [
        line(*head),
        *wrapped(f"  {row.rule}", output.width()),
        *wrapped(f"  ({row.source})", output.width()),
    ]


def _as_json(row: Behaviour) -> dict[str, object]:
    return {
        "name": row.name,
        "rule": row.rule,
        "evidence": row.evidence,
        "source": row.source,
        "default": row.default,
    }
