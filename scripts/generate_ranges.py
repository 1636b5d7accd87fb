"""Write the ranges of numbers (emulator/_graph/ranges.json) from Microsoft's reference pages, and check them.

The pages are `api-reference/{beta,v1.0}/resources/intune-*.md` of a checkout of microsoft-graph-docs or of
one of its translations. A range is read from a table row of an own property that says "Valid values 4 to 14".
Bodies that a service gave or that a page shows are better evidence than such a sentence. They are read from
the JSON files that are given after the pages: a value below a range widens it, and a range that a value
exceeds is left out and listed.

    python scripts/generate_ranges.py PAGES... -- EXPORTS...
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from managed_apparaten.emulator.odata.metadata import Type, load

TARGET = (
    Path(__file__).resolve().parent.parent
    / "src"
    / "managed_apparaten"
    / "emulator"
    / "_graph"
    / "ranges.json"
)
SOURCE = "microsoftgraph/microsoft-graph-docs, api-reference/*/resources, as of 2023-02"
TITLE = re.compile(r"^# (?:<a [^>]*></a>)?(\w+) ", re.MULTILINE)
SAID = re.compile(
    r"(?:valid values?|有效值)[^0-9-]{0,12}(-?\d+)\s*(?:to|through|到|至)\s*(-?\d+)", re.IGNORECASE
)
INHERITED = re.compile(r"inherited from|继承自", re.IGNORECASE)
NO_LIMIT = 2**31 - 1
Ranges = dict[str, dict[str, list[Any]]]


def pages(folder: Path) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield type, property, least, most and page of every sentence that states a range."""
    for page in sorted(folder.rglob("intune-*.md")):
        text = page.read_text("utf-8", errors="replace")
        if page.parent.name != "resources" or (title := TITLE.search(text)) is None:
            continue
        for line in text.splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            said = SAID.search(cells[2]) if len(cells) == 3 and cells[1] == "Int32" else None
            if said and not INHERITED.search(cells[2]) and abs(int(said[2])) < NO_LIMIT:
                yield title[1], cells[0], int(said[1]), int(said[2]), page.stem


def collected(folders: list[Path]) -> Ranges:
    """Return the ranges of the types that the tenant knows; where two pages differ, everything that either
    allows.
    """
    found: Ranges = {}
    for type_name, name, least, most, page in (row for folder in folders for row in pages(folder)):
        known = load("beta").find(type_name) or load("v1.0").find(type_name)
        if known is not None and name in known.properties:
            old = found.setdefault(type_name, {}).get(name, [least, most, page])
            found[type_name][name] = [min(old[0], least), max(old[1], most), page]
    return found


def values(body: Any) -> Iterator[tuple[Type, str, int]]:
    """Yield the numbers in objects that state their type, at any depth."""
    if isinstance(body, list):
        for item in body:
            yield from values(item)
    elif isinstance(body, dict):
        known = load("beta").find(
            str(body.get("@odata.type", "")).removeprefix("#").removeprefix("microsoft.graph.")
        )
        for key, value in body.items():
            if known is not None and isinstance(value, int) and not isinstance(value, bool):
                yield known, key, value
            yield from values(value)


def bodies(files: list[Path]) -> Iterator[Any]:
    """Yield every JSON document that can be read."""
    for top in files:
        for file in sorted(top.rglob("*.json")) if top.is_dir() else [top]:
            try:
                yield json.loads(file.read_bytes().decode("utf-8-sig"))
            except ValueError:
                continue


def judged(found: Ranges, documents: Iterator[Any]) -> list[str]:
    """Widen or leave out ranges that a real body contradicts; return those that were left out."""
    left_out: set[str] = set()
    for known, name, value in (row for body in documents for row in values(body)):
        for owner in (known.name, *known.ancestors):
            stated = found.get(owner, {}).get(name)
            if stated is not None and value < stated[0]:
                stated[0] = value
            elif stated is not None and value > stated[1]:
                left_out.add(f"{owner}.{name}: {stated[0]} to {stated[1]}, seen {value}")
                del found[owner][name]
    return sorted(left_out)


def main(arguments: list[str]) -> None:
    """Write the file."""
    middle = arguments.index("--")
    found = collected([Path(name) for name in arguments[:middle]])
    left_out = judged(found, bodies([Path(name) for name in arguments[middle + 1 :]]))
    ranges = {name: dict(sorted(own.items())) for name, own in sorted(found.items()) if own}
    rows = ",\n".join(f'"{name}": {json.dumps(own)}' for name, own in ranges.items())
    TARGET.write_text(
        f'{{"source": "{SOURCE}",\n"left_out": {json.dumps(left_out, indent=1)},\n"ranges": {{\n{rows}\n}}}}\n',
        "utf-8",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
