"""14d: in Dutch one word for one thing, and numbers as Dutch writes them."""

import re

import pytest

from managed_apparaten.messages.catalogue import entries, render

FORBIDDEN = {
    r"trede(n)?": "stap",
    r"medewerkers?": "mensen",
    r"personen": "mensen",
    r"[a-z-]*toestel(len)?": "apparaat",
    r"identificators?": "identificatie",
}
OTHER_SENSES = ("marker", "mark", "reference")
"""What an English sentence holds where `kenmerk` in the Dutch one is no identifier of an app."""
OUT_OF_SIGHT = ("label.kind.", "init.")
"""Texts that stand in the tenant or in files of an organisation already: another word there is a change to make."""


@pytest.mark.parametrize(("word", "instead"), sorted(FORBIDDEN.items()))
def test_14d_no_other_word_for_the_same_thing(word: str, instead: str) -> None:
    pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)
    found = {key for key, entry in entries("nl").items() if not key.startswith(OUT_OF_SIGHT)
             for text in (entry.text, entry.help, entry.explain) if pattern.search(text)}  # fmt: skip
    assert not found, f"write {instead}"


def test_14d_an_identifier_is_an_identificatie() -> None:
    for key, entry in entries("nl").items():
        english = entries("en")[key]
        if re.search("kenmerk", f"{entry.text} {entry.help} {entry.explain}", re.IGNORECASE):
            assert any(
                word in f"{english.text} {english.help} {english.explain}".lower() for word in OTHER_SENSES
            ), key


@pytest.mark.parametrize(("lang", "shown"), [("nl", "412/412 (100,0%)"), ("en", "412/412 (100.0%)")])
def test_14d_a_share_has_the_decimals_of_the_language(lang: str, shown: str) -> None:
    args = {"measured": "412/412 (100.0%)", "limit": "25%", "override": "--allow-people", "guard": "PLN021"}
    for code in ("PLN021", "APL001"):
        assert shown in render(code, "nl" if lang == "nl" else "en", args)
