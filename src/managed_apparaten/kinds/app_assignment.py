"""Apps of the tenant and whom they are assigned to: required apps, approved apps of an allowlist, blocked apps to be uninstalled.

An app is known by its identifier, whatever sort of app it is in Intune, or on computers by the name that the organisation says it has
there. What cannot be looked up at all is said by `compile.unfindable`. The app itself is not ours: only assignments of groups that the
marker in its notes names are, and `assign` gets everybody else's back as they were. A missing App Store app is made; Android apps come
from managed Google Play only. Nothing is required that no rule requires, the management apps of an allowlist neither: enrolment puts
Intune, Authenticator and Company Portal on fully managed Android devices ("Add managed Google Play apps"), and Company Portal on Apple
devices where the enrolment profile makes people sign in with it ("Authentication methods for automated device enrollment"). Dedicated
Android devices are the exception: they take required assignments only, so approved apps are required there (`intune/app_intents.py`).

Settings of an assignment are sent where the service wants them, for winget apps, and where leaving them out would leave open what it
does: an app of a volume purchase is licensed to the device, as Intune itself proposes ("Manage Apple volume-purchased apps"), since a
licence for a person asks them for an Apple account. Those of other types may be left out, and are.
https://learn.microsoft.com/graph/api/resources/intune-shared-mobileapp
"""

from collections.abc import Iterator, Mapping, Sequence

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.audience import Audience
from managed_apparaten.compile.desired import Match
from managed_apparaten.compile.kind import Draft, Kind, OrganisationScope, Permissions
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import cause
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import app_intents, app_lists
from managed_apparaten.policy.model import PLATFORMS, App, Identifier, Platform, Text

Paths = tuple[tuple[str, ...], ...]
IDENTIFIED: Mapping[str, tuple[Platform, Paths]] = {
    "iosStoreApp": ("ios", (("bundleId",),)),
    "iosVppApp": ("ios", (("bundleId",),)),
    "iosLobApp": ("ios", (("bundleId",),)),
    "androidManagedStoreApp": ("android", (("packageId",),)),
    "winGetApp": ("windows", (("packageIdentifier",),)),
    "win32LobApp": ("windows", (("msiInformation", "productCode"),)),
    "win32CatalogApp": ("windows", (("msiInformation", "productCode"),)),
    "windowsMobileMSI": ("windows", (("productCode",),)),
    "windowsUniversalAppX": ("windows", ()),
    "windowsAppX": ("windows", ()),
    "officeSuiteApp": ("windows", ()),
    "windowsMicrosoftEdgeApp": ("windows", ()),
    "macOsVppApp": ("macos", (("bundleId",),)),
    "macOSLobApp": ("macos", (("bundleId",),)),
    "macOSPkgApp": ("macos", (("primaryBundleId",),)),
    "macOSDmgApp": ("macos", (("primaryBundleId",),)),
    "macOSOfficeSuiteApp": ("macos", ()),
    "macOSMicrosoftEdgeApp": ("macos", ()),
    "macOSMicrosoftDefenderApp": ("macos", ()),
}
"""Graph type -> platform and where the value stands that identifies the app. Apps of the MAM catalogue are not installed by anybody and
stay out. A package is identified by two properties together, `PACKAGED`. Rules by which Intune detects a Win32 app are not read: there can
be scripts among them."""
ITSELF: Mapping[str, str] = {
    "macOSMicrosoftEdgeApp": "com.microsoft.edgemac",
    "windowsMicrosoftEdgeApp": "XPFFTQ037JWMHS",
}
"""Types that are one app, Microsoft Edge, by its bundle id and its id in the Microsoft Store. Other channels than stable are other apps."""
PACKAGED = ("identityName", "identityPublisherHash")
"""Together the package family name of an uploaded package."""
NAMED: frozenset[Platform] = frozenset({"windows", "macos"})
"""Platforms with types of app that carry no identifier: there an app is also known by the name that the organisation states."""
PURCHASED = frozenset({"iosVppApp", "macOsVppApp"})
"""Types of apps that come with a token of Apple's volume purchase: one object for each token that has the app ("Manage Apple
volume-purchased apps")."""
DEVICES = {"iPad": True, "iPhoneAndIPod": True}
OLDEST = {"v8_0": True}
"""The first member of `iosMinimumOperatingSystem`: no limit of ours. Graph's metadata lets the property be null; it is sent because
those who make such apps send it, always with one version (microsoftgraph/powershell-intune-samples, Application_iOS_Add.ps1), and
terraform-provider-microsoft365 takes none without it."""
STORE_APP = "#microsoft.graph.iosStoreApp"


def identify(body: JSON) -> tuple[str, ...]:
    """`ios:org.whispersystems.signal`, and on computers the name as well: `windows:name=7-zip`. Nothing for what is never assigned."""
    sort = _type(body)
    platform, paths = IDENTIFIED.get(sort, (None, ()))
    if platform is None:
        return ()
    values = [_at(body, path) for path in paths]
    if all(body.get(name) for name in PACKAGED):
        values.append("_".join(str(body[name]) for name in PACKAGED))
    if sort in ITSELF and body.get("channel") in (None, "stable"):
        values.append(ITSELF[sort])
    if platform in NAMED and body.get("displayName"):
        values.append(f"name={body['displayName']}")
    return tuple(f"{platform}:{value.lower()}" for value in values if value)


def _at(body: JSON, path: Sequence[str]) -> str:
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return str(body or "")


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


def compile_whole(whole: OrganisationScope) -> list[Draft]:
    """One for each app and platform with somebody to assign it to. That two apps do not share an identifier is checked before and after."""
    found: list[Draft] = []
    for platform in PLATFORMS:
        people = app_intents.populations(whole, platform)
        found += [
            draft for app in whole.policy.apps.values() for draft in _drafts(whole, platform, app, people)
        ]
    return found


def _drafts(
    whole: OrganisationScope, platform: Platform, app: App, people: Sequence[Audience]
) -> Iterator[Draft]:
    if not app.on(platform, *app_intents.KNOWN_BY[platform]):
        return
    given = app_intents.grants(whole, app, platform, people)
    known = {
        app_intents.key(identifier): identifier
        for identifier in app_intents.identifiers(app, platform, given)
    }
    asked = tuple(sorted({(grant.intent, grant.audience.role.id) for grant in given if grant.intent}))
    if not known or not asked:
        return
    wanted = platform == "ios" and any(grant.intent in ("available", "required") for grant in given)
    body = _store_app(app, next(iter(known.values()))) if wanted else {}
    yield Draft(
        {
            "@odata.type": because(
                STORE_APP if body else "#microsoft.graph.mobileApp", common_causes.INTUNE_NEEDS
            ),
            **body,
        },
        part=f"{platform}.{app.id}",
        about=whole.say("label.kind.app.about"),
        assignments=app_intents.assignments(whole, given),
        match=Match(platform, tuple(known), app.name, bool(body), app_intents.else_open(given), asked),
        diagnostics=tuple(app_intents.contradicted(app, given)),
    )


def _store_app(app: App, identifier: Identifier) -> dict[str, Traced]:
    """All that an App Store app needs to be made; nothing when it is not certain which page of the store is its own."""
    page = app_lists.store_page(app, identifier)
    if page is None:
        return {}
    entry = common_causes.entry(app)
    return {
        "displayName": because(app.name, entry),
        "description": because(f"{app.name} ({app.publisher})", entry),
        "publisher": because(app.publisher, entry),
        "bundleId": because(identifier.value, common_causes.identifier(identifier)),
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
    serves=app_intents.serves,
    compile_whole=compile_whole,
    permissions=Permissions("DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"),
    order=40,
    list_expand="assignments",
    item_expand="assignments",
    marker_property="notes",
    identify=identify,
    identifying=frozenset(
        {
            "displayName",
            "channel",
            *PACKAGED,
            *(path[0] for _, paths in IDENTIFIED.values() for path in paths),
        }
    ),
    purchased=purchased,
    exhausted=exhausted,
    from_store=from_store,
    assign_as=("mobileAppAssignments", "#microsoft.graph.mobileAppAssignment"),
    assignment_settings={
        "#microsoft.graph.winGetApp": {
            "@odata.type": "#microsoft.graph.winGetAppAssignmentSettings",
            "notifications": "showAll",
        },
        "#microsoft.graph.iosVppApp": {
            "@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings",
            "useDeviceLicensing": True,
        },
        "#microsoft.graph.macOsVppApp": {
            "@odata.type": "#microsoft.graph.macOsVppAppAssignmentSettings",
            "useDeviceLicensing": True,
        },
    },
    unordered=frozenset({"/roleScopeTagIds"}),
)
