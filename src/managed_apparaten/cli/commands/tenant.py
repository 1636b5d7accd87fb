"""`apparaten tenant`: the embedded tenant itself."""

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.commands.tenant_approval import approve, protect
from managed_apparaten.cli.commands.tenant_import import import_folder
from managed_apparaten.cli.commands.tenant_replay import replay
from managed_apparaten.cli.commands.tenant_rules import rules
from managed_apparaten.cli.commands.tenant_serve import serve
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.target import embedded, remove
from managed_apparaten.emulator.core.store import AuditEntry
from managed_apparaten.emulator.worlds.scale import Size
from managed_apparaten.render.json import FORMAT_VERSION, dumps
from managed_apparaten.render.pieces import Line, Piece, columns, line, wrapped

ACTIONS = frozenset({"assign", "targetApps", "scheduleActionsForRules", "setPriority"})
VERBS = {"POST": "create", "PATCH": "update", "PUT": "update", "DELETE": "delete"}
COUNT = click.IntRange(0, 1_000_000)
FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
@click.pass_obj
def command(context: Context) -> None:
    """Look into the embedded tenant, or begin it anew."""
    if not context.embedded:
        raise click.UsageError(
            f"These commands are for the embedded tenant, not for --tenant {context.tenant}."
        )


command.add_command(serve)
command.add_command(rules)
command.add_command(protect)
command.add_command(approve)
command.add_command(import_folder)
command.add_command(replay)


@command.command()
@click.option("--people", type=COUNT, default=0, metavar="N", help="Grow to so many people.")
@click.option("--devices", type=COUNT, default=0, metavar="N", help="Grow to so many devices.")
@click.option(
    "--foreign", type=COUNT, default=0, metavar="N", help="Grow to so many policies that are not ours."
)
@click.pass_obj
def seed(context: Context, people: int, devices: int, foreign: int) -> int:
    """Make it: people, groups, devices and policies of others."""
    if context.tenant_file.exists():
        output.tell(
            wrapped(context.words.say("cli.tenant.exists", path=str(context.tenant_file)), output.width())
        )
        return FAILED
    context.written.add_file(context.tenant_file)
    with embedded(context, size=Size(people, devices, foreign)):
        return DONE


@command.command()
@click.pass_obj
def reset(context: Context) -> int:
    """Throw it away, with its journal and lock."""
    if context.tenant_file.exists():
        context.written.add_file(context.tenant_file)
    key = "cli.tenant.reset" if remove(context) else "cli.tenant.absent"
    output.tell(wrapped(context.words.say(key, path=str(context.tenant_file)), output.width()))
    return DONE


@command.command()
@FORM
@click.pass_obj
def show(context: Context, form: str) -> int:
    """Print what is in it, and how many requests it has had."""
    with embedded(context) as tenant:
        counts = tenant.counts()
    objects, requests = dict(sorted(counts.objects.items())), dict(sorted(counts.requests.items()))
    if form == "json":
        waits = {"throttled": counts.throttled, "early_retries": counts.early}
        output.data(
            dumps({"format_version": FORMAT_VERSION, "objects": objects, "requests": requests, **waits})
        )
        return DONE
    words = context.words
    rows = [[name, words.number(number)] for name, number in objects.items()]
    made = [
        [f"{words.say('cli.tenant.requests')} {method}", words.number(number)]
        for method, number in requests.items()
    ]
    waits_shown = (("cli.tenant.throttled", counts.throttled), ("cli.tenant.early", counts.early))
    made += [[words.say(key), words.number(number)] for key, number in waits_shown if number]
    output.show(line(text) for text in columns([*rows, *made]))
    return DONE


@command.command()
@FORM
@click.pass_obj
def audit(context: Context, form: str) -> int:
    """Print every write that was asked for, oldest first."""
    with embedded(context) as tenant:
        entries = tenant.audit()
    if form == "json":
        output.data(
            dumps({"format_version": FORMAT_VERSION, "writes": [_entry_json(entry) for entry in entries]})
        )
        return DONE
    output.show(_entry_lines(entries))
    words = context.words
    total = (
        words.count("cli.count.write", len(entries)) + "." if entries else words.say("cli.tenant.no-writes")
    )
    output.show([line(Piece(total, "strong"))])
    return DONE


def _entry_json(entry: AuditEntry) -> dict[str, object]:
    names = ("seq", "at", "actor", "method", "url", "status", "type", "object_id", "name", "before", "after")
    return {name: getattr(entry, name) for name in names}


def _entry_lines(entries: list[AuditEntry]) -> list[Line]:
    """One line a write: number, time, actor, what was done to which object, and the answer when it was a refusal."""
    rows = [[str(e.seq), e.at[:19].replace("T", " "), e.actor, _verb(e), e.name] for e in entries]
    return [line(text) for text in columns(rows)]


def _verb(entry: AuditEntry) -> str:
    """`create`, `update`, `delete`, or the action's own name."""
    last = entry.url.rpartition("/")[2]
    action = last if entry.method == "POST" and last in ACTIONS else VERBS[entry.method]
    return action if entry.status < 300 else f"{action} ({entry.status})"
