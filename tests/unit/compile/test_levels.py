import pytest

from managed_apparaten.intune.protection_levels import LEVELS, SETTINGS, Setting
from managed_apparaten.policy.model import Platform

EVERY = [(platform, setting) for platform in sorted(SETTINGS) for setting in SETTINGS[platform]]
FRAMEWORK: list[tuple[Platform, str, tuple[object, object, object]]] = [
    ("ios", "dataBackupBlocked", (False, True, True)),
    ("ios", "thirdPartyKeyboardsBlocked", (False, False, True)),
    ("ios", "allowedInboundDataTransferSources", ("allApps", "allApps", "managedApps")),
    ("ios", "minimumPinLength", (4, 4, 6)),
    ("ios", "simplePinBlocked", (False, False, True)),
    ("ios", "periodBeforePinReset", ("PT0S", "PT0S", "P365D")),
    ("ios", "pinRequiredInsteadOfBiometricTimeout", ("P1D", "P1D", "P1D")),
    ("ios", "periodOfflineBeforeAccessCheck", ("P7D", "P7D", "P7D")),
    ("ios", "periodOfflineBeforeWipeIsEnforced", ("P90D", "P30D", "P30D")),
    ("ios", "appActionIfDeviceComplianceRequired", ("block", "block", "wipe")),
    ("ios", "maximumAllowedDeviceThreatLevel", ("notConfigured", "notConfigured", "secured")),
    ("android", "screenCaptureBlocked", (False, True, True)),
    ("android", "keyboardsRestricted", (False, False, True)),
    ("android", "requiredAndroidSafetyNetEvaluationType", ("basic", "hardwareBacked", "hardwareBacked")),
    ("android", "appActionIfDevicePasscodeComplexityLessThanLow", ("warn", None, None)),
    ("android", "appActionIfDevicePasscodeComplexityLessThanMedium", (None, "block", None)),
    ("android", "appActionIfDevicePasscodeComplexityLessThanHigh", (None, None, "block")),
    ("android", "dialerRestrictionLevel", ("allApps", "allApps", "managedApps")),
]


@pytest.mark.parametrize(("platform", "name", "values"), FRAMEWORK)
def test_levels_are_those_of_microsofts_framework(
    platform: Platform, name: str, values: tuple[object, ...]
) -> None:
    setting = next(s for s in SETTINGS[platform] if s.name == name)
    assert tuple(setting.at(level) for level in LEVELS) == values


def test_a_setting_stands_once_a_platform() -> None:
    for platform in SETTINGS:
        names = [setting.name for setting in SETTINGS[platform]]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(("platform", "setting"), EVERY, ids=lambda value: getattr(value, "name", value))
def test_a_setting_accepts_its_own_values(platform: Platform, setting: Setting) -> None:
    for level in LEVELS:
        value = setting.at(level)
        assert value is None or isinstance(value, list) or setting.accepts(value)


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("minimumPinLength", 8, True),
        ("minimumPinLength", "8", False),
        ("minimumPinLength", True, False),
        ("printBlocked", True, True),
        ("printBlocked", 1, False),
        ("managedBrowser", "microsoftEdge", True),
        ("managedBrowser", "firefox", False),
        ("periodOfflineBeforeAccessCheck", "PT12H", True),
        ("periodOfflineBeforeAccessCheck", "12H", False),
        ("periodOfflineBeforeAccessCheck", "P", False),
        ("periodOfflineBeforeAccessCheck", "PT", False),
        ("allowedDataStorageLocations", "sharePoint", False),
        ("maximumRequiredOsVersion", "26.1", True),
        ("maximumRequiredOsVersion", 26, False),
    ],
)
def test_a_setting_refuses_what_graph_would_refuse(name: str, value: object, accepted: bool) -> None:
    assert next(s for s in SETTINGS["ios"] if s.name == name).accepts(value) is accepted
