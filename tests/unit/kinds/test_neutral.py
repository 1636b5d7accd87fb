"""Stepping down undoes: every kind that a device gets, it gets on every step, and the lowest step names what it lets go of."""

import pytest
from tests.golden.world import (
    FULLY_MANAGED,
    LAPTOPS,
    PERSONAL_ANDROID,
    PERSONAL_IOS,
    SUPERVISED,
    SUPERVISED_MAC,
    UNSUPERVISED,
    WITH_PRIVATE_SIDE,
    WORK_PROFILE,
    Built,
    build,
    role,
)

from managed_apparaten.core.pointer import leaves
from managed_apparaten.policy.model import STEPS

EXTRA = 'protection: {level: basic, apps: all}\ncompliance: {os-minimum: {macos: "27"}}'
EXTRA_27 = EXTRA.replace("{macos", '{ios: "27", macos')
DEVICES = (
    SUPERVISED,
    UNSUPERVISED,
    PERSONAL_IOS,
    FULLY_MANAGED,
    WITH_PRIVATE_SIDE,
    PERSONAL_ANDROID,
    WORK_PROFILE,
    SUPERVISED_MAC,
)
LISTED = (
    "com.einnovation.temu",
    "com.zhiliaoapp.musically",
    "com.lemon.lvoverseas",
    "com.microsoft.CompanyPortal",
)


def kept(built: Built) -> list[str]:
    """Objects of ours. An app that is no longer assigned needs no object that undoes it."""
    return [
        str(r.address)
        for r in built.compiled.resources
        if not r.match and r.address.kind != "assignment_filter"
    ]


def at(device: str, step: str, extra: str) -> Built:
    return build(role("team", device, step=step, extra=extra))


@pytest.mark.parametrize("extra", [EXTRA, EXTRA_27], ids=["ios-18", "ios-27"])
@pytest.mark.parametrize("device", DEVICES)
def test_a_lower_step_keeps_every_object_and_every_property(device: str, extra: str) -> None:
    top = "remove" if "personal" in device or device == UNSUPERVISED else "allowlist"
    highest = at(device, top, extra)
    for step in STEPS[: 3 if top == "remove" else 4]:
        lower = at(device, step, extra)
        assert kept(lower) == kept(highest)
        for address in kept(highest):
            assert lower.body(address).keys() == highest.body(address).keys(), address


@pytest.mark.parametrize("extra", [EXTRA, EXTRA_27], ids=["ios-18", "ios-27"])
@pytest.mark.parametrize("device", DEVICES)
def test_the_lowest_step_lists_no_app_in_any_object(device: str, extra: str) -> None:
    built = at(device, "advise", extra)
    for address in built.addresses:
        assert not {value for value in leaves(built.body(address)).values() if isinstance(value, str)} & set(
            LISTED
        ), address


@pytest.mark.parametrize("device", [SUPERVISED, WITH_PRIVATE_SIDE, WORK_PROFILE, SUPERVISED_MAC, LAPTOPS])
def test_a_function_that_is_no_longer_asked_is_written_as_off(device: str) -> None:
    blocked = "\nfunctions: {sideloading: block, alternative-stores: block, cloud-backup: block, screen-capture: block, airdrop: block"
    blocked += ", app-clips: block, iphone-mirroring: block}"
    asked, plain = at(device, "block", EXTRA + blocked), at(device, "block", EXTRA)
    for address in asked.addresses:
        assert leaves(asked.body(address)).keys() == leaves(plain.body(address)).keys(), address
