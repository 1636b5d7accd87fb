"""Somebody's own Android device with a work profile."""

import pytest
from tests.golden.world import PERSONAL_ANDROID, WORK_PROFILE, build, role

BARE = "protection: {level: basic, apps: all}"
RESTRICTIONS = "android_work_profile_restrictions/team"
COMPLIANCE = "android_work_profile_compliance/team"


@pytest.mark.parametrize(
    ("functions", "compliant"),
    [
        ("", True),
        ("sideloading: block", True),
        ("alternative-stores: block", True),
        ("sideloading: allow", False),
        ("sideloading: allow, alternative-stores: block", True),
    ],
)
def test_nothing_is_asked_of_the_private_side_and_unknown_sources_stay_as_android_has_them(
    functions: str, compliant: bool
) -> None:
    """Microsoft's page: both settings hold in the personal profile as well. What Android does by itself keeps unknown sources off."""
    extra = f"{BARE}\nfunctions: {{{functions}}}" if functions else BARE
    built = build(role("team", WORK_PROFILE, step="advise", extra=extra))
    body = built.body(RESTRICTIONS)
    assert body["workProfileAllowAppInstallsFromUnknownSources"] is False
    assert body["workProfileBlockPersonalAppInstallsFromUnknownSources"] is False
    assert body["securityRequireVerifyApps"] is False
    assert built.body(COMPLIANCE)["securityPreventInstallAppsFromUnknownSources"] is compliant


@pytest.mark.parametrize(
    ("value", "sharing", "blocked"),
    [("block", "allowPersonalToWork", True), ("allow", "deviceDefault", False)],
)
def test_managed_open_in_keeps_work_data_on_the_work_side(value: str, sharing: str, blocked: bool) -> None:
    body = build(role("team", WORK_PROFILE, extra=f"{BARE}\nfunctions: {{managed-open-in: {value}}}")).body(
        RESTRICTIONS
    )
    assert (body["workProfileDataSharingType"], body["workProfileBlockCrossProfileCopyPaste"]) == (
        sharing,
        blocked,
    )


@pytest.mark.parametrize(
    ("passcode", "required", "complexity"),
    [("none", False, "none"), ("basic", True, "medium"), ("strong", True, "high")],
)
def test_a_passcode_is_asked_in_the_words_of_old_and_new_android(
    passcode: str, required: bool, complexity: str
) -> None:
    body = build(role("team", WORK_PROFILE, extra=f"{BARE}\ncompliance: {{passcode: {passcode}}}")).body(
        COMPLIANCE
    )
    assert (body["passwordRequired"], body["requiredPasswordComplexity"]) == (required, complexity)


def test_a_device_without_a_work_profile_gets_none_of_it() -> None:
    assert build(role("team", PERSONAL_ANDROID, step="advise", extra=BARE)).addresses == [
        "android_app_protection/team"
    ]
