"""App protection as a role asks for it: the level, its deviations, functions and rules that change it, and the apps it covers.

What decides a setting, first one wins: the role's own `settings` line, a function or a compliance rule that the role
states, the level. All of it is data here, so that the kinds of two platforms differ by their tables only.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.app_effect import SILENT, Answer, AppQuestion, Said, mark
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Kind, Permissions, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import Cause, cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune.app_lists import identifiers
from managed_apparaten.intune.compliance import os_version
from managed_apparaten.intune.protection_levels import DURATIONS, NO_PATCH_LEVEL, SETTINGS, Setting, names
from managed_apparaten.policy.model import Located, Text

GROUPS = {
    "core-microsoft": "allCoreMicrosoftApps",
    "all-microsoft": "allMicrosoftApps",
    "all": "allApps",
    "list": "selectedPublicApps",
}
"""Our word for a set of apps -> Graph's `appGroupType`."""

POLICY = Kind(
    name="app_protection",
    title=Text(nl="App-bescherming", en="App protection"),
    platform=None,
    odata_type="microsoft.graph.managedAppProtection",
    collection="deviceAppManagement/managedAppPolicies",
    permissions=Permissions("DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All"),
    order=20,
    list_shows={"apps": "deployedAppCount", "assignments": ""},
    item_reads=("apps", "assignments"),
    device_groups=False,
    targets_apps=True,
    unordered=frozenset(
        {
            "/allowedDataStorageLocations",
            "/allowedDataIngestionLocations",
            "/approvedKeyboards",
            "/roleScopeTagIds",
        }
    ),
    durations=DURATIONS,
)
"""How every app protection policy is read, written and compared; a kind replaces its name, type, collection, platform, identifier of an
app, and what it serves and compiles."""


def effects(desired: Desired) -> Answer:
    """Work data in a protected app is protected. Which apps are in a group of Microsoft's is not in the policy: an app of theirs may be."""
    listed = {value.lower() for value in desired.apps or ()}
    group = desired.body.get("appGroupType", "selectedPublicApps")

    def answer(asked: AppQuestion) -> Said:
        if asked.identifier is None or asked.side == "private":
            return SILENT
        if group == "selectedPublicApps":
            return (
                mark("protected", f"/apps/{asked.identifier.value}")
                if asked.identifier.value.lower() in listed
                else SILENT
            )
        return (
            mark("maker-decides", "/appGroupType")
            if group == "allApps" or asked.app.publisher.startswith("Microsoft")
            else SILENT
        )

    return answer


Functions = Mapping[str, Mapping[str, Mapping[str, JSON]]]
"""Function -> value that a role gives it -> setting -> value."""

FUNCTIONS: Functions = {
    "cloud-backup": {"block": {"dataBackupBlocked": True}, "allow": {"dataBackupBlocked": False}},
    "managed-open-in": {
        "block": {"allowedOutboundDataTransferDestinations": "managedApps"},
        "allow": {"allowedOutboundDataTransferDestinations": "allApps"},
    },
}
"""What functions mean for app protection on any platform."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A line of the role that decides a setting instead of the level."""

    value: JSON
    line: Located[str] | Located[int] | Located[str | int | bool]
    message: str
    args: tuple[tuple[str, str], ...]

    def traced(self) -> Traced:
        """The value with its line."""
        return because(self.value, cause("policy", self.message, self.line.span, **dict(self.args)))


def compile_drafts(scope: Scope, functions: Functions) -> list[Draft]:
    """The one object of a role on a platform; none where a measure of an exception keeps work data off it."""
    return [] if scope.platform in scope.role.isolated else [_draft(scope, functions)]


def _draft(scope: Scope, functions: Functions) -> Draft:
    group = scope.role.protection.apps
    apps = _apps(scope)
    body = {
        **settings(scope, functions),
        "targetedAppManagementLevels": because("unspecified", cause("default", "cause.kind.all-devices")),
        "appGroupType": because(
            GROUPS[group.value.group],
            cause("policy", "cause.kind.protected-apps", group.span, group=group.value.group),
        ),
    }
    problems_found = (*problems(scope), *_nothing_protected(scope, apps), *_work_data(scope, body, apps))
    return Draft(body, scope.devices, apps=apps, diagnostics=problems_found)


def _work_data(
    scope: Scope, body: Mapping[str, Traced], apps: Mapping[str, Traced] | None
) -> Iterator[Diagnostic]:
    """RES212: an exception promises that no work data reaches its app, and app protection lets protected apps send to it."""
    open_to_all = body["allowedOutboundDataTransferDestinations"].value == "allApps"
    covered = {identifier.lower() for identifier in apps or {}}
    for app, decision in scope.apps("allow"):
        ground = decision.winner
        measure = (
            scope.policy.exceptions[ground.exception].measure("no-work-data") if ground.exception else None
        )
        own = {identifier.value.lower() for identifier in identifiers(app, scope.platform)}
        protected = scope.role.protection.apps.value.group == "all" or bool(own & covered)
        if measure and (open_to_all or protected):
            args = {
                "exception": ground.exception or "",
                "app": app.name,
                "platform": scope.platform,
                "role": scope.role.id,
            }
            yield Diagnostic("RES212", "error", measure.span, args)


def settings(scope: Scope, functions: Functions) -> dict[str, Traced]:
    """Every setting of the platform, as the level, the functions, the rules and the role's own lines decide."""
    level = scope.role.protection.level
    line = cause("policy", "cause.kind.level", level.span, level=level.value)
    deviations = _deviations(scope, functions)
    return {
        setting.name: deviations[setting.name].traced()
        if setting.name in deviations
        else because(setting.at(level.value), _why(setting, line))
        for setting in SETTINGS[scope.platform]
    }


def _why(setting: Setting, level: Cause) -> Cause:
    return (
        level if setting.in_framework else cause("default", "cause.kind.setting-unset", setting=setting.name)
    )


def _deviations(scope: Scope, functions: Functions) -> dict[str, Deviation]:
    """By setting; what is written later here wins."""
    role = scope.role
    found: dict[str, Deviation] = {}
    for name, asked in role.functions.items():
        for setting, value in functions.get(name, {}).get(asked.value, {}).items():
            found[setting] = Deviation(
                value, asked, "cause.kind.function", (("function", name), ("value", asked.value))
            )
    for setting, rule, line in _rules(scope):
        found[setting] = Deviation(
            line.value, line, "cause.kind.rule", (("rule", rule), ("value", line.value))
        )
    for setting, own in role.protection.settings:
        known = _setting(scope, setting)
        if known and known.accepts(own.value):
            found[setting] = Deviation(own.value, own, "cause.kind.setting", (("setting", setting),))
    return found


def _rules(scope: Scope) -> Iterator[tuple[str, str, Located[str]]]:
    """Compliance rules that app protection can hold people to as well, enrolled or not."""
    compliance = scope.role.compliance
    if scope.platform in compliance.os_minimum:
        asked = compliance.os_minimum[scope.platform]
        yield "minimumRequiredOsVersion", "os-minimum", Located(os_version(asked.value), asked.span)
    if (
        scope.platform == "android"
        and compliance.security_patch
        and compliance.security_patch.value != NO_PATCH_LEVEL
    ):
        yield "minimumRequiredPatchVersion", "security-patch", compliance.security_patch


def _setting(scope: Scope, name: str) -> Setting | None:
    return next((setting for setting in SETTINGS[scope.platform] if setting.name == name), None)


def _apps(scope: Scope) -> dict[str, Traced] | None:
    """The identifiers of the apps on the role's list, those with a source only, as they get work data; None when Microsoft keeps the group.

    Bundle ids in lower case: so Intune lists the same apps itself (github microsoft/Intune-Config-Frameworks, and exports).
    """
    chosen = scope.role.protection.apps.value
    if chosen.list is None:
        return None
    found: dict[str, Traced] = {}
    for entry in scope.policy.lists[chosen.list].apps:
        line = cause("policy", "cause.list", entry.span, list=chosen.list)
        for identifier in identifiers(scope.policy.apps[entry.value], scope.platform):
            if identifier.may_allow():
                value = identifier.value.lower() if scope.platform == "ios" else identifier.value
                found.setdefault(value, because(value, line, common_causes.identifier(identifier)))
    return found


def problems(scope: Scope) -> Iterator[Diagnostic]:
    """Settings of the role that do not exist, and values that they do not take on any platform where the role has them."""
    for name, own in scope.role.protection.settings:
        known = _setting(scope, name)
        if known and not any(other.accepts(own.value) for other in _namesakes(scope, name)):
            args = {
                "setting": name,
                "value": str(own.value),
                "choices": ", ".join(known.choices) or type(known.at("basic")).__name__,
            }
            yield Diagnostic("KND310", "error", own.span, args)
        level = scope.role.protection.level.value
        if known and known.in_framework and known.accepts(own.value) and own.value != known.at(level):
            args = {
                "role": scope.role.id,
                "setting": name,
                "value": spoken(own.value),
                "level": level,
                "has": spoken(known.at(level)),
            }
            yield Diagnostic("KND325", "warning", own.span, args)
        if name not in names():
            near = get_close_matches(name, sorted(names()), 1)
            yield Diagnostic(
                "KND317", "error", own.span, {"setting": name}, suggestion=near[0] if near else None
            )


def spoken(value: JSON) -> str:
    """A value as people write it in YAML."""
    return value if isinstance(value, str) else json.dumps(value)


def _namesakes(scope: Scope, name: str) -> Iterator[Setting]:
    """The setting of this name on each platform of the role: one line can be meant for another platform than this one."""
    for platform in sorted({device.platform for device in scope.role.devices}):
        yield from (setting for setting in SETTINGS.get(platform, ()) if setting.name == name)


def _nothing_protected(scope: Scope, apps: Mapping[str, Traced] | None) -> Iterator[Diagnostic]:
    asked = scope.role.protection.apps
    if apps is not None and not apps:
        args = {"list": asked.value.list or "", "platform": scope.platform}
        yield Diagnostic("KND315", "error", asked.span, args)
