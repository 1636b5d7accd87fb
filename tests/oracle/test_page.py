"""The page in the repository is what the tenant says today."""

import re

import pytest
from tests.oracle.office import example
from tests.oracle.page import PAGE, page

from managed_apparaten.compile.naming import device_name
from managed_apparaten.effects.defaults import sides
from managed_apparaten.messages import word


@pytest.fixture(scope="module")
def written() -> str:
    return page()


def test_the_enforcement_page_is_up_to_date(written: str) -> None:
    assert PAGE.read_text(encoding="utf-8") == written, "run make reference"


def test_it_has_rows_and_a_section_for_each_class_of_device_of_each_role(written: str) -> None:
    table = written.split("## In short\n")[1].split("\n## ")[0]
    for role in example().roles.values():
        chapter = written.split(f"(`{role.id}`)\n")[1].split("\n## ")[0]
        for device in role.devices:
            name, step = word("devices", device_name(device), "en"), role.step_on(device).value
            assert f"### {name}: step {step}\n" in chapter
            for side in (f", {one} side" for one in sides(device)) if len(sides(device)) > 1 else ("",):
                assert f"| `{role.id}` | {name}{side} | {step} | " in table


def test_every_section_says_what_it_does_and_what_it_makes_or_why_not(written: str) -> None:
    sections = [part for part in written.split("\n### ")[1:] if ": step " in part.splitlines()[0]]
    assert len(sections) > 30
    for section in sections:
        assert "forbidden apps: " in section or "Nobody in the example has such a device" in section
        assert ("- Made in Intune: nothing." not in section) or (
            "- Not done, or not certain: nothing." not in section
        )


def test_the_numbers_of_a_row_add_up(written: str) -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in written.splitlines()
        if line.startswith("| `")
    ]
    for row in (row for row in rows if row[3] != "-"):
        assert int(row[3]) == sum(int(cell) for cell in row[4:8]), row


def test_every_code_is_explained_once_in_the_last_chapter(written: str) -> None:
    linked = set(re.findall(r"\(#(knd\d+|pol\d+)\)", written))
    explained = re.findall(r"^### ([A-Z]{3}\d{3})$", written, re.MULTILINE)
    assert {code.lower() for code in explained} == linked
    assert len(explained) == len(set(explained)) > 10


def test_no_sentence_has_the_keys_of_a_policy_file_for_a_class_of_device(written: str) -> None:
    assert ", corporate" not in written
    assert ", personal" not in written
