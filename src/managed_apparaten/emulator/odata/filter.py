"""`$filter`: parse the text, check it against what the collection supports, and evaluate it on an object.

Supports and/or/not, parentheses, comparisons of a property (also of a derived type) with a literal, `in`, `has`, startswith,
endswith, contains, isof, any and all. Keywords and function names are taken in any case: Microsoft's own pages write `NOT`, `OR` and
`startsWith`. Graph supports different parts per service, so a collection lists its properties and operators; the rest is refused.
Reference: OData 4.01 URL conventions, section 5.1.1; https://learn.microsoft.com/graph/filter-query-parameter
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata import literals

TOKEN = re.compile(r"\s*(?:((?:[A-Za-z_][\w.]*\.)?(?:[A-Za-z_]\w*)?'(?:[^']|'')*')|([(),])|([^\s(),']+))")
COMPARE: dict[str, Callable[[JSON, JSON], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
}  # fmt: skip
NO_SIGNATURE = (
    "No function signature for the function with name '{name}' matches the specified arguments. The function signatures considered are: "
    "{name}(Edm.String Nullable=true, Edm.String Nullable=true)."
)
"""Text of Microsoft's OData library. That it is said of null too is assumed: the library may take null for text."""
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}
LAMBDAS = ("/any", "/all")
ELEMENT = "$it"
"""What stands for a member of a collection that is no object."""
COUNT = "/$count"
MAX_TOKENS = 200
Test = Callable[[Mapping[str, JSON], str], bool]
"""(object with defaults, its type name) -> matches."""


@dataclass(frozen=True, slots=True)
class Supported:
    """What a collection lets a filter use: property path -> operators and functions; `isof` counts as a property of its own."""

    operators: Mapping[str, frozenset[str]]
    element: frozenset[str] = frozenset()
    """What every property of a member can be asked inside a lambda that has no paths of its own."""
    advanced: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Operators that work only as an advanced query (header and `$count`), which Entra has."""
    directory: bool = False
    """Whether `ne`, `not` and comparison with null follow the rules of Entra (learn.microsoft.com/graph/aad-advanced-queries)."""
    unsupported: Callable[[str, str], errors.GraphError] | None = None
    """(property, operator) -> the refusal, where it is not the usual one."""
    derived: Callable[[str, str], frozenset[str]] | None = None
    """(derived type, property) -> operators, for a property that stands behind a type cast."""
    declared: literals.Declared | None = None
    """What the metadata says of the properties, which literals are held against."""

    def spelled(self, name: str) -> str:
        """A path as the table spells it: Graph takes names of properties in any case."""
        if name in self.operators or name in self.advanced:
            return name
        folded = name.lower()
        return next((known for known in (*self.operators, *self.advanced) if known.lower() == folded), name)


@dataclass(slots=True)
class UnsupportedProperty(errors.GraphError):
    """The refusal of a filter that is well formed and uses a property or operator that the collection does not support."""


@dataclass(slots=True)
class Filter:
    """A compiled filter."""

    test: Test
    advanced: bool
    """Whether it works only as an advanced query."""

    def __call__(self, item: Mapping[str, JSON], kind: str) -> bool:
        """Tell whether an object matches."""
        return self.test(item, kind)


def compile_filter(
    text: str, supported: Supported, is_a: Callable[[str, str], bool], *, fold: bool
) -> Filter:
    """Compile a filter; `fold`: text is compared without regard to case.

    Raises GraphError for what is no filter, and UnsupportedProperty for one that the collection does not support.
    """
    tokens = _tokens(text)
    parser = _Parser(tokens, supported, is_a, fold)
    test, position = parser.disjunction(0)
    if position != len(tokens):
        raise _syntax(tokens[position])
    return Filter(test, bool(parser.advanced_uses))


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
    fold: bool
    advanced_uses: list[str] = field(default_factory=list)
    """Operators met so far that need an advanced query."""
    prefix: str = ""
    """Inside a lambda: the path of the collection and the lambda, such as `assignedLicenses/any/`."""

    def _peek(self, position: int) -> str:
        return self.tokens[position] if position < len(self.tokens) else ""

    def _word(self, position: int) -> str:
        """A keyword, function or operator, which are taken in any case."""
        return self._peek(position).lower()

    def _expect(self, position: int, token: str) -> int:
        if self._peek(position) != token:
            raise _syntax(self._peek(position))
        return position + 1

    def disjunction(self, position: int) -> tuple[Test, int]:
        left, position = self.conjunction(position)
        while self._word(position) == "or":
            right, position = self.conjunction(position + 1)
            left = _either(left, right)
        return left, position

    def conjunction(self, position: int) -> tuple[Test, int]:
        left, position = self.term(position)
        while self._word(position) == "and":
            right, position = self.term(position + 1)
            left = _both(left, right)
        return left, position

    def term(self, position: int) -> tuple[Test, int]:
        first, word = self._peek(position), self._word(position)
        if word == "not":
            if self.supported.directory:
                self.advanced_uses.append("not")
            inner, position = self.term(position + 1)
            return (lambda item, kind: not inner(item, kind)), position
        if first == "(" and self._peek(position + 2) == ")":
            return self._comparison(self._peek(position + 1), position + 3)
        if first == "(":
            inner, position = self.disjunction(position + 1)
            return inner, self._expect(position, ")")
        if self._peek(position + 1) == "(" and word.endswith(LAMBDAS):
            return self._lambda(first, position + 2)
        if self._peek(position + 1) == "(" and word == "isof":
            return self._truth(*self._isof(position + 2))
        if self._peek(position + 1) == "(" and word in FUNCTIONS:
            return self._truth(*self._function(word, position + 2))
        return self._comparison(first, position + 1)

    def _truth(self, test: Test, position: int) -> tuple[Test, int]:
        """A function, or a function that is compared with true or false: `isof('...') eq false`."""
        operator, wanted = self._word(position), self._word(position + 1)
        if operator not in ("eq", "ne") or wanted not in ("true", "false"):
            return test, position
        if (operator == "eq") == (wanted == "true"):
            return test, position + 2
        return (lambda item, kind: not test(item, kind)), position + 2

    def _isof(self, position: int) -> tuple[Test, int]:
        self._allow("isof", "isof")
        wanted = str(_literal(self._peek(position)).value).removeprefix("#").removeprefix("microsoft.graph.")
        if self.supported.declared is not None:
            self.supported.declared.check_type(wanted)
        is_a = self.is_a
        return (lambda _item, kind: is_a(kind, wanted)), self._expect(position + 1, ")")

    def _lambda(self, token: str, position: int) -> tuple[Test, int]:
        """`groupTypes/any(t:t eq 'Unified')`, `assignedLicenses/any(l:l/skuId eq ...)`, or `assignedLicenses/any()`: one at all."""
        path, _, kind = token.rpartition("/")
        kind = kind.lower()
        word = self.supported.spelled(f"{path}/{kind}")
        path = word.rpartition("/")[0]
        cast, inner_path = _cast(path)
        own_paths = any(
            name.startswith(f"{word}/") for name in (*self.supported.operators, *self.supported.advanced)
        )
        if word not in self.supported.operators and not own_paths:
            self._allow(word, kind)
        if self._peek(position) == ")" and kind == "any":
            return (lambda item, _kind: bool(_value(item, inner_path))), position + 1
        variable, colon, first = self._peek(position).partition(":")
        if not colon or not variable:
            raise _syntax(self._peek(position))
        # `c: c eq 'CA'` and `c:c eq 'CA'` are the same: without a blank the variable and the first word are one token.
        tokens = [*self.tokens[:position], *([first] if first else []), *self.tokens[position + 1 :]]
        supported = (
            self.supported
            if own_paths
            else Supported({}, self.supported.operators[word], declared=self.supported.declared)
        )
        names = [_element(one, variable) for one in tokens]
        inner = _Parser(names, supported, self.is_a, self.fold, self.advanced_uses, f"{word}/")
        test, end = inner.disjunction(position)
        position = end + (0 if first else 1)
        every, is_a = kind == "all", self.is_a

        def holds(item: Mapping[str, JSON], name: str) -> bool:
            if cast and not is_a(name, cast):
                return False
            found = [
                value if isinstance(value, Mapping) else {ELEMENT: value}
                for value in _value(item, inner_path) or ()
            ]
            return all(test(one, name) for one in found) if every else any(test(one, name) for one in found)

        return holds, self._expect(position, ")")

    def _function(self, name: str, position: int) -> tuple[Test, int]:
        prop = self._property(position)
        self._allow(prop, name)
        position = self._expect(position + 1, ",")
        fold, (_, path) = self._folded, _cast(prop)
        text = _literal(self._peek(position))
        if text.type != "Edm.String":
            raise errors.bad_request(NO_SIGNATURE.format(name=name))
        wanted = fold(str(text.value))
        call = FUNCTIONS[name]
        return (lambda item, _kind: call(fold(str(_value(item, path) or "")), wanted)), self._expect(
            position + 1, ")"
        )

    def _comparison(self, prop: str, position: int) -> tuple[Test, int]:
        operator = self._word(position)
        if prop.lower().endswith(COUNT) and operator in COMPARE:
            return self._number_of(prop[: -len(COUNT)], operator, position + 1)
        prop = self._spelled(prop)
        if operator == "in":
            return self._membership(prop, position + 1)
        if operator == "has":
            return self._flag(prop, position + 1)
        if operator not in COMPARE:
            raise _syntax(self._peek(position) or prop)
        literal = _literal(self._peek(position + 1))
        self._allow(prop, operator, null=literal.value is None)
        meaning = self._meaning(prop, operator, literal)
        wanted = meaning(literal.value)
        compare = COMPARE[operator]
        ordered = operator not in ("eq", "ne")
        cast, path = _cast(prop)
        is_a = self.is_a

        def test(item: Mapping[str, JSON], kind: str) -> bool:
            value = meaning(_value(item, path)) if not cast or is_a(kind, cast) else None
            if ordered and not _orderable(value, wanted):
                return False
            return compare(value, wanted)

        return test, position + 2

    def _number_of(self, path: str, operator: str, position: int) -> tuple[Test, int]:
        """`assignedLicenses/$count ne 0`: how many members a collection of the directory has, which is an advanced query."""
        path = self.supported.spelled(f"{path}/any").removesuffix("/any")
        known = any(
            name.startswith(f"{path}/any") for name in (*self.supported.operators, *self.supported.advanced)
        )
        wanted = _literal(self._peek(position)).value
        if not known or not self.supported.directory or not isinstance(wanted, int):
            raise _refused(self._refusal(f"{path}{COUNT}", operator))
        self.advanced_uses.append("$count")
        compare = COMPARE[operator]
        return (lambda item, _kind: compare(len(_value(item, path) or ()), wanted)), position + 1

    def _property(self, position: int) -> str:
        return self._spelled(self._peek(position))

    def _spelled(self, prop: str) -> str:
        return self.supported.spelled(f"{self.prefix}{prop}").removeprefix(self.prefix)

    def _flag(self, prop: str, position: int) -> tuple[Test, int]:
        """`platforms has 'iOS'`: a member of a flags enum; with several members, all of them."""
        self._allow(prop, "has")
        literal = _literal(self._peek(position))
        fold = self._meaning(prop, "has", literal)
        wanted = {part.strip() for part in str(fold(literal.value)).split(",")}
        cast, path = _cast(prop)
        is_a = self.is_a

        def test(item: Mapping[str, JSON], kind: str) -> bool:
            value = _value(item, path) if not cast or is_a(kind, cast) else None
            given = value if isinstance(value, list) else str(value or "").split(",")
            return wanted <= {str(fold(str(part).strip())) for part in given}

        return test, position + 1

    def _membership(self, prop: str, position: int) -> tuple[Test, int]:
        self._allow(prop, "in")
        position = self._expect(position, "(")
        _, path = _cast(prop)
        wanted = []
        while True:
            literal = _literal(self._peek(position))
            meaning = self._meaning(prop, "in", literal)
            wanted.append((meaning, meaning(literal.value)))
            position += 1
            if self._peek(position) != ",":
                break
            position += 1
        return (
            lambda item, _kind: any(means(_value(item, path)) == one for means, one in wanted)
        ), self._expect(position, ")")

    def _meaning(self, prop: str, operator: str, literal: literals.Literal) -> Callable[[JSON], JSON]:
        """What to make of a property and a literal before they are compared; refuses a literal that does not fit the property."""
        if self.supported.declared is not None:
            self.supported.declared.check(f"{self.prefix}{prop}", operator, literal, fold=self.fold)
        return literal.meaning or self._folded

    def _folded(self, value: JSON) -> JSON:
        """Graph compares text without regard to case."""
        return value.lower() if self.fold and isinstance(value, str) else value

    def _allow(self, prop: str, operator: str, *, null: bool = False) -> None:
        """Refuse an operator that the property does not support; remember one that needs an advanced query."""
        name = f"{self.prefix}{prop}"
        plain: Collection[str] = self.supported.element or self.supported.operators.get(name, ())
        advanced: Collection[str] = self.supported.advanced.get(name, ())
        asked = operator
        if self.supported.directory:
            # Entra: `in` works wherever `eq` does, `ne` wherever `eq` does but as an advanced query, and null has a column of its own.
            asked = "null" if null else "eq" if operator in ("in", "ne") else operator
            if operator == "ne":
                self.advanced_uses.append("ne")
        if asked in plain:
            return
        if asked not in advanced and asked not in self._derived_operators(name):
            raise _refused(self._refusal(name, operator))
        if asked not in advanced:
            return
        self.advanced_uses.append(operator)

    def _derived_operators(self, name: str) -> frozenset[str]:
        cast, path = _cast(name)
        return (
            self.supported.derived(cast, path) if cast and self.supported.derived is not None else frozenset()
        )

    def _refusal(self, prop: str, operator: str) -> errors.GraphError:
        if self.supported.unsupported is not None:
            return self.supported.unsupported(prop, operator)
        return errors.unsupported_query(
            "$filter", f"The property '{prop}' cannot be used in the $filter query option with '{operator}'."
        )


def _refused(refusal: errors.GraphError) -> UnsupportedProperty:
    return UnsupportedProperty(refusal.status, refusal.code, refusal.message, refusal.intune, refusal.headers)


def _element(token: str, variable: str) -> str:
    """A name inside a lambda, as a property of the member."""
    return ELEMENT if token == variable else token.removeprefix(f"{variable}/")


def _either(left: Test, right: Test) -> Test:
    return lambda item, kind: left(item, kind) or right(item, kind)


def _both(left: Test, right: Test) -> Test:
    return lambda item, kind: left(item, kind) and right(item, kind)


def _literal(token: str) -> literals.Literal:
    found = literals.read(token)
    if found is None:
        raise _syntax(token)
    return found


def _orderable(value: JSON, wanted: JSON) -> bool:
    numbers = isinstance(value, int | float) and isinstance(wanted, int | float)
    return numbers or (isinstance(value, str | tuple) and type(value) is type(wanted))


def _cast(prop: str) -> tuple[str, str]:
    """(type, property) of `microsoft.graph.managedApp/appAvailability`; no type without a cast."""
    first, _, rest = prop.partition("/")
    return (
        (first.removeprefix("microsoft.graph."), rest)
        if rest and first.startswith("microsoft.graph.")
        else ("", prop)
    )


def _value(item: Mapping[str, JSON], path: str) -> JSON:
    current: JSON = item
    for part in path.split("/"):
        current = current.get(part) if isinstance(current, Mapping) else None
    return current
