"""B11: characters that nobody sees are refused by name and place, in keys, values and names of groups; a line break around a text goes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.policy.conftest import FILES

from managed_apparaten.messages import render
from managed_apparaten.policy.load import load

Spoil = Callable[[str, str, str], None]
ROLE, ORG = "roles/college.yaml", "organisation.yaml"
SEEN_AS_NOTHING = (
    "\u00ad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u180e",
    "\u034f",
    "\u3164",
    "\ufe0f",
)
SEEN_AS_A_SPACE = ("\u00a0", "\u2007", "\u202f", "\u2003", "\u3000", "\u2800")


def faults(root: Path) -> list[tuple[str, str, str]]:
    found = load(root).diagnostics
    for diagnostic in found:
        for lang in ("nl", "en"):
            assert render(diagnostic.code, lang, diagnostic.args)
    return [(d.code, str(d.span), d.args.get("character", "")[:6]) for d in found if d.severity == "error"]


@pytest.mark.parametrize("character", [*SEEN_AS_NOTHING, *SEEN_AS_A_SPACE], ids=lambda c: f"{ord(c):04X}")
@pytest.mark.parametrize(
    ("file", "old", "place"),
    [
        (ROLE, "sg-co|llege", "7:19"),
        (ROLE, "enforce|ment: allow", "9:8"),
        (ROLE, "enforcement: allow|list", "9:19"),
        (ROLE, "nl: gehe|im", "8:60"),
        (ROLE, "- allow: [{list: ki|t}", "17:22"),
        (ORG, "name: Gemeente| Dorp", "3:15"),
    ],
)
def test_b11_a_character_that_is_not_seen_is_named_once_where_it_stands(
    policies: Path, spoil: Spoil, file: str, old: str, place: str, character: str
) -> None:
    """B11: no second fault for what it makes of the value, such as an unknown key or list."""
    spoil(file, old.replace("|", ""), old.replace("|", character))
    assert faults(policies) == [("POL106", f"{file}:{place}", f"U+{ord(character):04X}")]


def test_b11_an_escape_is_no_way_around_it(policies: Path, spoil: Spoil) -> None:
    spoil(ROLE, "name: sg-college", 'name: "sg\\u00a0college"')
    assert faults(policies) == [("POL106", f"{ROLE}:7:14", "U+00A0")]


def test_b11_a_space_that_is_none_is_said_where_it_makes_the_file_unreadable(
    policies: Path, spoil: Spoil
) -> None:
    """B11: `priority:` with a no-break space behind it is no key, and the message of the parser does not say why."""
    spoil(ROLE, "priority: 100", "priority:\u00a0100  # a remark may\u00a0have one")
    assert faults(policies)[0] == ("POL106", f"{ROLE}:4:10", "U+00A0")
    assert len([fault for fault in faults(policies) if fault[0] == "POL106"]) == 1


def test_b11_its_name_is_in_the_message(policies: Path, spoil: Spoil) -> None:
    spoil(ROLE, "nl: geheim", "nl: ge\u00adheim")
    (found,) = [d for d in load(policies).diagnostics if d.severity == "error"]
    assert render(found.code, "en", found.args) == "forbidden character U+00AD (SOFT HYPHEN)"


@pytest.mark.parametrize(
    "text",
    [
        "College \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "Raad \u2764\ufe0f",
        "Caf\u00e9 1\ufe0f\u20e3",
        "a + | ' & # %",
    ],
)
def test_b11_emoji_and_accents_are_seen(policies: Path, spoil: Spoil, text: str) -> None:
    spoil(ROLE, "title: {nl: College}", f'title: {{nl: "{text}"}}')
    assert faults(policies) == []


def test_b11_a_letter_and_its_mark_are_one_character(policies: Path, spoil: Spoil) -> None:
    """B11, a neighbour: a name that was copied from a Mac looks like that of the group and is another."""
    spoil(ROLE, "sg-college", "sg-cafe\u0301")
    assert faults(policies) == [("POL123", f"{ROLE}:7:21", "U+0301")]


@pytest.mark.parametrize(
    "form",
    [
        "|\n  College van B en W\n",
        ">-\n  College van\n  B en W\n",
        "|+\n  College van B en W\n\n",
        "'College van B en W'\n",
    ],
)
def test_b11_a_title_as_a_block_has_no_line_break(policies: Path, spoil: Spoil, form: str) -> None:
    """B11: seen as a line break in the name of each object."""
    spoil(ROLE, "title: {nl: College}\n", "title:\n  nl: " + form.replace("\n  ", "\n    "))
    policy = load(policies).policy
    assert policy is not None
    assert policy.roles["college"].title.nl == "College van B en W"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "character"),
    [
        (ROLE, "title: {nl: College}", "title:\n  nl: |\n    College\n    van B en W", "4:7", "U+000A"),
        (ROLE, "title: {nl: College}", 'title: {nl: "College\\nvan B en W"}', "3:13", "U+000A"),
        (ROLE, "name: sg-college", 'name: "sg-college "', "7:14", "U+0020"),
        (ROLE, "name: sg-college", 'name: "\tsg-college"', "7:14", "U+0009"),
        (ROLE, "priority: 100", 'priority: 100\nscope-tags: [" Noord"]', "5:14", "U+0020"),
        (ORG, "prefix: MA", 'prefix: "MA "', "7:18", ""),
        (ORG, "name: Gemeente Dorp", 'name: " "', "3:7", "U+0020"),
    ],
)
def test_b11_a_name_is_one_line_without_white_space_around_it(
    policies: Path, spoil: Spoil, file: str, old: str, new: str, place: str, character: str
) -> None:
    spoil(file, old, new)
    assert faults(policies) == [("POL124" if character else "POL134", f"{file}:{place}", character)]


def test_b11_prose_may_have_several_lines(policies: Path, spoil: Spoil) -> None:
    spoil(ROLE, "    because: {nl: omdat}", "    because:\n      nl: |\n        omdat\n\n        en daarom")
    policy = load(policies).policy
    assert policy is not None
    assert policy.roles["college"].rules[1].because.nl == "omdat\n\nen daarom"
    assert set(FILES) >= {ROLE, ORG}
