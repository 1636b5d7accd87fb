"""The first half of most commands: check the files, tell what is wrong, go on only when nothing is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import IO, Any

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.core.diagnostic import Diagnostic, has_errors
from managed_apparaten.render.pieces import Piece, line
from managed_apparaten.render.problems import problem_lines
from managed_apparaten.render.snippet import summary_lines
from managed_apparaten.workflow.check import Ready, check

Sources = Mapping[str, str]
"""File -> text."""
NO_SOURCES: Sources = {}


def ready(context: Context) -> tuple[Ready, Sources] | None:
    """Policies without errors and the texts of their files, or None after the errors were told."""
    output.progress(context.words.say("cli.progress.checking"))
    checked = check(context.policies, context.on, context.organisation)
    output.progress("")
    if checked.ready is None:
        tell_file_problems(
            [d for d in checked.diagnostics if d.severity == "error"], checked.sources, context
        )
        return None
    return checked.ready, checked.sources


def tell_file_problems(
    diagnostics: Sequence[Diagnostic], sources: Sources, context: Context, *, full: bool = False
) -> None:
    """Problems of the policy files, how many there are, and that nothing was compiled."""
    if diagnostics:
        tell_bare(diagnostics, context, sources, full=full)
        output.tell(summary_lines(diagnostics, context.words.lang, output.width(), full=full))


def tell_problems(
    diagnostics: Sequence[Diagnostic], context: Context, sources: Sources = NO_SOURCES, *, full: bool = False
) -> None:
    """Any other problems; after an error, that nothing was changed."""
    if diagnostics:
        tell_bare(diagnostics, context, sources, full=full)
    if has_errors(tuple(diagnostics)):
        words = context.words
        more = words.say("cli.explain-code", code=diagnostics[-1].code)
        output.tell([line(Piece(words.say("cli.nothing-changed"), "strong"), "      ", Piece(more, "quiet"))])


def tell_bare(
    diagnostics: Sequence[Diagnostic], context: Context, sources: Sources = NO_SOURCES, *, full: bool = False
) -> None:
    """The problems alone, where somebody else says what state things are in."""
    if context.member:
        context.member.record.told(diagnostics)
    output.tell(problem_lines(diagnostics, sources, context.words, output.width(), full=full))


class NotReached(click.ClickException):
    """There is no way to the tenant; shows the messages as any other problem."""

    def __init__(
        self, diagnostic: Diagnostic, context: Context, *more: Diagnostic, sources: Sources = NO_SOURCES
    ) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic, self.context, self.more, self.sources = diagnostic, context, more, sources

    def show(self, _file: IO[Any] | None = None) -> None:
        """Tell what is missing, and that nothing was changed."""
        tell_problems([self.diagnostic, *self.more], self.context, self.sources)


_OF_FILES = ("POL", "RES", "KND")


def tell_remarks(
    diagnostics: Sequence[Diagnostic], of_files: Sequence[Diagnostic], context: Context, *, full: bool
) -> None:
    """What a plan brought up: all that the tenant showed, and of the files only how much there is, because `validate` tells it."""
    tell_problems(
        [d for d in diagnostics if d.severity == "error" or not d.code.startswith(_OF_FILES)],
        context,
        full=full,
    )
    if of_files:
        words, count = context.words, Counter(d.severity for d in of_files)
        keys = {"warning": "cli.count.warning", "note": "cli.count.note"}
        told = words.listed(
            [
                words.count(keys[severity], count[severity])
                for severity in ("warning", "note")
                if count[severity]
            ]
        )
        output.tell([line(Piece(words.say("cli.remarks", counts=told), "quiet"))])
