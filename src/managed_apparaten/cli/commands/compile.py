"""`apparaten compile`."""

from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import ready
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.core.digest import JSON, parse_json
from managed_apparaten.core.files import FileRefused, read_regular_file
from managed_apparaten.graph.changes_made import ChangesMade
from managed_apparaten.render.json import FORMAT_VERSION, dumps
from managed_apparaten.render.pieces import line
from managed_apparaten.workflow.compile import documents

MAX_BYTES = 64 * 1024 * 1024
"""Of a file that stands in the directory already."""


@click.command()
@click.option(
    "-o",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write a JSON file an address.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(context: Context, directory: Path | None, form: str) -> int:
    """Turn the policies into Intune objects, without a tenant. The same files and date give the same bytes."""
    found = ready(context)
    if found is None:
        return FAILED
    made = documents(found[0])
    if directory:
        _write(directory, {name: dumps(document) for name, document in made.items()}, context.written)
    if form == "json":
        output.data(dumps({"format_version": FORMAT_VERSION, "resources": list(made.values())}))
        return DONE
    objects = context.words.count("cli.count.object", len(made))
    if directory:
        output.show(
            [line(context.words.say("cli.compiled", objects=objects, directory=directory.as_posix()))]
        )
    else:
        output.show(
            [
                *(line(address) for address in _addresses(made)),
                line(context.words.say("cli.compiled-list", objects=objects)),
            ]
        )
    return DONE


def _addresses(made: dict[str, dict[str, object]]) -> list[str]:
    return [str(document["address"]) for document in made.values()]


def _write(directory: Path, files: dict[str, str], written: ChangesMade) -> None:
    """The files, and nothing left of objects that the policies no longer ask for."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written.add_file(path)
        path.write_bytes(text.encode())
    for path in directory.glob("*/*.json"):
        name = path.relative_to(directory).as_posix()
        if name not in files and _address(path) == name.removesuffix(".json"):
            written.add_file(path)
            path.unlink()


def _address(path: Path) -> JSON:
    """Which object an earlier compile wrote there; None for a file of somebody else."""
    try:
        found = parse_json(read_regular_file(path, MAX_BYTES))
    except (ValueError, FileRefused):
        return None
    return found.get("address") if isinstance(found, dict) else None
