"""`$filter`: parse to a tree, check it against what the collection supports, evaluate it on an object.

Supports and/or/not, parentheses, comparisons of a property (of a subtype too) with a literal, `in`, startswith, endswith,
contains, isof, any and all. Graph supports different parts per service, so a collection lists its properties and operators; the rest
is refused, never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from . import errors
from .http import JSON

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([(),])|([^\s(),']+))")
COMPARE: dict[str, Callable[[JSON, JSON], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {"startswith": str.startswith, "endswith": str.endswith, "contains": str.__contains__}
LAMBDAS = ("/any", "/all")
ELEMENT = "$it"
"""What stands for an element that is no object."""
MAX_TOKENS = 200
Test = Callable[[Mapping[str, JSON], str], bool]
"""(object with defaults, its type name) -> matches."""


@dataclass(frozen=True, slots=True)
class Supported:
    """What a collection lets a filter use: property -> operators and functions; `isof` as a property of its own."""

    operators: Mapping[str, frozenset[str]]
    element: frozenset[str] = frozenset()
    """Inside a lambda: what every property of an element can be asked."""


def compile_filter(text: str, supported: Supported, is_a: Callable[[str, str], bool], *, fold: bool) -> Test:
    """A predicate for the filter, or a refusal; `fold`: text is compared without regard to case."""
    tokens = _tokens(text)
    test, position = _Parser(tokens, supported, is_a, _fold if fold else _same).disjunction(0)
    if position != len(tokens):
        raise _syntax(tokens[position])
    return test


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None or len(tokens) > MAX_TOKENS:
            raise _syntax(text[position : position + 20])
        tokens.append(found[1] or found[2] or found[3])
        position = found.end()
    return tokens


def _syntax(near: str) -> errors.GraphError:
    return errors.bad_request(f"Invalid filter clause: Syntax error at '{near}'.")


@dataclass(frozen=True, slots=True)
class _Parser:
    tokens: list[str]
    supported: Supported
    is_a: Callable[[str, str], bool]
    fold: Callable[[JSON], JSON]

    def _peek(self, position: int) -> str:
        return self.tokens[position] if position < len(self.tokens) else ""

    def _expect(self, position: int, token: str) -> int:
        if self._peek(position) != token:
            raise _syntax(self._peek(position))
        return position + 1

    def disjunction(self, position: int) -> tuple[Test, int]:
        left, position = self.conjunction(position)
        while self._peek(position) == "or":
            right, position = self.conjunction(position + 1)
            left = _either(left, right)
        return left, position

    def conjunction(self, position: int) -> tuple[Test, int]:
        left, position = self.term(position)
        while self._peek(position) == "and":
            right, position = self.term(position + 1)
            left = _both(left, right)
        return left, position

    def term(self, position: int) -> tuple[Test, int]:
        word = self._peek(position)
        if word.lower() == "not":
            inner, position = self.term(position + 1)
            return (lambda item, kind: not inner(item, kind)), position
        if word == "(" and self._peek(position + 2) == ")":
            return self._comparison(self._peek(position + 1), position + 3)
        if word == "(":
            inner, position = self.disjunction(position + 1)
            return inner, self._expect(position, ")")
        if self._peek(position + 1) == "(" and word.endswith(LAMBDAS):
            return self._lambda(word, position + 2)
        if self._peek(position + 1) == "(" and word == "isof":
            return self._isof(position + 2)
        if self._peek(position + 1) == "(":
            return self._function(word, position + 2)
        return self._comparison(word, position + 1)

    def _isof(self, position: int) -> tuple[Test, int]:
        self._allow("isof", "isof")
        wanted = str(_literal(self._peek(position))).removeprefix("#").removeprefix("microsoft.graph.")
        is_a = self.is_a
        return (lambda _item, kind: is_a(kind, wanted)), self._expect(position + 1, ")")

    def _lambda(self, word: str, position: int) -> tuple[Test, int]:
        """`groupTypes/any(t:t eq 'Unified')`, `assignedLicenses/any(l:l/skuId eq ...)`, or `assignedLicenses/any()`: one at all."""
        allowed = self.supported.operators.get(word)
        if allowed is None:
            self._allow(word, "any")
        path, _, kind = word.rpartition("/")
        if self._peek(position) == ")" and kind == "any":
            return (lambda item, _kind: bool(_value(item, path))), position + 1
        variable, colon, first = self._peek(position).partition(":")
        if not colon or not variable:
            raise _syntax(self._peek(position))
        tokens = [*self.tokens[:position], first, *self.tokens[position + 1 :]]
        inner = _Parser([_element(token, variable) for token in tokens], Supported({}, allowed or frozenset()), self.is_a, self.fold)
        test, position = inner.disjunction(position)
        every = kind == "all"

        def holds(item: Mapping[str, JSON], name: str) -> bool:
            found = [value if isinstance(value, Mapping) else {ELEMENT: value} for value in _value(item, path) or ()]
            return all(test(one, name) for one in found) if every else any(test(one, name) for one in found)

        return holds, self._expect(position, ")")

    def _function(self, name: str, position: int) -> tuple[Test, int]:
        prop = self._peek(position)
        if name not in FUNCTIONS:
            raise _syntax(name)
        self._allow(prop, name)
        position = self._expect(position + 1, ",")
        fold = self.fold
        wanted = fold(str(_literal(self._peek(position))))
        call = FUNCTIONS[name]
        return (lambda item, _kind: call(fold(str(_value(item, prop) or "")), wanted)), self._expect(position + 1, ")")

    def _comparison(self, prop: str, position: int) -> tuple[Test, int]:
        operator = self._peek(position)
        if operator == "in":
            return self._membership(prop, position + 1)
        if operator not in COMPARE:
            raise _syntax(operator or prop)
        self._allow(prop, operator)
        fold = self.fold
        wanted = fold(_literal(self._peek(position + 1)))
        compare = COMPARE[operator]
        ordered = operator not in ("eq", "ne")

        cast, path = _cast(prop)
        is_a = self.is_a

        def test(item: Mapping[str, JSON], kind: str) -> bool:
            value = fold(_value(item, path)) if not cast or is_a(kind, cast) else None
            if ordered and (value is None or wanted is None or isinstance(value, str) != isinstance(wanted, str)):
                return False
            return compare(value, wanted)

        return test, position + 2

    def _membership(self, prop: str, position: int) -> tuple[Test, int]:
        self._allow(prop, "in")
        position = self._expect(position, "(")
        fold = self.fold
        wanted = []
        while True:
            wanted.append(fold(_literal(self._peek(position))))
            position += 1
            if self._peek(position) != ",":
                break
            position += 1
        return (lambda item, _kind: fold(_value(item, prop)) in wanted), self._expect(position, ")")

    def _operators(self, prop: str) -> Collection[str]:
        return self.supported.element or self.supported.operators.get(prop, ())

    def _allow(self, prop: str, operator: str) -> None:
        if operator not in self._operators(prop):
            detail = f"The property '{prop}' cannot be used in the $filter query option with '{operator}'."
            raise errors.unsupported_query("$filter", detail)


def _element(token: str, variable: str) -> str:
    """A name inside a lambda, as a property of the element."""
    return ELEMENT if token == variable else token.removeprefix(f"{variable}/")


def _either(left: Test, right: Test) -> Test:
    return lambda item, kind: left(item, kind) or right(item, kind)


def _both(left: Test, right: Test) -> Test:
    return lambda item, kind: left(item, kind) and right(item, kind)


def _literal(token: str) -> JSON:
    if len(token) > 1 and token.startswith("'") and token.endswith("'"):
        return token[1:-1].replace("''", "'")
    if token in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[token]
    if re.fullmatch(r"-?\d{1,18}", token, re.ASCII):
        return int(token)
    if re.fullmatch(r"[0-9T:.Z+-]{10,40}|[0-9a-fA-F-]{36}", token, re.ASCII):
        return token
    raise _syntax(token)


def _cast(prop: str) -> tuple[str, str]:
    """(type, property) of `microsoft.graph.managedApp/appAvailability`; no type without a cast."""
    first, _, rest = prop.partition("/")
    return (first.removeprefix("microsoft.graph."), rest) if rest and first.startswith("microsoft.graph.") else ("", prop)


def _fold(value: JSON) -> JSON:
    """Graph compares text without regard to case."""
    return value.lower() if isinstance(value, str) else value


def _same(value: JSON) -> JSON:
    return value


def _value(item: Mapping[str, JSON], path: str) -> JSON:
    current: JSON = item
    for part in path.split("/"):
        current = current.get(part) if isinstance(current, Mapping) else None
    return current
