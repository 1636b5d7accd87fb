"""How devices come into Zilverdam's tenant and stay reachable: enrolment, Apple's certificate and token, threat defence, clean-up.

Forms: an IntuneCD backup (github ennnbeee/CES2026-IntuneCD@a05355a: the defaults and their ids) and an export of restrictions for one
platform (github UniFy-Endpoint/Android-Enterprise-Baseline@c0d595f); graph/api/resources of each type for the rest.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.service.intune.check_ins import format_moment
from managed_apparaten.emulator.service.singletons import STORE_COLLECTION

ENROLMENT = "deviceManagement/deviceEnrollmentConfigurations"
WHEN = {
    "createdDateTime": "2026-01-05T08:00:00.0000000Z",
    "lastModifiedDateTime": "2026-01-05T08:00:00.0000000Z",
}
Group = Callable[[str], str]


def objects(now: datetime, group_id: Group) -> Iterator[Stored]:
    """All of them, as of a moment; those of a type that the metadata lacks are left out."""
    known = load("beta")
    for item in (*_enrolment(group_id), *_apple(now), *_others(now)):
        if known.find(item.type) is not None:
            yield item


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zilverdam:service:{name}"))


def _restriction(*, blocked: bool = False, personal: bool = False) -> dict[str, JSON]:
    """What holds for one platform; `personal`: people's own devices are kept out."""
    limits: dict[str, JSON] = {
        "osMinimumVersion": None,
        "osMaximumVersion": None,
        "blockedManufacturers": [],
        "blockedSkus": [],
    }
    return {"platformBlocked": blocked, "personalDeviceEnrollmentBlocked": personal, **limits}


def _enrolment(group_id: Group) -> Iterator[Stored]:
    """Restrictions for one platform; the defaults that every tenant has come from `enrolment`."""
    singles = (
        (
            "Android: geen privételefoons met werkprofiel",
            "androidForWork",
            _restriction(personal=True),
            "sg-rol-college",
        ),
        ("iOS: geen eigen apparaten (oud)", "ios", _restriction(personal=True), ""),
    )
    for priority, (name, platform, restriction, group) in enumerate(singles, 1):
        body = {"displayName": name, "description": "", "priority": priority, "version": 1, "roleScopeTagIds": ["0"], **WHEN,
                "deviceEnrollmentConfigurationType": "singlePlatformRestriction", "platformType": platform,
                "platformRestriction": restriction}  # fmt: skip
        kind = "deviceEnrollmentPlatformRestrictionConfiguration"
        yield _configuration(
            f"{_id(name)}_SinglePlatformRestriction", kind, body, group_id(group) if group else ""
        )


def _configuration(owner: str, kind: str, body: dict[str, JSON], group: str) -> Stored:
    """A configuration for one group, or for nobody."""
    target: dict[str, JSON] = {
        "@odata.type": "#microsoft.graph.groupAssignmentTarget", "deviceAndAppManagementAssignmentFilterId": None,
        "deviceAndAppManagementAssignmentFilterType": "none", "groupId": group,
    }  # fmt: skip
    assignment = {"id": f"{owner}_{group}", "source": "direct", "sourceId": owner, "target": target}
    return Stored(ENROLMENT, owner, kind, body, {"assignments": [assignment]} if group else {})


def _apple(now: datetime) -> Iterator[Stored]:
    kind = "applePushNotificationCertificate"
    yield Stored(STORE_COLLECTION, f"deviceManagement/{kind}", kind, {
        "appleIdentifier": "push@zilverdam.example", "topicIdentifier": f"com.apple.mgmt.External.{_id('push')}",
        "lastModifiedDateTime": format_moment(now - timedelta(days=265)), "expirationDateTime": format_moment(now + timedelta(days=100)),
        "certificateUploadStatus": None, "certificateUploadFailureReason": None, "certificateSerialNumber": "1A2B3C4D5E6F",
    }, {})  # fmt: skip
    yield Stored("deviceManagement/depOnboardingSettings", _id("dep"), "depOnboardingSetting", {
        "appleIdentifier": "ade@zilverdam.example", "tokenName": "Zilverdam", "tokenType": "dep", "lastSyncErrorCode": 0,
        "tokenExpirationDateTime": format_moment(now + timedelta(days=140)),
        "lastModifiedDateTime": format_moment(now - timedelta(days=225)),
        "lastSuccessfulSyncDateTime": format_moment(now - timedelta(hours=7)),
        "lastSyncTriggeredDateTime": format_moment(now - timedelta(hours=7)),
        "syncedDeviceCount": 596, "dataSharingConsentGranted": True, "shareTokenWithSchoolDataSyncService": False,
    }, {})  # fmt: skip


def _others(now: datetime) -> Iterator[Stored]:
    """Single objects. There is no cleanup rule among them, so that the number of devices is the same on any day."""
    yield Stored("deviceManagement/mobileThreatDefenseConnectors", _id("mtd"), "mobileThreatDefenseConnector", {
        "partnerState": "enabled", "lastHeartbeatDateTime": format_moment(now - timedelta(minutes=40)),
        "iosEnabled": True, "androidEnabled": True,
        "allowPartnerToCollectIOSPersonalApplicationMetadata": False, "allowPartnerToCollectIOSApplicationMetadata": True,
        "iosDeviceBlockedOnMissingPartnerData": False, "androidDeviceBlockedOnMissingPartnerData": False,
        "partnerUnresponsivenessThresholdInDays": 7, "partnerUnsupportedOsVersionBlocked": False,
    }, {})  # fmt: skip
