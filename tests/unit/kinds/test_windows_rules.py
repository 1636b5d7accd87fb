"""What AppLocker rules of a role do on a device, judged from the XML alone: findings F5, F8 and F18."""

from collections.abc import Mapping

import pytest
from tests.golden.world import LAPTOPS, WINDOWS, Built, build
from tests.unit.compile.applocker_judge import judge, lets_in
from tests.unit.kinds.test_apple import organisation
from tests.unit.kinds.test_windows import AUDITED, ENFORCED, MICROSOFT, RULES, app, team, xml

from managed_apparaten.policy.model import STEPS

SIGNED = "O=MICROSOFT CORPORATION, L=REDMOND, S=WASHINGTON, C=US"
ONEDRIVE = "C:\\Users\\jan\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe"
DOWNLOADS = "C:\\Users\\jan\\Downloads\\"
SUBJECT = "CN=Clip Ltd, O=Clip Ltd, L=Delft, ST=Zuid-Holland, C=NL"
PUBLISHER = "O=CLIP LTD, L=DELFT, S=ZUID-HOLLAND, C=NL"
PROTECTION = "protection: {level: basic, apps: core-microsoft}"
MICROSOFT_PACKAGES = (
    "Microsoft.WindowsStore", "Microsoft.WindowsTerminal", "Microsoft.Paint", "Microsoft.WindowsCamera", "Microsoft.HEVCVideoExtension",
    "MicrosoftCorporationII.QuickAssist", "Microsoft.WindowsAppRuntime.1.6", "Microsoft.MicrosoftOfficeHub", "Microsoft.Todos",
    "Microsoft.Whiteboard", "Microsoft.UI.Xaml.2.9", "Microsoft.NET.Native.Runtime.2.3", "MSTeams", "Microsoft.OutlookForWindows",
)  # fmt: skip


def clip(
    publisher: str = SUBJECT,
    name: str = "clip",
    maker: str = "Clip Ltd",
    weak: str = "",
    source: str = "seen",
) -> dict[str, str]:
    """A catalogue file with one program and who signs it."""
    told = f", weak: {weak}" if weak else ""
    seen = f'      "windows:{publisher}": {{source: {source}, date: 2026-01-01{told}}}\n' if source else ""
    return {
        f"catalogue/apps/{name}.yaml": f"kind: Apps\napps:\n  - id: {name}\n    name: {name.title()}\n    publisher: {maker}\n"
        f"    category: tools\n    control: {{entity: {maker}, country: US, confidence: confirmed, basis: register}}\n"
        f"    identifiers: {{windows: {{executables: [{name}.exe], publishers: ['{publisher}']}}}}\n    verified:\n"
        f'      "windows:{name}.exe": {{source: seen, date: 2026-01-01}}\n{seen}'
    }


def rules(step: str, text: str, *files: Mapping[str, str], device: str = LAPTOPS) -> Built:
    return build(team(step, device, extra=f"{PROTECTION}\nrules: [{text}]"), *files)


@pytest.mark.parametrize("product", MICROSOFT_PACKAGES)
def test_packages_that_microsoft_signs_survive_an_enforced_allowlist(product: str) -> None:
    """F5."""
    assert lets_in(xml(build(team("allowlist", ENFORCED)))["StoreApps"], publisher=MICROSOFT, product=product)


def test_onedrive_in_a_folder_of_the_user_survives_an_enforced_allowlist_and_a_forgery_does_not() -> None:
    """F5."""
    programs = xml(build(team("allowlist", ENFORCED)))["EXE"]
    assert lets_in(
        programs, path=ONEDRIVE, publisher=SIGNED, product="MICROSOFT ONEDRIVE", binary="ONEDRIVE.EXE"
    )
    assert not lets_in(programs, path=ONEDRIVE, publisher="O=SOMEBODY, C=NL", binary="ONEDRIVE.EXE")
    assert not lets_in(programs, path=ONEDRIVE)


def test_the_meeting_add_in_of_teams_may_be_installed_and_what_others_sign_may_not() -> None:
    """F5, U1."""
    installers = xml(build(team("allowlist", ENFORCED)))["MSI"]
    assert lets_in(installers, path=DOWNLOADS + "MicrosoftTeamsMeetingAddinInstaller.msi", publisher=SIGNED)
    assert not lets_in(installers, path=DOWNLOADS + "other.msi", publisher=PUBLISHER)


def test_a_tenant_in_which_that_is_too_little_lets_every_installer_run() -> None:
    """U1."""
    stated = build(team("allowlist", ENFORCED), organisation(applocker_installers="all"))
    assert lets_in(xml(stated)["MSI"], path=DOWNLOADS + "other.msi", publisher=PUBLISHER)


def test_a_package_of_microsoft_that_nobody_approved_is_denied_by_name() -> None:
    """F5: minus what is denied."""
    built = build(
        team("allowlist", ENFORCED), app("game", package_family_names="Microsoft.Game_8wekyb3d8bbwe")
    )
    assert not lets_in(xml(built)["StoreApps"], publisher=MICROSOFT, product="Microsoft.Game")


def test_a_program_that_is_approved_starts_anywhere_by_a_publisher_with_a_source() -> None:
    """F5."""
    programs = xml(rules("allowlist", "{allow: clip}", clip(), device=ENFORCED))["EXE"]
    assert lets_in(programs, path=DOWNLOADS + "updater.exe", publisher=PUBLISHER, binary="UPDATER.EXE")
    assert not lets_in(programs, path=DOWNLOADS + "clip.exe", publisher="O=CLIP LTD, C=US", binary="CLIP.EXE")


@pytest.mark.parametrize(
    "weaker", [clip(weak="true"), clip(source=""), clip("Clip Ltd")], ids=["weak", "no source", "a bare name"]
)
def test_a_publisher_that_is_not_certain_lets_nothing_in_and_the_program_is_named(
    weaker: dict[str, str],
) -> None:
    """F5: each approved app opens or is named."""
    built = rules("allowlist", "{allow: clip}", weaker, device=ENFORCED)
    assert not lets_in(xml(built)["EXE"], path=DOWNLOADS + "clip.exe", publisher=PUBLISHER, binary="CLIP.EXE")
    assert [args["names"] for args in built.told("KND413")] == ["Clip"]
    assert not rules("allowlist", "{allow: clip}", clip(), device=ENFORCED).told("KND413")


def test_an_approved_package_that_an_enforced_list_stops_is_an_error() -> None:
    """F5."""
    assert [
        (d.code, d.severity)
        for d in rules("allowlist", "{allow: short-video}", device=ENFORCED).remarks("KND346")
    ] == [("KND346", "error")]
    assert rules("allowlist", "{allow: short-video}").remarks("KND346") == []


@pytest.mark.parametrize(
    ("step", "device"),
    [("block", LAPTOPS), ("remove", LAPTOPS), ("allowlist", LAPTOPS), ("allowlist", ENFORCED)],
)
def test_an_approved_app_that_goes_by_the_name_of_a_blocked_one_is_an_error_that_names_both(
    step: str, device: str
) -> None:
    """F5."""
    built = rules(
        step, "{block: clip}, {allow: twin}", clip(), app("twin", executables="CLIP.exe"), device=device
    )
    assert [(d.severity, d.args["app"], d.args["other"]) for d in built.remarks("KND421")] == [
        ("error", "Twin", "Clip")
    ]
    assert [label.label for d in built.remarks("KND421") for label in d.related] == ["label.blocked-for-role"]


@pytest.mark.parametrize("step", ["block", "remove", "allowlist"])
def test_a_blocked_program_of_a_known_publisher_does_not_start_under_another_name(step: str) -> None:
    """F8."""
    other = app("other", executables="other.exe")
    both = {**clip(), **{k: v.replace("Maker", "Clip Ltd") for k, v in other.items()}}
    programs = xml(rules(step, "{block: clip}, {allow: other}", both))["EXE"]
    assert judge(programs) == []
    assert not lets_in(
        programs, path=DOWNLOADS + "holiday.exe", publisher=PUBLISHER, product="CLIP", binary="CLIP.EXE"
    )
    assert not lets_in(programs, path=DOWNLOADS + "clip.exe")
    assert lets_in(
        programs, path=DOWNLOADS + "other.exe", publisher=PUBLISHER, product="OTHER", binary="OTHER.EXE"
    ), "same maker, approved"
    assert lets_in(
        programs,
        path=DOWNLOADS + "holiday.exe",
        publisher="O=SOMEBODY, C=NL",
        product="CLIP",
        binary="CLIP.EXE",
    )


def test_a_maker_of_whom_everything_is_blocked_is_denied_as_a_whole_and_that_is_said() -> None:
    """F8."""
    built = rules("block", "{block: clip}", clip())
    programs = xml(built)["EXE"]
    assert not lets_in(
        programs, path=DOWNLOADS + "holiday.exe", publisher=PUBLISHER, product="ANY", binary="NEW.EXE"
    )
    assert lets_in(programs, path=DOWNLOADS + "holiday.exe", publisher=SIGNED)
    assert [(args["publisher"], args["roles"]) for args in built.args("KND412")] == [(PUBLISHER, "team")]
    assert "Clip" not in str(built.args("KND411"))


ON_PHONES_ONLY = {
    "catalogue/apps/other.yaml": "kind: Apps\napps:\n  - id: other\n    name: Other\n    publisher: Somebody\n    category: tools\n"
    "    control: {entity: Clip Ltd, country: US, confidence: confirmed, basis: register}\n"
    "    identifiers: {ios: {bundle-ids: [com.other]}}\n"
}


@pytest.mark.parametrize(
    "other",
    [
        clip("O=OTHER, C=NL", name="other", maker="Clip Ltd"),
        clip(name="other", maker="Somebody Else"),
        ON_PHONES_ONLY,
    ],
    ids=["same company", "same publisher", "same company, not on Windows"],
)
def test_a_maker_with_an_app_that_is_not_blocked_is_not_denied_as_a_whole(other: dict[str, str]) -> None:
    """F8."""
    built = rules("block", "{block: clip}", clip(), other)
    assert built.args("KND412") == []
    assert lets_in(xml(built)["EXE"], path=DOWNLOADS + "x.exe", publisher=PUBLISHER, binary="X.EXE")


def test_microsoft_is_never_denied_as_a_whole() -> None:
    """F8."""
    built = rules("block", "{block: clip}", clip(SIGNED))
    assert lets_in(
        xml(built)["EXE"],
        path=ONEDRIVE,
        publisher=SIGNED,
        product="MICROSOFT ONEDRIVE",
        binary="ONEDRIVE.EXE",
    )
    assert not lets_in(xml(built)["EXE"], path=ONEDRIVE, publisher=SIGNED, product="X", binary="CLIP.EXE")


def test_a_program_without_a_known_publisher_is_named_with_its_roles() -> None:
    """F8."""
    built = rules("block", "{block: [short-video, clip]}", clip("Clip Ltd"))
    assert [(args["apps"], args["roles"]) for args in built.args("KND411")] == [
        ('Clip, Short "Video" <&]]>\'', "team")
    ]


def test_only_publishers_as_applocker_writes_them_make_rules_where_the_tenant_says_so() -> None:
    """U1."""
    stated = organisation(applocker_publisher_name="as-written")
    for written, denied in ((SUBJECT, False), (PUBLISHER, True)):
        built = build(team("block", extra=f"{PROTECTION}\nrules: [{{block: clip}}]"), clip(written), stated)
        assert (
            lets_in(xml(built)["EXE"], path=DOWNLOADS + "x.exe", publisher=PUBLISHER, binary="CLIP.EXE")
            is not denied
        )


@pytest.mark.parametrize("device", [LAPTOPS, AUDITED, ENFORCED])
def test_no_step_up_lets_start_what_a_lower_step_stops(device: str) -> None:
    """F18: on each step with the mode that its devices state, and from the mode that nobody states."""
    blocked = DOWNLOADS + "ShortVideo.exe"
    stopped = [not lets_in(xml(build(team(step, device)))["EXE"], path=blocked) for step in STEPS]
    assert stopped == sorted(stopped)
    assert stopped[-1], "the last step stops what is blocked, whatever the devices state"


def test_an_allowlist_that_is_not_enforced_names_what_it_would_stop() -> None:
    """F18."""
    built = build(team("allowlist"))
    assert [args["apps"] for args in built.args("KND410")] == ["WhatsApp"]
    assert lets_in(xml(built)["EXE"], path=DOWNLOADS + "anything.exe")


def test_what_only_watches_names_the_blocked_apps_that_start() -> None:
    """F18."""
    assert [args["names"] for args in build(team("block", AUDITED)).told("KND427")] == [
        'Short "Video" <&]]>\''
    ]


def test_a_trial_group_can_watch_an_allowlist_on_a_step_that_stops_nothing() -> None:
    """F18: what is left of auditing first."""
    text = xml(build(team("monitor", AUDITED)))["EXE"]
    assert 'EnforcementMode="AuditOnly"' in text
    assert xml(build(team("allowlist", ENFORCED)))["EXE"].count("Allow") == text.count("Allow")


def test_a_tenant_in_which_the_service_has_to_be_started_by_hand_is_told_so_per_role() -> None:
    """U1."""
    stated = organisation(applocker_service="by-hand")
    assert [args["role"] for args in build(team("block", extra=RULES), stated).args("KND415")] == ["team"]
    assert not build(team("advise", extra=RULES), stated).args("KND415")


def test_a_tenant_in_which_the_password_says_nothing_of_hello_asks_none_for_compliance() -> None:
    """U1."""
    bodies = [
        build(team("advise"), stated).body("windows_compliance/team.devices")
        for stated in ({}, organisation(windows_compliance_password="not-asked"))
    ]
    assert [body["passwordRequired"] for body in bodies] == [True, False]
    assert bodies[1]["passwordMinimumLength"] is None


@pytest.mark.parametrize(
    ("asked", "denied"), [("", False), ("functions: {usb: allow}", False), ("functions: {usb: block}", True)]
)
def test_a_role_can_deny_storage_over_usb_and_what_it_does_not_ask_is_undone(
    asked: str, denied: bool
) -> None:
    """F10: KND314 said that Intune has no setting."""
    built = build(team("block", extra=f"{RULES}\n{asked}"))
    text = str(built.body("windows_restrictions/team.devices"))
    setting = (
        "device_vendor_msft_policy_config_admx_removablestorage_removablestorageclasses_denyall_access_2"
    )
    assert f"{setting}_{int(denied)}" in text
    assert f"{setting}_{int(not denied)}" not in text
    assert "usb" not in [args["function"] for args in built.args("KND314")]


def test_what_nobody_can_look_up_in_the_tenant_is_named_with_its_roles() -> None:
    """F3: on computers an app is offered and uninstalled by what Intune's apps carry."""
    files = {
        **app("known", store_ids="9NKSQGP7F2NH"),
        **app("named", intune_names="Named"),
        **app("code", winget_ids="A.Code"),
    }
    offers = build(team("allowlist", extra=f"{PROTECTION}\nrules: [{{allow: [known, named, code]}}]"), files)
    removes = build(team("remove", extra=f"{PROTECTION}\nrules: [{{block: [known, named, code]}}]"), files)
    stopped = build(
        team("remove", extra=f"{PROTECTION}\nrules: [{{block: code}}]"), app("code", executables="code.exe")
    )
    assert [args["apps"] for args in stopped.told("KND417")] == ["Code (team)"]
    assert removes.told("KND417") == [], "nothing stops it, which names it"
    assert "Code" in removes.told("KND425")[0]["names"].split(", ")
    assert {a for a in removes.addresses if a.startswith("app_assignment/windows")} == {
        "app_assignment/windows.known",
        "app_assignment/windows.named",
    }
    assert offers.told("KND417") == []


def test_an_approved_app_that_nobody_can_look_up_is_named_with_its_roles() -> None:
    """F3: people get what is available, groups of devices do not."""
    built = build(
        team("allowlist", WINDOWS, extra=f"{PROTECTION}\nrules: [{{allow: code}}]"),
        app("code", winget_ids="A.Code"),
    )
    assert [(args["apps"], args["platform"]) for args in built.told("KND416")] == [("Code (team)", "windows")]
