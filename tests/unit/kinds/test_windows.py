"""What the Windows objects do, judged from the XML alone: who may start what, on each step."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.golden.cases import cases, compiled
from tests.golden.world import LAPTOPS, PERSONAL_IOS, PERSONAL_WINDOWS, WINDOWS, Built, build, role
from tests.unit.compile.applocker_judge import decides, judge, lets_in

from managed_apparaten.intune import windows_builtin
from managed_apparaten.policy.model import STEPS

MICROSOFT = "CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
WINDOWS_ITSELF = "CN=Microsoft Windows, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
ENFORCED = LAPTOPS.replace("}]}", "}], applocker: enforce}")
AUDITED = LAPTOPS.replace("}]}", "}], applocker: audit}")
RULES = "protection: {level: basic, apps: core-microsoft}\nrules: [{block: short-video}, {allow: ledger}]"
NOT_TO_BE_MISSED = [
    ("Settings", WINDOWS_ITSELF, "windows.immersivecontrolpanel"),
    ("Start", WINDOWS_ITSELF, "Microsoft.Windows.StartMenuExperienceHost"),
    ("Start of Windows 11 24H2", WINDOWS_ITSELF, "MicrosoftWindows.Client.CBS"),
    ("taskbar", WINDOWS_ITSELF, "Microsoft.Windows.ShellExperienceHost"),
    ("sign-in with a work account", WINDOWS_ITSELF, "Microsoft.AAD.BrokerPlugin"),
    ("accounts", WINDOWS_ITSELF, "Microsoft.AccountsControl"),
    ("lock screen", WINDOWS_ITSELF, "Microsoft.LockApp"),
    ("first sign-in", WINDOWS_ITSELF, "Microsoft.Windows.CloudExperienceHost"),
    ("Company Portal", MICROSOFT, "Microsoft.CompanyPortal"),
    ("Defender, Windows 11", MICROSOFT, "Microsoft.SecHealthUI"),
    ("Defender, Windows 10", WINDOWS_ITSELF, "Microsoft.Windows.SecHealthUI"),
    ("Edge", MICROSOFT, "Microsoft.MicrosoftEdge.Stable"),
]
PROGRAMS_NOT_TO_BE_MISSED = [
    "C:\\Windows\\explorer.exe",
    "C:\\Windows\\System32\\svchost.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
    "C:\\Program Files\\Windows Defender\\MsMpEng.exe",
    "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26090.1\\MpCmdRun.exe",
    "C:\\Program Files (x86)\\Microsoft Intune Management Extension\\Microsoft.Management.Services.IntuneWindowsAgent.exe",
]


def xml(built: Built, address: str = "windows_applocker/team.devices") -> Mapping[str, str]:
    """The XML of each node."""
    return {
        setting["omaUri"].split("/")[-2]: setting["value"] for setting in built.body(address)["omaSettings"]
    }


def team(step: str, device: str = LAPTOPS, extra: str = RULES) -> dict[str, str]:
    return role("team", device, step=step, extra=extra)


def app(name: str, **identifiers: str) -> dict[str, str]:
    """A catalogue file with one Windows app; identifiers as YAML lists by key, underscores for dashes."""
    written = ", ".join(f"{key.replace('_', '-')}: [{value}]" for key, value in identifiers.items())
    seen = "".join(
        f'      "windows:{value}": {{source: seen, date: 2026-01-01}}\n' for value in identifiers.values()
    )
    return {
        f"catalogue/apps/{name}.yaml": f"kind: Apps\napps:\n  - id: {name}\n    name: {name.title()}\n    publisher: Maker\n"
        "    category: tools\n    control: {entity: Maker, country: US, confidence: confirmed, basis: register}\n"
        f"    identifiers: {{windows: {{{written}}}}}\n    verified:\n{seen}"
    }


@pytest.mark.parametrize("step", ["block", "remove"])
def test_a_deny_list_denies_what_it_names_and_nothing_else(step: str) -> None:
    rules = xml(build(team(step)))
    assert not lets_in(rules["EXE"], path="C:\\Users\\jan\\Downloads\\shortvideo.EXE")
    assert not lets_in(rules["EXE"], path="C:\\Users\\jan\\it's & that.exe", admin=True)
    assert not lets_in(rules["StoreApps"], publisher="CN=Whoever", product="SomeMaker.ShortVideo")
    for path in ("C:\\Users\\jan\\other.exe", "D:\\myshortvideo.exe", *PROGRAMS_NOT_TO_BE_MISSED):
        assert lets_in(rules["EXE"], path=path), path
    for publisher, product in (
        ("CN=Whoever", "SomeMaker.ShortVideo2"),
        *((p, n) for _, p, n in NOT_TO_BE_MISSED),
    ):
        assert lets_in(rules["StoreApps"], publisher=publisher, product=product), product
    assert lets_in(rules["MSI"], path="C:\\Users\\jan\\setup.msi")


@pytest.mark.parametrize(("name", "publisher", "product"), NOT_TO_BE_MISSED)
def test_an_allowlist_never_drops_what_nobody_can_do_without(name: str, publisher: str, product: str) -> None:
    assert lets_in(
        xml(build(team("allowlist", ENFORCED)))["StoreApps"], publisher=publisher, product=product
    ), name


@pytest.mark.parametrize("path", PROGRAMS_NOT_TO_BE_MISSED)
def test_an_allowlist_starts_the_programs_that_windows_and_management_need(path: str) -> None:
    assert lets_in(xml(build(team("allowlist", ENFORCED)))["EXE"], path=path)


def test_an_allowlist_lets_in_what_is_approved_by_its_own_publisher_only() -> None:
    rules = xml(build(team("allowlist", ENFORCED)))["StoreApps"]
    assert lets_in(rules, publisher="CN=B408A06D-44F7-4860-A12E-644DD44FA743", product="MyCompany.MyGreatApp")
    assert not lets_in(rules, publisher="CN=Somebody who took the name", product="MyCompany.MyGreatApp")


def test_an_allowlist_keeps_out_programs_in_folders_of_people_and_what_is_not_approved_anywhere() -> None:
    refused = app("toolbox", executables="toolbox.exe")
    rules = xml(build(team("allowlist", ENFORCED), refused))
    for path in (
        "C:\\Users\\jan\\AppData\\Local\\ledger.exe",
        "D:\\x.exe",
        "C:\\Program Files\\ShortVideo.exe",
        "C:\\Program Files\\toolbox.exe",
    ):
        assert not lets_in(rules["EXE"], path=path), path
    assert lets_in(rules["EXE"], path="C:\\Program Files\\Ledger\\ledger.exe")
    assert lets_in(rules["EXE"], path="C:\\Users\\beheer\\setup.exe", admin=True)
    assert not lets_in(rules["MSI"], path="C:\\Users\\jan\\setup.msi")
    assert lets_in(rules["MSI"], path="C:\\Users\\jan\\setup.msi", admin=True)


def test_what_is_not_approved_does_not_take_an_approved_app_of_the_same_name_along() -> None:
    rules = xml(build(team("allowlist", ENFORCED), app("namesake", executables="ledger.exe")))
    assert lets_in(rules["EXE"], path="C:\\Program Files\\Ledger\\ledger.exe")


@pytest.mark.parametrize("step", ["advise", "monitor"])
def test_a_role_that_asks_less_gets_rules_that_undo(step: str) -> None:
    higher, lower = build(team("allowlist")), build(team(step))
    assert {s["omaUri"] for s in higher.body("windows_applocker/team.devices")["omaSettings"]} == {
        s["omaUri"] for s in lower.body("windows_applocker/team.devices")["omaSettings"]
    }
    for text in xml(lower).values():
        assert 'EnforcementMode="AuditOnly"' in text
        assert decides(text, path="C:\\any.exe", publisher="CN=Any", product="Any")
        assert "Deny" not in text


@pytest.mark.parametrize(
    ("step", "device", "mode", "codes"),
    [
        ("block", LAPTOPS, "Enabled", []),
        ("remove", LAPTOPS, "Enabled", []),
        ("allowlist", LAPTOPS, "Enabled", ["KND410"]),
        ("allowlist", ENFORCED, "Enabled", []),
        ("allowlist", AUDITED, "Enabled", ["KND410"]),
        ("block", AUDITED, "AuditOnly", ["KND427"]),
        ("block", ENFORCED, "Enabled", []),
        ("advise", ENFORCED, "AuditOnly", []),
        ("monitor", AUDITED, "AuditOnly", []),
    ],
)
def test_what_is_not_enforced_is_said_and_blocked_apps_are_held_back_all_the_same(
    step: str, device: str, mode: str, codes: list[str]
) -> None:
    """F18."""
    built = build(team(step, device))
    assert {re.findall('EnforcementMode="(.*?)"', xml(built)[node])[0] for node in ("EXE", "StoreApps")} == {
        mode
    }
    told = {*built.codes(), *(found.code for found in built.remarks())}
    assert sorted(told & {"KND410", "KND427"}) == codes


@pytest.mark.parametrize(
    "case", [case for case in cases() if case.parent.name == "windows_applocker"], ids=lambda case: case.name
)
def test_every_golden_is_in_the_grammar(case: Path) -> None:
    for resource in compiled(case).resources:
        assert [fault for setting in resource.body["omaSettings"] for fault in judge(setting["value"])] == []


def test_ids_are_the_same_in_every_run_and_differ_between_roles_and_rules() -> None:
    def ids(built: Built) -> list[str]:
        return [
            i
            for address in built.addresses
            if "applocker" in address
            for t in xml(built, address).values()
            for i in re.findall('Id="(.*?)"', t)
        ]

    first = build(
        team("block"),
        role("other", LAPTOPS.replace("dg-laptops", "dg-other"), step="block", extra=RULES, priority=9),
    )
    assert ids(first) == ids(
        build(
            team("block"),
            role("other", LAPTOPS.replace("dg-laptops", "dg-other"), step="block", extra=RULES, priority=9),
        )
    )
    assert len(set(ids(first))) == len(ids(first))
    groupings = {
        setting["omaUri"].split("/")[-3]
        for a in first.addresses
        if "applocker" in a
        for setting in first.body(a)["omaSettings"]
    }
    assert len(groupings) == 2


def test_two_families_of_one_name_are_one_rule() -> None:
    twice = app("one", package_family_names="Some.Name_6yccndn6064se") | app(
        "two", package_family_names="Some.Name_a99ra4d2cbcxa"
    )
    rules = "protection: {level: basic, apps: core-microsoft}\nrules: [{block: [one, two]}]"
    text = xml(build(team("block", extra=rules), twice))["StoreApps"]
    assert judge(text) == []
    assert text.count('ProductName="Some.Name"') == 1


@pytest.mark.parametrize(
    "identifiers",
    [
        {"package_family_names": "windows.immersivecontrolpanel_cw5n1h2txyewy"},
        {"package_family_names": "microsoft.companyportal_8wekyb3d8bbwe"},
        {"package_family_names": "Microsoft.AAD.BrokerPlugin_cw5n1h2txyewy"},
        {"executables": "Explorer.exe"},
        {"executables": "msedge.exe"},
    ],
)
def test_a_block_by_the_name_of_a_part_of_windows_is_an_error_and_no_rule(
    identifiers: dict[str, str],
) -> None:
    rules = "protection: {level: basic, apps: core-microsoft}\nrules: [{block: mistake}]"
    built = build(team("block", extra=rules), app("mistake", **identifiers))
    assert built.codes("error") == ["KND347"]
    assert not any("Deny" in text for text in xml(built).values())


def test_what_is_kept_is_never_denied_because_nobody_approved_it() -> None:
    built = build(
        team("allowlist", ENFORCED),
        app("edge", package_family_names="Microsoft.MicrosoftEdge.Stable_8wekyb3d8bbwe"),
    )
    assert built.codes("error") == []
    assert lets_in(xml(built)["StoreApps"], publisher=MICROSOFT, product="Microsoft.MicrosoftEdge.Stable")


def test_an_approved_package_of_an_unknown_publisher_is_said_to_stay_out() -> None:
    rules = "protection: {level: basic, apps: core-microsoft}\nrules: [{allow: short-video}]"
    built = build(team("allowlist", ENFORCED, extra=rules))
    (found,) = built.remarks("KND346")
    assert found.severity == "error"
    assert {name: found.args[name] for name in ("app", "identifier", "role", "platform")} == {
        "app": 'Short "Video" <&]]>\'',
        "identifier": "SomeMaker.ShortVideo_6yccndn6064se",
        "role": "team",
        "platform": "windows",
    }
    assert not lets_in(xml(built)["StoreApps"], publisher="CN=Whoever", product="SomeMaker.ShortVideo")


def test_no_allow_rule_takes_any_publisher_but_the_open_base() -> None:
    for step in STEPS:
        text = xml(build(team(step, ENFORCED)))["StoreApps"]
        wide = re.findall(
            'Action="Allow"><Conditions><FilePublisherCondition PublisherName="\\*" ProductName="(.*?)"', text
        )
        assert wide == ([] if step == "allowlist" else ["*"])


def test_applocker_goes_to_groups_of_devices_only() -> None:
    built = build(role("team", LAPTOPS, PERSONAL_WINDOWS, step="advise", extra=RULES))
    assert all(a.devices for a in built["windows_applocker/team.devices"].assignments)
    assert "windows_applocker/team" not in build(team("advise", WINDOWS)).addresses


@pytest.mark.parametrize(("name", "publisher", "product"), NOT_TO_BE_MISSED)
def test_whatever_nobody_can_do_without_is_never_denied(name: str, publisher: str, product: str) -> None:
    assert product.lower() in windows_builtin.PROTECTED_PACKAGES, (name, publisher)


def test_windows_app_protection_covers_edge_whatever_the_list_says() -> None:
    built = build(
        role(
            "team",
            PERSONAL_WINDOWS,
            step="advise",
            extra="protection: {level: high, apps: {list: protected}}",
        )
    )
    assert built["windows_app_protection/team"].apps == ("com.microsoft.edge",)
    assert "appGroupType" not in built.body("windows_app_protection/team")


def test_a_value_for_a_namesake_on_another_platform_is_no_error_here() -> None:
    settings = "protection: {level: basic, apps: core-microsoft, settings: {allowedInboundDataTransferSources: managedApps}}"
    both = build(role("team", PERSONAL_WINDOWS, PERSONAL_IOS, step="advise", extra=settings))
    assert both.codes("error") == []
    assert both.body("windows_app_protection/team")["allowedInboundDataTransferSources"] == "allApps"
    assert both.body("ios_app_protection/team")["allowedInboundDataTransferSources"] == "managedApps"
    assert build(role("team", PERSONAL_WINDOWS, step="advise", extra=settings)).codes("error") == ["KND310"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [("10.0.22631", "10.0.22631.0"), ("10.0.22631.3155", "10.0.22631.3155"), ("10.0", "10.0.0.0")],
)
def test_the_lowest_version_has_the_four_parts_that_windows_compares(asked: str, told: str) -> None:
    extra = f'protection: {{level: basic, apps: core-microsoft}}\ncompliance: {{os-minimum: {{windows: "{asked}"}}}}'
    assert (
        build(role("team", WINDOWS, step="advise", extra=extra)).body("windows_compliance/team")[
            "osMinimumVersion"
        ]
        == told
    )
