"""Apple's two ways to say which apps run: restrictions, and from system version 27 on the declarative App Settings.

Apple deprecates the lists of the restrictions in iOS 27. A role that asks for version 27 gets a declaration. An older device does not
know that and ignores it; it is non-compliant, and there all the same. On an iPhone the list of the restrictions therefore stays beside
it: both hold the same apps, lists of denied apps add up, and of lists of allowed apps only what is on all of them opens.
https://developer.apple.com/documentation/devicemanagement/allowing-and-denying-apps-and-binaries
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core import assumptions
from managed_apparaten.core.cause import Cause, Causes, cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import app_lists, settings_catalog
from managed_apparaten.intune.app_lists import Listed, at_least
from managed_apparaten.policy.model import STEPS, App, Organisation, Platform, Role, Step

FIRST_DECLARATIVE = 27
"""The version of iOS, iPadOS and macOS that knows App Settings."""

Listing = Literal["blocked", "allowed"]
LISTINGS: Mapping[Step, Listing | None] = {
    step: "allowed" if step == "allowlist" else "blocked" if at_least(step, "block") else None
    for step in STEPS
}
"""The list of apps that each step writes."""

RESTRICTIONS = "com.apple.applicationaccess"
RESTRICTIONS_ROOT = f"{RESTRICTIONS}_{RESTRICTIONS}"
"""Apple's restrictions in the settings catalog: the payload, and the one group that all its settings stand in."""

APP = "app_app"
ALLOWED = "app_allowed"
APP_SETTINGS = frozenset({APP, ALLOWED})

LONGEST = 600
"""Bundle ids in a list of the settings catalog: `maximumCount` of all four (github pl4nty/intune-change-tracking @7d67df9d9)."""

NEVER_MISSING = (
    "com.apple.mobilephone",  # calling, and the emergency number
    "com.apple.MobileAddressBook",  # whom to call
    "com.apple.MobileSMS",  # messages, and codes to sign in with
    "com.apple.Preferences",  # settings: network, passcode, updates
    "com.apple.DocumentsApp",  # files: what apps save and hand over
    "com.apple.camera",  # QR codes for sign-in and enrolment
    "com.apple.mobileslideshow",  # what the camera made
    "com.apple.mobilesafari",  # sign-in pages
    "com.apple.mobiletimer",  # alarms
    "com.apple.Health",  # medical ID for emergency services
    "com.apple.findmy",  # a lost device
    "com.microsoft.CompanyPortal",  # management: enrolment and compliance
    "com.microsoft.azureauthenticator",  # management: sign-in
    "com.microsoft.scmx",  # management: Defender
)
"""Apps that stand on every list of allowed apps unless a rule blocks them: without them the device cannot be reached, signed in to, managed
or found. Apple does not say which of its apps an allow list may leave out; makers of device management advise this set."""
NEVER_HIDDEN = frozenset({"com.apple.mobilephone", "com.apple.Preferences"})
"""Of those, what iOS shows whatever a list says (documentation of IBM MaaS360, Miradore and Cortado): no list of blocked apps has them."""


def declarative(role: Role, platform: Platform, organisation: Organisation) -> bool:
    """Whether the role asks for a version that knows App Settings, and we know how to name apps there. Older devices can be there still."""
    oldest = role.compliance.os_minimum.get(platform)
    if oldest is None or int(oldest.value.split(".")[0]) < FIRST_DECLARATIVE:
        return False
    known = assumptions.effective_value(organisation.assumptions, assumptions.SIGNING_ID)
    return platform == "ios" or known == assumptions.BY_ID[assumptions.SIGNING_ID].default


def bundle_ids(scope: Scope, listing: Listing | None) -> dict[str, Causes]:
    """The bundle ids of a list on iPhone and iPad, with their reasons. A list of allowed apps is never without the system's own."""
    if listing == "allowed":
        return _always(scope) | {item.identifier.value: item.causes for item in app_lists.approved(scope)}
    return {item.identifier.value: item.causes for item in stoppable(scope)} if listing else {}


def stoppable(scope: Scope) -> list[Listed]:
    """What the rules block for this role and an iPhone can do without, sorted by identifier."""
    return [item for item in app_lists.blocked(scope) if item.identifier.value not in NEVER_HIDDEN]


def shut(scope: Scope) -> Iterator[Diagnostic]:
    """What is to be said of blocked apps without which an iPhone is of little use: those that stay, and those that go."""
    essential = [item for item in app_lists.blocked(scope) if item.identifier.value in NEVER_MISSING]
    for item in (item for item in essential if item.identifier.value in NEVER_HIDDEN):
        yield Diagnostic(
            "KND401",
            "warning",
            item.causes[0].span,
            {"app": item.app.name, "identifier": item.identifier.value},
        )
    gone = sorted({item.app.name for item in essential if item.identifier.value not in NEVER_HIDDEN})
    if gone:
        yield Diagnostic(
            "KND402", "warning", scope.step().span, {"role": scope.role.id, "apps": ", ".join(gone)}
        )


def app_settings(
    scope: Scope, platforms: str, allowed: list[Traced], line: Cause
) -> tuple[dict[str, Traced], str]:
    """The body of a policy with App Settings, and the part that keeps its address apart.

    `technologies` cannot change once the object is there, so another value than the assumed one is another object.
    """
    technologies, assumed = common_causes.assumption(scope, assumptions.TECHNOLOGIES)
    tree: JSON = settings_catalog.groups(APP, [[because(settings_catalog.groups(ALLOWED, [allowed]), line)]])
    body = {
        "platforms": because(platforms, common_causes.INTUNE_NEEDS),
        "technologies": because(technologies, assumed),
        "settings": because([settings_catalog.setting(tree)], common_causes.INTUNE_NEEDS),
    }
    return body, "" if technologies == assumptions.BY_ID[assumptions.TECHNOLOGIES].default else technologies


def never_missing(app: App | None, name: str) -> Cause:
    """Why something stands on a list of allowed apps that nobody approved."""
    if app is None:
        return cause("default", "cause.kind.never-missing", app=name)
    return cause("catalogue", "cause.kind.never-missing", app.span, app=app.name)


def _always(scope: Scope) -> dict[str, Causes]:
    known = {i.value: app for app in scope.policy.apps.values() for i in app_lists.identifiers(app, "ios")}
    blocked = {item.identifier.value for item in stoppable(scope)}
    return {
        bundle: (never_missing(known.get(bundle), bundle),)
        for bundle in NEVER_MISSING
        if bundle not in blocked
    }
