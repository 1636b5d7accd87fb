"""B4: versions that are well formed and that no device can have, with what was probably meant; newer ones than we know are taken."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from managed_apparaten.messages import advice, render
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import Platform
from managed_apparaten.policy.versions import doubt, meant
from managed_apparaten.workflow.check import check

Spoil = Callable[[str, str, str], None]
ROLE, ORG = "roles/college.yaml", "organisation.yaml"


@pytest.mark.parametrize(
    ("platform", "text", "likely", "name"),
    [
        ("windows", "11", "10.0.22000", "Windows 11 21H2"),
        ("windows", "11.0", "10.0.22000", "Windows 11 21H2"),
        ("windows", "22631", "10.0.22631", "Windows 11 23H2"),
        ("windows", "22631.4037", "10.0.22631", "Windows 11 23H2"),
        ("windows", "11.0.26100", "10.0.26100", "Windows 11 24H2"),
        ("windows", "24H2", "10.0.26100", "Windows 11 24H2"),
        ("windows", "Windows 11 23h2", "10.0.22631", "Windows 11 23H2"),
        ("windows", "Windows 11", "10.0.22000", "Windows 11 21H2"),
        ("windows", "2004", "10.0.19041", "Windows 10 2004"),
        ("windows", "10 22H2", "10.0.19045", "Windows 10 22H2"),
        ("android", "34", "14", "Android 14 (API level 34)"),
        ("android", "26.0", "8.0", "Android 8.0 (API level 26)"),
        ("android", "Android 14", "14", "Android 14"),
        ("ios", "2026", "26.0", "iOS 26"),
        ("ios", "19", "26.0", "iOS 26"),
        ("ios", "25.1", "26.0", "iOS 26"),
        ("ios", "iOS 18.5", "18.5", "iOS 18.5"),
        ("macos", "16", "26.0", "macOS 26 Tahoe"),
        ("macos", "2026.0", "26.0", "macOS 26 Tahoe"),
        ("macos", "Sequoia", "15.0", "macOS 15 Sequoia"),
        ("macos", "macOS Tahoe", "26.0", "macOS 26 Tahoe"),
    ],
)
def test_b4_what_was_probably_meant_is_said(platform: Platform, text: str, likely: str, name: str) -> None:
    found = doubt(platform, text)
    assert found is not None
    assert (found.code, found.likely, found.name) == ("POL321", likely, name)
    assert doubt(platform, likely) is None, "what is advised is accepted"


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("windows", "10.0.22000"), ("windows", "10.0.22631.4037"), ("windows", "10.0.19045"), ("windows", "10.0.26200"),
        ("windows", "10.0"),
        ("android", "14"), ("android", "8.1"), ("android", "7.1.2"), ("android", "16.0"),
        ("ios", "18"), ("ios", "18.7.2"), ("ios", "26.0"), ("ios", "27.0"), ("ios", "12.5.7"),
        ("macos", "15.7"), ("macos", "10.15.7"), ("macos", "26.1"), ("macos", "27"), ("macos", "14.8.1"),
    ],
)  # fmt: skip
def test_b4_versions_that_exist_are_taken(platform: Platform, text: str) -> None:
    assert doubt(platform, text) is None


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("windows", "10.0.28000"),
        ("windows", "10.0.22622.1"),
        ("android", "17"),
        ("android", "20"),
        ("ios", "28"),
        ("ios", "35.2"),
        ("macos", "31.4"),
    ],
)
def test_b4_a_newer_version_than_we_know_is_taken_with_a_warning(platform: Platform, text: str) -> None:
    """B4: the tool does not age."""
    found = doubt(platform, text)
    assert found is not None
    assert found.code == "POL322"


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("windows", "10.0.0"), ("windows", "10.0.220000"), ("windows", "6.1.7601"), ("windows", "12"), ("windows", "10.1.22000.1"),
        ("windows", "10.0.9600"), ("android", "0"), ("android", "2026"), ("android", "140"), ("android", "14.0.0.0"), ("android", "14.34"),
        ("ios", "0.9"), ("ios", "180"), ("ios", "18.100"), ("ios", "18.3.2.1"), ("ios", "1800"), ("macos", "10.26"), ("macos", "150"),
        ("macos", "9.2"), ("macos", "15.2024"), ("ios", "x"), ("windows", "latest"),
        ("windows", "10.0.22631.9999999"), ("windows", "10.0.10240.0.0"),
    ],
)  # fmt: skip
def test_b4_what_no_device_can_have_is_refused(platform: Platform, text: str) -> None:
    found = doubt(platform, text)
    assert found is not None
    assert found.code in ("POL320", "POL321")
    assert meant("macos", "") is None


@pytest.mark.parametrize(
    ("platform", "text", "code", "likely"),
    [
        ("ios", "018.0", "POL325", "18.0"),
        ("ios", "18.00", "POL325", "18.0"),
        ("android", "0014", "POL325", "14"),
        ("macos", "010.15", "POL325", "10.15"),
        ("windows", "10.00", "POL325", "10.0"),
        ("windows", "10.0.026100.01", "POL325", "10.0.26100.1"),
        ("ios", "030.0", "POL325", "30.0"),
        ("windows", "0011", "POL321", "10.0.22000"),
        ("android", "034", "POL321", "14"),
        ("ios", "iOS 018", "POL325", "18"),
        ("windows", "10.0.26100.70000", "POL326", ""),
        ("windows", "10.0.26100.65536", "POL326", ""),
        ("windows", "10.0.019045.065536", "POL326", ""),
        ("windows", "22H2", "POL327", "10.0.19045"),
        ("windows", "21h2", "POL327", "10.0.19044"),
        ("windows", "version 22H2 or later", "POL327", "10.0.19045"),
        ("windows", "Windows 10 22H2 or later", "POL321", "10.0.19045"),
        ("windows", "Windows 11, 22H2", "POL321", "10.0.22621"),
        ("windows", "10.0.19045 (22H2)", "POL321", "10.0.19045"),
        ("ios", "\u0661\u0668.\u0660", "POL321", "18.0"),
        ("ios", "\uff11\uff18\uff0e\uff10", "POL321", "18.0"),
        ("ios", "+18.0", "POL321", "18.0"),
        ("ios", " 18.0", "POL321", "18.0"),
        ("ios", "18.0\n", "POL321", "18.0"),
        ("ios", "18,0", "POL321", "18.0"),
        ("android", "14.1", "POL320", ""),
        ("android", "8.9", "POL320", ""),
        ("android", "16.1", "POL322", ""),
        ("macos", "10.15.2024", "POL320", ""),
    ],
)
def test_b4_the_form_of_a_version_is_the_makers(
    platform: Platform, text: str, code: str, likely: str
) -> None:
    """B4: zeros in front, parts beyond 16 bits, one name of two releases, digits of other alphabets, signs and white space."""
    found = doubt(platform, text)
    assert found is not None
    assert (found.code, found.likely) == (code, likely)
    for advised in filter(None, (found.likely, found.other)):
        assert getattr(doubt(platform, advised), "code", "POL322") == "POL322", "what is advised is accepted"


def test_b4_one_name_of_two_releases_names_both(policies: Path, spoil: Spoil) -> None:
    spoil(ORG, 'android: "14"', "windows: 22H2")
    (two,) = [d for d in load(policies).diagnostics if d.severity == "error"]
    assert (
        render(two.code, "en", two.args)
        == "no Windows has version 22H2; 10.0.19045 is Windows 10 22H2, and 10.0.22621 is Windows 11 22H2"
    )


def test_b4_a_version_with_zeros_in_front_says_the_right_form(policies: Path, spoil: Spoil) -> None:
    spoil(ORG, 'android: "14"', 'android: "0014"')
    (found,) = [d for d in load(policies).diagnostics if d.severity == "error"]
    assert advice(found.code, "nl", found.args) == 'Schrijf "14".'


@pytest.mark.parametrize(
    "patch",
    [
        "2026-02-30",
        "2026-13-01",
        "2026-8-5",
        "2026-08-05 ",
        "+2026-08-05",
        "20260805",
        "\u0662\u0660\u0662\u0666-08-05",
    ],
)
def test_b4_a_patch_level_is_a_day_that_exists(policies: Path, spoil: Spoil, patch: str) -> None:
    spoil(ROLE, "settings: {minimumPinLength: 8}", f'settings: {{minimumRequiredPatchVersion: "{patch}"}}')
    assert [d.code for d in load(policies).diagnostics if d.severity == "error"] == ["POL323"]


@pytest.mark.parametrize("version", ["8.1.0", "4.4.4", "12.1", "5.1.1", "9.0"])
def test_b4_versions_of_android_that_exist(version: str) -> None:
    assert doubt("android", version) is None


def faults(root: Path) -> list[tuple[str, str, str]]:
    found = [d for d in load(root).diagnostics if d.code.startswith("POL32")]
    for diagnostic in found:
        for lang in ("nl", "en"):
            assert render(diagnostic.code, lang, diagnostic.args)
            assert advice(diagnostic.code, lang, diagnostic.args)
    return [(d.code, str(d.span), d.severity) for d in found]


def test_b4_each_place_where_a_version_is_written_is_looked_at(policies: Path, spoil: Spoil) -> None:
    """B4: rules of the organisation that no role uses, rules of a role, and settings of app protection, on each platform of the role."""
    spoil(ORG, 'android: "14"', 'android: "34", windows: "11"')
    spoil(ROLE, 'os-minimum: {ios: "26.0"}', 'os-minimum: {ios: "2026"}, security-patch: 2014-01-01')
    spoil(
        ROLE,
        "settings: {minimumPinLength: 8}",
        'settings: {minimumWipeOsVersion: "34", maximumRequiredOsVersion: "27.0"}',
    )
    assert faults(policies) == [
        ("POL321", "organisation.yaml:16:51", "error"),
        ("POL321", "organisation.yaml:16:66", "error"),
        ("POL321", "roles/college.yaml:13:60", "error"),
        ("POL322", "roles/college.yaml:13:60", "warning"),
        ("POL321", "roles/college.yaml:13:92", "error"),
        ("POL321", "roles/college.yaml:14:32", "error"),
        ("POL323", "roles/college.yaml:14:57", "error"),
    ]


def test_b4_a_name_in_the_place_of_a_version_says_the_number(policies: Path, spoil: Spoil) -> None:
    spoil(ORG, 'android: "14"', "windows: 24H2")
    (found,) = [d for d in load(policies).diagnostics if d.severity == "error"]
    assert (
        render(found.code, "en", found.args) == "no Windows has version 24H2; 10.0.26100 is Windows 11 24H2"
    )


@pytest.mark.parametrize(("patch", "on", "fine"), [
    ("2026-08-05", date(2026, 11, 21), True), ("2026-12-05", date(2026, 11, 21), True),
    ("2027-03-01", date(2026, 11, 21), False), ("2027-03-01", date(2027, 3, 1), True),
])  # fmt: skip
def test_b4_a_patch_level_of_the_future_is_no_patch_level(
    policies: Path, spoil: Spoil, patch: str, on: date, fine: bool
) -> None:
    spoil(ROLE, 'os-minimum: {ios: "26.0"}', f'os-minimum: {{ios: "26.0"}}, security-patch: {patch}')
    found = [(d.code, str(d.span)) for d in check(policies, on).diagnostics if d.code == "POL324"]
    assert found == ([] if fine else [("POL324", "roles/college.yaml:14:57")])
