"""Literals of `$filter`: what each stands for, which properties it may be compared with, and moments and durations as what they mean.

Reference: OData 4.01 URL conventions, section 5.1.1.14. Texts of the refusals: those of the OData library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata.metadata import Metadata, Property
from managed_apparaten.emulator.odata.values import DURATION, is_guid

TYPED = re.compile(r"([A-Za-z_][\w.]*\.\w+|duration)(?=')")
"""The type of a literal, as in `microsoft.graph.managedAppAvailability'global'`."""
NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,9})?", re.ASCII)
MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d))?", re.ASCII
)
KINDS = {"eq": "Equal", "ne": "NotEqual", "gt": "GreaterThan", "ge": "GreaterThanOrEqual", "lt": "LessThan", "le": "LessThanOrEqual",
         "has": "Has", "in": "Equal"}  # fmt: skip
"""Operator -> its name in the text of a refusal."""
NUMBERS = frozenset({"Edm.Byte", "Edm.Int16", "Edm.Int32", "Edm.Int64", "Edm.Single", "Edm.Double"})
TAKEN = {
    "Edm.String": {"Edm.String", "Edm.Guid"}, "Edm.Guid": {"Edm.String", "Edm.Guid"}, "Edm.Boolean": {"Edm.Boolean"},
    "Edm.DateTimeOffset": {"Edm.DateTimeOffset", "Edm.Date"}, "Edm.Date": {"Edm.Date"}, "Edm.Duration": {"Edm.Duration"},
    **dict.fromkeys(NUMBERS, NUMBERS),
}  # fmt: skip
"""Type of a property -> types of literal that it is compared with. Public clients write GUIDs with and without quotes."""
WORDS: dict[str, JSON] = {"true": True, "false": False, "null": None}


def moment(text: JSON) -> JSON:
    """A date or a moment as what can be compared with others, whatever its zone and number of digits; else the value itself."""
    found = MOMENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return text
    day, clock, fraction, zone = found.groups()
    try:
        whole = datetime.fromisoformat(f"{day}T{clock or '00:00'}{zone or 'Z'}")
    except ValueError:
        return text
    since = whole - datetime(1, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds, int((fraction or "").ljust(12, "0")))


def span(text: JSON) -> JSON:
    """A duration as what can be compared with others; what is none as it is."""
    found = DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:5])
    total = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 10**7 + int(
        (found[6] or "").ljust(7, "0")
    )
    return -total if found[1] else total


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal as it stands in a filter."""

    value: JSON
    type: str
    """Its type: `Edm.`, the name of an enum, or empty for null."""

    @property
    def meaning(self) -> Callable[[JSON], JSON] | None:
        """What to make of both sides before they are compared; None for what is compared as it stands."""
        return {"Edm.DateTimeOffset": moment, "Edm.Date": moment, "Edm.Duration": span}.get(self.type)


def read(word: str) -> Literal | None:
    """The literal that a token is, or None."""
    typed = TYPED.match(word)
    bare = word[typed.end() :] if typed else word
    if len(bare) > 1 and bare.startswith("'") and bare.endswith("'"):
        name = "Edm.String" if typed is None else typed[1].removeprefix("microsoft.graph.")
        return Literal(bare[1:-1].replace("''", "'"), "Edm.Duration" if name == "duration" else name)
    if word in WORDS:
        return Literal(WORDS[word], "" if word == "null" else "Edm.Boolean")
    if NUMBER.fullmatch(word):
        if "." in word:
            return Literal(float(word), "Edm.Double")
        return Literal(int(word), "Edm.Int32" if abs(int(word)) < 1 << 31 else "Edm.Int64")
    if is_guid(word):
        return Literal(word, "Edm.Guid")
    if not isinstance(moment(word), str):
        return Literal(word, "Edm.DateTimeOffset" if "T" in word else "Edm.Date")
    return None if isinstance(span(word), str) else Literal(word, "Edm.Duration")


@dataclass(frozen=True, slots=True)
class Declared:
    """What the metadata declares of objects of some types, by the paths of a filter."""

    metadata: Metadata
    types: tuple[str, ...]

    def find(self, path: str) -> Property | None:
        """The property that a path ends in: behind a cast, in a complex value, behind a navigation property, or of a member."""
        kinds, found = self.types, None
        for part in path.split("/"):
            if part.startswith("microsoft.graph."):
                kinds = (part.removeprefix("microsoft.graph."),)
            elif part not in ("any", "all", "$it"):
                known = [one for kind in kinds if (one := self.metadata.find(kind)) is not None]
                found = next((one.properties[part] for one in known if part in one.properties), None)
                leads = next((one.navigation[part].type for one in known if part in one.navigation), "")
                kinds = (found.type if found is not None else leads,)
        return found

    def check(self, path: str, operator: str, literal: Literal, *, fold: bool) -> None:
        """Refuse a literal of a type that the property cannot be compared with; `fold`: members of an enum are taken in any case."""
        found = self.find(path)
        if found is None or not literal.type or (found.collection and not path.endswith("/$it")):
            return
        if found.shape == "enum" and literal.type in ("Edm.String", found.type):
            members = self.metadata.members(found.type)
            for one in (part.strip() for part in str(literal.value).split(",")):
                if one.lower() not in members or not (fold or one in self.metadata.enums[found.type]):
                    raise errors.bad_request(
                        f"The string '{literal.value}' is not a valid enumeration type constant."
                    )
        elif found.shape == "enum" or literal.type not in TAKEN.get(found.type, (literal.type,)):
            operands = f"Found operand types '{_full(found.type)}' and '{_full(literal.type)}' for operator kind '{KINDS[operator]}'."
            raise errors.bad_request(f"A binary operator with incompatible types was detected. {operands}")

    def check_type(self, name: str) -> None:
        """Refuse a type in `isof` that no object here can be of."""
        if not any(self.metadata.is_a(name, one) for one in self.types):
            text = f"Encountered invalid type cast. 'microsoft.graph.{name}' is not assignable from 'microsoft.graph.{self.types[0]}'."
            raise errors.bad_request(text)


def _full(name: str) -> str:
    return name if name.startswith("Edm.") else f"microsoft.graph.{name}"
