"""Graph's types for one API version, as the metadata tells them: properties, inheritance, enums, navigation.

Packaged form (`_graph/v1.0.json`, `_graph/beta.json`, written by `scripts/generate_graph_metadata.py`): a property is
`[]` for a collection, then an `Edm.` name, an enum or a complex type, then ` flags` (comma-joined enum) or ` ro` (the
SDK never writes it). `_graph/overlay.json` adds by hand what the SDK does not tell, with its sources.
Reference: https://learn.microsoft.com/graph/traverse-the-graph#microsoft-graph-api-metadata
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import orjson

from .http import JSON

VERSIONS = ("v1.0", "beta")
Shape = Literal["primitive", "enum", "complex"]


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
    """The metadata at hand does not tell whether it is nullable (a property that v1.0 lacks)."""

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


@dataclass(frozen=True, slots=True)
class Type:
    """One entity or complex type with everything it inherits, base first."""

    name: str
    entity: bool
    abstract: bool
    abstract_assumed: bool
    """Taken to be abstract by analogy; the metadata at hand does not tell."""
    ancestors: tuple[str, ...]
    """Nearest base first."""
    properties: dict[str, Property]
    navigation: dict[str, Navigation]
    template: dict[str, JSON]
    """Every property with its default, in the order answers have."""
    derived: bool
    """Other types derive from it."""


class Metadata:
    """Types of one API version; a type is assembled when first asked for."""

    def __init__(self, version: str, raw: JSON, overlay: JSON, known: JSON) -> None:
        """`known`: raw v1.0 types, of which alone the nullability is published."""
        self.version = version
        self.enums: dict[str, tuple[str, ...]] = {name: tuple(members) for name, members in raw["enums"].items()}
        self.source: dict[str, str] = raw["source"]
        self._raw = raw["types"]
        self._overlay = overlay
        self._known = known
        self._abstract, self._assumed = frozenset(overlay["abstract"]), frozenset(overlay["abstractAssumed"])
        self._bases = {entry["base"] for entry in self._raw.values()}
        self._types: dict[str, Type] = {}

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
            properties[key] = self._property(name, key, text)
        for key, text in raw.get("navigation", {}).items():
            navigation[key] = Navigation(text.removeprefix("[]"), text.startswith("[]"))
        lineage = (name, *((base.name, *base.ancestors) if base else ()))
        defaults: dict[str, JSON] = {}
        for owner in reversed(lineage):
            defaults |= self._overlay["serverDefaults"].get(owner, {})
        template = {key: defaults.get(key, found.default) for key, found in properties.items()}
        abstract, assumed = name in self._abstract, name in self._assumed
        return Type(name, raw["entity"], abstract, assumed, lineage[1:], properties, navigation, template, name in self._bases)

    def _property(self, owner: str, key: str, text: str) -> Property:
        collection = text.startswith("[]")
        target, *marks = text.removeprefix("[]").split(" ")
        if key in self._overlay["int64"].get(owner, ()):
            target = "Edm.Int64"
        shape: Shape = "primitive" if target.startswith("Edm.") else "enum" if target in self.enums else "complex"
        nullable = not collection and (owner in self._overlay["nullableTypes"] or (shape != "enum" and target != "Edm.Boolean"))
        if key in self._overlay["nonNullable"].get(owner, ()):
            nullable = False
        if key in self._overlay["nullable"].get(owner, ()) or key in self._overlay["nullableAssumed"].get(owner, ()):
            nullable = True
        ignored = "ro" in marks or key in self._overlay["ignoredOnWrite"]
        default = [] if collection else None if nullable else self._zero(target, shape)
        assumed = key not in self._known.get(owner, {"properties": ()})["properties"]
        return Property(key, target, shape, collection, "flags" in marks, nullable, ignored, default, assumed)

    def _zero(self, target: str, shape: Shape) -> JSON:
        if shape == "enum":
            return self.enums[target][0]
        return ZEROES.get(target)


ZEROES: dict[str, JSON] = {
    "Edm.Boolean": False, "Edm.Int32": 0, "Edm.Int64": 0, "Edm.Double": 0.0, "Edm.Duration": "PT0S", "Edm.String": "",
}  # fmt: skip


@cache
def load(version: str) -> Metadata:
    """The packaged metadata of `v1.0` or `beta`."""
    folder = files(__package__) / "_graph"
    raw, overlay = (orjson.loads((folder / name).read_bytes()) for name in (f"{version}.json", "overlay.json"))
    known = raw["types"] if version == "v1.0" else orjson.loads((folder / "v1.0.json").read_bytes())["types"]
    return Metadata(version, raw, overlay, known)
