"""B6, B10: a group or a scope tag that somebody renamed to a name which only looks the same. It is not there, and nobody can see why."""

from dataclasses import replace

import pytest
from tests.unit.plan.small import COLLEGE, DIRECTORY, SPAN, Memory, desired, group, identifier, observed, plan

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.plan.name_suggestions import not_there
from managed_apparaten.plan.scope_tags import ScopeTags
from managed_apparaten.policy.model import ScopeTag
from managed_apparaten.render.pieces import paint
from managed_apparaten.render.problems import problem_lines
from managed_apparaten.render.words import Words

LANGS: tuple[Lang, ...] = ("en", "nl")
ALIKE: dict[str, tuple[str, str, str, str]] = {
    "no-break space": ("sg college", "sg\u00a0college", r"sg\u{a0}college", "U+00A0 (NO-BREAK SPACE)"),
    "no-break hyphen": (
        "sg-college",
        "sg\u2011college",
        r"sg\u{2011}college",
        "U+2011 (NON-BREAKING HYPHEN)",
    ),
    "zero width space": (
        "sg-college",
        "sg-col\u200blege",
        r"sg-col\u{200b}lege",
        "U+200B (ZERO WIDTH SPACE)",
    ),
    "soft hyphen": ("sg-college", "sg-col\u00adlege", r"sg-col\u{ad}lege", "U+00AD (SOFT HYPHEN)"),
    "at the start": (
        "sg-college",
        "\ufeffsg-college",
        r"\u{feff}sg-college",
        "U+FEFF (ZERO WIDTH NO-BREAK SPACE)",
    ),
    "space at the end": ("sg-college", "sg-college ", '"sg-college "', "U+0020 (SPACE)"),
    "two spaces": ("sg college", "sg  college", "sg", "U+0020 (SPACE)"),
    "filler": ("sg-college", "sg-college\u3164", r"sg-college\u{3164}", "U+3164 (HANGUL FILLER)"),
    "direction": ("sg-college", "sg-\u202ecollege", r"sg-\u{202e}college", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    "Cyrillic": ("sg-college", "sg-c\u043ellege", r"sg-c\u{43e}llege", "U+043E (CYRILLIC SMALL LETTER O)"),
    "Cyrillic capital": (
        "sg-college",
        "SG-C\u041eLLEGE",
        r"SG-C\u{41e}LLEGE",
        "U+041E (CYRILLIC CAPITAL LETTER O)",
    ),
    "Greek": ("sg-college", "sg-c\u03bfllege", r"sg-c\u{3bf}llege", "U+03BF (GREEK SMALL LETTER OMICRON)"),
    "fullwidth": (
        "sg-college",
        "\uff53g-college",
        r"\u{ff53}g-college",
        "U+FF53 (FULLWIDTH LATIN SMALL LETTER S)",
    ),
    "a letter and its accent apart": (
        "sg-coll\u00e8ge",
        "sg-colle\u0300ge",
        r"sg-colle\u{300}ge",
        "U+0300 (COMBINING GRAVE ACCENT)",
    ),
    "a typing mistake too": ("sg college", "sg\u00a0colege", r"sg\u{a0}colege", "U+00A0 (NO-BREAK SPACE)"),
    "in the policy": ("sg-c\u043ellege", "sg-college", "sg-college", "U+043E (CYRILLIC SMALL LETTER O)"),
}


def shown(found: Diagnostic, near: str, character: str) -> None:
    for lang in LANGS:
        text = paint(problem_lines([found], {}, Words(lang), 80), colour=False)
        assert character in " ".join(text.split())
        assert near.strip('"') in text
        assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("name", ALIKE)
def test_a_name_that_only_looks_like_the_one_in_the_policy_is_named_with_its_character(name: str) -> None:
    wanted, called, near, character = ALIKE[name]
    directory = replace(
        DIRECTORY,
        groups_by_name={wanted: ()},
        group_names={},
        others={identifier(70): "sg-glass", identifier(71): called},
    )
    found = plan([desired(include=(group(wanted, pinned=False),))], Memory(directory_=directory)).diagnostics
    [absent] = [d for d in found if d.code in ("PLN010", "PLN088")]
    assert (absent.code, absent.args["characters"], absent.args["id"]) == (
        "PLN088",
        character,
        identifier(71),
    )
    shown(absent, near, character)
    [tag] = ScopeTags({"0": "Default", "7": called}).problems([ScopeTag(wanted, None, SPAN)])
    assert (tag.code, tag.args["characters"], tag.args["id"]) == ("PLN089", character, "7")
    shown(tag, near, character)


@pytest.mark.parametrize(("name", "known", "near"), [
    ("sg-colege", "sg-college", "sg-college"), ("sg-college", "sg-rol-glas", None), ("sg-college", "sg-co1lege", "sg-co1lege"),
])  # fmt: skip
def test_a_name_that_is_close_is_a_suggestion_and_another_one_is_none(
    name: str, known: str, near: str | None
) -> None:
    found = not_there(name, {"1": known}, SPAN, "PLN010", "PLN088")
    assert (found.code, found.suggestion) == ("PLN010", near)


def test_a_group_with_an_id_whose_name_only_looks_the_same_shows_the_difference() -> None:
    wanted = desired()
    directory = replace(DIRECTORY, group_names=DIRECTORY.group_names | {COLLEGE: "sg-college\u200b"})
    found = plan([wanted], Memory([observed(wanted)], directory_=directory)).diagnostics
    assert [(d.code, d.args["current"]) for d in found] == [("PLN013", r"sg-college\u{200b}")]
