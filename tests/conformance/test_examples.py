"""Microsoft's documented examples: answered as documented, or differently for a reason that `overlay.json` gives with its source.

The corpus is not part of this repository. Where it is absent, nothing is replayed and the closing table says zero.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.conftest import Tally
from tests.conformance.replay import Example, Replayer, collection_of, documented_object, examples, missing_keys, type_name
from tests.unit.emulator.conftest import Answer

pytestmark = pytest.mark.conformance
GROUP = "documented examples"
COUNTS: dict[str, int] = json.loads((Path(__file__).parent / "counts.json").read_text("utf-8"))
OVERLAY: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "overlay.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Replay:
    """One example and what became of it."""

    example: Example
    answer: Answer

    @property
    def as_documented(self) -> bool:
        """An example that shows no answer is one of success."""
        return self.answer.status == self.example.status or (self.example.status is None and self.answer.status < 300)

    @property
    def excuse(self) -> int | None:
        """The first row of the overlay that fits."""
        return next((number for number, row in enumerate(OVERLAY["answers"]) if fits(row, self.example, self.answer)), None)


def fits(row: dict[str, Any], example: Example, answer: Answer) -> bool:
    text = answer.message if answer.status >= 400 else ""
    wanted = bool(re.fullmatch(row["method"], example.method)) and row["status"] == answer.status
    wanted = wanted and bool(re.search(row.get("resource", ""), example.resource))
    return wanted and bool(re.search(row["path"], example.path)) and bool(re.search(row["message"], text))


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Replayer, list[Replay]]]:
    """Every example, sent."""
    corpus = examples()
    replayer = Replayer(corpus)
    yield replayer, [Replay(example, replayer.send(example, collection_of(example))) for example in corpus]
    replayer.tenant.close()


def test_every_answer_is_the_documented_one_or_has_an_excuse(served: tuple[Replayer, list[Replay]], tally: Tally) -> None:
    _, replays = served
    excused = [OVERLAY["answers"][found.excuse]["kind"] for found in replays if not found.as_documented and found.excuse is not None]
    tally(GROUP, "answered with the documented status", sum(found.as_documented for found in replays))
    tally(GROUP, "answered differently, with a source", Counter(excused)["differs"])
    tally(GROUP, "refused because the operation is not served", Counter(excused)["not served"])
    counted = {
        "documented": sum(found.as_documented for found in replays),
        **{kind: Counter(excused)[kind] for kind in ("differs", "not served")},
    }
    assert not replays or counted == COUNTS, "the numbers of the page: counts.json, then make reference"
    wrong = [found for found in replays if not found.as_documented and found.excuse is None]
    assert [(found.example.name, found.example.status, found.answer.status, found.answer.body) for found in wrong] == []


def test_no_excuse_is_left_over(served: tuple[Replayer, list[Replay]]) -> None:
    _, replays = served
    used = {found.excuse for found in replays if not found.as_documented}
    assert [row for number, row in enumerate(OVERLAY["answers"]) if replays and number not in used] == []


def test_every_excuse_has_a_reason_and_a_source() -> None:
    assert [row for row in [*OVERLAY["answers"], *OVERLAY["keys"]] if not row["reason"] or not row["source"]] == []


def test_a_repaired_example_is_answered_as_documented(served: tuple[Replayer, list[Replay]], tally: Tally) -> None:
    replayer, replays = served
    repaired = 0
    for found in replays:
        repair = OVERLAY["answers"][found.excuse].get("repair") if not found.as_documented and found.excuse is not None else None
        if repair is None:
            continue
        body = {key: value for key, value in found.example.request.items() if key not in repair.get("drop", ())}
        answer = replayer.send(replace(found.example, request={**body, **repair.get("add", {})}), collection_of(found.example))
        assert answer.status == found.example.status, (found.example.name, answer.body)
        repaired += 1
    tally(GROUP, "answered as documented once what the reason names is put right", repaired)


def test_answers_have_every_documented_key(served: tuple[Replayer, list[Replay]], tally: Tally) -> None:
    _, replays = served
    compared = [found for found in replays if found.as_documented and found.answer.status < 300 and found.example.response]
    missing = Counter(
        key for found in compared
        for key in missing_keys(documented_object(found.example), found.answer.body, type_name(found.example))
    )  # fmt: skip
    excused = {key: row["key"] for key in missing for row in OVERLAY["keys"] if re.search(row["key"], key)}
    tally(GROUP, "answers compared key by key with the documented ones", len(compared))
    tally(GROUP, "documented keys that are absent (excused, with a source)", len(excused))
    assert sorted(set(missing) - set(excused)) == []
    assert [row["key"] for row in OVERLAY["keys"] if replays and row["key"] not in excused.values()] == []
