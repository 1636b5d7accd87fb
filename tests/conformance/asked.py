"""What a URL asks of a list, read and judged without the embedded tenant's own parser: $filter, $search, $orderby, $select and so on.

Small on purpose: the syntax that occurs in documented examples. Anything else raises ValueError, and the example counts as not compared.
Grammar: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

OPTIONS = ("filter", "search", "orderby", "select", "expand", "top", "skip", "count")
TOKENS = re.compile(r"\s*('(?:[^']|'')*'|\"[^\"]*\"|[(),]|[^\s(),'\"]+)")
Test = Callable[[Mapping[str, Any]], bool]
Facts = dict[str, Any]
"""Property -> value of an object made for a condition."""
ABSENT = object()


@dataclass(frozen=True, slots=True)
class Condition:
    """A test, and properties of objects that pass it and that fail it."""

    test: Test
    passing: Facts
    failing: Facts
    paths: tuple[str, ...]
    """Properties that it looks at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The query options of one URL."""

    condition: Condition | None = None
    search: Condition | None = None
    order: tuple[tuple[str, bool], ...] = ()
    """(property, descending)."""
    select: tuple[str, ...] = ()
    expand: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(navigation property, $select inside it)."""
    top: int | None = None
    count: bool = False
    others: tuple[str, ...] = field(default=())
    """Parameters that are no options of OData."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """$filter and $search, where asked."""
        return tuple(found for found in (self.condition, self.search) if found)

    @property
    def paths(self) -> tuple[str, ...]:
        """Top-level properties that conditions and order look at."""
        every = [path for found in self.conditions for path in found.paths] + [path for path, _ in self.order]
        return tuple(dict.fromkeys(path.partition("/")[0] for path in every))

    def passes(self, item: Mapping[str, Any]) -> bool:
        """Whether an object belongs in the answer."""
        return all(found.test(item) for found in self.conditions)


def parse(query: str) -> Asked:
    """The options of a query string."""
    found, others = {}, []
    for name, value in parse_qsl(query, keep_blank_values=True):
        short = name.lower().removeprefix("$")
        if short in OPTIONS:
            found[short] = value.strip()
        elif name.startswith("$"):
            raise ValueError(f"{name} is no option known here")
        else:
            others.append(name)
    order = [part.split() for part in _split(found.get("orderby", ""), ",")]
    return Asked(
        _whole(found["filter"]) if "filter" in found else None,
        _searched(found["search"]) if "search" in found else None,
        tuple((part[0], part[1:] == ["desc"]) for part in order),
        tuple(_split(found.get("select", ""), ",")),
        tuple(_expanded(part) for part in _split(found.get("expand", ""), ",")),
        int(found["top"]) if "top" in found else None,
        found.get("count") == "true",
        tuple(others),
    )


def _expanded(text: str) -> tuple[str, tuple[str, ...]]:
    name, _, inner = text.partition("(")
    options = dict(part.partition("=")[::2] for part in _split(inner.removesuffix(")"), ";"))
    return name, tuple(_split(options.get("$select", ""), ","))


def _split(text: str, separator: str) -> list[str]:
    parts, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


def uncast(path: str) -> str:
    """A path without type casts."""
    return "/".join(part for part in path.split("/") if not part.startswith("microsoft.graph."))


def value_at(item: Mapping[str, Any], path: str) -> Any:
    """A value by its path, with names in any case; a type cast stays where it is."""
    current: Any = item
    for part in uncast(path).split("/"):
        if not isinstance(current, Mapping):
            return None
        current = next((value for key, value in current.items() if key.lower() == part.lower()), None)
    return current


def sort_key(value: Any) -> Any:
    """Text without regard to case; nothing before anything."""
    return (value is not None, str(value).casefold()) if not isinstance(value, int | float) else (True, value)


def _whole(text: str) -> Condition:
    reader = _Reader(TOKENS.findall(text))
    if "".join(reader.tokens) != re.sub(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", "", text):
        raise ValueError(f"not understood: {text}")
    found = reader.either()
    if reader.tokens:
        raise ValueError(f"not understood: {reader.tokens}")
    return found


@dataclass(slots=True)
class _Reader:
    """Reads a $filter from left to right."""

    tokens: list[str]

    def next(self, wanted: str = "") -> str:
        if not self.tokens or (wanted and self.tokens[0] != wanted):
            raise ValueError(f"{wanted or 'something'} is missing before {self.tokens}")
        return self.tokens.pop(0)

    def ahead(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def either(self) -> Condition:
        left = self.both()
        while self.ahead() == "or":
            self.next()
            left = disjunction(left, self.both())
        return left

    def both(self) -> Condition:
        left = self.one()
        while self.ahead() == "and":
            self.next()
            left = conjunction(left, self.one())
        return left

    def one(self) -> Condition:
        word = self.next()
        if word.lower() == "not":
            return negation(self.one())
        if word == "(":
            inner = self.either()
            self.next(")")
            return inner
        if self.ahead() == "(" and word.lower() in ("startswith", "endswith", "contains"):
            return self._function(word.lower())
        if self.ahead() == "(" and word.lower().endswith(("/any", "/all")):
            return self._elements(word)
        return self._comparison(word)

    def _function(self, name: str) -> Condition:
        self.next("(")
        path = self.next()
        self.next(",")
        wanted = str(literal(self.next()))
        self.next(")")
        tests: dict[str, Callable[[str], bool]] = {
            "startswith": lambda text: text.startswith(wanted.casefold()),
            "endswith": lambda text: text.endswith(wanted.casefold()),
            "contains": lambda text: wanted.casefold() in text,
        }
        test = tests[name]
        given = wanted if name == "endswith" else f"{wanted}x"
        return Condition(
            lambda item: test(str(value_at(item, path) or "").casefold()),
            at(path, given),
            at(path, "qq"),
            (path,),
        )

    def _comparison(self, path: str) -> Condition:
        operator = self.next()
        if operator == "in":
            return self._among(path)
        wanted = literal(self.next())
        if operator not in COMPARED:
            raise ValueError(f"{operator} is no operator known here")
        return compared(path, operator, wanted)

    def _among(self, path: str) -> Condition:
        self.next("(")
        wanted = [literal(self.next())]
        while self.ahead() == ",":
            self.next()
            wanted.append(literal(self.next()))
        self.next(")")
        every = [compared(path, "eq", one) for one in wanted]
        return Condition(
            lambda item: any(one.test(item) for one in every), every[0].passing, every[0].failing, (path,)
        )

    def _elements(self, word: str) -> Condition:
        path, _, which = word.rpartition("/")
        self.next("(")
        if self.ahead() == ")":
            self.next()
            return Condition(lambda item: bool(value_at(item, path)), at(path, [{}]), at(path, []), (path,))
        variable, colon, first = self.next().partition(":")
        if not colon or which.lower() != "any":
            raise ValueError("only any() of elements is known here")
        self.tokens[:0] = [first] if first else []
        inner = self.either()
        self.next(")")
        passing = inner.passing[variable]

        def test(item: Mapping[str, Any]) -> bool:
            return any(inner.test({variable: element}) for element in value_at(item, path) or ())

        return Condition(test, at(path, [passing]), at(path, []), (path,))


def literal(token: str) -> Any:
    """A literal of OData as a value."""
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    if token in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[token]
    if re.fullmatch(r"-?\d+", token):
        return int(token)
    if re.fullmatch(r"[0-9a-fA-F-]{36}|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?", token):
        return token
    raise ValueError(f"{token} is no literal known here")


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b, "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}  # fmt: skip


def compared(path: str, operator: str, wanted: Any) -> Condition:
    """`path operator literal`."""
    compare = COMPARED[operator]

    def test(item: Mapping[str, Any]) -> bool:
        value = value_at(item, path)
        if operator not in ("eq", "ne") and value is None:
            return False
        return compare(_folded(value), _folded(wanted))

    lower, equal, higher = at(path, _beside(wanted, -1)), at(path, wanted), at(path, _beside(wanted, 1))
    passing = {"eq": equal, "ne": higher, "gt": higher, "ge": equal, "lt": lower, "le": equal}[operator]
    failing = {"eq": higher, "ne": equal, "gt": equal, "ge": lower, "lt": equal, "le": higher}[operator]
    return Condition(test, passing, failing, (path,))


def _folded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return instant(value) or value.casefold()


def instant(text: str) -> str:
    """A moment in UTC, in a form that compares; empty when the text is none."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", text):
        return ""
    whole = re.sub(r"(\.\d{6})\d+", r"\1", text)
    return str(datetime.fromisoformat(whole).timestamp())


def _beside(value: Any, step: int) -> Any:
    """Another value of the same sort, below or above."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + step
    if isinstance(value, str) and instant(value):
        return f"{int(value[:4]) + step:04}{value[4:]}"
    return "zz other" if step > 0 else "00 other"


def at(path: str, value: Any) -> Facts:
    """A value at a path, as an object."""
    first, _, rest = uncast(path).partition("/")
    return {first: at(rest, value) if rest else value}


def merged(one: Facts, other: Facts) -> Facts:
    """Both; objects at one place become one."""
    both = dict(one)
    for key, value in other.items():
        mine = both.get(key)
        both[key] = merged(mine, value) if isinstance(mine, dict) and isinstance(value, dict) else value
    return both


def conjunction(one: Condition, other: Condition) -> Condition:
    """Both hold. What fails only the second passes the first, so that the second is judged too."""
    failing = merged(one.passing, other.failing)
    return Condition(
        lambda item: one.test(item) and other.test(item),
        merged(one.passing, other.passing),
        failing,
        (*one.paths, *other.paths),
    )


def disjunction(one: Condition, other: Condition) -> Condition:
    """One of both holds. What passes, passes the second only."""
    return Condition(
        lambda item: one.test(item) or other.test(item), merged(one.failing, other.passing), merged(one.failing, other.failing),
        (*one.paths, *other.paths),
    )  # fmt: skip


def negation(inner: Condition) -> Condition:
    """The contrary."""
    return Condition(lambda item: not inner.test(item), inner.failing, inner.passing, inner.paths)


def _searched(text: str) -> Condition:
    """`"displayName:word"`, joined by AND or OR: a word that begins so (learn.microsoft.com/graph/search-query-parameter)."""
    parts = re.split(r"\s+(AND|OR)\s+", text)
    found = _clause(parts[0])
    for word, part in zip(parts[1::2], parts[2::2], strict=True):
        found = (conjunction if word == "AND" else disjunction)(found, _clause(part))
    return found


def _clause(text: str) -> Condition:
    clause = re.fullmatch(r'"(\w+):([^"]+)"', text)
    if clause is None:
        raise ValueError(f"{text} is no clause of $search known here")
    path, wanted = clause[1], clause[2].casefold()

    def test(item: Mapping[str, Any]) -> bool:
        words = re.split(r"[^0-9a-z]+", str(value_at(item, path) or "").casefold())
        return any(word.startswith(wanted) for word in words)

    return Condition(test, {path: f"{clause[2]} one"}, {path: "qq other"}, (path,))
