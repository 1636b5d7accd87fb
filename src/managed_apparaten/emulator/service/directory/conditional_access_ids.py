"""Checks what the conditions of a conditional access policy name: groups, people, roles, applications and
locations.

It holds the built-in authentication strengths too.
"""

from __future__ import annotations

from collections.abc import Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata.values import is_guid
from managed_apparaten.emulator.service.call import Call

LOCATIONS = "identity/conditionalAccess/namedLocations"
LOCATION_NAMES = ("includeLocations", "excludeLocations")
"""Properties of the condition on locations."""
TRUSTED_ADDRESSES = "00000000-0000-0000-0000-000000000000"
"""Stands for the trusted addresses of multifactor authentication, which no named location shows:
Microsoft365DSC#2974."""
USER_KEYWORDS = {
    "includeUsers": ("All", "None", "GuestsOrExternalUsers"),
    "excludeUsers": ("GuestsOrExternalUsers",),
}
"""Condition -> values that stand in the place of the id of a person."""
APPLICATION_KEYWORDS = ("All", "None", "Office365", "MicrosoftAdminPortals")
"""Values that stand in the place of the id of an application."""
LOCATION_KEYWORDS = ("All", "AllTrusted", TRUSTED_ADDRESSES)
"""Values that stand in the place of the id of a named location."""
_PHISHING_RESISTANT = ["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"]
"""Methods that resist phishing."""
_PASSWORDLESS = [*_PHISHING_RESISTANT, "deviceBasedPush"]
_SECOND_FACTORS = ("microsoftAuthenticatorPush", "softwareOath", "hardwareOath", "sms", "voice")
"""Methods that count beside a password or another first factor."""


def _built_in(number: int, name: str, description: str, combinations: list[str]) -> dict[str, JSON]:
    """Return a built-in authentication strength."""
    return {
        "id": f"00000000-0000-0000-0000-00000000000{number}", "createdDateTime": "2021-12-01T08:00:00Z",
        "modifiedDateTime": "2021-12-01T08:00:00Z", "displayName": name, "description": description, "policyType": "builtIn",
        "requirementsSatisfied": "mfa", "allowedCombinations": combinations,
    }  # fmt: skip


AUTHENTICATION_STRENGTHS: Mapping[str, dict[str, JSON]] = {
    found["id"]: found
    for found in (
        _built_in(2, "Multifactor authentication", "Combinations of methods that satisfy strong authentication", [
            *_PASSWORDLESS, "temporaryAccessPassOneTime", "temporaryAccessPassMultiUse", *(f"password,{one}" for one in _SECOND_FACTORS),
            "federatedMultiFactor", *(f"{one},federatedSingleFactor" for one in _SECOND_FACTORS),
        ]),
        _built_in(3, "Passwordless MFA", "Passwordless methods that satisfy strong authentication", _PASSWORDLESS),
        _built_in(4, "Phishing-resistant MFA", "Phishing-resistant, passwordless methods", _PHISHING_RESISTANT),
    )
}  # fmt: skip
"""Id -> the authentication strengths that every tenant has.

Source: learn.microsoft.com/entra/identity/authentication/concept-authentication-strengths; 2 and 4 as the
exports of kennethvs/cabaseline202510 @ 284ca1a show them."""


def check_references(call: Call, conditions: Mapping[str, JSON]) -> None:
    """Refuse a group, person, role, application or location that cannot exist, or that the tenant does not
    have.
    """
    users, locations = conditions.get("users") or {}, conditions.get("locations") or {}
    applications = conditions.get("applications") or {}
    members, unknown_location = "conditional-access-unknown-members", "conditional-access-unknown-locations"
    for side in ("include", "exclude"):
        for group in users.get(f"{side}Groups") or ():
            _check_object(call, "groups", group, f"1054: Invalid group value: {group}.", members)
        for person in users.get(f"{side}Users") or ():
            if person not in USER_KEYWORDS[f"{side}Users"]:
                _check_object(call, "users", person, f"Invalid user value: {person}.", members)
        for role in users.get(f"{side}Roles") or ():
            if not is_guid(role):
                raise errors.bad_request(f"Invalid role value: {role}.")
        for application in applications.get(f"{side}Applications") or ():
            if application not in APPLICATION_KEYWORDS and not is_guid(application):
                raise errors.bad_request(f"Invalid application value: {application}.")
        for location in locations.get(f"{side}Locations") or ():
            if location not in LOCATION_KEYWORDS:
                text = f"Invalid location value: {location}."
                _check_object(call, LOCATIONS, location, text, unknown_location)


def _check_object(call: Call, collection: str, object_id: str, text: str, behaviour: str) -> None:
    """Refuse an id that is no GUID or, with the behaviour on, that the collection does not have.

    The text for an unknown group is that of KelvinTegelaar/CIPP#3614.
    """
    if not is_guid(object_id) or (call.on(behaviour) and call.store.get(collection, object_id) is None):
        raise errors.bad_request(text)
