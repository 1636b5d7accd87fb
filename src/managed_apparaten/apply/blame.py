"""From a refusal of Graph to the line of policy that caused it, when the refusal names a property or a value."""

import re

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.pointer import leaves, parts
from managed_apparaten.core.span import Span
from managed_apparaten.graph.errors import GraphFailed

_SHORTEST = 5
"""Values shorter than this stand in any sentence by chance."""


def place(desired: Desired, failed: GraphFailed) -> tuple[str, Span | None]:
    """The pointer into the body and the policy line; an empty pointer when the refusal names nothing that we wrote."""
    said = " ".join([failed.message, *failed.details.values()])
    by_pointer = [(p, desired.blame.get(p, ())) for p in _named(desired, said)]
    apps = [(f"/apps/{app}", (desired.apps_blame or {}).get(app, ())) for app in desired.apps or () if _says(said, app)]
    found = [*apps, *by_pointer]
    return next(((p, span) for p, causes in found if (span := _span(causes))), (found[0][0] if found else "", None))


def _named(desired: Desired, said: str) -> list[str]:
    """Pointers whose value stands in the message, then those whose property does, innermost first."""
    found = leaves(desired.body)
    values = [p for p, value in found.items() if isinstance(value, str) and len(value) >= _SHORTEST and _says(said, value)]
    names = [(depth, p) for p in found if (depth := max((i for i, name in enumerate(parts(p), 1) if _is_name(name, said)), default=0))]
    return [p for p in values if "@odata" not in p] + [p for _, p in sorted(names, key=lambda pair: (-pair[0], pair[1]))]


def _is_name(name: str, said: str) -> bool:
    return not name.isdigit() and "@" not in name and _says(said, name)


def _says(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(word)}(?![\w]|\.\w)", text) is not None


def _span(causes: Causes) -> Span | None:
    return next((cause.span for cause in causes if cause.span), None)
