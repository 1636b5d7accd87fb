"""Collect facts about Graph's types that Microsoft's SDK packages lack, each with its source.

    python -m scripts.collect_graph_evidence --csdl beta=FILE=LABEL ... --documents FOLDER=LABEL \\
        --exports FOLDER=LABEL ... --notes FOLDER=LABEL ...

It writes `scripts/graph_evidence/*.json`. When a kind of source is not given, its file stays as it is. A
label says where others can find the source: `owner/repository@commit (date)`. The files hold names, kinds and
counts, but no text of the pages and no value of a tenant. `reports.json` beside them is written by hand:
single keys that public reports and clients send.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts import generate_graph_operations, graph_bodies, graph_csdl, graph_documents, graph_former
from scripts.generate_graph_metadata import EVIDENCE, PACKAGES, sdk
from scripts.graph_bodies import Raw, Seen, Sightings

Given = tuple[str, ...]
NARROW = frozenset({"Edm.Int64", "Edm.Byte", "Edm.Int16", "Edm.Single", "Edm.Decimal"})
"""Types that the SDK reads as a wider or another type."""


def published(files: Iterable[Given], types: Mapping[str, set[str]], enums: frozenset[str]) -> dict[str, Any]:
    """Return the facts of CSDL files: abstract types, which properties may be null, narrow types, flags.

    The first file that declares a property decides about it.
    """
    sources: list[dict[str, str]] = []
    tables: dict[str, dict[str, Any]] = {}
    seen: dict[str, set[str]] = defaultdict(set)
    flags: set[str] = set()
    leading: dict[str, set[str]] = defaultdict(set)
    for api, file, label in files:
        schema = graph_csdl.read(Path(file))
        flags |= schema.flags & enums
        for name, properties in types.items():
            leading[name] |= properties & (
                schema.types[name].navigation.keys() if name in schema.types else set()
            )
        own = {
            name: _facts(schema.types[name], seen[f"{api} {name}"]) for name in types if name in schema.types
        }
        sources.append({"api": api, "label": label})
        tables[label] = {name: facts for name, facts in own.items() if facts}
    return {"sources": sources, "flags": sorted(flags), "leading": {name: sorted(keys) for name, keys in leading.items() if keys},
            "types": tables}  # fmt: skip


def _facts(table: graph_csdl.Table, seen: set[str]) -> dict[str, Any]:
    """Return the facts of one type in one file, except those that an earlier file already gave."""
    facts: dict[str, Any] = {"abstract": table.abstract} if "" not in seen else {}
    new = {name: declared for name, declared in table.properties.items() if name not in seen}
    facts["nullable"] = sorted(name for name, declared in new.items() if declared.nullable)
    facts["required"] = sorted(name for name, declared in new.items() if not declared.nullable)
    facts["narrow"] = {
        name: declared.type for name, declared in sorted(new.items()) if declared.type in NARROW
    }
    seen |= {"", *new}
    return {key: value for key, value in facts.items() if value or key == "abstract"}


def documented(folder: Path, label: str, raws: Mapping[str, Raw], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return documented properties that the SDK lacks, and the names at the beginning of requests.

    A property counts when a page shows it and either published metadata of any date declares it or a request
    on another page sends it. A page alone is not enough, because some pages misspell names.
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    for version, raw in raws.items():
        own: dict[str, dict[str, str]] = defaultdict(dict)
        sent = graph_documents.sent(folder / version / "api")
        for name, shown in graph_documents.resources(folder / version / "resources"):
            for key, kind in shown.items():
                if name not in raw["types"] or kind.endswith("?") or _known(raw, name, key):
                    continue
                if _told(facts, name, key, version) or (name, key) in sent:
                    own[name][key] = kind
        found[version] = {name: dict(sorted(keys.items())) for name, keys in sorted(own.items())}
    beginnings = {version: graph_former.beginnings(folder / version / "api") for version in raws}
    return {
        "source": label,
        "beginnings": {version: sorted(names) for version, names in beginnings.items()},
        "properties": found,
    }


def formerly(
    files: Sequence[Given], folder: Path, pages: Mapping[str, Any], raws: Mapping[str, Raw]
) -> dict[str, Any]:
    """Return names in paths that the SDK of a version lacks: its pages and its published metadata have them,
    and no report shows that the service refuses them.
    """
    reports = json.loads((EVIDENCE / "reports.json").read_text("utf-8"))["gone"]
    gone = frozenset((row["type"], row["property"]) for row in reports)
    found: dict[str, Any] = {"source": pages["source"], "published": [name for _, _, name in files]}
    for version, raw in raws.items():
        schemas = tuple(graph_csdl.read(Path(file)) for api, file, _ in files if api == version)
        known = frozenset(generate_graph_operations.collected(PACKAGES[version][0]))
        kinds = frozenset(
            kind.removeprefix("[]")
            for table in pages["properties"][version].values()
            for kind in table.values()
            if kind != "Json"
        )
        given = graph_former.Given(
            raw, schemas, graph_former.paths(folder / version / "api"), known, kinds, gone
        )
        found |= {f"{version} {name}": table for name, table in graph_former.former(given).sorted().items()}
    return found


def _known(raw: Raw, name: str | None, key: str) -> bool:
    while name is not None:
        entry = raw["types"][name]
        if key in entry["properties"] or key in entry.get("navigation", {}):
            return True
        name = entry["base"]
    return False


def observed(sources: Mapping[str, Sightings], raw: Raw) -> dict[str, Any]:
    """Return keys, members of enums and nulls that bodies of a real service show, by source, each with its
    count.
    """
    keys: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for label, found in sources.items():
        for (name, key), seen in _raised(found, raw).items():
            entry = keys[name].setdefault(key, {"kind": "", "seen": {}})
            entry["seen"][label] = seen.count
            entry["kind"] = entry["kind"] or (seen.kinds.most_common(1)[0][0] if seen.kinds else "")
    return {
        "keys": _sorted(keys),
        "nulls": _sorted(_counted((label, found.nulls) for label, found in sources.items())),
        "values": _sorted(_counted((label, found.values) for label, found in sources.items())),
        "members": _sorted(_counted((label, found.members) for label, found in sources.items())),
    }


def _counted(
    rows: Iterable[tuple[str, Mapping[tuple[str, str], int]]],
) -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for label, counts in rows:
        for (name, key), count in counts.items():
            found[name][key][label] = count
    return found


def _sorted(table: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: dict(sorted(keys.items())) for name, keys in sorted(table.items())}


def _raised(found: Sightings, raw: Raw) -> dict[tuple[str, str], Seen]:
    """Return the keys, with a key moved to the base type when every derived type that occurs shows it and
    there is more than one such type.
    """
    keys, types = dict(found.keys), dict(found.types)
    while True:
        moved = False
        for base in sorted({str(raw["types"][name]["base"]) for name, _ in keys}):
            children = [name for name in types if raw["types"][name]["base"] == base]
            for key in sorted({key for name, key in keys if name in children}):
                holders = [name for name in children if (name, key) in keys]
                complete = all(
                    keys[name, key].count == found.types.get(name, keys[name, key].count) for name in holders
                )
                if len(holders) < 2 or len(holders) < len(children) or not complete:
                    continue
                merged = Seen()
                for name in holders:
                    own = keys.pop((name, key))
                    merged = Seen(
                        merged.count + own.count, merged.nulls + own.nulls, merged.kinds + own.kinds
                    )
                keys[base, key] = merged
                types[base] = merged.count
                moved = True
        if not moved:
            return keys


def _told(published_facts: Mapping[str, Any], name: str, key: str, version: str = "beta") -> str:
    """Return what published metadata says about null for a property: `nullable`, `required`, or an empty
    text. What beta lacks is taken from v1.0.
    """
    labels = [source["label"] for source in published_facts["sources"] if version in ("beta", source["api"])]
    tables = [published_facts["types"][label].get(name, {}) for label in labels]
    return next(
        (word for table in tables for word in ("nullable", "required") if key in table.get(word, ())), ""
    )


def _telling(found: Sightings, raw: Raw, published_facts: Mapping[str, Any]) -> None:
    """Remove nulls that published metadata allows or that the kind of the property leads one to expect, and
    values of properties about which published metadata says something.
    """
    for place in list(found.nulls):
        text = raw["types"][place[0]]["properties"].get(place[1], "")
        told = _told(published_facts, *place)
        target = text.removeprefix("[]").split(" ")[0]
        by_kind = not text.startswith("[]") and target != "Edm.Boolean" and target not in raw["enums"]
        if not text or told == "nullable" or (not told and by_kind):
            del found.nulls[place]
    for place in list(found.values):
        if _told(published_facts, *place):
            del found.values[place]


def _pairs(values: list[str] | None) -> list[Given]:
    return [tuple(value.split("=", 1)) for value in values or []]


def _write(name: str, content: Mapping[str, Any]) -> None:
    """Write a file of evidence with one type a line, so that a changed source gives a readable diff."""
    lines = []
    for key, value in content.items():
        nested = isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values())
        lines.append(
            f"{json.dumps(key)}: {_table(value, 1 if key != 'types' else 2) if nested else json.dumps(value)}"
        )
    (EVIDENCE / name).write_text("{" + ",\n".join(lines) + "}\n", "utf-8")


def _table(value: Mapping[str, Any], depth: int) -> str:
    rows = [
        f"{json.dumps(key)}: {_table(inner, depth - 1) if depth > 1 else json.dumps(inner)}"
        for key, inner in value.items()
    ]
    return "{\n" + ",\n".join(rows) + "\n}"


def main() -> int:
    """Write the files for the sources that are given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--csdl", nargs="+", metavar="API=FILE=LABEL", help="CSDL files, those that decide first"
    )
    parser.add_argument(
        "--documents",
        metavar="FOLDER=LABEL",
        help="the folder api-reference of a checkout of the documentation",
    )
    parser.add_argument("--exports", nargs="+", metavar="FOLDER=LABEL", help="folders of exported policies")
    parser.add_argument(
        "--notes", nargs="+", metavar="FOLDER=LABEL", help="folders of notes that quote requests to a tenant"
    )
    given = parser.parse_args()
    raws = {version: sdk(version) for version in ("v1.0", "beta")}
    EVIDENCE.mkdir(exist_ok=True)
    if given.csdl:
        names: dict[str, set[str]] = defaultdict(set)
        for raw in raws.values():
            for name, entry in sorted(raw["types"].items()):
                names[name] |= set(entry["properties"])
        enums = frozenset(name for raw in raws.values() for name in raw["enums"])
        _write(
            "published.json", published([tuple(value.split("=", 2)) for value in given.csdl], names, enums)
        )
    if given.documents:
        [(folder, label)] = _pairs([given.documents])
        facts = json.loads((EVIDENCE / "published.json").read_text("utf-8"))
        pages = documented(Path(folder), label, raws, facts)
        _write("documents.json", pages)
        if given.csdl:
            _write(
                "former.json",
                formerly([tuple(value.split("=", 2)) for value in given.csdl], Path(folder), pages, raws),
            )
    if given.exports or given.notes:
        facts = json.loads((EVIDENCE / "published.json").read_text("utf-8"))
        sources = {
            label: graph_bodies.exports(Path(folder), raws["beta"]) for folder, label in _pairs(given.exports)
        }
        sources |= {
            label: graph_bodies.notes(Path(folder), raws["beta"]) for folder, label in _pairs(given.notes)
        }
        for found in sources.values():
            _telling(found, raws["beta"], facts)
        _write("observed.json", observed(sources, raws["beta"]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
