"""The question before an apply: an answer holds for what was shown, however long somebody thought about it."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.apply.world import NOW
from tests.unit.plan.small import Memory, desired, edited, observed, plan, policy

from managed_apparaten.apply.lock import Lock
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.cli import apply_run
from managed_apparaten.cli.apply_run import ApplyFlags, carry_out
from managed_apparaten.cli.commands import plan as planning
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import CHANGES, DONE, FAILED, REFUSED
from managed_apparaten.cli.target import Target
from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.core.clock import Clock, VirtualClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import TenantIdentity
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planner import Planned
from managed_apparaten.render.words import Words
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.workflow.apply import RunLocation, locked
from managed_apparaten.workflow.check import Ready

GUARDED = ("PLN029", "PLN026")
"""A guard that no flag lifts, and one that a flag lifts."""
CONTEXT = Context(Words("en"), Path("policies"), "embedded", Path("state"), date(2026, 11, 21))
ONE = desired()
SHOWN, CHANGED = (
    plan([desired(pin=False)], Memory([one]))
    for one in (observed(ONE), edited(observed(ONE), blocked=["com.z"]))
)
UNREADABLE = Planned(
    None,
    (
        Diagnostic(
            "GRA001",
            args={
                "request": "GET /x",
                "message": "",
                "status": "0",
                "code": "",
                "request_id": "-",
                "activity_id": "-",
            },
        ),
    ),
)
CASES: dict[str, tuple[float, bool, Planned, int | None]] = {
    "at once": (5, True, CHANGED, None),
    "no": (5, False, SHOWN, FAILED),
    "an hour later, and all is as it was": (3600, True, SHOWN, None),
    "an hour later, and somebody changed an object": (3600, True, CHANGED, REFUSED),
    "an hour later, and the tenant cannot be read": (3600, True, UNREADABLE, FAILED),
    "an hour later, no": (3600, False, CHANGED, FAILED),
}


@pytest.mark.parametrize("name", CASES)
def test_a_yes_that_comes_late_counts_only_when_the_plan_is_still_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds, answer, second, expected = CASES[name]
    clock = VirtualClock(NOW)

    def agreed(context: Context, _clock: Clock) -> bool:
        clock.sleep(seconds)
        return answer

    monkeypatch.setattr(apply_run, "agreed", agreed)
    monkeypatch.setattr(apply_run, "plan", lambda *given: second)
    assert SHOWN.plan is not None
    asked: Any = replace(SHOWN.plan)
    nothing: Any = type("Nothing", (), {"reader": None})()
    assert apply_run._asked(CONTEXT, nothing, asked, nothing, clock) == expected


# refusals, and a lock that is lost


def planned(monkeypatch: pytest.MonkeyPatch, *refusals: str, changes: bool) -> Plan:
    """A plan of one object, with these guards failing."""
    found = (SHOWN if changes else plan([ONE], Memory([observed(ONE)]))).plan
    assert found is not None
    guards = tuple(
        replace(g, passed=False, measured="1") if g.code in refusals else replace(g, passed=True)
        for g in found.guards
    )
    made = replace(found, guards=guards, digest="d" * 64)
    monkeypatch.setattr(apply_run, "plan", lambda *given: Planned(made, ()))
    monkeypatch.setattr(planning, "plan", lambda *given: Planned(made, ()))
    return made


def carried_out(tmp_path: Path, *allowed: str, reviewed: Plan | None = None, **more: Any) -> int:
    desk = RunLocation(tmp_path / "desk", VirtualClock(NOW), 1, "here")
    lock = locked(desk)
    assert isinstance(lock, Lock)
    reader: Any = type("R", (), {"identity": lambda self: TenantIdentity("t-1", "Zilverdam")})()
    ready = Ready(policy(), Resolved((), {}, ()), Compiled((ONE,), ()))
    target = Target(reader, more.pop("writer", reader))
    try:
        return carry_out(
            CONTEXT,
            ready,
            {},
            target,
            desk,
            more.pop("lock", lock),
            ApplyFlags(reviewed, True, frozenset(allowed)),
        )
    finally:
        lock.release()


@pytest.mark.parametrize("refusal", GUARDED)
def test_apply_never_says_that_nothing_changes_beside_a_refusal_and_never_ends_well_with_one(
    refusal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """H1: `No changes` and `Refused: PLN029` stood under each other, and the exit code was 0."""
    made = planned(monkeypatch, refusal, changes=False)
    assert carried_out(tmp_path) == REFUSED
    told = capsys.readouterr()
    assert ("No changes" in told.out, f"Refused: {refusal}" in " ".join(told.out.split())) == (False, True)
    assert "Nothing was changed." in told.err
    assert ("APL008" in told.err, "give ." in told.err) == (refusal == "PLN029", False)
    assert carried_out(tmp_path, reviewed=made) == REFUSED


def test_apply_without_changes_and_without_refusal_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(monkeypatch, changes=False)
    assert carried_out(tmp_path) == DONE
    planned(monkeypatch, "PLN026", changes=False)
    assert carried_out(tmp_path, "PLN026") == DONE, "somebody agreed to it"


PLANS: dict[str, tuple[tuple[str, ...], bool, int, int]] = {
    "nothing": ((), False, DONE, DONE),
    "changes": ((), True, DONE, CHANGES),
    "changes that need a flag": (("PLN026",), True, DONE, CHANGES),
    "a refusal that no flag lifts": (("PLN029",), True, REFUSED, REFUSED),
    "a refusal that no flag lifts, of nothing": (("PLN029",), False, REFUSED, REFUSED),
    "a refusal of nothing": (("PLN026",), False, REFUSED, REFUSED),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_that_is_refused_whatever_somebody_agrees_to_does_not_end_as_if_it_were_clean(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """H1."""
    refusals, changes, plain, detailed = PLANS[name]
    nobody: Any = type("Nobody", (), {"reader": None})()
    planned(monkeypatch, *refusals, changes=changes)
    monkeypatch.setattr(
        planning, "ready", lambda context: (Ready(policy(), Resolved((), {}, ()), Compiled((ONE,), ())), {})
    )
    monkeypatch.setattr(planning, "opened", lambda *given: nullcontext(nobody))
    for exit_code, expected in ((False, plain), (True, detailed)):
        file = tmp_path / "plan.json"
        assert planning.planned(CONTEXT, planning.PlanFlags(file, "text", False, exit_code)) == expected
        assert file.exists(), "a plan is kept for whoever reads it, whatever it ends in"
    assert ("No changes" in capsys.readouterr().out) == (name == "nothing")


def test_a_lock_that_is_lost_stops_the_run_before_the_next_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The surviving mutant of `_write` without `or not lock.held()`: somebody removed or replaced the lock, so another apply may write."""
    made = planned(monkeypatch, changes=True)
    lost: list[Options] = []

    def apply(
        _ready: Any, _plan: Any, _reader: Any, _writer: Any, desk: RunLocation, options: Options, *_more: Any
    ) -> Outcome:
        assert not options.stop()
        (tmp_path / "desk" / "lock").unlink()
        lost.append(options)
        return Outcome("r", 3 if options.stop() else 0, (), ())

    monkeypatch.setattr(apply_run, "apply", apply)
    assert made.changes
    assert (carried_out(tmp_path), len(lost)) == (3, 1)
    assert "as planned" not in capsys.readouterr().out
