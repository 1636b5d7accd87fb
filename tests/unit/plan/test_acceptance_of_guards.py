"""What a real change measures, end to end: H2, M2, M3, M4 on the organisation that `apparaten init` writes and an embedded tenant."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.plan.starter import FIRST, Starter, block_rule, started

STAFF, EXECUTIVE = "roles/medewerkers.yaml", "roles/bestuur.yaml"
ORG = "organisation.yaml"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Starter]:
    yield from started(tmp_path)


@pytest.fixture
def world(fresh: Starter) -> Starter:
    """After the first apply, the day after."""
    fresh.done(*FIRST)
    fresh.day += timedelta(days=1)
    return fresh


def without_the_block_rule(world: Starter) -> None:
    old, new = block_rule((world.folder / "policies" / ORG).read_text(encoding="utf-8"))
    world.edit(ORG, old, new)


def staff_to_another_group(world: Starter) -> None:
    world.edit(STAFF, "sg-rol-bedrijfsvoering", "sg-rol-kcc")


def executive_to_another_group(world: Starter) -> None:
    world.edit(EXECUTIVE, "sg-rol-college", "sg-rol-griffie")


def guests_and_the_block_rule(world: Starter) -> None:
    world.guests(2000)
    without_the_block_rule(world)


def guests_in_a_group_and_the_block_rule(world: Starter) -> None:
    group = world.group("sg-rol-byod")
    world.tenant.world.store.connect([(group.id, guest, "users") for guest in world.guests(2000)])
    without_the_block_rule(world)


TABLE: dict[str, tuple[Callable[[Starter], None], dict[str, str]]] = {
    "H2 deleting the national block rule": (
        without_the_block_rule,
        {"PLN021": "99/219 (45.2%)", "PLN022": "100/250 (40.0%)", "PLN030": "99/219 (45.2%)"},
    ),
    "H2 moving a role to another group": (
        staff_to_another_group,
        {
            "PLN021": "155/251 (61.8%)",
            "PLN022": "118/250 (47.2%)",
            "PLN030": "93/219 (42.5%)",
            "PLN031": "93",
        },
    ),
    "H2 moving a small role to another group": (executive_to_another_group, {"PLN031": "6"}),
    "H2 the same rule among 2,000 guests": (
        guests_and_the_block_rule,
        {"PLN021": "99/219 (45.2%)", "PLN022": "100/250 (40.0%)", "PLN030": "99/219 (45.2%)"},
    ),
    "H2 the same rule with 2,000 guests in one of our groups": (
        guests_in_a_group_and_the_block_rule,
        {"PLN021": "99/219 (45.2%)", "PLN022": "100/250 (40.0%)", "PLN030": "99/219 (45.2%)"},
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_each_is_refused_without_the_flags_that_name_it_and_done_with_them(name: str, world: Starter) -> None:
    change, expected = TABLE[name]
    change(world)
    assert {code: text for code, text in world.failed().items() if code != "PLN035"} == expected
    for left_out in expected:
        outcome = world.apply(*set(expected) - {left_out})
        assert (outcome.exit_code, [guard.code for guard in outcome.refused]) == (4, [left_out])
    world.done(*expected)
    assert {change.action for change in world.plan().changes} == {"none"}


def test_2000_guests_do_not_make_a_first_apply_small(fresh: Starter) -> None:
    """H2: it measured 7.9 % of the directory."""
    fresh.guests(2000)
    assert fresh.failed() == {"PLN021": "219/219 (100.0%)", "PLN022": "250/250 (100.0%)"}


def test_what_is_weaker_is_told_of_the_change(world: Starter) -> None:
    """H2: the plan said "reaches", and nothing in capitals."""
    without_the_block_rule(world)
    told = {str(c.address): c.weakens.people for c in world.plan().changes if c.weakens}
    assert told["ios_app_restrictions/medewerkers"] == 93
    assert told["ios_compliance/bestuur"] == 6
    assert "assignment_filter/ios-corporate" not in told


def harmless(world: Starter) -> None:
    """A change for the six people of one role."""
    world.edit(EXECUTIVE, "enforcement: remove", "enforcement: allowlist")


def for_staff(world: Starter) -> None:
    """A stricter change for the other role: 93 people of 219."""
    world.edit(STAFF, "enforcement: block", "enforcement: allowlist")


@pytest.mark.parametrize(
    ("days", "second"), [(0, "93+6/219 (45.2%)"), (1, "93+6/219 (45.2%)"), (2, "93/219 (42.5%)")]
)
def test_a_change_role_by_role_counts_as_one_within_the_window(
    days: int, second: str, world: Starter
) -> None:
    """M3: each part was below the limit."""
    world.edit(ORG, "max-people: 25%, max-devices: 25%", "max-people: 44%, max-devices: 90%")
    world.done()
    harmless(world)
    world.done()
    world.day += timedelta(days=days)
    for_staff(world)
    assert world.failed().get("PLN021") == (second if "+" in second else None)
    assert next(guard.measured for guard in world.plan().guards if guard.code == "PLN021") == second


def test_what_somebody_lifted_does_not_count_again(world: Starter) -> None:
    """M3: the people of a plan that was applied with a flag were seen by somebody."""
    for_staff(world)
    world.done("PLN021", "PLN022")
    harmless(world)
    assert world.failed() == {}


def test_limits_that_are_raised_beside_a_change_do_not_hold_for_it(world: Starter) -> None:
    """M4: `max-people: 100%` in the same change passed."""
    world.edit(
        ORG,
        "max-people: 25%, max-devices: 25%, max-deletes: 30%",
        "max-people: 100%, max-devices: 100%, max-deletes: 100%",
    )
    without_the_block_rule(world)
    found = world.plan()
    limits = {guard.code: guard.limit for guard in found.guards if not guard.passed}
    assert (limits["PLN021"], limits["PLN022"]) == ("25%", "25%")
    [told] = [d for d in found.diagnostics if d.code == "PLN034"]
    assert told.args["held"] == "max-people 25%, max-devices 25%, max-deletes 30%"
    assert told.span is not None
    assert told.span.file == ORG


def test_limits_hold_once_they_were_applied_alone(world: Starter) -> None:
    """M4: the plan is not empty, it changes one object, and afterwards the new limits hold."""
    world.edit(ORG, "max-people: 25%, max-devices: 25%", "max-people: 50%, max-devices: 100%")
    [change] = [c for c in world.plan().changes if c.action != "none"]
    assert change.action == "update"
    assert [(f.before, f.after) for f in change.fields] == [
        ("max-people 25%", "max-people 50%"),
        ("max-devices 25%", "max-devices 100%"),
    ]
    world.done()
    found = world.plan()
    assert [d.code for d in found.diagnostics if d.code == "PLN034"] == []
    assert {c.action for c in found.changes} == {"none"}
    for_staff(world)
    assert world.failed() == {}


def test_a_lower_limit_holds_at_once(world: Starter) -> None:
    """M4: only loosening waits."""
    world.edit(ORG, "max-people: 25%", "max-people: 1%")
    harmless(world)
    assert world.failed()["PLN021"] == "6/219 (2.7%)"


def test_limits_that_were_raised_beside_a_small_change_wait_until_they_are_alone(world: Starter) -> None:
    """M4: neither does a harmless change carry them in."""
    world.edit(ORG, "max-people: 25%", "max-people: 100%")
    harmless(world)
    world.done()
    for_staff(world)
    assert "PLN021" in world.failed()


def renamed(world: Starter) -> None:
    """A change that nobody notices: objects of the role get another name."""
    world.edit(STAFF, "en: Staff", "en: Staff members")


@pytest.mark.parametrize("first", [renamed, harmless])
def test_limits_wait_for_a_plan_that_changes_nothing_else_not_even_a_name(
    first: Callable[[Starter], None], world: Starter
) -> None:
    """Row 3: then they hold, so nobody is locked out of raising them."""
    world.edit(ORG, "max-people: 25%, max-devices: 25%", "max-people: 100%, max-devices: 100%")
    first(world)
    assert {c.action for c in world.plan().changes} != {"none"}
    world.done()
    [note] = [c for c in world.plan().changes if c.action != "none"]
    assert [(f.before, f.after) for f in note.fields] == [
        ("max-people 25%", "max-people 100%"),
        ("max-devices 25%", "max-devices 100%"),
    ]
    text = (world.folder / "policies" / STAFF).read_text(encoding="utf-8")
    for_staff(world)
    assert {"PLN021", "PLN022"} <= world.failed().keys()
    (world.folder / "policies" / STAFF).write_text(text, encoding="utf-8")
    world.done()
    for_staff(world)
    assert world.failed() == {}


def test_a_name_beside_it_does_not_end_protection_without_a_flag(world: Starter) -> None:
    """Row 3: the end of protection is held to the same words as limits."""
    world.edit(EXECUTIVE, "protect: true", "protect: false")
    world.edit(EXECUTIVE, "en: Executive", "en: Executives")
    assert world.failed() == {"PLN028": "4"}
    world.edit(EXECUTIVE, "en: Executives", "en: Executive")
    renamed(world)
    assert world.failed() == {"PLN028": "4"}
    world.edit(STAFF, "en: Staff members", "en: Staff")
    world.edit(ORG, "max-people: 25%", "max-people: 100%")
    assert world.failed() == {}
    world.done()
    assert [d.args["held"] for d in world.plan().diagnostics if d.code == "PLN034"] == ["max-people 25%"]


def test_people_of_a_role_that_is_renamed_are_counted_once(world: Starter) -> None:
    """Row 4: whom an apply reached that somebody lifted does not make room for counting the same people twice."""
    world.edit(
        ORG,
        "max-people: 25%, max-devices: 25%, max-deletes: 30%",
        "max-people: 50%, max-devices: 60%, max-deletes: 100%",
    )
    world.done()
    for_staff(world)
    world.done()
    world.edit(STAFF, "id: medewerkers", "id: personeel")
    shares = {guard.code: guard.measured for guard in world.plan().guards}
    assert (shares["PLN021"], shares["PLN022"]) == ("93/219 (42.5%)", "88/250 (35.2%)")
    harmless(world)
    shares = {guard.code: guard.measured for guard in world.plan().guards}
    assert shares["PLN021"] == "99/219 (45.2%)"


def test_people_of_an_apply_that_was_counted_stay_counted_when_a_name_follows(world: Starter) -> None:
    """Row 4: a later write that nobody notices takes nobody out of the window, and neither does a flag for others."""
    world.edit(ORG, "max-people: 25%, max-devices: 25%", "max-people: 44%, max-devices: 100%")
    world.done()
    for_staff(world)
    world.done()
    renamed(world)
    world.done()
    harmless(world)
    assert world.failed() == {"PLN021": "6+93/219 (45.2%)"}


def test_protection_ends_in_a_change_of_its_own(world: Starter) -> None:
    """M4: `protect: false` beside a change needed no flag."""
    world.edit(EXECUTIVE, "protect: true", "protect: false")
    assert world.failed() == {}
    harmless(world)
    assert world.failed() == {"PLN028": "4"}
    world.edit(EXECUTIVE, "enforcement: allowlist", "enforcement: remove")
    world.done()
    harmless(world)
    assert world.failed() == {}


@pytest.mark.parametrize("roles", [("bestuur",), ("bestuur", "medewerkers")])
def test_a_protected_group_is_not_dropped_in_silence(roles: tuple[str, ...], fresh: Starter) -> None:
    """M4: with one role, dropping it needed no flag."""
    for role in {"bestuur", "medewerkers", "eigen-toestel"} - {*roles}:
        (fresh.folder / "policies" / "roles" / f"{role}.yaml").unlink()
    fresh.done(*FIRST)
    fresh.edit(ORG, "  - {name: sg-break-glass}", "  - {name: sg-iso-jongerencampagne}")
    assert "PLN026" in fresh.failed()


def test_an_emptied_group_is_told_and_its_people_count(world: Starter) -> None:
    """M2: dropping the rule meanwhile counted nobody, and once the group was filled again the plan was empty."""
    world.empty("sg-rol-bedrijfsvoering")
    found = world.plan()
    [told] = [d for d in found.diagnostics if d.code == "PLN035"]
    assert (told.args["role"], told.args["people_then"], told.args["people_now"]) == (
        "medewerkers",
        "93",
        "0",
    )
    assert {c.action for c in found.changes} == {"none"}
    assert world.failed() == {}
    without_the_block_rule(world)
    failed = world.failed()
    assert failed["PLN033"] == "1"
    by_another_role = 30  # people of the emptied group whom the role for private phones reaches since
    assert failed["PLN021"] == f"99/{219 + by_another_role} (39.8%)"
    assert failed["PLN030"] == failed["PLN021"]
