"""`apparaten init`."""

import re
from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import tell_problems
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.render.pieces import line, wrapped

TYPES = ("gemeente", "gemeenschappelijke-regeling", "provincie", "waterschap", "other")
_COMMIT = re.compile(r"@[0-9a-f]{40}")
_SHOWN = 10
"""Files that exist already, told by name."""


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--name",
    default="Gemeente Voorbeeld",
    show_default=True,
    help="The organisation, as it stands on letters.",
)
@click.option("--id", "key", default="voorbeeld", show_default=True, help="Its short name, in small letters.")
@click.option("--type", "sort", type=click.Choice(TYPES), default="gemeente", show_default=True)
@click.option(
    "--contact", default="meldpunt@voorbeeld.example", show_default=True, help="Where people report."
)
@click.option("--tenant-id", default="", help="The tenant in Entra; without it the embedded tenant.")
@click.option("--domain", default="", help="A domain of that tenant.")
@click.option("--ci", type=click.Choice(["github"]), help="Write a pipeline as well.")
@click.option(
    "--package",
    default="",
    metavar="SPEC",
    help="Where the pipeline gets apparaten: a requirement for pip, at a full commit.",
)
@click.option("--owner", default="@OWNER/beheer", show_default=True, help="Who reviews, for CODEOWNERS.")
@click.pass_obj
def command(
    context: Context, folder: Path, name: str, key: str, sort: str, contact: str, tenant_id: str, domain: str, ci: str | None,
    package: str, owner: str,
) -> int:  # fmt: skip
    """Start a policy repository: a few roles, the whole catalogue, and with --ci a pipeline. Overwrites nothing."""
    from managed_apparaten.render.starter import Answers, starter
    from managed_apparaten.workflow.init import judged, started

    if bool(tenant_id) != bool(domain):
        raise click.UsageError("A tenant has both: --tenant-id and --domain.")
    if bool(ci) != bool(package):
        raise click.UsageError(
            "A pipeline needs both: --ci github --package 'managed-apparaten @ git+https://HOST/REPOSITORY@COMMIT'."
        )
    answers = Answers(key, name, sort, contact, owner, context.on, tenant_id, domain, package)
    files = starter(answers, context.words)
    problems = judged(files, "policies", context.on)
    if problems:
        tell_problems(problems, context)
        return FAILED
    there = started(folder, files, context.written)
    words = context.words
    if there:
        output.tell(wrapped(words.say("init.exists", n=words.number(len(there))), output.width()))
        output.tell(line(f"  {path}") for path in there[:_SHOWN])
        return FAILED
    output.show(
        wrapped(words.say("init.done", n=words.number(len(files)), folder=folder.as_posix()), output.width())
    )
    if package and not _COMMIT.search(package):
        output.tell(wrapped(words.say("init.not-pinned"), output.width()))
    return DONE
