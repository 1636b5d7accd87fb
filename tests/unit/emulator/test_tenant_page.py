"""The reference page of the embedded tenant is what the tables say."""

from __future__ import annotations

from scripts import generate_conformance_page as conformance
from scripts.generate_tenant_page import TARGET, render

from managed_apparaten.emulator.core.behaviour import TABLE


def test_the_page_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == render(), "run python scripts/generate_tenant_page.py"


def test_the_page_about_conformance_counts_what_make_conformance_counts() -> None:
    page = conformance.TARGET.read_text("utf-8")
    assert page == conformance.render(), "run python scripts/generate_conformance_page.py"
    assert page.count(conformance.BEGIN) == page.count(conformance.END) == 1


def test_every_table_row_has_the_cells_of_its_head() -> None:
    width = 0
    for line in render().splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = line.replace("\\|", "").count("|")
        width = width or cells
        assert cells == width, line


def test_every_behaviour_is_on_the_page() -> None:
    assert all(f"| `{row.name}` |" in render() for row in TABLE)
