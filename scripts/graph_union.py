"""Join the SDK's types with facts of other public sources, and record for each fact where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

UNTYPED = "Edm.Untyped"
BUILT = ("Edm.Boolean", "Edm.String", "Edm.Int32", "Edm.Int64", "Edm.Double", "Edm.DateTimeOffset", "Edm.Date", "Edm.TimeOfDay",
         "Edm.Duration", "Edm.Guid", "Edm.Binary")  # fmt: skip
ORDER = ("observed", "documents", "reports")
"""Kinds of evidence, the best first."""
NARROW = frozenset({"Edm.Byte", "Edm.Int64", "Edm.Int16", "Edm.Single"})


class Union:
    """All facts, and the types of both API versions."""

    def __init__(self, folder: Path, raws: Mapping[str, dict[str, Any]]) -> None:
        """Read the facts; `folder` holds published.json, documents.json, observed.json, reports.json and
        former.json.
        """
        names = ("published", "documents", "observed", "reports", "former")
        self._published, self._documents, self._observed, self._reports, self._former = (
            json.loads((folder / f"{name}.json").read_text("utf-8")) for name in names
        )
        self._raws = raws

    def joined(self, version: str) -> dict[str, Any]:
        """Return the types and enums of one API version with everything that is known of them. The properties
        refer to items of the list `evidence`.
        """
        return _Version(self, version).joined()

    def tables(self, version: str) -> Iterator[Mapping[str, Any]]:
        """Yield the published types of a version, those that decide first. What beta lacks is taken from
        v1.0.
        """
        for source in self._published["sources"]:
            if source["api"] == version or version == "beta":
                yield self._published["types"][source["label"]]

    def former(self, version: str, table: str) -> Mapping[str, Any]:
        """Return navigation, types or enums that pages and published metadata have and the SDK lacks."""
        found: Mapping[str, Any] = self._former[f"{version} {table}"]
        return found

    @property
    def formerly(self) -> str:
        """The evidence for names that the SDK lacks."""
        return f"documents: {self._former['source']} and metadata of 2021 and 2022 (see published.json)"

    def leading(self, name: str) -> frozenset[str]:
        """Return the members of a type that lead to entities without a base, which the SDK does not
        distinguish from complex types.
        """
        return frozenset(self._published["leading"].get(name, ()))

    @property
    def flags(self) -> frozenset[str]:
        """Enums of which several members may be given together."""
        return frozenset(self._published["flags"])

    def keys(self, version: str) -> Iterator[tuple[str, str, str, str]]:
        """Yield properties that the SDK lacks: type, name, kind (empty: unknown), evidence. Real answers come
        before pages, and pages before reports.
        """
        if version == "beta":
            for name, keys in self._observed["keys"].items():
                for key, fact in keys.items():
                    yield (
                        name,
                        key,
                        self._kind(name, key) or fact["kind"],
                        f"observed: {_counts(fact['seen'])}",
                    )
        for name, keys in self._documents["properties"][version].items():
            for key, kind in keys.items():
                if kind != "Json":
                    yield name, key, kind, f"documents: {self._documents['source']}"
        for row in self._reports["keys"]:
            if version == "beta":
                yield row["type"], row["property"], row["kind"] + " ro", f"reports: {row['source']}"

    def _kind(self, name: str, key: str) -> str:
        """Return what v1.0 says about a property that beta's SDK lacks."""
        return str(self._raws["v1.0"]["types"].get(name, {"properties": {}})["properties"].get(key, ""))

    def nulls(self, version: str) -> Iterator[tuple[str, str, str]]:
        """Yield properties that exports show as null: type, name, evidence."""
        if version == "beta":
            for name, keys in self._observed["nulls"].items():
                for key, seen in keys.items():
                    yield name, key, f"observed: null, {_counts(seen)}"

    def shown(self, name: str, key: str) -> bool:
        """Return whether exports show a value of a property, and never null."""
        return key in self._observed["values"].get(name, ()) and key not in self._observed["nulls"].get(
            name, ()
        )

    def members(self, version: str) -> Iterator[tuple[str, str]]:
        """Yield members of enums that the SDK lacks."""
        if version == "beta":
            for name, members in self._observed["members"].items():
                yield from ((name, member) for member in members if not member.isdigit())


class _Version:
    """One API version while it is joined."""

    def __init__(self, union: Union, version: str) -> None:
        raw = union._raws[version]
        self._union, self._name = union, version
        self._types: dict[str, dict[str, Any]] = {
            name: {**entry, "properties": dict(entry["properties"])} for name, entry in raw["types"].items()
        }
        self._enums: dict[str, list[str]] = {name: list(members) for name, members in raw["enums"].items()}
        self._evidence: list[str] = []

    def joined(self) -> dict[str, Any]:
        self._add_former()
        for name, key, kind, evidence in sorted(self._union.keys(self._name), key=self._rank):
            if name in self._types and not self._declared(name, key):
                self._types[name]["properties"][key] = self._usable(kind)
                self._say("evidence", name, key, evidence)
        for name, member in self._union.members(self._name):
            if member not in self._enums.get(name, [member]):
                self._enums[name].append(member)
        told = [name for name in self._types if name not in self._union.former(self._name, "types")]
        for name in told:
            self._lead(name)
            self._publish(name)
        for name in told:
            self._assume(name)
        for name, key, evidence in self._union.nulls(self._name):
            text = self._types.get(name, {"properties": {}})["properties"].get(key, "[]")
            if " assumed" in text or not (text.startswith("[]") or self._may_be_null(name, key)):
                self._mark(name, key, "nullable")
                self._say("nulls", name, key, evidence)
        for name, table in self._union.former(self._name, "navigation").items():
            for key in table:
                self._say("evidence", name, key, self._union.formerly)
        return {"evidence": self._evidence, "enums": self._enums, "types": self._types}

    def _add_former(self) -> None:
        """Add names in paths that the SDK lacks, with the types to which they lead."""
        for name, members in self._union.former(self._name, "enums").items():
            self._enums.setdefault(name, list(members))
        for name, entry in self._union.former(self._name, "types").items():
            self._types.setdefault(name, {**entry, "properties": dict(entry["properties"])})
        for name, table in self._union.former(self._name, "navigation").items():
            for key, target in table.items():
                self._types[name]["navigation"] = {**self._types[name].get("navigation", {}), key: target}
        self._types, self._enums = dict(sorted(self._types.items())), dict(sorted(self._enums.items()))

    def _rank(self, fact: tuple[str, str, str, str]) -> tuple[int, int, str, str]:
        """Return the place of a fact in the order: the best evidence first, and bases before derived types."""
        depth, current = 0, self._types.get(fact[0], {"base": None})["base"]
        while current is not None:
            depth, current = depth + 1, self._types[current]["base"]
        return ORDER.index(fact[3].split(":")[0]), depth, fact[0], fact[1]

    def _declared(self, name: str | None, key: str) -> bool:
        while name is not None:
            entry = self._types[name]
            if key in entry["properties"] or key in entry.get("navigation", {}):
                return True
            name = entry["base"]
        return False

    def _usable(self, kind: str) -> str:
        """Return a kind that the metadata can express. A property of an unknown kind accepts only null."""
        target, *marks = kind.removeprefix("[]").split(" ")
        known = (
            target in BUILT
            or target in self._enums
            or (target in self._types and not self._types[target]["entity"])
        )
        many = "[]" if kind.startswith("[]") else ""
        return " ".join([many + (target if known else UNTYPED), *marks])

    def _say(self, table: str, name: str, key: str, evidence: str) -> None:
        if evidence not in self._evidence:
            self._evidence.append(evidence)
        self._types[name].setdefault(table, {})[key] = self._evidence.index(evidence)

    def _mark(self, name: str, key: str, *marks: str) -> None:
        target, *old = self._types[name]["properties"][key].split(" ")
        kept = [mark for mark in old if mark not in ("nullable", "required", "assumed")]
        self._types[name]["properties"][key] = " ".join([target, *kept, *marks])

    def _lead(self, name: str) -> None:
        """Turn properties into navigation where published metadata says so, except inside a complex value:
        what is there is written with the value.
        """
        entry = self._types[name]
        leading = {key: text for key, text in entry["properties"].items() if key in self._union.leading(name)}
        if entry["entity"] and leading:
            entry["properties"] = {
                key: text for key, text in entry["properties"].items() if key not in leading
            }
            entry["navigation"] = {
                **entry.get("navigation", {}),
                **{key: text.split(" ")[0] for key, text in leading.items()},
            }

    def _publish(self, name: str) -> None:
        """Add what published metadata says about a type, or mark that it says nothing."""
        entry = self._types[name]
        tables = [table[name] for table in self._union.tables(self._name) if name in table]
        if any(table.get("abstract") for table in tables):
            entry["abstract"] = True
        for key, text in entry["properties"].items():
            self._publish_property(name, key, text, tables)

    def _publish_property(self, name: str, key: str, text: str, tables: list[Mapping[str, Any]]) -> None:
        narrow = next((table["narrow"][key] for table in tables if key in table.get("narrow", ())), "")
        if narrow in NARROW and text.startswith("Edm."):
            text = self._types[name]["properties"][key] = narrow + text[len(text.split(" ")[0]) :]
        target = text.removeprefix("[]").split(" ")[0]
        if target in self._union.flags and " flags" not in text:
            text = self._types[name]["properties"][key] = f"{text} flags"
        if text.startswith("[]"):
            return
        told = next(
            (
                table
                for table in tables
                if key in table.get("nullable", ()) or key in table.get("required", ())
            ),
            None,
        )
        by_kind = self._by_kind(text)
        if told is None:
            self._mark(name, key, *(() if by_kind else ("assumed",)))
        elif (key in told.get("nullable", ())) != by_kind:
            self._mark(name, key, "required" if by_kind else "nullable")

    def _assume(self, name: str) -> None:
        """Mark a boolean or enum as nullable by assumption: published metadata does not have it, most others
        of its type may be null, and exports do not show otherwise.
        """
        properties = self._types[name]["properties"]
        known = [
            text
            for text in properties.values()
            if " assumed" not in text and not text.startswith("[]") and not self._by_kind(text)
        ]
        if sum(" nullable" in text for text in known) * 2 > len(known):
            for key, text in properties.items():
                if " assumed" in text and not self._union.shown(name, key):
                    self._mark(name, key, "nullable", "assumed")

    def _by_kind(self, text: str) -> bool:
        """Return whether the kind of a property suggests that it may be null."""
        target = text.removeprefix("[]").split(" ")[0]
        return target != "Edm.Boolean" and target not in self._enums

    def _may_be_null(self, name: str, key: str) -> bool:
        text = self._types[name]["properties"][key]
        if text.startswith("[]") or " required" in text:
            return False
        return " nullable" in text or self._by_kind(text)


def _counts(seen: Mapping[str, int]) -> str:
    return ", ".join(f"{count} in {label}" for label, count in seen.items())
