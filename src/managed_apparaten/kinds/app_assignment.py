"""Apps of the tenant and whom they are assigned to: required apps, approved apps of an allowlist, blocked apps to be uninstalled.

An app is known by its identifier, whatever sort of app it is in Intune. The app itself is not ours: only assignments of groups that the
marker in its notes names are, and `assign` gets everybody else's back as they were. A missing App Store app is made; Android apps come
from managed Google Play only. Nothing is required that no rule requires, the management apps of an allowlist neither: enrolment puts
Intune, Authenticator and Company Portal on fully managed Android devices ("Add managed Google Play apps"), and Company Portal on Apple
devices where the enrolment profile makes people sign in with it ("Authentication methods for automated device enrollment"). Dedicated
Android devices are the exception: they take required assignments only, so approved apps are required there (`compile/intents.py`).

Settings of an assignment are sent where the service wants them, for winget apps, and where leaving them out would leave open what it
does: an app of a volume purchase is licensed to the device, as Intune itself proposes ("Manage Apple volume-purchased apps"), since a
licence for a person asks them for an Apple account. Those of other types may be left out, and are.
https://learn.microsoft.com/graph/api/resources/intune-shared-mobileapp
"""

from collections.abc import Iterator, Mapping, Sequence

from managed_apparaten.compile import apps, intents, reasons
from managed_apparaten.compile.audience import Audience
from managed_apparaten.compile.desired import Match
from managed_apparaten.compile.kind import Draft, Kind, Permissions, Whole
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import cause
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import PLATFORMS, App, Identifier, Platform, Text

IDENTIFIED: Mapping[str, tuple[Platform, str]] = {
    "iosStoreApp": ("ios", "bundleId"),
    "iosVppApp": ("ios", "bundleId"),
    "iosLobApp": ("ios", "bundleId"),
    "androidManagedStoreApp": ("android", "packageId"),
    "winGetApp": ("windows", "packageIdentifier"),
    "macOsVppApp": ("macos", "bundleId"),
}
"""Graph type -> platform and property that identifies the app. Apps of the MAM catalogue are not installed by anybody and stay out."""
PURCHASED = frozenset({"iosVppApp", "macOsVppApp"})
"""Types of apps that come with a token of Apple's volume purchase: one object for each token that has the app ("Manage Apple
volume-purchased apps")."""
DEVICES = {"iPad": True, "iPhoneAndIPod": True}
OLDEST = {"v8_0": True}
"""The first member of `iosMinimumOperatingSystem`: no limit of ours. Graph's metadata lets the property be null; it is sent because
those who make such apps send it, always with one version (microsoftgraph/powershell-intune-samples, Application_iOS_Add.ps1), and
terraform-provider-microsoft365 takes none without it."""
STORE_APP = "#microsoft.graph.iosStoreApp"


def identify(body: JSON) -> str | None:
    """`ios:org.whispersystems.signal`, or None for an app that we do not assign."""
    platform, name = IDENTIFIED.get(_type(body), (None, ""))
    value = body.get(name)
    return f"{platform}:{str(value).lower()}" if platform and value else None


def purchased(body: JSON) -> bool:
    """Whether the app comes from Apple's volume purchase."""
    return _type(body) in PURCHASED


def exhausted(body: JSON) -> bool:
    """Whether all licences are in use. Where the tenant does not say how many there are, nothing is known of it."""
    total, used = body.get("totalLicenseCount"), body.get("usedLicenseCount")
    return purchased(body) and isinstance(total, int) and isinstance(used, int) and used >= total


def from_store(body: JSON) -> bool:
    """Whether it is an app of Apple's App Store, which asks people for an Apple account."""
    return f"#microsoft.graph.{_type(body)}" == STORE_APP


def _type(body: JSON) -> str:
    return str(body.get("@odata.type")).removeprefix("#microsoft.graph.")


def compile_whole(whole: Whole) -> list[Draft]:
    """One for each app and platform with somebody to assign it to. That two apps do not share an identifier is checked before and after."""
    found: list[Draft] = []
    for platform in PLATFORMS:
        people = intents.populations(whole, platform)
        found += [draft for app in whole.policy.apps.values() for draft in _drafts(whole, platform, app, people)]
    return found


def _drafts(whole: Whole, platform: Platform, app: App, people: Sequence[Audience]) -> Iterator[Draft]:
    if not app.on(platform, intents.KNOWN_BY[platform]):
        return
    given = intents.grants(whole, app, platform, people)
    known = {f"{platform}:{i.value.lower()}": i for i in intents.identifiers(app, platform, given)}
    if not known or not any(grant.intent for grant in given):
        return
    wanted = platform == "ios" and any(grant.intent in ("available", "required") for grant in given)
    body = _store_app(app, next(iter(known.values()))) if wanted else {}
    yield Draft(
        {"@odata.type": because(STORE_APP if body else "#microsoft.graph.mobileApp", reasons.INTUNE_NEEDS), **body},
        part=f"{platform}.{app.id}",
        about=whole.say("label.kind.app.about"),
        assignments=intents.assignments(whole, given),
        match=Match(platform, tuple(known), app.name, bool(body), intents.else_open(given)),
        diagnostics=tuple(intents.contradicted(app, given)),
    )


def _store_app(app: App, identifier: Identifier) -> dict[str, Traced]:
    """All that an App Store app needs to be made; nothing when it is not certain which page of the store is its own."""
    page = apps.store_page(app, identifier)
    if page is None:
        return {}
    entry = reasons.entry(app)
    return {
        "displayName": because(app.name, entry),
        "description": because(f"{app.name} ({app.publisher})", entry),
        "publisher": because(app.publisher, entry),
        "bundleId": because(identifier.value, reasons.identifier(identifier)),
        "appStoreUrl": because(page, entry),
        "applicableDeviceType": because(DEVICES, cause("default", "cause.kind.app-any-device")),
        "minimumSupportedOperatingSystem": because(OLDEST, cause("default", "cause.kind.app-any-device")),
    }


KIND = Kind(
    name="app_assignment",
    title=Text(nl="App-toewijzing", en="App assignment"),
    platform=None,
    odata_type="microsoft.graph.mobileApp",
    collection="deviceAppManagement/mobileApps",
    serves=intents.serves,
    compile_whole=compile_whole,
    permissions=Permissions("DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"),
    order=40,
    list_expand="assignments",
    item_expand="assignments",
    marker_property="notes",
    identify=identify,
    identifying=frozenset(name for _, name in IDENTIFIED.values()),
    purchased=purchased,
    exhausted=exhausted,
    from_store=from_store,
    assign_as=("mobileAppAssignments", "#microsoft.graph.mobileAppAssignment"),
    assignment_settings={
        "#microsoft.graph.winGetApp": {"@odata.type": "#microsoft.graph.winGetAppAssignmentSettings", "notifications": "showAll"},
        "#microsoft.graph.iosVppApp": {"@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings", "useDeviceLicensing": True},
        "#microsoft.graph.macOsVppApp": {"@odata.type": "#microsoft.graph.macOsVppAppAssignmentSettings", "useDeviceLicensing": True},
    },
    unordered=frozenset({"/roleScopeTagIds"}),
)
