from typing import Any

import pytest
from tests.frozen_kinds import NAMES, only_frozen_kinds
from tests.golden.world import (
    DEDICATED,
    FULLY_MANAGED,
    LAPTOPS,
    MAC,
    PERSONAL_ANDROID,
    PERSONAL_IOS,
    PERSONAL_WINDOWS,
    SUPERVISED,
    UNSUPERVISED,
    WINDOWS,
    WITH_PRIVATE_SIDE,
    WORK_PROFILE,
    build,
    mistaken,
    role,
)

from managed_apparaten.intune.app_lists import names
from managed_apparaten.kinds import all_kinds, module_names
from managed_apparaten.kinds.ios_app_restrictions import ALLOWED, BLOCKED, STORE

IOS_CORPORATE = {"ios_app_protection", "ios_compliance", "ios_restricted_apps_report"}
ANDROID_CORPORATE = {"android_device_owner_compliance", "android_device_owner_restrictions"}


def many_apps(count: int) -> dict[str, str]:
    """A catalogue file with so many blocked apps, two packages for one bundle id each."""
    entries = [
        f"  - id: app-{n}\n    name: App {n}\n    publisher: Maker\n    category: tools\n"
        "    control: {entity: Maker, country: CN, confidence: confirmed, basis: register}\n"
        f"    identifiers:\n      ios: {{bundle-ids: [com.app.n{n:04}]}}\n      android: {{packages: [com.app.n{n:04}]}}\n"
        f'    verified:\n      "ios:com.app.n{n:04}": {{source: store, date: 2026-01-01}}\n'
        f'      "android:com.app.n{n:04}": {{source: store, date: 2026-01-01}}\n'
        for n in range(count)
    ]
    return {"catalogue/apps/many.yaml": "kind: Apps\napps:\n" + "".join(entries)}


def children(body: Any) -> dict[str, Any]:
    """The settings of a catalog policy: choices as true or false, lists as they are."""
    (setting,) = body["settings"]
    (group,) = setting["settingInstance"]["groupSettingCollectionValue"]
    found = {}
    for child in group["children"]:
        definition = child["settingDefinitionId"]
        if "choiceSettingValue" in child:
            value = child["choiceSettingValue"]["value"]
            assert value in (f"{definition}_true", f"{definition}_false")
            found[definition] = value.endswith("_true")
        else:
            found[definition] = [item["value"] for item in child["simpleSettingCollectionValue"]]
    return found


@pytest.mark.parametrize(
    ("device", "kinds"),
    [
        (SUPERVISED, IOS_CORPORATE | {"ios_app_restrictions"}),
        (UNSUPERVISED, IOS_CORPORATE | {"ios_app_restrictions"}),
        (PERSONAL_IOS, {"ios_app_protection"}),
        (FULLY_MANAGED, ANDROID_CORPORATE | {"android_app_protection"}),
        (WITH_PRIVATE_SIDE, ANDROID_CORPORATE | {"android_app_protection", "android_device_settings"}),
        (DEDICATED, ANDROID_CORPORATE),
        (PERSONAL_ANDROID, {"android_app_protection"}),
        (WINDOWS, {"windows_compliance", "windows_restrictions"}),
        (LAPTOPS, {"windows_compliance", "windows_restrictions", "windows_applocker"}),
        (PERSONAL_WINDOWS, {"windows_app_protection"}),
        (
            WORK_PROFILE,
            {
                "android_app_protection",
                "android_work_profile_compliance",
                "android_work_profile_restrictions",
            },
        ),
        (MAC, {"macos_compliance", "macos_app_restrictions", "macos_restricted_apps_report"}),
        ("{platform: macos, ownership: personal}", set()),
    ],
)
def test_a_device_gets_the_kinds_that_can_reach_it(device: str, kinds: set[str]) -> None:
    with only_frozen_kinds():
        built = build(role("team", device, step="advise"))
    assert {r.address.kind for r in built.compiled.resources if r.role} == kinds


def test_kinds_are_found_by_looking_and_stand_in_apply_order() -> None:
    names = [kind.name for kind in all_kinds()]
    assert sorted(names) == sorted(module_names())
    assert [name for name in names if name in NAMES] == [
        "assignment_filter",
        "compliance_message",
        "android_device_owner_compliance",
        "android_work_profile_compliance",
        "ios_compliance",
        "macos_compliance",
        "windows_compliance",
        "android_app_protection",
        "ios_app_protection",
        "windows_app_protection",
        "ios_app_settings",
        "macos_app_settings",
        "android_device_owner_restrictions",
        "android_device_settings",
        "android_work_profile_restrictions",
        "ios_app_restrictions",
        "macos_app_restrictions",
        "windows_applocker",
        "windows_restrictions",
        "app_assignment",
        "ios_restricted_apps_report",
        "macos_restricted_apps_report",
    ]


def test_restricted_apps_beyond_a_hundred_go_into_further_complete_objects() -> None:
    built = build(role("team", UNSUPERVISED), many_apps(199))
    first, second, third = (built.body(f"ios_compliance/team{part}") for part in ("", ".2", ".3"))
    assert [len(body["restrictedApps"]) for body in (first, second, third)] == [100, 100, 1]
    apps = [item["appId"] for body in (first, second, third) for item in body["restrictedApps"]]
    assert apps == sorted(set(apps))
    assert second["displayName"] == "MA | Team | iOS | Compliance (2)"
    own = {"restrictedApps", "displayName", "description"}
    assert {k: v for k, v in first.items() if k not in own} == {
        k: v for k, v in third.items() if k not in own
    }
    assert built["ios_compliance/team"].assignments == built["ios_compliance/team.2"].assignments


@pytest.mark.parametrize("step", ["advise", "monitor", "block", "remove", "allowlist"])
def test_lists_of_blocked_and_of_allowed_apps_exclude_each_other(step: str) -> None:
    settings = children(build(role("team", SUPERVISED, step=step)).body("ios_app_restrictions/team"))
    assert (BLOCKED in settings, ALLOWED in settings) == (step in ("block", "remove"), step == "allowlist")
    assert settings[STORE] is (step != "allowlist")


def test_a_block_list_without_apps_is_left_out() -> None:
    with open("tests/golden/base/organisation.yaml", encoding="utf-8") as file:
        organisation = file.read().replace(
            "block: {advisory: advies}", "platforms: [android]\n    block: {advisory: advies}"
        )
    settings = children(
        build(role("team", SUPERVISED), {"organisation.yaml": organisation}).body("ios_app_restrictions/team")
    )
    assert BLOCKED not in settings


def test_an_allowlist_holds_approved_management_and_never_missing_apps_and_no_other_system_app() -> None:
    extra = "protection: {level: basic, apps: all}\nrules:\n  - allow: [teams]\n  - caution: outlook"
    listed = children(
        build(role("team", SUPERVISED, step="allowlist", extra=extra)).body("ios_app_restrictions/team")
    )[ALLOWED]
    assert {
        "com.microsoft.skype.teams",
        "com.microsoft.Office.Outlook",
        "com.microsoft.CompanyPortal",
    } <= set(listed)
    assert {
        "com.apple.mobilephone",
        "com.apple.MobileSMS",
        "com.apple.Preferences",
        "com.apple.mobilesafari",
    } <= set(listed)
    assert not {"com.apple.Music", "com.zhiliaoapp.musically"} & set(listed)
    assert listed == sorted(listed)


@pytest.mark.parametrize(
    ("function", "value", "turned"),
    [
        ("airdrop", "block", {"allowairdrop": False}),
        ("airdrop", "managed-only", {"forceairdropunmanaged": True}),
        ("cloud-backup", "block", {"allowcloudbackup": False, "allowmanagedappscloudsync": False}),
        ("sideloading", "block", {"allowenterpriseapptrust": False}),
        (
            "alternative-stores",
            "block",
            {"allowmarketplaceappinstallation": False, "allowwebdistributionappinstallation": False},
        ),
        (
            "managed-open-in",
            "block",
            {"allowopenfrommanagedtounmanaged": False, "requiremanagedpasteboard": True},
        ),
        ("screen-capture", "block", {"allowscreenshot": False}),
        ("usb", "block", {"allowfilesusbdriveaccess": False, "allowhostpairing": False}),
        ("usb", "allow", {}),
        ("app-clips", "block", {"allowappclips": False}),
        ("app-clips", "allow", {}),
        ("iphone-mirroring", "block", {"allowiphonemirroring": False}),
        ("iphone-mirroring", "allow", {}),
    ],
)
def test_a_function_turns_its_own_switches_and_no_others(
    function: str, value: str, turned: dict[str, bool]
) -> None:
    asked = f"protection: {{level: basic, apps: all}}\nfunctions: {{{function}: {value}}}"
    plain = children(build(role("team", SUPERVISED)).body("ios_app_restrictions/team"))
    changed = children(build(role("team", SUPERVISED, extra=asked)).body("ios_app_restrictions/team"))
    different = {key.rpartition("_")[2]: changed[key] for key in plain if changed[key] != plain[key]}
    assert different == turned
    assert plain.keys() == changed.keys()


def test_airdrop_for_managed_apps_only_needs_managed_open_in() -> None:
    base = "protection: {level: basic, apps: all}\nfunctions: {airdrop: managed-only"
    assert "KND311" in build(role("team", SUPERVISED, extra=base + "}")).codes("warning")
    assert "KND311" not in build(role("team", SUPERVISED, extra=base + ", managed-open-in: block}")).codes()


@pytest.mark.parametrize(
    ("step", "work", "private", "apps"),
    [
        ("advise", "notConfigured", "notConfigured", 0),
        ("monitor", "notConfigured", "notConfigured", 0),
        ("block", "notConfigured", "blockedApps", 2),
        ("remove", "notConfigured", "blockedApps", 2),
        ("allowlist", "allowList", "allowedApps", 1),
    ],
)
def test_no_step_opens_a_store_that_is_closed_without_a_policy(
    step: str, work: str, private: str, apps: int
) -> None:
    """F1."""
    body = build(role("team", WITH_PRIVATE_SIDE, step=step)).body("android_device_owner_restrictions/team")
    assert (body["playStoreMode"], body["personalProfilePlayStoreMode"]) == (work, private)
    assert len(body["personalProfilePersonalApplications"]) == apps


def test_more_than_five_hundred_apps_for_the_private_side_is_an_error() -> None:
    built = build(role("team", WITH_PRIVATE_SIDE), many_apps(499))
    assert built.codes("error") == ["KND308"]
    assert built.args("KND308")[0]["count"] == "501"
    assert not build(role("team", FULLY_MANAGED), many_apps(499)).codes("error")


@pytest.mark.parametrize(
    ("sideloading", "stores"),
    [("block", "allow"), ("allow", "block"), ("allow", "allow"), ("block", "block")],
)
def test_no_function_opens_unknown_sources_which_android_itself_keeps_off(
    sideloading: str, stores: str
) -> None:
    """No role makes a device looser than no policy does (Microsoft Learn: not configured, "the OS might prevent")."""
    extra = f"protection: {{level: basic, apps: all}}\nfunctions: {{sideloading: {sideloading}, alternative-stores: {stores}}}"
    body = build(role("team", FULLY_MANAGED, extra=extra)).body("android_device_owner_restrictions/team")
    assert body["appsAllowInstallFromUnknownSources"] is False
    assert body["personalProfileAppsAllowInstallFromUnknownSources"] is False


def test_the_highest_step_holds_for_devices_that_the_same_people_use_and_is_said() -> None:
    lower = WITH_PRIVATE_SIDE.replace("}", ", enforcement: advise}")
    built = build(role("team", FULLY_MANAGED, lower, step="allowlist"))
    assert built.body("android_device_owner_restrictions/team")["playStoreMode"] == "allowList"
    assert [(a["step"], a["highest"]) for a in built.args("KND309")] == [("advise", "allowlist")]


def test_steps_that_mean_the_same_to_a_kind_need_no_warning() -> None:
    assert (
        "KND309"
        not in build(
            role("team", SUPERVISED, UNSUPERVISED.replace("}", ", enforcement: remove}"), step="allowlist")
        ).codes()
    )


@pytest.mark.parametrize(
    ("apps", "group"),
    [("core-microsoft", "allCoreMicrosoftApps"), ("all-microsoft", "allMicrosoftApps"), ("all", "allApps")],
)
def test_a_group_of_microsoft_has_no_apps_of_ours(apps: str, group: str) -> None:
    built = build(
        role(
            "team",
            PERSONAL_IOS,
            PERSONAL_ANDROID,
            step="advise",
            extra=f"protection: {{level: basic, apps: {apps}}}",
        )
    )
    for address in ("ios_app_protection/team", "android_app_protection/team"):
        assert (built.body(address)["appGroupType"], built[address].apps) == (group, None)


def test_a_list_protects_verified_apps_and_one_without_any_is_an_error() -> None:
    built = build(
        role(
            "team",
            PERSONAL_ANDROID,
            step="advise",
            extra="protection: {level: basic, apps: {list: protected}}",
        )
    )
    assert built["android_app_protection/team"].apps == ("com.microsoft.teams",)
    only_apple = {"lists/apple.yaml": "kind: List\nid: apple\ntitle: {nl: Apple}\napps: [ios-phone]\n"}
    empty = build(
        role(
            "team", PERSONAL_ANDROID, step="advise", extra="protection: {level: basic, apps: {list: apple}}"
        ),
        only_apple,
    )
    assert empty.codes("error") == ["KND315"]


def settings(text: str) -> str:
    return f"protection: {{level: basic, apps: all, settings: {{{text}}}}}"


def test_an_own_setting_beats_function_rule_and_level() -> None:
    extra = settings('dataBackupBlocked: true, minimumRequiredOsVersion: "26.1"')
    more = '\nfunctions: {cloud-backup: allow}\ncompliance: {os-minimum: {ios: "18.0"}}'
    built = build(role("team", PERSONAL_IOS, step="advise", extra=extra + more))
    body = built.body("ios_app_protection/team")
    assert (body["dataBackupBlocked"], body["minimumRequiredOsVersion"]) == (True, "26.1")
    assert built["ios_app_protection/team"].blame["/dataBackupBlocked"][0].message == "cause.kind.setting"


def test_a_setting_of_the_other_platform_is_no_mistake() -> None:
    built = build(
        role("team", PERSONAL_IOS, PERSONAL_ANDROID, step="advise", extra=settings("faceIdBlocked: true"))
    )
    assert not built.codes("error")
    assert built.body("ios_app_protection/team")["faceIdBlocked"] is True
    assert "faceIdBlocked" not in built.body("android_app_protection/team")


def test_a_wrong_value_and_an_unknown_setting_are_errors_with_a_suggestion() -> None:
    built = build(
        role(
            "team", PERSONAL_IOS, step="advise", extra=settings("minimumPinLength: four, minimumPinLenght: 4")
        )
    )
    found = {d.code: d for d in built.compiled.diagnostics if d.severity == "error"}
    assert found.keys() == {"KND310", "KND317"}
    assert found["KND317"].suggestion == "minimumPinLength"
    assert built.body("ios_app_protection/team")["minimumPinLength"] == 4


@pytest.mark.parametrize(("trusted", "there"), [("", False), (", unverified: true", True)])
def test_an_allowlist_lets_unverified_identifiers_through_only_when_the_rule_says_so(
    trusted: str, there: bool
) -> None:
    """Point 6: a recalled identifier allows nothing without `unverified: true`, and is named when it does."""
    extra = f"protection: {{level: basic, apps: all}}\nrules:\n  - {{allow: outlook{trusted}}}"
    built = build(role("team", WITH_PRIVATE_SIDE, step="allowlist", extra=extra))
    listed = built.body("android_device_owner_restrictions/team")["personalProfilePersonalApplications"]
    assert ("com.microsoft.office.outlook" in [item["appId"] for item in listed]) == there
    assert [args["identifier"] for args in built.args("KND316")] == ["com.microsoft.office.outlook"][:there]


def test_what_two_roles_run_into_is_said_once() -> None:
    extra = "protection: {level: basic, apps: all}\nrules:\n  - {allow: outlook, unverified: true}"
    high, low = (
        role(name, WITH_PRIVATE_SIDE, step="allowlist", extra=extra, priority=n)
        for name, n in (("high", 90), ("low", 10))
    )
    assert len(build(high, low).args("KND316")) == 1


def test_an_identifier_of_a_blocked_app_never_stands_on_an_allowlist() -> None:
    twin = (
        "kind: Apps\napps:\n  - id: twin\n    name: Twin\n    publisher: Maker\n    category: tools\n"
        "    control: {entity: Maker, country: NL, confidence: confirmed, basis: register}\n"
        "    identifiers:\n      ios: {bundle-ids: [org.twin]}\n"
        '    verified:\n      "ios:org.twin": {source: store, date: 2026-01-01}\n'
    )
    extra = "protection: {level: basic, apps: all}\nrules:\n  - allow: [twin]"
    built = build(role("team", SUPERVISED, step="allowlist", extra=extra), {"catalogue/apps/twin.yaml": twin})
    assert "org.twin" in children(built.body("ios_app_restrictions/team"))[ALLOWED]
    built = mistaken(built, "twin", "org.twin", "com.einnovation.temu")
    assert "com.einnovation.temu" not in children(built.body("ios_app_restrictions/team"))[ALLOWED]


@pytest.mark.parametrize(
    ("kind", "value", "label"),
    [
        ("ios_app_restrictions", "com.einnovation.temu", "Temu (com.einnovation.temu)"),
        ("ios_app_restrictions", "com.apple.applicationaccess_allowairdrop_false", "AirDrop: off"),
        ("ios_app_restrictions", f"{STORE}_true", "App Store: on"),
        ("ios_compliance", {"appId": "com.einnovation.temu", "name": "Temu"}, "Temu (com.einnovation.temu)"),
        (
            "ios_app_protection",
            "com.microsoft.office.outlook",
            "Microsoft Outlook (com.microsoft.office.outlook)",
        ),
        ("ios_compliance", "18.0", None),
        ("ios_compliance", True, None),
    ],
)
def test_a_changed_value_reads_as_people_know_it(kind: str, value: object, label: str | None) -> None:
    labels = next(k.labels for k in all_kinds() if k.name == kind)
    assert labels
    assert labels("", value, names(build(role("team", SUPERVISED)).policy.apps)) == label


@pytest.mark.parametrize(
    ("own", "told"), [("pinRequired: false", ["pinRequired"]), ("pinRequired: true", [])]
)
def test_a_setting_that_deviates_from_its_level_is_said(own: str, told: list[str]) -> None:
    built = build(
        role("team", SUPERVISED, extra=f"protection: {{level: high, apps: all, settings: {{{own}}}}}")
    )
    assert [dict(args)["setting"] for args in built.args("KND325")] == told
