"""Apps that a policy requires, in a tenant where others assign apps too: what wins over what, and who is told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.test_apps import ADVICE, CAMPAIGN, EVERYONE, TIKTOK, app, group
from tests.unit.apply.test_embedded import ON, Door, Office, opened, policy

from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.planner import Planned, make_plan
from managed_apparaten.policy.model import GroupRef, Identifier, PolicySet, Role, Rule, RuleEffect, Selector
from managed_apparaten.resolve.decide import decide

BUNDLE = "net.whatsapp.WhatsApp"
BLOCKS, REQUIRES = Span("roles/bestuursadvies-comm.yaml", 901, 1), Span("roles/college.yaml", 902, 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = opened(tmp_path)
    yield made
    made.tenant.close()


def rule(effect: RuleEffect, name: str, span: Span, owner: str) -> Rule:
    return Rule(effect, (Selector("app", name, span),), span, owner)


def role(whole: PolicySet, name: str, rules: tuple[Rule, ...], *groups: GroupRef) -> Role:
    """A role of the example with supervised iPhones, these rules and these groups."""
    found = whole.roles[name]
    devices = tuple(device for device in found.devices if device.platform == "ios")
    return replace(found, rules=rules, devices=devices, groups=groups or found.groups)


def planned(office: Office, *roles: Role, policy_set: PolicySet | None = None) -> Planned:
    part = replace(policy_set or policy(), roles={one.id: one for one in roles}, exceptions={})
    resolved = decide(part, ON)
    made = compile_policies(part, resolved, all_kinds())
    return make_plan(
        made,
        all_kinds(),
        Reader(Door(office.tenant)),
        policy=part,
        resolved=resolved,
        on=ON,
        tool_version="test",
    )


def blocking(whole: PolicySet, *groups: GroupRef) -> Role:
    return role(
        whole, "bestuursadvies-comm", (rule("block", "whatsapp", BLOCKS, "bestuursadvies-comm"),), *groups
    )


def requiring(whole: PolicySet, *groups: GroupRef) -> Role:
    return role(whole, "college", (rule("require", "whatsapp", REQUIRES, "college"),), *groups)


def coded(result: Planned, code: str) -> list[Diagnostic]:
    return [d for d in result.diagnostics if d.code == code]


def test_people_for_whom_one_role_requires_what_another_removes_stop_the_plan_with_both_lines(
    office: Office,
) -> None:
    whole = policy()
    campaign = GroupRef("sg-iso-jongerencampagne", CAMPAIGN, REQUIRES)
    result = planned(office, blocking(whole), requiring(whole, campaign))
    (error,) = coded(result, "PLN060")
    assert result.plan is None
    assert (error.span, [(r.span, r.label) for r in error.related]) == (
        REQUIRES,
        [(BLOCKS, "label.blocked-for-role")],
    )
    assert (error.args["required"], error.args["removed"]) == (
        "sg-iso-jongerencampagne",
        "sg-rol-bestuursadvies-comm",
    )
    assert int(error.args["people"]) > 0


def test_roles_without_common_people_may_require_and_remove_the_same_app(office: Office) -> None:
    whole = policy()
    result = planned(office, blocking(whole), requiring(whole))
    assert coded(result, "PLN060") == []
    assert result.plan is not None
    (change,) = [c for c in result.plan.changes if str(c.address) == "app_assignment/ios.whatsapp"]
    assert {(a.intent, a.group_name) for a in change.assignment_changes if not a.exclude} == {
        ("required", "sg-rol-college"), ("uninstall", "sg-rol-bestuursadvies-comm"),
    }  # fmt: skip


def test_one_group_under_two_names_gets_no_two_intents(office: Office) -> None:
    whole = policy()
    again = GroupRef("another name", ADVICE, REQUIRES)
    plain = GroupRef("sg-rol-bestuursadvies-comm", None, BLOCKS)
    below = blocking(whole, plain)
    result = planned(office, below, replace(requiring(whole, again), priority=below.priority))
    (error,) = coded(result, "PLN061")
    assert {error.args["first"], error.args["second"]} == {"required", "uninstall"}
    assert result.plan is None


def test_an_uninstall_by_somebody_else_is_beaten_and_that_is_a_warning(office: Office) -> None:
    bundle = "org.whispersystems.signal"
    app(office, TIKTOK, bundle, {"intent": "uninstall", "settings": None, "target": EVERYONE})
    whole = policy()
    signal = role(whole, "college", (rule("require", "signal", REQUIRES, "college"),))
    result = planned(office, signal)
    (warning,) = coded(result, "PLN062")
    assert (warning.severity, warning.span, warning.args["id"]) == ("warning", REQUIRES, TIKTOK)
    assert result.plan is not None


def test_our_own_uninstall_beats_what_we_offer_to_the_same_people_and_says_so(office: Office) -> None:
    whole = policy()
    campaign = GroupRef("sg-iso-jongerencampagne", CAMPAIGN, REQUIRES)
    offering = role(whole, "college", (rule("allow", "whatsapp", REQUIRES, "college"),), campaign)
    result = planned(office, blocking(whole), offering)
    (warning,) = coded(result, "PLN046")
    assert (warning.severity, warning.span) == ("warning", BLOCKS)
    assert int(warning.args["people"]) > 0


def test_a_required_app_that_the_tenant_lacks_is_a_warning_that_names_it(office: Office) -> None:
    whole = policy()
    needed = replace(requiring(whole), rules=(rule("require", "signal", REQUIRES, "college"),))
    android = replace(
        needed, devices=tuple(d for d in whole.roles["veiligheid"].devices if d.platform == "android")
    )
    (warning,) = coded(planned(office, android), "PLN063")
    assert (warning.severity, warning.args) == (
        "warning",
        {"count": "1", "apps": "Signal (college)", "platform": "android"},
    )


def test_several_apps_of_the_tenant_with_one_identifier_are_named(office: Office) -> None:
    app(office, TIKTOK, BUNDLE, {"intent": "available", "settings": None, "target": group(ADVICE)})
    (warning,) = coded(planned(office, requiring(policy())), "PLN064")
    assert (warning.severity, warning.args["count"], warning.args["identifier"]) == (
        "warning",
        "2",
        f"ios:{BUNDLE}".lower(),
    )
    assert warning.args["used"] == TIKTOK
    assert "WhatsApp" in warning.args["others"]


def test_objects_for_devices_and_for_people_that_share_a_device_are_named_with_the_number(
    office: Office,
) -> None:
    whole = policy()
    laptops = next(d for d in whole.roles["fysiek-belast"].devices if d.platform == "windows")
    by_device = replace(whole.roles["fysiek-belast"], devices=(laptops,))
    by_person = replace(whole.roles["college"], groups=by_device.groups, enforcement=whole.roles["byod"].enforcement,
                        devices=(replace(laptops, groups=(), enforcement=None),))  # fmt: skip
    found = coded(planned(office, by_device, by_person), "PLN019")
    assert {(d.args["address"], d.args["other"]) for d in found} == {
        (f"{kind}/fysiek-belast.devices", f"{kind}/college")
        for kind in ("windows_compliance", "windows_restrictions")
    }
    assert {d.severity for d in found} == {"warning"}
    assert all(int(d.args["devices"]) > 0 for d in found)
    assert coded(planned(office, by_device), "PLN019") == []


@pytest.mark.parametrize("effect", ["require", "allow"])
def test_a_store_app_gets_the_settings_without_which_graph_refuses_it_and_no_other_sort_does(
    office: Office, effect: RuleEffect
) -> None:
    """F3. Laptops with a list are known by groups of devices, to which an app can be required but not made available."""
    whole = policy()
    identifier = Identifier("windows", "store-id", "9NSIGNAL0001", REQUIRES, "store")
    body: JSON = {"displayName": "Signal", "publisher": "P", "notes": "", "packageIdentifier": "9nsignal0001"}
    office.tenant.insert(
        [Stored("deviceAppManagement/mobileApps", TIKTOK, "winGetApp", body, {"assignments": []})]
    )
    signal = whole.apps["signal"]
    others = tuple(i for i in signal.identifiers if i.platform != "windows")
    known = replace(whole, apps={**whole.apps, "signal": replace(signal, identifiers=(*others, identifier))})
    asked = replace(whole.roles["college"], rules=(rule(effect, "signal", REQUIRES, "college"),))
    plan = planned(office, asked, policy_set=known).plan
    assert plan is not None
    after = {str(c.address): c.after.targets for c in plan.changes if c.after}
    windows = [
        t for t in after.get("app_assignment/windows.signal", ()) if "exclusion" not in t["@odata.type"]
    ]
    settings = {"@odata.type": "#microsoft.graph.winGetAppAssignmentSettings", "notifications": "showAll"}
    assert [(t["intent"], t["settings"]) for t in windows] == (
        [("required", settings)] if effect == "require" else []
    )
    assert all("settings" not in t for t in after["app_assignment/ios.signal"])
