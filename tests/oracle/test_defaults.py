"""What the oracle answers without any policy, and what it reads of switches and of Windows programs, from documentation."""

import pytest
from tests.oracle.classes import BY_NAME, CLASSES
from tests.oracle.compiled import directory
from tests.oracle.defaults import BY_ENROLMENT, WITHOUT
from tests.oracle.directory import Unknown
from tests.oracle.intents import Intents
from tests.oracle.looseness import Fact, State, let_go, opened, state, turned_open
from tests.oracle.oracle import Oracle, policy_of
from tests.oracle.question import CONTROLLED, Answer, App, Policy, Question, Side
from tests.oracle.reading.windows_applocker import digest_of
from tests.oracle.settings import settled
from tests.oracle.tenant import JSON

SOME = {
    "ios": App("bundle-id", "a.b"),
    "android": App("package", "a.b"),
    "windows": App("executable", "a.exe"),
    "macos": App("bundle-id", "a.b"),
}
ROLE, GROUP = "team", "sg-team"
GRAPH = "#microsoft.graph."
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.NOT_CONTROLLED


def tenant(name: str, *policies: JSON, intent: str = "") -> Oracle:
    people = directory([BY_NAME[name].subject(ROLE, (GROUP,))])
    to = {"target": {"@odata.type": f"{GRAPH}groupAssignmentTarget", "groupId": GROUP}}
    app = SOME[BY_NAME[name].platform]
    given = {app: ({**to, "intent": intent},)} if intent else {}
    found = [
        policy_of({"id": str(number), "assignments": [to], **body}, "deviceManagement/x")
        for number, body in enumerate(policies)
    ]
    return Oracle(people, Intents(people, given), tuple(found))


def ask(one: Oracle, side: Side, app: App | None = None) -> Answer:
    device = one.directory.devices[0]
    return one.ask(Question(device.user, device, side, app or SOME[device.platform])).answer


@pytest.mark.parametrize(
    ("name", "side", "expected"),
    [
        ("ios-supervised-26", "device", YES),
        ("ios-supervised-27", "device", YES),
        ("ios-unsupervised", "device", OPEN),
        ("ios-personal", "device", OPEN),
        ("android-fully-managed", "device", NO),
        ("android-cope", "work", NO),
        ("android-cope", "private", YES),
        ("android-work-profile", "work", NO),
        ("android-work-profile", "private", OPEN),
        ("android-personal", "device", OPEN),
        ("macos-27", "device", YES),
        ("macos-26", "device", YES),
    ],
)
def test_without_any_policy(name: str, side: Side, expected: Answer) -> None:
    assert ask(tenant(name), side) is expected
    assert ask(tenant(name, intent="available").without_policies(), side) is expected


def test_a_laptop_without_rules_runs_everything_and_a_dedicated_device_shows_what_is_assigned() -> None:
    for name, expected in (("windows", YES), ("android-dedicated", NO)):
        one = tenant(name)
        assert ask(one, "device") is expected


def test_each_default_has_a_source_and_every_side_has_one() -> None:
    assert set(WITHOUT) == set(CONTROLLED)
    assert all(default.source for default in WITHOUT.values())
    assert set(BY_ENROLMENT) <= {kind.enrolment for kind in CLASSES}


def test_an_open_play_store_is_looser_than_no_policy() -> None:
    body = {
        "@odata.type": f"{GRAPH}androidDeviceOwnerGeneralDeviceConfiguration",
        "playStoreMode": "blockList",
    }
    one = tenant("android-fully-managed", body)
    device, app = one.directory.devices[0], SOME["android"]
    now, without = state(one, device, [app]), state(one.without_policies(), device, [app])
    assert list(opened(without, now)) == [("device", app)]
    assert list(opened(now, without)) == []


@pytest.mark.parametrize(
    ("name", "setting", "value", "looser", "stricter"),
    [
        ("android-cope", "personalProfileAppsAllowInstallFromUnknownSources", True, True, False),
        ("android-cope", "personalProfileAppsAllowInstallFromUnknownSources", False, False, False),
        ("android-fully-managed", "personalProfileAppsAllowInstallFromUnknownSources", True, False, False),
        ("android-fully-managed", "appsAllowInstallFromUnknownSources", True, True, False),
        ("android-fully-managed", "screenCaptureBlocked", True, False, True),
        ("android-fully-managed", "screenCaptureBlocked", None, False, False),
        (
            "android-fully-managed",
            "crossProfilePoliciesAllowDataSharing",
            "crossProfileDataSharingAllowed",
            True,
            False,
        ),
    ],
)
def test_switches_of_android(name: str, setting: str, value: JSON, looser: bool, stricter: bool) -> None:
    one = tenant(
        name, {"@odata.type": f"{GRAPH}androidDeviceOwnerGeneralDeviceConfiguration", setting: value}
    )
    device = one.directory.devices[0]
    now, without = state(one, device, []), state(one.without_policies(), device, [])
    assert bool(list(turned_open(without, now))) == looser
    assert bool(list(turned_open(now, without))) == stricter


@pytest.mark.parametrize(
    ("name", "setting", "option", "stricter"),
    [
        ("ios-supervised-26", "com.apple.applicationaccess_allowairdrop", "false", True),
        ("ios-supervised-26", "com.apple.applicationaccess_allowairdrop", "true", False),
        ("ios-supervised-26", "com.apple.applicationaccess_forceairdropunmanaged", "true", True),
        ("ios-unsupervised", "com.apple.applicationaccess_allowairdrop", "false", False),
        ("ios-unsupervised", "com.apple.applicationaccess_allowenterpriseapptrust", "false", True),
        (
            "windows",
            "device_vendor_msft_policy_config_applicationmanagement_allowalltrustedapps",
            "65535",
            False,
        ),
        ("windows", "device_vendor_msft_policy_config_applicationmanagement_allowalltrustedapps", "0", True),
        ("windows", "device_vendor_msft_policy_config_desktopappinstaller_enabledefaultsource", "1", False),
    ],
)
def test_switches_of_the_catalog(name: str, setting: str, option: str, stricter: bool) -> None:
    device = BY_NAME[name].subject(ROLE, (GROUP,)).device
    policy = Policy(
        "1",
        "",
        {"@odata.type": f"{GRAPH}deviceManagementConfigurationPolicy"},
        {setting: f"{setting}_{option}"},
    )
    found = {name: (place.place(value), place) for name, place, value in settled((policy,), device)}
    now = State(
        {}, {name: at for name, (at, _) in found.items()}, {name: place for name, (_, place) in found.items()}
    )
    without = State({}, {})
    assert not list(turned_open(without, now))
    assert bool(list(turned_open(now, without))) == stricter


def test_a_switch_that_nobody_knows_stops_the_reading() -> None:
    device = BY_NAME["windows"].subject(ROLE, (GROUP,)).device
    body = {"@odata.type": f"{GRAPH}deviceManagementConfigurationPolicy"}
    with pytest.raises(Unknown):
        list(settled((Policy("1", "", body, {"device_vendor_msft_policy_config_x_y": "x"}),), device))


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ({"removed"}, {"removed"}, []),
        ({"removed"}, {"reported"}, ["removed"]),
        ({"reported"}, {"non-compliant"}, []),
        ({"non-compliant"}, set(), ["non-compliant"]),
        (set(), set(), []),
    ],
)
def test_an_app_that_is_let_go(before: set[str], after: set[str], lost: list[str]) -> None:
    app = SOME["ios"]
    one, other = (
        State({("device", app): Fact(True, True, frozenset(marks))}, {}) for marks in (before, after)
    )
    assert [mark for _, _, mark in let_go(one, other)] == lost
    stopped = State({("device", app): Fact(False, True, frozenset())}, {})
    assert not list(let_go(one, stopped))


def test_the_end_of_a_family_name_is_made_of_the_subject() -> None:
    assert (
        digest_of("CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US")
        == "8wekyb3d8bbwe"
    )
    assert (
        digest_of("CN=Microsoft Windows, O=Microsoft Corporation, L=Redmond, S=Washington, C=US")
        == "cw5n1h2txyewy"
    )


def signed_by(subject: str) -> str:
    return f'<FilePublisherCondition PublisherName="{subject}" ProductName="*" BinaryName="*"/>'


MICROSOFT = "CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US"
ON_FILES = "O=MICROSOFT CORPORATION, L=REDMOND, S=WASHINGTON, C=US"
EDGE, FAKE = (
    App("package-family-name", "Microsoft.X_8wekyb3d8bbwe"),
    App("package-family-name", "Microsoft.X_0123456789abc"),
)
OWN = App("executable", "one.exe", path="C:\\Users\\me\\one.exe", signer=ON_FILES)
PLACED = App("executable", "one.exe", path="C:\\Program Files (x86)\\One\\one.exe")


@pytest.mark.parametrize(
    ("app", "sort", "condition", "expected"),
    [
        (EDGE, "Appx", signed_by(MICROSOFT), YES),
        (FAKE, "Appx", signed_by(MICROSOFT), NO),
        (OWN, "Exe", signed_by(ON_FILES), YES),
        (OWN, "Exe", '<FilePathCondition Path="%PROGRAMFILES%\\*"/>', NO),
        (PLACED, "Exe", '<FilePathCondition Path="%PROGRAMFILES%\\*"/>', YES),
        (PLACED, "Exe", '<FilePathCondition Path="*\\one.exe"/>', YES),
        (PLACED, "Exe", '<FilePathCondition Path="%WINDIR%\\*"/>', NO),
    ],
)  # fmt: skip
def test_where_a_program_is_and_who_signed_it(app: App, sort: str, condition: str, expected: Answer) -> None:
    rule = f'<FilePublisherRule UserOrGroupSid="S-1-1-0" Action="Allow"><Conditions>{condition}</Conditions></FilePublisherRule>'
    value = f'<RuleCollection Type="{sort}" EnforcementMode="Enabled">{rule}</RuleCollection>'
    node = {"Exe": "EXE", "Appx": "StoreApps"}[sort]
    setting = {
        "omaUri": f"./Vendor/MSFT/AppLocker/ApplicationLaunchRestrictions/a/{node}/Policy",
        "value": value,
    }
    device_group = {
        "target": {"@odata.type": f"{GRAPH}groupAssignmentTarget", "groupId": BY_NAME["windows"].group(ROLE)}
    }
    body = {
        "@odata.type": f"{GRAPH}windows10CustomConfiguration",
        "omaSettings": [setting],
        "assignments": [device_group],
    }
    assert ask(tenant("windows", body), "device", app) is expected
