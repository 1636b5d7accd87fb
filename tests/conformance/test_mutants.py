"""Valid bodies of every type that can be created are accepted; with one thing wrong they are refused with an OData error."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.conformance.conftest import Tally
from tests.conformance.valid import body, creatable
from tests.unit.emulator.conftest import Answer, Client, open_tenant

from managed_apparaten.emulator.odata.metadata import VERSIONS, Metadata, Property, load

pytestmark = pytest.mark.conformance
USUAL, MANY = 10_000, 100_000
TYPES = [(version, collection, found) for version in VERSIONS for collection, found in creatable(version)]
WRONG: dict[str, tuple[Any, ...]] = {
    "Edm.String": (7, True, 1.5), "Edm.Boolean": ("true", 0, "yes"), "Edm.Int32": ("6", 1.5, True, 2**40), "Edm.Int64": ("6", 1.5, False),
    "Edm.Double": ("much", True), "Edm.Duration": ("6 hours", 30, "P", "PT"), "Edm.DateTimeOffset": ("2026-01-01", 5, ""),
    "Edm.Date": ("2026-13-01", 5, "2026-1-1"), "Edm.TimeOfDay": ("25:00:00", 5), "Edm.Guid": ("x", 1), "Edm.Binary": ("é", 5),
    "Edm.Byte": (256, -1, "6"), "Edm.Int16": (2**15, "6"), "Edm.Single": ("much", True), "Edm.Untyped": ("x", 1, {}),
    "enum": (3, True), "complex": ("text", 5),
}  # fmt: skip
Target = tuple[dict[str, Any], dict[str, Property]]
"""An object somewhere in a body, and the properties of its type."""


def targets(metadata: Metadata, value: Any) -> Iterator[Target]:
    """Every object in a body that names its type."""
    if isinstance(value, dict):
        found = metadata.find(str(value.get("@odata.type", "")).removeprefix("#microsoft.graph."))
        if found is not None:
            yield (
                value,
                {key: one for key, one in found.properties.items() if key in value and not one.ignored},
            )
        for inner in value.values():
            yield from targets(metadata, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from targets(metadata, inner)


def unknown(chance: random.Random, target: Target) -> bool:
    target[0][f"noSuchProperty{chance.randrange(99)}"] = chance.choice((1, "x", {}, None))
    return True


def wrong_type(chance: random.Random, target: Target) -> bool:
    return put(
        chance,
        target,
        lambda one: WRONG[one.type if one.shape == "primitive" else one.shape],
        lambda _one: True,
    )


def wrong_member(chance: random.Random, target: Target) -> bool:
    return put(
        chance,
        target,
        lambda _one: ("noSuchMember", "", "unknownFutureValue"),
        lambda one: one.shape == "enum",
    )


def null(chance: random.Random, target: Target) -> bool:
    return put(chance, target, lambda _one: (None,), lambda one: not one.nullable and not one.collection)


def nesting(chance: random.Random, target: Target) -> bool:
    """An object or a list where none belongs, a bare value where a list belongs, a type that does not fit."""
    names = [key for key, one in target[1].items()]
    if not names:
        return False
    one = target[1][chance.choice(names)]
    deep: tuple[Any, ...] = ({"a": {"b": {"c": []}}}, [[[]]], [{"@odata.type": "#microsoft.graph.user"}])
    bare: tuple[Any, ...] = ("text", {}, [[]], 5)
    target[0][one.name] = chance.choice(bare if one.collection else deep)
    return True


def put(
    chance: random.Random,
    target: Target,
    values: Callable[[Property], tuple[Any, ...]],
    wanted: Callable[[Property], bool],
) -> bool:
    """Give one of the wanted properties one of the values; False when the object has no such property."""
    found = [one for one in target[1].values() if wanted(one)]
    if not found:
        return False
    one = chance.choice(found)
    value = chance.choice(values(one))
    target[0][one.name] = [value] if one.collection else value
    return True


KINDS = {
    "unknown property": unknown,
    "wrong type": wrong_type,
    "unknown enum member": wrong_member,
    "null": null,
    "wrong nesting": nesting,
}


@pytest.fixture
def client() -> Iterator[Client]:
    tenant = open_tenant()
    yield Client(tenant, "mutants")
    tenant.close()


def test_a_valid_body_of_every_type_is_accepted(client: Client, tally: Tally) -> None:
    chance = random.Random(20261121)
    refused = []
    for version, collection, found in TYPES:
        for size in (0, 8, 1000):
            answer = client(
                "POST", f"/{version}/{collection.path}", body(chance, version, collection, found, size)
            )
            if answer.status != 201:
                refused.append((version, found.name, answer.body))
    tally(
        "mutants",
        "types of which bodies with no, some and all properties are accepted (v1.0 and beta)",
        len(TYPES),
    )
    assert refused == []


def test_every_mutant_is_refused_and_nothing_is_written(client: Client, long: bool, tally: Tally) -> None:
    chance = random.Random(20261121)
    made: Counter[str] = Counter()
    wrong: list[tuple[str, str, Any, Answer]] = []
    for number in range(MANY if long else USUAL):
        kind = list(KINDS)[number % len(KINDS)]
        mutant, version, path = mutated(chance, kind)
        answer = client("POST", f"/{version}/{path}", mutant)
        made[kind] += 1
        if (
            answer.status != 400
            or set(answer.body["error"]) != {"code", "message", "innerError"}
            or not answer.message
        ):
            wrong.append((kind, path, mutant, answer))
    for kind, count in made.items():
        tally("mutants", f"refused with an OData error: {kind}", count)
    assert wrong == []
    assert client.tenant.counts().objects == {}
    assert {entry.status for entry in client.tenant.audit()} == {400}


def mutated(chance: random.Random, kind: str) -> tuple[Any, str, str]:
    """A valid body of a type taken by chance, with one thing of this kind wrong somewhere in it."""
    while True:
        version, collection, found = chance.choice(TYPES)
        mutant = copy.deepcopy(body(chance, version, collection, found))
        places = list(targets(load(version), mutant))
        if places and KINDS[kind](chance, chance.choice(places)):
            return mutant, version, collection.path
