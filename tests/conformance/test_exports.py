"""Public exports of true tenants import without a refusal that the true service would not make.

The environment variable APPARATEN_EXPORTS names folders, separated as in PATH; `scripts/fetch_exports.sh` clones the public ones where
the network allows it. Nothing of them is kept here: the keys that matter stand in `tests/unit/emulator/test_intake_kinds.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.conformance.conftest import Tally
from tests.unit.emulator.conftest import open_tenant

from managed_apparaten.emulator.worlds.intake import ImportedFile, take

pytestmark = pytest.mark.conformance
FOLDERS = [Path(name) for name in os.environ.get("APPARATEN_EXPORTS", "").split(os.pathsep) if name]
EXCUSED = {
    "localizedMessages": "a key of IntuneHydrationKit, which it takes out before it posts",
    "deviceCompliancePolicyScript": "a template with the script beside, which IntuneHydrationKit posts first",
    "1007: ": "a template without state, which IntuneHydrationKit adds; Microsoft: state is required",
    "Invalid authentication strength value": "a strength of the other tenant's own, which its export does not hold",
}
"""Part of a refusal -> why the true service makes it as well."""


def test_every_file_comes_in(tally: Tally) -> None:
    tally("exports", "folders", len(FOLDERS))
    outcomes = [one for folder in FOLDERS for one in take(open_tenant(), folder, make_groups=True).outcomes]
    wrong = [one for one in outcomes if one.result in ("refused", "unreadable")]
    tally("exports", "files imported", sum(one.result == "imported" for one in outcomes))
    tally(
        "exports",
        "files of the tenant's own or beside",
        sum(one.result in ("built-in", "beside", "there") for one in outcomes),
    )
    tally("exports", "files of what is not served", sum(one.result == "not-served" for one in outcomes))
    tally("exports", "refused, as the true service would", sum(excused(one) for one in wrong))
    assert [f"{one.path}: {one.why}" for one in wrong if not excused(one)] == []


def excused(one: ImportedFile) -> bool:
    return one.result == "refused" and any(part in one.why for part in EXCUSED)
