"""Pointer patterns: which places in a body a kind speaks of, for example `/scheduledActionsForRule/*/id`; `*` stands for any one step."""

from collections.abc import Mapping
from functools import cache

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.pointer import parts

Steps = tuple[str, ...]


class Patterns:
    """Patterns, ready to be asked of every place in a body: those without a `*` are found as they are, others by length and first step."""

    def __init__(self, written: frozenset[str]) -> None:
        split_up = [parts(pattern) for pattern in sorted(written)]
        self._exact = frozenset(steps for steps in split_up if "*" not in steps)
        self._open: dict[int, dict[str, list[Steps]]] = {}
        for steps in (steps for steps in split_up if "*" in steps):
            self._open.setdefault(len(steps), {}).setdefault(steps[0], []).append(steps)

    def match(self, path: Steps) -> bool:
        """Whether one of them names this path."""
        if path in self._exact:
            return True
        found = self._open.get(len(path))
        likely = (*found.get(path[0], ()), *found.get("*", ())) if found else ()
        return bool(likely) and any(all(a in ("*", b) for a, b in zip(steps, path, strict=True)) for steps in likely)


patterns = cache(Patterns)
"""The same patterns are split up once."""


def is_set(kind: Kind, path: Steps) -> bool:
    """Whether the list at these steps is a set for this kind."""
    return patterns(kind.unordered).match(path)


def key_of(keys: Mapping[str, str], path: Steps) -> str | None:
    """The property that tells the members of the list at these steps apart, if one does."""
    return next((name for pattern, name in keys.items() if patterns(frozenset({pattern})).match(path)), None)
