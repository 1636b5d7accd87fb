"""The question before an apply: an answer holds for what was shown, however long somebody thought about it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.apply.world import NOW
from tests.unit.plan.small import Memory, desired, edited, observed, plan

from managed_apparaten.cli import applying
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit import FAILED, REFUSED
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.planner import Planned
from managed_apparaten.render.words import Words

CONTEXT = Context(Words("en"), Path("policies"), "embedded", Path("state"), date(2026, 11, 21))
ONE = desired()
SHOWN, CHANGED = (plan([desired(pin=False)], Memory([one])) for one in (observed(ONE), edited(observed(ONE), blocked=["com.z"])))
UNREADABLE = Planned(
    None,
    (Diagnostic("GRA001", args={"request": "GET /x", "message": "", "status": "0", "code": "", "request_id": "-", "activity_id": "-"}),),
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
def test_a_yes_that_comes_late_counts_only_when_the_plan_is_still_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds, answer, second, expected = CASES[name]
    clock = VirtualClock(NOW)

    def agreed(context: Context) -> bool:
        clock.sleep(seconds)
        return answer

    monkeypatch.setattr(applying, "agreed", agreed)
    monkeypatch.setattr(applying, "plan", lambda *given: second)
    assert SHOWN.plan is not None
    asked: Any = replace(SHOWN.plan)
    nothing: Any = type("Nothing", (), {"reader": None})()
    assert applying._asked(CONTEXT, nothing, asked, nothing, clock) == expected
