"""Microsoft's generated models read every answer too: nothing that the embedded tenant says is unknown to them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.conformance.conftest import Tally
from tests.conformance.oracle import class_name, findings
from tests.conformance.valid import body, creatable
from tests.conformance.world import populated
from tests.unit.emulator.conftest import Client, open_tenant

from managed_apparaten.emulator.odata.metadata import VERSIONS, load
from managed_apparaten.emulator.service.collections import COLLECTIONS
from managed_apparaten.emulator.service.intune import export_jobs

pytestmark = pytest.mark.conformance


COMBINED = re.compile(r"'\w+,\w+' is no member of AuthenticationMethodModes$")
"""Members of this enum are combined in a list, as the exports of kennethvs/cabaseline202510 @ 284ca1a show; the models read single ones."""
UNKNOWN = re.compile(r"(\w+) is no property of (\w+)$")


def unknown(version: str, base: str, answer: dict[str, Any]) -> list[str]:
    """What the models do not know; a property that the metadata has from other evidence than the SDK is none of theirs."""
    found = findings(version, class_name(base), answer)
    return [
        f"{version} {base}{line}"
        for line in found
        if not COMBINED.search(line) and not evident(version, line)
    ]


def evident(version: str, line: str) -> bool:
    named = UNKNOWN.search(line)
    kind = load(version).find(f"{named[2][:1].lower()}{named[2][1:]}") if named else None
    return (
        named is not None
        and kind is not None
        and named[1] in kind.properties
        and kind.properties[named[1]].evidence != ""
    )


@pytest.fixture(scope="module")
def world() -> Iterator[Client]:
    tenant, _ = populated()
    yield Client(tenant)
    tenant.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_models_know_everything_in_the_answer_about_a_full_object(version: str, tally: Tally) -> None:
    tenant = open_tenant()
    client, chance, wrong, count = Client(tenant), random.Random(20261121), [], 0
    for collection, found in creatable(version):
        url = f"/{version}/{collection.path}"
        made = client("POST", url, body(chance, version, collection, found, 1000)).body
        read = client("GET", f"{url}/{made['id']}").body
        wrong += [*unknown(version, found.name, made), *unknown(version, collection.type, read)]
        count += 2
    tally("oracle, answers", f"answers about one object that the {version} models know wholly", count)
    tenant.close()
    assert wrong == []


@pytest.mark.parametrize("version", VERSIONS)
def test_models_know_everything_in_the_answers_about_the_world(
    world: Client, version: str, tally: Tally
) -> None:
    wrong, count = [], 0
    for collection in COLLECTIONS:
        if (
            load(version).find(collection.type) is None or collection.path == export_jobs.PATH
        ):  # not listed: microsoft-graph-docs#20380
            continue
        url = f"/{version}/{collection.path}"
        for one in world("GET", f"{url}?$top=10").body["value"]:
            wrong += unknown(version, collection.type, one)
            count += 1
    tally("oracle, answers", f"objects of the seeded world that the {version} models know wholly", count)
    assert wrong == []
