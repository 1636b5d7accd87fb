"""What the embedded tenant does beyond the metadata: one row a behaviour, named, switchable, with its evidence.

Evidence is one of: `docs` (a Microsoft page), `metadata`, `issue` (a public report of a real answer), `client` (another
tool depends on it), `assumption` (no public source; the row says what was chosen). No silent guess: code asks
`behaviours.on(name)` and a test compares those names with this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Evidence = Literal["docs", "metadata", "issue", "client", "assumption"]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One rule of the service."""

    name: str
    rule: str
    evidence: Evidence
    source: str
    default: bool = True


TABLE: tuple[Behaviour, ...] = (
    # bodies
    Behaviour("compliance-one-block-action", "POST of a compliance policy needs exactly one block action",
              "issue", "microsoft-graph-docs#7746, #4103; TenuVault#25"),
    Behaviour("navigation-refused-in-patch", "PATCH with apps, assignments or another navigation property is refused",
              "issue", "powershell-intune-samples#117; Microsoft365DSC#5671"),
    Behaviour("scheduled-actions-refused-in-patch", "PATCH with scheduledActionsForRule is refused",
              "client", "IntuneManagement Start-PreUpdateCompliancePolicies strips it; Microsoft365DSC PR#6158"),
    Behaviour("inline-assignments-refused", "POST of an app protection policy with assignments is refused",
              "issue", "Intune-PowerShell-SDK#127"),
    Behaviour("inline-assignments-refused-elsewhere", "the same on every other collection with assignments but the next",
              "assumption", "chosen because every tool strips them"),
    Behaviour("inline-assignments-of-app-configurations",
              "POST of targetedManagedAppConfigurations takes assignments, which count at once though its answer says isAssigned false",
              "client", "terraform-provider-microsoft365@7e46123: its notes of portal traffic (2025); its Create sends no assign"),
    Behaviour("type-needed-on-patch", "PATCH of a polymorphic policy needs @odata.type",
              "issue", "microsoft-graph-docs#5517; msgraph-beta-sdk-dotnet#873"),
    Behaviour("type-fixed-on-patch", "PATCH cannot change the derived type",
              "assumption", "every tool deletes and creates instead; text chosen"),
    Behaviour("null-refused", "null for a non-nullable property is refused",
              "metadata", "msgraph-metadata v1.0-Prod.csdl @ f54f11b, Nullable"),
    Behaviour("beta-nullability-by-kind", "beta-only booleans and enums are non-nullable unless an export shows null; the rest is nullable",
              "assumption", "the beta CSDL was not available"),
    Behaviour("non-null-strings-required", "a nested value must carry its non-nullable strings (appListItem.name, bundleId)",
              "assumption", "Nullable=false in the CSDL; that the service checks it is assumed"),
    Behaviour("display-name-required", "POST without displayName (or name) is refused",
              "assumption", "Nullable=false in the CSDL; text chosen"),
    Behaviour("abstract-beta-types", "beta-only base types listed in overlay.json as abstractAssumed cannot be created",
              "assumption", "by analogy with their v1.0 siblings"),
    Behaviour("settings-catalog-required", "configurationPolicies need name, platforms, technologies and settings",
              "issue", "Microsoft365DSC#7061; Microsoft Learn education sample"),
    Behaviour("settings-catalog-definitions", "unknown setting definitions, options and instance types are refused",
              "issue", "microsoft/intune-my-macs#20 (options); the other texts are chosen"),
    Behaviour("settings-catalog-extract", "a setting that the packaged extract of the catalogue lacks does not exist",
              "assumption", "Graph knows far more settings, the extract those about apps; the import of folders switches it off"),
    Behaviour("settings-catalog-platform", "platforms and technologies must cover those of every setting",
              "assumption", "reports name the refusal, not the rule; text chosen"),
    Behaviour("settings-catalog-parents", "a child setting stands under its parent, once",
              "assumption", "dependentOn of the definitions; text chosen"),
    Behaviour("settings-catalog-fixed", "platforms, technologies, templateReference and creationSource cannot change after creation",
              "issue", "CIPP#3744"),
    Behaviour("settings-only-by-put", "PATCH of a configurationPolicy refuses settings; PUT replaces the whole object",
              "issue", "microsoft-graph-docs#17482; microsoft/terraform-provider-msgraph#36"),
    Behaviour("filter-platform-fixed", "platform of an assignment filter cannot be patched",
              "client", "IntuneManagement and terraform-provider-microsoft365 omit it"),
    Behaviour("filter-in-use-kept", "an assignment filter that is used cannot be deleted",
              "docs", "MicrosoftDocs/memdocs filters.md"),
    Behaviour("restricted-apps-limit", "restrictedApps holds at most 100 items, personal apps 500, other app lists 10000",
              "docs", "property descriptions of the types"),
    Behaviour("documented-ranges", "a number outside the valid values that its page states is refused; the text is chosen",
              "docs", "api-reference/*/resources/intune-*.md (2023-02), page by property in _graph/ranges.json"),
    Behaviour("filter-rule-limit", "an assignment filter's rule has at most 3072 characters",
              "docs", "MicrosoftDocs/memdocs filters.md"),
    Behaviour("ios-store-app-required",
              "iosStoreApp needs name, description, publisher, store URL, device types and minimum system version",
              "client", "terraform-provider-microsoft365 schema"),
    Behaviour("synced-apps-not-created", "iosVppApp, androidManagedStoreApp and androidStoreApp cannot be created by POST",
              "client", "IntuneManagement refuses the import; properties are read-only in the SDK"),
    Behaviour("unknown-future-value-refused", "unknownFutureValue cannot be written",
              "assumption", "evolvable enums page says never to write it"),
    Behaviour("policy-set-status-refused", "status and errorCode of a policy set cannot be written",
              "docs", "microsoft-graph-docs PR#19751; text chosen"),
    Behaviour("group-required", "POST of a group needs displayName, mailEnabled, mailNickname and securityEnabled",
              "docs", "learn.microsoft.com/graph/api/group-post-groups"),
    # answers
    Behaviour("durations-canonical", "durations come back normalised (PT90M as PT1H30M)",
              "issue", "OpenIntuneBaseline exports; Microsoft365DSC converts them"),
    Behaviour("flags-in-declared-order", "members of a flags enum come back in declared order",
              "assumption", "the usual way of .NET"),
    Behaviour("version-counts-writes", "version of a compliance policy or device configuration goes up by one with each write",
              "assumption", "exports show counters; the rule is not documented"),
    Behaviour("ids-in-intunes-form", "ids of app protection policies start with T_, of app configurations with A_",
              "issue", "issues that quote T_e9d8..., A_34e0...; IntuneManagement comment"),
    Behaviour("patch-204-for-app-protection", "PATCH of an app protection policy answers 204 (other objects: 200 with the object)",
              "client", "IntuneCD expects 204"),
    Behaviour("patch-204-for-configuration", "so does PATCH of a compliance policy or a device configuration; the API reference says 200",
              "client", "IntuneCD 2.6.0 reports an error on any other status"),
    Behaviour("user-default-properties", "users come with eleven properties unless $select asks for others",
              "docs", "learn.microsoft.com/graph/api/user-list"),
    Behaviour("server-defaults", "unset properties come back filled: false, the first enum member, 0, null, []",
              "issue", "OpenIntuneBaseline exports @ 75c4825"),
    Behaviour("scope-tag-default", "roleScopeTagIds comes back as [0] when unset",
              "issue", "OpenIntuneBaseline exports; terraform-provider-microsoft365 defaults"),
    Behaviour("scheduled-actions-only-expanded", "scheduledActionsForRule is returned only with $expand",
              "issue", "microsoft-graph-docs#4103; Microsoft365DSC#5112"),
    Behaviour("rule-name-lost", "ruleName of a scheduled action reads back null",
              "issue", "terraform-provider-microsoft365#3974"),
    Behaviour("type-absent-on-create", "the answer to POST of an app protection policy lacks @odata.type",
              "client", "IntuneManagement reads the object again for it"),
    Behaviour("settings-expand-empty", "$expand=assignments on configurationPolicies comes back empty",
              "issue", "terraform-provider-microsoft365 PR#3623"),
    Behaviour("lists-reordered", "apps, assignments and catalogue collections come back in another order than sent",
              "issue", "almenscorner/IntuneCD#214; OpenIntuneBaseline exports"),
    Behaviour("body-lists-reordered", "so do the other collections of a policy body",
              "assumption", "a test mode; no report found", default=False),
    Behaviour("oma-values-masked", "values of string OMA-URI settings read back masked, with isEncrypted",
              "client", "terraform-provider-microsoft365, IntuneCD and IntuneManagement fetch the plain value"),
    Behaviour("v1-view-of-beta-type", "v1.0 shows an object of a beta-only type as its nearest known base",
              "assumption", "not documented"),
    Behaviour("v1-hides-beta-members", "v1.0 leaves enum members that it lacks out of lists; a single one shows as unknownFutureValue",
              "assumption", "the member cannot be read by v1.0's own models; what the service shows is not documented"),
    # groups of apps
    Behaviour("app-group-expanded", "with an appGroupType other than selectedPublicApps the service fills apps itself",
              "issue", "OpenIntuneBaseline exports (37 to 39 apps)"),
    Behaviour("apps-switch-group-type", "sending apps without appGroupType switches to selectedPublicApps",
              "issue", "salto-io/salto#6597"),
    Behaviour("app-group-members", "which apps a group type expands to: a short fixed list",
              "assumption", "the real lists are longer and drift"),
    Behaviour("app-platform-checked", "an iOS policy takes iOS identifiers only, an Android policy Android ones",
              "assumption", "text chosen"),
    # assign
    Behaviour("action-parameters-strict", "an action refuses parameters that it does not have",
              "issue", "Intune-PowerShell-SDK#79, microsoft-graph-docs#16663"),
    Behaviour("assignment-settings-match-app", "settings of an app assignment have the type that belongs to the app",
              "client", "terraform-provider-microsoft365 validates it; text chosen"),
    Behaviour("assign-replaces", "assign and targetApps replace the whole list",
              "client", "IntuneCD, IntuneManagement and terraform-provider-microsoft365 send full lists"),
    Behaviour("assign-204-for-apps", "assign answers 204 for app protection and mobileApps, 200 with the list elsewhere",
              "docs", "13 and 6 examples of the API reference"),
    Behaviour("assign-one-per-target", "one target (a group, all users) once per policy and, of an app, per intent (else the first counts)",
              "issue", "Microsoft365DSC#3058: must be unique; Intune-Toolkit#57 tells that a second one is ignored; text chosen"),
    Behaviour("app-assignment-ids", "ids of app assignments join group, number of the intent and 1 for an exclusion; sourceId is null",
              "issue", "IntuneWin32App#125, #149 show _1_0 for required; that the last digit is for exclusions is assumed"),
    Behaviour("app-policy-assignment-ids", "ids of assignments of app protection and app configurations are group_incl and group_excl",
              "client", "terraform-provider-microsoft365@7e46123, notes of a GET with $expand (2025)"),
    Behaviour("single-app-assignments", "assignments of an app can be created, changed and deleted one by one; a changed one keeps its id",
              "client", "terraform-provider-microsoft365 mobile_app_assignment; IntuneWin32App#56; that the id stays is assumed"),
    Behaviour("single-assignments-of-apps-only", "no other assignments of policies can be, but those of compliancePolicies and policySets",
              "issue", "microsoft-graph-docs#4984, #11277, #20615; msgraph-sdk-powershell#1318, #2985; msgraph-sdk-dotnet#2220"),
    Behaviour("assign-malformed-group", "a group id that is no GUID is refused with Intune's nested message",
              "issue", "Kvikku/IntuneAssignments#16"),
    Behaviour("assign-unknown-group", "a group id that does not exist is accepted",
              "issue", "MSEndpointMgr/IntuneWin32App#118; Microsoft365DSC#5856"),
    Behaviour("assign-one-intent-per-group", "a mobile app refuses two intents for one group, but for exclusions from the others",
              "docs", "MicrosoftDocs/memdocs apps-deploy.md; exclusions: IntuneWin32App#76, #85, #101"),
    Behaviour("assignment-filter-exists", "an assignment that names a filter which does not exist is refused",
              "assumption", "text chosen"),
    Behaviour("delete-while-assigned", "deleting an assigned policy is accepted",
              "assumption", "reports differ"),
    # routes and queries
    Behaviour("no-scheduled-actions-route", "GET of scheduledActionsForRule as a route is refused",
              "issue", "microsoft-graph-docs#4104, #16701"),
    Behaviour("no-cast-route-on-item", "a type cast after the id of an app protection policy is refused",
              "issue", "Intune-PowerShell-SDK#65"),
    Behaviour("beta-write-on-v1-405", "a write to a beta-only route on v1.0 answers 405, a read 400",
              "docs", "concepts/json-batching.md 2025-02-21 (405)"),
    Behaviour("path-names-in-any-case", "names in a path are taken in any case",
              "docs", "the examples of group-list-transitivemembers and directory-deleteditems-restore are in another case"),
    Behaviour("select-in-any-case", "names in $select are taken in any case, also of Intune's objects",
              "client", "IntuneCD 2.6.0 selects settinginstance of reusablePolicySettings"),
    Behaviour("pages-of-25", "configurationPolicies and their settings come in pages of 25",
              "issue", "Microsoft365DSC#5088; IntuneCD PR#126"),
    Behaviour("directory-pages-of-100", "groups, users, devices and members come in pages of 100, at most 999",
              "docs", "learn.microsoft.com/graph/paging"),
    Behaviour("intune-pages-of-1000", "other Intune collections come in pages of 1000",
              "assumption", "reports say up to 1000"),
    Behaviour("autopilot-pages-stand-still", "pages of one Autopilot device lead to themselves: the same item and link for ever",
              "issue", "microsoft-graph-docs#8186"),
    Behaviour("unsupported-query-refused", "a query option that the collection is not known to support answers 400",
              "assumption", "per-service support is undocumented; texts chosen"),
    Behaviour("top-capped", "$top beyond the page size of an Intune collection is cut down, not refused",
              "assumption", "not documented"),
    Behaviour("filter-ignores-case", "$filter compares text without regard to case",
              "docs", "learn.microsoft.com/graph/aad-advanced-queries (directory); elsewhere assumed"),
    Behaviour("advanced-query-header", "casts, $count and advanced filters on directory objects need ConsistencyLevel: eventual",
              "docs", "learn.microsoft.com/graph/aad-advanced-queries"),
    Behaviour("audit-count-wrong", "@odata.count of filtered auditEvents is always 1000",
              "issue", "microsoft-graph-docs#18143"),
    Behaviour("app-protection-expand-on-item", "$expand on app protection policies works on one policy, not on the list",
              "client", "off: zerotrustassessment and CIPP-API expand the lists", default=False),
    Behaviour("detected-apps-expand-on-item", "$expand=managedDevices works on one detectedApp only",
              "issue", "microsoft-graph-docs#13645, #18963"),
    Behaviour("intune-404-text", "the sentence of Intune's 404",
              "assumption", "only the status is documented"),
    Behaviour("no-route-to-write-a-collection", "PATCH, PUT and DELETE of a collection of Intune find no route (else 405)",
              "issue", "CIPP#2834; msgraph-sdk-dotnet#2922; microsoft-graph-docs-contrib#1368 (PATCH; the others by analogy)"),
    # headers
    Behaviour("requests-of-4-mb", "a request body over 4 MB answers 413",
              "docs", "concepts/onenote-images-files.md, learn.microsoft.com/graph/errors; text and code: microsoft-graph-docs#11806"),
    Behaviour("content-type-checked", "a body that does not say it is JSON is refused",
              "docs", "learn.microsoft.com/graph/errors; the reference page of every write asks for application/json"),
    Behaviour("content-type-415", "with 415 UnsupportedMediaType (else 400 RequestBodyRead); the text is chosen",
              "docs", "learn.microsoft.com/graph/errors, microsoft-graph-docs#16895; 400: microsoft-graph-docs#4648, by Exchange"),
    Behaviour("content-type-needed", "over the network a body without Content-Type answers 400",
              "issue", "microsoft-graph-docs#6486; msgraph-cli#258"),
    Behaviour("accept-checked", "an Accept header that neither JSON nor plain text fits answers 406, as does an unknown level of metadata",
              "docs", "learn.microsoft.com/graph/errors; code and text are chosen"),
    Behaviour("metadata-levels", "odata.metadata=none and =full in Accept are obeyed (else every answer has minimal metadata)",
              "client", "exports made with full: OpenIntuneBaseline @ 75c4825; none: OData JSON Format 4.01, 3.1"),
    # batches
    Behaviour("batch-content-type", "a part of a $batch with a body and without Content-Type refuses the batch",
              "issue", "Softeria/ms-365-mcp-server#677"),
    Behaviour("batch-of-20", "$batch takes at most 20 requests",
              "docs", "concepts/json-batching.md 2025-02-21"),
    Behaviour("batch-shuffled", "answers of a $batch come in any order",
              "docs", "concepts/json-batching.md 2025-02-21"),
    Behaviour("batch-depends", "a part whose dependsOn failed answers 424",
              "docs", "concepts/json-batching.md 2025-02-21"),
    Behaviour("batch-number-ids", "an id in a $batch may be a number; the answer carries it as a string",
              "client", "IntuneCD 2.6.0 numbers its requests and reads the ids of the answers as text"),
    Behaviour("batch-texts", "the sentences with which a malformed $batch is refused",
              "assumption", "chosen; only the one for more than 20 parts is reported"),
    # doors
    Behaviour("permission-names-in-403", "Intune's 403 names the permissions of which one is needed",
              "client", "PowerShell scripts match on the sentence; intune-graph-apis.md shows it without"),
    Behaviour("throttling", "the published limits hold per app and per tenant, as buckets that fill evenly",
              "docs", "learn.microsoft.com/graph/throttling-limits; how the windows run is assumed", default=False),
    Behaviour("retry-after-given", "a 429 carries Retry-After",
              "docs", "learn.microsoft.com/graph/throttling; some Intune routes give none (Learn Q&A 5784629)"),
    Behaviour("retry-after-fraction", "Retry-After holds a fraction of a second",
              "docs", "the sample of concepts/throttling.md, 2021: 2.128", default=False),
    # reports
    Behaviour("export-takes-time", "an export job is not started, then in progress, and done after ten seconds",
              "assumption", "the states are documented, the time is not"),
    Behaviour("export-platform-names", "reports call platforms Windows, MacOS, IOS and so on (else as detected apps do)",
              "client", "code of third parties that reads the exports"),
    Behaviour("audit-names-of-the-log", "getAuditCategories and getAuditActivityTypes give what occurs in the tenant's log (else nothing)",
              "assumption", "their pages do not say what they list"),
    Behaviour("filter-properties-described", "getSupportedProperties gives names without `device.`, and String or Version (else nothing)",
              "assumption", "properties and operators: memdocs filters-device-properties.md; the form of the answer is not documented"),
    # multi admin approval
    Behaviour("approval-header-missing-403", "a write without justification to a protected workload answers 403 (else 400 BadRequest)",
              "docs", "memdocs multi-admin-approval-graph-api.md, May 2026; off: Microsoft365DSC#7236 and IntuneManagement#426 show 400",
              default=False),
    Behaviour("approval-required-403", "a write with justification answers 403 ApprovalRequired with the code (else 412)",
              "docs", "memdocs multi-admin-approval-graph-api.md, May 2026; the reports of 412 are write-ups without a request id"),
    Behaviour("approvals-by-people", "an application cannot approve, reject or cancel an approval; a person who did not ask for it can",
              "docs", "memdocs multi-admin-approval.md: a second administrator, in the portal; the text is chosen"),
    Behaviour("approval-cancelled-by-requestor", "cancelMyRequest cancels only what its caller asked for, as long as it is open",
              "assumption", "its page has no more than a name and an id; the texts are chosen"),
    Behaviour("approval-status-answered", "approve, reject and cancelApproval answer with the new status (else with an empty text)",
              "assumption", "their pages promise a String and do not say which"),
    Behaviour("approval-withdrawn-ends", "cancelApproval ends a request as cancelled (else it needs approval again)",
              "assumption", "its page: cancels an already approved instance; the status is not named"),
    # devices
    Behaviour("personal-apps-unseen", "of a personal device only apps that Intune brings to it are detected",
              "docs", "learn.microsoft.com/graph/api/resources/intune-devices-detectedapp"),
    Behaviour("violations-at-once", "a list of restricted apps that is assigned shows its violations at the next read",
              "assumption", "no device here ever checks in; how long a real one takes is not documented"),
    Behaviour("restricted-apps-by-person", "a list of restricted apps that is assigned to devices reports nothing",
              "assumption", "device-restrictions-apple says that it must be assigned to groups of people, and not what happens else"),
    Behaviour("violation-ids-joined", "the id of a violation joins those of account, device, profile and person (else a GUID)",
              "assumption", "intune-deviceconfig-restrictedappsviolation names the four parts, not the form"),
    Behaviour("device-actions-accepted", "remote actions on a device answer 204 and change nothing: no device here ever checks in",
              "docs", "learn.microsoft.com/graph/api/resources/intune-devices-manageddevice"),
    Behaviour("nothing-checks-in", "deployment summaries count nobody, and no device is scheduled to retire",
              "assumption", "no device or app here ever fetches a policy; what a real summary counts is not documented"),
    Behaviour("app-policies-deleted-as-one", "DELETE of managedAppPolicies/{id} deletes the policy in its own collection",
              "client", "IntuneCD 2.6.0 --remove"),
    # roots of Intune
    Behaviour("subscription-active", "subscriptionState of deviceManagement is active as long as nobody wrote another (else pending)",
              "docs", "learn.microsoft.com/graph/api/intune-devices-devicemanagement-get: its example; a tenant that answers has Intune"),
    Behaviour("beta-root-shows-little", "beta shows of deviceManagement seven properties, settings as null, unless $select asks for more",
              "client", "terraform-provider-microsoft365@7e46123, notes of portal traffic (2025)"),
    Behaviour("root-settings-replaced", "PATCH of deviceManagement replaces settings: what is left out has its default (else it stays)",
              "assumption", "no report tells what a part of settings does; Microsoft365DSC sends what it was given"),
    # directory
    Behaviour("inaccessible-members-limited", "members of a type that the caller may not read show type and id, the rest is null",
              "docs", "learn.microsoft.com/graph/permissions-overview"),
    Behaviour("hidden-membership-empty", "a group with hidden membership shows no members, nor is in memberOf, without Member.Read.Hidden",
              "issue", "microsoft-graph-docs#12552, #12285; graph/api/group-list-members"),
    Behaviour("group-delete-soft", "a deleted group can be restored, with its members, for thirty days",
              "docs", "learn.microsoft.com/graph/api/resources/directory"),
    Behaviour("group-delete-keeps-assignments", "a deleted group stays in assignments",
              "issue", "IntuneWin32App#118 (<Group deleted from Microsoft Entra ID>)"),
)  # fmt: skip
BY_NAME = {row.name: row for row in TABLE}


@dataclass(frozen=True, slots=True)
class Behaviours:
    """The set of behaviours that is on."""

    active: frozenset[str] = frozenset(row.name for row in TABLE if row.default)

    def on(self, name: str) -> bool:
        """Whether a behaviour is on; the name must be in the table."""
        return name in self.active if name in BY_NAME else _unknown(name)

    def with_(self, *names: str) -> Behaviours:
        """The same with some more switched on."""
        return Behaviours(self.active | {name for name in names if name in BY_NAME or _unknown(name)})

    def without(self, *names: str) -> Behaviours:
        """The same with some switched off."""
        return Behaviours(self.active - {name for name in names if name in BY_NAME or _unknown(name)})


def _unknown(name: str) -> bool:
    raise KeyError(f"no behaviour is called {name}")
