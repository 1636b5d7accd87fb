"""Collect what resource pages of the API reference name and a set of types lacks.

A page shows its resource as JSON, with a kind in the place of each value. The tables of a page are translated
or abbreviated in places, the JSON is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

BLOCK = re.compile(r"<!--\s*\{(?P<about>[^}]*)\}\s*-->\s*```\s*(?:json|http)?\s*\n(?P<body>.*?)```", re.S)
TYPE = re.compile(r'"@odata\.type"\s*:\s*"#?microsoft\.graph\.(?P<name>[\w.]+)"')
REQUEST = re.compile(
    r"^(?:POST|PATCH) https://[^\n]*\n(?:[\w-]+:[^\n]*\n)*\s*(?P<body>\{.*?)^```", re.S | re.M
)
KINDS: Mapping[str, str] = {
    "String (timestamp)": "Edm.DateTimeOffset", "String (duration)": "Edm.Duration", "String (binary)": "Edm.Binary",
    "String": "Edm.String",
    "Guid": "Edm.Guid", "String (identifier)": "Edm.String", "Double": "Edm.Double", "4.2": "Edm.Double",
}  # fmt: skip


def resources(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each type with its properties as a page shows them, each with a kind: an Edm name, a type, or
    `?`.
    """
    for path in sorted(folder.glob("*.md")):
        for found in BLOCK.finditer(path.read_text("utf-8")):
            named = TYPE.search(found["about"])
            if (
                '"blockType": "resource"' not in found["about"]
                or named is None
                or named["name"].lower() != path.stem.split("-")[-1]
            ):
                continue
            try:
                body = orjson.loads(found["body"])
            except orjson.JSONDecodeError:
                continue
            if isinstance(body, dict):
                yield named["name"], {key: kind(value) for key, value in body.items() if "@" not in key}


def sent(folder: Path) -> set[tuple[str, str]]:
    """Return (type, property) for all bodies in requests on the pages of Intune."""
    found: set[tuple[str, str]] = set()
    for path in sorted(folder.glob("intune-*.md")):
        for request in REQUEST.finditer(path.read_text("utf-8-sig")):
            try:
                waiting: list[Any] = [orjson.loads(request["body"])]
            except orjson.JSONDecodeError:
                continue
            while waiting:
                value = waiting.pop()
                inner = (
                    value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
                )
                if isinstance(value, dict):
                    name = (
                        str(value.get("@odata.type", "")).removeprefix("#").removeprefix("microsoft.graph.")
                    )
                    found |= {(name, key) for key in value if "@" not in key}
                waiting += inner
    return found


def kind(value: Any) -> str:
    """Return the Edm type or the type for which a sample value stands."""
    if isinstance(value, bool):
        return "Edm.Boolean"
    if isinstance(value, int | float):
        return "Edm.Int32" if isinstance(value, int) else "Edm.Double"
    if isinstance(value, list):
        return "[]" + (kind(value[0]) if value else "?")
    if isinstance(value, dict):
        return str(value.get("@odata.type") or "?").removeprefix("#").removeprefix("microsoft.graph.")
    return KINDS.get(str(value), "?")
