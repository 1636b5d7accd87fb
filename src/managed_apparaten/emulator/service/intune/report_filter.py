"""The `filter` of an export job: `(Column eq 'value')`, joined by `and`.

It is a small part of OData's $filter.

Source: intune/device-management/reports/export-graph-apis.md and ref-graph-available-reports.md (which
columns of which report, `eq` only). No page shows `or`; whether the service accepts it is not known
(behaviour `export-filter-or-refused`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([()])|([^\s()']+))")
"""One token, see `_tokens`."""
MAX_LENGTH = 4000
"""Characters that a filter may have."""
Test = Callable[[Mapping[str, JSON]], bool]
"""A test of a row."""


def compile_filter(
    text: str, columns: Collection[str], *, either: bool, fold: bool
) -> tuple[Test, frozenset[str]]:
    """Return a filter as a test of a row, and the columns that it compares; raise GraphError for an invalid
    one.

    `columns` are those that a filter may compare. `either`: `or` is accepted; `fold`: upper and lower case
    are the same.
    """
    tokens = _tokens(text)
    if not tokens:
        return (lambda _row: True), frozenset()
    parser = _Parser(tokens, columns, either, fold)
    test = parser.parse()
    if parser.position != len(tokens):
        raise _invalid_filter(tokens[parser.position])
    return test, frozenset(parser.compared_columns)


def _tokens(text: str) -> list[str]:
    """Return the tokens of a filter: texts in quotes, parentheses and words."""
    text, position, tokens = text.strip(), 0, list[str]()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None or len(text) > MAX_LENGTH:
            raise _invalid_filter(text[position : position + 20])
        tokens.append(match[1] or match[2] or match[3])
        position = match.end()
    return tokens


def _invalid_filter(near: str) -> errors.GraphError:
    """Return the refusal of a filter; `near` is the text at which reading it failed."""
    return errors.bad_request(f"The filter of the report is not valid near '{near}'.", intune=True)


class _Parser:
    """Reads tokens from the left; every step moves `position`."""

    def __init__(self, tokens: list[str], columns: Collection[str], either: bool, fold: bool) -> None:
        self.tokens, self.columns, self.either, self.fold = tokens, columns, either, fold
        self.position = 0
        self.compared_columns = set[str]()
        """Columns that the tokens read so far compare."""

    def parse(self) -> Test:
        """Read terms with `and` between them, and with `or` where that is accepted; `and` binds stronger."""
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
        """Read a filter in parentheses, or a comparison of a column with a text."""
        if self._peek() == "(":
            self._next()
            test = self.parse()
            if self._next() != ")":
                raise _invalid_filter(self.tokens[self.position - 1])
            return test
        column, operator, literal = self._next(), self._next(), self._next()
        if column not in self.columns:
            raise _invalid_filter(column)
        if operator != "eq":
            raise _invalid_filter(operator)
        if not literal.startswith("'"):
            raise _invalid_filter(literal)
        self.compared_columns.add(column)
        expected = self._folded(literal[1:-1].replace("''", "'"))
        return lambda row: self._folded(str(row.get(column, ""))) == expected

    def _folded(self, text: str) -> str:
        """Return a text in the form in which texts are compared."""
        return text.casefold() if self.fold else text

    def _peek(self) -> str:
        """Return the next token without moving; empty at the end."""
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def _next(self) -> str:
        """Return the next token and move behind it."""
        if self.position >= len(self.tokens):
            raise _invalid_filter(self.tokens[-1])
        self.position += 1
        return self.tokens[self.position - 1]
