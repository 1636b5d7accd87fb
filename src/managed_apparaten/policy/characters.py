"""Characters that do not belong in a policy: those that cannot be seen, and those that make a line read differently than it works.

Trojan Source (CVE-2021-42574) shows what bidirectional controls do to a review: https://trojansource.codes
"""

import re
from collections.abc import Iterator

from managed_apparaten.core.span import Span

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
    "|\r(?!\n)"
)
_AT_MOST = 10


def name(character: str) -> str:
    """How a message names a character that cannot be shown, for example `U+202E`."""
    return f"U+{ord(character):04X}"


def span_of(file: str, text: str, start: int, length: int = 1) -> Span:
    """The span of a stretch of one line, from its offset in the text."""
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(file, line, column, line, column + length)


def forbidden(file: str, text: str) -> Iterator[tuple[Span, str]]:
    """Each forbidden character with its place, at most ten a file: more say nothing new."""
    for _, match in zip(range(_AT_MOST), FORBIDDEN.finditer(text), strict=False):
        yield span_of(file, text, match.start()), match.group()
