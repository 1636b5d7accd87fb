"""Derived roles: an exception for a group makes a role of its own, just above its base."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from managed_apparaten.messages import render

if TYPE_CHECKING:
    from tests.unit.resolve.conftest import World

DAY = date(2026, 11, 21)


def blocked_tiktok(world: "World") -> None:
    for app in ("tiktok", "temu", "maps"):
        world.app(app)
    world.rules = (world.rule("block", "tiktok", "temu", locked=True),)


def test_an_exception_for_a_group_decides_in_a_derived_role_only(world: "World") -> None:
    blocked_tiktok(world)
    base = world.role("comm", world.rule("caution", "maps", owner="comm"), priority=70)
    exception = world.exception("2026-014", "tiktok", role="comm", group="sg-campagne")
    resolved = world.decide()
    derived = resolved.role("comm-2026-014")
    assert [role.id for role in resolved.roles] == ["comm-2026-014", "comm"]
    assert (derived.groups, derived.derived_from, derived.span) == (
        (exception.group,),
        "comm",
        exception.span,
    )
    assert (derived.devices, derived.rules, derived.priority) == (base.devices, base.rules, base.priority)
    assert derived.title.nl == "Comm (uitzondering 2026-014)"
    effects = {
        role: {app: d.effect for app, d in resolved.decisions[role]["ios"].items()}
        for role in resolved.decisions
    }
    assert effects == {
        "comm-2026-014": {"maps": "caution", "temu": "block", "tiktok": "allow"},
        "comm": {"maps": "caution", "temu": "block", "tiktok": "block"},
    }
    assert {d.role for d in resolved.decisions["comm-2026-014"]["ios"].values()} == {"comm-2026-014"}


def test_a_derived_role_exists_only_on_the_days_of_its_exception(world: "World") -> None:
    blocked_tiktok(world)
    world.role("comm")
    world.exception("2026-014", "tiktok", role="comm", group="sg-campagne")
    counts = [len(world.decide(DAY + timedelta(days=n)).roles) for n in (-1, 0, 1)]
    assert counts == [1, 2, 1]


def test_exceptions_for_one_group_of_one_role_share_a_derived_role(world: "World") -> None:
    blocked_tiktok(world)
    world.role("comm")
    world.exception("2026-020", "temu", role="comm", group="sg-campagne")
    world.exception("2026-014", "tiktok", role="comm", group="sg-campagne")
    world.exception("2026-030", "tiktok", role="comm", group="sg-anders")
    resolved = world.decide()
    assert [role.id for role in resolved.roles] == ["comm-2026-014", "comm-2026-030", "comm"]
    shared = resolved.decisions["comm-2026-014"]["ios"]
    assert {app: d.winner.exception for app, d in shared.items()} == {
        "maps": None,
        "temu": "2026-020",
        "tiktok": "2026-014",
    }
    assert resolved.role("comm-2026-014").title.en == "Comm (exception 2026-014, 2026-020)"


SAME = [
    (("sg-a", "1"), ("sg-b", "1"), True),
    (("sg-a", "1"), ("sg-a", "2"), False),
    (("sg-a", "1"), ("sg-a", None), True),
    (("sg-a", None), ("sg-b", None), False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_groups_are_one_by_id_and_by_name_only_where_an_id_is_missing(
    world: "World", one: tuple[str, str | None], other: tuple[str, str | None], same: bool
) -> None:
    blocked_tiktok(world)
    world.role("comm")
    for name, (group, group_id) in (("2026-001", one), ("2026-002", other)):
        world.exception(name, "tiktok", role="comm", group=group, group_id=group_id)
    assert len(world.decide().roles) == (2 if same else 3)


def test_an_exception_for_the_whole_role_holds_in_its_derived_roles_too(world: "World") -> None:
    blocked_tiktok(world)
    world.role("comm")
    world.exception("2026-001", "temu", role="comm")
    world.exception("2026-014", "tiktok", role="comm", group="sg-campagne")
    assert world.decision("temu", "comm-2026-014").effect == "allow"
    assert world.decision("tiktok", "comm").effect == "block"


def test_devices_reached_through_device_groups_stay_with_the_base_and_it_is_said(world: "World") -> None:
    blocked_tiktok(world)
    grouped = world.device("windows", groups=("dg-win",))
    world.role("comm", devices=(world.device("ios"), grouped))
    world.exception("2026-014", "tiktok", role="comm", group="sg-campagne")
    resolved = world.decide()
    assert list(resolved.decisions["comm-2026-014"]) == ["ios"]
    assert list(resolved.decisions["comm"]) == ["ios", "windows"]
    found = [
        (d.code, d.severity, d.related[0].span)
        for d in resolved.diagnostics
        if d.args["platform"] == "windows"
    ]
    assert found == [("RES205", "warning", grouped.span)]


def test_without_any_device_reached_through_users_there_is_no_derived_role(world: "World") -> None:
    blocked_tiktok(world)
    world.role("comm", devices=(world.device("windows", groups=("dg-win",)),))
    world.exception("2026-014", "tiktok", role="comm", group="sg-campagne", platforms=("windows",))
    resolved = world.decide()
    assert [role.id for role in resolved.roles] == ["comm"]
    assert [d.code for d in resolved.diagnostics] == ["RES205"]


def test_an_exception_for_a_platform_the_role_lacks_is_said(world: "World") -> None:
    blocked_tiktok(world)
    world.role("comm")
    world.exception("2026-001", "tiktok", role="comm", platforms=("ios", "android"))
    (found,) = world.decide().diagnostics
    assert (found.code, found.severity) == ("RES204", "warning")
    assert render(found.code, "en", found.args) == (
        'exception "2026-001" decides nothing on Android: role "comm" has no device of that platform'
    )
    assert world.decide(DAY + timedelta(days=1)).diagnostics == ()


def test_a_derived_role_that_takes_the_name_of_another_is_an_error(world: "World") -> None:
    blocked_tiktok(world)
    world.role("comm")
    other = world.role("comm-2026-014", priority=1)
    exception = world.exception("2026-014", "tiktok", role="comm", group="sg-campagne", platforms=("ios",))
    (found,) = world.decide().diagnostics
    assert (found.code, found.severity, found.span, found.related[0].span) == (
        "RES206",
        "error",
        exception.span,
        other.span,
    )
