"""The collections of Graph that the embedded tenant serves, as data.

A row says of which type the objects are, which methods and actions the collection has, and what can be
expanded, filtered, sorted and sent with a create. A new type of policy needs no row here: its objects stand
in the collection of their base type, and the metadata describes them.
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
"""Sets of filter operators, used in the rows below. This one: equality."""
TEXT = frozenset({"eq", "ne", "startswith"})
"""Equality and `startswith`."""
WIDE = frozenset({"eq", "ne", "in", "startswith", "endswith", "contains"})
"""All operators on text."""
FLAGS = EQ | {"has"}
"""Equality, and `has` for an enum of which several members can be set."""
ORDER = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})
"""Comparison of numbers and moments."""
IS_OF = frozenset({"isof"})
"""The function `isof`, which asks for the type of the object."""


@dataclass(frozen=True, slots=True)
class AssignAction:
    """The `assign` action of a collection."""

    parameter: str
    """Name of the parameter that holds the assignments."""
    type: str
    """Graph type of an assignment."""
    returns_list: bool
    """True: answers 200 with the new list. False: answers 204."""
    legacy_parameter: str = ""
    """A parameter of beta that holds groups in place of targets; empty when there is none."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection of Graph, and how Graph treats requests for it."""

    path: str
    """Path without a slash before it, such as `deviceManagement/deviceConfigurations`."""
    type: str
    """Declared Graph type of its objects, without `microsoft.graph.`."""
    methods: frozenset[str] = frozenset({"GET", "POST", "PATCH", "DELETE"})
    """Methods of the collection (POST) and of its objects (GET, PATCH, PUT, DELETE)."""
    id_prefix: str = ""
    """What the ids of its objects begin with, such as `T_`."""
    page: Literal["catalog", "directory", "intune"] = "intune"
    """The sort of paging, see `pages.PAGE_SIZES`."""
    assign: AssignAction | None = None
    """Its `assign` action; None when it has none."""
    create_with: tuple[str, ...] = ()
    """Contained collections that the body of a create may carry."""
    expand: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Navigation property that can be expanded -> those that can be expanded inside it."""
    routes: tuple[str, ...] = ()
    """Navigation properties that have a path of their own."""
    editable: tuple[str, ...] = ()
    """Contained collections whose members are written one by one, as routes of their own."""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Property -> the operators that $filter supports on it."""
    orders: tuple[str, ...] = ()
    """Properties by which $orderby can sort."""
    union: tuple[str, ...] = ()
    """Paths of the collections whose objects this one shows; empty for a collection with objects of its own."""
    guid_ids: bool = True
    """Whether ids are GUIDs; otherwise new objects are numbered."""
    default_select: tuple[str, ...] = ()
    """Properties that a read without $select returns; empty for all."""
    name: str = "displayName"
    """Property with the name of an object; empty when it has none."""

    @property
    def directory(self) -> bool:
        """Whether the collection is Entra's and not Intune's: it has other error texts and another paging."""
        return self.page == "directory"

    @property
    def sources(self) -> tuple[str, ...]:
        """Paths of the collections in which the store holds the objects."""
        return self.union or (self.path,)


READ_ONLY = frozenset({"GET"})
NOT_CREATED = frozenset({"GET", "PATCH", "DELETE"})
"""Methods for objects that come from elsewhere: they are read, changed and deleted, but not created by a
request."""
MAM_FILTERS = {"displayName": EQ}
POLICY_FILTERS = {"displayName": TEXT, "isof": IS_OF, "lastModifiedDateTime": ORDER}
MAM = ("deviceAppManagement/iosManagedAppProtections", "deviceAppManagement/androidManagedAppProtections",
       "deviceAppManagement/windowsManagedAppProtections", "deviceAppManagement/targetedManagedAppConfigurations",
       "deviceAppManagement/defaultManagedAppProtections")  # fmt: skip
"""App protection and app configuration policies for managed apps."""
WIP = (
    "deviceAppManagement/windowsInformationProtectionPolicies",
    "deviceAppManagement/mdmWindowsInformationProtectionPolicies",
)
"""Windows Information Protection policies."""
TARGETED = AssignAction("assignments", "targetedManagedAppPolicyAssignment", returns_list=False)


def _mam(path: str, type_name: str, prefix: str, *more: str) -> Collection:
    """Return the row of a collection of policies for managed apps; `more` names what they contain besides
    apps and assignments.
    """
    contained = ("apps", "assignments", *more)
    return Collection(
        path, type_name, id_prefix=prefix, assign=TARGETED, create_with=("apps", *more), expand=dict.fromkeys(contained, ()),
        routes=contained, filters=MAM_FILTERS,
    )  # fmt: skip


def _wip(path: str, type_name: str) -> Collection:
    """Return the row of a collection of Windows Information Protection policies."""
    files = ("protectedAppLockerFiles", "exemptAppLockerFiles")
    return Collection(path, type_name, assign=TARGETED, expand=dict.fromkeys(("assignments", *files), ()), routes=("assignments", *files),
                      editable=files, filters=MAM_FILTERS)  # fmt: skip


def _assigned(path: str, type_name: str, assign: AssignAction) -> Collection:
    """Return the row of a collection of which the objects can be assigned and have no other action."""
    return Collection(f"deviceManagement/{path}", type_name, assign=assign, expand={"assignments": ()}, routes=("assignments",),
                      filters=POLICY_FILTERS)  # fmt: skip


SCRIPT = AssignAction(
    "deviceManagementScriptAssignments", "deviceManagementScriptAssignment", returns_list=False
)
HEALTH = AssignAction("deviceHealthScriptAssignments", "deviceHealthScriptAssignment", returns_list=False)
ENROLLMENT = AssignAction(
    "enrollmentConfigurationAssignments", "enrollmentConfigurationAssignment", returns_list=False
)
TEMPLATES = AssignAction("assignments", "groupPolicyConfigurationAssignment", returns_list=True)


DEVICE_CONFIGURATION = AssignAction(
    "assignments",
    "deviceConfigurationAssignment",
    returns_list=True,
    legacy_parameter="deviceConfigurationGroupAssignments",
)


def _update(type_name: str) -> AssignAction:
    """Return the `assign` action of a profile for Windows updates."""
    return AssignAction("assignments", type_name, returns_list=False)


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
        "deviceAppManagement/mobileApps", "mobileApp",
        assign=AssignAction("mobileAppAssignments", "mobileAppAssignment", returns_list=False),
        expand={"assignments": (), "categories": (), "relationships": ()}, routes=("assignments", "categories", "relationships"),
        filters={"displayName": WIDE, "isof": IS_OF, "publisher": EQ, "isAssigned": EQ, "bundleId": EQ, "packageId": EQ,
                 "microsoft.graph.managedApp/appAvailability": EQ},
        orders=("displayName",),
    ),
    Collection("deviceAppManagement/mobileAppCategories", "mobileAppCategory", filters={"displayName": EQ}),
    Collection(
        "deviceAppManagement/mobileAppConfigurations", "managedDeviceMobileAppConfiguration",
        assign=AssignAction("assignments", "managedDeviceMobileAppConfigurationAssignment", returns_list=False), expand={"assignments": ()},
        routes=("assignments", "deviceStatuses", "userStatuses"), filters=POLICY_FILTERS,
    ),
    Collection("deviceAppManagement/vppTokens", "vppToken", name="appleId", filters={"appleId": EQ}),
    Collection(
        "deviceAppManagement/iosLobAppProvisioningConfigurations", "iosLobAppProvisioningConfiguration", expand={"assignments": ()},
        assign=AssignAction("iOSLobAppProvisioningConfigAssignments", "iosLobAppProvisioningConfigurationAssignment", returns_list=False),
        routes=("assignments",), filters={"displayName": EQ},
    ),
    Collection("deviceAppManagement/policySets", "policySet", create_with=("assignments", "items"),
               expand={"assignments": (), "items": ()}, routes=("assignments", "items"), editable=("assignments",),
               filters={"displayName": EQ}),
    Collection(
        "deviceManagement/compliancePolicies", "deviceManagementCompliancePolicy", page="catalog", name="name",
        create_with=("settings", "scheduledActionsForRule"), routes=("assignments", "settings"), editable=("assignments",),
        assign=AssignAction("assignments", "deviceManagementConfigurationPolicyAssignment", returns_list=True),
        expand={"assignments": (), "settings": ()},
        filters={"name": WIDE, "platforms": FLAGS, "technologies": FLAGS},
    ),
    Collection(
        "deviceManagement/deviceCompliancePolicies", "deviceCompliancePolicy", create_with=("scheduledActionsForRule",),
        assign=AssignAction("assignments", "deviceCompliancePolicyAssignment", returns_list=True),
        expand={"assignments": (), "scheduledActionsForRule": ("scheduledActionConfigurations",)}, routes=("assignments", "deviceStatuses"),
        filters={**POLICY_FILTERS, "displayName": EQ},
    ),
    Collection(
        "deviceManagement/deviceConfigurations", "deviceConfiguration",
        assign=DEVICE_CONFIGURATION,
        expand={"assignments": ()}, routes=("assignments", "deviceStatuses"), filters=POLICY_FILTERS,
    ),
    Collection(
        "deviceManagement/configurationPolicies", "deviceManagementConfigurationPolicy", page="catalog", name="name",
        methods=frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"}), create_with=("settings",),
        assign=AssignAction("assignments", "deviceManagementConfigurationPolicyAssignment", returns_list=True),
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
        assign=AssignAction("assignments", "roleScopeTagAutoAssignment", returns_list=True),
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
"""The rows of `COLLECTIONS` by the segments of their path."""
INTUNE_ROOTS = frozenset({"deviceManagement", "deviceAppManagement"})
"""The two roots of Intune in Graph."""


def get_collection(path: str) -> Collection:
    """Return the row of `COLLECTIONS` with a path; raise KeyError when there is none."""
    return BY_PATH[tuple(path.split("/"))]


def find_leading_collection(segments: tuple[str, ...]) -> Collection | None:
    """Return the collection of `COLLECTIONS` at the start of a path, the longest one; None when there is
    none.
    """
    for length in (3, 2, 1):
        if segments[:length] in BY_PATH:
            return BY_PATH[segments[:length]]
    return None


@cache
def _load_graph_names(version: str) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    """Return the names at the root of a version of Graph, and by path those below a collection or its
    objects.
    """
    data = orjson.loads((files("managed_apparaten.emulator._graph") / "roots.json").read_bytes())[version]
    names_by_owner = {owner: frozenset(names.split()) for owner, names in data["below"].items()}
    return frozenset(data["roots"].split()), names_by_owner


def names_below(version: str, path: str) -> frozenset[str]:
    """Return the names that Graph has below a collection or root, or below one of its objects."""
    return _load_graph_names(version)[1].get(path, frozenset())


def is_graph_path(version: str, segments: tuple[str, ...]) -> bool:
    """Return whether Graph has a path, served here or not, as far as the request builders of the SDKs show.

    Below a collection its names count, whether they follow the collection or one of its keys; a deeper path
    counts when its beginning does.
    """
    roots, names_by_owner = _load_graph_names(version)
    if len(segments) == 1:
        return segments[0] in roots
    for length in (3, 2, 1):
        known_names = names_by_owner.get("/".join(segments[:length]))
        if known_names is not None:
            names = [
                segment.partition("(")[0].removeprefix("microsoft.graph.")
                for segment in segments[length : length + 2]
            ]
            return not names or any(name in known_names for name in names)
    # No collection of this root is known by its names, so the root alone decides.
    is_described = any(owner.partition("/")[0] == segments[0] for owner in names_by_owner)
    return segments[0] in roots and not is_described


@cache
def collection_from_metadata(version: str, segments: tuple[str, ...]) -> Collection | None:
    """Return a collection of Intune that `COLLECTIONS` does not describe, as the metadata of a version has
    it.

    `segments` is the whole path of the collection; None when the metadata has no collection there. Its
    objects can be listed, read, created, changed and deleted, as the reference pages say; it has no filters
    and no actions.
    """
    metadata = load(version)
    if len(segments) < 2 or segments[0] not in INTUNE_ROOTS or segments in BY_PATH:
        return None
    owner = metadata.find(segments[0])
    for number, segment in enumerate(segments[1:], 1):
        nav = owner.navigation.get(segment) if owner is not None else None
        if nav is None or metadata.find(nav.type) is None:
            return None
        owner = metadata.get(nav.type)
        if not nav.collection:
            continue
        if number < len(segments) - 1:
            return None  # The path goes on behind the collection.
        expand: dict[str, tuple[str, ...]] = {}
        for name in owner.navigation:
            if name == "assignments" or find_list_of_default(metadata, owner, name):
                expand[name] = ()
        return Collection("/".join(segments), nav.type, guid_ids=True, name="", expand=expand)
    return None
