"""F15: an app that goes off a list, or comes on it, is told by what the list was, or will be, on every platform with a list that turns."""

import pytest
from tests.golden.world import (
    FULLY_MANAGED,
    SUPERVISED,
    SUPERVISED_MAC,
    WITH_PRIVATE_SIDE,
    Built,
    build,
    role,
)

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import Observed
from managed_apparaten.intune.app_lists import names
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.compare import Comparer
from managed_apparaten.plan.matching import Pair
from managed_apparaten.render.view import ViewRow, block
from managed_apparaten.render.words import Words
from managed_apparaten.resource.marker import split

KINDS = {kind.name: kind for kind in all_kinds()}
FORBIDDEN = ("com.einnovation.temu", "com.zhiliaoapp.musically")
BARE = "protection: {level: basic, apps: all}"
ALLOWS = BARE + "\nrules: [{allow: teams}]"
IOS_27 = 'compliance: {os-minimum: {ios: "27", macos: "27"}}\n' + ALLOWS


def at(device: str, step: str, extra: str) -> Built:
    return build(role("team", device, step=step, extra=extra))


def rows(before: Built, after: Built, kind: str) -> list[tuple[str, str, str]]:
    """Sign, label and app of each row that a plan has for the object of this kind."""
    found = told(before[f"{kind}/team"], after[f"{kind}/team"], names(after.policy.apps))
    return [
        (row.sign, row.what, row.text.rpartition("(")[2].rstrip(")"))
        for row in found
        if row.text.endswith(")")
    ]


def told(was: Desired, wanted: Desired, known: dict[str, str]) -> tuple[ViewRow, ...]:
    kind = KINDS[was.address.kind]

    def label(pointer: str, value: JSON) -> str:
        return (kind.labels(pointer, value, known) if kind.labels else None) or ""

    body = {**was.body, "id": "id-1", "@odata.type": f"#{kind.odata_type}"}
    marker = split(was.body[kind.marker_property])[1]
    there = Observed(kind.name, "id-1", "Object", body, (), was.apps, "v1", "2026-01-01", marker)
    change = Comparer(kind, label).compare(Pair(was.address, wanted, there), (), {}, "kind-not-needed").change
    return block(change, Words("en"), full=True).rows


@pytest.mark.parametrize(
    ("device", "kind", "extra"),
    [
        (SUPERVISED, "ios_app_restrictions", ALLOWS),
        (SUPERVISED, "ios_app_settings", IOS_27),
        (WITH_PRIVATE_SIDE, "android_device_owner_restrictions", ALLOWS),
    ],
)
def test_a_list_that_turns_says_blocked_of_what_was_blocked_and_allowed_of_what_is_allowed(
    device: str, kind: str, extra: str
) -> None:
    """F15."""
    lower, upper = at(device, "remove", extra), at(device, "allowlist", extra)
    up, down = rows(lower, upper, kind), rows(upper, lower, kind)
    assert {(sign, what) for sign, what, _ in up} == {("-", "blocked"), ("+", "allowed")}
    assert {(sign, what) for sign, what, _ in down} == {("-", "allowed"), ("+", "blocked")}
    assert tuple(sorted(app for sign, _, app in up if sign == "-")) == FORBIDDEN
    assert tuple(sorted(app for sign, _, app in down if sign == "+")) == FORBIDDEN


@pytest.mark.parametrize("step", ["remove", "allowlist"])
def test_a_list_that_empties_says_what_it_was(step: str) -> None:
    """F15: with nothing that comes, the members that go have no rule to tell it."""
    found = rows(
        at(WITH_PRIVATE_SIDE, step, ALLOWS),
        at(WITH_PRIVATE_SIDE, "advise", ALLOWS),
        "android_device_owner_restrictions",
    )
    assert {(sign, what) for sign, what, _ in found} == {("-", "blocked" if step == "remove" else "allowed")}


def test_an_app_that_stays_on_a_list_that_turns_is_told_both_ways() -> None:
    """F15: the member of the list is the same, and what it means is the opposite."""
    blocks = at(WITH_PRIVATE_SIDE, "remove", BARE + "\nrules: [{block: teams}]")
    found = rows(blocks, at(WITH_PRIVATE_SIDE, "allowlist", ALLOWS), "android_device_owner_restrictions")
    assert [(sign, what) for sign, what, app in found if app == "com.microsoft.teams"] == [
        ("-", "blocked"),
        ("+", "allowed"),
    ]


def test_a_report_stays_a_report_whatever_its_mode() -> None:
    """F15."""
    for device, kind in (
        (SUPERVISED, "ios_restricted_apps_report"),
        (SUPERVISED_MAC, "macos_restricted_apps_report"),
    ):
        lower, upper = at(device, "advise", ALLOWS), at(device, "monitor", ALLOWS)
        assert {(sign, what) for sign, what, _ in rows(upper, lower, kind)} == {("-", "reported")}
        assert {(sign, what) for sign, what, _ in rows(lower, upper, kind)} == {("+", "reported")}


def test_a_store_that_closes_is_a_setting_and_no_list() -> None:
    """F1, F15: an object of before this change had an open store on every step."""
    opened, closed = (
        at(FULLY_MANAGED[:-1] + ", play-store: open}", "block", ALLOWS),
        at(FULLY_MANAGED, "block", ALLOWS),
    )
    found = told(
        opened["android_device_owner_restrictions/team"], closed["android_device_owner_restrictions/team"], {}
    )
    assert [row.text for row in found if row.what == "playStoreMode"] == ["blockList → notConfigured"]
