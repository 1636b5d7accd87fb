"""Managed Google Play: binding, apps that are added and come with the next synchronisation, the layout of the store.

Reference: https://learn.microsoft.com/graph/api/resources/intune-androidforwork-androidmanagedstoreaccountenterprisesettings and
MicrosoftDocs/memdocs apps-add-android-for-work.md @ 9cc8a41. Links and tokens of Google are made up.
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
PACKAGE_NAME = re.compile(r"([A-Za-z]\w*(?:\.\w+)+)", re.ASCII)
PENDING_SETTING, LAYOUT_SETTING, SIGNUP_SETTING = "play/pending", "play/layout", "play/signup"
BOUND_STATES = ("bound", "boundAndValidated")
STORE_URL = "https://play.google.com/store/apps/details?id="
Arguments = Mapping[str, str]


def get_binding(call: Call) -> Stored:
    """The tenant's binding to managed Google Play; `notBound` until an administrator binds it."""
    return call.store.get(ROOT_STORE, GOOGLE_PLAY_PATH[-1]) or Stored(
        ROOT_STORE, GOOGLE_PLAY_PATH[-1], GOOGLE_PLAY_PATH[-1], {"bindStatus": "notBound"}, {}
    )


def is_bound(call: Call) -> bool:
    """Whether the tenant is bound to managed Google Play."""
    return get_binding(call).body.get("bindStatus") in BOUND_STATES


def _require_binding(call: Call) -> None:
    if call.on("play-needs-bind") and not is_bound(call):
        raise errors.bad_request("The tenant is not bound to managed Google Play.", intune=True)


def _change_binding(call: Call, **values: JSON) -> Reply:
    before = get_binding(call)
    after = replace(before, body={**before.body, **values, "lastModifiedDateTime": call.now()})
    call.store.put(after)
    return Reply(204, None, audited_write(before, after))


def add_apps(call: Call, _: str, __: Arguments) -> Reply:
    """`addApps`: products of the store, by their ids."""
    _require_binding(call)
    return _add_products(
        call, parse_parameters(call, ("productIds",))["productIds"], "productIds", PRODUCT_ID
    )


def approve_apps(call: Call, _: str, __: Arguments) -> Reply:
    """`approveApps`, the older way: packages, with all their permissions or without."""
    _require_binding(call)
    body = parse_parameters(call, ("packageIds", "approveAllPermissions"))
    if not isinstance(body.get("approveAllPermissions", False), bool):
        raise errors.schema_mismatch("approveAllPermissions")
    return _add_products(call, body["packageIds"], "packageIds", PRODUCT_ID, PACKAGE_NAME)


def _add_products(call: Call, sent: JSON, name: str, *forms: re.Pattern[str]) -> Reply:
    if not isinstance(sent, list) or not sent or not all(isinstance(one, str) for one in sent):
        raise errors.schema_mismatch(name)
    packages = []
    for one in sent:
        found = next((match for form in forms if (match := form.fullmatch(one))), None)
        if found is None:
            raise errors.bad_request(f"'{one}' is not a product of managed Google Play.", intune=True)
        packages.append(found[1])
    before = get_binding(call)
    if call.on("play-apps-after-sync"):
        waiting = call.store.setting(PENDING_SETTING) or []
        call.store.keep_setting(PENDING_SETTING, list(dict.fromkeys([*waiting, *packages])))
    else:
        _create_apps(call, packages)
    return Reply(204, None, audited_write(before, before))


def _create_apps(call: Call, packages: Iterable[str]) -> None:
    """Put packages among the tenant's apps, once each."""
    known = {
        app.body.get("packageId")
        for app in call.store.objects((APPS,))
        if app.type.startswith("androidManagedStore")
    }
    now = call.now()
    for package in packages:
        if package in known:
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
    """`syncApps`: add the apps that wait for a synchronisation."""
    _require_binding(call)
    _create_apps(call, call.store.setting(PENDING_SETTING) or ())
    call.store.keep_setting(PENDING_SETTING, [])
    return _change_binding(call, lastAppSyncDateTime=call.now(), lastAppSyncStatus="success")


def request_signup_url(call: Call, _: str, __: Arguments) -> Reply:
    """`requestSignupUrl`: the address at which an administrator binds the tenant to Google."""
    host = _parse_text(call, "hostName")
    _require_no_binding(call)
    call.store.keep_setting(SIGNUP_SETTING, True)
    return _answer_text(call, f"https://play.google.com/work/adminsignup?host={host}")


def complete_signup(call: Call, _: str, __: Arguments) -> Reply:
    """`completeSignup`: bind the tenant."""
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
    if call.on("play-needs-bind") and is_bound(call):
        raise errors.bad_request("The tenant is bound to managed Google Play already.", intune=True)


def create_web_token(call: Call, _: str, __: Arguments) -> Reply:
    """`createGooglePlayWebToken` and `createZeroTouchWebToken`: a made-up token."""
    _parse_text(call, "parentUri")
    _require_binding(call)
    return _answer_text(call, call.new_id("play/token").replace("-", ""))


def request_upgrade_url(call: Call, _: str, __: Arguments) -> Reply:
    """`requestEnterpriseUpgradeUrl`."""
    _require_binding(call)
    return _answer_text(call, "https://play.google.com/work/enterpriseupgrade")


def get_store_layout(call: Call, _: str, __: Arguments) -> Reply:
    """`retrieveStoreLayout`: basic while nobody set another."""
    _require_binding(call)
    return _answer_text(
        call,
        str(call.store.setting(LAYOUT_SETTING) or "basic"),
        "microsoft.graph.androidManagedStoreLayoutType",
    )


def set_store_layout(call: Call, _: str, __: Arguments) -> Reply:
    """`setStoreLayout`."""
    chosen = parse_parameters(call, ("storeLayoutType",))["storeLayoutType"]
    if chosen not in call.metadata.enums["androidManagedStoreLayoutType"][:2]:
        raise errors.schema_mismatch("storeLayoutType")
    _require_binding(call)
    call.store.keep_setting(LAYOUT_SETTING, chosen)
    return Reply(204, None, audited_write(get_binding(call), get_binding(call)))


def unbind(call: Call, _: str, __: Arguments) -> Reply:
    """`unbind`: end the binding; apps that came by it stay in the list."""
    _require_binding(call)
    call.store.keep_setting(PENDING_SETTING, [])
    return _change_binding(call, bindStatus="notBound")


def set_fully_managed(call: Call, _: str, __: Arguments) -> Reply:
    """`setAndroidDeviceOwnerFullyManagedEnrollmentState`."""
    enabled = parse_parameters(call, ("enabled",))["enabled"]
    if not isinstance(enabled, bool):
        raise errors.schema_mismatch("enabled")
    _require_binding(call)
    return _change_binding(call, androidDeviceOwnerFullyManagedEnrollmentEnabled=enabled)


def _parse_text(call: Call, name: str) -> str:
    sent = parse_parameters(call, (name,))[name]
    if not isinstance(sent, str) or not sent:
        raise errors.schema_mismatch(name)
    return sent


def _answer_text(call: Call, value: str, kind: str = "Edm.String") -> Reply:
    return Reply(200, {"@odata.context": call.context(f"{kind}"), "value": value})


ACTIONS: Mapping[str, Callable[[Call, str, Arguments], Reply]] = {
    "addApps": add_apps, "approveApps": approve_apps, "syncApps": sync_apps, "requestSignupUrl": request_signup_url,
    "completeSignup": complete_signup, "createGooglePlayWebToken": create_web_token, "createZeroTouchWebToken": create_web_token,
    "requestEnterpriseUpgradeUrl": request_upgrade_url, "setStoreLayout": set_store_layout, "unbind": unbind,
    "setAndroidDeviceOwnerFullyManagedEnrollmentState": set_fully_managed,
}  # fmt: skip
"""Name of an action -> its handler."""
