"""The comment of a pull request: the same plan, and nothing in it that a stranger's name could do."""

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.render.plans import (
    DELETE,
    DRIFT,
    ENDING,
    FOREIGN,
    NO_DELETE,
    NOTHING,
    STEP,
    UPDATE,
    blocked,
    changed,
    plan,
)

from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import cause
from managed_apparaten.core.span import Span
from managed_apparaten.plan.change import Plan
from managed_apparaten.render.markdown import LARGEST, Safe, environment, plan_markdown
from managed_apparaten.render.words import Words, linked

WORDS = Words("en")
HOSTILE = [
    "![beacon](https://evil.example/x.png)",
    "@octocat and @org/team",
    "</details></summary><script>alert(1)</script>",
    "`` `code` ```",
    "a | b || c",
    "<!-- hidden -->",
    "[text](https://evil.example)",
    "line\n\n# heading\n- item",
    "https://evil.example",
    "\\`unclosed",
    "&lt;b&gt; &#64;all",
    "${{ secrets.TOKEN }} {{ say }} {% raw %}",
    "\u202egnp.exe\x1b[31m",
]


def skeleton(text: str) -> list[str]:
    """What is left of a comment when its code spans and `<code>` texts are emptied: the structure, line by line."""
    rows = []
    for row in text.split("\n"):
        row = re.sub(r"<code>[^<]*</code>", "<code></code>", row)
        row = re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "``", row)
        rows.append(re.sub(r"\]\([^)]*\)", "]()", row))
    return rows


def hostile_plan(name: str) -> Plan:
    why = (cause("policy", "cause.rule", Span("organisation.yaml", 14, 5), because=name, effect="block"),)
    change = replace(
        UPDATE,
        name=name,
        fields=(replace(blocked("x", "y"), label=name, causes=why), changed("/a", name, name, STEP)),
        not_managed=(f"/{name}",),
    )
    return plan(
        change,
        DELETE,
        unmanaged=(replace(FOREIGN[0], name=name, id=name, collection=name),),
        exceptions=(replace(ENDING, id=name, role=name, apps=(name,)),),
        guards=(replace(NO_DELETE, measured=name),),
        tenant_name=name,
    )


PLAIN = skeleton(plan_markdown(hostile_plan("plain"), WORDS))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_changes_nothing_but_the_code_it_stands_in(name: str) -> None:
    assert skeleton(plan_markdown(hostile_plan(name), WORDS)) == PLAIN


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="`|@<>[]()!#*_~\\&\n -=:/.ab\x1b\u202e", min_size=1, max_size=40))
def test_no_name_at_all_changes_the_structure(name: str) -> None:
    assert skeleton(plan_markdown(hostile_plan(name), WORDS)) == PLAIN


def test_the_name_can_still_be_read() -> None:
    text = plan_markdown(hostile_plan("<b>@octocat</b>"), WORDS)
    assert "`<b>@octocat</b>`" in text
    assert f"<code>{html.escape('<b>@octocat</b>')}</code>" in text


def test_only_our_own_tags_are_html() -> None:
    text = plan_markdown(hostile_plan("</details>"), WORDS)
    tags = set(re.findall(r"</?[a-z]+>", "\n".join(skeleton(text))))
    assert tags <= {"<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>", "<br>"}


def test_a_value_that_a_template_forgets_to_escape_is_code_all_the_same() -> None:
    assert (
        environment().from_string("{{ name }} {{ ours }}").render(name="<b>|</b>", ours=Safe("**ours**"))
        == "`<b>\\|</b>` **ours**"
    )


def test_the_summary_comes_first_and_details_are_folded() -> None:
    text = plan_markdown(plan(UPDATE, DELETE, DRIFT, *[NOTHING] * 27, guards=(NO_DELETE,)), WORDS)
    first, _, rest = text.partition("<details>")
    assert "**2 to update, 1 to delete, 27 unchanged.**" in first
    assert "Refused: PLN020" in first
    assert "| - | `android_device_owner_restrictions/buitendienst` | role removed | 78 | 50 |" in first
    assert "REMOVES PROTECTION from 1 group, 78 people, 50 devices" in first
    assert rest.count("</details>") == 3


def test_a_field_links_to_the_line_that_asks_for_it() -> None:
    text = plan_markdown(plan(UPDATE), WORDS, policies="beleid/policies")
    assert (
        "[`organisation.yaml:14`](beleid/policies/organisation.yaml#L14) `VNG-advies van 17 mei 2023`" in text
    )


def test_a_link_holds_no_character_that_could_end_it() -> None:
    assert linked(Span("roles/a b)(é.yaml", 3, 1), "policies") == "policies/roles/a%20b%29%28%C3%A9.yaml#L3"


def test_what_does_not_fit_is_counted_and_digested() -> None:
    fields = tuple(changed(f"/p{i}", i, "x" * 59) for i in range(60))
    text = plan_markdown(
        plan(
            *[
                replace(UPDATE, address=Address("ios_compliance", f"role-{n}"), fields=fields)
                for n in range(120)
            ]
        ),
        WORDS,
    )
    assert len(text.encode()) <= LARGEST
    shown = text.count("<details>")
    assert 0 < shown < 120
    assert re.search(
        rf"The details of {120 - shown} more changes do not fit here; their SHA-256 is `[0-9a-f]{{64}}`", text
    )


def test_the_digest_of_the_rest_follows_its_content() -> None:
    def digest_with(value: str) -> str:
        changes = [replace(UPDATE, address=Address("ios_compliance", f"role-{n:03}"), fields=tuple(
            changed(f"/p{i}", i, value if n == 119 else "x" * 59) for i in range(60))) for n in range(120)]  # fmt: skip
        return str(re.findall(r"SHA-256 is `([0-9a-f]{64})`", plan_markdown(plan(*changes), WORDS))[0])

    assert digest_with("x" * 59) != digest_with("y" * 59)


def test_dutch_is_dutch() -> None:
    text = plan_markdown(plan(DELETE), Words("nl"))
    assert "HEFT BESCHERMING OP van 1 groep, 78 mensen, 50 apparaten" in text
    assert "| mensen | apparaten |" in text
