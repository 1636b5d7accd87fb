"""Does a JSON body fit Graph's metadata? Strictly: nothing unknown, nothing of another type, nothing abstract.

Returns the value as the service stores it: read-only properties dropped, nested values completed with their defaults,
durations canonical, flags in declared order, `@odata.type` only where the type is not the declared one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata.metadata import Metadata, Property, Type
from managed_apparaten.emulator.odata.values import CHECKS, NotThisType

MAX_DEPTH = 60
PREFIXES = (
    "#microsoft.graph.",
    "microsoft.graph.",
    "#microsoft.management.services.api.",
    "microsoft.management.services.api.",
)


class Validator:
    """Checks bodies against one API version."""

    def __init__(self, metadata: Metadata, behaviours: Behaviours | None = None) -> None:
        on = (behaviours or Behaviours()).on
        self._metadata = metadata
        self._nulls_refused = on("null-refused")
        self._assumed_nulls_refused = on("beta-nullability-by-kind")
        self._any_case = on("enums-in-any-case")
        self._unknown = {"observed": not on("observed-properties"), "documents": not on("documented-properties"),
                         "reports": not on("reported-properties"), "": False}  # fmt: skip
        self._required_strings = on("non-null-strings-required")
        self._future_refused = on("unknown-future-value-refused")
        self._flags_sorted = on("flags-in-declared-order")
        self._durations_canonical = on("durations-canonical")

    def resolve(self, body: dict[str, JSON], declared: str, *, fallback: str | None = None) -> Type:
        """The type a body says it is: its `@odata.type`, else `fallback`, else the declared type; never abstract."""
        annotation = body.get("@odata.type")
        declared_type = self._metadata.get(declared)
        if annotation is None:
            found = self._metadata.get(fallback or declared)
        else:
            found = self._named(annotation)
            if not self._metadata.is_a(found.name, declared):
                raise errors.not_assignable(found.name, declared, entity=declared_type.entity)
        if found.abstract:
            raise errors.abstract_type()
        return found

    def _named(self, annotation: JSON) -> Type:
        if not isinstance(annotation, str):
            raise errors.schema_mismatch("@odata.type")
        bare = next(
            (annotation.removeprefix(prefix) for prefix in PREFIXES if annotation.startswith(prefix)), None
        )
        found = self._metadata.find(bare) if bare is not None else None
        if found is None:
            raise errors.unknown_type(annotation.removeprefix("#"))
        return found

    def entity(
        self, body: dict[str, JSON], found: Type, *, navigation: Iterable[str] = ()
    ) -> dict[str, JSON]:
        """The structural part of an entity body; members named in `navigation` are left to the caller."""
        return self._members(body, found, frozenset(navigation), 0)

    def complex(self, value: JSON, declared: str, name: str, depth: int = 0) -> JSON:
        """One value of a complex (or contained entity) type, completed with defaults."""
        if not isinstance(value, dict):
            raise errors.schema_mismatch(name)
        if depth > MAX_DEPTH:
            raise errors.bad_request("The depth of the payload exceeds the limit of the service.")
        found = self.resolve(value, declared)
        members = self._members(value, found, frozenset(), depth + 1)
        self._require(members, found)
        mark = {"@odata.type": f"#microsoft.graph.{found.name}"} if found.name != declared else {}
        return {**mark, **found.template, **members}

    def contained(
        self, value: JSON, declared: str, name: str, nested: Mapping[str, tuple[str, ...]]
    ) -> list[dict[str, JSON]]:
        """A collection of contained entities; `nested` names the navigation properties that may come along, per property."""
        if not isinstance(value, list):
            raise errors.schema_mismatch(name)
        return [self._contained_item(item, declared, name, nested) for item in value]

    def _contained_item(
        self, item: JSON, declared: str, name: str, nested: Mapping[str, tuple[str, ...]]
    ) -> dict[str, JSON]:
        if not isinstance(item, dict):
            raise errors.schema_mismatch(name)
        found = self.resolve(item, declared)
        along = [key for key in nested.get(name, ()) if key in item]
        members = self._members(item, found, frozenset(along), 0)
        self._require(members, found)
        inner = {key: self.contained(item[key], found.navigation[key].type, key, nested) for key in along}
        mark = {"@odata.type": f"#microsoft.graph.{found.name}"} if found.name != declared else {}
        return {**mark, **found.template, **members, **inner}

    def _members(
        self, body: dict[str, JSON], found: Type, navigation: frozenset[str], depth: int
    ) -> dict[str, JSON]:
        result: dict[str, JSON] = {}
        for key, value in body.items():
            declared = found.properties.get(key)
            if declared is None or self._unknown[declared.evidence]:
                if key in navigation or key.startswith("@") or "@odata." in key:
                    continue
                if key in found.navigation:
                    raise errors.schema_mismatch(key)
                raise errors.unknown_property(key, found.name)
            checked = self.property(declared, value, depth)
            if not declared.ignored:
                result[key] = checked
        return result

    def property(self, declared: Property, value: JSON, depth: int = 0) -> JSON:
        """The value of one property as the service stores it."""
        if value is None:
            lenient = declared.assumed and not self._assumed_nulls_refused
            if declared.nullable or declared.ignored or lenient or not self._nulls_refused:
                return None
            raise errors.null_value(declared.name, declared.edm)
        if not declared.collection:
            return self._single(declared, value, depth)
        if not isinstance(value, list):
            raise errors.schema_mismatch(declared.name)
        return [self._single(declared, item, depth) for item in value]

    def _single(self, declared: Property, value: JSON, depth: int) -> JSON:
        if declared.shape == "complex":
            return self.complex(value, declared.type, declared.name, depth)
        if declared.shape == "enum":
            return self._enum(declared, value)
        try:
            checked = CHECKS[declared.type](value)
            return checked if self._durations_canonical else value
        except NotThisType:
            raise errors.wrong_literal(errors.shown(value), declared.type) from None

    def _enum(self, declared: Property, value: JSON) -> JSON:
        members = self._metadata.enums[declared.type]
        asked = (
            [part.strip() for part in value.split(",")]
            if declared.flags and isinstance(value, str)
            else [value]
        )
        if self._any_case:
            folded = self._metadata.members(declared.type)
            asked = [
                folded.get(part.lower(), part) if isinstance(part, str) and part not in members else part
                for part in asked
            ]
        refused = {"unknownFutureValue"} if self._future_refused else set()
        bad = [part for part in asked if not isinstance(part, str) or part not in members or part in refused]
        if bad:
            raise errors.wrong_literal(errors.shown(value), f"{errors.EDM_NAMESPACE}{declared.type}")
        if not declared.flags:
            return asked[0]
        if not self._flags_sorted:
            return ",".join(asked) if self._any_case else value
        return ",".join(sorted(dict.fromkeys(asked), key=members.index))

    def _require(self, members: dict[str, JSON], found: Type) -> None:
        if not self._required_strings:
            return
        for name, declared in found.properties.items():
            wanted = (
                declared.type == "Edm.String"
                and not declared.nullable
                and not declared.collection
                and not declared.ignored
            )
            if wanted and name not in members:
                raise errors.schema_mismatch(name)
