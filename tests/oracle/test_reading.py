"""The oracle's own reading of each type of policy, on policies written by hand after Microsoft's and Apple's pages."""

from __future__ import annotations

from typing import Any

import pytest
from tests.oracle.directory import Directory, Unknown
from tests.oracle.intents import Intents
from tests.oracle.oracle import Conflict, Oracle, policy_of
from tests.oracle.question import Answer, App, Device, Enrolment, Question, Side

JSON = Any
ME, GROUP, OUTER, DEVICES = "me", "people", "people around them", "devices"
TEMU, TIKTOK = App("bundle-id", "com.einnovation.temu"), App("bundle-id", "com.zhiliaoapp.musically")
TEMU_PACKAGE = App("package", "com.einnovation.temu")
GRAPH = "#microsoft.graph."
CATALOG = f"{GRAPH}deviceManagementConfiguration"
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.NOT_CONTROLLED


def to(group: str = GROUP, out: bool = False, **filters: str) -> JSON:
    return {
        "target": {
            "@odata.type": f"{GRAPH}{'exclusionG' if out else 'g'}roupAssignmentTarget",
            "groupId": group,
            **filters,
        }
    }


def device(platform: str, enrolment: Enrolment, version: int = 26) -> Device:
    return Device(
        f"{enrolment}-{version}",
        platform,
        enrolment,
        ME,
        "laptop",
        (version,),
        supervised=enrolment in ("supervised", "mac"),
    )


def oracle(*bodies: JSON, apps: dict[App, tuple[JSON, ...]] | None = None) -> Oracle:
    members = {
        GROUP: frozenset({ME}),
        OUTER: frozenset({ME}),
        DEVICES: frozenset({"laptop"}),
        "others": frozenset({"you"}),
    }
    directory = Directory((ME,), (), members)
    policies = tuple(
        policy_of({"id": str(n), "assignments": [to()], **body}, "x/deviceConfigurations")
        for n, body in enumerate(bodies)
    )
    return Oracle(directory, Intents(directory, apps or {}), policies)


def answer(found: Oracle, asked: Device, app: App, side: Side = "device") -> Answer:
    return found.ask(Question(ME, asked, side, app)).answer


def instance(definition: str, sort: str, **value: JSON) -> JSON:
    return {"@odata.type": f"{CATALOG}{sort}Instance", "settingDefinitionId": definition, **value}


def texts(definition: str, *values: str) -> JSON:
    return instance(
        definition,
        "SimpleSettingCollection",
        simpleSettingCollectionValue=[{"value": value} for value in values],
    )


def groups(definition: str, *children: list[JSON]) -> JSON:
    return instance(
        definition,
        "GroupSettingCollection",
        groupSettingCollectionValue=[{"children": some} for some in children],
    )


def catalog(*instances: JSON) -> JSON:
    return {"name": "catalog", "settings": [{"settingInstance": one} for one in instances]}


def restrictions(listing: str, *values: str) -> JSON:
    payload = "com.apple.applicationaccess"
    return catalog(groups(f"{payload}_{payload}", [texts(f"{payload}_{listing}", *values)]))


def app_settings(*children: JSON) -> JSON:
    return catalog(groups("app_app", [groups("app_allowed", list(children))]))


def binaries(listing: str, **identity: str) -> JSON:
    name = f"app_allowed_{listing}binaries"
    return groups(
        name,
        [
            instance(f"{name}_item_{key}", "Simple", simpleSettingValue={"value": value})
            for key, value in identity.items()
        ],
    )


def play(work: str, private: str = "notConfigured", *listed: str) -> JSON:
    return {
        "@odata.type": f"{GRAPH}androidDeviceOwnerGeneralDeviceConfiguration", "playStoreMode": work,
        "personalProfilePlayStoreMode": private, "personalProfilePersonalApplications": [{"name": "x", "appId": app} for app in listed],
    }  # fmt: skip


MAC = device("macos", "mac", 27)
PHONE, LOOSE, PRIVATE = (
    device("ios", "supervised"),
    device("ios", "unsupervised"),
    device("ios", "unenrolled"),
)
COPE, FULLY = device("android", "corporate-work-profile"), device("android", "fully-managed")
BLOCK, ALLOW = (
    restrictions("blockedappbundleids", TEMU.value),
    restrictions("allowlistedappbundleids", TEMU.value),
)
DENY27, ALLOW27 = (
    app_settings(texts("app_allowed_deniedapps", TEMU.value)),
    app_settings(texts("app_allowed_allowedapps", TEMU.value)),
)
UNINSTALL = {TEMU_PACKAGE: ({"intent": "uninstall", **to()},)}
OFFERED = {TEMU_PACKAGE: ({"intent": "available", **to()},)}
BOTH = {TEMU_PACKAGE: ({"intent": "uninstall", **to()}, {"intent": "required", **to(OUTER)})}


@pytest.mark.parametrize(
    ("policies", "asked", "app", "expected"),
    [
        ((BLOCK,), PHONE, TEMU, NO),
        ((BLOCK,), PHONE, TIKTOK, YES),
        ((BLOCK,), LOOSE, TEMU, OPEN),
        ((BLOCK,), PRIVATE, TEMU, OPEN),
        ((ALLOW,), PHONE, TEMU, YES),
        ((ALLOW,), PHONE, TIKTOK, NO),
        ((ALLOW,), LOOSE, TIKTOK, OPEN),
        ((ALLOW, BLOCK), PHONE, TEMU, NO),
        ((), PHONE, TEMU, YES),
        ((DENY27,), PHONE, TEMU, YES),
        ((DENY27,), device("ios", "supervised", 27), TEMU, NO),
        ((ALLOW27,), device("ios", "supervised", 27), TIKTOK, NO),
        ((ALLOW27,), device("ios", "supervised", 27), TEMU, YES),
        ((ALLOW27, DENY27), device("ios", "supervised", 27), TEMU, NO),
        (
            (app_settings(binaries("denied", signingid="com.a", teamid="T")),),
            MAC,
            App("bundle-id", "com.a"),
            NO,
        ),
        (
            (app_settings(binaries("denied", signingid="com.a", teamid="T")),),
            MAC,
            App("bundle-id", "com.a", "U"),
            YES,
        ),
        ((app_settings(binaries("allowed", teamid="T")),), MAC, App("bundle-id", "com.a", "T"), YES),
        ((app_settings(binaries("allowed", teamid="T")),), MAC, App("bundle-id", "com.a", "U"), NO),
        (
            (app_settings(binaries("denied", signingid="com.a")),),
            device("macos", "mac", 26),
            App("bundle-id", "com.a"),
            YES,
        ),
        ((app_settings(binaries("allowed", teamid="T")),), MAC, App("team-id", "T"), YES),
        ((app_settings(binaries("allowed", teamid="T")),), MAC, App("team-id", "U"), NO),
    ],
)
def test_apple(policies: tuple[JSON, ...], asked: Device, app: App, expected: Answer) -> None:
    assert answer(oracle(*policies), asked, app) is expected


@pytest.mark.parametrize("policy", [None, play("notConfigured"), play("allowList"), play("blockList")])
def test_what_enrolment_installed_is_there_without_an_assignment(policy: JSON) -> None:
    found = oracle(*([policy] if policy else []))
    for package in (
        "com.microsoft.windowsintune.companyportal",
        "com.microsoft.intune",
        "com.azure.authenticator",
    ):
        for asked in (FULLY, device("android", "dedicated")):
            assert answer(found, asked, App("package", package)) is YES
    assert (
        answer(found, device("android", "work-profile"), App("package", "com.microsoft.intune"), "work") is NO
    )


@pytest.mark.parametrize(
    ("policy", "apps", "asked", "side", "expected"),
    [
        (play("blockList"), {}, FULLY, "device", YES),
        (play("blockList"), UNINSTALL, FULLY, "device", NO),
        (play("blockList"), BOTH, FULLY, "device", YES),
        (play("allowList"), {}, FULLY, "device", NO),
        (play("allowList"), OFFERED, FULLY, "device", YES),
        (play("notConfigured"), {}, FULLY, "device", NO),
        (play("notConfigured"), OFFERED, FULLY, "device", YES),
        (None, {}, FULLY, "device", NO),
        (play("blockList"), {}, COPE, "private", YES),
        (play("blockList"), UNINSTALL, COPE, "private", NO),
        (play("blockList", "blockedApps", TEMU_PACKAGE.value), {}, COPE, "private", NO),
        (play("blockList", "blockedApps", TEMU_PACKAGE.value), {}, COPE, "work", YES),
        (play("blockList", "blockedApps", "com.other"), {}, COPE, "private", YES),
        (play("allowList", "allowedApps", "com.other"), OFFERED, COPE, "private", NO),
        (play("allowList", "allowedApps", TEMU_PACKAGE.value), {}, COPE, "private", YES),
        (None, OFFERED, device("android", "work-profile"), "work", YES),
        (None, {}, device("android", "work-profile"), "work", NO),
        (play("allowList"), {}, device("android", "work-profile"), "private", OPEN),
    ],
)
def test_android(
    policy: JSON, apps: dict[App, tuple[JSON, ...]], asked: Device, side: Side, expected: Answer
) -> None:
    assert answer(oracle(*([policy] if policy else []), apps=apps), asked, TEMU_PACKAGE, side) is expected


def locker(mode: str, *rules: str, node: str = "StoreApps", sort: str = "Appx", group: str = "a") -> JSON:
    setting = {
        "omaUri": f"./Vendor/MSFT/AppLocker/ApplicationLaunchRestrictions/{group}/{node}/Policy",
        "value": f'<RuleCollection Type="{sort}" EnforcementMode="{mode}">{"".join(rules)}</RuleCollection>',
    }
    return {
        "@odata.type": f"{GRAPH}windows10CustomConfiguration",
        "omaSettings": [setting],
        "assignments": [to(DEVICES)],
    }


def signed(action: str, product: str, publisher: str = "*") -> str:
    condition = (
        f'<FilePublisherCondition PublisherName="{publisher}" ProductName="{product}" BinaryName="*"/>'
    )
    return f'<FilePublisherRule UserOrGroupSid="S-1-1-0" Action="{action}"><Conditions>{condition}</Conditions></FilePublisherRule>'


def placed(action: str, path: str, sid: str = "S-1-1-0") -> str:
    condition = f'<FilePathCondition Path="{path}"/>'
    return f'<FilePathRule UserOrGroupSid="{sid}" Action="{action}"><Conditions>{condition}</Conditions></FilePathRule>'


def made(action: str, publisher: str, binary: str = "*") -> str:
    """A rule on who signed a program and the name that its maker put in it."""
    condition = f'<FilePublisherCondition PublisherName="{publisher}" ProductName="*" BinaryName="{binary}"/>'
    return f'<FilePublisherRule UserOrGroupSid="S-1-1-0" Action="{action}"><Conditions>{condition}</Conditions></FilePublisherRule>'


def programs(*rules: str, mode: str = "Enabled") -> JSON:
    return locker(mode, *rules, node="EXE", sort="Exe")


NONE = frozenset[str]()
MAKER = "CN=Clip Ltd, O=Clip Ltd, L=Delft, ST=ZH, C=NL"
BY_MAKER = "O=CLIP LTD, L=DELFT, S=ZH, C=NL"
CLIP, RENAMED = (
    App("executable", "clip.exe", signer=MAKER),
    App("executable", "clip.exe", signer=MAKER, called="holiday.exe"),
)
QUOTED = App("executable", "z.exe", signer='CN=Z, O="Zoom, Inc.", L=X, C=US')
STORE_OF_MICROSOFT = App("package-family-name", "Microsoft.WindowsStore_8wekyb3d8bbwe")
BY_MICROSOFT = signed(
    "Allow", "*", "CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
)
OPEN_BASE, BY_NAME = placed("Allow", "*"), placed("Deny", r"*\clip.exe")
STORE, EXE = App("package-family-name", "Bytedance.TikTok_abc"), App("executable", "TikTok.exe")
ALL = signed("Allow", "*")


@pytest.mark.parametrize(
    ("policies", "app", "expected", "marks"),
    [
        ((), STORE, YES, NONE),
        ((locker("Enabled", ALL, signed("Deny", "Bytedance.TikTok")),), STORE, NO, NONE),
        ((locker("Enabled", ALL, signed("Deny", "Other.App")),), STORE, YES, NONE),
        ((locker("Enabled", signed("Deny", "Other.App")),), STORE, NO, NONE),
        ((locker("Enabled", signed("Allow", "Other.App")),), STORE, NO, NONE),
        ((locker("Enabled"),), STORE, YES, NONE),
        ((locker("AuditOnly", signed("Allow", "Other.App")),), STORE, YES, frozenset({"audited"})),
        ((locker("NotConfigured", signed("Allow", "Other.App")),), STORE, NO, NONE),
        ((locker("Enabled", ALL), locker("Enabled", signed("Deny", "Bytedance.TikTok"), group="b")), STORE, NO, NONE),
        ((locker("Enabled", placed("Allow", "*"), placed("Deny", r"*\TikTok.exe"), node="EXE", sort="Exe"),), EXE, NO, NONE),
        ((locker("Enabled", placed("Allow", "%PROGRAMFILES%\\*"), node="EXE", sort="Exe"),), EXE, NO, NONE),
        ((locker("Enabled", placed("Allow", "*", "S-1-5-32-544"), node="EXE", sort="Exe"),), EXE, NO, NONE),
        ((locker("Enabled", placed("Allow", "*"), node="EXE", sort="Exe"),), STORE, YES, NONE),
        ((programs(OPEN_BASE, BY_NAME),), CLIP, NO, NONE),
        ((programs(OPEN_BASE, BY_NAME),), RENAMED, YES, NONE),
        ((programs(OPEN_BASE, made("Deny", BY_MAKER, "CLIP.EXE")),), RENAMED, NO, NONE),
        ((programs(OPEN_BASE, made("Deny", BY_MAKER)),), RENAMED, NO, NONE),
        ((programs(OPEN_BASE, made("Deny", "O=CLIP LTD, L=DELFT, S=ZH, C=US")),), RENAMED, YES, NONE),
        ((programs(OPEN_BASE, made("Deny", "O=OTHER, C=NL", "CLIP.EXE")),), CLIP, YES, NONE),
        ((programs(OPEN_BASE, BY_NAME, mode="AuditOnly"),), CLIP, YES, frozenset({"audited"})),
        ((programs(placed("Allow", "%PROGRAMFILES%\\*"), made("Allow", BY_MAKER)),), CLIP, YES, NONE),
        ((programs(made("Allow", BY_MAKER)),), App("executable", "clip.exe"), NO, NONE),
        ((programs(made("Allow", "O=ZOOM, INC., L=X, C=US")),), QUOTED, YES, NONE),
        ((locker("Enabled", BY_MICROSOFT),), STORE_OF_MICROSOFT, YES, NONE),
        ((locker("Enabled", BY_MICROSOFT, signed("Deny", "Microsoft.WindowsStore")),), STORE_OF_MICROSOFT, NO, NONE),
        ((locker("Enabled", BY_MICROSOFT),), STORE, NO, NONE),
    ],
)  # fmt: skip
def test_applocker(policies: tuple[JSON, ...], app: App, expected: Answer, marks: frozenset[str]) -> None:
    verdict = oracle(*policies).ask(Question(ME, device("windows", "joined"), "device", app))
    assert (verdict.answer, verdict.marks) == (expected, marks)


@pytest.mark.parametrize(
    ("assignments", "reached"),
    [
        ([to()], {"people"}),
        ([to(DEVICES)], {"devices"}),
        ([to("others")], set()),
        ([to(), to(OUTER, out=True)], set()),
        ([to(), to(DEVICES, out=True)], {"people"}),
        ([to(DEVICES), to(GROUP, out=True)], {"devices"}),
        ([to(GROUP, out=True)], set()),
        (
            [{"target": {"@odata.type": f"{GRAPH}allLicensedUsersAssignmentTarget"}}, to(OUTER, out=True)],
            set(),
        ),
        (
            [{"target": {"@odata.type": f"{GRAPH}allDevicesAssignmentTarget"}}, to(OUTER, out=True)],
            {"devices"},
        ),
    ],
)
def test_whom_assignments_reach(assignments: list[JSON], reached: set[str]) -> None:
    assert oracle().directory.ways(assignments, ME, PHONE) == reached


def test_two_values_for_one_setting_are_a_conflict_and_no_answer() -> None:
    with pytest.raises(Conflict, match="blockedappbundleids"):
        answer(oracle(BLOCK, restrictions("blockedappbundleids", TIKTOK.value)), PHONE, TEMU)


def test_what_it_cannot_read_it_does_not_guess() -> None:
    with pytest.raises(Unknown):
        oracle().directory.ways([to(deviceAndAppManagementAssignmentFilterId="f")], ME, PHONE)


@pytest.mark.parametrize(
    ("body", "asked", "app", "mark"),
    [
        ({"@odata.type": f"{GRAPH}iosCompliancePolicy", "restrictedApps": [{"appId": TEMU.value}]}, LOOSE, TEMU, "non-compliant"),
        ({"@odata.type": f"{GRAPH}iosGeneralDeviceConfiguration", "compliantAppListType": "appsNotInListCompliant",
          "compliantAppsList": [{"appId": TEMU.value}]}, LOOSE, TEMU, "reported"),
        ({"@odata.type": f"{GRAPH}iosGeneralDeviceConfiguration", "compliantAppListType": "appsInListCompliant",
          "compliantAppsList": [{"appId": TEMU.value}]}, LOOSE, TIKTOK, "reported"),
        ({"@odata.type": f"{GRAPH}iosManagedAppProtection", "apps": [{"mobileAppIdentifier": {"bundleId": TEMU.value}}]},
         PRIVATE, TEMU, "protected"),
    ],
)  # fmt: skip
def test_what_stops_nothing_leaves_a_mark(body: JSON, asked: Device, app: App, mark: str) -> None:
    verdict = oracle(body).ask(Question(ME, asked, "device", app))
    assert (verdict.answer, verdict.marks) == (OPEN, frozenset({mark}))
    assert not oracle({**body, "assignments": [to("others")]}).ask(Question(ME, asked, "device", app)).marks
