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
    spoil(ROLE, "settings: {minimumPinLength: 8}", 'settings: {minimumWipeOsVersion: "34", maximumRequiredOsVersion: "27.0"}')
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
    assert render(found.code, "en", found.args) == "no Windows has version 24H2; 10.0.26100 is Windows 11 24H2"


@pytest.mark.parametrize(("patch", "on", "fine"), [
    ("2026-08-05", date(2026, 11, 21), True), ("2026-12-05", date(2026, 11, 21), True),
    ("2027-03-01", date(2026, 11, 21), False), ("2027-03-01", date(2027, 3, 1), True),
])  # fmt: skip
def test_b4_a_patch_level_of_the_future_is_no_patch_level(policies: Path, spoil: Spoil, patch: str, on: date, fine: bool) -> None:
    spoil(ROLE, 'os-minimum: {ios: "26.0"}', f'os-minimum: {{ios: "26.0"}}, security-patch: {patch}')
    found = [(d.code, str(d.span)) for d in check(policies, on).diagnostics if d.code == "POL324"]
    assert found == ([] if fine else [("POL324", "roles/college.yaml:14:57")])
