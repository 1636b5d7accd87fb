"""What the Play store of an Android device of the organisation shows, which apps are on it, and what a device without a user is asked."""

import pytest
from tests.golden.world import (
    DEDICATED,
    FULLY_MANAGED,
    SUPERVISED,
    WITH_PRIVATE_SIDE,
    WORK_PROFILE,
    Built,
    build,
    role,
)

from managed_apparaten.messages import render
from managed_apparaten.policy.model import STEPS

BARE = "protection: {level: basic, apps: all}"
ALLOWS = BARE + "\nrules: [{allow: [teams, outlook], unverified: true}]"
OWNED = [FULLY_MANAGED, WITH_PRIVATE_SIDE, DEDICATED]
PHONES = "{platform: android, ownership: corporate, management: fully-managed, groups: [{name: dg-phones}]}"
TEAMS, OUTLOOK, PORTAL = (
    "app_assignment/android.teams",
    "app_assignment/android.outlook",
    "app_assignment/android.company-portal",
)


def opening(device: str) -> str:
    return device[:-1] + ", play-store: open}"


def store(built: Built) -> set[str]:
    bodies = [
        r.body for r in built.compiled.resources if r.address.kind == "android_device_owner_restrictions"
    ]
    return {body["playStoreMode"] for body in bodies}


def intents(built: Built, address: str) -> set[tuple[str, str]]:
    """Group and intent, exclusions left out."""
    return {
        (a.group.name, a.intent)
        for r in built.compiled.resources
        if str(r.address) == address
        for a in r.assignments
        if not a.exclude
    }


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("device", OWNED)
def test_below_an_allowlist_the_store_is_as_intune_leaves_it(device: str, step: str) -> None:
    """F1: the whole store is more than a device has without a policy."""
    assert store(build(role("team", device, step=step, extra=BARE))) == {
        "allowList" if step == "allowlist" else "notConfigured"
    }


@pytest.mark.parametrize("step", STEPS[:4])
@pytest.mark.parametrize("device", OWNED)
def test_a_role_that_says_so_opens_the_store_and_is_warned(device: str, step: str) -> None:
    """F1: from the step block on, the apps that only the tenant can keep off are named. TikTok has an identifier besides, that
    nothing keeps off."""
    built = build(role("team", opening(device), step=step, extra=BARE))
    assert store(built) == {"blockList"}
    assert [args["role"] for args in built.args("KND390")] == ["team"]
    assert not built.codes("error")
    told = [
        {name for args in built.told(code) for name in args["names"].split(", ")}
        for code in ("KND433", "KND435")
    ]
    stops = step in ("block", "remove")
    assert [some & {"Temu", "TikTok"} for some in told] == (
        [{"Temu"}, {"TikTok"}] if stops else [set(), set()]
    )


def test_an_open_store_is_none_on_an_allowlist_nor_for_half_of_an_object() -> None:
    """F1."""
    both = build(role("team", opening(FULLY_MANAGED), step="allowlist", extra=BARE))
    assert (store(both), both.codes("error")) == ({"allowList"}, ["KND393"])
    half = build(role("team", opening(FULLY_MANAGED), WITH_PRIVATE_SIDE, extra=BARE))
    assert (store(half), half.codes("error")) == ({"notConfigured"}, ["KND392"])
    apart = build(role("team", opening(FULLY_MANAGED), DEDICATED, extra=BARE))
    assert (store(apart), apart.codes("error")) == ({"blockList", "notConfigured"}, [])


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("device", [FULLY_MANAGED, WITH_PRIVATE_SIDE, PHONES])
def test_approved_apps_are_offered_on_every_step_as_the_store_shows_nothing_else(
    device: str, step: str
) -> None:
    """F1, F2: closing the store takes no approved app away; what the tenant has to hold for it is named."""
    built = build(role("team", device, step=step, extra=ALLOWS))
    group = "dg-phones" if device == PHONES else "sg-team"
    assert all(intents(built, address) == {(group, "available")} for address in (TEAMS, OUTLOOK, PORTAL))
    assert [args["names"] for args in built.told("KND394")] == ["Microsoft Outlook, Microsoft Teams"]


def test_what_an_open_store_shows_is_not_offered_as_well() -> None:
    """F1."""
    built = build(role("team", opening(FULLY_MANAGED), step="remove", extra=ALLOWS))
    assert intents(built, TEAMS) == set()
    assert built.told("KND394") == []
    assert (
        intents(build(role("team", SUPERVISED, step="remove", extra=ALLOWS)), "app_assignment/ios.teams")
        == set()
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_dedicated_device_has_its_approved_apps_installed_on_an_allowlist_and_named_below_it(
    step: str,
) -> None:
    """F19: nobody can pick an app there. Outlook has no verified identifier, and nothing is installed by a rumour."""
    built, top = build(role("team", DEDICATED, step=step, extra=ALLOWS)), step == "allowlist"
    assert intents(built, TEAMS) == ({("dg-desk", "required")} if top else set())
    assert intents(built, PORTAL) == {("dg-desk", "required")}
    assert intents(built, OUTLOOK) == set()
    assert [args["names"] for args in built.told("KND423")] == [
        "Microsoft Outlook" if top else "Microsoft Outlook, Microsoft Teams"
    ]
    assert built.args("KND384") == []


def test_a_group_with_phones_and_dedicated_devices_of_one_role_gets_each_app_in_its_own_way() -> None:
    """F19."""
    built = build(role("team", DEDICATED, PHONES, step="allowlist", extra=ALLOWS))
    assert intents(built, TEAMS) == {("dg-desk", "required"), ("dg-phones", "available")}


def test_in_a_work_profile_of_a_personal_device_nothing_is_assigned_and_that_is_said_by_name() -> None:
    built = build(role("team", WORK_PROFILE, step="remove", extra=ALLOWS))
    assert intents(built, TEAMS) == set()
    assert [args["names"] for args in built.told("KND396")] == ["Microsoft Outlook, Microsoft Teams"]


PASSWORD = ("passwordRequiredType", "passwordMinimumLength", "passwordMinutesOfInactivityBeforeScreenTimeout")


@pytest.mark.parametrize(
    ("passcode", "asked", "required"),
    [
        ("", ("deviceDefault", None, None), False),
        ("\ncompliance: {passcode: none}", ("deviceDefault", None, None), False),
        ("\ncompliance: {passcode: basic}", ("numericComplex", 6, 5), True),
        ("\ncompliance: {passcode: strong}", ("alphanumeric", 8, 5), True),
    ],
)
def test_a_dedicated_device_is_asked_for_no_passcode_that_nothing_sets(
    passcode: str, asked: tuple[object, ...], required: bool
) -> None:
    """F13: what compliance demands is set by the restrictions, with the same values."""
    built = build(role("team", DEDICATED, extra=BARE + passcode))
    restrictions = built.body("android_device_owner_restrictions/team.devices")
    compliance = built.body("android_device_owner_compliance/team.devices")
    assert tuple(restrictions[name] for name in PASSWORD) == asked
    assert compliance["passwordRequired"] is required
    assert (compliance["passwordRequiredType"], compliance["passwordMinimumLength"]) == asked[:2]
    assert [args["roles"] for args in built.args("KND395")] == ["team"]


def test_of_a_device_with_a_user_the_password_is_left_alone_and_compliance_asks_as_before() -> None:
    """F13."""
    built = build(role("team", FULLY_MANAGED, extra=BARE))
    assert not set(PASSWORD) & set(built.body("android_device_owner_restrictions/team"))
    assert built.body("android_device_owner_compliance/team")["passwordRequired"] is True
    assert "KND395" not in built.codes()


@pytest.mark.parametrize(
    ("asked", "option"),
    [("", "allowed"), ("private-space: allow", "allowed"), ("private-space: block", "disallowed")],
)
def test_a_private_space_is_off_by_policy(asked: str, option: str) -> None:
    """F9."""
    extra = BARE + (f"\nfunctions: {{{asked}}}" if asked else "")
    body = build(role("team", WITH_PRIVATE_SIDE, extra=extra)).body("android_device_settings/team")
    definition = "com.android.devicerestrictionpolicy.privatespacepolicy"
    (setting,) = body["settings"]
    assert setting["settingInstance"]["settingDefinitionId"] == definition
    assert setting["settingInstance"]["choiceSettingValue"]["value"] == f"{definition}_{option}"


@pytest.mark.parametrize(
    ("device", "told"),
    [(FULLY_MANAGED, []), (DEDICATED, []), (SUPERVISED, []), (WORK_PROFILE, ["private-space"])],
)
def test_where_no_setting_reaches_a_private_space_that_is_said_if_there_can_be_one(
    device: str, told: list[str]
) -> None:
    """F9: a device owner keeps private spaces off; on somebody's own device it is theirs."""
    built = build(role("team", device, extra=BARE + "\nfunctions: {private-space: block}"))
    assert [args["function"] for args in built.args("KND314")] == told


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_what_is_said_names_roles_and_apps(lang: str) -> None:
    args = {
        "role": "team",
        "roles": "team",
        "platform": "android",
        "devices": "android, corporate",
        "count": "2",
        "until": "2027-01-01",
    }
    args |= dict.fromkeys(("apps", "names"), "Temu, TikTok")
    for code in ("KND384", "KND394", "KND440", "KND441", "PLN042"):
        said = render(code, "en" if lang == "en" else "nl", args)
        assert "Temu, TikTok" in said
        assert "team" in said or code == "PLN042"
