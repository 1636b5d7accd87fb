"""Rules of assignment filters: `(device.deviceOwnership -eq "Corporate") and (device.model -startsWith "iPad")`.

Properties, platforms and operators: MicrosoftDocs/memdocs intune-service/fundamentals/filters-device-properties.md @ 3770082. Text is
compared without regard to case, and a property that no device here has reads as empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from managed_apparaten.emulator.core.http import JSON

TEXT = ("eq", "ne", "in", "notin", "startswith", "contains", "notcontains")
CHOICE, OWNER, VERSION = ("eq", "ne", "in", "notin"), ("eq", "ne"), ("eq", "ne", "gt", "ge", "lt", "le")
ANDROID, APPLE = ("android", "androidForWork", "androidAOSP"), ("iOS", "macOS")
WINDOWS = ("windows10AndLater",)
ALL_PLATFORMS = (*ANDROID, *APPLE, *WINDOWS)
APP_PLATFORMS = (
    "androidMobileApplicationManagement",
    "iOSMobileApplicationManagement",
    "windowsMobileApplicationManagement",
)
OWNER_NAMES = {"company": "Corporate", "personal": "Personal"}


@dataclass(frozen=True, slots=True)
class FilterProperty:
    """What a rule can ask."""

    name: str
    source: str
    """Property of Graph's managedDevice that tells it; empty when none here does."""
    operators: tuple[str, ...]
    platforms: tuple[str, ...]
    """Platforms of a filter that has it."""
    values: tuple[str, ...] = ()
    """The only values there are; empty for free text."""


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
APP_PROPERTIES = (
    FilterProperty("appVersion", "", TEXT, APP_PLATFORMS),
    FilterProperty("deviceManagementType", "", OWNER, APP_PLATFORMS[:2]),
    FilterProperty("deviceManufacturer", "", TEXT, APP_PLATFORMS),
    FilterProperty("deviceModel", "", TEXT, APP_PLATFORMS),
    FilterProperty("operatingSystemVersion", "", VERSION, APP_PLATFORMS),
    FilterProperty("osVersion", "", TEXT, APP_PLATFORMS),
)
"""In filters for managed apps; no app here is ever judged by one."""
PROPERTIES: Mapping[tuple[str, str], FilterProperty] = {
    (subject, found.name.lower()): found
    for subject, table in (("device", DEVICE_PROPERTIES), ("app", APP_PROPERTIES))
    for found in table
}
TOKEN = re.compile(
    r'\s*(?:("[^"]*"|\$null|\d[\d.]*)|([()\[\],])|-(\w+)|(and|or|not)\b|((?:device|app)\.\w+))', re.IGNORECASE
)
TEXT_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "startswith": str.startswith, "contains": str.__contains__,
    "notcontains": lambda a, b: b not in a,
}  # fmt: skip
VERSION_OPERATORS: Mapping[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
}  # fmt: skip
Test = Callable[[Mapping[str, JSON]], bool]
"""Body of a managedDevice -> whether the rule holds."""


class InvalidRule(ValueError):
    """The text is no rule that Intune knows."""


def compile_rule(text: str) -> Test:
    """The rule as a test of a device; raises NotARule."""
    tokens = _tokens(text)
    test, position = _Parser(tokens).either(0)
    if position != len(tokens):
        raise InvalidRule(text)
    return test


def matches(text: str, device: Mapping[str, JSON]) -> bool:
    """Whether a rule holds for a device; what is no rule holds for none."""
    try:
        return compile_rule(text)(device)
    except InvalidRule:
        return False


def is_rule(text: str) -> bool:
    """Whether Intune would take it."""
    try:
        compile_rule(text)
    except InvalidRule:
        return False
    return True


def _tokens(text: str) -> list[tuple[str, str]]:
    """(kind, text in lower case): value, sign, operator, word, property; text in quotes keeps them."""
    found, position, text = [], 0, text.rstrip()
    while position < len(text):
        token = TOKEN.match(text, position)
        if token is None:
            raise InvalidRule(text)
        kind = ("value", "sign", "operator", "word", "property")[(token.lastindex or 0) - 1]
        found.append((kind, token[token.lastindex or 0].lower()))
        position = token.end()
    return found


@dataclass(frozen=True, slots=True)
class _Parser:
    tokens: list[tuple[str, str]]

    def _at(self, position: int) -> tuple[str, str]:
        return self.tokens[position] if position < len(self.tokens) else ("", "")

    def _text(self, position: int, kind: str) -> str:
        found, text = self._at(position)
        if found != kind:
            raise InvalidRule(text)
        return text

    def either(self, position: int) -> tuple[Test, int]:
        tests, position = self._joined(position, "or", self.both)
        return (lambda device: any(test(device) for test in tests)), position

    def both(self, position: int) -> tuple[Test, int]:
        tests, position = self._joined(position, "and", self.one)
        return (lambda device: all(test(device) for test in tests)), position

    def _joined(
        self, position: int, word: str, part: Callable[[int], tuple[Test, int]]
    ) -> tuple[list[Test], int]:
        test, position = part(position)
        tests = [test]
        while self._at(position)[1] == word and self._at(position)[0] in ("word", "operator"):
            test, position = part(position + 1)
            tests.append(test)
        return tests, position

    def one(self, position: int) -> tuple[Test, int]:
        kind, text = self._at(position)
        if text == "not" and kind in ("word", "operator"):
            inner, position = self.one(position + 1)
            return (lambda device: not inner(device)), position
        if (kind, text) == ("sign", "("):
            inner, position = self.either(position + 1)
            if self._at(position) != ("sign", ")"):
                raise InvalidRule(text)
            return inner, position + 1
        return self._comparison(position)

    def _comparison(self, position: int) -> tuple[Test, int]:
        subject, _, name = self._text(position, "property").partition(".")
        operator, asked = self._text(position + 1, "operator"), PROPERTIES.get((subject, name))
        if asked is None or operator not in asked.operators:
            raise InvalidRule(f"{subject}.{name} -{operator}")
        wanted, position = self._values(position + 2, asked, many=operator in ("in", "notin"))
        if subject == "app":
            return (lambda _device: False), position
        versions = asked.operators == VERSION
        return (
            lambda device: _compare(operator, get_value(asked.source, device), wanted, versions=versions)
        ), position

    def _values(self, position: int, asked: FilterProperty, *, many: bool) -> tuple[list[str], int]:
        if not many:
            return [self._value(position, asked)], position + 1
        if self._at(position) != ("sign", "["):
            raise InvalidRule("[")
        found = []
        while self._at(position) != ("sign", "]"):
            found.append(self._value(position + 1, asked))
            position += 2
            if self._at(position) not in (("sign", ","), ("sign", "]")):
                raise InvalidRule(",")
        return found, position + 1

    def _value(self, position: int, asked: FilterProperty) -> str:
        """Text stands in quotes, `$null` is for empty, and only a version is bare."""
        text = self._text(position, "value")
        if text[:1].isdigit() and asked.operators != VERSION:
            raise InvalidRule(text)
        return "" if text == "$null" else text.strip('"')


def get_value(source: str, device: Mapping[str, JSON]) -> str:
    """A property of a device as rules know it, in lower case."""
    value = str(device.get(source) or "") if source else ""
    return OWNER_NAMES.get(value, value).lower() if source == "ownerType" else value.lower()


def _compare(operator: str, value: str, wanted: list[str], *, versions: bool) -> bool:
    if versions:
        return VERSION_OPERATORS[operator](_parse_version(value), _parse_version(wanted[0]))
    if operator in ("in", "notin"):
        return (value in wanted) is (operator == "in")
    return TEXT_OPERATORS[operator](value, wanted[0])


def _parse_version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d{1,9}", text))
