"""The page in the repository is what the tenant says today."""

import pytest
from tests.oracle.office import example
from tests.oracle.page import PAGE, page

from managed_apparaten.effects.effect import device_name


@pytest.fixture(scope="module")
def written() -> str:
    return page()


def test_the_enforcement_page_is_up_to_date(written: str) -> None:
    assert PAGE.read_text(encoding="utf-8") == written, "run make reference"


def test_it_has_a_row_for_each_class_of_device_of_each_role(written: str) -> None:
    for role in example().roles.values():
        section = written.split(f"(`{role.id}`)\n")[1].split("\n## ")[0]
        for device in role.devices:
            assert f"| {device_name(device)} | {role.step_on(device).value} | " in section


def test_every_row_says_what_it_does_and_what_it_makes_or_why_not(written: str) -> None:
    rows = [line.split(" | ") for line in written.splitlines() if line.startswith("| ") and not line.startswith("| devices")]
    assert rows
    assert all(len(row) == 5 and row[2] for row in rows)
    assert not [row for row in rows if row[3] == "none" and row[4] == "- |"]
