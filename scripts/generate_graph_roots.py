"""Write the names that a path on Graph can begin with, from the request builders of Microsoft's SDK packages.

    python -m scripts.generate_graph_roots            # needs both SDK packages installed, writes _graph/roots.json
    python -m scripts.generate_graph_roots --check    # exit 1 when the packaged file differs

The embedded tenant uses them to tell a path that Graph has and it does not serve from one that Graph does not have.
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

TEMPLATE = re.compile(r'"\{\+baseurl\}/([\w.$]+)')


def names(package: str) -> list[str]:
    """The first segments that the request builders of a package know, sorted."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{package} is not installed")
    generated = Path(spec.submodule_search_locations[0]) / "generated"
    builders = sorted(generated.glob("*/*_request_builder.py"))
    found = {match[1] for path in builders if (match := TEMPLATE.search(path.read_text("utf-8")))}
    return sorted(found)


def render() -> str:
    """The packaged text."""
    source = {api: f"{distribution} {importlib.metadata.version(distribution)}" for api, (_, distribution) in PACKAGES.items()}
    return json.dumps({"source": source, **{api: names(package) for api, (package, _) in PACKAGES.items()}}, indent=1) + "\n"


def main() -> int:
    """Write or check the packaged file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the packaged file and write nothing")
    path, text = TARGET / "roots.json", render()
    if parser.parse_args().check:
        return int(not path.exists() or path.read_text("utf-8") != text)
    path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
