"""The `filter` of an export job: `(Column eq 'value')`, joined by `and`. It is a small part of OData's $filter.

Source: intune/device-management/reports/export-graph-apis.md and ref-graph-available-reports.md (which columns of which report, `eq`
only). No page shows `or`; whether the service takes it is not known (behaviour `export-filter-or-refused`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([()])|([^\s()']+))")
MAX_LENGTH = 4000
Test = Callable[[Mapping[str, JSON]], bool]


def compile_filter(
    text: str, columns: Collection[str], *, either: bool, fold: bool
) -> tuple[Test, frozenset[str]]:
    """A predicate for rows and the columns it asks about, or a refusal; `either`: `or` is taken, `fold`: case does not count."""
    tokens = _tokens(text)
    if not tokens:
        return (lambda _row: True), frozenset()
    parser = _Parser(tokens, columns, either, fold)
    test = parser.joined()
    if parser.position != len(tokens):
        raise _invalid_filter(tokens[parser.position])
    return test, frozenset(parser.asked)


def _tokens(text: str) -> list[str]:
    text, position, tokens = text.strip(), 0, list[str]()
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None or len(text) > MAX_LENGTH:
            raise _invalid_filter(text[position : position + 20])
        tokens.append(found[1] or found[2] or found[3])
        position = found.end()
    return tokens


def _invalid_filter(near: str) -> errors.GraphError:
    return errors.bad_request(f"The filter of the report is not valid near '{near}'.", intune=True)


class _Parser:
    """Reads tokens from the left; every step moves `position`."""

    def __init__(self, tokens: list[str], columns: Collection[str], either: bool, fold: bool) -> None:
        self.tokens, self.columns, self.either, self.fold = tokens, columns, either, fold
        self.position, self.asked = 0, set[str]()

    def joined(self) -> Test:
        """Terms with `and`, and with `or` between those where it is taken."""
        alternatives = [[self._term()]]
        while self._peek() in ("and", "or"):
            word = self._next()
            if word == "or" and not self.either:
                raise _invalid_filter(word)
            if word == "or":
                alternatives.append([self._term()])
            else:
                alternatives[-1].append(self._term())
        return lambda row: any(all(test(row) for test in tests) for tests in alternatives)

    def _term(self) -> Test:
        if self._peek() == "(":
            self._next()
            test = self.joined()
            if self._next() != ")":
                raise _invalid_filter(self.tokens[self.position - 1])
            return test
        column, operator, literal = self._next(), self._next(), self._next()
        if column not in self.columns:
            raise _invalid_filter(column)
        if operator != "eq" or not literal.startswith("'"):
            raise _invalid_filter(operator if operator != "eq" else literal)
        self.asked.add(column)
        wanted = self._folded(literal[1:-1].replace("''", "'"))
        return lambda row: self._folded(str(row.get(column, ""))) == wanted

    def _folded(self, text: str) -> str:
        return text.casefold() if self.fold else text

    def _peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def _next(self) -> str:
        if self.position >= len(self.tokens):
            raise _invalid_filter(self.tokens[-1])
        self.position += 1
        return self.tokens[self.position - 1]
