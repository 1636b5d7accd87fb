"""What resource pages of the API reference name that a set of types does not know.

A page shows its resource as JSON, with a kind in place of each value. The tables of a page are translated or
abbreviated in places, the JSON is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

BLOCK = re.compile(r"<!--\s*\{(?P<about>[^}]*)\}\s*-->\s*```\s*(?:json|http)?\s*\n(?P<body>.*?)```", re.S)
TYPE = re.compile(r'"@odata\.type"\s*:\s*"#?microsoft\.graph\.(?P<name>[\w.]+)"')
MEMBERS = re.compile(r"`([A-Za-z][A-Za-z0-9_]*)`")
KINDS: Mapping[str, str] = {
    "String (timestamp)": "Edm.DateTimeOffset", "String (duration)": "Edm.Duration", "String (binary)": "Edm.Binary",
    "String": "Edm.String",
    "Guid": "Edm.Guid", "String (identifier)": "Edm.String", "Double": "Edm.Double",
}  # fmt: skip


def resources(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Type -> its properties as a page shows them, each with a kind: an Edm name, a type, or `?`."""
    for path in sorted(folder.glob("*.md")):
        for found in BLOCK.finditer(path.read_text("utf-8")):
            named = TYPE.search(found["about"])
            if '"blockType": "resource"' not in found["about"] or named is None or named["name"].lower() != path.stem.split("-")[-1]:
                continue
            try:
                body = orjson.loads(found["body"])
            except orjson.JSONDecodeError:
                continue
            if isinstance(body, dict):
                yield named["name"], {key: kind(value) for key, value in body.items() if "@" not in key}


def kind(value: Any) -> str:
    """The Edm type or the type that a sample value stands for."""
    if isinstance(value, bool):
        return "Edm.Boolean"
    if isinstance(value, int | float):
        return "Edm.Int32" if isinstance(value, int) else "Edm.Double"
    if isinstance(value, list):
        return "[]" + (kind(value[0]) if value else "?")
    if isinstance(value, dict):
        return str(value.get("@odata.type") or "?").removeprefix("#").removeprefix("microsoft.graph.")
    return KINDS.get(str(value), "?")


def members(folder: Path, enums: Mapping[str, list[str]], properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Members of enums that the description of a property quotes: (enum, member). `properties`: name of a property -> its enum."""
    for path in sorted(folder.glob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) < 3 or cells[0] not in properties:
                continue
            enum = properties[cells[0]]
            quoted = MEMBERS.findall(cells[-1])
            known = {member.lower() for member in enums[enum]}
            if len(quoted) > 1 and sum(word.lower() in known for word in quoted) * 2 > len(quoted):
                yield from ((enum, word) for word in quoted if word.lower() not in known)
