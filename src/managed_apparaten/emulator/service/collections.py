"""The collections that the tenant serves, as data: type, actions, what may be expanded, filtered and sent with a create.

A new policy type needs no line here: it comes with the metadata of its collection's base type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

import orjson

from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.service.default_members import find_list_of_default

EQ = frozenset({"eq", "ne"})
TEXT = frozenset({"eq", "ne", "startswith"})
WIDE = frozenset({"eq", "ne", "in", "startswith", "endswith", "contains"})
FLAGS = EQ | {"has"}
ORDER = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})
IS_OF = frozenset({"isof"})


@dataclass(frozen=True, slots=True)
class AssignAction:
    """The `assign` action of a collection."""

    parameter: str
    type: str
    answers: bool
    """True: 200 with the new list; False: 204."""
    older: str = ""
    """A parameter of beta that names groups and no targets."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection and how Graph treats it."""

    path: str
    type: str
    methods: frozenset[str] = frozenset({"GET", "POST", "PATCH", "DELETE"})
    id_prefix: str = ""
    page: Literal["catalog", "directory", "intune"] = "intune"
    assign: AssignAction | None = None
    create_with: tuple[str, ...] = ()
    """Navigation properties that a POST may carry."""
    expand: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Navigation property -> what may be expanded inside it."""
    routes: tuple[str, ...] = ()
    """Navigation properties that can be read as a route."""
    editable: tuple[str, ...] = ()
    """Contained collections whose members are written one by one, as routes of their own."""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    orders: tuple[str, ...] = ()
    union: tuple[str, ...] = ()
    """Other collections whose objects this one shows."""
    guid_ids: bool = True
    default_select: tuple[str, ...] = ()
    """What a read without $select returns; empty: everything."""
    name: str = "displayName"

    @property
    def directory(self) -> bool:
        """Entra rather than Intune: other errors, other paging."""
        return self.page == "directory"

    @property
    def sources(self) -> tuple[str, ...]:
        """Collections that hold the objects."""
        return self.union or (self.path,)


READ_ONLY = frozenset({"GET"})
NOT_CREATED = frozenset({"GET", "PATCH", "DELETE"})
"""Objects that come from elsewhere: read, changed and deleted, not created here."""
MAM_FILTERS = {"displayName": EQ}
POLICY_FILTERS = {"displayName": TEXT, "isof": IS_OF, "lastModifiedDateTime": ORDER}
MAM = ("deviceAppManagement/iosManagedAppProtections", "deviceAppManagement/androidManagedAppProtections",
       "deviceAppManagement/windowsManagedAppProtections", "deviceAppManagement/targetedManagedAppConfigurations",
       "deviceAppManagement/defaultManagedAppProtections")  # fmt: skip
WIP = (
    "deviceAppManagement/windowsInformationProtectionPolicies",
    "deviceAppManagement/mdmWindowsInformationProtectionPolicies",
)
TARGETED = AssignAction("assignments", "targetedManagedAppPolicyAssignment", answers=False)


def _mam(path: str, type_name: str, prefix: str, *more: str) -> Collection:
    """A collection of app policies; `more` names what they contain beside apps and assignments."""
    contained = ("apps", "assignments", *more)
    return Collection(
        path, type_name, id_prefix=prefix, assign=TARGETED, create_with=("apps", *more), expand=dict.fromkeys(contained, ()),
        routes=contained, filters=MAM_FILTERS,
    )  # fmt: skip


def _wip(path: str, type_name: str) -> Collection:
    files = ("protectedAppLockerFiles", "exemptAppLockerFiles")
    return Collection(path, type_name, assign=TARGETED, expand=dict.fromkeys(("assignments", *files), ()), routes=("assignments", *files),
                      editable=files, filters=MAM_FILTERS)  # fmt: skip


def _assigned(path: str, type_name: str, assign: AssignAction) -> Collection:
    """A collection that can do no more than be assigned."""
    return Collection(f"deviceManagement/{path}", type_name, assign=assign, expand={"assignments": ()}, routes=("assignments",),
                      filters=POLICY_FILTERS)  # fmt: skip


SCRIPT = AssignAction("deviceManagementScriptAssignments", "deviceManagementScriptAssignment", answers=False)
HEALTH = AssignAction("deviceHealthScriptAssignments", "deviceHealthScriptAssignment", answers=False)
ENROLLMENT = AssignAction(
    "enrollmentConfigurationAssignments", "enrollmentConfigurationAssignment", answers=False
)
TEMPLATES = AssignAction("assignments", "groupPolicyConfigurationAssignment", answers=True)


def _update(type_name: str) -> AssignAction:
    """The `assign` of a profile for updates of Windows."""
    return AssignAction("assignments", type_name, answers=False)


COLLECTIONS: tuple[Collection, ...] = (
    _mam(MAM[0], "iosManagedAppProtection", "T_"),
    _mam(MAM[1], "androidManagedAppProtection", "T_"),
    _mam(MAM[2], "windowsManagedAppProtection", "T_"),
    _mam(MAM[3], "targetedManagedAppConfiguration", "A_", "settings"),
    Collection(MAM[4], "defaultManagedAppProtection", id_prefix="G_", create_with=("apps",), expand={"apps": ()}, routes=("apps",)),
    Collection("deviceAppManagement/managedAppPolicies", "managedAppPolicy", methods=frozenset({"GET", "DELETE"}), union=(*MAM, *WIP)),
    _wip(WIP[0], "windowsInformationProtectionPolicy"),
    _wip(WIP[1], "mdmWindowsInformationProtectionPolicy"),
    Collection("deviceAppManagement/managedAppStatuses", "managedAppStatus", methods=READ_ONLY, guid_ids=False),
    Collection("deviceAppManagement/managedAppRegistrations", "managedAppRegistration", methods=frozenset({"GET", "POST"}), name=""),
    Collection(
        "deviceAppManagement/mobileApps", "mobileApp", assign=AssignAction("mobileAppAssignments", "mobileAppAssignment", answers=False),
        expand={"assignments": (), "categories": (), "relationships": ()}, routes=("assignments", "categories", "relationships"),
        filters={"displayName": WIDE, "isof": IS_OF, "publisher": EQ, "isAssigned": EQ, "bundleId": EQ, "packageId": EQ,
                 "microsoft.graph.managedApp/appAvailability": EQ},
        orders=("displayName",),
    ),
    Collection("deviceAppManagement/mobileAppCategories", "mobileAppCategory", filters={"displayName": EQ}),
    Collection(
        "deviceAppManagement/mobileAppConfigurations", "managedDeviceMobileAppConfiguration",
        assign=AssignAction("assignments", "managedDeviceMobileAppConfigurationAssignment", answers=False), expand={"assignments": ()},
        routes=("assignments", "deviceStatuses", "userStatuses"), filters=POLICY_FILTERS,
    ),
    Collection("deviceAppManagement/vppTokens", "vppToken", name="appleId", filters={"appleId": EQ}),
    Collection(
        "deviceAppManagement/iosLobAppProvisioningConfigurations", "iosLobAppProvisioningConfiguration", expand={"assignments": ()},
        assign=AssignAction("iOSLobAppProvisioningConfigAssignments", "iosLobAppProvisioningConfigurationAssignment", answers=False),
        routes=("assignments",), filters={"displayName": EQ},
    ),
    Collection("deviceAppManagement/policySets", "policySet", create_with=("assignments", "items"),
               expand={"assignments": (), "items": ()}, routes=("assignments", "items"), editable=("assignments",),
               filters={"displayName": EQ}),
    Collection(
        "deviceManagement/compliancePolicies", "deviceManagementCompliancePolicy", page="catalog", name="name",
        create_with=("settings", "scheduledActionsForRule"), routes=("assignments", "settings"), editable=("assignments",),
        assign=AssignAction("assignments", "deviceManagementConfigurationPolicyAssignment", answers=True),
        expand={"assignments": (), "settings": ()},
        filters={"name": WIDE, "platforms": FLAGS, "technologies": FLAGS},
    ),
    Collection(
        "deviceManagement/deviceCompliancePolicies", "deviceCompliancePolicy", create_with=("scheduledActionsForRule",),
        assign=AssignAction("assignments", "deviceCompliancePolicyAssignment", answers=True),
        expand={"assignments": (), "scheduledActionsForRule": ("scheduledActionConfigurations",)}, routes=("assignments", "deviceStatuses"),
        filters={**POLICY_FILTERS, "displayName": EQ},
    ),
    Collection(
        "deviceManagement/deviceConfigurations", "deviceConfiguration",
        assign=AssignAction("assignments", "deviceConfigurationAssignment", answers=True, older="deviceConfigurationGroupAssignments"),
        expand={"assignments": ()}, routes=("assignments", "deviceStatuses"), filters=POLICY_FILTERS,
    ),
    Collection(
        "deviceManagement/configurationPolicies", "deviceManagementConfigurationPolicy", page="catalog", name="name",
        methods=frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"}), create_with=("settings",),
        assign=AssignAction("assignments", "deviceManagementConfigurationPolicyAssignment", answers=True),
        expand={"assignments": (), "settings": ()}, routes=("assignments", "settings"),
        filters={"name": WIDE, "platforms": FLAGS, "technologies": FLAGS, "templateReference/templateFamily": EQ,
                 "templateReference/templateId": EQ}, orders=("name",),
    ),
    Collection("deviceManagement/configurationSettings", "deviceManagementConfigurationSettingDefinition", methods=READ_ONLY,
               filters={"id": TEXT, "name": WIDE, "displayName": WIDE, "categoryId": EQ, "rootDefinitionId": EQ, "visibility": FLAGS,
                        "applicability/platform": FLAGS, "applicability/technologies": FLAGS}, guid_ids=False),
    Collection("deviceManagement/assignmentFilters", "deviceAndAppManagementAssignmentFilter", filters={"displayName": EQ}),
    Collection("deviceManagement/deviceCategories", "deviceCategory", filters={"displayName": EQ}),
    Collection(
        "deviceManagement/deviceEnrollmentConfigurations", "deviceEnrollmentConfiguration", assign=ENROLLMENT, expand={"assignments": ()},
        routes=("assignments",), filters={**POLICY_FILTERS, "deviceEnrollmentConfigurationType": EQ, "priority": ORDER},
    ),
    _assigned("deviceManagementScripts", "deviceManagementScript", SCRIPT),
    _assigned("deviceShellScripts", "deviceShellScript", SCRIPT),
    _assigned("deviceCustomAttributeShellScripts", "deviceCustomAttributeShellScript", SCRIPT),
    _assigned("deviceHealthScripts", "deviceHealthScript", HEALTH),
    _assigned("deviceComplianceScripts", "deviceComplianceScript", HEALTH),
    _assigned("windowsFeatureUpdateProfiles", "windowsFeatureUpdateProfile", _update("windowsFeatureUpdateProfileAssignment")),
    _assigned("windowsQualityUpdateProfiles", "windowsQualityUpdateProfile", _update("windowsQualityUpdateProfileAssignment")),
    _assigned("windowsDriverUpdateProfiles", "windowsDriverUpdateProfile", _update("windowsDriverUpdateProfileAssignment")),
    Collection("deviceManagement/reusablePolicySettings", "deviceManagementReusablePolicySetting", filters={"displayName": EQ}),
    _assigned("groupPolicyConfigurations", "groupPolicyConfiguration", TEMPLATES),
    Collection("deviceManagement/termsAndConditions", "termsAndConditions", routes=("assignments",), editable=("assignments",),
               filters={"displayName": EQ}),
    Collection("deviceManagement/roleDefinitions", "roleDefinition", routes=("roleAssignments",), editable=("roleAssignments",),
               filters={"displayName": EQ, "isBuiltIn": EQ}),
    Collection("deviceManagement/roleAssignments", "deviceAndAppManagementRoleAssignment", filters={"displayName": EQ}),
    Collection("deviceManagement/operationApprovalPolicies", "operationApprovalPolicy"),
    Collection("deviceManagement/windowsAutopilotDeviceIdentities", "windowsAutopilotDeviceIdentity", name="serialNumber",
               methods=frozenset({"GET", "POST", "DELETE"}), filters={"serialNumber": TEXT, "groupTag": EQ}),
    Collection(
        "deviceManagement/notificationMessageTemplates", "notificationMessageTemplate", expand={"localizedNotificationMessages": ()},
        routes=("localizedNotificationMessages",), editable=("localizedNotificationMessages",), filters={"displayName": EQ},
    ),
    Collection(
        "deviceManagement/roleScopeTags", "roleScopeTag", guid_ids=False, routes=("assignments",), filters={"displayName": EQ},
        assign=AssignAction("assignments", "roleScopeTagAutoAssignment", answers=True),
    ),
    Collection(
        "deviceManagement/managedDevices", "managedDevice", methods=NOT_CREATED, routes=("detectedApps", "users"),
        expand={"detectedApps": (), "windowsProtectionState": ()},
        filters={"operatingSystem": TEXT, "userPrincipalName": TEXT, "userId": EQ, "deviceName": WIDE, "complianceState": EQ,
                 "azureADDeviceId": EQ, "serialNumber": EQ, "managedDeviceOwnerType": EQ, "isSupervised": EQ, "lastSyncDateTime": ORDER},
    ),
    Collection("deviceManagement/detectedApps", "detectedApp", methods=READ_ONLY, routes=("managedDevices",), expand={"managedDevices": ()},
               filters={"displayName": WIDE, "publisher": EQ, "platform": EQ, "deviceCount": ORDER}, guid_ids=False),
    Collection(
        "deviceManagement/auditEvents", "auditEvent", methods=READ_ONLY, orders=("activityDateTime",),
        filters={"activityDateTime": ORDER, "componentName": EQ, "category": EQ, "activityType": EQ},
    ),
    Collection("deviceManagement/deviceConfigurationRestrictedAppsViolations", "restrictedAppsViolation", name=""),
    Collection("deviceManagement/reports/exportJobs", "deviceManagementExportJob",
               guid_ids=False),
    Collection(
        "deviceManagement/operationApprovalRequests", "operationApprovalRequest", methods=READ_ONLY,
        filters={"requestId": EQ, "status": EQ},
    ),
    Collection(
        "groups", "group", page="directory", routes=("members", "transitiveMembers", "memberOf", "transitiveMemberOf", "owners"),
        expand=dict.fromkeys(("members", "owners", "memberOf"), ()), orders=("displayName",),
    ),
    Collection(
        "users", "user", page="directory", routes=("memberOf", "transitiveMemberOf", "managedDevices"),
        expand=dict.fromkeys(("manager", "memberOf", "directReports", "ownedDevices", "registeredDevices"), ()),
        orders=("displayName", "userPrincipalName"),
        default_select=("businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
                        "preferredLanguage", "surname", "userPrincipalName", "id"),
    ),
    Collection("devices", "device", page="directory", methods=NOT_CREATED, routes=("memberOf", "transitiveMemberOf"),
               orders=("displayName",), expand=dict.fromkeys(("memberOf", "registeredOwners", "registeredUsers"), ())),
    Collection("directory/deletedItems", "directoryObject", page="directory", methods=READ_ONLY, filters={"displayName": TEXT},
               orders=("deletedDateTime",)),
    Collection("organization", "organization", page="directory", methods=READ_ONLY),
    Collection("identity/conditionalAccess/policies", "conditionalAccessPolicy", page="directory", orders=("displayName",), filters={
        "displayName": WIDE, "state": EQ | {"in"}, "id": EQ | {"in"}, "createdDateTime": ORDER, "modifiedDateTime": ORDER,
        "grantControls/builtInControls/any": EQ,
    }),
    Collection("identity/conditionalAccess/namedLocations", "namedLocation", page="directory", orders=("displayName",), filters={
        "displayName": WIDE, "id": EQ | {"in"}, "isof": IS_OF, "createdDateTime": ORDER, "modifiedDateTime": ORDER,
        "microsoft.graph.countryNamedLocation/countriesAndRegions/any": EQ, "microsoft.graph.ipNamedLocation/isTrusted": EQ,
    }),
    Collection("identity/conditionalAccess/templates", "conditionalAccessTemplate", page="directory", methods=READ_ONLY, name="name",
               filters={"name": EQ}),
    Collection("policies/authenticationStrengthPolicies", "authenticationStrengthPolicy", page="directory", methods=READ_ONLY,
               filters={"policyType": EQ, "displayName": EQ | {"in"}}),
    Collection("subscribedSkus", "subscribedSku", page="directory", methods=READ_ONLY, guid_ids=False, name="skuPartNumber"),
)  # fmt: skip
BY_PATH: dict[tuple[str, ...], Collection] = {tuple(item.path.split("/")): item for item in COLLECTIONS}
INTUNE_ROOTS = frozenset({"deviceManagement", "deviceAppManagement"})
"""The roots of Intune."""


def get_collection(path: str) -> Collection:
    """The collection at a path that a row above describes; raises KeyError for another."""
    return BY_PATH[tuple(path.split("/"))]


def find_leading_collection(segments: tuple[str, ...]) -> Collection | None:
    """The described collection at the start of a path."""
    return next((BY_PATH[segments[:length]] for length in (3, 2, 1) if segments[:length] in BY_PATH), None)


@cache
def _load_graph_names(version: str) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    found = orjson.loads((files("managed_apparaten.emulator._graph") / "roots.json").read_bytes())[version]
    return frozenset(found["roots"].split()), {
        owner: frozenset(names.split()) for owner, names in found["below"].items()
    }


def names_below(version: str, path: str) -> frozenset[str]:
    """The names that Graph has below a collection or root, or below one of its objects."""
    return _load_graph_names(version)[1].get(path, frozenset())


def is_graph_path(version: str, segments: tuple[str, ...]) -> bool:
    """Whether Graph has a path, served here or not, as far as the request builders of the SDKs tell.

    Below a collection its names count, whether they follow it or one of its keys; deeper paths count when their beginning does.
    """
    roots, below = _load_graph_names(version)
    if len(segments) == 1:
        return segments[0] in roots
    for length in (3, 2, 1):
        known = below.get("/".join(segments[:length]))
        if known is not None:
            names = [
                segment.partition("(")[0].removeprefix("microsoft.graph.")
                for segment in segments[length : length + 2]
            ]
            return not names or any(name in known for name in names)
    return segments[0] in roots and not any(owner.partition("/")[0] == segments[0] for owner in below)


@cache
def collection_from_metadata(version: str, segments: tuple[str, ...]) -> Collection | None:
    """A collection of Intune that no row above describes: what the metadata of a version says of it, and no more.

    `segments` is its whole path; None when the metadata has no collection there. It can be listed, read, created, changed and deleted, as
    its reference pages say; it has no filters and no actions.
    """
    metadata = load(version)
    if len(segments) < 2 or segments[0] not in INTUNE_ROOTS or segments in BY_PATH:
        return None
    found = metadata.find(segments[0])
    for number, segment in enumerate(segments[1:], 1):
        nav = found.navigation.get(segment) if found is not None else None
        if nav is None or metadata.find(nav.type) is None:
            return None
        found = metadata.get(nav.type)
        if nav.collection:
            if number < len(segments) - 1:
                return None
            expanded = (
                name
                for name in found.navigation
                if name == "assignments" or find_list_of_default(metadata, found, name)
            )
            expand: dict[str, tuple[str, ...]] = dict.fromkeys(expanded, ())
            return Collection("/".join(segments), nav.type, guid_ids=True, name="", expand=expand)
    return None
