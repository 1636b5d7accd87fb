"""What an app of the tenant is, for each sort that Intune has: finding F3."""

import pytest

from managed_apparaten.core.digest import JSON
from managed_apparaten.kinds.app_assignment import KIND, identify

SEVEN_ZIP = {
    "productCode": "{23170F69-40C1-2702-2501-000001000000}",
    "upgradeCode": "{23170F69-40C1-2702-0000-000004000000}",
}


def shown(sort: str, **told: JSON) -> JSON:
    return {"@odata.type": f"#microsoft.graph.{sort}", **told}


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        (shown("iosVppApp", bundleId="Com.A", displayName="A"), ("ios:com.a",)),
        (shown("iosStoreApp", bundleId="com.a"), ("ios:com.a",)),
        (shown("androidManagedStoreApp", packageId="com.a"), ("android:com.a",)),
        (
            shown("winGetApp", packageIdentifier="xpdp273c0xhqh2", displayName="Reader"),
            ("windows:xpdp273c0xhqh2", "windows:name=reader"),
        ),
        (shown("win32LobApp", msiInformation=SEVEN_ZIP), ("windows:{23170f69-40c1-2702-2501-000001000000}",)),
        (
            shown("win32CatalogApp", msiInformation=SEVEN_ZIP),
            ("windows:{23170f69-40c1-2702-2501-000001000000}",),
        ),
        (shown("win32LobApp", msiInformation=None, displayName="7-Zip (x64)"), ("windows:name=7-zip (x64)",)),
        (shown("windowsMobileMSI", productCode="{A}"), ("windows:{a}",)),
        (
            shown("windowsUniversalAppX", identityName="M.App", identityPublisherHash="8wekyb3d8bbwe"),
            ("windows:m.app_8wekyb3d8bbwe",),
        ),
        (shown("windowsAppX", identityName="M.App", identityPublisherHash=""), ()),
        (shown("officeSuiteApp", displayName="Microsoft 365 Apps"), ("windows:name=microsoft 365 apps",)),
        (shown("windowsMicrosoftEdgeApp", channel="stable"), ("windows:xpfftq037jwmhs",)),
        (
            shown("windowsMicrosoftEdgeApp", channel="beta", displayName="Edge Beta"),
            ("windows:name=edge beta",),
        ),
        (shown("macOsVppApp", bundleId="com.a"), ("macos:com.a",)),
        (shown("macOSLobApp", bundleId="com.a"), ("macos:com.a",)),
        (shown("macOSPkgApp", primaryBundleId="com.a", displayName="A"), ("macos:com.a", "macos:name=a")),
        (shown("macOSDmgApp", primaryBundleId="com.a"), ("macos:com.a",)),
        (shown("macOSOfficeSuiteApp", displayName="M365"), ("macos:name=m365",)),
        (shown("macOSMicrosoftEdgeApp", channel="stable"), ("macos:com.microsoft.edgemac",)),
        (shown("macOSMicrosoftDefenderApp", displayName="Defender"), ("macos:name=defender",)),
        (shown("managedIOSStoreApp", bundleId="com.a"), ()),
        (shown("webApp", displayName="A"), ()),
        ({}, ()),
    ],
)
def test_each_sort_of_app_is_known_by_what_graph_shows_of_it(body: JSON, keys: tuple[str, ...]) -> None:
    """F3."""
    assert identify(body) == keys


def test_a_snapshot_keeps_what_tells_an_app_and_no_script() -> None:
    """F3."""
    assert {
        "packageIdentifier",
        "msiInformation",
        "primaryBundleId",
        "identityName",
        "displayName",
    } <= KIND.identifying
    assert not {"rules", "detectionRules", "installCommandLine"} & KIND.identifying
