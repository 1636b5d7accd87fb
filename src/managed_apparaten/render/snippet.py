"""A diagnostic as a person reads it: what is wrong, where, the line itself with a mark under it, and what to do now.

The shape is that of compilers that people like to read; the length is bounded, because ten faults at once are the rule.
"""

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from managed_apparaten.core.diagnostic import Diagnostic, Related, Severity
from managed_apparaten.core.span import Span
from managed_apparaten.messages import advice, render
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.render.escape import visible
from managed_apparaten.render.pieces import Line, Piece, Tone, line, paint, wrapped
from managed_apparaten.render.words import Words

WIDTH = 80
_TONES: dict[Severity, Tone] = {"error": "alarm", "warning": "warning", "note": "change"}
_LONGEST_ARGUMENT = 60
_ALONE = 20
_LISTS = frozenset({
    "addresses", "allowed", "apps", "choices", "fields", "identifiers", "ids", "made_as", "missing", "modes", "names", "others",
    "properties", "roles", "scripts", "steps", "tags",
})  # fmt: skip
"""Arguments that are lists of names: none is left out where there is room for all."""
SHOWN_BY: Mapping[str, str] = {
    **dict.fromkeys(("POL", "RES", "KND"), "validate --all"),
    "PLN": "plan --full",
}
"""Which command leaves nothing out, by the letters of a code. What is told of an apply is told once."""
_RELATED_SHOWN = 2
_INDENT, _GAP = 2, 4
_CUT = "…"


def cells(text: str) -> int:
    """Columns that a text takes on a terminal: two for wide East Asian characters, none for combining marks."""
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _start(text: str, room: int) -> str:
    """As much of the start of a text as fits."""
    used = 0
    for index, character in enumerate(text):
        used += _cell(character)
        if used > room:
            return text[:index]
    return text


def _end(text: str, room: int) -> str:
    """As much of the end of a text as fits."""
    return _start(text[::-1], room)[::-1]


def _shortened(text: str, room: int) -> str:
    shown = visible(text)
    return shown if cells(shown) <= room else _start(shown, room - 1) + _CUT


_LONGER = {"mark": 600, "where": 2000, "why": 600, "paths": 600}
"""Lists of which somebody needs every part: roles with their platforms, what policies lack, what was not read."""
Extent = Literal["short", "names", "all"]
"""How much of the values is shown. `short`: one line each. `names`: lists of names with every name. `all`: nothing is left out."""


def arguments(
    args: Mapping[str, str], words: Words, extent: Extent = "names", see: str = ""
) -> dict[str, str]:
    """Values fit to stand in a sentence: on one line and nothing hidden. `see` is the command that shows what a list leaves out."""
    return {name: _fit(name, value, words, extent, see) for name, value in args.items()}


def _fit(name: str, value: str, words: Words, extent: Extent, see: str) -> str:
    if extent == "all":
        return visible(value)
    if name not in _LISTS:
        return _shortened(value, _LONGER.get(name, _LONGEST_ARGUMENT))
    parts = [(between, _shortened(part, _LONGEST_ARGUMENT)) for between, part in _parts(value)]
    return (
        "".join(between + part for between, part in parts) if extent == "names" else _first(parts, words, see)
    )


def _parts(names: str) -> Iterator[tuple[str, str]]:
    """The names of a list, each with what stands before it. What stands between brackets belongs to one name."""
    between, begin, depth = "", 0, 0
    for place, character in enumerate(names):
        depth += (character == "(") - (character == ")")
        if depth <= 0 and names[place : place + 2] in (", ", "; "):
            yield between, names[begin:place]
            between, begin, depth = names[place : place + 2], place + 2, 0
    yield between, names[begin:]


def _first(parts: Sequence[tuple[str, str]], words: Words, see: str) -> str:
    """As many names as fit, how many more there are, and where to see them. One name is always shown, and none is left out alone."""
    told, used = "", 0
    for between, part in parts:
        if told and cells(told + between + part) > _LONGEST_ARGUMENT:
            break
        told, used = told + between + part, used + 1
    if len(parts) - used == 1 and cells(told + "".join(parts[-1])) <= _LONGEST_ARGUMENT + _ALONE:
        return told + "".join(parts[-1])
    more = words.number(len(parts) - used)
    return (
        told
        if used == len(parts)
        else words.say("label.names-see" if see else "label.names-more", names=told, n=more, command=see)
    )


def _around(text: str, span: Span, room: int) -> tuple[str, int, int]:
    """The part of a line that fits around its span, with the column and the length of the mark under it."""
    last = span.end_col - 1 if span.end_line == span.line else len(text) if span.end_line else span.col
    left, marked, right = (
        visible(part)
        for part in (text[: span.col - 1], text[span.col - 1 : last], text[max(last, span.col - 1) :])
    )
    if cells(left + marked + right) <= room:
        return left + marked + right, cells(left), max(1, cells(marked))
    marked = _shortened(marked, room // 2)
    after = min(cells(right), max(room // 4, room - cells(left) - cells(marked)))
    before = room - cells(marked) - after
    left = left if cells(left) <= before else _CUT + _end(left, before - 1)
    return left + marked + _shortened(right, after), cells(left), max(1, cells(marked))


def _excerpt(diagnostic: Diagnostic, span: Span, text: str, words: Words, width: int) -> Iterator[Line]:
    lines = text.split("\n")
    if span.line > len(lines):
        return
    gutter = len(str(span.line))
    room = width - gutter - 5
    previous = lines[span.line - 2].rstrip("\r") if span.line > 1 else ""
    if previous.strip():
        yield line(Piece(f"  {span.line - 1:>{gutter}} |", "quiet"), f" {_shortened(previous, room)}")
    shown, column, length = _around(lines[span.line - 1].rstrip("\r"), span, room)
    yield line(Piece(f"  {span.line:>{gutter}} |", "quiet"), f" {shown}")
    hint = _hint(diagnostic, words)
    mark = " " * column + "^" * length
    fits = cells(mark) + cells(hint) < room
    tone = _TONES[diagnostic.severity]
    yield line(
        Piece(f"  {'':>{gutter}} |", "quiet"),
        " " + " " * column,
        Piece("^" * length, tone),
        f" {hint}" if hint and fits else "",
    )
    if hint and not fits:
        yield line(f"  {hint}")


def _hint(diagnostic: Diagnostic, words: Words) -> str:
    if diagnostic.suggestion is None:
        return ""
    meant = _shortened(diagnostic.suggestion, _LONGEST_ARGUMENT)
    return words.say("label.did-you-mean", suggestion=meant if meant.startswith('"') else f'"{meant}"')


def _related(
    related: Sequence[Related], words: Words, width: int, extent: Extent, see: str
) -> Iterator[Line]:
    """Places in a column with what they are beside them, or below them where that does not fit; then how many are left out."""
    shown = related if extent == "all" else related[:_RELATED_SHOWN]
    told = [
        (visible(str(item.span)), render(item.label, words.lang, arguments(item.args, words, extent)))
        for item in shown
    ]
    widest = max((cells(place) for place, _ in told), default=0)
    for place, label in told:
        if _INDENT + widest + _GAP + cells(label) <= width:
            yield line(" " * _INDENT + place + " " * (widest - cells(place) + _GAP) + label)
        else:
            yield line(" " * _INDENT + place)
            yield from wrapped(label, width, " " * (_INDENT + _GAP))
    if left := len(related) - len(shown):
        more = words.count("label.more-places", left)
        yield from wrapped(
            words.say("label.places-see", places=more, command=see) if see else more, width, " " * _INDENT
        )


def _wrapped(text: str, width: int, first: str = "  ") -> list[str]:
    """A word longer than the width stays whole: it is an address or an identifier."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent="  ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def lines(
    diagnostic: Diagnostic,
    sources: Mapping[str, str],
    lang: Lang,
    *,
    width: int = WIDTH,
    extent: Extent = "names",
) -> list[Line]:
    """One diagnostic as lines for a terminal. `sources` holds the text of each file; without it the place alone is named."""
    words, see = Words(lang), SHOWN_BY.get(diagnostic.code[:3], "")
    args = arguments(diagnostic.args, words, extent)
    head = f"{words.say(f'label.{diagnostic.severity}')}[{diagnostic.code}]"
    first, *rest = _wrapped(f"{head} {render(diagnostic.code, lang, args)}", width, "")
    printed = [
        line(Piece(head, _TONES[diagnostic.severity]), first[len(head) :]),
        *(line(row) for row in rest),
    ]
    span = diagnostic.span
    if span:
        printed.append(line(f"  {span}"))
        if span.file in sources:
            printed += _excerpt(diagnostic, span, sources[span.file], words, width)
    printed += _related(diagnostic.related, words, width, extent, see)
    help_text = advice(diagnostic.code, lang, args)
    if help_text and diagnostic.suggestion is None:
        printed += [line(row) for row in _wrapped(help_text, width)]
    return printed


def snippet(
    diagnostic: Diagnostic,
    sources: Mapping[str, str],
    lang: Lang,
    *,
    colour: bool = False,
    width: int = WIDTH,
) -> str:
    """The same as text, closed with a line feed. Colour only helps the eye: the words say the severity."""
    return paint(lines(diagnostic, sources, lang, width=width), colour=colour)


def summary_lines(diagnostics: Sequence[Diagnostic], lang: Lang, width: int, *, full: bool) -> list[Line]:
    """The summary, the command whole on a line; and how to see all of the warnings and notes, unless they were told in `full`."""
    words, text = Words(lang), summary(diagnostics, lang)
    counted, _, command = text.partition(_APART)
    apart = cells(text) > width
    told = (
        [*wrapped(counted, width, tone="strong"), line(Piece(command, "strong"))]
        if apart
        else [line(Piece(text, "strong"))]
    )
    short = not full and any(found.severity != "error" for found in diagnostics)
    return (
        [*told, *wrapped(words.say("cli.whole-remarks", command=SHOWN_BY["POL"]), width)]
        if text and short
        else told
    )


_APART = " " * 6


def summary(diagnostics: Sequence[Diagnostic], lang: Lang) -> str:
    """How many faults in how many files, that nothing was compiled, and the command that explains the first; empty without faults."""
    words = Words(lang)
    counted = [
        (severity, [d for d in diagnostics if d.severity == severity])
        for severity in ("error", "warning", "note")
    ]
    present = [(severity, found) for severity, found in counted if found]
    if not present:
        return ""
    files = len({d.span.file for _, found in present for d in found if d.span})
    counts = words.listed([words.count(f"cli.count.{severity}", len(found)) for severity, found in present])
    first_severity, first = present[0]
    where = (
        words.say("label.in-files", counts=counts, files=words.count("cli.count.file", files))
        if files
        else f"{counts}."
    )
    nothing = f" {words.say('label.nothing-compiled')}" if first_severity == "error" else ""
    return f"{where}{nothing}{_APART}apparaten explain {first[0].code}"
