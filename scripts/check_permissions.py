"""Compare the embedded tenant's permissions with Microsoft's own list, route by route.

The list is `permissions/new/permissions.json` of github.com/microsoftgraph/microsoft-graph-devx-content (2.5 MB, not in this
repository). Exit code 1 when a route that the tenant serves opens for other application permissions there than here.

    python scripts/check_permissions.py permissions.json
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from managed_apparaten.emulator import permissions
from managed_apparaten.emulator.permissions import routes

Opens = Mapping[tuple[str, str], frozenset[str]]
"""(method, template in lower case) -> application permissions of which any one opens it."""


def listed(document: Mapping[str, Any]) -> Opens:
    """What Microsoft's list says of applications."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, permission in document["permissions"].items():
        for paths in permission["pathSets"]:
            if "Application" in paths["schemeKeys"]:
                for path in paths["paths"]:
                    for method in paths["methods"]:
                        found[method.upper(), path.lower()].add(name)
    return {key: frozenset(names) for key, names in found.items()}


def differences(opens: Opens) -> Iterator[str]:
    """A line for each served route that differs; one that the list lacks is said as such."""
    for method, template in routes():
        here = frozenset(permissions.needed(method, tuple(template.split("/"))) or ())
        there = opens.get((method, "/" + template.lower()))
        if there is None:
            yield f"{method} /{template}: not in the list"
        elif here != there:
            more, less = ", ".join(sorted(here - there)) or "-", ", ".join(sorted(there - here)) or "-"
            yield f"{method} /{template}: only here {more}; only in the list {less}"


if __name__ == "__main__":
    lines = list(differences(listed(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
    print("\n".join([*lines, f"{len(list(routes()))} routes, {len(lines)} differences"]))
    sys.exit(1 if lines else 0)
