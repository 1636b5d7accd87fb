"""How long a tenant is given to show what was written: an assumption that the organisation can replace."""

from pathlib import Path

import pytest
from tests.golden.cases import HERE, base_with

from managed_apparaten.apply.outcome import Options
from managed_apparaten.workflow.apply import settle_seconds


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [("", 120), ("1-minute", 60), ("2-minutes", 120), ("5-minutes", 300), ("10-minutes", 600)],
)
def test_the_organisation_says_how_patient_apply_is(stated: str, seconds: float) -> None:
    text = Path(HERE, "base", "organisation.yaml").read_text(encoding="utf-8")
    files = {"organisation.yaml": f"{text}assumptions: {{settle-time: {stated}}}\n"} if stated else {}
    policy = base_with(files).policy
    assert policy is not None
    assert settle_seconds(policy) == seconds


def test_what_holds_when_nobody_says_is_what_an_apply_without_an_organisation_does() -> None:
    policy = base_with({}).policy
    assert policy is not None
    assert Options().settle == settle_seconds(policy)
