"""The policy after loading, as frozen values: a `PolicySet` and everything that it consists of.

Nothing is decided here. The meaning of each field stands in the JSON Schemas (`schemas/`), which editors use for completion; these
classes hold the same language. A value that can end up in a field of Intune is a `Located`, so that the field can name its line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from managed_apparaten.policy.model.catalogue import (
    Advisory,
    App,
    AppList,
    Control,
    Document,
    Grade,
    Identifier,
    IdentifierType,
    NamedApp,
)
from managed_apparaten.policy.model.exceptions import ISOLATING, Approval, GrantedException, Measure
from managed_apparaten.policy.model.organisation import (
    Approach,
    Contact,
    Guards,
    Message,
    Organisation,
    OrganisationType,
)
from managed_apparaten.policy.model.role import (
    STEPS,
    AcceptedGap,
    Compliance,
    DeviceClass,
    Management,
    Ownership,
    ProtectedApps,
    Protection,
    Risk,
    Role,
    Step,
)
from managed_apparaten.policy.model.values import (
    PLATFORM_NAMES,
    PLATFORMS,
    RULE_EFFECTS,
    GroupRef,
    Language,
    Located,
    Platform,
    Rule,
    RuleEffect,
    ScopeTag,
    Selector,
    Text,
)

__all__ = [
    "ISOLATING",
    "PLATFORMS",
    "PLATFORM_NAMES",
    "RULE_EFFECTS",
    "STEPS",
    "AcceptedGap",
    "Advisory",
    "App",
    "AppList",
    "Approach",
    "Approval",
    "Compliance",
    "Contact",
    "Control",
    "DeviceClass",
    "Document",
    "Grade",
    "GrantedException",
    "GroupRef",
    "Guards",
    "Identifier",
    "IdentifierType",
    "Language",
    "Located",
    "Management",
    "Measure",
    "Message",
    "NamedApp",
    "Organisation",
    "OrganisationType",
    "Ownership",
    "Platform",
    "PolicySet",
    "ProtectedApps",
    "Protection",
    "Risk",
    "Role",
    "Rule",
    "RuleEffect",
    "ScopeTag",
    "Selector",
    "Step",
    "Text",
]


@dataclass(frozen=True, slots=True)
class PolicySet:
    """All files of one organisation, checked. Each mapping goes by id and is sorted by id."""

    organisation: Organisation
    roles: Mapping[str, Role]
    apps: Mapping[str, App]
    lists: Mapping[str, AppList]
    advisories: Mapping[str, Advisory]
    exceptions: Mapping[str, GrantedException]
    digest: str
    """SHA-256 over the paths and texts of all files, independent of how their lines end. A plan states from which policy it was made
    by this digest."""
