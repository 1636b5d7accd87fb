"""`apparaten catalogue`: what the catalogue does not know, and what Apple can add."""

import json

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.app_store import APPLE, Lookup, NoAnswer
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import ready, tell_problems
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune.catalogue_gaps import gaps
from managed_apparaten.policy.app_store import COUNTRIES, Proposal, StoreLookup, questions
from managed_apparaten.render.catalogue import gaps_json, gaps_lines
from managed_apparaten.render.json import FORMAT_VERSION, dumps, span
from managed_apparaten.render.pieces import BLANK, Line, line, wrapped
from managed_apparaten.render.words import Words, place

FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def command() -> None:
    """Look into the catalogue of apps: what is missing, and what the App Store can add."""


@command.command()
@FORM
@click.option(
    "--strict", is_flag=True, help="Exit 1 when an app of an advisory or an approved app has a gap."
)
@click.pass_obj
def check(context: Context, form: str, strict: bool) -> int:
    """List the gaps: identifiers by platform and evidence, approved apps without a usable one, control without a source."""
    found = ready(context)
    if found is None:
        return FAILED
    told = gaps(found[0].policy, found[0].resolved)
    if form == "json":
        output.data(dumps(gaps_json(told)))
    else:
        output.show(gaps_lines(told, context.words, output.width()))
    return FAILED if strict and told.any else DONE


@command.command()
@FORM
@click.option(
    "--country",
    "countries",
    type=click.Choice(COUNTRIES),
    multiple=True,
    help="Ask this store only; may be repeated.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 3600),
    default=120.0,
    show_default=True,
    help="Time for all of it together.",
)
@click.option("--url", default=APPLE, show_default=True, help="The lookup service; another one for a test.")
@click.pass_obj
def resolve(context: Context, form: str, countries: tuple[str, ...], seconds: float, url: str) -> int:
    """Ask Apple's public lookup service for bundle ids that have no source, and print what could be written. Writes nothing."""
    found = ready(context)
    if found is None:
        return FAILED
    asked = questions(found[0].policy.apps.values())
    stores = countries or COUNTRIES
    try:
        proposals = Lookup(SystemClock(), seconds, url.rstrip("/")).ask(asked, stores) if asked else ()
    except ValueError:
        raise click.UsageError(f"--url takes an https address, or http on this machine: {url}") from None
    except NoAnswer as failed:
        tell_problems([failed.diagnostic], context)
        return FAILED
    if form == "json":
        output.data(dumps(_as_json(asked, proposals, context)))
    else:
        output.show(_lines(asked, proposals, stores, context))
    return DONE


def _lines(
    asked: tuple[StoreLookup, ...], proposals: tuple[Proposal, ...], stores: tuple[str, ...], context: Context
) -> list[Line]:
    words, width = context.words, output.width()
    if not asked:
        return wrapped(words.say("catalogue.resolve.nothing"), width)
    lines: list[Line] = []
    for proposal in proposals:
        lines += [*_proposal(proposal, context, words, width), BLANK]
    answered = {id(proposal.question) for proposal in proposals}
    absent = sorted({question.app.name for question in asked if id(question) not in answered})
    if absent:
        lines += wrapped(
            words.say("catalogue.resolve.absent", countries=", ".join(stores), apps=", ".join(absent)), width
        )
    counts = {"n": words.number(len(proposals)), "total": words.number(len(asked))}
    return [*lines, *wrapped(words.say("catalogue.resolve.asked", **counts), width, tone="strong")]


def _proposal(proposal: Proposal, context: Context, words: Words, width: int) -> list[Line]:
    """Remarks as comments, and lines of YAML to take over."""
    app, listing, where = proposal.question.app, proposal.listing, place(proposal.question.identifier.span)
    head = words.say(
        "catalogue.resolve.head", app=app.name, place=where, name=listing.name, seller=listing.seller
    )
    lines = wrapped(head, width, "#   ", first="# ")
    if proposal.sort == "other":
        other = words.say(
            "catalogue.resolve.other",
            app=app.name,
            place=where,
            value=listing.bundle_id,
            known=", ".join(proposal.known),
        )
        return [*lines, *wrapped(other, width, "#   ", first="# ")]
    if proposal.sort == "new":
        lines += [
            line("    identifiers:"),
            line("      ios:"),
            line(f"        bundle-ids: [{listing.bundle_id}]"),
        ]
    else:
        lines += wrapped(words.say("catalogue.resolve.confirms"), width, "#   ", first="# ")
    seen = f"{{source: {json.dumps(proposal.source)}, date: {context.on.isoformat()}}}"
    return [*lines, line("    verified:"), line(f'      "ios:{listing.bundle_id}": {seen}')]


def _as_json(asked: tuple[StoreLookup, ...], proposals: tuple[Proposal, ...], context: Context) -> JSON:
    return {
        "format_version": FORMAT_VERSION,
        "asked": len(asked),
        "date": context.on.isoformat(),
        "proposals": [
            {"app": p.question.app.id, "place": span(p.question.identifier.span), "sort": p.sort, "bundle_id": p.listing.bundle_id,
             "app_store_id": p.listing.number, "name": p.listing.name, "seller": p.listing.seller, "country": p.listing.country,
             "known": list(p.known), "source": p.source}
            for p in proposals
        ],
    }  # fmt: skip
