"""Find the line of policy that caused a refusal of Graph, when the refusal names a property or a value."""

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
"""A word that is in a sentence on purpose: a property name in camel case, or a value with a dot, a dash or a
digit."""


def place(desired: Desired, failed: GraphFailed) -> tuple[str, Span | None]:
    """Return the pointer into the body and the line of policy. The pointer is empty when the refusal names
    nothing that we wrote."""
    message = " ".join([failed.message, *failed.details.values()])
    candidates = [
        (f"/apps/{app}", (desired.apps_blame or {}).get(app, ()))
        for app in desired.apps or ()
        if _says(message, app)
    ]
    candidates += [(pointer, desired.blame.get(pointer, ())) for pointer in _named(desired, message)]
    return next(
        ((p, span) for p, causes in candidates if (span := _span(causes))),
        (candidates[0][0] if candidates else "", None),
    )


def blamed(diagnostic: Diagnostic, desired: Desired | None, failed: GraphFailed) -> Diagnostic:
    """Return the diagnostic of a refusal with the line of policy, when the refusal names what we wrote."""
    pointer, span = place(desired, failed) if desired else ("", None)
    return replace(diagnostic, pointer=pointer or None, span=span)


def _named(desired: Desired, message: str) -> list[str]:
    """Return the pointers whose value the message names, then those whose property it names, the innermost
    first."""
    all_leaves = {p: value for p, value in leaves(desired.body).items() if "@odata" not in p}
    values = [p for p, value in all_leaves.items() if isinstance(value, str) and _says(message, value)]
    names = [
        (depth, p)
        for p in all_leaves
        if (depth := max((i for i, name in enumerate(parts(p), 1) if _says(message, name)), default=0))
    ]
    return values + [p for _, p in sorted(names, key=lambda pair: (-pair[0], pair[1]))]


def _says(message: str, word: str) -> bool:
    """Return whether the message names the word: in quotes, or as a word that cannot be there by chance."""
    if word in _QUOTED.findall(message):
        return True
    return (
        bool(_TELLING.search(word))
        and re.search(rf"(?<![\w.]){re.escape(word)}(?![\w]|\.\w)", message) is not None
    )


def _span(causes: Causes) -> Span | None:
    return next((cause.span for cause in causes if cause.span), None)
