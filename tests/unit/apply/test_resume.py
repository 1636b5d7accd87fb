"""B14: a plan part of which our own run has done is no stale plan; anything else that differs is."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.world import Desk, after_wanted, before_wanted, make_plan

from managed_apparaten.apply.outcome import Options
from managed_apparaten.apply.resume import done, unexplained
from managed_apparaten.plan.change import Guard, Plan


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def stopped_after(writes: int, desk: Desk) -> tuple[Plan, Plan]:
    """The plan of this year, and the plan that is made after so many writes of it."""
    assert desk.run(before_wanted()).exit_code == 0
    old, first = make_plan(desk.tenant, after_wanted()), len(desk.tenant.log)
    desk.run(after_wanted(), plan=old, options=Options(stop=lambda: len(desk.tenant.log) - first >= writes))
    return old, make_plan(desk.tenant, after_wanted())


@pytest.mark.parametrize("writes", range(1, 15))
def test_the_rest_of_a_plan_is_explained_wherever_it_stopped(writes: int, tmp_path: Path) -> None:
    """B14: halfway through an object too."""
    old, new = stopped_after(writes, Desk(tmp_path))
    assert any(change.action != "none" for change in new.changes)
    assert old.digest != new.digest
    assert unexplained(old, new) == ()
    assert 0 <= done(old, new) < sum(change.action != "none" for change in old.changes)


@pytest.mark.parametrize("writes", [1, 4, 9])
@pytest.mark.parametrize(
    "properties", [{"passcode": False}, {"somethingElse": 1}, {"blocked": ["z"]}, {"displayName": "X"}]
)
def test_an_edit_of_somebody_else_is_not_explained(
    writes: int, properties: dict[str, object], tmp_path: Path
) -> None:
    """B14: each object that is still to be changed, edited in the portal meanwhile."""
    desk = Desk(tmp_path)
    old, new = stopped_after(writes, desk)
    left = [
        c
        for c in new.changes
        if c.action == "update" and any(o.address == c.address and o.action == "update" for o in old.changes)
    ]
    for change in left:
        assert change.object_id is not None
        kept = dict(desk.tenant.objects[change.object_id].body)
        desk.tenant.portal(change.object_id, **properties)
        assert unexplained(old, make_plan(desk.tenant, after_wanted())), change.address
        desk.tenant.objects[change.object_id].body = kept
    assert left or writes == 9


def test_what_was_not_in_the_plan_or_is_all_done_is_not_explained(tmp_path: Path) -> None:
    """B14: another wish, a guard that failed only now, an object that is to be left as it was, and a plan of which nothing is left."""
    desk = Desk(tmp_path)
    old, new = stopped_after(3, desk)
    kept = next(c for c in new.changes if c.action != "none")
    assert unexplained(replace(old, changes=tuple(c for c in old.changes if c.address != kept.address)), new)
    assert unexplained(
        old, replace(new, digest="x", guards=(Guard("PLN020", False, "1", "0", "--allow-delete"),))
    )
    assert unexplained(old, replace(new, digest="x", policy_digest="another"))
    changed = replace(new, digest="x", changes=tuple(replace(c, name="another") for c in new.changes))
    assert unexplained(old, changed)
    assert desk.run(after_wanted()).exit_code == 0
    assert unexplained(old, make_plan(desk.tenant, after_wanted()))
