"""Write the counted part of docs/reference/conformance.md: what becomes of Microsoft's documented examples, and what is not served.

The counts are in `tests/conformance/counts.json`, which `make conformance` compares with what it counts; the reasons are those of
`tests/conformance/overlay.json`. The rest of the page is written by hand. A test fails when the page is not what this script makes.

    python scripts/generate_conformance_page.py
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reference" / "conformance.md"
COUNTS, OVERLAY = (ROOT / "tests" / "conformance" / name for name in ("counts.json", "overlay.json"))
BEGIN, END = "<!-- Made by `make reference` from here -->\n", "<!-- to here -->\n"


def render() -> str:
    """The whole page, with its counted part made anew."""
    page = TARGET.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + _counted() + END + rest.partition(END)[2]


def _counted() -> str:
    counts: dict[str, int] = json.loads(COUNTS.read_text("utf-8"))
    rows: list[dict[str, Any]] = json.loads(OVERLAY.read_text("utf-8"))["answers"]
    kinds = Counter(row["kind"] for row in rows)
    refused = "".join(
        f"| {row['method']} | `{_readable(row['path'])}` | {row['reason']} |\n" for row in rows if row["kind"] == "not served"
    )
    return f"""
Of {sum(counts.values())} documented examples, each of which is sent:

| examples | outcome |
|---|---|
| {counts["documented"]} | answered with the documented status |
| {counts["differs"]} | answered otherwise, for one of {kinds["differs"]} reasons that name their source |
| {counts["not served"]} | refused, because the operation is not served: the {kinds["not served"]} reasons below |

| method | documented operation that is refused | why |
|---|---|---|
{refused}
"""


def _readable(pattern: str) -> str:
    """A path that fits, without the signs of a regular expression."""
    return pattern.replace("^", "").replace("$", "").replace("|", "\\|")


def main() -> None:
    """Write the page."""
    TARGET.write_text(render(), "utf-8")


if __name__ == "__main__":
    main()
