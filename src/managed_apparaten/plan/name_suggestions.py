"""Explain a name that the tenant does not have: suggest the name that was probably meant, and show a
character that nobody can see."""

from collections.abc import Mapping
from difflib import get_close_matches

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.lookalikes import (
    describe_character,
    differing_characters,
    escape_characters,
    find_lookalike,
    skeleton,
)
from managed_apparaten.core.span import Span

_CLOSE = 0.85
_NAMED = 2
"""The number of odd characters of one name that are shown. Once these are mended, the next run shows the
others."""


def not_there(
    name: str, known: Mapping[str, str], span: Span, code: str, code_alike: str, word: str = "name"
) -> Diagnostic:
    """Return a diagnostic for a name that is not among the known ones (names by id).

    When a known name looks the same or is close, and the difference is an odd character, the diagnostic is
    `code_alike` and shows that character. Another close name is a suggestion.
    """
    names = sorted(set(known.values()) - {name})
    name_by_skeleton = {skeleton(other): other for other in reversed(names)}
    near = find_lookalike(name, names) or next(
        (
            name_by_skeleton[match]
            for match in get_close_matches(skeleton(name), name_by_skeleton, n=1, cutoff=_CLOSE)
        ),
        None,
    )
    characters = differing_characters(near, name) if near else []
    if near is None or not characters:
        return Diagnostic(code, span=span, args={word: name}, suggestion=near)
    shown_characters = ", ".join(map(describe_character, characters[:_NAMED]))
    ids = sorted(match for match, other in known.items() if other == near)
    args = {
        word: escape_characters(name, characters),
        "near": escape_characters(near, characters),
        "characters": shown_characters,
        "id": ", ".join(ids),
    }
    return Diagnostic(code_alike, span=span, args=args)
