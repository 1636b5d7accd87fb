from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.compile.traced import Traced, because, unzip
from managed_apparaten.core.cause import cause
from managed_apparaten.core.pointer import leaves

WHY = [cause("default", f"cause.{n}") for n in range(3)]


def wrapped(value: Any, index: int = 1) -> Traced:
    return because(value, WHY[index])


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab/~", max_size=3), inner, max_size=3)
        | st.builds(wrapped, inner)
    ),
    max_leaves=12,
)


def plain(tree: Any) -> Any:
    if isinstance(tree, Traced):
        return plain(tree.value)
    if isinstance(tree, dict):
        return {key: plain(value) for key, value in tree.items()}
    return [plain(item) for item in tree] if isinstance(tree, list) else tree


@given(trees)
def test_the_body_is_the_tree_without_its_reasons(tree: Any) -> None:
    body, _ = unzip(because(tree, WHY[0]))
    assert body == plain(tree)


@given(trees)
def test_every_leaf_has_blame_and_nothing_else_has(tree: Any) -> None:
    body, blame = unzip(because(tree, WHY[0]))
    assert blame.keys() == leaves(body).keys()
    assert all(blame.values())


def test_the_innermost_reason_wins() -> None:
    _, blame = unzip(
        because({"a": because(1, WHY[1]), "b": because([2, because(3, WHY[2])], WHY[1]), "c": 4}, WHY[0])
    )
    assert blame == {"/a": (WHY[1],), "/b/0": (WHY[1],), "/b/1": (WHY[2],), "/c": (WHY[0],)}


def test_a_key_with_a_slash_is_escaped_in_blame() -> None:
    assert unzip(because({"a/b~": 1}, WHY[0]))[1].keys() == {"/a~1b~0"}


@pytest.mark.parametrize("tree", [1, {"a": 1}, {"a": []}, {"a": because(1, WHY[0]), "b": None}])
def test_a_leaf_without_a_reason_is_refused(tree: Any) -> None:
    with pytest.raises(LookupError):
        unzip(tree)


def test_a_reason_is_needed_to_give_one() -> None:
    with pytest.raises(ValueError, match="at least one cause"):
        because(1)
