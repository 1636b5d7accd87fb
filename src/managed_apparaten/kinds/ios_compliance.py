"""Whether an iPhone or iPad counts as compliant: iOS version, passcode, jailbreak, and apps that may not be on it.

`restrictedApps` exists in beta only, at most 100 an object, and looks at apps outside management: a listed app that is
installed makes the device non-compliant. There is no list of allowed apps in compliance. What every iPhone has and cannot
do without is not listed: no device would ever be compliant.
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-ioscompliancepolicy
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.app_effect import Answer
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.assumptions import CHUNKS
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune import app_list_effects, app_lists, compliance, ladder
from managed_apparaten.intune.apple import stoppable
from managed_apparaten.policy.model import STEPS, DeviceClass, Step

LIMIT = 100
"""Apps in one object."""
LISTS_APPS: Mapping[Step, bool] = {step: app_lists.at_least(step, "block") for step in STEPS}


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation: personal ones are not enrolled and have no compliance."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object, and one more for each further hundred apps; each of them is complete, so none loosens another."""
    lists_apps, line, warnings = ladder.behaviour(scope, LISTS_APPS)
    items = app_lists.app_list_items(stoppable(scope)) if lists_apps else []
    further, _ = common_causes.assumption(scope, CHUNKS)
    too_many = tuple(_too_many(scope, len(items))) if further == "one-object" else ()
    chunks = [items[start : start + LIMIT] for start in range(0, len(items), LIMIT)] or [[]]
    return [
        Draft(
            _body(scope, because(chunk, line)),
            scope.devices,
            "" if number == 1 else str(number),
            diagnostics=(*warnings, *too_many),
        )
        for number, chunk in enumerate(chunks, 1)
    ]


def _too_many(scope: Scope, count: int) -> Iterator[Diagnostic]:
    """An error where lists of several objects are said not to add up."""
    if count > LIMIT:
        yield Diagnostic(
            "KND361",
            "error",
            scope.step().span,
            {"role": scope.role.id, "count": str(count), "limit": str(LIMIT)},
        )


def _body(scope: Scope, restricted: Traced) -> dict[str, Traced]:
    return {
        "osMinimumVersion": compliance.os_minimum(scope),
        **_passcode(scope),
        "securityBlockJailbrokenDevices": because(True, common_causes.BASELINE),
        "restrictedApps": restricted,
        "scheduledActionsForRule": compliance.scheduled_actions(scope),
    }


def _passcode(scope: Scope) -> dict[str, Traced]:
    wanted, asked = compliance.passcode(scope)
    required_type = "alphanumeric" if wanted.alphanumeric else "numeric"
    values = {
        "passcodeRequired": wanted.required,
        "passcodeRequiredType": required_type if wanted.required else "deviceDefault",
        "passcodeBlockSimple": wanted.required,
        "passcodeMinimumLength": wanted.length,
        "passcodeMinutesOfInactivityBeforeLock": wanted.minutes_until_lock,
        "passcodeMinutesOfInactivityBeforeScreenTimeout": wanted.minutes_until_lock,
    }
    return {name: because(value, common_causes.rule(asked, "passcode")) for name, value in values.items()}


def effects(desired: Desired) -> Answer:
    """A listed app makes the device non-compliant. It can be opened."""
    return app_list_effects.marks("non-compliant", app_list_effects.app_ids(desired.body, "restrictedApps"))


KIND = replace(
    compliance.POLICY,
    name="ios_compliance",
    platform="ios",
    odata_type="microsoft.graph.iosCompliancePolicy",
    serves=serves,
    compile=compile_drafts,
    filtered=True,
    unordered=frozenset({"/restrictedApps", "/roleScopeTagIds"}),
    effects=effects,
    labels=app_lists.label,
)
