"""Characters in keys and values that nobody sees: what looks like a space, like nothing, or like one letter and is two.

They come along when text is copied from a document, a portal or a Mac, and make of one name of a group two.
"""

from collections.abc import Iterator
from itertools import islice

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.lookalikes import describe_character
from managed_apparaten.core.span import Span
from managed_apparaten.policy import characters
from managed_apparaten.policy.node import Node, PolicyFile

_AT_MOST = 10
CODES = ("POL106", "POL123")


def check(document: PolicyFile | None, file: str, text: str) -> Iterator[Diagnostic]:
    """Each of them with its place, at most ten. Of a file that is no YAML every line counts but for its remarks: they may be why."""
    if not text.isascii() or "\\" in text:
        yield from islice(
            _in(document.root, text.split("\n")) if document else _anywhere(file, text), _AT_MOST
        )


def _in(node: Node, lines: list[str]) -> Iterator[Diagnostic]:
    for key, span in node.keys.items():
        yield from _of(key, span, lines)
    for child in (*node.fields.values(), *node.items):
        yield from _in(child, lines)
    if isinstance(node.value, str):
        yield from _of(node.value, node.span, lines)


def _of(value: str, span: Span, lines: list[str]) -> Iterator[Diagnostic]:
    """POL106: where the character stands, or the whole value when an escape makes it. POL123: a letter and its mark."""
    if value.isascii():
        return
    if found := characters.UNSEEN.search(value):
        yield _unseen(_place(found.group(), span, lines), found.group())
    elif mark := characters.decomposed(value):
        yield Diagnostic(
            "POL123", span=_place(mark, span, lines), args={"character": describe_character(mark)}
        )


def _place(character: str, span: Span, lines: list[str]) -> Span:
    for number in range(span.line, min(span.end_line, len(lines)) + 1):
        start = span.col - 1 if number == span.line else 0
        column = lines[number - 1].find(character, start)
        if column >= 0:
            return Span(span.file, number, column + 1, number, column + 2)
    return span


def _anywhere(file: str, text: str) -> Iterator[Diagnostic]:
    for match in characters.UNSEEN.finditer(text):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not before.lstrip().startswith("#") and " #" not in before:
            yield _unseen(characters.span_of(file, text, match.start()), match.group())


def _unseen(span: Span, character: str) -> Diagnostic:
    return Diagnostic("POL106", span=span, args={"character": describe_character(character)})
