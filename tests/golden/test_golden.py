from pathlib import Path

import pytest
from tests.golden.cases import cases, compiled, expected_blame, expected_json

from managed_apparaten.core.diagnostic import has_errors
from managed_apparaten.core.pointer import leaves
from managed_apparaten.kinds import all_kinds


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_kind_compiles_to_what_was_reviewed(case: Path) -> None:
    result = compiled(case)
    assert not has_errors(result.diagnostics)
    assert expected_json(result.resources) == (case / "expected.json").read_text(encoding="utf-8")
    assert expected_blame(result.resources) == (case / "expected.blame.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_every_leaf_has_a_reason_and_every_reason_a_leaf(case: Path) -> None:
    for resource in compiled(case).resources:
        assert resource.blame.keys() == leaves(resource.body).keys()
        assert all(resource.blame.values())
        assert all(cause.span for causes in resource.blame.values() for cause in causes if cause.kind in ("policy", "catalogue"))


def test_every_kind_has_cases() -> None:
    assert {kind.name for kind in all_kinds()} == {case.parent.name for case in cases()}
