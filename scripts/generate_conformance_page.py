"""Write the counted part of docs/reference/conformance.md.

It says how many of Microsoft's documented examples end in which way, by which effects they are compared, and
what is not served. The counts are in `tests/conformance/counts.json`, which `make conformance` compares with
what it counts; the reasons are those of `tests/conformance/overlay.json`. The rest of the page is written by
hand. A test fails when the page differs from what this script writes.

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
ACTION = "the effect of "
BEGIN, END = "<!-- Made by `make reference` from here -->\n", "<!-- to here -->\n"


def render() -> str:
    """Return the whole page, with its counted part made anew."""
    page = TARGET.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + _counted() + END + rest.partition(END)[2]


def _counted() -> str:
    counts: dict[str, dict[str, int]] = json.loads(COUNTS.read_text("utf-8"))
    answers = counts["answers"]
    rows: list[dict[str, Any]] = json.loads(OVERLAY.read_text("utf-8"))["answers"]
    kinds = Counter(row["kind"] for row in rows if row.get("only") != "checkout")
    refused = "".join(
        f"| {row['method']} | `{_readable(row['path'])}` | {row['reason']} |\n"
        for row in rows
        if row["kind"] == "not served"
    )
    return f"""
Of {sum(answers.values())} documented examples, each of which is sent:

| examples | outcome |
|---|---|
| {answers["documented"]} | answered with the documented status |
| {answers["differs"]} | answered otherwise, for one of {kinds["differs"]} reasons that name their source |
| {answers["not served"]} | refused, because the operation is not served: the {kinds["not served"]} reasons below |

A status alone proves little, so what each example did is compared: the content of its answer, and what other requests show before
and after. Lists get objects that pass what they ask for and objects that fail it, judged by an evaluator that shares no code with the
embedded tenant.

| examples | what was compared and holds |
|---|---|
{_effects(counts["effects"])}
What had nothing to be compared with:

| examples | comparison | why not |
|---|---|---|
{"".join(f"| {number} | {_halves(reason)} |{chr(10)}" for reason, number in counts["open"].items())}
| method | documented operation that is refused | why |
|---|---|---|
{refused}
"""


def _effects(counts: dict[str, int]) -> str:
    """Return one row for each effect; the effects of actions share one row that names them."""
    actions = {
        name.removeprefix(ACTION): number for name, number in counts.items() if name.startswith(ACTION)
    }
    rows = [f"| {number} | {name} |\n" for name, number in counts.items() if not name.startswith(ACTION)]
    named = ", ".join(f"`{name}`" for name in actions)
    return (
        "".join(rows)
        + f"| {sum(actions.values())} | an action has its effect, or leaves everything as it was: {named} |\n"
    )


def _halves(reason: str) -> str:
    """Return two cells: a comparison, and why it was not made."""
    effect, _, why = reason.partition(": ")
    return f"{effect} | {why}"


def _readable(pattern: str) -> str:
    """Return the path that a pattern matches, without the characters of a regular expression."""
    return pattern.replace("^", "").replace("$", "").replace("|", "\\|")


def main() -> None:
    """Write the page."""
    TARGET.write_text(render(), "utf-8")


if __name__ == "__main__":
    main()
