"""Conditional access of Zilverdam: who gets in with which device, with one gap that somebody forgot.

Forms: public exports of conditional access (kennethvs/cabaseline202510) and Microsoft's own templates: a compliant device or app
protection on phones, a compliant device on computers, app protection in the browser of a Windows computer that nobody enrols.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.odata.validate import Validator

POLICIES = "identity/conditionalAccess/policies"
WHEN = {"createdDateTime": "2026-02-02T09:00:00Z", "modifiedDateTime": "2026-06-18T10:02:00Z"}
ENROLMENT = ["d4ebce55-015a-49b5-a083-c84d1797ae8c"]
"""Microsoft Intune Enrollment: a device is enrolled before it can comply."""
COMPLIANT, EITHER = ["compliantDevice"], ["compliantDevice", "compliantApplication"]


def objects(group_id: Callable[[str], str]) -> Iterator[Stored]:
    """All policies. Five project leaders are left out of the one for Windows: an exclusion for a pilot that is long over."""
    glass = group_id("sg-break-glass")
    phones, pilot = ["android", "iOS"], group_id("sg-projecten")
    yield _policy("CA01 | Telefoons | Voldoet of beveiligde app", phones, ["all"], EITHER, [glass])
    yield _policy("CA02 | macOS | Voldoet", ["macOS"], ["all"], COMPLIANT, [glass])
    yield _policy(
        "CA03 | Windows | Apps | Voldoet",
        ["windows"],
        ["mobileAppsAndDesktopClients"],
        COMPLIANT,
        [glass, pilot],
    )
    yield _policy(
        "CA04 | Windows | Browser | Voldoet of beveiligde app", ["windows"], ["browser"], EITHER, [glass]
    )
    yield _policy("CA05 | Overal | Meervoudige aanmelding", [], ["all"], ["mfa"], [glass])
    yield _policy("CA06 | Onbekende platforms | Weigeren", ["all"], ["all"], ["block"], [glass],
                  state="enabledForReportingButNotEnforced", without=["android", "iOS", "windows", "macOS"])  # fmt: skip


def _policy(
    name: str, platforms: list[str], clients: list[str], controls: list[str], excluded: list[str], *, state: str = "enabled",
    without: list[str] | None = None,
) -> Stored:  # fmt: skip
    """A policy for everybody but these groups, for all applications but the enrolment."""
    sent: dict[str, JSON] = {
        "displayName": name, "state": state, "conditions": {
            "applications": {"includeApplications": ["All"], "excludeApplications": ENROLMENT},
            "users": {"includeUsers": ["All"], "excludeGroups": excluded}, "clientAppTypes": clients,
            "platforms": {"includePlatforms": platforms, "excludePlatforms": without or []} if platforms else None,
        },
        "grantControls": {"operator": "OR", "builtInControls": controls},
    }  # fmt: skip
    metadata = load("v1.0")
    body = Validator(metadata).entity(sent, metadata.get("conditionalAccessPolicy"))
    return Stored(
        POLICIES,
        str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zilverdam:access:{name}")),
        "conditionalAccessPolicy",
        {**body, **WHEN},
        {},
    )
