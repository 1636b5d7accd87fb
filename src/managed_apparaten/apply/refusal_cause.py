"""From a refusal of Graph to the line of policy that caused it, when the refusal names a property or a value."""

import re
from dataclasses import replace

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.pointer import leaves, parts
from managed_apparaten.core.span import Span
from managed_apparaten.graph.errors import GraphFailed

_QUOTED = re.compile(r"[\"'‘“]([^\"'‘’“”]+)[\"'’”]")
_TELLING = re.compile(r"[a-z][A-Z]|\d|\w[.-]\w")
"""A word that does not stand in a sentence by chance: a property name in camel case, or a value with a dot, dash or digit in it."""


def place(desired: Desired, failed: GraphFailed) -> tuple[str, Span | None]:
    """The pointer into the body and the policy line; an empty pointer when the refusal names nothing that we wrote."""
    said = " ".join([failed.message, *failed.details.values()])
    found = [
        (f"/apps/{app}", (desired.apps_blame or {}).get(app, ()))
        for app in desired.apps or ()
        if _says(said, app)
    ]
    found += [(pointer, desired.blame.get(pointer, ())) for pointer in _named(desired, said)]
    return next(
        ((p, span) for p, causes in found if (span := _span(causes))), (found[0][0] if found else "", None)
    )


def blamed(told: Diagnostic, desired: Desired | None, failed: GraphFailed) -> Diagnostic:
    """The refusal with the line of policy, when it names what we wrote."""
    pointer, span = place(desired, failed) if desired else ("", None)
    return replace(told, pointer=pointer or None, span=span)


def _named(desired: Desired, said: str) -> list[str]:
    """Pointers whose value the message names, then those of which it names a property, innermost first."""
    found = {p: value for p, value in leaves(desired.body).items() if "@odata" not in p}
    values = [p for p, value in found.items() if isinstance(value, str) and _says(said, value)]
    names = [
        (depth, p)
        for p in found
        if (depth := max((i for i, name in enumerate(parts(p), 1) if _says(said, name)), default=0))
    ]
    return values + [p for _, p in sorted(names, key=lambda pair: (-pair[0], pair[1]))]


def _says(said: str, word: str) -> bool:
    """Whether the message names the word: in quotes, or as a word that cannot be there by chance."""
    if word in _QUOTED.findall(said):
        return True
    return (
        bool(_TELLING.search(word))
        and re.search(rf"(?<![\w.]){re.escape(word)}(?![\w]|\.\w)", said) is not None
    )


def _span(causes: Causes) -> Span | None:
    return next((cause.span for cause in causes if cause.span), None)
