"""Text in pieces: what is said and in what tone, before anyone knows whether it goes to a terminal with colours.

A renderer makes lines of pieces and never writes a colour code; `paint` passes each piece through the gate and then
adds the codes. So a colour code in somebody's display name cannot reach the screen.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from managed_apparaten.render.escape import visible

Tone = Literal["plain", "strong", "quiet", "add", "remove", "change", "alarm", "warning"]
_CODES: dict[Tone, str] = {
    "strong": "1", "quiet": "2", "add": "32", "remove": "31", "change": "36", "alarm": "1;31", "warning": "33",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line. The words carry the meaning; the tone only helps the eye."""

    text: str
    tone: Tone = "plain"


Line = tuple[Piece, ...]


def line(*parts: str | Piece) -> Line:
    """A line from plain texts and toned pieces."""
    return tuple(part if isinstance(part, Piece) else Piece(part) for part in parts)


BLANK: Line = ()


def width_of(pieces: Line) -> int:
    """How many columns the line takes once its hidden characters are visible."""
    return sum(len(visible(piece.text)) for piece in pieces)


def paint(lines: Iterable[Line], *, colour: bool) -> str:
    """The finished text, each line closed with a line feed and without blanks at its end."""
    return "".join(_paint_line(pieces, colour) + "\n" for pieces in lines)


def _paint_line(pieces: Line, colour: bool) -> str:
    texts = [visible(piece.text) for piece in pieces]
    while texts and not texts[-1].strip():
        texts.pop()
    if texts:
        texts[-1] = texts[-1].rstrip()
    if "".join(texts).lstrip().startswith("::"):
        first = next(index for index, text in enumerate(texts) if text.strip())
        texts[first] = texts[first].replace(":", "\\u{3a}", 1)
    tones = [_CODES.get(piece.tone) if colour else None for piece in pieces]
    return "".join(
        f"\x1b[{tone}m{text}\x1b[0m" if tone else text for text, tone in zip(texts, tones, strict=False)
    )


def wrapped(
    text: str, width: int, indent: str = "", tone: Tone = "plain", first: str | None = None
) -> list[Line]:
    """One text over as many lines as it needs; a word longer than the width stays whole."""
    opening = indent if first is None else first
    rows = textwrap.wrap(
        visible(text),
        max(width, 20),
        initial_indent=opening,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line(Piece(row, tone)) for row in rows]


def fitted(pieces: Line, width: int, below: int = 4) -> list[Line]:
    """A line over as many lines as it needs, each piece in its tone; what follows stands further in. A longer word stays whole."""
    rest = [(character, piece.tone) for piece in pieces for character in visible(piece.text)]
    lead = next((place for place, (character, _) in enumerate(rest) if character != " "), 0)
    indent: list[tuple[str, Tone]] = [(" ", "plain")] * min(lead + below, width // 2)
    rows, first = list[Line](), lead
    while len(rest) > width:
        spaces = [place for place in range(first + 1, len(rest)) if rest[place][0] == " "]
        at = max((place for place in spaces if place <= width), default=spaces[0] if spaces else len(rest))
        rows.append(_pieces(rest[:at]))
        left = next((place for place in range(at, len(rest)) if rest[place][0] != " "), len(rest))
        rest, first = [*indent, *rest[left:]] if left < len(rest) else [], len(indent)
    return [*rows, _pieces(rest)] if rest or not rows else rows


def _pieces(characters: Sequence[tuple[str, Tone]]) -> Line:
    return tuple(
        Piece("".join(c for c, _ in group), tone)
        for tone, group in groupby(characters, key=lambda found: found[1])
    )


def columns(rows: Sequence[Sequence[str]], gap: int = 2) -> list[str]:
    """Rows padded so that cells stand under each other; the last cell is not padded."""
    widths = [max((len(visible(cell)) for cell in column), default=0) for column in zip(*rows, strict=True)]
    return [_padded(row, widths, gap) for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int], gap: int) -> str:
    cells = [
        visible(cell) + " " * (width - len(visible(cell)) + gap)
        for cell, width in zip(row, widths, strict=True)
    ]
    return "".join(cells).rstrip()
