"""`$search` on directory objects: quoted `"property:text"` clauses with AND and OR, on words.

Reference: https://learn.microsoft.com/graph/search-query-parameter (displayName and description are split into words, other
properties are compared from their beginning; capitals make no difference).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON

CLAUSE = re.compile(r'\s*"(\w+):([^"]*)"\s*')
WORDS = ("displayName", "description")
Test = Callable[[dict[str, JSON]], bool]


def compile_search(text: str, known: frozenset[str]) -> Test:
    """Compile a $search to a test of an object; AND binds closer than OR. `known`: the properties that can be searched.

    Raises GraphError for what is no such text, and for another property.
    """
    either = [
        [_clause(part, known) for part in re.split(r"\sAND\s", group)] for group in re.split(r"\sOR\s", text)
    ]
    return lambda body: any(all(test(body) for test in every) for every in either)


def _clause(text: str, known: frozenset[str]) -> Test:
    found = CLAUSE.fullmatch(text)
    if found is None:
        raise errors.unsupported_query("$search", "Syntax error in the $search clause.")
    name, wanted = found[1], found[2].lower()
    if name not in known:
        raise errors.GraphError(
            400, "Request_UnsupportedQuery", f"Property '{name}' does not exist or cannot be used in $search."
        )

    def test(body: dict[str, JSON]) -> bool:
        value = str(body.get(name) or "").lower()
        if name in WORDS:
            return all(
                any(word.startswith(part) for word in re.split(r"\W+", value)) for part in wanted.split()
            )
        return value.startswith(wanted)

    return test
