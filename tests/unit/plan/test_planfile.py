"""A plan file is what was reviewed, or it is nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.unit.plan.small import Memory, desired, edited, observed, plan

from managed_apparaten.core.digest import canonical, digest
from managed_apparaten.graph.observed import ForeignObject
from managed_apparaten.messages import render
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planfile import PlanFileInvalid, digest_of, dump, from_json, load, to_json

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "schemas" / "plan.json").read_text(encoding="utf-8")
)


def some_plan() -> Plan:
    """One of everything: a new object, one that changed, one that goes, one that is not ours, and a warning."""
    one = desired("first/a")
    gone = observed(desired("first/gone"), 2)
    foreign = [ForeignObject("deviceManagement/first", "id-9", "“X” ‮ \x1b[31m", "")]
    tenant = Memory(
        [edited(observed(one), pin=False), gone, observed(desired("first/gone"), 3, assignments=())], foreign
    )
    found = plan([one, desired("second/b", apps=("com.a",))], tenant).plan
    assert found is not None
    return found


PLAN = some_plan()
BYTES = dump(PLAN)


def resealed(data: dict[str, Any]) -> dict[str, Any]:
    """What somebody does who knows how the digest is made."""
    found = digest(
        {key: value for key, value in data.items() if key not in ("digest", "preconditions", "seal")}
    )
    return data | {
        "digest": found,
        "seal": digest({"digest": found, "preconditions": data.get("preconditions")}),
    }


def refusal(data: bytes) -> str:
    with pytest.raises(PlanFileInvalid) as refused:
        load(data)
    assert render(refused.value.diagnostic.code, "en", refused.value.diagnostic.args)
    return refused.value.diagnostic.code


def test_a_plan_comes_back_as_it_was() -> None:
    assert load(BYTES) == PLAN
    assert load(BYTES[:-1] + b"\r\n") == PLAN, "B13: git on Windows ends the line otherwise"
    assert refusal(BYTES + b"\n") == "PLN003"
    assert from_json(to_json(PLAN)) == PLAN
    assert PLAN.digest == digest_of(PLAN)
    assert PLAN.changes
    assert PLAN.unmanaged
    assert PLAN.diagnostics


def test_a_plan_is_what_the_schema_says() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert list(Draft202012Validator(SCHEMA).iter_errors(to_json(PLAN))) == []


def test_every_flipped_byte_is_refused() -> None:
    found = plan([desired(blocked=[])], Memory()).plan
    assert found is not None
    small = dump(found)
    assert load(small) == found
    for position in range(len(small)):
        flipped = bytearray(small)
        flipped[position] ^= 1 << (position % 8)
        assert refusal(bytes(flipped)).startswith("PLN00")


@pytest.mark.parametrize("cut", [0, 1, len(BYTES) // 2, len(BYTES) - 2, len(BYTES) - 1])
def test_a_part_of_a_plan_is_no_plan(cut: int) -> None:
    assert refusal(BYTES[:cut]) in {"PLN001", "PLN003"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "PLN001"),
        (b"\xff\xfe", "PLN001"),
        (b"null\n", "PLN002"),
        (b"[]\n", "PLN002"),
        (b"{}\n", "PLN002"),
        (b"7\n", "PLN002"),
        (b'{"format_version":2}\n', "PLN004"),
        (b'{"format_version":true}\n', "PLN002"),
        (b"[" * 100_000, "PLN001"),
        (b'{"a":NaN}\n', "PLN001"),
        (b'{"a":"\\ud800"}\n', "PLN001"),
        (b"1" * 5000, "PLN001"),
        (BYTES + b" ", "PLN003"),
        (b" " + BYTES, "PLN003"),
        (BYTES + BYTES, "PLN001"),
        (json.dumps(to_json(PLAN), indent=2).encode(), "PLN003"),
        (BYTES.replace(b'"format_version":1,', b'"format_version":1,"format_version":1,'), "PLN003"),
    ],
)
def test_what_is_no_plan_is_refused_without_a_traceback(data: bytes, code: str) -> None:
    assert refusal(data) == code


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the plan whose shape is ours: bodies and targets of Graph are free."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [
        at,
        *(
            p
            for key, item in inner
            if key not in ("body", "targets", "before", "after")
            for p in places(item, (*at, key))
        ),
    ]


@pytest.mark.parametrize("wrong", [7, "x", None, True, [], {}], ids=repr)
def test_a_resealed_plan_of_another_shape_is_refused_wherever_the_schema_refuses_it(wrong: Any) -> None:
    """The types and the schema must agree on shape; patterns and numbers below zero are the schema's alone."""
    validator = Draft202012Validator(SCHEMA)
    for place in places(to_json(PLAN))[1:]:
        data = json.loads(BYTES)
        target = data
        for step in place[:-1]:
            target = target[step]
        if type(target[place[-1]]) is type(wrong):
            continue
        target[place[-1]] = wrong
        if place in (("digest",), ("seal",)) or validator.is_valid(resealed(data)):
            continue
        with pytest.raises(PlanFileInvalid):
            from_json(resealed(data))


def test_a_key_too_many_or_too_few_is_refused() -> None:
    for place in places(to_json(PLAN)):
        for change in ("more", "less"):
            data = json.loads(BYTES)
            target = data
            for step in place:
                target = target[step]
            if not isinstance(target, dict) or (place and place[-1] == "args") or not target:
                continue
            if change == "more":
                target["surplus"] = 1
            else:
                target.pop(sorted(target)[0])
            with pytest.raises(PlanFileInvalid):
                from_json(resealed(data) if "digest" in data else data)


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data: bytes) -> None:
    refusal(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda i: st.lists(i) | st.dictionaries(st.text(), i),
    )
)
def test_no_json_crashes_it(data: Any) -> None:
    refusal(canonical(data) + b"\n")
