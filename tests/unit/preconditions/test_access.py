"""Conditional access, row F4: covered, partly or not, per role and platform, with the reason; and the gaps that public checks miss."""

from dataclasses import replace
from typing import Any

import pytest

from managed_apparaten.graph.read.conditional_access import ConditionalAccessPolicy, parse_access_policy
from managed_apparaten.graph.read.fields import UnexpectedType
from managed_apparaten.graph.read.preconditions import NamedGroup
from managed_apparaten.policy.model import Platform
from managed_apparaten.preconditions.access import Level, Need, judge_access, known_groups
from managed_apparaten.preconditions.subject import RoleSubject

ROLE, GLASS, PILOT, PART, OTHER, HIDDEN = (
    f"{number}" * 8 + "-0000-0000-0000-000000000000" for number in range(1, 7)
)
GROUPS = (
    NamedGroup(ROLE, "sg-rol", ("a", "b", "c")),
    NamedGroup(GLASS, "sg-glass", ("z",)),
    NamedGroup(PILOT, "sg-pilot", ("a",)),
    NamedGroup(PART, "sg-part", ("b", "c")),
    NamedGroup(OTHER, "sg-other", ("x",)),
    NamedGroup(HIDDEN, "sg-hidden", (), hidden=True),
)
SUBJECT = RoleSubject("college", frozenset({ROLE}), frozenset("abc"), guests=frozenset("c"))
AROUND = known_groups(GROUPS, frozenset({GLASS}), frozenset("z"))
SYNCHRONISES = "d29b2b05-8046-44ba-8758-1e26182fcf32"


def rule(
    *controls: str,
    name: str = "CA",
    state: str = "enabled",
    operator: str = "OR",
    grant: Any = None,
    **conditions: Any,
) -> ConditionalAccessPolicy:
    """A policy for everybody and everything, but for what is given; `users` and `applications` are merged."""
    users = {"includeUsers": ["All"]} | conditions.pop("users", {})
    applications = {"includeApplications": ["All"]} | conditions.pop("applications", {})
    asked = {
        "applications": applications,
        "users": users,
        "clientAppTypes": ["all"],
        "platforms": None,
        "locations": None,
        **conditions,
    }
    grants = {"operator": operator, "builtInControls": list(controls), **(grant or {})}
    return parse_access_policy(
        {"displayName": name, "state": state, "conditions": asked, "grantControls": grants}
    )


def level(
    *policies: ConditionalAccessPolicy,
    need: Need = "compliance",
    platform: Platform = "ios",
    subject: RoleSubject = SUBJECT,
) -> Level:
    return judge_access(subject, platform, need, policies, AROUND).level


def reason(
    policy: ConditionalAccessPolicy,
    need: Need = "compliance",
    platform: Platform = "ios",
    subject: RoleSubject = SUBJECT,
) -> tuple[str, str]:
    found = judge_access(subject, platform, need, [policy], AROUND)
    return found.level, "; ".join(found.why).removeprefix('"CA": ')


COMPLIANT = "compliantDevice"
COVERED: dict[str, ConditionalAccessPolicy] = {
    "alone": rule(COMPLIANT),
    "and-mfa": rule(COMPLIANT, "mfa", operator="AND"),
    "or-app-protection": rule(COMPLIANT, "compliantApplication"),
    "or-retired": rule(COMPLIANT, "approvedApplication"),
    "or-joined-where-there-is-none": rule(COMPLIANT, "domainJoinedDevice"),
    "office": rule(COMPLIANT, applications={"includeApplications": ["Office365"]}),
    "without-enrolment": rule(
        COMPLIANT, applications={"excludeApplications": ["D4EBCE55-015a-49b5-a083-c84d1797ae8c"]}
    ),
    "its-platform": rule(COMPLIANT, platforms={"includePlatforms": ["iOS"], "excludePlatforms": []}),
    "all-platforms-but-another": rule(
        COMPLIANT, platforms={"includePlatforms": ["all"], "excludePlatforms": ["linux"]}
    ),
    "its-group": rule(COMPLIANT, users={"includeUsers": [], "includeGroups": [ROLE.upper()]}),
    "a-group-that-holds-its-people": rule(COMPLIANT, users={"includeUsers": ["a"], "includeGroups": [PART]}),
    "without-break-glass": rule(COMPLIANT, users={"excludeGroups": [GLASS], "excludeUsers": ["z"]}),
    "without-others": rule(COMPLIANT, users={"excludeGroups": [OTHER], "excludeUsers": ["x"]}),
    "without-a-group-that-is-gone": rule(
        COMPLIANT, users={"excludeGroups": ["99999999-0000-0000-0000-000000000000"]}
    ),
    "without-the-account-that-synchronises": rule(COMPLIANT, users={"excludeRoles": [SYNCHRONISES]}),
    "anywhere": rule(COMPLIANT, locations={"includeLocations": ["All"], "excludeLocations": []}),
    "no-risk-asked": rule(
        COMPLIANT,
        userRiskLevels=[],
        signInRiskLevels=[],
        authenticationFlows=None,
        **{"users@odata.context": "x"},
    ),
    "nobody-gets-in": rule("block"),
}


@pytest.mark.parametrize("name", COVERED)
def test_f4_what_requires_a_compliant_device_of_everybody_always(name: str) -> None:
    assert level(COVERED[name]) == "covered"


GAPS: dict[str, tuple[ConditionalAccessPolicy, Level, str]] = {
    "or-mfa": (rule(COMPLIANT, "mfa"), "not", "grantControls compliantDevice OR mfa"),
    "or-strength": (
        rule(COMPLIANT, grant={"authenticationStrength": {"id": "1"}}), "not", "grantControls compliantDevice OR authenticationStrength"),
    "or-terms": (rule(COMPLIANT, grant={"termsOfUse": ["1"]}), "not", "grantControls compliantDevice OR termsOfUse"),
    "report-only": (rule(COMPLIANT, state="enabledForReportingButNotEnforced"), "not", "state enabledForReportingButNotEnforced"),
    "off": (rule(COMPLIANT, state="disabled"), "not", ""),
    "other-platform": (rule(COMPLIANT, platforms={"includePlatforms": ["windows"], "excludePlatforms": []}), "not", ""),
    "not-its-platform": (rule(COMPLIANT, platforms={"includePlatforms": ["all"], "excludePlatforms": ["iOS"]}), "not", ""),
    "user-action": (rule(COMPLIANT, applications={"includeApplications": [], "includeUserActions": ["urn:user:register"]}), "not", ""),
    "no-application": (rule(COMPLIANT, applications={"includeApplications": ["None"]}), "not", ""),
    "another-group": (rule(COMPLIANT, users={"includeUsers": [], "includeGroups": [OTHER]}), "not", ""),
    "nobody": (rule(COMPLIANT, users={"includeUsers": ["None"]}), "not", ""),
    "only-mfa": (rule("mfa"), "not", ""),
    "session-only": (rule(), "not", ""),
    "part-of-its-people": (
        rule(COMPLIANT, users={"includeUsers": [], "includeGroups": [PART]}), "partly", "includeGroups (1)"),
    "some-people": (rule(COMPLIANT, users={"includeUsers": ["a"]}), "partly", "includeUsers (1)"),
    "roles-only": (rule(COMPLIANT, users={"includeUsers": [], "includeRoles": ["62e90394"]}), "partly", "includeRoles (1)"),
    "guests-only": (rule(COMPLIANT, users={"includeUsers": ["GuestsOrExternalUsers"]}), "partly", "includeGuestsOrExternalUsers"),
    "without-a-pilot": (rule(COMPLIANT, users={"excludeGroups": [PILOT]}), "partly", "excludeGroups sg-pilot"),
    "without-a-person": (rule(COMPLIANT, users={"excludeUsers": ["B"]}), "partly", "excludeUsers"),
    "without-guests": (
        rule(COMPLIANT, users={"excludeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "internalGuest"}}), "partly",
        "excludeGuestsOrExternalUsers"),
    "without-administrators": (rule(COMPLIANT, users={"excludeRoles": [SYNCHRONISES, "62e90394"]}), "partly", "excludeRoles (1)"),
    "without-a-group-that-hides": (rule(COMPLIANT, users={"excludeGroups": [HIDDEN]}), "partly", "excludeGroups sg-hidden (?)"),
    "without-two-groups-and-others": (
        rule(COMPLIANT, users={"excludeGroups": [PILOT, PART, OTHER], "excludeUsers": ["x"]}), "not",
        "excludeGroups sg-part, excludeGroups sg-pilot"),
    "part-that-is-everybody-without-a-pilot": (
        rule(COMPLIANT, users={"includeUsers": ["a"], "includeGroups": [PART], "excludeGroups": [PILOT]}), "partly",
        "excludeGroups sg-pilot"),
    "a-group-that-hides": (rule(COMPLIANT, users={"includeUsers": [], "includeGroups": [HIDDEN]}), "partly", "includeGroups (1)"),
    "without-anybody": (rule(COMPLIANT, users={"excludeUsers": ["All"]}), "not", ""),
    "shut-from-one-place": (
        rule("block", locations={"includeLocations": ["11111111"], "excludeLocations": []}), "not", ""),
    "without-the-whole-role": (rule(COMPLIANT, users={"excludeGroups": [ROLE]}), "not", "excludeGroups sg-rol"),
    "one-application": (
        rule(COMPLIANT, applications={"includeApplications": ["00000002-0000-0ff1"]}), "partly", "includeApplications (1)"),
    "not-all-applications": (rule(COMPLIANT, applications={"excludeApplications": ["Office365"]}), "partly", "excludeApplications (1)"),
    "filtered-applications": (
        rule(COMPLIANT, applications={"includeApplications": [], "applicationFilter": {"mode": "include", "rule": "x"}}), "partly",
        "includeApplications (0), applicationFilter"),
    "device-filter": (
        rule(COMPLIANT, devices={"deviceFilter": {"mode": "exclude", "rule": "device.model -eq 1"}}), "partly", "deviceFilter exclude"),
    "trusted-places-left-out": (
        rule(COMPLIANT, locations={"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}), "partly", "locations"),
    "one-place": (rule(COMPLIANT, locations={"includeLocations": ["11111111"], "excludeLocations": []}), "partly", "locations"),
    "at-risk": (rule(COMPLIANT, signInRiskLevels=["high"]), "partly", "signInRiskLevels"),
    "of-tomorrow": (rule(COMPLIANT, moonPhases={"include": ["full"]}), "partly", "moonPhases"),
    "no-browser": (
        rule(COMPLIANT, clientAppTypes=["mobileAppsAndDesktopClients"]), "partly", "clientAppTypes mobileAppsAndDesktopClients"),
    "no-apps": (rule(COMPLIANT, clientAppTypes=["browser"]), "partly", "clientAppTypes browser"),
    "old-clients": (
        rule(COMPLIANT, clientAppTypes=["exchangeActiveSync", "other"]), "partly", "clientAppTypes exchangeActiveSync other"),
    "several": (
        rule(COMPLIANT, "mfa", state="enabledForReportingButNotEnforced", clientAppTypes=["browser"]), "not",
        "state enabledForReportingButNotEnforced, grantControls compliantDevice OR mfa, clientAppTypes browser"),
}  # fmt: skip


@pytest.mark.parametrize("name", GAPS)
def test_f4_what_public_checks_take_for_enough(name: str) -> None:
    policy, expected, why = GAPS[name]
    assert reason(policy) == (expected, why)


def test_f4_a_joined_computer_need_not_comply() -> None:
    joined = rule(COMPLIANT, "domainJoinedDevice")
    assert reason(joined, platform="windows") == (
        "not",
        "grantControls compliantDevice OR domainJoinedDevice",
    )


def test_f4_app_protection_is_an_alternative_on_a_computer_as_well() -> None:
    assert level(rule(COMPLIANT, "compliantApplication"), platform="windows") == "covered"


def test_f4_a_computer_that_nobody_enrols_is_not_joined() -> None:
    assert (
        level(rule("compliantApplication", "domainJoinedDevice"), need="protection", platform="windows")
        == "covered"
    )


def test_f4_reasons_are_in_the_order_of_the_names() -> None:
    policies = [rule(COMPLIANT, name=name, state="enabledForReportingButNotEnforced") for name in "dbeacf"]
    assert [why[1] for why in judge_access(SUBJECT, "ios", "compliance", policies, AROUND).why] == list(
        "abcdef"
    )


def test_f4_a_policy_that_is_partly_in_the_way_counts_for_how_many() -> None:
    found = judge_access(
        SUBJECT, "ios", "compliance", [rule(COMPLIANT, users={"excludeGroups": [PILOT]})], AROUND
    )
    assert (found.level, found.not_covered) == ("partly", 1)


def test_f4_policies_count_together_for_clients_and_for_people() -> None:
    browser, apps = (
        rule(COMPLIANT, name=client, clientAppTypes=[client])
        for client in ("browser", "mobileAppsAndDesktopClients")
    )
    assert level(browser) == "partly"
    assert level(browser, apps) == "covered"
    some, others = (rule(COMPLIANT, users={"includeUsers": list(people)}) for people in ("a", "bc"))
    assert level(some) == "partly"
    assert level(some, others) == "covered"


def test_f4_a_limit_that_another_policy_makes_up_for_is_no_reason() -> None:
    """Only what nobody covers is told."""
    browser = rule(COMPLIANT, name="browser", clientAppTypes=["browser"])
    apps = rule(
        COMPLIANT,
        name="apps",
        clientAppTypes=["mobileAppsAndDesktopClients"],
        users={"excludeGroups": [PILOT]},
    )
    assert judge_access(SUBJECT, "ios", "compliance", [browser, apps], AROUND).why == (
        '"apps": excludeGroups sg-pilot',
    )


@pytest.mark.parametrize(
    ("policy", "expected", "why"),
    [
        (rule("compliantApplication"), "covered", ""),
        (rule(COMPLIANT, "compliantApplication"), "covered", ""),
        (rule(COMPLIANT), "covered", ""),
        (rule("compliantApplication", "mfa", operator="AND"), "covered", ""),
        (rule("compliantApplication", "approvedApplication"), "covered", ""),
        (rule("approvedApplication"), "not", "grantControls approvedApplication"),
        (rule("compliantApplication", "mfa"), "not", "grantControls compliantApplication OR mfa"),
        (rule("mfa"), "not", ""),
    ],
)
def test_f4_app_protection_on_a_device_that_nobody_enrols(
    policy: ConditionalAccessPolicy, expected: Level, why: str
) -> None:
    """Such a device never complies, so to require that shuts it out; `approvedApplication` is no longer enforced."""
    assert reason(policy, "protection") == (expected, why)


def test_f4_app_protection_on_windows_is_for_the_browser() -> None:
    browser = rule("compliantApplication", clientAppTypes=["browser"])
    assert level(browser, need="protection", platform="windows") == "covered"
    assert level(browser, need="protection") == "partly"


def test_f4_compliance_is_not_required_by_app_protection_alone() -> None:
    assert reason(rule("compliantApplication")) == ("not", "")


def test_f4_a_role_that_hides_its_people_needs_a_policy_for_everybody() -> None:
    hidden = replace(SUBJECT, people=frozenset(), guests=frozenset(), hidden=True)
    assert level(rule(COMPLIANT), subject=hidden) == "covered"
    assert (
        level(rule(COMPLIANT, users={"excludeGroups": [GLASS], "excludeUsers": ["z"]}), subject=hidden)
        == "covered"
    )
    assert (
        level(
            rule(COMPLIANT, users={"excludeGroups": ["99999999-0000-0000-0000-000000000000"]}), subject=hidden
        )
        == "covered"
    )
    guests = {"excludeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "internalGuest"}}
    for users in (
        guests,
        {"excludeGroups": [OTHER]},
        {"excludeUsers": ["x"]},
        {"includeUsers": [], "includeGroups": [OTHER, ROLE]},
    ):
        expected = "covered" if "includeGroups" in users else "partly"
        assert level(rule(COMPLIANT, users=users), subject=hidden) == expected


def test_f4_of_a_role_of_which_a_part_is_hidden_the_known_part_is_not_everybody() -> None:
    partly = replace(SUBJECT, groups=frozenset({ROLE, HIDDEN}), hidden=True)
    assert level(rule(COMPLIANT, users={"includeUsers": list("abc")}), subject=partly) == "partly"
    assert (
        level(rule(COMPLIANT, users={"includeUsers": [], "includeGroups": [ROLE, HIDDEN]}), subject=partly)
        == "covered"
    )


def test_f4_a_protected_group_may_hide_who_is_in_it() -> None:
    policy = rule(COMPLIANT, users={"excludeGroups": [HIDDEN]})
    assert judge_access(SUBJECT, "ios", "compliance", [policy], AROUND).level == "partly"
    assert (
        judge_access(
            SUBJECT, "ios", "compliance", [policy], replace(AROUND, protected=frozenset({HIDDEN}))
        ).level
        == "covered"
    )


def test_f4_a_role_without_people_is_judged_by_its_groups() -> None:
    empty = replace(SUBJECT, people=frozenset(), guests=frozenset())
    assert level(rule(COMPLIANT), subject=empty) == "covered"
    assert level(rule(COMPLIANT, users={"excludeGroups": [OTHER]}), subject=empty) == "covered", (
        "those are not in the role"
    )
    assert (
        level(rule(COMPLIANT, users={"includeUsers": [], "includeGroups": [ROLE]}), subject=empty)
        == "covered"
    )
    assert (
        level(rule(COMPLIANT, users={"includeUsers": [], "includeGroups": [OTHER]}), subject=empty) == "not"
    )
    assert (
        level(
            rule(COMPLIANT, users={"includeUsers": [], "includeGroups": [OTHER]}),
            subject=replace(empty, groups=frozenset()),
        )
        == "not"
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"displayName": "x", "state": "enabled"},
        {"displayName": "x", "state": "enabled", "conditions": []},
        {"displayName": "x", "state": "enabled", "conditions": {"users": {"includeUsers": "All"}}},
        {"displayName": "x", "state": "enabled", "conditions": {"clientAppTypes": [1]}},
        {"displayName": "x", "state": 1, "conditions": {}},
        {"displayName": "x", "state": "enabled", "conditions": {"locations": ["All"]}},
        {"displayName": "x", "state": "enabled", "conditions": {}, "grantControls": "block"},
    ],
)
def test_f4_what_does_not_look_like_a_policy_is_not_read_as_one(body: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedType):
        parse_access_policy(body)
