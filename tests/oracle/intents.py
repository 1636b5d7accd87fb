"""What the tenant's own apps are assigned as. Required beats Uninstall, Uninstall beats Available (Microsoft Learn, apps-deploy).

The same page has two notes on Available: groups of devices cannot have it, but for groups of Android devices that are fully managed
or have a work profile beside a private side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .directory import Directory
from .question import App, Device
from .tenant import JSON, Graph

STRONGEST = ("required", "uninstall", "available", "availableWithoutEnrollment")
KNOWN_BY: Mapping[str, str] = {
    "bundleId": "bundle-id", "primaryBundleId": "bundle-id", "packageId": "package", "packageIdentifier": "store-id",
    "productCode": "product-code",
}  # fmt: skip
"""Property of a mobile app -> type of identifier. `packageIdentifier` of a winGetApp is its id in the Microsoft Store
(Microsoft Learn, add-microsoft-store). Win32 apps have their product code in `msiInformation`."""
AVAILABLE_TO_DEVICES = ("fully-managed", "corporate-work-profile")
NEEDS_ENROLMENT = frozenset(STRONGEST) - {"availableWithoutEnrollment"}


PLATFORM = "platform of the app"
"""Where an assignment keeps it here: an app for iPhones and one for Macs can have one bundle id."""


@dataclass(frozen=True, slots=True)
class Intents:
    """Assignments of apps, by identifier."""

    directory: Directory
    assignments: Mapping[App, tuple[JSON, ...]]
    """An app that the tenant knows without assigning it stands here with nothing."""

    def knows(self, app: App) -> bool:
        """Whether the tenant holds this app."""
        return app.plain in self.assignments

    def of(self, app: App, person: str | None, device: Device) -> str | None:
        """The intent that counts for this person on this device."""
        by_intent: dict[str, list[JSON]] = defaultdict(list)
        for assignment in self.assignments.get(app.plain, ()):
            if assignment.get(PLATFORM, device.platform) == device.platform:
                by_intent[assignment["intent"]].append(assignment)
        reached = {
            intent for intent, some in by_intent.items() if self.directory.reaches(some, person, device)
        }
        if device.enrolment == "unenrolled":
            reached -= NEEDS_ENROLMENT
        if device.enrolment not in AVAILABLE_TO_DEVICES and "people" not in self.directory.ways(
            by_intent["available"], person, device
        ):
            reached -= {"available"}
        return next((intent for intent in STRONGEST if intent in reached), None)


def read(graph: Graph, directory: Directory) -> Intents:
    """All apps of the tenant that carry an identifier."""
    found: dict[App, list[JSON]] = defaultdict(list)
    for app in graph.policies("deviceAppManagement/mobileApps"):
        told = {**(app.get("msiInformation") or {}), **app}
        for name, sort in KNOWN_BY.items():
            if told.get(name):
                found[App(sort, told[name])] += [
                    {**assignment, PLATFORM: _platform(app)} for assignment in app["assignments"]
                ]
    return Intents(directory, {app: tuple(some) for app, some in found.items()})


def _platform(app: JSON) -> str:
    """By the type of the app: `iosVppApp`, `managedIOSStoreApp`, `macOSPkgApp`, `androidManagedStoreApp`; all others are of Windows."""
    sort = app["@odata.type"].rpartition(".")[2].lower().removeprefix("managed")
    return next(
        (platform for platform in ("ios", "macos", "android") if sort.startswith(platform)), "windows"
    )
