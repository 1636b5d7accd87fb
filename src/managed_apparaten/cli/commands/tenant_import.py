"""`apparaten tenant import`: a folder of exported policies into the embedded tenant, as objects of others."""

from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.target import embedded
from managed_apparaten.emulator.worlds.intake import ImportedFile, ImportReport, take
from managed_apparaten.render.escape import visible
from managed_apparaten.render.json import FORMAT_VERSION, dumps
from managed_apparaten.render.pieces import Line, Piece, line, wrapped
from managed_apparaten.render.words import Words


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--make-groups", is_flag=True, help="Make groups that assignments name and that are not there.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def import_folder(context: Context, folder: Path, make_groups: bool, form: str) -> int:
    """Take in a folder that IntuneCD or IntuneManagement wrote."""
    try:
        with embedded(context) as tenant:
            report = take(tenant, folder, make_groups=make_groups)
            if report.groups or "imported" in report.counts():
                context.written.add_file(context.tenant_file)
    except OSError as problem:
        output.tell(
            wrapped(
                context.words.say(
                    "cli.tenant.import.no-folder", path=visible(str(folder)), problem=str(problem.strerror)
                ),
                140,
            )
        )
        return FAILED
    if form == "json":
        output.data(
            dumps(
                {
                    "format_version": FORMAT_VERSION,
                    "files": [_as_json(one) for one in report.outcomes],
                    "groups": report.groups,
                }
            )
        )
    else:
        output.show(_lines(context.words, report, folder))
    return FAILED if report.counts().keys() & {"refused", "unreadable"} else DONE


def _as_json(one: ImportedFile) -> dict[str, object]:
    remarks = [{"key": remark.key, "what": remark.what} for remark in one.remarks]
    return {
        **{name: getattr(one, name) for name in ("path", "result", "type", "name", "id", "why")},
        "remarks": remarks,
    }


def _lines(words: Words, report: ImportReport, folder: Path) -> list[Line]:
    """A line for each file that did not come in whole, and the totals."""
    if not report.outcomes:
        return [line(words.say("cli.tenant.import.empty", path=visible(str(folder))))]
    found = [line(f"{visible(one.path)}: {said}") for one in report.outcomes for said in _said(words, one)]
    found += [line(words.say("cli.tenant.import.made", name=visible(name))) for name in report.groups]
    counts = report.counts()
    beside = sum(counts.get(result, 0) for result in ("beside", "built-in", "there", "left"))
    numbers = {"imported": "imported", "refused": "refused", "unserved": "not-served", "unread": "unreadable"}
    shown = {name: words.number(counts.get(result, 0)) for name, result in numbers.items()}
    return [
        *found,
        line(Piece(words.say("cli.tenant.import.total", **shown, beside=words.number(beside)), "strong")),
    ]


def _said(words: Words, one: ImportedFile) -> list[str]:
    """What there is to say about a file; nothing for one that came in whole."""
    if one.result == "unreadable":
        return [words.say(f"cli.tenant.import.unreadable.{one.why}")]
    if one.result == "not-served" and not one.type:
        return [words.say("cli.tenant.import.not-served.unknown")]
    known = {"refused": {"why": visible(one.why)}, "not-served": {"type": visible(one.type)}, "left": {}}
    if one.result in known:
        return [words.say(f"cli.tenant.import.{one.result}", **known[one.result])]
    return [
        words.say(f"cli.tenant.import.remark.{remark.key}", what=visible(remark.what))
        for remark in one.remarks
    ]
