"""Versions of operating systems that exist, by what makers publish. What is newer than this list is accepted with a warning.

Windows: builds of https://learn.microsoft.com/windows/release-health/release-information and
https://learn.microsoft.com/windows/release-health/windows11-release-information
Apple: https://support.apple.com/100100 (releases by version) and https://support.apple.com/109033 (names of macOS). After iOS 18 and
macOS 15 comes 26 for both; Apple's device management documentation names iOS 27 and macOS 27
(github apple/device-management, declarations of app settings).
Android: https://source.android.com/docs/setup/reference/build-numbers (versions and API levels); patch levels:
https://source.android.com/docs/security/bulletin, monthly, the first with a patch level of its own in 2015.
"""

from collections.abc import Mapping

WINDOWS: Mapping[int, str] = {
    10240: "Windows 10 1507",
    10586: "Windows 10 1511",
    14393: "Windows 10 1607",
    15063: "Windows 10 1703",
    16299: "Windows 10 1709",
    17134: "Windows 10 1803",
    17763: "Windows 10 1809",
    18362: "Windows 10 1903",
    18363: "Windows 10 1909",
    19041: "Windows 10 2004",
    19042: "Windows 10 20H2",
    19043: "Windows 10 21H1",
    19044: "Windows 10 21H2",
    19045: "Windows 10 22H2",
    22000: "Windows 11 21H2",
    22621: "Windows 11 22H2",
    22631: "Windows 11 23H2",
    26100: "Windows 11 24H2",
    26200: "Windows 11 25H2",
}
"""Build -> release, the oldest first. All of them are version 10.0."""

IOS = (*range(1, 19), 26, 27)
"""Major versions. iPadOS has the same ones."""

MACOS: Mapping[int, str] = {
    11: "Big Sur",
    12: "Monterey",
    13: "Ventura",
    14: "Sonoma",
    15: "Sequoia",
    26: "Tahoe",
    27: "",
}
"""Major version -> name, from 11 on."""
MACOS_10 = range(17)
"""Minor versions of macOS 10; 10.16 is how macOS 11 calls itself to old programs."""

ANDROID = (*range(1, 17),)
"""Major versions."""
ANDROID_MINORS: Mapping[int, int] = {1: 6, 2: 3, 3: 2, 4: 4, 5: 1, 7: 1, 8: 1, 12: 1}
"""Major version -> highest minor one, where there is one above 0. 12.1 is 12L."""
API_LEVELS: Mapping[int, str] = {
    21: "5.0",
    22: "5.1",
    23: "6.0",
    24: "7.0",
    25: "7.1",
    26: "8.0",
    27: "8.1",
    28: "9",
    29: "10",
    30: "11",
    31: "12",
    32: "12",
    33: "13",
    34: "14",
    35: "15",
    36: "16",
}
"""API level -> Android version."""

FIRST_PATCH_LEVEL = "2015-10-01"
"""Of Android."""
