"""Behaviours of conditional access, enrolment, app configuration, Google Play, Apple licences and the operations: rows for `behaviour`.

Each row: name, rule, evidence, source, whether it is on by default.
"""

from __future__ import annotations

Row = tuple[str, str, str, str, bool]

CONDITIONAL_ACCESS: tuple[Row, ...] = (
    ("conditional-access-schema-text", "a conditional access policy that does not fit its type is refused with number 1007",
     "issue", "terraform-provider-azuread#790; microsoft-graph-docs-contrib#4162", True),
    ("conditional-access-patch-merges", "PATCH of a policy keeps the conditions and controls that it leaves out",
     "docs", "conditionalaccesspolicy-update: the example sends signInRiskLevels alone", True),
    ("conditional-access-unmodified-null", "modifiedDateTime of a policy is null until it is changed; of a named location it is not",
     "docs", "conditionalaccessroot-post-policies and -post-namedlocations, examples", True),
    ("conditional-access-client-apps", "clientAppTypes that is empty is refused with number 1064; left out it is [all]",
     "issue", "AlexFilipin/ConditionalAccess#3; conditionalaccessroot-post-policies, example 4", True),
    ("conditional-access-rules-present", "a policy needs an application rule, a user rule and one control",
     "docs", "conditionalaccessroot-post-policies; text chosen", True),
    ("conditional-access-applications-or-actions", "applications and user actions do not go together in one policy: number 1012",
     "issue", "nicolonsky/ModernWorkplaceConcierge#50", True),
    ("conditional-access-controls", "operator AND or OR; block stands alone; a change of password needs AND: number 1032",
     "issue", "AlexFilipin/ConditionalAccess#4; entra-docs concept-conditional-access-grant", True),
    ("conditional-access-platforms-included", "a platforms condition includes at least one platform",
     "assumption", "text chosen", True),
    ("conditional-access-references", "groups, people, roles, applications and locations of a policy are ids or reserved words",
     "issue", "KelvinTegelaar/CIPP#3614 (1054: Invalid group value); the other texts are chosen", True),
    ("conditional-access-unknown-members", "a group or a person that the tenant does not have is refused",
     "assumption", "CIPP#3614 shows the refusal of a name; of an id that is unknown no report was found", True),
    ("conditional-access-unknown-locations", "a named location that the tenant does not have is refused",
     "issue", "KelvinTegelaar/CIPP#1618; text chosen", True),
    ("conditional-access-approved-application", "the control approvedApplication is refused",
     "assumption", "retired on 2026-06-30 (entra-docs migrate-approved-client-app); that Graph refuses it is not said", False),
    ("conditional-access-limit", "a tenant has at most 195 policies, whatever their state",
     "docs", "MicrosoftDocs/entra-docs plan-conditional-access.md @ e081c22; text chosen", True),
    ("conditional-access-security-defaults", "no policy that is on beside security defaults that are on, and the other way round",
     "issue", "KelvinTegelaar/CIPP#2214; MicrosoftDocs/azure-docs#41233; texts chosen", True),
    ("conditional-access-delete-soft", "deleted policies and named locations can be restored for thirty days",
     "docs", "learn.microsoft.com/graph/api/resources/policydeletableitem", True),
    ("named-location-filled", "a named location has addresses, or countries of two letters",
     "assumption", "Nullable=false in the CSDL; texts chosen", True),
    ("named-location-trusted-kept", "a trusted named location cannot be deleted",
     "issue", "MicrosoftDocs/azure-docs PR#108713; text chosen", True),
    ("named-location-in-use-kept", "a named location that a policy names cannot be deleted",
     "assumption", "text chosen", True),
)  # fmt: skip
ENROLMENT: tuple[Row, ...] = (
    ("enrolment-ids-name-their-kind", "the id of an enrolment configuration is a GUID, a bar and its kind",
     "issue", "exports of UniFy-Endpoint/Android-Enterprise-Baseline @ c0d595f; docs-contrib PR#9677; mondoohq/mql PR#5681", True),
    ("enrolment-priority-by-service", "a new configuration comes last of its kind; priority and type that are sent are ignored",
     "client", "Microsoft365DSC PR#4295 sets it by setPriority afterwards; that it comes last is assumed", True),
    ("enrolment-priorities-shift", "setPriority and DELETE number the other configurations of the kind and platform anew",
     "assumption", "the portal shows a numbered list without gaps; texts chosen", True),
    ("enrolment-priority-must-change", "setPriority with the priority that it has is refused",
     "issue", "Microsoft365DSC PR#4295; text chosen", True),
    ("enrolment-default-fixed", "a default is not deleted, not assigned and has no other priority; its values can change",
     "docs", "MicrosoftDocs/memdocs enrollment-restrictions-set.md @ cf304ce; texts chosen", True),
    ("enrolment-no-filter-for-android", "an enrolment restriction of Android takes no assignment filter",
     "docs", "MicrosoftDocs/memdocs create-device-platform-restrictions.md @ 3ecdb76; text chosen", True),
    ("enrolment-limit-range", "a device limit is 1 to 15",
     "docs", "MicrosoftDocs/memdocs enrollment-restrictions-set.md @ cf304ce; text chosen", True),
    ("enrolment-restrictions-limit", "a tenant has at most 25 platform restrictions",
     "docs", "MicrosoftDocs/memdocs enrollment-restrictions-set.md @ cf304ce; text chosen", True),
    ("enrolment-platform-fixed", "a restriction for one platform needs it and its values, and keeps its platform",
     "assumption", "text chosen", True),
    ("enrolment-notification-templates", "notificationTemplates email and push become message templates, named by their ids",
     "client", "terraform-provider-microsoft365 @ 7e46123, device_enrollment_notification", True),
)  # fmt: skip
ROWS: tuple[Row, ...] = (*CONDITIONAL_ACCESS, *ENROLMENT)
