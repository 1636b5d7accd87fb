"""The first half of most commands: check the files, tell what is wrong, go on only when nothing is."""

from collections import Counter
from collections.abc import Sequence

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.render.pieces import Line, Piece, line
from managed_apparaten.render.problems import problem_lines
from managed_apparaten.render.snippet import summary
from managed_apparaten.workflow.check import Checked, Ready, check


def ready(context: Context) -> Ready | None:
    """Policies without errors, or None after the errors were told."""
    output.progress(context.words.say("cli.progress.checking"))
    checked = check(context.policies, context.on)
    output.progress("")
    if checked.ready is None:
        tell_problems([d for d in checked.diagnostics if d.severity == "error"], checked, context)
    return checked.ready


def tell_problems(diagnostics: Sequence[Diagnostic], checked: Checked | None, context: Context, *, full: bool = False) -> None:
    """Print problems with their lines of policy, how many there are, and that nothing was done."""
    if diagnostics:
        tell_bare(diagnostics, checked, context, full=full)
        output.tell(_closing(diagnostics, checked, context))


def tell_bare(diagnostics: Sequence[Diagnostic], checked: Checked | None, context: Context, *, full: bool = False) -> None:
    """The problems alone, where somebody else says what state things are in."""
    output.tell(problem_lines(diagnostics, checked.sources if checked else {}, context.words, output.width(), full=full))


_OF_FILES = ("POL", "RES", "KND")


def tell_remarks(diagnostics: Sequence[Diagnostic], context: Context) -> None:
    """What a plan brought up: all that the tenant showed, and of the files only how much there is, because `validate` tells it."""
    of_files = [d for d in diagnostics if d.code.startswith(_OF_FILES) and d.severity != "error"]
    tell_problems([d for d in diagnostics if d not in of_files], None, context)
    if of_files:
        words, count = context.words, Counter(d.severity for d in of_files)
        keys = {"warning": "cli.count.warning", "note": "cli.count.note"}
        told = words.listed([words.count(keys[severity], count[severity]) for severity in ("warning", "note") if count[severity]])
        output.tell([line(Piece(words.say("cli.remarks", counts=told), "quiet"))])


def _closing(diagnostics: Sequence[Diagnostic], checked: Checked | None, context: Context) -> list[Line]:
    """How many there are, and what state things are in."""
    words = context.words
    if not any(d.severity == "error" for d in diagnostics) and not checked:
        return []
    if checked:
        return [line(Piece(summary(diagnostics, words.lang), "strong"))]
    more = words.say("cli.explain-code", code=diagnostics[-1].code)
    return [line(Piece(words.say("cli.nothing-changed"), "strong"), "      ", Piece(more, "quiet"))]
