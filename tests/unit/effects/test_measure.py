"""Effects from compiled objects: what assignments and the apps of a tenant decide."""

import pytest
from tests.golden.cases import DAY
from tests.golden.world import DEDICATED, FULLY_MANAGED, WITH_PRIVATE_SIDE, WORK_PROFILE, Built, build, role

from managed_apparaten.effects.effect import Effect
from managed_apparaten.effects.measure import Held, measure
from managed_apparaten.kinds import all_kinds
from managed_apparaten.resolve.decide import decide

OPEN = FULLY_MANAGED.replace("}", ", play-store: open}")


def effect(built: Built, app: str, held: Held | None) -> tuple[Effect, str | None]:
    on = measure(built.policy, decide(built.policy, DAY), built.compiled.resources, all_kinds(), held)[0]
    return on.apps[app].effect, on.apps[app].reason


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (None, (Effect.UNKNOWN, "if-held")),
        (Held(frozenset()), (Effect.ALLOWED, "not-named")),
        (Held(frozenset({"android:com.einnovation.temu"})), (Effect.STOPPED, None)),
    ],
)
def test_an_open_store_keeps_out_only_what_the_tenant_has(
    held: Held | None, expected: tuple[Effect, str | None]
) -> None:
    assert effect(build(role("team", OPEN, step="block")), "temu", held) == expected


def test_a_closed_store_holds_what_is_assigned() -> None:
    built = build(role("team", FULLY_MANAGED, step="block"))
    assert effect(built, "temu", None) == (Effect.STOPPED, None)


def test_what_enrolment_brings_can_be_opened_whatever_is_assigned() -> None:
    assert (
        effect(build(role("team", FULLY_MANAGED, step="advise")), "company-portal", Held(frozenset()))[0]
        is Effect.ALLOWED
    )


APPROVES = "protection: {level: basic, apps: all}\nrules:\n  - allow: [teams]\n"
TEAMS = "android:com.microsoft.teams"


@pytest.mark.parametrize(
    ("device", "held", "expected"),
    [
        (WORK_PROFILE, None, (Effect.STOPPED, "own-device")),
        (WORK_PROFILE, Held(frozenset()), (Effect.STOPPED, "own-device")),
        (WORK_PROFILE, Held(frozenset({TEAMS})), (Effect.STOPPED, "own-device")),
        (DEDICATED, Held(frozenset({TEAMS})), (Effect.STOPPED, "not-assigned")),
        (FULLY_MANAGED, Held(frozenset()), (Effect.STOPPED, "not-offered")),
        (WITH_PRIVATE_SIDE, Held(frozenset()), (Effect.STOPPED, "not-offered")),
        (FULLY_MANAGED, Held(frozenset({TEAMS})), (Effect.ALLOWED, None)),
    ],
)
def test_13_an_approved_app_that_does_not_open_names_who_would_have_to_assign_it(
    device: str, held: Held | None, expected: tuple[Effect, str | None]
) -> None:
    """On a device that people own this policy assigns nothing, whatever the tenant has and whatever other roles are assigned."""
    other = role("other", FULLY_MANAGED, step="block", priority=40, extra=APPROVES, groups=["sg-other"])
    assert (
        effect(build({**role("team", device, step="block", extra=APPROVES), **other}), "teams", held)
        == expected
    )
