"""From what Graph says to the line of policy."""

from dataclasses import replace

import pytest
from tests.unit.apply.world import PROTECTION, desired

from managed_apparaten.apply.refusal_cause import place
from managed_apparaten.core.cause import cause
from managed_apparaten.core.span import Span
from managed_apparaten.graph.errors import Refused

LINE = {
    name: Span("roles/college.yaml", number, 3)
    for number, name in enumerate(("pin", "minimum", "inner", "app"), 10)
}
BODY = {
    "pinRequired": True,
    "minimumLength": 6,
    "action": "block",
    "nested": {"value": 1, "osVersion": "18.0.1"},
    "appGroupType": "selectedPublicApps",
}
BLAME = {
    "/pinRequired": (cause("policy", "cause.rule", LINE["pin"]),),
    "/minimumLength": (cause("default", "cause.default"), cause("policy", "cause.rule", LINE["minimum"])),
    "/nested/osVersion": (cause("policy", "cause.rule", LINE["inner"]),),
    "/appGroupType": (cause("compiler", "cause.intune"),),
}
RESOURCE = replace(
    desired(PROTECTION, "college", BODY, ["com.example.app"]),
    blame=BLAME,
    apps_blame={"com.example.app": (cause("catalogue", "cause.app", LINE["app"]),)},
)


@pytest.mark.parametrize(
    ("message", "pointer", "line"),
    [
        ("Property pinRequired in payload has a value that does not match schema.", "/pinRequired", 10),
        ("The property 'minimumLength' does not exist on type", "/minimumLength", 11),
        ("Invalid osVersion", "/nested/osVersion", 12),
        ("'nested' is invalid", "/nested/osVersion", 12),
        ("a nested block is invalid", "", None),
        (
            "A null value was found for the property named 'minimumLength', which is nested",
            "/minimumLength",
            11,
        ),
        ("version 18.0.1 is not known", "/nested/osVersion", 12),
        ('Invalid bundle id "com.example.app"', "/apps/com.example.app", 13),
        ("Invalid bundle id com.example.app.other", "", None),
        ("appGroupType is wrong", "/appGroupType", None),
        ("Internal error", "", None),
        ("pinRequiredOrNot is unknown", "", None),
    ],
)
def test_a_named_property_or_value_leads_to_its_line(message: str, pointer: str, line: int | None) -> None:
    found, span = place(RESOURCE, Refused(400, "BadRequest", message))
    assert (found, span.line if span else None) == (pointer, line)


def test_details_are_read_as_well() -> None:
    assert (
        place(RESOURCE, Refused(400, "BadRequest", "no", details={"target": "pinRequired"}))[0]
        == "/pinRequired"
    )
