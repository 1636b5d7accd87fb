"""Microsoft's generated models read every compiled body and know every property, enum member and value type in it."""

from __future__ import annotations

import copy
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from tests.conformance.bodies import Made, everything, one_of_each_type
from tests.conformance.conftest import Tally
from tests.conformance.oracle import base_of, class_name, findings, model

from managed_apparaten.emulator.odata.metadata import load

pytestmark = pytest.mark.conformance
BETA_ONLY = re.compile(r"is no (property|member) of ")
"""What v1.0 may lack: every policy is written to /beta, where the same body has no finding at all."""
IOS: dict[str, Any] = {
    "@odata.type": "#microsoft.graph.iosManagedAppProtection", "displayName": "p", "minimumPinLength": 6, "pinCharacterSet": "numeric",
    "periodOfflineBeforeWipeIsEnforced": "P90D",
    "apps": [{"mobileAppIdentifier": {"@odata.type": "#microsoft.graph.iosMobileAppIdentifier", "bundleId": "com.example"}}],
}  # fmt: skip
SIX: dict[str, tuple[str, Any]] = {
    "misspelt property": ("minimumPinLenght", 6),
    "unknown enum member": ("pinCharacterSet", "numbers"),
    "number as text": ("minimumPinLength", "6"),
    "malformed duration": ("periodOfflineBeforeWipeIsEnforced", "90 days"),
    "misspelt nested property": ("apps", [{"mobileAppIdentifier": {**IOS["apps"][0]["mobileAppIdentifier"], "bundleID": "x"}}]),
    "wrong @odata.type": ("@odata.type", "#microsoft.graph.iosManagedAppProtektion"),
}  # fmt: skip
SAMPLE = 40


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return everything()


def test_beta_models_know_everything_in_every_body(made: list[Made], tally: Tally) -> None:
    wrong = {
        one.name: found for one in made if (found := findings("beta", base_of(one.kind.collection), one.body))
    }
    tally("oracle, beta models", "compiled bodies without a finding", len(made) - len(wrong))
    tally("oracle, beta models", "distinct @odata.types", len({one.type for one in made}))
    assert wrong == {}


def test_v1_models_disagree_only_about_what_is_beta_only(made: list[Made], tally: Tally) -> None:
    known = [one for one in made if model("v1.0", class_name(one.type)) is not None]
    found = [
        (one.type, text) for one in known for text in findings("v1.0", base_of(one.kind.collection), one.body)
    ]
    tally("oracle, v1.0 models", "compiled bodies of a type that v1.0 has", len(known))
    tally(
        "oracle, v1.0 models", "properties and enum members that only beta has (excused)", len(Counter(found))
    )
    assert [row for row in found if not BETA_ONLY.search(row[1])] == []


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_all_six_kinds_of_planted_error_are_found(version: str, tally: Tally) -> None:
    assert findings(version, "IosManagedAppProtection", IOS) == []
    missed = [
        name
        for name, (key, value) in SIX.items()
        if not findings(version, "IosManagedAppProtection", {**IOS, key: value})
    ]
    tally(f"oracle, {version} models", "kinds of planted error found, of 6", len(SIX) - len(missed))
    assert missed == []


def test_an_error_planted_anywhere_in_a_body_of_ours_is_found(tally: Tally) -> None:
    chance = random.Random(20261121)
    missed, planted = [], 0
    for one in one_of_each_type():
        every = list(plants(one))
        for what, body in chance.sample(every, min(SAMPLE, len(every))):
            planted += 1
            if not findings("beta", base_of(one.kind.collection), body):
                missed.append(f"{one.name}: {what}")
    tally("oracle, beta models", "errors planted in our own bodies and found", planted - len(missed))
    assert missed == []


def plants(one: Made) -> Iterator[tuple[str, dict[str, Any]]]:
    """Copies of a body with one error each: a misspelt key, a value of another type, an unknown type or enum member."""
    for path, value in leaves(one.body, ()):
        *way, last = path
        if isinstance(last, str) and last != "@odata.type":
            yield f"{path} misspelt", changed(one.body, way, last, value, f"{last}x")
        wrong = f"{value}X" if last == "@odata.type" else "7" if isinstance(value, int) else 7
        yield f"{path} with {wrong!r}", changed(one.body, way, last, wrong)
    declared = load("beta").get(one.type).properties
    for name, value in one.body.items():
        if name in declared and declared[name].shape == "enum" and isinstance(value, str):
            yield f"{name} with an unknown member", {**one.body, name: f"{value}Unheard"}


def leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every key that holds a plain value, and every plain value in a list; nulls tell nothing to a parser."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    elif value is not None:
        yield path, value


def changed(
    body: dict[str, Any], way: list[str | int], last: str | int, value: Any, name: str | None = None
) -> dict[str, Any]:
    """A copy with another value at a path, or the same value under another name."""
    mutant = copy.deepcopy(body)
    inner: Any = mutant
    for step in way:
        inner = inner[step]
    if name is None:
        inner[last] = value
    else:
        inner[name] = inner.pop(last)
    return mutant
