"""Canonical JSON is one form for one value, whoever writes it; and files of ours are what their types say."""

import json
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.core.cause import Cause, cause
from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.digest import canonical, digest, parse_json
from managed_apparaten.core.span import Span
from managed_apparaten.core.typed import TypeMismatch, from_plain_json, to_plain_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(-1e15, 1e15).map(lambda number: round(number, 3))
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
SPAN = Span("roles/college.yaml", 3, 5, 3, 9)
CAUSE = cause("policy", "cause.rule", SPAN, role="college", app="tiktok")
PROBLEM = Diagnostic("POL104", span=SPAN, args={"key": "x"}, related=(Related(SPAN, "label.first-here"),))


class Row(NamedTuple):
    one: tuple[int, ...]
    two: tuple[str, int]


@given(VALUES)
def test_canonical_is_what_the_standard_library_writes(value: Any) -> None:
    assert (
        canonical(value)
        == json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    )


@given(VALUES)
def test_canonical_is_read_back_as_the_same_value(value: Any) -> None:
    assert parse_json(canonical(value)) == value


@pytest.mark.parametrize(
    "value",
    [{1, 2}, object(), b"x", "\ud800", {"a": {1}}, {1: "a", "b": 2}],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_json_is_not_written(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical(value)


@pytest.mark.parametrize("data", [b"NaN", b'{"a":[Infinity]}', b"-Infinity", b"", b"{", b"\xff"])
def test_what_is_no_json_is_not_read(data: bytes) -> None:
    with pytest.raises(ValueError):
        parse_json(data)


@pytest.mark.parametrize(
    "value",
    [SPAN, CAUSE, PROBLEM, (CAUSE, PROBLEM), {"causes": [CAUSE, CAUSE]}],
    ids=lambda v: type(v).__name__,
)
def test_a_record_is_written_as_the_object_of_its_fields(value: Any) -> None:
    assert canonical(value) == canonical(to_plain_json(value))
    assert digest(value) == digest(to_plain_json(value))


@pytest.mark.parametrize(
    "value", [SPAN, CAUSE, PROBLEM, Row((1, 2, 3), ("a", 1))], ids=lambda v: type(v).__name__
)
def test_a_record_is_read_back_as_itself(value: Any) -> None:
    again = from_plain_json(type(value), parse_json(canonical(value)))
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        ([], ""),
        ({"one": []}, ""),
        ({"one": [], "two": ["a", 1], "three": 1}, ""),
        ({"one": [1, "2"], "two": ["a", 1]}, "/one/1"),
        ({"one": [True], "two": ["a", 1]}, "/one/0"),
        ({"one": [], "two": ["a", 1, 2]}, "/two"),
        ({"one": [], "two": ["a"]}, "/two"),
        ({"one": [], "two": ["a", "b"]}, "/two/1"),
    ],
)
def test_data_of_another_shape_says_where_it_does_not_fit(data: Any, pointer: str) -> None:
    with pytest.raises(TypeMismatch) as raised:
        from_plain_json(Row, data)
    assert raised.value.pointer == pointer


def test_a_wrong_kind_of_cause_is_found_in_depth() -> None:
    data = to_plain_json({"causes": [CAUSE]})["causes"][0] | {"span": to_plain_json(SPAN) | {"line": "3"}}
    with pytest.raises(TypeMismatch) as raised:
        from_plain_json(Cause, data)
    assert raised.value.pointer == "/span/line"
