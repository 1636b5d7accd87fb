"""The quick answer is jsonschema's answer: on every file of the example, and on whatever is done to one."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.policy import files, source
from managed_apparaten.policy.accept import acceptor
from managed_apparaten.policy.node import Document
from managed_apparaten.policy.schema import SCHEMAS, accepts, validator

EXAMPLE = Path(__file__).resolve().parents[3] / "policies"
PARSED = [source.parse(file.path, file.text or "")[0] for file in files.find(EXAMPLE)]
DOCUMENTS = [document for document in PARSED if document]
SMALLEST = {kind: min((d for d in DOCUMENTS if d.kind == kind), key=lambda d: len(str(d.root.value))) for kind in SCHEMAS}
STRANGE: list[Any] = [
    None, True, False, 0, 1, 4, 5, 1.0, 2.5, -1, 10**9, "", "x", "tiktok", "X" * 300, "NL", "no", "25%", "101%", "18.0", "2026-02-28",
    "2026-02-30", "20260228", "2026-02-28\n", "a@b", [], {}, ["x"], ["x", "x"], [{"app": "x"}, {"app": "x"}], {"app": "x"}, {"list": "x"},
    {"app": "x", "list": "y"}, {"nl": "x"}, {"name": "x"}, ["ios", "android"], [[]], {"country": "CN"}, "ios", "corporate",
]  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*at, key))


def inside(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.file)
def test_the_example_is_accepted(document: Document) -> None:
    assert accepts(document.kind)(document.root.value)


PLACES = [(kind, place) for kind, document in SMALLEST.items() for place in places(document.root.value)]


@given(st.sampled_from(PLACES), st.sampled_from(["replace", "remove", "add", "repeat"]), st.sampled_from(STRANGE))
def test_it_says_what_jsonschema_says(spot: tuple[str, tuple[Any, ...]], how: str, strange: Any) -> None:
    kind, place = spot
    value = copy.deepcopy(SMALLEST[kind].root.value)
    around, here = inside(value, place[:-1]), inside(value, place)
    if how == "add" and isinstance(here, dict):
        here["extra" if len(str(strange)) % 2 else "id"] = strange
    elif how in ("add", "repeat") and isinstance(here, list):
        here.append(here[0] if how == "repeat" and here else strange)
    elif how == "remove" and place:
        del around[place[-1]]
    elif place:
        around[place[-1]] = strange
    else:
        value = strange
    assert accepts(kind)(value) == validator(kind).is_valid(value)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer"}, [1, 0, -3, 2.0], [True, 1.5, "1", None]),
        ({"enum": [1, "a"]}, [1, 1.0, "a"], [True, "b", None, [1]]),
        ({"const": False}, [False], [0, None, ""]),
        ({"minimum": 2, "maximum": 3}, [2, 3, 2.5, True, "x"], [1, 4]),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, [{"a": 1}, {"b": 1}], [{}, {"a": 1, "b": 1}]),
        ({"not": {"required": ["a"]}}, [{}, {"b": 1}], [{"a": 1}]),
        ({"if": {"type": "array"}, "then": {"minItems": 1}, "else": {"type": "string"}}, [[1], "x"], [[], 1]),
        ({"additionalProperties": {"type": "string"}, "properties": {"n": {}}}, [{"n": 1, "s": "x"}, 7], [{"s": 1}]),
        ({"propertyNames": {"pattern": "^a"}}, [{"a": 1}, {}], [{"b": 1}]),
        ({"format": "date"}, ["2026-02-28", 7], ["2026-02-30", "20260228", "2026-2-28", "2026-02-28\n"]),
        ({"minItems": 1, "maxItems": 2}, [[1], [1, 2], "", {}], [[], [1, 2, 3]]),
        ({"minLength": 1, "maxLength": 2}, ["a", "ab", [], 7], ["", "abc"]),
        ({"minProperties": 1, "maxProperties": 1}, [{"a": 1}, [], ""], [{}, {"a": 1, "b": 2}]),
        ({"allOf": [{"type": "string"}, {"pattern": "^a$"}]}, ["a"], ["b", 1]),
        ({"uniqueItems": True}, [[1, 2], [{"a": 1}, {"a": 2}], "aa"], [[1, 1], [{"a": 1}, {"a": 1}]]),
    ],
    ids=str,
)
def test_each_keyword_means_what_the_specification_says(schema: dict[str, Any], good: list[Any], bad: list[Any]) -> None:
    assert [acceptor(schema)(value) for value in (*good, *bad)] == [True] * len(good) + [False] * len(bad)


@pytest.mark.parametrize("schema", [{"anyOf": []}, {"type": "null"}, {"format": "email"}, {"items": {"$ref": "#/x"}}], ids=str)
def test_a_keyword_it_does_not_know_is_no_schema_of_ours(schema: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        acceptor(schema)
