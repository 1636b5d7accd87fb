"""B1: one object in the tenant, one change."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.test_apps import TIKTOK, app
from tests.unit.apply.test_embedded import Office, opened, policy
from tests.unit.apply.test_required import BLOCKS, REQUIRES, coded, planned, role, rule
from tests.unit.plan.small import COLLEGE, Memory, desired, group, plan

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.address import Address
from managed_apparaten.policy.model import App, GroupRef, PolicySet

BUNDLE = "net.whatsapp.WhatsApp"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = opened(tmp_path)
    yield made
    made.tenant.close()


def renamed(whole: PolicySet, store_id: bool) -> PolicySet:
    """The catalogue with WhatsApp twice, as after a change of its name; with its page in the store the plan could make the app."""
    old = whole.apps["whatsapp"]
    kept = [i for i in old.identifiers if store_id or i.type != "app-store-id"]
    new = replace(
        old,
        id="wa-messenger",
        name="WA Messenger",
        identifiers=tuple(replace(i, value=i.value.upper()) for i in kept),
    )
    return replace(whole, apps={**whole.apps, new.id: new})


def both(whole: PolicySet) -> tuple[object, ...]:
    blocking = role(
        whole, "bestuursadvies-comm", (rule("block", "wa-messenger", BLOCKS, "bestuursadvies-comm"),)
    )
    return blocking, role(whole, "college", (rule("require", "whatsapp", REQUIRES, "college"),))


@pytest.mark.parametrize("there", [0, 1, 2])
def test_b1_two_entries_for_one_app_of_the_tenant_give_no_plan_and_name_both_rules(
    office: Office, there: int
) -> None:
    """B1: seen with a renamed app: required, then removed, at each apply. Also where it is to be made, or is there twice."""
    for number in range(there):
        app(office, TIKTOK.replace("0001", f"100{number}"), BUNDLE)
    whole = renamed(policy(), store_id=True)
    result = planned(office, *both(whole), policy_set=whole)  # type: ignore[arg-type]
    assert result.plan is None
    (error,) = coded(result, "PLN065")
    assert {error.span, *(r.span for r in error.related)} == {BLOCKS, REQUIRES}
    assert {error.args["first"], error.args["second"]} == {"WhatsApp", "WA Messenger"}


def test_b1_one_entry_with_two_apps_in_the_tenant_is_no_overlap(office: Office) -> None:
    whole = policy()
    old = whole.apps["whatsapp"]
    (bundle,) = old.on("ios", "bundle-id")
    more: App = replace(old, identifiers=(*old.identifiers, replace(bundle, value="net.whatsapp.Other")))
    for number, name in enumerate((BUNDLE, "net.whatsapp.Other", BUNDLE)):
        app(office, TIKTOK.replace("0001", f"100{number}"), name)
    whole = replace(whole, apps={**whole.apps, more.id: more})
    result = planned(
        office, role(whole, "college", (rule("require", "whatsapp", REQUIRES, "college"),)), policy_set=whole
    )
    assert result.plan is not None
    assert {str(c.address) for c in result.plan.changes} >= {
        "app_assignment/ios.whatsapp",
        "app_assignment/ios.whatsapp.2",
    }


def test_b1_two_resources_with_one_address_are_refused() -> None:
    """B1: the second used to take the place of the first without a word."""
    found = plan([desired(pin=True), desired(pin=False)], Memory())
    assert (found.plan, [d.code for d in found.diagnostics]) == (None, ["PLN066"])


def test_b1_a_group_does_not_get_one_object_twice_with_two_filters() -> None:
    """B1: by name and by id, one group of the tenant; Intune takes it once."""
    by_name, by_id = (
        group("sg-college", pinned=False, line=8),
        GroupRef("College", COLLEGE, group("sg-college").span),
    )
    one: Desired = desired(include=(by_id, by_name))
    assert plan([one], Memory()).plan is not None
    filtered = replace(
        one,
        assignments=(replace(one.assignments[0], filter=Address("first", "college")), *one.assignments[1:]),
    )
    found = plan([filtered], Memory())
    (error,) = [d for d in found.diagnostics if d.severity == "error"]
    assert (found.plan, error.code) == (None, "PLN067")
    assert {error.span, *(r.span for r in error.related)} == {by_name.span, by_id.span}
