"""Devices that are reached by groups of devices and may have no user: what reaches people only is not counted, and that is said."""

from collections.abc import Iterable

import pytest
from tests.golden.world import (
    FULLY_MANAGED,
    LAPTOPS,
    MAC,
    SUPERVISED,
    SUPERVISED_MAC,
    UNSUPERVISED,
    Built,
    build,
    role,
)
from tests.oracle.compiled import Subject, directory, oracle
from tests.oracle.question import App, Device, Enrolment, Question

from managed_apparaten.effects.effect import Effect, OnDevice
from managed_apparaten.intune.app_lists import known_by
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.model import STEPS, Platform

IN_GROUPS = [
    (device.replace("}", ", groups: [{name: dg-desk}]}"), device)
    for device in (SUPERVISED, UNSUPERVISED, MAC, SUPERVISED_MAC)
]
ALL = "protection: {level: basic, apps: {list: work}}\nrules: [{block: short-video}, {allow: notes}]"
ENROLMENTS: dict[tuple[Platform, bool], Enrolment] = {
    ("ios", True): "supervised", ("ios", False): "unsupervised", ("macos", True): "mac", ("macos", False): "mac",
}  # fmt: skip
ONLY_PEOPLE = {
    "ios": "ios_app_protection, ios_restricted_apps_report",
    "macos": "macos_restricted_apps_report",
}


def made(device: str, step: str) -> Built:
    return build(role("team", device, step=step, extra=ALL), work())


def work() -> dict[str, str]:
    """Two apps on both platforms, and a list of apps to protect."""
    lines = ["kind: Apps", "apps:"]
    for name, bundle in (("short-video", "com.video.short"), ("notes", "com.notes.app")):
        lines += [
            f"  - id: {name}", f"    name: {name.title()}", "    publisher: Maker", "    category: tools",
            "    control: {entity: Maker, country: US, confidence: confirmed, basis: register}",
            f"    identifiers: {{ios: {{bundle-ids: [{bundle}]}}, macos: {{bundle-ids: [{bundle}], team-id: ABCDE12345}}}}",
            "    verified:",
            *(f'      "{key}": {{source: seen, date: 2026-01-01}}' for key in (f"ios:{bundle}", f"macos:{bundle}", "macos:ABCDE12345")),
        ]  # fmt: skip
    return {
        "catalogue/apps/windows.yaml": "\n".join(lines) + "\n",
        "lists/work.yaml": "kind: List\nid: work\ntitle: {nl: Werk}\napps: [short-video, notes]\n",
    }


def marks(found: Iterable[OnDevice]) -> set[str]:
    return {str(also) for on in found for one in on.apps.values() for also in one.also} & {
        "reported",
        "protected",
    }


@pytest.mark.parametrize(("grouped", "plain"), IN_GROUPS)
@pytest.mark.parametrize("step", ["monitor", "block"])
def test_what_only_people_get_is_not_counted_on_devices_that_groups_reach(
    grouped: str, plain: str, step: str
) -> None:
    """Issue 12, 5: g9 k-ipad, g2 t-kiosk; with Macs as neighbours."""
    assert "reported" in marks(made(plain, step).effects)
    built = made(grouped, step)
    assert marks(built.effects) == set()
    assert Effect.PROTECTED not in {one.effect for on in built.effects for one in on.apps.values()}
    (on,) = built.effects
    (said,) = built.args("KND329")
    assert (said["kinds"], said["roles"]) == (ONLY_PEOPLE[on.device.platform], "team")
    assert not made(plain, step).args("KND329")


@pytest.mark.parametrize(("grouped", "_"), IN_GROUPS)
@pytest.mark.parametrize("step", STEPS)
def test_the_oracle_sees_the_same_on_a_device_without_a_user(grouped: str, _: str, step: str) -> None:
    """Issue 12, 5: effects are those of a device in the group that nobody enrolled."""
    if step == "allowlist" and "supervised: true" not in grouped:
        return
    built = made(grouped, step)
    (on,) = built.effects
    platform, supervised = on.device.platform, on.device.supervised
    device = Device(
        "shared", platform, ENROLMENTS[platform, supervised], None, "entra-shared", (26, 4), supervised, False
    )
    people = directory([Subject(device, ("dg-desk",))])
    seen = oracle(built.compiled.resources, people, built.policy.apps.values(), platform, "no app")
    for found in on.apps.values():
        for identifier in known_by(found.app, platform):
            verdict = seen.ask(
                Question(None, device, "device", App(identifier.type, identifier.value, "ABCDE12345"))
            )
            assert verdict.marks & {"reported", "protected"} <= found.also
            assert found.also & {"reported", "protected", "non-compliant"} <= verdict.marks


@pytest.mark.parametrize("device", [LAPTOPS, FULLY_MANAGED.replace("}", ", groups: [{name: dg-desk}]}")])
def test_nothing_is_lost_where_everything_reaches_devices_or_a_device_has_a_user(device: str) -> None:
    """Issue 12, 5: Windows gets all it can have by groups of devices; a fully managed Android device is of one person."""
    assert not made(device, "block").args("KND329")


def test_every_kind_for_people_only_is_known_here() -> None:
    """A kind that groups of devices cannot get, and that serves devices which may have no user, has to be thought of above."""
    found = {
        kind.name
        for kind in all_kinds()
        if not kind.device_groups and kind.platform in ("ios", "macos", "windows")
    }
    assert found == {
        "ios_app_protection",
        "ios_restricted_apps_report",
        "macos_restricted_apps_report",
        "windows_app_protection",
    }
