"""Ways to read a text that portals, editors and people have had in their hands: as it is, as HTML means it, and as it is seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from managed_apparaten.core.lookalikes import LETTERS

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    r"|\\(?=[!-/:-@\[-`{-~])"
)
"""What a text can have between two letters without showing it, and the stroke that Markdown writes before a sign."""


@dataclass(frozen=True, slots=True)
class TextView:
    """One way to read a text."""

    base: str
    text: str
    """The base without what is not seen in it, and with letters of our own alphabet for those that look like them."""
    places: Sequence[int]
    """Where each character of the text stands in the base."""

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Where something that was found in the text stands in the base, with the stroke that belongs to its first character."""
        start = self.places[match.start()]
        return start - (self.text is not self.base and self.base[:start].endswith("\\")), self.places[
            match.end() - 1
        ] + 1

    def strange(self, span: tuple[int, int]) -> list[str]:
        """The characters of the base that this view does not show as they are."""
        return (
            []
            if self.text is self.base
            else [
                c
                for c in self.base[slice(*span)]
                if c == "\\" or _UNSEEN.match(c) or c.translate(LETTERS) != c
            ]
        )


def seen(text: str) -> list[TextView]:
    """The ways to read a text, the plainest first."""
    bases = [text]
    if "&" in text and (plain := unescape(unescape(text))) != text:
        bases.append(plain)
    views = [TextView(base, base, range(len(base))) for base in bases]
    for base in bases:
        if not base.isascii() or "\\" in base or not base.isprintable():
            hidden = {match.start() for match in _UNSEEN.finditer(base)}
            places = (
                [place for place in range(len(base)) if place not in hidden] if hidden else range(len(base))
            )
            shown = ("".join(base[place] for place in places) if hidden else base).translate(LETTERS)
            if shown != base:
                views.append(TextView(base, shown, places))
    return views
