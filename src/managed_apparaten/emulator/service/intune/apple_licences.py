"""Licences of Apple's volume purchase: tokens are synchronised, licences are counted by app and revoked.

Reference: https://learn.microsoft.com/graph/api/resources/intune-onboarding-vpptoken
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import representation, writing
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import get_collection

PATH = "deviceAppManagement/vppTokens"
APPS = "deviceAppManagement/mobileApps"
Arguments = Mapping[str, str]


def sync_licenses(call: Call, object_id: str, _: Arguments) -> Reply:
    """Answer `syncLicenses`: note the time of the synchronisation in the token."""
    tokens = get_collection(PATH)
    before = writing.find_stored(call, tokens, object_id)
    if call.on("vpp-token-must-be-valid") and before.body.get("state", "valid") != "valid":
        raise errors.bad_request(
            f"The token is {errors.shown(before.body['state'])} and cannot be synchronised.", intune=True
        )
    now = call.now()
    times = {"lastSyncDateTime": now, "lastSyncStatus": "completed", "lastModifiedDateTime": now}
    after = replace(before, body={**before.body, **times})
    call.store.replace(after)
    answer = {
        "@odata.context": representation.context_url(call, tokens, after.id),
        **representation.represent_object(call, tokens, after),
    }
    return Reply(200, answer, audited_write(before, after))


def revoke_licenses(call: Call, object_id: str, _: Arguments) -> Reply:
    """Answer `revokeLicenses`: set the used licences of the token's apps to zero."""
    body = call.body() if call.request.body else {}
    for name, value in body.items():
        if name not in ("notifyManagedDevices", "revokeUntrackedLicenses"):
            raise errors.invalid_parameter(name)
        if not isinstance(value, bool):
            raise errors.schema_mismatch(name)
    token = writing.find_stored(call, get_collection(PATH), object_id)
    for app in list(call.store.objects((APPS,))):
        if _is_bought_with(app, token):
            call.store.replace(replace(app, body={**app.body, "usedLicenseCount": 0}))
    return Reply(204, None, audited_write(token, token))


def sync_license_counts(_: Call, __: str, ___: Arguments) -> Reply:
    """Answer `syncLicenseCounts`, which has no effect: the counts are those of the apps."""
    return Reply(204)


def get_licenses_for_app(call: Call, _: str, arguments: Arguments) -> Reply:
    """Answer `getLicensesForApp`: by token, how many licences of an app are used and available."""
    summaries: list[JSON] = []
    for token in call.store.objects((PATH,)):
        for app in call.store.objects((APPS,)):
            if not _is_bought_with(app, token) or app.body.get("bundleId") != arguments["bundleId"]:
                continue
            total = int(app.body.get("totalLicenseCount") or 0)
            used = int(app.body.get("usedLicenseCount") or 0)
            summaries.append(
                {
                    "vppTokenId": token.id,
                    "appleId": token.body.get("appleId"),
                    "organizationName": token.body.get("organizationName"),
                    "availableLicenseCount": total - used,
                    "usedLicenseCount": used,
                }
            )
    context = call.context("Collection(microsoft.graph.vppTokenLicenseSummary)")
    return Reply(200, {"@odata.context": context, "value": summaries})


def _is_bought_with(app: Stored, token: Stored) -> bool:
    """Return whether an app was bought with a token.

    Apps name the token by its id, older ones by its Apple account.
    """
    if not app.type.lower().endswith("vppapp"):
        return False
    token_id = app.body.get("vppTokenId")
    return token_id == token.id if token_id else app.body.get("vppTokenAppleId") == token.body.get("appleId")
