"""A plan as a page: what it says, how wide it is, what it folds."""

from dataclasses import replace

import pytest
from tests.unit.render.plans import (
    CREATE,
    DELETE,
    DRIFT,
    ENDING,
    FOREIGN,
    NO_DELETE,
    NOTHING,
    STEP,
    UPDATE,
    assigned,
    blocked,
    changed,
    plan,
)

from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import cause
from managed_apparaten.core.span import Span
from managed_apparaten.plan.change import AssignmentChange, Change, FieldChange, Plan, Reach
from managed_apparaten.render import view
from managed_apparaten.render.pieces import Piece, fitted, line, paint, width_of
from managed_apparaten.render.terminal import Page, plan_lines
from managed_apparaten.render.words import Words

ENGLISH = Words("en")


def page(made: Plan, *, width: int = 80, full: bool = False, words: Words = ENGLISH) -> str:
    return paint(plan_lines(made, Page(words, width, full)), colour=False)


def section(made: Plan, start: str) -> list[str]:
    """The block that begins with this line."""
    lines = page(made).split("\n")
    first = next(index for index, text in enumerate(lines) if text.startswith(start))
    return lines[first : lines.index("", first)]


def test_the_plan_of_the_design_page_reads_as_the_design_page() -> None:
    made = plan(UPDATE, DELETE, DRIFT, *[NOTHING] * 27, guards=(NO_DELETE,))
    assert page(made).split("\n") == [
        "policies/   15 roles, 240 apps, 1 exception             evaluated for 2026-11-21",
        "tenant      embedded: 38 objects, 31 ours, 7 left alone",
        "",
        "~ ios_app_restrictions/bedrijfsvoering",
        '    "MA | Bedrijfsvoering | iOS | App-beperkingen"',
        "    + blocked  Temu (com.einnovation.temu)",
        "        organisation.yaml:14  VNG-advies van 17 mei 2023",
        "    - blocked  Threads (com.burbn.barcelona)  the policy no longer asks for it",
        "    reaches 1 group, 93 people, 88 devices",
        "",
        "- android_device_owner_restrictions/buitendienst",
        '    "MA | Buitendienst | Android | Beperkingen"  role removed',
        "    REMOVES PROTECTION from 1 group, 78 people, 50 devices",
        "",
        "! drift  macos_compliance/college: changed outside this repository; the plan",
        "  puts it back",
        "    ~ gatekeeperAllowedAppSource  anywhere → macAppStore",
        '        roles/college.yaml:23  no rule approves it, and the step "allowlist"',
        "        lets only approved apps through",
        "    reaches 1 group, 6 people, 12 devices",
        "",
        "2 to update, 1 to delete, 27 unchanged.",
        "Refused: PLN020 deleting needs --allow-delete (to delete: 1).",
        "Nothing was changed.",
        "",
    ]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_to_the_width(width: int) -> None:
    made = plan(UPDATE, CREATE, DELETE, DRIFT, unmanaged=FOREIGN, exceptions=(ENDING,), guards=(NO_DELETE,))
    too_long = [text for text in page(made, width=width).split("\n") if len(text) > width]
    assert not too_long


def test_a_wide_terminal_puts_the_cause_behind_the_value() -> None:
    line = "    + blocked  Temu (com.einnovation.temu)    organisation.yaml:14  VNG-advies van 17 mei 2023"
    assert line in page(plan(UPDATE), width=110).split("\n")


def test_a_new_object_takes_one_line_and_its_role_says_who_gets_it() -> None:
    second = replace(
        CREATE,
        address=Address("ios_app_protection", "raad"),
        fields=(),
        app_changes=(blocked("Edge", "com.edge"),),
    )
    assert section(plan(CREATE, second), "+ role raad") == [
        "+ role raad: 2 new objects",
        "    ios_compliance/raad      60 forbidden",
        "    ios_app_protection/raad  1 protected app",
        "    assigned to sg-rol-raad; not to sg-break-glass",
        "    reaches 1 group, 33 people, 20 devices",
    ]


def test_what_roles_share_is_no_role() -> None:
    bare = replace(
        CREATE, role="", fields=(changed("/rule", None, "x"),), assignment_changes=(), reach=Reach(0, 0, 0)
    )
    made = plan(CREATE, replace(bare, address=Address("assignment_filter", "ios-corporate")))
    assert section(made, "+ shared") == [
        "+ shared by roles: 1 new object",
        "    assignment_filter/ios-corporate  1 setting",
    ]


def test_a_new_object_of_several_roles_says_itself_what_it_is_to_how_many() -> None:
    given = [
        replace(assigned(name), intent=intent)
        for name, intent in (("sg-a", "available"), ("sg-b", "available"), ("sg-c", "uninstall"))
    ]
    kept_out = assigned("sg-break-glass", exclude=True)
    shared = replace(
        CREATE,
        address=Address("app_assignment", "ios.signal"),
        role="",
        assignment_changes=(*given, kept_out),
    )
    less = (given[0], kept_out, assigned("sg-kept-out-of-one", exclude=True))
    other = replace(shared, address=Address("app_assignment", "ios.zoom"), assignment_changes=less)
    assert section(plan(CREATE, shared, other), "+ shared") == [
        "+ shared by roles: 2 new objects",
        "    app_assignment/ios.signal  available: 2 groups, uninstall: 1 group",
        "    app_assignment/ios.zoom    available: 1 group",
        "    not to sg-break-glass",
    ]


def test_sixty_new_objects_stay_readable() -> None:
    roles = [
        replace(CREATE, address=Address(f"kind_{n % 4}", f"role-{n // 4}"), role=f"role-{n // 4}")
        for n in range(60)
    ]
    assert len(page(plan(*roles)).split("\n")) < 150


def test_full_leaves_nothing_out() -> None:
    text = page(plan(CREATE), full=True)
    assert all(f"App {n} (com.app{n})" in text for n in range(60))
    assert all(f"property{n} " in text for n in range(200))
    assert "more" not in text


def test_members_with_one_cause_are_folded_and_counted() -> None:
    many = replace(UPDATE, fields=tuple(blocked(f"App {n}", f"com.app{n}") for n in range(40)))
    assert section(plan(many), "~ ios_app_restrictions")[2:5] == [
        "    + blocked  40:  organisation.yaml:14  VNG-advies van 17 mei 2023",
        "        App 0, App 1, App 2, App 3, App 4, App 5 and 34 more",
        "    reaches 1 group, 93 people, 88 devices",
    ]


def test_members_with_a_line_each_are_folded_by_the_sort_of_their_cause() -> None:
    def own_line(n: int) -> FieldChange:
        why = (cause("catalogue", "cause.built-in", Span("catalogue/apps/a.yaml", n, 1), app=f"App {n}"),)
        return replace(blocked(f"App {n}", f"com.app{n}"), causes=why)

    lines = section(
        plan(replace(UPDATE, fields=tuple(own_line(n) for n in range(1, 9)))), "~ ios_app_restrictions"
    )
    assert lines[2] == "    + allowed  8:  catalogue/apps/a.yaml:1 and 7 more"


def test_four_members_are_not_folded() -> None:
    few = replace(UPDATE, fields=tuple(blocked(f"App {n}", f"com.app{n}") for n in range(4)))
    assert "    + blocked  App 3 (com.app3)" in page(plan(few))


def test_a_cause_stands_once_below_the_rows_that_share_it() -> None:
    change = replace(
        UPDATE, fields=(changed("/passcodeMinimumLength", 4, 8), changed("/passcodeRequired", False, True))
    )
    lines = section(plan(change), "~ ios_app_restrictions")
    assert lines[2:4] == ["    ~ passcodeMinimumLength  4 → 8", "    ~ passcodeRequired       false → true"]
    assert sum("roles/college.yaml:23" in text for text in lines) == 1


def test_the_same_change_on_three_objects_is_told_once() -> None:
    def of(key: str, people: int) -> Change:
        return replace(
            UPDATE, address=Address("ios_compliance", key), fields=DRIFT.fields, reach=Reach(1, people, 2)
        )

    lines = section(plan(of("college", 6), of("raad", 33), of("kcc", 62)), "~ ios_compliance")
    assert lines[0] == "~ ios_compliance: the same on 3 objects"
    assert lines[-3:] == ["    college  1 group, 6 people, 2 devices", "    raad     1 group, 33 people, 2 devices",
                          "    kcc      1 group, 62 people, 2 devices"]  # fmt: skip


@pytest.mark.parametrize(
    "change", [DELETE, replace(UPDATE, removes_protection=True, reach=DELETE.reach)], ids=["delete", "update"]
)
def test_removed_protection_is_never_told_together(change: Change) -> None:
    gone = [
        replace(change, address=Address("ios_compliance", f"role-{n}"), object_id=str(n)) for n in range(4)
    ]
    assert page(plan(*gone)).count("REMOVES PROTECTION from 1 group, 78 people, 50 devices") == 4


def test_what_others_set_on_our_object_is_named() -> None:
    change = replace(UPDATE, not_managed=("/deviceThreatProtectionEnabled",))
    assert "    also set, not by us and left alone: deviceThreatProtectionEnabled" in page(plan(change))


def test_a_foreign_object_with_our_name_is_pointed_out() -> None:
    text = page(plan(DRIFT, unmanaged=FOREIGN))
    assert (
        '2 objects not ours, left alone: "MA | College | macOS | Naleving" (our name, not\n    our mark) and "iOS baseline (oud)"'
        in text
    )


@pytest.mark.parametrize(
    ("target", "shown"),
    [("all-users", "all users"), ("all-devices", "all devices"), ("group", "sg-rol-raad")],
)
def test_an_assignment_names_whom_it_is_for(target: str, shown: str) -> None:
    change = replace(UPDATE, fields=(), assignment_changes=(replace(assigned("sg-rol-raad"), target=target),))
    assert f"    + assigned  {shown}\n" in page(plan(change))


def test_an_exclusion_that_goes_needs_no_rule() -> None:
    gone = AssignmentChange("id", "sg-rol-kcc", True, "remove", ())
    assert "    - excluded  sg-rol-kcc\n" in page(
        plan(replace(UPDATE, fields=(), assignment_changes=(gone,)))
    )


def test_no_changes_is_a_sentence() -> None:
    assert "No changes: the tenant is as the policies say (2 unchanged).\nNothing was changed.\n" in page(
        plan(NOTHING, NOTHING)
    )


def test_dutch_counts_as_dutch_does() -> None:
    many = replace(UPDATE, reach=Reach(1, 1, 1234))
    assert "raakt 1 groep, 1 persoon, 1.234 apparaten" in page(plan(many), words=Words("nl"))
    assert "reaches 1 group, 1 person, 1,234 devices" in page(plan(many))


def test_hostile_names_reach_no_terminal() -> None:
    name = "\x1b[2J\x1b]0;x\x07\r\u202egnp\n+ role admin"
    change = replace(
        UPDATE, name=name, fields=(replace(blocked("x", "y"), label=name), changed("/a", name, name, STEP))
    )
    text = page(plan(change, unmanaged=(replace(FOREIGN[0], name=name),), tenant_name=name))
    assert "\x1b" not in text
    assert "\r" not in text
    assert "\u202e" not in text
    assert not any(row.startswith("+ role") for row in text.split("\n"))
    assert "\\u{1b}[2J" in text


def test_a_report_is_told_as_a_report_and_not_as_a_block() -> None:
    found = tuple(replace(blocked(f"App {n}", f"com.app{n}"), pointer="/compliantAppsList") for n in range(7))
    made = replace(CREATE, address=Address("ios_restricted_apps_report", "raad"), fields=found)
    assert "7 reported" in page(plan(made))
    assert "blocked" not in page(plan(made))
    assert "+ reported  App 0 (com.app0)" in page(plan(replace(UPDATE, fields=found[:1])))


@pytest.mark.parametrize(("before", "after", "told"), [
    ("x" * 70 + " seen by Jan", "x" * 70, "…xxxxxxxxxxxx seen by Jan → …xxxxxxxxxxxx"),
    ("y" * 80 + "1", "y" * 80 + "2", "…yyyyyyyyyyyy1 → …yyyyyyyyyyyy2"),
    ("short", "other", "short → other"),
])  # fmt: skip
def test_of_long_texts_that_begin_alike_the_difference_is_shown(before: str, after: str, told: str) -> None:
    """B7: drift behind a long description was shown as twice the same beginning."""
    assert view._value(FieldChange("/description", before, after, "replace")) == told


MARK = "[apparaten zilverdam/ios_app_restrictions/bedrijfsvoering gen=0123456789abcdef protect]"


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("full", [False, True])
def test_a_description_with_a_mark_and_a_long_filter_keep_to_the_width(width: int, full: bool) -> None:
    """B7, B13: such lines were 148 columns wide."""
    fields = (
        changed(
            "/description",
            f"Beheerd door apparaten {MARK} gezien door Jan",
            f"Beheerd door apparaten\n{MARK}",
        ),
    )
    alone = replace(
        UPDATE,
        fields=fields,
        assignment_changes=(assigned("sg-rol-toezicht-boa-en-handhaving (with assignment_filter/x)"),),
    )
    many = [
        replace(alone, address=Address("ios_compliance", f"{'role-with-a-long-name-' * 2}{n}"))
        for n in range(4)
    ]
    for made in (plan(alone), plan(*many)):
        lines = page(made, width=width, full=full).split("\n")
        assert [row for row in lines if len(row) > width and " " in row.strip()[:width]] == []
        assert "[apparaten" in " ".join(lines)


def test_what_does_not_fit_goes_on_further_in_and_keeps_its_tone() -> None:
    row = line("    ", Piece("+ ", "add"), "one two three ", Piece("four five six", "quiet"))
    assert [[(piece.text, piece.tone) for piece in part] for part in fitted(row, 21)] == [
        [("    ", "plain"), ("+ ", "add"), ("one two three", "plain")],
        [("        ", "plain"), ("four five six", "quiet")],
    ]
    assert fitted(line("short"), 20) == [line("short")]
    assert [width_of(part) for part in fitted(line("  " + "x" * 40), 20)] == [42]
    assert [width_of(part) for part in fitted(line("x" * 40 + " y"), 20)] == [40, 5]
