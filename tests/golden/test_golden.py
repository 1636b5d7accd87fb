from pathlib import Path

import pytest
from tests.golden.cases import cases, compiled, expected_blame, expected_json, parts

from managed_apparaten.core.diagnostic import has_errors
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import leaves
from managed_apparaten.core.pointer import parts as steps
from managed_apparaten.kinds import all_kinds

KINDS = {kind.name: kind for kind in all_kinds()}


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_kind_compiles_to_what_was_reviewed(case: Path) -> None:
    result = compiled(case)
    assert not has_errors(result.diagnostics)
    assert expected_json(result.resources) == (case / "expected.json").read_text(encoding="utf-8")
    assert expected_blame(result.resources) == (case / "expected.blame.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_every_leaf_has_a_reason_and_every_reason_a_leaf(case: Path) -> None:
    for resource in compiled(case).resources:
        assert resource.blame.keys() == {*leaves(resource.body), *parts(resource)}
        assert all(resource.blame.values())
        assert all(
            cause.span
            for causes in resource.blame.values()
            for cause in causes
            if cause.kind in ("policy", "catalogue")
        )


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_every_reason_inside_a_document_is_for_a_part_that_is_there(case: Path) -> None:
    for resource in compiled(case).resources:
        kind = KINDS[resource.address.kind]
        form = kind.normalise(resource.body) if kind.normalise else resource.body
        assert all(within(form, pointer) is not None for pointer in parts(resource))


def within(form: JSON, pointer: str) -> JSON:
    for step in steps(pointer):
        form = form[int(step)] if isinstance(form, list) else form.get(step)
    return form


def test_every_kind_has_cases() -> None:
    assert {kind.name for kind in all_kinds()} == {case.parent.name for case in cases()}
