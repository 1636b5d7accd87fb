"""The `apparaten` command: global options, commands loaded when they are used, exit codes, and the last line of defence.

`--help` imports click and nothing else of weight; each command module is imported when it is run.
"""

import difflib
import gc
import importlib
import io
import itertools
import math
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import click

from managed_apparaten import __version__
from managed_apparaten.cli import output
from managed_apparaten.cli.context import day_of, known_mode, known_tenant, narrowed, settle
from managed_apparaten.cli.exit_codes import CHANGES, DONE, FAILED, PARTLY
from managed_apparaten.cli.interrupt import end_at_once, hear_no_more
from managed_apparaten.graph.changes_made import ChangesMade
from managed_apparaten.graph.signin.clouds import CLOUDS
from managed_apparaten.render.escape import visible
from managed_apparaten.render.pieces import wrapped
from managed_apparaten.render.words import Words

COMMANDS = {
    "init": "start a policy repository, with a pipeline if you like",
    "validate": "check the policy files: syntax, references, meaning; all errors at once",
    "compile": "turn the policies into Intune objects, one JSON file an address",
    "plan": "compare with the tenant and show what would change, and why",
    "apply": "make the tenant as planned; only what was reviewed",
    "snapshot": "keep what a plan needs of the tenant in a file, without names of people",
    "show": "print a stored plan again",
    "explain": "why an app is blocked or allowed for a role; or what an error code means",
    "doctor": "what is missing before a plan or an apply can work, and how to grant it",
    "catalogue": "what the catalogue does not know of an app, and what the App Store can add",
    "export": "what other systems need of the policy: websites to block",
    "tenant": "seed, reset or look into the embedded tenant",
}
_FILES_SHOWN = 3
NOT_ON_WINDOWS = """apparaten runs on Linux and macOS: its lock and its journal lean on what they do to files. On Windows run it in WSL:
https://learn.microsoft.com/windows/wsl/install
Nothing was changed."""
TAKE_A_VALUE = frozenset(
    {
        "--lang",
        "--policies",
        "--tenant",
        "--auth",
        "--cloud",
        "--state",
        "--date",
        "--organisation",
        "--workers",
        "--deadline",
    }
)
"""The global options; no command has one of the same name."""


@dataclass(slots=True)
class Command:
    """One command line while it runs: what is known of it when it ends otherwise than by itself."""

    written: ChangesMade = field(default_factory=ChangesMade)
    words: Words = field(default_factory=lambda: Words("en"))
    decided: Callable[[], None] = lambda: None
    """Called when it is known how it ends, before that is told."""

    def failed(self) -> int:
        """The exit code of a command that could not go on."""
        return PARTLY if self.written else FAILED

    def told_written(self) -> str:
        """What was written until now; empty when nothing was."""
        tenant = self.words.say("cli.end.written") if self.written.count else ""
        names = [visible(name) for name in dict.fromkeys(self.written.files)]
        shown, more = names[:_FILES_SHOWN], len(names) - _FILES_SHOWN
        files = (
            self.words.say("cli.more", names=", ".join(shown), n=self.words.number(more))
            if more > 0
            else self.words.listed(shown)
        )
        return " ".join(filter(None, (tenant, self.words.say("cli.end.files", files=files) if names else "")))


class Outside(Exception):
    """What the system said to one of our calls. Click would take a broken pipe for its own, and end with 1 whatever was done."""

    def __init__(self, problem: OSError) -> None:
        super().__init__(str(problem))
        self.problem = problem


@contextmanager
def _outside() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise Outside(problem) from problem


EXIT_CODES = """\b
Exit codes:
  0  done, or no changes
  1  error, nothing was written
  2  changes present (plan --detailed-exitcode)
  3  done partly, and says what was written; apply again to go on
  4  refused: stale plan, guard, ambiguity
  5  waiting for approval"""


class LazyGroup(click.Group):
    """Knows the names of the commands, and loads `cli/commands/<name>.py` only for the one that runs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Global options may stand behind the command as well: people type `apparaten plan --lang nl`."""
        return super().parse_args(ctx, hoisted(args))

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the command line; `--help` and `--version` print here."""
        with _outside():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _outside():
            return super().invoke(ctx)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The order of the table above, which is the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The `command` of the module with that name; a name that does not exist is a usage error."""
        if cmd_name not in COMMANDS:
            near = difflib.get_close_matches(cmd_name, COMMANDS, n=1)
            ctx.fail(f"There is no command {cmd_name!r}." + (f" Did you mean {near[0]!r}?" if near else ""))
        command: click.Command = importlib.import_module(f"managed_apparaten.cli.commands.{cmd_name}").command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without loading a command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


A_YEAR = 525_600
"""Minutes: more than that is no deadline, and more than the system can wait for."""


def _a_number(_ctx: click.Context, _param: click.Parameter, value: float | None) -> float | None:
    """Refuse `nan`, which lies in every range."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("give a number of minutes.")
    return value


@click.group(
    cls=LazyGroup,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--lang",
    type=click.Choice(["nl", "en"]),
    envvar="APPARATEN_LANG",
    help="Language; otherwise the organisation's.",
)
@click.option(
    "--policies",
    type=click.Path(path_type=Path),
    default="policies",
    show_default=True,
    metavar="DIR",
    help="The policy files.",
)
@click.option("--tenant", callback=known_tenant, default="embedded", show_default=True, metavar="embedded|real|URL|FILE",
              help="The tenant to plan against and apply to.")  # fmt: skip
@click.option(
    "--auth",
    callback=known_mode,
    envvar="APPARATEN_AUTH",
    metavar="MODE",
    help="How to sign in to a real tenant.",
)
@click.option(
    "--cloud",
    type=click.Choice(list(CLOUDS)),
    envvar="APPARATEN_CLOUD",
    help="Microsoft's cloud of a real tenant.",
)
@click.option("--state", type=click.Path(path_type=Path), default=".apparaten", show_default=True, metavar="DIR", envvar="APPARATEN_STATE",
              help="Where the embedded tenant, the journal and locks live.")  # fmt: skip
@click.option(
    "--date", "day", callback=day_of, metavar="YYYY-MM-DD", help="Evaluate for this day instead of today."
)
@click.option("--organisation", envvar="APPARATEN_ORGANISATION", metavar="NAME,...|all",
              help="Which, where the policies hold several; exit 3 when some went well and some did not.")  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Organisations at the same time; 8, one when embedded."
)
@click.option(
    "--deadline",
    type=click.FloatRange(0, A_YEAR, min_open=True),
    callback=_a_number,
    metavar="MINUTES",
    help="Time for all of it together.",
)
@click.version_option(__version__, prog_name="apparaten", message="%(prog)s %(version)s")
@click.pass_context
def main(
    ctx: click.Context, lang: str | None, policies: Path, tenant: str, auth: str | None, cloud: str | None, state: Path, day: date | None,
    organisation: str | None, workers: int | None, deadline: float | None,
) -> None:  # fmt: skip
    """App policy for managed devices as code: YAML in, a reviewed plan, Intune objects out."""
    context = settle(lang, policies, tenant, state, day, auth, cloud, organisation)
    if isinstance(ctx.obj, Command):
        ctx.obj.words = context.words
        context = replace(context, written=ctx.obj.written)
    ctx.obj = narrowed(context, organisation, workers, deadline, ctx.invoked_subcommand)
    output.until(ctx.obj.until)


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The same arguments with the global options first; what follows `--` is left alone."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments[:end])
    for word in words:
        if word.partition("=")[0] not in TAKE_A_VALUE:
            rest.append(word)
        else:
            front += [word] if "=" in word else [word, *itertools.islice(words, 1)]
    return [*front, *rest, *arguments[end:]]


OBJECTS = 50_000
"""New objects between two searches for rings of forgotten ones. A command makes a million that it keeps, so Python's own 700 is a tenth
of its time; a fleet is still cleaned up after."""


def run(arguments: Sequence[str], command: Command | None = None) -> int:
    """Run one command line and return its exit code. Our own mistakes are raised."""
    command = command or Command()
    output.begin()
    code = _ran(arguments, command)
    command.decided()
    output.flush()
    if lost := output.lost():
        unread = command.words.say("cli.end.unread") if isinstance(lost, TimeoutError) else ""
        _tell(
            command.words.say(
                "cli.end.lost", problem=unread or ascii_lines(lost.strerror or str(lost)).strip()
            )
        )
    if code == FAILED or (lost and code in (DONE, CHANGES)):
        code = command.failed()
        _tell(command.told_written())
    return code


def _ran(arguments: Sequence[str], command: Command) -> int:
    """The exit code that it comes to: what was done counts, whatever then made it end."""
    try:
        code = main.main(list(arguments), prog_name="apparaten", standalone_mode=False, obj=command)
    except click.ClickException as problem:
        shown = io.StringIO()
        problem.show(shown)
        output.bare(shown.getvalue())
    except (click.Abort, KeyboardInterrupt):
        output.bare(f"\n{command.words.say('cli.end.interrupted')}\n")
    except Outside as outside:
        output.flush()
        if isinstance(outside.problem, BrokenPipeError) and _of_click(outside.problem):
            return DONE  # the reader of `--help` has seen enough
        output.bare(ascii_lines(f"Error: {told(outside.problem)}"))
    else:
        return code if isinstance(code, int) else DONE
    return FAILED


def _of_click(problem: OSError) -> bool:
    """Whether click was printing, which it does for `--help` and `--version` alone: what commands print goes through `output`. Whether
    anything is left to be flushed says nothing, as a stream that keeps nothing back (`PYTHONUNBUFFERED`) never has."""
    return any(frame.f_code is click.echo.__code__ for frame, _ in traceback.walk_tb(problem.__traceback__))


def _tell(text: str) -> None:
    output.tell(wrapped(text, output.PIPED_WIDTH))


def entry() -> None:
    """What the console script calls."""
    sys.excepthook = crash
    if sys.platform == "win32":
        sys.exit(NOT_ON_WINDOWS)
    gc.set_threshold(OBJECTS)
    _open_streams()
    _leave_no_core()
    end_at_once()
    command = Command(decided=hear_no_more)
    try:
        code = run(sys.argv[1:], command)
    except Exception as problem:  # noqa: BLE001 - the one broad catch
        crash(type(problem), problem, problem.__traceback__)
        code = command.failed()
        _tell(command.told_written())
    output.flush()
    sys.exit(code)


def _leave_no_core() -> None:
    """Let a crash of Python itself write no image of the memory: tokens are in it."""
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _open_streams() -> None:
    """Let the three standard streams be there, with a way out for every character. One that whoever started us had closed (`>&-`) goes
    nowhere: the next file that we open would otherwise take its place, and be printed into."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def crash(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """Say that it is our mistake and how to report it."""
    if os.environ.get("APPARATEN_DEBUG") == "1":
        output.bare(ascii_lines("".join(traceback.format_exception(kind, problem, trace))))
        return
    frame = traceback.extract_tb(trace)[-1] if trace else None
    where = f" in {Path(frame.filename).name}:{frame.lineno}" if frame else ""
    output.bare(
        f"apparaten {__version__} crashed: {kind.__name__}{where}. This is a mistake in apparaten, not in your files.\n"
        "Run `apparaten plan` to see what state the tenant is in. To report it, run the same command with\n"
        "APPARATEN_DEBUG=1 and send what it prints; read it first, it can hold names from your files.\n"
    )


def told(problem: OSError) -> str:
    """What the system says, and about which file."""
    return f"{problem.strerror or problem}: {problem.filename or ''}".rstrip(": ")


def ascii_lines(text: str) -> str:
    """Line by line without control characters: an exception's text can hold names from the tenant."""
    return "".join(
        row.encode("ascii", "backslashreplace").decode().translate(_NO_CONTROLS) + "\n"
        for row in text.splitlines()
    )


_NO_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), 127)}
