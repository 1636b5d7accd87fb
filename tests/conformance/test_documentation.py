"""Examples of a documentation checkout that are not in the file of extracted examples, replayed and compared by effect.

    make conformance-docs GRAPH_DOCS=<checkout of microsoft-graph-docs>

`GRAPH_DOCS_RESOURCES` (a regular expression on the resource of a page) says which pages; without it, those of the resources that the file
has, or, where the file is absent, those of Intune and of users, groups and devices. The report goes to `out/conformance-docs.md`.
"""

from __future__ import annotations

import os
import re
import traceback
from pathlib import Path

import pytest
from tests.conformance.conftest import Tally
from tests.conformance.corpus import Example, examples
from tests.conformance.effects import Outcome, replay
from tests.conformance.pages import of_checkout
from tests.conformance.replay import Replayer
from tests.conformance.report import KINDS, by_resource, counts, table

pytestmark = pytest.mark.conformance
GROUP = "documentation checkout"
REPORT = Path(__file__).resolve().parents[2] / "out" / "conformance-docs.md"
STOPS = (AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What stops one example, in the tenant or in the replay: it is reported, and the others go on."""
AS_EVIDENCE = 0.97
"""Share of the examples of served operations that must be answered as documented, or otherwise with a source."""


def key(example: Example) -> tuple[str, str, str, str]:
    """What makes an example another one than those in the file."""
    return (example.api, example.method, re.sub(r"\s", "", example.url), str(example.request))


def wanted(found: Example, seen: list[Example]) -> bool:
    """Whether a page is in scope."""
    pattern = os.environ.get("GRAPH_DOCS_RESOURCES")
    if pattern:
        return bool(re.fullmatch(pattern, found.resource))
    if seen:
        return found.resource in {example.resource for example in seen}
    return "/intune-" in found.source or found.resource in ("group", "user", "device", "directory")


def test_examples_of_a_checkout_are_answered_and_carried_out(tally: Tally) -> None:
    root = os.environ.get("GRAPH_DOCS")
    pages = of_checkout(Path(root)) if root else None
    seen = examples()
    known = {key(example) for example in seen}
    scope = (
        [found for found in pages.examples if wanted(found, seen) and key(found) not in known]
        if pages
        else []
    )
    assert scope or not root, f"no example in {root}"
    replayer = Replayer([*seen, *(pages.examples if pages else ())])
    outcomes: list[Outcome] = []
    stopped: list[str] = []
    for example in scope:
        try:
            outcomes.append(replay(replayer, replayer.prepare(example)))
        except STOPS:
            stopped.append(f"{example.name}\n{traceback.format_exc(limit=-3)}")
    replayer.tenant.close()
    total = {kind: sum(counted[kind] for counted in by_resource(outcomes).values()) for kind in KINDS}
    for kind, number in total.items():
        tally(GROUP, kind, number)
    tally(GROUP, "examples that stop the replay", len(stopped))
    if pages:
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(report(outcomes, stopped, pages.unreadable), "utf-8")
    assert stopped == []
    right, served = total["documented"] + total["differs"], sum(total.values()) - total["not served"]
    assert right >= AS_EVIDENCE * served, f"{right} of {served}: see {REPORT}"


def report(outcomes: list[Outcome], stopped: list[str], unreadable: tuple[str, ...]) -> str:
    """The table by resource, the faults by kind, what was compared, and what could not be read."""
    counted = counts(outcomes)
    parts = [table(outcomes)]
    for title, lines in (
        ("compared", [f"{number} {effect}" for effect, number in counted["effects"].items()]),
        ("not compared", [f"{number} {reason}" for reason, number in counted["open"].items()]),
        ("stopped", stopped),
        ("unreadable", list(unreadable)),
    ):
        parts += [f"## {title}: {len(lines)}", "", *(f"- {line}" for line in lines), ""]
    return "\n".join(parts) + "\n"
