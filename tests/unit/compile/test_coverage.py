import pytest
from tests.golden.world import (
    DEDICATED,
    FULLY_MANAGED,
    LAPTOPS,
    PERSONAL_ANDROID,
    PERSONAL_IOS,
    PERSONAL_WINDOWS,
    SUPERVISED,
    UNSUPERVISED,
    WINDOWS,
    WITH_PRIVATE_SIDE,
    WORK_PROFILE,
    build,
    role,
)

AUDITED, ENFORCED = (LAPTOPS.replace("}]}", f"}}], applocker: {mode}}}") for mode in ("audit", "enforce"))
OPEN_STORE = FULLY_MANAGED.replace("}", ", play-store: open}")
PERSONAL_MAC = "{platform: macos, ownership: personal}"
BARE = "protection: {level: basic, apps: all}"


@pytest.mark.parametrize(
    ("device", "step", "codes"),
    [
        (SUPERVISED, "block", []),
        (SUPERVISED, "allowlist", []),
        (UNSUPERVISED, "monitor", []),
        (UNSUPERVISED, "block", []),
        (PERSONAL_IOS, "advise", []),
        (PERSONAL_IOS, "remove", []),
        (PERSONAL_ANDROID, "block", []),
        (WORK_PROFILE, "block", []),
        (FULLY_MANAGED, "advise", []),
        (FULLY_MANAGED, "block", []),
        (FULLY_MANAGED, "allowlist", []),
        (OPEN_STORE, "advise", ["KND390"]),
        (OPEN_STORE, "remove", ["KND390"]),
        (DEDICATED, "allowlist", ["KND395"]),
        (WITH_PRIVATE_SIDE, "block", []),
        (DEDICATED, "block", ["KND395"]),
        (WINDOWS, "advise", []),
        (WINDOWS, "monitor", ["KND341"]),
        (LAPTOPS, "monitor", ["KND341"]),
        (LAPTOPS, "block", ["KND342"]),
        (LAPTOPS, "remove", ["KND343"]),
        (LAPTOPS, "allowlist", ["KND343"]),
        (AUDITED, "monitor", []),
        (AUDITED, "block", []),
        (AUDITED, "remove", []),
        (AUDITED, "allowlist", ["KND343"]),
        (ENFORCED, "monitor", ["KND341"]),
        (ENFORCED, "remove", ["KND343"]),
        (ENFORCED, "allowlist", ["KND345"]),
        (PERSONAL_WINDOWS, "advise", ["KND348"]),
        (PERSONAL_WINDOWS, "remove", ["KND348"]),
        (PERSONAL_MAC, "block", ["KND323"]),
    ],
)
def test_what_a_step_comes_down_to_on_a_device_is_said(device: str, step: str, codes: list[str]) -> None:
    """Issue 12, 8: on Windows what its rules do: an allowlist that is not enforced does what remove does, watched rules do nothing."""
    found = build(role("team", device, step=step, extra=BARE))
    assert [
        code for code in found.codes() if code.startswith("KND3") and code >= "KND313" and code != "KND316"
    ] == codes
    assert not found.codes("error")


@pytest.mark.parametrize("step", ["block", "remove", "allowlist"])
def test_a_windows_device_that_no_group_of_devices_reaches_cannot_be_blocked_on(step: str) -> None:
    built = build(role("team", WINDOWS, step=step, extra=BARE))
    assert built.codes("error") == ["KND340"]
    assert [dict(args) for args in built.args("KND340")] == [
        {"role": "team", "platform": "windows", "step": step}
    ]


def test_what_holds_for_many_roles_is_said_once() -> None:
    built = build(
        role("a", WINDOWS, extra=BARE, step="monitor"),
        role("b", WINDOWS, extra=BARE, step="monitor", priority=10),
    )
    assert [dict(args) for args in built.args("KND341")] == [{"platform": "windows", "roles": "a, b"}]


def test_a_dedicated_device_without_a_group_of_devices_is_an_error() -> None:
    device = "{platform: android, ownership: corporate, management: dedicated}"
    built = build(role("team", device, step="advise", extra=BARE))
    assert built.codes("error") == ["KND304"]
    assert built.addresses == []


def test_an_unverified_identifier_is_left_out_and_named_once_for_all_roles() -> None:
    built = build(
        role("a", FULLY_MANAGED, WITH_PRIVATE_SIDE, extra=BARE),
        role("b", WITH_PRIVATE_SIDE, extra=BARE, priority=10),
    )
    (found,) = built.remarks("KND435")
    assert (found.args["names"], found.args["roles"], found.args["devices"]) == (
        "TikTok",
        "a, b",
        "android, corporate, corporate-work-profile, private",
    )
    assert [dict(one.args) for one in found.related] == [
        {"app": "TikTok", "identifier": "com.ss.android.ugc.trill"}
    ]
    listed = built.body("android_device_owner_restrictions/a")["personalProfilePersonalApplications"]
    assert [item["appId"] for item in listed] == ["com.einnovation.temu", "com.zhiliaoapp.musically"]


def test_a_rule_that_trusts_unverified_identifiers_blocks_by_them() -> None:
    extra = BARE + "\nrules:\n  - {block: tiktok, unverified: true}"
    organisation = "tests/golden/base/organisation.yaml"
    with open(organisation, encoding="utf-8") as file:
        without_rules = file.read().replace("block: {advisory: advies}", "block: {app: temu}")
    built = build(role("team", WITH_PRIVATE_SIDE, extra=extra), {"organisation.yaml": without_rules})
    listed = built.body("android_device_owner_restrictions/team")["personalProfilePersonalApplications"]
    assert [item["appId"] for item in listed] == [
        "com.einnovation.temu",
        "com.ss.android.ugc.trill",
        "com.zhiliaoapp.musically",
    ]
    assert not built.remarks("KND426", "KND435")


def test_a_rule_that_trusts_unverified_identifiers_does_so_beside_a_plain_block_that_goes_first() -> None:
    built = build(
        role("team", WITH_PRIVATE_SIDE, extra=BARE + "\nrules:\n  - {block: tiktok, unverified: true}")
    )
    listed = built.body("android_device_owner_restrictions/team")["personalProfilePersonalApplications"]
    assert "com.ss.android.ugc.trill" in [item["appId"] for item in listed]
    assert not built.remarks("KND426", "KND435")


def test_a_function_that_no_kind_on_the_platform_has_is_named() -> None:
    extra = BARE + "\nfunctions: {usb: block, screen-capture: block, airdrop: block, sideloading: allow}"
    built = build(role("team", PERSONAL_ANDROID, extra=extra))
    assert [(a["function"], a["platform"]) for a in built.args("KND314")] == [("usb", "android")]


def test_app_protection_does_nothing_for_a_function_of_devices_without_a_user() -> None:
    extra = BARE + "\nfunctions: {third-party-keyboards: block, usb: block}"
    assert [a["function"] for a in build(role("team", DEDICATED, extra=extra)).args("KND314")] == [
        "third-party-keyboards"
    ]
    assert not build(role("team", DEDICATED, FULLY_MANAGED, extra=extra)).args("KND314")


def test_level_high_says_once_that_it_asks_for_threat_defence() -> None:
    high = "protection: {level: high, apps: all}"
    quiet = "protection: {level: high, apps: all, settings: {maximumAllowedDeviceThreatLevel: notConfigured}}"
    built = build(
        role("a", SUPERVISED, extra=high),
        role("b", SUPERVISED, extra=high, priority=9),
        role("c", SUPERVISED, extra=quiet, priority=8),
    )
    assert [dict(args) for args in built.args("KND312")] == [{"roles": "a, b"}]


@pytest.mark.parametrize(
    ("device", "step", "told"),
    [
        (SUPERVISED, "allowlist", ["ios"]),
        (SUPERVISED, "remove", []),
        (DEDICATED, "allowlist", []),
        (FULLY_MANAGED, "allowlist", ["android"]),
    ],
)
def test_an_allowlist_that_shuts_people_out_of_their_work_data_is_said(
    device: str, step: str, told: list[str]
) -> None:
    found = build(
        role("team", device, step=step, extra="protection: {level: basic, apps: {list: protected}}")
    )
    assert [dict(args)["platform"] for args in found.args("KND319")] == told


REQUIRES = "protection: {level: basic, apps: all}\nrules: [{require: outlook}]"


def test_a_required_app_without_a_verified_identifier_is_named_and_not_assigned() -> None:
    found = build(role("team", FULLY_MANAGED, SUPERVISED, extra=REQUIRES))
    assert [(args["app"], args["platform"]) for args in found.args("KND380")] == [
        ("Microsoft Outlook", "android")
    ]
    assert "app_assignment/ios.outlook" in found.addresses
    assert "app_assignment/android.outlook" not in found.addresses


def test_what_is_required_for_people_with_devices_of_their_own_only_is_said_at_its_line() -> None:
    found = build(
        role("team", PERSONAL_IOS, extra=REQUIRES),
        role("other", PERSONAL_ANDROID, priority=40, extra=REQUIRES),
    )
    assert {(args["apps"], args["roles"]) for args in found.args("KND381")} == {
        ("Microsoft Outlook", "team"),
        ("Microsoft Outlook", "other"),
    }
    assert not [address for address in found.addresses if address.startswith("app_assignment/")]


def test_a_part_of_the_platform_cannot_be_required() -> None:
    found = build(role("team", SUPERVISED, extra=REQUIRES.replace("outlook", "ios-phone")))
    assert [(args["app"], args["platform"]) for args in found.args("KND383")] == [("Apple Phone", "ios")]


def test_one_group_for_which_one_role_requires_and_another_removes_is_an_error() -> None:
    requires = role(
        "team", SUPERVISED, groups=("sg-both",), priority=60, extra=BARE + "\nrules: [{require: teams}]"
    )
    removes = role(
        "other", SUPERVISED, groups=("sg-both",), step="remove", extra=BARE + "\nrules: [{block: teams}]"
    )
    found = build(requires, removes)
    assert [(args["app"], args["group"]) for args in found.args("KND382")] == [("Microsoft Teams", "sg-both")]
    (error,) = [d for d in found.compiled.diagnostics if d.code == "KND382"]
    assert (error.severity, error.span and error.span.file, error.related[0].span.file) == (
        "error",
        "roles/team.yaml",
        "roles/other.yaml",
    )
