"""The `apparaten` command: global options, commands loaded when they are used, exit codes, and the last line of defence.

`--help` imports click and nothing else of weight; each command module is imported when it is run.
"""

import difflib
import gc
import importlib
import itertools
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType

import click

from managed_apparaten import __version__
from managed_apparaten.cli.context import day_of, known_mode, known_tenant, narrowed, settle
from managed_apparaten.graph.clouds import CLOUDS

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
    "tenant": "seed, reset or look into the embedded tenant",
}
NOT_ON_WINDOWS = """apparaten runs on Linux and macOS: its lock and its journal lean on what they do to files. On Windows run it in WSL:
https://learn.microsoft.com/windows/wsl/install
Nothing was changed."""
TAKE_A_VALUE = frozenset(
    {"--lang", "--policies", "--tenant", "--auth", "--cloud", "--state", "--date", "--organisation", "--workers", "--deadline"}
)
"""The global options; no command has one of the same name."""
EXIT_CODES = """\b
Exit codes:
  0  done, or no changes
  1  error, nothing was written
  2  changes present (plan --detailed-exitcode)
  3  applied partly; apply again to go on
  4  refused: stale plan, guard, ambiguity
  5  waiting for approval"""


class LazyGroup(click.Group):
    """Knows the names of the commands, and loads `cli/commands/<name>.py` only for the one that runs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Global options may stand behind the command as well: people type `apparaten plan --lang nl`."""
        return super().parse_args(ctx, hoisted(args))

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


@click.group(cls=LazyGroup, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--lang", type=click.Choice(["nl", "en"]), envvar="APPARATEN_LANG", help="Language; otherwise the organisation's.")
@click.option("--policies", type=click.Path(path_type=Path), default="policies", show_default=True, metavar="DIR", help="The policy files.")
@click.option("--tenant", callback=known_tenant, default="embedded", show_default=True, metavar="embedded|real|URL|FILE",
              help="The tenant to plan against and apply to.")  # fmt: skip
@click.option("--auth", callback=known_mode, envvar="APPARATEN_AUTH", metavar="MODE", help="How to sign in to a real tenant.")
@click.option("--cloud", type=click.Choice(list(CLOUDS)), envvar="APPARATEN_CLOUD", help="Microsoft's cloud of a real tenant.")
@click.option("--state", type=click.Path(path_type=Path), default=".apparaten", show_default=True, metavar="DIR", envvar="APPARATEN_STATE",
              help="Where the embedded tenant, the journal and locks live.")  # fmt: skip
@click.option("--date", "day", callback=day_of, metavar="YYYY-MM-DD", help="Evaluate for this day instead of today.")
@click.option("--organisation", envvar="APPARATEN_ORGANISATION", metavar="NAME,...|all",
              help="Which, where the policies hold several; exit 3 when some went well and some did not.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), help="Organisations at the same time; 8, one when embedded.")
@click.option("--deadline", type=click.FloatRange(0, min_open=True), metavar="MINUTES", help="Time for all organisations together.")
@click.version_option(__version__, prog_name="apparaten", message="%(prog)s %(version)s")
@click.pass_context
def main(
    ctx: click.Context, lang: str | None, policies: Path, tenant: str, auth: str | None, cloud: str | None, state: Path, day: date | None,
    organisation: str | None, workers: int | None, deadline: float | None,
) -> None:  # fmt: skip
    """App policy for managed devices as code: YAML in, a reviewed plan, Intune objects out."""
    context = settle(lang, policies, tenant, state, day, auth, cloud, organisation)
    ctx.obj = narrowed(context, organisation, workers, deadline, ctx.invoked_subcommand)


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


_OBJECTS = 50_000
"""New objects between two searches for rings of forgotten ones. A command makes a million that it keeps, so Python's own 700 is a tenth
of its time; a fleet is still cleaned up after."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Our own mistakes are raised."""
    try:
        code = main.main(list(arguments), prog_name="apparaten", standalone_mode=False)
    except click.ClickException as problem:
        problem.show(sys.stderr)
        return 1
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("\nInterrupted.\n")
        return 1
    except OSError as problem:
        sys.stderr.write(ascii_lines(f"Error: {problem.strerror or problem}: {problem.filename or ''}".rstrip(": ")))
        return 1
    return code if isinstance(code, int) else 0


def entry() -> None:
    """What the console script calls."""
    sys.excepthook = crash
    if sys.platform == "win32":
        sys.exit(NOT_ON_WINDOWS)
    gc.set_threshold(_OBJECTS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def crash(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """The one broad catch: say that it is our mistake and how to report it. Python itself then ends with exit code 1."""
    if os.environ.get("APPARATEN_DEBUG") == "1":
        sys.stderr.write(ascii_lines("".join(traceback.format_exception(kind, problem, trace))))
        return
    frame = traceback.extract_tb(trace)[-1] if trace else None
    where = f" in {Path(frame.filename).name}:{frame.lineno}" if frame else ""
    sys.stderr.write(
        f"apparaten {__version__} crashed: {kind.__name__}{where}. This is a mistake in apparaten, not in your files.\n"
        "Run `apparaten plan` to see what state the tenant is in. To report it, run the same command with\n"
        "APPARATEN_DEBUG=1 and send what it prints; read it first, it can hold names from your files.\n"
    )


def ascii_lines(text: str) -> str:
    """Line by line without control characters: an exception's text can hold names from the tenant."""
    return "".join(row.encode("ascii", "backslashreplace").decode().translate(_NO_CONTROLS) + "\n" for row in text.splitlines())


_NO_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), 127)}
