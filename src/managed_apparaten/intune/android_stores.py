"""Which Play store an Android device of the organisation has, and what enrolment puts on it.

Without a setting of ours the managed store shows what was assigned and nothing else. With `play-store: open` it is the whole store, in
which an app is kept off by an uninstall assignment only.
Sources: Microsoft Learn, "Android template device settings list" (Applications) and "Add managed Google Play apps" (apps that Intune
adds by itself when managed Google Play is connected).
"""

from collections.abc import Iterator, Sequence

from managed_apparaten.compile.kind import Scope
from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.policy.model import DeviceClass, Located

OPEN = "open"
BY_ENROLMENT = frozenset(
    {"com.microsoft.windowsintune.companyportal", "com.microsoft.intune", "com.azure.authenticator"}
)
"""Packages that are on such a device from its enrolment on, whatever is assigned; Intune adds them to the tenant by itself."""
IN_WORK_PROFILE = frozenset({"com.microsoft.windowsintune.companyportal"})
"""What makes the work profile on somebody's own device, and stays in it."""


def whole_store(devices: Sequence[DeviceClass]) -> Located[str] | None:
    """The line that opens the store for all of these classes; None where the store shows assigned apps only."""
    asked = [device.play_store for device in devices if device.play_store and device.play_store.value == OPEN]
    return Located(asked[0].value, asked[0].span) if asked and len(asked) == len(devices) else None


def store_faults(scope: Scope) -> Iterator[Diagnostic]:
    """KND390, a warning for an open store. KND392, an error where classes that share one object differ, and KND393 on an allowlist."""
    opened = [device for device in scope.devices if device.play_store and device.play_store.value == OPEN]
    for device in opened:
        assert device.play_store is not None
        step = scope.role.step_on(device)
        if step.value == "allowlist":
            related = (Related(step.span, "label.role-step"),)
            yield Diagnostic(
                "KND393", "error", device.play_store.span, {"role": scope.role.id}, related=related
            )
    closed = [device for device in scope.devices if device not in opened]
    if opened and closed:
        assert opened[0].play_store is not None
        related = (Related(closed[0].span, "label.kind.devices"),)
        yield Diagnostic(
            "KND392", "error", opened[0].play_store.span, {"role": scope.role.id}, related=related
        )
    elif opened and scope.step().value != "allowlist":
        assert opened[0].play_store is not None
        yield Diagnostic("KND390", "warning", opened[0].play_store.span, {"role": scope.role.id})
