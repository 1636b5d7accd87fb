"""Remote actions on devices, the devices of a user, and the paths of the roots of Intune.

Actions are accepted and change nothing (behaviour `device-actions-accepted`). Names:
learn.microsoft.com/graph/api/resources/intune-devices-manageddevice, of v1.0 and beta.
"""

from __future__ import annotations

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import INTUNE_ROOTS

PATH = "deviceManagement/managedDevices"
GOOGLE_PLAY_PATH = ("deviceManagement", "androidManagedStoreAccountEnterpriseSettings")
"""Path of the binding to managed Google Play:
intune-androidforwork-androidmanagedstoreaccountenterprisesettings."""
ROOT_PATHS = frozenset({GOOGLE_PLAY_PATH, *((name,) for name in INTUNE_ROOTS)})
"""Paths that are read and written as a root: the two roots, and the binding to managed Google Play."""
V1_ACTIONS = frozenset({
    "bypassActivationLock", "cleanWindowsDevice", "deleteUserFromSharedAppleDevice", "disableLostMode", "locateDevice",
    "logoutSharedAppleDeviceActiveUser", "rebootNow", "recoverPasscode", "remoteLock", "requestRemoteAssistance", "resetPasscode", "retire",
    "shutDown", "syncDevice", "updateWindowsDeviceAccount", "windowsDefenderScan", "windowsDefenderUpdateSignatures", "wipe",
})  # fmt: skip
"""Actions on a device that both versions have."""
BETA_ACTIONS = frozenset({
    "activateDeviceEsim", "disable", "enableLostMode", "playLostModeSound", "reenable", "rotateBitLockerKeys",
    "removeDeviceFirmwareConfigurationInterfaceManagement", "rotateFileVaultKey",
})  # fmt: skip
"""Actions on a device that only beta has."""


def accepts_action(call: Call, path: str, action: str) -> bool:
    """Return whether a path is that of the devices, and a device accepts an action of that name."""
    names = V1_ACTIONS if call.metadata.version == "v1.0" else V1_ACTIONS | BETA_ACTIONS
    return path == PATH and action in names and call.on("device-actions-accepted")


def list_user_devices(call: Call, user_id: str) -> list[Stored]:
    """Return the managed devices of a user."""
    return [device for device in call.store.objects((PATH,)) if device.body.get("userId") == user_id]


def is_root(call: Call) -> bool:
    """Return whether a path is that of a root, in a version whose metadata has it."""
    segments = call.url.segments
    return segments in ROOT_PATHS and call.metadata.find(segments[-1]) is not None
