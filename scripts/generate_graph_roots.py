"""Write which names Graph has at the beginning of a path and below its collections.

The names come from the request builders of Microsoft's SDK packages; those at the beginning also come from
the reference pages of Intune.

    python -m scripts.generate_graph_roots           # needs both SDK packages; writes _graph/roots.json
    python -m scripts.generate_graph_roots --check   # exit 1 when the packaged file differs

With these names the embedded tenant distinguishes a path that Graph has, but the embedded tenant does not
serve, from a path that Graph does not have.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import re
import sys
from pathlib import Path

from scripts.generate_graph_metadata import PACKAGES, TARGET
from scripts.generate_graph_operations import is_inside

TEMPLATE = re.compile(r'"\{\+baseurl\}/([^"?]+?)(?:\{\?[^"]*)?"')
KEY = re.compile(r"\{[^}]*\}")
BELOW = (
    "deviceAppManagement",
    "deviceManagement",
    "devices",
    "directory",
    "groups",
    "organization",
    "subscribedSkus",
    "users",
)
"""Beginnings below which the names are kept too: the embedded tenant serves some of the collections there."""
DOCUMENTS = Path(__file__).parent / "graph_evidence" / "documents.json"
DEEPEST = 4
"""Longest path that is kept, in segments, keys included."""


def paths(package: str) -> list[tuple[str, ...]]:
    """Return the paths in the request builders of a package, with `{id}` for a key and functions without
    arguments.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{package} is not installed")
    generated = Path(spec.submodule_search_locations[0]) / "generated"
    found: set[tuple[str, ...]] = set()
    for builder in sorted(generated.glob("*/**/*_request_builder.py")):
        match = TEMPLATE.search(builder.read_text("utf-8"))
        if match:
            parts = (KEY.sub("{id}", part) for part in match[1].replace("microsoft.graph.", "").split("/"))
            found.add(tuple(part.partition("(")[0] for part in parts))
    return sorted(found)


def operations(api: str) -> list[tuple[str, ...]]:
    """Return the paths of operations that the SDKs lack and the reference has, and of operations of objects
    inside other ones.
    """
    found = json.loads((TARGET / "operations.json").read_text("utf-8"))
    inside = [row for row in found["operations"] if is_inside(row[1].split("/"))]
    return [
        tuple(route.split("/"))
        for _, route, _, _, stable in (*found["former"], *inside)
        if stable or api == "beta"
    ]


def below(found: list[tuple[str, ...]], operations: list[tuple[str, ...]]) -> dict[str, str]:
    """Return the names that follow each collection (or root) or one of its keys, separated by spaces."""
    names: dict[str, set[str]] = {}
    for path in found:
        if (
            path[0] in BELOW
            and 1 < len(path) <= DEEPEST
            and path[-1] != "{id}"
            and not path[-1].startswith("$")
        ):
            owner = "/".join(part for part in path[:-1] if part != "{id}")
            if path[:-1].count("{id}") <= 1 and (path[-2] == "{id}" or "{id}" not in path):
                names.setdefault(owner, set()).add(path[-1])
    for path in operations:
        names.setdefault("/".join(part for part in path[:-1] if part != "{id}"), set()).add(path[-1])
    return {owner: " ".join(sorted(kept)) for owner, kept in sorted(names.items())}


def render() -> str:
    """Return the packaged text."""
    source = {
        api: f"{distribution} {importlib.metadata.version(distribution)}"
        for api, (_, distribution) in PACKAGES.items()
    }
    made: dict[str, object] = {"source": source}
    pages = json.loads(DOCUMENTS.read_text("utf-8"))["beginnings"]
    for api, (package, _) in PACKAGES.items():
        found = paths(package)
        made[api] = {
            "roots": " ".join(sorted({path[0] for path in found} | set(pages[api]))),
            "below": below(found, operations(api)),
        }
    return json.dumps(made, indent=1) + "\n"


def main() -> int:
    """Write or check the packaged file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the packaged file and write nothing"
    )
    path, text = TARGET / "roots.json", render()
    if parser.parse_args().check:
        return int(not path.exists() or path.read_text("utf-8") != text)
    path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
