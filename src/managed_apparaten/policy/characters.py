"""Characters that do not belong in a policy: those that cannot be seen, and those that make a line read differently than it works.

Trojan Source (CVE-2021-42574) shows what bidirectional controls do to a review: https://trojansource.codes
What looks like a space or like nothing makes two names of one group: it comes along when text is copied from a document or a portal.
Unicode keeps a list of what is not shown, Default_Ignorable_Code_Point: https://www.unicode.org/reports/tr44/
"""

import re
import unicodedata
from collections.abc import Iterator

from managed_apparaten.core.span import Span

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
    "|\r(?!\n)"
)
"""Refused anywhere in a file, in remarks too."""
_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
UNSEEN = re.compile(
    "[\u00a0\u00ad\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200a\u200c\u202f\u205f\u2800\u3000\u3164"
    "\ufe00-\ufe0d\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff]"
    f"|(?<![\ufe0f{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])|(?<![#*0-9{_EMOJI}])[\ufe0e\ufe0f]"
)
"""Refused in a key or a value. What joins emoji and gives them their colour belongs to them."""
_AT_MOST = 10


def span_of(file: str, text: str, start: int, length: int = 1) -> Span:
    """The span of a stretch of one line, from its offset in the text."""
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(file, line, column, line, column + length)


def forbidden(file: str, text: str) -> Iterator[tuple[Span, str]]:
    """Each forbidden character with its place, at most ten a file: more say nothing new."""
    for _, match in zip(range(_AT_MOST), FORBIDDEN.finditer(text), strict=False):
        yield span_of(file, text, match.start()), match.group()


def decomposed(value: str) -> str:
    """The first mark that stands apart from the letter below it, where Unicode has both as one character; empty when none does."""
    if value.isascii() or unicodedata.is_normalized("NFC", value):
        return ""
    return next((character for character in value if unicodedata.combining(character)), "")


def edge(value: str) -> str:
    """What keeps a text from being one line without white space around it: a line break, or the white space; empty when nothing does."""
    for character in value:
        if character in "\r\n":
            return character
    ends = [character for character in (value[:1], value[-1:]) if character.isspace()]
    return ends[0] if ends else ""
