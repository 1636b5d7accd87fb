"""F9 to F12 on iPhones: side doors, what unsupervised devices obey, apps that stay open, licences, protected apps, sizes of lists."""

from typing import Any

import pytest
from tests.golden.world import (
    DEDICATED,
    MAC,
    PERSONAL_ANDROID,
    PERSONAL_IOS,
    SUPERVISED,
    SUPERVISED_MAC,
    UNSUPERVISED,
    Built,
    build,
    role,
)
from tests.unit.kinds.test_apple import BARE, IOS_27, settings
from tests.unit.kinds.test_kinds import children, many_apps

from managed_apparaten.intune import apple
from managed_apparaten.kinds.ios_app_restrictions import ALLOWED, BLOCKED, STORE
from managed_apparaten.policy.model import STEPS

SUPERVISED_ONLY = {
    "allowairdrop",
    "allowappclips",
    "allowfilesusbdriveaccess",
    "allowhostpairing",
    "allowiphonemirroring",
    "allowmarketplaceappinstallation",
    "allowuiappinstallation",
    "allowwebdistributionappinstallation",
    "allowlistedappbundleids",
    "blockedappbundleids",
}
"""Keys for which Apple's schema says `supervised: true` (apple/device-management, com.apple.applicationaccess.yaml)."""
MANAGEMENT = {"com.microsoft.CompanyPortal", "com.microsoft.azureauthenticator", "com.microsoft.scmx"}
ESSENTIAL = {
    "com.apple.mobilephone",
    "com.apple.Preferences",
    "com.apple.MobileSMS",
    "com.apple.DocumentsApp",
    "com.apple.mobilesafari",
}


def restrictions(built: Built) -> dict[str, Any]:
    return {
        key.rpartition("_")[2]: value
        for key, value in children(built.body("ios_app_restrictions/team")).items()
    }


def system_app(name: str, bundle: str) -> dict[str, str]:
    lines = (
        f"kind: Apps\napps:\n  - id: {name}\n    name: {name.title()}\n    publisher: Apple\n    category: ios-system",
        "    control: {entity: Apple, country: US, confidence: confirmed, basis: register}\n    system: true",
        f"    identifiers:\n      ios: {{bundle-ids: [{bundle}]}}",
        f'    verified:\n      "ios:{bundle}": {{source: store, date: 2026-11-21}}\n',
    )
    return {f"catalogue/apps/{name}.yaml": "\n".join(lines)}


@pytest.mark.parametrize(
    ("functions", "turned"),
    [
        ("sideloading: block", {"allowenterpriseapptrust": False}),
        ("screen-capture: block", {"allowscreenshot": False}),
        ("cloud-backup: block", {"allowcloudbackup": False, "allowmanagedappscloudsync": False}),
        (
            "managed-open-in: block",
            {"allowopenfrommanagedtounmanaged": False, "requiremanagedpasteboard": True},
        ),
        (
            "alternative-stores: block, usb: block, airdrop: block, app-clips: block, iphone-mirroring: block",
            {},
        ),
    ],
)
def test_an_unsupervised_iphone_gets_the_switches_that_it_obeys_and_no_others(
    functions: str, turned: dict[str, bool]
) -> None:
    """F10: trust of apps from outside the store can be refused on any enrolled iPhone."""
    plain = restrictions(build(role("team", UNSUPERVISED, extra=BARE)))
    asked = restrictions(build(role("team", UNSUPERVISED, extra=f"{BARE}\nfunctions: {{{functions}}}")))
    assert {key: asked[key] for key in plain if asked[key] != plain[key]} == turned
    assert not SUPERVISED_ONLY & set(asked)


def test_what_an_unsupervised_iphone_does_not_obey_is_said_by_function() -> None:
    """F10: KND404 names the functions; KND314 is for what nothing here limits."""
    extra = (
        BARE
        + "\nfunctions: {alternative-stores: block, app-clips: block, airdrop: managed-only, managed-open-in: block, usb: allow}"
    )
    built = build(role("team", UNSUPERVISED, extra=extra))
    assert sorted(args["function"] for args in built.args("KND404")) == ["alternative-stores", "app-clips"]
    assert not built.args("KND314")
    assert not build(role("team", SUPERVISED, extra=extra)).args("KND404")


def test_supervised_and_unsupervised_devices_of_one_role_share_an_object_with_all_switches() -> None:
    built = build(
        role(
            "team",
            SUPERVISED,
            UNSUPERVISED.replace("}", ", enforcement: remove}"),
            step="allowlist",
            extra=BARE,
        )
    )
    assert {"allowuiappinstallation", "allowlistedappbundleids", "allowenterpriseapptrust"} <= set(
        restrictions(built)
    )


@pytest.mark.parametrize("function", ["app-clips", "iphone-mirroring", "airdrop"])
def test_a_function_of_apple_is_not_missed_on_other_platforms(function: str) -> None:
    """F9: nobody is told that Android or Windows has no setting for an App Clip."""
    extra = f"{BARE}\nfunctions: {{{function}: block}}"
    assert not build(role("team", PERSONAL_ANDROID, DEDICATED, extra=extra)).args("KND314")
    on_a_mac = [args["function"] for args in build(role("team", MAC, extra=extra)).args("KND314")]
    assert not on_a_mac


@pytest.mark.parametrize(("asked", "allowed"), [("block", False), ("allow", True), ("", True)])
@pytest.mark.parametrize("step", STEPS)
def test_a_mac_shows_no_iphone_where_the_role_says_so(asked: str, allowed: bool, step: str) -> None:
    """F9: iPhone mirroring, from the side of the Mac; supervised or not."""
    functions = f"\nfunctions: {{iphone-mirroring: {asked}}}" if asked else ""
    body = build(
        role("team", SUPERVISED_MAC if step == "allowlist" else MAC, step=step, extra=BARE + functions)
    ).body("macos_app_restrictions/team")
    assert (body["platforms"], body["technologies"]) == ("macOS", "mdm,appleRemoteManagement")
    assert children(body) == {"com.apple.applicationaccess_allowiphonemirroring": allowed}


@pytest.mark.parametrize("extra", [BARE, IOS_27], ids=["restrictions", "app-settings"])
def test_management_and_essential_apps_are_on_every_list_of_allowed_apps(extra: str) -> None:
    """F11: Company Portal, Authenticator and Defender open also where the catalogue does not know them."""
    built = build(role("team", SUPERVISED, step="allowlist", extra=extra))
    old_way = extra == BARE
    listed = (
        restrictions(built)["allowlistedappbundleids"]
        if old_way
        else settings(built.body("ios_app_settings/team"))["allowedapps"]
    )
    assert set(listed) >= MANAGEMENT | ESSENTIAL


@pytest.mark.parametrize("step", ["block", "remove", "allowlist"])
@pytest.mark.parametrize("extra", [BARE, IOS_27], ids=["restrictions", "app-settings"])
def test_an_essential_app_that_a_rule_blocks_is_stopped_on_each_step_and_named(step: str, extra: str) -> None:
    """A step up must not open again what a rule blocks."""
    rules = f"{extra}\nrules:\n  - block: safari"
    built = build(
        role("team", SUPERVISED, step=step, extra=rules), system_app("safari", "com.apple.mobilesafari")
    )
    found = children(built.body("ios_app_restrictions/team")) if extra == BARE else {}
    if extra == IOS_27:
        found = {
            f"com.apple.applicationaccess_{n}": v
            for n, v in settings(built.body("ios_app_settings/team")).items()
        }
    lists = [value for value in found.values() if isinstance(value, list)]
    assert [("com.apple.mobilesafari" in one) for one in lists] == [step != "allowlist"]
    assert [args["apps"] for args in built.args("KND402")] == ["Safari"]


@pytest.mark.parametrize("step", ["block", "remove", "allowlist"])
def test_phone_and_settings_cannot_be_hidden_and_that_is_said(step: str) -> None:
    built = build(role("team", SUPERVISED, step=step, extra=f"{BARE}\nrules:\n  - block: ios-phone"))
    found = children(built.body("ios_app_restrictions/team"))
    assert "com.apple.mobilephone" not in found.get(BLOCKED, [])
    assert step != "allowlist" or "com.apple.mobilephone" in found[ALLOWED]
    assert "com.apple.mobilephone" not in [
        item["appId"] for item in built.body("ios_compliance/team")["restrictedApps"]
    ]
    assert [args["identifier"] for args in built.args("KND401")] == ["com.apple.mobilephone"]


@pytest.mark.parametrize("extra", [BARE, IOS_27], ids=["restrictions", "app-settings"])
def test_a_list_for_iphones_takes_six_hundred_apps(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`maximumCount` of the definitions is 600 (pl4nty/intune-change-tracking)."""
    assert apple.LONGEST == 600
    base = 2  # TikTok and Temu of the base organisation
    assert "KND360" not in build(role("team", SUPERVISED, extra=extra), many_apps(600 - base)).codes()
    built = build(role("team", SUPERVISED, extra=extra), many_apps(601 - base))
    assert [(args["count"], args["limit"]) for args in built.args("KND360")] == [("601", "600")]


def test_apps_that_need_a_licence_where_the_store_is_off_are_named_once() -> None:
    """F11: what Apple ships needs none; an app without an identifier cannot be bought by one."""
    rules = f"{BARE}\nrules:\n  - allow: [teams, ios-music]"
    built = build(
        role("a", SUPERVISED, step="allowlist", extra=rules),
        role("b", SUPERVISED, step="allowlist", extra=BARE, priority=9),
    )
    assert [dict(args) for args in built.args("KND408")] == [
        {"count": "2", "roles": "a, b", "apps": "Company Portal, Microsoft Teams"}
    ]
    assert not build(role("team", SUPERVISED, step="remove", extra=rules)).args("KND408")
    assert (
        restrictions(build(role("team", SUPERVISED, step="allowlist", extra=rules)))[STORE.rpartition("_")[2]]
        is False
    )


COPILOT = (
    "kind: Apps\napps:\n  - id: copilot\n    name: Copilot\n    publisher: Microsoft\n    category: office\n"
    "    control: {entity: Microsoft, country: US, confidence: confirmed, basis: register}\n"
    "    identifiers:\n      ios: {bundle-ids: [com.microsoft.OfficeMobile]}\n"
    '    verified:\n      "ios:com.microsoft.OfficeMobile": {source: store, date: 2026-11-21}\n'
)
PARTNER = (
    COPILOT.replace("copilot", "reader")
    .replace("Copilot", "Reader")
    .replace("com.microsoft.OfficeMobile", "com.maker.reader")
)


@pytest.mark.parametrize(
    ("apps", "named"),
    [
        ("{list: protected}", ["Copilot, Reader"]),
        ("core-microsoft", ["Reader"]),
        ("all-microsoft", ["Reader"]),
        ("all", []),
    ],
)
@pytest.mark.parametrize("device", [SUPERVISED, PERSONAL_IOS])
def test_an_approved_app_that_can_be_protected_and_is_not_is_named(
    device: str, apps: str, named: list[str]
) -> None:
    """F12: the converse of KND319, whatever the step: approved is what a rule allows."""
    files = {
        "catalogue/apps/copilot.yaml": COPILOT,
        "catalogue/apps/reader.yaml": PARTNER + "    app-protection: true\n",
    }
    extra = f"protection: {{level: basic, apps: {apps}}}\nrules:\n  - allow: [copilot, reader, ios-music]"
    assert [
        args["apps"] for args in build(role("team", device, extra=extra, step="advise"), files).args("KND405")
    ] == named


def test_an_app_that_nobody_approved_or_that_cannot_be_protected_is_not_named() -> None:
    files = {"catalogue/apps/copilot.yaml": COPILOT, "catalogue/apps/reader.yaml": PARTNER}
    extra = "protection: {level: basic, apps: {list: protected}}\nrules:\n  - allow: reader"
    assert not build(role("team", SUPERVISED, extra=extra), files).args("KND405")
