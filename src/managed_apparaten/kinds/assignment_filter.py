"""Filters that keep what is assigned to people to the devices of the organisation, or to their own.

There is one for each platform and owner that some assignment names, and no other. Graph accepts `platform` at the create only, takes
at most 200 filters a tenant and 3,072 characters a rule, and keeps a filter that is in use.
https://learn.microsoft.com/graph/api/resources/intune-policyset-deviceandappmanagementassignmentfilter (beta only)
"""

from managed_apparaten.compile import common_causes, filters
from managed_apparaten.compile.kind import Draft, Kind, OrganisationScope, Permissions
from managed_apparaten.compile.traced import because
from managed_apparaten.policy.model import PLATFORM_NAMES, Ownership, Platform, Text


def compile_whole(whole: OrganisationScope) -> list[Draft]:
    """One for each owner and platform that is referred to."""
    return [
        _draft(whole, platform, ownership)
        for platform in filters.PLATFORMS
        for ownership in filters.OWNERS
        if filters.address(platform, ownership).key in whole.wanted
    ]


def _draft(whole: OrganisationScope, platform: Platform, ownership: Ownership) -> Draft:
    organisation, label = whole.policy.organisation, PLATFORM_NAMES[platform]
    what = whole.say(f"label.kind.filter.{ownership}")
    return Draft(
        {
            "displayName": because(f"{organisation.prefix} | {label} | {what}", filters.WHY),
            "platform": because(filters.PLATFORMS[platform], common_causes.INTUNE_NEEDS),
            "rule": because(filters.rule(ownership), filters.WHY),
            "assignmentFilterManagementType": because("devices", common_causes.INTUNE_NEEDS),
        },
        part=filters.address(platform, ownership).key,
        about=whole.say("label.kind.filter.about", platform=label),
    )


KIND = Kind(
    name=filters.KIND_NAME,
    title=Text(nl="Toewijzingsfilter", en="Assignment filter"),
    platform=None,
    odata_type="microsoft.graph.deviceAndAppManagementAssignmentFilter",
    collection="deviceManagement/assignmentFilters",
    compile_whole=compile_whole,
    permissions=Permissions(
        "DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"
    ),
    order=1,
    assigned=False,
    scope_tags="roleScopeTags",
    unordered=frozenset({"/roleScopeTags"}),
    read_only=frozenset({"/payloads", "/evaluationMode"}),
)
