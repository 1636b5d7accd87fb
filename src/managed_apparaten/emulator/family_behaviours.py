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
ROWS: tuple[Row, ...] = (*CONDITIONAL_ACCESS,)
