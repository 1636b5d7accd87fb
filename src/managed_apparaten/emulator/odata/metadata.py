"""Graph's types for one API version, as the metadata tells them: properties, inheritance, enums, navigation.

Packaged form (`_graph/v1.0.json`, `_graph/beta.json`, written by `scripts/generate_graph_metadata.py`): a property is
`[]` for a collection, then an `Edm.` name, an enum or a complex type, then marks: `flags` (comma-joined enum), `ro` (the
SDK never writes it), `nullable` or `required` (published metadata says other than the kind of the type lets expect),
`assumed` (no published metadata tells whether it may be null). A type's `evidence` and `nulls` point into the list
`evidence` of the file: where a property beyond the SDK is known from, and where one is seen as null.
`_graph/overlay.json` adds by hand what the service does with properties, with its sources.
Reference: https://learn.microsoft.com/graph/traverse-the-graph#microsoft-graph-api-metadata
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import orjson

from managed_apparaten.emulator.core.http import JSON

VERSIONS = ("v1.0", "beta")
Shape = Literal["primitive", "enum", "complex"]
Evidence = Literal["", "observed", "documents", "reports"]
"""Where a property beyond the SDK is known from: true exports and recorded traffic, pages of the documentation, public reports."""


@dataclass(frozen=True, slots=True)
class Property:
    """One structural property."""

    name: str
    type: str
    shape: Shape
    collection: bool
    flags: bool
    nullable: bool
    ignored: bool
    """Read-only on the service: accepted in a body, checked, and left out."""
    default: JSON
    """What the service returns when nobody set it."""
    assumed: bool = False
    """No published metadata tells whether it is nullable."""
    evidence: Evidence = ""
    """Where it is known from when the SDK lacks it."""

    @property
    def edm(self) -> str:
        """The type as error texts name it."""
        name = self.type if self.shape == "primitive" else f"microsoft.management.services.api.{self.type}"
        return f"Collection({name})" if self.collection else name


@dataclass(frozen=True, slots=True)
class Navigation:
    """A navigation property: the type it leads to."""

    type: str
    collection: bool
    former: bool = False
    """Whether the SDK lacks it, and pages and earlier published metadata have it."""


@dataclass(frozen=True, slots=True)
class Type:
    """One entity or complex type with everything it inherits, base first."""

    name: str
    entity: bool
    abstract: bool
    ancestors: tuple[str, ...]
    """Nearest base first."""
    properties: dict[str, Property]
    navigation: dict[str, Navigation]
    template: dict[str, JSON]
    """Every property that answers show with its default, in their order."""
    derived: bool
    """Other types derive from it."""


class Metadata:
    """Types of one API version; a type is assembled when first asked for."""

    def __init__(self, version: str, raw: JSON, overlay: JSON) -> None:
        self.version = version
        self.enums: dict[str, tuple[str, ...]] = {
            name: tuple(members) for name, members in raw["enums"].items()
        }
        self.source: dict[str, str] = raw["source"]
        self.evidence: tuple[str, ...] = tuple(raw["evidence"])
        """Sources of the properties that the SDK lacks."""
        self._raw = raw["types"]
        self._overlay = overlay
        self._bases = {entry["base"] for entry in self._raw.values()}
        self._types: dict[str, Type] = {}
        self._members: dict[str, dict[str, str]] = {}

    def names(self) -> list[str]:
        """All type names."""
        return list(self._raw)

    def find(self, name: str) -> Type | None:
        """A type by its bare name (`iosCompliancePolicy`)."""
        found = self._types.get(name)
        if found is None and name in self._raw:
            found = self._types[name] = self._assemble(name)
        return found

    def get(self, name: str) -> Type:
        """A type that must exist."""
        found = self.find(name)
        if found is None:
            raise KeyError(f"{name} is not in the {self.version} metadata")
        return found

    def members(self, enum: str) -> Mapping[str, str]:
        """Members of an enum by themselves in lower case."""
        found = self._members.get(enum)
        if found is None:
            found = self._members[enum] = {member.lower(): member for member in reversed(self.enums[enum])}
        return found

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether `name` is `ancestor` or derives from it."""
        found = self.find(name)
        return found is not None and (name == ancestor or ancestor in found.ancestors)

    def _assemble(self, name: str) -> Type:
        raw = self._raw[name]
        base = self.find(raw["base"]) if raw["base"] else None
        properties = dict(base.properties) if base else {}
        navigation = dict(base.navigation) if base else {}
        for key, text in raw["properties"].items():
            properties[key] = self._property(key, text, raw.get("evidence", {}).get(key))
        for key, text in raw.get("navigation", {}).items():
            navigation[key] = Navigation(
                text.removeprefix("[]"), text.startswith("[]"), key in raw.get("evidence", {})
            )
        lineage = (name, *((base.name, *base.ancestors) if base else ()))
        defaults: dict[str, JSON] = {}
        for owner in reversed(lineage):
            defaults |= self._overlay["serverDefaults"].get(owner, {})
        template = {
            key: defaults.get(key, found.default)
            for key, found in properties.items()
            if found.evidence != "reports"
        }
        return Type(
            name,
            raw["entity"],
            raw.get("abstract", False),
            lineage[1:],
            properties,
            navigation,
            template,
            name in self._bases,
        )

    def _property(self, key: str, text: str, evidence: int | None) -> Property:
        collection = text.startswith("[]")
        target, *marks = text.removeprefix("[]").split(" ")
        shape: Shape = (
            "primitive" if target.startswith("Edm.") else "enum" if target in self.enums else "complex"
        )
        by_kind = shape != "enum" and target != "Edm.Boolean"
        nullable = not collection and "required" not in marks and (by_kind or "nullable" in marks)
        ignored = "ro" in marks or key in self._overlay["ignoredOnWrite"]
        default = [] if collection else None if nullable else self._zero(target, shape)
        kind = self.evidence[evidence].split(":")[0] if evidence is not None else ""
        return Property(
            key,
            target,
            shape,
            collection,
            "flags" in marks,
            nullable,
            ignored,
            default,
            "assumed" in marks,
            KINDS[kind],
        )

    def _zero(self, target: str, shape: Shape) -> JSON:
        if shape == "enum":
            return self.enums[target][0]
        return ZEROES.get(target)


KINDS: dict[str, Evidence] = {"": "", "observed": "observed", "documents": "documents", "reports": "reports"}
ZEROES: dict[str, JSON] = {
    "Edm.Boolean": False, "Edm.Int32": 0, "Edm.Int64": 0, "Edm.Int16": 0, "Edm.Byte": 0, "Edm.Double": 0.0, "Edm.Single": 0.0,
    "Edm.Duration": "PT0S", "Edm.String": "", "Edm.DateTimeOffset": "0001-01-01T00:00:00Z",
}  # fmt: skip


@cache
def load(version: str) -> Metadata:
    """The packaged metadata of `v1.0` or `beta`."""
    folder = files("managed_apparaten.emulator._graph")
    raw, overlay = (
        orjson.loads((folder / name).read_bytes()) for name in (f"{version}.json", "overlay.json")
    )
    return Metadata(version, raw, overlay)
