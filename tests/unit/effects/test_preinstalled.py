"""Apps that may have come with an Android device: a list says what may be installed, so that they are stopped is said of no app without a
word of the organisation."""

import pytest
from tests.golden.world import DEDICATED, FULLY_MANAGED, WITH_PRIVATE_SIDE, WORK_PROFILE, Built, build, role
from tests.unit.effects.test_remarks import NAMELESS
from tests.unit.kinds.test_apple import organisation

from managed_apparaten.effects.effect import Effect, OnDevice
from managed_apparaten.policy.model import STEPS

RULES = "protection: {level: basic, apps: all}\nrules: [{allow: [teams, outlook], unverified: true}, {block: temu}]"


def made(device: str, step: str = "allowlist", extra: str = RULES, **stated: str) -> Built:
    return build(role("team", device, step=step, extra=extra), *([organisation(**stated)] if stated else []))


def on(built: Built, side: str) -> OnDevice:
    return next(found for found in built.effects if found.side == side)


def kept(found: OnDevice) -> set[tuple[Effect, str | None]]:
    """What happens to apps that nobody approved."""
    return {(one.effect, one.reason) for one in found.apps.values() if not one.decision.approved}


def test_on_the_private_side_an_app_that_is_not_on_the_list_is_unknown_unless_it_is_stated() -> None:
    """Issue 12, 6: Google names what may be installed, and no system apps."""
    found = on(made(WITH_PRIVATE_SIDE), "private")
    assert kept(found) == {(Effect.UNKNOWN, "preinstalled")}
    assert found.apps["teams"].effect is Effect.ALLOWED
    stated = on(made(WITH_PRIVATE_SIDE, android_private_preinstalled="kept-out"), "private")
    assert {effect for effect, _ in kept(stated)} == {Effect.STOPPED}


def test_forbidden_apps_that_may_have_come_with_the_device_are_named() -> None:
    """Issue 12, 6: and are not counted as stopped."""
    (args,) = made(WITH_PRIVATE_SIDE).told("KND446")
    assert "Temu" in args["names"].split(", ")
    assert (args["devices"], args["done"]) == ("android, corporate, corporate-work-profile, private", "0")
    assert not made(WITH_PRIVATE_SIDE, android_private_preinstalled="kept-out").told("KND446")


@pytest.mark.parametrize("stated", ["unknown", "kept-out"])
def test_an_approved_app_that_no_list_can_hold_is_an_error_all_the_same(stated: str) -> None:
    """Issue 12, 6: it cannot be installed, whatever comes with a device."""
    extra = "protection: {level: basic, apps: all}\nrules: [{allow: [notes, teams], unverified: true}]"
    built = build(
        role("team", WITH_PRIVATE_SIDE, step="allowlist", extra=extra),
        NAMELESS,
        organisation(android_private_preinstalled=stated),
    )
    assert {found.args["app"] for found in built.remarks("KND420")} == {"City Notes"}


@pytest.mark.parametrize("step", ["block", "remove"])
def test_a_blocked_app_is_taken_off_the_private_side_and_counts_as_stopped(step: str) -> None:
    """Issue 12, 6: a list of blocked apps removes what is there."""
    assert on(made(WITH_PRIVATE_SIDE, step), "private").apps["temu"].effect is Effect.STOPPED


@pytest.mark.parametrize(
    ("device", "side"), [(FULLY_MANAGED, "device"), (DEDICATED, "device"), (WITH_PRIVATE_SIDE, "work")]
)
@pytest.mark.parametrize("step", STEPS)
def test_where_only_assigned_apps_are_what_came_with_the_device_is_off_unless_it_is_stated(
    device: str, side: str, step: str
) -> None:
    """Issue 12, 6: the fully managed equivalent. Enrolment leaves the maker's apps out, and can be told not to."""
    assert {effect for effect, _ in kept(on(made(device, step), side))} == {Effect.STOPPED}
    stated = on(made(device, step, android_system_apps="unknown"), side)
    assert kept(stated) == {(Effect.UNKNOWN, "preinstalled")}
    assert stated.apps["company-portal"].effect is Effect.ALLOWED


def test_a_work_profile_on_somebodys_own_device_holds_no_apps_of_its_maker() -> None:
    """Issue 12, 6: nothing changes there."""
    for stated in ("off", "unknown"):
        assert {
            effect for effect, _ in kept(on(made(WORK_PROFILE, "block", android_system_apps=stated), "work"))
        } == {Effect.STOPPED}
