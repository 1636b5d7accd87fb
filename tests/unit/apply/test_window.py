"""F1: an apply that needed no flag and was killed needs none for its rest."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.plan.starter import FIRST, Starter, started

from managed_apparaten.plan.change import Plan


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starter]:
    """The day after the first apply."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    for one in started(tmp_path):
        one.done(*FIRST)
        one.day += timedelta(days=1)
        yield one


def left(plan: Plan) -> int:
    return sum(change.action != "none" for change in plan.changes)


@pytest.mark.parametrize("writes", [5, 9])
def test_an_apply_that_was_killed_is_finished_without_a_flag(writes: int, world: Starter) -> None:
    """F1b: the staff's objects were written for an exclusion, and all 93 of them counted against the rest."""
    world.edit(
        "roles/bestuur.yaml",
        "    - {name: sg-rol-college}\n",
        "    - {name: sg-rol-college}\n    - {name: sg-rol-griffie}\n",
    )
    first = world.plan()
    assert world.failed() == {}
    world.apply(writes=writes)
    rest = world.plan()
    assert 0 < left(rest) < left(first), "it was not killed half way"
    assert world.failed() == {}
    lines = {str(change.address): change.applied for change in first.changes}
    assert [
        c.applied for c in rest.changes if c.action == "update" and c.applied != lines[str(c.address)]
    ] == []
    world.done()
    assert left(world.plan()) == 0
