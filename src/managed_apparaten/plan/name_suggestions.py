"""What to say of a name that the tenant does not have: which one was meant, and what makes that another."""

from collections.abc import Mapping
from difflib import get_close_matches

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.lookalikes import called, nearest, odd, skeleton, spelled
from managed_apparaten.core.span import Span

_CLOSE = 0.85
_NAMED = 2
"""Characters of one name that are told: mended one by one they are all found."""


def not_there(
    name: str, known: Mapping[str, str], span: Span, code: str, code_alike: str, word: str = "name"
) -> Diagnostic:
    """A name that is of none of the known ones (by id). One that looks the same, or is close and has something odd, is named with the
    character, as nobody can see it; another that is close is a suggestion."""
    names = sorted(set(known.values()) - {name})
    seen = {skeleton(other): other for other in reversed(names)}
    near = nearest(name, names) or next(
        (seen[found] for found in get_close_matches(skeleton(name), seen, n=1, cutoff=_CLOSE)), None
    )
    characters = odd(near, name) if near else []
    if near is None or not characters:
        return Diagnostic(code, span=span, args={word: name}, suggestion=near)
    told = ", ".join(map(called, characters[:_NAMED]))
    ids = sorted(found for found, other in known.items() if other == near)
    args = {
        word: spelled(name, characters),
        "near": spelled(near, characters),
        "characters": told,
        "id": ", ".join(ids),
    }
    return Diagnostic(code_alike, span=span, args=args)
