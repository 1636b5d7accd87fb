"""Rules of assignment filters: `(device.deviceOwnership -eq "Corporate") and (device.model -startsWith
"iPad")`.

Properties, platforms and operators: MicrosoftDocs/memdocs
intune-service/fundamentals/filters-device-properties.md @ 3770082. Text is compared without regard to case,
and a property that no device here has reads as empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from managed_apparaten.emulator.core.http import JSON

TEXT = ("eq", "ne", "in", "notin", "startswith", "contains", "notcontains")
"""Operators of a free text."""
CHOICE, OWNER, VERSION = ("eq", "ne", "in", "notin"), ("eq", "ne"), ("eq", "ne", "gt", "ge", "lt", "le")
"""Operators of a choice, of an owner and of a version."""
ANDROID, APPLE = ("android", "androidForWork", "androidAOSP"), ("iOS", "macOS")
"""Platforms of a filter."""
WINDOWS = ("windows10AndLater",)
ALL_PLATFORMS = (*ANDROID, *APPLE, *WINDOWS)
APP_PLATFORMS = (
    "androidMobileApplicationManagement",
    "iOSMobileApplicationManagement",
    "windowsMobileApplicationManagement",
)
"""Platforms of a filter for managed apps."""
OWNER_NAMES = {"company": "Corporate", "personal": "Personal"}
"""ownerType of a device -> the name of it in rules."""


@dataclass(frozen=True, slots=True)
class FilterProperty:
    """A property that rules can compare."""

    name: str
    source: str
    """Property of Graph's managedDevice with its value; empty when no device here has it."""
    operators: tuple[str, ...]
    platforms: tuple[str, ...]
    """Platforms of the filters that have it."""
    values: tuple[str, ...] = ()
    """All its values; empty for a free text."""


DEVICE_PROPERTIES = (
    FilterProperty(
        "cpuArchitecture",
        "processorArchitecture",
        CHOICE,
        ("macOS", *WINDOWS),
        ("amd64", "x86", "x64", "arm64", "unknown"),
    ),
    FilterProperty("deviceCategory", "deviceCategoryDisplayName", TEXT, ALL_PLATFORMS),
    FilterProperty("deviceName", "deviceName", TEXT, ALL_PLATFORMS),
    FilterProperty(
        "deviceOwnership", "ownerType", OWNER, ALL_PLATFORMS, ("Personal", "Corporate", "Unknown")
    ),
    FilterProperty(
        "deviceTrustType",
        "",
        CHOICE,
        WINDOWS,
        ("Azure AD joined", "Azure AD registered", "Hybrid Azure AD joined", "Unknown"),
    ),
    FilterProperty(
        "enrollmentProfileName",
        "enrollmentProfileName",
        TEXT,
        ("androidForWork", "androidAOSP", "iOS", *WINDOWS),
    ),
    FilterProperty("isRooted", "jailBroken", OWNER, (*ANDROID, "iOS"), ("True", "False", "Unknown")),
    FilterProperty("manufacturer", "manufacturer", TEXT, ALL_PLATFORMS),
    FilterProperty("model", "model", TEXT, ALL_PLATFORMS),
    FilterProperty("operatingSystemVersion", "osVersion", VERSION, ALL_PLATFORMS),
    FilterProperty("osVersion", "osVersion", TEXT, ALL_PLATFORMS),
    FilterProperty("operatingSystemSKU", "skuFamily", TEXT, WINDOWS),
)
"""Properties of a device."""
APP_PROPERTIES = (
    FilterProperty("appVersion", "", TEXT, APP_PLATFORMS),
    FilterProperty("deviceManagementType", "", OWNER, APP_PLATFORMS[:2]),
    FilterProperty("deviceManufacturer", "", TEXT, APP_PLATFORMS),
    FilterProperty("deviceModel", "", TEXT, APP_PLATFORMS),
    FilterProperty("operatingSystemVersion", "", VERSION, APP_PLATFORMS),
    FilterProperty("osVersion", "", TEXT, APP_PLATFORMS),
)
"""Properties in filters for managed apps; no app here is judged by one."""
PROPERTIES: Mapping[tuple[str, str], FilterProperty] = {
    (subject, declared.name.lower()): declared
    for subject, table in (("device", DEVICE_PROPERTIES), ("app", APP_PROPERTIES))
    for declared in table
}
"""(`device` or `app`, name in lower case) -> property."""
TOKEN = re.compile(
    r'\s*(?:("[^"]*"|\$null|\d[\d.]*)|([()\[\],])|-(\w+)|(and|or|not)\b|((?:device|app)\.\w+))', re.IGNORECASE
)
"""One token of a rule, see `_tokens`."""
TEXT_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "startswith": str.startswith, "contains": str.__contains__,
    "notcontains": lambda a, b: b not in a,
}  # fmt: skip
"""Operator on texts -> its function."""
VERSION_OPERATORS: Mapping[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
}  # fmt: skip
"""Operator on versions -> its function."""
Test = Callable[[Mapping[str, JSON]], bool]
"""Body of a managedDevice -> whether the rule holds."""


class InvalidRule(ValueError):
    """The text is no rule that Intune accepts."""


def compile_rule(text: str) -> Test:
    """Return the rule as a test of a device; raise InvalidRule."""
    tokens = _tokens(text)
    test, position = _Parser(tokens).parse_or(0)
    if position != len(tokens):
        raise InvalidRule(text)
    return test


def matches(text: str, device: Mapping[str, JSON]) -> bool:
    """Return whether a rule holds for a device; an invalid rule holds for none."""
    try:
        return compile_rule(text)(device)
    except InvalidRule:
        return False


def is_rule(text: str) -> bool:
    """Return whether Intune would accept a rule."""
    try:
        compile_rule(text)
    except InvalidRule:
        return False
    return True


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return the tokens of a rule as (kind, text in lower case).

    The kinds are value, sign, operator, word and property; a text in quotes keeps them.
    """
    tokens, position, text = [], 0, text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise InvalidRule(text)
        group = match.lastindex or 0
        kind = ("value", "sign", "operator", "word", "property")[group - 1]
        tokens.append((kind, match[group].lower()))
        position = match.end()
    return tokens


@dataclass(frozen=True, slots=True)
class _Parser:
    """Reads tokens; each method takes a position and returns a test and the position behind it."""

    tokens: list[tuple[str, str]]

    def _at(self, position: int) -> tuple[str, str]:
        """Return the token at a position; an empty one behind the last."""
        return self.tokens[position] if position < len(self.tokens) else ("", "")

    def _text(self, position: int, kind: str) -> str:
        """Return the text of the token at a position, which must be of a kind."""
        actual_kind, text = self._at(position)
        if actual_kind != kind:
            raise InvalidRule(text)
        return text

    def parse_or(self, position: int) -> tuple[Test, int]:
        """Read terms with `or` between them; `and` binds stronger."""
        tests, position = self._joined(position, "or", self.parse_and)
        return (lambda device: any(test(device) for test in tests)), position

    def parse_and(self, position: int) -> tuple[Test, int]:
        """Read terms with `and` between them."""
        tests, position = self._joined(position, "and", self.parse_term)
        return (lambda device: all(test(device) for test in tests)), position

    def _joined(
        self, position: int, word: str, parse_part: Callable[[int], tuple[Test, int]]
    ) -> tuple[list[Test], int]:
        """Read parts with a word between them, with or without a hyphen before the word."""
        test, position = parse_part(position)
        tests = [test]
        while self._at(position)[1] == word and self._at(position)[0] in ("word", "operator"):
            test, position = parse_part(position + 1)
            tests.append(test)
        return tests, position

    def parse_term(self, position: int) -> tuple[Test, int]:
        """Read a negation, a rule in parentheses, or a comparison."""
        kind, text = self._at(position)
        if text == "not" and kind in ("word", "operator"):
            inner, position = self.parse_term(position + 1)
            return (lambda device: not inner(device)), position
        if (kind, text) == ("sign", "("):
            inner, position = self.parse_or(position + 1)
            if self._at(position) != ("sign", ")"):
                raise InvalidRule(text)
            return inner, position + 1
        return self._comparison(position)

    def _comparison(self, position: int) -> tuple[Test, int]:
        """Read a property, an operator and its values."""
        subject, _, name = self._text(position, "property").partition(".")
        operator = self._text(position + 1, "operator")
        declared = PROPERTIES.get((subject, name))
        if declared is None or operator not in declared.operators:
            raise InvalidRule(f"{subject}.{name} -{operator}")
        values, position = self._values(position + 2, declared, is_list=operator in ("in", "notin"))
        if subject == "app":
            return (lambda _device: False), position
        source, is_version = declared.source, declared.operators == VERSION
        return (
            lambda device: _compare(operator, get_value(source, device), values, is_version=is_version)
        ), position

    def _values(self, position: int, declared: FilterProperty, *, is_list: bool) -> tuple[list[str], int]:
        """Read one value, or a list of values in brackets."""
        if not is_list:
            return [self._value(position, declared)], position + 1
        if self._at(position) != ("sign", "["):
            raise InvalidRule("[")
        values = []
        while self._at(position) != ("sign", "]"):
            values.append(self._value(position + 1, declared))
            position += 2
            if self._at(position) not in (("sign", ","), ("sign", "]")):
                raise InvalidRule(",")
        return values, position + 1

    def _value(self, position: int, declared: FilterProperty) -> str:
        """Read one value: a text is in quotes, `$null` means empty, and only a version stands without quotes."""
        text = self._text(position, "value")
        if text[:1].isdigit() and declared.operators != VERSION:
            raise InvalidRule(text)
        return "" if text == "$null" else text.strip('"')


def get_value(source: str, device: Mapping[str, JSON]) -> str:
    """Return a property of a device as rules know it, in lower case."""
    value = str(device.get(source) or "") if source else ""
    return OWNER_NAMES.get(value, value).lower() if source == "ownerType" else value.lower()


def _compare(operator: str, value: str, expected: list[str], *, is_version: bool) -> bool:
    """Return whether a comparison holds; `expected` are the values of the rule."""
    if is_version:
        return VERSION_OPERATORS[operator](_parse_version(value), _parse_version(expected[0]))
    if operator in ("in", "notin"):
        return (value in expected) is (operator == "in")
    return TEXT_OPERATORS[operator](value, expected[0])


def _parse_version(text: str) -> tuple[int, ...]:
    """Return the numbers of a version."""
    return tuple(int(part) for part in re.findall(r"\d{1,9}", text))
