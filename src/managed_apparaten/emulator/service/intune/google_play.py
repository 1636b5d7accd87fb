"""Managed Google Play: the binding, apps that are added and appear with the next synchronisation, the layout
of the store.

Reference:
https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androidmanagedstoreaccountenterprisesettings
and MicrosoftDocs/memdocs apps-add-android-for-work.md @ 9cc8a41. Links and tokens of Google are made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.intune.actions import parse_parameters
from managed_apparaten.emulator.service.intune.devices import GOOGLE_PLAY_PATH
from managed_apparaten.emulator.service.intune.tenant_settings import ROOT_STORE

APPS = "deviceAppManagement/mobileApps"
PRODUCT_ID = re.compile(r"app:([A-Za-z]\w*(?:\.\w+)+)", re.ASCII)
"""Form of the id of a product."""
PACKAGE_NAME = re.compile(r"([A-Za-z]\w*(?:\.\w+)+)", re.ASCII)
"""Form of a package name."""
PENDING_SETTING, LAYOUT_SETTING, SIGNUP_SETTING = "play/pending", "play/layout", "play/signup"
"""Names under which the store keeps the apps that wait for a synchronisation, the layout, and whether a
sign-up was requested."""
BOUND_STATES = ("bound", "boundAndValidated")
"""States of the binding in which the tenant is bound."""
STORE_URL = "https://play.google.com/store/apps/details?id="
Arguments = Mapping[str, str]


def get_binding(call: Call) -> Stored:
    """Return the tenant's binding to managed Google Play; `notBound` until an administrator binds it."""
    name = GOOGLE_PLAY_PATH[-1]
    return call.store.get(ROOT_STORE, name) or Stored(ROOT_STORE, name, name, {"bindStatus": "notBound"}, {})


def is_bound(call: Call) -> bool:
    """Return whether the tenant is bound to managed Google Play."""
    return get_binding(call).body.get("bindStatus") in BOUND_STATES


def _require_binding(call: Call) -> None:
    """Refuse a request that needs a binding when there is none."""
    if call.on("play-needs-bind") and not is_bound(call):
        raise errors.bad_request("The tenant is not bound to managed Google Play.", intune=True)


def _change_binding(call: Call, **values: JSON) -> Reply:
    """Store values of the binding, and answer 204."""
    before = get_binding(call)
    after = replace(before, body={**before.body, **values, "lastModifiedDateTime": call.now()})
    call.store.put(after)
    return Reply(204, None, audited_write(before, after))


def add_apps(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `addApps`: add products of the store by their ids."""
    _require_binding(call)
    return _add_products(
        call, parse_parameters(call, ("productIds",))["productIds"], "productIds", PRODUCT_ID
    )


def approve_apps(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `approveApps`, the older way: add packages, with all their permissions or without."""
    _require_binding(call)
    body = parse_parameters(call, ("packageIds", "approveAllPermissions"))
    if not isinstance(body.get("approveAllPermissions", False), bool):
        raise errors.schema_mismatch("approveAllPermissions")
    return _add_products(call, body["packageIds"], "packageIds", PRODUCT_ID, PACKAGE_NAME)


def _add_products(call: Call, products: JSON, name: str, *forms: re.Pattern[str]) -> Reply:
    """Add the apps of a parameter, at once or with the next synchronisation.

    `forms` are the patterns of which a product has one; their first group is the package name.
    """
    if not isinstance(products, list) or not products or not all(isinstance(one, str) for one in products):
        raise errors.schema_mismatch(name)
    packages = []
    for product in products:
        match = next((match for form in forms if (match := form.fullmatch(product))), None)
        if match is None:
            raise errors.bad_request(f"'{product}' is not a product of managed Google Play.", intune=True)
        packages.append(match[1])
    before = get_binding(call)
    if call.on("play-apps-after-sync"):
        pending = call.store.setting(PENDING_SETTING) or []
        call.store.keep_setting(PENDING_SETTING, list(dict.fromkeys([*pending, *packages])))
    else:
        _create_apps(call, packages)
    return Reply(204, None, audited_write(before, before))


def _create_apps(call: Call, packages: Iterable[str]) -> None:
    """Create an app for each package that the tenant does not have yet."""
    existing_packages = {
        app.body.get("packageId")
        for app in call.store.objects((APPS,))
        if app.type.startswith("androidManagedStore")
    }
    now = call.now()
    for package in packages:
        if package in existing_packages:
            continue
        body: dict[str, JSON] = {
            "displayName": package, "packageId": package, "appIdentifier": f"app:{package}", "appStoreUrl": STORE_URL + package,
            "publishingState": "published", "isPrivate": False, "isSystemApp": False, "supportsOemConfig": False, "roleScopeTagIds": ["0"],
            "createdDateTime": now, "lastModifiedDateTime": now,
        }  # fmt: skip
        call.store.insert(
            [Stored(APPS, call.new_id(f"{APPS}/{package}"), "androidManagedStoreApp", body, {})]
        )


def sync_apps(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `syncApps`: create the apps that wait for a synchronisation."""
    _require_binding(call)
    _create_apps(call, call.store.setting(PENDING_SETTING) or ())
    call.store.keep_setting(PENDING_SETTING, [])
    return _change_binding(call, lastAppSyncDateTime=call.now(), lastAppSyncStatus="success")


def request_signup_url(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `requestSignupUrl`: the address at which an administrator binds the tenant to Google."""
    host = _parse_text(call, "hostName")
    _require_no_binding(call)
    call.store.keep_setting(SIGNUP_SETTING, True)
    return _answer_text(call, f"https://play.google.com/work/adminsignup?host={host}")


def complete_signup(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `completeSignup`: bind the tenant."""
    _parse_text(call, "enterpriseToken")
    _require_no_binding(call)
    if call.on("play-needs-bind") and not call.store.setting(SIGNUP_SETTING):
        raise errors.bad_request("No sign-up to managed Google Play was requested.", intune=True)
    call.store.keep_setting(SIGNUP_SETTING, False)
    return _change_binding(
        call,
        bindStatus="boundAndValidated",
        enrollmentTarget="none",
        ownerUserPrincipalName=call.request.person or None,
    )


def _require_no_binding(call: Call) -> None:
    """Refuse a request to bind a tenant that is bound already."""
    if call.on("play-needs-bind") and is_bound(call):
        raise errors.bad_request("The tenant is bound to managed Google Play already.", intune=True)


def create_web_token(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `createGooglePlayWebToken` and `createZeroTouchWebToken` with a made-up token."""
    _parse_text(call, "parentUri")
    _require_binding(call)
    return _answer_text(call, call.new_id("play/token").replace("-", ""))


def request_upgrade_url(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `requestEnterpriseUpgradeUrl`."""
    _require_binding(call)
    return _answer_text(call, "https://play.google.com/work/enterpriseupgrade")


def get_store_layout(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `retrieveStoreLayout`: basic until somebody sets another layout."""
    _require_binding(call)
    return _answer_text(
        call,
        str(call.store.setting(LAYOUT_SETTING) or "basic"),
        "microsoft.graph.androidManagedStoreLayoutType",
    )


def set_store_layout(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `setStoreLayout`."""
    layout = parse_parameters(call, ("storeLayoutType",))["storeLayoutType"]
    if layout not in call.metadata.enums["androidManagedStoreLayoutType"][:2]:
        raise errors.schema_mismatch("storeLayoutType")
    _require_binding(call)
    call.store.keep_setting(LAYOUT_SETTING, layout)
    return Reply(204, None, audited_write(get_binding(call), get_binding(call)))


def unbind(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `unbind`: end the binding; its apps stay in the list."""
    _require_binding(call)
    call.store.keep_setting(PENDING_SETTING, [])
    return _change_binding(call, bindStatus="notBound")


def set_fully_managed(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `setAndroidDeviceOwnerFullyManagedEnrollmentState`."""
    enabled = parse_parameters(call, ("enabled",))["enabled"]
    if not isinstance(enabled, bool):
        raise errors.schema_mismatch("enabled")
    _require_binding(call)
    return _change_binding(call, androidDeviceOwnerFullyManagedEnrollmentEnabled=enabled)


def _parse_text(call: Call, name: str) -> str:
    """Return a parameter that is a text and not empty."""
    text = parse_parameters(call, (name,))[name]
    if not isinstance(text, str) or not text:
        raise errors.schema_mismatch(name)
    return text


def _answer_text(call: Call, text: str, type_name: str = "Edm.String") -> Reply:
    """Return the answer with one text, or one member of an enum."""
    return Reply(200, {"@odata.context": call.context(f"{type_name}"), "value": text})


ACTIONS: Mapping[str, Callable[[Call, str, Arguments], Reply]] = {
    "addApps": add_apps, "approveApps": approve_apps, "syncApps": sync_apps, "requestSignupUrl": request_signup_url,
    "completeSignup": complete_signup, "createGooglePlayWebToken": create_web_token, "createZeroTouchWebToken": create_web_token,
    "requestEnterpriseUpgradeUrl": request_upgrade_url, "setStoreLayout": set_store_layout, "unbind": unbind,
    "setAndroidDeviceOwnerFullyManagedEnrollmentState": set_fully_managed,
}  # fmt: skip
"""Name of an action -> its handler."""
