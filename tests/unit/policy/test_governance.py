"""F17: keys that passed the schema and that nothing read. Each has a check."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.messages import render
from managed_apparaten.policy.governance import months_later
from managed_apparaten.policy.load import load

Spoil = Callable[[str, str, str], None]
ORG, ROLE, EXC = "organisation.yaml", "roles/college.yaml", "exceptions/2026-001.yaml"
COPE = (
    "  - {platform: android, ownership: corporate, management: corporate-work-profile, enforcement: block}\n"
)


def told(policies: Path, code: str) -> list[Diagnostic]:
    found = [diagnostic for diagnostic in load(policies).diagnostics if diagnostic.code == code]
    for diagnostic in found:
        assert render(code, "nl", diagnostic.args) != render(code, "en", diagnostic.args)
    return found


def place(diagnostic: Diagnostic) -> str:
    assert diagnostic.span
    return f"{diagnostic.span.file}:{diagnostic.span.line}:{diagnostic.span.col}"


def test_the_small_policy_keeps_all_that_it_says(policies: Path) -> None:
    assert [
        code for code in ("POL330", "POL331", "POL332", "POL333", "POL334", "POL335") if told(policies, code)
    ] == []


@pytest.mark.parametrize(
    ("kind", "body", "wrong"),
    [
        ("gemeente", "college van B en W", False),
        ("gemeente", "Dagelijks bestuur", True),
        ("waterschap", "college", True),
        ("waterschap", "college van dijkgraaf en heemraden", False),
        ("provincie", "gedeputeerde staten", False),
        ("provincie", "raad", True),
        ("gemeenschappelijke-regeling", "dagelijks bestuur", False),
        ("gemeente", "regieteam", False),
        ("other", "dagelijks bestuur", False),
    ],
)
def test_a_body_that_the_organisation_lacks_decides_nothing(
    policies: Path, spoil: Spoil, kind: str, body: str, wrong: bool
) -> None:
    """type, approach.decision."""
    spoil(ORG, "type: gemeente", f"type: {kind}")
    spoil(ORG, "body: college", f"body: {body}")
    found = [d for d in told(policies, "POL330") if d.span and d.span.file == ORG]
    assert [place(d) for d in found] == ([f"{ORG}:11:20"] if wrong else [])


def test_an_approval_of_a_body_that_the_organisation_does_not_have_is_none(
    policies: Path, spoil: Spoil
) -> None:
    spoil(EXC, "by: college", "by: gedeputeerde-staten")
    (error,) = told(policies, "POL330")
    assert (error.severity, place(error)) == ("error", f"{EXC}:11:10")


def test_one_line_for_all_staff_has_one_step_a_sort_of_device(policies: Path, spoil: Spoil) -> None:
    """approach.choice: two roles on another step."""
    other = (
        (policies / ROLE)
        .read_text("utf-8")
        .replace("id: college", "id: griffie")
        .replace("sg-college", "sg-griffie")
    )
    other = other.replace("0b7c2f6e", "1b7c2f6e").replace("priority: 100", "priority: 90")
    (policies / "roles" / "griffie.yaml").write_text(
        other.replace("enforcement: allowlist", "enforcement: block"), "utf-8"
    )
    assert told(policies, "POL331") == []
    spoil(ORG, "choice: risk-based", "choice: all-staff")
    (warning,) = told(policies, "POL331")
    assert (warning.severity, warning.args["steps"]) == ("warning", "block: griffie; allowlist: college")
    assert place(warning) == f"{ORG}:9:11"
    (policies / "roles" / "griffie.yaml").write_text(other, "utf-8")
    assert told(policies, "POL331") == []


@pytest.mark.parametrize(
    ("use", "devices", "code"),
    [
        ("none", COPE, "POL332"),
        ("none", COPE.replace("block", "allowlist"), None),
        ("limited", COPE, None),
        ("own", "", None),
        ("none", "", None),
    ],
)
def test_private_use_is_what_the_devices_allow(
    policies: Path, spoil: Spoil, use: str, devices: str, code: str | None
) -> None:
    """private-use."""
    spoil(ROLE, "devices:\n", f"private-use: {use}\ndevices:\n{devices}")
    assert [c for c in ("POL332", "POL333") for _ in told(policies, c)] == ([code] if code else [])


def test_own_is_for_people_with_a_device_of_their_own(policies: Path, spoil: Spoil) -> None:
    spoil(ROLE, "devices:\n", "private-use: own\ndevices:\n")
    spoil(
        ROLE,
        "ownership: personal, enforcement: advise}",
        "ownership: corporate, management: fully-managed, enforcement: advise}",
    )
    (warning,) = told(policies, "POL333")
    assert (warning.severity, place(warning)) == ("warning", f"{ROLE}:10:14")


@pytest.mark.parametrize(
    ("primary", "ends", "latest"),
    [("false", "2026-09-01", None), ("false", "2026-09-02", "2026-09-01"), ("true", "2026-09-02", None)],
)
def test_without_a_primary_task_an_exception_lasts_three_months(
    policies: Path, spoil: Spoil, primary: str, ends: str, latest: str | None
) -> None:
    """purpose.primary-task."""
    spoil(EXC, "primary-task: true", f"primary-task: {primary}")
    spoil(EXC, "ends: 2026-08-30", f"ends: {ends}")
    assert [(d.severity, d.suggestion) for d in told(policies, "POL334")] == (
        [("error", latest)] if latest else []
    )


def test_alternatives_are_not_copied(policies: Path, spoil: Spoil) -> None:
    """alternatives."""
    other = (
        (policies / EXC)
        .read_text("utf-8")
        .replace("id: 2026-001", "id: 2026-002")
        .replace("sg-campagne", "sg-andere")
    )
    second = policies / "exceptions" / "2026-002.yaml"
    second.write_text(other.replace("alternatives: {nl: geen}", "alternatives: {nl: '  Geen '}"), "utf-8")
    (warning,) = told(policies, "POL335")
    assert (warning.args["other"], warning.args["exception"]) == ("2026-001", "2026-002")
    second.write_text(other.replace("alternatives: {nl: geen}", "alternatives: {nl: te duur}"), "utf-8")
    assert told(policies, "POL335") == []


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 6, 15), date(2026, 9, 15)),
        (date(9999, 12, 1), date.max),
    ],
)
def test_three_months_later_is_a_day_that_exists(day: date, later: date) -> None:
    assert months_later(day, 3) == later
