"""Which apps a supervised iPhone or iPad with iOS 27 or later shows and starts: Apple's declarative App Settings.

It stands beside the lists in `ios_app_restrictions` for roles that ask for this version, and holds the same apps: a device with an
older system ignores it. Denied wins over allowed, and a denied app can still be installed. The policy's `technologies` and an empty
group are assumptions.
Ids: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/8c86f511-*.json.
https://developer.apple.com/documentation/devicemanagement/appsettings
"""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.app_effect import Answer
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.assumptions import NEUTRAL
from managed_apparaten.intune import app_list_effects, app_lists, ladder, settings_catalog
from managed_apparaten.intune.apple import (
    APP_SETTINGS,
    FIRST_DECLARATIVE,
    LISTINGS,
    LONGEST,
    Listing,
    app_settings,
    bundle_ids,
    declarative,
    shut,
)
from managed_apparaten.policy.model import DeviceClass, Text

DENIED = "app_allowed_deniedapps"
ALLOWED = "app_allowed_allowedapps"
LISTS: Mapping[Listing, str] = {"blocked": DENIED, "allowed": ALLOWED}


def serves(device: DeviceClass) -> bool:
    """Supervised devices of the organisation."""
    return device.ownership == "corporate" and device.supervised


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object for a role that asks for a version with App Settings, none for another. Without apps the group in it is empty."""
    if not declarative(scope.role, scope.platform, scope.policy.organisation):
        return []
    listing, line, warnings = ladder.behaviour(scope, LISTINGS)
    listed = bundle_ids(scope, listing)
    if not listed and common_causes.assumption(scope, NEUTRAL)[0] == "no-object":
        return []
    children = [because(settings_catalog.texts(LISTS[listing], listed), line)] if listing and listed else []
    body, part = app_settings(scope, "iOS", children, line)
    unverified = app_lists.unverified(app_lists.approved(scope)) if listing == "allowed" else ()
    essential = shut(scope) if listing else ()
    found = (*warnings, *unverified, *essential, *app_lists.too_many(scope, len(listed), LONGEST))
    return [Draft(body, scope.devices, part, diagnostics=found)]


def effects(desired: Desired) -> Answer:
    """The lists stop what they name, or what they do not name, on devices that know App Settings."""
    pointer, _ = settings_catalog.instances(desired.body).get(ALLOWED, ("", None))
    return app_list_effects.stops(
        settings_catalog.listed(desired.body, DENIED), settings_catalog.listed(desired.body, ALLOWED), pointer
    )


KIND = replace(
    settings_catalog.POLICY,
    name="ios_app_settings",
    title=Text(nl="App-instellingen", en="App settings"),
    platform="ios",
    serves=serves,
    compile=compile_drafts,
    order=25,
    from_version=FIRST_DECLARATIVE,
    definitions=APP_SETTINGS | set(LISTS.values()),
    effects=effects,
    labels=app_lists.label,
)
