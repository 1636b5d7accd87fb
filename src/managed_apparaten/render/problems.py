"""Diagnostics for people and for GitHub: what, where, why, what now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.messages import advice
from managed_apparaten.render.escape import workflow_message, workflow_property
from managed_apparaten.render.pieces import BLANK, Line, Piece, Tone, line, wrapped
from managed_apparaten.render.snippet import SHOWN_BY, Extent, arguments
from managed_apparaten.render.snippet import lines as snippet_lines
from managed_apparaten.render.words import Words

_SEVERITIES = ("error", "warning", "note")
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
_TONES: dict[str, Tone] = {"error": "alarm", "warning": "warning", "note": "quiet"}
_SHOWN = {"error": 50, "warning": 2, "note": 2}
"""How many of one code are printed: every error that somebody will read; of warnings a few examples of each sort."""


def problem_lines(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, str],
    words: Words,
    width: int,
    *,
    full: bool = False,
) -> list[Line]:
    """All problems in the order given, worst last, so that the errors stand nearest to the prompt."""
    ordered = _grouped(diagnostics)
    totals, seen = Counter(d.code for d in ordered), Counter[str]()
    lines: list[Line] = []
    for found in ordered:
        seen[found.code] += 1
        limit = totals[found.code] if full else _SHOWN[found.severity]
        if seen[found.code] <= limit:
            if full or found.severity == "error":
                lines += [
                    *snippet_lines(
                        found, sources, words.lang, width=width, extent="all" if full else "names"
                    ),
                    BLANK,
                ]
            else:
                lines += _remark(found, words, width)
        elif seen[found.code] == totals[found.code]:
            lines += wrapped(_more(found.code, totals[found.code] - limit, words), width, "  ", "quiet")
    return [*lines, BLANK] if lines and lines[-1] != BLANK else lines


def _more(code: str, left: int, words: Words) -> str:
    """How many more of a code there are, and the command that shows them."""
    command, n = SHOWN_BY.get(code[:3]), words.number(left)
    return (
        words.say("cli.more-of-code-see", n=n, code=code, command=command)
        if command
        else words.say("cli.more-of-code", n=n, code=code)
    )


def _grouped(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Notes and warnings by code, then the errors as they are: the errors stand nearest to the prompt."""
    return sorted(
        diagnostics, key=lambda d: (-_SEVERITIES.index(d.severity), "" if d.severity == "error" else d.code)
    )


def _remark(found: Diagnostic, words: Words, width: int) -> list[Line]:
    """A warning or note in as few lines as it takes: the sentence and its place."""
    label = f"{words.say(f'label.{found.severity}')}[{found.code}] "
    where = f"  {found.span}" if found.span else ""
    first, *rest = wrapped(label + sentence(found, words, "short") + where, width, "  ", first="")
    text = first[0].text.removeprefix(label)
    return [line(Piece(label, _TONES[found.severity]), text), *rest]


def github_commands(diagnostics: Iterable[Diagnostic], words: Words, policies: str) -> str:
    """Workflow commands that GitHub shows at the lines of a pull request."""
    return "".join(_github(found, words, policies) + "\n" for found in diagnostics)


def _github(found: Diagnostic, words: Words, policies: str) -> str:
    properties = {"title": found.code}
    if found.span:
        file = str(PurePosixPath(policies) / found.span.file)
        properties = {"file": file, "line": str(found.span.line), "col": str(found.span.col), **properties}
    told = ",".join(f"{name}={workflow_property(value)}" for name, value in properties.items())
    text = " ".join(filter(None, (sentence(found, words), advice(found.code, words.lang, found.args))))
    return f"::{_GITHUB[found.severity]} {told}::{workflow_message(text)}"


def sentence(found: Diagnostic, words: Words, extent: Extent = "names") -> str:
    """What is wrong, in one sentence: with all names, or with as many as fit, how many more there are, and how to see them."""
    return words.say(found.code, **arguments(found.args, words, extent, SHOWN_BY.get(found.code[:3], "")))
