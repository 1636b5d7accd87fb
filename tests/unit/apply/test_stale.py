"""What is said when a plan no longer holds."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.apply.world import (
    COMPLIANCE,
    Desk,
    Wanted,
    after_wanted,
    before_wanted,
    desired,
    group,
    make_plan,
)

from managed_apparaten.core.address import Address
from managed_apparaten.messages.catalogue import render
from managed_apparaten.plan.stale import LONGEST, Difference, described, outdated, stale

COLLEGE = Address("compliance", "college")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.run(before_wanted())
    return made


def test_the_same_plan_twice_has_no_differences(desk: Desk) -> None:
    assert stale(make_plan(desk.tenant, after_wanted()), make_plan(desk.tenant, after_wanted())) == ()
    assert outdated(()) == ()


def test_an_edit_in_the_tenant_is_shown_with_its_object_and_field(desk: Desk) -> None:
    old = make_plan(desk.tenant, after_wanted())
    desk.tenant.portal(desk.tenant.id_of("compliance/college"), passcode=False)
    found = stale(old, make_plan(desk.tenant, after_wanted()))
    assert Difference(COLLEGE, "/before/body/passcode", True, False) in found
    assert {d.address for d in found} == {COLLEGE}
    assert {d.field for d in found} <= {"/before/body/passcode", "/before/version"}


def test_an_assignment_that_came_is_shown(desk: Desk) -> None:
    old = make_plan(desk.tenant, after_wanted())
    desk.tenant.objects[desk.tenant.id_of("compliance/college")].assignments.append(group("g-x"))
    found = stale(old, make_plan(desk.tenant, after_wanted()))
    assert Difference(COLLEGE, "/before/targets/1/groupId", None, "g-x") in found


def test_an_object_that_went_changes_what_is_to_be_done_with_it(desk: Desk) -> None:
    old = make_plan(desk.tenant, after_wanted())
    desk.tenant.objects.pop(desk.tenant.id_of("compliance/college"))
    assert Difference(COLLEGE, "/action", "update", "create") in stale(
        old, make_plan(desk.tenant, after_wanted())
    )


def test_an_edit_in_the_policy_is_shown(desk: Desk) -> None:
    old = make_plan(desk.tenant, before_wanted())
    less = (
        Wanted(desired(COMPLIANCE, "college", {"passcode": False, "rules": [1]}), (group("g-college"),)),
        *before_wanted()[1:],
    )
    assert Difference(COLLEGE, "/after/body/passcode", True, False) in stale(
        old, make_plan(desk.tenant, less)
    )


def test_a_role_that_came_is_shown_under_its_own_address(desk: Desk) -> None:
    more = (*before_wanted(), Wanted(desired(COMPLIANCE, "nieuw", {"passcode": True}), ()))
    found = stale(make_plan(desk.tenant, before_wanted()), make_plan(desk.tenant, more))
    assert {d.address for d in found} == {Address("compliance", "nieuw")}


@pytest.mark.parametrize(
    "field", ["tenant_id", "tool_version", "policy_digest", "evaluated_on", "organisation"]
)
def test_what_concerns_the_whole_plan_is_shown_without_an_address(field: str, desk: Desk) -> None:
    plan = make_plan(desk.tenant, before_wanted())
    changed: dict[str, Any] = {field: "other"}
    other = replace(plan, digest="x", **changed)
    assert [(d.address, d.field, d.after) for d in stale(plan, other)] == [(None, f"/{field}", "other")]


def test_a_digest_that_differs_for_no_visible_reason_is_never_silent(desk: Desk) -> None:
    plan = make_plan(desk.tenant, before_wanted())
    assert stale(plan, replace(plan, digest="x")) == (Difference(None, "/digest", plan.digest, "x"),)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_differences_read_as_sentences_of_bounded_length(lang: str) -> None:
    first, second = outdated((Difference(COLLEGE, "/before/body/x", None, "y" * 500),))
    assert (first.code, first.args["count"], second.severity) == ("APL005", "1", "note")
    assert "compliance/college" in render(second.code, "nl" if lang == "nl" else "en", second.args)
    assert len(second.args["after"]) == LONGEST
    assert described(()) == ()
