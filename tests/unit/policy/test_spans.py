"""The text at the span of each scalar and key is that scalar or key."""

import json

import yaml
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.policy.characters import FORBIDDEN
from managed_apparaten.policy.node import Node
from managed_apparaten.policy.scalar import plain
from managed_apparaten.policy.source import parse

WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x1FAFF), max_size=12).filter(
    lambda text: not FORBIDDEN.search(text)
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(10**17), 10**17), WORDS)
KEYS = WORDS.filter(lambda text: text != "<<")
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=20,
    ),
    min_size=1,
    max_size=5,
)
LAYOUTS = st.sampled_from(["json", "block", "flow", "quoted"])


def written(tree: JSON, layout: str) -> str:
    if layout == "json":
        return json.dumps(tree, ensure_ascii=False, indent=2)
    style = {"block": False, "flow": True, "quoted": None}[layout]
    quotes = '"' if layout == "quoted" else None
    return yaml.dump(
        tree,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=style,
        default_style=quotes,
        Dumper=Plain,
    )


class Plain(yaml.SafeDumper):
    """Repeated empty values are written out, not aliased."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """PyYAML leaves out quotes where YAML 1.1 needs none."""
        style = None if plain(data) == (data, None) else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


Plain.add_representer(str, Plain.represent_str)


def at(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_col - 1]
    lines[0] = lines[0][span.col - 1 :]
    return "\n".join(lines)


def places(node: Node) -> list[tuple[Span, JSON]]:
    if node.fields:
        inside = [place for child in node.fields.values() for place in places(child)]
        return [(span, key) for key, span in node.keys.items()] + inside
    return (
        [place for item in node.items for place in places(item)] if node.items else [(node.span, node.value)]
    )


def tagged(tree: JSON) -> bool:
    """Quoting everything makes PyYAML tag what is no text."""
    if isinstance(tree, dict):
        return any(tagged(value) for value in tree.values())
    return any(tagged(item) for item in tree) if isinstance(tree, list) else not isinstance(tree, str)


@given(TREES, LAYOUTS)
def test_text_at_each_span_reads_back_as_its_key_or_value(tree: JSON, layout: str) -> None:
    if layout == "quoted" and tagged(tree):
        layout = "json"
    text = written(tree, layout)
    document, diagnostics = parse("a.yaml", text)
    assert diagnostics == ()
    assert document is not None
    assert document.root.value == tree
    for span, value in places(document.root):
        again, faults = parse("b.yaml", "k: " + at(text, span).replace("\n", "\n "))
        assert faults == ()
        assert again is not None
        assert again.root.value == {"k": value}


def test_a_block_ends_with_its_last_value_and_not_at_the_next_line() -> None:
    document, _ = parse("a.yaml", "rules:\n  - block: x\n    locked: true\n\n# remark\nnext: 1\n")
    assert document is not None
    rule = document.root.fields["rules"].items[0]
    assert rule.span == Span("a.yaml", 2, 5, 3, 17)
    assert rule.keys["locked"] == Span("a.yaml", 3, 5, 3, 11)


def test_columns_count_characters_and_lines_may_end_as_on_windows() -> None:
    document, _ = parse("a.yaml", "é: {日本: ok}\r\nb: 2\r\n")
    assert document is not None
    assert document.root.fields["é"].fields["日本"].span == Span("a.yaml", 1, 9, 1, 11)
    assert document.root.keys["b"] == Span("a.yaml", 2, 1, 2, 2)
