"""A small fleet with broken tenants in it: the others are done, each broken one is named, and nobody waits past the deadline."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.campaigns.fleet import FAULTS, MEMORY, NOW, SLOW, Campaign, campaign, judged, name_of, run
from tests.campaigns.small import small_policies

from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.workflow.fleet import GRACE, exit_code

TENANTS = 6


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    made = campaign(
        small_policies(tmp_path_factory.mktemp("policies")), tmp_path_factory.mktemp("place"), TENANTS, 2
    )
    yield made
    made.seeded.close()


def test_broken_tenants_are_named_and_the_others_are_done(
    found: Campaign, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(found, TENANTS, workers=3)
    assert list(ended) == [name_of(number) for number in range(TENANTS)]
    assert {name: row.why for name, row in ended.items() if row and row.code} == dict(
        zip(found.faults, ("GRA401", "GRA429"), strict=True)
    )
    assert len(found.faults) == 2
    assert all(row and row.writes > 60 for name, row in ended.items() if name not in found.faults)
    assert [judged(found, ended, 1.0, most) for most in (MEMORY - 1, MEMORY)] == [0, 1]
    assert "4 of 6 tenants done, 2 broken and named, exit 3." in capsys.readouterr().out


def test_a_tenant_that_breaks_while_it_is_written_to_ends_partly(found: Campaign) -> None:
    breaking = dict(FAULTS)["permission taken away while writing"]
    ended = run(replace(found, faults={name_of(0): replace(breaking, skip=3)}), 1)
    row = ended[name_of(0)]
    assert row is not None
    assert (row.code, row.writes > 0) == (3, True)


def test_a_slow_service_is_left_at_the_deadline_and_the_rest_is_not_begun(
    found: Campaign, tmp_path: Path
) -> None:
    clock, minutes = VirtualClock(NOW), 60.0
    slow = replace(found, faults={}, place=tmp_path, slow=SLOW, clock=clock, end=minutes * 60)
    ended = run(slow, TENANTS)
    codes = {name: row.code if row else None for name, row in ended.items()}
    assert clock.monotonic() <= minutes * 60 + GRACE + SLOW
    assert codes[name_of(0)] != 0
    assert [codes[name_of(number)] for number in range(1, TENANTS)] == [None] * (TENANTS - 1)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], 0), ([0, 0], 0), ([0, 2], 2), ([1, 1], 1), ([4, 4], 4), ([1, 4], 1), ([5, 5], 5), ([0, 5], 5),
        ([0, 1], 3), ([2, 4], 3), ([0, 1, 5], 3), ([3, 3], 3), ([3, 1], 3), ([4, 5], 1),
    ],
)  # fmt: skip
def test_one_exit_code_for_all(codes: list[int], expected: int) -> None:
    assert exit_code(codes) == expected
