"""Conditional access of Entra: the rules for policies and named locations, how a change is merged, and what a
delete keeps.

Reference: https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy. Refusals have a number and
a text. Those with a public report name it here; the texts of the others are chosen, and their behaviours say
so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.service.call import Call, format_timestamp
from managed_apparaten.emulator.service.directory.conditional_access_ids import (
    AUTHENTICATION_STRENGTHS,
    LOCATION_NAMES,
    LOCATIONS,
    check_references,
)
from managed_apparaten.emulator.service.directory.security_defaults import is_enabled

if TYPE_CHECKING:
    from managed_apparaten.emulator.service.body_rules import PendingWrite

POLICIES = "identity/conditionalAccess/policies"
STRENGTHS = "policies/authenticationStrengthPolicies"
MAX_POLICIES = 195
"""Policies that a tenant can have: MicrosoftDocs/entra-docs plan-conditional-access.md @ e081c22."""
GRANTS = ("builtInControls", "customAuthenticationFactors", "termsOfUse", "authenticationStrength")
"""Properties of `grantControls` that hold a control."""
INCLUDED_USERS = ("includeUsers", "includeGroups", "includeRoles", "includeGuestsOrExternalUsers")
"""Conditions that include people or groups; a policy needs one of them."""
INCLUDED_APPLICATIONS = (
    "includeApplications",
    "includeUserActions",
    "includeAuthenticationContextClassReferences",
    "applicationFilter",
)
"""Conditions that include applications; a policy needs one of them."""
PAGE = "https://docs.microsoft.com/en-us/graph/api/conditionalaccessroot-post-policies?view=graph-rest-1.0"
"""The page that error texts refer to."""


def malformed_policy() -> errors.GraphError:
    """Return the refusal of a body that is no policy.

    Text: hashicorp/terraform-provider-azuread#790, microsoft-graph-docs-contrib#4162.
    """
    text = "1007: Incoming ConditionalAccessPolicy object is null or does not match the schema of ConditionalAccessPolicy type."
    return errors.bad_request(f"{text} For examples, please see API documentation at {PAGE}.")


def missing_client_apps() -> errors.GraphError:
    """Return the refusal of an empty list of client apps. Text: AlexFilipin/ConditionalAccess#3."""
    text = "1064: 'clientAppTypes' condition does not support []. If you want to target all client apps, use ['All']."
    modern = (
        "If you want to target modern authentication clients, use ['browser', 'mobileAppsAndDesktopClients']."
    )
    return errors.bad_request(f"{text} {modern} For examples, please see API documentation at {PAGE}.")


def invalid_policy(what: str) -> errors.GraphError:
    """Return the refusal of a policy that fails validation, for a reason such as `InvalidControls`.

    Text: AlexFilipin/ConditionalAccess#4 (InvalidPasswordResetControl), and InvalidControls in a public
    script.
    """
    return errors.bad_request(f"1032: ConditionalActionPolicy validation failed due to {what}.")


def check_policy(
    call: Call, sent: Mapping[str, JSON], declared_type: Type, before: Stored | None
) -> dict[str, JSON]:
    """Return the body of a policy as it is stored, checked against its type.

    What a PATCH leaves out stays (`before` is the policy that it changes), and the authentication strength
    that the policy names is written out.
    """
    body = dict(sent)
    if before is not None and call.on("conditional-access-patch-merges"):
        body = {key: _merge(before.body.get(key), value) for key, value in sent.items()}
    # The strength is looked up apart: the service shows all of it, and a client may send only its id.
    strength = _find_strength(call, body)
    if strength is not None:
        body["grantControls"] = {**body["grantControls"], "authenticationStrength": None}
    try:
        checked = call.validator.entity(body, declared_type)
    except errors.GraphError as error:
        if call.on("conditional-access-schema-text"):
            raise malformed_policy() from error
        raise
    conditions = checked.get("conditions")
    if conditions is not None and "clientAppTypes" not in body["conditions"]:
        conditions["clientAppTypes"] = ["all"]
    if strength is not None:
        checked["grantControls"]["authenticationStrength"] = strength
    return checked


def _merge(old: JSON, new: JSON) -> JSON:
    """Return a complex value with the members that were sent replaced; `null` and a value of another type
    replace all of it.
    """
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    if new.get("@odata.type", old.get("@odata.type")) != old.get("@odata.type"):
        return new
    return {**old, **{key: _merge(old.get(key), value) for key, value in new.items()}}


def _find_strength(call: Call, body: Mapping[str, JSON]) -> JSON:
    """Return the authentication strength that `grantControls` names by its id, as the service shows it; None
    without one.
    """
    controls = body.get("grantControls")
    reference = controls.get("authenticationStrength") if isinstance(controls, dict) else None
    if reference is None:
        return None
    strength_id = reference.get("id") if isinstance(reference, dict) else None
    stored = call.store.get(STRENGTHS, str(strength_id))
    if stored is not None:
        return {"id": stored.id, **stored.body}
    if str(strength_id) in AUTHENTICATION_STRENGTHS:
        return dict(AUTHENTICATION_STRENGTHS[str(strength_id)])
    raise errors.bad_request(f"Invalid authentication strength value: {errors.shown(strength_id)}.")


def _require_properties(write: PendingWrite) -> None:
    """Refuse a create without name, state or conditions."""
    if write.before is None and not all(
        write.body.get(name) for name in ("displayName", "state", "conditions")
    ):
        raise malformed_policy()


def _refuse_evaluation_type(write: PendingWrite) -> None:
    """Refuse the type of a result of `evaluate`, which derives from the type of a policy."""
    if write.type.name != "conditionalAccessPolicy":
        raise malformed_policy()


def _require_client_apps(write: PendingWrite) -> None:
    """Refuse conditions with an empty list of client apps."""
    if write.body.get("conditions") is not None and not write.body["conditions"].get("clientAppTypes"):
        raise missing_client_apps()


def _resulting_body(write: PendingWrite) -> Mapping[str, JSON]:
    """Return the body as it will be after the write."""
    return {**(write.before.body if write.before else {}), **write.body}


def _require_rules(write: PendingWrite) -> None:
    """Refuse a policy without an application rule, without a user rule, or without any control."""
    policy = _resulting_body(write)
    conditions = policy.get("conditions") or {}
    applications, users = conditions.get("applications") or {}, conditions.get("users") or {}
    workload_identities = (conditions.get("clientApplications") or {}).get("includeServicePrincipals")
    if not any(applications.get(name) for name in INCLUDED_APPLICATIONS):
        raise errors.bad_request("A conditional access policy needs an application rule.")
    if not workload_identities and not any(users.get(name) for name in INCLUDED_USERS):
        raise errors.bad_request("A conditional access policy needs a user rule.")
    grant, session = policy.get("grantControls") or {}, policy.get("sessionControls") or {}
    has_grant = any(grant.get(name) for name in GRANTS)
    has_session = any(value for key, value in session.items() if not key.startswith("@"))
    if not has_grant and not has_session:
        raise errors.bad_request(
            "A conditional access policy needs at least one grant control or session control."
        )


def _check_applications(write: PendingWrite) -> None:
    """Refuse applications and user actions together. Text: nicolonsky/ModernWorkplaceConcierge#50."""
    applications = (_resulting_body(write).get("conditions") or {}).get("applications") or {}
    if applications.get("includeApplications") and applications.get("includeUserActions"):
        text = (
            "1012: 'applications' condition cannot include both 'includeApplications' and "
            "'includeUserActions'/'includeProtectionLevels'."
        )
        raise errors.bad_request(f"{text} Please remove one of the conditions.")


def _check_controls(write: PendingWrite) -> None:
    """Refuse grant controls that do not go together.

    These are: no operator, a block beside other controls, and a change of password without the operator AND.
    """
    grant = _resulting_body(write).get("grantControls")
    if grant is None:
        return
    if grant.get("operator") not in ("AND", "OR"):
        raise invalid_policy("InvalidControls")
    controls = grant["builtInControls"]
    has_other_controls = len(controls) > 1 or any(grant.get(name) for name in GRANTS[1:])
    if "block" in controls and has_other_controls:
        raise invalid_policy("InvalidControls")
    if "passwordChange" in controls and grant["operator"] != "AND":
        raise invalid_policy("InvalidPasswordResetControl")


def _require_platforms(write: PendingWrite) -> None:
    """Refuse a condition on platforms that includes none."""
    platforms = (_resulting_body(write).get("conditions") or {}).get("platforms")
    if platforms is not None and not platforms["includePlatforms"]:
        raise errors.bad_request("The platforms condition includes no platform.")


def _check_references(write: PendingWrite) -> None:
    """Refuse conditions that name what the tenant does not have, see `check_references`."""
    check_references(write.call, _resulting_body(write).get("conditions") or {})


def _refuse_approved_application(write: PendingWrite) -> None:
    """Refuse the retired control `approvedApplication`."""
    if "approvedApplication" in ((write.body.get("grantControls") or {}).get("builtInControls") or ()):
        raise errors.bad_request("The control approvedApplication is retired; use compliantApplication.")


def _check_limit(write: PendingWrite) -> None:
    """Refuse a policy more than a tenant can have."""
    if write.before is None and sum(1 for _ in write.call.store.objects((POLICIES,))) >= MAX_POLICIES:
        raise errors.bad_request(f"The tenant has the maximum of {MAX_POLICIES} conditional access policies.")


def _check_security_defaults(write: PendingWrite) -> None:
    """Refuse to enable a policy while security defaults are on."""
    if write.body.get("state") == "enabled" and is_enabled(write.call.store):
        raise errors.bad_request(
            "Security defaults must be disabled before a conditional access policy is enabled."
        )


def _check_location(write: PendingWrite) -> None:
    """Refuse a named location without its type, name, addresses or countries, and a country code of another
    form.
    """
    body = _resulting_body(write)
    if write.type.name == "namedLocation":
        raise errors.bad_request("A named location is of the type ipNamedLocation or countryNamedLocation.")
    for name in ("displayName", "ipRanges", "countriesAndRegions"):
        if name in write.type.properties and not body.get(name):
            raise errors.bad_request(f"A named location needs {name}.")
    for code in body.get("countriesAndRegions") or ():
        if len(code) != 2 or not code.isalpha():
            raise errors.bad_request(f"Invalid country or region: {code}.")


RULES: tuple[tuple[str, str, Callable[[PendingWrite], None]], ...] = (
    ("conditionalAccessPolicy", "conditional-access-schema-text", _require_properties),
    ("conditionalAccessPolicy", "conditional-access-schema-text", _refuse_evaluation_type),
    ("conditionalAccessPolicy", "conditional-access-client-apps", _require_client_apps),
    ("conditionalAccessPolicy", "conditional-access-rules-present", _require_rules),
    ("conditionalAccessPolicy", "conditional-access-applications-or-actions", _check_applications),
    ("conditionalAccessPolicy", "conditional-access-controls", _check_controls),
    ("conditionalAccessPolicy", "conditional-access-platforms-included", _require_platforms),
    ("conditionalAccessPolicy", "conditional-access-references", _check_references),
    ("conditionalAccessPolicy", "conditional-access-approved-application", _refuse_approved_application),
    ("conditionalAccessPolicy", "conditional-access-limit", _check_limit),
    ("conditionalAccessPolicy", "conditional-access-security-defaults", _check_security_defaults),
    ("namedLocation", "named-location-filled", _check_location),
)
"""Rows for `body_rules.RULES`."""


def check_delete(call: Call, before: Stored) -> None:
    """Refuse to delete a named location that is trusted, or that a policy uses."""
    if before.collection != LOCATIONS:
        return
    if before.body.get("isTrusted") and call.on("named-location-trusted-kept"):
        raise errors.bad_request("A named location that is marked as trusted cannot be deleted.")
    if call.on("named-location-in-use-kept") and before.id in _list_used_locations(call):
        raise errors.bad_request("The named location is used by a conditional access policy.")


def _list_used_locations(call: Call) -> Iterator[str]:
    """Yield the ids of the locations that policies name."""
    for policy in call.store.objects((POLICIES,)):
        chosen = (policy.body.get("conditions") or {}).get("locations") or {}
        for name in LOCATION_NAMES:
            yield from chosen.get(name) or ()


def deleted_path(path: str) -> str:
    """Return the path under which the deleted objects of a collection are kept."""
    root, _, kind = path.rpartition("/")
    return f"{root}/deletedItems/{kind}"


def soft_delete(call: Call, item: Stored) -> bool:
    """Move a policy or named location to the deleted items; return whether the object is one and was moved."""
    if item.collection not in (POLICIES, LOCATIONS) or not call.on("conditional-access-delete-soft"):
        return False
    call.store.delete(item.collection, item.id)
    body = {**item.body, "deletedDateTime": format_timestamp(call.tenant.clock())}
    call.store.insert([Stored(deleted_path(item.collection), item.id, item.type, body, item.nav)])
    return True
