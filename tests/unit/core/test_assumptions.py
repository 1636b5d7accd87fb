"""The table of assumptions, its switch in organisation.yaml, and the page that is made of it."""

import json
import runpy
from pathlib import Path

import pytest
from tests.golden.cases import base_with

from managed_apparaten.core import assumptions
from managed_apparaten.core.assumptions import TABLE

ROOT = Path(__file__).resolve().parents[3]
PRODUCT = ROOT / "src" / "managed_apparaten"


def organisation(stated: str) -> dict[str, str]:
    text = (ROOT / "tests" / "golden" / "base" / "organisation.yaml").read_text(encoding="utf-8")
    return {"organisation.yaml": f"{text}assumptions: {{{stated}}}\n"}


def test_the_page_is_what_the_script_makes() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "generate_assumptions.py"))
    assert script["render"]() == (ROOT / "docs" / "reference" / "assumptions.md").read_text(encoding="utf-8")


def test_each_assumption_stands_once_and_has_more_than_one_value() -> None:
    assert len({assumption.id for assumption in TABLE}) == len(TABLE)
    assert all(len(assumption.values) > 1 for assumption in TABLE)


def test_the_schema_offers_the_values_of_the_table_and_no_others() -> None:
    schema = json.loads((ROOT / "schemas" / "organisation.json").read_text(encoding="utf-8"))["properties"][
        "assumptions"
    ]
    offered = {
        name: (tuple(found["enum"]), found["default"], found["description"])
        for name, found in schema["properties"].items()
    }
    assert offered == {a.id: (tuple(a.values), a.default, a.assumed) for a in TABLE}


@pytest.mark.parametrize("assumption", TABLE, ids=lambda assumption: assumption.id)
def test_modules_that_are_said_to_look_at_it_do(assumption: assumptions.Assumption) -> None:
    constant = next(name for name, value in vars(assumptions).items() if value == assumption.id)
    asks = (f"core.assumptions import {constant}\n", f"assumptions.{constant}")
    texts = {
        path.relative_to(PRODUCT).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
        for path in PRODUCT.rglob("*.py")
    }
    found = {module for module, text in texts.items() if any(ask in text for ask in asks)}
    assert found == set(assumption.used_in)


def test_what_an_organisation_states_is_remembered_with_its_place() -> None:
    policy = base_with(organisation("macos-signing-id: unknown")).policy
    assert policy
    (stated,) = policy.organisation.assumptions.items()
    assert (stated[0], stated[1].value, stated[1].span.file, stated[1].span.line) == (
        "macos-signing-id",
        "unknown",
        "organisation.yaml",
        20,
    )


@pytest.mark.parametrize(
    ("stated", "code"), [("macos-signing-id: guess", "POL133"), ("macos-signing-ids: unknown", "POL104")]
)
def test_an_unknown_value_or_name_is_an_error_with_a_suggestion(stated: str, code: str) -> None:
    loaded = base_with(organisation(stated))
    assert loaded.policy is None
    assert [diagnostic.code for diagnostic in loaded.diagnostics] == [code]
