"""Which apps app protection can cover, and approved apps that it can cover and does not.

Intune keeps groups of apps; an export of a policy with such a group lists its members, and those are the apps that Microsoft itself calls
protectable. An app of another maker that carries Intune's SDK says so in the catalogue, under `app-protection`.
Core group: github UniFy-Endpoint/iOS-iPadOS-Intune-Baseline@0249a81 and Android-Enterprise-Baseline@c0d595f (exports of 2026).
All Microsoft apps: github SkipToTheEndpoint/OpenIntuneBaseline@75c4825, BYOD/AppProtection.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.span import Span
from managed_apparaten.intune.app_lists import identifiers
from managed_apparaten.policy.model import App, DeviceClass, Platform, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved

CORE: Mapping[Platform, frozenset[str]] = {
    "ios": frozenset(
        {
            "com.microsoft.msedge",
            "com.microsoft.office.excel",
            "com.microsoft.office.outlook",
            "com.microsoft.office.powerpoint",
            "com.microsoft.office.word",
            "com.microsoft.officemobile",
            "com.microsoft.onenote",
            "com.microsoft.sharepoint",
            "com.microsoft.skydrive",
            "com.microsoft.skype.teams",
            "com.microsoft.to-do",
        }
    ),
    "android": frozenset(
        {
            "com.microsoft.emmx",
            "com.microsoft.office.excel",
            "com.microsoft.office.officehubhl",
            "com.microsoft.office.officehubrow",
            "com.microsoft.office.onenote",
            "com.microsoft.office.outlook",
            "com.microsoft.office.powerpoint",
            "com.microsoft.office.word",
            "com.microsoft.sharepoint",
            "com.microsoft.skydrive",
            "com.microsoft.teams",
            "com.microsoft.todos",
        }
    ),
}
"""Members of the group `core-microsoft`, in lower case."""
FURTHER: Mapping[Platform, frozenset[str]] = {
    "ios": frozenset(
        {
            "com.microsoft.d365.fs.mobile",
            "com.microsoft.dynamics",
            "com.microsoft.dynamics.invoice",
            "com.microsoft.dynamics.iphone.moca",
            "com.microsoft.dynamics.iphone.moca.fieldservices",
            "com.microsoft.dynamics.iphone.moca.sales",
            "com.microsoft.mobile.polymer",
            "com.microsoft.msapps",
            "com.microsoft.o365shdmobileapp",
            "com.microsoft.officelens",
            "com.microsoft.plannermobile",
            "com.microsoft.powerbimobile",
            "com.microsoft.procsimo",
            "com.microsoft.ramobile",
            "com.microsoft.rms-sharing",
            "com.microsoft.shiftr",
            "com.microsoft.splists",
            "com.microsoft.stream",
            "com.microsoft.visio",
            "com.microsoft.whiteboard",
            "com.microsoft.workfolders",
        }
    ),
    "android": frozenset(
        {
            "com.microsoft.crm.crmphone",
            "com.microsoft.crm.crmphone.fieldservices",
            "com.microsoft.crm.crmphone.sales",
            "com.microsoft.crm.crmtablet",
            "com.microsoft.d365.fs.mobile",
            "com.microsoft.dynamics.invoice",
            "com.microsoft.flow",
            "com.microsoft.ipviewer",
            "com.microsoft.lists.public",
            "com.microsoft.mobile.polymer",
            "com.microsoft.msapps",
            "com.microsoft.office.officehub",
            "com.microsoft.office.officelens",
            "com.microsoft.planner",
            "com.microsoft.powerbim",
            "com.microsoft.ramobile",
            "com.microsoft.stream",
            "com.microsoft.whiteboard.publicpreview",
            "com.microsoft.workfolders",
            "com.ms.office365admin",
            "com.yammer.v1",
            "ols.microsoft.com.shiftr",
        }
    ),
}
"""What the group `all-microsoft` has besides, without Defender and apps that Microsoft stopped."""


def unprotected(
    policy: PolicySet, resolved: Resolved, holds_work_data: Callable[[DeviceClass], bool]
) -> Iterator[Diagnostic]:
    """KND405: approved apps that app protection could cover and does not; roles with the same apps are named together."""
    found: dict[tuple[Span, Platform, str], set[str]] = defaultdict(set)
    for role in resolved.roles:
        for platform in sorted({device.platform for device in role.devices if holds_work_data(device)}):
            if outside := _outside(policy, resolved, role, platform):
                found[role.protection.apps.span, platform, ", ".join(outside)].add(role.id)
    for (line, platform, apps), roles in sorted(found.items(), key=lambda item: item[0]):
        yield Diagnostic(
            "KND405", "warning", line, {"platform": platform, "roles": ", ".join(sorted(roles)), "apps": apps}
        )


def _outside(policy: PolicySet, resolved: Resolved, role: Role, platform: Platform) -> list[str]:
    """Names of these apps for one role. Apps of management hold no work data."""
    decisions = resolved.decisions[role.id][platform]
    approved = (policy.apps[app] for app, decision in decisions.items() if decision.approved)
    candidates = (app for app in approved if not app.management and protectable(app, platform))
    return sorted({app.name for app in candidates if not covered(policy, role, app, platform)})


def protectable(app: App, platform: Platform) -> bool:
    """Whether app protection can cover it on this platform."""
    return app.protectable or bool(_known(app, platform) & (CORE[platform] | FURTHER[platform]))


def covered(policy: PolicySet, role: Role, app: App, platform: Platform) -> bool:
    """Whether the role's app protection covers it: by its list, by verified identifiers only, or by a group that Microsoft keeps."""
    chosen = role.protection.apps.value
    if chosen.group == "list":
        listed = {entry.value for entry in policy.lists[chosen.list or ""].apps}
        return app.id in listed and any(identifier.may_allow() for identifier in identifiers(app, platform))
    groups = {"core-microsoft": CORE[platform], "all-microsoft": CORE[platform] | FURTHER[platform]}
    return chosen.group == "all" or bool(_known(app, platform) & groups[chosen.group])


def _known(app: App, platform: Platform) -> set[str]:
    return {identifier.value.lower() for identifier in identifiers(app, platform)}
