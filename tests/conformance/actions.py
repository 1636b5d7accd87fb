"""What an action changes, read back by other requests: one function an action, which names what is not as it should be.

Actions that nothing in Graph shows afterwards are here too, with what must not have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.conformance.replay import Prepared, Replayer
from tests.conformance.sameness import STAMPED, differences
from tests.unit.emulator.conftest import Answer


@dataclass(frozen=True, slots=True)
class Later:
    """What an action met, and how to look afterwards."""

    replayer: Replayer
    ready: Prepared
    listed: Mapping[str, Mapping[str, Any]]
    object: Mapping[str, Any]
    answer: Answer

    @property
    def sent(self) -> Mapping[str, Any]:
        """The parameters."""
        return self.ready.body if isinstance(self.ready.body, dict) else {}

    def read(self, url: str) -> Any:
        """Body of a GET, an empty object when it is refused."""
        answer = self.replayer.session("GET", url)
        return answer.body if answer.status == 200 else {}

    def list(self, url: str) -> list[dict[str, Any]]:
        """Items of a list, on all pages."""
        return self.replayer.session.every(url) or []

    def among(self, sent: Any, given: Any, kind: str) -> Iterator[str]:
        """Differences of values, in the version asked for."""
        return differences(sent, given, kind, self.ready.example.version)


def assigned(later: Later) -> Iterator[str]:
    """`assign` replaces the assignments; groups alone, which beta takes too, become targets."""
    sent = [one for value in later.sent.values() if isinstance(value, list) for one in value]
    given = later.list(f"{later.ready.target}/assignments")
    if all("target" in one for one in sent):
        yield from later.among(
            [one["target"] for one in sent],
            [one["target"] for one in given],
            "deviceAndAppManagementAssignmentTarget",
        )
    groups = {one.get("targetGroupId", one.get("target", {}).get("groupId")) for one in sent}
    found = {one["target"].get("groupId") for one in given}
    yield from (f"{one} is not assigned" for one in groups - found if one)


def targeted(later: Later) -> Iterator[str]:
    """`targetApps` replaces the apps."""
    url = later.ready.target
    if "/managedAppPolicies/" in url:
        kind = str(later.read(url.replace("/v1.0/", "/beta/"))["@odata.type"]).rpartition(".")[2]
        url = url.replace("/managedAppPolicies/", f"/{kind}s/")
    given = later.list(f"{url}/apps")
    sent = [one["mobileAppIdentifier"] for one in later.sent.get("apps", ())]
    yield from later.among(sent, [one["mobileAppIdentifier"] for one in given], "mobileAppIdentifier")


def scheduled(later: Later) -> Iterator[str]:
    """`scheduleActionsForRules` replaces the scheduled actions."""
    expand = "scheduledActionsForRule($expand=scheduledActionConfigurations)"
    given = later.read(f"{later.ready.target}?$expand={expand}").get("scheduledActionsForRule", [])
    rules = later.sent["deviceComplianceScheduledActionForRules"]
    sent = [action["actionType"] for rule in rules for action in rule["scheduledActionConfigurations"]]
    found = [action["actionType"] for rule in given for action in rule["scheduledActionConfigurations"]]
    yield from later.among(sent, found, "")


def ranked(later: Later) -> Iterator[str]:
    """`setPriority` sets the priority."""
    yield from later.among({"priority": later.sent["priority"]}, later.read(later.ready.target), "")


def packed(later: Later) -> Iterator[str]:
    """`update` adds items to a policy set, and replaces its assignments."""
    items = {str(one.get("payloadId")) for one in later.list(f"{later.ready.target}/items")}
    yield from (
        f"{one['payloadId']} is not in the set"
        for one in later.sent.get("addedPolicySetItems", ())
        if one["payloadId"] not in items
    )
    targets = [one["target"] for one in later.list(f"{later.ready.target}/assignments")]
    yield from later.among(
        [one["target"] for one in later.sent.get("assignments", ())],
        targets,
        "deviceAndAppManagementAssignmentTarget",
    )


def referred(later: Later) -> Iterator[str]:
    """`members/$ref` and its like: a POST puts somebody in, a DELETE takes somebody out."""
    path = later.ready.url.partition("?")[0].removesuffix("/$ref")
    if later.ready.method == "DELETE" and "$id=" not in later.ready.url:
        path, _, who = path.rpartition("/")
    elif later.ready.method == "DELETE":
        who = later.ready.url.rsplit("/", 1)[1]
    else:
        who = str(later.sent.get("@odata.id", "")).rsplit("/", 1)[1]
    inside = who in {one.get("id") for one in later.list(path)}
    if inside != (later.ready.method == "POST"):
        yield f"{who} is {'still' if inside else 'not'} in {path}"


def restored(later: Later) -> Iterator[str]:
    """`restore` brings a deleted group back."""
    who = later.ready.target.rsplit("/", 1)[1]
    if later.read(f"/v1.0/groups/{who}").get("id") != who:
        yield f"the group {who} is not back"
    if who in {one["id"] for one in later.list("/v1.0/directory/deletedItems/microsoft.graph.group")}:
        yield f"{who} is still among the deleted items"


def copied(later: Later) -> Iterator[str]:
    """`createCopy` makes one more policy, with the name asked for and the settings of the first."""
    made = [one for one in later.list(later.ready.collection) if one["id"] not in later.listed]
    if len(made) != 1:
        yield f"{len(made)} policies came"
        return
    if made[0].get("name") != later.sent["displayName"]:
        yield f"the copy is called {made[0].get('name')}"
    urls = (later.ready.target, f"{later.ready.collection}/{made[0]['id']}")
    old, new = ([one["settingInstance"] for one in later.list(f"{url}/settings")] for url in urls)
    yield from later.among(old, new, "deviceManagementConfigurationSettingInstance")


def notified(later: Later) -> Iterator[str]:
    """`createEnrollmentNotificationConfiguration` makes the configurations that it is given."""
    made = [
        one
        for one in later.list("/beta/deviceManagement/deviceEnrollmentConfigurations")
        if one["id"] not in later.listed
    ]
    wanted = len(later.sent["deviceEnrollmentNotificationConfigurations"])
    if len(made) != wanted:
        yield f"{len(made)} of {wanted} came"


def decided(status: str) -> Callable[[Later], Iterator[str]]:
    """A decision about a request for approval."""

    def judge(later: Later) -> Iterator[str]:
        who = later.sent.get("id") or later.ready.target.rsplit("/", 1)[1]
        found = later.read(f"/beta/deviceManagement/operationApprovalRequests/{who}").get("status")
        if found != status:
            yield f"the status of {who} is {found}"

    return judge


def device_administrator(later: Later) -> Iterator[str]:
    """Android devices can enrol by the device administrator."""
    if (
        later.read("/beta/deviceManagement/settings").get("androidDeviceAdministratorEnrollmentEnabled")
        is not True
    ):
        yield "the settings do not say so"


PLAY = "/beta/deviceManagement/androidManagedStoreAccountEnterpriseSettings"


def unbound(later: Later) -> Iterator[str]:
    """Managed Google Play, or Android for Work, is bound no more."""
    found = later.read(later.ready.target or PLAY).get("bindStatus")
    if found != "notBound":
        yield f"bindStatus is {found}"


def fully_managed(later: Later) -> Iterator[str]:
    """Whether fully managed Android devices can enrol."""
    found = later.read(PLAY).get("androidDeviceOwnerFullyManagedEnrollmentEnabled")
    if found is not later.sent["enabled"]:
        yield f"androidDeviceOwnerFullyManagedEnrollmentEnabled is {found}"


def default_profile(later: Later) -> Iterator[str]:
    """`setDefaultProfile` makes a profile the default, and no other of its type is one; a bare enrollmentProfile does not say it."""
    profiles = later.list(later.ready.collection)
    own = next((one for one in profiles if one["id"] == later.ready.target.rsplit("/", 1)[1]), {})
    if own.get("isDefault", True) is not True:
        yield "the profile is not the default"
    others = [
        one
        for one in profiles
        if one["id"] != own.get("id") and one.get("@odata.type") == own.get("@odata.type")
    ]
    yield from (f"{one['id']} is a default too" for one in others if one.get("isDefault"))


def switched(to: bool) -> Callable[[Later], Iterator[str]]:
    """`enable` or `disable`: of an object that says whether it is enabled; of a device nothing shows."""

    def judge(later: Later) -> Iterator[str]:
        if "enabled" not in later.object:
            yield from none_visible(later)
        elif (found := later.read(later.ready.target).get("enabled")) is not to:
            yield f"enabled is {found}"

    return judge


def none_visible(later: Later) -> Iterator[str]:
    """Nothing that Graph shows: the object is as it was."""
    if not later.object:
        return
    after = later.read(later.ready.target)
    for key, value in later.object.items():
        if key not in STAMPED and "@" not in key and after.get(key) != value:
            yield f"{key}: {value!r}, {after.get(key)!r}"


def read_only(later: Later) -> Iterator[str]:
    """An action that only answers: the list and the object are as they were."""
    if later.ready.collection and later.listed:
        after = {one["id"]: one for one in later.list(later.ready.collection)}
        if after != later.listed:
            yield "the list is another now"
    yield from none_visible(later)


ON_DEVICES = (
    "activateDeviceEsim", "bypassActivationLock", "disableLostMode", "logoutSharedAppleDeviceActiveUser", "playLostModeSound",
    "rebootNow", "reenable", "remoteLock", "removeDeviceFirmwareConfigurationInterfaceManagement", "requestRemoteAssistance",
    "resetPasscode", "rotateFileVaultKey", "rotateBitLockerKeys", "shutDown", "syncDevice", "updateWindowsDeviceAccount",
    "locateDevice", "recoverPasscode", "windowsDefenderUpdateSignatures", "windowsDefenderScan", "revokeAppleVppLicenses", "enableLostMode",
    "sendCustomNotificationToCompanyPortal", "wipe", "retire", "cleanWindowsDevice", "deleteUserFromSharedAppleDevice",
    "initiateMobileDeviceManagementKeyRecovery", "initiateOnDemandProactiveRemediation", "triggerConfigurationManagerAction",
)  # fmt: skip
"""Sent to a device; what the device does with it is seen when it checks in, and none does here (behaviour device-actions-accepted)."""
ANSWERING = (
    "getPolicySets", "getRoleScopeTagsById", "getTargetedUsersAndDevices", "hasPayloadLinks", "validateFilter", "retrieveRequestStatus",
    "validateXml", "validateComplianceScript", "getMailTips",
)  # fmt: skip
"""POST, because they take a body."""
EFFECTS: dict[str, Callable[[Later], Iterator[str]]] = {
    "assign": assigned, "targetApps": targeted, "scheduleActionsForRules": scheduled, "setPriority": ranked, "update": packed,
    **dict.fromkeys(("members/$ref", "owners/$ref", "registeredOwners/$ref", "registeredUsers/$ref", "acceptedSenders/$ref",
                     "rejectedSenders/$ref", "$ref"), referred),
    "restore": restored, "createCopy": copied, "createEnrollmentNotificationConfiguration": notified,
    "approve": decided("approved"), "reject": decided("rejected"), "cancelApproval": decided("cancelled"),
    "cancelMyRequest": decided("cancelled"), "enableAndroidDeviceAdministratorEnrollment": device_administrator, "unbind": unbound,
    "setAndroidDeviceOwnerFullyManagedEnrollmentState": fully_managed, "enable": switched(to=True), "disable": switched(to=False),
    "setDefaultProfile": default_profile, **dict.fromkeys(ON_DEVICES, none_visible), **dict.fromkeys(ANSWERING, read_only),
}  # fmt: skip
"""Action -> what is wrong with what it left behind."""
