"""Two thousand wrong versions of valid bodies: each is refused with an OData error, and nothing is written."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

from tests.unit.emulator.conftest import VALID, Client, valid

from managed_apparaten.emulator.odata.metadata import Property, load

MUTANTS = 2000
WRONG: dict[str, tuple[Any, ...]] = {
    "Edm.String": (7, True, {"a": 1}, ["a"]), "Edm.Boolean": ("true", 0, "", {}), "Edm.Int32": ("6", 1.5, True, 2**40, []),
    "Edm.Duration": ("6 hours", 30, "P", "PT"), "Edm.DateTimeOffset": ("2026-01-01", 5, ""), "Edm.Guid": ("x", 1),
    "Edm.Untyped": ("x", 1, {}),
    "enum": ("noSuchMember", "", 3, ["a"], True), "complex": ("text", 5, ["text"]),
}  # fmt: skip
Path = tuple[str | int, ...]


def places(value: Any, at: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every JSON object in a body."""
    if isinstance(value, dict):
        yield at, value
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*at, index))


def wrong_value(chance: random.Random, declared: Property) -> Any:
    if declared.collection:
        return chance.choice(("text", 5, {"a": 1}, [[]]))
    return chance.choice(WRONG[declared.type if declared.shape == "primitive" else declared.shape])


def mutate(chance: random.Random, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """One thing made wrong somewhere in a body, and what it was."""
    mutant = copy.deepcopy(body)
    metadata = load("beta")
    _, found = chance.choice(list(places(mutant)))
    kind = str(found.get("@odata.type", "")).split("microsoft.graph.")[-1]
    declared = metadata.find(kind)
    how = chance.choice(("unknown", "type", "value", "misspelt"))
    keys = [key for key in found if not key.startswith("@")]
    if how == "type":
        found["@odata.type"] = chance.choice(
            ("#microsoft.graph.noSuchType", "#microsoft.graph.user", "iosCompliancePolicy", 5, [])
        )
    elif how == "value" and declared is not None:
        name = chance.choice(sorted(declared.properties))
        found[name] = wrong_value(chance, declared.properties[name])
        how = f"value of {name}: {found[name]!r}"
    elif how == "misspelt" and keys:
        key = chance.choice(keys)
        found[key.swapcase()] = found.pop(key)
    else:
        found[f"noSuchProperty{chance.randrange(99)}"] = chance.choice((None, 1, "x", {}))
    return f"{how} in {kind or 'a nested value'}", mutant


def test_every_mutant_is_refused_and_nothing_is_written(client: Client) -> None:
    chance = random.Random(20261121)
    accepted = []
    for number in range(MUTANTS):
        kind = chance.choice(sorted(VALID))
        url, body = valid(kind)
        what, mutant = mutate(chance, body)
        answer = client("POST", url, mutant)
        if (
            answer.status != 400
            or set(answer.body["error"]) != {"code", "message", "innerError"}
            or not answer.message
        ):
            accepted.append((number, kind, what, answer.status))
    assert accepted == []
    assert client.tenant.counts().objects == {}
    assert {entry.status for entry in client.tenant.audit()} == {400}
