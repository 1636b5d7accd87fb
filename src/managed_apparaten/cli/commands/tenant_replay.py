"""`apparaten tenant replay`: does the embedded tenant answer as the recorded one did?"""

from collections.abc import Iterable
from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import tell_problems
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.planfiles import not_plain
from managed_apparaten.cli.target import embedded
from managed_apparaten.core.files import FileRefused, read_regular_file
from managed_apparaten.emulator.recording.file import NoRecording, RecordedExchange, load
from managed_apparaten.emulator.recording.replay import AnswerDifference, Replay, play
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.render.escape import visible
from managed_apparaten.render.json import FORMAT_VERSION, dumps
from managed_apparaten.render.pieces import Line, Piece, line, wrapped
from managed_apparaten.render.words import Words

MAX_BYTES = 256 * 1024 * 1024
REASONS = ("throttled", "permission", "unknown")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def replay(context: Context, file: Path, form: str) -> int:
    """Play a recording against it, and print what differs."""
    words = context.words
    try:
        exchanges = list(load(read_regular_file(file, MAX_BYTES).splitlines()))
    except NoRecording as problem:
        said = words.say(
            "cli.tenant.replay.no-recording", path=visible(str(file)), number=words.number(problem.args[0])
        )
        output.tell(wrapped(said, output.width()))
        return FAILED
    except FileRefused as refused:
        tell_problems([not_plain(refused)], context)
        return FAILED
    except OSError as problem:
        said = words.say("cli.tenant.replay.no-file", path=visible(str(file)), problem=str(problem.strerror))
        output.tell(wrapped(said, output.width()))
        return FAILED
    with embedded(context) as tenant:
        found = _played(tenant, exchanges)
    if form == "json":
        rows = [
            {name: getattr(one, name) for name in AnswerDifference.__slots__} for one in found.differences
        ]
        output.data(
            dumps(
                {
                    "format_version": FORMAT_VERSION,
                    "compared": found.compared,
                    "skipped": found.skipped,
                    "differences": rows,
                }
            )
        )
    else:
        output.show(_lines(words, found))
    return FAILED if found.differences else DONE


def _played(tenant: Tenant, exchanges: Iterable[RecordedExchange]) -> Replay:
    """On a copy in memory: the tenant itself stays as it is."""
    state = tenant.snapshot()
    copy = Tenant.open(None, clock=tenant.world.clock)
    try:
        copy.restore(state)
        return play(copy, exchanges)
    finally:
        copy.close()
        state.close()


def _lines(words: Words, found: Replay) -> list[Line]:
    """Each difference where it was first seen, with how often; then the totals."""
    seen: dict[tuple[str, ...], list[AnswerDifference]] = {}
    for one in found.differences:
        seen.setdefault((one.method, one.what, one.where, one.recorded, one.here), []).append(one)
    lines = [line(_said(words, same)) for same in seen.values()]
    skipped = {name: words.number(found.skipped.get(name, 0)) for name in REASONS}
    counted = {"compared": words.number(found.compared), "differing": words.number(len(found.differences))}
    return [*lines, line(Piece(words.say("cli.tenant.replay.total", **counted, **skipped), "strong"))]


def _said(words: Words, same: list[AnswerDifference]) -> str:
    first = same[0]
    told = {name: visible(getattr(first, name)) for name in ("where", "recorded", "here")}
    often = (
        f" ({words.say('cli.tenant.replay.often', number=words.number(len(same)))})" if len(same) > 1 else ""
    )
    return f"{first.number} {first.method} {visible(first.path)}: {words.say(f'cli.tenant.replay.{first.what}', **told)}{often}"
