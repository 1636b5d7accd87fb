"""How an apply is told: while it runs, and when it stopped half way."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from managed_apparaten.apply.events import Event, EventKind, Op
from managed_apparaten.apply.outcome import Outcome, Result, State
from managed_apparaten.cli import output
from managed_apparaten.cli.apply_dialogue import narrator, tell_outcome
from managed_apparaten.cli.context import Context
from managed_apparaten.core.address import Address
from managed_apparaten.render.words import Words

WORDS = Words("en")


def result(key: str, state: State) -> Result:
    return Result(Address("ios_compliance", key), "create", state, None)


def told(capsys: pytest.CaptureFixture[str], *results: Result) -> list[str]:
    context = cast(Context, SimpleNamespace(words=WORDS, member=None))
    tell_outcome(Outcome("run", 3, results, (), (), 4), context)
    return capsys.readouterr().err.splitlines()


def test_a_stopped_apply_names_what_it_began_and_says_that_nobody_has_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = told(
        capsys,
        result("college", "done"),
        result("griffie", "begun"),
        result("raad", "failed"),
        result("vvm", "not-done"),
    )
    text = " ".join(" ".join(lines).split())
    assert "1 of 4 changes done, 1 begun, 1 failed, 0 unknown, 1 not begun." in text
    assert [line.split() for line in lines if line.startswith("  ")] == [
        ["begun", "create", "ios_compliance/griffie"],
        ["failed", "create", "ios_compliance/raad"],
    ]
    assert text.endswith("what is new in it is assigned to nobody.")
    assert all(len(line) <= 80 for line in lines)


def test_nothing_is_said_of_what_was_begun_when_nothing_was(capsys: pytest.CaptureFixture[str]) -> None:
    assert "assigned to nobody" not in " ".join(told(capsys, result("raad", "failed")))


def test_progress_counts_what_is_done_and_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(output, "progress", shown.append)
    tell = narrator(WORDS)
    steps: list[tuple[EventKind, int, Op | None]] = [
        ("started", 1, None), ("started", 2, None), ("sent", 1, "create"), ("sent", 2, "create"), ("sent", 1, "assign"),
        ("finished", 1, None), ("finished", 2, None),
    ]  # fmt: skip
    for kind, position, op in steps:
        event: dict[str, Any] = {
            "address": Address("settings", f"s{position}"),
            "action": "create",
            "position": position,
            "total": 2,
        }
        tell(Event(kind, op=op, **event))
    assert shown == [
        "0/2 done  look at settings/s1", "0/2 done  look at settings/s2", "0/2 done  create settings/s1",
        "0/2 done  create settings/s2", "0/2 done  assign settings/s1", "1/2 done  look at settings/s1", "2/2 done  look at settings/s2",
    ]  # fmt: skip
