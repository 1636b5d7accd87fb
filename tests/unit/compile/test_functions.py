"""Every function of a role, with each of its values, on every class of device: the objects change, or somebody is told."""

import json
from functools import cache
from typing import Any

import pytest
from tests.golden.world import (
    DEDICATED,
    FULLY_MANAGED,
    LAPTOPS,
    MAC,
    PERSONAL_ANDROID,
    PERSONAL_IOS,
    PERSONAL_WINDOWS,
    SUPERVISED,
    SUPERVISED_MAC,
    UNSUPERVISED,
    WITH_PRIVATE_SIDE,
    WORK_PROFILE,
    Built,
    build,
    role,
)
from tests.oracle.office import ROOT

BARE = "protection: {level: basic, apps: all}"
DEVICES = (
    SUPERVISED, UNSUPERVISED, PERSONAL_IOS, FULLY_MANAGED, DEDICATED, WITH_PRIVATE_SIDE, WORK_PROFILE, PERSONAL_ANDROID, LAPTOPS,
    PERSONAL_WINDOWS, MAC, SUPERVISED_MAC,
)  # fmt: skip
VALUES: dict[str, list[str]] = {
    name: found["enum"]
    for name, found in json.loads((ROOT / "schemas/terms.json").read_text())["$defs"]["functions"][
        "properties"
    ].items()
}
LIMITS = [(name, value) for name, values in VALUES.items() for value in values if value != "allow"]


def base(name: str) -> str:
    return (ROOT / "tests/golden/base" / name).read_text(encoding="utf-8")


@cache
def asked(device: str, step: str, functions: str) -> Built:
    return build(role("team", *device.split("\n"), step=step, extra=f"{BARE}\nfunctions: {{{functions}}}"))


def bodies(built: Built) -> dict[str, Any]:
    written = ("description", "notes")
    return {
        str(r.address): {name: value for name, value in r.body.items() if name not in written}
        for r in built.compiled.resources
    }


def codes(built: Built, name: str) -> set[str]:
    """What is said of a function; KND311 and KND364 are about AirDrop alone and do not repeat its name."""
    found = {d.code for d in built.compiled.diagnostics if d.args.get("function") == name}
    return found | ({"KND311", "KND364"} & set(built.codes()) if name == "airdrop" else set())


@pytest.mark.parametrize(("name", "value"), LIMITS)
@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("step", ["advise", "block", "allowlist"])
def test_a_function_changes_objects_or_is_told(device: str, step: str, name: str, value: str) -> None:
    """Issue 12, 12: where limiting and allowing come to the same, one of the two is not done, and that is said."""
    if step == "allowlist" and ("ownership: personal" in device or device in (UNSUPERVISED, MAC)):
        step = "remove"
    limited, allowed = asked(device, step, f"{name}: {value}"), asked(device, step, f"{name}: allow")
    differs = bodies(limited) != bodies(allowed)
    assert differs or codes(limited, name) or codes(allowed, name)
    assert not (differs and {"KND314", "KND328"} & (codes(limited, name) | codes(allowed, name)))
    assert not (differs and "KND327" in codes(allowed, name) and device != WORK_PROFILE), (
        "allowed, and said to stay limited"
    )


@pytest.mark.parametrize("device", [FULLY_MANAGED, DEDICATED, WITH_PRIVATE_SIDE, WORK_PROFILE])
@pytest.mark.parametrize("name", ["sideloading", "alternative-stores"])
def test_android_keeps_unknown_sources_off_whatever_a_role_allows(device: str, name: str) -> None:
    """Issue 12, 12: g5 a-open, g10 f-man."""
    assert codes(asked(device, "advise", f"{name}: allow"), name) == {"KND327"}
    assert not codes(asked(device, "advise", f"{name}: block"), name)


def test_what_one_function_allows_and_another_blocks_is_told() -> None:
    """Issue 12, 12: on Android both decide one property."""
    for first, second in (("sideloading", "alternative-stores"), ("alternative-stores", "sideloading")):
        built = asked(WORK_PROFILE, "advise", f"{first}: allow, {second}: block")
        assert (codes(built, first), codes(built, second)) == ({"KND327"}, set())


@pytest.mark.parametrize(("step", "told"), [("remove", set()), ("allowlist", {"KND327"})])
def test_a_mac_on_a_list_of_approved_apps_takes_no_apps_from_anywhere(step: str, told: set[str]) -> None:
    """Issue 12, 12: a neighbour; the step wins and says so."""
    assert codes(asked(SUPERVISED_MAC, step, "sideloading: allow"), "sideloading") == told


@pytest.mark.parametrize("value", ["block", "allow"])
@pytest.mark.parametrize("name", ["airdrop", "app-clips", "iphone-mirroring"])
def test_a_function_that_no_device_of_the_role_has_is_told_and_not_when_one_has_it(
    name: str, value: str
) -> None:
    """Issue 12, 12."""
    assert codes(asked(f"{FULLY_MANAGED}\n{LAPTOPS}", "advise", f"{name}: {value}"), name) == {"KND328"}
    assert not codes(asked(f"{FULLY_MANAGED}\n{SUPERVISED}", "advise", f"{name}: {value}"), name) & {
        "KND314",
        "KND328",
    }


def test_a_line_of_the_organisation_is_told_when_no_role_can_use_it() -> None:
    """Issue 12, 12: a default for all roles is no mistake of the roles that lack the function."""
    with_default = {
        "organisation.yaml": base("organisation.yaml") + "defaults: {functions: {app-clips: block}}\n"
    }
    for device, told in ((LAPTOPS, [{"function": "app-clips", "roles": "one, two"}]), (SUPERVISED, [])):
        built = build(
            role("one", FULLY_MANAGED, extra=BARE), role("two", device, extra=BARE, priority=9), with_default
        )
        assert [dict(args) for args in built.args("KND328")] == told


def test_a_class_of_device_that_nothing_limits_is_told_beside_one_that_is_limited() -> None:
    """Issue 12, 12: a neighbour. USB is limited on laptops of the organisation, and on nobody's own."""
    built = asked(f"{LAPTOPS}\n{PERSONAL_WINDOWS}", "advise", "usb: block")
    (said,) = built.args("KND326")
    assert dict(said) == {"function": "usb", "devices": "windows, personal", "roles": "team"}
    assert not built.args("KND314")
