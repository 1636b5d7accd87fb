"""Microsoft's documented examples: answered and carried out as documented, or otherwise for a reason of `overlay.json`, with its source.

The corpus is not part of this repository. Where it is absent, nothing is replayed and the closing table says zero.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.conftest import Tally
from tests.conformance.corpus import examples
from tests.conformance.effects import Outcome
from tests.conformance.effects import replay as replayed
from tests.conformance.replay import Replayer
from tests.conformance.report import (
    OVERLAY,
    counts,
    excuse,
    excused_effect,
    faults,
    kind_of,
    missing_keys,
    outcomes,
)

pytestmark = pytest.mark.conformance
GROUP, EFFECTS = "documented examples", "documented examples, by effect"
COUNTS: dict[str, Any] = json.loads((Path(__file__).parent / "counts.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Replayer, list[Outcome]]]:
    """Every example, sent."""
    corpus = examples()
    replayer = Replayer(corpus)
    yield replayer, list(outcomes(corpus, replayer))
    replayer.tenant.close()


def test_every_answer_and_effect_is_the_documented_one_or_has_an_excuse(
    served: tuple[Replayer, list[Outcome]], tally: Tally
) -> None:
    """E17: not only the status is compared."""
    _, found = served
    counted = counts(found)
    for kind, number in counted["answers"].items():
        tally(GROUP, {"documented": "answered with the documented status", "differs": "answered differently, with a source",
                      "not served": "refused because the operation is not served"}[kind], number)  # fmt: skip
    for effect, number in counted["effects"].items():
        tally(EFFECTS, effect, number)
    for reason, number in counted["open"].items():
        tally(f"{EFFECTS}: not compared", reason, number)
    assert [(one.ready.example.name, text) for one in found for text in faults(one)] == []
    assert not found or counted == COUNTS, (
        "the numbers of the page: python -m tests.conformance.report, then make reference"
    )


def test_every_example_is_compared_by_some_effect(served: tuple[Replayer, list[Outcome]]) -> None:
    _, found = served
    assert [one.ready.example.name for one in found if not one.notes] == []


def test_what_is_not_served_has_a_reason(served: tuple[Replayer, list[Outcome]]) -> None:
    _, found = served
    assert [
        one.ready.example.name for one in found if kind_of(one) == "not served" and excuse(one) is None
    ] == []


def test_no_excuse_is_left_over(served: tuple[Replayer, list[Outcome]]) -> None:
    _, found = served
    used = {excuse(one) for one in found}
    rows = [(number, row) for number, row in enumerate(OVERLAY["answers"]) if row.get("only") != "checkout"]
    assert [row for number, row in rows if found and number not in used] == []
    effects = {excused_effect(one, note.effect, note.wrong) for one in found for note in one.wrong}
    rows = [(number, row) for number, row in enumerate(OVERLAY["effects"]) if row.get("only") != "checkout"]
    assert [row for number, row in rows if found and number not in effects] == []


def test_every_excuse_has_a_reason_and_a_source() -> None:
    assert [row for rows in OVERLAY.values() for row in rows if not row["reason"] or not row["source"]] == []


def test_a_repaired_example_is_answered_as_documented(
    served: tuple[Replayer, list[Outcome]], tally: Tally
) -> None:
    replayer, found = served
    repaired = 0
    for one in found:
        row = excuse(one)
        repair = OVERLAY["answers"][row].get("repair") if row is not None else None
        if repair is None:
            continue
        body = {
            key: value
            for key, value in one.ready.example.request.items()
            if key not in repair.get("drop", ())
        }
        again = replayed(
            replayer, replayer.prepare(replace(one.ready.example, request={**body, **repair.get("add", {})}))
        )
        assert again.answer.status == one.ready.example.status, (one.ready.example.name, again.answer.body)
        assert faults(again) == []
        repaired += 1
    tally(GROUP, "answered as documented once what the reason names is put right", repaired)


def test_answers_have_every_documented_key(served: tuple[Replayer, list[Outcome]], tally: Tally) -> None:
    _, found = served
    compared = [
        one for one in found if one.as_documented and one.answer.status < 300 and one.ready.example.response
    ]
    missing = Counter(
        key
        for one in compared
        for key in missing_keys(one.ready.example.documented, one.answer.body, one.ready.example.kind)
    )
    excused = {key: row["key"] for key in missing for row in OVERLAY["keys"] if re.search(row["key"], key)}
    tally(GROUP, "answers compared key by key with the documented ones", len(compared))
    tally(GROUP, "documented keys that are absent (excused, with a source)", len(excused))
    assert sorted(set(missing) - set(excused)) == []
    assert [row["key"] for row in OVERLAY["keys"] if found and row["key"] not in excused.values()] == []
